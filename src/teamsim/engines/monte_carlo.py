"""The compiled engine: many replications at once, one array per field. The default.

It agrees exactly with `event.py`: same rules, same addresses of luck, same order; see
``docs/decisions/0004-two-engines.md``.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from teamsim._jit import relink, whole
from teamsim.engines.phases.acting import name_acting
from teamsim.engines.phases.closing import close, hand_over
from teamsim.engines.phases.collecting import collect
from teamsim.engines.phases.development import assemble, develop, fill_markets, shift_markets
from teamsim.engines.phases.earning import change_plans, settle_exits
from teamsim.engines.phases.keeping import keep, read_ramps
from teamsim.engines.phases.leaving import leave
from teamsim.engines.phases.moving import move_seats
from teamsim.engines.phases.pay import pay
from teamsim.engines.phases.promotion import promote, regrade
from teamsim.engines.phases.recognising import recognise
from teamsim.engines.phases.recruiting import requisition
from teamsim.engines.phases.reviewing import review
from teamsim.engines.phases.seating import fill_slots, take_seats
from teamsim.engines.phases.selling import sell
from teamsim.engines.phases.staffing import move_units, open_month, start
from teamsim.engines.phases.training import advance, learn_by_doing, train
from teamsim.model import (
    Desk,
    Floats,
    Ints,
    Model,
    MonthBook,
    Occupancy,
    empty_desk,
    empty_month_book,
    empty_occupancy,
)
from teamsim.panel import Panel, empty_panel
from teamsim.tables import Table, copy_row, write_row
from teamsim.tallies import N_TALLIES, Tally


@whole
def simulate(
    model: Model,
    openings: Occupancy,
    closings: Occupancy,
    state: Occupancy,
    seed: int,
    replications: Ints,
    book: MonthBook,
    desk: Desk,
    count: Floats,
    moved: Floats,
    counts: Floats,
    first_row: int,
    panel: Panel,
) -> None:
    """Live through each replication, month by month, phase by phase.

    Replication r begins with row r of `openings`, round and round; its end is written to `closings` [R, S] where they
    have room. `state` is where one replication lives; `count` [C, tallies] is what it counts in a month, `moved`
    [tallies] by how much that is, `counts` [tallies, N, M, C] take the months of all, from a row on. `panel` is
    written when it has room (one replication).
    """
    for row in range(replications.size):
        replication = replications[row]
        copy_row(openings, replication % openings.fte.shape[0], state)
        take_seats(model, state, book, seed, replication)
        fill_slots(state, desk.slots)
        for month in range(model.n_months):
            if model.months[month].tree >= 0:
                move_units(model, month)
            n_gone = open_month(model, state, book, desk, count, month)
            settle_exits(model, state, book, desk.leavers[:n_gone], month - 1, True)
            if model.months[month].is_plan_change:
                change_plans(model, state, book, month)
            if model.seats.moved.size > 0:
                move_seats(model, state, book, count, month)
            n_vacant = start(model, state, desk, count, month, seed, replication)
            n_vacant = promote(model, state, book, desk, n_vacant, count, month, seed, replication)
            regrade(model, state, book, count, month, seed, replication)
            requisition(model, state, desk, n_vacant, count, month, seed, replication)
            if model.company.has_acting:
                name_acting(model, state, book, desk, count, month, seed, replication)
            if model.accounts.aptitudes > 0:
                advance(model, state, book)
            develop(model, state, book, month, seed, replication)
            if model.programmes.size > 0:
                train(model, state, book, desk, count, month)
            if panel.ramp.shape[0] > 0:
                read_ramps(model, state, book, month)
            if model.company.has_heads:
                assemble(model, state, book, desk)
            if model.programmes.size > 0:
                learn_by_doing(model, state, book, desk, month)
            shift_markets(model, desk.shocks, month, seed, replication)
            fill_markets(model, book, desk, count, month)
            sell(model, state, book, desk, count, month, seed, replication)
            collect(model, book, counts[Tally.BOOKINGS, first_row + row], count, month)
            pay(model, state, book, count, month, seed, replication)
            review(model, state, book, count, month)
            if model.accounts.awards > 0:
                recognise(model, state, book, count, month)
            n_gone = leave(model, state, book, desk, count, month, seed, replication)
            settle_exits(model, state, book, desk.leavers[:n_gone], month, False)
            close(model, state, book, count)
            hand_over(count, moved, counts, first_row + row, month)
            if panel.ramp.shape[0] > 0:
                keep(model, state, book, panel, month)
        if closings.fte.shape[0] > 0:
            write_row(closings, row, state)


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
    counts: Floats | None = None,
    first_row: int = 0,
) -> tuple[Floats, Panel]:
    """Return the counts [R, M, C, tallies] of some replications, and the panel of a single one if asked for.

    Replication r begins with row r of `openings` [N, S], round and round; `closings` [R, S] take how each ends.
    Where `counts` [N, M, C, tallies] are given (`empty_counts`), they are written there, from a row on.
    """
    n_seats = model.seats.unit.size
    if counts is None:
        counts = empty_counts(model, replications.size)
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
        np.zeros((model.cells.size, N_TALLIES)),
        np.zeros(N_TALLIES),
        np.moveaxis(counts, -1, 0),
        first_row,
        Table(panel),
    )
    return counts[first_row : first_row + replications.size], panel


def empty_counts(model: Model, n_replications: int, n_tallies: int = N_TALLIES) -> Floats:
    """Return room for what replications count, zeros [N, M, C, tallies]; in memory one tally after the other.

    The system gives memory where something is written, so a tally that never moves takes none. Who needs the first
    few tallies only need not keep the others; bookings are always among them.
    """
    return np.moveaxis(np.zeros((n_tallies, n_replications, model.n_months, model.cells.size)), 0, -1)
