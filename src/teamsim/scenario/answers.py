"""How people of each preference type answer each plan, as tables of effort for the engines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from teamsim.calendar import CYCLE_MONTHS, MONTHS_PER_YEAR, Cycle
from teamsim.model import ComponentParameters, Floats, PolicyParameters, PreferenceParameters, Records
from teamsim.rules import replacements
from teamsim.rules.incentives import rule_of
from teamsim.scenario.components import component_rows, is_team_credited
from teamsim.scenario.plans import PlanArrays, plan_name
from teamsim.scenario.rows import records
from teamsim.scenario.scenario import Scenario
from teamsim.scenario.schema import Parameters, Response
from teamsim.scenario.tiers import mean_one, target_pay_annual

if TYPE_CHECKING:
    from teamsim.response import EffortTable, TableSize
    from teamsim.scenario.payouts import Nested, SalesPay

_LEAST_SIGMA = 0.02
"""Luck of a month that a table can not do without."""
_LEAST_RATE = 1e-12
"""A share of sales below it is no pay: what is reckoned with it may round to nothing."""
_SOME_ELASTICITY = 0.3
WANTS = ("elasticity", "discount_annual", "present_bias", "risk_aversion")


@dataclass(frozen=True, slots=True)
class Wants:
    """What people of one preference type want."""

    name: str
    share: float
    elasticity: float
    discount_annual: float
    present_bias: float
    risk_aversion: float


@dataclass(frozen=True, slots=True)
class Answers:
    """How plans are answered, as arrays: what is added to those of the plans, and tables of effort."""

    components: Records
    runs: Records
    policies: Records
    efforts: Floats
    preferences: Records


def wants_of(response: Response) -> tuple[Wants, ...]:
    """Return the preference types; one where all people are alike."""
    usual = {name: getattr(response, name) for name in WANTS}
    if not response.types:
        return (Wants("everybody", 1.0, **usual),)
    return tuple(
        Wants(
            name, kind.share, **{want: usual[want] if (own := getattr(kind, want)) is None else own for want in WANTS}
        )
        for name, kind in response.types.items()
    )


def answers(scenario: Scenario, tiers: Sequence[str], plans: PlanArrays, *, is_history: bool) -> Answers:
    """Return how people answer the plans of a scenario; in a history they do not: what was observed has mean one."""
    p, components, runs = scenario.parameters, plans.components.copy(), plans.runs.copy()
    runs["first_policy"] = -1
    policies: list[dict[str, Any]] = []
    numbers = [np.zeros(0)]
    is_answered = p.response.effort != "none" and not is_history
    is_moved = p.response.timing.share > 0.0 and not is_history
    done: dict[tuple[int, int], int] = {}
    for run in runs if is_answered or is_moved else ():
        place, tier = int(run.first_component), tiers[run.tier]
        stretch = slice(place, place + int(run.n_components))
        key = place, int(run.tier)
        if is_moved and key not in done:
            _look_ahead(scenario, components, stretch, tier)
        if is_answered and key not in done:
            begin = len(policies)
            for row, table in _policies(scenario, components[stretch], tier):
                policies.append(row | {"first": sum(map(len, numbers))})
                numbers.append(table)
            done[key] = begin if len(policies) > begin else -1
        run["first_policy"] = done.setdefault(key, -1)
    table = records(PolicyParameters, policies or [{}])
    return Answers(components, runs, table, np.concatenate(numbers), _preferences(p.response))


def _preferences(response: Response) -> Records:
    """Return the preference types as stretches of a uniform number."""
    types = wants_of(response)
    ends = np.cumsum([each.share for each in types])
    ends[-1] = np.inf
    starts = np.concatenate([[0.0], ends[:-1]])
    later = [each.present_bias * each.discount_annual ** (1.0 / MONTHS_PER_YEAR) for each in types]
    rows = zip(starts, ends, later, strict=True)
    return records(
        PreferenceParameters, [{"share_from": start, "share_to": end, "later": worth} for start, end, worth in rows]
    )


def _look_ahead(scenario: Scenario, components: Records, stretch: slice, tier: str) -> None:
    """Write into a plan's components what more sales are expected to pay in a whole cycle."""
    from teamsim.response import PACES
    from teamsim.scenario.payouts import expected_rates

    sigma = scenario.parameters.tiers[tier].selling.monthly_sigma
    for each in sales_pays_of(scenario, components[stretch], tier):
        c = components[stretch][each.number]
        c["is_on_own_sales"] = True
        c["rate_ahead"] = expected_rates(each.payout, each.months, sigma, np.array(PACES))


def sales_pays_of(scenario: Scenario, rows: Records, tier: str) -> list[SalesPay]:
    """Return the components of a plan that pay for own sales."""
    from teamsim.scenario.payouts import sales_pays

    p, rule = scenario.parameters, rule_of(replacements(scenario.rules, compiled=False))
    return list(sales_pays(rule, rows, p.tiers[tier].quota_annual, is_team_credited(p, tier)))


