"""Heat maps of transitions: where each tier's people are a year later."""

from __future__ import annotations

import matplotlib.pyplot as plt
import seaborn as sns
from matplotlib.axes import Axes

from teamsim.analysis.flows import HIRED, Flows
from teamsim.analysis.stays import EXITS
from teamsim.plots.theme import COLOURS, theme
from teamsim.results import Results
from teamsim.words import label_of

WORDS = {
    "en": {
        HIRED: "Hired within the year",
        "voluntary": "Resigned",
        "involuntary": "Dismissed",
        "retirement": "Retired",
        "probation": "Did not pass probation",
        "left": "Left",
    },
    "zh": {
        HIRED: "当年入职",
        "voluntary": "主动离职",
        "involuntary": "被动离职",
        "retirement": "退休",
        "probation": "试用期未通过",
        "left": "离职",
    },
}
"""What people who are in no tier do."""
_LEAST_TOLD = 0.005
"""Smaller shares would be written as 0%."""
_TITLE = {"en": "Where people are a year later: {of}", "zh": "一年后的去向：{of}"}
_YEAR = {"en": "year {year}", "zh": "第 {year} 年"}
_ORIGIN = {
    "en": "mean of {n} futures · seed {seed} · scenario {hash}",
    "zh": "{n} 个可能未来的均值 · 种子 {seed} · 方案 {hash}",
}


def transitions(flows: Flows, *, year: int | None = None, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Draw the shares of each tier's people, and of the hired, by where they are a year later.

    Parameters
    ----------
    flows
        People flows of a study, from `analysis.flows.flows_of`.
    year
        1 is the first; left out: all years together.
    ax
        Where to draw; left out: a new figure.
    lang
        "en" or "zh".

    Raises
    ------
    TeamsimError
        No such year, another language, or "zh" where there is no Chinese font.
    """
    with theme(lang):
        shares = flows.matrix(year)
        ends = [*flows.tiers, *(kind for kind in EXITS if shares[kind].any())]
        shares = shares.loc[[*reversed(flows.tiers), HIRED], ends]
        if ax is None:
            size = (2.2 + 0.85 * shares.shape[1], 1.6 + 0.42 * shares.shape[0])
            _, ax = plt.subplots(figsize=size, layout="constrained")
        blues = sns.light_palette(COLOURS[0], as_cmap=True)
        is_small = shares < _LEAST_TOLD
        sns.heatmap(shares, annot=True, fmt=".0%", cmap=blues, cbar=False, mask=is_small, linewidths=1, ax=ax)
        ax.grid(visible=False)
        _entitle(ax, flows, year, lang)
    return ax


def _entitle(ax: Axes, flows: Flows, year: int | None, lang: str) -> None:
    """Add the title, the names of tiers and where the picture comes from."""
    fonts = plt.rcParams["font.family"]  # an Axes that was made outside of the theme has its own
    of = ", ".join([flows.result.name, *([_YEAR[lang].format(year=year)] if year else [])])
    ax.set_title(_TITLE[lang].format(of=of), loc="left", fontfamily=fonts)
    for axis, turned in ((ax.xaxis, 30), (ax.yaxis, 0)):
        names = [name_of(flows.result, text.get_text(), lang) for text in axis.get_ticklabels()]
        axis.set_ticklabels(names, rotation=turned, fontfamily=fonts, ha="right", rotation_mode="anchor")
    ax.set_ylabel("")
    ax.set_xlabel(origin_note(flows, lang), fontsize="x-small", color="#777777", loc="left", fontfamily=fonts)


def name_of(result: Results, name: str, lang: str) -> str:
    """Return what people call a tier, or what those in no tier do."""
    tier = result.layout.scenario.parameters.tiers.get(name)
    return ((label_of(tier, lang) if tier else "") or WORDS[lang].get(name, name)).strip()


def origin_note(flows: Flows, lang: str) -> str:
    """Return the numbers that make a picture of flows again."""
    numbers = {"n": flows.n_futures, "seed": flows.result.seed, "hash": flows.result.layout.scenario.hash[:8]}
    return _ORIGIN[lang].format(**numbers)
