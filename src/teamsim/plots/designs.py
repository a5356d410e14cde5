"""Designs of an organisation side by side: what each earns and costs more or less than the first."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from teamsim.analysis.compare import Difference, compare
from teamsim.measures import MEASURES
from teamsim.plots.fan import origin_note
from teamsim.plots.lettering import in_money
from teamsim.plots.theme import COLOURS, theme
from teamsim.study import Study
from teamsim.words import label_of, unit_words

_TITLE = {"en": "less {baseline}", "zh": "与 {baseline} 之差"}
_WHAT = {
    "en": "bar: mean · line: 90% of futures (luck) · ",
    "zh": "条形：均值 · 横线：90% 的未来（运气）· ",
}


def design_bars(
    study: Study, measures: Sequence[str] = ("bookings", "cost", "net_margin"), *, lang: str = "en"
) -> Figure:
    """Draw for each measure how every design differs from the first, with the range of luck.

    Bars are green where more is better, or less of a cost, and orange otherwise.

    Parameters
    ----------
    study
        Designs run together, the present one first; see `ts.organisation.reshape`.
    measures
        Names of measures.
    lang
        "en" or "zh".

    Raises
    ------
    TeamsimError
        One design only, no such measure, another language, or "zh" where there is no Chinese font.
    """
    found = compare(study, *measures, lang=lang).differences
    with theme(lang):
        height = 1.6 + 0.42 * (len(study.results) - 1)
        size = (4.2 * len(measures), height)
        figure, places = plt.subplots(1, len(measures), figsize=size, layout="constrained", squeeze=False, sharey=True)
        for ax, name in zip(places.flat, measures, strict=True):
            _draw(ax, [difference for difference in found if difference.measure.name == name], study, lang)
        note = _WHAT[lang] + origin_note(study, lang).split("·", 1)[-1].strip()
        figure.supxlabel(note, fontsize="x-small", color="#777777", x=0.01, ha="left")
    return figure


def _draw(ax: Axes, differences: Sequence[Difference], study: Study, lang: str) -> None:
    """Draw one measure, the first design on top."""
    rows = list(reversed(differences))
    names = [row.scenario for row in rows]
    ax.barh(names, [row.mean for row in rows], color=[_colour(row) for row in rows], alpha=0.65, height=0.6)
    ax.hlines(names, [row.luck[0] for row in rows], [row.luck[1] for row in rows], color="#333333", linewidth=1.5)
    ax.axvline(0.0, color="#777777", linewidth=0.8)
    declared = MEASURES[rows[0].measure.name]
    unit = unit_words(declared.unit, study.scenarios[0].parameters.money.currency, lang)
    title = f"{label_of(declared, lang)} ({unit}), {_TITLE[lang].format(baseline=rows[0].baseline)}"
    fonts = plt.rcParams["font.family"]
    ax.set_title(title, loc="left", fontsize="small", fontfamily=fonts)
    ax.tick_params(labelfontfamily=fonts)
    ax.xaxis.set_major_locator(MaxNLocator(5))
    in_money(ax.xaxis, lang)


def _colour(row: Difference) -> str:
    gains = row.mean if row.measure.better == "higher" else -row.mean
    return COLOURS[2] if gains >= 0.0 else COLOURS[1]
