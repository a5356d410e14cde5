"""The compiled engine: many replications at once, one array per field. The default.

It agrees exactly with `event.py`: same rules, same addresses of luck, same order; see
``docs/decisions/0004-two-engines.md``.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from teamsim._jit import entry, part, phase, relink
from teamsim.calendar import DAYS_PER_MONTH, NEVER, tenure_at_middle
from teamsim.engines.phases.accounts import quota_ahead
from teamsim.engines.phases.acting import name_acting
from teamsim.engines.phases.collecting import collect
from teamsim.engines.phases.development import assemble, develop, fill_markets, shift_markets
from teamsim.engines.phases.earning import change_plans, settle_exits
from teamsim.engines.phases.leaving import leave, n_recent
from teamsim.engines.phases.pay import pay
from teamsim.engines.phases.promotion import promote, regrade
from teamsim.engines.phases.recognising import recognise
from teamsim.engines.phases.recruiting import requisition
from teamsim.engines.phases.reviewing import review
from teamsim.engines.phases.selling import sell
from teamsim.engines.phases.staffing import birth_month, close, move_units, open_month, preference, sink, start
from teamsim.engines.phases.training import advance, train
from teamsim.model import (
    CREDITED,
    DRAWN_SOURCE,
    EARNED,
    INNATE_LEADERSHIP,
    INNATE_TALENT,
    N_SOURCES,
    NO_SOURCE,
    QUOTA,
    RAMP_GAINED,
    Desk,
    Floats,
    Hashes,
    Ints,
    Model,
    MonthBook,
    Occupancy,
    PlanState,
    Record,
    empty_desk,
    empty_month_book,
    empty_occupancy,
)
from teamsim.numeric import exponential, stretch
from teamsim.panel import Panel, empty_panel
from teamsim.random import ONCE, Purpose, open_uniform, standard_normals, uniform, words
from teamsim.rules.attrition import ExitKind, exit_effect
from teamsim.rules.hiring import source_of
from teamsim.rules.incentives import commission_payout, minor
from teamsim.rules.organisation import acting_capacity, hours_for_coaching, lead_factor, manager_factor, meeting_share
from teamsim.rules.promotion import leadership_score
from teamsim.rules.ramp import ramp_share
from teamsim.rules.selling import capacity, mean_one_lognormal
from teamsim.tables import Table, copy_row, write_row
from teamsim.tallies import N_TALLIES


@entry
def simulate(
    model: Model,
    openings: Occupancy,
    closings: Occupancy,
    state: Occupancy,
    seed: int,
    replications: Ints,
    book: MonthBook,
    desk: Desk,
    counts: Floats,
    panel: Panel,
) -> None:
    """Live through each replication, month by month, phase by phase.

    Replication r begins with row r of `openings`, round and round; its end is written to `closings` [R, S] where they
    have room. `state` is where one replication lives. `counts` is [R, M, C, tallies]. `panel` is written when it has
    room (one replication).
    """
    for row in range(replications.size):
        replication = replications[row]
        copy_row(openings, replication % openings.fte.shape[0], state)
        take_seats(model, state, book, seed, replication)
        fill_slots(state, desk.slots)
        for month in range(model.n_months):
            count = counts[row, month]
            if model.months[month].tree >= 0:
                move_units(model, month)
            open_month(model, state, book, desk, count, month)
            settle_exits(model, state, book, month - 1, True)
            if model.months[month].is_plan_change:
                change_plans(model, state, book, month)
            n_vacant = start(model, state, desk, count, month, seed, replication)
            n_vacant = promote(model, state, book, desk, n_vacant, count, month, seed, replication)
            regrade(model, state, book, count, month, seed, replication)
            requisition(model, state, desk, n_vacant, count, month, seed, replication)
            if model.company.has_acting:
                name_acting(model, state, book, desk, count, month, seed, replication)
            if model.programmes.size > 0:
                advance(model, state, book)
            develop(model, state, book, month, seed, replication)
            if model.programmes.size > 0:
                train(model, state, book, desk, count, month)
            if panel.ramp.shape[0] > 0:
                read_ramps(model, state, book, month)
            if model.company.has_heads:
                assemble(model, state, book, desk)
            shift_markets(model, desk.shocks, month, seed, replication)
            fill_markets(model, book, desk, count, month)
            sell(model, state, book, desk, count, month, seed, replication)
            collect(model, book, counts[row], month)
            pay(model, state, book, count, month, seed, replication)
            review(model, state, book, count, month)
            if model.accounts.awards > 0:
                recognise(model, state, book, count, month)
            leave(model, state, book, desk, count, month, seed, replication)
            settle_exits(model, state, book, month, False)
            close(model, state, book, count)
            if panel.ramp.shape[0] > 0:
                keep(model, state, book, panel, month)
        if closings.fte.shape[0] > 0:
            write_row(closings, row, state)


@phase
def take_seats(model: Model, state: Occupancy, book: MonthBook, seed: int, replication: int) -> None:
    """Complete the opening: draw what is unknown (NaN) at each person's own address."""
    n_seats, company = model.seats.unit.size, model.company
    tenure, skill, own = book.exit_luck, book.selling_normal, book.capacity
    draw_entrants(model.seats.subject, tenure, book.selling_luck, book.bookings, seed, replication)
    standard_normals(book.selling_luck, skill, book.places, book.picked, 0, n_seats)
    standard_normals(book.bookings, own, book.places, book.picked, 0, n_seats)
    for seat in range(n_seats):
        if not state.is_occupied[seat]:
            continue
        state.subject[seat] = model.seats.subject[state.entry_seat[seat]]
        p = model.tiers[model.seats.tier[seat]]
        if state.hire_day[seat] == NEVER:
            state.grade_month[seat] = -int(tenure[seat] * company.opening_tenure_months)
            state.hire_day[seat] = DAYS_PER_MONTH * state.grade_month[seat]
            state.seated_from[seat] = state.hire_day[seat]
        if state.birth_month[seat] == NEVER:
            state.birth_month[seat] = birth_month(model, seat, ONCE, state.hire_day[seat], ONCE, seed, replication)
        if state.source[seat] == DRAWN_SOURCE:
            u = uniform(seed, replication, model.seats.subject[seat], ONCE, ONCE, ONCE, Purpose.SOURCE)
            state.source[seat] = source_of(u, p.opening_source_until)
        if np.isnan(state.talent[seat]):
            state.talent[seat] = mean_one_lognormal(p.talent_sigma, skill[seat])
            state.talent[seat] *= p.source_talent[state.source[seat]] if state.source[seat] != NO_SOURCE else 1.0
        if np.isnan(state.leadership[seat]):
            state.leadership[seat] = leadership_score(skill[seat], own[seat], company.leadership_correlation)
        if np.isnan(state.base_annual[seat]):
            state.base_annual[seat] = p.base_annual
        if np.isnan(state.quota_annual[seat]):
            state.quota_annual[seat] = model.cells[model.seats.cell[seat]].quota_annual
        if np.isnan(state.preference[seat]):
            state.preference[seat] = preference(model, seat, ONCE, seed, replication)
        if model.programmes.size > 0:
            know_aptitude(state, seat)
        start_unknown(model, state, seat)
    if model.programmes.size > 0:
        advance(model, state, book)
    for seat in stretch(0, n_seats):
        own[seat] = 0.0
        book.bookings[seat] = 0.0


