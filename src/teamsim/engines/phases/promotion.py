"""Promote: empty seats are filled by people in other units and ready people below, then seats are regraded (push)."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.calendar import NEVER
from teamsim.engines.phases.moving import move
from teamsim.engines.phases.scoring import NOT_READY, score_people
from teamsim.engines.phases.staffing import NOBODY
from teamsim.engines.phases.transferring import transfer
from teamsim.engines.phases.vacancies import enlist, list_offered, merge
from teamsim.model import Desk, Floats, Ints, Model, MonthBook, Occupancy, Record
from teamsim.numeric import stretch
from teamsim.random import ONCE, Purpose, uniform
from teamsim.rules.organisation import lies_within
from teamsim.rules.promotion import is_ready, is_refused, promotion_key, tier_after_move
from teamsim.tallies import Tally

_SEAT_BITS = 32
_LAST_SEAT = (1 << _SEAT_BITS) - 1
_BLOCK = 64
"""So many people share a note of who is the best of them."""


@phase
def regrade(
    model: Model, state: Occupancy, book: MonthBook, count: Floats, month: int, seed: int, replication: int
) -> None:
    """Regrade seats with their holders by the matrix of moves; who is new in the tier stays."""
    if not model.months[month].is_move_month:
        return
    for tier in range(model.tiers.size):
        p = model.tiers[tier]
        if model.moves[tier, model.tiers.size - 1] <= 0.0:
            continue
        for seat in range(p.first_seat, p.end_seat):
            if not state.is_occupied[seat] or state.grade_month[seat] >= month or state.leaves_month[seat] != NEVER:
                continue
            u = uniform(seed, replication, state.subject[seat], state.occupant[seat], month, ONCE, Purpose.MOVE)
            target = tier_after_move(u, tier, model.moves)
            if target >= 0:
                move(model, state, book, count, seat, model.seats.faces[seat, target], month)


@phase
def promote(
    model: Model,
    state: Occupancy,
    book: MonthBook,
    desk: Desk,
    n_vacant: int,
    count: Floats,
    month: int,
    seed: int,
    replication: int,
) -> int:
    """Fill empty seats from peers elsewhere and ready people below, highest tier first; each move empties a seat.

    People who move are new in grade and can not move again, so the best of a scope are chosen at once for all its
    seats: the best for the first seat, and so on. Only where seats are regraded they are filled one by one: who is
    promoted out of one opens its home, which may stand further on in the same tier. Returns how many seats wait for
    somebody (`desk.vacant`).
    """
    for tier in range(model.tiers.size - 1, -1, -1):
        p = model.tiers[tier]
        if p.transfer_share > 0.0:
            n_vacant = transfer(model, state, book, desk, n_vacant, count, tier, month, seed, replication)
        if p.from_tier < 0:
            continue
        n_empty = offer_inside(model, state, desk, n_vacant, tier, p.first_seat, month, seed, replication)
        if n_empty > 0:
            score_people(model, state, book, tier, month, seed, replication)
            if p.refusal > 0.0:
                forget_asked(desk.asked, model.tiers[p.from_tier])
        first = 0
        while first < n_empty:
            scope, end = scope_of(model, desk.targets[first], p), first
            limit = first + 1 if model.company.has_moves else n_empty
            while end < limit and scope_of(model, desk.targets[end], p) == scope:
                end += 1
            n_wanted = end - first
            n_chosen = choose(model, state, book.picked, desk, count, tier, scope, month, n_wanted, seed, replication)
            n_left = NOBODY
            for place in range(n_chosen):
                chosen = desk.ranking[place]
                move(model, state, book, count, chosen, desk.targets[first + place], month)
                n_left = enlist(desk.starters, n_left, chosen)
            n_vacant = merge(desk.vacant, n_vacant, desk.starters, n_left)
            if model.company.has_moves:
                after = desk.targets[first] + 1
                n_empty = offer_inside(model, state, desk, n_vacant, tier, after, month, seed, replication)
                end = 0
            first = end
    return n_vacant


@part
def offer_inside(
    model: Model,
    state: Occupancy,
    desk: Desk,
    n_vacant: int,
    tier: int,
    from_seat: int,
    month: int,
    seed: int,
    replication: int,
) -> int:
    """List the empty seats of a tier, from one on, that are offered to people below; return how many."""
    terms = model.tiers[tier].internal_share, Purpose.INTERNAL_FIRST
    return list_offered(model, state, desk, n_vacant, tier, from_seat, terms, month, seed, replication)


@part
def scope_of(model: Model, seat: int, p: Record) -> int:
    """Return the unit from which, with those below it, a seat's candidates come."""
    return 0 if p.is_company_wide else model.seats.unit[seat]


