"""How an empty seat is filled: approval, recruiters' work (first come first served), offers; from where, with whom."""

from __future__ import annotations

import math
from enum import IntEnum

from teamsim._jit import jit
from teamsim.calendar import DAYS_PER_MONTH, MONTHS_PER_YEAR, month_of
from teamsim.model import N_SOURCES, NO_SOURCE, Floats
from teamsim.numeric import exponential, logarithm
from teamsim.random import standard_normal
from teamsim.rules.attrition import normal_cumulative_hazard

LONGEST_DAYS = 36_000.0
MAX_OFFERS = 20
"""A search makes at most so many offers; the last is accepted."""
ANY_MONTH = (1 << MONTHS_PER_YEAR) - 1
"""Hires start in any calendar month: one bit a month, January first."""


class Vacancy(IntEnum):
    """What is to become of an empty seat."""

    TO_FILL = 0
    NEW = 1
    LEFT_EMPTY = 2


@jit
def recruiter_work_days(log_median_days: float, sigma: float, z: float, step_days: int) -> int:
    """Return the days of a recruiter's work: median e^(sigma z) in whole steps, at least one, at most a century.

    A step is a day; or a month, so that searches end on the first of one.

    >>> recruiter_work_days(math.log(42.0), 0.5, 0.0, 1), recruiter_work_days(math.log(42.0), 0.5, 0.0, 30)
    (42, 30)
    """
    steps = min(exponential(log_median_days + sigma * z), LONGEST_DAYS) / step_days
    return max(1, int(math.floor(steps + 0.5))) * step_days


@jit
def offer_acceptance(log_odds: float) -> float:
    """Return the chance that an offer is accepted: 1 / (1 + e^-x), x its log-odds (inf = always).

    >>> round(float(offer_acceptance(math.log(3.0))), 12)  # three accept for one who declines
    0.75
    """
    return 1.0 / (1.0 + exponential(-log_odds))


@jit
def log_strain(n_open: int, candidate_flow: float) -> float:
    """Return ln of the open requisitions over those that the market feeds without strain, at least 0.

    Strain s makes work s^a times as long, divides the odds of acceptance by s^b and the talent of a hire by s^c.
    """
    return logarithm(max(n_open / candidate_flow, 1.0))


@jit
def is_offer_accepted(u: float, chance: float, attempt: int) -> bool:
    """Tell whether an offer (attempt 0, 1, ...) is accepted; the last that a search may make always is.

    With chance a and K = `MAX_OFFERS` a search makes (1 - (1 - a)^K) / a offers on average.
    """
    return u < chance or attempt == MAX_OFFERS - 1


@jit
def is_backfilled(u: float, backfill_share: float) -> bool:
    """Tell whether a seat that fell empty is filled again."""
    return u < backfill_share


@jit
def is_offered_inside(u: float, internal_share: float) -> bool:
    """Tell whether a vacancy goes to inside candidates first (else outside at once)."""
    return u < internal_share


@jit
def start_day(day: int, first_calendar_month: int, start_months: int) -> int:
    """Return the first day from `day` on that lies in a month in which hires start.

    `first_calendar_month` (0 = January) is that of the run's first month; `start_months` has a bit a month.

    >>> start_day(45, 0, ANY_MONTH), start_day(45, 0, 0b1000000), start_day(200, 0, 0b1000000)  # July
    (45, 180, 200)
    """
    first = month_of(day)
    for ahead in range(MONTHS_PER_YEAR):
        if (start_months >> (first_calendar_month + first + ahead) % MONTHS_PER_YEAR) & 1:
            return day if ahead == 0 else DAYS_PER_MONTH * (first + ahead)
    return day


@jit
def source_of(u: float, until: Floats) -> int:
    """Return the source of a hire: the first whose cumulated share lies above u; none where no share does.

    >>> import numpy as np
    >>> until = np.array([0.6, 0.9, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0])
    >>> source_of(0.1, until), source_of(0.6, until), source_of(0.95, until)
    (0, 1, 2)
    """
    for source in range(N_SOURCES):
        if u < until[source]:
            return source
    return NO_SOURCE


@jit
def selected_skill(z: float, own: float, candidates: int, reliability: float) -> float:
    """Return the skill of the best of n candidates as assessed, given what a hire's would be without a choice.

    Assessed is s = sqrt(h) z + sqrt(1 - h) own, all standard normal, h the reliability. The largest of n such
    numbers is the quantile of Phi(s)^(1/n), so choosing adds sqrt(h) (largest - s) to z: with n = 1 nothing, and
    never less with more candidates. On average the gain is sqrt(h) times the mean of the largest of n.
    """
    seen = math.sqrt(reliability)
    assessed = seen * z + math.sqrt(1.0 - reliability) * own
    log_share = -normal_cumulative_hazard(-assessed) / candidates
    largest = -standard_normal(-math.expm1(log_share))
    return z + seen * (largest - assessed) if candidates > 1 else z
