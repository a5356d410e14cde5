"""Fan charts that move: one panel for each measure, one fan for each scenario in each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from teamsim.colours import BANDS, COLOURS
from teamsim.measures import MEASURES, Measure
from teamsim.model import Floats
from teamsim.results import Results
from teamsim.studio.charts import Chart, Layout, Trace, axis_format, caption, numbers, plain, tint
from teamsim.studio.words import words
from teamsim.study import Study
from teamsim.words import label_of, unit_words

_PANEL_HEIGHT = 168
_TOP, _BOTTOM = 60, 26
_GAP = 0.2
"""Share of the picture's height between panels, all gaps together."""


@dataclass(frozen=True)
class Fan:
    """Median and bands of a measure by month, without the months that have none."""

    months: list[str]
    median: Floats
    bands: tuple[tuple[Floats, Floats], ...]


def fan_of(result: Results, measure: str) -> Fan:
    """Return the fan of a measure over the replications."""
    values = result.monthly(measure)
    kept = np.flatnonzero(~np.isnan(values).all(axis=0))
    values = values[:, kept]
    start = pd.Period(result.layout.scenario.parameters.time.start, freq="M")
    quantiles = np.nanquantile if np.isnan(values).any() else np.quantile  # the first is ten times slower
    shares = [0.5, *(share for low, high, _ in BANDS for share in (low, high))]
    median, *edges = quantiles(values, shares, axis=0)
    bands = tuple(zip(edges[::2], edges[1::2], strict=True))
    return Fan([f"{start + int(month)}-01" for month in kept], median, bands)


class Pictures:
    """One panel per measure, from top to bottom, one fan per scenario in each; `fans` are those that are shown."""

    def __init__(self, measures: tuple[str, ...], currency: str) -> None:
        self.measures, self.currency = measures, currency
        self.fans: dict[tuple[str, int], Fan] = {}
        self._known: dict[tuple[str, str, int], Fan] = {}
        self.widget = Chart(with_code=True)

    def show(self, study: Study, lang: str) -> None:
        """Show another study; fans of scenarios that did not change are taken over."""
        known, self._known, self.fans = self._known, {}, {}
        for measure in self.measures:
            for place, result in enumerate(study.results):
                key = (measure, result.layout.scenario.hash, len(result.replications))
                self._known[key] = self.fans[measure, place] = known.get(key) or fan_of(result, measure)
        names = [result.name for result in study.results]
        traces = [
            trace
            for row, measure in enumerate(self.measures)
            for place, name in enumerate(names)
            for trace in _traces(self.fans[measure, place], MEASURES[measure], place, row, name)
        ]
        titles = [_title(MEASURES[name], self.currency, lang) for name in self.measures]
        self.widget.show(traces, self._layout(titles, lang), _plain(f"{', '.join(titles)}: {', '.join(names)}"))

    def _layout(self, titles: list[str], lang: str) -> Layout:
        layout: Layout = {
            "height": _PANEL_HEIGHT * len(self.measures) + _TOP + _BOTTOM,
            "margin": {"l": 46, "r": 14, "t": _TOP, "b": _BOTTOM},
            "hovermode": "x unified",
            "legend": {"orientation": "h", "x": 0, "y": 1, "yref": "container", "yanchor": "top"},
            "annotations": [],
        }
        n, last = len(self.measures), _axis("x", len(self.measures) - 1)
        height = (1.0 - (_GAP if n > 1 else 0.0)) / n
        for row, (measure, title) in enumerate(zip(self.measures, titles, strict=True)):
            top = 1.0 - row * (height + (_GAP / (n - 1) if n > 1 else 0.0))
            x: Layout = {
                "type": "date",
                "showgrid": False,
                "hoverformat": words(lang)["month"],
                "tickformat": words(lang)["tick"],
                "anchor": _axis("y", row),
            }
            x |= {} if _axis("x", row) == last else {"matches": last, "showticklabels": False}
            y = {"domain": [max(top - height, 0.0), top], "anchor": _axis("x", row), "nticks": 5}
            layout[f"xaxis{row + 1}"] = x
            layout[f"yaxis{row + 1}"] = {**y, "tickformat": axis_format(MEASURES[measure].unit)}
            layout["annotations"].append(caption(title, top))
        return layout


def _traces(fan: Fan, measure: Measure, place: int, row: int, name: str) -> list[Trace]:
    """Return one scenario's fan in one panel: the bands, widest first, and the median."""
    colour, number = COLOURS[place % len(COLOURS)], _number_format(measure)
    where = {"xaxis": _axis("x", row), "yaxis": _axis("y", row), "legendgroup": f"scenario {place}", "mode": "lines"}
    there_and_back = fan.months + fan.months[::-1]
    bands = [
        {
            **where,
            "x": there_and_back,
            "y": numbers(np.concatenate([upper, lower[::-1]])),
            "fill": "toself",
            "fillcolor": tint(colour, darkness),
            "line": {"width": 0},
            "hoverinfo": "skip",
            "showlegend": False,
        }
        for (lower, upper), (_, _, darkness) in zip(fan.bands, BANDS, strict=True)
    ]
    widest = np.stack(fan.bands[0], axis=1)
    told = f"%{{y:{number}}}  (90%: %{{customdata[0]:{number}}} – %{{customdata[1]:{number}}})"
    median: Trace = {
        **where,
        "x": fan.months,
        "y": numbers(fan.median),
        "customdata": [numbers(pair) for pair in widest],
        "line": {"color": colour, "width": 2},
        "hovertemplate": told,
        "showlegend": row == 0,
        "name": plain(name),
    }
    return [*bands, median]


def _axis(letter: str, row: int) -> str:
    """Return what plotly calls the axis of a panel."""
    return letter if row == 0 else f"{letter}{row + 1}"


def _title(measure: Measure, currency: str, lang: str) -> str:
    unit = unit_words(measure.unit, currency, lang)
    if measure.aggregation == "flow":
        unit = words(lang)["a_month"].format(unit=unit)
    return f"<b>{label_of(measure, lang)}</b>  {unit}"


def _number_format(measure: Measure) -> str:
    return ".3s" if measure.unit == "currency" else ".1%" if measure.unit.startswith("share") else ",.1f"


def _plain(text: str) -> str:
    """Return titles without their marks, for readers of screens."""
    return text.replace("<b>", "").replace("</b>", "")
