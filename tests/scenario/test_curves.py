"""Tenure laws and ramps as tables: against their closed forms, and against scipy."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats
from scipy.special import log_ndtr

from teamsim.model import N_HAZARDS, N_RAMP
from teamsim.rules.attrition import exit_probability
from teamsim.rules.ramp import HALF_DAYS_PER_MONTH
from teamsim.scenario.curves import hazard_table, ramp_table
from teamsim.scenario.schema import (
    ConstantLaw,
    ExponentialRamp,
    GompertzRamp,
    LinearRamp,
    LogisticRamp,
    LogLogisticLaw,
    LognormalLaw,
    PiecewiseLaw,
    TableLaw,
    TableRamp,
    WeibullLaw,
)

# -- tenure laws ---------------------------------------------------------------------------------------------


@given(st.floats(0.0, 6.0))
def test_an_annual_rate_is_a_monthly_chance_of_one_minus_exp_of_a_twelfth(rate: float) -> None:
    table = hazard_table(ConstantLaw(annual_turnover=rate))
    assert table.shape == (N_HAZARDS,)
    for hazard in table[[0, 1, 239, 480]]:
        assert exit_probability(hazard) == pytest.approx(1 - math.exp(-rate / 12), rel=1e-9, abs=1e-15)


@given(st.floats(0.0, 0.99))
def test_a_cohort_loss_is_what_a_closed_group_loses_in_twelve_months(loss: float) -> None:
    table = hazard_table(ConstantLaw(annual_turnover=loss, given_as="cohort_loss"))
    assert exit_probability(table[0]) == pytest.approx(1 - (1 - loss) ** (1 / 12), rel=1e-9, abs=1e-15)
    assert 1 - math.prod(1 - exit_probability(hazard) for hazard in table[:12]) == pytest.approx(loss, abs=1e-9)


@given(st.floats(1.0, 600.0), st.floats(0.2, 10.0))
def test_weibull_hazards_add_up_to_the_cumulative_hazard(mean: float, shape: float) -> None:
    table = hazard_table(WeibullLaw(mean_tenure_months=mean, shape=shape))
    scale = mean / math.gamma(1 + 1 / shape)
    assert np.all(table >= 0.0)
    for months in (1, 12, 120, N_HAZARDS):
        assert math.fsum(table[:months]) == pytest.approx((months / scale) ** shape, rel=1e-9)
    assert np.all(np.sign(np.diff(table[:60])) * (shape - 1) >= -1e-12)


def test_a_weibull_law_of_shape_one_is_the_constant_law() -> None:
    weibull = hazard_table(WeibullLaw(mean_tenure_months=40, shape=1))
    assert weibull == pytest.approx(hazard_table(ConstantLaw(annual_turnover=0.3)), rel=1e-9)


@given(st.lists(st.floats(0.0, 0.99), min_size=1, max_size=481))
def test_a_table_gives_each_month_its_chance_and_the_last_holds_for_ever(chances: list[float]) -> None:
    table = hazard_table(TableLaw(law="table", monthly_probability=tuple(chances)))
    found = [exit_probability(hazard) for hazard in table]
    expected = chances + [chances[-1]] * (N_HAZARDS - len(chances))
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-15)


@given(st.floats(1.0, 600.0), st.floats(0.05, 3.0))
def test_lognormal_hazards_add_up_to_the_log_survival_even_in_the_far_tail(mean: float, sigma: float) -> None:
    table = hazard_table(LognormalLaw(mean_tenure_months=mean, sigma=sigma))
    assert np.all(table >= 0.0)
    assert np.all(np.isfinite(table))
    for months in (1, 12, 120, N_HAZARDS):
        z = math.log(months / mean) / sigma + sigma / 2
        assert math.fsum(table[:months]) == pytest.approx(-log_ndtr(-z), rel=1e-9, abs=1e-300)


def test_lognormal_and_log_logistic_tenures_have_the_stated_mean_and_median() -> None:
    """Mean tenure = integral of survival; a table to 481 months of a law that is over by then."""
    table = hazard_table(LognormalLaw(mean_tenure_months=12.0, sigma=0.5))
    alive = np.exp(-np.concatenate([[0.0], np.cumsum(table)]))
    assert integrate.simpson(alive) == pytest.approx(12.0, rel=1e-3)
    fisk = stats.fisk(c=3.0, scale=20.0)
    assert fisk.mean() == pytest.approx(20.0 * (math.pi / 3) / math.sin(math.pi / 3))  # as the schema says
    table = hazard_table(LogLogisticLaw(median_tenure_months=20.0, shape=3.0))
    assert math.fsum(table[:20]) == pytest.approx(math.log(2.0))


@given(st.floats(0.5, 600.0), st.floats(0.2, 10.0))
def test_log_logistic_hazards_add_up_to_the_log_survival(median: float, shape: float) -> None:
    table = hazard_table(LogLogisticLaw(median_tenure_months=median, shape=shape))
    assert np.all(table >= 0.0)
    for months in (1, 12, 120, N_HAZARDS):
        expected = -stats.logistic(math.log(median), 1.0 / shape).logsf(math.log(months))
        assert math.fsum(table[:months]) == pytest.approx(expected, rel=1e-9, abs=1e-12)
    if shape <= 1.0:
        assert np.all(np.diff(table) <= 1e-12)


@given(
    st.lists(st.tuples(st.floats(0.01, 480.0), st.floats(0.0, 0.99)), max_size=5),
    st.floats(0.0, 0.99),
    st.sampled_from(["rate", "cohort_loss"]),
)
def test_a_piecewise_law_is_the_constant_law_of_each_band(
    later: list[tuple[float, float]], first: float, given_as: str
) -> None:
    bands = ((0.0, first), *sorted(dict(later).items()))
    table = hazard_table(PiecewiseLaw.model_validate({"law": "piecewise", "bands": bands, "given_as": given_as}))
    starts = np.array([start for start, _ in bands])
    for month in (0, 1, 11, 200, 480):
        inside = np.flatnonzero((starts > month) & (starts < month + 1))
        if inside.size == 0:  # a month within one band
            turnover = bands[np.searchsorted(starts, month, side="right") - 1][1]
            law = ConstantLaw.model_validate({"annual_turnover": turnover, "given_as": given_as})
            assert table[month] == pytest.approx(hazard_table(law)[0], rel=1e-9, abs=1e-12)


def test_a_band_may_start_within_a_month() -> None:
    """12% a year to the middle of month 3, 24% later: month 3 has half of each."""
    table = hazard_table(PiecewiseLaw(law="piecewise", bands=((0.0, 0.12), (3.5, 0.24))))
    assert table[2:5] == pytest.approx([0.01, 0.015, 0.02])


# -- ramps ---------------------------------------------------------------------------------------------------

MONTHS = np.arange(N_RAMP) / HALF_DAYS_PER_MONTH
STARTS = st.floats(0.0, 1.0)
S_CURVES = st.tuples(STARTS, st.floats(0.0, 36.0), st.floats(0.1, 5.0))


@settings(max_examples=30)
@given(STARTS, st.floats(0.1, 60.0))
def test_a_linear_ramp_is_a_line_and_then_one(start: float, months: float) -> None:
    table = ramp_table(LinearRamp(start_share=start, months=months))
    assert table == pytest.approx(np.minimum(1.0, start + (1.0 - start) * MONTHS / months))


def test_a_ramp_of_no_months_is_full_productivity() -> None:
    assert np.all(ramp_table(LinearRamp(months=0.0, start_share=0.3)) == 1.0)


@settings(max_examples=30)
@given(STARTS, st.floats(0.5, 24.0))
def test_an_exponential_ramp_closes_the_gap_at_a_constant_rate(start: float, tau: float) -> None:
    table = ramp_table(ExponentialRamp(shape="exponential", start_share=start, time_constant_months=tau))
    assert table[0] == pytest.approx(start)
    assert 1.0 - table == pytest.approx((1.0 - start) * np.exp(-MONTHS / tau), abs=1e-12)


@settings(max_examples=30)
@given(S_CURVES)
def test_a_logistic_ramp_is_the_logistic_distribution_cut_off_at_the_first_day(curve: tuple[float, ...]) -> None:
    start, midpoint, steepness = curve
    ramp = LogisticRamp(shape="logistic", start_share=start, midpoint_months=midpoint, steepness=steepness)
    law = stats.logistic(midpoint, 1.0 / steepness)
    assert ramp_table(ramp) == pytest.approx(1.0 - (1.0 - start) * law.sf(MONTHS) / law.sf(0.0), abs=1e-9)


@settings(max_examples=30)
@given(S_CURVES)
def test_a_gompertz_ramp_is_the_gumbel_distribution_cut_off_at_the_first_day(curve: tuple[float, ...]) -> None:
    start, midpoint, steepness = curve
    ramp = GompertzRamp(shape="gompertz", start_share=start, midpoint_months=midpoint, steepness=steepness)
    law = stats.gumbel_r(midpoint, 1.0 / steepness)
    assert ramp_table(ramp) == pytest.approx(1.0 - (1.0 - start) * law.sf(MONTHS) / law.sf(0.0), abs=1e-9)


@settings(max_examples=30)
@given(S_CURVES, st.sampled_from([LogisticRamp, GompertzRamp]))
def test_an_s_shaped_ramp_rises_from_its_start_and_is_nearly_there_after_five_years(
    curve: tuple[float, ...], kind: type[LogisticRamp] | type[GompertzRamp]
) -> None:
    start, midpoint, steepness = curve
    shape = "logistic" if kind is LogisticRamp else "gompertz"
    table = ramp_table(
        kind.model_validate({"shape": shape, "start_share": start, "midpoint_months": midpoint, "steepness": steepness})
    )
    assert table[0] == pytest.approx(start)
    assert np.all(np.diff(table) >= 0.0)
    assert 0.9 < table[-1] <= 1.0


def test_a_published_table_steps_by_quarter() -> None:
    shares = (0.2, 0.3, 0.5, 0.65, 0.7, 0.95)
    table = ramp_table(TableRamp(shape="table", shares=shares))
    at = [int(HALF_DAYS_PER_MONTH * month) for month in (0, 2.98, 3, 5.98, 6, 14.98, 15, 60)]
    assert table[at].tolist() == [0.2, 0.2, 0.3, 0.3, 0.5, 0.7, 0.95, 0.95]


@settings(max_examples=30)
@given(st.lists(st.floats(0.0, 1.5), min_size=1, max_size=21), st.sampled_from(["month", "quarter"]))
def test_a_table_with_straight_lines_is_an_interpolation(shares: list[float], step: str) -> None:
    ramp = {"shape": "table", "shares": sorted(shares), "step": step, "between": "straight"}
    knots = np.arange(len(shares)) * (1 if step == "month" else 3)
    expected = np.interp(MONTHS, knots, sorted(shares))
    assert ramp_table(TableRamp.model_validate(ramp)) == pytest.approx(expected, abs=1e-12)