@part
def know_aptitude(state: Occupancy, seat: int) -> None:
    """Take what is known of a person of the opening as innate where nothing else is known (NaN)."""
    if np.isnan(state.aptitude[INNATE_TALENT, seat]):
        state.aptitude[INNATE_TALENT, seat] = state.talent[seat]
    if np.isnan(state.aptitude[INNATE_LEADERSHIP, seat]):
        state.aptitude[INNATE_LEADERSHIP, seat] = state.leadership[seat]


@part
def start_unknown(model: Model, state: Occupancy, seat: int) -> None:
    """Start the cycles of a person of the opening that start now (NaN)."""
    index = model.run_of[model.months[0].plan_period, model.seats.cell[seat]]
    for k in range(state.plan_accounts.shape[1]):
        if np.isnan(state.plan_accounts[QUOTA, k, seat]):
            run = model.runs[index]
            c = model.components[run.first_component + k]
            state.plan_accounts[QUOTA, k, seat] = quota_ahead(model, state, seat, ONCE, c, run)


@part
def draw_entrants(
    subject: Hashes, tenure_luck: Floats, talent_luck: Floats, leadership_luck: Floats, seed: int, replication: int
) -> None:
    """Draw the luck with which somebody in each seat came at the opening (asking for whom would take longer)."""
    for seat in stretch(0, subject.size):
        four = words(seed, replication, subject[seat], ONCE, ONCE, ONCE, Purpose.TALENT // 4)
        tenure_luck[seat] = open_uniform(four[Purpose.OPENING_TENURE % 4])
        talent_luck[seat] = open_uniform(four[Purpose.TALENT % 4])
        leadership_luck[seat] = open_uniform(four[Purpose.LEADERSHIP % 4])


@phase
def fill_slots(state: Occupancy, slots: Ints) -> None:
    """Set the day each recruiter slot is free (a heap): the last searches to end hold the slots until then."""
    for slot in range(slots.size):
        slots[slot] = 0
    for seat in range(state.fill_day.size):
        end = state.search_end[seat]
        if state.fill_day[seat] != NEVER and slots.size > 0 and end > slots[0]:
            slots[0] = end
            sink(slots, slots.size, 0)


@phase
def read_ramps(model: Model, state: Occupancy, book: MonthBook, month: int) -> None:
    """Read where each person stands on the ramp (selling works it out on the way)."""
    for seat in range(state.is_occupied.size):
        middle = tenure_at_middle(state.hire_day[seat], state.seated_from[seat], month)
        if model.programmes.size > 0:
            middle += state.aptitude[RAMP_GAINED, seat]
        book.ramp[seat] = ramp_share(middle, model.tiers[model.seats.tier[seat]])


@phase
def keep(model: Model, state: Occupancy, book: MonthBook, panel: Panel, month: int) -> None:
    """Write the month into the panel, person by person."""
    for seat in range(state.is_occupied.size):
        panel.exit_kind[month, seat] = book.exit_kind[seat]
        panel.severance[month, seat] = book.severance[seat] if book.exit_kind[seat] != ExitKind.STAYED else 0.0
        if model.company.has_states:
            panel.earned[month, seat] = book.plan_states[PlanState.EARNED, seat]
            panel.clawed_back[month, seat] = book.plan_states[PlanState.CLAWED_BACK, seat]
            panel.forfeited[month, seat] = book.plan_states[PlanState.FORFEITED, seat]
            panel.payable[month, seat] = book.plan_states[PlanState.PAYABLE, seat]
            panel.final_pay[month, seat] = book.plan_states[PlanState.FINAL_PAY, seat]
        if not book.is_present[seat]:
            continue
        if not model.company.has_states:
            panel.earned[month, seat] = book.commission[seat] + book.bonus[seat]
        panel.entry_seat[month, seat] = state.entry_seat[seat]
        panel.occupant[month, seat] = state.occupant[seat]
        panel.hire_day[month, seat] = state.hire_day[seat]
        panel.source[month, seat] = state.source[seat]
        panel.seated_share[month, seat] = book.seated_share[seat]
        panel.ramp[month, seat] = book.ramp[seat]
        panel.talent[month, seat] = state.talent[seat]
        panel.leadership[month, seat] = state.leadership[seat]
        panel.effort[month, seat] = book.effort[seat] if model.company.has_effort else 1.0
        panel.moved[month, seat] = book.moved[seat]
        panel.bookings[month, seat] = book.bookings[seat]
        panel.own[month, seat] = book.own[seat] if model.company.has_own_credit else book.bookings[seat]
        panel.credited[month, seat] = book.credited[seat]
        panel.quota[month, seat] = book.quota[seat]
        panel.base[month, seat] = book.base[seat]
        panel.commission[month, seat] = book.commission[seat]
        panel.bonus[month, seat] = book.bonus[seat]
        panel.settled[month, seat] = book.settled[seat]
        for k in range(book.told.shape[1]):
            panel.lines[month, k, seat] = book.told[0, k, seat]
            panel.measured[month, k, seat] = book.told[1, k, seat]
            panel.target[month, k, seat] = book.told[2, k, seat]
        panel.on_costs[month, seat] = book.on_costs[seat]


@entry
def capacities(model: Model, states: Occupancy, at_full_ramp: bool, result: Floats) -> None:
    """Add up the bookings a year that each unit's people can bring in month 0, into `result` [R, U]."""
    for row in range(result.shape[0]):
        for seat in range(model.seats.unit.size):
            if not states.is_occupied[row, seat] or states.leave_until[row, seat] > 0:
                continue
            middle = tenure_at_middle(states.hire_day[row, seat], states.seated_from[row, seat], 0)
            if model.programmes.size > 0:
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
            n_left = n_recent(states.left_month[row], 0, p, first, end) if p.log_peer_ratio > 0.0 else 0
            for seat in range(first, end):
                if states.is_occupied[row, seat]:
                    base = states.base_annual[row, seat]
                    base = p.base_annual if np.isnan(base) else base
                    in_grade, attainment = -states.grade_month[row, seat], states.quarter_attainment[row, seat]
                    z = exit_effect(attainment, base, in_grade, is_led, n_left, p)
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


@functools.cache
def kernel(replaced: frozenset[tuple[Callable[..., Any], Callable[..., Any]]]) -> Callable[..., None]:
    """Return the compiled engine, linked anew where rules are replaced."""
    return relink(simulate, dict(replaced))


def run(
    model: Model,
    openings: Occupancy,
    seed: int,
    replications: Ints,
    replaced: Mapping[Callable[..., Any], Callable[..., Any]] | None = None,
    *,
    with_panel: bool = False,
    closings: Occupancy | None = None,
) -> tuple[Floats, Panel]:
    """Return the counts [R, M, C, tallies] of some replications, and the panel of a single one if asked for.

    Replication r begins with row r of `openings` [N, S], round and round; `closings` [R, S] take how each ends.
    """
    n_seats = model.seats.unit.size
    counts = np.zeros((replications.size, model.n_months, model.cells.size, N_TALLIES))
    panel = empty_panel(model.n_months if with_panel else 0, n_seats, model.accounts.components)
    state = Occupancy(*(column[0] for column in empty_occupancy(1, n_seats, model.accounts)))
    no_closings, desk = empty_occupancy(0, n_seats, model.accounts), empty_desk(model)
    book = empty_month_book(n_seats, model.accounts.components if with_panel else 0)
    live = kernel(frozenset((replaced or {}).items()))
    model = model._replace(units=model.units.copy())  # a run moves the units of its own copy
    live(
        Table(model),
        Table(openings),
        Table(no_closings if closings is None else closings),
        Table(state),
        np.uint64(seed),
        replications,
        Table(book),
        Table(desk),
        counts,
        Table(panel),
    )
    return counts, panel
