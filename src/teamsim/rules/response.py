"""How people answer a plan, looked up: effort from a table solved beforehand, and business moved between months."""

from __future__ import annotations

from teamsim._jit import jit
from teamsim.model import Floats
from teamsim.numeric import logarithm

_LEAST_PACE = 1e-6


@jit
def grid_place(value: float, first: float, step: float, n: int) -> float:
    """Return where a value lies among n nodes that start at `first`, one `step` apart, in [0, n - 1]."""
    return min(max((value - first) / step, 0.0), n - 1.0)


@jit
def effort_along(row: Floats, place: float) -> float:
    """Return the effort at a place of a row, straight between its nodes."""
    left = min(int(place), max(row.size - 2, 0))
    right = min(left + 1, row.size - 1)
    effort: float = row[left] + (place - left) * (row[right] - row[left])
    return effort


@jit
def effort_at(
    efforts: Floats,
    month_of_cycle: int,
    pace: float,
    before: float,
    within: float,
    first_log_pace: float,
    log_pace_step: float,
    before_step: float,
    within_step: float,
) -> float:
    """Return a person's effort in a month, from the table of the person's plan.

    Straight between the table's paces (in their logarithm), amounts `before` and `within`; outside, as at the edge.

    Parameters
    ----------
    efforts
        `response.EffortTable.efforts`: pace x month of the cycle x before x within.
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
    log_pace = logarithm(max(pace, _LEAST_PACE))
    pace_place = grid_place(log_pace, first_log_pace, log_pace_step, efforts.shape[0])
    before_place = grid_place(before, 0.0, before_step, efforts.shape[2])
    place = grid_place(within, 0.0, within_step, efforts.shape[3])
    slow = min(int(pace_place), max(efforts.shape[0] - 2, 0))
    fast = min(slow + 1, efforts.shape[0] - 1)
    low = min(int(before_place), max(efforts.shape[2] - 2, 0))
    high = min(low + 1, efforts.shape[2] - 1)
    slow_low = effort_along(efforts[slow, month_of_cycle, low], place)
    slow_high = effort_along(efforts[slow, month_of_cycle, high], place)
    fast_low = effort_along(efforts[fast, month_of_cycle, low], place)
    fast_high = effort_along(efforts[fast, month_of_cycle, high], place)
    slower = slow_low + (before_place - low) * (slow_high - slow_low)
    faster = fast_low + (before_place - low) * (fast_high - fast_low)
    effort: float = slower + (pace_place - slow) * (faster - slower)
    return effort


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
