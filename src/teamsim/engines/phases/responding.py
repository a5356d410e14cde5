"""How people answer their plans: effort of the month, and business moved at the end of a cycle."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.calendar import NEVER
from teamsim.engines.phases.accounts import ends_in
from teamsim.model import CREDITED, QUOTA, Floats, Model, MonthBook, Occupancy, Record
from teamsim.numeric import stretch
from teamsim.rules.response import (
    centred_effort,
    effort_in,
    evened,
    grid_place,
    is_of_type,
    marginal_rate,
    own_pace,
    pace_place,
    per_quota,
    pulled_share,
    rate_ahead,
)
from teamsim.rules.selling import expected_bookings
from teamsim.tallies import Tally


@phase
def answer_plans(model: Model, state: Occupancy, book: MonthBook, month: int) -> None:
    """Look up everybody's effort of the month; 1 where nothing depends on what a person sells."""
    for seat in stretch(0, book.effort.size):
        book.effort[seat] = 1.0
    for index in range(model.months[month].first_run, model.months[month].end_run):
        run = model.runs[index]
        if run.first_policy >= 0:
            answer_plan(model, state, book, run, month)


@part
def answer_plan(model: Model, state: Occupancy, book: MonthBook, run: Record, month: int) -> None:
    """Look up the efforts of the people of a run, in passes; columns that are free until pay hold what they hand on."""
    p, now, first, end = model.policies[run.first_policy], model.months[month], run.first_seat, run.end_seat
    outer, inner = model.components[run.first_component + p.outer], model.components[run.first_component + p.inner]
    to_outer, to_inner = now.cycle_end[p.outer_cycle] - month, now.cycle_end[p.inner_cycle] - month
    month_of_cycle = p.n_months - 1 - to_outer
    whole, whole_inner = now.weight_of_cycle[p.outer_cycle], now.weight_of_cycle[p.inner_cycle]
    weight_ahead = now.weight_to_cycle_end[p.outer_cycle]
    passed = whole - weight_ahead - (whole_inner - now.weight_to_cycle_end[p.inner_cycle])
    n_before = month_of_cycle - (p.inner_months - 1.0 - to_inner)
    by_before = evened(passed / whole, n_before / p.n_months)
    by_within = evened(whole_inner / whole, p.inner_months / p.n_months)
    total, since = state.plan_accounts[CREDITED, p.outer], state.plan_accounts[CREDITED, p.inner]
    ahead, per_inner = 0.0 if outer.is_to_date else weight_ahead / 12.0, 1.0 / inner.credit_factor
    inverse, paces, places, earlier = book.commission, book.selling_luck, book.selling_normal, book.bonus
    share, years = 1.0 / outer.quota_factor, p.n_months / 12.0 / p.centre
    talent = 1.0 / model.tiers[run.tier].mean_talent
    invert(inverse, state.plan_accounts[QUOTA, p.outer], state.quota_annual, state.fte, share, ahead, first, end)
    place_paces(paces, model.seats.productivity_annual, state.fte, state.talent, inverse, talent, years, p, first, end)
    place_sales(places, since, inverse, per_inner * by_within, p, first, end)
    if p.n_before > 1:
        place_before(earlier, total, since, inverse, 1.0 / outer.credit_factor, per_inner, by_before, p, first, end)
    size = p.n_paces * p.n_before * p.n_within
    for seat in stretch(first, end):
        book.effort[seat] = p.first + month_of_cycle * size
    for kind in range(1, model.preferences.size):
        of_type(book.effort, state.preference, model.preferences[kind].share_from, p.n_months * size, first, end)
    look_up(book.effort, model.efforts, paces, earlier, places, inverse, p, first, end)


@part
def invert(
    inverse: Floats, quota: Floats, annual: Floats, fte: Floats, share: float, ahead: float, first: int, end: int
) -> None:
    """Set one over each person's own quota of the outer cycle."""
    for seat in stretch(first, end):
        inverse[seat] = per_quota(quota[seat] * share + ahead * annual[seat] * fte[seat])


@part
def place_paces(
    paces: Floats,
    productivity: Floats,
    fte: Floats,
    talent: Floats,
    inverse: Floats,
    per_talent: float,
    years: float,
    p: Record,
    first: int,
    end: int,
) -> None:
    """Set where each person's pace lies in the table."""
    for seat in stretch(first, end):
        own = own_pace(productivity[seat], fte[seat], talent[seat] * per_talent, inverse[seat], years)
        paces[seat] = pace_place(own, p)


@part
def place_sales(places: Floats, since: Floats, inverse: Floats, by: float, p: Record, first: int, end: int) -> None:
    """Set where sales of the inner cycle lie in the table."""
    per_within, n_within = p.per_within, p.n_within
    for seat in stretch(first, end):
        places[seat] = grid_place(since[seat] * by * inverse[seat], per_within, n_within)


@part
def place_before(
    places: Floats,
    total: Floats,
    since: Floats,
    inverse: Floats,
    per_outer: float,
    per_inner: float,
    by: float,
    p: Record,
    first: int,
    end: int,
) -> None:
    """Set where sales of the outer cycle before the inner one lie in the table."""
    per_before, n_before = p.per_before, p.n_before
    for seat in stretch(first, end):
        before = (total[seat] * per_outer - since[seat] * per_inner) * by
        places[seat] = grid_place(before * inverse[seat], per_before, n_before)


@part
def of_type(places: Floats, preference: Floats, share_from: float, size: int, first: int, end: int) -> None:
    """Move on to the next type's table for those who are of it or a later one."""
    for seat in stretch(first, end):
        places[seat] += size if preference[seat] >= share_from else 0.0


