"""What a cycle pays by the sales of the cycle: straight lines with kinks and jumps."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from teamsim.errors import Fault, InputError

Floats = NDArray[np.float64]
PayFunction = Callable[[Floats], Floats]

_STEEPER = 4.0
"""A stretch this many times steeper than its neighbours is looked at for a jump."""
_HALVINGS = 50
_KINK = 1e-9
"""Bends below it, relative to the steepest stretch, are rounding."""


@dataclass(frozen=True, eq=False)  # with room for what is worked out once
class Payout:
    """Pay of a cycle by its sales: straight between points, which may jump; the outer stretches go on for ever.

    Parameters
    ----------
    sales
        Points in rising order. A point given twice is a jump: pay below it first, then pay from it on.
    pay
        Pay at the points.

    Examples
    --------
    6% of sales, and a bonus of 1 from 10 on:

    >>> plan = Payout.from_points([(0, 0), (10, 0.6), (10, 1.6), (20, 2.2)])
    >>> plan([5.0, 10.0, 30.0]).round(6).tolist()
    [0.3, 1.6, 2.8]
    """

    sales: Floats
    pay: Floats

    def __post_init__(self) -> None:
        """Refuse points that are no payout."""
        faults = list(_faults(self.sales, self.pay))
        if faults:
            raise InputError(faults)

    @classmethod
    def from_points(cls, points: Sequence[tuple[float, float]]) -> Payout:
        """Return the payout through points (sales, pay)."""
        table = np.array(points, dtype=float)
        if table.ndim != 2 or table.shape[1:] != (2,):
            raise InputError([Fault("payout", f"points of shape {table.shape}; expected pairs (sales, pay).")])
        return cls(table[:, 0].copy(), table[:, 1].copy())

    @classmethod
    def from_function(cls, function: PayFunction, low: float, high: float, n: int = 4001) -> Payout:
        """Return a function of sales sampled at n points; where it jumps, the place is found by bisection."""
        sales = np.linspace(low, high, n)
        pay = np.array(np.broadcast_to(function(sales), sales.shape), dtype=float)
        if not np.isfinite(pay).all():
            where = sales[~np.isfinite(pay)][0]
            raise InputError([Fault("payout", f"pay at sales {where:g} is no number.", "Give pay for all sales.")])
        places = [_jump(function, sales[i], sales[i + 1]) for i in _steep(pay)]
        found = [place for place in places if place is not None]
        at = np.array([each for below, above in found for each in (below, above)])
        by = np.array(np.broadcast_to(function(at), at.shape), dtype=float) if found else at
        at = np.array([above for _, above in found for _ in range(2)])
        order = np.argsort(np.concatenate([sales, at]), kind="stable")
        return cls(*_without_repeats(np.concatenate([sales, at])[order], np.concatenate([pay, by])[order]))

    @classmethod
    def from_rates(
        cls,
        rates: Sequence[tuple[float, float]],
        cap: float | None = None,
        lump_sums: Sequence[tuple[float, float]] = (),
    ) -> Payout:
        """Return the payout of a table of marginal rates (from, rate), a cap on sales, and lump sums (from, amount).

        >>> Payout.from_rates([(0, 0.06), (1, 0.12)], lump_sums=[(1, 0.01)])([0.5, 1.0, 1.5]).round(6).tolist()
        [0.03, 0.07, 0.13]
        """
        starts = np.array([start for start, _ in rates], dtype=float)
        steps = np.diff(np.array([0.0, *(rate for _, rate in rates)]))
        most = np.inf if cap is None else cap
        edges = {0.0, *starts.tolist(), *(start for start, _ in lump_sums), *(() if cap is None else (float(cap),))}
        last = max(edges)
        knots = np.array(sorted({*edges, last + max(last, 1.0)}))
        earned = (steps * np.maximum(np.minimum(knots, most)[:, None] - starts, 0.0)).sum(1)
        points = []
        for knot, pay in zip(knots.tolist(), earned.tolist(), strict=True):
            below = pay + sum(amount for start, amount in lump_sums if start < knot)
            here = sum(amount for start, amount in lump_sums if start == knot)
            points += [(knot, below), (knot, below + here)] if here else [(knot, below)]
        return cls.from_points(points)

    @functools.cached_property
    def jumps(self) -> tuple[Floats, Floats]:
        """Where pay jumps, and by how much."""
        at = np.flatnonzero(np.diff(self.sales) == 0.0)
        return self.sales[at], self.pay[at + 1] - self.pay[at]

    @functools.cached_property
    def slopes(self) -> Floats:
        """Pay per unit of sales between the points; jumps are left out."""
        rise, run = np.diff(self.pay), np.diff(self.sales)
        return np.asarray(rise[run > 0.0] / run[run > 0.0])

    @functools.cached_property
    def kinks(self) -> Floats:
        """Where pay bends or jumps."""
        knots, slopes = np.unique(self.sales), self.slopes
        tiny = _KINK * max(float(np.abs(slopes).max()), 1e-300)
        bends = knots[1:-1][np.abs(np.diff(slopes)) > tiny]
        return np.unique(np.concatenate([bends, self.jumps[0]]))

    def smooth(self, sales: Floats) -> Floats:
        """Return pay with its jumps taken out: straight lines that only bend."""
        at, by = self.jumps
        level = self.pay - (by * (self.sales[:, None] >= at)).sum(1) if at.size else self.pay
        if at.size:
            first = np.flatnonzero(np.diff(self.sales) == 0.0)
            level[first] = level[first + 1]
        knots, index = np.unique(self.sales, return_index=True)
        return extended(knots, level[index], np.asarray(sales, dtype=float))

    def __call__(self, sales: Floats | Sequence[float]) -> Floats:
        """Return the pay for sales."""
        asked = np.asarray(sales, dtype=float)
        at, by = self.jumps
        return np.asarray(self.smooth(asked) + (by * (asked[..., None] >= at)).sum(-1))

    def stretched(self, factor: float) -> Payout:
        """Return the same pay reached at `factor` times the sales."""
        return Payout(self.sales * factor, self.pay)


def extended(knots: Floats, values: Floats, asked: Floats) -> Floats:
    """Return straight lines through knots, the first and the last going on for ever."""
    inside = np.interp(asked, knots, values)
    first = (values[1] - values[0]) / (knots[1] - knots[0])
    last = (values[-1] - values[-2]) / (knots[-1] - knots[-2])
    below, above = np.minimum(asked - knots[0], 0.0), np.maximum(asked - knots[-1], 0.0)
    return np.asarray(inside + first * below + last * above)


def _faults(sales: Floats, pay: Floats) -> list[Fault]:
    if sales.ndim != 1 or sales.shape != pay.shape or np.unique(sales).size < 2:
        return [Fault("payout", f"{sales.size} points; expected at least two different sales, each with its pay.")]
    if not (np.isfinite(sales).all() and np.isfinite(pay).all()):
        return [Fault("payout", "a point is no finite number.", "Describe no limit by a long last stretch.")]
    if (np.diff(sales) < 0.0).any():
        where = int(np.flatnonzero(np.diff(sales) < 0.0)[0])
        problem = f"sales fall from {sales[where]:g} to {sales[where + 1]:g}."
        return [Fault(f"payout, point {where + 2}", problem, "Give the points in rising order.")]
    if (np.diff(sales, n=2) == 0.0)[np.diff(sales)[:-1] == 0.0].any():
        return [Fault("payout", "a point is given three times.", "Give a jump as two points.")]
    return []


def _steep(pay: Floats) -> list[int]:
    """Return the intervals that are much steeper than both neighbours."""
    rise = np.abs(np.diff(pay))
    around = np.maximum(np.r_[0.0, rise[:-1]], np.r_[rise[1:], 0.0])
    tiny = 1e-12 * max(float(np.abs(pay).max()), 1e-300)
    return [int(i) for i in np.flatnonzero(rise > _STEEPER * around + tiny)]


def _jump(function: PayFunction, low: float, high: float) -> tuple[float, float] | None:
    """Return the two numbers between which pay jumps; None where it only rises steeply."""
    pay_low, pay_high = (float(function(np.array([x]))[0]) for x in (low, high))
    whole = abs(pay_high - pay_low)
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        pay = float(function(np.array([middle]))[0])
        if abs(pay - pay_low) > abs(pay_high - pay):
            high, pay_high = middle, pay
        else:
            low, pay_low = middle, pay
    return (low, high) if abs(pay_high - pay_low) > 0.5 * whole else None


def _without_repeats(sales: Floats, pay: Floats) -> tuple[Floats, Floats]:
    """Leave out a sample that falls exactly on a jump, of which both sides are known."""
    run = np.diff(sales) == 0.0
    keep = np.ones(sales.size, dtype=bool)
    keep[:-2][run[:-1] & run[1:]] = False
    return sales[keep], pay[keep]
