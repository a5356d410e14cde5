"""Pay: fixed pay, commission, lump sums, what the employer adds; and the cycles that results add up in."""

from __future__ import annotations

import numpy as np

from teamsim._jit import part, phase
from teamsim.calendar import NEVER, Cycle, cycle_months, seated_share
from teamsim.model import Floats, Ints, Model, MonthBook, Occupancy, Record
from teamsim.numeric import stretch
from teamsim.rules.attrition import quarters_below_floor
from teamsim.rules.costs import on_costs
from teamsim.rules.incentives import bonus_payout, commission_payout, cycle_quota, minor
from teamsim.rules.promotion import attainment_of
from teamsim.tallies import Tally


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
    if model.jurisdiction[0].has_on_costs:
        add_on_costs(book.on_costs, book.base, book.commission, book.bonus, minor_units, model.jurisdiction[0])


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
    if ends[Cycle.QUARTER] != month:
        return
    for tier in range(model.tiers.size):
        p = model.tiers[tier]
        first, end = p.first_seat, p.end_seat
        if p.commission_cycle >= 0 and ends[p.commission_cycle] == month:
            renew_commissions(model, state, month + 1, p)
        if p.bonus_cycle >= 0 and ends[p.bonus_cycle] == month:
            empty(state.bonus_credited, first, end)
            empty(state.bonus_quota, first, end)
            empty(state.bonus_months, first, end)
        if p.is_reviewed_quarterly:
            weight = model.months[month].weight_of_cycle[Cycle.QUARTER]
            if not model.company.is_quota_prorated:
                set_whole_quotas(state.quarter_quota, state.quota_annual, state.fte, weight, p)
            judge(state.quarter_attainment, state.quarter_credited, state.quarter_quota, first, end)
            empty(state.quarter_credited, first, end)
            empty(state.quarter_quota, first, end)
        if p.performance_floor > 0.0:
            judge_performance(state, month, p)
    if ends[Cycle.YEAR] == month:
        judge_year(model, state, count)


@part
def renew_commissions(model: Model, state: Occupancy, month: int, p: Record) -> None:
    """Start the commission cycles of a tier in a month; people who are still on leave then one by one."""
    first, end, cycle = p.first_seat, p.end_seat, p.commission_cycle
    empty(state.commission_credited, first, end)
    empty(state.commission_paid, first, end)
    now = model.months[month]
    if model.company.is_quota_prorated:
        renew_quotas(state.commission_quota, state.quota_annual, state.fte, now, cycle, p)
    else:
        set_whole_quotas(state.commission_quota, state.quota_annual, state.fte, now.weight_of_cycle[cycle], p)
    for seat in range(first, end):
        if state.leave_until[seat] > month:
            restart_commission(model, state, seat, month)


@part
def renew_quotas(quota: Floats, quota_annual: Floats, fte: Floats, now: Record, cycle: int, p: Record) -> None:
    """Set the quota of the cycle that a month begins, for people who are there from its first day."""
    weight, to_end = now.quota_weight, now.weight_to_cycle_end[cycle]
    for seat in stretch(p.first_seat, p.end_seat):
        quota[seat] = cycle_quota(quota_annual[seat] * fte[seat] / 12.0, weight, to_end, 1.0)


@part
def set_whole_quotas(quota: Floats, quota_annual: Floats, fte: Floats, weight: float, p: Record) -> None:
    """Set the quota of a whole cycle, whenever the person came."""
    for seat in stretch(p.first_seat, p.end_seat):
        quota[seat] = quota_annual[seat] * fte[seat] / 12.0 * weight


@part
def judge(attainment: Floats, credited: Floats, quota: Floats, first: int, end: int) -> None:
    """Set the attainment of a finished cycle; not a number without a quota."""
    for seat in stretch(first, end):
        attainment[seat] = credited[seat] / quota[seat] if quota[seat] > 0.0 else np.nan


@part
def empty(account: Floats, first: int, end: int) -> None:
    """Start an account anew."""
    for seat in stretch(first, end):
        account[seat] = 0.0


@part
def judge_performance(state: Occupancy, month: int, p: Record) -> None:
    """Count quarters that end below the floor; put people on a plan when there are too many in a row."""
    for seat in range(p.first_seat, p.end_seat):
        if not state.is_occupied[seat]:
            continue
        months_in_grade = month + 1 - state.grade_month[seat]
        n_below = quarters_below_floor(state.quarters_below[seat], state.quarter_attainment[seat], months_in_grade, p)
        state.quarters_below[seat] = n_below
        if state.plan_until[seat] == NEVER and n_below >= p.after_quarters:
            state.plan_until[seat] = month + p.plan_months


@part
def judge_year(model: Model, state: Occupancy, count: Floats) -> None:
    """Count who reached the year's quota, and start the next."""
    for place in range(model.cells.size):
        cell, n_reviewed, n_at_quota = model.cells[place], 0, 0
        if model.tiers[cell.tier].is_team_credited:
            continue
        for seat in range(cell.first_seat, cell.end_seat):
            if state.is_occupied[seat] and state.year_quota[seat] > 0.0:
                n_reviewed += 1
                n_at_quota += state.year_credited[seat] >= state.year_quota[seat]
        count[place, Tally.REVIEWED] = n_reviewed
        count[place, Tally.AT_QUOTA] = n_at_quota
    for seat in stretch(0, state.year_quota.size):
        state.prior_credited[seat] = state.year_credited[seat]
        state.year_credited[seat] = 0.0
    for seat in stretch(0, state.year_quota.size):
        state.prior_quota[seat] = state.year_quota[seat]
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


@part
def usual_pay(model: Model, state: Occupancy, seat: int) -> float:
    """Return a usual month's pay [currency]: fixed, and the plan's at the attainment of this and the last year."""
    p = model.tiers[model.seats.tier[seat]]
    monthly: float = state.base_annual[seat] / 12.0 * state.fte[seat]
    quota = state.quota_annual[seat] / 12.0 * state.fte[seat]
    credited = quota * attainment_of(
        state.prior_credited[seat] + state.year_credited[seat],
        state.prior_quota[seat] + state.year_quota[seat],
    )
    if p.commission_cycle >= 0:
        monthly += commission_payout(credited, quota, p)
    if p.bonus_cycle >= 0:
        monthly += bonus_payout(credited, quota, 1.0 / cycle_months(p.bonus_cycle), p)
    return monthly
