"""The components of a plan as rows of numbers."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from teamsim.calendar import CYCLE_MONTHS, MONTHS_PER_YEAR, NEVER, Cycle
from teamsim.model import N_BANDS, N_FEW_BANDS, N_LAGS, N_LEVELS, NO_CAP
from teamsim.rules.incentives import Kind, Measured, OnExit
from teamsim.scenario.schema import (
    Benefits,
    Contest,
    Draw,
    Guarantee,
    LumpSum,
    Parameters,
    Plan,
    RateTable,
    Retention,
    Scorecard,
    Spif,
)
from teamsim.scenario.schema.terms import Measured as OnMeasure
from teamsim.scenario.schema.terms import Payment

Row = dict[str, Any]
Named = tuple[str, Row]


def is_team_credited(p: Parameters, tier: str) -> bool:
    """Tell whether people of a tier have a plan that pays for what the unit books."""
    return any("team" in _measures(component) for component in _components(p, tier))


def is_fully_credited(p: Parameters, tier: str) -> bool:
    """Tell whether each person of a tier is credited with all that the team books."""
    return any(getattr(component, "team_credit", "") == "full" for component in _components(p, tier))


def tiers_of(p: Parameters, plan: Plan) -> tuple[str, ...]:
    """Return the tiers of a plan: those it names, and those of its roles."""
    by_role = (name for name, tier in p.tiers.items() if tier.role and tier.role in plan.roles)
    return tuple(dict.fromkeys([*plan.tiers, *by_role]))


def _components(p: Parameters, tier: str) -> Iterator[Any]:
    """Go through the components of a tier's plans."""
    for plan in p.incentives.plans.values():
        yield from plan.components.values() if tier in tiers_of(p, plan) else ()


def _measures(component: Any) -> set[str]:
    """Return the measures of a component."""
    items = component.items.values() if isinstance(component, Scorecard) else [component]
    return {getattr(item, "measure", "") for item in items}


def component_rows(p: Parameters, plan: Plan, tier: str, n_burn_in: int = 0) -> list[Named]:
    """Return the components of a plan as they hold for a tier, by name; draws and guarantees last."""
    rows = [named for name, component in plan.components.items() for named in _rows(p, tier, name, component)]
    rows.sort(key=lambda named: named[1]["kind"] == Kind.DRAW)
    slots = itertools.count()
    for _, row in rows:
        if row["first_month"] > 0 or row["cycle"] < 0:  # from month 0 on: also before
            row["first_month"] += n_burn_in
        row["last_month"] = min(row["last_month"] + n_burn_in, NEVER)
        row["slot"] = next(slots) if _has_states(row) else -1
    return rows


def _has_states(row: Row) -> bool:
    """Tell whether a component's pay is earned at another time than it is paid."""
    is_late = row["pay_cycle"] != Cycle.MONTH or row["n_lags"] > 1 or row["released_by"][0] < 1.0
    return bool(is_late or row["claw_lag"] >= 0 or row.get("is_recoverable", False))


def _rows(p: Parameters, tier: str, name: str, component: Any) -> Iterator[Named]:
    """Go through the rows of numbers of a component: one, or one for each item of a scorecard."""
    if isinstance(component, Scorecard):
        for item_name, item in component.items.items():
            row = _common() | _cycle(component.cycle) | _payment(p, component) | _measure(p, component, item.measure)
            curve = item.curve
            yield (
                f"{name}.{item_name}",
                row
                | {
                    "kind": Kind.SCORE,
                    "amount": component.amount * item.weight,
                    "level_from": _padded([start for start, _ in curve], N_LEVELS, NO_CAP),
                    "level_amount": _padded([payout for _, payout in curve], N_LEVELS, 0.0),
                    "spread": item.spread,
                    "reliability": item.reliability,
                },
            )
        return
    row = _common()
    if isinstance(component, Payment):
        row |= _payment(p, component)
    if isinstance(component, OnMeasure):
        row |= _measure(p, component, getattr(component, "measure", "credited"))
    yield name, row | _own(p, tier, component)


def _own(p: Parameters, tier: str, component: Any) -> Row:
    """Return what only a component's kind has."""
    if isinstance(component, RateTable):
        return _rate_table(p, tier, component)
    if isinstance(component, LumpSum):
        return _lump_sum(component)
    if isinstance(component, Spif):
        fields = ("rate", "amount", "threshold", "least_result")
        window = _window(component.from_month, component.until_month)
        return window | {"kind": Kind.SPIF, **{field: getattr(component, field) for field in fields}}
    if isinstance(component, Contest):
        return _contest(component)
    if isinstance(component, Draw | Guarantee):
        is_draw, is_recoverable = isinstance(component, Draw), getattr(component, "recoverable", False)
        terms = {"amount": component.amount, "n_months": component.months, "is_commission": is_draw}
        return {"kind": Kind.DRAW, **terms, "is_recoverable": is_recoverable}
    if isinstance(component, Retention):
        terms = {"amount": component.amount, "n_months": component.after_months, "is_repeated": component.repeated}
        return {"kind": Kind.RETENTION, **terms}
    assert isinstance(component, Benefits)
    return {"kind": Kind.BENEFIT, "amount": component.amount, "n_months": 1}


def _common() -> Row:
    """Return what holds unless a component says otherwise."""
    return _cycle("year") | {
        "measure": Measured.CREDITED,
        "credit_factor": 1.0,
        "quota_factor": 1.0,
        "cap_attainment": NO_CAP,
        "cap_pay": NO_CAP,
        "level_from": np.full(N_LEVELS, NO_CAP),
        "n_months": 1,
        "first_month": 0,
        "last_month": NEVER,
        "pay_cycle": Cycle.MONTH,
        "n_lags": 1,
        "released_by": np.ones(N_LAGS),
        "claw_lag": -1,
    }


