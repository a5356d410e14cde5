"""Axes of pictures that are drawn without a library: round values, and which months are told."""

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


def told_months(months: Sequence[str]) -> dict[str, str]:
    """Return what stands at which months of an axis: the years, or every few months where there are few years.

    >>> told_months(["2026-11", "2026-12", "2027-01", "2027-02"])
    {'2026-11': '2026-11', '2026-12': '2026-12', '2027-01': '2027-01', '2027-02': '2027-02'}
    """
    januaries = [month for month in months if month.endswith("-01")]
    if 2 <= len(januaries) <= 10:
        return {month: month[:4] for month in januaries}
    return {month: month for month in months[:: max(1, -(-len(months) // 8))]}
