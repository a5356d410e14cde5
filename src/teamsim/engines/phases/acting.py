"""Acting heads: while a head's seat is empty, somebody of the tier below does a share of the work."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.calendar import NEVER
from teamsim.engines.phases.promotion import entry_of, seats_within
from teamsim.engines.phases.scoring import NOT_READY, score_people
from teamsim.engines.phases.staffing import is_lent
from teamsim.model import Desk, Floats, Model, MonthBook, Occupancy
from teamsim.numeric import stretch
from teamsim.rules.organisation import is_seat_fillable, lies_within, may_act
from teamsim.tallies import Tally


@phase
def name_acting(
    model: Model, state: Occupancy, book: MonthBook, desk: Desk, count: Floats, month: int, seed: int, replication: int
) -> None:
    """Let the best of those below act for each head's seat that has been empty for long enough, in seat order.

    A person acts until the seat is filled or closed, or the person moves or resigns; then the next best does.
    """
    go_on_acting(model, state, desk, month)
    for unit in range(model.units.size):
        p = model.units[unit]
        if p.head_unit != unit:
            continue
        for head in range(p.first_head, p.end_head):
            if not is_head_missing(model, state, head, month):
                state.months_vacant[head] = 0
                continue
            if desk.acting[head] < 0 and state.months_vacant[head] >= model.company.acting_after:
                name_best(model, state, book, desk, unit, head, month, seed, replication)
            if desk.acting[head] >= 0:
                count[model.seats.cell[desk.acting[head]], Tally.ACTING] += 1
            state.months_vacant[head] += 1


@part
def is_head_missing(model: Model, state: Occupancy, head: int, month: int) -> bool:
    """Tell whether a head's seat is in the budget and nobody holds it, nor came in the month."""
    is_there = is_seat_fillable(model.seats.opens[head], model.seats.closes[head], month)
    return is_there and not state.is_occupied[head] and not is_lent(model, state, head)


@part
def go_on_acting(model: Model, state: Occupancy, desk: Desk, month: int) -> None:
    """List who still acts; the others do so no more."""
    for seat in stretch(0, desk.acting.size):
        desk.acting[seat] = -1
    for seat in range(desk.acting.size):
        head = state.acting_for[seat]
        if head < 0:
            continue
        if state.leaves_month[seat] == NEVER and is_head_missing(model, state, head, month):
            desk.acting[head] = seat
        else:
            state.acting_for[seat] = -1


@part
def name_best(
    model: Model,
    state: Occupancy,
    book: MonthBook,
    desk: Desk,
    unit: int,
    head: int,
    month: int,
    seed: int,
    replication: int,
) -> None:
    """Name who acts: the first of those who may, in the order in which people are promoted to the tier."""
    tier = model.seats.tier[head]
    p, months_in_grade = model.tiers[tier], model.company.acting_months_in_grade
    if p.from_tier < 0:
        return
    score_people(model, state, book, tier, month, seed, replication)
    first, end = seats_within(model, p.from_tier, unit)
    best = NOT_READY
    for seat in range(first, end):
        is_there = state.is_occupied[seat] and state.leaves_month[seat] == NEVER and month >= state.leave_until[seat]
        is_there = is_there and lies_within(model.seats.unit[seat], unit, model.units)
        if state.acting_for[seat] < 0 and may_act(is_there, month, state.grade_month[seat], months_in_grade):
            entry = entry_of(seat, state.hire_day[seat], book.picked[seat], p.choice)
            if entry > best:
                best, desk.acting[head] = entry, seat
    if desk.acting[head] >= 0:
        state.acting_for[desk.acting[head]] = head
