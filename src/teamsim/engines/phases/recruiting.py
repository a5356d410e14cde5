"""Recruit: empty seats become requisitions, recruiters work on them until somebody accepts an offer."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.calendar import DAYS_PER_MONTH, NEVER, month_of
from teamsim.engines.phases.staffing import join, sink
from teamsim.measures import Tally
from teamsim.model import Floats, Ints, Model, Occupancy
from teamsim.random import Purpose, standard_normal, uniform
from teamsim.rules.hiring import MAX_OFFERS, is_offer_accepted, offer_acceptance, recruiter_work_days
from teamsim.rules.organisation import is_seat_fillable


@phase
def requisition(
    model: Model,
    state: Occupancy,
    slots: Ints,
    count: Floats,
    month: int,
    seed: int,
    replication: int,
) -> None:
    """Request a hire for each seat still empty, in seat order; a short search may end within the month."""
    seats = model.seats
    approved = DAYS_PER_MONTH * month + model.company.approval_lag_days
    for seat in range(seats.unit.size):
        if state.is_occupied[seat] or state.fill_day[seat] != NEVER:
            continue
        if not is_seat_fillable(seats.opens[seat], seats.closes[seat], month):
            continue
        count[seats.cell[seat], Tally.REQUISITIONS] += 1
        state.raised_day[seat] = DAYS_PER_MONTH * month
        state.fill_day[seat] = end_of_search(slots, approved, recruit(model, state, seat, seed, replication))
        if month_of(state.fill_day[seat]) == month:
            join(model, state, count, seat, month, seed, replication)


@part
def recruit(model: Model, state: Occupancy, seat: int, seed: int, replication: int) -> int:
    """Return the days that a search will take its recruiter: a stretch of work for each offer, up to the accepted."""
    subject, occupant, step = model.seats.subject[seat], state.next_occupant[seat], model.company.start_step_days
    p, work_days = model.tiers[model.seats.tier[seat]], 0
    chance = offer_acceptance(p.offer_log_odds)
    for attempt in range(MAX_OFFERS):
        z = standard_normal(uniform(seed, replication, subject, occupant, 0, attempt, Purpose.RECRUITER_WORK))
        work_days += recruiter_work_days(p.log_median_days, p.work_sigma, z, step)
        state.n_offers[seat] = attempt + 1
        u = uniform(seed, replication, subject, occupant, 0, attempt, Purpose.OFFER)
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
