"""What components earn, and how it passes from earned to payable to paid, or is lost."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.engines.phases.accounts import add, clear_accounts, forget_invoices, restart_accounts
from teamsim.model import (
    CREDITED,
    DUE,
    EARNED,
    LAGS,
    N_CRITERIA,
    N_LEVELS,
    OPEN,
    QUOTA,
    WORKED,
    Floats,
    Ints,
    Model,
    MonthBook,
    Occupancy,
    PlanState,
    Record,
)
from teamsim.numeric import stretch
from teamsim.random import Purpose, standard_normal, uniform
from teamsim.rules.attrition import ExitKind
from teamsim.rules.incentives import (
    Kind,
    Measured,
    OnExit,
    bonus_payout,
    commission_payout,
    contest_key,
    draw_payment,
    minor,
    released,
    score_payout,
    soft_attainment,
    spif_payout,
)


@part
def set_earned(
    earned: Floats, credited: Floats, quota: Floats, minor_units: float, c: Record, first: int, end: int
) -> None:
    """Work out the commission that the cycle to date earns."""
    for seat in stretch(first, end):
        earned[seat] = minor(commission_payout(credited[seat], quota[seat], c), minor_units)


@part
def take_new(line: Floats, earned: Floats, first: int, end: int) -> None:
    """Turn what the cycle to date earns into what is new of it."""
    for seat in stretch(first, end):
        to_date = line[seat]
        line[seat] = to_date - earned[seat]
        earned[seat] = to_date


@phase
def earn_otherwise(
    model: Model, state: Occupancy, book: MonthBook, run: Record, k: int, month: int, seed: int, replication: int
) -> None:
    """Work out what a component earns in the month other than on the cycle to date, into `book.picked`."""
    c, credited = model.components[run.first_component + k], state.plan_accounts[CREDITED, k]
    for seat in range(run.first_seat, run.end_seat):
        book.picked[seat] = 0.0
        if not book.is_present[seat] or c.kind == Kind.CONTEST:
            continue
        if c.kind == Kind.DRAW:
            book.picked[seat] = topped_up(model, state, book, seat, month, c)
        elif c.kind > Kind.DRAW:
            book.picked[seat] = monthly_amount(model, state, book, seat, month, c)
        else:
            judged = 1.0
            if c.measure == Measured.SOFT:
                judged = judgement(model, state, seat, k, c, month, seed, replication)
            book.picked[seat] = line_at_end(state.plan_accounts, seat, k, c, judged, model.company.minor_units)
            state.plan_accounts[EARNED, k, seat] += book.picked[seat]
    if c.kind == Kind.CONTEST:
        for cell in model.cells:
            if c.is_by_unit and run.first_seat <= cell.first_seat and cell.end_seat <= run.end_seat:
                award(book, credited, cell.first_seat, cell.end_seat, c, model.company.minor_units)
        if not c.is_by_unit:
            award(book, credited, run.first_seat, run.end_seat, c, model.company.minor_units)


@part
def monthly_amount(model: Model, state: Occupancy, book: MonthBook, seat: int, month: int, c: Record) -> float:
    """Return what a benefit or a retention bonus earns in a month [minor units]."""
    months = month + 1 - state.grade_month[seat]
    is_due = months == c.n_months or (c.is_repeated and months > 0 and months % c.n_months == 0)
    share = book.seated_share[seat] if c.kind == Kind.BENEFIT else 1.0 if is_due else 0.0
    is_on = c.first_month <= month <= c.last_month
    return minor(c.amount * share * state.fte[seat], model.company.minor_units) if is_on else 0.0


@part
def topped_up(model: Model, state: Occupancy, book: MonthBook, seat: int, month: int, c: Record) -> float:
    """Return what a month's pay lacks to a minimum [minor units], or less what is taken back of earlier advances."""
    is_on = month - state.grade_month[seat] < c.n_months and c.first_month <= month <= c.last_month
    full = minor(c.amount * book.seated_share[seat] * state.fte[seat], model.company.minor_units)
    paid, owed, minimum = book.commission[seat], 0.0, full if is_on else 0.0
    if c.is_recoverable:
        owed = max(-state.plan_unpaid[OPEN, c.slot, seat], 0.0)
    else:
        paid += book.bonus[seat] - book.settled[seat]
    line = draw_payment(paid, owed, minimum, c.is_recoverable)
    if c.is_recoverable:
        state.plan_unpaid[OPEN, c.slot, seat] -= line
    else:
        book.plan_states[PlanState.EARNED, seat] += line
    return line


@phase
def line_at_end(accounts: Floats, seat: int, k: int, c: Record, judged: float, minor_units: float) -> float:
    """Return what a component earns [minor units] for a cycle that ends now; `judged` is what a rater says."""
    credited, quota = accounts[CREDITED, k, seat], accounts[QUOTA, k, seat]
    share, amount = accounts[WORKED, k, seat] / c.cycle_months, 0.0
    if c.kind == Kind.RATE_TABLE:  # a true-up takes nothing back
        due = minor(commission_payout(credited, quota, c), minor_units)
        new: float = max(due - accounts[EARNED, k, seat], 0.0)
        return new
    if c.kind == Kind.LUMP_SUM:
        amount = bonus_payout(credited, quota, share, c)
    elif c.kind == Kind.SPIF:
        amount = spif_payout(credited, quota, c)
    elif c.kind == Kind.SCORE:
        attainment = credited / quota if quota > 0.0 else 0.0
        amount = score_payout(judged if c.measure == Measured.SOFT else attainment, share, c)
    return minor(amount, minor_units)


