"""Train: what courses and experience have made of people, who takes one or learns by doing this month."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.calendar import NEVER, month_of
from teamsim.engines.phases.accounts import empty
from teamsim.engines.phases.heaps import rise, sink
from teamsim.model import (
    INNATE_LEADERSHIP,
    INNATE_TALENT,
    NOT_WAITING,
    RAMP_GAINED,
    RAMP_LOST,
    Desk,
    Floats,
    Ints,
    Model,
    MonthBook,
    Occupancy,
    Record,
)
from teamsim.numeric import stretch
from teamsim.rules.development import (
    Way,
    coached_share,
    courses_kept,
    developed_talent,
    selling_share,
    ticket,
    wants_course,
)
from teamsim.rules.incentives import minor
from teamsim.rules.organisation import hours_for_coaching
from teamsim.tallies import Tally


@phase
def advance(model: Model, state: Occupancy, book: MonthBook) -> None:
    """Set everybody's talent, leadership and months of ramp gained by the courses taken so far."""
    n_seats, log_talent, leadership = state.is_occupied.size, book.picked, book.selling_normal
    months = state.aptitude[RAMP_GAINED]
    for column in (log_talent, leadership):
        empty(column, 0, n_seats)
    for seat in stretch(0, n_seats):
        months[seat] = -state.aptitude[RAMP_LOST, seat]
    for k in range(model.programmes.size):
        add_gains(log_talent, leadership, months, state.courses[k], state.last_course[k], model.programmes[k])
    talent, lead = state.aptitude[INNATE_TALENT], state.aptitude[INNATE_LEADERSHIP]
    for seat in stretch(0, n_seats):
        developed = developed_talent(talent[seat], log_talent[seat])
        state.talent[seat] = developed if state.is_occupied[seat] else 0.0
        state.leadership[seat] = lead[seat] + leadership[seat] if state.is_occupied[seat] else 0.0


@part
def add_gains(
    log_talent: Floats, leadership: Floats, months: Floats, courses: Floats, last_course: Ints, p: Record
) -> None:
    """Add what one programme has given to everybody."""
    for seat in stretch(0, courses.size):
        log_talent[seat] += p.talent_gain * courses[seat]
        leadership[seat] += p.leadership_gain * courses[seat]
        months[seat] += p.ramp_months if last_course[seat] != NEVER else 0.0


@phase
def train(model: Model, state: Occupancy, book: MonthBook, desk: Desk, count: Floats, month: int) -> None:
    """Give out the places of each programme; who takes one sells less this month."""
    days = book.picked
    empty(days, 0, days.size)
    for k in range(model.programmes.size):
        if model.programmes[k].way != Way.COURSE:
            continue
        n_waiting = queue_up(model, state, desk.targets, month, k)
        last = last_admitted(state.ticket[k], desk.targets, desk.ranking, n_waiting, model.programmes[k].places)
        for seat in stretch(0, days.size):
            taken = 1.0 if state.ticket[k, seat] <= last else 0.0
            state.courses[k, seat] = courses_kept(state.courses[k, seat], taken, model.programmes[k])
        hold_course(model, state, desk.targets, n_waiting, days, count, month, k, last)
    for seat in stretch(0, days.size):
        book.capacity[seat] *= selling_share(days[seat])


@phase
def learn_by_doing(model: Model, state: Occupancy, book: MonthBook, desk: Desk, month: int) -> None:
    """Let people learn by acting, by coaching and by a move; what is kept of earlier months fades."""
    for k in range(model.programmes.size):
        p = model.programmes[k]
        if p.way == Way.COURSE:
            continue
        for seat in range(state.is_occupied.size):
            learnt = 0.0
            if state.is_occupied[seat] and p.is_offered and model.attends[k, model.seats.tier[seat]]:
                learnt = learnt_by(model, state, book, desk, k, seat, month)
            state.courses[k, seat] = courses_kept(state.courses[k, seat], learnt, p)


@part
def learnt_by(model: Model, state: Occupancy, book: MonthBook, desk: Desk, k: int, seat: int, month: int) -> float:
    """Return what a month's doing teaches a person, in courses."""
    way, company, unit = model.programmes[k].way, model.company, model.seats.unit[seat]
    if way == Way.ACTING:
        return 1.0 if state.acting_for[seat] >= 0 else 0.0
    if way == Way.TRANSFERRED:
        return 1.0 if state.last_course[k, seat] == month else 0.0
    head_unit = model.units[unit].head_unit
    if head_unit < 0 or not model.tiers[model.seats.tier[seat]].is_individual:
        return 0.0
    heads, reports = desk.heads[unit], desk.reports[head_unit]
    hours = hours_for_coaching(company.coaching_hours, heads, reports, company.meeting_hours, company.meeting_coaching)
    share: float = coached_share(heads, reports, hours, company.useful_hours) * book.active_share[seat]
    return share


@part
def queue_up(model: Model, state: Occupancy, waiting: Ints, month: int, k: int) -> int:
    """Let those ask for whom a course is due, and others withdraw; list who waits, return how many do."""
    p, tickets, last, tier = model.programmes[k], state.ticket[k], state.last_course[k], model.seats.tier
    for seat in range(tickets.size):
        is_there = state.is_occupied[seat] and month >= state.leave_until[seat] and state.leaves_month[seat] == NEVER
        is_meant = is_there and p.is_offered and model.attends[k, tier[seat]]
        if not (is_meant and wants_course(month, month_of(state.hire_day[seat]), last[seat], p)):
            tickets[seat] = NOT_WAITING
        elif tickets[seat] == NOT_WAITING:
            tickets[seat] = ticket(month, seat)
    n_waiting = 0
    for seat in stretch(0, tickets.size):
        waiting[n_waiting] = seat
        n_waiting += tickets[seat] != NOT_WAITING
    return n_waiting


@part
def last_admitted(tickets: Ints, waiting: Ints, queue: Ints, n_waiting: int, places: int) -> int:
    """Return the ticket of the last who gets a place (`queue`, a heap); one before NOT_WAITING: enough for all."""
    if n_waiting <= places:
        return NOT_WAITING - 1
    for place in range(n_waiting):
        rise(queue, place, tickets[waiting[place]])
    for _ in range(places - 1):
        n_waiting -= 1
        queue[0] = queue[n_waiting]
        sink(queue, n_waiting, 0)
    last: int = queue[0]
    return last


@part
def hold_course(
    model: Model,
    state: Occupancy,
    waiting: Ints,
    n_waiting: int,
    days: Floats,
    count: Floats,
    month: int,
    k: int,
    last: int,
) -> None:
    """Let those with a place take the course."""
    p, cost = model.programmes[k], minor(model.programmes[k].cost, model.company.minor_units)
    for place in range(n_waiting):
        seat = waiting[place]
        cell = model.seats.cell[seat]
        if state.ticket[k, seat] > last:
            count[cell, Tally.WAITING_TO_TRAIN] += 1
            continue
        state.ticket[k, seat] = NOT_WAITING
        state.last_course[k, seat] = month
        days[seat] += p.days_lost
        count[cell, Tally.TRAINED] += 1
        count[cell, Tally.TRAINING_DAYS] += p.days_lost
        count[cell, Tally.PROGRAMME_COST] += cost


@part
def credit_ramps(tenure: Floats, aptitude: Floats, first: int, end: int) -> None:
    """Let ramp clocks run ahead by the months that courses have given."""
    for seat in range(first, end):
        tenure[seat] += aptitude[RAMP_GAINED, seat]
