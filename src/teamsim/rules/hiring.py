"""How long an empty seat takes to fill: approval, a recruiter's work (first come first served), offers."""

from __future__ import annotations

import math
from enum import IntEnum

from teamsim._jit import jit
from teamsim.numeric import exponential, logarithm

LONGEST_DAYS = 36_000.0
MAX_OFFERS = 20
"""A search makes at most so many offers; the last is accepted."""


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
