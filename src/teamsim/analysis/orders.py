"""What each of several causes brings when none comes first: the mean over all orders (Shapley's value)."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Collection
from typing import TypeVar

import numpy as np

from teamsim.model import Floats

Name = TypeVar("Name")


def shared_out(names: Collection[Name], worth: Callable[[frozenset[Name]], Floats | float]) -> dict[Name, Floats]:
    """Return what each name adds to a worth, averaged over all orders in which they can be switched on.

    Parameters
    ----------
    names
        n causes.
    worth
        The worth with exactly these switched on, a number or an array; asked once for each of the 2^n sets.

    Returns
    -------
    dict
        By name; they add up to worth(all) - worth(none).
    """
    n = len(names)
    sets = [frozenset(some) for size in range(n + 1) for some in itertools.combinations(names, size)]
    known = {some: np.asarray(worth(some), dtype=np.float64) for some in sets}

    def added(name: Name) -> Floats:
        gains = [(known[some | {name}] - known[some], len(some)) for some in sets if name not in some]
        return np.asarray(sum(_weight(size, n) * gain for gain, size in gains))

    return {name: added(name) for name in names}


def _weight(size: int, n: int) -> float:
    """Return the share of all orders in which exactly `size` given ones come before another one."""
    return math.factorial(size) * math.factorial(n - size - 1) / math.factorial(n)
