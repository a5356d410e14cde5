"""Fan charts that move: one panel for each measure, one fan for each scenario in each.

Plain elements, which the page keeps where they stay the same: drawn by plotly they took half of what a move of a lever
takes beside the engine.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from teamsim.axes import Scale, round_values, told_months
from teamsim.colours import BANDS, colour_of
from teamsim.measures import MEASURES, Measure
from teamsim.model import Floats
from teamsim.results import Results
from teamsim.studio.markup import Node, tag
from teamsim.studio.words import month_words, words
from teamsim.study import Study
from teamsim.words import label_of, short_number, unit_words

_WIDE, _HIGH = 2000.0, 1000.0
"""The paper of a panel; the page stretches it to the room there is."""
_N_VALUES = 4
"""About so many round values along the axis of a measure."""


@dataclass(frozen=True, eq=False)
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
    return Fan([str(start + int(month)) for month in kept], median, bands)


class Fans:
    """One panel per measure, from top to bottom, one fan per scenario in each; `fans` are those that are shown."""

    def __init__(self, measures: tuple[str, ...], currency: str) -> None:
        self.measures, self.currency = measures, currency
        self.fans: dict[tuple[str, int], Fan] = {}
        self._known: dict[tuple[str, str, int], Fan] = {}

    def node(self, study: Study, lang: str) -> Node:
        """Return the panels of another study; fans of scenarios that did not change are taken over."""
        known, self._known, self.fans = self._known, {}, {}
        for measure in self.measures:
            for place, result in enumerate(study.results):
                key = (measure, result.layout.scenario.hash, len(result.replications))
                self._known[key] = self.fans[measure, place] = known.get(key) or fan_of(result, measure)
        names = [result.name for result in study.results]
        panels = [
            _panel(MEASURES[name], [self.fans[name, place] for place in range(len(names))], names, self.currency, lang)
            for name in self.measures
        ]
        return tag("div", _legend(names, lang), *panels, class_="ts-fans")


def _legend(names: Sequence[str], lang: str) -> Node:
    """Return which colour is whose, and what lines and bands are: once for all panels, which have every scenario."""
    lines = [
        tag("span", tag("i", style=f"background:{colour_of(place)}"), name, class_="ts-key")
        for place, name in enumerate(names)
    ]
    return tag("p", *lines, tag("small", words(lang)["bands"]), class_="ts-legend")


def _panel(measure: Measure, fans: Sequence[Fan], names: Sequence[str], currency: str, lang: str) -> Node:
    """Return one panel: round values, the bands with the wider below, the medians, what a pointer is told."""
    title, unit = label_of(measure, lang), _unit(measure, currency, lang)
    caption = tag("figcaption", tag("b", title), f" {unit}")
    months = sorted({month for fan in fans for month in fan.months})
    if not months:
        return tag("figure", caption, data_measure=measure.name)
    edges = np.concatenate([edge for fan in fans for edge in fan.bands[0]])
    ticks = round_values(float(edges.min()), float(edges.max()), _N_VALUES)
    y = Scale(ticks[0], ticks[-1], _HIGH, 0.0)
    x = dict(zip(months, _places(len(months)), strict=True))
    drawn = [path for place, fan in enumerate(fans) for path in _fan(fan, place, x, y)]
    paper = tag("svg", _grid(ticks, y), *drawn, viewBox=f"0 0 {_WIDE:g} {_HIGH:g}", preserveAspectRatio="none")
    told = _told(measure, fans, names, lang)
    plot = [paper, *_values(measure, ticks, y, lang), *_months(x), *_strips(x, told, lang)]
    label = f"{title} ({unit}): {', '.join(names)}"
    room = tag("div", *plot, class_="ts-plot", aria_hidden="true")
    return tag("figure", caption, room, role="figure", aria_label=label, data_measure=measure.name)


def _unit(measure: Measure, currency: str, lang: str) -> str:
    unit = unit_words(measure.unit, currency, lang)
    return words(lang)["a_month"].format(unit=unit) if measure.aggregation == "flow" else unit


def _places(n: int) -> list[float]:
    """Return where months stand; a single one in the middle."""
    return [_WIDE / 2] if n == 1 else np.linspace(0.0, _WIDE, n).tolist()


def _fan(fan: Fan, place: int, x: dict[str, float], y: Scale) -> Iterator[Node]:
    """Go through one scenario's bands, widest first, and its median; a single month is drawn a little wide."""
    if not fan.months:
        return
    xs, colour = [x[month] for month in fan.months], colour_of(place)
    spread = len(xs) == 1
    xs = [xs[0] - 20.0, xs[0] + 20.0] if spread else xs

    def line(values: Floats) -> list[str]:
        ends = values.tolist() * 2 if spread else values.tolist()
        return [f"{at:.0f} {y(value):.1f}" for at, value in zip(xs, ends, strict=True)]

    for (lower, upper), (_, _, darkness) in zip(fan.bands, BANDS, strict=True):
        edge = "L".join([*line(upper), *line(lower)[::-1]])
        yield tag("path", d=f"M{edge}Z", fill=colour, fill_opacity=f"{darkness}")
    yield tag("path", d=f"M{'L'.join(line(fan.median))}", stroke=colour, class_="ts-median")


