"""What a plan pays for a person's own sales, by cycle: what the programme of effort is solved for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from teamsim.calendar import MONTHS_PER_YEAR
from teamsim.model import NO_CAP, Floats, Record, Records
from teamsim.response.payouts import Payout
from teamsim.response.programme import Component
from teamsim.rules.incentives import Kind, Measured, closing_payout

Rule = Callable[[Callable[..., Any]], Callable[..., Any]]
_HERE = 1.0 + 1e-12
"""A threshold counts as reached where rounding hides it."""
_BEND = 1e-7
_LEAST = 1e-9
"""An attainment below is none: between it and none there is nowhere to look."""


@dataclass(frozen=True, slots=True)
class SalesPay:
    """One component on own sales: how often it measures, and its pay by the sales of that time.

    Sales and pay are shares of a year's quota.
    """

    number: int
    months: int
    payout: Payout
    is_as_earned: bool


@dataclass(frozen=True, slots=True)
class Nested:
    """A plan as the programme takes it: at most two carried cycles, sales in shares of the outer one's quota."""

    components: tuple[Component, ...]
    periods: int
    inner: int
    outer_number: int
    inner_number: int
    merged: tuple[int, ...]  # components whose cycle is treated as part of the outer one


def is_on_own_sales(c: Record, is_team_credited: bool) -> bool:
    """Tell whether a component pays, cycle by cycle, for what the person books; collections count as booked."""
    by_sales = c.kind in (Kind.RATE_TABLE, Kind.LUMP_SUM, Kind.SCORE) and c.credit_factor * c.quota_factor > 0.0
    is_own = c.measure in (Measured.OWN, Measured.COLLECTIONS)
    return bool(by_sales and (is_own or (c.measure == Measured.CREDITED and not is_team_credited)))


def sales_pays(rule: Rule, rows: Records, quota_annual: float, is_team_credited: bool) -> Iterator[SalesPay]:
    """Go through the components of a plan that pay for own sales.

    Cumulative components measure the year to date: a lump sum or score for each of its cycles is then due at its end.
    """
    for number, c in enumerate(rows):
        if not is_on_own_sales(c, is_team_credited) or quota_annual <= 0.0:
            continue
        is_cumulative = c.reset_cycle != c.cycle
        months = MONTHS_PER_YEAR if is_cumulative else int(c.cycle_months)
        is_table = c.kind == Kind.RATE_TABLE
        times = MONTHS_PER_YEAR / c.cycle_months if is_cumulative and not is_table else 1.0
        payout = payout_of(rule, c, quota_annual, months, times)
        is_as_earned = bool(c.is_to_date) or (is_cumulative and is_table)
        if np.ptp(payout.pay) > 0.0:
            yield SalesPay(number, months, payout, is_as_earned)


def payout_of(rule: Rule, c: Record, quota_annual: float, months: int, times: float = 1.0) -> Payout:
    """Return the pay of a cycle by its sales, both in shares of a year's quota: straight between its thresholds."""
    share = months / MONTHS_PER_YEAR

    def pay(sales: float) -> float:
        credited, quota = c.credit_factor * sales * quota_annual, c.quota_factor * share * quota_annual
        return times * closing_payout(rule, c, credited, quota, 1.0) / quota_annual

    knots = sorted({0.0, *(float(at * share * c.quota_factor / c.credit_factor) for at in _attainments(c))})
    knots.append(knots[-1] + max(knots[-1], share))
    knots = sorted({*knots, *(bend for a, b in pairwise(knots) for bend in _bends(pay, a, b))})
    points = [(0.0, pay(0.0))]
    for a, b in pairwise(knots):
        before, here = 2.0 * pay(0.5 * (a + b)) - pay(a * _HERE), pay(b * _HERE)
        points += [(b, before), (b, here)] if abs(here - before) > 1e-9 * share else [(b, here)]
    return Payout.from_points(points[:-1] if points[-1][0] == points[-2][0] else points)


def _attainments(c: Record) -> set[float]:
    """Return the attainments at which a component's pay bends or jumps."""
    if c.kind == Kind.RATE_TABLE:
        bands = {float(at) for at, step in zip(c.band_from, c.band_step, strict=True) if step != 0.0}
        return {at for at in {*bands, float(c.threshold), float(c.cap_attainment)} if _LEAST < at < NO_CAP}
    return {float(at) for at in c.level_from if _LEAST < at < NO_CAP}


def _bends(pay: Callable[[float], float], a: float, b: float) -> Iterator[float]:
    """Go through where pay bends between two thresholds: at a cap on pay, once at most."""
    width = b - a
    first, last = a + 0.01 * width, b - 0.01 * width
    rise = (pay(a + 0.02 * width) - pay(first)) / (0.01 * width)
    fall = (pay(last) - pay(b - 0.02 * width)) / (0.01 * width)
    if abs(rise - fall) > _BEND:
        bend = (pay(last) - pay(first) + rise * first - fall * last) / (rise - fall)
        yield min(max(bend, first), last)


def nested(pays: Sequence[SalesPay], is_averse: bool) -> Nested:
    """Return a plan with at most two carried cycles; what measures over others is part of the outer one.

    A cycle of one month carries nothing and may stand beside the two, but not for people who are averse to risk.
    """
    lengths = sorted({each.months for each in pays})
    outer = lengths[-1]
    kept = {outer, *lengths[: 1 if lengths[0] > 1 else 2]}
    if len(kept) == 3 and is_averse:
        kept.discard(1)
    components, merged = [], []
    for each in pays:
        months = each.months if each.months in kept else outer
        factor = months / each.months
        scale = MONTHS_PER_YEAR / outer
        payout = Payout(each.payout.sales * factor * scale, each.payout.pay * factor * scale)
        components.append(Component(payout, months, each.is_as_earned))
        merged += [each.number] if months != each.months else []
    inner = sorted(kept)[-2] if len(kept) > 1 else outer
    numbers = {months: next(each.number for each in pays if each.months == months) for months in (outer, inner)}
    return Nested(tuple(components), outer, inner, numbers[outer], numbers[inner], tuple(merged))


def expected_rates(payout: Payout, months: int, sigma: float, paces: Floats) -> Floats:
    """Return what one more unit sold is expected to pay in a whole cycle, by pace: mean over luck of the whole cycle.

    Luck of n months adds up to nearly a lognormal of variance ln(1 + (e^(sigma^2) - 1) / n).
    """
    spread = np.sqrt(np.log1p(np.expm1(sigma**2) / months))
    quantiles = _normal_quantiles(201)
    luck = np.exp(spread * quantiles - 0.5 * spread**2)
    sales = months / MONTHS_PER_YEAR * paces[:, None] * luck
    more = 0.01 * months / MONTHS_PER_YEAR
    rates: Floats = ((payout((sales + more).ravel()) - payout(sales.ravel())) / more).reshape(sales.shape).mean(axis=1)
    return rates


def _normal_quantiles(n: int) -> Floats:
    """Return the middles of n equally likely stretches of a standard normal."""
    from statistics import NormalDist

    return np.array([NormalDist().inv_cdf((place + 0.5) / n) for place in range(n)])
