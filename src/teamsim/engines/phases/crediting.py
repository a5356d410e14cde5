"""Who is credited with what: deal by deal, business of a seat that somebody left, quotas of seats that are empty."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.calendar import month_of
from teamsim.engines.phases.accounts import copy
from teamsim.engines.phases.staffing import is_lent
from teamsim.model import QUOTA, Floats, Model, MonthBook, Occupancy
from teamsim.numeric import added, stretch
from teamsim.random import Purpose, standard_normal, uniform
from teamsim.rules.incentives import EmptyQuota, month_quota
from teamsim.rules.organisation import is_seat_fillable
from teamsim.rules.selling import counted_deal, expected_bookings, mean_one_lognormal, poisson_count
from teamsim.tallies import Tally


@phase
def close_deals(
    model: Model,
    state: Occupancy,
    book: MonthBook,
    count: Floats,
    tier: int,
    month: int,
    seed: int,
    replication: int,
) -> None:
    """Book what the people of a tier sell, deal by deal; `book.picked` is what their territories give.

    What lies beyond the limit of the person's plan, and so does not count, goes to `book.own`.
    """
    p = model.tiers[tier]
    per_talent = 1.0 / p.mean_talent
    for place in range(model.cells.size):
        cell = model.cells[place]
        if cell.tier != tier:
            continue
        index, limit, beyond = model.run_of[model.months[month].plan_period, place], float("inf"), 1.0
        if index >= 0:
            limit, beyond = model.runs[index].deal_limit, model.runs[index].beyond_limit
        for seat in range(cell.first_seat, cell.end_seat):
            sold, counted, n_deals = 0.0, 0.0, 0
            if book.capacity[seat] > 0.0:
                mean = expected_bookings(book.capacity[seat], state.talent[seat] * per_talent, book.picked[seat])
                n_deals = poisson_count(book.selling_luck[seat], book.selling_normal[seat], mean / p.mean_deal)
            for deal in range(n_deals):
                u = uniform(seed, replication, state.subject[seat], state.occupant[seat], month, deal, Purpose.DEAL)
                size = p.mean_deal * mean_one_lognormal(p.deal_sigma, standard_normal(u))
                sold += size
                counted += counted_deal(size, limit, beyond)
            book.bookings[seat] = sold
            book.own[seat] = sold - counted
            count[place, Tally.DEALS] += n_deals


@phase
def hand_on_quotas(model: Model, state: Occupancy, book: MonthBook, month: int) -> None:
    """Share the month's quota of empty seats among the peers in the unit, or give it to those who lead it."""
    weight = model.months[month].quota_weight
    for place in range(model.cells.size):
        cell, p = model.cells[place], model.tiers[model.cells[place].tier]
        if not p.is_credited or cell.quota_annual <= 0.0:
            continue
        of_one = month_quota(cell.quota_annual, 1.0, weight, 1.0, model.company.is_quota_prorated)
        unassigned = 0.0
        for seat in range(cell.first_seat, cell.end_seat):
            is_wanted = is_seat_fillable(model.seats.opens[seat], model.seats.closes[seat], month)
            if is_wanted and not state.is_occupied[seat] and not is_lent(model, state, seat):
                unassigned += of_one
        first, end = cell.first_seat, cell.end_seat
        if model.company.empty_quota == EmptyQuota.MANAGER:
            first, end = model.units[cell.unit].first_head, model.units[cell.unit].end_head
        if unassigned > 0.0:
            hand_on(model, state, book, unassigned, month, first, end)


@part
def hand_on(model: Model, state: Occupancy, book: MonthBook, quota: float, month: int, first: int, end: int) -> None:
    """Share a quota equally among those at work in a stretch of seats; nobody's where there is nobody."""
    n_people = 0
    for seat in range(first, end):
        n_people += book.active_share[seat] > 0.0
    for seat in range(first, end):
        if book.active_share[seat] > 0.0 and model.tiers[model.seats.tier[seat]].is_credited:
            raise_quota(model, state, book, seat, quota / n_people, month)


@part
def raise_quota(model: Model, state: Occupancy, book: MonthBook, seat: int, more: float, month: int) -> None:
    """Raise a person's quota of the month, and of those running cycles whose quota was set when they began."""
    book.quota[seat] += more
    index = model.run_of[model.months[month].plan_period, model.seats.cell[seat]]
    if index >= 0:
        run = model.runs[index]
        for k in range(run.n_components):
            c = model.components[run.first_component + k]
            if c.is_to_date and c.first_month <= month <= c.last_month:
                state.plan_accounts[QUOTA, k, seat] += more * c.quota_factor


@phase
def credit_own(model: Model, state: Occupancy, book: MonthBook, month: int) -> None:
    """Work out what counts of each person's own business: not what lies beyond a limit, nor what a mover keeps.

    `book.own` holds what does not count of deals, at effort 1.
    """
    own, bookings = book.own, book.bookings
    if model.company.has_effort:
        for seat in stretch(0, own.size):
            own[seat] *= book.effort[seat]
    for seat in stretch(0, own.size):
        own[seat] = max(bookings[seat] - own[seat], 0.0)
    if model.company.has_splits:
        split(model, book, book.picked)
    if model.company.holdover_months > 0:
        hold_over(model, state, own, book.picked, month)


@part
def split(model: Model, book: MonthBook, whole: Floats) -> None:
    """Split what the tiers of a unit book between them; `whole` [S] is what each had before.

    A share that nobody is there to take is nobody's.
    """
    copy(whole, book.own, 0, whole.size)
    for cell in model.cells:
        for other in model.cells:
            share = model.splits[cell.tier, other.tier]
            if other.unit == cell.unit and other.tier != cell.tier and share > 0.0:
                n_people, pool = 0, share * added(whole, cell.first_seat, cell.end_seat)
                for seat in range(other.first_seat, other.end_seat):
                    n_people += book.active_share[seat] > 0.0
                for seat in range(other.first_seat, other.end_seat):
                    book.own[seat] += pool / n_people if book.active_share[seat] > 0.0 else 0.0
        given = 1.0 - model.splits[cell.tier, cell.tier]
        for seat in stretch(cell.first_seat, cell.end_seat):
            book.own[seat] -= given * whole[seat]


@part
def hold_over(model: Model, state: Occupancy, own: Floats, left: Floats, month: int) -> None:
    """Credit movers with a share of what their old seats book; `left` [S] is what their successors still have."""
    share = model.company.holdover_share
    copy(left, own, 0, own.size)
    for seat in range(own.size):
        old = state.came_from[seat]
        if old < 0 or not state.is_occupied[seat]:
            continue
        if month - month_of(state.seated_from[seat]) < model.company.holdover_months:
            kept = share * left[old]
            own[seat] += kept
            if not model.company.is_overlay:
                left[old] -= kept
                own[old] -= kept
