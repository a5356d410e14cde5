"""Effort in the simulation: the elasticity form, mean effort one, and what makes a year-end peak."""

import functools
from typing import Any

import numpy as np
import pytest

import teamsim as ts
from teamsim.testing import disagreements, tiny_scenario

YEARLY = "incentives.plans.rep.components"
LINEAR = {"commission": {"kind": "rate_table", "cycle": "year", "rates": [[0, 0.1]]}}
BONUS = {"bonus": {"kind": "lump_sum", "cycle": "year", "amount": 20_000}}
PEOPLE = {"organisation.units.company.seats": {"representative": 100, "manager": 1}}
STAYING = {
    "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.0},
    "tiers.manager.attrition": {"law": "constant", "annual_turnover": 0.0},
}
FORWARD = {"response.effort": "forward_looking", "response.least_effort": 0.0}


def scenario(name: str, components: dict[str, Any], **response: Any) -> ts.Scenario:
    """A hundred people who stay and are never saturated."""
    changes = {**PEOPLE, **STAYING, **FORWARD, YEARLY: components}
    changes |= {f"response.{key}": value for key, value in response.items()}
    changes |= {"tiers.representative.selling": {"productivity_annual": 600_000, "noise_sigma": 0.4}}
    return tiny_scenario(name, changes)


def ran(*scenarios: ts.Scenario, n: int = 40) -> ts.Study:
    return ts.run(scenarios, n, seed=3, progress=False)


@pytest.mark.parametrize("amount", [3e-318, 1e-310, 1e-7])
def test_pay_that_rounds_to_nothing_is_none_to_answer(amount: float) -> None:
    """Found by a random scenario: the cost of effort was nothing, and divided by."""
    bonus = {"bonus": {"kind": "lump_sum", "amount": amount, "attainment": 0.5}}
    least = tiny_scenario("least", {"response.effort": "forward_looking", YEARLY: bonus})
    assert disagreements(least, seed=3) == []


@pytest.mark.parametrize("epsilon", [0.2, 0.5])
@pytest.mark.parametrize("k", [0.5, 2.0])
def test_a_linear_plan_at_k_times_the_reference_gives_bookings_k_to_the_elasticity(k: float, epsilon: float) -> None:
    """Future by future: luck multiplies, and effort does not depend on it. The table's own error is .2%."""
    one = scenario("one", LINEAR, elasticity=epsilon, reference_rate=0.1)
    other = one.with_changes("k", {f"{YEARLY}.commission.rates": [[0, 0.1 * k]]})
    base, changed = ran(one, other).results
    assert changed.total("bookings") == pytest.approx(k**epsilon * base.total("bookings"), rel=3e-3)
    assert base.total("effort") == pytest.approx(1.0, rel=3e-3)


def test_at_the_reference_rate_bookings_are_those_without_a_response() -> None:
    answered = scenario("answered", LINEAR, elasticity=0.5, reference_rate=0.1)
    still = answered.with_changes("still", {"response.effort": "none"})
    one, other = ran(answered, still).results
    assert one.total("bookings") == pytest.approx(other.total("bookings"), rel=3e-3)


@functools.cache
def by_month(**response: Any) -> np.ndarray:
    """Mean effort by month of the year under a linear plan, centred."""
    study = ran(scenario("linear", LINEAR, **response))
    sums = study.results[0].monthly("effort").mean(axis=0)
    return np.asarray(sums)


def test_without_timing_and_discounting_mean_effort_is_the_same_in_every_month() -> None:
    """Within 1% over the cycle, as in the literature."""
    efforts = by_month(elasticity=0.5)
    assert efforts == pytest.approx(efforts.mean(), rel=0.01)
    assert efforts.mean() == pytest.approx(1.0, abs=0.005)


