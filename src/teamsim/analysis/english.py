"""A comparison in English; `chinese` says the same."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from teamsim.analysis.intervals import WORDS
from teamsim.words import number, unit_words

if TYPE_CHECKING:
    from teamsim.analysis.compare import Difference

_SAID = WORDS["en"]


def sentence(difference: Difference, currency: str) -> str:
    """Return a difference in plain English."""
    label, unit = difference.measure.label, difference.measure.unit
    if not difference.differences.size:
        return f"{label}: nothing to compare."
    if difference.is_same:
        return f"{label}: the same in every future."
    size, low, high = (gap(value, unit, currency) for value in (abs(difference.mean), *difference.headline))
    side = "higher" if difference.mean >= 0 else "lower"
    relative = f" ({number(difference.relative, '+.1%')})" if difference.is_told_as_a_share else ""
    text = (
        f"{label}: {difference.scenario} is {size} {side} than {difference.baseline}{relative}; "
        f"in 90% of futures the difference lies between {low} and {high} "
        f"({_SAID['headline' if difference.drawn else 'luck']})"
    )
    text += "." if math.isnan(difference.p_better) else f"; better in {difference.p_better:.0%} of futures."
    return f"{text} {_apart(difference, currency)}" if difference.drawn else text


def _apart(difference: Difference, currency: str) -> str:
    """Return luck and assumptions apart."""
    luck, assumed = (_span(ends, difference, currency) for ends in (difference.luck, difference.assumptions))
    return f"{_SAID['luck'].capitalize()} alone: {luck}; {_SAID['assumptions']} alone: {assumed}."


def readable(difference: Difference, currency: str) -> dict[str, str]:
    """Return one row of the notebook's table in English."""
    unit, row = difference.measure.unit, difference.row()

    def span(ends: tuple[float, float]) -> str:
        return "-" if difference.is_same else _span(ends, difference, currency)

    is_decided = not (math.isnan(row["p_better"]) or difference.is_same)
    headline = {f"{_SAID['headline']}: 90% of futures": span(difference.headline)} if difference.drawn else {}
    return {
        "": difference.measure.label,
        "scenario": difference.scenario,
        difference.baseline: amount(row["baseline_mean"], unit, currency),
        "difference": "the same in every future" if difference.is_same else gap(row["difference"], unit, currency),
        **headline,
        f"{_SAID['luck']}: 90% of futures": span(difference.luck),
        f"{_SAID['assumptions']}: 90% of draws": span(difference.assumptions) if difference.drawn else "not varied",
        "better in": f"{row['p_better']:.0%} of futures" if is_decided else "-",
        f"{_SAID['simulation_error']} (95%)": span(difference.simulation_error),
        "correlation from shared luck": "-" if math.isnan(row["correlation"]) else number(row["correlation"], ".3f"),
        f"replications for ±{difference.precision:.0%}": _needed(difference),
    }


def amount(value: float, unit: str, currency: str) -> str:
    """Return a number as people read it: 12.30M USD, 4.1%, 28.4 people."""
    if math.isnan(value):
        return "-"
    if unit.startswith("share"):
        return number(value, ".1%")
    words = unit_words(unit, currency, "en")
    for limit, letter in ((1e9, "bn"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= limit and unit == "currency":
            return f"{value / limit:,.2f}{letter} {words}"
    return f"{number(value, ',.1f')} {words}"


def gap(value: float, unit: str, currency: str) -> str:
    """Return a difference as people read it; shares differ by points."""
    is_share = unit.startswith("share") and not math.isnan(value)
    return f"{number(100.0 * value, '.1f')} points" if is_share else amount(value, unit, currency)


def _span(ends: tuple[float, float], difference: Difference, currency: str) -> str:
    low, high = (gap(end, difference.measure.unit, currency) for end in ends)
    return f"{low} to {high}"


def _needed(difference: Difference) -> str:
    if not difference.is_precision_known:
        return "-"
    needed = difference.replications_needed
    return "not reachable" if needed is None else f"{needed:,}"
