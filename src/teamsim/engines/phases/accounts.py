"""The accounts of people's plans: one per component; credited, earned, closed, settled, started anew."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.calendar import seated_share
from teamsim.model import CREDITED, EARNED, QUOTA, WORKED, Floats, Ints, Model, MonthBook, Occupancy, Record
from teamsim.numeric import stretch
from teamsim.rules.incentives import Measured, cycle_quota, quota_relief


@part
def add(account: Floats, amount: Floats, first: int, end: int) -> None:
    """Add the month's amounts to a running account."""
    for seat in stretch(first, end):
        account[seat] += amount[seat]


@part
def add_times(account: Floats, amount: Floats, factor: float, first: int, end: int) -> None:
    """Add the month's amounts, each times a factor, to a running account."""
    for seat in stretch(first, end):
        account[seat] += amount[seat] * factor


@part
def add_product(account: Floats, one: Floats, other: Floats, first: int, end: int) -> None:
    """Add products of the month to a running account."""
    for seat in stretch(first, end):
        account[seat] += one[seat] * other[seat]


@part
def copy(to: Floats, amount: Floats, first: int, end: int) -> None:
    """Copy a stretch of a column."""
    for seat in stretch(first, end):
        to[seat] = amount[seat]


@part
def empty(account: Floats, first: int, end: int) -> None:
    """Start an account anew."""
    for seat in stretch(first, end):
        account[seat] = 0.0


@part
def ends_in(model: Model, c: Record, month: int) -> bool:
    """Tell whether a component's measurement period ends with a month."""
    if c.cycle < 0:
        return bool(month == c.last_month)
    return bool(model.months[month].cycle_end[c.cycle] == month)


@part
def credit_plan(model: Model, state: Occupancy, book: MonthBook, run: Record, month: int) -> None:
    """Credit the month to the running cycles of a plan."""
    first, end = run.first_seat, run.end_seat
    for k in range(run.n_components):
        c = model.components[run.first_component + k]
        if not c.first_month <= month <= c.last_month:
            continue
        measured = book.credited
        if c.measure == Measured.OWN:
            measured = book.own if model.company.has_own_credit else book.bookings
        elif c.measure == Measured.COLLECTIONS:
            measured = book.collected
        add_times(state.plan_accounts[CREDITED, k], measured, c.credit_factor, first, end)
        if not c.is_to_date:
            add_times(state.plan_accounts[QUOTA, k], book.quota, c.quota_factor, first, end)
            add_product(state.plan_accounts[WORKED, k], book.active_share, state.fte, first, end)


@part
def renew_accounts(model: Model, state: Occupancy, month: int) -> None:
    """Start the cycles of those components anew whose cycle ends with a month."""
    for index in range(model.months[month].first_run, model.months[month].end_run):
        run = model.runs[index]
        first, end = run.first_seat, run.end_seat
        for k in range(run.n_components):
            c = model.components[run.first_component + k]
            if not ends_in(model, c, month):
                continue
            empty(state.plan_accounts[WORKED, k], first, end)
            if c.cycle >= 0 and model.months[month].cycle_end[c.reset_cycle] != month:
                continue
            empty(state.plan_accounts[CREDITED, k], first, end)
            empty(state.plan_accounts[EARNED, k], first, end)
            if c.is_to_date:
                renew_quotas(model, state, k, c, month + 1, run)
            else:
                empty(state.plan_accounts[QUOTA, k], first, end)


@part
def renew_quotas(model: Model, state: Occupancy, k: int, c: Record, month: int, run: Record) -> None:
    """Set the quota of the cycle that a month begins; people who are still on leave then one by one."""
    now, first, end = model.months[month], run.first_seat, run.end_seat
    if model.company.is_quota_prorated:
        to_end = weight_ahead(model, month, c, run)
        set_cycle_quotas(state.plan_accounts[QUOTA, k], state.quota_annual, state.fte, now, to_end, c, first, end)
    else:
        weight = now.weight_of_cycle[c.cycle]
        set_whole_quotas(state.plan_accounts[QUOTA, k], state.quota_annual, state.fte, weight, first, end)
        scale(state.plan_accounts[QUOTA, k], c.quota_factor, first, end)
    n_relief = model.tiers[run.tier].n_relief
    if n_apart(state.leave_until, state.grade_month, month, n_relief, first, end) == 0:
        return
    for seat in range(first, end):
        if state.leave_until[seat] > month or month - state.grade_month[seat] < n_relief:
            state.plan_accounts[QUOTA, k, seat] = quota_ahead(model, state, seat, month, c, run)


