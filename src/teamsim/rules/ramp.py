"""How productive a new person is.

The shapes are laid out once, by half-days of tenure: the middle of a person's seated days always falls on one.
"""

from __future__ import annotations

import math

import numpy as np

from teamsim._jit import jit
from teamsim.calendar import DAYS_PER_MONTH
from teamsim.model import N_RAMP, Floats, TierParameters

HALF_DAYS_PER_MONTH = 2 * DAYS_PER_MONTH


@jit
def ramp_share(tenure_months: float, p: TierParameters) -> float:
    """Return the share of full productivity reached at a tenure, by the tier's table.

    A tenure of 1.25 months is half-day 75 of the table.
    """
    half_day = min(max(tenure_months, 0.0) * HALF_DAYS_PER_MONTH + 0.5, N_RAMP - 1.0)  # a whole number would branch
    share: float = p.ramp[np.uint64(np.int32(half_day))]
    return share


@jit
def linear_ramp(tenure_months: float, start_share: float, months: float) -> float:
    """Return a straight line from the start share to one.

    From .2 at the start to 1 after 6 months: .6 after 3 months.
    """
    if tenure_months >= months:
        return 1.0
    return start_share + (1.0 - start_share) * (tenure_months / months)


@jit
def exponential_ramp(tenure_months: float, start_share: float, time_constant_months: float) -> float:
    """Return 1 - (1 - start) e^(-a / tau): what is missing shrinks by 63% every time constant.

    From .2 with a time constant of 3 months: 1 - .8 / e = .706 after 3 months.
    """
    return 1.0 - (1.0 - start_share) * math.exp(-tenure_months / time_constant_months)


@jit
def logistic_ramp(tenure_months: float, start_share: float, midpoint_months: float, steepness: float) -> float:
    """Return start + (1 - start) (L(a) - L(0)) / (1 - L(0)), L(a) = 1 / (1 + e^(-k (a - midpoint))).

    An S, steepest at the midpoint, shifted and stretched so that it starts at the start share and tends to one.
    """
    before = 1.0 / (1.0 + math.exp(steepness * midpoint_months))
    now = 1.0 / (1.0 + math.exp(-steepness * (tenure_months - midpoint_months)))
    return start_share + (1.0 - start_share) * (now - before) / (1.0 - before)


@jit
def gompertz_ramp(tenure_months: float, start_share: float, midpoint_months: float, steepness: float) -> float:
    """Return start + (1 - start) (G(a) - G(0)) / (1 - G(0)), G(a) = exp(-e^(-k (a - midpoint))).

    A lopsided S: it bends up early and approaches one slowly; steepest at the midpoint, where G is 1 / e.
    """
    before = math.exp(-math.exp(steepness * midpoint_months))
    now = math.exp(-math.exp(-steepness * (tenure_months - midpoint_months)))
    return start_share + (1.0 - start_share) * (now - before) / (1.0 - before)


@jit
def stepped_ramp(tenure_months: float, shares: Floats, step_months: float) -> float:
    """Return the share of the running step; the last holds for all longer tenures.

    .2, .3, .5 by quarter: .3 from month 3 to month 6.
    """
    share: float = shares[min(int(tenure_months / step_months), shares.size - 1)]
    return share


@jit
def straight_ramp(tenure_months: float, shares: Floats, step_months: float) -> float:
    """Return straight lines between the shares at the start of each step; the last holds for all longer tenures.

    .2, .3, .5 by quarter: .4 after 4.5 months.
    """
    step = int(tenure_months / step_months)
    if step >= shares.size - 1:
        last: float = shares[shares.size - 1]
        return last
    into = tenure_months / step_months - step
    share: float = shares[step] + (shares[step + 1] - shares[step]) * into
    return share
