"""The story of a study in plain words, written from its numbers.

Causes come from the order-averaged waterfall only; what would change the answer from the drawn assumptions, or else
from luck.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from teamsim.analysis.causes import COSTS
from teamsim.analysis.compare import Difference, compare
from teamsim.analysis.intervals import interval_note
from teamsim.analysis.ranges import Assumption
from teamsim.report.content import ANSWER, Content, range_of
from teamsim.report.words import METHOD, STORY
from teamsim.words import label_of, unit_words

_WORTH_TELLING = 0.1
"""Share of the largest cause from which a cause is named."""
_BESIDE = ("bookings", "pay", "headcount", "exits", "attainment")
"""Measures that have a sentence of their own."""


def story(content: Content, scenario: str) -> list[str]:
    """Return the story of one scenario against the baseline: the answer first, then how sure, then what else moves."""
    difference = content.differences[scenario, ANSWER]
    beside = [content.differences[scenario, name].sentence(content.currency, content.lang) for name in _BESIDE]
    return [
        answer(content, difference),
        *certainty(content, difference),
        *at_equal_pay(content, scenario),
        *beside,
        *caveats(content),
    ]


def story_alone(content: Content) -> list[str]:
    """Return the story of a study of one scenario."""
    said = STORY[content.lang]
    told = []
    for form, measure in (("alone", ANSWER), ("alone_bookings", "bookings")):
        own, low, high = (content.amount(value, measure) for value in range_of(content.baseline, measure))
        told.append(
            said[form].format(baseline=content.baseline.name, own=own, low=low, high=high, months=content.n_months)
        )
    return [*told, *caveats(content)]


def answer(content: Content, difference: Difference) -> str:
    """Return the answer: how much more or less, because of what, unless what."""
    said = STORY[content.lang]
    own, other = (
        content.amount(float(values.mean()), ANSWER) for values in (difference.values, difference.baseline_values)
    )
    names = {"scenario": difference.scenario, "baseline": difference.baseline, "months": content.n_months}
    if difference.is_same:
        return said["same"].format(**names, own=own)
    low, high = difference.simulation_error
    if not (low > 0.0 or high < 0.0):  # also where it is not known
        ends = {"mean": difference.mean, "low": low, "high": high}
        return said["unclear"].format(**names, **{name: content.gap(value) for name, value in ends.items()})
    form = "more" if difference.mean > 0.0 else "less"
    size, relative = content.size(difference.mean), f"{abs(difference.relative):.1%}"
    told = said[form].format(**names, relative=relative, size=size, own=own, other=other)
    return told + because(content, difference) + unless(content, difference) + said["stop"]


def because(content: Content, difference: Difference) -> str:
    """Return the causes that made the difference, and those that worked against it."""
    said, causes = STORY[content.lang], content.waterfalls[difference.scenario].causes
    largest = max(abs(cause.mean) for cause in causes)
    told = sorted((c for c in causes if abs(c.mean) >= _WORTH_TELLING * largest), key=lambda c: -abs(c.mean))
    for_it = [cause for cause in told if cause.mean * difference.mean > 0.0]
    against = [cause for cause in told if cause.mean * difference.mean < 0.0]
    return "".join(
        said[form].format(causes=_listed(content, some))
        for form, some in (("because", for_it), ("although", against))
        if some
    )


def unless(content: Content, difference: Difference) -> str:
    """Return what would turn the answer: an assumption, or else luck."""
    said = STORY[content.lang]
    turned = _turning_assumption(content, difference)
    if turned is not None:
        return _unless_assumption(content, turned)
    wins = difference.p_better if difference.mean > 0.0 else 1.0 - difference.p_better
    if wins < 1.0:
        return said["unless_luck"].format(share=_share(1.0 - wins))
    n = difference.drawn.values.size if difference.drawn else difference.differences.size
    return said["always"].format(n=f"{n:,}")


def certainty(content: Content, difference: Difference) -> list[str]:
    """Return the three intervals, each by its name."""
    if difference.is_same:
        return [interval_note(content.n_draws, content.lang)]
    said = STORY[content.lang]
    ends = {
        "luck": difference.luck,
        "assumptions": difference.assumptions,
        "simulation_error": difference.simulation_error,
    }
    spans = {name: dict(zip(("low", "high"), map(content.gap, span), strict=True)) for name, span in ends.items()}
    better = "" if math.isnan(difference.p_better) else said["better"].format(share=_share(difference.p_better))
    told = [said["luck"].format(**spans["luck"], better="" if difference.drawn else better)]
    if difference.drawn:
        low, high = map(content.gap, difference.headline)
        both = {"both_low": low, "both_high": high + better}
        told.append(said["assumptions"].format(n=content.n_draws, **spans["assumptions"], **both))
    else:
        told.append(interval_note(0, content.lang))
    n = difference.differences.size
    return [*told, said["simulation_error"].format(n=f"{n:,}", **spans["simulation_error"])]


def at_equal_pay(content: Content, scenario: str) -> list[str]:
    """Return what a scenario does when its rates are scaled until it pays as much as the baseline."""
    equal = content.equal_cost
    if equal is None:
        return []
    difference = equal.of(scenario, ANSWER)
    factor, ends = equal.factors[scenario], dict(zip(("low", "high"), map(content.gap, difference.luck), strict=True))
    mean = content.gap(difference.mean)
    return [STORY[content.lang]["equal_pay"].format(scenario=scenario, factor=factor, mean=mean, **ends)]


def caveats(content: Content) -> list[str]:
    """Return what the numbers leave out."""
    if content.no_response is None:
        return [STORY[content.lang]["response"]]
    told = compare(content.no_response, ANSWER, "bookings", lang=content.lang).sentences if content.others else []
    return [STORY[content.lang]["bound"].format(sentences=" ".join(told))] if told else []


def method(content: Content) -> list[str]:
    """Return how the numbers were made."""
    note = interval_note(content.n_draws, content.lang)
    numbers = {"n": f"{content.study.n_replications:,}", "months": content.n_months, "note": note}
    return [sentence.format(**numbers) for sentence in METHOD[content.lang]]


def labels_of(assumptions: Sequence[Assumption], lang: str) -> dict[str, str]:
    """Return what each assumption is called in a picture: its label, with the section where the label is not enough."""
    labels = {each.name: label_of(each.ranges[0].parameter, lang) for each in assumptions}
    times = Counter(labels.values())
    return {name: label if times[label] == 1 else f"{label} ({name.split('.')[-2]})" for name, label in labels.items()}


def called(assumption: Assumption, lang: str) -> str:
    """Return what an assumption is called, with its path: labels alone do not say which."""
    label = label_of(assumption.ranges[0].parameter, lang)
    return f"{label}（{assumption.name}）" if lang == "zh" else f"{label} ({assumption.name})"


@dataclass(frozen=True)
class _Turn:
    """Where in its range an assumption turns the answer."""

    assumption: Assumption
    quantile: float
    is_above: bool


def _turning_assumption(content: Content, difference: Difference) -> _Turn | None:
    """Return the assumption that turns the answer with the largest effect, others as they stand."""
    if content.ranking is None or difference.drawn is None:
        return None
    mean = float(difference.drawn.means.mean())
    rows = content.ranking[content.ranking["scenario"] == difference.scenario]
    for name, effect in zip(rows["assumption"], rows["effect"], strict=True):
        quantile = 0.5 - mean / effect if effect else math.nan
        if 0.0 < quantile < 1.0:
            found = next(each for each in content.assumptions if each.name == name)
            return _Turn(found, quantile, is_above=quantile > 0.5)
    return None


def _unless_assumption(content: Content, turn: _Turn) -> str:
    said, lang, name = STORY[content.lang], content.lang, called(turn.assumption, content.lang)
    if len(turn.assumption.ranges) > 1:
        share = 1.0 - turn.quantile if turn.is_above else turn.quantile
        end = said["highest" if turn.is_above else "lowest"]
        return said["unless_range"].format(assumption=name, end=end, share=_share(share))
    each = turn.assumption.ranges[0]
    unit = unit_words(each.parameter.unit, content.currency, lang)
    value, now = (f"{number:.3g} {unit}" for number in (each.at(turn.quantile), each.value))
    side = said["above" if turn.is_above else "below"]
    return said["unless_value"].format(assumption=name, side=side, value=value, now=now)


def _listed(content: Content, causes: list[Difference]) -> str:
    """Return causes with their sizes, the largest first; of a cost it is said whether it fell."""
    said, words = STORY[content.lang], content.words
    told = []
    for cause in causes:
        label, side = label_of(cause.measure, content.lang).lower(), "cost_fell" if cause.mean > 0.0 else "cost_rose"
        named = said[side].format(label=label) if cause.measure.name in COSTS else label
        told.append(said["cause"].format(label=named, size=content.gap(cause.mean)))
    return words["comma"].join(told[:-1]) + (words["and"] if len(told) > 1 else "") + told[-1]


def _share(share: float) -> str:
    """Return a share in whole percent, never 0% or 100% where it is neither."""
    if 0.0 < share < 0.005:
        return "<1%"
    return ">99%" if 0.995 <= share < 1.0 else f"{share:.0%}"
