"""Training and experience: who takes a course, in which order, what doing teaches, and what is left of both."""

from __future__ import annotations

from enum import IntEnum

from teamsim._jit import jit
from teamsim.calendar import NEVER
from teamsim.model import ProgrammeParameters
from teamsim.numeric import exponential

TICKETS_PER_MONTH = 1 << 32


class Way(IntEnum):
    """How people learn what a programme teaches."""

    COURSE = 0
    ACTING = 1
    COACHED = 2
    TRANSFERRED = 3


@jit
def wants_course(month: int, hire_month: int, last_course: int, p: ProgrammeParameters) -> bool:
    """Tell whether a course is due: of newcomers once, within their first months; of others so long after the last.

    `last_course` is the month of the last one, or NEVER; the first of a repeated course is due so many months after
    the hire.
    """
    if p.is_for_newcomers:
        return last_course == NEVER and month - hire_month < p.months
    return month - (hire_month if last_course == NEVER else last_course) >= p.months


@jit
def ticket(month: int, seat: int) -> int:
    """Return the place in the queue of somebody in a seat who asks in a month: who asked first, then seat order."""
    return month * TICKETS_PER_MONTH + seat


@jit
def selling_share(days_lost: float) -> float:
    """Return the share of a month in which a person sells beside courses of some days: 1 - days / 30, at least 0."""
    return max(0.0, 1.0 - days_lost / 30.0)


@jit
def courses_kept(courses: float, learnt: float, p: ProgrammeParameters) -> float:
    """Return what is left of all courses a month later, in courses: what was there fades, what is new counts whole.

    A half-life of 6 months: one course is worth .5 after six months. One every six months, for ever: 2 just after it.
    """
    return courses * p.kept + learnt


@jit
def coached_share(heads: float, reports: float, hours_per_manager: float, useful_hours: float) -> float:
    """Return what a month of coaching teaches, in courses: a person's hours over the useful hours, at most 1.

    One manager with 40 hours and 16 reports, 5 useful hours: 2.5 hours each, half a course.
    """
    if reports <= 0.0:
        return 0.0
    return min(1.0, hours_per_manager * heads / reports / useful_hours)


@jit
def months_lost(clock: float, ramp_months: float) -> float:
    """Return by how many months the ramp clock is put back by a lateral move: to `ramp_months`, never on."""
    return max(0.0, clock - ramp_months)


@jit
def developed_talent(innate: float, log_gain: float) -> float:
    """Return the talent of a person whose courses add to its log."""
    return innate * exponential(log_gain)
