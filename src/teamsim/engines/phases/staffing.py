"""Who sits where: open, start, vacate, close."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.calendar import DAYS_PER_MONTH, NEVER, month_of
from teamsim.engines.phases.accounts import empty, restart_accounts
from teamsim.engines.phases.collecting import added
from teamsim.engines.phases.earning import add_up_payable
from teamsim.engines.phases.pay import usual_pay
from teamsim.engines.phases.reviewing import clear_reviews
from teamsim.model import (
    DRAWN_SOURCE,
    INNATE_LEADERSHIP,
    INNATE_TALENT,
    NO_SOURCE,
    NOT_WAITING,
    RAMP_GAINED,
    Desk,
    Flags,
    Floats,
    Ints,
    Model,
    MonthBook,
    Occupancy,
    PlanState,
)
from teamsim.numeric import exponential, stretch
from teamsim.random import ONCE, Purpose, open_uniform, standard_normal, uniform, words
from teamsim.rules.attrition import ExitKind, age_at_entry, is_regretted
from teamsim.rules.costs import due_on_exit
from teamsim.rules.hiring import Vacancy, selected_skill, source_of
from teamsim.rules.incentives import minor
from teamsim.rules.organisation import is_seat_fillable, is_seat_open
from teamsim.rules.promotion import leadership_score
from teamsim.rules.selling import mean_one_lognormal
from teamsim.tallies import Tally

NOBODY = ONCE
"""A count to begin with, of the type that it keeps."""


@phase
def open_month(model: Model, state: Occupancy, book: MonthBook, desk: Desk, count: Floats, month: int) -> None:
    """Count who is there; open and close seats; clear what the last month left in the book."""
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


@phase
def move_units(model: Model, month: int) -> None:
    """Let the units stand where they stand from this month on."""
    row = model.months[month].tree
    for unit in range(model.units.size):
        here, there = model.units[unit], model.trees[row, unit]
        here.parent, here.nth_up = there.parent, there.nth_up
        here.first_head, here.end_head, here.head_unit = there.first_head, there.end_head, there.head_unit


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
def join(
    model: Model,
    state: Occupancy,
    starters: Ints,
    n_starters: int,
    count: Floats,
    month: int,
    seed: int,
    replication: int,
) -> None:
    """Seat the external hires of finished searches."""
    for place in range(n_starters):
        seat = starters[place]
        cell, day, p = model.seats.cell[seat], state.fill_day[seat], model.tiers[model.seats.tier[seat]]
        count[cell, Tally.HIRES] += 1
        count[cell, Tally.DAYS_TO_FILL] += day - state.raised_day[seat]
        count[cell, Tally.OFFERS] += state.n_offers[seat]
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
        skill, leadership = aptitudes(model, seat, occupant, seed, replication)
        strain = exponential(-model.company.flow_talent * state.log_strain[seat])
        state.talent[seat] = mean_one_lognormal(p.talent_sigma, skill) * strain
        state.leadership[seat] = leadership
        if model.company.has_selection and acquisition_of(model, seat, occupant) < 0:
            state.talent[seat] *= p.selected_talent
        if model.sources.size > 0:
            come_from(model, state, count, seat, occupant, seed, replication)
        if model.acquisitions.size > 0:
            come_along(model, state, count, seat, occupant)
        state.birth_month[seat] = birth_month(model, seat, occupant, state.hire_day[seat], month, seed, replication)
        state.preference[seat] = preference(model, seat, occupant, seed, replication)
        if model.programmes.size > 0:
            forget_courses(state, seat)
        state.fte[seat] = 1.0
        state.leave_until[seat] = month
        state.base_annual[seat] = p.base_annual
        state.quota_annual[seat] = model.cells[cell].quota_annual
        restart_results(model, state, seat, month)


@part
def restart_results(model: Model, state: Occupancy, seat: int, month: int) -> None:
    """Start every cycle of a person who is new in the seat."""
    restart_accounts(model, state, seat, month)
    clear_reviews(state, seat)


@part
def come_from(
    model: Model, state: Occupancy, count: Floats, seat: int, occupant: int, seed: int, replication: int
) -> None:
    """Let the source of a hire decide talent and cost; nobody is hired from a source of no name."""
    source = entrant_source(model, seat, occupant, seed, replication)
    state.source[seat] = source
    if source != NO_SOURCE:
        state.talent[seat] *= model.tiers[model.seats.tier[seat]].source_talent[source]
        count[model.seats.cell[seat], Tally.HIRE_EXTRAS] += model.sources[source].cost


@part
def entrant_source(model: Model, seat: int, occupant: int, seed: int, replication: int) -> int:
    """Return the source of a seat's entrant: that of a planned intake or an acquired team, else drawn by the shares."""
    if occupant == 1 and model.seats.source[seat] != DRAWN_SOURCE:
        planned: int = model.seats.source[seat]
        return planned
    u = uniform(seed, replication, model.seats.subject[seat], occupant, ONCE, ONCE, Purpose.SOURCE)
    return source_of(u, model.tiers[model.seats.tier[seat]].source_until)


@part
def acquisition_of(model: Model, seat: int, occupant: int) -> int:
    """Return the acquisition with which an entrant of a seat comes, -1 = none: its first holder does."""
    return model.seats.acquisition[seat] if occupant == 1 else -1


