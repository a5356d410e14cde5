"""Who leaves: tenure laws and the monthly chance to exit.

A month's chance to leave at tenure a [months] is ``1 - exp(-dH(a) e^z)`` with the law's cumulative hazard H and
``dH(a) = H(a + 1) - H(a)``; z collects effects (none yet). Decided at the end of the month; a partial first month
is fully exposed.
"""

from __future__ import annotations

import math
from enum import IntEnum

from teamsim._jit import jit
from teamsim.model import N_HAZARDS, TierParameters


class ExitKind(IntEnum):
    """Why a person left."""

    STAYED = 0
    VOLUNTARY = 1
    INVOLUNTARY = 2


@jit
def constant_cumulative_hazard(tenure_months: float, hazard_per_month: float) -> float:
    """Return H(a) = h a of the memoryless law."""
    return hazard_per_month * tenure_months


@jit
def weibull_cumulative_hazard(tenure_months: float, mean_tenure_months: float, shape: float) -> float:
    """Return H(a) = (a / scale)^k with scale = mean / Gamma(1 + 1/k); k < 1: early leavers, k > 1: wear-out.

    >>> round(float(weibull_cumulative_hazard(40.0, 40.0, 1.0)), 6)
    1.0
    """
    scale = mean_tenure_months / math.gamma(1.0 + 1.0 / shape)
    return math.pow(tenure_months / scale, shape)


@jit
def hazard_of_rate(annual_turnover: float) -> float:
    """Return the monthly hazard of an annual rate x (exits / average headcount): x / 12."""
    return annual_turnover / 12.0


@jit
def hazard_of_cohort_loss(annual_loss: float) -> float:
    """Return the monthly hazard that loses a share x of a closed cohort in a year: -ln(1 - x) / 12."""
    return -math.log1p(-annual_loss) / 12.0


@jit
def hazard_of_probability(monthly_probability: float) -> float:
    """Return the hazard of a month with a given chance to leave: -ln(1 - p)."""
    return -math.log1p(-monthly_probability)


@jit
def attrition_hazard(tenure_months: int, attainment: float, tier: int, p: TierParameters) -> float:
    """Return this month's hazard [per month] of a person with whole months of tenure.

    The standard rule reads the tier's tenure law; `attainment` (fiscal year to date and the year before, 1 = at
    quota) is there for rules that people register.
    """
    hazard: float = p.hazard[min(tenure_months, N_HAZARDS - 1)]
    return hazard


@jit
def exit_effect(quarter_attainment: float, p: TierParameters) -> float:
    """Return the log hazard ratio z of a person's circumstances, limited and centred on the opening people.

    `quarter_attainment` is that of the last finished quarter in this tier (not a number: none yet, no effect).
    """
    total = attainment_effect(quarter_attainment, p)
    return max(-p.effect_limit, min(total, p.effect_limit)) - p.effect_centre


@jit
def attainment_effect(attainment: float, p: TierParameters) -> float:
    """Return the log hazard ratio at an attainment: the step it is on, or straight between points."""
    if math.isnan(attainment):
        return 0.0
    last = 0
    for point in range(1, p.n_effects):
        if attainment >= p.effect_from[point]:
            last = point
    if p.effect_is_stepped or attainment <= p.effect_from[0] or last == p.n_effects - 1:
        reached: float = p.effect_log[last]
        return reached
    share = (attainment - p.effect_from[last]) / (p.effect_from[last + 1] - p.effect_from[last])
    between: float = p.effect_log[last] + share * (p.effect_log[last + 1] - p.effect_log[last])
    return between


@jit
def exit_probability(hazard: float) -> float:
    """Return the chance 1 - exp(-h) to leave this month."""
    return -math.expm1(-hazard)


@jit
def is_leaving(u: float, hazard: float) -> bool:
    """Tell whether a person leaves: u < 1 - exp(-h). The first test spares most people the exponential."""
    return u < hazard and u < exit_probability(hazard)