def _policies(scenario: Scenario, rows: Records, tier: str) -> Iterator[tuple[dict[str, Any], Floats]]:
    """Go through the tables of a plan, one a preference type; none where sales do not change what it pays."""
    pays, reference = sales_pays_of(scenario, rows, tier), reference_rate(scenario, tier)
    if pays and reference > 0.0:
        for wants in wants_of(scenario.parameters.response):
            yield policy(scenario, tier, pays, wants, reference)


def policy(
    scenario: Scenario, tier: str, pays: Sequence[SalesPay], wants: Wants, reference: float
) -> tuple[dict[str, Any], Floats]:
    """Return one table of effort: its row, and its numbers."""
    plan, found = solved(scenario, tier, pays, wants, reference)
    numbers = found.numbers if wants.elasticity > 0.0 else np.ones(found.efforts.size)
    cycles = {CYCLE_MONTHS[cycle]: cycle for cycle in Cycle}
    row = {
        "outer": plan.outer_number,
        "inner": plan.inner_number,
        "outer_cycle": cycles[plan.periods],
        "inner_cycle": cycles[plan.inner],
        "inner_months": plan.inner,
    }
    return found.row() | row, numbers


def solved(
    scenario: Scenario, tier: str, pays: Sequence[SalesPay], wants: Wants, reference: float
) -> tuple[Nested, EffortTable]:
    """Return a plan as the programme takes it, and how people who want this answer it.

    The types of a scenario share one grid, so that an engine finds a person's table by its number. An elasticity of 0
    is solved as another: all its efforts are 1.
    """
    from teamsim.response import ElasticityCost, Preferences, Process, table
    from teamsim.scenario.payouts import nested

    p = scenario.parameters
    plan = nested(pays, any(each.risk_aversion > 0.0 for each in wants_of(p.response)))
    quota = p.tiers[tier].quota_annual * plan.periods / MONTHS_PER_YEAR
    preferences = Preferences(
        ElasticityCost(wants.elasticity or _SOME_ELASTICITY, reference),
        risk_aversion=wants.risk_aversion * quota / target_pay_annual(scenario, tier) if wants.risk_aversion else 0.0,
        delta=wants.discount_annual ** (1.0 / MONTHS_PER_YEAR),
        beta=wants.present_bias,
        least_effort=p.response.least_effort,
    )
    sigma = max(p.tiers[tier].selling.monthly_sigma, _LEAST_SIGMA)
    process = Process(sigma, shock="multiplicative", season=season_of(p, plan.periods, plan.inner))
    return plan, table(plan.components, process, preferences, size=_size(plan.periods, plan.inner))


def _size(periods: int, inner: int) -> TableSize | None:
    """Return how fine a table is: where the inner cycle is a month, all that matters came before it."""
    from teamsim.response import TableSize

    return TableSize(n_within=12, n_before=60) if inner == 1 < periods else None


def season_of(p: Parameters, periods: int, inner: int) -> tuple[float, ...]:
    """Return the season within the outer cycle, the mean over the year's cycles.

    Where quotas follow the season, inner cycles are alike in shares of their quota.
    """
    from_month = p.time.fiscal_year_start - 1
    season = np.roll(mean_one(p.selling.season), -from_month)
    if p.incentives.quota_phasing == "season":
        blocks = season.reshape(-1, inner)
        season = np.divide(blocks, blocks.mean(axis=1, keepdims=True)).ravel()
    weights = season.reshape(-1, periods).mean(axis=0)
    return tuple(np.maximum(weights, 1e-3).tolist()) if periods > 1 else ()


def reference_rate(scenario: Scenario, tier: str) -> float:
    """Return the rate of a linear plan that calls for effort 1 before effort is centred.

    What own sales are paid at quota by the past's plan, over the quota; by the scenario's own where the past paid
    none; 0 where nothing is paid.
    """
    given = scenario.parameters.response.reference_rate
    if given is not None:
        return given
    for source in (scenario.past, scenario):
        rate = _rate_at_quota(source, tier) if tier in source.parameters.tiers else 0.0
        if rate > _LEAST_RATE:
            return rate
    return 0.0


def _rate_at_quota(scenario: Scenario, tier: str) -> float:
    """Return what own sales are paid at quota, over the quota, in the unit with most seats of the tier."""
    p = scenario.parameters
    unit = max(p.organisation.units, key=lambda unit: p.organisation.units[unit].seats.get(tier, 0))
    name = plan_name(p, unit, tier, 0)
    if name is None:
        return 0.0
    rows = records(ComponentParameters, [row for _, row in component_rows(p, p.incentives.plans[name], tier)])
    at_quota = [
        float(each.payout(np.array([each.months / MONTHS_PER_YEAR]))[0]) * MONTHS_PER_YEAR / each.months
        for each in sales_pays_of(scenario, rows, tier)
    ]
    return sum(at_quota)
