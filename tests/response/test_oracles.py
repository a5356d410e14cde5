"""The answers of people to plans, against closed forms and published programmes (oracles.md, section 7).

Nothing here is drawn, so there are no false alarms; tolerances are those of the printed numbers.
"""

import math
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

import teamsim as ts
from teamsim.response import (
    Accuracy,
    EffortPolicy,
    ElasticityCost,
    PowerCost,
    Preferences,
    Process,
    QuotaRule,
)

Pay = Callable[[Any], Any]
STATES = np.array([-1.0, -0.8, -0.6, -0.4, -0.2, 0.0, 0.1])


def bonus_at_quota(y: Any) -> Any:
    """Linear below quota too, and a bonus at quota: beta = B = .5; y is sales less quota."""
    return 0.5 * y + 0.5 * (y >= 0.0)


def answer(
    payout: Pay, periods: int, baseline: float = 0.5, curvature: float = 2.0, **preferences: Any
) -> EffortPolicy:
    """Return the literature form with the numbers of the oracles: d = .5, sigma = .25, c = 2, quota 1."""
    person = Preferences(PowerCost(curvature), **preferences)
    return ts.response.solve(payout, periods, Process(sigma=0.25, baseline=baseline), person)


@pytest.mark.parametrize("periods", [1, 3, 12])
@pytest.mark.parametrize("risk_aversion", [0.0, 0.5, 2.0])
def test_a_linear_plan_calls_for_one_effort_in_any_state(periods: int, risk_aversion: float) -> None:
    policy = answer(lambda y: 0.5 * y, periods, risk_aversion=risk_aversion)
    for period in {0, periods - 1}:
        assert policy.effort(period, np.linspace(-3.0, 3.0, 13)) == pytest.approx(0.25, abs=1e-8)


def test_the_best_share_of_a_risk_averse_person_is_that_of_holmstrom_and_milgrom() -> None:
    process = Process(sigma=math.sqrt(2.0))
    person = Preferences(PowerCost(1.0), risk_aversion=0.5)

    def surplus(share: float) -> float:
        plan = [(0.0, 0.0), (1.0, share)]
        policy = ts.response.solve(plan, 1, process, person, accuracy=Accuracy(per_sigma=48))
        return float(policy.value(0, 0.0)) + (1.0 - share) * policy.expectation(lambda sales: sales, 0.0)

    options = {"xatol": 1e-5}
    best = minimize_scalar(lambda share: -surplus(share), bounds=(0.05, 0.95), method="bounded", options=options)
    assert best.x == pytest.approx(0.5, abs=1e-4)
    assert -best.fun == pytest.approx(0.25, abs=1e-5)
    policy = ts.response.solve([(0.0, 0.0), (1.0, 0.5)], 1, process, person)
    assert policy.effort(0, 0.0) == pytest.approx(0.5, abs=1e-8)


@pytest.mark.parametrize("risk_aversion", [0.0, 1.5])
def test_salary_does_not_change_effort(risk_aversion: float) -> None:
    plain = answer(bonus_at_quota, 3, risk_aversion=risk_aversion)
    paid = answer(lambda y: 7.0 + bonus_at_quota(y), 3, risk_aversion=risk_aversion)
    for period in range(3):
        assert paid.effort(period, STATES) == pytest.approx(plain.effort(period, STATES), abs=1e-9)
    assert paid.value(0, STATES) == pytest.approx(7.0 + plain.value(0, STATES), abs=1e-9)


def test_scaling_pay_and_cost_together_does_not_change_effort() -> None:
    plain = answer(bonus_at_quota, 3)
    scaled = answer(lambda y: 3.0 * bonus_at_quota(y), 3, curvature=6.0)
    for period in range(3):
        assert scaled.effort(period, STATES) == pytest.approx(plain.effort(period, STATES), abs=1e-9)


