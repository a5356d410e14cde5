"""Who sits where: open, start, vacate, close."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.calendar import DAYS_PER_MONTH, NEVER
from teamsim.engines.phases.accounts import empty
from teamsim.engines.phases.entering import join
from teamsim.engines.phases.pay import usual_pay
from teamsim.model import (
    Desk,
    Flags,
    Floats,
    Ints,
    Model,
    MonthBook,
    Occupancy,
)
from teamsim.numeric import stretch
from teamsim.random import ONCE
from teamsim.rules.attrition import ExitKind, is_regretted
from teamsim.rules.costs import due_on_exit
from teamsim.rules.hiring import Vacancy
from teamsim.rules.incentives import minor
from teamsim.rules.organisation import is_seat_fillable, is_seat_open
from teamsim.tallies import Tally

NOBODY = ONCE
"""A count to begin with, of the type that it keeps."""


@phase
def open_month(model: Model, state: Occupancy, book: MonthBook, desk: Desk, count: Floats, month: int) -> int:
    """Count who is there; open and close seats; clear what the last month left in the book.

    Returns how many leave because their seat closes (`desk.leavers`).
    """
    seats = model.seats
    for seat in stretch(0, seats.unit.size):
        book.exit_kind[seat] = ExitKind.STAYED
        book.settled[seat] = 0.0
    if model.company.has_states:
        for state_of_pay in range(book.plan_states.shape[0]):
            empty(book.plan_states[state_of_pay], 0, seats.unit.size)
    for place in range(model.cells.size):
        cell = model.cells[place]
        count[place, Tally.OPENING_HEADCOUNT] = n_occupied(state.is_occupied, cell.first_seat, cell.end_seat)
        count[place, Tally.SEATS] = cell.end_seat - cell.first_seat
        if month == model.months[month].block_start:
            for seat in range(cell.first_seat, cell.end_seat):
                state.cohort_cell[seat] = place
    n_leavers = NOBODY
    for seat in seats.planned:
        if seats.closes[seat] <= month:
            state.fill_day[seat] = NEVER
            if seats.is_redundant[seat]:
                n_leavers = make_redundant(model, state, book, desk.leavers, n_leavers, seat)
    vacate(model, state, book, count, desk.leavers, n_leavers, DAYS_PER_MONTH * month)
    for seat in seats.planned:
        if not is_seat_open(seats.opens[seat], seats.closes[seat], state.is_occupied[seat], month):
            count[seats.cell[seat], Tally.SEATS] -= 1
        elif seats.home[seat] != seat:
            close_home(model, count, seat, month)
    for seat in seats.intake:
        if seats.opens[seat] == month:
            state.raised_day[seat] = DAYS_PER_MONTH * month
            state.fill_day[seat] = DAYS_PER_MONTH * month
            state.n_offers[seat] = 1
    n_gone: int = n_leavers
    return n_gone


@phase
def move_units(model: Model, month: int) -> None:
    """Let the units stand where they stand from this month on."""
    row = model.months[month].tree
    for unit in range(model.units.size):
        here, there = model.units[unit], model.trees[row, unit]
        here.parent, here.nth_up = there.parent, there.nth_up
        here.first_head, here.end_head, here.head_unit = there.first_head, there.end_head, there.head_unit
        here.potential_annual = there.potential_annual


@part
def make_redundant(model: Model, state: Occupancy, book: MonthBook, leavers: Ints, n_leavers: int, home: int) -> int:
    """Let the holder of a seat that closes go, to whatever tier it was regraded; return how many go."""
    for tier in range(model.tiers.size):
        seat = model.seats.faces[home, tier]
        if seat >= 0 and state.is_occupied[seat]:
            n_leavers = let_go(state, book, leavers, n_leavers, seat, ExitKind.INVOLUNTARY)
    return n_leavers


@part
def let_go(state: Occupancy, book: MonthBook, leavers: Ints, n_leavers: int, seat: int, kind: int) -> int:
    """Put a person on the list of those who leave; return how many there are."""
    state.is_occupied[seat] = False
    book.exit_kind[seat] = kind
    leavers[n_leavers] = seat
    return n_leavers + 1


@part
def close_home(model: Model, count: Floats, seat: int, month: int) -> None:
    """Take the home of a regraded seat out of the budget's count."""
    home = model.seats.home[seat]
    if is_seat_fillable(model.seats.opens[home], model.seats.closes[home], month):
        count[model.seats.cell[home], Tally.SEATS] -= 1


