"""Fan charts: the median future, and the ranges that hold half and nine tenths of futures."""

from __future__ import annotations

from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from teamsim.measures import MEASURES
from teamsim.model import Floats
from teamsim.plots.theme import COLOURS, theme
from teamsim.results import Results
from teamsim.study import Study

BANDS = ((0.05, 0.95, 0.13), (0.25, 0.75, 0.26))
"""Lower and upper quantile of each band, and how dark it is."""


@dataclass(frozen=True)
class Plots:
    """Pictures of one study: ``study.plots.fan("bookings")``."""

    study: Study

    def fan(
        self,
        measure: str,
        *,
        unit: str | None = None,
        tier: str | None = None,
        ax: Axes | None = None,
        lang: str = "en",
    ) -> Axes:
        """Draw a fan chart of a measure; see `fan`."""
        return fan(self.study, measure, unit=unit, tier=tier, ax=ax, lang=lang)


def fan(
    study: Study,
    measure: str,
    *,
    unit: str | None = None,
    tier: str | None = None,
    ax: Axes | None = None,
    lang: str = "en",
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
    """
    with theme():
        if ax is None:
            _, ax = plt.subplots(figsize=(7.5, 3.6), layout="constrained")
        for place, result in enumerate(study.results):
            values = result.monthly(measure, unit=unit, tier=tier)
            _draw(ax, month_starts(result), values, COLOURS[place % len(COLOURS)], result.name)
        _finish(ax, study, measure, unit, tier, lang)
    return ax


def month_starts(result: Results) -> pd.DatetimeIndex:
    """Return the first day of each measured month."""
    first = pd.Period(result.layout.scenario.parameters.time.start, freq="M")
    return pd.period_range(first, periods=result.counts.shape[1], freq="M").to_timestamp()


def _draw(ax: Axes, months: pd.DatetimeIndex, values: Floats, colour: str, name: str) -> None:
    for low, high, darkness in BANDS:
        lower, upper = np.nanquantile(values, [low, high], axis=0)
        ax.fill_between(months, lower, upper, color=colour, alpha=darkness, linewidth=0)
    ax.plot(months, np.nanmedian(values, axis=0), color=colour, linewidth=1.8, label=name)


def _finish(ax: Axes, study: Study, measure: str, unit: str | None, tier: str | None, lang: str) -> None:
    """Add the title, the unit, the scenarios' names and where the picture comes from."""
    declared = MEASURES[measure]
    label = declared.label_zh if lang == "zh" else declared.label
    where = ", ".join(name for name in (unit, tier) if name)
    ax.set_title(f"{label}{f' ({where})' if where else ''}", loc="left", fontweight="bold")
    currency = study.scenarios[0].parameters.money.currency
    ax.set_ylabel(currency if declared.unit == "currency" else declared.unit)
    ax.yaxis.set_major_formatter(FuncFormatter(_short))
    ax.margins(x=0)
    ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(0, 1.02), ncols=3, fontsize="small")
    bands = "中位数，50% 与 90% 的可能未来" if lang == "zh" else "median, 50% and 90% of futures"
    hashes = ", ".join(scenario.hash[:8] for scenario in study.scenarios)
    note = f"{bands} · {study.n_replications} replications · seed {study.seed} · scenarios {hashes}"
    ax.annotate(
        note,
        (0, 0),
        xytext=(0, -26),
        xycoords="axes fraction",
        textcoords="offset points",
        fontsize="x-small",
        color="#777777",
    )


def _short(value: float, _position: int | None = None) -> str:
    """Return an axis number in few characters."""
    for limit, letter in ((1e9, "bn"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= limit:
            return f"{value / limit:g}{letter}"
    return f"{value:g}"
