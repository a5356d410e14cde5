"""What averages one on the opening organisation: saturation, talent, coaching, effects on exits, sources of hires.

Full productivity and tenure laws then keep their meaning, and the unchanged baseline reproduces the year it was
loaded from.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from teamsim._jit import relink
from teamsim.engines import first_day
from teamsim.model import N_SHARES, Floats, Model, Occupancy, Records
from teamsim.rules import replacements
from teamsim.rules.selling import saturation
from teamsim.scenario.layout import Layout
from teamsim.tables import Table

_OF_THE_EFFECTS = (
    "effect_from",
    "effect_log",
    "n_effects",
    "has_effects",
    "effect_is_stepped",
    "effect_limit",
    "pay_elasticity",
    "log_overdue_ratio",
    "overdue_after",
    "log_vacant_head_ratio",
    "log_manager_ratio",
    "log_peer_ratio",
    "peer_months",
)


@dataclass(frozen=True, eq=False)
class Past:
    """The possible states at the end of a scenario's history, and what multipliers are centred on."""

    layout: Layout
    states: Occupancy
    capacity: Floats  # [U] mean opening capacity
    talent: Floats  # [T] mean opening talent
    bookings: Floats  # [C, 24] mean bookings of the last months, the last one first
    n_searches: float  # mean open requisitions; inf = not lived


def past_of(layout: Layout, states: Occupancy, *, at_full_ramp: bool = False) -> Past:
    """Return a past that ends in some states; it has booked and searched nothing yet."""
    capacity = mean_capacity(layout, states, at_full_ramp=at_full_ramp)
    no_bookings = np.zeros((len(layout.cells), N_SHARES))
    return Past(layout, states, capacity, mean_talent(layout, states), no_bookings, math.inf)


def centred(layout: Layout, past: Past) -> Model:
    """Return the model with multipliers that average one on the past's opening people, and its invoices."""
    units, tiers, there = layout.model.units.copy(), layout.model.tiers.copy(), past.layout
    lead = _mean_lead(layout, past)
    saturated = replacements(layout.scenario.rules).get(saturation, saturation)
    for index, name in enumerate(layout.units):
        origin = origin_of(layout, there, name)
        if origin is not None:
            place = there.units.index(origin)
            load = past.capacity[place] / there.model.units[place].potential_annual
            units[index].opening_saturation = saturated(load)
            units[index].opening_lead = lead[place]
    effects = _mean_effects(layout, past)
    for index, name in enumerate(layout.tiers):
        if name in there.tiers:
            place = there.tiers.index(name)
            tiers[index].mean_talent = past.talent[place]
            tiers[index].reference_pay = _reference_pay(layout, there, name)
            tiers[index].effect_centre = np.log(effects[place])
            tiers[index].highest_hazard /= effects[place]
    cells = layout.model.cells.copy()
    for index, cell in enumerate(layout.cells):
        if cell in there.cells:
            cells[index].bookings_before = past.bookings[there.cells.index(cell)]
    company = layout.model.company
    if math.isnan(company.candidate_flow):
        company = company._replace(candidate_flow=past.n_searches)
    return layout.model._replace(units=units, tiers=tiers, cells=cells, company=company)


def origin_of(layout: Layout, past: Layout, unit: str) -> str | None:
    """Return the unit of the past on which one is centred: itself, or that from which its first seats moved."""
    if unit in past.units:
        return unit
    place = {seat.name: seat.unit for seat in layout.seats}
    sources = (place[seat.follows] for seat in layout.seats if seat.unit == unit and seat.follows)
    return next((source for source in sources if source in past.units), None)


def mean_capacity(layout: Layout, states: Occupancy, *, at_full_ramp: bool = False) -> Floats:
    """Return the mean bookings a year that each unit's opening people can bring, [U]."""
    able = relink(first_day.capacities, replacements(layout.scenario.rules))
    capacity = np.zeros((states.fte.shape[0], len(layout.units)))
    able(Table(layout.model), Table(states), at_full_ramp, capacity)
    mean: Floats = capacity.mean(axis=0)
    return mean


def mean_talent(layout: Layout, states: Occupancy) -> Floats:
    """Return the mean talent of each tier's opening people, [T]; one where there are none or they are not known."""
    means = np.ones(len(layout.tiers))
    for tier in range(len(layout.tiers)):
        of_tier = states.is_occupied & (layout.model.seats.tier == tier)
        if of_tier.any() and not np.isnan(states.talent[of_tier]).any():
            means[tier] = states.talent[of_tier].mean()
    return means


def _mean_lead(layout: Layout, past: Past) -> Floats:
    """Return the mean lead factor of each of the past's units under a scenario's coaching, [U].

    Meetings are the past's own: how much people meet is decided, what it does to them is not.
    """
    ours, theirs = layout.model.company, past.layout.model
    if ours.coaching_gain == 0.0 and ours.manager_sigma == 0.0 and theirs.company.meeting_hours == 0.0:
        return np.ones(len(past.layout.units))
    named = ("manager_sigma", "coaching_gain", "coaching_hours", "useful_hours", "meeting_coaching")
    coaching = {name: getattr(ours, name) for name in named}
    model = theirs._replace(company=theirs.company._replace(**coaching))
    factors = np.ones((past.states.fte.shape[0], len(past.layout.units)))
    relink(first_day.lead_factors, replacements(layout.scenario.rules))(Table(model), Table(past.states), factors)
    mean: Floats = factors.mean(axis=0)
    return mean


def _mean_effects(layout: Layout, past: Past) -> Floats:
    """Return the mean hazard ratio of the past's people, by their tier, under a scenario's effects, [T].

    Whom the past recognised, and what that did, is its own.
    """
    means = np.ones(len(past.layout.tiers))
    if not layout.model.tiers.has_effects.any():
        return means
    tiers = past.layout.model.tiers.copy()
    for index, name in enumerate(past.layout.tiers):
        _copy_effects(tiers, index, layout, name)
        tiers[index].reference_pay = tiers[index].base_annual + tiers[index].target_variable
    sums = np.zeros((len(means), 2))
    model = past.layout.model._replace(tiers=tiers, sources=_their_sources(layout, past.layout))
    relink(first_day.sum_effects, replacements(layout.scenario.rules))(Table(model), Table(past.states), sums)
    return np.divide(sums[:, 0], sums[:, 1], out=means, where=sums[:, 1] > 0.0)


def _their_sources(layout: Layout, past: Layout) -> Records:
    """Return the sources of the past's people with the hazard ratios that a scenario has for them, else one."""
    sources = past.model.sources.copy()
    for index, name in enumerate(past.sources):
        is_known = name in layout.sources
        sources.exit_ratio[index] = layout.model.sources.exit_ratio[layout.sources.index(name)] if is_known else 1.0
    return sources


def _copy_effects(tiers: Records, index: int, layout: Layout, name: str) -> None:
    """Give one of the past's tiers the effects that a scenario has for it."""
    if name in layout.tiers:
        for field in _OF_THE_EFFECTS:
            tiers[field][index] = layout.model.tiers[field][layout.tiers.index(name)]


def _reference_pay(layout: Layout, past: Layout, name: str) -> float:
    """Return the target pay that compares as the past's own did: the past's x how far the market moved since."""
    row = past.model.tiers[past.tiers.index(name)]
    target = float(row.base_annual + row.target_variable)
    before = past.scenario.parameters.tiers[name].market_pay_annual or target
    now = layout.scenario.parameters.tiers[name].market_pay_annual or before
    return now * target / before if before > 0.0 else target
