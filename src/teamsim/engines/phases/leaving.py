"""Leave: who resigns at the end of the month."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.calendar import DAYS_PER_MONTH, NEVER, month_of
from teamsim.engines.phases.entering import acquisition_of
from teamsim.engines.phases.staffing import NOBODY, let_go, vacate
from teamsim.model import NO_SOURCE, Desk, Floats, Ints, Model, MonthBook, Occupancy, Record
from teamsim.numeric import exponential, stretch
from teamsim.random import ONCE, Purpose, standard_normal, uniform
from teamsim.rules.attrition import (
    ExitKind,
    attrition_hazard,
    ends_probation,
    exit_effect,
    has_failed,
    is_dismissed,
    is_leaving,
    is_recent,
    is_retiring,
    newcomers_ratio,
)
from teamsim.rules.promotion import attainment_of
from teamsim.tallies import Tally


@phase
def leave(
    model: Model,
    state: Occupancy,
    book: MonthBook,
    desk: Desk,
    count: Floats,
    month: int,
    seed: int,
    replication: int,
) -> int:
    """Decide who retires, is dismissed, resigns, or whose notice ends; they leave their seats at the month's end.

    Returns how many leave (`desk.leavers`).

    Only who would leave at the highest hazard of the tier is looked at: some three in a hundred. (In a month without
    exits a rule of one's own gives inf x 0, not a number, and nobody's luck lies below that.)
    """
    n_leavers = NOBODY
    count_recent(model, state, desk, month)
    for tier in range(model.tiers.size):
        p = model.tiers[tier]
        if p.retirement_months < NEVER:
            n_leavers = retire(state, book, desk.leavers, n_leavers, month, p)
        if p.probation_months > 0:
            n_leavers = end_probations(state, book, desk.leavers, n_leavers, month, seed, replication, p)
        if p.performance_floor > 0.0:
            n_leavers = end_plans(state, book, desk.leavers, n_leavers, month, seed, replication, p)
        if p.has_notice:
            n_leavers = end_notices(state, book, desk.leavers, n_leavers, month, p)
        highest = p.highest_hazard * p.exit_season[model.months[month].calendar_month]
        n_picked = pick_below(book.exit_luck, highest, book.places, p.first_seat, p.end_seat)
        for pick in range(n_picked):
            seat = book.places[pick]
            if not state.is_occupied[seat] or state.leaves_month[seat] != NEVER:
                continue
            if is_leaving(book.exit_luck[seat], hazard_of(model, state, desk, seat, tier, month)):
                count[model.seats.cell[seat], Tally.RESIGNATIONS] += 1
                state.leaves_month[seat] = month + p.notice_months
                if p.notice_months == 0:
                    n_leavers = let_go(state, book, desk.leavers, n_leavers, seat, ExitKind.VOLUNTARY)
    vacate(model, state, book, count, desk.leavers, n_leavers, DAYS_PER_MONTH * (month + 1))
    for tier in range(model.tiers.size):
        p = model.tiers[tier]
        if p.performance_floor > 0.0:
            count_plans(model.seats.cell, state.plan_until, count, p)
    n_gone: int = n_leavers
    return n_gone


@part
def count_recent(model: Model, state: Occupancy, desk: Desk, month: int) -> None:
    """Count the seats that somebody left of late, by unit and tier, where that makes others leave."""
    for place in range(model.cells.size):
        cell = model.cells[place]
        p = model.tiers[cell.tier]
        if p.log_peer_ratio > 0.0:
            desk.recent[place] = n_recent(state.left_month, month, p, cell.first_seat, cell.end_seat)


@part
def n_recent(left_month: Ints, month: int, p: Record, first: int, end: int) -> int:
    """Return how many of a stretch of seats somebody left of late."""
    n_seats = 0
    for seat in stretch(first, end):
        n_seats += is_recent(left_month[seat], month, p)
    return n_seats


@part
def retire(state: Occupancy, book: MonthBook, leavers: Ints, n_leavers: int, month: int, p: Record) -> int:
    """Let the people of a tier go who have reached its retirement age."""
    for seat in range(p.first_seat, p.end_seat):
        if state.is_occupied[seat] and is_retiring(month, state.birth_month[seat], p):
            n_leavers = let_go(state, book, leavers, n_leavers, seat, ExitKind.RETIREMENT)
    return n_leavers


@part
def end_probations(
    state: Occupancy,
    book: MonthBook,
    leavers: Ints,
    n_leavers: int,
    month: int,
    seed: int,
    replication: int,
    p: Record,
) -> int:
    """Part with the hires of a tier who do not pass; nobody who is on notice."""
    spared, places = book.picked, book.places
    for seat in stretch(p.first_seat, p.end_seat):  # many at a time; the list needs them one by one
        is_there = state.is_occupied[seat] and state.leaves_month[seat] == NEVER
        is_judged = is_there and ends_probation(month, month_of(state.hire_day[seat]), p)
        spared[seat] = 0.0 if is_judged else 1.0
    n_judged = pick_below(spared, 0.5, places, p.first_seat, p.end_seat)
    for judged in range(n_judged):
        seat = places[judged]
        u = uniform(seed, replication, state.subject[seat], state.occupant[seat], ONCE, ONCE, Purpose.PROBATION)
        if has_failed(state.talent[seat], standard_normal(u), p):
            n_leavers = let_go(state, book, leavers, n_leavers, seat, ExitKind.PROBATION)
    return n_leavers


@part
def end_plans(
    state: Occupancy,
    book: MonthBook,
    leavers: Ints,
    n_leavers: int,
    month: int,
    seed: int,
    replication: int,
    p: Record,
) -> int:
    """Dismiss people of a tier at the end of their plan, or let them start anew; nobody who is on notice."""
    for seat in range(p.first_seat, p.end_seat):
        if state.plan_until[seat] != month or not state.is_occupied[seat]:
            continue
        u = uniform(seed, replication, state.subject[seat], state.occupant[seat], month, ONCE, Purpose.DISMISSAL)
        if state.leaves_month[seat] == NEVER and is_dismissed(u, state.quarters_below[seat], p):
            n_leavers = let_go(state, book, leavers, n_leavers, seat, ExitKind.INVOLUNTARY)
        state.plan_until[seat] = NEVER
        state.quarters_below[seat] = 0
    return n_leavers


@part
def count_plans(cell: Ints, plan_until: Ints, count: Floats, p: Record) -> None:
    """Count the people of a tier who are on a plan after the month's exits."""
    for seat in range(p.first_seat, p.end_seat):
        count[cell[seat], Tally.ON_PLAN] += plan_until[seat] != NEVER


