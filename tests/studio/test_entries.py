"""Named entries - freezes, sources, programmes, components - are added, renamed and taken out among the levers."""

from pathlib import Path
from typing import Any

import pytest

import teamsim as ts
from teamsim.errors import TeamsimError
from teamsim.studio import studio
from teamsim.studio.board import Studio
from teamsim.studio.desk import Desk, desk_of
from teamsim.studio.drafts import Draft
from teamsim.studio.entries import EntrySection, entry_sections
from teamsim.studio.entry_rows import Cell, Toggles
from teamsim.studio.levers import Lever
from teamsim.studio.markup import Node
from teamsim.studio.mechanisms import mechanisms
from teamsim.studio.saving import Shelf, text_of
from teamsim.studio.switches import Switch
from teamsim.studio.views import View
from teamsim.testing import tiny_scenario
from tests.studio.reading import found, intents, texts

FREEZES, COMPONENTS = "hiring.freezes", "incentives.plans.rep.components"
OLD = "hiring.freezes.winter"
NEW = "hiring.freezes.first_half"
WINTER = {"first_month": 1, "last_month": 2, "tiers": ["representative"]}


@pytest.fixture(scope="module")
def base() -> ts.Scenario:
    labels = {"tiers.representative.label": "Representative", "tiers.representative.label_zh": "中级"}
    return tiny_scenario("base", {OLD: WINTER, "costs.jurisdiction": {"profile": "generic"}, **labels})


@pytest.fixture
def made(base: ts.Scenario) -> Studio:
    opened = studio(base, levers=(), replications=4)
    assert opened.wait(60)
    return heard(opened, kind="group", key="hiring")


@pytest.fixture
def desk(base: ts.Scenario) -> Desk:
    return desk_of((base,), View(), (), Shelf(Path()), "what if")


def heard(made: Studio, **intent: Any) -> Studio:
    made.hear(intent)
    assert made.wait(60)
    return made


def said(desk: Desk, **intent: Any) -> Desk:
    desk.hear(intent)
    return desk


def at(made: Studio, path: str) -> Node:
    return found(made.side.doc, data_path=path)[0]


def sections(draft: Draft, lang: str = "en") -> list[EntrySection]:
    return [inner for section in entry_sections(draft, lang) for inner in section.every_section()]


def test_a_freeze_is_added_told_what_is_missing_given_it_and_computed(made: Studio) -> None:
    before = made.study
    form = found(at(made, FREEZES), class_="ts-add")[0]
    press = next(part for part in found(form, type="button"))
    assert press[1]["data-with"] == "new:hiring.freezes"
    heard(made, **intents(press)["click"], value="First half")
    assert made.desk.draft.changes == {NEW: {}}
    assert "2 to mend" in made.status.text
    assert made.study is before
    row = at(made, f"{NEW}.first_month")
    assert "hiring.freezes.first_half.first_month is missing" in texts(found(row, role="alert")[0])
    assert "added" in texts(at(made, NEW))
    heard(made, kind="write", path=f"{NEW}.first_month", value="0")
    heard(made, kind="write", path=f"{NEW}.last_month", value="5")
    assert made.desk.draft.changes == {NEW: {"first_month": 0, "last_month": 5}}
    assert made.status.text.startswith("Done in")
    assert "first_half" in made.study.scenarios[1].parameters.hiring.freezes
    heard(made, kind="undo")
    assert "1 to mend" in made.status.text
    heard(made, kind="redo")
    assert made.status.text.startswith("Done in")
    slider = found(at(made, f"{NEW}.last_month"), type="range")[0]
    months = made.study.scenarios[0].parameters.time.horizon_months
    assert (slider[1]["min"], slider[1]["max"], slider[1]["value"]) == ("0", str(months - 1), "5")
    heard(made, kind="reset_all")
    assert made.desk.draft.changes == {}


def test_an_entry_is_taken_out_marked_and_put_back(made: Studio) -> None:
    heard(made, kind="remove_entry", path=OLD)
    assert made.desk.draft.changes == {OLD: None}
    assert made.study.scenarios[1].parameters.hiring.freezes == {}
    assert "winter removed" in texts(at(made, OLD))
    assert "1 changed" in texts(found(made.side.doc, data_key="hiring")[0])
    heard(made, **intents(found(at(made, OLD), aria_label="Put “winter” back")[0])["click"])
    assert made.desk.draft.changes == {}
    heard(heard(made, kind="remove_entry", path=OLD), kind="undo")
    assert "winter removed" not in texts(made.side.doc)


