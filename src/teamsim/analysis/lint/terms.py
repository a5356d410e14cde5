"""Checks of a plan's terms: measures, SPIFs, forfeiture, contributions, windfalls."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import Any

from teamsim.analysis.lint.examined import Examined
from teamsim.analysis.lint.findings import Finding
from teamsim.analysis.plan_curves import ComponentCurve
from teamsim.calendar import MONTHS_PER_YEAR
from teamsim.model import NO_CAP
from teamsim.rules.incentives import Kind
from teamsim.scenario.jurisdictions import jurisdiction_fields
from teamsim.scenario.schema import LumpSum, RateTable, Scorecard, Spif

_MOST_MEASURES = 3
_WINDFALL = 3.0
"""A month of so many times its quota is a windfall."""
_SELDOM = 0.01
"""Chance of a windfall in a year from which it is told."""
_SAME = {"own": "bookings", "credited": "bookings"}
"""Measures that are called by two names."""


def many_measures(x: Examined) -> Iterator[Finding]:
    """Find plans on more than three measures."""
    measures = sorted({_SAME.get(name, name) for c in x.declared.components.values() for name in _measures(c)})
    if len(measures) > _MOST_MEASURES:
        terms = {"count": len(measures), "measures": ", ".join(measures)}
        yield x.finding("many_measures", "warning", x.place("components"), len(measures), **terms)


def _measures(component: Any) -> Iterator[str]:
    """Go through the measures of a component; soft items of a scorecard are judged apart from each other."""
    items = component.items if isinstance(component, Scorecard) else {"": component}
    for name, item in items.items():
        measure = getattr(item, "measure", None)
        if measure is not None:
            yield name if measure == "soft" else str(measure)


def overlapping_spifs(x: Examined) -> Iterator[Finding]:
    """Find SPIFs on the same measure that run at the same time."""
    spifs = {name: c for name, c in x.declared.components.items() if isinstance(c, Spif)}
    for (one, a), (other, b) in itertools.combinations(spifs.items(), 2):
        first, last = max(a.from_month, b.from_month), min(a.until_month, b.until_month)
        is_same = _SAME.get(a.measure, a.measure) == _SAME.get(b.measure, b.measure)
        if is_same and first <= last:
            terms = {"one": one, "other": other, "first": first, "last": last}
            yield x.finding("overlapping_spifs", "warning", x.place("components", other), last - first + 1, **terms)


def forfeitures(x: Examined) -> Iterator[Finding]:
    """Find pay of a whole year that people lose who leave without fault."""
    for curve in x.curves:
        component = x.declared.components[curve.name.split(".")[0]]
        amount = curve.periods_a_year * curve.pay(1.0)
        if amount > 0.0 and _is_earned_at_year_end(component) and _is_lost(component):
            terms = {"what": f"`{curve.name}`", "amount": amount}
            yield x.finding("forfeiture", "warning", x.of_component(curve), amount, **terms)


def _is_earned_at_year_end(component: Any) -> bool:
    """Tell whether a component is earned only when a year ends."""
    is_late = isinstance(component, LumpSum | Scorecard) or getattr(component, "earned", "") == "at_close"
    return bool(is_late and getattr(component, "cycle", "") == "year")


def _is_lost(component: Any) -> bool:
    """Tell whether people who leave without fault lose the running cycle, or what is earned and open."""
    running, open_pay = component.running_without_fault, component.without_fault
    running = component.running_on_exit if running == "same" else running
    open_pay = component.on_exit if open_pay == "same" else open_pay
    return "forfeit" in (running, open_pay)


def missing_on_costs(x: Examined) -> Iterator[Finding]:
    """Find plans that pay in a scenario whose employer owes no contributions."""
    if x.variable_at_quota > 0.0 and not jurisdiction_fields(x.p.costs.jurisdiction)["has_on_costs"]:
        place, amount = f"costs.jurisdiction ({x.plan.tier})", x.variable_at_quota
        yield x.finding("on_costs", "warning", place, amount, amount=amount)


def windfalls(x: Examined) -> Iterator[Finding]:
    """Find commission without any limit where luck alone brings a huge month to some people in a year."""
    if x.declared.deal_limit is not None and x.declared.beyond_limit < 1.0:
        return
    share = 1.0 - (1.0 - x.luck.chance_above(_WINDFALL, 1)) ** MONTHS_PER_YEAR
    for curve in x.curves:
        component = x.declared.components[curve.name.split(".")[0]]
        if share >= _SELDOM and isinstance(component, RateTable) and _is_unlimited(curve):
            amount = _pay_for_a_month(curve)
            yield x.finding("windfall", "note", x.of_component(curve, "cap"), share, amount=amount, share=share)


def _is_unlimited(curve: ComponentCurve) -> bool:
    """Tell whether a rate table has no cap at all."""
    is_table, lowest = curve.kind == Kind.RATE_TABLE, float(min(curve.terms.cap_attainment, curve.terms.cap_pay))
    return is_table and lowest >= NO_CAP


def _pay_for_a_month(curve: ComponentCurve) -> float:
    """Return what a huge month pays on top of a period that stands at quota."""
    more = _WINDFALL / curve.months
    pay = curve.pay(1.0 + more) - curve.pay(1.0)
    return pay if math.isfinite(pay) else 0.0
