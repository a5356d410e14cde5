"""Promote: empty higher seats are filled from ready people below (pull), then seats are regraded (push)."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.calendar import DAYS_PER_MONTH, NEVER
from teamsim.engines.phases.accounts import forget_invoices
from teamsim.engines.phases.earning import settle
from teamsim.engines.phases.recruiting import is_to_be_filled
from teamsim.engines.phases.scoring import score_people
from teamsim.engines.phases.staffing import clear, is_lent, restart_results, rise, sink
from teamsim.model import Desk, Floats, Ints, Model, MonthBook, Occupancy, PlanState, Record
from teamsim.random import Purpose, uniform
from teamsim.rules.hiring import is_offered_inside
from teamsim.rules.organisation import is_seat_fillable
from teamsim.rules.promotion import is_ready, promotion_key, tier_after_move
from teamsim.tallies import Tally

_SEAT_BITS = 32
_LAST_SEAT = (1 << _SEAT_BITS) - 1


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
            u = uniform(seed, replication, state.subject[seat], state.occupant[seat], month, 0, Purpose.MOVE)
            target = tier_after_move(u, tier, model.moves)
            if target >= 0:
                move(model, state, book, count, seat, model.seats.faces[seat, target], month)


@phase
def promote(
    model: Model,
    state: Occupancy,
    book: MonthBook,
    desk: Desk,
    count: Floats,
    month: int,
    seed: int,
    replication: int,
) -> None:
    """Fill empty seats from ready people below, highest tier first; each move empties a seat below.

    People who move are new in grade and can not move again, so the best of a scope are chosen at once for all its
    seats: the best for the first seat, and so on.
    """
    for tier in range(model.tiers.size - 1, -1, -1):
        p = model.tiers[tier]
        if p.from_tier < 0:
            continue
        n_empty = offer_inside(model, state, desk.targets, tier, month, seed, replication)
        if n_empty > 0:
            score_people(model, state, book, tier, month, seed, replication)
        first = 0
        while first < n_empty:
            scope, end = scope_of(model, desk.targets[first], p), first
            while end < n_empty and scope_of(model, desk.targets[end], p) == scope:
                end += 1
            n_chosen = choose(model, state, book.picked, desk.ranking, tier, scope, month, end - first)
            for place in range(n_chosen - 1, -1, -1):
                chosen = _LAST_SEAT - (desk.ranking[0] & _LAST_SEAT)
                desk.ranking[0] = desk.ranking[place]
                sink(desk.ranking, place, 0)
                move(model, state, book, count, chosen, desk.targets[first + place], month)
            first = end


@part
def scope_of(model: Model, seat: int, p: Record) -> int:
    """Return the unit from which, with those below it, a seat's candidates come."""
    return 0 if p.is_company_wide else model.seats.unit[seat]


@part
def offer_inside(
    model: Model, state: Occupancy, targets: Ints, tier: int, month: int, seed: int, replication: int
) -> int:
    """List the empty seats of a tier that are offered to people inside; return how many."""
    seats, p, n_targets = model.seats, model.tiers[tier], 0
    for seat in range(p.first_seat, p.end_seat):
        if state.is_occupied[seat] or state.fill_day[seat] != NEVER:
            continue
        if not is_seat_fillable(seats.opens[seat], seats.closes[seat], month) or is_lent(model, state, seat):
            continue
        if not is_to_be_filled(model, state, seat, month, seed, replication):
            continue
        occupant = state.next_occupant[seat]
        u = uniform(seed, replication, seats.subject[seat], occupant, month, 0, Purpose.INTERNAL_FIRST)
        if is_offered_inside(u, p.internal_share):
            targets[n_targets] = seat
            n_targets += 1
    return n_targets


@part
def choose(
    model: Model,
    state: Occupancy,
    score: Floats,
    ranking: Ints,
    tier: int,
    scope: int,
    month: int,
    n_wanted: int,
) -> int:
    """Rank the best people ready for a tier within a unit, worst on top of the heap; return how many there are.

    An entry holds the key above the seat number, so whole numbers decide, and of equals the first in seat order.
    """
    p, below, n_chosen = model.tiers[tier], model.tiers[model.tiers[tier].from_tier], 0
    end_unit = model.units[scope].end_unit
    for seat in range(below.first_seat, below.end_seat):
        if not state.is_occupied[seat] or not scope <= model.seats.unit[seat] < end_unit:
            continue
        if state.leaves_month[seat] != NEVER:
            continue
        if is_ready(month, state.grade_month[seat], p.min_months_in_grade):
            key = promotion_key(p.choice, state.hire_day[seat], score[seat])
            entry = key * (1 << _SEAT_BITS) + (_LAST_SEAT - seat)
            if n_chosen < n_wanted:
                rise(ranking, n_chosen, entry)
                n_chosen += 1
            elif entry > ranking[0]:
                ranking[0] = entry
                sink(ranking, n_chosen, 0)
    return n_chosen


@part
def move(model: Model, state: Occupancy, book: MonthBook, count: Floats, source: int, target: int, month: int) -> None:
    """Move the person in one seat into another on the first of the month; cycles are settled and restart."""
    seats, p = model.seats, model.tiers[model.seats.tier[target]]
    move_budget(model, count, source, target, month)
    count[seats.cell[source], Tally.PROMOTIONS_OUT] += 1
    count[seats.cell[target], Tally.PROMOTIONS_IN] += 1
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
    state.grade_month[target] = month
    state.cohort_cell[target] = state.cohort_cell[source]
    state.talent[target] = state.talent[source]
    state.birth_month[target] = state.birth_month[source]
    state.leadership[target] = state.leadership[source]
    state.fte[target] = state.fte[source]
    state.leave_until[target] = state.leave_until[source]
    state.base_annual[target] = max(state.base_annual[source], p.base_annual)
    state.quota_annual[target] = model.cells[seats.cell[target]].quota_annual
    clear(state, source)
    forget_invoices(state, source)
    restart_results(model, state, target, month)


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
