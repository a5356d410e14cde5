"""What each component of a plan pays for a measurement period, by attainment; where its pay bends and jumps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from teamsim.calendar import MONTHS_PER_YEAR
from teamsim.model import NO_CAP, ComponentParameters, Floats
from teamsim.plans import Plan
from teamsim.rules import replacements
from teamsim.rules.incentives import Kind, Measured, closing_payout, rule_of
from teamsim.scenario.components import component_rows
from teamsim.scenario.rows import records

BY_RESULTS = (Kind.RATE_TABLE, Kind.LUMP_SUM, Kind.SPIF, Kind.SCORE)
"""Components that follow from a person's own results; contests, draws and the like do not."""
BELOW = 1.0 - 1e-9
"""Just below an edge."""
_HIGHEST = 3.0
"""Attainment up to which a cap on pay is looked for beyond the last edge."""
_HALVINGS = 50


@dataclass(frozen=True, eq=False)
class ComponentCurve:
    """What one component pays a person with the tier's quota for one measurement period.

    `quota` is that of the period; `edges` are the attainments of the person at which pay may bend or jump; `months`
    is the length of the period; `cycle` is below 0 for a window of its own, which comes once.
    """

    name: str
    kind: Kind
    measure: Measured
    months: int
    cycle: int
    quota: float
    edges: tuple[float, ...]
    terms: Any
    rule: Callable[[Any], Any]

    @property
    def periods_a_year(self) -> float:
        """How often the period comes in a year."""
        return 1.0 if self.cycle < 0 else MONTHS_PER_YEAR / self.months

    def pay(self, attainment: float) -> float:
        """Return the pay of the period [currency]; soft scores stand at 1."""
        c, quota = self.terms, self.quota
        if self.measure == Measured.SOFT:
            return closing_payout(self.rule, c, 1.0, 1.0, 1.0)
        return closing_payout(self.rule, c, c.credit_factor * attainment * quota, c.quota_factor * quota, 1.0)

    def jump(self, edge: float) -> float:
        """Return by how much pay jumps at an attainment; a fall is negative, a mere bend is 0."""
        gap, steps = self.pay(edge) - self.pay(edge * BELOW), 2e-9 * max(self.quota, 1.0) * max(edge, 1.0)
        return gap if abs(gap) > steps else 0.0

    def sampled(self, highest: float = 2.5, n: int = 251) -> tuple[Floats, Floats]:
        """Return attainments up to the highest, edges from both sides among them, and the pay there."""
        edges = np.array([edge for edge in self.edges if 0.0 < edge <= highest])
        levels = np.unique(np.concatenate([np.linspace(0.0, highest, n), edges, edges * BELOW]))
        return levels, np.array([self.pay(float(level)) for level in levels])


def curves_of(plan: Plan) -> list[ComponentCurve]:
    """Return the components of a plan that follow from results, as they hold for its tier."""
    p, rule = plan.scenario.parameters, rule_of(replacements(plan.scenario.rules, compiled=False))
    quota, named = p.tiers[plan.tier].quota_annual, component_rows(p, p.incentives.plans[plan.name], plan.tier)
    rows = records(ComponentParameters, [row for _, row in named]) if named else []
    return [
        _curve(name, c, quota * int(c.cycle_months) / MONTHS_PER_YEAR, rule)
        for (name, _), c in zip(named, rows, strict=True)
        if c.kind in BY_RESULTS
    ]


def _curve(name: str, c: Any, quota: float, rule: Callable[[Any], Any]) -> ComponentCurve:
    """Return the curve of a component."""
    terms = name, Kind(c.kind), Measured(c.measure), int(c.cycle_months), int(c.cycle), float(quota)
    is_moved = c.measure != Measured.SOFT and c.credit_factor > 0.0
    scale = float(c.quota_factor / c.credit_factor) if is_moved else 0.0
    edges = sorted({scale * edge for edge in _edges(c, quota) if 0.0 < edge < NO_CAP} - {0.0})
    curve = ComponentCurve(*terms, tuple(edges), c, rule)
    if c.kind != Kind.RATE_TABLE or c.cap_pay >= NO_CAP or not is_moved:
        return curve
    return ComponentCurve(*terms, tuple(sorted({*edges, *_cap_on_pay(curve)})), c, rule)


def _edges(c: Any, quota: float) -> Iterator[float]:
    """Go through the attainments of the component's own quota at which its pay may bend or jump."""
    if c.kind == Kind.RATE_TABLE:
        yield from (float(start) for start, step in zip(c.band_from, c.band_step, strict=True) if step)
        yield from (float(c.threshold), float(c.cap_attainment))
    elif c.kind == Kind.SPIF:
        yield float(c.threshold)
        yield float(c.least_result / (c.quota_factor * quota)) if quota > 0.0 else 0.0
    else:
        yield from map(float, c.level_from)


def _cap_on_pay(curve: ComponentCurve) -> Iterator[float]:
    """Find the attainment at which a cap on pay is reached."""
    most = float(curve.terms.cap_pay * curve.terms.quota_factor) * curve.quota * BELOW
    low, high = 0.0, max([_HIGHEST, *(2.0 * edge for edge in curve.edges)])
    if curve.pay(high) < most:
        return
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if curve.pay(middle) >= most else (middle, high)
    yield high


@dataclass(frozen=True, slots=True, eq=False)
class PayoutCurve:
    """What a plan pays a year by attainment, the rate of one more unit of bookings, and the jumps (where, how much)."""

    attainments: Floats
    pay: Floats
    marginal_rates: Floats
    jumps: tuple[tuple[float, float], ...]


def payout_curve_of(plan: Plan, highest: float = 1.6) -> PayoutCurve:
    """Return a plan's pay of a year for somebody with the same attainment in every month.

    6% to a quota of 100, 12% above it: 6 at 100%, the rate .06 below and .12 above, no jump.
    """
    curves = curves_of(plan)
    parts = [curve.sampled(highest)[0] for curve in curves]
    # rounded: the same level from two grids is one
    levels = np.unique(np.round(np.concatenate([np.linspace(0.0, highest, 161), *parts]), 12))
    pay = np.asarray(plan.payout(levels), dtype=np.float64)
    quota = plan.scenario.parameters.tiers[plan.tier].quota_annual
    jumps: dict[float, float] = {}
    for curve in curves:
        for edge in curve.edges:
            jump = curve.periods_a_year * curve.jump(edge)
            if jump and edge <= highest:
                jumps[edge] = jumps.get(edge, 0.0) + jump
    run, rise = np.diff(levels), np.diff(pay)
    is_wide = run > 1e-6  # the step over a jump has no rate
    rates = np.where(is_wide, rise, 0.0) / np.where(is_wide, run * max(quota, 1e-9), 1.0)
    rates = np.where(is_wide, rates, np.nan)
    return PayoutCurve(levels, pay, np.append(rates, rates[-1]), tuple(sorted(jumps.items())))
