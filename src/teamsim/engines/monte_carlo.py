"""The compiled engine: many replications at once, one array per field. The default.

It agrees exactly with `event.py`: same rules, same addresses of luck, same order; see
``docs/decisions/0004-two-engines.md``.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from teamsim._jit import entry, phase, relink
from teamsim.calendar import DAYS_PER_MONTH, NEVER, tenure_at_middle
from teamsim.engines.phases.development import develop, fill_markets, shift_markets
from teamsim.engines.phases.leaving import leave
from teamsim.engines.phases.pay import pay, restart_commission, review
from teamsim.engines.phases.promotion import promote, regrade
from teamsim.engines.phases.selling import sell
from teamsim.engines.phases.staffing import close, drawn_leadership, open_month, requisition, sink, start
from teamsim.measures import N_TALLIES
from teamsim.model import (
    Desk,
    Floats,
    Ints,
    Model,
    MonthBook,
    Occupancy,
    Panel,
    empty_desk,
    empty_month_book,
    empty_panel,
)
from teamsim.random import Purpose, standard_normal, uniform
from teamsim.rules.incentives import commission_payout, minor
from teamsim.rules.ramp import ramp_share
from teamsim.rules.selling import capacity, mean_one_lognormal


@entry
def simulate(
    model: Model,
    states: Occupancy,
    seed: int,
    replications: Ints,
    book: MonthBook,
    desk: Desk,
    counts: Floats,
    panel: Panel,
) -> None:
    """Live through each replication, month by month, phase by phase.

    `states` is [R, S]: the opening on entry, the closing on return. `counts` is [R, M, C, tallies]. `panel` is
    written when it has room (one replication).
    """
    for row in range(replications.size):
        replication = replications[row]
        state = row_of(states, row)
        take_seats(model, state, seed, replication)
        fill_slots(state, desk.slots)
        for month in range(model.n_months):
            count = counts[row, month]
            open_month(model, state, book, count, month)
            start(model, state, count, month, seed, replication)
            promote(model, state, book, desk, count, month, seed, replication)
            regrade(model, state, book, count, month, seed, replication)
            requisition(model, state, desk.slots, count, month, seed, replication)
            develop(model, state, book, month, seed, replication)
            shift_markets(model, desk.shocks, month, seed, replication)
            fill_markets(model, book, desk.shocks, desk.market, count, month)
            sell(model, state, book, desk.market, month)
            pay(model, state, book, month)
            review(model, state, book, count, month)
            leave(model, state, book, count, month)
            close(model, state, book, count)
            if panel.ramp.shape[0] > 0:
                keep(state, book, panel, month)


@phase
def row_of(states: Occupancy, row: int) -> Occupancy:
    """Return one replication's occupancy as views."""
    return Occupancy(
        states.is_occupied[row],
        states.raised_day[row],
        states.fill_day[row],
        states.next_occupant[row],
        states.entry_seat[row],
        states.occupant[row],
        states.subject[row],
        states.hire_day[row],
        states.seated_from[row],
        states.grade_month[row],
        states.cohort_cell[row],
        states.talent[row],
        states.leadership[row],
        states.fte[row],
        states.leave_until[row],
        states.base_annual[row],
        states.quota_annual[row],
        states.commission_credited[row],
        states.commission_quota[row],
        states.commission_paid[row],
        states.bonus_credited[row],
        states.bonus_quota[row],
        states.bonus_months[row],
        states.quarter_credited[row],
        states.quarter_quota[row],
        states.quarter_attainment[row],
        states.year_credited[row],
        states.year_quota[row],
        states.prior_credited[row],
        states.prior_quota[row],
    )


@phase
def take_seats(model: Model, state: Occupancy, seed: int, replication: int) -> None:
    """Complete the opening: draw what is unknown (NaN) at each person's own address."""
    for seat in range(model.seats.unit.size):
        if not state.is_occupied[seat]:
            continue
        state.subject[seat] = model.seats.subject[state.entry_seat[seat]]
        p = model.tiers[model.seats.tier[seat]]
        if state.hire_day[seat] == NEVER:
            u = uniform(seed, replication, model.seats.subject[seat], 0, 0, 0, Purpose.OPENING_TENURE)
            state.grade_month[seat] = -int(u * model.company.opening_tenure_months)
            state.hire_day[seat] = DAYS_PER_MONTH * state.grade_month[seat]
            state.seated_from[seat] = state.hire_day[seat]
        if np.isnan(state.talent[seat]):
            u = uniform(seed, replication, model.seats.subject[seat], 0, 0, 0, Purpose.TALENT)
            state.talent[seat] = mean_one_lognormal(p.talent_sigma, standard_normal(u))
        if np.isnan(state.leadership[seat]):
            state.leadership[seat] = drawn_leadership(model, seat, 0, seed, replication)
        if np.isnan(state.base_annual[seat]):
            state.base_annual[seat] = p.base_annual
        if np.isnan(state.quota_annual[seat]):
            state.quota_annual[seat] = p.quota_annual
        if np.isnan(state.commission_quota[seat]):
            restart_commission(model, state, seat, 0)