@part
def look_up(
    effort: Floats,
    efforts: Floats,
    paces: Floats,
    earlier: Floats,
    places: Floats,
    inverse: Floats,
    p: Record,
    first: int,
    end: int,
) -> None:
    """Turn places into efforts; `effort` holds where each person's table of the month is."""
    centre = p.centre
    for seat in stretch(first, end):
        found = effort_in(efforts, int(effort[seat]), p, paces[seat], earlier[seat], places[seat])
        effort[seat] = centred_effort(found, inverse[seat], centre)


@part
def make_efforts(model: Model, book: MonthBook, count: Floats) -> None:
    """Let effort act on what people book; measure what effort one would have brought."""
    for place in range(model.cells.size):
        cell, at_one, sold = model.cells[place], 0.0, 0.0
        for seat in stretch(cell.first_seat, cell.end_seat):
            at_one += book.bookings[seat]
            book.bookings[seat] *= book.effort[seat]
            sold += book.bookings[seat]
        count[place, Tally.AT_EFFORT_ONE] = at_one
        count[place, Tally.BEFORE_TIMING] = sold


# -- timing --------------------------------------------------------------------------------------------------


@phase
def move_business(model: Model, state: Occupancy, book: MonthBook, market: Floats, count: Floats, month: int) -> None:
    """Sign what was held back for this month, give up what was signed before it; at the end of cycles move business.

    `market` is what each seat's territory gives this month.
    """
    for tier in range(model.tiers.size):
        p = model.tiers[tier]
        if p.is_selling:
            catch_up(book.bookings, state.moved_on, book.moved, p.first_seat, p.end_seat)
    for index in range(model.months[month].first_run, model.months[month].end_run):
        run, is_end = model.runs[index], False
        for k in range(run.n_components):
            c = model.components[run.first_component + k]
            is_end = is_end or (c.is_on_own_sales and ends_in(model, c, month))
        if is_end and model.tiers[run.tier].is_selling:
            for seat in range(run.first_seat, run.end_seat):
                move_persons(model, state, book, market[seat], run, count, seat, month)


@part
def catch_up(bookings: Floats, moved_on: Floats, moved: Floats, first: int, end: int) -> None:
    """Add what was held back, take off what was signed before; what a month can not give is owed to the next."""
    for seat in stretch(first, end):
        signed = bookings[seat] + moved_on[seat]
        bookings[seat] = max(signed, 0.0)
        moved_on[seat] = min(signed, 0.0)
        moved[seat] = 0.0


@part
def move_persons(
    model: Model, state: Occupancy, book: MonthBook, market: float, run: Record, count: Floats, seat: int, month: int
) -> None:
    """Let a person pull business in or push it out, where that pays; nobody does who owes some or is on notice."""
    bookings, quota, now = book.bookings[seat], state.quota_annual[seat], model.months[month]
    if now.season <= 0.0:  # nothing is sold this month: there is no usual to read the next from
        return
    if bookings <= 0.0 or quota <= 0.0 or state.moved_on[seat] < 0.0 or state.leaves_month[seat] != NEVER:
        return
    p, share, price = model.tiers[run.tier], model.company.moved_share, model.company.moved_price
    talent = state.talent[seat] * (1.0 / p.mean_talent)
    season = model.months[month + 1].season / now.season
    usual = expected_bookings(book.capacity[seat], talent, market) * book.effort[seat] * season
    later, pace = 0.0, model.seats.productivity_annual[seat] * talent / quota
    for k in range(run.n_components):
        c = model.components[run.first_component + k]
        later += rate_ahead(pace, c) if c.is_on_own_sales else 0.0
    later *= worth_later(model, state.preference[seat])
    gain = marginal_now(model, state, book, run, seat, month, usual * share * (1.0 - price), pace)
    pulled, pushed = max(pulled_share(gain, later, price, share), 0.0) * usual, 0.0
    if pulled == 0.0:
        loss = marginal_now(model, state, book, run, seat, month, -bookings * share, pace)
        pushed = max(-pulled_share(loss, later, price, share), 0.0) * bookings
    cell = model.seats.cell[seat]
    book.moved[seat] = pulled - pushed
    book.bookings[seat] = bookings + pulled * (1.0 - price) - pushed
    state.moved_on[seat] = pushed * (1.0 - price) - pulled
    count[cell, Tally.PULLED_IN] += pulled
    count[cell, Tally.PUSHED_OUT] += pushed
    count[cell, Tally.DISCOUNT] += (pulled + pushed) * price


@phase
def marginal_now(
    model: Model, state: Occupancy, book: MonthBook, run: Record, seat: int, month: int, amount: float, pace: float
) -> float:
    """Return what an amount signed now, on top of the month's bookings, changes pay by, for each unit of it."""
    total = 0.0
    for k in range(run.n_components):
        c = model.components[run.first_component + k]
        if not c.is_on_own_sales:
            continue
        if ends_in(model, c, month):
            credited = state.plan_accounts[CREDITED, k, seat] + book.bookings[seat] * c.credit_factor
            target = state.plan_accounts[QUOTA, k, seat]
            target += 0.0 if c.is_to_date else book.quota[seat] * c.quota_factor
            total += marginal_rate(credited, target, amount, c)
        else:
            total += rate_ahead(pace, c)
    return total


@part
def worth_later(model: Model, preference: float) -> float:
    """Return what pay of the next cycle is worth now to a person."""
    worth = 1.0
    for kind in range(model.preferences.size):
        if is_of_type(preference, model.preferences[kind]):
            worth = model.preferences[kind].later
    return worth
