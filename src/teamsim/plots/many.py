"""Small multiples: one fan chart per tier or unit, side by side, with one legend and one line of origin.

A legend, since each scenario has its line in every panel: names at all their ends would take the room of the panels.
"""

from __future__ import annotations

from typing import Literal

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from teamsim.measures import MEASURES
from teamsim.plots.fan import fan, origin_note
from teamsim.plots.theme import theme
from teamsim.study import Study

_COLUMNS = 3
_COUNTED = ("people", "seats", "requests")


def fans(study: Study, measure: str, *, by: Literal["tier", "unit"] = "tier", lang: str = "en") -> Figure:
    """Draw one fan chart for each tier, or each unit with those below it.

    Parameters
    ----------
    study
        A study.
    measure
        Name of a monthly measure.
    by
        "tier" or "unit".
    lang
        "en" or "zh".
    """
    layout = study.results[0].layout
    names = layout.tiers if by == "tier" else layout.units
    n_rows = -(-len(names) // _COLUMNS)
    with theme(lang):
        size = (11, 2.3 * n_rows + 0.6)
        figure, places = plt.subplots(n_rows, _COLUMNS, figsize=size, layout="constrained", squeeze=False)
        for name, ax in zip(names, places.flat, strict=False):
            fan(study, measure, ax=ax, lang=lang, note=False, **{by: name})
            _widen(ax, MEASURES[measure].unit)
        for ax in places.flat[len(names) :]:
            ax.set_visible(False)
        handles, labels = places[0, 0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside upper left", ncols=4, frameon=False)
        figure.supxlabel(origin_note(study, lang), fontsize="x-small", color="#777777", x=0.01, ha="left")
    return figure


def _widen(ax: Axes, unit: str) -> None:
    """Show at least a tenth of the level, and two people: a flat line should look flat."""
    low, high = ax.get_ylim()
    least = max(0.1 * max(abs(low), abs(high)), 2.0 if unit in _COUNTED else 0.0)
    missing = max(0.0, least - (high - low)) / 2
    ax.set_ylim(low - missing, high + missing)
