"""What the people of the first day add up to: what centring asks, and what running cycles have earned."""

from __future__ import annotations

import numpy as np

from teamsim._jit import entry, part
from teamsim.calendar import NEVER, tenure_at_middle
from teamsim.engines.phases.leaving import n_recent
from teamsim.model import (
    CREDITED,
    DRAWN_SOURCE,
    EARNED,
    N_SOURCES,
    NO_SOURCE,
    QUOTA,
    RAMP_GAINED,
    Floats,
    Model,
    Occupancy,
    Record,
)
from teamsim.numeric import exponential
from teamsim.rules.attrition import exit_effect
from teamsim.rules.incentives import commission_payout, minor
from teamsim.rules.organisation import acting_capacity, hours_for_coaching, lead_factor, manager_factor, meeting_share
from teamsim.rules.ramp import ramp_share
from teamsim.rules.selling import capacity


@entry
def capacities(model: Model, states: Occupancy, at_full_ramp: bool, result: Floats) -> None:
    """Add up the bookings a year that each unit's people can bring in month 0, into `result` [R, U]."""
    for row in range(result.shape[0]):
        for seat in range(model.seats.unit.size):
            if not states.is_occupied[row, seat] or states.leave_until[row, seat] > 0:
                continue
            middle = tenure_at_middle(states.hire_day[row, seat], states.seated_from[row, seat], 0)
            if model.accounts.aptitudes > 0:
                middle += states.aptitude[row, RAMP_GAINED, seat]
            p = model.tiers[model.seats.tier[seat]]
            ramp = 1.0 if at_full_ramp else ramp_share(middle, p)
            able = capacity(model.seats.productivity_annual[seat], ramp, 1.0, states.fte[row, seat])
            able *= p.notice_effort if states.leaves_month[row, seat] != NEVER else 1.0
            if states.acting_for[row, seat] >= 0:
                able = acting_capacity(able, model.company.acting_loss)
            result[row, model.seats.unit[seat]] += able


@entry
def lead_factors(model: Model, states: Occupancy, result: Floats) -> None:
    """Work out the lead factor of each unit in month 0, into `result` [R, U] (1 where nobody could lead)."""
    company = model.company
    for row in range(result.shape[0]):
        for unit in range(model.units.size):
            p, heads, reports, quality = model.units[unit], 0.0, 0.0, 0.0
            if p.head_unit < 0:
                continue
            for seat in range(p.first_head, p.end_head):
                if is_at_work(states, row, seat):
                    leadership = states.leadership[row, seat]
                    heads += 1.0
                    quality += manager_factor(0.0 if np.isnan(leadership) else leadership, company.manager_sigma)
            for seat in range(model.seats.unit.size):
                if p.first_head <= states.acting_for[row, seat] < p.end_head and is_at_work(states, row, seat):
                    leadership = states.leadership[row, seat]
                    heads += company.acting_share
                    own = manager_factor(0.0 if np.isnan(leadership) else leadership, company.manager_sigma)
                    quality += company.acting_share * own
                is_led = model.units[model.seats.unit[seat]].head_unit == p.head_unit
                if is_led and model.tiers[model.seats.tier[seat]].is_individual:
                    reports += is_at_work(states, row, seat)
            useful, gain, meetings = company.useful_hours, company.coaching_gain, company.meeting_hours
            hours = hours_for_coaching(company.coaching_hours, heads, reports, meetings, company.meeting_coaching)
            quality = quality / heads if heads > 0.0 else 1.0
            lead = lead_factor(heads, reports, hours, useful, gain) * meeting_share(heads, meetings)
            result[row, unit] = lead * quality


