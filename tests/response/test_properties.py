"""What holds for any plan and person: directions, agreement of the parts, simulation against value."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import teamsim as ts
from teamsim.response import (
    Accuracy,
    Component,
    EffortPolicy,
    ElasticityCost,
    Payout,
    PowerCost,
    Preferences,
    Process,
    QuotaRule,
)

LITERATURE = Process(sigma=0.25, baseline=0.5)
MONTHLY = Process(sigma=0.5, shock="multiplicative")
ELASTIC = Preferences(ElasticityCost(0.5, reference_rate=0.1))
YEAR = Payout.from_rates([(0, 0.1), (1, 0.15)], lump_sums=[(1, 0.02)])
QUARTER = Payout.from_rates([(0, 0.0)], lump_sums=[(0.25, 0.008)])
MONTH = Payout.from_rates([(0, 0.0)], lump_sums=[(0.1, 0.005)])
BIASED = Preferences(PowerCost(0.1), beta=0.8, delta=0.98)
FALSE_ALARM = 3.5
"""|z| below it: one false alarm in 2,000 comparisons; seeds are fixed, so a passing test goes on passing."""


@st.composite
def plans(draw: st.DrawFn) -> Payout:
    """Draw a plan that never pays less for more: a rate, a bonus at quota, an accelerator or none, a cap or none."""
    rate, faster = draw(st.floats(0.1, 0.6)), draw(st.floats(0.0, 0.6))
    bonus, last = draw(st.floats(0.0, 0.6)), draw(st.sampled_from([0.0, 1.0]))
    points = [(-1.0, -rate), (0.0, 0.0), (0.0, bonus), (0.5, bonus + 0.5 * faster)]
    return Payout.from_points([*points, (1.5, points[-1][1] + last * faster)])


def answer(plan: Payout, curvature: float = 2.0, periods: int = 3, **more: Any) -> EffortPolicy:
    return ts.response.solve(plan, periods, LITERATURE, Preferences(PowerCost(curvature)), **more)


@given(plans(), st.floats(1.0, 3.0), st.floats(1.1, 2.0))
@settings(max_examples=15)
def test_where_effort_costs_more_less_is_made(plan: Payout, cost: float, more: float) -> None:
    cheap, dear = answer(plan, cost), answer(plan, cost * more)
    states = np.linspace(-1.5, 0.5, 9)
    assert (dear.value(0, states) <= cheap.value(0, states) + dear.error.value).all()
    last = 2  # before it, a dear future can leave more to do now
    assert (dear.effort(last, states) <= cheap.effort(last, states) + 1e-6).all()


@given(plans())
@settings(max_examples=15)
def test_more_sales_so_far_are_worth_more_where_pay_never_falls(plan: Payout) -> None:
    policy = answer(plan)
    for period in range(3):
        assert np.diff(policy.value(period, np.linspace(-2.0, 1.0, 31))).min() >= -1e-9


@given(plans(), st.sampled_from([1.0, 0.7]), st.sampled_from([0.0, 1.0]))
@settings(max_examples=10)
def test_a_finer_solution_lies_within_the_error_reported(plan: Payout, beta: float, risk_aversion: float) -> None:
    person = Preferences(PowerCost(2.0), beta=beta, risk_aversion=risk_aversion)
    usual = ts.response.solve(plan, 3, LITERATURE, person)
    fine = ts.response.solve(plan, 3, LITERATURE, person, accuracy=Accuracy(per_sigma=48, n_efforts=160))
    states = np.array([-1.2, -0.9, -0.55, -0.2, 0.05])
    for period in range(3):
        assert usual.value(period, states) == pytest.approx(fine.value(period, states), abs=usual.error.value + 1e-9)
        nodes, efforts = usual.on_grid(period)
        between = np.interp(states, nodes, efforts[0])
        direct = usual.effort(period, states)
        curved = 0.5 * np.abs(np.diff(efforts[0], n=2)).max()
        assert between == pytest.approx(direct, abs=usual.error.effort + curved)
        if period == 2:  # smooth plans before the last period may have two equally good efforts
            assert direct == pytest.approx(fine.effort(period, states), abs=usual.error.effort + 1e-6)


def test_the_optimum_may_jump() -> None:
    """Little luck, a distant bonus: just above some state it is worth the push, just below it is not."""
    policy = ts.response.solve(lambda y: 0.1 * y + 1.0 * (y >= 0.0), 1, Process(0.05), Preferences(PowerCost(2.0)))
    efforts = policy.effort(0, np.linspace(-1.4, -0.6, 81))
    assert np.diff(efforts).max() > 0.8
    given_up, pushing = efforts[0], efforts.max()
    assert given_up == pytest.approx(0.05, abs=1e-3)
    for state in (-1.0, -0.9):  # no other effort is better
        efforts = np.linspace(0.0, 1.6, 1601)
        chance = np.array([0.5 * math.erfc(-(state + e) / 0.05 / math.sqrt(2.0)) for e in efforts])
        worth = 0.1 * (state + efforts) + chance - efforts**2
        assert float(policy.value(0, state)) == pytest.approx(worth.max(), abs=1e-5)
    assert pushing > 1.0


def test_asking_for_accuracy_refines_the_grid() -> None:
    asked = answer(YEAR, accuracy=Accuracy(per_sigma=4, tolerance=1e-4))
    assert asked.error.value < answer(YEAR, accuracy=Accuracy(per_sigma=4)).error.value / 3.0


CASES = {
    "literature": (lambda: answer(Payout.from_points([(-1, -0.5), (0, 0), (0, 0.5), (1, 1)])), -1.0),
    "discount": (lambda: ts.response.solve(YEAR, 6, LITERATURE, Preferences(PowerCost(0.3), delta=0.95)), 0.0),
    "present bias": (lambda: ts.response.solve(YEAR, 6, MONTHLY, Preferences(ElasticityCost(0.5, 0.1), beta=0.6)), 0.0),
    "season": (
        lambda: ts.response.solve(YEAR, 3, Process(0.4, shock="multiplicative", season=(1, 1, 2)), ELASTIC),
        0.0,
    ),
    "paid as earned": (
        lambda: ts.response.solve([Component(YEAR, 12, as_earned=True)], 12, MONTHLY, BIASED),
        0.0,
    ),
    "quarters in a year": (lambda: ts.response.solve({3: QUARTER, 12: YEAR}, 12, MONTHLY, ELASTIC), (0.0, 0.0)),
    "months in quarters in a year": (
        lambda: ts.response.solve({1: MONTH, 3: QUARTER, 12: YEAR}, 12, MONTHLY, ELASTIC),
        (0.0, 0.0),
    ),
    "months in a year": (
        lambda: ts.response.solve({1: MONTH, 12: YEAR}, 12, MONTHLY, ELASTIC),
        (0.0, 0.0),
    ),
    "one cycle of a ratchet": (
        lambda: ts.response.solve(YEAR, 4, LITERATURE, Preferences(PowerCost(0.3)), quota=QuotaRule(0.3)),
        (0.0, 0.4),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_simulated_futures_are_worth_what_the_programme_says(case: str) -> None:
    """40,000 futures; the programme's own error (reported) comes on top of chance."""
    make, state = CASES[case]
    policy = make()
    futures = policy.simulate(40_000, seed=11, state=state)
    value, error = float(policy.value(0, state)), futures.value.std() / math.sqrt(futures.value.size)
    assert abs(futures.value.mean() - value) < FALSE_ALARM * error + policy.error.value


