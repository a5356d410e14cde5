"""What people bring and get: develop, sell, pay, review, and the cycles that results add up in."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.calendar import (
    CYCLE_MONTHS,
    Cycle,
    seated_share,
    tenure_at_middle,
)
from teamsim.measures import Tally
from teamsim.model import Floats, Model, MonthBook, Occupancy
from teamsim.random import Purpose, open_uniform, standard_normal, standard_normals, uniform, words
from teamsim.rules.incentives import bonus_payout, commission_payout, cycle_quota, minor
from teamsim.rules.ramp import ramp_share
from teamsim.rules.selling import (
    capacity,
    expected_bookings,
    mean_one_lognormal,
    next_shock,
    saturation,
    shock_factor,
)

_MONTHLY_BLOCK = Purpose.EXIT // 4


@phase
def develop(model: Model, state: Occupancy, book: MonthBook, month: int, seed: int, replication: int) -> None:
    """Advance the ramp clocks and read each person's luck of the month (also that of empty seats, for speed)."""
    for seat in range(model.seats.unit.size):
        four = words(seed, replication, state.subject[seat], state.occupant[seat], month, 0, _MONTHLY_BLOCK)
        book.exit_luck[seat] = open_uniform(four[Purpose.EXIT % 4])
        book.selling_luck[seat] = open_uniform(four[Purpose.SELLING_NOISE % 4])
    for cell in model.cells:
        p = model.tiers[cell.tier]
        for seat in range(cell.first_seat, cell.end_seat):
            book.is_present[seat] = state.is_occupied[seat]
            share = seated_share(state.seated_from[seat], month) if state.is_occupied[seat] else 0.0
            book.seated_share[seat] = share
            book.active_share[seat] = share if month >= state.leave_until[seat] else 0.0
            middle = tenure_at_middle(state.hire_day[seat], state.seated_from[seat], month)
            book.ramp[seat] = ramp_share(middle, p)


@phase
def shift_markets(model: Model, shocks: Floats, month: int, seed: int, replication: int) -> None:
    """Advance the company's (last place) and each unit's common shock."""
    company, n_units = model.company, model.units.size
    for place in range(n_units + 1):
        is_company = place == n_units
        subject = company.company_subject if is_company else model.units[place].subject
        sigma = company.company_sigma if is_company else company.unit_sigma
        persistence = company.company_persistence if is_company else company.unit_persistence
        u = uniform(seed, replication, subject, 0, month, 0, Purpose.MARKET_SHOCK)
        kept = 0.0 if month == 0 else persistence
        shocks[place] = next_shock(shocks[place], kept, sigma, standard_normal(u))


@phase
def fill_markets(model: Model, state: Occupancy, book: MonthBook, shocks: Floats, market: Floats, month: int) -> None:
    """Work out what each unit's territory gives this month: season x saturation x common shocks."""
    market[:] = 0.0
    for cell in model.cells:
        for seat in range(cell.first_seat, cell.end_seat):
            able = capacity(cell.productivity_annual, book.ramp[seat], book.active_share[seat], state.fte[seat])
            book.capacity[seat] = able
            market[cell.unit] += able
    common = model.months[month].season * shock_factor(shocks[market.size], model.company.company_sigma)
    for unit in range(market.size):
        p = model.units[unit]
        own = shock_factor(shocks[unit], model.company.unit_sigma)
        market[unit] = common * own * (saturation(market[unit] / p.potential_annual) / p.opening_saturation)


@phase
def sell(model: Model, state: Occupancy, book: MonthBook, market: Floats, count: Floats, month: int) -> None:
    """Book each person's month and credit it."""
    weight = model.months[month].quota_weight
    for place in range(model.cells.size):
        cell = model.cells[place]
        p, ours = model.tiers[cell.tier], market[cell.unit]
        if cell.productivity_annual > 0.0:
            standard_normals(book.selling_luck, book.selling_normal, cell.first_seat, cell.end_seat)
            for seat in range(cell.first_seat, cell.end_seat):
                luck = mean_one_lognormal(p.noise_sigma, book.selling_normal[seat])
                talent = state.talent[seat] / p.mean_talent
                book.bookings[seat] = expected_bookings(book.capacity[seat], talent, ours) * luck
        for seat in range(cell.first_seat, cell.end_seat):
            quota = state.quota_annual[seat] * state.fte[seat] / 12.0 * weight * book.active_share[seat]
            book.quota[seat] = quota
            state.commission_credited[seat] += book.bookings[seat]
            state.bonus_credited[seat] += book.bookings[seat]
            state.year_credited[seat] += book.bookings[seat]
            state.bonus_quota[seat] += quota
            state.year_quota[seat] += quota
            state.bonus_months[seat] += book.active_share[seat] * state.fte[seat]
        able = 0.0
        for seat in range(cell.first_seat, cell.end_seat):
            count[place, Tally.BOOKINGS] += book.bookings[seat]
            count[place, Tally.QUOTA] += book.quota[seat]
            able += book.capacity[seat]
        if p.quota_annual > 0.0:
            count[place, Tally.RAMPED_CAPACITY] = able / p.quota_annual


