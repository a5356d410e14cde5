"""What each person could bring this month: luck, time in the seat, ramp; and what the markets give."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.calendar import NEVER, seated_share, tenure_at_middle
from teamsim.measures import Tally
from teamsim.model import Floats, Hashes, Ints, Model, MonthBook, Occupancy, Record
from teamsim.numeric import stretch
from teamsim.random import Purpose, open_uniform, standard_normal, uniform, words
from teamsim.rules.ramp import ramp_share
from teamsim.rules.selling import capacity, next_shock, saturation, shock_factor

_MONTHLY_BLOCK = Purpose.EXIT // 4


@phase
def develop(model: Model, state: Occupancy, book: MonthBook, month: int, seed: int, replication: int) -> None:
    """Read each person's luck of the month, advance the ramp clocks, work out what each can bring."""
    n_seats = model.seats.unit.size
    draw_luck(state.subject, state.occupant, book.exit_luck, book.selling_luck, month, seed, replication)
    for seat in stretch(0, n_seats):
        book.is_present[seat] = state.is_occupied[seat]
    for seat in stretch(0, n_seats):
        book.seated_share[seat] = seated_share(state.seated_from[seat], month)
    for seat in stretch(0, n_seats):
        book.active_share[seat] = book.seated_share[seat] if month >= state.leave_until[seat] else 0.0
    for tier in range(model.tiers.size):
        advance_ramps(book.ramp, state.hire_day, state.seated_from, month, model.tiers[tier])
    for seat in stretch(0, n_seats):
        full = model.seats.productivity_annual[seat]
        book.capacity[seat] = capacity(full, book.ramp[seat], book.active_share[seat], state.fte[seat])
    for tier in range(model.tiers.size):
        p = model.tiers[tier]
        if p.has_notice and p.notice_effort < 1.0:
            ease_off(book.capacity, state.leaves_month, p)


@part
def draw_luck(
    subject: Hashes, occupant: Ints, exit_luck: Floats, selling_luck: Floats, month: int, seed: int, replication: int
) -> None:
    """Draw the luck of every seat's holder (and of empty seats: asking would take longer)."""
    for seat in stretch(0, subject.size):
        four = words(seed, replication, subject[seat], occupant[seat], month, 0, _MONTHLY_BLOCK)
        exit_luck[seat] = open_uniform(four[Purpose.EXIT % 4])
        selling_luck[seat] = open_uniform(four[Purpose.SELLING_NOISE % 4])


@part
def advance_ramps(ramp: Floats, hire_day: Ints, seated_from: Ints, month: int, p: Record) -> None:
    """Read the ramp of each person of a tier, in the middle of the days seated."""
    for seat in stretch(p.first_seat, p.end_seat):
        ramp[seat] = ramp_share(tenure_at_middle(hire_day[seat], seated_from[seat], month), p)


@part
def ease_off(capacity: Floats, leaves_month: Ints, p: Record) -> None:
    """Lower the capacity of the people of a tier who are on notice."""
    for seat in stretch(p.first_seat, p.end_seat):
        capacity[seat] *= p.notice_effort if leaves_month[seat] != NEVER else 1.0


@phase
def shift_markets(model: Model, shocks: Floats, month: int, seed: int, replication: int) -> None:
    """Advance the company's (last place) and each unit's common shock."""
    company, n_units = model.company, model.units.size
    for place in range(n_units + 1):
        is_company = place == n_units
        subject = company.company_subject if is_company else model.units[place].subject
        sigma = company.company_sigma if is_company else company.unit_sigma
        persistence = company.company_persistence if is_company else company.unit_persistence
        if month == 0:
            shocks[place] = 0.0
        if sigma > 0.0:
            u = uniform(seed, replication, subject, 0, month, 0, Purpose.MARKET_SHOCK)
            kept = 0.0 if month == 0 else persistence
            shocks[place] = next_shock(shocks[place], kept, sigma, standard_normal(u))


@phase
def fill_markets(model: Model, book: MonthBook, shocks: Floats, market: Floats, count: Floats, month: int) -> None:
    """Work out what each unit's territory gives this month: season x saturation x common shocks."""
    for unit in range(market.size):
        market[unit] = 0.0
    for place in range(model.cells.size):
        cell = model.cells[place]
        able, load, quota = 0.0, market[cell.unit], model.tiers[cell.tier].quota_annual
        for seat in stretch(cell.first_seat, cell.end_seat):
            able += book.capacity[seat]
            load += book.capacity[seat]
        market[cell.unit] = load
        if quota > 0.0:
            count[place, Tally.RAMPED_CAPACITY] = able / quota
    common = model.months[month].season * shock_factor(shocks[market.size], model.company.company_sigma)
    for unit in range(market.size):
        p = model.units[unit]
        own = shock_factor(shocks[unit], model.company.unit_sigma)
        market[unit] = common * own * (saturation(market[unit] / p.potential_annual) / p.opening_saturation)
