"""Tenure laws and ramps laid out as tables, so that an engine reads every one of them alike."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Literal

import numpy as np

from teamsim.calendar import MONTHS_PER_QUARTER
from teamsim.model import N_HAZARDS, N_RAMP, Floats
from teamsim.rules.attrition import (
    constant_cumulative_hazard,
    hazard_of_cohort_loss,
    hazard_of_probability,
    hazard_of_rate,
    log_logistic_cumulative_hazard,
    lognormal_cumulative_hazard,
    piecewise_cumulative_hazard,
    weibull_cumulative_hazard,
)
from teamsim.rules.ramp import (
    HALF_DAYS_PER_MONTH,
    exponential_ramp,
    gompertz_ramp,
    linear_ramp,
    logistic_ramp,
    stepped_ramp,
    straight_ramp,
)
from teamsim.scenario.schema import (
    ConstantLaw,
    ExponentialRamp,
    GompertzRamp,
    LinearRamp,
    LogisticRamp,
    LogLogisticLaw,
    LognormalLaw,
    PiecewiseLaw,
    Ramp,
    TableLaw,
    TableRamp,
    TenureLaw,
    WeibullLaw,
)

ByTenure = Callable[[float], float]
"""A function of the months of tenure."""

STEP_MONTHS = {"month": 1, "quarter": MONTHS_PER_QUARTER}
"""Months between two entries of a ramp given as a table."""


@functools.lru_cache(maxsize=256)
def hazard_table(law: TenureLaw) -> Floats:
    """Return a tenure law as hazards by whole months of tenure, [N_HAZARDS]; the last holds for all longer tenures.

    Read-only and remembered, as `ramp_table` is.
    """
    table = _hazards(law)
    table.flags.writeable = False
    return table


def _hazards(law: TenureLaw) -> Floats:
    """Return the hazards of a law by whole months of tenure."""
    if isinstance(law, TableLaw):
        given = [hazard_of_probability(chance) for chance in law.monthly_probability]
        return np.array(given + given[-1:] * (N_HAZARDS - len(given)))
    cumulative = _cumulative_hazard(law)
    return np.diff([cumulative(float(month)) for month in range(N_HAZARDS + 1)])


def mean_exit_rate(law: TenureLaw) -> float:
    """Return the exits a month and seat of a firm whose seats are always filled: one over the mean tenure."""
    hazards = hazard_table(law)
    staying = np.exp(-np.cumsum(hazards))
    last = -np.expm1(-hazards[-1])
    beyond = float(staying[-1]) / float(last) if last > 0.0 else np.inf
    return float(1.0 / (1.0 + staying[:-1].sum() + beyond))


def _cumulative_hazard(
    law: ConstantLaw | WeibullLaw | LognormalLaw | LogLogisticLaw | PiecewiseLaw,
) -> ByTenure:
    """Return the cumulative hazard H of a law."""
    match law:
        case ConstantLaw():
            hazard = _monthly_hazard(law.annual_turnover, law.given_as)
            return lambda months: constant_cumulative_hazard(months, hazard)
        case WeibullLaw():
            return lambda months: weibull_cumulative_hazard(months, law.mean_tenure_months, law.shape)
        case LognormalLaw():
            return lambda months: lognormal_cumulative_hazard(months, law.mean_tenure_months, law.sigma)
        case LogLogisticLaw():
            return lambda months: log_logistic_cumulative_hazard(months, law.median_tenure_months, law.shape)
        case PiecewiseLaw():
            starts = np.array([start for start, _ in law.bands])
            bands = np.array([_monthly_hazard(turnover, law.given_as) for _, turnover in law.bands])
            return lambda months: piecewise_cumulative_hazard(months, starts, bands)


def _monthly_hazard(annual_turnover: float, given_as: Literal["rate", "cohort_loss"]) -> float:
    return (hazard_of_rate if given_as == "rate" else hazard_of_cohort_loss)(annual_turnover)


@functools.lru_cache(maxsize=256)
def ramp_table(ramp: Ramp) -> Floats:
    """Return a ramp by half-days of tenure, [N_RAMP], read-only; the last holds for all longer tenures.

    Remembered: a study lays the same few ramps out again and again.
    """
    share, table = _ramp_curve(ramp), np.empty(N_RAMP)
    n_moving = min(math.ceil(_settled_after(ramp) * HALF_DAYS_PER_MONTH), N_RAMP - 1)
    table[: n_moving + 1] = [share(half_day / HALF_DAYS_PER_MONTH) for half_day in range(n_moving + 1)]
    table[n_moving + 1 :] = table[n_moving]
    table.flags.writeable = False
    return table


def _settled_after(ramp: Ramp) -> float:
    """Return the tenure [months] from which a ramp no longer moves; the length of the table where it never settles."""
    match ramp:
        case LinearRamp():
            return ramp.months
        case TableRamp():
            return len(ramp.shares) * STEP_MONTHS[ramp.step]
        case _:
            return N_RAMP / HALF_DAYS_PER_MONTH


def _ramp_curve(ramp: Ramp) -> ByTenure:
    """Return the share of full productivity by tenure."""
    match ramp:
        case LinearRamp():
            return lambda months: linear_ramp(months, ramp.start_share, ramp.months)
        case ExponentialRamp():
            return lambda months: exponential_ramp(months, ramp.start_share, ramp.time_constant_months)
        case LogisticRamp():
            return lambda months: logistic_ramp(months, ramp.start_share, ramp.midpoint_months, ramp.steepness)
        case GompertzRamp():
            return lambda months: gompertz_ramp(months, ramp.start_share, ramp.midpoint_months, ramp.steepness)
        case TableRamp():
            curve = stepped_ramp if ramp.between == "stepped" else straight_ramp
            shares, step = np.array(ramp.shares), float(STEP_MONTHS[ramp.step])
            return lambda months: curve(months, shares, step)
