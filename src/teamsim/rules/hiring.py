"""How long an empty seat takes to fill: approval, then a recruiter's work, first come first served."""

from __future__ import annotations

import math

from teamsim._jit import jit
from teamsim.numeric import exponential


@jit
def recruiter_work_days(log_median_days: float, sigma: float, z: float, step_days: int) -> int:
    """Return the days that a search takes its recruiter: median e^(sigma z) in whole steps, at least one.

    A step is a day; or a month, so that searches end on the first of one.

    >>> recruiter_work_days(math.log(42.0), 0.5, 0.0, 1), recruiter_work_days(math.log(42.0), 0.5, 0.0, 30)
    (42, 30)
    """
    steps = exponential(log_median_days + sigma * z) / step_days
    return max(1, int(math.floor(steps + 0.5))) * step_days


@jit
def is_offered_inside(u: float, internal_share: float) -> bool:
    """Tell whether a vacancy goes to inside candidates first (else outside at once)."""
    return u < internal_share