@part
def n_apart(leave_until: Ints, grade_month: Ints, month: int, n_relief: int, first: int, end: int) -> int:
    """Return for how many the quota of a whole cycle does not hold: still on leave, or too new in the tier."""
    n_people = 0
    for seat in stretch(first, end):
        n_people += (leave_until[seat] > month) | (month - grade_month[seat] < n_relief)
    return n_people


@part
def set_cycle_quotas(
    quota: Floats, quota_annual: Floats, fte: Floats, now: Record, to_end: float, c: Record, first: int, end: int
) -> None:
    """Set the quota of the cycle that a month begins, for people who are there from its first day."""
    weight, factor = now.quota_weight, c.quota_factor
    for seat in stretch(first, end):
        quota[seat] = factor * cycle_quota(quota_annual[seat] * fte[seat] / 12.0, weight, to_end, 1.0)


@part
def set_whole_quotas(quota: Floats, quota_annual: Floats, fte: Floats, weight: float, first: int, end: int) -> None:
    """Set the quota of a whole cycle, whenever the person came."""
    for seat in stretch(first, end):
        quota[seat] = quota_annual[seat] * fte[seat] / 12.0 * weight


@part
def scale(amounts: Floats, factor: float, first: int, end: int) -> None:
    """Multiply a stretch of a column."""
    for seat in stretch(first, end):
        amounts[seat] *= factor


@part
def weight_ahead(model: Model, month: int, c: Record, run: Record) -> float:
    """Return the months from one to the end of its cycle, or of the plan, by their weight in the quota."""
    now, weight = model.months[month], model.months[month].weight_to_cycle_end[c.cycle]
    if run.last_month < now.cycle_end[c.cycle]:
        weight -= model.months[run.last_month + 1].weight_to_cycle_end[c.cycle]
    return float(weight)


@part
def quota_ahead(model: Model, state: Occupancy, seat: int, month: int, c: Record, run: Record) -> float:
    """Return the quota of a cycle that starts for a person in a month: that of the active months to its end."""
    first = max(month, state.leave_until[seat])
    if first > min(model.months[month].cycle_end[c.cycle], run.last_month):
        return 0.0
    monthly, p = state.quota_annual[seat] * state.fte[seat] / 12.0, model.months[first]
    if not model.company.is_quota_prorated:
        return float(monthly * p.weight_of_cycle[c.cycle] * c.quota_factor)
    tier, grade_month = model.tiers[run.tier], state.grade_month[seat]
    if first - grade_month < tier.n_relief:
        total, last = 0.0, min(p.cycle_end[c.cycle], run.last_month)
        for later in range(first, last + 1):
            share = seated_share(state.seated_from[seat], later) * quota_relief(later - grade_month, tier)
            total += monthly * model.months[later].quota_weight * share
        return float(c.quota_factor * total)
    share = seated_share(state.seated_from[seat], first)
    return float(c.quota_factor * cycle_quota(monthly, p.quota_weight, weight_ahead(model, first, c, run), share))


@phase
def restart_accounts(model: Model, state: Occupancy, seat: int, month: int) -> None:
    """Start every cycle of a person who is new in the seat or on the plan."""
    clear_accounts(state, seat)
    index = model.run_of[model.months[month].plan_period, model.seats.cell[seat]]
    if index >= 0:
        run = model.runs[index]
        for k in range(run.n_components):
            c = model.components[run.first_component + k]
            if c.is_to_date:
                state.plan_accounts[QUOTA, k, seat] = quota_ahead(model, state, seat, month, c, run)


@part
def clear_accounts(state: Occupancy, seat: int) -> None:
    """Empty the accounts of the plan in a seat."""
    for kind in range(state.plan_unpaid.shape[0]):
        for slot in range(state.plan_unpaid.shape[1]):
            state.plan_unpaid[kind, slot, seat] = 0.0
    for kind in range(state.plan_accounts.shape[0]):
        for k in range(state.plan_accounts.shape[1]):
            state.plan_accounts[kind, k, seat] = 0.0


@part
def forget_invoices(state: Occupancy, seat: int) -> None:
    """Leave a person's invoices to the house."""
    for place in range(state.own_invoices.shape[0]):
        state.own_invoices[place, seat] = 0.0


@part
def collect_own(model: Model, state: Occupancy, book: MonthBook, month: int) -> None:
    """Work out what is paid this month of each person's invoices."""
    p, n_seats, n_months = model.schedule[0], book.collected.size, state.own_invoices.shape[0]
    empty(book.collected, 0, n_seats)
    empty(state.own_invoices[month % n_months], 0, n_seats)
    own = book.own if model.company.has_own_credit else book.bookings
    add(state.own_invoices[month % n_months], own, 0, n_seats)
    for lag in range(p.n_shares):
        add_times(book.collected, state.own_invoices[(month - lag) % n_months], p.paid[lag], 0, n_seats)
