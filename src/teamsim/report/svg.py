"""Pictures of a page as SVG in its text: sharp at any size, printable, without a library."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from teamsim.axes import Scale, round_values, told_months
from teamsim.plots.theme import COLOURS
from teamsim.report.content import FanData
from teamsim.words import breadth, short_number

GREY, INK = "#8a8f98", "#2b2f36"
FOR, AGAINST, WHOLE = COLOURS[2], COLOURS[1], COLOURS[0]
"""Colours of what raises, of what lowers, and of a whole."""
_WIDTH, _HEIGHT = 520, 250
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 10, 10, 26


@dataclass(frozen=True)
class Bar:
    """One row of a chart of bars: from, to, the words at its end, its colour, and a whisker."""

    label: str
    start: float
    end: float
    text: str
    colour: str
    whisker: tuple[float, float] | None = None


@dataclass(frozen=True)
class Span:
    """One row of a chart of ranges: its words, its ends, its middle."""

    label: str
    low: float
    high: float
    middle: float
    text: str
    colour: str


def fan_svg(series: Sequence[tuple[str, FanData]], label: str, lang: str, kind: str) -> str:
    """Return a fan chart: for each scenario the median and bands of 50% and 90% of futures."""
    months = max((data.months for _, data in series), key=len)
    values = np.concatenate([data.quantiles.ravel() for _, data in series])
    if not values.size:
        return ""
    ticks = round_values(float(values.min()), float(values.max()), 5)
    y = Scale(ticks[0], ticks[-1], _HEIGHT - _BOTTOM, _TOP)
    step = (_WIDTH - _LEFT - _RIGHT) / max(1, len(months) - 1)
    x = {month: _LEFT + place * step for place, month in enumerate(months)}
    parts = [_grid_across(ticks, y, kind, lang), _month_axis(months, x)]
    for place, (_, data) in enumerate(series):
        parts.append(_fan(data, COLOURS[place % len(COLOURS)], x, y))
    told = [_spoken(name, COLOURS[place % len(COLOURS)], data) for place, (name, data) in enumerate(series)]
    frame = {"left": _LEFT, "step": step, "top": ticks[-1], "bottom": ticks[0], "y0": _TOP, "y1": _HEIGHT - _BOTTOM}
    note = html.escape(json.dumps({"months": months, "series": told, "frame": frame, "kind": kind}), quote=True)
    return _svg("".join(parts), _WIDTH, _HEIGHT, label, f'class="fan" data-fan="{note}"')


def bar_svg(bars: Sequence[Bar], label: str, lang: str) -> str:
    """Return horizontal bars, each from its start to its end: a waterfall, or a tornado."""
    left, right, row, top = _room(bar.label for bar in bars), 120, 34, 8
    width, height = 720, top + row * len(bars) + 30
    ends = [v for bar in bars for v in (bar.start, bar.end, *(bar.whisker or ()))]
    ticks = round_values(min(0.0, *ends), max(0.0, *ends), 6)
    x = Scale(ticks[0], ticks[-1], left, width - right)
    parts = [_grid_down(ticks, x, top, height - 26, lang)]
    for place, bar in enumerate(bars):
        parts.append(_bar(bar, x, top + row * place, row, left))
        if place + 1 < len(bars) and bars[place + 1].start == bar.end:
            parts.append(_line(x(bar.end), top + row * place + row - 6, x(bar.end), top + row * (place + 1) + 6, GREY))
    return _svg("".join(parts), width, height, label)


def span_svg(spans: Sequence[Span], label: str, lang: str) -> str:
    """Return ranges one below the other, with their middle, against no difference."""
    left, right, row, top = _room(span.label for span in spans), 30, 44, 8
    width, height = 720, top + row * len(spans) + 30
    ends = [v for span in spans for v in (span.low, span.high, span.middle)]
    ticks = round_values(min(0.0, *ends), max(0.0, *ends), 6)
    x = Scale(ticks[0], ticks[-1], left, width - right)
    parts = [_grid_down(ticks, x, top, height - 26, lang)]
    for place, span in enumerate(spans):
        middle = top + row * place + row / 2
        bar = f'<rect x="{_r(x(span.low))}" y="{_r(middle - 5)}" width="{_r(max(2.0, x(span.high) - x(span.low)))}"'
        parts.append(f'{bar} height="10" rx="5" fill="{span.colour}" opacity="0.75"/>')
        parts.append(f'<circle cx="{_r(x(span.middle))}" cy="{_r(middle)}" r="5" fill="#fff" stroke="{INK}"/>')
        parts.append(_words(span.label, left - 12, middle + 4, "end"))
        parts.append(_words(span.text, x((span.low + span.high) / 2), middle - 10, "middle", 11, GREY))
    return _svg("".join(parts), width, height, label)


def _room(labels: Iterable[str]) -> float:
    """Return the width that labels on the left take."""
    return min(330.0, max(150.0, 6.6 * max(map(breadth, labels)) + 20.0))


def _fan(data: FanData, colour: str, x: dict[str, float], y: Scale) -> str:
    """Return the bands, the widest first, and the median."""
    places = [x[month] for month in data.months]
    parts = []
    for low, high, darkness in ((0, 4, 0.14), (1, 3, 0.26)):
        up = _points(places, map(y, data.quantiles[high]))
        down = _points(places[::-1], map(y, data.quantiles[low][::-1]))
        parts.append(f'<path d="M{up}L{down}Z" fill="{colour}" opacity="{darkness}"/>')
    median = _points(places, map(y, data.quantiles[2]))
    return "".join(parts) + f'<path d="M{median}" fill="none" stroke="{colour}" stroke-width="2.2"/>'


def _spoken(name: str, colour: str, data: FanData) -> dict[str, object]:
    """Return what a fan says when a pointer is over a month."""
    low, _, median, _, high = data.quantiles.tolist()
    return {"name": name, "colour": colour, "months": data.months, "median": median, "low": low, "high": high}


def _bar(bar: Bar, x: Scale, y: float, row: float, left: float) -> str:
    low, high = sorted((x(bar.start), x(bar.end)))
    parts = [
        f'<rect x="{_r(low)}" y="{_r(y + 6)}" width="{_r(max(1.5, high - low))}" height="{_r(row - 12)}" rx="2"'
        f' fill="{bar.colour}"/>',
        _words(bar.label, left - 12, y + row / 2 + 4, "end"),
    ]
    far = high
    if bar.whisker is not None:
        ends = sorted(map(x, bar.whisker))
        parts.append(_line(ends[0], y + row / 2, ends[1], y + row / 2, INK, 1.2))
        parts += [_line(end, y + row / 2 - 4, end, y + row / 2 + 4, INK, 1.2) for end in ends]
        far = max(far, ends[1])
    return "".join(parts) + _words(bar.text, far + 8, y + row / 2 + 4, "start", 12, INK)


def _grid_across(ticks: Sequence[float], y: Scale, kind: str, lang: str) -> str:
    return "".join(
        _line(_LEFT, y(tick), _WIDTH - _RIGHT, y(tick), "#e8eaee")
        + _words(
            f"{tick:.0%}" if kind == "share" else short_number(tick, lang), _LEFT - 8, y(tick) + 4, "end", 11, GREY
        )
        for tick in ticks
    )


def _grid_down(ticks: Sequence[float], x: Scale, top: float, bottom: float, lang: str) -> str:
    return "".join(
        _line(x(tick), top, x(tick), bottom, INK if tick == 0.0 else "#e8eaee")
        + _words(short_number(tick, lang), x(tick), bottom + 18, "middle", 11, GREY)
        for tick in ticks
    )


def _month_axis(months: Sequence[str], x: dict[str, float]) -> str:
    """Return years along the bottom, or months where there are few."""
    return "".join(
        _line(x[month], _HEIGHT - _BOTTOM, x[month], _HEIGHT - _BOTTOM + 4, GREY)
        + _words(told, x[month], _HEIGHT - 8, "middle", 11, GREY)
        for month, told in told_months(months).items()
    )


def _points(xs: Sequence[float], ys: object) -> str:
    return "L".join(f"{_r(x)} {_r(y)}" for x, y in zip(xs, ys, strict=True))  # type: ignore[call-overload]


def _words(text: str, x: float, y: float, anchor: str, size: int = 12, colour: str = INK) -> str:
    at = f'x="{_r(x)}" y="{_r(y)}" text-anchor="{anchor}" font-size="{size}" fill="{colour}"'
    return f"<text {at}>{html.escape(text)}</text>"


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1.0) -> str:
    ends = f'x1="{_r(x1)}" y1="{_r(y1)}" x2="{_r(x2)}" y2="{_r(y2)}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width:g}"/>'


def _svg(inside: str, width: float, height: float, label: str, more: str = "") -> str:
    named = html.escape(label, quote=True)
    return f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{named}" {more}>{inside}</svg>'


def _r(value: float) -> str:
    """Return a place on the paper in few characters."""
    return f"{value:.1f}".removesuffix(".0")
