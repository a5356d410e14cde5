"""Fan charts: the median future, and the ranges that hold half and nine tenths of futures."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter

from teamsim.colours import BANDS
from teamsim.measures import MEASURES
from teamsim.model import Floats
from teamsim.plots.labels import name_lines
from teamsim.plots.theme import COLOURS, theme
from teamsim.results import Results
from teamsim.study import Study
from teamsim.words import label_of, short_number, unit_words

_ORIGIN = {
    "en": "median, 50% and 90% of futures · {n} replications · seed {seed} · scenarios {hashes}",
    "zh": "中位数，50% 与 90% 的可能未来 · {n} 次重复模拟 · 种子 {seed} · 方案 {hashes}",
}


def fan(
    study: Study,
    measure: str,
    *,
    unit: str | None = None,
    tier: str | None = None,
    ax: Axes | None = None,
    lang: str = "en",
    note: bool = True,
) -> Axes:
    """Draw each scenario's median by month with the bands of 50% and 90% of futures.

    Parameters
    ----------
    study
        A study.
    measure
        Name of a monthly measure.
    unit, tier
        Only there; left out: the company.
    ax
        Where to draw; left out: a new figure.
    lang
        "en" or "zh".
    note
        False leaves out the scenarios' names and the line of origin, for one of several small charts.

    Raises
    ------
    TeamsimError
        Another language, or "zh" where there is no Chinese font (`teamsim doctor` names a remedy).
    """
    with theme(lang):
        if ax is None:
            _, ax = plt.subplots(figsize=(7.5, 3.6), layout="constrained")
        medians = []
        for place, result in enumerate(study.results):
            values = result.monthly(measure, unit=unit, tier=tier)
            has_any = np.flatnonzero(~np.isnan(values).all(axis=0))
            terms = COLOURS[place % len(COLOURS)], result.name
            medians.append(_draw(ax, month_starts(result)[has_any], values[:, has_any], *terms))
        _entitle(ax, study, measure, unit, tier, lang)
        if note:
            _annotate(ax, study, medians, lang)
    return ax


def month_starts(result: Results) -> pd.DatetimeIndex:
    """Return the first day of each measured month."""
    first = pd.Period(result.layout.scenario.parameters.time.start, freq="M")
    return pd.period_range(first, periods=result.counts.shape[1], freq="M").to_timestamp()


def _draw(ax: Axes, months: pd.DatetimeIndex, values: Floats, colour: str, name: str) -> Line2D:
    """Draw the bands, and the median, which is returned."""
    for low, high, darkness in BANDS:
        lower, upper = np.nanquantile(values, [low, high], axis=0)
        ax.fill_between(months, lower, upper, color=colour, alpha=darkness, linewidth=0)
    (median,) = ax.plot(months, np.nanmedian(values, axis=0), color=colour, linewidth=1.8, label=name)
    return median


def _entitle(ax: Axes, study: Study, measure: str, unit: str | None, tier: str | None, lang: str) -> None:
    """Add the title and the unit."""
    declared = MEASURES[measure]
    where = ", ".join(_label(study, name, lang) for name in (unit, tier) if name)
    title = f"{label_of(declared, lang)}{f' ({where})' if where else ''}"
    fonts = plt.rcParams["font.family"]  # an Axes that was made outside of the theme has its own
    ax.set_title(title, loc="left", fontfamily=fonts)  # not bold: few Chinese fonts are
    currency = study.scenarios[0].parameters.money.currency
    ax.set_ylabel(unit_words(declared.unit, currency, lang), fontfamily=fonts)
    dress_months(ax, lang)


def dress_months(ax: Axes, lang: str) -> None:
    """Write short numbers up the side and months along the bottom."""
    ax.tick_params(labelfontfamily=plt.rcParams["font.family"])
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _place: short_number(value, lang)))
    locator = AutoDateLocator(minticks=3, maxticks=7)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_locator(locator)
    formatter = ConciseDateFormatter(locator, show_offset=False)  # type: ignore[no-untyped-call]
    if lang == "zh":
        formatter.formats[1] = "%m月"
    ax.xaxis.set_major_formatter(formatter)
    ax.margins(x=0)


def _label(study: Study, name: str, lang: str) -> str:
    """Return what people call a unit or a tier."""
    parameters = study.scenarios[0].parameters
    declared = parameters.organisation.units.get(name) or parameters.tiers.get(name)
    return (label_of(declared, lang) if declared else "") or name


def _annotate(ax: Axes, study: Study, medians: list[Line2D], lang: str) -> None:
    """Add the scenarios' names and where the picture comes from."""
    name_lines(ax, medians)
    ax.annotate(
        origin_note(study, lang),
        (0, 0),
        xytext=(0, -32),
        xycoords="axes fraction",
        textcoords="offset points",
        fontsize="x-small",
        color="#777777",
    )


def origin_note(study: Study, lang: str) -> str:
    """Return what the bands are and where a picture comes from."""
    hashes = ", ".join(scenario.hash[:8] for scenario in study.scenarios)
    return _ORIGIN[lang].format(n=study.n_replications, seed=study.seed, hashes=hashes)
