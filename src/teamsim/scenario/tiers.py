"""One tier as a row of numbers: pay, ramp, tenure law, promotion, plan."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import Any

import numpy as np

from teamsim.calendar import MONTHS_PER_YEAR, NEVER
from teamsim.model import N_EFFECTS, N_RELIEF, ComponentParameters, Floats, Seats
from teamsim.rules import replacements
from teamsim.rules.attrition import attrition_hazard, exit_effect
from teamsim.rules.incentives import rule_of, year_at
from teamsim.scenario.careers import promotion_into, transfer_terms
from teamsim.scenario.components import component_rows, is_fully_credited, is_team_credited, tiers_of
from teamsim.scenario.curves import hazard_table, ramp_table
from teamsim.scenario.hiring import offer_log_odds
from teamsim.scenario.plans import plan_name
from teamsim.scenario.rows import records
from teamsim.scenario.scenario import Scenario
from teamsim.scenario.schema import Parameters, Tier
from teamsim.scenario.sources import has_exits_by_source, highest_entry_ratio, source_fields


def mean_one(factors: Sequence[float]) -> Floats:
    """Return factors divided by their mean."""
    divided: Floats = np.array(factors) / np.mean(factors)
    return divided


def tier_row(scenario: Scenario, tiers: tuple[str, ...], seats: Seats, name: str) -> dict[str, Any]:
    """Return one tier's parameters."""
    p, tier = scenario.parameters, scenario.parameters.tiers[name]
    first, end = (int(place) for place in np.searchsorted(seats.tier, [tiers.index(name), tiers.index(name) + 1]))
    has_plan = any(name in tiers_of(p, plan) for plan in p.incentives.plans.values())
    is_selling = bool(seats.productivity_annual[first:end].any())
    pay, past_pay = _target_pays(scenario, name)
    return {
        "first_seat": first,
        "end_seat": end,
        "base_annual": tier.base_annual,
        "quota_annual": tier.quota_annual,
        "relief": np.array([*tier.quota_relief, *[1.0] * (N_RELIEF - len(tier.quota_relief))]),
        "n_relief": len(tier.quota_relief),
        "is_selling": is_selling,
        "is_credited": is_selling or has_plan or tier.quota_annual > 0 or scenario.roster is not None,
        "is_individual": tier.track == "individual",
        "is_reviewed_quarterly": bool(tier.exit_effects.attainment)
        or tier.performance.floor is not None
        or tier.recognition.top_share > 0.0,
        "ramp": ramp_table(tier.ramp),
        "hazard": hazard_table(tier.attrition),
        **_exit_effects(scenario, name),
        "exit_season": mean_one(tier.exit_season),
        "log_median_days": math.log(tier.hiring.median_days) if tier.hiring.median_days > 0 else -math.inf,
        "work_sigma": tier.hiring.sigma,
        "offer_log_odds": offer_log_odds(tier, p.hiring, pay, past_pay),
        **source_fields(scenario, name),
        "notice_months": tier.notice_months,
        "notice_effort": tier.notice_effort,
        "has_notice": tier.notice_months > 0 or _past_tier(scenario, name).notice_months > 0,
        **_retirement(tier),
        **_probation(tier),
        "performance_floor": tier.performance.floor or 0.0,
        "after_quarters": tier.performance.after_quarters,
        "grace_months": tier.performance.grace_months,
        "plan_months": tier.performance.plan_months,
        "dismissal_chance": tier.performance.dismissal_chance,
        "talent_sigma": tier.selling.talent_sigma,
        "mean_talent": 1.0,
        "noise_sigma": tier.selling.monthly_sigma,
        "mean_deal": tier.selling.deal_size or 0.0,
        "deal_sigma": tier.selling.deal_sigma,
        **promotion_into(p, tiers, name),
        **transfer_terms(tier),
        "is_team_credited": is_team_credited(p, name),
        "is_fully_credited": is_fully_credited(p, name),
        "target_variable": pay - tier.base_annual,
        "reference_pay": tier.market_pay_annual or pay,
    }


def _retirement(tier: Tier) -> dict[str, Any]:
    """Return ages in months."""
    rule = tier.retirement
    return {
        "retirement_months": NEVER if rule.age_years is None else round(MONTHS_PER_YEAR * rule.age_years),
        "entry_age_from": MONTHS_PER_YEAR * rule.entry_age_from_years,
        "entry_age_to": MONTHS_PER_YEAR * rule.entry_age_to_years,
    }


