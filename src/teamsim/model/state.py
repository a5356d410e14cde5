"""What changes while a replication lives: who is in each seat, the book of the month, the desk."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from teamsim.calendar import NEVER
from teamsim.model.arrays import Floats, Ints
from teamsim.model.layout import AccountSizes, Model
from teamsim.model.records import NO_SOURCE


class Occupancy(NamedTuple):
    """Who is in each seat and how they stand, on the first day of a month.

    Arrays of shape [R, S] (opening states of R replications) or [S] (an engine's working state). A person's
    fields travel with the person when promoted; `raised_day` to `left_month` belong to the seat. Accounts of
    the plan and of courses have more axes, for instance [R, 4, K, S]: component k of the person's plan.
    """

    is_occupied: NDArray[Any]
    raised_day: NDArray[Any]  # day of the running requisition
    fill_day: NDArray[Any]  # day on which the hire starts, or NEVER
    search_end: NDArray[Any]  # day on which the recruiter's work on it ends
    vacancy: NDArray[Any]  # rules.hiring.Vacancy of an empty seat
    n_offers: NDArray[Any]  # that search's offers, the accepted one included
    log_strain: NDArray[Any]  # ln of how far the market was strained when it was raised, at least 0
    next_occupant: NDArray[Any]  # number of the next external entrant of the seat
    months_vacant: NDArray[Any]  # of a head's seat: months in which nobody held it, up to now, where somebody acts then
    left_month: NDArray[Any]  # month at whose end somebody last left the seat by choice, -NEVER = nobody has
    entry_seat: NDArray[Any]  # the person's address: seat of entry ...
    occupant: NDArray[Any]  # ... and which entrant of it
    subject: NDArray[Any]  # hash of the seat of entry
    hire_day: NDArray[Any]  # NEVER in an opening state = drawn at the person's address
    seated_from: NDArray[Any]  # day on which the person took this seat
    grade_month: NDArray[Any]  # month in which the person reached this tier
    cohort_cell: NDArray[Any]  # cell in which the person began the running 12-month block, -1 = joined later
    talent: NDArray[Any]  # mean one; NaN in an opening state = drawn at the person's address
    leadership: NDArray[Any]  # standard normal; NaN in an opening state = drawn at the person's address
    fte: NDArray[Any]
    leave_until: NDArray[Any]  # month in which the person is back from leave
    birth_month: NDArray[Any]  # NEVER = not known; drawn at the person's address where somebody retires
    leaves_month: NDArray[Any]  # month at whose end a person on notice goes, or NEVER
    base_annual: NDArray[Any]  # NaN in an opening state = the tier's
    quota_annual: NDArray[Any]  # NaN in an opening state = the tier's
    source: NDArray[Any]  # where the person was hired from; DRAWN_SOURCE in an opening state = drawn at the address
    preference: NDArray[Any]  # uniform: which type the person is of; NaN in an opening state = drawn at the address
    acting_for: NDArray[Any]  # head's seat for whose empty chair the person acts, -1 = none
    came_from: NDArray[Any]  # seat that the person left for this one within the run, -1 = none
    moved_on: NDArray[Any]  # business held back for the next month; below 0 = signed before its month
    quarter_credited: NDArray[Any]
    quarter_quota: NDArray[Any]  # to date
    quarters_below: NDArray[Any]  # finished quarters in a row below the performance floor
    plan_until: NDArray[Any]  # month at whose end a performance plan ends, or NEVER
    quarter_attainment: NDArray[Any]  # of the last finished quarter in this tier; NaN = none
    year_credited: NDArray[Any]
    year_quota: NDArray[Any]  # to date
    prior_credited: NDArray[Any]  # the fiscal year before
    prior_quota: NDArray[Any]
    plan_accounts: NDArray[Any]  # [4, K, S] of the running cycle: CREDITED, QUOTA, WORKED, EARNED
    plan_unpaid: NDArray[Any]  # [2 + lags, D, S] OPEN, DUE, and what was earned in month m at LAGS + m mod lags
    own_invoices: NDArray[Any]  # [H, S] what counted of own business in the last months; month m stands at m mod H
    aptitude: NDArray[Any]  # [4, S] INNATE_TALENT, INNATE_LEADERSHIP (NaN: as known), RAMP_GAINED, RAMP_LOST
    courses: NDArray[Any]  # [P, S] what is left of those taken of each programme, in courses
    last_course: NDArray[Any]  # [P, S] month of the last one, or NEVER
    ticket: NDArray[Any]  # [P, S] place in the queue for one, or NOT_WAITING
    is_recognised: NDArray[Any]  # [1, S] among the best of the last quarter; [0, S] where nobody is recognised


CREDITED, QUOTA, WORKED, EARNED = range(4)
"""Of a component's running cycle: measure; quota, or to date (NaN in an opening state = starts now); FTE-months;
minor units."""
OPEN, DUE, LAGS = range(3)
"""Earned and not paid, minor units (below 0 = paid in advance); of it payable, paid with the next payment."""
INNATE_TALENT, INNATE_LEADERSHIP, RAMP_GAINED, RAMP_LOST = range(4)
"""Talent and leadership without courses; months by which the ramp clock runs ahead in all (below 0 = behind), and by
which lateral moves have put it back."""
N_APTITUDES = 4
NOT_WAITING = 2**62
"""The ticket of somebody who does not wait for a course."""


def account_shapes(sizes: AccountSizes) -> dict[str, tuple[int, ...]]:
    """Return the axes before the seats of those fields of `Occupancy` that have some."""
    return {
        "plan_accounts": (4, sizes.components),
        "plan_unpaid": (LAGS + sizes.lags, sizes.deferred),
        "own_invoices": (sizes.invoices,),
        "aptitude": (sizes.aptitudes,),
        "courses": (sizes.programmes,),
        "last_course": (sizes.programmes,),
        "ticket": (sizes.programmes,),
        "is_recognised": (sizes.awards,),
    }


_OCCUPANCY_TYPES: dict[str, Any] = {
    "is_occupied": np.bool_,
    "subject": np.uint64,
    "raised_day": np.int64,
    "fill_day": np.int64,
    "search_end": np.int64,
    "source": np.int64,
    "vacancy": np.int64,
    "n_offers": np.int64,
    "next_occupant": np.int64,
    "months_vacant": np.int64,
    "left_month": np.int64,
    "entry_seat": np.int64,
    "occupant": np.int64,
    "hire_day": np.int64,
    "seated_from": np.int64,
    "grade_month": np.int64,
    "cohort_cell": np.int64,
    "leave_until": np.int64,
    "birth_month": np.int64,
    "leaves_month": np.int64,
    "quarters_below": np.int64,
    "plan_until": np.int64,
    "acting_for": np.int64,
    "came_from": np.int64,
    "last_course": np.int64,
    "ticket": np.int64,
    "is_recognised": np.bool_,
}


_EMPTY: dict[str, int] = {
    "fill_day": NEVER,
    "seated_from": NEVER,
    "leaves_month": NEVER,
    "plan_until": NEVER,
    "cohort_cell": -1,
    "acting_for": -1,
    "came_from": -1,
    "left_month": -NEVER,
    "source": NO_SOURCE,
    "last_course": NEVER,
    "ticket": NOT_WAITING,
}
"""What stands in an empty seat where it is not 0."""


def empty_occupancy(n_states: int, n_seats: int, sizes: AccountSizes, **known: NDArray[Any]) -> Occupancy:
    """Return an occupancy of empty seats: no person, no search; but for fields that are `known`.

    In an empty seat every field that the passes over all seats read gives nothing, so they need not ask.
    """
    shapes, fields = account_shapes(sizes), dict(known)
    for name in Occupancy._fields:
        if name not in known:
            fields[name] = np.zeros((n_states, *shapes.get(name, ()), n_seats), _OCCUPANCY_TYPES.get(name, np.float64))
            if name in _EMPTY:
                fields[name][...] = _EMPTY[name]
    return Occupancy(**fields)


class PlanState(IntEnum):
    """What becomes of a person's variable pay in a month."""

    EARNED = 0  # less what is clawed back
    CLAWED_BACK = 1
    FORFEITED = 2
    PAYABLE = 3  # earned and not paid at the end of the month
    FINAL_PAY = 4  # settled on an exit


class MonthBook(NamedTuple):
    """What happens in the running month, by seat: an engine's scratch arrays of shape [S]; zero where nobody is."""

    places: NDArray[Any]  # of seats picked out of a pass
    picked: NDArray[Any]  # their values
    is_present: NDArray[Any]  # somebody was in the seat this month
    exit_luck: NDArray[Any]  # uniform
    selling_luck: NDArray[Any]  # uniform
    selling_normal: NDArray[Any]  # the same as a standard normal
    seated_share: NDArray[Any]
    active_share: NDArray[Any]  # seated and not on leave
    ramp: NDArray[Any]  # where a panel is kept
    capacity: NDArray[Any]
    effort: NDArray[Any]  # where people answer their plans
    moved: NDArray[Any]  # business pulled in (above 0) or pushed out (below 0) at the month's end, at full value
    bookings: NDArray[Any]
    own: NDArray[Any]  # what counts of own business, where not all does; before that, what does not
    credited: NDArray[Any]  # what counts for the plan: own business, or a share of the team's
    quota: NDArray[Any]
    base: NDArray[Any]
    commission: NDArray[Any]
    bonus: NDArray[Any]
    settled: NDArray[Any]  # of the bonus: running cycles that a move or another plan ended
    plan_states: NDArray[Any]  # [5, S] what becomes of variable pay, by PlanState
    collected: NDArray[Any]  # paid of the person's invoices, where a plan asks for it
    told: NDArray[Any]  # [3, K, S] line, measure, quota of each component where a panel is kept; else [3, 0, S]
    on_costs: NDArray[Any]
    exit_kind: NDArray[Any]
    severance: NDArray[Any]  # of the last leaver, of this month where there is an exit kind


def empty_month_book(n_seats: int, n_lines: int = 0) -> MonthBook:
    """Return the scratch arrays of a month for a number of seats and of components that are told one by one."""
    types: dict[str, Any] = {"is_present": np.bool_, "places": np.int64, "exit_kind": np.int8}
    book = MonthBook(*(np.zeros(n_seats, dtype=types.get(name, np.float64)) for name in MonthBook._fields))
    return book._replace(plan_states=np.zeros((len(PlanState), n_seats)), told=np.zeros((3, n_lines, n_seats)))


class Desk(NamedTuple):
    """What the phases work with beside people: made once, used again by every replication."""

    market: Floats  # [U] what each territory gives this month
    heads: Floats  # [U] managers at work for its people
    quality: Floats  # [U] mean manager factor of those at work
    leadership: Floats  # [U] their mean leadership, 0 where nobody leads
    reports: Floats  # [U] individual contributors of its managers, all units together
    team: Floats  # [U] what the unit and those below it book
    shocks: Floats  # [U + 1] common shocks of the units and of the company
    vacant: Ints  # [S] seats that wait for somebody, in seat order
    starters: Ints  # [S] seats in which somebody starts
    leavers: Ints  # [S] seats whose holders leave
    targets: Ints  # [S] seats to be filled from inside
    entries: Ints  # [S] by what people are compared
    best: Ints  # [S] the best of each block of them
    ranking: Ints  # [S] seats of the best, best first
    asked: Ints  # [S] 1 = has refused a seat of the tier this month
    acting: Ints  # [S] of a head's seat: where the person sits who acts for it, -1 = nobody does
    recent: Ints  # [C] seats that somebody left of late
    slots: Ints  # recruiter slots: the day each is free


def empty_desk(model: Model) -> Desk:
    """Return an empty desk."""
    n_units, n_seats = model.units.size, model.seats.unit.size
    vacant, starters, leavers, targets, entries, best, ranking, asked, acting = np.zeros((9, n_seats), dtype=np.int64)
    slots = np.zeros(model.company.n_slots, dtype=np.int64)
    market, heads, quality, leadership, reports, team = np.zeros((6, n_units))
    shocks = np.zeros(n_units + 1)
    recent = np.zeros(model.cells.size, dtype=np.int64)
    of_seats = vacant, starters, leavers, targets, entries, best, ranking, asked, acting
    return Desk(market, heads, quality, leadership, reports, team, shocks, *of_seats, recent, slots)
