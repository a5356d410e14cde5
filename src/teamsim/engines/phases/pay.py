"""Pay: fixed pay, what each component of the plan pays, what the employer adds."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.engines.phases.accounts import (
    add,
    empty,
    ends_in,
    line_at_end,
    pay_to_date,
    set_earned,
)
from teamsim.model import Floats, Ints, Model, MonthBook, Occupancy, Record
from teamsim.numeric import stretch
from teamsim.rules.costs import on_costs
from teamsim.rules.incentives import Kind, bonus_payout, commission_payout, minor
from teamsim.rules.promotion import attainment_of


@phase
def pay(model: Model, state: Occupancy, book: MonthBook, month: int) -> None:
    """Pay fixed pay and the plan: commission of the cycle to date less what was paid, the rest at a cycle's end."""
    minor_units = model.company.minor_units
    keep_on_leave(book.picked, state.leave_until, month, model.company.leave_pay_share)
    pay_base(book.base, state.base_annual, state.fte, book.seated_share, book.picked, minor_units)
    start_lines(book.commission, book.bonus, book.settled)
    for k in range(book.lines.shape[0]):
        empty(book.lines[k], 0, book.base.size)
    for index in range(model.months[month].first_run, model.months[month].end_run):
        pay_plan(model, state, book, month, model.runs[index])
    if model.jurisdiction[0].has_on_costs:
        add_on_costs(book.on_costs, book.base, book.commission, book.bonus, minor_units, model.jurisdiction[0])


@part
def start_lines(commission: Floats, bonus: Floats, settled: Floats) -> None:
    """Start a month's variable pay: with what a move or another plan has settled."""
    for seat in stretch(0, commission.size):
        commission[seat] = 0.0
        bonus[seat] = settled[seat]


@part
def pay_plan(model: Model, state: Occupancy, book: MonthBook, month: int, run: Record) -> None:
    """Pay what each component of a plan earns in the month."""
    first, end, minor_units = run.first_seat, run.end_seat, model.company.minor_units
    for k in range(run.n_components):
        c = model.components[run.first_component + k]
        if c.is_to_date:
            set_earned(book.picked, state.plan_credited[k], state.plan_quota[k], minor_units, c, first, end)
            pay_to_date(book.picked, state.plan_earned[k], first, end)
        elif ends_in(model, c, month):
            for seat in range(first, end):
                book.picked[seat] = line_at_end(model, state, seat, k, c) if book.is_present[seat] else 0.0
        else:
            continue
        add(book.commission if c.is_commission else book.bonus, book.picked, first, end)
        if book.lines.shape[0] > 0:
            add(book.lines[k], book.picked, first, end)


@part
def add_on_costs(due: Floats, base: Floats, commission: Floats, bonus: Floats, minor_units: float, p: Record) -> None:
    """Work out what the employer pays on top of each person's month."""
    for seat in stretch(0, due.size):
        due[seat] = minor(on_costs((base[seat] + commission[seat] + bonus[seat]) / minor_units, p), minor_units)


@part
def keep_on_leave(kept: Floats, leave_until: Ints, month: int, leave_pay_share: float) -> None:
    """Set the share of fixed pay that each person keeps: all of it, or less on leave."""
    for seat in stretch(0, kept.size):
        kept[seat] = 1.0 if month >= leave_until[seat] else leave_pay_share


@part
def pay_base(
    base: Floats, base_annual: Floats, fte: Floats, seated_share: Floats, kept: Floats, minor_units: float
) -> None:
    """Pay each person's fixed pay for the days seated."""
    for seat in stretch(0, base.size):
        base[seat] = minor(base_annual[seat] / 12.0 * fte[seat] * seated_share[seat] * kept[seat], minor_units)


@part
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
    return monthly
