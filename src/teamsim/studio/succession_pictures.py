"""Pictures of the succession tab that move: nine-box, benches, key-seat risk, chains, levers by price."""

from __future__ import annotations

import functools
from itertools import cycle
from typing import Any

import ipywidgets as widgets
import numpy as np

from teamsim.analysis.nine_boxes import LEVELS, NineBox
from teamsim.analysis.pseudonyms import LEAST, OTHERS
from teamsim.analysis.successors import Succession
from teamsim.colours import COLOURS
from teamsim.provenance import provenance_of
from teamsim.studio.charts import (
    Chart,
    End,
    Layout,
    Trace,
    axis_title,
    names_beside,
    numbers,
    plain,
    room_beside,
    tint,
    title,
)
from teamsim.studio.sources import Origin, source_line, term
from teamsim.studio.succession_words import SUCCESSION_WORDS
from teamsim.studio.succession_work import Findings
from teamsim.studio.telling import tier_label, unit_label
from teamsim.words import label_of, number

Picture = tuple[list[Trace], Layout, str]
_MARGIN = {"l": 58, "r": 14, "t": 44, "b": 44}
_HEIGHT = 330
_MONTHS = {"type": "date", "tickformat": "%Y-%m", "nticks": 4, "tickangle": 0, "showgrid": False}
_SCALE = [[0.0, COLOURS[1]], [0.5, "#f5f0e6"], [1.0, COLOURS[0]]]
_LONGEST = 6
"""Chains of so many seats or more are told together."""


class SuccessionPictures:
    """Up to five pictures; those that have nothing to show are not there."""

    def __init__(self) -> None:
        self.bench, self.risk, self.box, self.chains, self.levers = (Chart() for _ in range(5))
        self.widget: Any = widgets.Box([])
        self.widget.add_class("ts-pictures")

    def show(self, found: Findings, lang: str) -> None:
        """Show what is found."""
        shown, bench, origin = [], found.bench, functools.partial(_origin, found.bench, lang)
        if bench.shown("seat"):
            shown += [self.bench, self.risk]
            self.bench.show(*_benches(bench, lang), origin(len(bench.futures)))
            self.risk.show(*_risk(bench, lang), origin(len(bench.futures)))
        if found.box is not None:
            shown.append(self.box)
            self.box.show(*_nine(found.box, lang), origin(found.box.replication, "future"))
        if found.chains is not None:
            shown.append(self.chains)
            self.chains.show(*_chains(found, lang), origin(found.chains.chains["replication"].nunique()))
        if found.ranking is not None and bench.shown("seat"):
            shown.append(self.levers)
            first = found.ranking.benches[0]
            self.levers.show(*_levers(found, lang), _origin(first, lang, len(first.futures)))
        if self.widget.children != tuple(shown):
            self.widget.children = tuple(shown)


def _origin(bench: Succession, lang: str, n: int, of: str = "futures") -> Origin:
    """Return the scenario, and so many futures or the one of this number; its study makes them again."""
    line = source_line([bench.result.layout.scenario], term(of, lang, n=n, seed=bench.study.seed))
    return Origin(line, lambda: provenance_of(bench.study))


def seat_labels(bench: Succession, lang: str) -> dict[str, str]:
    """Return what people call the critical seats: tier, unit and a running number, never a person's name."""
    labels, counted = dict[str, str](), dict[tuple[str, str], int]()
    scenario = bench.result.layout.scenario
    for seat in bench.critical.seats:
        n = counted[seat.unit, seat.tier] = counted.get((seat.unit, seat.tier), 0) + 1
        labels[seat.name] = f"{tier_label(scenario, seat.tier, lang)}, {unit_label(scenario, seat.unit, lang)} {n}"
    return labels


def month_names(bench: Succession) -> list[str]:
    """Return the measured months as 2026-05."""
    year, month = map(int, bench.result.layout.scenario.parameters.time.start.split("-"))
    places = range(month - 1, month - 1 + bench.result.layout.n_measured)
    return [f"{year + place // 12}-{place % 12 + 1:02d}" for place in places]


