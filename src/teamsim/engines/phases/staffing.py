"""Who sits where: open, start, promote, leave, close."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.calendar import (
    DAYS_PER_MONTH,
    NEVER,
    month_of,
)
from teamsim.engines.phases.results import restart_results, settled_bonus
from teamsim.measures import Tally
from teamsim.model import Floats, Ints, Model, MonthBook, Occupancy
from teamsim.random import Purpose, standard_normal, uniform
from teamsim.rules.attrition import ExitKind, attrition_hazard, is_leaving
from teamsim.rules.hiring import is_offered_inside, recruiter_work_days
from teamsim.rules.organisation import is_seat_fillable, is_seat_open
from teamsim.rules.promotion import attainment_of, is_ready, promotion_key
from teamsim.rules.selling import (
    mean_one_lognormal,
)

_SEAT_BITS = 32


@phase
def open_month(model: Model, state: Occupancy, book: MonthBook, count: Floats, month: int) -> None:
    """Open and close seats; count who is there; clear the month's book."""
    seats = model.seats
    for place in range(model.cells.size):
        for seat in range(model.cells[place].first_seat, model.cells[place].end_seat):
            book.exit_kind[seat] = ExitKind.STAYED
            book.bonus[seat] = 0
            count[place, Tally.OPENING_HEADCOUNT] += state.is_occupied[seat]
            if month == model.months[month].block_start:
                state.cohort_cell[seat] = place
            if seats.closes[seat] <= month:
                state.fill_day[seat] = NEVER
                if state.is_occupied[seat] and seats.is_redundant[seat]:
                    vacate(model, state, book, count, seat, month, ExitKind.INVOLUNTARY)
            is_open = is_seat_open(seats.opens[seat], seats.closes[seat], state.is_occupied[seat], month)
            count[place, Tally.SEATS] += is_open


@phase
def start(model: Model, state: Occupancy, count: Floats, month: int, seed: int, replication: int) -> None:
    """Let those join whose start day falls in the month."""
    end = DAYS_PER_MONTH * (month + 1)
    for seat in range(model.seats.unit.size):
        if state.fill_day[seat] < end:
            join(model, state, count, seat, month, seed, replication)


@part
def join(model: Model, state: Occupancy, count: Floats, seat: int, month: int, seed: int, replication: int) -> None:
    """Seat the external hire of a finished search."""
    cell, day, p = model.seats.cell[seat], state.fill_day[seat], model.tiers[model.seats.tier[seat]]
    count[cell, Tally.HIRES] += 1
    count[cell, Tally.DAYS_TO_FILL] += day - state.raised_day[seat]
    occupant = state.next_occupant[seat]
    state.next_occupant[seat] = occupant + 1
    state.fill_day[seat] = NEVER
    state.is_occupied[seat] = True
    state.entry_seat[seat] = seat
    state.occupant[seat] = occupant
    state.subject[seat] = model.seats.subject[seat]
    state.hire_day[seat] = day
    state.seated_from[seat] = day
    state.grade_month[seat] = month
    state.cohort_cell[seat] = -1
    u = uniform(seed, replication, model.seats.subject[seat], occupant, 0, 0, Purpose.TALENT)
    state.talent[seat] = mean_one_lognormal(p.talent_sigma, standard_normal(u))
    state.fte[seat] = 1.0
    state.leave_until[seat] = month
    state.base_annual[seat] = p.base_annual
    state.quota_annual[seat] = p.quota_annual
    restart_results(model, state, seat, month)


@phase
def promote(
    model: Model,
    state: Occupancy,
    book: MonthBook,
    ranking: Ints,
    count: Floats,
    month: int,
    seed: int,
    replication: int,
) -> None:
    """Fill empty seats from ready people below, highest tier first; each move empties a seat below.

    The ready people of a unit are ranked (in a heap, in `ranking`) when its first seat asks: people who move are
    new in grade and can not move again, so a ranking stays true while its tier's seats are filled.
    """
    seats = model.seats
    ranked_tier, ranked_unit, n_ranked = -1, -1, 0
    for seat in seats.by_rank:
        if state.is_occupied[seat] or state.fill_day[seat] != NEVER:
            continue
        if not is_seat_fillable(seats.opens[seat], seats.closes[seat], month):
            continue
        tier = seats.tier[seat]
        p = model.tiers[tier]
        if p.from_tier < 0:
            continue
        occupant = state.next_occupant[seat]
        u = uniform(seed, replication, seats.subject[seat], occupant, month, 0, Purpose.INTERNAL_FIRST)
        if not is_offered_inside(u, p.internal_share):
            continue
        scope = 0 if p.is_company_wide else seats.unit[seat]
        if ranked_tier != tier or ranked_unit != scope:
            n_ranked = rank_ready(model, state, ranking, tier, scope, month)
            ranked_tier, ranked_unit = tier, scope
        if n_ranked > 0:
            chosen = ranking[0] & ((1 << _SEAT_BITS) - 1)
            n_ranked -= 1
            ranking[0] = ranking[n_ranked]
            sink(ranking, n_ranked, 0)
            move(model, state, book, count, chosen, seat, month)


