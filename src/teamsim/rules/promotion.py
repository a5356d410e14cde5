"""Who is pulled up into an empty seat, who moves to one elsewhere, and whose seat is regraded.

Decisions compare people by a score: each criterion standardised over the tier's people of that day, as it is
assessed (nobody is omniscient), times its weight.
"""

from __future__ import annotations

import math
from enum import IntEnum
from typing import Any

import numpy as np

from teamsim._jit import jit
from teamsim.model import Floats
from teamsim.numeric import logarithm

_LOWEST_ATTAINMENT = 0.05
_SCORE_LIMIT = 2.0**30
"""Keeps a key and a seat number together below 63 bits."""


class Choice(IntEnum):
    """How the best of the ready people is chosen."""

    SENIORITY = 0
    RESULTS = 1
    SCORE = 2
    RANDOM = 3


class Criterion(IntEnum):
    """By what people are compared."""

    EXPERIENCE = 0
    SKILL = 1
    RESULTS = 2
    LEADERSHIP = 3


@jit
def is_ready(month: int, grade_month: int, min_months_in_grade: int) -> bool:
    """Tell whether a person has been in grade long enough; nobody moves in the month they took the grade."""
    return month - grade_month >= max(min_months_in_grade, 1)


@jit
def may_transfer(month: int, seated_month: int, min_months_in_seat: int) -> bool:
    """Tell whether a person has been in the seat long enough to move to another; nobody moves twice in a month."""
    return month - seated_month >= max(min_months_in_seat, 1)


@jit
def is_refused(u: float, refusal: float) -> bool:
    """Tell whether a person declines a promotion: for the whole month, by one uniform number a person and month."""
    return u < refusal


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
def leadership_score(skill_normal: float, own_normal: float, correlation: float) -> float:
    """Return a standard normal leadership that correlates with the normal behind a person's talent."""
    return correlation * skill_normal + math.sqrt(1.0 - correlation * correlation) * own_normal


@jit
def criterion_value(criterion: int, tenure_months: int, talent: float, attainment: float, leadership: float) -> float:
    """Return what a criterion reads of a person, not yet standardised.

    Experience: log months with the firm. Skill: log talent. Results: log attainment, 5% at least. Leadership as it is.
    """
    if criterion == Criterion.EXPERIENCE:
        return logarithm(float(max(tenure_months, 1)))
    if criterion == Criterion.SKILL:
        return logarithm(talent)
    if criterion == Criterion.RESULTS:
        return logarithm(max(attainment, _LOWEST_ATTAINMENT))
    return leadership


@jit
def standardised(value: float, total: float, total_of_squares: float, n_people: int) -> float:
    """Return (value - mean) / standard deviation of n people's values; 0 where all are alike.

    The standard deviation of the values 1 and 3 is 1, so they stand at -1 and 1.
    """
    mean = total / n_people
    variance = total_of_squares / n_people - mean * mean
    return (value - mean) / math.sqrt(variance) if variance > 1e-12 else 0.0


@jit
def assessed_score(true_score: float, reliability: float, noise: float) -> float:
    """Return sqrt(h) x true score + sqrt(1 - h) x noise: a score with mean 0 and variance 1 stays one.

    The reliability h is the correlation of two independent assessments of a person; .64 and a true score of 2
    without luck are read as 1.6.
    """
    return math.sqrt(reliability) * true_score + math.sqrt(1.0 - reliability) * noise


@jit
def promotion_key(choice: int, hire_day: int, score: float) -> int:
    """Return a whole number; the ready person with the largest is promoted, ties by seat order.

    Seniority: the earliest hire day. Else the score in millionths, so that no rounding of floats decides. The score
    is the attainment where results alone decide, else a weighted sum of standardised criteria, or a random number.
    """
    limit: Any = np.int64(_SCORE_LIMIT)
    by_day = max(-limit, min(-np.int64(hire_day), limit))
    by_score = np.int32(np.floor(max(-_SCORE_LIMIT, min(score * 1e6 + 0.5, _SCORE_LIMIT))))  # many at a time
    return int(by_day if choice == Choice.SENIORITY else np.int64(by_score))
