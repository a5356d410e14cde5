"""Who leaves: tenure laws and the monthly chance to exit.

A month's chance to leave at tenure a [months] is ``1 - exp(-dH(a) e^z)`` with the law's cumulative hazard H and
``dH(a) = H(a + 1) - H(a)``; z collects the effects (`exit_effect`). Decided at the end of the month; a partial first
month is fully exposed.
"""

from __future__ import annotations

import math
from enum import IntEnum

from teamsim._jit import jit
from teamsim.model import N_HAZARDS, AcquisitionParameters, Floats, TierParameters
from teamsim.numeric import logarithm
from teamsim.rules.promotion import assessed_score

_SQRT_2 = math.sqrt(2.0)
_HALF_LOG_2_PI = 0.5 * math.log(2.0 * math.pi)
_SEATS = 1 << 32
_MOST_ATTAINMENT = 2000.0
_FAR = 28.0
"""Standard deviations from which the normal tail is taken from its asymptotic series."""


class ExitKind(IntEnum):
    """Why a person left."""

    STAYED = 0
    VOLUNTARY = 1
    INVOLUNTARY = 2
    RETIREMENT = 3
    PROBATION = 4


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
def lognormal_cumulative_hazard(tenure_months: float, mean_tenure_months: float, sigma: float) -> float:
    """Return H(a) = -ln(1 - Phi(z)), z = ln(a / mean) / sigma + sigma / 2: early leavers, then ever more loyal.

    >>> round(float(lognormal_cumulative_hazard(40.0 * math.exp(-0.5), 40.0, 1.0)), 6)  # the median: ln 2
    0.693147
    """
    if tenure_months <= 0.0:
        return 0.0
    return normal_cumulative_hazard(math.log(tenure_months / mean_tenure_months) / sigma + 0.5 * sigma)


@jit
def normal_cumulative_hazard(z: float) -> float:
    """Return -ln(1 - Phi(z)) of the standard normal, to 10 digits in both tails.

    Beyond z = 28, where 1 - Phi(z) comes near the smallest number, by the asymptotic series of Mills' ratio
    (Abramowitz and Stegun 26.2.12).
    """
    if z < 0.0:
        return -math.log1p(-0.5 * math.erfc(-z / _SQRT_2))
    if z < _FAR:
        return -math.log(0.5 * math.erfc(z / _SQRT_2))
    y = 1.0 / (z * z)
    series = y * (-1.0 + y * (3.0 + y * (-15.0 + y * 105.0)))
    return 0.5 * z * z + math.log(z) + _HALF_LOG_2_PI - math.log1p(series)


@jit
def log_logistic_cumulative_hazard(tenure_months: float, median_tenure_months: float, shape: float) -> float:
    """Return H(a) = ln(1 + (a / median)^k): for k > 1 the hazard rises first and falls later.

    The mean is median (pi / k) / sin(pi / k) for k > 1; for k <= 1 it is infinite.

    >>> round(float(log_logistic_cumulative_hazard(30.0, 30.0, 2.0)), 6)  # the median: ln 2
    0.693147
    """
    return math.log1p(math.pow(tenure_months / median_tenure_months, shape))


@jit
def piecewise_cumulative_hazard(tenure_months: float, band_from: Floats, band_hazard: Floats) -> float:
    """Return H(a): each band's hazard [per month] times the months spent in it; bands start at `band_from` months.

    3% a month in the first year, 1% later: H(18) = 12 x .03 + 6 x .01 = .42.
    """
    total, end = 0.0, tenure_months
    for band in range(band_from.size - 1, -1, -1):
        total += band_hazard[band] * max(end - band_from[band], 0.0)
        end = min(end, band_from[band])
    return total


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
def exit_effect(
    quarter_attainment: float,
    base_annual: float,
    months_in_grade: int,
    is_led: bool,
    manager_leadership: float,
    recent_exits: int,
    p: TierParameters,
) -> float:
    """Return the log hazard ratio z of a person's circumstances, limited and centred on the opening people.

    `quarter_attainment` is that of the last finished quarter in this tier (not a number: none yet, no effect);
    `base_annual` full-time; `is_led`: somebody is in the seat of the person's manager, or acts for one;
    `manager_leadership`: mean leadership of these, in standard deviations; `recent_exits`: seats of the person's unit
    and tier that somebody left of late.
    """
    total = attainment_effect(quarter_attainment, p) + pay_effect(base_annual, p)
    total += p.log_overdue_ratio * max(months_in_grade - p.overdue_after, 0) / 12.0
    total += 0.0 if is_led else p.log_vacant_head_ratio
    total += p.log_manager_ratio * manager_leadership
    total += p.log_peer_ratio * recent_exits
    return max(-p.effect_limit, min(total, p.effect_limit)) - p.effect_centre