@part
def rank_ready(model: Model, state: Occupancy, ranking: Ints, tier: int, scope: int, month: int) -> int:
    """Rank the people ready for a tier within a unit, best key first, then seat order; return how many.

    An entry holds the key above the seat number, so whole numbers decide.
    """
    p, unit = model.tiers[tier], model.units[scope]
    n_ready = 0
    for cell in model.cells:
        if cell.tier != p.from_tier or cell.first_seat < unit.first_seat or cell.end_seat > unit.end_seat:
            continue
        for seat in range(cell.first_seat, cell.end_seat):
            is_ripe = is_ready(month, state.grade_month[seat], p.min_months_in_grade)
            if state.is_occupied[seat] and is_ripe:
                attainment = attainment_of(
                    state.prior_credited[seat] + state.year_credited[seat],
                    state.prior_quota[seat] + state.year_quota[seat],
                )
                key = promotion_key(p.choice, state.hire_day[seat], attainment)
                ranking[n_ready] = -key * (1 << _SEAT_BITS) + seat
                n_ready += 1
    for place in range(n_ready // 2 - 1, -1, -1):
        sink(ranking, n_ready, place)
    return n_ready


@part
def sink(heap: Ints, size: int, place: int) -> None:
    """Let one entry of a heap (smallest first) sink to where it belongs."""
    entry = heap[place]
    while 2 * place + 1 < size:
        child = 2 * place + 1
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= entry:
            break
        heap[place] = heap[child]
        place = child
    heap[place] = entry


@part
def move(model: Model, state: Occupancy, book: MonthBook, count: Floats, source: int, target: int, month: int) -> None:
    """Promote the person in one seat into another on the first of the month; cycles are settled and restart."""
    seats, p = model.seats, model.tiers[model.seats.tier[target]]
    count[seats.cell[source], Tally.PROMOTIONS_OUT] += 1
    count[seats.cell[target], Tally.PROMOTIONS_IN] += 1
    book.bonus[target] = settled_bonus(model, state, source)
    state.is_occupied[source] = False
    state.is_occupied[target] = True
    state.entry_seat[target] = state.entry_seat[source]
    state.occupant[target] = state.occupant[source]
    state.subject[target] = state.subject[source]
    state.hire_day[target] = state.hire_day[source]
    state.seated_from[target] = DAYS_PER_MONTH * month
    state.grade_month[target] = month
    state.cohort_cell[target] = state.cohort_cell[source]
    state.talent[target] = state.talent[source]
    state.fte[target] = state.fte[source]
    state.leave_until[target] = state.leave_until[source]
    state.base_annual[target] = max(state.base_annual[source], p.base_annual)
    state.quota_annual[target] = p.quota_annual
    restart_results(model, state, target, month)


@phase
def requisition(
    model: Model,
    state: Occupancy,
    book: MonthBook,
    slots: Ints,
    count: Floats,
    month: int,
    seed: int,
    replication: int,
) -> None:
    """Request a hire for each seat still empty, in seat order; a short search may end within the month."""
    seats = model.seats
    first = DAYS_PER_MONTH * month
    approved = first + model.company.approval_lag_days
    for seat in range(seats.unit.size):
        if state.is_occupied[seat] or state.fill_day[seat] != NEVER:
            continue
        if not is_seat_fillable(seats.opens[seat], seats.closes[seat], month):
            continue
        p = model.tiers[seats.tier[seat]]
        count[seats.cell[seat], Tally.REQUISITIONS] += 1
        occupant = state.next_occupant[seat]
        u = uniform(seed, replication, seats.subject[seat], occupant, 0, 0, Purpose.RECRUITER_WORK)
        work = recruiter_work_days(p.log_median_days, p.work_sigma, standard_normal(u))
        state.raised_day[seat] = first
        state.fill_day[seat] = end_of_search(slots, approved, work)
        if month_of(state.fill_day[seat]) == month:
            join(model, state, count, seat, month, seed, replication)


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


@phase
def leave(model: Model, state: Occupancy, book: MonthBook, count: Floats, month: int) -> None:
    """Decide resignations at the end of the month."""
    seats = model.seats
    for seat in range(seats.unit.size):
        if not book.is_present[seat]:
            continue
        tier, tenure = seats.tier[seat], month - month_of(state.hire_day[seat])
        attainment = attainment_of(
            state.prior_credited[seat] + state.year_credited[seat],
            state.prior_quota[seat] + state.year_quota[seat],
        )
        hazard = attrition_hazard(tenure, attainment, tier, model.tiers[tier])
        if is_leaving(book.exit_luck[seat], hazard):
            vacate(model, state, book, count, seat, month, ExitKind.VOLUNTARY)


@part
def vacate(model: Model, state: Occupancy, book: MonthBook, count: Floats, seat: int, month: int, kind: int) -> None:
    """Empty a seat whose holder leaves the organisation."""
    cell = model.seats.cell[seat]
    state.is_occupied[seat] = False
    book.exit_kind[seat] = kind
    column = Tally.EXITS_VOLUNTARY if kind == ExitKind.VOLUNTARY else Tally.EXITS_INVOLUNTARY
    count[cell, column] += 1
    if state.cohort_cell[seat] >= 0:
        count[state.cohort_cell[seat], Tally.COHORT_EXITS] += 1


@phase
def close(model: Model, state: Occupancy, book: MonthBook, count: Floats) -> None:
    """Measure the month."""
    for place in range(model.cells.size):
        for seat in range(model.cells[place].first_seat, model.cells[place].end_seat):
            count[place, Tally.CLOSING_HEADCOUNT] += state.is_occupied[seat]
            count[place, Tally.HEADCOUNT] += book.seated_share[seat]
