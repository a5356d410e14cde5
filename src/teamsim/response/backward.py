"""From the last period back: the efforts and values of a programme on its grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from teamsim.response.grids import with_edges
from teamsim.response.programme import Continuation, Programme, Target

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """Efforts and values, one array (before x within) for each period; values stand between the slopes beyond the grid.

    `believed` is what a naive person expects; `values` what the efforts that are really chosen bring, discounted
    without present bias. They are the same where beta is 1. Both hold what components `as_earned` had paid before.
    """

    efforts: tuple[Floats, ...]
    believed: tuple[Floats, ...]
    values: tuple[Floats, ...]


def solve_backward(
    programme: Programme,
    believed: Continuation | None = None,
    real: Continuation | None = None,
    has_real_values: bool = True,
) -> Solution:
    """Return the solution of a cycle, given what the next one is worth.

    Without real values, `values` holds the believed ones: enough where only efforts are asked for.
    """
    efforts: list[Floats] = []
    expected: list[Floats] = []
    values: list[Floats] = []
    nothing = np.zeros((programme.before.size, 2))
    for period in reversed(range(programme.periods)):
        after = expected[-1] if expected else nothing
        effort, worth = best_on_nodes(programme, period, after, believed)
        expected.append(worth)
        efforts.append(effort)
        if programme.preferences.beta < 1.0 and has_real_values:
            values.append(real_value(programme, period, effort, values[-1] if values else nothing, real))
    back = tuple(reversed(expected))
    return Solution(tuple(reversed(efforts)), back, tuple(reversed(values)) or back)


def best_on_nodes(
    programme: Programme, period: int, after: Floats, continuation: Continuation | None
) -> tuple[Floats, Floats]:
    """Return the efforts that are chosen, and what a person without present bias would reach."""
    follows = programme.follows(period, programme.before, after, continuation)
    target = programme.target(period, programme.before, follows, 1.0)
    effort, worth = programme.search(period, target, 1.0)
    beta = programme.preferences.beta
    if beta < 1.0:
        effort, _ = programme.search(period, programme.target(period, programme.before, follows, beta), beta)
    return effort, with_edges(worth, target.slopes)


def real_value(
    programme: Programme, period: int, efforts: Floats, after: Floats, continuation: Continuation | None
) -> Floats:
    """Return the value of given efforts on the grid."""
    follows = programme.follows(period, programme.before, after, continuation)
    target = programme.target(period, programme.before, follows, 1.0)
    first, n = programme.states(period)
    rows = np.repeat(np.arange(programme.before.size), n)
    sales = np.tile(first + programme.grid.step * np.arange(n), programme.before.size)
    found = value_of_efforts(programme, period, target, rows, sales, efforts.ravel())
    return with_edges(found.reshape(-1, n), target.slopes)


def value_of_efforts(
    programme: Programme, period: int, target: Target, rows: NDArray[np.int64], sales: Floats, efforts: Floats
) -> Floats:
    """Return what given efforts are worth in a period: the certain equivalent of what follows, less their cost."""
    means = programme.means(period, efforts)
    found = programme.expectation(period, target, rows, sales, means, programme.states(period)[0])
    risk = programme.preferences.risk_aversion
    if risk > 0.0:
        found = -np.log(np.maximum(found, 1e-300)) / risk
    tried = programme.ladder.efforts
    alone = np.interp(efforts, tried, programme.worth(period, 1.0) + programme.cost(period, tried))
    return np.asarray(found + target.reference[rows] + alone - programme.cost(period, efforts))
