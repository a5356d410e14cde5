"""What a plan does through people's answers: causes that add up, the bound without a response beside a range."""

import functools
from collections.abc import Iterator
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest

import teamsim as ts
from teamsim.analysis import OverElasticity, PlanEffect, over_elasticity, plan_effect
from teamsim.analysis.answers import AS_WRITTEN, CAUSES, without_response
from teamsim.errors import ScenarioError, TeamsimError
from teamsim.plots import elasticity_strip, fonts
from teamsim.testing import tiny_scenario
from tests.plots.test_chinese import empty_boxes

RATES = "incentives.plans.rep.components.commission.rates"


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def answered(**more: Any) -> ts.Scenario:
    """A small firm whose people answer, move business, and come and go by pay."""
    changes = {
        "response.effort": "forward_looking",
        "response.timing": {"share": 0.3, "price": 0.05},
        "hiring.acceptance": 0.7,
        "hiring.acceptance_elasticity": 2.0,
        "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.5},
        "tiers.representative.exit_effects": {"pay_elasticity": -2.0},
        "tiers.representative.selling": {"productivity_annual": 600_000, "noise_sigma": 0.4},
        "time.horizon_months": 24,
    }
    return tiny_scenario("base", changes | more)


@functools.cache
def pair() -> ts.Study:
    base = answered()
    richer = base.with_changes("richer", {RATES: [[0, 0.05], [0.9, 0.3]]})
    return ts.run([base, richer], 40, seed=2, progress=False)


@functools.cache
def effect() -> PlanEffect:
    return plan_effect(pair(), "bookings")


def test_there_is_one_no_response_bound() -> None:
    """Nobody works otherwise or moves business; who applies and who leaves follows pay, as in every other bound."""
    bound = without_response(pair())
    assert bound is not None
    base, richer = (result.total("bookings") for result in bound.results)
    assert effect().no_response == pytest.approx(richer - base, rel=1e-9, abs=1e-3)


def test_the_causes_of_a_plans_effect_add_up_future_by_future() -> None:
    base, richer = (result.total("bookings") for result in pair().results)
    assert tuple(effect().parts) == (AS_WRITTEN, *CAUSES)
    assert effect().total == pytest.approx(richer - base, rel=1e-9, abs=1e-3)
    for cause in CAUSES:
        assert np.abs(effect().parts[cause]).max() > 0.0, f"{cause} must act for this test to mean anything"


def test_a_plan_as_written_changes_pay_and_no_bookings() -> None:
    assert effect().parts[AS_WRITTEN] == pytest.approx(0.0, abs=1e-6)
    assert np.abs(plan_effect(pair(), "pay").parts[AS_WRITTEN]).min() > 0.0


def test_a_cause_that_is_switched_off_adds_nothing() -> None:
    base = answered(**{"response.timing.share": 0.0, "hiring.acceptance_elasticity": 0.0})
    plain = {"tiers.representative.exit_effects.pay_elasticity": 0.0}
    base = base.with_changes("base", plain)
    study = ts.run([base, base.with_changes("richer", {RATES: [[0, 0.2]]})], 10, seed=2, progress=False)
    found = plan_effect(study)
    assert found.parts["effort"].mean() > 0.0
    for cause in ("timing", "selection", "price"):
        assert not found.parts[cause].any()
    assert found.total == pytest.approx(found.parts["effort"])


def test_the_effect_is_told_with_the_bound_and_what_is_left_out() -> None:
    assert "If nobody answered" in str(effect())
    assert "Left out of the answers" in str(effect())
    assert list(effect().table.index) == [AS_WRITTEN, *CAUSES, "total"]


@functools.cache
def strip() -> OverElasticity:
    base = answered(**{"response.timing.share": 0.0})
    richer = base.with_changes("richer", {RATES: [[0, 0.2]]})
    return over_elasticity(base, richer, elasticities=(0.1, 0.3, 0.6), replications=20)


def test_the_difference_grows_with_the_elasticity_from_the_bound_on() -> None:
    """At twice the rate bookings are 2^epsilon of what they were; the rest is who comes and goes."""
    table = strip().table
    assert list(table.index) == [0.0, 0.1, 0.3, 0.6]
    assert table["difference"].is_monotonic_increasing
    assert table["effort"].to_numpy() == pytest.approx([1.0, 2.0**0.1, 2.0**0.3, 2.0**0.6], rel=0.01)
    assert strip().no_response.mean == pytest.approx(table["difference"].iloc[0])
    assert "if nobody answers" in str(strip())


def test_the_strip_is_drawn_in_english_and_chinese() -> None:
    ax = elasticity_strip(strip())
    assert "Bookings: richer less base" in ax.get_title(loc="left")
    if fonts.chinese_fonts():
        drawn = elasticity_strip(strip(), lang="zh")
        assert "签约额" in drawn.get_title(loc="left")
        assert not empty_boxes(drawn.figure)


def test_no_elasticity_or_one_below_zero_is_refused() -> None:
    base = answered()
    for wrong in ((), (-0.1,)):
        with pytest.raises(TeamsimError, match="expected one or more numbers of at least 0"):
            over_elasticity(base, base.with_changes("other", {}), elasticities=wrong)


def test_a_plan_says_what_effort_follows() -> None:
    more = {
        "commission": {"kind": "rate_table", "cycle": "year", "rates": [[0, 0.1], [1, 0.2]]},
        "quarterly": {"kind": "lump_sum", "cycle": "quarter", "amount": 1000},
        "half": {"kind": "lump_sum", "cycle": "half", "amount": 2000},
        "lunch": {"kind": "benefits", "amount": 100},
        "push": {"kind": "spif", "rate": 0.01, "from_month": 2, "until_month": 3},
    }
    found = answered(**{"incentives.plans.rep.components": more}).plan("rep").response()
    assert found.followed == ("commission", "quarterly", "half")
    assert found.at_expectation == ("lunch", "push")
    assert found.merged == ("half",)
    assert found.cycles_months == (3, 12)
    assert found.reference_rate == pytest.approx(0.1 + (4 * 1000 + 2 * 2000) / 600_000)
    assert found.effort(11, 0.2, before=0.78) > found.effort(11, 0.01, before=0.2)
    assert "at its expectation: lunch, push" in str(found)


@pytest.mark.parametrize(
    ("response", "problem"),
    [
        ({"types": {"a": {"share": 0.5}, "b": {"share": 0.4}}}, r"response.types: the shares of the types add to 0.9"),
        ({"types": {name: {"share": 1 / 6} for name in "abcdef"}}, r"6 preference types; expected at most 5"),
        ({"elasticity": -0.1}, r"response.elasticity = -0.1; expected"),
        ({"types": {"a": {"share": 1.0, "elasticity": -1.0}}}, r"response.types.a.elasticity = -1; expected"),
        ({"timing": {"share": 1.5}}, r"response.timing.share = 1.5; expected"),
        ({"timing": {"price": -0.1}}, r"response.timing.price = -0.1; expected"),
        ({"present_bias": 0.0}, r"response.present_bias = 0; expected"),
        ({"efort": "none"}, r"response.efort: unknown key. Did you mean `effort`"),
    ],
)
def test_faults_of_a_response_are_told_with_their_place(response: dict[str, Any], problem: str) -> None:
    with pytest.raises(ScenarioError, match=problem):
        tiny_scenario("wrong", {"response": response})