@part
def come_along(model: Model, state: Occupancy, count: Floats, seat: int, occupant: int) -> None:
    """Let somebody of an acquired team bring tenure and talent, at a price."""
    acquisition = acquisition_of(model, seat, occupant)
    if acquisition >= 0:
        p, cell = model.acquisitions[acquisition], model.seats.cell[seat]
        count[cell, Tally.ACQUIRED] += 1
        count[cell, Tally.HIRE_EXTRAS] += p.cost
        state.hire_day[seat] -= p.tenure_days
        state.talent[seat] *= p.talent


@part
def forget_courses(state: Occupancy, seat: int) -> None:
    """Let somebody begin without a course: talent and leadership are innate."""
    state.aptitude[INNATE_TALENT, seat] = state.talent[seat]
    state.aptitude[INNATE_LEADERSHIP, seat] = state.leadership[seat]
    state.aptitude[RAMP_GAINED, seat] = 0.0
    for k in range(state.courses.shape[0]):
        state.courses[k, seat] = 0.0
        state.last_course[k, seat] = NEVER
        state.ticket[k, seat] = NOT_WAITING


@part
def birth_month(model: Model, seat: int, occupant: int, hire_day: int, month: int, seed: int, replication: int) -> int:
    """Draw the month of birth of an entrant, or of somebody who by a month has been there since a hire day."""
    if not model.company.has_retirement:
        return NEVER
    u = uniform(seed, replication, model.seats.subject[seat], occupant, ONCE, ONCE, Purpose.ENTRY_AGE)
    hired = month_of(hire_day)
    return hired - age_at_entry(u, max(month - hired, 0), model.tiers[model.seats.tier[seat]])


@part
def preference(model: Model, seat: int, occupant: int, seed: int, replication: int) -> float:
    """Draw where an entrant stands among the preference types."""
    return uniform(seed, replication, model.seats.subject[seat], occupant, ONCE, ONCE, Purpose.PREFERENCE)


@part
def aptitudes(model: Model, seat: int, occupant: int, seed: int, replication: int) -> tuple[float, float]:
    """Draw the normal behind an entrant's talent, and the leadership that may go with it."""
    four = words(seed, replication, model.seats.subject[seat], occupant, ONCE, ONCE, Purpose.TALENT // 4)
    skill = standard_normal(open_uniform(four[Purpose.TALENT % 4]))
    own = standard_normal(open_uniform(four[Purpose.LEADERSHIP % 4]))
    company = model.company
    if company.candidates > 1 and acquisition_of(model, seat, occupant) < 0:
        u = uniform(seed, replication, model.seats.subject[seat], occupant, ONCE, ONCE, Purpose.SELECTION)
        skill = selected_skill(skill, standard_normal(u), company.candidates, company.reliability)
    return skill, leadership_score(skill, own, model.company.leadership_correlation)


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
        count[cell, Tally.EXITS_INVOLUNTARY] += is_involuntary
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


@phase
def close(model: Model, state: Occupancy, book: MonthBook, count: Floats) -> None:
    """Measure the month: sums in seat order."""
    if model.company.has_states:
        add_up_payable(model, state, book)
    for place in range(model.cells.size):
        cell = model.cells[place]
        people, quota, base, commission, bonus, on_costs = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        for seat in stretch(cell.first_seat, cell.end_seat):
            people += book.seated_share[seat]
            quota += book.quota[seat]
            base += book.base[seat]
            commission += book.commission[seat]
            bonus += book.bonus[seat]
            on_costs += book.on_costs[seat]
        count[place, Tally.CLOSING_HEADCOUNT] = n_occupied(state.is_occupied, cell.first_seat, cell.end_seat)
        count[place, Tally.HEADCOUNT] = people
        if not model.tiers[cell.tier].is_team_credited:  # what a team books counts once
            count[place, Tally.QUOTA] = quota
        count[place, Tally.BASE] = base
        count[place, Tally.COMMISSION] = commission
        count[place, Tally.BONUS] = bonus
        count[place, Tally.ON_COSTS] = on_costs
        if model.company.has_team_credit or model.company.has_own_credit:
            count[place, Tally.CREDITED] = added(book.credited, cell.first_seat, cell.end_seat)
        count[place, Tally.VARIABLE_EARNED] = commission + bonus
        if model.company.has_states:
            count_states(book, count[place], cell.first_seat, cell.end_seat)


@part
def count_states(book: MonthBook, count: Floats, first: int, end: int) -> None:
    """Measure variable pay that is earned, payable, forfeited, taken back and settled, of a stretch of seats."""
    count[Tally.VARIABLE_EARNED] = added(book.plan_states[PlanState.EARNED], first, end)
    count[Tally.PAYABLE] = added(book.plan_states[PlanState.PAYABLE], first, end)
    count[Tally.FORFEITED] = added(book.plan_states[PlanState.FORFEITED], first, end)
    count[Tally.CLAWED_BACK] = added(book.plan_states[PlanState.CLAWED_BACK], first, end)
    count[Tally.FINAL_PAY] = added(book.plan_states[PlanState.FINAL_PAY], first, end)


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
def rise(heap: Ints, size: int, entry: int) -> None:
    """Let a new entry of a heap (smallest first) rise to where it belongs."""
    place = size
    while place > 0 and heap[(place - 1) // 2] > entry:
        heap[place] = heap[(place - 1) // 2]
        place = (place - 1) // 2
    heap[place] = entry
