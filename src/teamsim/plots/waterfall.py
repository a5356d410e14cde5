"""Waterfalls: why one scenario differs from another, cause by cause."""

from __future__ import annotations

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from teamsim.analysis.causes import Waterfall
from teamsim.analysis.compare import Difference
from teamsim.plots.fan import origin_note
from teamsim.plots.lettering import in_money, letter
from teamsim.plots.theme import COLOURS, theme
from teamsim.study import Study
from teamsim.words import label_of, short_number, unit_words

_RAISES, _LOWERS, _WHOLE = COLOURS[2], COLOURS[1], COLOURS[0]
_TITLE = {
    "en": "{measure}: why {scenario} differs from {baseline}",
    "zh": "{measure}：{scenario} 与 {baseline} 差异的原因",
}
_WHAT = {"en": "{unit}; whiskers: luck, 90% of futures", "zh": "{unit}；细线：运气，90% 的未来"}


def waterfall_bars(fall: Waterfall, study: Study, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Draw what each cause adds to a difference, each from where the one before ends, and the whole at the bottom.

    Parameters
    ----------
    fall
        Causes of a difference, from `analysis.causes.waterfall`.
    study
        The study they are of.
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
            _, ax = plt.subplots(figsize=(7.5, 1.3 + 0.4 * len(fall.causes)), layout="constrained")
        here = 0.0
        for place, cause in enumerate(fall.causes):
            _bar(ax, place, here, cause, _RAISES if cause.mean >= 0.0 else _LOWERS, lang)
            here += cause.mean
        _bar(ax, len(fall.causes), 0.0, fall.total, _WHOLE, lang)
        _entitle(ax, fall, study, lang)
    return ax


def _bar(ax: Axes, place: int, start: float, cause: Difference, colour: str, lang: str) -> None:
    """Draw one cause with its whisker of luck and its size."""
    ax.barh(place, cause.mean, left=start, height=0.62, color=colour)
    low, high = (start + end for end in cause.luck)
    ax.plot([low, high], [place, place], color="#333333", linewidth=1.0, marker="|", markersize=6)
    size = short_number(float(f"{cause.mean:.3g}"), lang)
    told = f"+{size}" if cause.mean > 0.0 else size
    fonts = plt.rcParams["font.family"]
    at = (max(start, start + cause.mean, high), place)
    ax.annotate(told, at, (6, 0), textcoords="offset points", va="center", fontsize="small", fontfamily=fonts)


def _entitle(ax: Axes, fall: Waterfall, study: Study, lang: str) -> None:
    """Add names of the causes, the title, the unit and where the picture comes from."""
    every = [*fall.causes, fall.total]
    ax.set_yticks(range(len(every)), [label_of(cause.measure, lang) for cause in every])
    ax.invert_yaxis()
    ax.grid(axis="y", visible=False)
    ax.axvline(0.0, color="#777777", linewidth=0.8)
    ax.margins(x=0.16)
    measure = label_of(fall.total.measure, lang)
    title = _TITLE[lang].format(measure=measure, scenario=fall.scenario, baseline=fall.total.baseline)
    what = _WHAT[lang].format(unit=unit_words("currency", fall.currency, lang))
    _, _, origin = origin_note(study, lang).partition(" · ")
    letter(ax, title, f"{what}\n{origin}")
    ax.xaxis.label.set_fontsize("small")
    in_money(ax.xaxis, lang)