@phase
def fill_slots(state: Occupancy, slots: Ints) -> None:
    """Set the day each recruiter slot is free (a heap): the last searches to end hold the slots until then."""
    for slot in range(slots.size):
        slots[slot] = 0
    for seat in range(state.fill_day.size):
        end = state.fill_day[seat]
        if end != NEVER and slots.size > 0 and end > slots[0]:
            slots[0] = end
            sink(slots, slots.size, 0)


@phase
def keep(state: Occupancy, book: MonthBook, panel: Panel, month: int) -> None:
    """Write the month into the panel, person by person."""
    for seat in range(state.is_occupied.size):
        panel.exit_kind[month, seat] = book.exit_kind[seat]
        if not book.is_present[seat]:
            continue
        panel.entry_seat[month, seat] = state.entry_seat[seat]
        panel.occupant[month, seat] = state.occupant[seat]
        panel.hire_day[month, seat] = state.hire_day[seat]
        panel.seated_share[month, seat] = book.seated_share[seat]
        panel.ramp[month, seat] = book.ramp[seat]
        panel.talent[month, seat] = state.talent[seat]
        panel.leadership[month, seat] = state.leadership[seat]
        panel.bookings[month, seat] = book.bookings[seat]
        panel.quota[month, seat] = book.quota[seat]
        panel.base[month, seat] = book.base[seat]
        panel.commission[month, seat] = book.commission[seat]
        panel.bonus[month, seat] = book.bonus[seat]


@entry
def capacities(model: Model, states: Occupancy, at_full_ramp: bool, result: Floats) -> None:
    """Add up the bookings a year that each unit's people can bring in month 0, into `result` [R, U]."""
    for row in range(result.shape[0]):
        for seat in range(model.seats.unit.size):
            if not states.is_occupied[row, seat] or states.leave_until[row, seat] > 0:
                continue
            middle = tenure_at_middle(states.hire_day[row, seat], states.seated_from[row, seat], 0)
            ramp = 1.0 if at_full_ramp else ramp_share(middle, model.tiers[model.seats.tier[seat]])
            able = capacity(model.seats.productivity_annual[seat], ramp, 1.0, states.fte[row, seat])
            result[row, model.seats.unit[seat]] += able


@entry
def restate_commission(model: Model, states: Occupancy) -> None:
    """Set what running commission cycles of the opening have paid to what the present plan pays for them."""
    for row in range(states.fte.shape[0]):
        for seat in range(model.seats.unit.size):
            p = model.tiers[model.seats.tier[seat]]
            quota = states.commission_quota[row, seat]
            if states.is_occupied[row, seat] and p.commission_cycle >= 0 and not np.isnan(quota):
                earned = commission_payout(states.commission_credited[row, seat], quota, p)
                states.commission_paid[row, seat] = minor(earned, model.company.minor_units)


@functools.cache
def kernel(replaced: frozenset[tuple[Callable[..., Any], Callable[..., Any]]]) -> Callable[..., None]:
    """Return the compiled engine, linked anew where rules are replaced."""
    return relink(simulate, dict(replaced))


def run(
    model: Model,
    states: Occupancy,
    seed: int,
    replications: Ints,
    replaced: Mapping[Callable[..., Any], Callable[..., Any]] | None = None,
    *,
    with_panel: bool = False,
) -> tuple[Floats, Panel]:
    """Return the counts [R, M, C, tallies] of some replications, and the panel of a single one if asked for.

    `states` [R, S] holds the opening and is changed in place into the closing.
    """
    n_seats = model.seats.unit.size
    counts = np.zeros((replications.size, model.n_months, model.cells.size, N_TALLIES))
    panel = empty_panel(model.n_months if with_panel else 0, n_seats)
    live = kernel(frozenset((replaced or {}).items()))
    live(model, states, np.uint64(seed), replications, empty_month_book(n_seats), empty_desk(model), counts, panel)
    return counts, panel
