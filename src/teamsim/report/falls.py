"""Waterfalls as stacked columns: a part out of sight and a part that is seen, on both sides of 0."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from teamsim.plots.theme import COLOURS

RAISES, LOWERS, WHOLE = COLOURS[2], COLOURS[1], COLOURS[0]


@dataclass(frozen=True)
class Fall:
    """Columns of a waterfall; the last is the whole. Of each the parts above and below 0, hidden and seen."""

    labels: tuple[str, ...]
    hidden_above: tuple[float, ...]
    seen_above: tuple[float, ...]
    hidden_below: tuple[float, ...]
    seen_below: tuple[float, ...]
    colours: tuple[str, ...]


def fall_of(labels: Sequence[str], steps: Sequence[float]) -> Fall:
    """Return the columns of steps that add up; a column for the whole is the last label's.

    Steps 3, -5 end at -2: the second column is seen from 3 to 0 and from 0 to -2.
    """
    ends = [0.0]
    for step in steps:
        ends.append(ends[-1] + step)
    bars = [*itertools.pairwise(ends), (0.0, ends[-1])]
    spans = [(min(bar), max(bar)) for bar in bars]
    return Fall(
        tuple(labels),
        tuple(max(low, 0.0) for low, _ in spans),
        tuple(max(high, 0.0) - max(low, 0.0) for low, high in spans),
        tuple(min(high, 0.0) for _, high in spans),
        tuple(min(low, 0.0) - min(high, 0.0) for low, high in spans),
        (*(RAISES if step >= 0.0 else LOWERS for step in steps), WHOLE),
    )
