"""Rules by hand and by property; each is also checked uncompiled."""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.special import log_ndtr

from teamsim._jit import source_of
from teamsim.calendar import in_months, seated_share, tenure_at_middle
from teamsim.model import N_RAMP, NO_CAP, ComponentParameters, TierParameters, record_type
from teamsim.numeric import added, exponential, fused
from teamsim.rules.attrition import (
    exit_probability,
    is_leaving,
    normal_cumulative_hazard,
    piecewise_cumulative_hazard,
    weibull_cumulative_hazard,
)
from teamsim.rules.hiring import recruiter_work_days
from teamsim.rules.incentives import (
    bonus_payout,
    commission_payout,
    cycle_quota,
    draw_payment,
    minor,
    ratcheted_quota,
    released,
    score_payout,
    spif_payout,
)
from teamsim.rules.promotion import (
    Criterion,
    assessed_score,
    criterion_value,
    leadership_score,
    promotion_key,
    standardised,
    tier_after_move,
)
from teamsim.rules.ramp import (
    exponential_ramp,
    gompertz_ramp,
    linear_ramp,
    logistic_ramp,
    ramp_share,
    stepped_ramp,
    straight_ramp,
)
from teamsim.rules.selling import mean_one_lognormal, next_shock, saturation

AMOUNTS = st.floats(0.0, 1e8)


def tier(**values: object) -> np.record:
    """A tier's parameters."""
    table = np.zeros(1, dtype=record_type(TierParameters)).view(np.recarray)
    for name, value in values.items():
        table[name][0] = value
    return table[0]


def component(**values: object) -> np.record:
    """A component's parameters; bands as [(from, rate), ...], levels as [(from, amount), ...]."""
    table = np.zeros(1, dtype=record_type(ComponentParameters)).view(np.recarray)
    bands, levels = values.pop("bands", [(0.0, 0.0)]), values.pop("levels", [])
    table.level_from[0] = np.inf
    for place, (start, amount) in enumerate(levels):
        table.level_from[0][place], table.level_amount[0][place] = start, amount
    steps = np.diff([0.0, *(rate for _, rate in bands)])
    table.band_from[0][: len(bands)] = [start for start, _ in bands]
    table.band_base[0] = table.band_from[0]
    table.band_step[0][: len(bands)] = steps
    table.cap_attainment[0] = table.cap_pay[0] = NO_CAP
    for name, value in values.items():
        table[name][0] = value
    return table[0]


PLAN = component(bands=[(0.0, 0.06), (1.0, 0.12), (1.5, 0.2)])


@pytest.mark.parametrize(("credited", "expected"), [(0, 0), (50, 3), (100, 6), (150, 12), (200, 22)])
def test_commission_is_marginal(credited: float, expected: float) -> None:
    """Quota 100: 6% to 100, 12% to 150, 20% beyond."""
    assert commission_payout(float(credited), 100.0, PLAN) == pytest.approx(expected)
    assert source_of(commission_payout)(float(credited), 100.0, PLAN) == pytest.approx(expected)


def test_a_cap_stops_commission_in_mid_tier() -> None:
    capped = component(bands=[(0.0, 0.06), (1.0, 0.12)], cap_attainment=1.2)
    assert commission_payout(500.0, 100.0, capped) == pytest.approx(6 + 0.12 * 20)


def test_without_a_quota_nothing_is_earned() -> None:
    assert commission_payout(500.0, 0.0, PLAN) == 0.0


@given(
    st.lists(st.tuples(st.floats(0.01, 3.0), st.floats(0, 1)), max_size=5),
    AMOUNTS,
    AMOUNTS,
    st.floats(1, 1e7),
)
def test_commission_never_falls_and_is_continuous(
    bands: list[tuple[float, float]], one: float, other: float, quota: float
) -> None:
    starts = sorted({0.0, *(start for start, _ in bands)})
    plan = component(bands=[(start, rate) for start, (_, rate) in zip(starts, [(0, 0.05), *bands], strict=False)])
    low, high = sorted((one, other))
    below, above = (commission_payout(value, quota, plan) for value in (low, high))
    assert below <= above + 1e-6
    assert above - below <= (high - low) * 1.0 + 1e-6 * max(1.0, high)


@given(st.integers(-(10**12), 10**12), st.sampled_from([1.0, 100.0, 1000.0]))
def test_whole_minor_units_stay(cents: int, units: float) -> None:
    assert minor(cents / units, units) == cents


