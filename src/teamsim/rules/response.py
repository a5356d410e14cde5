"""How people answer a plan, looked up: effort from a table solved beforehand, and business moved between months."""

from __future__ import annotations

import numpy as np

from teamsim._jit import entry, jit
from teamsim.model import N_PACES, ComponentParameters, Floats, PolicyParameters, PreferenceParameters
from teamsim.numeric import logarithm
from teamsim.rules.incentives import Kind, bonus_payout, commission_payout, score_payout

_LEAST_PACE = 1e-6
FIRST_PACE, LAST_PACE = 0.25, 2.0
"""Paces of tables: a quarter to twice."""
FIRST_LOG_PACE = -1.3862943611198906
PACES_PER_LOG = (N_PACES - 1) / 2.0794415416798357


@jit
def grid_place(value: float, per_unit: float, n: int) -> float:
    """Return where a value lies among n nodes that start at 0, in [0, n - 1]."""
    return min(max(value * per_unit, 0.0), n - 1.0)


@jit
def pace_place(pace: float, p: PolicyParameters) -> float:
    """Return where a pace lies among those of a table, which are even in their logarithm."""
    return grid_place(logarithm(max(pace, _LEAST_PACE)) - p.first_log_pace, p.paces_per_log, p.n_paces)


@jit
def effort_between(efforts: Floats, first: int, step: int, left: int, pace: float, within: float) -> float:
    """Return the effort between two neighbouring paces (`step` numbers apart) and two sales `within`, by weights."""
    slow, fast = first + left, first + step + left
    slower = efforts[np.uint64(slow)] + within * (efforts[np.uint64(slow + 1)] - efforts[np.uint64(slow)])
    faster = efforts[np.uint64(fast)] + within * (efforts[np.uint64(fast + 1)] - efforts[np.uint64(fast)])
    between: float = slower + pace * (faster - slower)
    return between


@jit
def effort_in(efforts: Floats, first: int, p: PolicyParameters, pace: float, before: float, within: float) -> float:
    """Return the effort at places of a month's table, whose numbers stand from `first` on: straight between nodes."""
    slow, left = min(int(pace), p.n_paces - 2), min(int(within), p.n_within - 2)
    step = p.n_before * p.n_within
    first += slow * step
    if p.n_before == 1:
        return effort_between(efforts, first, step, left, pace - slow, within - left)
    low = min(int(before), p.n_before - 2)
    first += low * p.n_within
    lower = effort_between(efforts, first, step, left, pace - slow, within - left)
    upper = effort_between(efforts, first + p.n_within, step, left, pace - slow, within - left)
    return lower + (before - low) * (upper - lower)


@jit
def effort_at(
    efforts: Floats, p: PolicyParameters, month_of_cycle: int, pace: float, before: float, within: float
) -> float:
    """Return a person's effort in a month, from the table of the person's plan.

    Straight between the table's paces (in their logarithm), amounts `before` and `within`; outside, as at the edge.

    Parameters
    ----------
    efforts
        Tables one after the other: month of the cycle x pace x before x within.
    p
        Where the table is, and its grid.
    month_of_cycle
        0 in the first month of the outer cycle.
    pace
        Expected sales of the outer cycle at effort 1, over its quota.
    before
        Credited in the outer cycle before the running inner one began, over the quota of the outer cycle; 0 where
        cycles are not nested.
    within
        Credited in the running inner cycle so far, over the quota of the *outer* cycle.
    """
    first = p.first + month_of_cycle * (p.n_paces * p.n_before * p.n_within)
    earlier = grid_place(before, p.per_before, p.n_before)
    return effort_in(efforts, first, p, pace_place(pace, p), earlier, grid_place(within, p.per_within, p.n_within))


@jit
def per_quota(quota: float) -> float:
    """Return one over a quota, 0 for none."""
    return 1.0 / quota if quota > 0.0 else 0.0


