"""The past: histories as long as the firm is old, started with new people, lived by the scenario's own policies."""

from __future__ import annotations

import functools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from teamsim.calendar import DAYS_PER_MONTH, MONTHS_PER_YEAR, NEVER
from teamsim.carrying import OF_THE_PLAN, rebase_rings, start_cycles
from teamsim.centring import Past, centred, mean_capacity, past_of
from teamsim.engines import monte_carlo
from teamsim.model import (
    DRAWN_SOURCE,
    N_SHARES,
    NO_SOURCE,
    RAMP_GAINED,
    Floats,
    Model,
    Occupancy,
    empty_occupancy,
)
from teamsim.opening.learning import (
    OF_DEVELOPMENT,
    learn,
    rebase_development,
)
from teamsim.opening.rosters import roster_states
from teamsim.opening.sizes import FIRST_HISTORY, N_PILOTS
from teamsim.random import MAX_REPLICATIONS
from teamsim.rules import replacements
from teamsim.scenario.build import build
from teamsim.scenario.layout import Layout
from teamsim.scenario.scenario import Scenario
from teamsim.tallies import Tally

_AT_ONCE = 8
"""Histories lived in one go: what is counted in them, some megabytes, then stays near the processor."""
_OF_THE_SEARCH = ("raised_day", "fill_day", "search_end", "vacancy", "n_offers", "log_strain")
_OF_THE_SEAT = ("is_occupied", *_OF_THE_SEARCH, "next_occupant", "months_vacant", "left_month", "cohort_cell")
_PERSONAL = tuple(name for name in Occupancy._fields if name not in {*_OF_THE_SEAT, *OF_THE_PLAN, *OF_DEVELOPMENT})
_DRAWN = ("talent", "leadership", "base_annual", "quota_annual", "preference")


@functools.lru_cache(maxsize=16)
def lived_past(scenario: Scenario, seed: int, n_histories: int) -> Past:
    """Live through some histories of a scenario (or none, for a new organisation).

    Where exits depend on circumstances, a few histories are lived first to centre the others on: else the firm
    would have been built by another turnover than it has now.
    """
    opening = scenario.parameters.opening
    n_months = MONTHS_PER_YEAR * opening.firm_age_years
    layout = build(scenario, history_months=n_months)
    start = past_of(layout, new_people(layout), at_full_ramp=True)
    if opening.state != "stationary" and scenario.roster is None:
        return start
    if layout.model.tiers.has_effects.any():
        start = _lived(layout, start, N_PILOTS, n_months, seed)
    lived = _lived(layout, start, n_histories, n_months, seed)
    if scenario.roster is None:
        return lived
    today = build(scenario)
    people = roster_states(today, lived, seed)
    return replace(lived, capacity=mean_capacity(today, people), talent=np.ones_like(lived.talent))


def _lived(layout: Layout, start: Past, n_histories: int, n_months: int, seed: int) -> Past:
    """Live through histories, centred on what came before."""
    then = centred(layout, start)
    states, booked = _live(then, new_people(layout), n_histories, seed, layout.scenario)
    _rebase(layout, states, n_months)
    lived = past_of(layout, states)
    booked *= _restatement(then, centred(layout, lived))[:, np.newaxis]
    n_searches = max(float((states.fill_day != NEVER).sum(axis=1).mean()), 1.0)
    return replace(lived, bookings=booked, n_searches=n_searches)


def _restatement(then: Model, now: Model) -> Floats:
    """Return by what the bookings of a history are multiplied to be those of a model centred on its end, [C]."""
    unit, tier = now.cells.unit, now.cells.tier
    theirs, ours = (
        model.units.opening_saturation[unit] * model.units.opening_lead[unit] * model.tiers.mean_talent[tier]
        for model in (then, now)
    )
    scale: Floats = theirs / ours
    return scale


