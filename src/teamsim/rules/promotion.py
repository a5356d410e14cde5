"""Who is pulled up into an empty seat."""

from __future__ import annotations

import math
from enum import IntEnum

from teamsim._jit import jit
from teamsim.model import Floats

_SCORE_LIMIT = 2.0**30
"""Keeps a key and a seat number together below 63 bits."""


class Choice(IntEnum):
    """How the best of the ready people is chosen."""

    SENIORITY = 0
    RESULTS = 1


@jit
def is_ready(month: int, grade_month: int, min_months_in_grade: int) -> bool:
    """Tell whether a person has been in grade long enough; nobody moves in the month they took the grade."""
    return month - grade_month >= max(min_months_in_grade, 1)


@jit
def tier_after_move(u: float, tier: int, moves: Floats) -> int:
    """Return the tier to which a person's seat is regraded this year, or -1 where it stays as it is.

    `moves[tier]` adds the shares up over the ladder: .1 down to tier 0 and .2 up to tier 2 from tier 1 are
    .1, .1, .3; a luck of .05 moves down, of .25 up, of .3 not at all.
    """
    for target in range(moves.shape[1]):
        if u < moves[tier, target]:
            return target
    return -1


@jit
def attainment_of(credited: float, quota: float) -> float:
    """Return credited / quota, or 1 (neither good nor bad) where there is no quota yet."""
    return credited / quota if quota > 0.0 else 1.0


@jit
def promotion_key(choice: int, hire_day: int, attainment: float) -> int:
    """Return a whole number; the ready person with the largest is promoted, ties by seat order.

    Seniority: the earliest hire day. Results: attainment in millionths, so that no rounding of floats decides.
    """
    score = -float(hire_day) if choice == Choice.SENIORITY else attainment * 1e6 + 0.5
    return int(math.floor(max(-_SCORE_LIMIT, min(score, _SCORE_LIMIT))))
