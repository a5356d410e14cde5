"""The waterfall that moves: why a scenario differs from the baseline, cause by cause."""

from __future__ import annotations

from collections.abc import Sequence

from teamsim.analysis.causes import Waterfall
from teamsim.analysis.compare import Difference
from teamsim.axes import Scale, round_values
from teamsim.colours import COLOURS
from teamsim.studio.markup import Node, tag
from teamsim.studio.telling import speech
from teamsim.studio.words import words
from teamsim.words import label_of, short_number, unit_words

_N_VALUES = 4
"""About so many round values along the axis."""


def fall_of(fall: Waterfall, lang: str) -> Node:
    """Return horizontal bars, each from where the one before ends; the last is the whole difference."""
    bars, sizes = [*fall.causes, fall.total], [cause.mean for cause in fall.causes]
    starts = [*(sum(sizes[:place]) for place in range(len(sizes))), 0.0]
    form = words(lang)["why_same" if fall.total.is_same else "why"]
    told = form.format(scenario=fall.scenario, measure=label_of(fall.total.measure, lang))
    x, ticks = _axis(starts, bars)
    lines = [tag("i", class_="ts-tick", style=f"left:{x(tick):.1%}") for tick in ticks]
    rows = []
    for place, (start, bar) in enumerate(zip(starts, bars, strict=True)):
        beam = _bar(bar, start, x, _colour(bar, is_total=place == len(sizes)), fall.currency, lang)
        rows += [tag("span", label_of(bar.measure, lang), class_="ts-cause"), _track(lines, beam)]
    values = [tag("span", short_number(tick, lang), class_="ts-x", style=f"left:{x(tick):.1%}") for tick in ticks]
    scale = tag("div", *values, class_="ts-scale")
    causes = tag("div", *rows, scale, class_="ts-causes", aria_hidden="true")
    note = tag("small", f"{unit_words('currency', fall.currency, lang)}; {words(lang)['whiskers']}")
    label = f"{told}. {' '.join(fall.sentences)}"
    caption = tag("figcaption", tag("b", told))
    return tag("figure", caption, causes, note, role="figure", aria_label=label, class_="ts-fall")


def _axis(starts: Sequence[float], bars: Sequence[Difference]) -> tuple[Scale, list[float]]:
    """Return the axis, with room for the sizes right of the bars, and its round values."""
    ends = [end for a, e in zip(starts, bars, strict=True) for end in (a, a + e.mean, a + e.luck[0], a + e.luck[1])]
    low, high = min(0.0, *ends), max(0.0, *ends)
    width = high - low or 1.0
    ticks = [tick for tick in round_values(low, high, _N_VALUES) if low - 0.05 * width <= tick <= high + 0.05 * width]
    return Scale(low - 0.05 * width, high + 0.25 * width, 0.0, 1.0), ticks


def _bar(bar: Difference, start: float, x: Scale, colour: str, currency: str, lang: str) -> tuple[list[Node], str]:
    """Return the bar of one cause with the range of luck and its size in words, and what a pointer is told."""
    left, right = sorted((x(start), x(start + bar.mean)))
    low, high = x(start + bar.luck[0]), x(start + bar.luck[1])
    text = short_number(float(f"{bar.mean:.3g}"), lang)
    least, most = (speech(lang).gap(end, "currency", currency) for end in bar.luck)
    parts = [
        tag("i", class_="ts-beam", style=f"left:{left:.2%};width:{right - left:.2%};background:{colour}"),
        tag("i", class_="ts-whisker", style=f"left:{low:.2%};width:{high - low:.2%}"),
        tag("b", f"+{text}" if bar.mean > 0.0 else text, style=f"left:{max(right, high):.2%}"),
    ]
    return parts, f"{label_of(bar.measure, lang)}\n{words(lang)['luck_range'].format(low=least, high=most)}"


def _track(lines: Sequence[Node], bar: tuple[list[Node], str]) -> Node:
    parts, told = bar
    return tag("div", *lines, *parts, class_="ts-track", title=told)


def _colour(bar: Difference, *, is_total: bool) -> str:
    return COLOURS[0] if is_total else COLOURS[2 if bar.mean >= 0.0 else 1]