@part
def choose(
    model: Model,
    state: Occupancy,
    score: Floats,
    desk: Desk,
    count: Floats,
    tier: int,
    scope: int,
    month: int,
    n_wanted: int,
    seed: int,
    replication: int,
) -> int:
    """Choose the best people ready for a tier within a unit who accept, best first; return how many there are.

    An entry holds the key above the seat number, so whole numbers decide, and of equals the first in seat order.
    Who comes before the last of the chosen is asked.
    """
    p, n_chosen = model.tiers[tier], 0
    first, end = seats_within(model, p.from_tier, scope)
    compare(desk.entries, state, score, month, p, first, end)
    if model.trees.shape[0] > 0:
        pass_over(model, desk.entries, scope, first, end)
    n_blocks = note_best(desk.entries, desk.best, first, end)
    while n_chosen < n_wanted:
        seat = take_best(desk.entries, desk.best, n_blocks, first, end)
        if seat < 0:
            break
        if p.refusal > 0.0 and declines(state, seat, month, seed, replication, p):
            count[model.seats.cell[seat], Tally.PROMOTIONS_REFUSED] += desk.asked[seat] == 0
            desk.asked[seat] = 1
            continue
        desk.ranking[n_chosen] = seat
        n_chosen += 1
    return n_chosen


@part
def note_best(entries: Ints, best: Ints, first: int, end: int) -> int:
    """Note the highest entry of each block of a stretch; return how many blocks there are.

    A few of the best are then found without comparing all people again for each.
    """
    n_blocks = 0
    for start in range(first, end, _BLOCK):
        best[n_blocks] = highest(entries, start, min(start + _BLOCK, end))
        n_blocks += 1
    return n_blocks


@part
def take_best(entries: Ints, best: Ints, n_blocks: int, first: int, end: int) -> int:
    """Return the seat with the highest entry of a stretch, and take it out; -1 where nobody is left."""
    entry = highest(best, 0, n_blocks)
    if entry == NOT_READY:
        return -1
    seat: int = _LAST_SEAT - (entry & _LAST_SEAT)
    entries[seat] = NOT_READY
    block = (seat - first) // _BLOCK
    start = first + block * _BLOCK
    best[block] = highest(entries, start, min(start + _BLOCK, end))
    return seat


@part
def highest(entries: Ints, first: int, end: int) -> int:
    """Return the highest of a stretch of entries."""
    most = NOT_READY
    for place in stretch(first, end):
        most = max(most, entries[place])
    entry: int = most
    return entry


@part
def forget_asked(asked: Ints, below: Record) -> None:
    """Begin with nobody of the tier below who was asked."""
    for seat in stretch(below.first_seat, below.end_seat):
        asked[seat] = 0


@part
def declines(state: Occupancy, seat: int, month: int, seed: int, replication: int, p: Record) -> bool:
    """Tell whether a person declines this month."""
    u = uniform(seed, replication, state.subject[seat], state.occupant[seat], month, ONCE, Purpose.REFUSAL)
    return is_refused(u, p.refusal)


@part
def seats_within(model: Model, tier: int, scope: int) -> tuple[int, int]:
    """Return the stretch of seats of a tier from the first to the last in a unit and those below it.

    They stand together, unless a unit was moved: then seats of others may lie between.
    """
    first, end = 0, 0
    for cell in model.cells:
        if cell.tier == tier and lies_within(cell.unit, scope, model.units):
            first = cell.first_seat if end == 0 else first
            end = cell.end_seat
    return first, end


@part
def pass_over(model: Model, entries: Ints, scope: int, first: int, end: int) -> None:
    """Take those out of the ready people who are neither in a unit nor below it."""
    for seat in range(first, end):
        if not lies_within(model.seats.unit[seat], scope, model.units):
            entries[seat] = NOT_READY


@part
def compare(entries: Ints, state: Occupancy, score: Floats, month: int, p: Record, first: int, end: int) -> None:
    """Give who is ready for a tier (there, not on notice, long enough in grade) the number by which people compare."""
    is_occupied, leaves_month, grade_month = state.is_occupied, state.leaves_month, state.grade_month
    hire_day, choice, min_months = state.hire_day, p.choice, p.min_months_in_grade
    for seat in stretch(first, end):
        is_there = is_occupied[seat] and leaves_month[seat] == NEVER
        entry = entry_of(seat, hire_day[seat], score[seat], choice)
        entries[seat] = entry if is_there and is_ready(month, grade_month[seat], min_months) else NOT_READY


@part
def entry_of(seat: int, hire_day: int, score: float, choice: int) -> int:
    """Return the whole number by which a person is compared: the key above the seat's number, the first largest."""
    return promotion_key(choice, hire_day, score) * (1 << _SEAT_BITS) + (_LAST_SEAT - int(seat))
