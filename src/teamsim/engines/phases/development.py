"""What each person could bring this month: luck, time in the seat, ramp; and what the markets give."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.calendar import NEVER, seated_share, tenure_at_middle
from teamsim.engines.phases.training import credit_ramps
from teamsim.model import Desk, Floats, Hashes, Ints, Model, MonthBook, Occupancy, Record
from teamsim.numeric import added, stretch
from teamsim.random import ONCE, Purpose, open_uniform, standard_normal, uniform, words
from teamsim.rules.organisation import (
    acting_capacity,
    hours_for_coaching,
    lead_factor,
    manager_factor,
    meeting_share,
)
from teamsim.rules.ramp import ramp_share
from teamsim.rules.selling import capacity, next_shock, saturation, shock_factor
from teamsim.tallies import Tally

_MONTHLY_BLOCK = Purpose.EXIT // 4


@phase
def develop(model: Model, state: Occupancy, book: MonthBook, month: int, seed: int, replication: int) -> None:
    """Read each person's luck of the month, advance the ramp clocks, work out what each can bring."""
    draw_luck(state.subject, state.occupant, book.exit_luck, book.selling_luck, month, seed, replication)
    for seat in stretch(0, book.is_present.size):
        book.is_present[seat] = state.is_occupied[seat]
    share_days(book.seated_share, book.active_share, state.seated_from, state.leave_until, month)
    first, end, full = model.company.first_selling, model.company.end_selling, model.seats.productivity_annual
    set_tenures(book.picked, state.hire_day, state.seated_from, month, first, end)
    if model.accounts.aptitudes > 0:
        credit_ramps(book.picked, state.aptitude, first, end)
    for tier in range(model.tiers.size):
        p = model.tiers[tier]
        if p.is_selling:
            for seat in stretch(p.first_seat, p.end_seat):
                book.ramp[seat] = ramp_share(book.picked[seat], p)
    set_capacity(book.capacity, full, book.ramp, book.active_share, state.fte, first, end)
    for tier in range(model.tiers.size):
        p = model.tiers[tier]
        if p.is_selling and p.has_notice and p.notice_effort < 1.0:
            ease_off(book.capacity, state.leaves_month, p)
        if p.is_selling and model.company.has_acting:
            sell_less(model, state, book.capacity, p)


@part
def draw_luck(
    subject: Hashes, occupant: Ints, exit_luck: Floats, selling_luck: Floats, month: int, seed: int, replication: int
) -> None:
    """Draw the luck of every seat's holder (and of empty seats: asking would take longer)."""
    for seat in stretch(0, subject.size):
        four = words(seed, replication, subject[seat], occupant[seat], month, ONCE, _MONTHLY_BLOCK)
        exit_luck[seat] = open_uniform(four[Purpose.EXIT % 4])
        selling_luck[seat] = open_uniform(four[Purpose.SELLING_NOISE % 4])


@part
def share_days(seated: Floats, active: Floats, seated_from: Ints, leave_until: Ints, month: int) -> None:
    """Set the share of the month's days in the seat, and at work in it."""
    for seat in stretch(0, seated.size):
        share = seated_share(seated_from[seat], month)
        seated[seat] = share
        active[seat] = share if month >= leave_until[seat] else 0.0


@part
def set_tenures(tenure: Floats, hire_day: Ints, seated_from: Ints, month: int, first: int, end: int) -> None:
    """Set tenures [months] in the middle of the days seated."""
    for seat in stretch(first, end):
        tenure[seat] = tenure_at_middle(hire_day[seat], seated_from[seat], month)


@part
def set_capacity(
    capacities: Floats, productivity: Floats, ramp: Floats, active: Floats, fte: Floats, first: int, end: int
) -> None:
    """Work out what each person can bring."""
    for seat in stretch(first, end):
        capacities[seat] = capacity(productivity[seat], ramp[seat], active[seat], fte[seat])


