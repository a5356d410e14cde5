"""A second public sales force runs from its own tables: 30 agents whose won deals are all that is known."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import scipy.stats

import teamsim as ts
from teamsim.scenario import Scenario, load_scenario
from teamsim.testing import disagreements
from tests.scenario import maven
from tests.scenario.maven import Member

NEVER_IN_THE_PIPELINE = {"Mei-Mei Johns", "Elizabeth Anderson", "Natalya Ivanova", "Carol Thompson", "Carl Lin"}


@pytest.fixture(scope="module")
def data(shared: Path) -> Path:
    return shared / "data" / "maven_crm"


@pytest.fixture(scope="module")
def people(data: Path) -> dict[str, Member]:
    return {person.person_id: person for person in maven.members(data)}


@pytest.fixture(scope="module")
def scenario(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return load_scenario(maven.write(data, tmp_path_factory.mktemp("maven")))


@pytest.fixture(scope="module")
def annualised(data: Path) -> float:
    """The value of all won deals, a year."""
    return sum(maven.won_annual(data).values())


def first_year_bookings(scenario: Scenario) -> np.ndarray:
    """Bookings of the first twelve months, by replication (400)."""
    months = ts.run(scenario, replications=400, seed=7, progress=False).months
    return months[months["month"] < "2019-01-01"].groupby("replication")["bookings"].sum().to_numpy()


def test_the_tables_give_ten_agents_and_two_managers_an_office(people: dict[str, Member]) -> None:
    assert Counter((person.unit, person.tier) for person in people.values()) == {
        (unit, tier): n for unit in maven.UNITS for tier, n in (("agent", 10), ("manager", 2))
    }  # fmt: skip


def test_agents_who_never_appear_in_the_pipeline_are_not_seated(data: Path, people: dict[str, Member]) -> None:
    named = {row["sales_agent"] for row in maven.read(data, "sales_teams")}
    assert named - set(people) == NEVER_IN_THE_PIPELINE


def test_won_value_a_year_is_that_worked_out_by_hand(people: dict[str, Member], annualised: float) -> None:
    """Moses Frase won 207,182 in ten months; all won 10,005,534 with 4,238 deals."""
    assert people["Moses Frase"].won_annual == pytest.approx(207_182 * 12 / 10)
    assert annualised == pytest.approx(10_005_534 * 12 / 10)


def test_deals_are_won_in_ten_months_and_the_scenario_starts_after_them(data: Path, scenario: Scenario) -> None:
    assert maven.months(data) == [f"2017-{month:02d}" for month in range(3, 13)]
    assert len(maven.won_deals(data)) == 4_238
    assert scenario.parameters.time.start == "2018-01"


def test_units_win_together_what_the_data_says(scenario: Scenario, annualised: float) -> None:
    full = scenario.parameters.tiers["agent"].selling.productivity_annual
    units = scenario.parameters.organisation.units
    assert sum(10 * full * units[unit].productivity_factor for unit in maven.UNITS) == pytest.approx(annualised)
    assert units["east"].productivity_factor < units["central"].productivity_factor < units["west"].productivity_factor


def test_everything_but_name_unit_and_tier_is_assumed(scenario: Scenario) -> None:
    assert scenario.roster is not None
    assert scenario.roster.assumed == {
        "hire_date": 36, "in_grade_since": 36, "quota_annual": 36, "base_annual": 36, "birth_year": 36, "fte": 36,
        "on_leave": 36, "attainment": 36,
    }  # fmt: skip


def test_the_two_engines_agree_exactly_and_all_identities_hold(scenario: Scenario) -> None:
    assert disagreements(scenario, seed=7, replications=2) == []
    study = ts.run(scenario, replications=2, seed=7, progress=False)
    assert study.audit() == []
    assert (study.result().total("bookings") > 0).all()
    assert study.result().total("exits").sum() > 0
    assert study.result().total("hires").sum() > 0


def test_thirty_agents_who_stay_and_are_ramped_book_what_the_data_annualises_to(
    scenario: Scenario, annualised: float
) -> None:
    stay = {f"tiers.{tier}.attrition.annual_turnover": 0.0 for tier in ("agent", "manager")}
    bookings = first_year_bookings(scenario.with_changes("nobody leaves", {**stay, "tiers.agent.ramp.months": 0.0}))
    # Talent and luck have mean one. Four standard errors (1.3%): one seed in 16,000.
    assert abs(bookings.mean() - annualised) < 4 * bookings.std(ddof=1) / np.sqrt(len(bookings))


def test_turnover_and_ramp_cost_some_of_it(scenario: Scenario, annualised: float) -> None:
    # A fifth of the agents leaves a year; each costs some 3 months of vacancy and 3 of ramp, as do
    # those hired shortly before: less than 12% of the year, and more than nothing.
    share = first_year_bookings(scenario).mean() / annualised
    assert 0.88 < share < 0.98


def test_agents_win_rates_do_not_differ(data: Path) -> None:
    """Negative control: the data is made up, and every agent wins alike."""
    closed = np.array(list(maven.closed_deals(data).values()))
    chi2, p, df, _ = scipy.stats.chi2_contingency(closed)
    assert (chi2, df) == (pytest.approx(33.3, abs=0.1), 29)
    assert p > 0.2


def test_the_same_control_would_see_agents_who_differ(data: Path) -> None:
    """Let every other agent win a quarter of the deals lost: rates then differ by 9 points, +-4.6.

    That adds about 6,711 x .046^2 / (.63 x .37) = 61 to the chi-square of 29 degrees of freedom. Half of it,
    +-2.3 points, would add 15 and mostly be missed: the control excludes large differences only.
    """
    closed = np.array(list(maven.closed_deals(data).values()))
    moved = closed[::2, 1] // 4
    closed[::2] += np.column_stack([moved, -moved])
    assert scipy.stats.chi2_contingency(closed).pvalue < 0.001
