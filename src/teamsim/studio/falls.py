"""The waterfall that moves: why a scenario differs from the baseline, cause by cause."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets
import plotly.graph_objects as go

from teamsim.analysis import chinese, english
from teamsim.analysis.causes import Waterfall
from teamsim.analysis.compare import Difference
from teamsim.colours import COLOURS
from teamsim.studio.pictures import Fit, dress, keep
from teamsim.studio.words import words
from teamsim.words import label_of, unit_words

_ROW, _AROUND = 38, 120
_WHISKER = {"type": "data", "symmetric": False, "color": "#444444", "thickness": 1, "width": 4}


class Fall:
    """Horizontal bars, each from where the one before ends; the last is the whole difference."""

    def __init__(self, n_causes: int = 5) -> None:
        bar = {"type": "bar", "orientation": "h", "base": [], "x": [], "y": []}
        size = {
            "type": "scatter",
            "mode": "text",
            "textposition": "middle right",
            "x": [],
            "y": [],
            "hoverinfo": "skip",
        }
        told = "%{hovertext}<extra></extra>"
        self.figure: Any = go.FigureWidget([{**bar, "error_x": _WHISKER, "hovertemplate": told}, size])
        dress(self.figure, _ROW * (n_causes + 1) + _AROUND)
        self.figure.update_layout(
            margin={"l": 8, "r": 14, "t": 60, "b": 40},
            title={"x": 0, "xanchor": "left", "xref": "container", "font": {"size": 13}, "pad": {"l": 8}},
            showlegend=False,
            bargap=0.35,
        )
        self.figure.update_yaxes(autorange="reversed", automargin=True)
        self.figure.update_xaxes(tickformat="~s", nticks=5, zerolinecolor="#888888", title={"font": {"size": 11}})
        keep(self.figure)
        self.widget: Any = widgets.VBox([Fit(), self.figure])
        self.widget.add_class("ts-picture")

    def show(self, fall: Waterfall, lang: str) -> None:
        """Show other causes."""
        said, speech = words(lang), chinese if lang == "zh" else english
        bars = [*fall.causes, fall.total]
        sizes = [each.mean for each in bars]
        starts = [*(sum(sizes[:place]) for place in range(len(fall.causes))), 0.0]
        told = [speech.gap(size, "currency", fall.currency) for size in sizes]
        with self.figure.batch_update():
            trace = self.figure.data[0]
            trace.base, trace.x = starts, sizes
            trace.y = [label_of(each.measure, lang) for each in bars]
            trace.hovertext = [_hover(each, fall.currency, lang) for each in bars]
            trace.marker = {"color": [*(COLOURS[2 if size >= 0.0 else 1] for size in sizes[:-1]), COLOURS[0]]}
            trace.error_x.update(
                array=[e.luck[1] - e.mean for e in bars], arrayminus=[e.mean - e.luck[0] for e in bars]
            )
            ends = [max(a, a + e.mean, a + e.luck[1]) for a, e in zip(starts, bars, strict=True)]
            label = self.figure.data[1]
            label.x, label.y = ends, trace.y
            label.text = [f" +{text}" if size > 0.0 else f" {text}" for text, size in zip(told, sizes, strict=True)]
            self.figure.layout.xaxis.range = _range(starts, ends, bars)
            form = said["why_same" if fall.total.is_same else "why"]
            title = form.format(scenario=fall.scenario, measure=label_of(fall.total.measure, lang))
            self.figure.layout.title.text = f"<b>{title}</b>"
            unit = unit_words("currency", fall.currency, lang)
            self.figure.layout.xaxis.title.text = f"{unit}; {said['whiskers']}"
        keep(self.figure)


def _range(starts: list[float], ends: list[float], bars: list[Difference]) -> list[float]:
    """Return the range of the axis, with room for the sizes right of the bars."""
    lowest = [min(a, a + e.mean, a + e.luck[0]) for a, e in zip(starts, bars, strict=True)]
    low, high = min(0.0, *lowest), max(0.0, *ends)
    width = high - low or 1.0
    return [low - 0.05 * width, high + 0.4 * width]


def _hover(cause: Difference, currency: str, lang: str) -> str:
    speech = chinese if lang == "zh" else english
    low, high = (speech.gap(end, "currency", currency) for end in cause.luck)
    return f"{label_of(cause.measure, lang)}<br>{words(lang)['luck_range'].format(low=low, high=high)}"
