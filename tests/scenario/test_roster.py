"""A roster: the real people, checked row by row, who open the run whatever the order of the rows."""

# ruff: noqa: E501 - sentences stand here as people read them

import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import teamsim as ts
from teamsim.calendar import DAYS_PER_MONTH
from teamsim.data.roster import COLUMNS, Roster, read_roster
from teamsim.errors import RosterError
from teamsim.opening import opening_of
from teamsim.scenario import Scenario, load_scenario
from teamsim.scenario.build import build
from tests.scenario.tiny import TINY, told, write

UNITS, TIERS = ("company", "north", "south"), ("junior", "senior", "manager")
START = datetime.date(2026, 1, 1)

PEOPLE = """\
person_id,unit,tier,hire_date,base_annual,fte
ann,north,senior,2019-03-11,98000,1
bob,north,junior,2024-07-01,52000,0.5
cai,north,junior,2025-11-17,,
dee,south,senior,2021-05-03,91000,1
eva,south,junior,2023-02-20,55000,1
fay,company,manager,2016-09-05,160000,1
"""
HIRED = {
    "north/senior/ann": datetime.date(2019, 3, 11),
    "north/junior/bob": datetime.date(2024, 7, 1),
    "north/junior/cai": datetime.date(2025, 11, 17),
    "south/senior/dee": datetime.date(2021, 5, 3),
    "south/junior/eva": datetime.date(2023, 2, 20),
    "company/manager/fay": datetime.date(2016, 9, 5),
}
WITHOUT_SEATS = (
    "organisation: {units: {company: {seats: null}, north: {seats: null}, south: {seats: null}}}\n"
    "opening: {roster: people.csv}\n"
)


def read(folder: Path, text: str) -> Roster:
    path = folder / "people.csv"
    path.write_bytes(text.encode())
    return read_roster(path, UNITS, TIERS, START)


def refusal(folder: Path, text: str) -> RosterError:
    with pytest.raises(RosterError) as caught:
        read(folder, text)
    return caught.value


def sentences(error: RosterError, folder: Path) -> list[str]:
    return str(error).replace(f"{folder.as_posix()}/", "").split("\n")


def scenario(folder: Path, people: str = PEOPLE) -> Scenario:
    """A scenario whose seats are those of the roster's people."""
    (folder / "people.csv").write_text(people, encoding="utf-8")
    write(folder, TINY, "tiny.yaml")
    return load_scenario(write(folder, f"name: ours\nextends: tiny.yaml\n{WITHOUT_SEATS}"))


# -- reading -------------------------------------------------------------------------------------------------


def test_a_full_row_is_read_as_it_stands(tmp_path: Path) -> None:
    (person,) = read(
        tmp_path,
        ",".join(COLUMNS) + "\nann,north,senior,2019-03-11,2022-04-01,900000,98000,1980,0.8,yes,1.2,false,agency\n",
    ).people
    assert (person.person_id, person.unit, person.tier) == ("ann", "north", "senior")
    assert (person.hire_date, person.in_grade_since) == (
        datetime.date(2019, 3, 11),
        datetime.date(2022, 4, 1),
    )
    assert (person.quota_annual, person.base_annual, person.birth_year) == (900_000, 98_000, 1980)
    assert (person.fte, person.on_leave, person.attainment, person.critical) == (0.8, True, 1.2, False)
    assert person.source == "agency"


def test_columns_stand_in_any_order_and_cells_may_be_quoted_spaced_or_empty(tmp_path: Path) -> None:
    text = '\ufeff tier , unit,person_id,critical\r\n senior ,north,"ann, the first",是\r\n\r\n,,,\r\njunior,south,bob,\r\n'
    ann, bob = read(tmp_path, text).people
    assert (ann.person_id, ann.tier, ann.critical) == ("ann, the first", "senior", True)
    assert (bob.person_id, bob.unit, bob.critical) == ("bob", "south", None)


def test_what_is_not_in_the_roster_is_listed_with_the_number_of_people(tmp_path: Path) -> None:
    assert read(tmp_path, PEOPLE).assumed == {
        "in_grade_since": 6,
        "quota_annual": 6,
        "base_annual": 1,
        "birth_year": 6,
        "fte": 1,
        "on_leave": 6,
        "attainment": 6,
    }
    full = ",".join(COLUMNS) + "\nann,north,senior,2019-03-11,2022-04-01,900000,98000,1980,1,no,0.9,no,agency\n"
    assert read(tmp_path, full).assumed == {}


