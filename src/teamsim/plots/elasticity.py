"""A plan's difference over the plausible range of elasticity, with the no-response bound beside it."""

from __future__ import annotations

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from teamsim.analysis.answers import OverElasticity
from teamsim.measures import MEASURES
from teamsim.plots.labels import End, name_ends
from teamsim.plots.lettering import in_money, letter
from teamsim.plots.theme import COLOURS, theme
from teamsim.words import label_of, unit_words

_TITLE = {"en": "{measure}: {scenario} less {baseline}", "zh": "{measure}：{scenario} 减 {baseline}"}
_X = {"en": "elasticity of effort to the commission rate", "zh": "努力对提成率的弹性"}
_NONE = {"en": "if nobody answers", "zh": "无响应"}
_ORIGIN = {
    "en": "over the run · line: mean · band: 90% of futures · {n} replications · seed {seed} · scenarios {hashes}",
    "zh": "全期 · 实线：均值 · 色带：90% 的未来 · {n} 次重复模拟 · 种子 {seed} · 情景 {hashes}",
}


def elasticity_strip(found: OverElasticity, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Draw the mean difference and luck at each elasticity, and the no-response bound.

    Parameters
    ----------
    found
        From `analysis.over_elasticity`.
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
            _, ax = plt.subplots(figsize=(7.5, 3.6), layout="constrained")
        table = found.table.iloc[1:]
        ax.fill_between(table.index, table["luck_low"], table["luck_high"], color=COLOURS[0], alpha=0.2, linewidth=0)
        ax.plot(table.index, table["difference"], color=COLOURS[0], marker="o")
        bound = found.no_response.mean
        ax.axhline(bound, color=COLOURS[1], linestyle="--")
        ax.axhline(0.0, color="#777777", linewidth=0.8)
        ax.margins(x=0.03)
        name_ends(ax, [End(_NONE[lang], ax.get_xlim()[1], bound, COLOURS[1])])
        _entitle(ax, found, lang)
    return ax


def _entitle(ax: Axes, found: OverElasticity, lang: str) -> None:
    """Add the title, what lines are, and where the picture comes from."""
    declared = MEASURES[found.measure]
    title = _TITLE[lang].format(measure=label_of(declared, lang), scenario=found.scenario, baseline=found.baseline)
    unit = unit_words(declared.unit, found.currency, lang)
    numbers = {"n": found.n_replications, "seed": found.seed}
    hashes = ", ".join(scenario.hash[:8] for scenario in found.pair)
    letter(ax, title, _X[lang], unit, _ORIGIN[lang].format(**numbers, hashes=hashes))
    in_money(ax.yaxis, lang)
