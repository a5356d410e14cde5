"""The accounts of people's plans: one per component; credited, earned, closed, settled, started anew."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.calendar import seated_share
from teamsim.model import Floats, Model, MonthBook, Occupancy, Record
from teamsim.numeric import stretch
from teamsim.rules.incentives import Measured, bonus_payout, commission_payout, cycle_quota, minor


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
def empty(account: Floats, first: int, end: int) -> None:
    """Start an account anew."""
    for seat in stretch(first, end):
        account[seat] = 0.0


@part
def ends_in(model: Model, c: Record, month: int) -> bool:
    """Tell whether a component's measurement period ends with a month."""
    return bool(model.months[month].cycle_end[c.cycle] == month)


@part
def credit_plan(model: Model, state: Occupancy, book: MonthBook, run: Record) -> None:
    """Credit the month to the running cycles of a plan."""
    first, end = run.first_seat, run.end_seat
    for k in range(run.n_components):
        c = model.components[run.first_component + k]
        measured = book.bookings if c.measure == Measured.OWN else book.credited
        add_times(state.plan_credited[k], measured, c.credit_factor, first, end)
        if not c.is_to_date:
            add_times(state.plan_quota[k], book.quota, c.quota_factor, first, end)
            add_product(state.plan_worked[k], book.active_share, state.fte, first, end)


@part
def set_earned(
    earned: Floats, credited: Floats, quota: Floats, minor_units: float, c: Record, first: int, end: int
) -> None:
    """Work out the commission that the cycle to date earns."""
    for seat in stretch(first, end):
        earned[seat] = minor(commission_payout(credited[seat], quota[seat], c), minor_units)


@part
def pay_to_date(line: Floats, earned: Floats, first: int, end: int) -> None:
    """Turn what the cycle to date earns into what is new of it."""
    for seat in stretch(first, end):
        to_date = line[seat]
        line[seat] = to_date - earned[seat]
        earned[seat] = to_date


@part
def line_at_end(model: Model, state: Occupancy, seat: int, k: int, c: Record) -> float:
    """Return what a component pays [minor units] for a cycle that ends now."""
    share = state.plan_worked[k, seat] / c.cycle_months
    amount = bonus_payout(state.plan_credited[k, seat], state.plan_quota[k, seat], share, c)
    return minor(amount, model.company.minor_units)


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
            empty(state.plan_credited[k], first, end)
            empty(state.plan_earned[k], first, end)
            if c.is_to_date:
                renew_quotas(model, state, k, c, month + 1, run)
            else:
                empty(state.plan_quota[k], first, end)
                empty(state.plan_worked[k], first, end)


@part
def renew_quotas(model: Model, state: Occupancy, k: int, c: Record, month: int, run: Record) -> None:
    """Set the quota of the cycle that a month begins; people who are still on leave then one by one."""
    now, first, end = model.months[month], run.first_seat, run.end_seat
    if model.company.is_quota_prorated:
        set_cycle_quotas(state.plan_quota[k], state.quota_annual, state.fte, now, c, first, end)
    else:
        weight = now.weight_of_cycle[c.cycle]
        set_whole_quotas(state.plan_quota[k], state.quota_annual, state.fte, weight, first, end)
        scale(state.plan_quota[k], c.quota_factor, first, end)
    for seat in range(first, end):
        if state.leave_until[seat] > month:
            state.plan_quota[k, seat] = quota_ahead(model, state, seat, month, c)


@part
def set_cycle_quotas(
    quota: Floats, quota_annual: Floats, fte: Floats, now: Record, c: Record, first: int, end: int
) -> None:
    """Set the quota of the cycle that a month begins, for people who are there from its first day."""
    weight, to_end, factor = now.quota_weight, now.weight_to_cycle_end[c.cycle], c.quota_factor
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
def quota_ahead(model: Model, state: Occupancy, seat: int, month: int, c: Record) -> float:
    """Return the quota of a cycle that starts for a person in a month: that of the active months to its end."""
    first = max(month, state.leave_until[seat])
    if first > model.months[month].cycle_end[c.cycle]:
        return 0.0
    monthly, p = state.quota_annual[seat] * state.fte[seat] / 12.0, model.months[first]
    if not model.company.is_quota_prorated:
        return float(monthly * p.weight_of_cycle[c.cycle] * c.quota_factor)
    share = seated_share(state.seated_from[seat], first)
    return float(c.quota_factor * cycle_quota(monthly, p.quota_weight, p.weight_to_cycle_end[c.cycle], share))


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
                state.plan_quota[k, seat] = quota_ahead(model, state, seat, month, c)


@phase
def clear_accounts(state: Occupancy, seat: int) -> None:
    """Empty the accounts of a seat."""
    for k in range(state.plan_credited.shape[0]):
        state.plan_credited[k, seat] = 0.0
        state.plan_quota[k, seat] = 0.0
        state.plan_worked[k, seat] = 0.0
        state.plan_earned[k, seat] = 0.0


@phase
def settled(model: Model, state: Occupancy, seat: int, month: int) -> float:
    """Return what the running cycles of a person's plan of a month are due [minor units] if they ended now."""
    index, due = model.run_of[model.months[month].plan_period, model.seats.cell[seat]], 0.0
    if index >= 0:
        run = model.runs[index]
        for k in range(run.n_components):
            c = model.components[run.first_component + k]
            if not c.is_to_date:
                due += line_at_end(model, state, seat, k, c)
    return due


@phase
def change_plans(model: Model, state: Occupancy, book: MonthBook, month: int) -> None:
    """Settle the running cycles of people whose plan changes with the month, and start those of the new plan."""
    now, before = model.run_of[model.months[month].plan_period], model.run_of[model.months[month - 1].plan_period]
    for seat in range(model.seats.unit.size):
        cell = model.seats.cell[seat]
        if state.is_occupied[seat] and is_other_plan(model, before[cell], now[cell]):
            book.settled[seat] = settled(model, state, seat, month - 1)
            restart_accounts(model, state, seat, month)


@part
def is_other_plan(model: Model, before: int, now: int) -> bool:
    """Tell whether two runs have other components."""
    if before < 0 or now < 0:
        return before != now
    return bool(model.runs[before].first_component != model.runs[now].first_component)
