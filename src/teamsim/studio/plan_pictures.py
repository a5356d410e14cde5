"""Pictures of the plan lab that move: payout and marginal rate, winners and losers, the strip, effort."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import ipywidgets as widgets
import numpy as np

from teamsim.analysis.gaming import effort_surface
from teamsim.analysis.pseudonyms import LEAST
from teamsim.colours import COLOURS
from teamsim.plan_provenance import Shown, SimulatedYear, plan_provenance_of
from teamsim.studio.charts import (
    Chart,
    End,
    Layout,
    Trace,
    amounts,
    axis_title,
    caption,
    names_beside,
    numbers,
    plain,
    room_beside,
    title,
)
from teamsim.studio.lab_words import LAB_WORDS
from teamsim.studio.laboratory import Examination, PlanFacts
from teamsim.studio.sources import Origin, source_line, term
from teamsim.studio.telling import tier_label

_CHANGES = ("bookings_change", "pay_change", "gain")
_MARGIN = {"l": 58, "r": 14, "t": 44, "b": 44}
_HIGH, _LOW = 430, 340
_UPPER, _LOWER = [0.42, 1.0], [0.0, 0.28]
_FAR = 1.6
"""Attainment up to which pay is shown."""
_DASHED = {"color": "#999999", "width": 1, "dash": "dash"}
_AT_QUOTA = {"type": "line", "x0": 1, "x1": 1, "y0": 0, "y1": 1, "line": _DASHED}


class PlanPictures:
    """Up to four pictures; those that have nothing to show are not there."""

    def __init__(self) -> None:
        self.curve, self.winners, self.strip, self.effort = Chart(), Chart(), Chart(), Chart()
        self.widget: Any = widgets.Box([self.curve])
        self.widget.add_class("ts-pictures")

    def show(self, found: Examination, names: tuple[str, str], colour: str, currency: str, lang: str) -> None:
        """Show what is found; `names` are those of the baseline and of the scenario, whose colour is `colour`."""
        shown, origin = [self.curve], functools.partial(_origin, found, lang)
        self.curve.show(*_curves(found, names, colour, currency, lang), origin(Shown()))
        if _has_winners(found):
            shown.append(self.winners)
            self.winners.show(*_winners(found, currency, lang), origin(_replayed(found), _results(found, lang)))
        if found.forecast is not None:
            shown.append(self.strip)
            people = _people(found.forecast.attrs, lang)
            self.strip.show(*_strip(found, names[0], lang), origin(Shown(forecast=found.forecast), people))
        if found.audit is not None:
            shown.append(self.effort)
            people = _people(vars(found.audit), lang)
            self.effort.show(*_effort(found, lang), origin(Shown(audit=found.audit), people))
        if self.widget.children != tuple(shown):
            self.widget.children = tuple(shown)


def _has_winners(found: Examination) -> bool:
    """Tell whether there is a change to draw, and none of its bars is known to be somebody's."""
    if found.people is None or not found.people["change"].any():
        return False
    return found.is_simulated or found.n_people >= LEAST


def _origin(found: Examination, lang: str, shown: Shown, *terms: str) -> Origin:
    """Return which plan of which scenarios is shown, and what else is known of the numbers."""
    plan = found.facts.plan
    plans = [facts.plan for facts in (found.facts, found.before) if facts]
    named = term("plan", lang, plan=plan.name, tier=tier_label(plan.scenario, plan.tier, lang))
    line = source_line([each.scenario for each in reversed(plans)], named, *terms)
    return Origin(line, lambda: plan_provenance_of(plans, shown))


def _replayed(found: Examination) -> Shown:
    """Return the simulated year that is shown, or how many people's results: these are in no file."""
    if found.is_simulated and found.people is not None:
        return Shown(year=SimulatedYear(found.people, found.seed))
    return Shown(n_people=found.n_people)


def _results(found: Examination, lang: str) -> str:
    """Return whose results were replayed: real people's, or those of one simulated future."""
    name = "future" if found.is_simulated else "results"
    return term(name, lang, n=0 if found.is_simulated else found.n_people, seed=found.seed)


def _people(simulated: Mapping[Any, Any], lang: str) -> str:
    return term("people", lang, n=simulated["n"], seed=simulated["seed"])


Picture = tuple[list[Trace], Layout, str]


def _curves(found: Examination, names: tuple[str, str], colour: str, currency: str, lang: str) -> Picture:
    """Return pay above, the marginal rate below; a dashed line marks quota."""
    said = LAB_WORDS[lang]
    plans = [(found.before, names[0], COLOURS[0]), (found.facts, names[1], colour)]
    traces = [trace for facts, name, own in plans if facts for trace in _curve(facts, name, own)]
    paid = [(facts.curve.pay, name, own) for facts, name, own in plans if facts]
    ends = [End(name, _FAR, float(pay[-1]), own) for pay, name, own in paid]
    span, high = (0.0, max(float(pay.max()) for pay, _, _ in paid)), _HIGH - _MARGIN["t"] - _MARGIN["b"]
    shared = {"tickformat": ".0%", "range": [0, _FAR]}
    pay = [float(value) for facts, _, _ in plans if facts for value in facts.curve.pay]
    layout = {
        "height": _HIGH,
        "margin": {**_MARGIN, "r": room_beside(ends)},
        "showlegend": False,
        "shapes": [{**_AT_QUOTA, "yref": f"{axis} domain", "xref": "x"} for axis in ("y", "y2")],
        "annotations": [
            caption(f"<b>{said['pay_title']}</b>  {currency}", _UPPER[1]),
            caption(f"<b>{said['rate_title']}</b>", _LOWER[1]),
            *names_beside(ends, span, (_UPPER[1] - _UPPER[0]) * high),
        ],
        "xaxis": {**shared, "anchor": "y2", "title": axis_title(said["attainment"])},
        "yaxis": {"domain": _UPPER, "rangemode": "tozero", **amounts(pay, lang)},
        "yaxis2": {"domain": _LOWER, "tickformat": ".0%", "rangemode": "tozero", "nticks": 4, "ticksuffix": " "},
    }
    return traces, layout, f"{said['pay_title']}, {said['rate_title']}: {names[0]}, {names[1]}"


