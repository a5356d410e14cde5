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
    value: float = left / 6.0 + 0.5 * outer * ((t - 1.0) * table[node] - t * table[node + 1])
    return value


@solver_part
def log_or_least(x: float) -> float:
    """Return ln x; what is not above 0 is further down than any luck."""
    return logarithm(x) if x > 0.0 else -1e9


@solver_part
def distance(size: float, line_size: float, spread: float, is_multiplicative: bool) -> float:
    """Return z: the chance of sales above the line is Phi(z).

    Normal luck: (mean - line) / spread. Lognormal with mean one: ln(mean / line) / spread - spread / 2; sizes are
    then logarithms (`log_or_least`).
    """
    z = (size - line_size) / spread
    return z - 0.5 * spread if is_multiplicative else z


@solver_part
def excess_at(
    z: float, mean: float, line: float, spread: float, is_multiplicative: bool, excess_by_distance: Floats
) -> float:
    """Return E(sales - line)+ of one period at distance z."""
    if z >= FARTHEST:
        return mean - line
    if z <= -FARTHEST:
        return 0.0
    return (mean if is_multiplicative else spread) * tabulated(excess_by_distance, z)


@solver_part
def chance_at(z: float, chance_by_distance: Floats) -> float:
    """Return P(sales >= line) at distance z."""
    if z >= FARTHEST:
        return 1.0
    if z <= -FARTHEST:
        return 0.0
    return tabulated(chance_by_distance, z)


@solver_part
def size_of(x: float, is_multiplicative: bool) -> float:
    """Return a mean or a line as `distance` reads it."""
    return log_or_least(x) if is_multiplicative else x


@solver
def fill_excess(
    excess: Floats,
    means: Floats,
    sizes: Floats,
    first_line: float,
    step: float,
    spread: float,
    is_multiplicative: bool,
    excess_by_distance: Floats,
) -> None:
    """Fill excess[k, l] = E(sales - line k)+ for lines one step apart, and the mean of effort l.

    `sizes` holds `size_of` the means.
    """
    for k in range(excess.shape[0]):
        line = first_line + k * step
        line_size = size_of(line, is_multiplicative)
        for level in range(excess.shape[1]):
            z = distance(sizes[level], line_size, spread, is_multiplicative)
            excess[k, level] = excess_at(z, means[level], line, spread, is_multiplicative, excess_by_distance)
