"""Seats open and close; managers lead."""

from __future__ import annotations

import math

from teamsim._jit import jit
from teamsim.model import Records
from teamsim.numeric import exponential

_WORKING_HOURS = 160.0
"""Of a person, a month."""


@jit
def is_seat_fillable(opens: int, closes: int, month: int) -> bool:
    """Tell whether a seat may be filled when empty: from its opening month, before its closing month."""
    return opens <= month < closes


@jit
def is_seat_open(opens: int, closes: int, is_occupied: bool, month: int) -> bool:
    """Tell whether a seat is in the budget: from its opening month, to its closing month or its next exit."""
    return is_occupied or is_seat_fillable(opens, closes, month)


@jit
def lies_within(unit: int, scope: int, units: Records) -> bool:
    """Tell whether a unit is another one or stands below it, going up the tree."""
    here = unit
    while here >= 0 and here != scope:
        here = units[here].parent
    return here >= 0


@jit
def hours_for_coaching(
    hours_per_manager: float, heads: float, reports: float, meeting_hours: float, meeting_coaching: float
) -> float:
    """Return the coaching hours of a manager that count, meetings with the reports taken in.

    A manager sits in each meeting once, and has as many hours less; each report has the hours of the meeting, which
    coach by a share of what as many hours alone would. One manager with 40 hours and 8 reports, 10 hours of meetings
    that coach by .3: 30 + .3 x 10 x 8 = 54.
    """
    if heads <= 0.0 or reports <= 0.0:
        return hours_per_manager
    return max(0.0, hours_per_manager - meeting_hours) + meeting_coaching * meeting_hours * reports / heads


@jit
def meeting_share(heads: float, meeting_hours: float) -> float:
    """Return the share of a report's 160 working hours a month that meetings leave; nobody meets without a manager."""
    return 1.0 - meeting_hours / _WORKING_HOURS if heads > 0.0 else 1.0


@jit
def lead_factor(heads: float, reports: float, hours_per_manager: float, useful_hours: float, gain: float) -> float:
    """Return what managers' coaching makes of their reports' bookings: 1 + gain (1 - e^(-h / useful hours)).

    h is the hours of all managers at work, shared by all reports; nobody to lead, or nobody who does: 1.

    One manager with 40 hours and 8 reports, 5 useful hours, a gain of .15: 1 + .15 (1 - 1/e) = 1.095.
    """
    if reports <= 0.0:
        return 1.0
    return 1.0 + gain * (1.0 - math.exp(-hours_per_manager * heads / reports / useful_hours))


@jit
def manager_factor(leadership: float, sigma: float) -> float:
    """Return what a manager's leadership (standard normal) makes of the team's bookings: mean one over managers."""
    return exponential(sigma * leadership - 0.5 * (sigma * sigma))


@jit
def team_credit(team_bookings: float, n_seats: int, active_share: float) -> float:
    """Return a manager's credit for what the team books: an even share of it, for the days at work."""
    return team_bookings / n_seats * active_share


@jit
def may_act(is_at_work: bool, month: int, grade_month: int, min_months_in_grade: int) -> bool:
    """Tell whether a person may act for a head: at work, and long enough in grade (a newcomer never is)."""
    return is_at_work and month - grade_month >= max(min_months_in_grade, 1)


@jit
def acting_capacity(own: float, share_lost: float) -> float:
    """Return what a person who acts can still sell: 50,000 with a third lost are 33,333."""
    return own * (1.0 - share_lost)


@jit
def acting_pay(fixed_pay: float, allowance: float) -> float:
    """Return what acting brings in a month: a share of the month's fixed pay."""
    return fixed_pay * allowance
