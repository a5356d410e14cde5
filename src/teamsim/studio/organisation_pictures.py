"""Pictures of the organisation tab that move: both trees as icicles, and seats by tier."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets

from teamsim.analysis.shapes import Shape, shape_of
from teamsim.colours import COLOURS
from teamsim.scenario.scenario import Scenario
from teamsim.shape_provenance import shape_provenance_of
from teamsim.studio.charts import Chart, Layout, Trace, axis_title, caption, numbers, plain, title
from teamsim.studio.organisation_words import ORGANISATION_WORDS
from teamsim.studio.sources import Origin, source_line
from teamsim.studio.telling import tier_label, unit_label

_MARGIN = {"l": 58, "r": 14, "t": 70, "b": 44}
_HEIGHT = 400
_HALVES = ([0.0, 0.48], [0.52, 1.0])


class OrganisationPictures:
    """The two shapes beside each other, and what they have of each tier."""

    def __init__(self) -> None:
        self.trees, self.tiers = Chart(), Chart()
        self.widget: Any = widgets.Box([self.trees, self.tiers])
        self.widget.add_class("ts-pictures")

    def show(self, baseline: Scenario, scenario: Scenario, colour: str, lang: str) -> None:
        """Show two shapes; `colour` is that of the scenario."""
        both = (baseline, scenario)
        origin = Origin(source_line(both), lambda: shape_provenance_of(both))
        self.trees.show(*_trees(both, lang), origin)
        self.tiers.show(*_tiers(both, colour, lang), origin)


Picture = tuple[list[Trace], Layout, str]


def _trees(scenarios: tuple[Scenario, Scenario], lang: str) -> Picture:
    said, shapes = ORGANISATION_WORDS[lang], tuple(map(shape_of, scenarios))
    spans = [unit.span for shape in shapes for unit in shape.units if unit.reports and unit.span]
    ends = (0.0, max([10.0, *spans]))
    traces = [
        _tree(scenario, shape, half, ends, lang)
        for scenario, shape, half in zip(scenarios, shapes, _HALVES, strict=True)
    ]
    names = [
        {**caption(f"<b>{plain(scenario.name)}</b>", 1.0), "x": half[0]}
        for scenario, half in zip(scenarios, _HALVES, strict=True)
    ]
    layout = {
        "height": _HEIGHT,
        "margin": {"l": 8, "r": 8, "t": 70, "b": 12},
        "title": title(said["picture"]),
        "annotations": names,
    }
    return traces, layout, f"{said['picture']}: {scenarios[0].name}, {scenarios[1].name}"


def _tree(scenario: Scenario, shape: Shape, half: list[float], ends: tuple[float, float], lang: str) -> Trace:
    """Return one tree: a box for each unit, as wide as its own seats and those below it."""
    told, units = ORGANISATION_WORDS[lang]["span"], scenario.parameters.organisation.units
    shown = [
        unit for unit in shape.units if unit.n_seats or any(units[u.name].parent == unit.name for u in shape.units)
    ]
    labels = [plain(unit_label(scenario, unit.name, lang)) for unit in shown]
    spans = [unit.span if unit.reports and unit.span else 0.0 for unit in shown]
    return {
        "type": "icicle",
        "ids": [unit.name for unit in shown],
        "labels": labels,
        "parents": [units[unit.name].parent or "" for unit in shown],
        "values": [unit.n_seats for unit in shown],
        "branchvalues": "remainder",
        "tiling": {"orientation": "v"},
        "pathbar": {"visible": False},
        "domain": {"x": half, "y": [0, 1]},
        "marker": {
            "colors": spans,
            "cmin": ends[0],
            "cmax": ends[1],
            "colorscale": [[0.0, "#eef3f7"], [1.0, "#6fa8d0"]],
            "line": {"color": "#ffffff", "width": 2},
        },
        "customdata": [f"{span:.1f}" if span else "–" for span in spans],
        "texttemplate": "%{label}<br>%{value}",
        "hovertemplate": f"%{{label}}: %{{value}}<br>{told}: %{{customdata}}<extra></extra>",
        "textfont": {"color": "#222222"},
    }


def _tiers(scenarios: tuple[Scenario, Scenario], colour: str, lang: str) -> Picture:
    """Return the seats of each tier, before and after; with a legend, since both have a bar in every tier."""
    said, names = ORGANISATION_WORDS[lang], scenarios[1].parameters.tiers
    bars = [
        {
            "type": "bar",
            "orientation": "h",
            "y": [plain(tier_label(scenarios[1], tier, lang)) for tier in names],
            "x": numbers([shape_of(scenario).by_tier.get(tier, 0) for tier in names]),
            "name": plain(scenario.name),
            "marker": {"color": own},
            "texttemplate": "%{x}",
            "textposition": "outside",
            "cliponaxis": False,
            "hovertemplate": "%{y}: %{x}<extra>%{fullData.name}</extra>",
        }
        for own, scenario in ((colour, scenarios[1]), (COLOURS[0], scenarios[0]))  # plotly piles them up
    ]
    layout = {
        "height": _HEIGHT,
        "margin": {**_MARGIN, "l": 8, "r": 34},
        "title": title(said["tiers_title"]),
        "legend": {"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom", "traceorder": "reversed"},
        "xaxis": {"title": axis_title(said["seats"])},
        "yaxis": {"ticksuffix": " "},
    }
    return bars, layout, said["tiers_title"]
