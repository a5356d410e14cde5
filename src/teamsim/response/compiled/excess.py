"""What a period's sales are expected to bring above a line, and the chance to pass it.

Both depend on one number z, the distance between the mean and the line in units of luck, so they are read from two
short tables: exact at their nodes, and between them within 1e-9 by the cubic through four.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from teamsim._jit import solver, solver_part
from teamsim.numeric import logarithm

Floats = NDArray[np.float64]

NODES_PER_UNIT = 64
FARTHEST = 8.5
"""Beyond this many standard deviations luck is certain to 1e-17."""


@solver_part
def tabulated(table: Floats, z: float) -> float:
    """Return a table's value at z by the cubic through the four nodes around it, -FARTHEST < z < FARTHEST."""
    place = (z + FARTHEST) * NODES_PER_UNIT
    node = min(max(int(place), 1), table.size - 3)
    t = place - node
    outer = (t + 1.0) * (t - 2.0)
    inner = t * (t - 1.0)
    left = (t + 1.0) * inner * table[node + 2] - (t - 2.0) * inner * table[node - 1]
    return left / 6.0 + 0.5 * outer * ((t - 1.0) * table[node] - t * table[node + 1])


@solver_part
def distance(mean: float, line: float, spread: float, is_multiplicative: bool) -> float:
    """Return z: the chance of sales above the line is Phi(z).

    Normal luck: (mean - line) / spread. Lognormal with mean one: ln(mean / line) / spread - spread / 2.
    """
    if not is_multiplicative:
        return (mean - line) / spread
    if line <= 0.0:
        return FARTHEST
    if mean <= 0.0:
        return -FARTHEST
    return logarithm(mean / line) / spread - 0.5 * spread


@solver_part
def expected_excess(
    mean: float, line: float, spread: float, is_multiplicative: bool, excess_by_distance: Floats
) -> float:
    """Return E(sales - line)+ of one period, sales with this mean and luck."""
    z = distance(mean, line, spread, is_multiplicative)
    if z >= FARTHEST:
        return mean - line
    if z <= -FARTHEST:
        return 0.0
    return (mean if is_multiplicative else spread) * tabulated(excess_by_distance, z)


@solver_part
def chance_above(
    mean: float, line: float, spread: float, is_multiplicative: bool, chance_by_distance: Floats
) -> float:
    """Return P(sales >= line) of one period."""
    z = distance(mean, line, spread, is_multiplicative)
    if z >= FARTHEST:
        return 1.0
    if z <= -FARTHEST:
        return 0.0
    return tabulated(chance_by_distance, z)


@solver
def fill_excess(
    excess: Floats,
    means: Floats,
    first_line: float,
    step: float,
    spread: float,
    is_multiplicative: bool,
    excess_by_distance: Floats,
) -> None:
    """Fill excess[k, l] = E(sales - line k)+ for lines one step apart, and the mean of effort l."""
    for k in range(excess.shape[0]):
        line = first_line + k * step
        for level in range(excess.shape[1]):
            excess[k, level] = expected_excess(means[level], line, spread, is_multiplicative, excess_by_distance)
