"""Recruit: empty seats become requisitions, recruiters work on them until somebody accepts an offer."""

from __future__ import annotations

import numpy as np

from teamsim._jit import part, phase
from teamsim.calendar import DAYS_PER_MONTH, NEVER, month_of
from teamsim.engines.phases.entering import entrant_source, join
from teamsim.engines.phases.heaps import sink
from teamsim.engines.phases.staffing import NOBODY, is_lent
from teamsim.model import NO_SOURCE, Desk, Floats, Ints, Model, Occupancy
from teamsim.random import ONCE, Purpose, standard_normal, uniform
from teamsim.rules.hiring import (
    ANY_MONTH,
    MAX_OFFERS,
    Vacancy,
    is_backfilled,
    is_offer_accepted,
    is_offered_inside,
    log_strain,
    offer_acceptance,
    recruiter_work_days,
    start_day,
)
from teamsim.rules.organisation import is_seat_fillable
from teamsim.tallies import Tally


@phase
def requisition(
    model: Model,
    state: Occupancy,
    desk: Desk,
    n_vacant: int,
    count: Floats,
    month: int,
    seed: int,
    replication: int,
) -> None:
    """Request a hire for each seat still empty, in seat order; a short search may end within the month."""
    seats, n_starters = model.seats, NOBODY
    n_open, flow = 0, model.company.candidate_flow
    if flow < np.inf:
        n_open = n_searches(model, state, desk.vacant[:n_vacant], count, month)
    approved = DAYS_PER_MONTH * month + model.company.approval_lag_days
    for place in range(n_vacant):
        seat = desk.vacant[place]
        if state.is_occupied[seat] and state.leaves_month[seat] == NEVER:
            continue
        if state.fill_day[seat] != NEVER or model.hiring.is_frozen[month, seats.cell[seat]]:
            continue
        if not is_sought_outside(model, state, seat, month, seed, replication):
            continue
        n_open += 1
        count[seats.cell[seat], Tally.REQUISITIONS] += 1
        state.raised_day[seat] = DAYS_PER_MONTH * month
        state.log_strain[seat] = log_strain(n_open, flow)
        end = end_of_search(desk.slots, approved, recruit(model, state, seat, seed, replication))
        is_held = state.is_occupied[seat]
        state.fill_day[seat] = max(end, DAYS_PER_MONTH * (state.leaves_month[seat] + 1)) if is_held else end
        state.search_end[seat] = state.fill_day[seat]
        if model.company.start_months != ANY_MONTH:
            first = model.months[0].calendar_month
            state.fill_day[seat] = start_day(state.fill_day[seat], first, model.company.start_months)
        desk.starters[n_starters] = seat
        n_starters += month_of(state.fill_day[seat]) == month
    join(model, state, desk.starters, n_starters, count, month, seed, replication)


@part
def is_sought_outside(model: Model, state: Occupancy, seat: int, month: int, seed: int, replication: int) -> bool:
    """Tell whether a seat that nobody holds, or whose holder is on notice, is to be filled from outside.

    What befalls a seat on notice is decided by the luck of the month in which it will be empty.
    """
    seats, p = model.seats, model.tiers[model.seats.tier[seat]]
    if not state.is_occupied[seat]:
        is_open = is_seat_fillable(seats.opens[seat], seats.closes[seat], month) and not is_lent(model, state, seat)
        return is_open and is_to_be_filled(model, state, seat, month, seed, replication)
    empty_from, subject, occupant = state.leaves_month[seat] + 1, seats.subject[seat], state.next_occupant[seat]
    if not is_seat_fillable(seats.opens[seat], seats.closes[seat], empty_from):
        return False
    share = model.hiring.backfill_share[min(empty_from, model.n_months - 1), seats.cell[seat]]
    u = uniform(seed, replication, subject, occupant, empty_from, ONCE, Purpose.BACKFILL)
    if share < 1.0 and not is_backfilled(u, share):
        return False
    u = uniform(seed, replication, subject, occupant, empty_from, ONCE, Purpose.INTERNAL_FIRST)
    return p.from_tier < 0 or not is_offered_inside(u, p.internal_share)


@part
def is_to_be_filled(model: Model, state: Occupancy, seat: int, month: int, seed: int, replication: int) -> bool:
    """Tell whether an empty seat is to be filled: decided for each vacancy once, when it is first looked at."""
    share = model.hiring.backfill_share[month, model.seats.cell[seat]]
    if state.vacancy[seat] == Vacancy.NEW:
        state.vacancy[seat] = Vacancy.TO_FILL
        if share < 1.0:
            subject, occupant = model.seats.subject[seat], state.next_occupant[seat]
            u = uniform(seed, replication, subject, occupant, month, ONCE, Purpose.BACKFILL)
            state.vacancy[seat] = Vacancy.TO_FILL if is_backfilled(u, share) else Vacancy.LEFT_EMPTY
    is_wanted: bool = state.vacancy[seat] == Vacancy.TO_FILL
    return is_wanted


@part
def n_searches(model: Model, state: Occupancy, vacant: Ints, count: Floats, month: int) -> int:
    """Return the searches open on the first of the month: those that go on, and those that end within it.

    Who joins with a planned intake was not searched for.
    """
    n_open = 0
    for seat in model.seats.intake:
        n_open -= model.seats.opens[seat] == month
    for seat in vacant:
        n_open += state.fill_day[seat] != NEVER
    for cell in range(count.shape[0]):
        n_open += int(count[cell, Tally.HIRES])
    return n_open


@part
def recruit(model: Model, state: Occupancy, seat: int, seed: int, replication: int) -> int:
    """Return the days that a search will take its recruiter: a stretch of work for each offer, up to the accepted."""
    subject, occupant = model.seats.subject[seat], state.next_occupant[seat]
    p, company, work_days = model.tiers[model.seats.tier[seat]], model.company, 0
    log_median = p.log_median_days + company.flow_work * state.log_strain[seat]
    if model.sources.size > 0:
        source = entrant_source(model, seat, occupant, seed, replication)
        log_median += p.log_source_work[source] if source != NO_SOURCE else 0.0
    chance = offer_acceptance(p.offer_log_odds - company.flow_acceptance * state.log_strain[seat])
    for attempt in range(MAX_OFFERS):
        z = standard_normal(uniform(seed, replication, subject, occupant, ONCE, attempt, Purpose.RECRUITER_WORK))
        work_days += recruiter_work_days(log_median, p.work_sigma, z, company.start_step_days)
        state.n_offers[seat] = attempt + 1
        if chance == 1.0:
            break
        u = uniform(seed, replication, subject, occupant, ONCE, attempt, Purpose.OFFER)
        if is_offer_accepted(u, chance, attempt):
            break
    return work_days


@part
def end_of_search(slots: Ints, approved_day: int, work_days: int) -> int:
    """Return the day a search ends: it waits for the first free recruiter slot (a heap of days), then works.

    No slots at all means no limit.
    """
    if slots.size == 0:
        return approved_day + work_days
    slots[0] = max(approved_day, slots[0]) + work_days
    end: int = slots[0]
    sink(slots, slots.size, 0)
    return end