@phase
def assemble(model: Model, state: Occupancy, book: MonthBook, desk: Desk) -> None:
    """Count who leads and who is led, by unit: days at work in the month; and how well they lead."""
    for unit in range(model.units.size):
        desk.heads[unit], desk.quality[unit], desk.reports[unit] = 0.0, 0.0, 0.0
        desk.leadership[unit] = 0.0
    for unit in range(model.units.size):
        p = model.units[unit]
        for head in range(p.first_head, p.end_head):
            seat, share = head, 1.0
            if model.company.has_acting and desk.acting[head] >= 0:
                seat, share = desk.acting[head], model.company.acting_share
            desk.heads[unit] += share * book.active_share[seat]
            if state.is_occupied[seat]:
                weight = share * book.active_share[seat]
                desk.leadership[unit] += weight * state.leadership[seat]
                if model.company.manager_sigma > 0.0:
                    factor = manager_factor(state.leadership[seat], model.company.manager_sigma)
                    desk.quality[unit] += weight * factor
        desk.leadership[unit] = desk.leadership[unit] / desk.heads[unit] if desk.heads[unit] > 0.0 else 0.0
        is_weighed = model.company.manager_sigma > 0.0 and desk.heads[unit] > 0.0
        desk.quality[unit] = desk.quality[unit] / desk.heads[unit] if is_weighed else 1.0
    for cell in model.cells:
        head = model.units[cell.unit].head_unit
        if model.tiers[cell.tier].is_individual and head >= 0:
            for seat in range(cell.first_seat, cell.end_seat):
                desk.reports[head] += book.active_share[seat]


@part
def ease_off(capacity: Floats, leaves_month: Ints, p: Record) -> None:
    """Lower the capacity of the people of a tier who are on notice."""
    for seat in stretch(p.first_seat, p.end_seat):
        capacity[seat] *= p.notice_effort if leaves_month[seat] != NEVER else 1.0


@part
def sell_less(model: Model, state: Occupancy, capacity: Floats, p: Record) -> None:
    """Lower the capacity of the people of a tier who act."""
    for seat in range(p.first_seat, p.end_seat):
        if state.acting_for[seat] >= 0:
            capacity[seat] = acting_capacity(capacity[seat], model.company.acting_loss)


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
            u = uniform(seed, replication, subject, ONCE, month, ONCE, Purpose.MARKET_SHOCK)
            kept = 0.0 if month == 0 else persistence
            shocks[place] = next_shock(shocks[place], kept, sigma, standard_normal(u))


@phase
def fill_markets(model: Model, book: MonthBook, desk: Desk, count: Floats, month: int) -> None:
    """Work out what a month is worth in each unit: season x saturation x common shocks x coaching."""
    market, shocks, company = desk.market, desk.shocks, model.company
    for unit in range(market.size):
        market[unit] = 0.0
    for place in range(model.cells.size):
        cell = model.cells[place]
        able, quota = added(book.capacity, cell.first_seat, cell.end_seat), model.tiers[cell.tier].quota_annual
        market[cell.unit] += able
        if quota > 0.0:
            count[place, Tally.RAMPED_CAPACITY] = able / quota
    common = model.months[month].season * shock_factor(shocks[market.size], company.company_sigma)
    for unit in range(market.size):
        p = model.units[unit]
        own = shock_factor(shocks[unit], company.unit_sigma)
        market[unit] = common * own * (saturation(market[unit] / p.potential_annual) / p.opening_saturation)
        if company.is_led and p.head_unit >= 0:
            heads, reports, meetings = desk.heads[unit], desk.reports[p.head_unit], company.meeting_hours
            hours = hours_for_coaching(company.coaching_hours, heads, reports, meetings, company.meeting_coaching)
            lead = lead_factor(heads, reports, hours, company.useful_hours, company.coaching_gain)
            lead *= meeting_share(heads, meetings)
            market[unit] *= lead * desk.quality[unit] / p.opening_lead