@part
def judgement(
    model: Model, state: Occupancy, seat: int, k: int, c: Record, month: int, seed: int, replication: int
) -> float:
    """Return how a person's rater judges the cycle."""
    p, subject = model.tiers[model.seats.tier[seat]], model.units[model.seats.unit[seat]].subject
    own = state.subject[seat], state.occupant[seat]
    noise = standard_normal(uniform(seed, replication, own[0], own[1], month, N_CRITERIA + k, Purpose.ASSESSMENT))
    leniency = standard_normal(uniform(seed, replication, subject, 0, 0, 0, Purpose.ASSESSMENT))
    leniency *= model.company.rater_bias_sigma
    return soft_attainment(state.talent[seat], p.talent_sigma, noise, leniency, c)


@part
def award(book: MonthBook, credited: Floats, first: int, end: int, c: Record, minor_units: float) -> None:
    """Give the prizes of a contest to the best of a stretch of seats; of equals the first in seat order."""
    for rank in range(N_LEVELS):
        best, best_key = -1, 0
        for seat in range(first, end):
            key = contest_key(credited[seat])
            if book.is_present[seat] and book.picked[seat] == 0.0 and key > best_key:
                best, best_key = seat, key
        if best >= 0 and c.level_amount[rank] > 0.0:
            book.picked[best] = minor(c.level_amount[rank], minor_units)


# -- earned, payable, paid -----------------------------------------------------------------------------------


@phase
def defer(
    unpaid: Floats, states: Floats, line: Floats, c: Record, month: int, is_payday: bool, first: int, end: int
) -> None:
    """Book what the month earns; turn the line into what is paid of what has become payable by now."""
    n_lags, before = unpaid.shape[0] - LAGS, 0.0
    due, still_open = unpaid[DUE, c.slot], unpaid[OPEN, c.slot]
    keep_earned(unpaid[LAGS + month % n_lags, c.slot], still_open, line, first, end)
    for lag in range(c.n_lags):
        if c.released_by[lag] != before:
            earlier = unpaid[LAGS + (month - lag) % n_lags, c.slot]
            release(due, earlier, before, c.released_by[lag], first, end)
        before = c.released_by[lag]
    if before < 1.0:
        last = unpaid[LAGS + (month - c.n_lags + 1) % n_lags, c.slot]
        give_up(still_open, states[PlanState.FORFEITED], last, before, first, end)
    if c.claw_lag >= 0:
        lost = unpaid[LAGS + (month - c.claw_lag) % n_lags, c.slot]
        earned, clawed_back = states[PlanState.EARNED], states[PlanState.CLAWED_BACK]
        claw_back(due, still_open, earned, clawed_back, lost, c.claw_share, first, end)
    pay_due(line, due, still_open, is_payday, first, end)


@part
def keep_earned(ring: Floats, unpaid: Floats, earned: Floats, first: int, end: int) -> None:
    """Remember what a month earns."""
    for seat in stretch(first, end):
        ring[seat] = earned[seat]
        unpaid[seat] += earned[seat]


@part
def release(due: Floats, earned: Floats, before: float, by: float, first: int, end: int) -> None:
    """Make a share of what an earlier month earned payable."""
    for seat in stretch(first, end):
        due[seat] += released(earned[seat], before, by)


@part
def give_up(unpaid: Floats, forfeited: Floats, earned: Floats, by: float, first: int, end: int) -> None:
    """Give up what is never released of what an earlier month earned."""
    for seat in stretch(first, end):
        lost = released(earned[seat], by, 1.0)
        unpaid[seat] -= lost
        forfeited[seat] += lost


@part
def claw_back(
    due: Floats,
    unpaid: Floats,
    earned: Floats,
    clawed_back: Floats,
    earlier: Floats,
    share: float,
    first: int,
    end: int,
) -> None:
    """Take back the share of what an earlier month earned whose business turns out to be lost."""
    for seat in stretch(first, end):
        lost = minor(earlier[seat] * share, 1.0)
        due[seat] -= lost
        unpaid[seat] -= lost
        earned[seat] -= lost
        clawed_back[seat] += lost


@part
def pay_due(line: Floats, due: Floats, unpaid: Floats, is_payday: bool, first: int, end: int) -> None:
    """Pay what is payable, on a payday; what is owed by the person stays to be taken from later pay."""
    for seat in stretch(first, end):
        paid = max(due[seat], 0.0) if is_payday else 0.0
        line[seat] = paid
        due[seat] -= paid
        unpaid[seat] -= paid


