"""Which plan holds for whom and when, as stretches of seats; its components as rows of numbers."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from teamsim.calendar import CYCLE_MONTHS, Cycle
from teamsim.model import (
    N_BANDS,
    N_LEVELS,
    NO_CAP,
    AccountSizes,
    ComponentParameters,
    Ints,
    Records,
    RunParameters,
    Seats,
)
from teamsim.rules.incentives import Kind, Measured
from teamsim.scenario.rows import records
from teamsim.scenario.schema import LumpSum, Parameters, Plan, RateTable

Cells = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PlanArrays:
    """The plans of a scenario as arrays."""

    components: Records
    runs: Records
    run_of: Ints
    accounts: AccountSizes
    periods: tuple[tuple[int, int, int], ...]  # first month, first run, end run

    def in_month(self, month: int) -> dict[str, Any]:
        """Return what the calendar says about the plans of a month."""
        row = max(place for place, (first, _, _) in enumerate(self.periods) if first <= month)
        first, first_run, end_run = self.periods[row]
        is_change = month == first > 0
        return {"plan_period": row, "first_run": first_run, "end_run": end_run, "is_plan_change": is_change}


def plan_name(p: Parameters, unit: str, tier: str, month: int) -> str | None:
    """Return the plan of a tier in a unit in a measured month: the one for the nearest unit, None = no plan."""
    found = [name for name, plan in p.incentives.plans.items() if _holds(p, plan, unit, tier, month)]
    return max(found, key=lambda name: nearness(p, p.incentives.plans[name], unit), default=None)


def _holds(p: Parameters, plan: Plan, unit: str, tier: str, month: int) -> bool:
    """Tell whether a plan is for a tier in a unit in a month; before the first measured month counts as in it."""
    until = math.inf if plan.until_month is None else plan.until_month
    return tier in plan.tiers and plan.from_month <= max(month, 0) <= until and nearness(p, plan, unit) >= 0


def nearness(p: Parameters, plan: Plan, unit: str) -> int:
    """Return how near a plan is to a unit: more for a unit further down, 0 for the whole company, -1 for others."""
    if not plan.units:
        return 0
    line = [unit, *itertools.takewhile(bool, _line_above(p, unit))]
    return max((len(line) - line.index(name) for name in plan.units if name in line), default=-1)


def _line_above(p: Parameters, unit: str) -> Iterator[str]:
    """Go up from a unit."""
    parent = p.organisation.units[unit].parent
    while parent is not None:
        yield parent
        parent = p.organisation.units[parent].parent


def plan_arrays(
    p: Parameters, tiers: Sequence[str], seats: Seats, cells: Cells, n_months: int, n_burn_in: int
) -> PlanArrays:
    """Lay the plans out; a history (no burn-in to count from) takes the plans of the first measured month."""
    components: list[dict[str, Any]] = []
    places: dict[tuple[str, str], tuple[int, int]] = {}
    for name, plan in p.incentives.plans.items():
        for tier in plan.tiers:
            rows = component_rows(p, plan, tier)
            places[name, tier] = len(components), len(rows)
            components += rows
    runs: list[dict[str, Any]] = []
    run_of, periods = [], []
    for first in _changes(p, n_months, n_burn_in):
        plans = [plan_name(p, unit, tier, first - n_burn_in) for unit, tier in cells]
        begin = len(runs)
        run_of.append(_add_runs(runs, plans, places, tiers, seats, cells))
        periods.append((first, begin, len(runs)))
    sizes = AccountSizes(components=max((row["n_components"] for row in runs), default=0))
    table = records(ComponentParameters, components or [{}])
    return PlanArrays(table, records(RunParameters, runs or [{}]), np.array(run_of), sizes, tuple(periods))


def is_team_credited(p: Parameters, tier: str) -> bool:
    """Tell whether people of a tier have a plan that pays for what the unit books."""
    plans = [plan for plan in p.incentives.plans.values() if tier in plan.tiers]
    return any(getattr(part, "measure", "") == "team" for plan in plans for part in plan.components.values())


def _changes(p: Parameters, n_months: int, n_burn_in: int) -> list[int]:
    """Return the months of the run in which some plan begins or has ended, and the first."""
    firsts = {0}
    for plan in p.incentives.plans.values():
        ends = [] if plan.until_month is None else [plan.until_month + 1]
        firsts |= {month + n_burn_in for month in (plan.from_month, *ends) if 0 < month + n_burn_in < n_months}
    return sorted(firsts)


def _add_runs(
    runs: list[dict[str, Any]],
    plans: Sequence[str | None],
    places: dict[tuple[str, str], tuple[int, int]],
    tiers: Sequence[str],
    seats: Seats,
    cells: Cells,
) -> list[int]:
    """Add the runs of one period: neighbouring cells of a tier with one plan; return the run of each cell."""
    found: list[int] = []
    for cell, ((_, tier), name) in enumerate(zip(cells, plans, strict=True)):
        first_component, n_components = (0, 0) if name is None else places[name, tier]
        first, end = (int(place) for place in np.searchsorted(seats.cell, [cell, cell + 1]))
        is_next = cell > 0 and cells[cell - 1][1] == tier and plans[cell - 1] == name
        if n_components == 0:
            found.append(-1)
        elif is_next:
            runs[-1]["end_seat"] = end
            found.append(len(runs) - 1)
        else:
            row = {"tier": tiers.index(tier), "first_seat": first, "end_seat": end}
            runs.append({**row, "first_component": first_component, "n_components": n_components})
            found.append(len(runs) - 1)
    return found


# -- components ----------------------------------------------------------------------------------------------


def component_rows(p: Parameters, plan: Plan, tier: str) -> list[dict[str, Any]]:
    """Return the components of a plan as they hold for a tier."""
    return [row for component in plan.components.values() for row in _rows(component)]


def _rows(component: RateTable | LumpSum) -> Iterator[dict[str, Any]]:
    """Go through the rows of numbers of a component."""
    common = {
        "credit_factor": 1.0,
        "quota_factor": 1.0,
        "cycle": Cycle[component.cycle.upper()],
        "cycle_months": CYCLE_MONTHS[Cycle[component.cycle.upper()]],
        "reset_cycle": Cycle[component.cycle.upper()],
        "cap_attainment": NO_CAP,
        "level_from": np.full(N_LEVELS, np.inf),
    }
    yield common | (_rate_table(component) if isinstance(component, RateTable) else _lump_sum(component))


def _rate_table(table: RateTable) -> dict[str, Any]:
    """Return a rate table with the accelerator worked into its bands."""
    starts = sorted({start for start, _ in table.rates} | {table.accelerator_from})
    band_from, band_step, below = np.zeros(N_BANDS), np.zeros(N_BANDS), 0.0
    for band, start in enumerate(starts):
        rate = [rate for first, rate in table.rates if first <= start][-1]
        rate *= table.accelerator if start >= table.accelerator_from else 1.0
        band_from[band], band_step[band], below = start, rate - below, rate
    return {
        "kind": Kind.RATE_TABLE,
        "measure": Measured.CREDITED if table.measure == "team" else Measured.OWN,
        "is_to_date": True,
        "is_commission": True,
        "band_from": band_from,
        "band_step": band_step,
        "cap_attainment": NO_CAP if table.cap is None else table.cap,
    }


def _lump_sum(bonus: LumpSum) -> dict[str, Any]:
    """Return a lump sum with its levels."""
    level_from, level_amount = np.full(N_LEVELS, np.inf), np.zeros(N_LEVELS)
    level_from[0], level_amount[0] = bonus.attainment, bonus.amount
    return {
        "kind": Kind.LUMP_SUM,
        "measure": Measured.CREDITED,
        "level_from": level_from,
        "level_amount": level_amount,
    }
