"""From what an engine counted to what results keep: money in currency, cost lines."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from teamsim.calendar import MONTHS_PER_YEAR
from teamsim.model import Floats
from teamsim.scenario.build import minor_units
from teamsim.scenario.layout import Layout
from teamsim.scenario.sources import extra_cost, selection_cost
from teamsim.tallies import MONEY_TALLIES, Tally


def complete(layout: Layout, counts: Floats) -> None:
    """Complete what an engine counted in the measured months [R, M, C, tallies]: money in currency, cost lines.

    A tally that does not move is left alone: the system gives memory where something is written.
    """
    for money in MONEY_TALLIES:
        if counts[..., money].any():
            counts[..., money] /= minor_units(layout.scenario.parameters.money.currency)
    for line, amounts in (*_followed(layout, counts), *_cost_lines(layout, counts)):
        if amounts.any():
            counts[..., line] = amounts


def _followed(layout: Layout, counts: Floats) -> Iterator[tuple[Tally, Floats]]:
    """Go through what follows from the bookings and the calendar, so that engines need not count it."""
    model, first = layout.model, layout.n_burn_in
    months, bookings = model.months[first : first + counts.shape[1]], counts[..., Tally.BOOKINGS]
    yield Tally.COMPANY_TARGET, np.outer(months.quota_weight / MONTHS_PER_YEAR, model.cells.target_annual)
    yield Tally.UNCREDITED, bookings * (model.run_of[months.plan_period] < 0)
    if not (model.company.has_team_credit or model.company.has_own_credit):
        yield Tally.CREDITED, bookings
    if not model.company.has_effort and model.company.moved_share == 0.0:
        yield Tally.AT_EFFORT_ONE, bookings
        yield Tally.BEFORE_TIMING, bookings


def _cost_lines(layout: Layout, counts: Floats) -> Iterator[tuple[Tally, Floats]]:
    """Go through what cells cost beside what engines count."""
    p = layout.scenario.parameters
    costs = [p.tiers[tier].costs for _, tier in layout.cells]
    hiring = np.array([cost.hiring_per_hire for cost in costs]) + selection_cost(p)
    replacing = np.array([p.tiers[tier].costs.hiring_per_hire + extra_cost(p, tier) for _, tier in layout.cells])
    training = np.array([cost.training_per_hire for cost in costs])
    running = np.array([cost.travel_monthly + cost.overhead_monthly + p.costs.licences_monthly for cost in costs])
    newcomers = counts[..., Tally.HIRES] - counts[..., Tally.ACQUIRED]
    yield Tally.HIRING_COST, hiring * newcomers + counts[..., Tally.HIRE_EXTRAS]
    yield Tally.TRAINING_COST, training * newcomers
    yield Tally.RUNNING_COST, running * counts[..., Tally.HEADCOUNT]
    yield Tally.REPLACEMENT_COST, (replacing + training) * counts[..., Tally.EXITS_VOLUNTARY]
