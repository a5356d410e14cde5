"""Tornado charts: how much the answer depends on each assumption, the strongest at the top."""

from __future__ import annotations

from collections import Counter

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from teamsim.analysis.assumptions import UnderAssumptions
from teamsim.analysis.ranges import Assumption, pattern
from teamsim.measures import MEASURES
from teamsim.plots.theme import COLOURS, theme
from teamsim.words import label_of, short_number, unit_words

_MOST = 12
"""Bars that are drawn."""

_TITLE = {"en": "{measure}: {scenario} less {baseline}", "zh": "{measure}：{scenario} 减 {baseline}"}
_WHAT = {
    "en": "{unit}, change from the lowest to the highest value of an assumption",
    "zh": "{unit}，假设由最低到最高时的变化",
}
_ORIGIN = {
    "en": "{draws} draws · {n} replications · seed {seed}\nscenarios {hashes}",
    "zh": "{draws} 次抽取 · {n} 次重复模拟 · 种子 {seed}\n方案 {hashes}",
}


def tornado(
    drawn: UnderAssumptions, measure: str, *, scenario: str | None = None, ax: Axes | None = None, lang: str = "en"
) -> Axes:
    """Draw the change of the mean difference when each assumption moves from its lowest to its highest value.

    Parameters
    ----------
    drawn
        A study under drawn assumptions.
    measure
        Name of a measure.
    scenario
        Which scenario against the baseline; left out: the last of the study.
    ax
        Where to draw; left out: a new figure.
    lang
        "en": assumptions by path; "zh": by label, with the path where the label alone does not say which.

    Raises
    ------
    TeamsimError
        Too few draws to tell the assumptions apart, another language, or "zh" where there is no Chinese font.
    """
    name = drawn.study.scenarios[-1].name if scenario is None else drawn.study.result(scenario).name
    ranked = drawn.ranking(measure)
    bars = ranked[ranked["scenario"] == name].head(_MOST).iloc[::-1]
    named = _names(drawn.assumptions, lang)
    with theme(lang):
        if ax is None:
            _, ax = plt.subplots(figsize=(7.5, 0.8 + 0.3 * len(bars)), layout="constrained")
        colours = [COLOURS[int(effect < 0)] for effect in bars["effect"]]
        labels = [named[path] for path in bars["assumption"]]
        ax.barh(labels, bars["effect"], xerr=bars["standard_error"], color=colours, ecolor="#777777")
        ax.axvline(0.0, color="#777777", linewidth=0.8)
        _entitle(ax, drawn, measure, name, lang)
    return ax


def _names(assumptions: tuple[Assumption, ...], lang: str) -> dict[str, str]:
    """Return what each assumption is called, by its path."""
    if lang != "zh":
        return {each.name: each.name for each in assumptions}
    declared = {each.name: each.ranges[0].parameter for each in assumptions}
    times = Counter(parameter.label_zh for parameter in declared.values())
    return {
        name: parameter.label_zh
        if times[parameter.label_zh] == 1 and name == pattern(parameter.path)
        else f"{parameter.label_zh}（{name}）"
        for name, parameter in declared.items()
    }


def _entitle(ax: Axes, drawn: UnderAssumptions, measure: str, name: str, lang: str) -> None:
    """Add the title, the unit and where the picture comes from."""
    declared, baseline = MEASURES[measure], drawn.study.scenarios[0]
    fonts = plt.rcParams["font.family"]  # an Axes that was made outside of the theme has its own
    title = _TITLE[lang].format(measure=label_of(declared, lang), scenario=name, baseline=baseline.name)
    ax.set_title(title, loc="left", fontfamily=fonts)
    unit = unit_words(declared.unit, baseline.parameters.money.currency, lang)
    what = f"{_WHAT[lang].format(unit=unit)}\n{_origin(drawn, lang)}"
    ax.set_xlabel(what, fontsize="small", fontfamily=fonts)
    ax.tick_params(labelfontfamily=fonts)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _place: short_number(value, lang)))


def _origin(drawn: UnderAssumptions, lang: str) -> str:
    """Return the numbers that make the picture again."""
    hashes = ", ".join(scenario.hash[:8] for scenario in drawn.study.scenarios)
    numbers = {"draws": drawn.n_draws, "n": drawn.n_replications, "seed": drawn.study.seed}
    return _ORIGIN[lang].format(**numbers, hashes=hashes)
