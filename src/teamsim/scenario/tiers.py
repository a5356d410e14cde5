"""One tier as a row of numbers: pay, ramp, tenure law, promotion, plan."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from teamsim._jit import source_of
from teamsim.calendar import (
    CYCLE_MONTHS,
    MONTHS_PER_YEAR,
    NEVER,
    Cycle,
)
from teamsim.model import (
    N_BANDS,
    N_EFFECTS,
    NO_CAP,
    Floats,
    Records,
    Seats,
    TierParameters,
    record_type,
)
from teamsim.rules import replacements
from teamsim.rules.attrition import attrition_hazard, exit_effect
from teamsim.rules.incentives import bonus_payout, commission_payout
from teamsim.scenario.careers import promotion_into
from teamsim.scenario.curves import hazard_table, ramp_table
from teamsim.scenario.hiring import offer_log_odds
from teamsim.scenario.scenario import Scenario
from teamsim.scenario.schema import LumpSum, Parameters, RateTable, Tier


def records(parameters: type, rows: Sequence[dict[str, Any]]) -> Records:
    """Return a record array of a parameters class."""
    table = np.zeros(len(rows), dtype=record_type(parameters)).view(np.recarray)
    for index, row in enumerate(rows):
        for name, value in row.items():
            table[name][index] = value
    return table


def mean_one(factors: Sequence[float]) -> Floats:
    """Return factors divided by their mean."""
    divided: Floats = np.array(factors) / np.mean(factors)
    return divided


def tier_row(scenario: Scenario, tiers: tuple[str, ...], seats: Seats, name: str) -> dict[str, Any]:
    """Return one tier's parameters."""
    p, tier = scenario.parameters, scenario.parameters.tiers[name]
    first, end = (int(place) for place in np.searchsorted(seats.tier, [tiers.index(name), tiers.index(name) + 1]))
    has_plan = any(name in plan.tiers for plan in p.incentives.plans.values())
    is_selling = bool(seats.productivity_annual[first:end].any())
    return {
        "first_seat": first,
        "end_seat": end,
        "base_annual": tier.base_annual,
        "quota_annual": tier.quota_annual,
        "is_selling": is_selling,
        "is_credited": is_selling or has_plan or tier.quota_annual > 0 or scenario.roster is not None,
        "is_individual": tier.track == "individual",
        "is_reviewed_quarterly": bool(tier.exit_effects.attainment) or tier.performance.floor is not None,
        "ramp": ramp_table(tier.ramp),
        "hazard": hazard_table(tier.attrition),
        **_exit_effects(scenario, tier),
        "exit_season": mean_one(tier.exit_season),
        "log_median_days": math.log(tier.hiring.median_days) if tier.hiring.median_days > 0 else -math.inf,
        "work_sigma": tier.hiring.sigma,
        "offer_log_odds": offer_log_odds(tier, p.hiring, *_target_pays(scenario, name)),
        "notice_months": tier.notice_months,
        "notice_effort": tier.notice_effort,
        "has_notice": tier.notice_months > 0 or _past_tier(scenario, name).notice_months > 0,
        **_retirement(tier),
        "performance_floor": tier.performance.floor or 0.0,
        "after_quarters": tier.performance.after_quarters,
        "grace_months": tier.performance.grace_months,
        "plan_months": tier.performance.plan_months,
        "dismissal_chance": tier.performance.dismissal_chance,
        "talent_sigma": tier.selling.talent_sigma,
        "mean_talent": 1.0,
        "noise_sigma": tier.selling.noise_sigma,
        **promotion_into(p, tiers, name),
        **_plan(p, name),
        "target_variable": target_pay_annual(scenario, name) - tier.base_annual,
        "reference_pay": tier.market_pay_annual or target_pay_annual(scenario, name),
    }


def _retirement(tier: Tier) -> dict[str, Any]:
    """Return ages in months."""
    rule = tier.retirement
    return {
        "retirement_months": NEVER if rule.age_years is None else round(MONTHS_PER_YEAR * rule.age_years),
        "entry_age_from": MONTHS_PER_YEAR * rule.entry_age_from_years,
        "entry_age_to": MONTHS_PER_YEAR * rule.entry_age_to_years,
    }


def _past_tier(scenario: Scenario, name: str) -> Tier:
    """Return a tier as it was in the scenario's past; as it is, where the past did not have it."""
    return scenario.past.parameters.tiers.get(name, scenario.parameters.tiers[name])