@pytest.mark.parametrize("empty", ["", " ", "NaN", "None", "null", "1900-01-01", "9999-12-31"])
def test_the_ways_in_which_systems_write_nothing_are_nothing(tmp_path: Path, empty: str) -> None:
    (person,) = read(tmp_path, f"person_id,unit,tier,hire_date\nann,north,senior,{empty}\n").people
    assert person.hire_date is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["people.csv: the file is empty. The first line names: " + ", ".join(COLUMNS) + "."]),
        ("\n\n", ["people.csv: the file is empty. The first line names: " + ", ".join(COLUMNS) + "."]),
        ("person_id,unit,tier\n", ["people.csv: nobody is in the roster. Add a row a person."]),
        (
            "person_id,hired,hire_dat,quux\nann,x,y,z\n",
            [
                "people.csv:1: the column `unit` is missing. It is required.",
                "people.csv:1: the column `tier` is missing. It is required.",
                "people.csv:1: unknown column `hired`. Did you mean `hire_date`?",
                "people.csv:1: unknown column `hire_dat`. Did you mean `hire_date`?",
                "people.csv:1: unknown column `quux`. Known: " + ", ".join(COLUMNS) + ".",
            ],
        ),
        (
            "person_id,unit,tier,unit\nann,north,senior,south\n",
            ["people.csv:1: the column `unit` is there 2 times. Keep one."],
        ),
        (
            "person_id,unit,tier\nann,north,senior\nbob,north,junior\nann,south,senior\n",
            ["people.csv:4: person_id 'ann' stands in line 2 already. Keep one."],
        ),
        (
            "person_id,unit,tier\nann,nort,seniour\n",
            [
                "people.csv:2: there is no unit `nort`. Did you mean `north`?",
                "people.csv:2: there is no tier `seniour`. Did you mean `senior`?",
            ],
        ),
        (
            "person_id,unit,tier\nann,quux,senior\n",
            ["people.csv:2: there is no unit `quux`. Known: company, north, south."],
        ),
        (
            "person_id,unit,tier\n,north,\n",
            [
                "people.csv:2: person_id = ''; expected a value. Mend the cell.",
                "people.csv:2: tier = ''; expected a value. Mend the cell.",
            ],
        ),
        (
            "person_id,unit,tier,hire_date\nann,north,senior,2026-02-01\nbob,north,senior,11.03.2019\n",
            [
                "people.csv:2: hire_date = '2026-02-01'; expected an ISO day (2024-03-31) not after the start, "
                "2026-01-01. Mend the cell.",
                "people.csv:3: hire_date = '11.03.2019'; expected an ISO day (2024-03-31) not after the start, "
                "2026-01-01. Mend the cell.",
            ],
        ),
        (
            "person_id,unit,tier,hire_date,in_grade_since\nann,north,senior,2022-03-11,2021-01-01\n",
            [
                "people.csv:2: in_grade_since 2021-01-01 is before hire_date 2022-03-11. "
                "A grade starts with or after joining."
            ],
        ),
        (
            "person_id,unit,tier,base_annual,quota_annual\nann,north,senior,lots,-1\nbob,north,senior,inf,nan\n",
            [
                "people.csv:2: quota_annual = '-1'; expected an amount of at least 0, digits and a point only. "
                "Mend the cell.",
                "people.csv:2: base_annual = 'lots'; expected an amount of at least 0, digits and a point only. "
                "Mend the cell.",
                "people.csv:3: base_annual = 'inf'; expected an amount of at least 0, digits and a point only. "
                "Mend the cell.",
            ],
        ),
        (
            "person_id,unit,tier,base_annual\nann,north,senior,1e13\n",
            [
                "people.csv:2: base_annual = '1e13'; expected an amount of at most 1,000,000,000,000. Mend the cell.",
            ],
        ),
        (
            "person_id,unit,tier,fte\nann,north,senior,0\nbob,north,senior,50\n",
            [
                "people.csv:2: fte = '0'; expected a share above 0, at most 1. Mend the cell.",
                "people.csv:3: fte = '50'; expected a share above 0, at most 1. Mend the cell.",
            ],
        ),
        (
            "person_id,unit,tier,birth_year,on_leave\nann,north,senior,80,perhaps\n",
            [
                "people.csv:2: birth_year = '80'; expected a year, 14 to 90 years before the start. Mend the cell.",
                "people.csv:2: on_leave = 'perhaps'; expected true or false. Mend the cell.",
            ],
        ),
        (
            "person_id,unit,tier,base_annual\nann,north,senior,95,000\n",
            ["people.csv:2: 5 cells; the header has 4. Quote cells that hold a comma."],
        ),
    ],
)
def test_a_roster_that_can_not_be_accepted_is_told(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert sentences(refusal(tmp_path, text), tmp_path) == expected


def test_all_rows_are_told_at_once_with_the_lines_that_an_editor_shows(tmp_path: Path) -> None:
    text = 'person_id,unit,tier,fte\n\n"ann\nlee",north,senior,1\nbob,nort,junior,2\n\ncai,north,junor,1\nbob,north,junior,1\n'
    error = refusal(tmp_path, text)
    assert told(error) == [("people.csv", 5), ("people.csv", 5), ("people.csv", 7), ("people.csv", 8)]


def test_a_roster_that_is_no_text_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes("person_id,unit,tier\n王,north,senior\n".encode("gb18030"))
    with pytest.raises(RosterError, match=r"people\.csv: not a CSV table: .*Save it as CSV, UTF-8\."):
        read_roster(path, UNITS, TIERS, START)
    with pytest.raises(RosterError, match=r"none\.csv: no such file\. Give the path relative to the scenario\."):
        read_roster(tmp_path / "none.csv", UNITS, TIERS, START)
    with pytest.raises(RosterError, match=r"can not be read: embedded null (byte|character)"):
        read_roster(tmp_path / "no\0ne.csv", UNITS, TIERS, START)


# -- a roster in a scenario ----------------------------------------------------------------------------------


def test_a_scenario_finds_its_roster_beside_its_own_file_and_tells_faults_of_both(tmp_path: Path) -> None:
    assert len(scenario(tmp_path).roster.people) == 6  # type: ignore[union-attr]
    with pytest.raises(RosterError, match=r"people\.csv:2: there is no tier `senor`\. Did you mean `senior`\?"):
        scenario(tmp_path, "person_id,unit,tier\nann,north,senor\n")


def test_the_hash_of_a_scenario_holds_the_bytes_of_its_roster(tmp_path: Path) -> None:
    one = scenario(tmp_path).hash
    assert scenario(tmp_path).hash == one
    assert scenario(tmp_path, PEOPLE.replace("98000", "98001")).hash != one


def test_seats_are_those_of_the_people_and_empty_ones_up_to_the_budget(tmp_path: Path) -> None:
    ours = scenario(tmp_path)
    assert sorted(seat.name for seat in build(ours).seats) == sorted(HIRED)
    more = ours.with_changes("more", {"organisation.units.north.seats": {"junior": 4, "senior": 1}})
    names = [seat.name for seat in build(more).seats if seat.unit == "north"]
    assert names == [
        "north/junior/bob", "north/junior/cai", "north/junior/003", "north/junior/004", "north/senior/ann",
    ]  # fmt: skip


def test_people_named_by_numbers_do_not_collide_with_numbered_empty_seats(tmp_path: Path) -> None:
    people = "person_id,unit,tier\n002,north,junior\n"
    changed = scenario(tmp_path, people).with_changes("more", {"organisation.units.north.seats": {"junior": 3}})
    assert [seat.name for seat in build(changed).seats] == [
        "north/junior/002", "north/junior/003", "north/junior/004",
    ]  # fmt: skip


def test_more_people_than_seats_are_refused(tmp_path: Path) -> None:
    scenario(tmp_path)
    text = "extends: case.yaml\norganisation:\n  units:\n    north: {seats: {junior: 1}}\n    south:\n      seats: {junior: 0}\n"
    text += "  seat_changes:\n    cut: {unit: south, tier: senior, month: 3, seats: -2}\n"
    with pytest.raises(RosterError) as caught:
        load_scenario(write(tmp_path, text, "fewer.yaml"))
    assert sentences(caught.value, tmp_path) == [
        "fewer.yaml:4: organisation.units.north.seats.junior: 1 seats of `junior` in `north`; the roster has 2 people "
        "there. Give it at least 2, or leave it out: as many seats as people.",
        "fewer.yaml:6: organisation.units.south.seats.junior: 0 seats of `junior` in `south`; the roster has 1 people "
        "there. Give it at least 1, or leave it out: as many seats as people.",
        "fewer.yaml:8: organisation.seat_changes.cut.seats: closes 2 seats of `senior` in `south`, which has 1 in "
        "month 3. Close at most 1.",
    ]


def test_a_plan_may_pay_a_tier_whose_people_have_quotas_in_the_roster(tmp_path: Path) -> None:
    people = "person_id,unit,tier,quota_annual\nfay,company,manager,{}\n"
    on_plan = {"incentives.plans.sellers.tiers": ["manager"]}
    assert scenario(tmp_path, people.format(90_000)).with_changes("on plan", on_plan).name == "on plan"
    with pytest.raises(RosterError, match="`manager` has no quota, so the plan would never pay it"):
        scenario(tmp_path, people.format("")).with_changes("on plan", on_plan)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> ts.Study:
    return ts.run(scenario(tmp_path_factory.mktemp("roster")), replications=5, seed=1, progress=False)


def test_a_scenario_opens_with_the_people_of_its_roster(study: ts.Study) -> None:
    opening = study.months[study.months["month"] == "2026-01-01"]
    assert (opening.groupby("replication")["opening_headcount"].sum() == 6).all()
    by_cell = opening.groupby(["unit", "tier"], observed=True)["opening_headcount"].mean()
    assert by_cell.to_dict() == {
        ("north", "senior"): 1,
        ("north", "junior"): 2,
        ("south", "senior"): 1,
        ("south", "junior"): 1,
        ("company", "manager"): 1,
    }
    assert study.audit() == []


def test_known_hire_dates_survive_into_the_spells(study: ts.Study) -> None:
    opening = study.spells[(study.spells["began"] == "opening")]
    assert set(opening["person"]) == {f"{seat}#0" for seat in HIRED}
    assert len(opening) == 5 * 6
    for seat, hired in HIRED.items():
        months = (hired.year - 2026) * 12 + hired.month - 1
        days = opening.loc[opening["seat"] == seat, "hire_day"]
        assert set(days) == {DAYS_PER_MONTH * months + hired.day - 1}


def test_a_hire_date_survives_beside_the_date_of_the_grade(tmp_path: Path) -> None:
    people = "person_id,unit,tier,hire_date,in_grade_since\nann,north,senior,2019-03-11,2019-03-11\n"
    study = ts.run(scenario(tmp_path, people), replications=2, seed=1, progress=False)
    days = study.spells.loc[study.spells["person"] == "north/senior/ann#0", "hire_day"]
    assert set(days) == {DAYS_PER_MONTH * (12 * (2019 - 2026) + 2) + 10}


def test_known_pay_and_working_time_are_paid(study: ts.Study) -> None:
    """Ann's and Bob's first month: a twelfth of the base, by working time."""
    panel, names = study.panel(None, 0), [seat.name for seat in study.result().layout.seats]
    assert panel.base[0, names.index("north/senior/ann")] == round(98_000 * 100 / 12)
    assert panel.base[0, names.index("north/junior/bob")] == round(0.5 * 52_000 * 100 / 12)
    assert panel.base[0, names.index("north/junior/cai")] == round(50_000 * 100 / 12)


def test_sources_are_read_and_those_not_known_are_like_those_of_the_past(tmp_path: Path) -> None:
    """Half of the hires are referrals, who leave a third as readily: of those still there they are well above half."""
    sources = "{referral: {share: 1, exit_ratio: 0.5, talent: 1.4}, agency: {share: 1, exit_ratio: 1.5}}"
    base = TINY.replace("junior: {", "junior: {attrition: {law: constant, annual_turnover: 0.6}, ")
    write(tmp_path, base.replace("recruiters: 2", f"recruiters: 2, sources: {sources}"), "tiny.yaml")
    text = "person_id,unit,tier,source\n" + "".join(f"p{n},north,junior,{'agency' * (n < 3)}\n" for n in range(30))
    (tmp_path / "people.csv").write_text(text, encoding="utf-8")
    ours = load_scenario(write(tmp_path, f"name: ours\nextends: tiny.yaml\n{WITHOUT_SEATS}"))
    assert ours.roster is not None and ours.roster.assumed["source"] == 27
    study = ts.run(ours, replications=20, seed=1, progress=False)
    opening = study.spells[(study.spells["began"] == "opening") & (study.spells["tier"] == "junior")]
    known = opening["person"].str.contains(r"/p[0-2]#")
    assert set(opening.loc[known, "source"]) == {"agency"}
    assert 0.55 < (opening.loc[~known, "source"] == "referral").mean() < 0.8
    layout = study.result().layout
    start, is_junior = opening_of(layout, 1), layout.model.seats.tier == 0
    mine = start.states.source[:, is_junior][start.states.is_occupied[:, is_junior]]
    mean = np.where(mine == layout.sources.index("referral"), 1.4 / 1.2, 1.0 / 1.2).mean()
    assert start.model.tiers.mean_talent[0] == pytest.approx(mean), "the mean of the roster's people is divided out"
    with pytest.raises(RosterError, match=r"people\.csv:2: there is no source `agancy`\. Did you mean `agency`\?"):
        (tmp_path / "people.csv").write_text(text.replace("agency", "agancy", 1), encoding="utf-8")
        load_scenario(tmp_path / "case.yaml")


def test_the_order_of_rows_and_columns_does_not_change_results(tmp_path: Path, study: ts.Study) -> None:
    header, *rows = PEOPLE.splitlines()
    turned = [",".join(reversed(row.split(","))) for row in (header, *reversed(rows))]
    again = ts.run(scenario(tmp_path, "\n".join(turned) + "\n"), replications=5, seed=1, progress=False)
    pd.testing.assert_frame_equal(again.months, study.months)
    pd.testing.assert_frame_equal(again.spells, study.spells)


def test_both_engines_agree_on_a_roster(study: ts.Study) -> None:
    told = ts.run(study.scenarios[0], replications=5, seed=1, engine="event", progress=False)
    assert np.array_equal(told.results[0].counts, study.results[0].counts)