@part
def is_lent(model: Model, state: Occupancy, home: int) -> bool:
    """Tell whether an empty seat is closed because it was regraded with its holder."""
    is_held = False
    for tier in range(model.tiers.size):
        seat = model.seats.faces[home, tier]
        is_held = is_held or (seat >= 0 and state.is_occupied[seat])
    return is_held


@part
def n_occupied(is_occupied: Flags, first: int, end: int) -> int:
    """Return how many people sit in a stretch of seats."""
    n_people = 0
    for seat in stretch(first, end):
        n_people += is_occupied[seat]
    return n_people


@phase
def start(model: Model, state: Occupancy, desk: Desk, count: Floats, month: int, seed: int, replication: int) -> int:
    """Let those join whose start day falls in the month; return how many seats wait for somebody (`desk.vacant`).

    Those are the empty seats, and where that is the custom the seats of people on notice, in seat order.
    """
    n_vacant = list_vacant(state.is_occupied, desk.vacant)
    if model.company.is_early_requisition:
        n_vacant = list_wanted(state.is_occupied, state.leaves_month, desk.vacant)
    n_due, end = NOBODY, DAYS_PER_MONTH * (month + 1)
    for place in range(n_vacant):
        desk.starters[n_due] = desk.vacant[place]
        n_due += state.fill_day[desk.vacant[place]] < end
    join(model, state, desk.starters, n_due, count, month, seed, replication)
    return n_vacant


@part
def list_vacant(is_occupied: Flags, vacant: Ints) -> int:
    """List the empty seats; return how many there are."""
    n_vacant = 0
    for seat in stretch(0, is_occupied.size):  # no branch: where the next one is can not be foreseen
        vacant[n_vacant] = seat
        n_vacant += not is_occupied[seat]
    return n_vacant


@part
def list_wanted(is_occupied: Flags, leaves_month: Ints, vacant: Ints) -> int:
    """List the seats that are empty or will be; return how many there are."""
    n_vacant = 0
    for seat in stretch(0, is_occupied.size):
        vacant[n_vacant] = seat
        n_vacant += (not is_occupied[seat]) or leaves_month[seat] != NEVER
    return n_vacant


@phase
def vacate(
    model: Model, state: Occupancy, book: MonthBook, count: Floats, leavers: Ints, n_leavers: int, day: int
) -> None:
    """Empty the seats of people who leave the organisation: `day` is the first without them."""
    law, minor_units = model.jurisdiction[0], model.company.minor_units
    for place in range(n_leavers):
        seat = leavers[place]
        cell, kind = model.seats.cell[seat], book.exit_kind[seat]
        is_involuntary = kind == ExitKind.INVOLUNTARY
        book.severance[seat] = 0.0
        if is_involuntary or law.non_compete_months > 0.0:
            months_of_service = (day - state.hire_day[seat]) / DAYS_PER_MONTH
            last_pay = usual_pay(model, state, seat, max(day // DAYS_PER_MONTH - 1, 0))
            due = due_on_exit(is_involuntary, months_of_service, last_pay, law)
            book.severance[seat] = minor(due, minor_units)
            count[cell, Tally.SEVERANCE] += book.severance[seat]
        count[cell, Tally.EXITS_VOLUNTARY] += kind == ExitKind.VOLUNTARY
        is_missed = is_regretted(state.prior_credited[seat], state.prior_quota[seat], state.quarter_attainment[seat])
        count[cell, Tally.EXITS_REGRETTED] += kind == ExitKind.VOLUNTARY and is_missed
        count[cell, Tally.EXITS_INVOLUNTARY] += is_involuntary or kind == ExitKind.PROBATION
        count[cell, Tally.EXITS_PROBATION] += kind == ExitKind.PROBATION
        count[cell, Tally.EXITS_RETIREMENT] += kind == ExitKind.RETIREMENT
        if state.cohort_cell[seat] >= 0:
            count[state.cohort_cell[seat], Tally.COHORT_EXITS] += 1
        if kind == ExitKind.VOLUNTARY:
            state.left_month[seat] = day // DAYS_PER_MONTH - 1
        clear(state, seat)


@part
def clear(state: Occupancy, seat: int) -> None:
    """Take a person out of a seat; the passes over all seats then find nothing there (see `empty_occupancy`)."""
    state.is_occupied[seat] = False
    state.vacancy[seat] = Vacancy.NEW
    state.seated_from[seat] = NEVER
    state.fte[seat] = 0.0
    state.acting_for[seat] = -1
    state.came_from[seat] = -1
    state.moved_on[seat] = 0.0
    state.leaves_month[seat] = NEVER
    state.plan_until[seat] = NEVER
    state.base_annual[seat] = 0.0
    state.quota_annual[seat] = 0.0