def _target_pays(scenario: Scenario, name: str) -> tuple[float, float]:
    """Return what a full-time person of a tier earns a year at quota: here, and in the scenario's past."""
    past = scenario.past if name in scenario.past.parameters.tiers else scenario
    return target_pay_annual(scenario, name), target_pay_annual(past, name)


def target_pay_annual(scenario: Scenario, name: str) -> float:
    """Return what a full-time person of a tier earns a year at quota: base and the variable pay of the plan."""
    tier, plain = scenario.parameters.tiers[name], replacements(scenario.rules, compiled=False)
    (p,) = records(TierParameters, [{"quota_annual": tier.quota_annual, **_plan(scenario.parameters, name)}])
    pay = tier.base_annual
    if p.commission_cycle >= 0:
        pay += plain.get(commission_payout, source_of(commission_payout))(tier.quota_annual, tier.quota_annual, p)
    if p.bonus_cycle >= 0:
        n_cycles = MONTHS_PER_YEAR / CYCLE_MONTHS[p.bonus_cycle]
        quota = tier.quota_annual / n_cycles
        pay += n_cycles * plain.get(bonus_payout, source_of(bonus_payout))(quota, quota, 1.0, p)
    return float(pay)


def _exit_effects(scenario: Scenario, tier: Tier) -> dict[str, Any]:
    """Return the effects on exits, and a hazard that nobody's exceeds."""
    effects = tier.exit_effects
    ratios = (effects.overdue_ratio, effects.vacant_head_ratio)
    has_effects = bool(effects.attainment) or effects.pay_elasticity < 0.0 or max(ratios) > 1.0
    limit = math.log(effects.limit) if has_effects else 0.0
    is_own = {attrition_hazard, exit_effect} & {*replacements(scenario.rules)}
    points = np.zeros((2, N_EFFECTS))
    points[:, : len(effects.attainment)] = np.array(effects.attainment).reshape(-1, 2).T
    return {
        "effect_from": points[0],
        "effect_log": np.log(points[1], out=np.zeros(N_EFFECTS), where=points[1] > 0),
        "n_effects": len(effects.attainment),
        "has_effects": has_effects,
        "pay_elasticity": effects.pay_elasticity,
        "log_overdue_ratio": math.log(effects.overdue_ratio),
        "overdue_after": min(_months_to_promotion(scenario.parameters, tier), default=NEVER),
        "log_vacant_head_ratio": math.log(effects.vacant_head_ratio),
        "effect_is_stepped": effects.attainment_between == "stepped",
        "effect_limit": limit,
        "highest_hazard": math.inf if is_own else hazard_table(tier.attrition).max() * math.exp(limit),
    }


def _months_to_promotion(p: Parameters, tier: Tier) -> list[int]:
    """Return the months in grade after which each tier filled from this one would take a person."""
    names, months = list(p.tiers), []
    for rank, above in enumerate(p.tiers.values()):
        rule = above.promotion
        if rule is not None and p.tiers[rule.from_tier or names[rank - 1]] is tier:
            months.append(rule.min_months_in_grade)
    return months


def _plan(p: Parameters, name: str) -> dict[str, Any]:
    """Return the tier's plan; -1 = no such component."""
    fields: dict[str, Any] = {"commission_cycle": -1, "bonus_cycle": -1}
    for plan in p.incentives.plans.values():
        for component in plan.components.values() if name in plan.tiers else ():
            fields |= _rate_table(component) if isinstance(component, RateTable) else _lump_sum(component)
    return fields


def _rate_table(table: RateTable) -> dict[str, Any]:
    """Return a rate table with the accelerator worked into its bands."""
    starts = sorted({start for start, _ in table.rates} | {table.accelerator_from})
    band_from, band_step, below = np.zeros(N_BANDS), np.zeros(N_BANDS), 0.0
    for band, start in enumerate(starts):
        rate = [rate for first, rate in table.rates if first <= start][-1]
        rate *= table.accelerator if start >= table.accelerator_from else 1.0
        band_from[band], band_step[band], below = start, rate - below, rate
    return {
        "commission_cycle": Cycle[table.cycle.upper()],
        "is_team_credited": table.measure == "team",
        "band_from": band_from,
        "band_step": band_step,
        "cap_attainment": NO_CAP if table.cap is None else table.cap,
    }


def _lump_sum(bonus: LumpSum) -> dict[str, Any]:
    return {
        "bonus_cycle": Cycle[bonus.cycle.upper()],
        "bonus_attainment": bonus.attainment,
        "bonus_amount": bonus.amount,
    }
