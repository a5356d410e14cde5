"""Where a programme is solved: the efforts that are tried, the sales and what came before, and tables of luck."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from teamsim.response.compiled.excess import FARTHEST, NODES_PER_UNIT
from teamsim.response.people import ElasticityCost, Preferences, Process

Floats = NDArray[np.float64]

LOWEST_RATE = 1e-3
"""Least rate for which effort is told from none, as a share of the reference rate."""
_FARTHEST_LUCK = 7.0
_FARTHEST_LOGNORMAL = 4.5


@dataclass(frozen=True, slots=True, eq=False)
class Ladder:
    """The efforts that are tried in every state, evenly spaced or evenly spaced in their logarithm.

    With the logarithm, effort zero stands apart, below the ladder.
    """

    efforts: Floats
    n_apart: int
    is_logarithmic: bool

    def effort(self, places: Floats) -> Floats:
        """Return the efforts at places on the ladder, whole or between."""
        numbers = np.arange(self.n_apart, self.efforts.size, dtype=float)
        rungs = self.efforts[self.n_apart :]
        if not self.is_logarithmic:
            return np.asarray(np.interp(places, numbers, rungs))
        between = np.exp(np.interp(places, numbers, np.log(rungs)))
        return np.where(places < self.n_apart, 0.0, between)


def ladder(preferences: Preferences, highest: float, n: int) -> Ladder:
    """Return n efforts up to the highest that a plan may call for.

    A cost with a constant elasticity is looked at in the logarithm of the rate that would call for an effort: the
    same number of efforts is then enough for any elasticity.
    """
    least, most = preferences.least_effort, min(preferences.most_effort, highest)
    cost = preferences.cost
    if not isinstance(cost, ElasticityCost):
        return Ladder(np.linspace(least, max(most, least + 1e-9), n), 0, False)
    first = max(least, LOWEST_RATE**cost.elasticity)
    rungs = np.geomspace(first, max(most, first * 1.01), n - (least < first))
    apart = 1 if least < first else 0
    return Ladder(np.concatenate([np.zeros(apart), rungs]), apart, True)


def effort_cost(preferences: Preferences, process: Process, share: float, efforts: Floats) -> Floats:
    """Return what efforts of a period with this share of the cycle cost: share x scale eps/(1 + eps) e^(1/eps + 1)."""
    epsilon = preferences.cost.elasticity
    scale = preferences.cost.scale(process)
    return np.asarray(share * scale * epsilon / (1.0 + epsilon) * efforts ** (1.0 / epsilon + 1.0))


@dataclass(frozen=True, slots=True)
class SalesGrid:
    """Sales of a cycle to date: n nodes from `low` on, one `step` apart; 0 is a node.

    Luck reaches `n_below` nodes down and `n_reach` up. All that bends lies on the grid, so `n_above` are enough where
    sales only grow.
    """

    low: float
    step: float
    n: int
    n_below: int
    n_above: int
    n_reach: int

    @property
    def points(self) -> Floats:
        """The nodes."""
        return np.asarray(self.low + self.step * np.arange(self.n))

    def reached(self, first: float, n: int) -> Floats:
        """Return the nodes that luck can reach within a period from n nodes."""
        return np.asarray(first + self.step * (np.arange(self.n_below + n + self.n_above + 1) - self.n_below))

    def read(self, edged: Floats, nodes: Floats) -> Floats:
        """Return values at nodes that may lie outside, where they go on straight by the slopes of `with_edges`.

        A slope taken from the last two values would blow up their rounding, period by period.
        """
        places = np.rint((nodes - self.low) / self.step).astype(np.int64)
        inside = np.clip(places, 0, self.n - 1)
        beyond = self.step * (places - inside)
        slopes = np.where(beyond < 0.0, edged[:, :1], edged[:, -1:])
        return np.asarray(edged[:, 1 + inside] + slopes * beyond)


def with_edges(values: Floats, slopes: Floats) -> Floats:
    """Return values (rows x n) between their slopes below the first and above the last (rows x 2)."""
    return np.hstack([slopes[:, :1], values, slopes[:, 1:]])


def without_edges(edged: Floats) -> Floats:
    """Return the values alone."""
    return np.asarray(edged[:, 1:-1])


def sales_grid(
    low: float, high: float, step: float, process: Process, shares: Floats, highest_effort: float
) -> SalesGrid:
    """Return the grid from `low` (at most 0) to `high` with 0 among its nodes."""
    n_low, n_high = (max(math.ceil(abs(edge) / step - 1e-9), 0) for edge in (low, high))
    first = -n_low if low < 0.0 else n_low
    n = max((n_high if high >= 0.0 else -n_high) - first + 1, 2)
    down, up = _reach(process, shares, highest_effort)
    n_reach = math.ceil(up / step) + 1
    n_above = min(n_reach, n) if process.is_multiplicative else n_reach
    return SalesGrid(first * step, step, n, math.ceil(down / step), n_above, n_reach)


def _reach(process: Process, shares: Floats, highest_effort: float) -> tuple[float, float]:
    """Return how far sales can fall and rise in a period."""
    means = np.outer(shares, (process.baseline, process.baseline + process.productivity * highest_effort))
    if process.is_multiplicative:
        return 0.0, float(means.max()) * math.exp(_FARTHEST_LOGNORMAL * process.sigma)
    luck = _FARTHEST_LUCK * process.spread(float(shares.max()))
    return max(luck - float(means.min()), 0.0), luck + float(means.max())


@lru_cache(maxsize=32)
def luck_tables(is_multiplicative: bool, spread: float) -> tuple[Floats, Floats]:
    """Return E(sales - line)+ and P(sales >= line) by their distance z (see `compiled.excess`).

    Normal: phi(z) + z Phi(z), times the spread. Lognormal: Phi(z + s) - e^(-s (z + s/2)) Phi(z), times the mean.
    """
    z = np.arange(-FARTHEST, FARTHEST + 2.0 / NODES_PER_UNIT, 1.0 / NODES_PER_UNIT)
    chance = _normal_share(z)
    if is_multiplicative:
        excess = _normal_share(z + spread) - np.exp(-spread * (z + 0.5 * spread)) * chance
    else:
        excess = np.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi) + z * chance
    return np.maximum(excess, 0.0), chance


def _normal_share(z: Floats) -> Floats:
    """Return Phi(z)."""
    return np.array([0.5 * math.erfc(-each / math.sqrt(2.0)) for each in z])
