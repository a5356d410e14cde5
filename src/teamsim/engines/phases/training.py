"""Train: what courses and experience have made of people, who takes one or learns by doing this month."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.calendar import NEVER, month_of
from teamsim.engines.phases.accounts import add_times, empty
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
        p = model.programmes[k]
        if p.talent_gain > 0.0:
            add_times(log_talent, state.courses[k], p.talent_gain, 0, n_seats)
        if p.leadership_gain > 0.0:
            add_times(leadership, state.courses[k], p.leadership_gain, 0, n_seats)
        if p.ramp_months > 0.0:
            add_ramp(months, state.last_course[k], p.ramp_months)
    talent, lead = state.aptitude[INNATE_TALENT], state.aptitude[INNATE_LEADERSHIP]
    for seat in stretch(0, n_seats):
        developed = developed_talent(talent[seat], log_talent[seat])
        state.talent[seat] = developed if state.is_occupied[seat] else 0.0
        state.leadership[seat] = lead[seat] + leadership[seat] if state.is_occupied[seat] else 0.0


@part
def add_ramp(months: Floats, last_course: Ints, gained: float) -> None:
    """Add the months of ramp that a programme has given to those who took it."""
    for seat in stretch(0, months.size):
        months[seat] += gained if last_course[seat] != NEVER else 0.0


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
        p, courses = model.programmes[k], state.courses[k]
        if p.way == Way.COACHED:
            for place in range(model.cells.size):
                cell = model.cells[place]
                is_meant = p.is_offered and model.attends[k, cell.tier]
                share = coaching_of(model, desk, cell) if is_meant else 0.0
                learn_coached(courses, book.active_share, share, p, cell.first_seat, cell.end_seat)
        elif p.way != Way.COURSE:
            for place in range(model.tiers.size):
                tier = model.tiers[place]
                learn_at_once(state, k, month, p, p.is_offered and model.attends[k, place], tier)


@part
def learn_at_once(state: Occupancy, k: int, month: int, p: Record, is_meant: bool, tier: Record) -> None:
    """Let the people of a tier learn by acting or by a move, where a programme is meant for them."""
    courses, first, end = state.courses[k], tier.first_seat, tier.end_seat
    if is_meant and p.way == Way.ACTING:
        learn_acting(courses, state.acting_for, p, first, end)
    elif is_meant:
        learn_moving(courses, state.last_course[k], month, p, first, end)
    else:
        forget(courses, p, first, end)


@part
def coaching_of(model: Model, desk: Desk, cell: Record) -> float:
    """Return what a month of coaching teaches the people of a cell, in courses."""
    company, head_unit = model.company, model.units[cell.unit].head_unit
    if head_unit < 0 or not model.tiers[cell.tier].is_individual:
        return 0.0
    heads, reports = desk.heads[cell.unit], desk.reports[head_unit]
    hours = hours_for_coaching(company.coaching_hours, heads, reports, company.meeting_hours, company.meeting_coaching)
    share: float = coached_share(heads, reports, hours, company.useful_hours)
    return share


@part
def learn_acting(courses: Floats, acting_for: Ints, p: Record, first: int, end: int) -> None:
    """Teach those who act for a head."""
    for seat in stretch(first, end):
        courses[seat] = courses_kept(courses[seat], 1.0 if acting_for[seat] >= 0 else 0.0, p)


@part
def learn_moving(courses: Floats, last_course: Ints, month: int, p: Record, first: int, end: int) -> None:
    """Teach those who have moved this month."""
    for seat in stretch(first, end):
        courses[seat] = courses_kept(courses[seat], 1.0 if last_course[seat] == month else 0.0, p)


@part
def forget(courses: Floats, p: Record, first: int, end: int) -> None:
    """Let what is left of courses fade."""
    for seat in stretch(first, end):
        courses[seat] = courses_kept(courses[seat], 0.0, p)


@part
def learn_coached(courses: Floats, active_share: Floats, share: float, p: Record, first: int, end: int) -> None:
    """Teach those who are at work by a share of a course."""
    for seat in stretch(first, end):
        courses[seat] = courses_kept(courses[seat], share * active_share[seat], p)


@part
def queue_up(model: Model, state: Occupancy, waiting: Ints, month: int, k: int) -> int:
    """Let those ask for whom a course is due, and others withdraw; list who waits, return how many do."""
    p, tickets = model.programmes[k], state.ticket[k]
    for place in range(model.tiers.size):
        tier = model.tiers[place]
        if p.is_offered and model.attends[k, place]:
            ask(tickets, state, state.last_course[k], month, p, tier.first_seat, tier.end_seat)
        else:
            for seat in stretch(tier.first_seat, tier.end_seat):
                tickets[seat] = NOT_WAITING
    n_waiting = 0
    for seat in stretch(0, tickets.size):
        waiting[n_waiting] = seat
        n_waiting += tickets[seat] != NOT_WAITING
    return n_waiting


@part
def ask(tickets: Ints, state: Occupancy, last: Ints, month: int, p: Record, first: int, end: int) -> None:
    """Give tickets to those who want a course and have none; take them from those who do not want one."""
    for seat in stretch(first, end):
        is_there = state.is_occupied[seat] and month >= state.leave_until[seat] and state.leaves_month[seat] == NEVER
        is_due = is_there and wants_course(month, month_of(state.hire_day[seat]), last[seat], p)
        asked = ticket(month, int(seat)) if tickets[seat] == NOT_WAITING else tickets[seat]
        tickets[seat] = asked if is_due else NOT_WAITING


@part
def last_admitted(tickets: Ints, waiting: Ints, queue: Ints, n_waiting: int, places: int) -> int:
    """Return the ticket of the last who gets a place; one before NOT_WAITING: enough for all.

    `queue` is a heap of those who have one so far, the last of them on top.
    """
    if n_waiting <= places:
        return NOT_WAITING - 1
    for place in range(places):
        rise(queue, place, -tickets[waiting[place]])
    for place in range(places, n_waiting):
        entry = -tickets[waiting[place]]
        if entry > queue[0]:
            queue[0] = entry
            sink(queue, places, 0)
    last: int = -queue[0]
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
