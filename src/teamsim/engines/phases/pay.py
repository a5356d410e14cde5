"""Pay: fixed pay, what each component of the plan pays, what the employer adds."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.engines.phases.accounts import add, empty, ends_in
from teamsim.engines.phases.earning import (
    defer,
    earn_otherwise,
    set_earned,
    take_new,
)
from teamsim.model import CREDITED, EARNED, QUOTA, Floats, Ints, Model, MonthBook, Occupancy, PlanState, Record
from teamsim.numeric import stretch
from teamsim.rules.costs import on_costs
from teamsim.rules.incentives import Kind, Measured, bonus_payout, commission_payout, minor, score_payout
from teamsim.rules.organisation import acting_pay
from teamsim.rules.promotion import attainment_of
from teamsim.tallies import Tally


@phase
def pay(
    model: Model, state: Occupancy, book: MonthBook, count: Floats, month: int, seed: int, replication: int
) -> None:
    """Pay fixed pay and the plan: commission of the cycle to date less what was paid, the rest at a cycle's end."""
    minor_units = model.company.minor_units
    kept = model.company.leave_pay_share
    pay_base(book.base, state.base_annual, state.fte, book.seated_share, state.leave_until, month, kept, minor_units)
    if model.company.acting_allowance > 0.0:
        pay_acting(model, state, book, count)
    start_lines(book.commission, book.bonus, book.settled)
    for k in range(book.told.shape[1]):
        empty(book.told[0, k], 0, book.base.size)
        empty(book.told[1, k], 0, book.base.size)
        empty(book.told[2, k], 0, book.base.size)
        add(book.told[1, k], state.plan_accounts[CREDITED, k], 0, book.base.size)
        add(book.told[2, k], state.plan_accounts[QUOTA, k], 0, book.base.size)
    for index in range(model.months[month].first_run, model.months[month].end_run):
        run = model.runs[index]
        for k in range(run.n_components):
            if earn(model, state, book, run, k, month, seed, replication):
                pay_line(model, state, book, run, k, month)
        for k in range(run.first_draw, run.n_components):
            earn_otherwise(model, state, book, run, k, month, seed, replication)
            show(book, run, k, model.components[run.first_component + k].is_commission)
    if model.jurisdiction[0].has_on_costs and model.jurisdiction[0].has_few_lines:
        add_on_costs(book.on_costs, book.base, book.commission, book.bonus, minor_units, model.law_in_short[0])
    elif model.jurisdiction[0].has_on_costs:
        add_on_costs(book.on_costs, book.base, book.commission, book.bonus, minor_units, model.jurisdiction[0])


@part
def start_lines(commission: Floats, bonus: Floats, settled: Floats) -> None:
    """Start a month's variable pay: with what a move or another plan has settled."""
    for seat in stretch(0, commission.size):
        commission[seat] = 0.0
        bonus[seat] = settled[seat]


@part
def earn(
    model: Model, state: Occupancy, book: MonthBook, run: Record, k: int, month: int, seed: int, replication: int
) -> bool:
    """Work out what a component earns in the month, into `book.picked`; tell whether there is anything to do."""
    c, first, end = model.components[run.first_component + k], run.first_seat, run.end_seat
    if c.is_to_date:
        credited, quota = state.plan_accounts[CREDITED, k], state.plan_accounts[QUOTA, k]
        if c.has_few_bands:
            short = model.in_short[run.first_component + k]
            set_earned(book.picked, credited, quota, model.company.minor_units, short, first, end)
        else:
            set_earned(book.picked, credited, quota, model.company.minor_units, c, first, end)
        take_new(book.picked, state.plan_accounts[EARNED, k], first, end)
    elif c.kind == Kind.DRAW:
        return False
    elif c.kind > Kind.DRAW or ends_in(model, c, month):
        earn_otherwise(model, state, book, run, k, month, seed, replication)
    elif c.slot >= 0:
        empty(book.picked, first, end)
    else:
        return False
    return True


