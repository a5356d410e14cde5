"""What practitioners dread in a plan, found before rollout: one small check for each fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from teamsim.analysis.lint.examined import Examined
from teamsim.analysis.lint.findings import Finding, Findings
from teamsim.analysis.lint.payouts import (
    accelerators_below_quota,
    cliffs,
    dead_zones,
    missed_market_pay,
    missed_target_pay,
    negative_rates,
    reachable_caps,
)
from teamsim.analysis.lint.terms import forfeitures, many_measures, missing_on_costs, overlapping_spifs, windfalls
from teamsim.analysis.outlook import Outlook, outlook_of
from teamsim.plans import Plan, plan_of
from teamsim.scenario import Scenario
from teamsim.scenario.components import tiers_of

CHECKS: tuple[Callable[[Examined], Iterator[Finding]], ...] = (
    cliffs,
    dead_zones,
    reachable_caps,
    negative_rates,
    accelerators_below_quota,
    missed_target_pay,
    missed_market_pay,
    many_measures,
    overlapping_spifs,
    forfeitures,
    missing_on_costs,
    windfalls,
)
"""All checks, each from a plan to its findings."""

__all__ = ["CHECKS", "Finding", "Findings", "lint", "lint_scenario"]


def lint(plan: Plan, outlook: Outlook | None = None) -> Findings:
    """Return what practitioners would dread in a plan, the worst first.

    Parameters
    ----------
    plan
        A plan as it holds for a tier: ``scenario.plan("rep", "representative")``.
    outlook
        How attainment is spread; left out: by the scenario's talent, luck and shocks. `observed_outlook` takes it
        from a study.
    """
    examined = Examined(plan, outlook or outlook_of(plan.scenario, plan.tier))
    return Findings([finding for check in CHECKS for finding in check(examined)])


def lint_scenario(scenario: Scenario) -> Findings:
    """Return what is found in all plans of a scenario, tier by tier."""
    plans = scenario.parameters.incentives.plans
    pairs = [(name, tier) for name, plan in plans.items() for tier in tiers_of(scenario.parameters, plan)]
    return Findings([finding for name, tier in pairs for finding in lint(plan_of(scenario, name, tier))])
