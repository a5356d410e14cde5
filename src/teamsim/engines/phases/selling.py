"""Sell: what each person books, and the accounts in which it adds up."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.engines.phases.accounts import add, collect_own, copy, credit_plan, empty
from teamsim.engines.phases.crediting import close_deals, credit_own, hand_on_quotas
from teamsim.engines.phases.responding import answer_plans, make_efforts, move_business
from teamsim.model import Desk, Floats, Ints, Model, MonthBook, Occupancy, Record
from teamsim.numeric import stretch
from teamsim.random import standard_normals
from teamsim.rules.incentives import month_quota, quota_relief
from teamsim.rules.organisation import team_credit
from teamsim.rules.selling import expected_bookings, mean_one_lognormal


@phase
def sell(
    model: Model, state: Occupancy, book: MonthBook, desk: Desk, count: Floats, month: int, seed: int, replication: int
) -> None:
    """Book each person's month and credit it."""
    first, end = model.company.first_selling, model.company.end_selling
    standard_normals(book.selling_luck, book.selling_normal, book.places, book.picked, first, end)
    for cell in model.cells:
        hand_out(book.picked, desk.market[cell.unit], cell.first_seat, cell.end_seat)
    if model.company.has_own_credit:
        empty(book.own, 0, book.own.size)
    for tier in range(model.tiers.size):
        p = model.tiers[tier]
        if p.is_selling:
            book_month(book.bookings, book.capacity, state.talent, book.picked, book.selling_normal, p)
        if p.mean_deal > 0.0:
            close_deals(model, state, book, count, tier, month, seed, replication)
        if p.is_credited:
            set_quotas(book.quota, state.quota_annual, state.fte, book.active_share, model, month, p)
            if p.n_relief > 0 and model.company.is_quota_prorated:
                relieve(book.quota, state.grade_month, month, p)
    if model.company.empty_quota > 0:
        hand_on_quotas(model, state, book, month)
    if model.company.has_effort or model.company.moved_share > 0.0:
        answer_plans(model, state, book, month)
        make_efforts(model, book, count)
    if model.company.moved_share > 0.0:
        move_business(model, state, book, book.picked, count, month)
    if model.company.has_own_credit:
        credit_own(model, state, book, month)
    if model.company.has_team_credit:
        add_up_teams(model, book, desk.team)
    for tier in range(model.tiers.size):
        p = model.tiers[tier]
        if p.is_team_credited:
            share_out(model, book, desk.team, p)
        elif p.is_selling or model.company.has_own_credit:
            own = book.own if model.company.has_own_credit else book.bookings
            copy(book.credited, own, p.first_seat, p.end_seat)
        if p.is_credited:
            credit(state, book, p)
    if state.own_invoices.shape[0] > 0:
        collect_own(model, state, book, month)
    for index in range(model.months[month].first_run, model.months[month].end_run):
        credit_plan(model, state, book, model.runs[index], month)


@part
def credit(state: Occupancy, book: MonthBook, p: Record) -> None:
    """Credit the month to the running quarter and fiscal year."""
    first, end = p.first_seat, p.end_seat
    add(state.year_credited, book.credited, first, end)
    add(state.year_quota, book.quota, first, end)
    if p.is_reviewed_quarterly:
        add(state.quarter_credited, book.credited, first, end)
        add(state.quarter_quota, book.quota, first, end)


@part
def relieve(quota: Floats, grade_month: Ints, month: int, p: Record) -> None:
    """Reduce the quota of people who are new in a tier."""
    for seat in range(p.first_seat, p.end_seat):
        quota[seat] *= quota_relief(month - grade_month[seat], p)


@part
def add_up_teams(model: Model, book: MonthBook, team: Floats) -> None:
    """Add up what each unit and those below it book: cells in order, then each unit to the one above."""
    for unit in range(team.size):
        team[unit] = 0.0
    for cell in model.cells:
        for seat in range(cell.first_seat, cell.end_seat):
            team[cell.unit] += book.bookings[seat]
    for place in range(team.size - 1):
        unit = model.units[place].nth_up
        team[model.units[unit].parent] += team[unit]


@part
def share_out(model: Model, book: MonthBook, team: Floats, p: Record) -> None:
    """Credit each manager of a tier with a share of what the team books."""
    for seat in range(p.first_seat, p.end_seat):
        cell = model.cells[model.seats.cell[seat]]
        n_seats = 1 if p.is_fully_credited else cell.end_seat - cell.first_seat
        book.credited[seat] = team_credit(team[cell.unit], n_seats, book.active_share[seat])


@part
def hand_out(to_seats: Floats, market: float, first: int, end: int) -> None:
    """Give each seat of a cell its unit's value."""
    for seat in stretch(first, end):
        to_seats[seat] = market


@part
def book_month(bookings: Floats, capacity: Floats, talent: Floats, market: Floats, normal: Floats, p: Record) -> None:
    """Book what the people of a tier sell."""
    sigma, per_talent = p.noise_sigma, 1.0 / p.mean_talent
    for seat in stretch(p.first_seat, p.end_seat):
        luck = mean_one_lognormal(sigma, normal[seat])
        bookings[seat] = expected_bookings(capacity[seat], talent[seat] * per_talent, market[seat]) * luck


@part
def set_quotas(
    quota: Floats,
    quota_annual: Floats,
    fte: Floats,
    active_share: Floats,
    model: Model,
    month: int,
    p: Record,
) -> None:
    """Work out each person's quota of the month."""
    weight, is_prorated = model.months[month].quota_weight, model.company.is_quota_prorated
    for seat in stretch(p.first_seat, p.end_seat):
        quota[seat] = month_quota(quota_annual[seat], fte[seat], weight, active_share[seat], is_prorated)