def test_simulated_sales_are_expected_sales() -> None:
    policy = answer(Payout.from_points([(-1, -0.5), (0, 0), (0, 0.5), (1, 1)]), periods=6)
    futures = policy.simulate(40_000, seed=5, state=-1.0)
    final = -1.0 + futures.sales.sum(1)
    error = final.std() / math.sqrt(final.size)
    assert abs(final.mean() - policy.expectation(lambda y: y, -1.0)) < FALSE_ALARM * error
    efforts = policy.mean_effort(-1.0)
    errors = futures.efforts.std(0) / math.sqrt(final.size) + policy.error.effort
    assert (np.abs(futures.efforts.mean(0) - efforts) < FALSE_ALARM * errors).all()


def test_a_seed_gives_the_same_futures_and_more_of_them_begin_alike() -> None:
    policy = answer(YEAR)
    few, many, other = (policy.simulate(n, seed) for n, seed in ((5, 3), (50, 3), (5, 4)))
    assert (few.sales == many.sales[:5]).all()
    assert (few.sales != other.sales).all()


def test_present_bias_moves_effort_to_the_end_and_lowers_it() -> None:
    """Naive: the first month's effort is beta times the unbiased one where pay is linear."""
    person = Preferences(PowerCost(2.0), beta=0.7)
    policy = ts.response.solve(lambda y: 0.5 * y, 3, LITERATURE, person)
    assert policy.effort(0, [-1.0, 0.0]) == pytest.approx(0.7 * 0.25, abs=1e-8)
    at_once = ts.response.solve(lambda y: 0.5 * y, 1, LITERATURE, Preferences(PowerCost(2.0), beta=0.7, pay_lag=0))
    assert at_once.effort(0, 0.0) == pytest.approx(0.25, abs=1e-8)


