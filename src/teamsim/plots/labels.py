"""Direct labels: a line or an area is named beside its end, in its own ink, and no name lies on another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D

from teamsim.axes import kept_apart
from teamsim.colours import ink
from teamsim.model import Floats
from teamsim.words import folded

_POINTS, _SPACING = 9.0, 1.25
"""Size of the letters, and lines of them from one to the next."""
_BESIDE = 1.02
"""Where names begin, as a share of the width."""
_MOST = 36
"""Letters of a line; Chinese ones are twice as wide."""


class End(NamedTuple):
    """Where something ends, in the units of the axes, and what to write beside it."""

    text: str
    x: float
    y: float
    colour: str


def name_lines(ax: Axes, lines: Sequence[Line2D]) -> None:
    """Write each line's label beside its last point. Call it last: limits of the axes have to be final."""
    name_ends(ax, [end for line in lines for end in _ends(line)])


def name_areas(ax: Axes, areas: Sequence[PolyCollection], heights: Sequence[Floats]) -> None:
    """Write each stacked area's label beside the middle of its right edge; `heights` are those of each area."""
    last, right = np.array([height[-1] for height in heights]), ax.get_xlim()[1]
    middles = np.cumsum(last) - 0.5 * last
    colours = [to_hex(area.get_facecolor()[0]) for area in areas]  # type: ignore[arg-type]
    told = zip((str(area.get_label()) for area in areas), middles.tolist(), colours, strict=True)
    name_ends(ax, [End(text, right, middle, colour) for text, middle, colour in told])


def name_ends(ax: Axes, ends: Sequence[End]) -> None:
    """Write texts right of the axes, each at the height of its end, or as near as the others let it be."""
    texts, (low, high) = ["\n".join(folded(end.text, _MOST)) for end in ends], ax.get_ylim()
    heights = [(end.y - low) / (high - low) for end in ends]
    n_lines = max((text.count("\n") + 1 for text in texts), default=1)
    line = _SPACING * _POINTS / (72.0 * ax.bbox.height / ax.figure.dpi)
    for end, text, height in zip(ends, texts, kept_apart(heights, n_lines * line, (0.0, 1.0)), strict=True):
        colour = ink(end.colour)
        leader = {"arrowstyle": "-", "color": colour, "linewidth": 0.7, "shrinkA": 1, "shrinkB": 0, "relpos": (0, 0.5)}
        letters: dict[str, Any] = {"fontfamily": plt.rcParams["font.family"], "fontsize": _POINTS, "va": "center"}
        ax.annotate(
            text,
            (end.x, end.y),
            xytext=(_BESIDE, height),
            textcoords="axes fraction",
            annotation_clip=False,
            color=colour,
            arrowprops=leader,
            **letters,
        )


def _ends(line: Line2D) -> list[End]:
    """Return the last point of a line that is there; none of an empty one."""
    x, y = (np.asarray(values, dtype=np.float64) for values in line.get_data(orig=False))
    last = np.flatnonzero(np.isfinite(y))[-1:]
    return [End(str(line.get_label()), float(x[k]), float(y[k]), to_hex(line.get_color())) for k in last]
