"""Tiles and the table of a comparison: differences in plain words."""

from __future__ import annotations

import math

from teamsim.analysis.compare import Comparison, Difference
from teamsim.studio.markup import Node, tag
from teamsim.studio.telling import speech
from teamsim.studio.words import words
from teamsim.words import label_of, number


def tiles(comparison: Comparison, scenario: str, lang: str) -> Node:
    """Return one tile for each measure: the scenario's value, its difference, both intervals, how often better."""
    own = [each for each in comparison.differences if each.scenario == scenario]
    return tag("div", *(_tile(each, comparison.currency, lang) for each in own), class_="ts-tiles")


def table(comparison: Comparison, lang: str) -> Node:
    """Return every scenario's differences, a row each."""
    rows = [speech(lang).readable(each, comparison.currency) for each in comparison.differences]
    names = list(rows[0])
    head = tag("tr", *(tag("th", name or words(lang)["measure"], scope="col") for name in names))
    body = [
        tag("tr", tag("th", row[names[0]], scope="row"), *(tag("td", row[name]) for name in names[1:])) for row in rows
    ]
    baseline = comparison.differences[0].baseline
    caption = tag("caption", words(lang)["all_differences"].format(baseline=baseline))
    return tag("table", caption, tag("thead", head), tag("tbody", *body), class_="ts-table")


def _tile(difference: Difference, currency: str, lang: str) -> Node:
    said, unit = words(lang), difference.measure.unit
    value = float(difference.values.mean()) if difference.values.size else math.nan
    lines = (
        [said["same"].format(baseline=difference.baseline)]
        if difference.is_same
        else _lines(difference, currency, lang)
    )
    return tag(
        "div",
        tag("span", label_of(difference.measure, lang), class_="ts-label"),
        tag("b", speech(lang).amount(value, unit, currency)),
        *(tag("span", line) for line in lines),
        class_=f"ts-tile {_side(difference)}",
        title=difference.sentence(currency, lang),
        data_measure=difference.measure.name,
    )


def _lines(difference: Difference, currency: str, lang: str) -> list[str]:
    """Return the difference, the range of luck, how often it is better, how well the mean is known."""
    said, unit, spoken = words(lang), difference.measure.unit, speech(lang)
    if not difference.differences.size:
        return ["-"]
    told = f"{_signed(difference.mean, unit, currency, lang)}"
    form = "against" if difference.is_told_as_a_share else "against_plain"
    lines = [said[form].format(gap=told, relative=number(difference.relative, "+.1%"), baseline=difference.baseline)]
    low, high = (spoken.gap(end, unit, currency) for end in difference.luck)
    lines.append(said["luck_range"].format(low=low, high=high))
    if not math.isnan(difference.p_better):
        lines.append(said["better"].format(share=f"{difference.p_better:.0%}"))
    low_error, high_error = difference.simulation_error
    if not math.isnan(low_error):
        half = spoken.gap(0.5 * (high_error - low_error), unit, currency)
        lines.append(said["error_range"].format(half=half))
    return lines


def _signed(value: float, unit: str, currency: str, lang: str) -> str:
    told = str(speech(lang).gap(value, unit, currency))
    return f"+{told}" if value > 0.0 and told != str(speech(lang).gap(0.0, unit, currency)) else told


def _is_nothing(difference: Difference) -> bool:
    """Return whether a difference rounds to nothing: to 0.0% where that is told, else in its unit. No colour then."""
    if difference.is_told_as_a_share:
        return number(difference.relative, ".1%") == "0.0%"
    return not _signed(abs(difference.mean), difference.measure.unit, "", "en").startswith("+")


def _side(difference: Difference) -> str:
    """Return for which side it speaks, if that can be told; colour is never the only sign, the words say it too."""
    better, (low, high) = difference.p_better, difference.simulation_error
    is_sure = low > 0.0 or high < 0.0
    if difference.is_same or math.isnan(better) or not is_sure or _is_nothing(difference):
        return "ts-even"
    return "ts-better" if better > 0.5 else "ts-worse" if better < 0.5 else "ts-even"
