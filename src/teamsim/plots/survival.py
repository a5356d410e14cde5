"""Survival curves: how many of those who were hired are still there, month by month after joining."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MultipleLocator

from teamsim.analysis.survival import Survival
from teamsim.calendar import MONTHS_PER_YEAR
from teamsim.errors import TeamsimError
from teamsim.plots.labels import name_lines
from teamsim.plots.lettering import in_percent, letter
from teamsim.plots.theme import COLOURS, theme
from teamsim.plots.transitions import name_of

_SAID = {
    "en": {
        "title": "Hires who are still there: {of}",
        "all": "all tiers",
        "x": "months after joining",
        "label": "{name}: {share:.0%} after {months} months",
        "origin": "line: all futures, band: 90% of {n} futures · seed {seed} · scenario {hashes}",
    },
    "zh": {
        "title": "入职者留任比例：{of}",
        "all": "全部职级",
        "x": "入职后月数",
        "label": "{name}：{months} 个月后 {share:.0%}",
        "origin": "线：全部可能未来，色带：{n} 个可能未来的 90% · 种子 {seed} · 方案 {hashes}",
    },
}


def survival_curves(*found: Survival, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Draw for each scenario the share of hires who are still with the firm, with the range of 90% of futures.

    Parameters
    ----------
    found
        From `analysis.survival_of`, one for each scenario.
    ax
        Where to draw; left out: a new figure.
    lang
        "en" or "zh".

    Raises
    ------
    TeamsimError
        Nothing to draw, another language, or "zh" where there is no Chinese font.
    """
    if not found:
        raise TeamsimError("There is no curve to draw. Give one made by analysis.survival_of, or several.")
    with theme(lang):
        if ax is None:
            _, ax = plt.subplots(figsize=(7.5, 3.8), layout="constrained")
        lines = []
        for place, each in enumerate(found):
            colour, months = COLOURS[place % len(COLOURS)], np.arange(each.n_months + 1)
            ax.fill_between(months, *each.band, step="post", color=colour, alpha=0.18, linewidth=0)
            lines += ax.step(months, each.share, where="post", color=colour, linewidth=1.8, label=_label(each, lang))
        ax.set(xlim=(0, max(each.n_months for each in found)), ylim=(0.0, 1.02))
        ax.xaxis.set_major_locator(MultipleLocator(6))
        in_percent(ax.yaxis)
        name_lines(ax, lines)
        said, first = _SAID[lang], found[0]
        of = name_of(first.result, first.tier, lang) if first.tier else said["all"]
        letter(ax, said["title"].format(of=of), said["x"], note=_origin(found, lang))
    return ax


def _label(each: Survival, lang: str) -> str:
    """Return whose a curve is and where it stands after a year, or at its end."""
    months = min(MONTHS_PER_YEAR, each.n_months)
    return _SAID[lang]["label"].format(name=each.result.name, share=each.share[months], months=months)


def _origin(found: tuple[Survival, ...], lang: str) -> str:
    """Return what line and band are, and the numbers that make the picture again."""
    hashes = ", ".join(dict.fromkeys(each.result.layout.scenario.hash[:8] for each in found))
    n, seed = len(found[0].at_risk), found[0].result.seed
    return _SAID[lang]["origin"].format(n=n, seed=seed, hashes=hashes)