@part
def end_notices(state: Occupancy, book: MonthBook, leavers: Ints, n_leavers: int, month: int, p: Record) -> int:
    """Let the people of a tier go whose notice ends with the month."""
    for seat in range(p.first_seat, p.end_seat):
        if state.is_occupied[seat] and state.leaves_month[seat] == month:
            n_leavers = let_go(state, book, leavers, n_leavers, seat, ExitKind.VOLUNTARY)
    return n_leavers


@part
def pick_below(luck: Floats, limit: float, places: Ints, first: int, end: int) -> int:
    """List the places of a stretch where luck is below a limit; return how many there are."""
    n_picked = 0
    for place in stretch(first, end):  # no branch: who is picked can not be foreseen
        places[n_picked] = place
        n_picked += luck[place] < limit
    return n_picked


@part
def hazard_of(model: Model, state: Occupancy, desk: Desk, seat: int, tier: int, month: int) -> float:
    """Return a person's hazard [per month]: the tenure law's x e^z of the effects x the month's season."""
    p = model.tiers[tier]
    tenure = month - month_of(state.hire_day[seat])
    attainment = attainment_of(
        state.prior_credited[seat] + state.year_credited[seat],
        state.prior_quota[seat] + state.year_quota[seat],
    )
    hazard: float = attrition_hazard(tenure, attainment, tier, p)
    if p.has_effects:
        unit = model.seats.unit[seat]
        is_led = not p.is_individual or model.units[unit].head_unit < 0 or desk.heads[unit] > 0.0
        in_grade, attainment = month - state.grade_month[seat], state.quarter_attainment[seat]
        n_left = desk.recent[model.seats.cell[seat]] if p.log_peer_ratio > 0.0 else 0
        leadership = desk.leadership[unit] if p.is_individual and p.log_manager_ratio < 0.0 else 0.0
        base = state.base_annual[seat]
        hazard *= exponential(exit_effect(attainment, base, in_grade, is_led, leadership, n_left, p))
    if model.sources.size > 0 or model.acquisitions.size > 0:
        hazard *= ratio_by_entry(model, state, seat, month)
    if p.top_share > 0.0 and state.is_recognised[0, seat]:
        hazard *= p.recognised_ratio
    hazard *= p.exit_season[model.months[month].calendar_month]
    return hazard


@part
def ratio_by_entry(model: Model, state: Occupancy, seat: int, month: int) -> float:
    """Return the hazard ratio of where a person was hired from, or of the team with which they came."""
    ratio, entry = 1.0, state.entry_seat[seat]
    if model.sources.size > 0 and state.source[seat] != NO_SOURCE:
        ratio *= model.sources[state.source[seat]].exit_ratio
    acquisition = acquisition_of(model, entry, state.occupant[seat])
    if acquisition >= 0:
        ratio *= newcomers_ratio(month - model.seats.opens[entry], model.acquisitions[acquisition])
    return ratio