def _curve(facts: PlanFacts, name: str, colour: str) -> list[Trace]:
    """Return the lines of one plan: pay, its jumps dotted, the marginal rate."""
    curve = facts.curve
    tops = [float(np.interp(edge, curve.attainments, curve.pay)) for edge, _ in curve.jumps]
    line: Trace = {"mode": "lines", "name": plain(name), "line": {"color": colour, "width": 2}}
    named = "<extra>%{fullData.name}</extra>"
    pay = np.where(np.isnan(curve.marginal_rates), np.nan, curve.pay)
    jumps_y = [y for top, (_, jump) in zip(tops, curve.jumps, strict=True) for y in (top - jump, top, None)]
    at = numbers(curve.attainments)
    return [
        {**line, "x": at, "y": numbers(pay), "hovertemplate": f"%{{y:,.0f}} (%{{x:.0%}}){named}"},
        {
            **line,
            "x": [x for edge, _ in curve.jumps for x in (edge, edge, None)],
            "y": jumps_y,
            "line": {"color": colour, "width": 2, "dash": "dot"},
            "hoverinfo": "skip",
        },
        {
            **line,
            "x": at,
            "y": numbers(curve.marginal_rates),
            "yaxis": "y2",
            "line": {"color": colour, "width": 2, "shape": "hv"},
            "hovertemplate": f"%{{y:.2%}} (%{{x:.0%}}){named}",
        },
    ]


def _winners(found: Examination, currency: str, lang: str) -> Picture:
    """Return everybody's change in order; no name is shown."""
    assert found.people is not None
    said, changes = LAB_WORDS[lang], np.sort(found.people["change"].to_numpy(dtype=np.float64))
    colours = [COLOURS[1] if change < 0.0 else COLOURS[0] for change in changes]
    bars = {"type": "bar", "x": list(range(changes.size)), "y": numbers(changes), "marker": {"color": colours}}
    layout = {
        "height": _HIGH,
        "margin": _MARGIN,
        "bargap": 0,
        "showlegend": False,
        "title": title(said["winners_title"]),
        "xaxis": {"showticklabels": False, "showgrid": False, "title": axis_title(said["people"])},
        "yaxis": {
            **amounts(changes.tolist(), lang),
            "zerolinecolor": "#888888",
            "title": axis_title(said["change"].format(currency=currency)),
        },
    }
    return [{**bars, "hovertemplate": "%{y:+,.0f}<extra></extra>"}], layout, said["winners_title"]


def _strip(found: Examination, baseline: str, lang: str) -> Picture:
    """Return what changes by elasticity; 0 is the no-response bound."""
    assert found.forecast is not None
    said, told = LAB_WORDS[lang], LAB_WORDS[lang]["strip_title"].format(baseline=baseline)
    lines = [
        {
            "mode": "lines+markers",
            "x": numbers(found.forecast["elasticity"]),
            "y": numbers(found.forecast[column]),
            "name": said[column],
            "line": {"color": COLOURS[place], "width": 2},
        }
        for place, column in enumerate(_CHANGES)
    ]
    far, changes = float(found.forecast["elasticity"].max()), found.forecast[[*_CHANGES]].to_numpy()
    span = float(changes.min()), float(changes.max())
    named = zip(_CHANGES, changes[-1].tolist(), COLOURS, strict=False)
    ends = [End(said[name], far, change, colour) for name, change, colour in named]
    layout = {
        "height": _LOW,
        "margin": {**_MARGIN, "r": room_beside(ends)},
        "showlegend": False,
        "annotations": names_beside(ends, span, _LOW - _MARGIN["t"] - _MARGIN["b"]),
        "hovermode": "x unified",
        "title": title(told),
        "xaxis": {"title": axis_title(said["elasticity"]), "range": [-0.05 * far, 1.05 * far]},
        "yaxis": {"tickformat": "+.1%", "zerolinecolor": "#888888"},
    }
    return lines, layout, told


def _effort(found: Examination, lang: str) -> Picture:
    """Return effort by month and attainment to date."""
    assert found.audit is not None
    said, surface = LAB_WORDS[lang], effort_surface(found.audit)
    told = said["effort_title"].format(elasticity=found.audit.usual)
    heat = {
        "type": "heatmap",
        "x": list(surface.columns),
        "y": numbers(surface.index),
        "z": [numbers(row) for row in surface.to_numpy()],
        "colorscale": "Cividis",
        "hovertemplate": "%{z:.2f}<extra></extra>",
        "colorbar": {"title": {"text": said["effort"]}},
    }
    layout = {
        "height": _LOW,
        "margin": _MARGIN,
        "title": title(told),
        "xaxis": {"dtick": 1, "title": axis_title(said["month"])},
        "yaxis": {"tickformat": ".0%", "title": axis_title(said["attainment"])},
    }
    return [heat], layout, told
