"""A person moves from one seat to another: what goes along, what is settled, what the budget follows."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.calendar import DAYS_PER_MONTH
from teamsim.engines.phases.accounts import forget_invoices, restart_accounts
from teamsim.engines.phases.earning import settle
from teamsim.engines.phases.reviewing import clear_reviews
from teamsim.engines.phases.staffing import clear
from teamsim.model import Floats, Model, MonthBook, Occupancy, PlanState
from teamsim.rules.organisation import is_seat_fillable
from teamsim.tallies import Tally


@part
def move(model: Model, state: Occupancy, book: MonthBook, count: Floats, source: int, target: int, month: int) -> None:
    """Move the person in one seat into another of a new tier on the first of the month; results start anew."""
    count[model.seats.cell[source], Tally.PROMOTIONS_OUT] += 1
    count[model.seats.cell[target], Tally.PROMOTIONS_IN] += 1
    take_along(model, state, book, count, source, target, month, month)
    state.base_annual[target] = max(state.base_annual[target], model.tiers[model.seats.tier[target]].base_annual)
    clear_reviews(state, target)


@phase
def take_along(
    model: Model,
    state: Occupancy,
    book: MonthBook,
    count: Floats,
    source: int,
    target: int,
    grade_month: int,
    month: int,
) -> None:
    """Let a person take another seat with all that is theirs; cycles of the plan are settled and restart."""
    seats, p = model.seats, model.tiers[model.seats.tier[target]]
    move_budget(model, count, source, target, month)
    settle(model, state, book, source, month)
    book.settled[target], book.settled[source] = book.settled[source], 0.0
    if model.company.has_states:
        book.plan_states[PlanState.EARNED, target] = book.plan_states[PlanState.EARNED, source]
        book.plan_states[PlanState.EARNED, source] = 0.0
    state.is_occupied[target] = True
    state.entry_seat[target] = state.entry_seat[source]
    state.occupant[target] = state.occupant[source]
    state.subject[target] = state.subject[source]
    state.hire_day[target] = state.hire_day[source]
    state.seated_from[target] = DAYS_PER_MONTH * month
    state.grade_month[target] = grade_month
    state.cohort_cell[target] = state.cohort_cell[source]
    state.talent[target] = state.talent[source]
    state.birth_month[target] = state.birth_month[source]
    state.leadership[target] = state.leadership[source]
    state.preference[target] = state.preference[source]
    state.source[target] = state.source[source]
    if model.accounts.aptitudes > 0:
        take_courses_along(state, source, target)
    state.came_from[target] = source
    state.moved_on[target] = state.moved_on[source] if p.is_selling else 0.0
    state.fte[target] = state.fte[source]
    state.leave_until[target] = state.leave_until[source]
    state.leaves_month[target] = state.leaves_month[source]
    state.base_annual[target] = state.base_annual[source]
    state.quota_annual[target] = model.cells[seats.cell[target]].quota_annual
    clear(state, source)
    forget_invoices(state, source)
    restart_accounts(model, state, target, month)


@part
def relocate(
    model: Model, state: Occupancy, book: MonthBook, count: Floats, source: int, target: int, month: int
) -> None:
    """Move the person in one seat into another of the same tier: results of the year go along."""
    count[model.seats.cell[source], Tally.TRANSFERS_OUT] += 1
    count[model.seats.cell[target], Tally.TRANSFERS_IN] += 1
    take_reviews_along(state, source, target)
    take_along(model, state, book, count, source, target, state.grade_month[source], month)


@part
def take_reviews_along(state: Occupancy, source: int, target: int) -> None:
    """Let the results of the quarter and the year, a performance plan and an award go along to another seat."""
    state.quarter_credited[target] = state.quarter_credited[source]
    state.quarter_quota[target] = state.quarter_quota[source]
    state.quarters_below[target] = state.quarters_below[source]
    state.plan_until[target] = state.plan_until[source]
    state.quarter_attainment[target] = state.quarter_attainment[source]
    state.year_credited[target] = state.year_credited[source]
    state.year_quota[target] = state.year_quota[source]
    state.prior_credited[target] = state.prior_credited[source]
    state.prior_quota[target] = state.prior_quota[source]
    for row in range(state.is_recognised.shape[0]):
        state.is_recognised[row, target] = state.is_recognised[row, source]


@part
def take_courses_along(state: Occupancy, source: int, target: int) -> None:
    """Let what a person has learnt, and the place in a queue, go along to another seat."""
    for row in range(state.aptitude.shape[0]):
        state.aptitude[row, target] = state.aptitude[row, source]
    for k in range(state.courses.shape[0]):
        state.courses[k, target] = state.courses[k, source]
        state.last_course[k, target] = state.last_course[k, source]
        state.ticket[k, target] = state.ticket[k, source]


@part
def move_budget(model: Model, count: Floats, source: int, target: int, month: int) -> None:
    """Let the budget follow a seat that is regraded; one that its holder leaves for another seat opens at home."""
    seats = model.seats
    home = seats.home[source]
    if home == seats.home[target]:
        count[seats.cell[source], Tally.SEATS] -= 1
        count[seats.cell[target], Tally.SEATS] += 1
    elif home != source:
        count[seats.cell[source], Tally.SEATS] -= 1
        if is_seat_fillable(seats.opens[home], seats.closes[home], month):
            count[seats.cell[home], Tally.SEATS] += 1


@phase
def move_seats(model: Model, state: Occupancy, book: MonthBook, count: Floats, month: int) -> None:
    """Let people go along where their seats move to another unit, in whatever tier their seat is by now."""
    seats = model.seats
    for target in seats.moved:
        if seats.opens[target] != month:
            continue
        for tier in range(model.tiers.size):
            here, there = seats.faces[seats.follows[target], tier], seats.faces[target, tier]
            if here >= 0 and there >= 0 and state.is_occupied[here]:
                count[seats.cell[target], Tally.SEATS] -= 1
                count[seats.cell[there], Tally.SEATS] += 1
                if here == seats.home[here]:
                    count[seats.cell[here], Tally.SEATS] -= 1
                relocate(model, state, book, count, here, there, month)
