"""Recognise: the best of a quarter are honoured, and think less of leaving."""

from __future__ import annotations

import numpy as np

from teamsim._jit import part, phase
from teamsim.calendar import Cycle
from teamsim.engines.phases.heaps import rise, sink
from teamsim.model import Floats, Model, MonthBook, Occupancy
from teamsim.rules.attrition import n_recognised, recognised_seat, recognition_entry
from teamsim.rules.incentives import minor
from teamsim.tallies import Tally


@phase
def recognise(model: Model, state: Occupancy, book: MonthBook, count: Floats, month: int) -> None:
    """Recognise the best of each tier by the attainment of the quarter that ends, until the next one does."""
    if model.months[month].cycle_end[Cycle.QUARTER] != month:
        return
    for tier in range(model.tiers.size):
        p = model.tiers[tier]
        if p.top_share > 0.0:
            n_judged = rank(state, book, p.first_seat, p.end_seat)
            for _ in range(n_recognised(n_judged, p.top_share)):
                seat = recognised_seat(book.places[0])
                n_judged -= 1
                book.places[0] = book.places[n_judged]
                sink(book.places, n_judged, 0)
                state.is_recognised[0, seat] = True
                count[model.seats.cell[seat], Tally.AWARDS] += 1
                count[model.seats.cell[seat], Tally.RECOGNITION_COST] += minor(p.award_cost, model.company.minor_units)


@part
def rank(state: Occupancy, book: MonthBook, first: int, end: int) -> int:
    """Rank those with an attainment, the best on top of a heap (`book.places`); return how many there are."""
    n_judged = 0
    for seat in range(first, end):
        state.is_recognised[0, seat] = False
        if state.is_occupied[seat] and not np.isnan(state.quarter_attainment[seat]):
            rise(book.places, n_judged, recognition_entry(state.quarter_attainment[seat], seat))
            n_judged += 1
    return n_judged