def test_an_added_entry_that_is_taken_out_leaves_nothing(desk: Desk) -> None:
    said(desk, kind="add_entry", path=FREEZES, value="first half")
    said(desk, kind="write", path=f"{NEW}.first_month", value="soon")
    said(desk, kind="remove_entry", path=NEW)
    assert (desk.draft.changes, desk.draft.wrong) == ({}, {})


def test_an_entry_under_another_name_keeps_its_values(desk: Desk) -> None:
    said(desk, kind="write", path=f"{OLD}.last_month", value="3")
    said(desk, kind="rename_entry", path=OLD, value="Chinese 新年")
    new = "hiring.freezes.chinese_新年"
    assert desk.draft.changes == {OLD: None, new: {**WINTER, "last_month": 3}}
    said(desk, kind="rename_entry", path=new, value="winter")
    assert desk.draft.changes == {f"{OLD}.last_month": 3}
    assert desk.judgement().is_good


def test_an_entry_whose_name_is_undone_is_the_heir_of_what_it_was(desk: Desk) -> None:
    plan, other = "incentives.plans.rep", "incentives.plans.team"  # with entries inside it
    said(desk, kind="rename_entry", path=plan, value="team")
    assert desk.view.heir == other
    said(desk, kind="undo")
    assert desk.view.heir == plan
    said(desk, kind="redo")
    assert desk.view.heir == other
    said(desk, kind="add_entry", path=FREEZES, value="first half")
    assert desk.view.heir == ""


def test_the_field_for_a_new_entry_is_the_heir_of_one_that_went(desk: Desk) -> None:
    said(desk, kind="add_entry", path=FREEZES, value="first half")
    said(desk, kind="undo")
    assert desk.view.heir == FREEZES
    said(desk, kind="redo")
    assert desk.view.heir == ""
    said(desk, kind="remove_entry", path=f"{FREEZES}.first_half")
    assert desk.view.heir == FREEZES


def test_a_name_that_was_taken_out_is_written_so_that_a_file_says_the_same(base: ts.Scenario, tmp_path: Path) -> None:
    start = said(desk_of((base,), View(), (), Shelf(Path()), "what if"), kind="remove_entry", path=OLD)
    said(start, kind="add_entry", path=FREEZES, value="winter")
    said(start, kind="write", path=f"{OLD}.first_month", value="7")
    said(start, kind="write", path=f"{OLD}.last_month", value="8")
    assert start.judgement().scenarios[1].parameters.hiring.freezes["winter"].tiers == ()
    (tmp_path / "base.yaml").write_text(text_of("base", dict(base.tree)), encoding="utf-8")
    (tmp_path / "new.yaml").write_text(text_of("new", start.draft.changes, "base.yaml"), encoding="utf-8")
    assert ts.load_scenario(tmp_path / "new.yaml").hash == start.judgement().scenarios[1].hash


