"""Career flows (a Sankey diagram): people by tier at the end of each year, and the ways between."""

from __future__ import annotations

from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from teamsim.analysis.flows import HIRED, Flows
from teamsim.axes import kept_apart
from teamsim.model import Floats
from teamsim.plots.theme import COLOURS, theme
from teamsim.plots.transitions import WORDS, name_of, origin_note

_WIDTH = 0.045
_OUTSIDE = "#999999"
_LEAST_TOLD = 0.03
"""Share of a column's height from which a bar has its number written on it."""
_TITLE = {"en": "Careers: {name}", "zh": "职业流动：{name}"}
_START = {"en": "Start", "zh": "期初"}
_AFTER = {"en": "Year {year}", "zh": "第 {year} 年末"}


def careers(flows: Flows, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Draw how people move between tiers from year to year, with those who join and leave.

    Heights are mean people a future. Each column is the end of a year, highest tier on top; below the tiers stand
    those who left within the year before and those who join within the year after.

    Parameters
    ----------
    flows
        People flows of a study, from `analysis.flows.flows_of`.
    ax
        Where to draw; left out: a new figure.
    lang
        "en" or "zh".

    Raises
    ------
    TeamsimError
        Another language, or "zh" where there is no Chinese font.
    """
    with theme(lang):
        if ax is None:
            _, ax = plt.subplots(figsize=(3.4 + 2.2 * flows.n_years, 4.8), layout="constrained")
        diagram = _Diagram(flows, np.pad(flows.n_moves[:, :, : len(flows.tiers)], ((0, 0), (0, 0), (0, 1))))
        diagram.moves[:, :, -1] = flows.n_moves[:, :, len(flows.tiers) :].sum(axis=2)
        for year in range(flows.n_years):
            _draw_ways(ax, diagram, year)
        for column in range(flows.n_years + 1):
            _draw_bars(ax, diagram, column)
        _entitle(ax, diagram, lang)
    return ax


@dataclass(frozen=True, eq=False)
class _Diagram:
    """Where bars stand. `moves`: people by year, from tiers then hired, to tiers then left, [Y, T + 1, T + 1]."""

    flows: Flows
    moves: Floats

    @property
    def gap(self) -> float:
        """Space between bars."""
        return 0.055 * float(self.moves.sum(axis=(1, 2)).max())

    def heights(self, column: int) -> Floats:
        """Return the heights of a column's bars from the bottom: hired after, left before, tiers, [T + 2]."""
        n_years, n_tiers = len(self.moves), len(self.flows.tiers)
        after = self.moves[column].sum(axis=1) if column < n_years else np.zeros(n_tiers + 1)
        before = self.moves[column - 1].sum(axis=0) if column > 0 else np.zeros(n_tiers + 1)
        there = after[:n_tiers] if column < n_years else before[:n_tiers]
        return np.concatenate([after[-1:], before[-1:], there])

    def floors(self, column: int) -> Floats:
        """Return where those bars begin; those outside stand below 0, [T + 2]."""
        heights = self.heights(column)
        tops = np.cumsum(heights[2:] + self.gap)
        left = -2.0 * self.gap - heights[1]
        most = max(float(self.heights(each)[1]) for each in range(len(self.moves) + 1))
        hired = -3.0 * self.gap - most - heights[0]
        return np.concatenate([[hired, left], tops - heights[2:] - self.gap])

    def colour(self, place: int) -> str:
        """Return the colour of a tier, or of outside."""
        return COLOURS[place % len(COLOURS)] if place < len(self.flows.tiers) else _OUTSIDE


def _draw_ways(ax: Axes, diagram: _Diagram, year: int) -> None:
    """Draw the bands between two columns: each leaves its bar in the order of the bars that it goes to."""
    n_tiers, moves = len(diagram.flows.tiers), diagram.moves[year]
    source, target = diagram.floors(year), diagram.floors(year + 1)
    from_bar = np.append(source[2:], source[0])  # by row: tiers, then hired
    to_bar = np.append(target[2:], target[1])  # by column: tiers, then left
    for row in (n_tiers, *range(n_tiers)):
        for column in (n_tiers, *range(n_tiers)):
            people = moves[row, column]
            if people > 0.0:
                colour = diagram.colour(n_tiers if column == n_tiers else row)
                _band(ax, (year + _WIDTH, from_bar[row]), (year + 1 - _WIDTH, to_bar[column]), people, colour)
                from_bar[row] += people
                to_bar[column] += people


def _band(ax: Axes, start: tuple[float, float], end: tuple[float, float], height: float, colour: str) -> None:
    """Draw one band with smooth sides."""
    (x0, y0), (x1, y1) = start, end
    middle = 0.5 * (x0 + x1)
    corners = [(x0, y0), (middle, y0), (middle, y1), (x1, y1), (x1, y1 + height)]
    corners += [(middle, y1 + height), (middle, y0 + height), (x0, y0 + height), (x0, y0)]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    ax.add_patch(PathPatch(Path(corners, codes), facecolor=colour, alpha=0.35, linewidth=0))


def _draw_bars(ax: Axes, diagram: _Diagram, column: int) -> None:
    """Draw a column's bars with their numbers of people."""
    heights, floors, n_tiers = diagram.heights(column), diagram.floors(column), len(diagram.flows.tiers)
    least = _LEAST_TOLD * heights[2:].sum()
    for place, (height, floor) in enumerate(zip(heights, floors, strict=True)):
        colour = diagram.colour(place - 2 if place >= 2 else n_tiers)
        ax.add_patch(Rectangle((column - _WIDTH, floor), 2 * _WIDTH, height, facecolor=colour, linewidth=0))
        if height >= least:
            middle = floor + height / 2.0
            ax.text(column, middle, f"{height:,.0f}", ha="center", va="center", fontsize="x-small", color="#222222")


def _entitle(ax: Axes, diagram: _Diagram, lang: str) -> None:
    """Add names of tiers and years, the title, and where the picture comes from."""
    flows, fonts = diagram.flows, plt.rcParams["font.family"]
    floors, heights = diagram.floors(0), diagram.heights(0)
    left = diagram.floors(1)[1] + diagram.heights(1)[1] / 2.0
    at = [*(floors[2:] + heights[2:] / 2.0), floors[0] + heights[0] / 2.0, left]
    names = [*(name_of(flows.result, tier, lang) for tier in flows.tiers), WORDS[lang][HIRED], WORDS[lang]["left"]]
    apart = kept_apart([float(place) for place in at], 0.8 * diagram.gap)  # bars of few people stand close
    ax.set_yticks(apart, names, fontfamily=fonts)
    years = [_START[lang], *(_AFTER[lang].format(year=1 + year) for year in range(flows.n_years))]
    ax.set_xticks(range(flows.n_years + 1), years, fontfamily=fonts)
    ax.set_xlim(-0.06, flows.n_years + 0.06)
    top = max(diagram.floors(column)[-1] + diagram.heights(column)[-1] for column in range(len(years)))
    ax.set_ylim(floors[0] - diagram.gap, top + diagram.gap)
    ax.grid(visible=False)
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.set_title(_TITLE[lang].format(name=flows.result.name), loc="left", fontfamily=fonts)
    ax.set_xlabel(origin_note(flows, lang), fontsize="x-small", color="#777777", loc="left", fontfamily=fonts)