@jit
def is_recent(left_month: int, month: int, p: TierParameters) -> bool:
    """Tell whether somebody left a seat in the last `peer_months` months before this one."""
    return month - left_month <= p.peer_months


@jit
def pay_effect(base_annual: float, p: TierParameters) -> float:
    """Return elasticity x ln(target pay / reference pay); nothing where one of them is not known."""
    target = base_annual + p.target_variable
    if p.pay_elasticity == 0.0 or target <= 0.0 or p.reference_pay <= 0.0:
        return 0.0
    return p.pay_elasticity * math.log(target / p.reference_pay)


@jit
def attainment_effect(attainment: float, p: TierParameters) -> float:
    """Return the log hazard ratio at an attainment: the step it is on, or straight between points."""
    if math.isnan(attainment) or p.n_effects == 0:
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
def newcomers_ratio(months_since: int, p: AcquisitionParameters) -> float:
    """Return the hazard ratio of people who came with an acquired team so many months ago."""
    ratio: float = p.exit_ratio if months_since < p.exit_months else 1.0
    return ratio


@jit
def n_recognised(n_people: int, top_share: float) -> int:
    """Return how many of some people are recognised: the share, rounded to whole people."""
    return int(math.floor(top_share * n_people + 0.5))


@jit
def recognition_entry(attainment: float, seat: int) -> int:
    """Return a whole number; the people with the smallest are recognised: best attainment first, ties by seat order.

    The attainment of the quarter counts in millionths, so that no rounding of floats decides.
    """
    key = int(math.floor(max(0.0, min(attainment, _MOST_ATTAINMENT)) * 1e6 + 0.5))
    return -key * _SEATS + seat


@jit
def recognised_seat(entry: int) -> int:
    """Return the seat of an entry."""
    return entry & (_SEATS - 1)


@jit
def exit_probability(hazard: float) -> float:
    """Return the chance 1 - exp(-h) to leave this month."""
    return -math.expm1(-hazard)


@jit
def is_leaving(u: float, hazard: float) -> bool:
    """Tell whether a person leaves: u < 1 - exp(-h). The first test spares most people the exponential."""
    return u < hazard and u < exit_probability(hazard)


@jit
def age_at_entry(u: float, tenure_months: int, p: TierParameters) -> int:
    """Return the age [whole months] at which somebody joined: even between the tier's limits.

    Of people who are there already (tenure above 0) only those are still there who have not retired, so the upper
    limit is the retirement age less the tenure, though never below the lower limit.
    """
    latest = max(p.entry_age_from, min(p.entry_age_to, p.retirement_months - tenure_months))
    return int(math.floor(p.entry_age_from + u * (latest - p.entry_age_from)))


@jit
def is_retiring(month: int, birth_month: int, p: TierParameters) -> bool:
    """Tell whether a person retires at the end of a month: the month of the birthday, or a later one."""
    return month - birth_month >= p.retirement_months


@jit
def ends_probation(month: int, hire_month: int, p: TierParameters) -> bool:
    """Tell whether a person's probation ends with a month; the month of hire counts as one."""
    return month - hire_month == p.probation_months - 1


@jit
def has_failed(talent: float, noise: float, p: TierParameters) -> bool:
    """Tell whether a hire does not pass: sqrt(h) z + sqrt(1 - h) noise lies below the limit.

    z is the hire's log talent in standard deviations of the tier, 0 where all are alike. Of hires with mean talent
    one the share Phi(limit) fails, and the mean talent of the others is
    Phi(sigma sqrt(h) - limit) / (1 - Phi(limit)).
    """
    z = logarithm(talent) / p.talent_sigma + 0.5 * p.talent_sigma if p.talent_sigma > 0.0 else 0.0
    return assessed_score(z, p.probation_reliability, noise) < p.probation_limit


@jit
def quarters_below_floor(before: int, attainment: float, months_in_grade: int, p: TierParameters) -> int:
    """Return how many finished quarters in a row lie below the performance floor, one more quarter known.

    A quarter without a quota (attainment not a number) or within the grace of a newcomer starts the count anew.
    """
    is_below = attainment < p.performance_floor and months_in_grade >= p.grace_months
    return before + 1 if is_below else 0


@jit
def is_dismissed(u: float, quarters_below: int, p: TierParameters) -> bool:
    """Tell whether a performance plan ends in a dismissal: not where the last quarter reached the floor."""
    return quarters_below > 0 and u < p.dismissal_chance


@jit
def is_regretted(year_credited: float, year_quota: float, quarter_attainment: float) -> bool:
    """Tell whether a resignation is regretted: the last fiscal year or quarter in the tier reached its quota."""
    return (year_quota > 0.0 and year_credited >= year_quota) or quarter_attainment >= 1.0
