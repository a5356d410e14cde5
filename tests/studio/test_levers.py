"""A lever is made from what the scenario declares about a number."""

import pytest
from ipywidgets import FloatSlider, IntSlider

from teamsim.errors import TeamsimError
from teamsim.scenario import Scenario
from teamsim.studio.levers import lever, slider_range
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


def test_a_number_becomes_a_slider_over_its_typical_range(scenario: Scenario) -> None:
    made = lever(scenario, ACCELERATOR)
    assert (made.label, made.where, made.unit) == ("Accelerator", "rep · commission", "multiple of the rate")
    assert isinstance(made.slider, FloatSlider)
    assert (made.slider.min, made.slider.max, made.slider.step) == (1.0, 3.0, 0.05)
    assert (made.slider.value, made.start, made.slider.readout_format) == (1.5, 1.5, ",.2f")
    assert made.slider.tooltip == scenario.parameter(ACCELERATOR).description


def test_a_slider_speaks_when_it_is_released(scenario: Scenario) -> None:
    made, heard = lever(scenario, RAMP), []
    made.on_release(lambda: heard.append(made.slider.value))
    made.slider.value = 4.0
    assert not made.slider.continuous_update
    assert heard == [4.0]


def test_whole_numbers_stay_whole(scenario: Scenario) -> None:
    slider = lever(scenario, "hiring.recruiters").slider
    assert isinstance(slider, IntSlider)
    assert (slider.min, slider.max, slider.step, slider.value) == (1, 12, 1, 3)


def test_a_number_without_a_typical_range_moves_by_half(scenario: Scenario) -> None:
    slider = lever(scenario, "tiers.representative.base_annual").slider
    assert (slider.min, slider.max, slider.step) == (30_000, 90_000, 2_000)
    assert slider.readout_format == ",.0f"


def test_an_entry_of_a_table_is_named_by_the_table(scenario: Scenario) -> None:
    made = lever(scenario, "organisation.units.company.seats.representative")
    assert (made.label, made.where, made.unit) == ("Seats by tier", "company · Representative", "seats")
    assert (made.slider.min, made.slider.max, made.slider.step) == (3, 9, 1)


@pytest.mark.parametrize(("value", "low", "high"), [(12.5, 3.0, 12.5), (0.5, 0.5, 9.0), (5.7, 3.0, 9.0)])
def test_the_value_is_always_inside_and_on_a_step(value: float, low: float, high: float) -> None:
    scenario = tiny_scenario("tiny", {RAMP: value})
    found_low, found_high, step = slider_range(scenario.parameter(RAMP), value)
    assert (found_low, found_high) == (low, high)
    assert (value - low) / step == pytest.approx(round((value - low) / step))


def test_shares_are_read_as_percentages(scenario: Scenario) -> None:
    assert lever(scenario, "money.margin").slider.readout_format == ".1%"


def test_levers_speak_chinese(scenario: Scenario) -> None:
    made = lever(scenario, RAMP, lang="zh")
    assert (made.label, made.where, made.unit) == ("爬坡期", "中级", "个月")


def test_what_is_not_a_number_is_refused(scenario: Scenario) -> None:
    with pytest.raises(TeamsimError, match=r"tiny: money\.currency = 'USD' can not be a lever"):
        lever(scenario, "money.currency")


def test_a_misspelt_path_names_the_nearest(scenario: Scenario) -> None:
    with pytest.raises(TeamsimError, match="hiring"):
        lever(scenario, "hirring.recruiters")
