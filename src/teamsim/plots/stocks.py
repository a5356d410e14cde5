"""Stocks over time: mean headcount by tier, one upon the other."""

from __future__ import annotations

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from teamsim.measures import MEASURES
from teamsim.plots.fan import dress_months, month_starts
from teamsim.plots.labels import name_areas
from teamsim.plots.theme import COLOURS, theme
from teamsim.plots.transitions import name_of
from teamsim.results import Results
from teamsim.words import label_of, unit_words

_TITLE = {"en": "{measure} by tier: {name}", "zh": "各职级{measure}：{name}"}
_ORIGIN = {
    "en": "mean of {n} futures · seed {seed} · scenario {hash}",
    "zh": "{n} 个可能未来的均值 · 种子 {seed} · 方案 {hash}",
}


def stocks(result: Results, *, unit: str | None = None, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Draw the mean headcount of each tier by month, the lowest tier at the bottom.

    Parameters
    ----------
    result
        One scenario of a study.
    unit
        Only there, with those below it; left out: the company.
    ax
        Where to draw; left out: a new figure.
    lang
        "en" or "zh".

    Raises
    ------
    TeamsimError
        No such unit, another language, or "zh" where there is no Chinese font.
    """
    declared, tiers = MEASURES["headcount"], result.layout.tiers
    with theme(lang):
        if ax is None:
            _, ax = plt.subplots(figsize=(7.5, 3.6), layout="constrained")
        values = [result.monthly("headcount", unit=unit, tier=tier).mean(axis=0) for tier in tiers]
        names = [name_of(result, tier, lang) for tier in tiers]
        colours = [COLOURS[place % len(COLOURS)] for place in range(len(tiers))]
        areas = ax.stackplot(month_starts(result), values, labels=names, colors=colours, alpha=0.85, linewidth=0)
        fonts = plt.rcParams["font.family"]
        title = _TITLE[lang].format(measure=label_of(declared, lang), name=result.name)
        ax.set_title(title, loc="left", fontfamily=fonts)
        ax.set_ylabel(unit_words(declared.unit, "", lang), fontfamily=fonts)
        dress_months(ax, lang)
        name_areas(ax, areas, values)
        ax.set_xlabel(_origin(result, lang), fontsize="x-small", color="#777777", loc="left", fontfamily=fonts)
    return ax


def _origin(result: Results, lang: str) -> str:
    """Return the numbers that make the picture again."""
    numbers = {"n": result.replications.size, "seed": result.seed, "hash": result.layout.scenario.hash[:8]}
    return _ORIGIN[lang].format(**numbers)