def test_above_a_hard_cap_effort_is_zero() -> None:
    capped = answer(lambda y: 0.5 * np.minimum(y, 0.1), 3)
    for period in range(3):  # luck of sd .25 can take back what lies closer to the cap
        assert capped.effort(period, [1.7, 2.0, 3.0]) == pytest.approx(0.0, abs=1e-9)
    person = Preferences(ElasticityCost(0.5, 0.1))
    process = Process(0.5, shock="multiplicative")
    growing = ts.response.solve([(0.0, 0.0), (1.2, 0.12), (2.0, 0.12)], 12, process, person)
    for period in range(12):  # sales only grow: at the cap nothing is left to earn
        assert growing.effort(period, [1.2, 1.5]) == pytest.approx(0.0, abs=1e-12)
        assert growing.effort(period, 0.5) > 0.5


def test_one_period_with_a_bonus() -> None:
    policy = answer(bonus_at_quota, 1)
    assert policy.effort(0, -1.0) == pytest.approx(0.611301, abs=1e-6)
    assert policy.expectation(lambda y: y >= 0.0, -1.0) == pytest.approx(0.671914, abs=1e-6)
    assert policy.value(0, -1.0) == pytest.approx(0.017919, abs=1e-6)


def test_three_periods_with_a_bonus() -> None:
    policy = answer(bonus_at_quota, 3)
    table = [
        [0.6162, 0.5154, 0.4038, 0.3168, 0.2686, 0.2528, 0.2509],
        [0.3271, 0.7184, 0.6276, 0.4645, 0.3319, 0.2657, 0.2548],
        [0.25, 0.2505, 0.2973, 0.8823, 0.6025, 0.3504, 0.2807],
    ]
    for period, row in enumerate(table):
        assert policy.effort(period, STATES) == pytest.approx(row, abs=0.002)
    assert policy.value(0, -1.0) == pytest.approx(0.0386, abs=0.002)
    assert policy.expectation(lambda y: y >= 0.0, -1.0) == pytest.approx(0.7551, abs=0.002)


@pytest.mark.parametrize("periods", [1, 3])
def test_signs_at_a_high_baseline(periods: int) -> None:
    """The numbers of the oracle at d = .7; other numbers may turn the signs."""
    plans: dict[str, Pay] = {
        "bonus": bonus_at_quota,
        "accelerator": lambda y: 0.5 * y + 0.5 * np.maximum(y, 0.0),
        "linear": lambda y: 0.5 * y,
        "cap at 110%": lambda y: 0.5 * np.minimum(y, 0.1),
    }
    sales = [answer(plan, periods, baseline=0.7).expectation(lambda y: y, -1.0) for plan in plans.values()]
    assert np.diff(sales).max() < -0.01


@pytest.mark.parametrize(("delta", "ratchet", "effective"), [(0.9, 0.3, 0.27027), (0.95, 0.1, 0.34483)])
def test_a_ratchet_blunts_a_linear_plan(delta: float, ratchet: float, effective: float) -> None:
    person = Preferences(PowerCost(2.0), delta=delta, pay_lag=0)
    process = Process(sigma=0.25, baseline=0.5)
    rule = QuotaRule(ratchet)
    policy = ts.response.solve(lambda y: 0.8 * y, 1, process, person, quota=rule, cycles=math.inf)
    quotas = np.array([0.0, 0.5, 2.0])
    assert 2.0 * policy.effort(0, (0.0, quotas)) == pytest.approx(0.8 * effective, abs=4e-6)
    fixed = ts.response.solve(lambda y: 0.8 * y, 1, process, person, quota=QuotaRule(), cycles=math.inf)
    assert 2.0 * fixed.effort(0, (0.0, quotas)) == pytest.approx(0.8, abs=1e-6)


