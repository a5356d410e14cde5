"""Train: what courses have made of people, who takes one this month, what that takes."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.calendar import NEVER, month_of
from teamsim.engines.phases.accounts import empty
from teamsim.engines.phases.staffing import rise, sink
from teamsim.model import (
    INNATE_LEADERSHIP,
    INNATE_TALENT,
    NOT_WAITING,
    RAMP_GAINED,
    Desk,
    Floats,
    Ints,
    Model,
    MonthBook,
    Occupancy,
)
from teamsim.rules.development import courses_kept, developed_talent, selling_share, ticket, wants_course
from teamsim.rules.incentives import minor
from teamsim.tallies import Tally


@phase
def advance(model: Model, state: Occupancy) -> None:
    """Set everybody's talent, leadership and months of ramp gained by the courses taken so far."""
    for seat in range(state.is_occupied.size):
        if not state.is_occupied[seat]:
            continue
        log_talent, leadership, months = 0.0, 0.0, 0.0
        for k in range(model.programmes.size):
            p = model.programmes[k]
            log_talent += p.talent_gain * state.courses[k, seat]
            leadership += p.leadership_gain * state.courses[k, seat]
            months += p.ramp_months if state.last_course[k, seat] != NEVER else 0.0
        state.talent[seat] = developed_talent(state.aptitude[INNATE_TALENT, seat], log_talent)
        state.leadership[seat] = state.aptitude[INNATE_LEADERSHIP, seat] + leadership
        state.aptitude[RAMP_GAINED, seat] = months


@phase
def train(model: Model, state: Occupancy, book: MonthBook, desk: Desk, count: Floats, month: int) -> None:
    """Give out the places of each programme; who takes one sells less this month."""
    days = book.picked
    empty(days, 0, days.size)
    for k in range(model.programmes.size):
        n_waiting = queue_up(model, state, desk.ranking, month, k)
        last = last_admitted(desk.ranking, n_waiting, model.programmes[k].places)
        hold_course(model, state, days, count, month, k, last)
    for seat in range(days.size):
        if days[seat] > 0.0:
            book.capacity[seat] *= selling_share(days[seat])


@part
def queue_up(model: Model, state: Occupancy, queue: Ints, month: int, k: int) -> int:
    """Let those ask for whom a course is due, and others withdraw; return how many wait (`queue`, a heap)."""
    p, n_waiting, tier = model.programmes[k], 0, model.seats.tier
    for seat in range(state.is_occupied.size):
        is_there = state.is_occupied[seat] and month >= state.leave_until[seat] and state.leaves_month[seat] == NEVER
        is_meant = is_there and p.is_offered and model.attends[k, tier[seat]]
        if is_meant and wants_course(month, month_of(state.hire_day[seat]), state.last_course[k, seat], p):
            if state.ticket[k, seat] == NOT_WAITING:
                state.ticket[k, seat] = ticket(month, seat)
            rise(queue, n_waiting, state.ticket[k, seat])
            n_waiting += 1
        else:
            state.ticket[k, seat] = NOT_WAITING
    return n_waiting


@part
def last_admitted(queue: Ints, n_waiting: int, places: int) -> int:
    """Return the ticket of the last who gets a place; NOT_WAITING - 1 where there are enough for all."""
    if n_waiting <= places:
        return NOT_WAITING - 1
    for _ in range(places - 1):
        n_waiting -= 1
        queue[0] = queue[n_waiting]
        sink(queue, n_waiting, 0)
    last: int = queue[0]
    return last


@part
def hold_course(model: Model, state: Occupancy, days: Floats, count: Floats, month: int, k: int, last: int) -> None:
    """Let those with a place take the course; what everybody keeps of earlier ones fades."""
    p, cost = model.programmes[k], minor(model.programmes[k].cost, model.company.minor_units)
    for seat in range(days.size):
        if not state.is_occupied[seat]:
            continue
        is_taken, cell = state.ticket[k, seat] <= last, model.seats.cell[seat]
        state.courses[k, seat] = courses_kept(state.courses[k, seat], is_taken, p)
        if is_taken:
            state.ticket[k, seat] = NOT_WAITING
            state.last_course[k, seat] = month
            days[seat] += p.days_lost
            count[cell, Tally.TRAINED] += 1
            count[cell, Tally.TRAINING_DAYS] += p.days_lost
            count[cell, Tally.PROGRAMME_COST] += cost
        elif state.ticket[k, seat] != NOT_WAITING:
            count[cell, Tally.WAITING_TO_TRAIN] += 1


@part
def credit_ramps(tenure: Floats, aptitude: Floats, first: int, end: int) -> None:
    """Let ramp clocks run ahead by the months that courses have given."""
    for seat in range(first, end):
        tenure[seat] += aptitude[RAMP_GAINED, seat]