@phase
def pay(model: Model, state: Occupancy, book: MonthBook, count: Floats, month: int) -> None:
    """Pay fixed pay, commission of the cycle to date less what was paid, and lump sums at a cycle's end."""
    company = model.company
    for place in range(model.cells.size):
        cell = model.cells[place]
        p = model.tiers[cell.tier]
        for seat in range(cell.first_seat, cell.end_seat):
            kept = 1.0 if month >= state.leave_until[seat] else company.leave_pay_share
            fixed = state.base_annual[seat] / 12.0 * state.fte[seat] * book.seated_share[seat] * kept
            book.base[seat] = minor(fixed, company.minor_units)
            count[place, Tally.BASE] += book.base[seat]
        if p.commission_cycle >= 0:
            for seat in range(cell.first_seat, cell.end_seat):
                earned = commission_payout(state.commission_credited[seat], state.commission_quota[seat], p)
                to_date = minor(earned, company.minor_units)
                book.commission[seat] = to_date - state.commission_paid[seat]
                state.commission_paid[seat] = to_date
                count[place, Tally.COMMISSION] += book.commission[seat]
        if p.bonus_cycle >= 0 and model.months[month].cycle_end[p.bonus_cycle] == month:
            for seat in range(cell.first_seat, cell.end_seat):
                if book.is_present[seat]:
                    book.bonus[seat] += settled_bonus(model, state, seat)
        for seat in range(cell.first_seat, cell.end_seat):
            count[place, Tally.BONUS] += book.bonus[seat]


@phase
def review(model: Model, state: Occupancy, book: MonthBook, count: Floats, month: int) -> None:
    """Close the cycles that end with the month; judge the fiscal year."""
    seats, ends = model.seats, model.months[month].cycle_end
    is_year_end = ends[Cycle.YEAR] == month
    if not is_year_end and ends[Cycle.QUARTER] != month:
        return
    for seat in range(seats.unit.size):
        if not book.is_present[seat]:
            continue
        cell, p = seats.cell[seat], model.tiers[seats.tier[seat]]
        if p.commission_cycle >= 0 and ends[p.commission_cycle] == month:
            restart_commission(model, state, seat, month + 1)
        if p.bonus_cycle >= 0 and ends[p.bonus_cycle] == month:
            restart_bonus(state, seat)
        if is_year_end:
            if state.year_quota[seat] > 0.0:
                count[cell, Tally.REVIEWED] += 1
                count[cell, Tally.AT_QUOTA] += state.year_credited[seat] >= state.year_quota[seat]
            state.prior_credited[seat] = state.year_credited[seat]
            state.prior_quota[seat] = state.year_quota[seat]
            state.year_credited[seat] = 0.0
            state.year_quota[seat] = 0.0


@part
def restart_results(model: Model, state: Occupancy, seat: int, month: int) -> None:
    """Start every cycle of a person who is new in the seat."""
    restart_commission(model, state, seat, month)
    restart_bonus(state, seat)
    state.year_credited[seat] = 0.0
    state.year_quota[seat] = 0.0
    state.prior_credited[seat] = 0.0
    state.prior_quota[seat] = 0.0


@part
def restart_commission(model: Model, state: Occupancy, seat: int, month: int) -> None:
    """Start a commission cycle in a month: its quota is that of the active months to its end."""
    state.commission_credited[seat] = 0.0
    state.commission_paid[seat] = 0
    state.commission_quota[seat] = 0.0
    cycle = model.tiers[model.seats.tier[seat]].commission_cycle
    first = max(month, state.leave_until[seat])
    if cycle >= 0 and first <= model.months[month].cycle_end[cycle]:
        monthly = state.quota_annual[seat] * state.fte[seat] / 12.0
        share = seated_share(state.seated_from[seat], first)
        p = model.months[first]
        state.commission_quota[seat] = cycle_quota(monthly, p.quota_weight, p.weight_to_cycle_end[cycle], share)


@part
def restart_bonus(state: Occupancy, seat: int) -> None:
    """Start a bonus cycle."""
    state.bonus_credited[seat] = 0.0
    state.bonus_quota[seat] = 0.0
    state.bonus_months[seat] = 0.0


@part
def settled_bonus(model: Model, state: Occupancy, seat: int) -> int:
    """Return the lump sum [minor units] due for the running bonus cycle if it ended now."""
    p = model.tiers[model.seats.tier[seat]]
    if p.bonus_cycle < 0:
        return 0
    share = state.bonus_months[seat] / CYCLE_MONTHS[p.bonus_cycle]
    amount = bonus_payout(state.bonus_credited[seat], state.bonus_quota[seat], share, p)
    return minor(amount, model.company.minor_units)
