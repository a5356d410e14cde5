"""What a measure is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Better = Literal["higher", "lower", "neither"]
Aggregation = Literal["flow", "stock", "ratio"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: what it is, in which unit, how it adds up over months, and its names.

    ``flow`` adds over months; ``stock`` is averaged over months; ``ratio`` is the ratio of two sums, so it is
    never averaged.
    """

    name: str
    unit: str
    aggregation: Aggregation
    better: Better
    label: str
    label_zh: str
    description: str
