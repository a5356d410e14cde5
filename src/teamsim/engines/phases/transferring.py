"""Transfer: empty seats are offered to people of the same tier in other units; each who comes leaves a seat."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.calendar import DAYS_PER_MONTH, NEVER, month_of
from teamsim.engines.phases.moving import relocate
from teamsim.engines.phases.scoring import NOT_READY, read_attainment
from teamsim.engines.phases.vacancies import enlist, list_offered
from teamsim.model import RAMP_GAINED, RAMP_LOST, Desk, Floats, Ints, Model, MonthBook, Occupancy, Record
from teamsim.numeric import stretch
from teamsim.random import Purpose
from teamsim.rules.development import Way, months_lost
from teamsim.rules.organisation import lies_within
from teamsim.rules.promotion import may_transfer, promotion_key

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
    if n_empty > 0:
        compare_peers(model, state, book, desk.entries, p, month)
    for place in range(n_empty):
        target = desk.targets[place]
        source = best_peer(model, desk.entries, p, target)
        if source != NOBODY:
            relocate(model, state, book, count, source, target, month)
            desk.entries[source] = NOT_READY
            if model.accounts.aptitudes > 0:
                settle_in(model, state, target, month)
            n_vacant = enlist(desk.vacant, n_vacant, source)
    return n_vacant


@part
def compare_peers(model: Model, state: Occupancy, book: MonthBook, entries: Ints, p: Record, month: int) -> None:
    """Give those of a tier who may move the whole number by which they are compared: time in the seat, or results."""
    first, end, latest, choice = p.first_seat, p.end_seat, DAYS_PER_MONTH * month, p.transfer_choice
    read_attainment(state, book, book.picked, p)
    for seat in stretch(first, end):  # one loop for both would not become vector instructions
        seated_from = state.seated_from[seat]
        is_there = seated_from < latest and state.leaves_month[seat] == NEVER  # who came later is not yet there
        is_able = is_there and may_transfer(month, month_of(seated_from), p.transfer_months)
        entries[seat] = 0 if is_able else NOT_READY
    for seat in stretch(first, end):
        key = promotion_key(choice, state.seated_from[seat], book.picked[seat])
        entries[seat] = key if entries[seat] != NOT_READY else NOT_READY


@part
def best_peer(model: Model, entries: Ints, p: Record, target: int) -> int:
    """Return the seat of the first among a tier's people in other units who may move, or NOBODY."""
    unit, best, chosen, wide = model.seats.unit[target], NOT_READY, NOBODY, p.is_transfer_wide
    scope = max(model.units[unit].parent, 0)
    for seat in range(p.first_seat, p.end_seat):
        if entries[seat] <= best or model.seats.unit[seat] == unit:
            continue
        if wide or lies_within(model.seats.unit[seat], scope, model.units):
            best, chosen = entries[seat], seat
    return chosen


@part
def settle_in(model: Model, state: Occupancy, seat: int, month: int) -> None:
    """Put the ramp clock of who has moved back, and note what the move teaches."""
    tier = model.seats.tier[seat]
    clock = (DAYS_PER_MONTH * month - state.hire_day[seat]) / DAYS_PER_MONTH + state.aptitude[RAMP_GAINED, seat]
    state.aptitude[RAMP_LOST, seat] += months_lost(clock, model.tiers[tier].transfer_ramp)
    for k in range(model.programmes.size):
        if model.programmes[k].way == Way.TRANSFERRED and model.programmes[k].is_offered and model.attends[k, tier]:
            state.last_course[k, seat] = month