def new_people(layout: Layout) -> Occupancy:
    """Return a state [1, S] in which every seat is filled by somebody who starts on the first day."""
    states = empty_occupancy(1, len(layout.seats), layout.model.accounts)
    states.is_occupied[...] = [seat.opens is None for seat in layout.seats]
    states.entry_seat[...] = np.arange(len(layout.seats))
    states.next_occupant[...] = 1
    states.fte[...] = 1.0
    states.seated_from[states.is_occupied] = 0
    for name in _DRAWN:
        getattr(states, name)[states.is_occupied] = np.nan
    start_cycles(layout.model, states)
    states.quarter_attainment[...] = np.nan
    states.birth_month[states.is_occupied] = NEVER
    if layout.sources:
        states.source[states.is_occupied] = DRAWN_SOURCE
    states.aptitude[:, :RAMP_GAINED] = np.nan
    if layout.scenario.parameters.opening.state == "uniform":
        states.hire_day[states.is_occupied] = NEVER
    return states


def _live(model: Model, start: Occupancy, n_histories: int, seed: int, scenario: Scenario) -> tuple[Occupancy, Floats]:
    """Run the histories, on two threads; return the states at their end and the bookings of `Past`."""
    numbers, replaced = np.arange(FIRST_HISTORY, MAX_REPLICATIONS), replacements(scenario.rules)
    states = empty_occupancy(n_histories, start.fte.shape[1], model.accounts)
    bookings: Floats = np.zeros((n_histories, model.n_months, model.cells.size))

    def live(some: slice) -> None:
        ends = Occupancy(*(column[some] for column in states))
        lives, kept = numbers[:n_histories][some], Tally.BOOKINGS + 1
        counts = monte_carlo.empty_counts(model, lives.size, kept)
        monte_carlo.run(model, start, seed, lives, replaced, closings=ends, counts=counts)
        bookings[some] = counts[..., Tally.BOOKINGS]

    monte_carlo.kernel(frozenset(replaced.items()))  # once, before the threads ask for it
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(live, (slice(first, first + _AT_ONCE) for first in range(0, n_histories, _AT_ONCE))))
    return states, _last_bookings(bookings)


def _last_bookings(bookings: Floats) -> Floats:
    """Return the mean bookings [C, 24] of the last months of histories [R, M, C]; 0 where the firm was not there."""
    last = bookings.mean(axis=0)[::-1][:N_SHARES].T
    return np.pad(last, ((0, 0), (0, N_SHARES - last.shape[1])))


def _rebase(layout: Layout, states: Occupancy, n_months: int) -> None:
    """Make the end of a history the first day of a run; people are addressed by the seat they now hold."""
    n_days = DAYS_PER_MONTH * n_months
    searched = states.fill_day != NEVER
    for name in ("hire_day", "seated_from", "raised_day", "search_end"):
        getattr(states, name)[...] -= n_days
    states.fill_day[searched] -= n_days
    states.grade_month[...] -= n_months
    states.leave_until[...] = 0
    states.cohort_cell[...] = -1
    states.entry_seat[...] = np.arange(states.entry_seat.shape[1])
    states.occupant[...] = 0
    states.next_occupant[...] = 1
    states.base_annual[states.is_occupied] = np.nan
    states.quota_annual[states.is_occupied] = np.nan
    for name in _PERSONAL:
        getattr(states, name)[~states.is_occupied] = 0
    states.came_from[...] = -1
    states.acting_for[~states.is_occupied] = -1
    states.left_month[...] -= n_months
    states.source[~states.is_occupied] = NO_SOURCE
    states.birth_month[states.birth_month != NEVER] -= n_months
    states.seated_from[~states.is_occupied] = NEVER
    for months in (states.leaves_month, states.plan_until):
        months[~states.is_occupied] = NEVER
        months[months != NEVER] -= n_months
    start_cycles(layout.model, states, only_due=True)
    rebase_rings(states, n_months)
    rebase_development(states, n_months)
    learn(layout, states)