@jit
def own_pace(productivity_annual: float, fte: float, talent: float, per_own_quota: float, years: float) -> float:
    """Return what a person sells in a cycle of some years at effort 1, without ramp and season, over the own quota.

    Effort e/c in place of e is a table whose reference rate is c^(1/elasticity) times as high, where the pace is
    1/c of what it was: so one table serves whatever the mean effort c turns out to be, with years / c for years.
    """
    return productivity_annual * fte * talent * years * per_own_quota


@jit
def centred_effort(effort: float, per_own_quota: float, centre: float) -> float:
    """Return effort as 1 for the mean of the past's people under the past's plan; 1 for somebody without a quota."""
    return effort * (1.0 / centre) if per_own_quota > 0.0 else 1.0


@jit
def evened(share: float, even: float) -> float:
    """Return by what sales are multiplied where a stretch of a cycle has another share of the quota than of its months.

    The programme knows equal quarters: in a quarter with .273 of the year's quota, .273 sold counts as .25.
    """
    return even / share if share > 1e-9 else 1.0


@jit
def is_of_type(preference: float, p: PreferenceParameters) -> bool:
    """Tell whether a person, by a uniform number drawn once, is of a preference type."""
    return p.share_from <= preference < p.share_to


# -- business moved between months ---------------------------------------------------------------------------


@jit
def pulled_share(marginal_now: float, marginal_next: float, price: float, limit: float) -> float:
    """Return the share of next month's bookings that a person moves at a month's end.

    Above 0: pulled in, signed now. Below 0: pushed out, as a share of as much of this month's. A customer who signs
    at another time than planned asks for a discount, the `price` as a share of the booking's value; the firm loses it
    as margin, the person the commission on it. With the limit L, marginal rates m0 now and m1 next month:

    L where m0 (1 - price) > m1, -L where m1 (1 - price) > m0, else 0.

    Parameters
    ----------
    marginal_now, marginal_next
        What one more unit of bookings is expected to pay in this month and the next [share of bookings].
    price
        Value given away on what is moved, in [0, 1] [share of bookings].
    limit
        Largest share that can be moved, in [0, 1].

    Notes
    -----
    Of the bookings B that are moved, B (1 - price) remain. 12% now against 6% next month and a price of 10%:
    .12 x .9 = .108 > .06, so all that can be is pulled in. Larkin (2014) puts what accelerators cost by mispricing at
    6-8% of revenue.
    """
    kept = 1.0 - price
    if marginal_now * kept > marginal_next:
        return limit
    if marginal_next * kept > marginal_now:
        return -limit
    return 0.0


@jit
def rate_ahead(pace: float, p: ComponentParameters) -> float:
    """Return what one more unit booked in a whole cycle is expected to pay somebody with a pace [share of bookings].

    Straight between the paces that the scenario was built for, in their logarithm.
    """
    log_pace = logarithm(max(pace, _LEAST_PACE)) - FIRST_LOG_PACE
    place = grid_place(log_pace, PACES_PER_LOG, N_PACES)
    left = min(int(place), N_PACES - 2)
    rate: float = p.rate_ahead[left] + (place - left) * (p.rate_ahead[left + 1] - p.rate_ahead[left])
    return rate


@entry
def cycle_pay(credited: float, quota: float, p: ComponentParameters) -> float:
    """Return what a component on a person's own sales pays for a whole cycle [currency]."""
    if p.kind == Kind.RATE_TABLE:
        return commission_payout(credited, quota, p)
    if p.kind == Kind.LUMP_SUM:
        return bonus_payout(credited, quota, 1.0, p)
    return score_payout(credited / quota if quota > 0.0 else 0.0, 1.0, p)


@jit
def marginal_rate(credited: float, quota: float, amount: float, p: ComponentParameters) -> float:
    """Return what an amount booked on top (below 0: taken away) changes the pay of a cycle by, for each unit of it.

    A bonus of 500 for which 100 are missing is worth 5 for each unit of 100 more, and 2.5 of 200.
    """
    if amount == 0.0:
        return 0.0
    change = cycle_pay(credited + p.credit_factor * amount, quota, p) - cycle_pay(credited, quota, p)
    rate: float = change / amount
    return rate
