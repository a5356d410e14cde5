"""How people answer their plans: effort of the month, and business moved at the end of a cycle."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.calendar import NEVER
from teamsim.engines.phases.accounts import ends_in
from teamsim.model import CREDITED, QUOTA, Floats, Model, MonthBook, Occupancy, Record
from teamsim.numeric import stretch
from teamsim.rules.response import (
    cycle_effort,
    evened,
    is_of_type,
    marginal_rate,
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
            for kind in range(model.preferences.size):
                answer_plan(model, state, book, run, kind, month)


@part
def answer_plan(model: Model, state: Occupancy, book: MonthBook, run: Record, kind: int, month: int) -> None:
    """Look up the efforts of those people of a run who are of one preference type."""
    p, now = model.policies[run.first_policy + kind], model.months[month]
    outer, inner = run.first_component + p.outer, run.first_component + p.inner
    set_efforts(
        book.effort,
        model.efforts,
        state.plan_accounts[CREDITED, p.outer],
        state.plan_accounts[CREDITED, p.inner],
        state.plan_accounts[QUOTA, p.outer],
        state.quota_annual,
        state.fte,
        state.talent,
        state.preference,
        model.seats.productivity_annual,
        model.components[outer],
        model.components[inner],
        p,
        model.preferences[kind],
        now,
        month,
        1.0 / model.tiers[run.tier].mean_talent,
        run.first_seat,
        run.end_seat,
    )


@part
def set_efforts(
    effort: Floats,
    efforts: Floats,
    outer_credited: Floats,
    inner_credited: Floats,
    quota: Floats,
    quota_annual: Floats,
    fte: Floats,
    talent: Floats,
    preference: Floats,
    productivity: Floats,
    outer: Record,
    inner: Record,
    p: Record,
    kind: Record,
    now: Record,
    month: int,
    per_talent: float,
    first: int,
    end: int,
) -> None:
    """Look up the efforts of a stretch of seats."""
    to_outer, to_inner = now.cycle_end[p.outer_cycle] - month, now.cycle_end[p.inner_cycle] - month
    month_of_cycle = p.n_months - 1 - to_outer
    whole, whole_inner = now.weight_of_cycle[p.outer_cycle], now.weight_of_cycle[p.inner_cycle]
    weight_ahead = now.weight_to_cycle_end[p.outer_cycle]
    passed = whole - weight_ahead - (whole_inner - now.weight_to_cycle_end[p.inner_cycle])
    n_before = month_of_cycle - (p.inner_months - 1.0 - to_inner)
    by_before = evened(passed / whole, n_before / p.n_months)
    by_within = evened(whole_inner / whole, p.inner_months / p.n_months)
    per_outer, per_inner = 1.0 / outer.credit_factor, 1.0 / inner.credit_factor
    ahead = 0.0 if outer.is_to_date else weight_ahead / 12.0
    for seat in stretch(first, end):
        since = inner_credited[seat] * per_inner
        before = (outer_credited[seat] * per_outer - since) * by_before
        own_quota = quota[seat] / outer.quota_factor + ahead * quota_annual[seat] * fte[seat]
        yearly = productivity[seat] * fte[seat] * (talent[seat] * per_talent)
        chosen = cycle_effort(efforts, p, month_of_cycle, yearly, own_quota, before, since * by_within)
        effort[seat] = chosen if is_of_type(preference[seat], kind) else effort[seat]


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
    bookings, quota = book.bookings[seat], state.quota_annual[seat]
    if bookings <= 0.0 or quota <= 0.0 or state.moved_on[seat] < 0.0 or state.leaves_month[seat] != NEVER:
        return
    p, share, price = model.tiers[run.tier], model.company.moved_share, model.company.moved_price
    talent = state.talent[seat] * (1.0 / p.mean_talent)
    season = model.months[month + 1].season / model.months[month].season
    usual = expected_bookings(book.capacity[seat], talent, market) * book.effort[seat] * season
    gain, loss, later = 0.0, 0.0, 0.0
    for k in range(run.n_components):
        c = model.components[run.first_component + k]
        if c.is_on_own_sales:
            ahead = rate_ahead(model.seats.productivity_annual[seat] * talent / quota, c)
            later += ahead
            if ends_in(model, c, month):
                credited = state.plan_accounts[CREDITED, k, seat] + bookings * c.credit_factor
                target = state.plan_accounts[QUOTA, k, seat]
                target += 0.0 if c.is_to_date else book.quota[seat] * c.quota_factor
                gain += marginal_rate(credited, target, usual * share * (1.0 - price), c)
                loss += marginal_rate(credited, target, -bookings * share, c)
            else:
                gain, loss = gain + ahead, loss + ahead
    later *= worth_later(model, state.preference[seat])
    cell = model.seats.cell[seat]
    pulled = max(pulled_share(gain, later, price, share), 0.0) * usual
    pushed = max(-pulled_share(loss, later, price, share), 0.0) * bookings if pulled == 0.0 else 0.0
    book.moved[seat] = pulled - pushed
    book.bookings[seat] = bookings + pulled * (1.0 - price) - pushed
    state.moved_on[seat] = pushed * (1.0 - price) - pulled
    count[cell, Tally.PULLED_IN] += pulled
    count[cell, Tally.PUSHED_OUT] += pushed
    count[cell, Tally.DISCOUNT] += (pulled + pushed) * price


@part
def worth_later(model: Model, preference: float) -> float:
    """Return what pay of the next cycle is worth now to a person."""
    worth = 1.0
    for kind in range(model.preferences.size):
        if is_of_type(preference, model.preferences[kind]):
            worth = model.preferences[kind].later
    return worth