@entry
def sum_effects(model: Model, states: Occupancy, sums: Floats) -> None:
    """Add up hazard ratios and people of each tier in month 0, into `sums` [T, 2]."""
    for row in range(states.fte.shape[0]):
        for place in range(model.cells.size):
            cell = model.cells[place]
            p, first, end = model.tiers[cell.tier], cell.first_seat, cell.end_seat
            if not p.has_effects:
                continue
            is_led = not p.is_individual or has_lead(model, states, row, cell.unit)
            leadership = 0.0
            if p.is_individual and p.log_manager_ratio < 0.0:
                leadership = mean_leadership(model, states, row, cell.unit)
            n_left = n_recent(states.left_month[row], 0, p, first, end) if p.log_peer_ratio > 0.0 else 0
            for seat in range(first, end):
                if states.is_occupied[row, seat]:
                    base = states.base_annual[row, seat]
                    base = p.base_annual if np.isnan(base) else base
                    in_grade, attainment = -states.grade_month[row, seat], states.quarter_attainment[row, seat]
                    z = exit_effect(attainment, base, in_grade, is_led, leadership, n_left, p)
                    ratio = source_ratio(model, p, states.source[row, seat])
                    is_recognised = p.top_share > 0.0 and states.is_recognised[row, 0, seat]
                    ratio *= p.recognised_ratio if is_recognised else 1.0
                    sums[cell.tier, 0] += exponential(z) * ratio
                    sums[cell.tier, 1] += 1.0


@part
def has_lead(model: Model, states: Occupancy, row: int, unit: int) -> bool:
    """Tell whether somebody leads a unit's people in month 0, or acts; also where nobody could."""
    p = model.units[unit]
    is_led: bool = p.head_unit < 0
    for head in range(p.first_head, p.end_head):
        is_led = is_led or is_at_work(states, row, head)
    if not is_led and model.company.acting_share > 0.0:
        for seat in range(model.seats.unit.size):
            is_acting = p.first_head <= states.acting_for[row, seat] < p.end_head
            is_led = is_led or (is_acting and is_at_work(states, row, seat))
    return is_led


@part
def mean_leadership(model: Model, states: Occupancy, row: int, unit: int) -> float:
    """Return the mean leadership of who leads a unit's people in month 0, or acts; 0 where nobody does."""
    p, heads, total = model.units[unit], 0.0, 0.0
    for seat in range(model.seats.unit.size):
        is_acting = p.first_head <= states.acting_for[row, seat] < p.end_head
        if is_at_work(states, row, seat) and (p.first_head <= seat < p.end_head or is_acting):
            share = model.company.acting_share if is_acting else 1.0
            leadership = states.leadership[row, seat]
            heads += share
            total += 0.0 if np.isnan(leadership) else share * leadership
    return total / heads if heads > 0.0 else 0.0


@part
def source_ratio(model: Model, p: Record, source: int) -> float:
    """Return the hazard ratio of people from a source: the mean by shares where it will be drawn, 1 without any."""
    if source != DRAWN_SOURCE:
        return model.sources[source].exit_ratio if source != NO_SOURCE else 1.0
    ratio, before = 0.0, 0.0
    for place in range(N_SOURCES):
        if place < model.sources.size:
            ratio += (p.opening_source_until[place] - before) * model.sources[place].exit_ratio
            before = p.opening_source_until[place]
    return ratio + (1.0 - before)


@part
def is_at_work(states: Occupancy, row: int, seat: int) -> bool:
    """Tell whether somebody sits in a seat in month 0 and is not on leave."""
    return bool(states.is_occupied[row, seat]) and bool(states.leave_until[row, seat] <= 0)


@entry
def restate_earned(model: Model, states: Occupancy) -> None:
    """Set what running cycles of the opening have earned to what the present plan pays for them."""
    for row in range(states.fte.shape[0]):
        for seat in range(model.seats.unit.size):
            index = model.run_of[model.months[0].plan_period, model.seats.cell[seat]]
            if index < 0 or not states.is_occupied[row, seat]:
                continue
            run = model.runs[index]
            for k in range(run.n_components):
                c, quota = model.components[run.first_component + k], states.plan_accounts[row, QUOTA, k, seat]
                if c.is_to_date and not np.isnan(quota):
                    earned = commission_payout(states.plan_accounts[row, CREDITED, k, seat], quota, c)
                    states.plan_accounts[row, EARNED, k, seat] = minor(earned, model.company.minor_units)
