"""Promote: by what the people of a tier are compared when a seat above is empty."""

from __future__ import annotations

from typing import Any

import numpy as np

from teamsim._jit import part
from teamsim.calendar import MONTHS_PER_YEAR, Cycle, month_of
from teamsim.model import N_CRITERIA, Floats, Model, MonthBook, Occupancy, Record
from teamsim.numeric import stretch
from teamsim.random import ONCE, Purpose, standard_normal, uniform
from teamsim.rules.promotion import Choice, assessed_score, attainment_of, criterion_value, standardised

NOT_READY: Any = np.int64(-(2**63))
"""Below the entry of anybody who is compared."""


@part
def score_people(
    model: Model, state: Occupancy, book: MonthBook, tier: int, month: int, seed: int, replication: int
) -> None:
    """Work out the score of everybody in the tier below, into `book.picked`."""
    p = model.tiers[tier]
    below = model.tiers[p.from_tier]
    if p.choice == Choice.RESULTS:
        read_attainment(state, book, book.picked, below)
    elif p.choice == Choice.SCORE:
        weigh_criteria(model, state, book, p, month, seed, replication)
        add_rater_bias(model, state, book.picked, below, seed, replication)
    elif p.choice == Choice.RANDOM:
        for seat in range(below.first_seat, below.end_seat):
            address = state.subject[seat], state.occupant[seat]
            book.picked[seat] = uniform(seed, replication, address[0], address[1], month, ONCE, Purpose.RANDOM_CHOICE)
    if model.company.acting_bonus > 0.0:
        add_bonus(model, state, book.picked, tier, below)


@part
def add_bonus(model: Model, state: Occupancy, score: Floats, tier: int, below: Record) -> None:
    """Add to the scores of people who act for a seat of the tier."""
    for seat in range(below.first_seat, below.end_seat):
        head = state.acting_for[seat]
        if head >= 0 and model.seats.tier[head] == tier:
            score[seat] += model.company.acting_bonus


@part
def read_attainment(state: Occupancy, book: MonthBook, attainment: Floats, below: Record) -> None:
    """Work out the attainment of this and the last fiscal year."""
    add_up(attainment, state.prior_credited, state.year_credited, below.first_seat, below.end_seat)
    add_up(book.selling_normal, state.prior_quota, state.year_quota, below.first_seat, below.end_seat)
    for seat in stretch(below.first_seat, below.end_seat):
        attainment[seat] = attainment_of(attainment[seat], book.selling_normal[seat])


@part
def add_up(total: Floats, one: Floats, other: Floats, first: int, end: int) -> None:
    """Set the sum of two columns."""
    for seat in stretch(first, end):
        total[seat] = one[seat] + other[seat]


@part
def weigh_criteria(
    model: Model, state: Occupancy, book: MonthBook, p: Record, month: int, seed: int, replication: int
) -> None:
    """Add up the standardised criteria, as assessed, by their weights."""
    below, year = model.tiers[p.from_tier], judged_from(model, month)
    read_attainment(state, book, book.selling_luck, below)
    for seat in range(below.first_seat, below.end_seat):
        book.picked[seat] = 0.0
    for criterion in range(N_CRITERIA):
        if p.weights[criterion] <= 0.0:
            continue
        n_people, total, squares = 0, 0.0, 0.0
        for seat in range(below.first_seat, below.end_seat):
            if is_compared(state, seat, month):
                value = value_of(state, book, seat, criterion, month)
                n_people, total, squares = n_people + 1, total + value, squares + value * value
        for seat in range(below.first_seat, below.end_seat):
            if is_compared(state, seat, month):
                value = value_of(state, book, seat, criterion, month)
                score, reliability = standardised(value, total, squares, n_people), p.reliability[criterion]
                if reliability < 1.0:
                    noise = noise_of(state, seat, year, criterion, seed, replication)
                    score = assessed_score(score, reliability, noise)
                book.picked[seat] += p.weights[criterion] * score


@part
def is_compared(state: Occupancy, seat: int, month: int) -> bool:
    """Tell whether there is somebody to compare, from before the month: who joins later in it is not known yet."""
    return bool(state.is_occupied[seat]) and bool(state.grade_month[seat] < month)


@part
def judged_from(model: Model, month: int) -> int:
    """Return the first month of the run of the fiscal year for which people are assessed."""
    first: int = max(0, model.months[month].cycle_end[Cycle.YEAR] - MONTHS_PER_YEAR + 1)
    return first


@part
def noise_of(state: Occupancy, seat: int, year: int, criterion: int, seed: int, replication: int) -> float:
    """Draw the noise in one criterion of a person's assessment of a fiscal year."""
    subject, occupant = state.subject[seat], state.occupant[seat]
    return standard_normal(uniform(seed, replication, subject, occupant, year, criterion, Purpose.ASSESSMENT))


@part
def add_rater_bias(model: Model, state: Occupancy, score: Floats, below: Record, seed: int, replication: int) -> None:
    """Add to each score how lenient the unit's raters are."""
    sigma = model.company.rater_bias_sigma
    if sigma > 0.0:
        for seat in range(below.first_seat, below.end_seat):
            if state.is_occupied[seat]:
                subject = model.units[model.seats.unit[seat]].subject
                u = uniform(seed, replication, subject, ONCE, ONCE, ONCE, Purpose.ASSESSMENT)
                score[seat] += sigma * standard_normal(u)


@part
def value_of(state: Occupancy, book: MonthBook, seat: int, criterion: int, month: int) -> float:
    """Return what a criterion reads of the person in a seat."""
    tenure = month - month_of(state.hire_day[seat])
    return criterion_value(criterion, tenure, state.talent[seat], book.selling_luck[seat], state.leadership[seat])