def test_discounting_makes_a_year_end_peak_where_pay_comes_at_the_year_end() -> None:
    """Paid as earned nothing is put off; paid at the close effort grows by delta^(-epsilon) a month; not by beta."""
    at_close = {"commission": {**LINEAR["commission"], "earned": "at_close"}}
    delta, epsilon = 0.95**12, 0.5

    def growth(components: dict[str, Any], **more: float) -> float:
        efforts = (
            ran(scenario("peak", components, elasticity=epsilon, **more)).results[0].monthly("effort").mean(axis=0)
        )
        return float(efforts[-1] / efforts[0])

    assert growth(LINEAR, discount_annual=delta) == pytest.approx(1.0, abs=0.01)
    assert growth(at_close, discount_annual=delta) == pytest.approx(0.95 ** (-11 * epsilon), rel=0.01)
    assert growth(at_close, present_bias=0.6) == pytest.approx(1.0, abs=0.01)


def test_timing_makes_a_year_end_peak_of_bookings_where_people_are_biased_to_the_present() -> None:
    """Under a linear plan nobody gives a discount to be paid a month earlier, unless that month counts: with beta .6
    everybody pulls in. What is signed at the end of December is missing in January; effort stays the same."""
    changes = {"response.timing": {"share": 0.3, "price": 0.02}, "time.horizon_months": 24}
    still = scenario("still", LINEAR, elasticity=0.0).with_changes("still", {"time.horizon_months": 24})
    patient = still.with_changes("patient", changes)
    biased = patient.with_changes("biased", {"response.present_bias": 0.6})
    usual, waiting, moved = (result.monthly("bookings").mean(axis=0) for result in ran(still, patient, biased).results)
    assert waiting == pytest.approx(usual)
    assert moved[11] == pytest.approx(usual[11] + 0.98 * 0.3 * usual[12], rel=0.02)
    assert moved[12] == pytest.approx(0.7 * usual[12], rel=0.03)
    assert moved[:11] == pytest.approx(usual[:11])


def test_the_unchanged_baseline_keeps_its_bookings_whatever_the_response(repo: Any) -> None:
    """Mean effort of the opening's people is one in the first year; z < 3.5 is far below half a percent here."""
    base = ts.load_scenario(repo / "scenarios" / "baseline.yaml").with_changes("year", {"time.horizon_months": 12})
    types = {"eager": {"share": 0.5, "elasticity": 0.6}, "calm": {"share": 0.5, "elasticity": 0.1}}
    modes = {
        "forward looking": {"response.effort": "forward_looking"},
        "types": {"response.effort": "forward_looking", "response.types": types},
    }
    variants = [base.with_changes(name, changes) for name, changes in modes.items()]
    study = ts.run([base, *variants], 100, seed=5, progress=False)
    none = study.results[0]
    for result in study.results[1:]:
        assert result.total("effort").mean() == pytest.approx(1.0, abs=0.005)
        for tier in ("junior_representative", "representative", "senior_representative"):
            assert result.total("effort", tier=tier).mean() == pytest.approx(1.0, abs=0.01)
        assert result.total("bookings").mean() == pytest.approx(none.total("bookings").mean(), rel=0.005)
    assert study.audit() == []


def test_people_give_up_far_from_a_bonus_and_push_before_it() -> None:
    plan = scenario("bonus", LINEAR | BONUS, elasticity=0.4)
    panel = ran(plan, n=1).panel(None, 0)
    sold = np.cumsum(panel.bookings, axis=0)[10] / 600_000
    efforts = panel.effort[11]
    selling = panel.seated_share[11] > 0.0
    near, far = selling & (sold > 0.85) & (sold < 0.99), selling & (sold > 0.01) & (sold < 0.7)
    assert efforts[near].mean() > 1.05 * efforts[far].mean()


def test_business_that_meets_a_month_without_season_is_still_a_number() -> None:
    """What is pushed out of December stands in a January that sells nothing, at the end of a monthly cycle."""
    scenario = tiny_scenario(
        "still",
        {
            "selling.season": [0.0, *[1.0] * 11],
            "incentives.quota_phasing": "flat",
            "incentives.plans.rep.components.commission": {
                "kind": "rate_table",
                "cycle": "month",
                "rates": [[0, 0.2], [0.9, 0.0]],
            },
            "response.timing": {"share": 0.5, "price": 0.0},
            "time.horizon_months": 24,
        },
    )
    study = ts.run(scenario, 20, seed=3, progress=False)
    assert np.isfinite(study.result().total("bookings")).all()
    assert study.result().total("pushed_out").sum() > 0.0
    assert disagreements(scenario, seed=3, replications=3) == []