def test_two_cycles_of_a_ratchet_agree_with_hand_algebra() -> None:
    """The first cycle's effort is (1 - delta lambda) rate / c, the last cycle's rate / c."""
    person = Preferences(PowerCost(2.0), delta=0.9, pay_lag=0)
    two = ts.response.solve(lambda y: 0.5 * y, 1, LITERATURE, person, quota=QuotaRule(0.3), cycles=2)
    assert two.effort(0, (0.0, 0.6)) == pytest.approx((1.0 - 0.9 * 0.3) * 0.25, abs=1e-8)
    one = ts.response.solve(lambda y: 0.5 * y, 1, LITERATURE, person, quota=QuotaRule(0.3))
    assert one.effort(0, (0.0, 0.6)) == pytest.approx(0.25, abs=1e-8)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: Process(sigma=-1.0), "process.sigma: -1.0; expected a number above 0"),
        (lambda: Process(0.5, shock="lognormal"), "process.shock: 'lognormal'"),
        (lambda: Preferences(PowerCost(1.0), delta=1.2), "preferences.delta: 1.2; expected a share"),
        (lambda: ElasticityCost(0.5, reference_rate=0.0), "cost.reference_rate: 0.0"),
        (lambda: QuotaRule(1.5), "quota.ratchet: 1.5"),
        (lambda: Payout.from_points([(1, 0), (0, 1)]), "payout, point 2: sales fall from 1 to 0"),
        (lambda: ts.response.solve(lambda y: y / 0.0, 1, LITERATURE, ELASTIC), "is no number"),
        (lambda: ts.response.solve(YEAR, 0, LITERATURE, ELASTIC), "periods: 0; expected a whole number"),
        (lambda: ts.response.solve({5: YEAR, 12: YEAR}, 12, LITERATURE, ELASTIC), "expected each to divide the next"),
        (lambda: ts.response.solve(YEAR, 1, LITERATURE, ELASTIC, cycles=3), "cycles: 3 without a quota rule"),
        (
            lambda: ts.response.solve(YEAR, 1, LITERATURE, ELASTIC, quota=QuotaRule(0.1), cycles=math.inf),
            "preferences.delta: 1 with cycles without end",
        ),
        (lambda: answer(YEAR).effort(3, 0.0), "period: 3; expected 0 to 2"),
        (lambda: answer(YEAR).effort(0, (0.0, 0.0)), "expected the sales so far"),
        (
            lambda: ts.response.solve(YEAR, 3, Process(0.5, season=(1.0, 2.0)), ELASTIC),
            "process.season: 2 weights for 3 periods",
        ),
    ],
)
@pytest.mark.filterwarnings("ignore:divide by zero", "ignore:invalid value")
def test_what_can_not_be_solved_is_refused_with_its_place(ask: Any, words: str) -> None:
    with pytest.raises(ts.TeamsimError) as refused:
        ask()
    assert words in str(refused.value)
