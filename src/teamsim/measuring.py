"""From what an engine counted to what results keep: the measured months, money in currency, cost lines."""

from __future__ import annotations

import numpy as np

from teamsim.calendar import MONTHS_PER_YEAR
from teamsim.model import Floats
from teamsim.scenario.build import minor_units
from teamsim.scenario.layout import Layout
from teamsim.scenario.sources import extra_cost, selection_cost
from teamsim.tallies import MONEY_TALLIES, Tally


def measured(layout: Layout, counts: Floats) -> Floats:
    """Return an engine's counts [R, M, C, tallies] as results keep them, in place.

    Without the burn-in, money in currency, with the cost lines of each cell.
    """
    p, counts = layout.scenario.parameters, counts[:, layout.n_burn_in :]
    model, n_months = layout.model, counts.shape[1]
    months = model.months[layout.n_burn_in : layout.n_burn_in + n_months]
    counts[..., Tally.COMPANY_TARGET] = np.outer(months.quota_weight / MONTHS_PER_YEAR, model.cells.target_annual)
    counts[..., Tally.UNCREDITED] = counts[..., Tally.BOOKINGS] * (model.run_of[months.plan_period] < 0)
    if not (model.company.has_team_credit or model.company.has_own_credit):
        counts[..., Tally.CREDITED] = counts[..., Tally.BOOKINGS]
    if not model.company.has_effort and model.company.moved_share == 0.0:
        counts[..., Tally.AT_EFFORT_ONE] = counts[..., Tally.BEFORE_TIMING] = counts[..., Tally.BOOKINGS]
    counts[..., list(MONEY_TALLIES)] /= minor_units(p.money.currency)
    costs = [p.tiers[tier].costs for _, tier in layout.cells]
    hiring = np.array([cost.hiring_per_hire for cost in costs]) + selection_cost(p)
    replacing = np.array([p.tiers[tier].costs.hiring_per_hire + extra_cost(p, tier) for _, tier in layout.cells])
    training = np.array([cost.training_per_hire for cost in costs])
    running = np.array([cost.travel_monthly + cost.overhead_monthly + p.costs.licences_monthly for cost in costs])
    newcomers = counts[..., Tally.HIRES] - counts[..., Tally.ACQUIRED]
    counts[..., Tally.HIRING_COST] = hiring * newcomers + counts[..., Tally.HIRE_EXTRAS]
    counts[..., Tally.TRAINING_COST] = training * newcomers
    counts[..., Tally.RUNNING_COST] = running * counts[..., Tally.HEADCOUNT]
    counts[..., Tally.REPLACEMENT_COST] = (replacing + training) * counts[..., Tally.EXITS_VOLUNTARY]
    return counts