def _grid(ticks: Sequence[float], y: Scale) -> Node:
    return tag("path", d="".join(f"M0 {y(tick):.0f}H{_WIDE:g}" for tick in ticks), class_="ts-grid")


def _values(measure: Measure, ticks: Sequence[float], y: Scale, lang: str) -> list[Node]:
    """Return the round values left of the panel."""
    told = [_short(tick, measure, lang) for tick in ticks]
    return [
        tag("span", text, class_="ts-y", style=f"top:{y(tick) / _HIGH:.1%}")
        for tick, text in zip(ticks, told, strict=True)
    ]


def _months(x: dict[str, float]) -> list[Node]:
    """Return the years, or months, below the panel."""
    shown = told_months(list(x))
    return [tag("span", text, class_="ts-x", style=f"left:{x[month] / _WIDE:.1%}") for month, text in shown.items()]


def _strips(x: dict[str, float], told: dict[str, list[str]], lang: str) -> list[Node]:
    """Return a strip for each month that tells its numbers to a pointer above it."""
    width = 1.0 / max(1, len(x) - 1)
    return [
        tag(
            "i",
            class_="ts-month" if at < 0.5 * _WIDE else "ts-month ts-late",
            style=f"left:{at / _WIDE - 0.5 * width:.2%};width:{width:.2%}",
            data_told="\n".join([f"{month_words(month, lang)}, {words(lang)['median_range']}", *told[month]]),
        )
        for month, at in x.items()
    ]


def _told(measure: Measure, fans: Sequence[Fan], names: Sequence[str], lang: str) -> dict[str, list[str]]:
    """Return what is told of each month: every scenario's median and 90% of its futures."""
    told = dict[str, list[str]]()
    for name, fan in zip(names, fans, strict=True):
        for month, numbers in zip(fan.months, _numbers(fan, measure, lang), strict=True):
            told.setdefault(month, []).append(f"{name}: {numbers}")
    return told


@functools.lru_cache(maxsize=128)
def _numbers(fan: Fan, measure: Measure, lang: str) -> list[str]:
    """Return the numbers of each month in words; most fans of a picture were there before."""
    columns = (fan.median, *fan.bands[0])
    written = [[_short(value, measure, lang) for value in column.tolist()] for column in columns]
    return [f"{middle} ({least} – {most})" for middle, least, most in zip(*written, strict=True)]


def _short(value: float, measure: Measure, lang: str) -> str:
    """Return a number in few characters, four digits at most."""
    if measure.unit.startswith("share"):
        return f"{100.0 * value:.4g}%"
    return short_number(float(f"{value:.4g}"), lang)
