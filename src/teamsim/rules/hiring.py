"""How long an empty seat takes to fill: approval, then a recruiter's work, first come first served."""

from __future__ import annotations

import math

from teamsim._jit import jit
from teamsim.numeric import exponential


@jit
def recruiter_work_days(log_median_days: float, sigma: float, z: float) -> int:
    """Return the whole days (at least one) that a search takes its recruiter: round(median e^(sigma z)).

    >>> recruiter_work_days(math.log(42.0), 0.5, 0.0)
    42
    """
    return max(1, int(math.floor(exponential(log_median_days + sigma * z) + 0.5)))


@jit
def is_offered_inside(u: float, internal_share: float) -> bool:
    """Tell whether a vacancy goes to inside candidates first (else outside at once)."""
    return u < internal_share