def _benches(bench: Succession, lang: str) -> Picture:
    """Return seats by months: the share of futures in which a seat has a ready successor of its own."""
    said, labels, scenario = SUCCESSION_WORDS[lang], seat_labels(bench, lang), bench.result.layout.scenario
    groups = bench.shown("seat")

    def named(name: str) -> str:
        if name == OTHERS:
            return said["others"]
        return labels[name] if name in labels else tier_label(scenario, name, lang)

    heat = {
        "type": "heatmap",
        "x": [f"{month}-01" for month in month_names(bench)],
        "y": [plain(named(name)) for name in groups],
        "z": [numbers(bench.by_month(bench.cover, places)) for places in groups.values()],
        "zmin": 0.0,
        "zmax": 1.0,
        "colorscale": _SCALE,
        "colorbar": {"tickformat": ".0%", "thickness": 12},
        "hovertemplate": "%{y}, %{x|%Y-%m}: %{z:.0%}<extra></extra>",
        "hoverongaps": False,
    }
    layout = {
        "height": max(_HEIGHT, 90 + 22 * len(groups)),
        "margin": {**_MARGIN, "l": 8},
        "title": title(said["bench"]),
        "xaxis": _MONTHS,
        "yaxis": {"autorange": "reversed", "showgrid": False, "ticksuffix": " "},
    }
    return [heat], layout, said["bench"]


def _risk(bench: Succession, lang: str) -> Picture:
    """Return by month and tier how often a critical seat is empty, and empty with nobody ready."""
    said, scenario = SUCCESSION_WORDS[lang], bench.result.layout.scenario
    months, traces, ends = [f"{month}-01" for month in month_names(bench)], list[Trace](), list[End]()
    for colour, (name, places) in zip(cycle(COLOURS), bench.shown("tier").items(), strict=False):
        label = said["others"] if name == OTHERS else tier_label(scenario, name, lang)
        empty, alone = (numbers(bench.by_month(values, places)) for values in (bench.empty, bench.key_risk))
        line: Trace = {"mode": "lines", "x": months, "hovertemplate": "%{y:.1%}<extra>%{fullData.name}</extra>"}
        dark = {"line": {"width": 0}, "fill": "tozeroy", "fillcolor": tint(colour, 0.6)}
        traces.append({**line, "y": empty, "name": plain(label), "line": {"color": colour, "width": 1.5}})
        traces.append({**line, **dark, "y": alone, "name": plain(f"{label}: {said['alone']}")})
        ends += [End(label, month, y, colour) for month, y in zip(months, empty, strict=True) if y is not None][-1:]
    top = max((y for trace in traces for y in trace["y"] if y is not None), default=0.0)
    layout = {
        "height": _HEIGHT,
        "margin": {**_MARGIN, "r": room_beside(ends)},
        "title": title(said["risk_title"]),
        "showlegend": False,
        "annotations": names_beside(ends, (0.0, top), _HEIGHT - _MARGIN["t"] - _MARGIN["b"]),
        "xaxis": {**_MONTHS, "range": [months[0], months[-1]]},  # else plotly makes room for names within the axis
        "yaxis": {"tickformat": ".1%", "rangemode": "tozero"},
    }
    return traces, layout, said["risk_title"]


def _nine(box: NineBox, lang: str) -> Picture:
    """Return how many people stand in each of the nine boxes; of real people fewer than five are not counted."""
    said, counts = SUCCESSION_WORDS[lang], box.counts.to_numpy()[::-1]
    hides = box.found.is_of_real_people
    shown = np.where(hides & (counts < LEAST), 0, counts)
    names = [said[level] for level in LEVELS]
    heat = {
        "type": "heatmap",
        "x": names,
        "y": names,
        "z": [numbers(row) for row in shown],
        "text": [[f"&lt;{LEAST}" if hides and 0 < n < LEAST else f"{n}" for n in row] for row in counts],
        "texttemplate": "%{text}",
        "textfont": {"size": 15},
        "colorscale": [[0.0, "#f4f7fa"], [1.0, "#7fb2d6"]],
        "zmin": 0,
        "showscale": False,
        "xgap": 3,
        "ygap": 3,
        "hovertemplate": f"{said['performance']}: %{{x}}<br>{said['potential']}: %{{y}}<br>%{{text}}<extra></extra>",
    }
    source = tier_label(box.found.result.layout.scenario, box.source, lang)
    told = said["nine"].format(tier=source, month=month_names(box.found)[box.month], future=box.replication)
    layout = {
        "height": _HEIGHT,
        "margin": _MARGIN,
        "title": title(told),
        "xaxis": {"title": axis_title(said["performance"]), "showgrid": False},
        "yaxis": {"title": axis_title(said["potential"]), "showgrid": False, "ticksuffix": " "},
    }
    return [heat], layout, told


