"""The waterfall that moves: why a scenario differs from the baseline, cause by cause."""

from __future__ import annotations

from teamsim.analysis.causes import Waterfall
from teamsim.analysis.compare import Difference
from teamsim.colours import COLOURS
from teamsim.studio.charts import Chart, Layout, Trace, axis_title, numbers, plain, title
from teamsim.studio.telling import speech
from teamsim.studio.words import words
from teamsim.words import label_of, short_number, unit_words

_ROW, _AROUND = 38, 120


class Fall:
    """Horizontal bars, each from where the one before ends; the last is the whole difference."""

    def __init__(self) -> None:
        self.widget = Chart()

    def show(self, fall: Waterfall, lang: str) -> None:
        """Show other causes."""
        bars, sizes = [*fall.causes, fall.total], [cause.mean for cause in fall.causes]
        starts = [*(sum(sizes[:place]) for place in range(len(sizes))), 0.0]
        form = words(lang)["why_same" if fall.total.is_same else "why"]
        told = form.format(scenario=fall.scenario, measure=label_of(fall.total.measure, lang))
        ends = [max(a, a + e.mean, a + e.luck[1]) for a, e in zip(starts, bars, strict=True)]
        traces = [_bars(bars, starts, fall.currency, lang), _sizes(bars, ends, lang)]
        layout = _layout(told, unit_words("currency", fall.currency, lang), len(bars), lang)
        layout["xaxis"]["range"] = _range(starts, ends, bars)
        self.widget.show(traces, layout, f"{told}. {' '.join(fall.sentences)}")


def _bars(bars: list[Difference], starts: list[float], currency: str, lang: str) -> Trace:
    whisker = {"type": "data", "symmetric": False, "color": "#444444", "thickness": 1, "width": 4}
    reach = {"array": numbers([e.luck[1] - e.mean for e in bars])}
    reach["arrayminus"] = numbers([e.mean - e.luck[0] for e in bars])
    return {
        "type": "bar",
        "orientation": "h",
        "base": numbers(starts),
        "x": numbers([each.mean for each in bars]),
        "y": [plain(label_of(each.measure, lang)) for each in bars],
        "hovertext": [_hover(each, currency, lang) for each in bars],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"color": [*(COLOURS[2 if each.mean >= 0.0 else 1] for each in bars[:-1]), COLOURS[0]]},
        "error_x": {**whisker, **reach},
    }


def _sizes(bars: list[Difference], ends: list[float], lang: str) -> Trace:
    """Return the sizes in words, right of bars and whiskers."""
    told = [short_number(float(f"{each.mean:.3g}"), lang) for each in bars]
    return {
        "mode": "text",
        "textposition": "middle right",
        "x": numbers(ends),
        "y": [plain(label_of(each.measure, lang)) for each in bars],
        "text": [f" +{text}" if e.mean > 0.0 else f" {text}" for text, e in zip(told, bars, strict=True)],
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _layout(told: str, unit: str, n: int, lang: str) -> Layout:
    return {
        "height": _ROW * n + _AROUND,
        "margin": {"l": 8, "r": 14, "t": 60, "b": 40},
        "title": title(told),
        "showlegend": False,
        "bargap": 0.35,
        "xaxis": {
            "tickformat": "~s",
            "nticks": 5,
            "zerolinecolor": "#888888",
            "title": axis_title(f"{unit}; {words(lang)['whiskers']}"),
        },
        "yaxis": {"autorange": "reversed", "ticksuffix": " "},
    }


def _range(starts: list[float], ends: list[float], bars: list[Difference]) -> list[float]:
    """Return the range of the axis, with room for the sizes right of the bars."""
    lowest = [min(a, a + e.mean, a + e.luck[0]) for a, e in zip(starts, bars, strict=True)]
    low, high = min(0.0, *lowest), max(0.0, *ends)
    width = high - low or 1.0
    return [low - 0.05 * width, high + 0.25 * width]


def _hover(cause: Difference, currency: str, lang: str) -> str:
    low, high = (speech(lang).gap(end, "currency", currency) for end in cause.luck)
    return f"{plain(label_of(cause.measure, lang))}<br>{words(lang)['luck_range'].format(low=low, high=high)}"
