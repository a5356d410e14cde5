"""Fan charts that move: made once, then only their numbers change."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as widgets
import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from teamsim.colours import BANDS, COLOURS
from teamsim.measures import MEASURES, Measure
from teamsim.model import Floats
from teamsim.results import Results
from teamsim.studio.words import words
from teamsim.study import Study
from teamsim.words import label_of, unit_words

FONT = 'system-ui, "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif'
_PANEL_HEIGHT = 168
_TOP, _BOTTOM = 60, 26
_LAYERS = len(BANDS) + 1
"""Pictures of one scenario in one panel: the bands, widest first, and the median."""


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


class Fit(anywidget.AnyWidget):
    """Tells the pictures beside it how wide their place is."""

    _esm = Path(__file__).with_name("fit.js")


class Pictures:
    """One panel per measure, one fan per scenario in each.

    Parameters
    ----------
    measures
        Names, from top to bottom.
    n_scenarios
        How many scenarios a study may have; what is not there is not seen.
    currency
        Of the amounts.
    lang
        "en" or "zh".
    """

    def __init__(self, measures: tuple[str, ...], n_scenarios: int, currency: str, lang: str = "en") -> None:
        self.measures, self.n_scenarios, self.currency = measures, n_scenarios, currency
        self.figure: Any = go.FigureWidget(
            make_subplots(rows=len(measures), shared_xaxes=True, vertical_spacing=0.2 / len(measures))
        )
        for row, measure in enumerate(measures):
            for place in range(n_scenarios):
                self.figure.add_traces(_traces(MEASURES[measure], place, row), rows=row + 1, cols=1)
        self._fans: dict[tuple[str, str, int], Fan] = {}
        self._style()
        self.speak(lang)
        self.widget: Any = widgets.VBox([Fit(), self.figure])
        self.widget.add_class("ts-picture")

    def speak(self, lang: str) -> None:
        """Write titles and months in a language."""
        with self.figure.batch_update():
            self.figure.update_xaxes(hoverformat=words(lang)["month"])
            for note, name in zip(self.figure.layout.annotations, self.measures, strict=True):
                note.text = _title(MEASURES[name], self.currency, lang)
        keep(self.figure)

    def fan(self, measure: str, place: int) -> tuple[Any, ...]:
        """Return the traces of a measure of a scenario by its place: bands, widest first, and the median."""
        first = (self.measures.index(measure) * self.n_scenarios + place) * _LAYERS
        return tuple(self.figure.data[first : first + _LAYERS])

    def show(self, study: Study) -> None:
        """Show another study of as many scenarios: what differs changes at once, nothing is drawn anew."""
        known, self._fans = self._fans, {}
        with self.figure.batch_update():
            for measure in self.measures:
                for place in range(self.n_scenarios):
                    traces, is_there = self.fan(measure, place), place < len(study.results)
                    if is_there:
                        result = study.results[place]
                        key = (measure, result.layout.scenario.hash, len(result.replications))
                        self._fans[key] = known.get(key) or fan_of(result, measure)
                        self._move(traces, self._fans[key], result.name)
                    for trace in traces:
                        trace.visible = is_there
        keep(self.figure)

    def _move(self, traces: tuple[Any, ...], fan: Fan, name: str) -> None:
        *bands, median = traces
        for trace, (lower, upper) in zip(bands, fan.bands, strict=True):
            trace.x = fan.months + fan.months[::-1]
            trace.y = np.concatenate([upper, lower[::-1]])
        median.x, median.y, median.name = fan.months, fan.median, name
        median.customdata = np.stack(fan.bands[0], axis=1)

    def _style(self) -> None:
        figure = self.figure
        dress(figure, _PANEL_HEIGHT * len(self.measures) + _TOP + _BOTTOM)
        figure.update_layout(
            margin={"l": 46, "r": 14, "t": _TOP, "b": _BOTTOM},
            hovermode="x unified",
            legend={"orientation": "h", "x": 0, "y": 1, "yref": "container", "yanchor": "top"},
        )
        figure.update_xaxes(showgrid=False)
        for row, measure in enumerate(self.measures, start=1):
            figure.update_yaxes(tickformat=axis_format(MEASURES[measure].unit), nticks=5, row=row, col=1)
            figure.add_annotation(_words_above(figure.layout[f"yaxis{row if row > 1 else ''}"].domain[1], ""))


def dress(figure: Any, height: int) -> None:
    """Give a figure the look of the studio."""
    figure._config = {**figure._config, "responsive": True, "displaylogo": False}
    figure.update_layout(
        template="plotly_white",
        height=height,
        autosize=True,
        uirevision="kept",
        font={"size": 12, "family": FONT, "color": "#444444"},
    )


def send_again(figure: Any) -> None:
    """Send all that a figure shows: what moved while its page was being made did not reach the page."""
    traces = figure._data
    keys = {key for trace in traces for key in trace if key not in ("type", "uid", "xaxis", "yaxis")}
    style = {key: [trace.get(key) for trace in traces] for key in keys}
    figure._send_update_msg(style, deepcopy(figure._layout_obj._props), list(range(len(traces))))


def keep(figure: Any) -> None:
    """Set what a page gets that is opened anew; plotly does so only for a figure that is shown alone."""
    figure._widget_data = deepcopy(figure._data)
    figure._widget_layout = deepcopy(figure._layout_obj._props)


def _traces(measure: Measure, place: int, row: int) -> list[Any]:
    """Return one scenario's empty fan in one panel."""
    colour, number = COLOURS[place % len(COLOURS)], _number_format(measure)
    group = f"scenario {place}"
    bands = [
        go.Scatter(
            x=[],
            y=[],
            fill="toself",
            fillcolor=_tint(colour, darkness),
            line={"width": 0},
            mode="lines",
            hoverinfo="skip",
            legendgroup=group,
            showlegend=False,
            visible=False,
        )
        for _, _, darkness in BANDS
    ]
    median = go.Scatter(
        x=[],
        y=[],
        mode="lines",
        line={"color": colour, "width": 2},
        hovertemplate=f"%{{y:{number}}}  (90%: %{{customdata[0]:{number}}} – %{{customdata[1]:{number}}})",
        legendgroup=group,
        showlegend=row == 0,
        name="",
        visible=False,
    )
    return [*bands, median]


def _tint(colour: str, darkness: float) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{darkness})"


def _title(measure: Measure, currency: str, lang: str) -> str:
    unit = unit_words(measure.unit, currency, lang)
    if measure.aggregation == "flow":
        unit = words(lang)["a_month"].format(unit=unit)
    return f"<b>{label_of(measure, lang)}</b>  {unit}"


def _words_above(y: float, text: str) -> dict[str, Any]:
    """Return words just above a panel."""
    place = {"x": 0, "y": y, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    return {**place, "yshift": 2, "text": text, "showarrow": False, "font": {"size": 13}}


def axis_format(unit: str) -> str:
    """Return how plotly writes numbers of a unit along an axis."""
    return "~s" if unit == "currency" else ".0%" if unit.startswith("share") else ""


def _number_format(measure: Measure) -> str:
    return ".3s" if measure.unit == "currency" else ".1%" if measure.unit.startswith("share") else ",.1f"
