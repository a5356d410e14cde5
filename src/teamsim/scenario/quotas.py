"""Quotas: the company's target cascaded down the tree, with over-assignment by layer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from teamsim.model import Floats, Seats
from teamsim.scenario.components import is_team_credited
from teamsim.scenario.schema import Parameters


def cell_quotas(
    p: Parameters, units: Sequence[str], cells: Sequence[tuple[str, str]], seats: Seats
) -> list[dict[str, float]]:
    """Return the quota of a person and the target of all seats, by unit and tier.

    Without a company target the quotas are those of the tiers, and their sum over the opening seats is the target.
    """
    n_seats = np.bincount(seats.cell[seats.opens <= 0], minlength=len(cells))
    own = np.array([p.tiers[tier].quota_annual for _, tier in cells])
    is_counted = np.array([not is_team_credited(p, tier) for _, tier in cells])
    if p.incentives.company_target_annual is None:
        return [
            {"quota_annual": float(quota), "target_annual": float(quota * n * is_one)}
            for quota, n, is_one in zip(own, n_seats, is_counted, strict=True)
        ]
    return _cascaded(p, units, cells, own, n_seats.astype(np.float64))


def _cascaded(
    p: Parameters, units: Sequence[str], cells: Sequence[tuple[str, str]], own: Floats, n_seats: Floats
) -> list[dict[str, float]]:
    """Share the target out; managers credited with a team's business have what their unit was given, shared evenly."""
    of_sellers = [0.0 if is_team_credited(p, tier) else own[i] * n_seats[i] for i, (_, tier) in enumerate(cells)]
    load = {unit: sum(of_sellers[i] for i, cell in enumerate(cells) if cell[0] == unit) for unit in units}
    weights = {unit: _potential(p, unit, load[unit]) for unit in units}
    given, plain = {units[0]: float(p.incentives.company_target_annual or 0.0)}, {units[0]: 1.0}
    found: list[dict[str, float]] = [{} for _ in cells]
    for unit in units:
        below = [other for other in units if p.organisation.units[other].parent == unit]
        total = sum(_subtree(p, units, weights, other) for other in below) + weights[unit]
        depth = _depth(p, unit)
        more = 1.0 + (p.incentives.over_assignment[depth] if depth < len(p.incentives.over_assignment) else 0.0)
        for other in below:
            share = _subtree(p, units, weights, other) / total if total > 0.0 else 0.0
            given[other], plain[other] = given[unit] * more * share, plain[unit] * more
        direct = given[unit] * more * weights[unit] / total if total > 0.0 else 0.0
        for i, (of, tier) in enumerate(cells):
            if of != unit:
                continue
            if is_team_credited(p, tier):
                found[i] = {
                    "quota_annual": given[unit] / max(n_seats[i], 1) if own[i] > 0.0 else 0.0,
                    "target_annual": 0.0,
                }
            else:
                quota = direct * own[i] / load[unit] if load[unit] > 0.0 else float(own[i])
                found[i] = {"quota_annual": quota, "target_annual": quota * float(n_seats[i]) / (plain[unit] * more)}
    return found


def _potential(p: Parameters, unit: str, load: float) -> float:
    """Return the weight of a unit's own seats: its potential, or their quotas; none where nobody carries a quota."""
    potential = p.organisation.units[unit].potential_annual
    return 0.0 if load <= 0.0 else load if potential is None else potential


def _subtree(p: Parameters, units: Sequence[str], weights: dict[str, float], unit: str) -> float:
    """Return the weight of a unit with all below it."""
    below = [other for other in units if p.organisation.units[other].parent == unit]
    return weights[unit] + sum(_subtree(p, units, weights, other) for other in below)


def _depth(p: Parameters, unit: str) -> int:
    """Return how many units lie above a unit."""
    depth, parent = 0, p.organisation.units[unit].parent
    while parent is not None:
        depth, parent = depth + 1, p.organisation.units[parent].parent
    return depth