@pytest.mark.parametrize(("amount", "expected"), [(0.005, 1), (-0.005, -1), (1.004, 100), (2.675, 268), (0.0, 0)])
def test_half_a_cent_is_rounded_away_from_zero(amount: float, expected: int) -> None:
    assert minor(amount, 100.0) == expected


def test_a_bonus_is_due_at_its_threshold_in_proportion_to_the_months() -> None:
    plan = component(levels=[(1.0, 5000.0)])
    assert bonus_payout(100.0, 100.0, 1.0, plan) == 5000.0
    assert bonus_payout(99.99, 100.0, 1.0, plan) == 0.0
    assert bonus_payout(50.0, 50.0, 0.5, plan) == 2500.0
    assert bonus_payout(50.0, 0.0, 0.5, plan) == 0.0


def test_a_cycles_quota_is_the_seated_months() -> None:
    """10 a month; joining at the middle of the first of three months: 5 + 20."""
    assert cycle_quota(10.0, 1.0, 3.0, 0.5) == 25.0


def test_the_middle_of_the_seated_days() -> None:
    assert tenure_at_middle(0, 0, 0) == 0.5
    assert tenure_at_middle(15, 15, 0) == 0.25
    assert seated_share(40, 1) == 20 / 30
    assert seated_share(-500, 3) == 1.0


@given(st.integers(-(2**22), 2**22))
def test_half_days_in_months_are_a_division_to_the_last_digit(half_days: int) -> None:
    assert in_months(half_days) == half_days / 60
    assert source_of(in_months)(half_days) == half_days / 60


@pytest.mark.parametrize("rule", [ramp_share, source_of(ramp_share)])
@pytest.mark.parametrize(("hire_day", "half_day"), [(0, 30), (15, 15), (-7, 44), (-1000, 2030), (-3000, 3600)])
def test_a_ramp_is_read_at_the_half_day_in_the_middle(rule: Callable[..., float], hire_day: int, half_day: int) -> None:
    """Month 0 (seated from day 15 if hired then): the table holds its own index; beyond 60 months its last entry."""
    p = tier(ramp=np.arange(N_RAMP))
    assert rule(tenure_at_middle(hire_day, max(hire_day, 0), 0), p) == half_day


@given(st.floats(-1e6, 1e6))
def test_no_tenure_falls_off_the_ramp_table(tenure: float) -> None:
    assert 0 <= ramp_share(tenure, tier(ramp=np.arange(N_RAMP))) <= N_RAMP - 1


