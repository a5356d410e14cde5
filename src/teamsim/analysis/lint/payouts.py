"""Checks of how pay follows results: cliffs, dead zones, caps, falling pay, accelerators, target pay."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from teamsim.analysis.lint.examined import Examined
from teamsim.analysis.lint.findings import Finding, Severity
from teamsim.analysis.plan_curves import BELOW, ComponentCurve
from teamsim.calendar import MONTHS_PER_YEAR
from teamsim.model import NO_CAP
from teamsim.rules.incentives import Kind
from teamsim.scenario.schema import RateTable

_ZONE = 0.05
"""Dead zones narrower than this share of quota do not matter."""
_REACHED = 0.01
"""Chance from which a cap counts as reachable."""
_OFTEN = 0.05
"""Chance from which a reachable cap or a dead zone is serious."""
_MISSED = 0.9
"""Share of target pay below which it counts as missed."""
_STEEPER = 1.05
"""A rate that rises by less is no accelerator."""


def cliffs(x: Examined) -> Iterator[Finding]:
    """Find jumps of pay that are worth more than a month's target pay."""
    for curve in x.curves:
        for edge in curve.edges:
            jump = curve.jump(edge)
            if jump > x.pay_of_a_month:
                months = jump / x.pay_of_a_month
                terms = {"attainment": edge, "amount": jump, "months": months}
                yield x.finding("cliff", "serious", x.of_component(curve), jump, **terms)


def dead_zones(x: Examined) -> Iterator[Finding]:
    """Find ranges of attainment in which the plan as a whole pays nothing more for more results."""
    if not x.curves:
        return
    levels, paid = x.year
    cap = min((_cap_of(curve) for curve in x.curves), default=np.inf)
    for low, high in _flat_ranges(levels, paid):
        if high - low < _ZONE or low >= cap * BELOW:
            continue
        share = x.outlook.chance_above(low, MONTHS_PER_YEAR) - x.outlook.chance_above(high, MONTHS_PER_YEAR)
        place = x.place("components")
        yield x.finding("dead_zone", _severity(share), place, share, low=low, high=high, share=share)


def _severity(chance: float) -> Severity:
    """Return how bad something is that befalls so many people."""
    return "serious" if chance >= _OFTEN else "warning"


def _flat_ranges(levels: np.ndarray, paid: np.ndarray) -> Iterator[tuple[float, float]]:
    """Go through the ranges in which pay stays the same."""
    is_flat = np.abs(np.diff(paid)) <= 1e-9 * max(float(np.abs(paid).max()), 1.0)
    start = None
    for place, flat in enumerate([*is_flat, False]):
        if flat and start is None:
            start = place
        elif not flat and start is not None:
            yield float(levels[start]), round(float(levels[place]), 6)
            start = None


def _cap_of(curve: ComponentCurve) -> float:
    """Return the attainment at which a rate table's cap binds; inf = never."""
    c = curve.terms
    if curve.kind != Kind.RATE_TABLE or (c.cap_attainment >= NO_CAP and c.cap_pay >= NO_CAP):
        return np.inf
    last = curve.edges[-1] if curve.edges else np.inf
    return last if curve.pay(2.0 * last) <= curve.pay(last) * (1.0 + 1e-6) else np.inf


def reachable_caps(x: Examined) -> Iterator[Finding]:
    """Find caps that somebody can reach."""
    for curve in x.curves:
        cap = _cap_of(curve)
        chance = x.outlook.chance_above(cap, curve.months) if np.isfinite(cap) else 0.0
        if chance >= _REACHED:
            key = "cap" if curve.terms.cap_attainment < NO_CAP else "cap_pay"
            terms = {"attainment": cap, "share": chance, "months": curve.months}
            yield x.finding("reachable_cap", _severity(chance), x.of_component(curve, key), chance, **terms)


def negative_rates(x: Examined) -> Iterator[Finding]:
    """Find ranges of attainment in which a component pays less for more."""
    for curve in x.curves:
        levels, paid = curve.sampled()
        falls = np.diff(paid) < -1e-9 * max(float(np.abs(paid).max()), 1.0)
        for first, last in _runs(falls):
            amount = float(paid[first] - paid[last + 1])
            terms = {"low": float(levels[first]), "high": float(levels[last + 1]), "amount": amount}
            yield x.finding("negative_rate", "serious", x.of_component(curve), -amount, **terms)


def _runs(marked: np.ndarray) -> Iterator[tuple[int, int]]:
    """Go through the first and the last place of each stretch of marks."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], marked, [False]]).astype(int)))
    yield from ((int(first), int(end) - 1) for first, end in zip(edges[::2], edges[1::2], strict=True))


def accelerators_below_quota(x: Examined) -> Iterator[Finding]:
    """Find rate tables whose rate rises before quota is made; a first rate of 0 is a threshold, not a low rate."""
    for name, table in x.declared.components.items():
        if not isinstance(table, RateTable):
            continue
        rises = [(start, now / before) for (_, before), (start, now) in _steps(table) if before > 0.0]
        if table.accelerator > 1.0:
            rises.append((table.accelerator_from, table.accelerator))
        for start, times in rises:
            if 0.0 < start < 1.0 and times >= _STEEPER:
                share = x.outlook.chance_above(start, MONTHS_PER_YEAR) - x.outlook.chance_above(1.0, MONTHS_PER_YEAR)
                place = x.place("components", name, "rates" if start != table.accelerator_from else "accelerator_from")
                terms = {"attainment": start, "times": times, "share": share}
                yield x.finding("accelerator_below_quota", "warning", place, start, **terms)


def _steps(table: RateTable) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Return each band of a rate table with the next."""
    return list(zip(table.rates[:-1], table.rates[1:], strict=True))


def missed_target_pay(x: Examined) -> Iterator[Finding]:
    """Find a pay at quota that somebody who sells quota on average does not have in the median year.

    Each component is read at the median of its own measurement period: luck with mean one has a median below one, and
    the shorter the period the further.
    """
    target = sum(curve.periods_a_year * curve.pay(1.0) for curve in x.curves)
    paid = sum(c.periods_a_year * c.pay(x.luck.quantile(0.5, c.months)) for c in x.curves)
    if target > 0.0 and paid < _MISSED * target:
        terms = {"paid": paid, "target": target, "share": paid / target}
        yield x.finding("target_pay_missed", "serious", x.place("components"), paid / target, **terms)


def missed_market_pay(x: Examined) -> Iterator[Finding]:
    """Find a target pay below the market pay that the scenario states."""
    market, target = x.p.tiers[x.plan.tier].market_pay_annual, MONTHS_PER_YEAR * x.pay_of_a_month
    if market is not None and target < _MISSED * market:
        terms = {"paid": target, "target": market, "share": target / market}
        place = f"tiers.{x.plan.tier}.market_pay_annual"
        yield x.finding("market_pay_missed", "warning", place, target / market, **terms)
