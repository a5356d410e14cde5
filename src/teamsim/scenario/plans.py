"""Which plan holds for whom and when, as stretches of seats; its components as rows of numbers."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from teamsim.calendar import NEVER
from teamsim.model import (
    AccountSizes,
    ComponentParameters,
    Floats,
    Ints,
    Records,
    RunParameters,
    Seats,
)
from teamsim.rules.incentives import Kind, Measured
from teamsim.scenario.components import component_rows, tiers_of
from teamsim.scenario.rows import records
from teamsim.scenario.schema import Parameters, Plan

Cells = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PlanArrays:
    """The plans of a scenario as arrays."""

    components: Records
    runs: Records
    run_of: Ints
    accounts: AccountSizes
    periods: tuple[tuple[int, int, int], ...]  # first month, first run, end run

    @property
    def has_states(self) -> bool:
        """Whether some variable pay is earned at another time than it is paid, or depends on how somebody leaves."""
        rows = self.components
        is_prorated = rows.is_prorated_on_exit | rows.is_prorated_without_fault
        return bool((rows.slot >= 0).any() or is_prorated.any())

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
    return tier in tiers_of(p, plan) and plan.from_month <= max(month, 0) <= until and nearness(p, plan, unit) >= 0


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


def splits_matrix(p: Parameters, tiers: Sequence[str]) -> Floats:
    """Return who is credited with what a tier books, [T, T]; a tier without a split keeps all."""
    rows = [p.incentives.splits.get(tier, {tier: 1.0}) for tier in tiers]
    return np.array([[row.get(target, 0.0) for target in tiers] for row in rows])


def plan_arrays(
    p: Parameters, tiers: Sequence[str], seats: Seats, cells: Cells, n_months: int, n_burn_in: int
) -> PlanArrays:
    """Lay the plans out; a history (no burn-in to count from) takes the plans of the first measured month."""
    components: list[dict[str, Any]] = []
    places: dict[tuple[str, str], tuple[int, int]] = {}
    for name, plan in p.incentives.plans.items():
        for tier in tiers_of(p, plan):
            rows = [row for _, row in component_rows(p, plan, tier, n_burn_in)]
            places[name, tier] = len(components), len(rows)
            components += rows
    runs: list[dict[str, Any]] = []
    run_of, periods = [], []
    firsts = _changes(p, n_months, n_burn_in)
    limits: dict[str | None, dict[str, float]] = {
        name: {"deal_limit": plan.deal_limit or math.inf, "beyond_limit": plan.beyond_limit}
        for name, plan in p.incentives.plans.items()
    }
    plans = [[plan_name(p, unit, tier, first - n_burn_in) for unit, tier in cells] for first in firsts]
    for period, first in enumerate(firsts):
        held = [(name, _last_month(firsts, plans, period, cell)) for cell, name in enumerate(plans[period])]
        begin = len(runs)
        run_of.append(_add_runs(runs, components, held, places, limits, tiers, seats, cells))
        periods.append((first, begin, len(runs)))
    table = records(ComponentParameters, components or [{"slot": -1}])
    run_table = records(RunParameters, runs or [{}])
    return PlanArrays(table, run_table, np.array(run_of), _sizes(p, components, runs), tuple(periods))


def _sizes(p: Parameters, components: Sequence[dict[str, Any]], runs: Sequence[dict[str, Any]]) -> AccountSizes:
    """Return how many accounts a person needs at most."""
    n_slots = max((row.get("slot", -1) + 1 for row in components), default=0)
    n_lags = max((max(row.get("n_lags", 0), row.get("claw_lag", -1) + 1) for row in components), default=0)
    has_invoices = any(row["measure"] == Measured.COLLECTIONS for row in components)
    return AccountSizes(
        components=max((row["n_components"] for row in runs), default=0),
        deferred=n_slots,
        lags=n_lags,
        invoices=len(p.money.payment_schedule) if has_invoices else 0,
        programmes=0,
        aptitudes=0,
        awards=0,
    )


def _changes(p: Parameters, n_months: int, n_burn_in: int) -> list[int]:
    """Return the months of the run in which some plan begins or has ended, and the first."""
    firsts = {0}
    for plan in p.incentives.plans.values():
        ends = [] if plan.until_month is None else [plan.until_month + 1]
        firsts |= {month + n_burn_in for month in (plan.from_month, *ends) if 0 < month + n_burn_in < n_months}
    return sorted(firsts)


def _last_month(firsts: Sequence[int], plans: Sequence[Sequence[str | None]], period: int, cell: int) -> int:
    """Return the last month in which a cell keeps the plan of a period."""
    later = range(period + 1, len(firsts))
    return next((firsts[other] - 1 for other in later if plans[other][cell] != plans[period][cell]), NEVER)


def _add_runs(
    runs: list[dict[str, Any]],
    components: Sequence[dict[str, Any]],
    held: Sequence[tuple[str | None, int]],
    places: dict[tuple[str, str], tuple[int, int]],
    limits: dict[str | None, dict[str, float]],
    tiers: Sequence[str],
    seats: Seats,
    cells: Cells,
) -> list[int]:
    """Add the runs of one period: neighbouring cells of a tier with one plan; return the run of each cell."""
    found: list[int] = []
    for cell, ((_, tier), (name, last)) in enumerate(zip(cells, held, strict=True)):
        first_component, n_components = (0, 0) if name is None else places[name, tier]
        first, end = (int(place) for place in np.searchsorted(seats.cell, [cell, cell + 1]))
        is_next = cell > 0 and cells[cell - 1][1] == tier and held[cell - 1] == (name, last)
        if n_components == 0:
            found.append(-1)
        elif is_next:
            runs[-1]["end_seat"] = end
            found.append(len(runs) - 1)
        else:
            row: dict[str, Any] = {"tier": tiers.index(tier), "first_seat": first, "end_seat": end}
            kinds = [component["kind"] for component in components[first_component:][:n_components]]
            row |= limits[name]
            row |= {"first_component": first_component, "n_components": n_components, "last_month": last}
            runs.append(row | {"first_draw": n_components - kinds.count(Kind.DRAW)})
            found.append(len(runs) - 1)
    return found