@pytest.mark.parametrize("epsilon", [0.2, 0.5, 1.0])
@pytest.mark.parametrize("shock", ["additive", "multiplicative"])
def test_a_linear_plan_at_k_times_the_reference_rate_brings_k_to_the_epsilon(epsilon: float, shock: Any) -> None:
    process = Process(0.4, shock=shock)
    person = Preferences(ElasticityCost(epsilon, reference_rate=0.1))
    for k in (0.5, 1.0, 1.5, 3.0):
        policy = ts.response.solve([(0.0, 0.0), (1.0, 0.1 * k)], 12, process, person)
        assert policy.effort(4, [0.0, 0.7]) == pytest.approx(k**epsilon, rel=3e-4)
        assert policy.expectation(lambda sales: sales, 0.0) == pytest.approx(k**epsilon, rel=3e-4)


@cache
def twelve_months(delta: float) -> EffortPolicy:
    """Return the answer to the bonus over twelve months."""
    return answer(bonus_at_quota, 12, delta=delta)


def test_mean_effort_is_constant_over_the_cycle() -> None:
    efforts = twelve_months(1.0).mean_effort(-1.0)
    assert efforts / efforts.mean() == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize(("delta", "tilt"), [(0.99, 1.11), (0.95, 1.75)])
def test_discounting_tilts_effort_towards_the_end(delta: float, tilt: float) -> None:
    """Mean effort grows by 1/delta a period; printed with two digits, not rounded."""
    efforts = twelve_months(delta).mean_effort(-1.0)
    assert efforts[-1] / efforts[0] == pytest.approx(tilt, abs=0.01)
    assert efforts[-1] / efforts[0] == pytest.approx(delta**-11, rel=1e-3)


def test_two_nested_cycles_with_linear_pay_add_up() -> None:
    person = Preferences(PowerCost(2.0))
    policy = ts.response.solve({3: lambda y: 0.2 * y, 12: lambda y: 0.3 * y}, 12, Process(0.25, 0.5), person)
    for period in (0, 4, 11):
        within = 0.0 if period % 3 == 0 else 0.1
        assert policy.effort(period, (within, 0.4)) == pytest.approx(0.25, abs=1e-6)


def test_cycles_without_pay_of_their_own_change_nothing() -> None:
    year = ts.response.Payout.from_rates([(0, 0.1), (1, 0.15)], lump_sums=[(1, 0.03)])
    nothing = ts.response.Payout.from_points([(0, 0), (1, 0)])
    process = Process(0.5, shock="multiplicative")
    person = Preferences(ElasticityCost(0.5, 0.1))
    plain = ts.response.solve(year, 12, process, person)
    nested = ts.response.solve({3: nothing, 12: year}, 12, process, person)
    sold = np.array([0.3, 0.7, 0.9, 1.1])
    assert nested.value(7, (0.1, sold)) == pytest.approx(plain.value(7, sold), abs=nested.error.value)
    assert nested.effort(7, (0.1, sold)) == pytest.approx(plain.effort(7, sold), abs=0.01)


def test_alike_cycles_without_end_are_worth_one_over_one_less_delta() -> None:
    person = Preferences(PowerCost(2.0), delta=0.9, pay_lag=0)
    process = Process(sigma=0.25, baseline=0.5)
    one = ts.response.solve(bonus_at_quota, 1, process, person, quota=QuotaRule())
    ever = ts.response.solve(bonus_at_quota, 1, process, person, quota=QuotaRule(), cycles=math.inf)
    quotas = np.array([0.4, 0.8, 1.2])
    assert ever.effort(0, (0.0, quotas)) == pytest.approx(one.effort(0, (0.0, quotas)), abs=1e-6)
    assert ever.value(0, (0.0, quotas)) == pytest.approx(one.value(0, (0.0, quotas)) / 0.1, abs=1e-2)


def test_rounding_does_not_grow_over_a_long_cycle() -> None:
    efforts = answer(lambda y: 0.5 * y, 60, risk_aversion=0.5).solution.efforts
    assert np.concatenate(efforts, axis=1) == pytest.approx(0.25, abs=1e-6)