def test_added_and_taken_out_entries_are_saved_and_copied_as_code(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(text_of("base", dict(tiny_scenario("base", {OLD: WINTER}).tree)), "utf-8")
    made = studio(ts.load_scenario(tmp_path / "base.yaml"), levers=(), replications=2)
    assert made.wait(60)
    heard(made, kind="remove_entry", path=OLD)
    heard(made, kind="add_entry", path=FREEZES, value="first half")
    heard(made, kind="write", path=f"{NEW}.first_month", value="0")
    heard(made, kind="write", path=f"{NEW}.last_month", value="5")
    heard(made, kind="toggle", path=f"{NEW}.tiers", value="representative")
    heard(made, kind="save", value="frozen")
    text = (tmp_path / "frozen.yaml").read_text(encoding="utf-8")
    assert "winter: null" in text
    saved = ts.load_scenario(tmp_path / "frozen.yaml")
    assert saved.hash == made.scenario.hash
    heard(made, kind="dialog", value="code")
    code: dict[str, Any] = {}
    exec(texts(found(made.side.doc, aria_label="Python that makes this scenario")[0]), code)
    assert code["scenario"].hash == saved.hash


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("  ", "An entry needs a name. Write one, then press Add."),
        ("a.b", "“a.b” can not name an entry. Begin with a letter"),
        ("7 days", "“7 days” can not name an entry. Begin with a letter"),
        ("Winter", "There is “Winter” already. Choose another name."),
    ],
)
def test_a_name_that_can_not_be_is_told_with_a_remedy_and_stays(made: Studio, name: str, reason: str) -> None:
    heard(made, kind="add_entry", path=FREEZES, value=name)
    form = found(at(made, FREEZES), class_="ts-add")[0]
    assert texts(found(form, role="alert")[0]).startswith(reason)
    assert found(form, type="text")[0][1]["value"] == name
    assert made.desk.draft.changes == {}
    assert made.status.text.startswith("Done in")
    heard(made, kind="lang", value="zh")
    assert "名称" in texts(found(at(made, FREEZES), role="alert")[0])
    heard(made, kind="add_entry", path=FREEZES, value="夏季")
    form = found(at(made, FREEZES), class_="ts-add")[0]
    assert not found(form, role="alert")
    assert found(form, type="text")[0][1]["value"] == ""
    assert "hiring.freezes.夏季" in made.desk.draft.changes


def test_a_refused_new_name_of_an_entry_stays_beside_it(made: Studio) -> None:
    heard(made, kind="group", key=OLD)
    heard(made, kind="rename_entry", path=OLD, value="to/day")
    part = found(at(made, OLD), class_="ts-entry-name")[0]
    assert "“to/day” can not name an entry" in texts(part)
    assert found(part, type="text")[0][1]["value"] == "to/day"
    heard(made, kind="rename_entry", path=OLD, value="winter")
    assert not found(at(made, OLD), role="alert")


def test_every_section_of_named_entries_is_among_the_levers(base: ts.Scenario) -> None:
    paths = {section.path for section in sections(Draft(base))}
    assert {
        "development.programmes",
        "hiring.freezes",
        "hiring.sources",
        "incentives.plans",
        "incentives.plans.rep.components",
        "incentives.splits",
        "organisation.acquisitions",
        "organisation.intake",
        "organisation.seat_changes",
        "organisation.unit_moves",
        "promotion.moves",
        "response.types",
    } <= paths
    assert {"hiring", "development", "organisation"} <= {group.key for group in mechanisms(base)}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_whatever_a_new_entry_lacks_is_told_beside_its_field(base: ts.Scenario, lang: str) -> None:
    for section in sections(Draft(base)):
        for kind in section.kinds or ("",):
            start = desk_of((base,), View(lang=lang), (), Shelf(Path()), "what if")
            said(start, kind="pick", name=f"kind:{section.path}", value=kind)
            said(start, kind="add_entry", path=section.path, value="representative")
            judgement, entry = start.judgement(), f"{section.path}.representative"
            rows = {row.path for each in start.sections for row in each.every_row()}
            assert judgement.others == (), section.path
            assert {*judgement.by_path} <= rows | {entry, f"{entry}.components", f"{entry}.items"}, section.path
            assert [row.label for each in start.sections for row in each.every_row() if row.path.startswith(entry)]


@pytest.mark.parametrize("section", ["incentives.splits", "promotion.moves"])
def test_an_entry_that_has_the_name_of_a_tier_is_chosen(made: Studio, section: str) -> None:
    heard(made, kind="group", key=section.partition(".")[0])
    tiers = [*made.desk.draft.origin.parameters.tiers]

    def offered(class_: str) -> list[str]:
        fields = [field for part in found(at(made, section), class_=class_) for field in part[2] + part[2][0][2]]
        return [option[1]["value"] for field in fields if field[0] == "select" for option in field[2]]

    assert offered("ts-add") == tiers and "Representative" in texts(at(made, section))
    said(made.desk, kind="add_entry", path=section, value="nobody")
    assert "can not name an entry" in made.desk.view.wrong[f"new:{section}"][1]["en"]
    heard(made, kind="add_entry", path=section, value="representative")
    assert offered("ts-add") == [tier for tier in tiers if tier != "representative"]
    assert offered("ts-entry-name") == tiers
    heard(made, kind="rename_entry", path=f"{section}.representative", value="manager")
    assert list(made.desk.draft.changes) == [f"{section}.manager"]
    for tier in tiers:
        heard(made, kind="add_entry", path=section, value=tier)
    assert not found(at(made, section), class_="ts-add")


