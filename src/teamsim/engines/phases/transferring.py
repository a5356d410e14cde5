"""Transfer: empty seats are offered to people of the same tier in other units; each who comes leaves a seat."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.calendar import DAYS_PER_MONTH, NEVER, month_of
from teamsim.engines.phases.moving import relocate
from teamsim.engines.phases.vacancies import enlist, list_offered
from teamsim.model import RAMP_GAINED, RAMP_LOST, Desk, Floats, Model, MonthBook, Occupancy, Record
from teamsim.random import Purpose
from teamsim.rules.development import Way, months_lost
from teamsim.rules.organisation import lies_within
from teamsim.rules.promotion import Choice, attainment_of, may_transfer, promotion_key

NOBODY = -1


@phase
def transfer(
    model: Model,
    state: Occupancy,
    book: MonthBook,
    desk: Desk,
    n_vacant: int,
    count: Floats,
    tier: int,
    month: int,
    seed: int,
    replication: int,
) -> int:
    """Offer the empty seats of a tier to its people elsewhere, in seat order; return how many seats now wait.

    The seats that they leave are not offered to peers again in the same month.
    """
    p = model.tiers[tier]
    terms = p.transfer_share, Purpose.TRANSFER
    n_empty = list_offered(model, state, desk, n_vacant, tier, p.first_seat, terms, month, seed, replication)
    for place in range(n_empty):
        target = desk.targets[place]
        source = best_peer(model, state, p, target, month)
        if source != NOBODY:
            relocate(model, state, book, count, source, target, month)
            if model.accounts.aptitudes > 0:
                settle_in(model, state, target, month)
            n_vacant = enlist(desk.vacant, n_vacant, source)
    return n_vacant


@part
def best_peer(model: Model, state: Occupancy, p: Record, target: int, month: int) -> int:
    """Return the seat of the first among a tier's people in other units who may move, or NOBODY."""
    unit, best, chosen, wide = model.seats.unit[target], 0, NOBODY, p.is_transfer_wide
    scope = max(model.units[unit].parent, 0)
    latest = DAYS_PER_MONTH * month  # who came later is not yet there
    for seat in range(p.first_seat, p.end_seat):
        if state.seated_from[seat] >= latest or state.leaves_month[seat] != NEVER or model.seats.unit[seat] == unit:
            continue
        if not may_transfer(month, month_of(state.seated_from[seat]), p.transfer_months):
            continue
        if wide or lies_within(model.seats.unit[seat], scope, model.units):
            key = peer_key(state, seat, p)
            if chosen == NOBODY or key > best:
                best, chosen = key, seat
    return chosen


@part
def peer_key(state: Occupancy, seat: int, p: Record) -> int:
    """Return the whole number by which people are compared: time in the seat, or results."""
    attainment = 1.0
    if p.transfer_choice == Choice.RESULTS:
        credited = state.prior_credited[seat] + state.year_credited[seat]
        attainment = attainment_of(credited, state.prior_quota[seat] + state.year_quota[seat])
    return promotion_key(p.transfer_choice, state.seated_from[seat], attainment)


@part
def settle_in(model: Model, state: Occupancy, seat: int, month: int) -> None:
    """Put the ramp clock of who has moved back, and note what the move teaches."""
    tier = model.seats.tier[seat]
    clock = (DAYS_PER_MONTH * month - state.hire_day[seat]) / DAYS_PER_MONTH + state.aptitude[RAMP_GAINED, seat]
    state.aptitude[RAMP_LOST, seat] += months_lost(clock, model.tiers[tier].transfer_ramp)
    for k in range(model.programmes.size):
        if model.programmes[k].way == Way.TRANSFERRED and model.programmes[k].is_offered and model.attends[k, tier]:
            state.last_course[k, seat] = month