def _cycle(name: str, mode: str = "discrete") -> Row:
    """Return a measurement period."""
    cycle = Cycle[name.upper()]
    reset = Cycle.YEAR if mode == "cumulative" else cycle
    return {"cycle": cycle, "cycle_months": CYCLE_MONTHS[cycle], "reset_cycle": reset}


def _window(first: int, last: int) -> Row:
    """Return a measurement period of its own."""
    months = {"first_month": first, "last_month": last, "cycle_months": max(last - first + 1, 1)}
    return {"cycle": -1, "reset_cycle": -1, **months}


def _measure(p: Parameters, component: OnMeasure, measure: str) -> Row:
    """Return on what a component is measured."""
    column = {"credited": Measured.CREDITED, "team": Measured.CREDITED, "collections": Measured.COLLECTIONS}
    factors = {
        "gross_margin": p.money.margin,
        "new_business": component.new_business_share,
        "units": 1.0 / component.unit_price,
    }
    factor = factors.get(measure, 1.0)
    return {
        "measure": Measured.SOFT if measure == "soft" else column.get(measure, Measured.OWN),
        "credit_factor": factor * component.credit_share,
        "quota_factor": factor * component.quota_share,
    }


def _payment(p: Parameters, component: Payment) -> Row:
    """Return when a component is paid, and what becomes of it on an exit."""
    schedule = p.money.payment_schedule
    shares = {"at_once": (1.0,), "on_cash": schedule, "by_schedule": component.release_shares}[component.released]
    by_now = [0.0] * component.lag_months + [math.fsum(shares[: place + 1]) for place in range(len(shares))]
    if component.released != "on_cash" or math.fsum(schedule) > 1.0 - 1e-9:
        by_now[-1] = 1.0
    lost = max(0.0, 1.0 - math.fsum(schedule)) * component.clawback
    open_rule, running = component.on_exit, component.running_on_exit
    free = open_rule if component.without_fault == "same" else component.without_fault
    free_running = running if component.running_without_fault == "same" else component.running_without_fault
    return {
        "pay_cycle": Cycle[component.paid_every.upper()],
        "n_lags": len(by_now),
        "released_by": _padded(by_now, N_LAGS, by_now[-1]),
        "claw_lag": len(schedule) - 1 if lost > 1e-9 else -1,
        "claw_share": lost,
        "open_on_exit": OnExit[open_rule.upper()],
        "open_without_fault": OnExit[free.upper()],
        "is_prorated_on_exit": running == "prorate",
        "is_prorated_without_fault": free_running == "prorate",
    }


def _padded(values: Sequence[float], n: int, filler: float) -> Any:
    """Return values as an array of n numbers."""
    return np.array([*values, *[filler] * (n - len(values))])


def _rate_table(p: Parameters, tier: str, table: RateTable) -> Row:
    """Return a rate table with accelerator and decelerator worked into its bands."""
    starts = sorted({start for start, _ in table.rates} | {table.accelerator_from, table.decelerator_below})
    band_from, band_step, below = np.zeros(N_BANDS), np.zeros(N_BANDS), 0.0
    for band, start in enumerate(starts):
        rate = [rate for first, rate in table.rates if first <= start][-1]
        rate *= table.accelerator if start >= table.accelerator_from else 1.0
        rate *= table.decelerator if start < table.decelerator_below else 1.0
        band_from[band], band_step[band], below = start, rate - below, rate
    return _cycle(table.cycle, table.mode) | {
        "kind": Kind.RATE_TABLE,
        "is_to_date": table.earned == "to_date" and table.mode == "discrete",
        "is_commission": True,
        "band_from": band_from,
        "band_step": band_step,
        "band_base": np.zeros(N_BANDS) if table.retroactive else band_from,
        "has_few_bands": len(starts) <= N_FEW_BANDS,
        "threshold": table.threshold,
        "cap_attainment": NO_CAP if table.cap is None else table.cap,
        "cap_pay": _cap_per_quota(p, tier, table),
    }


def _cap_per_quota(p: Parameters, tier: str, table: RateTable) -> float:
    """Return the cap on a cycle's pay per unit of the tier's quota of the cycle."""
    months = CYCLE_MONTHS[Cycle[("year" if table.mode == "cumulative" else table.cycle).upper()]]
    quota = p.tiers[tier].quota_annual * months / MONTHS_PER_YEAR
    quota *= _measure(p, table, table.measure)["quota_factor"]
    return NO_CAP if table.cap_pay is None or quota <= 0.0 else table.cap_pay / quota


def _lump_sum(bonus: LumpSum) -> Row:
    """Return a lump sum with its levels."""
    levels = bonus.levels or ((bonus.attainment, bonus.amount),)
    return _cycle(bonus.cycle, bonus.mode) | {
        "kind": Kind.LUMP_SUM,
        "level_from": _padded([start for start, _ in levels], N_LEVELS, NO_CAP),
        "level_amount": _padded([amount for _, amount in levels], N_LEVELS, 0.0),
    }


def _contest(contest: Contest) -> Row:
    """Return a contest with its prizes."""
    last = NEVER if contest.until_month is None else contest.until_month
    is_window = contest.cycle == "window"
    clock = _window(contest.from_month, last) if is_window else _cycle(contest.cycle)
    return clock | {
        "kind": Kind.CONTEST,
        "first_month": contest.from_month,
        "last_month": last,
        "level_amount": _padded(contest.prizes, N_LEVELS, 0.0),
        "is_by_unit": contest.scope == "unit",
    }
