"""Tornado charts: how much the answer depends on each assumption, the strongest at the top."""

from __future__ import annotations

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from teamsim.analysis.assumptions import UnderAssumptions
from teamsim.measures import MEASURES
from teamsim.plots.fan import short
from teamsim.plots.theme import COLOURS, theme

_MOST = 12
"""Bars that are drawn."""


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
        "en" or "zh".
    """
    name = drawn.study.scenarios[-1].name if scenario is None else drawn.study.result(scenario).name
    ranked = drawn.ranking(measure)
    bars = ranked[ranked["scenario"] == name].head(_MOST).iloc[::-1]
    with theme():
        if ax is None:
            _, ax = plt.subplots(figsize=(7.5, 0.8 + 0.3 * len(bars)), layout="constrained")
        colours = [COLOURS[int(effect < 0)] for effect in bars["effect"]]
        ax.barh(bars["assumption"], bars["effect"], xerr=bars["standard_error"], color=colours, ecolor="#777777")
        ax.axvline(0.0, color="#777777", linewidth=0.8)
        _entitle(ax, drawn, measure, name, lang)
    return ax


def _entitle(ax: Axes, drawn: UnderAssumptions, measure: str, name: str, lang: str) -> None:
    """Add the title, the unit and where the picture comes from."""
    declared, currency = MEASURES[measure], drawn.study.scenarios[0].parameters.money.currency
    unit = currency if declared.unit == "currency" else declared.unit
    baseline = drawn.study.scenarios[0].name
    chinese, english = f"{declared.label_zh}：{name} 减 {baseline}", f"{declared.label}: {name} less {baseline}"
    ax.set_title(chinese if lang == "zh" else english, loc="left")
    what = (
        "假设由最低到最高时的变化" if lang == "zh" else "change from the lowest to the highest value of an assumption"
    )
    ax.set_xlabel(f"{unit}, {what}\n{_origin(drawn)}", fontsize="small")
    ax.xaxis.set_major_formatter(FuncFormatter(short))


def _origin(drawn: UnderAssumptions) -> str:
    """Return the numbers that make the picture again."""
    hashes = ", ".join(scenario.hash[:8] for scenario in drawn.study.scenarios)
    return f"{drawn.n_draws} draws · {drawn.n_replications} replications · seed {drawn.study.seed} · scenarios {hashes}"
