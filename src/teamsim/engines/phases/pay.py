"""Pay: fixed pay, commission, lump sums; and the cycles that results add up in."""

from __future__ import annotations

import numpy as np

from teamsim._jit import part, phase
from teamsim.calendar import NEVER, Cycle, cycle_months, seated_share
from teamsim.measures import Tally
from teamsim.model import Floats, Ints, Model, MonthBook, Occupancy, Record
from teamsim.numeric import stretch
from teamsim.rules.attrition import quarters_below_floor
from teamsim.rules.incentives import bonus_payout, commission_payout, cycle_quota, minor


@phase
def pay(model: Model, state: Occupancy, book: MonthBook, month: int) -> None:
    """Pay fixed pay, commission of the cycle to date less what was paid, and lump sums at a cycle's end."""
    minor_units = model.company.minor_units
    keep_on_leave(book.picked, state.leave_until, month, model.company.leave_pay_share)
    pay_base(book.base, state.base_annual, state.fte, book.seated_share, book.picked, minor_units)
    for tier in range(model.tiers.size):
        p = model.tiers[tier]
        if p.commission_cycle >= 0:
            set_earned(book.picked, state.commission_credited, state.commission_quota, minor_units, p)
            pay_commission(book.commission, state.commission_paid, book.picked, p.first_seat, p.end_seat)
        if p.bonus_cycle >= 0 and model.months[month].cycle_end[p.bonus_cycle] == month:
            for seat in range(p.first_seat, p.end_seat):
                if book.is_present[seat]:
                    book.bonus[seat] += settled_bonus(model, state, seat)


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
def set_earned(earned: Floats, credited: Floats, quota: Floats, minor_units: float, p: Record) -> None:
    """Work out the commission that the cycle to date earns."""
    for seat in stretch(p.first_seat, p.end_seat):
        earned[seat] = minor(commission_payout(credited[seat], quota[seat], p), minor_units)


@part
def pay_commission(commission: Floats, paid: Floats, earned: Floats, first: int, end: int) -> None:
    """Pay what is earned less what was paid."""
    for seat in stretch(first, end):
        commission[seat] = earned[seat] - paid[seat]
        paid[seat] = earned[seat]


@phase
def review(model: Model, state: Occupancy, book: MonthBook, count: Floats, month: int) -> None:
    """Close the cycles that end with the month; judge the quarter and the fiscal year."""
    ends = model.months[month].cycle_end
    is_year_end = ends[Cycle.YEAR] == month
    if not is_year_end and ends[Cycle.QUARTER] != month:
        return
    for seat in range(model.seats.unit.size):
        if not book.is_present[seat]:
            continue
        p = model.tiers[model.seats.tier[seat]]
        if p.commission_cycle >= 0 and ends[p.commission_cycle] == month:
            restart_commission(model, state, seat, month + 1)
        if p.bonus_cycle >= 0 and ends[p.bonus_cycle] == month:
            restart_bonus(state, seat)
        if p.is_reviewed_quarterly:
            judge_quarter(model, state, seat, month)
        if p.performance_floor > 0.0:
            judge_performance(state, seat, month, p)
        if is_year_end:
            judge_year(model, state, count, seat)


@part
def judge_quarter(model: Model, state: Occupancy, seat: int, month: int) -> None:
    """Keep the attainment of the quarter that ends, and start the next."""
    quota = state.quarter_quota[seat]
    if not model.company.is_quota_prorated:
        quota = state.quota_annual[seat] * state.fte[seat] / 12.0 * model.months[month].weight_of_cycle[Cycle.QUARTER]
    state.quarter_attainment[seat] = state.quarter_credited[seat] / quota if quota > 0.0 else np.nan
    state.quarter_credited[seat] = 0.0
    state.quarter_quota[seat] = 0.0


@part
def judge_performance(state: Occupancy, seat: int, month: int, p: Record) -> None:
    """Count a quarter that ends below the floor; put the person on a plan when there are too many in a row."""
    months_in_grade = month + 1 - state.grade_month[seat]
    n_below = quarters_below_floor(state.quarters_below[seat], state.quarter_attainment[seat], months_in_grade, p)
    state.quarters_below[seat] = n_below
    if state.plan_until[seat] == NEVER and n_below >= p.after_quarters:
        state.plan_until[seat] = month + p.plan_months


@part
def judge_year(model: Model, state: Occupancy, count: Floats, seat: int) -> None:
    """Count who reached the year's quota, and start the next."""
    if state.year_quota[seat] > 0.0:
        cell = model.seats.cell[seat]
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
    clear_reviews(state, seat)


@part
def clear_reviews(state: Occupancy, seat: int) -> None:
    """Forget the results of earlier quarters and years."""
    state.quarter_credited[seat] = 0.0
    state.quarter_quota[seat] = 0.0
    state.quarter_attainment[seat] = np.nan
    state.quarters_below[seat] = 0
    state.plan_until[seat] = NEVER
    state.year_credited[seat] = 0.0
    state.year_quota[seat] = 0.0
    state.prior_credited[seat] = 0.0
    state.prior_quota[seat] = 0.0


@part
def restart_commission(model: Model, state: Occupancy, seat: int, month: int) -> None:
    """Start a commission cycle in a month: its quota is that of the active months to its end."""
    state.commission_credited[seat] = 0.0
    state.commission_paid[seat] = 0.0
    state.commission_quota[seat] = 0.0
    cycle = model.tiers[model.seats.tier[seat]].commission_cycle
    first = max(month, state.leave_until[seat])
    if cycle >= 0 and first <= model.months[month].cycle_end[cycle]:
        monthly = state.quota_annual[seat] * state.fte[seat] / 12.0
        p = model.months[first]
        if model.company.is_quota_prorated:
            share = seated_share(state.seated_from[seat], first)
            state.commission_quota[seat] = cycle_quota(monthly, p.quota_weight, p.weight_to_cycle_end[cycle], share)
        else:
            state.commission_quota[seat] = monthly * p.weight_of_cycle[cycle]


@part
def restart_bonus(state: Occupancy, seat: int) -> None:
    """Start a bonus cycle."""
    state.bonus_credited[seat] = 0.0
    state.bonus_quota[seat] = 0.0
    state.bonus_months[seat] = 0.0


@part
def settled_bonus(model: Model, state: Occupancy, seat: int) -> float:
    """Return the lump sum [minor units] due for the running bonus cycle if it ended now."""
    p = model.tiers[model.seats.tier[seat]]
    if p.bonus_cycle < 0:
        return 0.0
    share = state.bonus_months[seat] / cycle_months(p.bonus_cycle)
    amount = bonus_payout(state.bonus_credited[seat], state.bonus_quota[seat], share, p)
    return minor(amount, model.company.minor_units)
