"""The tables of a report: the same cells on the page, on the slides and in the workbook.

A cell knows its number in full and its address, so that every printed number can be read back against the study.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from teamsim.analysis.bridges import STEPS, steps_of
from teamsim.analysis.compare import Difference
from teamsim.calendar import MONTHS_PER_YEAR
from teamsim.measures import MEASURES
from teamsim.report.content import ANSWER, COMPARED, YEARLY, Content, range_of
from teamsim.report.groups import SHOWN, Total, group_totals, tier_groups, tier_total, unit_groups, unit_total
from teamsim.scenario.scenario import Parameter
from teamsim.words import label_of, unit_words

Kind = Literal["text", "currency", "share", "points", "number"]


@dataclass(frozen=True)
class Cell:
    """One cell: what people read, its number in full (None: a text), what kind of number, and its address."""

    text: str
    value: float | None = None
    kind: Kind = "text"
    key: str = ""


@dataclass(frozen=True)
class Table:
    """A table with heads. `summed` are columns whose last row is the sum of the rows above.

    `less` are columns that are one column less another: (column, own, other).
    """

    name: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    summed: tuple[int, ...] = ()
    less: tuple[tuple[int, int, int], ...] = ()
    scenario: str = ""


def difference_table(content: Content, scenario: str) -> Table:
    """Return the differences of a scenario from the baseline, with the range of luck."""
    words, baseline = content.words, content.baseline.name
    heads = [words["measure"], baseline, scenario, words["difference"], words["relative"], words["p_better"]]
    heads += _heads(content, ["luck"])
    rows = [tuple(_difference_row(content, content.differences[scenario, name])) for name in COMPARED]
    title = f"{scenario}: {words['differences'].format(baseline=baseline)}"
    return Table("differences", title, tuple(heads), tuple(rows), less=((3, 2, 1),), scenario=scenario)


def interval_table(content: Content, scenario: str) -> Table:
    """Return the other intervals of the differences: of assumptions where they are drawn, and simulation error."""
    words, spans = content.words, [*(["assumptions", "headline"] if content.drawn else []), "simulation_error"]
    rows = []
    for name in COMPARED:
        difference = content.differences[scenario, name]
        key = f"difference|{scenario}|{name}"
        rows.append((Cell(label_of(difference.measure, content.lang)), *_ends(content, difference, spans, name, key)))
    note = "" if content.drawn else f"{words['assumptions']}: {words['not_varied']}."
    heads = (words["measure"], *_heads(content, spans))
    return Table("intervals", f"{scenario}: {words['sure']}", heads, tuple(rows), note, scenario=scenario)


def cause_table(content: Content, scenario: str) -> Table:
    """Return the causes of the difference of net margin; the last row is the whole."""
    words, fall = content.words, content.waterfalls[scenario]
    spans = ["luck", *(["assumptions"] if content.drawn else []), "simulation_error"]
    heads = [words["cause"], words["mean"], *_heads(content, spans)]
    rows = []
    for cause in (*fall.causes, fall.total):
        key = f"cause|{scenario}|{cause.measure.name}"
        row = [Cell(label_of(cause.measure, content.lang)), _gap(content, cause.mean, ANSWER, f"{key}|mean")]
        rows.append(tuple([*row, *_ends(content, cause, spans, ANSWER, key)]))
    return Table("causes", f"{scenario}: {words['why']}", tuple(heads), tuple(rows), summed=(1,), scenario=scenario)


def total_table(content: Content) -> Table:
    """Return every measure that is told, of every scenario, with the range of 90% of futures."""
    words = content.words
    heads = [
        words["scenario"],
        words["measure"],
        words["mean"],
        *(f"{words['luck']} {words[e]}" for e in ("low", "high")),
    ]
    rows = []
    for result in content.study.results:
        for name in COMPARED:
            key = f"total|{result.name}|{name}"
            told = zip(("mean", "low", "high"), range_of(result, name), strict=True)
            cells = [_amount(content, value, name, f"{key}|{what}") for what, value in told]
            rows.append((Cell(result.name), Cell(label_of(MEASURES[name], content.lang)), *cells))
    return Table("totals", words["totals"], tuple(heads), tuple(rows))


def year_table(content: Content) -> Table:
    """Return what adds up, by year from the start and scenario, means over the futures."""
    words = content.words
    heads = [words["scenario"], words["year"], *(label_of(MEASURES[name], content.lang) for name in YEARLY)]
    rows = [
        tuple(_year_row(content, place, year))
        for place in range(len(content.study.results))
        for year in _years(content)
    ]
    return Table("years", words["years"], tuple(heads), tuple(rows))


def group_tables(content: Content) -> list[Table]:
    """Return what groups of at least five people do in each scenario, by tier and by unit."""
    words = content.words
    by_tier = tier_groups(content.study, content.lang)
    by_unit = unit_groups(content.study, content.lang, words["head_office"])
    totals: tuple[Total, Total] = (tier_total, unit_total)
    found = []
    for name, groups, total in zip(("tiers", "units"), (by_tier, by_unit), totals, strict=True):
        numbers = group_totals(content.study, groups, total)
        for result in content.study.results:
            heads = [words["group"], *(label_of(MEASURES[measure], content.lang) for measure in SHOWN)]
            rows = [
                (
                    Cell(g.label),
                    *(
                        _amount(content, numbers[result.name, g.label, m], m, f"{name}|{result.name}|{g.label}|{m}")
                        for m in SHOWN
                    ),
                )
                for g in groups
            ]
            whole = [_amount(content, float(result.total(m).mean()), m, f"{name}|{result.name}||{m}") for m in SHOWN]
            title = f"{words['by_tier' if name == 'tiers' else 'by_unit']}: {result.name}"
            summed = tuple(range(1, len(heads)))
            every = (*rows, (Cell(words["total"]), *whole))
            found.append(Table(name, title, tuple(heads), every, summed=summed, scenario=result.name))
    return found


def register_table(content: Content) -> Table:
    """Return the assumptions with value, range, unit, status and source; the largest effect first where it is known."""
    words, ranked = content.words, _effects(content)
    heads = [words[name] for name in ("assumption", "path", "value", "low", "high", "unit", "status", "source")]
    if ranked:
        heads.insert(2, words["effect"])
    order = {name: -abs(effect) for name, effect in ranked.items()}
    rows = []
    for assumption in sorted(content.assumptions, key=lambda each: order.get(each.name, 0.0)):
        for each in assumption.ranges:
            p, key = each.parameter, f"register|{each.parameter.path}"
            numbers = [
                _plain(number, f"{key}|{what}")
                for what, number in (("value", each.value), ("low", each.low), ("high", each.high))
            ]
            unit = unit_words(p.unit, content.currency, content.lang)
            status = words.get(p.status, p.status)
            row = [Cell(_called(content, p)), Cell(p.path), *numbers, Cell(unit), Cell(status), Cell(p.source)]
            if ranked:
                row.insert(2, _gap(content, ranked[assumption.name], ANSWER, f"effect|{assumption.name}"))
            rows.append(tuple(row))
    note = words["effect_note"].format(scenario=content.others[-1]) if ranked else ""
    return Table("register", words["register"], tuple(heads), tuple(rows), note)


def _called(content: Content, parameter: Parameter) -> str:
    """Return what people call an assumption, with the tier or unit that it is of: slides have no room for paths."""
    parameters = content.baseline.layout.scenario.parameters
    named = {**parameters.organisation.units, **parameters.tiers}
    keys = [key for key in parameter.path.split(".") if key in named]
    where = ", ".join(label_of(named[key], content.lang) or key for key in keys)
    label = label_of(parameter, content.lang)
    form = "{}（{}）" if content.lang == "zh" else "{} ({})"
    return form.format(label, where) if where else label


def bridge_tables(content: Content) -> list[Table]:
    """Return the way from the baseline to actuals and budget; the last row is what is known."""
    words, found = content.words, []
    for bridge in content.reconciliation.bridges if content.reconciliation else ():
        said = STEPS[content.lang]
        rows = tuple(
            (Cell(said[step]), _amount(content, value, "bookings", f"bridge|{bridge.what}|{step}"))
            for step, value in steps_of(bridge)
        )
        heads = (words["step"], label_of(MEASURES["bookings"], content.lang))
        title = f"{said['baseline']} → {said[bridge.what]}"
        found.append(Table("bridge", title, heads, rows, " ".join(bridge.sentences(content.lang)), summed=(1,)))
    return found


def _heads(content: Content, spans: list[str]) -> list[str]:
    """Return the heads of some intervals, each from and to."""
    return [f"{content.words[span]} {content.words[end]}" for span in spans for end in ("low", "high")]


def _difference_row(content: Content, difference: Difference) -> Iterator[Cell]:
    name = difference.measure.name
    key = f"difference|{difference.scenario}|{name}"
    yield Cell(label_of(difference.measure, content.lang))
    for what, values in (("baseline_mean", difference.baseline_values), ("scenario_mean", difference.values)):
        yield _amount(content, float(values.mean()) if values.size else math.nan, name, f"{key}|{what}")
    yield _gap(content, difference.mean, name, f"{key}|difference")
    relative = difference.relative if difference.is_told_as_a_share else math.nan
    yield _percent(relative, f"{key}|relative", "+.1%")
    yield _percent(math.nan if difference.is_same else difference.p_better, f"{key}|p_better", ".0%")
    yield from _ends(content, difference, ["luck"], name, key)


def _ends(content: Content, difference: Difference, spans: list[str], measure: str, key: str) -> Iterator[Cell]:
    """Go through the cells of some intervals."""
    for span in spans:
        for end, value in zip(("low", "high"), getattr(difference, span), strict=True):
            yield _gap(content, value, measure, f"{key}|{span}_{end}")


def _years(content: Content) -> range:
    return range(-(-content.n_months // MONTHS_PER_YEAR))


def _year_row(content: Content, place: int, year: int) -> Iterator[Cell]:
    result = content.study.results[place]
    months = slice(year * MONTHS_PER_YEAR, (year + 1) * MONTHS_PER_YEAR)
    yield Cell(result.name)
    yield Cell(str(year + 1))
    for name in YEARLY:
        value = float(result.monthly(name)[:, months].sum(axis=1).mean())
        yield _amount(content, value, name, f"year|{result.name}|{year + 1}|{name}")


def _effects(content: Content) -> dict[str, float]:
    """Return the effect of each assumption on the last scenario's difference; empty where it is not known."""
    if content.ranking is None:
        return {}
    rows = content.ranking[content.ranking["scenario"] == content.others[-1]]
    return {str(name): float(effect) for name, effect in zip(rows["assumption"], rows["effect"], strict=True)}


def _kind(measure: str) -> Kind:
    unit = MEASURES[measure].unit
    return "currency" if unit == "currency" else "share" if unit.startswith("share") else "number"


def _amount(content: Content, value: float, measure: str, key: str) -> Cell:
    return _numbered(content.amount(value, measure), value, _kind(measure), key)


def _gap(content: Content, value: float, measure: str, key: str) -> Cell:
    kind = _kind(measure)
    return _numbered(content.gap(value, measure), value, "points" if kind == "share" else kind, key)


def _percent(value: float, key: str, form: str) -> Cell:
    return _numbered(format(value, form), value, "share", key)


def _plain(value: float, key: str) -> Cell:
    rounded = float(f"{value:.6g}")
    return _numbered(f"{rounded:,.10g}", value, "number", key)


def _numbered(text: str, value: float, kind: Kind, key: str) -> Cell:
    """Return a cell with a number; a dash where there is none."""
    return Cell("–") if math.isnan(value) or np.isinf(value) else Cell(text, float(value), kind, key)