def _chains(found: Findings, lang: str) -> Picture:
    """Return the lengths of vacancy chains, as shares of those that start in a tier.

    With a legend: every tier has a bar at every length.
    """
    assert found.chains is not None
    said, scenario, chains = SUCCESSION_WORDS[lang], found.bench.result.layout.scenario, found.chains.chains
    lengths = [*(str(n) for n in range(1, _LONGEST)), f"{_LONGEST}+"]
    traces = []
    for place, tier in enumerate(name for name in found.chains.tiers if (chains["tier"] == name).any()):
        own = np.minimum(chains.loc[chains["tier"] == tier, "length"].to_numpy(), _LONGEST)
        traces.append(
            {
                "type": "bar",
                "x": lengths,
                "y": numbers(np.bincount(own, minlength=_LONGEST + 1)[1:] / own.size),
                "name": plain(tier_label(scenario, tier, lang)),
                "marker": {"color": COLOURS[place % len(COLOURS)]},
                "hovertemplate": "%{x}: %{y:.0%}<extra>%{fullData.name}</extra>",
            }
        )
    told = said["chains"].format(n=chains["replication"].nunique())
    layout = {
        "height": _HEIGHT,
        "margin": {**_MARGIN, "t": 96},
        "title": title(told),
        "legend": {"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom", "font": {"size": 10}},
        "xaxis": {"title": axis_title(said["length"]), "type": "category"},
        "yaxis": {"tickformat": ".0%", "title": axis_title(said["chains_share"])},
    }
    return traces, layout, told


def _levers(found: Findings, lang: str) -> Picture:
    """Return what a covered seat costs under each lever, the cheapest on top, and how many more are covered."""
    assert found.ranking is not None
    said, ranking = SUCCESSION_WORDS[lang], found.ranking
    table, labels = ranking.table, {lever.name: label_of(lever, lang) for lever in ranking.levers}
    cost, low, high = (table[name].to_numpy() for name in ("cost_per_seat", "cost_per_seat_low", "cost_per_seat_high"))
    whisker = {"type": "data", "symmetric": False, "color": "#444444", "thickness": 1, "width": 4}
    gains = [number(gain, "+.2f") for gain in table["gain"]]
    told = [
        said["gain"].format(gain=gain, share=row.better_in) if row.is_gain else said["no_gain"]
        for row, gain in zip(table.itertuples(), gains, strict=True)
    ]
    bars: Trace = {
        "type": "bar",
        "orientation": "h",
        "x": [value or 0.0 for value in numbers(cost)],
        "y": [plain(_wrapped(labels[str(name)])).replace("\n", "<br>") for name in table.index],
        "marker": {"color": tint(COLOURS[0], 0.6)},
        "error_x": {**whisker, "array": numbers(high - cost), "arrayminus": numbers(cost - low)},
        "hovertemplate": "%{y}: %{x:,.0f}<extra></extra>",
    }
    ends = np.nan_to_num(np.fmax(np.fmax(cost, high), 0.0))
    words: Trace = {
        "mode": "text",
        "textposition": "middle right",
        "x": numbers(ends),
        "y": bars["y"],
        "text": [f" {plain(text)}" for text in told],
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    currency = found.bench.result.layout.scenario.parameters.money.currency
    heading = said["levers"].format(currency=currency)
    start, width = float(np.nanmin([0.0, *cost, *low])), float(ends.max()) or 1.0
    layout = {
        "height": 90 + 46 * len(table),
        "margin": {**_MARGIN, "l": 8},
        "title": title(heading),
        "bargap": 0.35,
        "showlegend": False,
        "xaxis": {
            "tickformat": "~s",
            "title": axis_title(said["whiskers"]),
            "range": [min(0.0, start) - 0.03 * width, 1.5 * width],
        },
        "yaxis": {"autorange": "reversed", "ticksuffix": " "},
    }
    return [bars, words], layout, heading


def _wrapped(text: str) -> str:
    """Return a lever's name on two lines: what it does, and how."""
    return text.replace(": ", ":\n", 1).replace("：", "：\n", 1)