def test_each_kind_of_field_has_what_moves_it(base: ts.Scenario) -> None:
    added = {
        NEW: {"first_month": 0},
        "organisation.acquisitions.team": {"people": {"representative": 3}},
        "development.programmes.course": {},
        f"{COMPONENTS}.more": {"kind": "rate_table", "rates": [[0.0, 0.06], [1.0, 0.12]]},
        "incentives.splits.representative": {"representative": 0.7, "manager": 0.3},
    }
    every = {row.path: row for each in sections(Draft(base, "x", added)) for row in each.every_row()}
    assert isinstance(every[f"{NEW}.first_month"], Lever)
    assert isinstance(every[f"{NEW}.last_month"], Cell)
    tiers = every[f"{NEW}.tiers"]
    assert isinstance(tiers, Toggles)
    assert tiers.options["representative"] == "Representative"
    assert tiers.flipped(["manager", "gone"], "representative") == ["representative", "manager", "gone"]
    unit, mode = every["organisation.acquisitions.team.unit"], every["development.programmes.course.mode"]
    assert isinstance(unit, Switch)
    assert "company" in unit.options and unit.read("") is None
    assert isinstance(mode, Switch)
    people, rates = every["organisation.acquisitions.team.people"], every[f"{COMPONENTS}.more.rates"]
    shares = every["incentives.splits.representative"]
    assert isinstance(people, Cell) and isinstance(rates, Cell) and isinstance(shares, Cell)
    assert people.read("representative: 4; manager：1") == {"representative": 4, "manager": 1}
    assert rates.shown([[0.0, 0.06], [1.0, 0.12]]) == "0%: 6%; 100%: 12%"
    assert rates.read("0: 6%; 100%: 12%") == [[0.0, 0.06], [1.0, 0.12]]
    assert shares.shown({"representative": 0.7, "manager": 0.3}) == "representative: 70%; manager: 30%"
    with pytest.raises(TeamsimError, match=r"is no pair\. Write two parts with a colon"):
        people.read("representative 4")


def test_a_spif_is_added_to_a_plan_by_its_kind(made: Studio) -> None:
    heard(made, kind="group", key="incentives")
    heard(made, kind="group", key="incentives.plans.rep")
    select = found(at(made, COMPONENTS), aria_label="Kind of the new entry in Components")[0]
    heard(made, **intents(select)["change"], value="spif")
    heard(made, kind="add_entry", path=COMPONENTS, value="spring push")
    spif = f"{COMPONENTS}.spring_push"
    for key, text in {"from_month": "2", "until_month": "3", "rate": "2%"}.items():
        heard(made, kind="write", path=f"{spif}.{key}", value=text)
    assert made.status.text.startswith("Done in")
    assert made.desk.draft.changes == {spif: {"kind": "spif", "from_month": 2, "until_month": 3, "rate": 0.02}}
    heard(made, kind="slide", path=f"{spif}.rate", value="0.03")
    heard(made, kind="switch", path=f"{spif}.on_exit", value="forfeit")
    assert made.scenario.parameter(f"{spif}.rate").value == 0.03
    heard(made, kind="reset", path=f"{spif}.rate")
    assert made.desk.draft.value(f"{spif}.rate", 0.0) == 0.0
    heard(made, kind="tab", value="lab")
    assert "spring_push" in texts(made.side.doc)


def test_the_plan_lab_adds_a_row_to_what_a_new_component_does_not_state(made: Studio) -> None:
    bonus = f"{COMPONENTS}.more"
    heard(made, kind="pick", name=f"kind:{COMPONENTS}", value="lump_sum")
    heard(made, kind="add_entry", path=COMPONENTS, value="more")
    heard(made, kind="write", path=f"{bonus}.amount", value="5k")
    heard(made, kind="row", path=f"{bonus}.levels", row=None)
    assert made.desk.draft.changes[bonus]["levels"] == [[1.0, 0.0]]


