"""Bars of what each way to choose managers brings against a choice at random."""

from __future__ import annotations

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from teamsim.analysis.peter import CONTROL, PromotionRules
from teamsim.measures import MEASURES
from teamsim.plots.theme import COLOURS, theme
from teamsim.words import label_of, number, short_number, unit_words

_RULES = {
    "en": {
        CONTROL: "at random",
        "seniority": "by seniority",
        "results": "by results",
        "leadership": "by leadership",
        "score": "by weighted score",
    },
    "zh": {
        CONTROL: "随机",
        "seniority": "按资历",
        "results": "按业绩",
        "leadership": "按领导力",
        "score": "按综合评分",
    },
}
_TITLE = {
    "en": "{measure} when managers are chosen by a rule, less those of a choice at random",
    "zh": "各晋升规则的{measure}与随机晋升之差",
}
_BETTER = {"en": "better in {share:.0%} · leadership {quality}", "zh": "{share:.0%} 更优 · 领导力 {quality}"}
_ORIGIN = {
    "en": "{unit} over the run · bar: mean · thick: simulation error (95%) · thin: 90% of futures\n"
    "{n} replications · seed {seed} · scenario {hash}",
    "zh": "{unit}，全期 · 条形：均值 · 粗线：模拟误差（95%）· 细线：90% 的未来\n"
    "{n} 次重复模拟 · 种子 {seed} · 情景 {hash}",
}


def promotion_rule_bars(found: PromotionRules, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Draw the mean difference of each rule from a choice at random, with both intervals.

    Parameters
    ----------
    found
        From `analysis.peter.promotion_rules`.
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
        table = found.table.drop(index=CONTROL).sort_values("difference")
        if ax is None:
            _, ax = plt.subplots(figsize=(8.5, 1.3 + 0.45 * len(table)), layout="constrained")
        colours = [COLOURS[int(gap < 0)] for gap in table["difference"]]
        names = [_RULES[lang].get(rule, rule) for rule in table.index]
        ax.barh(names, table["difference"], color=colours, alpha=0.6, height=0.6)
        ax.hlines(names, table["luck_low"], table["luck_high"], color="#777777", linewidth=1)
        ax.hlines(names, table["simulation_error_low"], table["simulation_error_high"], color="#333333", linewidth=3)
        ax.axvline(0.0, color="#777777", linewidth=0.8)
        fonts = plt.rcParams["font.family"]
        for place, row in enumerate(table.itertuples()):
            quality = number(table["quality"].iloc[place], "+.2f")
            said = _BETTER[lang].format(share=row.p_better, quality=quality)
            ax.annotate(
                said,
                (1.01, place),
                xycoords=("axes fraction", "data"),
                va="center",
                fontsize="small",
                fontfamily=fonts,
                annotation_clip=False,
            )
        _entitle(ax, found, lang)
    return ax


def _entitle(ax: Axes, found: PromotionRules, lang: str) -> None:
    """Add the title, the unit, what lines are, and where the picture comes from."""
    declared, fonts = MEASURES[found.measure], plt.rcParams["font.family"]
    ax.set_title(_TITLE[lang].format(measure=label_of(declared, lang)), loc="left", fontfamily=fonts)
    unit = unit_words(declared.unit, found.study.scenarios[0].parameters.money.currency, lang)
    numbers = {"n": found.study.n_replications, "seed": found.study.seed, "hash": found.study.scenarios[0].hash[:8]}
    told = _ORIGIN[lang].format(unit=unit, **numbers)
    ax.set_xlabel(told, fontsize="x-small", color="#777777", loc="left", fontfamily=fonts)
    ax.tick_params(labelfontfamily=fonts)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _place: short_number(value, lang)))