@part
def add_up_payable(model: Model, state: Occupancy, book: MonthBook) -> None:
    """Add up what is earned and not paid, person by person."""
    for seat in stretch(0, book.base.size):
        book.plan_states[PlanState.PAYABLE, seat] = 0.0
    for slot in range(state.plan_unpaid.shape[1]):
        add(book.plan_states[PlanState.PAYABLE], state.plan_unpaid[OPEN, slot], 0, book.base.size)


# -- the end of a plan for a person --------------------------------------------------------------------------


@phase
def settle(model: Model, state: Occupancy, book: MonthBook, seat: int, month: int) -> None:
    """Pay what a person's plan of a month owes when a move or another plan ends it, into the seat's book."""
    index, total = model.run_of[model.months[month].plan_period, model.seats.cell[seat]], 0.0
    if index < 0:
        return
    run = model.runs[index]
    for k in range(run.n_components):
        c = model.components[run.first_component + k]
        if is_settled(c):
            due = line_at_end(state.plan_accounts, seat, k, c, 1.0, model.company.minor_units)
            book.plan_states[PlanState.EARNED, seat] += due
            total += due
        if c.slot >= 0:
            total += state.plan_unpaid[OPEN, c.slot, seat]
    clear_accounts(state, seat)
    book.settled[seat] += max(total, 0.0)
    book.plan_states[PlanState.EARNED, seat] += max(-total, 0.0)  # an advance that pay does not cover is forgiven


@part
def is_settled(c: Record) -> bool:
    """Tell whether a running cycle of a component is worth something before it ends."""
    by_results = c.kind == Kind.LUMP_SUM or c.kind == Kind.SPIF or c.kind == Kind.SCORE
    return bool(by_results or (c.kind == Kind.RATE_TABLE and not c.is_to_date))


@phase
def settle_exits(
    model: Model, state: Occupancy, book: MonthBook, leavers: Ints, month: int, is_for_redundancy: bool
) -> None:
    """Settle the plans of those who left at the end of a month, or on the first of the next."""
    for seat in leavers:
        if model.company.has_states:
            is_retired = book.exit_kind[seat] == ExitKind.RETIREMENT
            settle_exit(model, state, book, seat, month, not (is_retired or is_for_redundancy))
        clear_accounts(state, seat)
        forget_invoices(state, seat)


@part
def settle_exit(model: Model, state: Occupancy, book: MonthBook, seat: int, month: int, is_at_fault: bool) -> None:
    """Settle the plan of somebody who leaves, by the rules of its components."""
    index = model.run_of[model.months[max(month, 0)].plan_period, model.seats.cell[seat]]
    if index < 0:
        return
    run, earned, unpaid, paid = model.runs[index], 0.0, 0.0, 0.0
    for k in range(run.n_components):
        c = model.components[run.first_component + k]
        running = 0.0
        if is_settled(c) and (c.is_prorated_on_exit if is_at_fault else c.is_prorated_without_fault):
            running = line_at_end(state.plan_accounts, seat, k, c, 1.0, model.company.minor_units)
        earned, unpaid, paid = earned + running, unpaid + running, paid + running
        if c.slot >= 0:
            lost = future_clawback(state, seat, month, c, model.accounts.lags)
            book.plan_states[PlanState.CLAWED_BACK, seat] += lost
            still_open = state.plan_unpaid[OPEN, c.slot, seat] - lost
            earned, unpaid = earned - lost, unpaid + still_open
            rule = c.open_on_exit if is_at_fault else c.open_without_fault
            if rule == OnExit.PAY_EARNED or still_open < 0.0:
                paid += still_open
            elif rule == OnExit.PAY_DUE:
                paid += max(min(state.plan_unpaid[DUE, c.slot, seat] - lost, still_open), 0.0)
    paid = max(paid, 0.0)
    book.plan_states[PlanState.FINAL_PAY, seat] += paid
    book.plan_states[PlanState.FORFEITED, seat] += max(unpaid - paid, 0.0)
    book.plan_states[PlanState.EARNED, seat] += earned + max(
        paid - unpaid, 0.0
    )  # what is owed and not covered is forgiven


@part
def future_clawback(state: Occupancy, seat: int, month: int, c: Record, n_lags: int) -> float:
    """Return what will be lost [minor units] of the business behind earlier months' earnings, at an exit."""
    lost = 0.0
    for lag in range(c.claw_lag):
        lost += minor(state.plan_unpaid[LAGS + (month - lag) % n_lags, c.slot, seat] * c.claw_share, 1.0)
    return lost


@phase
def change_plans(model: Model, state: Occupancy, book: MonthBook, month: int) -> None:
    """Settle the running cycles of people whose plan changes with the month, and start those of the new plan."""
    now, before = model.run_of[model.months[month].plan_period], model.run_of[model.months[month - 1].plan_period]
    for seat in range(model.seats.unit.size):
        cell = model.seats.cell[seat]
        if state.is_occupied[seat] and is_other_plan(model, before[cell], now[cell]):
            settle(model, state, book, seat, month - 1)
            restart_accounts(model, state, seat, month)


@part
def is_other_plan(model: Model, before: int, now: int) -> bool:
    """Tell whether two runs have other components."""
    if before < 0 or now < 0:
        return before != now
    return bool(model.runs[before].first_component != model.runs[now].first_component)
