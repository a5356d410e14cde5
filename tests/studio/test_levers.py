"""A lever is made from what the scenario declares about a number."""

import pytest

from teamsim.errors import TeamsimError
from teamsim.scenario import Scenario
from teamsim.studio.levers import lever, slider_range
from teamsim.studio.mechanisms import mechanism_of, mechanisms, numbers, searched
from teamsim.studio.switches import switches
from teamsim.testing import tiny_scenario

ACCELERATOR = "incentives.plans.rep.components.commission.accelerator"
RAMP = "tiers.representative.ramp.months"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    changes = {
        RAMP: 5.7,
        "tiers.representative.label": "Representative",
        "tiers.representative.label_zh": "中级",
    }
    return tiny_scenario("tiny", {**changes, ACCELERATOR: 1.5, "hiring.recruiters": 3})


def test_a_number_becomes_a_lever_over_its_typical_range(scenario: Scenario) -> None:
    made = lever(scenario, ACCELERATOR)
    assert (made.label, made.where, made.unit) == ("Accelerator", "rep · commission", "multiple of the rate")
    assert (made.low, made.high, made.step, made.start) == (1.0, 3.0, 0.05, 1.5)
    assert made.description == scenario.parameter(ACCELERATOR).description


def test_whole_numbers_stay_whole(scenario: Scenario) -> None:
    made = lever(scenario, "hiring.recruiters")
    assert (made.low, made.high, made.step, made.start) == (1, 12, 1, 3)
    assert made.at(4.0) == 4
    assert isinstance(made.at(4.0), int)


def test_a_number_without_a_typical_range_moves_by_half(scenario: Scenario) -> None:
    made = lever(scenario, "tiers.representative.base_annual")
    assert (made.low, made.high, made.step) == (30_000, 90_000, 2_000)
    assert made.shown(95_000.0) == "95,000"


def test_an_entry_of_a_table_is_named_by_the_table(scenario: Scenario) -> None:
    made = lever(scenario, "organisation.units.company.seats.representative")
    assert (made.label, made.where, made.unit) == ("Seats by tier", "company · Representative", "seats")
    assert (made.low, made.high, made.step) == (3, 9, 1)


@pytest.mark.parametrize(("value", "low", "high"), [(12.5, 3.0, 12.5), (0.5, 0.5, 9.0), (5.7, 3.0, 9.0)])
def test_the_value_is_always_inside_and_on_a_step(value: float, low: float, high: float) -> None:
    scenario = tiny_scenario("tiny", {RAMP: value})
    found_low, found_high, step = slider_range(scenario.parameter(RAMP), value)
    assert (found_low, found_high) == (low, high)
    assert (value - low) / step == pytest.approx(round((value - low) / step))


def test_a_position_has_no_dust_of_binary_fractions(scenario: Scenario) -> None:
    assert lever(scenario, RAMP).at(0.1 + 0.2) == 0.3


def test_shares_are_written_as_percentages(scenario: Scenario) -> None:
    assert lever(scenario, "money.margin").shown(0.725) == "72.5%"


def test_levers_speak_chinese(scenario: Scenario) -> None:
    made = lever(scenario, RAMP, lang="zh")
    assert (made.label, made.where, made.unit) == ("爬坡期", "中级", "个月")


def test_what_is_not_a_number_is_refused(scenario: Scenario) -> None:
    with pytest.raises(TeamsimError, match=r"tiny: money\.currency = 'USD' can not be a lever"):
        lever(scenario, "money.currency")


def test_a_misspelt_path_names_the_nearest(scenario: Scenario) -> None:
    with pytest.raises(TeamsimError, match="hiring"):
        lever(scenario, "hirring.recruiters")


def test_every_number_of_a_scenario_is_a_lever_of_some_mechanism(scenario: Scenario) -> None:
    groups = mechanisms(scenario)
    found = {each.path for group in groups if group.key != "usual" for each in group.levers}
    assert found == {each.path for each in (*numbers(scenario), *switches(scenario))}
    assert groups[0].key == "usual"


def test_a_tiers_numbers_go_to_the_mechanism_not_to_the_tier() -> None:
    assert mechanism_of("tiers.representative.attrition.mean_tenure_months") == "attrition"
    assert mechanism_of("tiers.representative.quota_annual") == "pay"
    assert mechanism_of("organisation.coaching.slope") == "coaching"


@pytest.mark.parametrize("words", ["ramp representative", "爬坡", "RAMP.MONTHS"])
def test_levers_are_found_by_label_place_mechanism_and_path(scenario: Scenario, words: str) -> None:
    assert RAMP in [each.path for each in searched(mechanisms(scenario), words)]


def test_words_that_nothing_has_find_nothing(scenario: Scenario) -> None:
    assert searched(mechanisms(scenario), "ramp xyzzy") == []
