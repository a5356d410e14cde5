"""Which structures can be kept: by recruitment alone, or by promotion alone.

A structure (shares by grade) is maintainable when some policy makes next year's the same. Growth g a year, x the
structure, w the exits: x (1 + g) = x P + (x w + g) r. By recruitment: P is given and some r >= 0 must do
(Bartholomew 1967). By promotion: exits w and r are given and some P >= 0 with rows 1 - w must do, along the ways that
the chain has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from teamsim.analysis.markov import MarkovFlows
from teamsim.model import Floats, Ints

_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Maintainability:
    """Whether a structure can be kept, by which policy, and a sentence that says so.

    `policy` holds the recruitment shares [G], or the moves [G, G]; None where there is no policy. `hires` are the
    people to recruit a year for each person there is.
    """

    is_maintainable: bool
    policy: Floats | None
    hires: float
    sentence: str


def maintain_by_recruitment(
    flows: MarkovFlows, structure: Sequence[float] | Floats, growth: float = 0.0
) -> Maintainability:
    """Tell whether hiring into the right grades keeps a structure while everybody moves as they do.

    Recruits needed by grade, of one person: x (1 + g) - x P; none may be negative.
    """
    x = _shares(flows, structure)
    needed = x * (1.0 + growth) - x @ flows.moves
    hires = float(needed.sum())
    over = [
        f"{name} ({-gap / share:.1%} too many a year)" if share > 0.0 else name
        for name, gap, share in zip(flows.names, needed, x, strict=True)
        if gap < -_ROUNDING
    ]
    if over:
        said = f"Not by recruitment: moves bring more people than there is room for into {', '.join(over)}."
        return Maintainability(False, None, hires, f"{said} Promote fewer, or let that grade grow.")
    policy = np.maximum(needed, 0.0) / hires if hires > _ROUNDING else np.zeros(x.size)
    into = ", ".join(f"{name} {share:.1%}" for name, share in zip(flows.names, policy, strict=True) if share > 0.0)
    return Maintainability(True, policy, hires, f"Kept by recruiting {hires:.1%} of the headcount a year into {into}.")


def maintain_by_promotion(
    flows: MarkovFlows, structure: Sequence[float] | Floats, growth: float = 0.0
) -> Maintainability:
    """Tell whether other promotion shares keep a structure while people join and leave as they do.

    A linear programme: the moves nearest to the present ones (least sum of absolute changes of flows) along the ways
    that the chain has, staying included.
    """
    x, n = _shares(flows, structure), len(flows.names)
    hires = float(x @ flows.exits) + growth
    ways = np.argwhere((flows.moves > 0.0) | np.eye(n, dtype=bool))
    found = _nearest_flows(flows, x, ways, x * (1.0 + growth) - hires * flows.entry_shares)
    if found is None:
        said = "Not by promotion: no shares along the present ways bring each grade what leaves it."
        return Maintainability(False, None, hires, f"{said} Recruit into other grades.")
    policy = np.where(x[:, np.newaxis] > 0.0, 0.0, flows.moves)  # where nobody is, shares may stay as they are
    for (i, j), flow in zip(ways, found, strict=True):
        policy[i, j] += flow / x[i] if x[i] > 0.0 else 0.0
    said = f"Kept by promotion shares that differ from the present ones by {np.abs(policy - flows.moves).max():.1%}"
    return Maintainability(True, policy, hires, f"{said} of a grade at most.")


def _nearest_flows(flows: MarkovFlows, x: Floats, ways: Ints, wanted: Floats) -> Floats | None:
    """Return people along each way, of one person in all, that bring each grade what is wanted; None: there are none.

    Unknowns: the flow along each way and its distance from the present one.
    """
    from scipy.optimize import linprog

    n_ways, now = len(ways), np.array([x[i] * flows.moves[i, j] for i, j in ways])
    sources = (ways[:, 0] == np.arange(x.size)[:, np.newaxis]).astype(np.float64)
    targets = (ways[:, 1] == np.arange(x.size)[:, np.newaxis]).astype(np.float64)
    balances = np.hstack([np.vstack([sources, targets]), np.zeros((2 * x.size, n_ways))])
    eye = np.eye(n_ways)
    away = np.block([[eye, -eye], [-eye, -eye]])  # |flow - now| <= distance
    solved = linprog(
        np.concatenate([np.zeros(n_ways), np.ones(n_ways)]),
        A_ub=away,
        b_ub=np.concatenate([now, -now]),
        A_eq=balances,
        b_eq=np.concatenate([x * (1.0 - flows.exits), wanted]),
        method="highs",
    )
    found: Floats | None = solved.x[:n_ways] if solved.status == 0 else None
    return found


def _shares(flows: MarkovFlows, structure: Sequence[float] | Floats) -> Floats:
    """Return a structure as shares that add up to one."""
    stocks = flows.checked_stocks(structure)
    shares: Floats = stocks / max(stocks.sum(), 1e-300)
    return shares
