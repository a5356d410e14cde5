"""A public sales force runs from its own tables: AdventureWorks, 18 people in three territory groups."""

import datetime
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

import teamsim as ts
from teamsim.calendar import DAYS_PER_MONTH
from teamsim.scenario import Scenario, load_scenario
from tests.scenario import adventureworks
from tests.scenario.adventureworks import Seller


@pytest.fixture(scope="module")
def data(shared: Path) -> Path:
    return shared / "data" / "adventureworks_sales_hr"


@pytest.fixture(scope="module")
def people(data: Path) -> dict[str, Seller]:
    return {person.person_id: person for person in adventureworks.sellers(data)}


@pytest.fixture(scope="module")
def scenario(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return load_scenario(adventureworks.write(data, tmp_path_factory.mktemp("adventureworks")))


@pytest.fixture(scope="module")
def study(scenario: Scenario) -> ts.Study:
    return ts.run(scenario, replications=2, seed=7, progress=False)


def test_the_tables_give_the_sales_force_by_territory_group(people: dict[str, Seller]) -> None:
    assert Counter((person.unit, person.tier) for person in people.values()) == {
        ("company", "vice_president"): 1,
        ("north_america", "manager"): 1,
        ("europe", "manager"): 1,
        ("pacific", "manager"): 1,
        ("north_america", "representative"): 10,
        ("europe", "representative"): 3,
        ("pacific", "representative"): 1,
    }


def test_pay_and_quota_are_those_worked_out_by_hand(people: dict[str, Seller]) -> None:
    """Number 289: 23.0769 an hour x 2,080; the four quarters 1,506 + 1,419 + 883 + 1,329 thousand."""
    jae = people["289"]
    assert jae.base_annual == pytest.approx(48_000, abs=0.1)
    assert jae.quota_annual == 5_137_000
    assert (jae.hire_date, jae.birth_year, jae.commission_share) == (datetime.date(2012, 5, 30), 1968, 0.02)
    assert people["273"].quota_annual is None


def test_the_scenario_starts_in_the_month_after_the_data_ends(data: Path, scenario: Scenario) -> None:
    assert adventureworks.last_quarter(data) == datetime.date(2014, 3, 1)
    assert scenario.parameters.time.start == "2014-06"
    assert scenario.parameters.time.fiscal_year_start == 6


def test_only_what_the_tables_do_not_hold_is_assumed(scenario: Scenario) -> None:
    assert scenario.roster is not None
    assert len(scenario.roster.people) == 18
    assert scenario.roster.assumed == {
        "in_grade_since": 18, "quota_annual": 1, "fte": 18, "on_leave": 18, "attainment": 18,
    }  # fmt: skip


def test_it_opens_with_its_eighteen_people_and_their_hire_dates(study: ts.Study, people: dict[str, Seller]) -> None:
    opening = study.months[study.months["month"] == "2014-06-01"]
    assert opening.groupby("replication")["opening_headcount"].sum().to_dict() == {0: 18, 1: 18}
    spells = study.spells[(study.spells["began"] == "opening") & (study.spells["replication"] == 0)]
    found = {seat.rpartition("/")[2]: day for seat, day in zip(spells["seat"], spells["hire_day"], strict=True)}
    assert found == {
        number: DAYS_PER_MONTH * (12 * (person.hire_date.year - 2014) + person.hire_date.month - 6)
        + min(person.hire_date.day, 30) - 1
        for number, person in people.items()
    }  # fmt: skip


def test_people_carry_their_own_pay_and_quota(study: ts.Study, people: dict[str, Seller]) -> None:
    panel, seats = study.panel(None, 0), study.result().layout.seats
    for index, seat in enumerate(seats):
        person = people[seat.name.rpartition("/")[2]]
        assert panel.base[0, index] == round(person.base_annual * 100 / 12)
        assert panel.quota[0, index] == pytest.approx((person.quota_annual or 0.0) / 12)


def test_the_two_engines_agree_exactly_and_all_identities_hold(study: ts.Study, scenario: Scenario) -> None:
    told = ts.run(scenario, replications=2, seed=7, engine="event", progress=False)
    assert np.array_equal(told.results[0].counts, study.results[0].counts)
    for replication in range(2):
        fast, slow = study.panel(None, replication), told.panel(None, replication)
        for name, one, other in zip(fast._fields, fast, slow, strict=True):
            assert np.array_equal(one, other), name
    assert study.audit() == []
    assert told.audit() == []


def test_something_happens(study: ts.Study) -> None:
    assert study.result().total("exits").sum() > 0
    assert study.result().total("hires").sum() > 0
    assert (study.result().total("bookings") > 0).all()
