"""Axes of pictures that are drawn without a library: round values, labels that keep apart, which months are told."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """Where on the paper a value lies."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the place of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def round_values(low: float, high: float, n: int) -> list[float]:
    """Return some n round values that hold the range between them.

    >>> round_values(0.0, 9.3, 5)
    [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]
    """
    if high <= low:
        low, high = low - max(1.0, abs(low) * 0.1), high + max(1.0, abs(high) * 0.1)
    rough = (high - low) / n
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * k for k in (1.0, 2.0, 2.5, 5.0, 10.0) if power * k >= rough)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [float(f"{place * step:.12g}") for place in range(first, last + 1)]


def kept_apart(places: Sequence[float], least: float, ends: tuple[float, float] = (-math.inf, math.inf)) -> list[float]:
    """Return places that lie at least so far apart, within the ends, in their order, as near as can be to before.

    Least squares, by pooling neighbours that would lie on each other. Of equal places the first comes out highest.

    >>> kept_apart([0.0, 0.0, 5.0], 1.0)
    [0.5, -0.5, 5.0]
    >>> kept_apart([4.0, 4.5], 1.0, (0.0, 4.0))
    [3.0, 4.0]
    """
    order = sorted(range(len(places)), key=lambda index: (places[index], -index))
    pools = list[tuple[float, int]]()  # mean of the places less what those below them take, and how many they are
    for rank, index in enumerate(order):
        mean, n = places[index] - rank * least, 1
        while pools and pools[-1][0] > mean:
            below, k = pools.pop()
            mean, n = (below * k + mean * n) / (k + n), k + n
        pools.append((mean, n))
    low, high = ends[0], ends[1] - (len(places) - 1) * least
    kept = [max(low, min(mean, high)) for mean, n in pools for _ in range(n)]
    moved = {index: kept[rank] + rank * least for rank, index in enumerate(order)}
    return [moved[index] for index in range(len(places))]


def told_months(months: Sequence[str]) -> dict[str, str]:
    """Return what stands at which months of an axis: the years, or every few months where there are few years.

    >>> told_months(["2026-11", "2026-12", "2027-01", "2027-02"])
    {'2026-11': '2026-11', '2026-12': '2026-12', '2027-01': '2027-01', '2027-02': '2027-02'}
    """
    januaries = [month for month in months if month.endswith("-01")]
    if 2 <= len(januaries) <= 10:
        return {month: month[:4] for month in januaries}
    return {month: month for month in months[:: max(1, -(-len(months) // 8))]}