def test_entries_of_a_dropped_file_have_their_fields_and_faults(made: Studio) -> None:
    text = "name: bad\nhiring: {freezes: {spring: {first_month: soon, last_month: 4}}, sources: 3}\nhirring: 1\n"
    heard(made, kind="drop", name="bad.yaml", text=text)
    heard(made, kind="group", key="hiring.freezes.spring")
    row = at(made, "hiring.freezes.spring.first_month")
    assert "'soon'" in texts(found(row, role="alert")[0])
    assert found(row, type="text")[0][1]["value"] == "soon"
    heard(made, kind="write", path="hiring.freezes.spring.first_month", value="3")
    assert made.desk.draft.changes["hiring.freezes.spring"] == {"first_month": 3, "last_month": 4}


@pytest.mark.parametrize("wanted", ["freezes", "招聘冻结", "WINTER"])
def test_sections_and_entries_are_found_by_their_words(made: Studio, wanted: str) -> None:
    heard(made, kind="search", value=wanted)
    shown = found(made.side.doc, data_key="found")[0]
    assert found(shown, data_path=OLD)
    assert found(shown, class_="ts-add")
    assert not found(shown, data_path="hiring.sources")


def test_fields_of_entries_are_found_by_their_words(made: Studio) -> None:
    heard(made, kind="search", value="freeze last month included")
    assert found(found(made.side.doc, data_key="found")[0], data_path=f"{OLD}.last_month")
    heard(made, kind="search", value="freeze xyzzy")
    assert "No lever has these words." in texts(made.side.doc)


def test_a_fault_in_a_closed_entry_stands_under_to_mend(made: Studio) -> None:
    heard(made, kind="write", path=f"{OLD}.first_month", value="9")
    row = found(found(made.side.doc, data_key="to mend")[0], data_path=f"{OLD}.last_month")[0]
    assert "the freeze ends in month 2, before month 9." in texts(row)
    heard(made, kind="tab", value="organisation")
    back = found(made.side.doc, data_path=f"{OLD}.last_month")[0]
    heard(made, **intents(found(back, type="button")[0])["click"])
    assert made.desk.draft.changes == {}


def test_levers_of_an_entry_that_was_taken_out_are_gone(base: ts.Scenario) -> None:
    path = f"{COMPONENTS}.commission.accelerator"
    made = studio(base, levers=(path,), replications=2)
    assert made.wait(60)
    assert found(made.side.doc, data_path=path)
    heard(made, kind="remove_entry", path=f"{COMPONENTS}.commission")
    assert not found(made.side.doc, data_path=path)
    heard(made, kind="slide", path=path, value="2")
    assert made.desk.view.is_wrong
    assert made.desk.draft.changes == {f"{COMPONENTS}.commission": None}


def test_another_shape_keeps_what_was_taken_out_of_the_organisation() -> None:
    change = {"unit": "company", "tier": "representative", "month": 3, "seats": 1}
    start = desk_of(
        (tiny_scenario("base", {"organisation.seat_changes.grow": change}),), View(), (), Shelf(Path()), "?"
    )
    said(start, kind="remove_entry", path="organisation.seat_changes.grow")
    said(start, kind="span", value="5")
    organisation = start.judgement().scenarios[1].parameters.organisation
    assert organisation.span.reports == 5.0
    assert organisation.seat_changes == {}


def test_an_entry_of_another_scenario_is_marked_as_added(base: ts.Scenario) -> None:
    summer = {"hiring.freezes.summer": {"first_month": 6, "last_month": 7}}
    made = studio(base, base.with_changes("plan", summer), levers=(), replications=2)
    assert made.wait(60)
    heard(made, kind="group", key="hiring")
    assert "1 changed" in texts(found(made.side.doc, data_key="hiring")[0])
    assert "summer added" in texts(at(made, "hiring.freezes.summer"))


def test_a_board_adds_nothing(base: ts.Scenario) -> None:
    board = studio(base, board=True, replications=2)
    assert board.wait(60)
    heard(board, kind="add_entry", path=FREEZES, value="spring")
    assert board.desk.draft.changes == {}
