"""Recognise: the best of a quarter are honoured, and think less of leaving."""

from __future__ import annotations

import numpy as np

from teamsim._jit import part, phase
from teamsim.calendar import Cycle
from teamsim.engines.phases.heaps import rise, sink
from teamsim.model import Floats, Model, MonthBook, Occupancy, Record
from teamsim.numeric import stretch
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
            n_best = rank(state, book, p)
            for place in range(n_best):
                seat = recognised_seat(-book.places[place])
                state.is_recognised[0, seat] = True
                count[model.seats.cell[seat], Tally.AWARDS] += 1
                count[model.seats.cell[seat], Tally.RECOGNITION_COST] += minor(p.award_cost, model.company.minor_units)


@part
def rank(state: Occupancy, book: MonthBook, p: Record) -> int:
    """Choose the best of those with an attainment (`book.places`, a heap, the last on top); return how many."""
    best, n_best, n_chosen = book.places, n_recognised(n_judged(state, p.first_seat, p.end_seat), p.top_share), 0
    for seat in range(p.first_seat, p.end_seat):
        if n_best == 0 or not is_judged(state, seat):
            continue
        entry = -recognition_entry(state.quarter_attainment[seat], seat)
        if n_chosen < n_best:
            rise(best, n_chosen, entry)
            n_chosen += 1
        elif entry > best[0]:
            best[0] = entry
            sink(best, n_best, 0)
    return n_chosen


@part
def n_judged(state: Occupancy, first: int, end: int) -> int:
    """Forget who was recognised before; return how many of a stretch have an attainment."""
    n_people = 0
    for seat in stretch(first, end):
        state.is_recognised[0, seat] = False
        n_people += is_judged(state, seat)
    return n_people


@part
def is_judged(state: Occupancy, seat: int) -> bool:
    """Tell whether there is somebody with an attainment."""
    return bool(state.is_occupied[seat]) and not np.isnan(state.quarter_attainment[seat])