@pytest.mark.parametrize(
    ("curve", "arguments", "expected"),
    [
        (linear_ramp, (3.0, 0.2, 6.0), 0.6),
        (exponential_ramp, (3.0, 0.2, 3.0), 1.0 - 0.8 / math.e),
        (logistic_ramp, (4.0, 0.0, 4.0, 1.0), 0.5 - 0.5 / math.exp(4.0)),
        (gompertz_ramp, (0.0, 0.3, 4.0, 1.0), 0.3),
        (gompertz_ramp, (4.0, 0.0, 4.0, 2.0), 1.0 / math.e),
        (stepped_ramp, (5.9, np.array([0.2, 0.3, 0.5]), 3.0), 0.3),
        (straight_ramp, (4.5, np.array([0.2, 0.3, 0.5]), 3.0), 0.4),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_ramp_by_hand(curve: Callable[..., float], arguments: tuple[Any, ...], expected: float) -> None:
    assert curve(*arguments) == pytest.approx(expected, abs=1e-12)
    assert source_of(curve)(*arguments) == pytest.approx(expected, abs=1e-12)


@given(st.floats(1e-12, 50))
def test_saturation_falls_and_is_one_at_an_empty_territory(load: float) -> None:
    assert 0.0 < saturation(load * 1.01) <= saturation(load) <= 1.0
    assert saturation(0.0) == 1.0


@given(st.floats(0.001, 0.999), st.floats(0, 3), st.floats(0, 3))
def test_a_lower_hazard_never_adds_an_exit(u: float, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert is_leaving(u, high) or not is_leaving(u, low)
    assert bool(is_leaving(u, high)) == (u < exit_probability(high))


def test_weibull_with_shape_one_is_memoryless() -> None:
    steps = np.diff([weibull_cumulative_hazard(float(a), 40.0, 1.0) for a in range(50)])
    assert np.allclose(steps, 1 / 40)


@given(st.floats(-37.0, 60.0))
def test_the_normal_cumulative_hazard_holds_in_both_tails(z: float) -> None:
    for rule in (normal_cumulative_hazard, source_of(normal_cumulative_hazard)):
        assert rule(z) == pytest.approx(-log_ndtr(-z), rel=1e-9)


def test_months_in_each_band_count_with_its_hazard() -> None:
    """3% a month in the first year, 1% later: 12 x .03 + 6 x .01 at 18 months."""
    starts, hazards = np.array([0.0, 12.0]), np.array([0.03, 0.01])
    for rule in (piecewise_cumulative_hazard, source_of(piecewise_cumulative_hazard)):
        assert rule(18.0, starts, hazards) == pytest.approx(0.42)
        assert rule(6.0, starts, hazards) == pytest.approx(0.18)


@given(st.floats(-708, 709))
def test_the_written_out_exponential_is_right(x: float) -> None:
    assert abs(exponential(x) - math.exp(x)) <= 3 * math.ulp(math.exp(x))


@given(*(st.floats(-1e9, 1e9) for _ in range(3)))
@example(1.0 + 2.0**-30, 1.0 - 2.0**-30, -1.0)  # the product alone would round to 1
def test_a_product_and_a_sum_are_rounded_once(a: float, b: float, c: float) -> None:
    assert fused(a, b, c) == float(Fraction(a) * Fraction(b) + Fraction(c))


@given(st.lists(st.floats(-1e9, 1e9), max_size=23), st.integers(0, 3))
def test_a_cell_adds_up_every_fourth_and_then_these(amounts: list[float], first: int) -> None:
    column, chains = np.array([math.nan] * first + amounts + [math.nan]), [0.0] * 4
    for place, amount in enumerate(amounts):
        chains[place % 4] += amount
    total = (chains[0] + chains[1]) + (chains[2] + chains[3])
    assert added(column, first, first + len(amounts)) == total
    assert source_of(added)(column, first, first + len(amounts)) == total


def test_a_lognormal_factor_and_a_shock_have_mean_one() -> None:
    """10^5 quantiles in place of draws: no luck, so no false alarm."""
    from scipy.stats import norm

    z = norm.ppf((np.arange(100_000) + 0.5) / 100_000)
    assert np.mean([mean_one_lognormal(0.5, value) for value in z]) == pytest.approx(1.0, abs=1e-4)
    assert next_shock(2.0, 0.5, 0.1, 0.0) == 1.0


@given(st.floats(-5, 9), st.floats(0, 3), st.floats(-5, 5))
def test_work_takes_at_least_a_day(log_median: float, sigma: float, z: float) -> None:
    assert recruiter_work_days(log_median, sigma, z, 1) >= 1


def test_seniority_prefers_the_earliest_hire_and_results_the_best() -> None:
    assert promotion_key(0, -300, 0.5) > promotion_key(0, -200, 2.0)
    assert promotion_key(1, -300, 0.5) < promotion_key(1, -200, 2.0)
    assert promotion_key(1, 0, 1.0000001) == promotion_key(1, 0, 1.0)


@pytest.mark.parametrize("key", [promotion_key, source_of(promotion_key)])
def test_a_result_beyond_all_measure_is_the_best_and_still_a_key(key: Callable[..., int]) -> None:
    assert key(1, 0, math.inf) == key(1, 0, 1e300) == key(1, 0, 1e15) == 2**30
    assert key(1, 0, 1.25) == 1_250_000
    assert key(0, -300, math.inf) == 300


@pytest.mark.parametrize("rule", [tier_after_move, source_of(tier_after_move)])
def test_moves_are_read_off_the_cumulative_shares(rule: Callable[..., int]) -> None:
    moves = np.array([[0.0, 0.2, 0.2], [0.1, 0.1, 0.3], [0.0, 0.0, 0.0]])
    assert [rule(u, 0, moves) for u in (0.0, 0.199, 0.2)] == [1, 1, -1]
    assert [rule(u, 1, moves) for u in (0.05, 0.1, 0.299, 0.3)] == [0, 2, 2, -1]
    assert rule(0.0, 2, moves) == -1


def test_criteria_read_logs_and_are_standardised_over_the_tier() -> None:
    assert criterion_value(Criterion.EXPERIENCE, 0, 2.0, 0.5, -1.5) == 0.0
    assert criterion_value(Criterion.EXPERIENCE, 24, 2.0, 0.5, -1.5) == pytest.approx(math.log(24))
    assert criterion_value(Criterion.SKILL, 24, 2.0, 0.5, -1.5) == pytest.approx(math.log(2))
    assert criterion_value(Criterion.RESULTS, 24, 2.0, 0.5, -1.5) == pytest.approx(math.log(0.5))
    assert criterion_value(Criterion.RESULTS, 24, 2.0, 0.0, -1.5) == pytest.approx(math.log(0.05))
    assert criterion_value(Criterion.LEADERSHIP, 24, 2.0, 0.5, -1.5) == -1.5
    values = np.array([0.3, -1.0, 2.5, 2.5])
    scores = [standardised(value, values.sum(), (values**2).sum(), 4) for value in values]
    assert scores == pytest.approx((values - values.mean()) / values.std())
    assert standardised(1.3, 3.9, 3 * 1.3**2, 3) == 0.0


@given(st.floats(-1.0, 1.0), st.floats(-4.0, 4.0), st.floats(-4.0, 4.0))
def test_leadership_is_a_rotation_of_two_normals(correlation: float, skill: float, own: float) -> None:
    """With its complement it keeps the squared length, so two independent normals stay independent and normal."""
    turned = leadership_score(skill, own, correlation), leadership_score(-own, skill, correlation)
    assert math.hypot(*turned) == pytest.approx(math.hypot(skill, own), abs=1e-9)


@given(st.floats(-4.0, 4.0), st.floats(-4.0, 4.0), st.floats(0.0, 1.0))
def test_an_assessed_score_keeps_its_spread(true_score: float, noise: float, reliability: float) -> None:
    """sqrt(h) and sqrt(1 - h) are the two sides of a rotation."""
    turned = assessed_score(true_score, reliability, noise), assessed_score(noise, reliability, -true_score)
    assert math.hypot(*turned) == pytest.approx(math.hypot(true_score, noise), abs=1e-9)
    assert assessed_score(2.0, 0.64, 0.0) == pytest.approx(1.6)


def test_a_retroactive_rate_holds_for_the_whole_cycle() -> None:
    """6% to quota, 12% from it: 150 on a quota of 100 earn 18, 99 earn 5.94."""
    plan = component(bands=[(0.0, 0.06), (1.0, 0.12)], band_base=0.0)
    assert commission_payout(150.0, 100.0, plan) == pytest.approx(18.0)
    assert commission_payout(99.0, 100.0, plan) == pytest.approx(5.94)


@pytest.mark.parametrize(
    ("paid", "owed", "recoverable", "expected"),
    [(500, 0, True, 1500), (3000, 1500, True, -1000), (2600, 500, True, -500), (3000, 1500, False, 0)],
)
def test_a_draw_makes_pay_up_to_a_minimum(paid: float, owed: float, recoverable: bool, expected: float) -> None:
    assert draw_payment(float(paid), float(owed), 2000.0, recoverable) == expected


def test_a_spif_is_due_from_its_threshold_on() -> None:
    """500 and 1% from 10,000: 12,000 pay 620."""
    plan = component(amount=500.0, rate=0.01, least_result=10_000.0)
    assert spif_payout(12_000.0, 0.0, plan) == pytest.approx(620.0)
    assert spif_payout(9_999.0, 0.0, plan) == 0.0


@pytest.mark.parametrize(("attainment", "expected"), [(0.5, 0), (0.9, 2000), (1.0, 4000), (1.1, 5000), (3.0, 6000)])
def test_a_scorecard_pays_along_its_curve(attainment: float, expected: float) -> None:
    plan = component(levels=[(0.8, 0.0), (1.0, 1.0), (1.2, 1.5)], amount=4000.0)
    assert score_payout(attainment, 1.0, plan) == pytest.approx(expected)


def test_what_is_released_in_parts_adds_up() -> None:
    assert [released(101.0, 0.0, 0.5), released(101.0, 0.5, 1.0)] == [51.0, 50.0]


def test_a_ratchet_may_be_asymmetric() -> None:
    assert ratcheted_quota(100.0, 1.2, 0.5, 0.0) == pytest.approx(110.0)
    assert ratcheted_quota(100.0, 0.8, 0.5, 0.0) == pytest.approx(100.0)
