"""Review: the cycles that results add up in; the quarter and the fiscal year are judged."""

from __future__ import annotations

import numpy as np

from teamsim._jit import part, phase
from teamsim.calendar import NEVER, Cycle
from teamsim.engines.phases.accounts import empty, renew_accounts, set_whole_quotas
from teamsim.model import Floats, Model, MonthBook, Occupancy, Record
from teamsim.numeric import stretch
from teamsim.rules.attrition import quarters_below_floor
from teamsim.rules.incentives import ratcheted_quota
from teamsim.tallies import Tally


@phase
def review(model: Model, state: Occupancy, book: MonthBook, count: Floats, month: int) -> None:
    """Close the cycles that end with the month; judge the quarter and the fiscal year."""
    ends = model.months[month].cycle_end
    if ends[Cycle.YEAR] == month and max(model.company.ratchet_up, model.company.ratchet_down) > 0.0:
        ratchet(model, state)
    renew_accounts(model, state, month)
    if ends[Cycle.QUARTER] != month:
        return
    for tier in range(model.tiers.size):
        p = model.tiers[tier]
        first, end = p.first_seat, p.end_seat
        if p.is_reviewed_quarterly:
            weight = model.months[month].weight_of_cycle[Cycle.QUARTER]
            if not model.company.is_quota_prorated:
                set_whole_quotas(state.quarter_quota, state.quota_annual, state.fte, weight, first, end)
            judge(state.quarter_attainment, state.quarter_credited, state.quarter_quota, first, end)
            empty(state.quarter_credited, first, end)
            empty(state.quarter_quota, first, end)
        if p.performance_floor > 0.0:
            judge_performance(state, month, p)
    if ends[Cycle.YEAR] == month:
        judge_year(model, state, count)


@part
def ratchet(model: Model, state: Occupancy) -> None:
    """Set everybody's next quota by what the year's results were against its quota."""
    up, down = model.company.ratchet_up, model.company.ratchet_down
    for seat in range(state.year_quota.size):
        if state.year_quota[seat] > 0.0:
            attainment = state.year_credited[seat] / state.year_quota[seat]
            state.quota_annual[seat] = ratcheted_quota(state.quota_annual[seat], attainment, up, down)


@part
def judge(attainment: Floats, credited: Floats, quota: Floats, first: int, end: int) -> None:
    """Set the attainment of a finished cycle; not a number without a quota."""
    for seat in stretch(first, end):
        attainment[seat] = credited[seat] / quota[seat] if quota[seat] > 0.0 else np.nan


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
def clear_reviews(state: Occupancy, seat: int) -> None:
    """Forget the results of earlier quarters and years."""
    state.quarter_credited[seat] = 0.0
    state.quarter_quota[seat] = 0.0
    state.quarter_attainment[seat] = np.nan
    state.quarters_below[seat] = 0
    state.plan_until[seat] = NEVER
    if state.is_recognised.shape[0] > 0:
        state.is_recognised[0, seat] = False
    state.year_credited[seat] = 0.0
    state.year_quota[seat] = 0.0
    state.prior_credited[seat] = 0.0
    state.prior_quota[seat] = 0.0