@part
def pay_line(model: Model, state: Occupancy, book: MonthBook, run: Record, k: int, month: int) -> None:
    """Pay what a component has earned, at once or when it becomes payable."""
    c = model.components[run.first_component + k]
    if model.company.has_states:
        add(book.plan_states[PlanState.EARNED], book.picked, run.first_seat, run.end_seat)
    if c.slot >= 0:
        is_payday = model.months[month].cycle_end[c.pay_cycle] == month
        states, first, end = book.plan_states, run.first_seat, run.end_seat
        defer(state.plan_unpaid, states, book.picked, c, month, is_payday, first, end)
    show(book, run, k, c.is_commission)


@part
def show(book: MonthBook, run: Record, k: int, is_commission: bool) -> None:
    """Add a line to the month's pay."""
    add(book.commission if is_commission else book.bonus, book.picked, run.first_seat, run.end_seat)
    if book.told.shape[1] > 0:
        add(book.told[0, k], book.picked, run.first_seat, run.end_seat)


@part
def add_on_costs(due: Floats, base: Floats, commission: Floats, bonus: Floats, minor_units: float, p: Record) -> None:
    """Work out what the employer pays on top of each person's month."""
    for seat in stretch(0, due.size):
        due[seat] = minor(on_costs((base[seat] + commission[seat] + bonus[seat]) / minor_units, p), minor_units)


@part
def pay_base(
    base: Floats,
    base_annual: Floats,
    fte: Floats,
    seated_share: Floats,
    leave_until: Ints,
    month: int,
    kept_on_leave: float,
    minor_units: float,
) -> None:
    """Pay each person's fixed pay for the days seated: all of it, or the share that people keep on leave."""
    for seat in stretch(0, base.size):
        kept = 1.0 if month >= leave_until[seat] else kept_on_leave
        base[seat] = minor(base_annual[seat] / 12.0 * fte[seat] * seated_share[seat] * kept, minor_units)


@part
def pay_acting(model: Model, state: Occupancy, book: MonthBook, count: Floats) -> None:
    """Add the allowance of people who act to their fixed pay."""
    minor_units, share = model.company.minor_units, model.company.acting_allowance
    for seat in range(state.acting_for.size):
        if state.acting_for[seat] >= 0:
            allowance = minor(acting_pay(book.base[seat] / minor_units, share), minor_units)
            book.base[seat] += allowance
            count[model.seats.cell[seat], Tally.ACTING_PAY] += allowance


@phase
def usual_pay(model: Model, state: Occupancy, seat: int, month: int) -> float:
    """Return a usual month's pay [currency]: fixed, and the plan's at the attainment of this and the last year."""
    monthly: float = state.base_annual[seat] / 12.0 * state.fte[seat]
    quota = state.quota_annual[seat] / 12.0 * state.fte[seat]
    credited = quota * attainment_of(
        state.prior_credited[seat] + state.year_credited[seat],
        state.prior_quota[seat] + state.year_quota[seat],
    )
    index = model.run_of[model.months[month].plan_period, model.seats.cell[seat]]
    if index >= 0:
        run = model.runs[index]
        for k in range(run.n_components):
            c = model.components[run.first_component + k]
            if c.kind == Kind.RATE_TABLE:
                monthly += commission_payout(c.credit_factor * credited, c.quota_factor * quota, c)
            elif c.kind == Kind.LUMP_SUM:
                monthly += bonus_payout(c.credit_factor * credited, c.quota_factor * quota, 1.0 / c.cycle_months, c)
            elif c.kind == Kind.BENEFIT:
                monthly += c.amount * state.fte[seat]
            elif c.kind == Kind.SCORE:
                attainment = c.credit_factor * credited / (c.quota_factor * quota) if quota > 0.0 else 0.0
                judged = 1.0 if c.measure == Measured.SOFT else attainment
                monthly += score_payout(judged, 1.0 / c.cycle_months, c)
    return monthly