def _probation(tier: Tier) -> dict[str, Any]:
    """Return when it ends, and the skill below which a hire does not pass; where all are alike, luck decides."""
    rule, is_varied = tier.probation, tier.selling.talent_sigma > 0.0
    return {
        "probation_months": rule.months,
        "probation_limit": NormalDist().inv_cdf(rule.failed_share) if rule.failed_share > 0.0 else -math.inf,
        "probation_reliability": rule.reliability if is_varied else 0.0,
    }


def _past_tier(scenario: Scenario, name: str) -> Tier:
    """Return a tier as it was in the scenario's past; as it is, where the past did not have it."""
    return scenario.past.parameters.tiers.get(name, scenario.parameters.tiers[name])


def _target_pays(scenario: Scenario, name: str) -> tuple[float, float]:
    """Return what a full-time person of a tier earns a year at quota: here, and in the scenario's past."""
    pay, past = target_pay_annual(scenario, name), scenario.past
    is_changed = past is not scenario and name in past.parameters.tiers
    return pay, target_pay_annual(past, name) if is_changed else pay


@functools.lru_cache(maxsize=256)
def target_pay_annual(scenario: Scenario, name: str) -> float:
    """Return what a full-time person of a tier earns a year at quota: base and the variable pay of the plan.

    Of several plans by unit, that of the unit with most seats of the tier (by the budget) counts. Remembered: every
    change of a scenario asks for its past again.
    """
    p, tier = scenario.parameters, scenario.parameters.tiers[name]
    unit = max(p.organisation.units, key=lambda unit: p.organisation.units[unit].seats.get(name, 0))
    plan = plan_name(p, unit, name, 0)
    if plan is None:
        return float(tier.base_annual)
    rule = rule_of(replacements(scenario.rules, compiled=False))
    components = [row for _, row in component_rows(p, p.incentives.plans[plan], name)]
    rows = records(ComponentParameters, components)
    return float(tier.base_annual + sum(year_at(rule, c, tier.quota_annual, tier.quota_annual) for c in rows))


def _exit_effects(scenario: Scenario, name: str) -> dict[str, Any]:
    """Return the effects on exits, and a hazard that nobody's exceeds."""
    tier = scenario.parameters.tiers[name]
    effects = tier.exit_effects
    ratios = (effects.overdue_ratio, effects.vacant_head_ratio, effects.peer_exits_ratio)
    is_moved = bool(effects.attainment) or effects.pay_elasticity < 0.0 or max(ratios) > 1.0
    is_moved = is_moved or effects.manager_ratio < 1.0
    limit = math.log(effects.limit) if is_moved else 0.0
    highest = hazard_table(tier.attrition).max() * math.exp(limit) * highest_entry_ratio(scenario.parameters)
    has_awards = max(tier.recognition.top_share, _past_tier(scenario, name).recognition.top_share) > 0.0
    is_own = {attrition_hazard, exit_effect} & {*replacements(scenario.rules)}
    points = np.zeros((2, N_EFFECTS))
    points[:, : len(effects.attainment)] = np.array(effects.attainment).reshape(-1, 2).T
    return {
        "effect_from": points[0],
        "effect_log": np.log(points[1], out=np.zeros(N_EFFECTS), where=points[1] > 0),
        "n_effects": len(effects.attainment),
        "has_effects": is_moved or has_awards or has_exits_by_source(scenario.parameters),
        "top_share": tier.recognition.top_share,
        "recognised_ratio": tier.recognition.hazard_ratio,
        "award_cost": tier.recognition.cost_per_award,
        "pay_elasticity": effects.pay_elasticity,
        "log_overdue_ratio": math.log(effects.overdue_ratio),
        "overdue_after": min(_months_to_promotion(scenario.parameters, tier), default=NEVER),
        "log_vacant_head_ratio": math.log(effects.vacant_head_ratio),
        "log_manager_ratio": math.log(effects.manager_ratio),
        "log_peer_ratio": math.log(effects.peer_exits_ratio),
        "peer_months": effects.peer_exits_months,
        "effect_is_stepped": effects.attainment_between == "stepped",
        "effect_limit": limit,
        "highest_hazard": math.inf if is_own else highest,
    }


def _months_to_promotion(p: Parameters, tier: Tier) -> list[int]:
    """Return the months in grade after which each tier filled from this one would take a person."""
    names, months = list(p.tiers), []
    for rank, above in enumerate(p.tiers.values()):
        rule = above.promotion
        if rule is not None and p.tiers[rule.from_tier or names[rank - 1]] is tier:
            months.append(rule.min_months_in_grade)
    return months
