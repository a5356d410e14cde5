"""Months, cycles and the order of a month.

A month has 30 days; day 0 is the first day of the run, month m covers days ``[30 m, 30 m + 30)``. Days and
months before the run (of people who are there at the opening) are negative.
See ``docs/decisions/0001-phases-of-a-month.md`` and ``0003-time-and-money.md``.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import numpy as np

from teamsim._jit import jit

DAYS_PER_MONTH = 30
MONTHS_PER_YEAR = 12
MONTHS_PER_QUARTER = 3
NEVER = 2**30
"""A day or a month that does not come."""

_MONTHS_AGO = NEVER // DAYS_PER_MONTH + 1
"""Counted from so long ago, no day is negative, and a division fits into 32 bits: many can be made at a time."""

_SIXTIETH, _REST_OF_SIXTIETH = float.fromhex("0x1.111111p-6"), float.fromhex("0x1.1111111111111p-34")


class Phase(IntEnum):
    """The phases of a month, in order. They are part of the model's meaning."""

    OPEN = 1
    START = 2
    PROMOTE = 3
    DEVELOP = 4
    SELL = 5
    COLLECT = 6
    PAY = 7
    REVIEW = 8
    LEAVE = 9
    CLOSE = 10


class Cycle(IntEnum):
    """The measurement periods of a plan; the value indexes the calendar's arrays."""

    QUARTER = 0
    YEAR = 1
    MONTH = 2
    HALF = 3


CYCLE_MONTHS = (MONTHS_PER_QUARTER, MONTHS_PER_YEAR, 1, MONTHS_PER_YEAR // 2)


@jit
def month_of(day: int) -> int:
    """Return the month that holds a day, -NEVER to NEVER."""
    months: Any = np.int64(np.uint32(day + DAYS_PER_MONTH * _MONTHS_AGO) // np.uint32(DAYS_PER_MONTH))
    month: int = months - _MONTHS_AGO
    return month


@jit
def in_months(half_days: int) -> float:
    """Return half-days / 60 to the last digit, up to 2^22 of them: two products take less time than a division.

    The first factor is 1/60 cut off after 27 binary digits, so that its product is exact; the second is the rest.

    >>> float(in_months(45)) == 45 / 60
    True
    """
    n = np.float64(np.int32(half_days))
    return n * _SIXTIETH + n * _REST_OF_SIXTIETH


@jit
def seated_share(seated_from: int, month: int) -> float:
    """Return the share of a month's days that a person seated since a day spends in the seat.

    ``(30 - days missed) / 30`` in [0, 1]; a person seated on day 40 has 20/30 of month 1, an empty seat (seated
    from `NEVER`) nothing.
    """
    missed = min(max(seated_from - DAYS_PER_MONTH * month, 0), DAYS_PER_MONTH)
    return in_months(2 * (DAYS_PER_MONTH - missed))


@jit
def tenure_at_middle(hire_day: int, seated_from: int, month: int) -> float:
    """Return the tenure [months] in the middle of a month's seated days.

    A person hired on the first of the month stands at 0.5.
    """
    first = max(seated_from, DAYS_PER_MONTH * month)
    end = DAYS_PER_MONTH * (month + 1)
    return in_months(first + end - 2 * hire_day)


def calendar_month(month: int, first_calendar_month: int) -> int:
    """Return the calendar month (0 = January) of a month of the run."""
    return (first_calendar_month + month) % MONTHS_PER_YEAR


def months_into_cycle(month: int, first_calendar_month: int, fiscal_year_start: int, cycle: Cycle) -> int:
    """Return how many whole months of its cycle lie before a month (0 = the cycle starts here)."""
    return (first_calendar_month + month - fiscal_year_start) % CYCLE_MONTHS[cycle]
