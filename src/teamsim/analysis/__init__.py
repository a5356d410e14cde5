"""Answers made from studies, from scenarios, from real results and from tables of headcounts.

``from teamsim.analysis import replay, flows_of``: names are loaded when they are asked for, so that starting stays
quick.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from teamsim.analysis.actuals import simulated_actuals
    from teamsim.analysis.answers import OverElasticity, PlanEffect, over_elasticity, plan_effect
    from teamsim.analysis.bridges import Reconciliation, reconcile
    from teamsim.analysis.causes import Waterfall, waterfall
    from teamsim.analysis.chains import ObservedChains, VacancyChains, observed_chains, vacancy_chains
    from teamsim.analysis.flows import Flows, flows_of
    from teamsim.analysis.forecast import behavioural_forecast
    from teamsim.analysis.gaming import GamingAudit, Terms, gaming_audit
    from teamsim.analysis.levers import LeverRanking, rank_levers
    from teamsim.analysis.maintain import Maintainability, maintain_by_promotion, maintain_by_recruitment
    from teamsim.analysis.markov import MarkovFlows
    from teamsim.analysis.nine_boxes import NineBox, nine_box, slates
    from teamsim.analysis.outlook import LognormalOutlook, ObservedOutlook, observed_outlook, outlook_of
    from teamsim.analysis.peter import PromotionRules, promotion_rules
    from teamsim.analysis.plan_cost import PlanCosts, earnings, plan_costs
    from teamsim.analysis.preview import Preview, markov_of
    from teamsim.analysis.projection import Projection
    from teamsim.analysis.replays import Replay, replay
    from teamsim.analysis.stocks import Backtest, InferredFlows, backtest_flows, infer_flows
    from teamsim.analysis.succession_levers import Lever, standard_levers
    from teamsim.analysis.successors import Succession, succession
    from teamsim.analysis.survival import Survival, survival_of
    from teamsim.analysis.workforce import Skill, Transfer, WorkforcePlan, WorkforceProblem, workforce_plan

_MODULES = {
    "actuals": ("simulated_actuals",),
    "bridges": ("Reconciliation", "reconcile"),
    "causes": ("Waterfall", "waterfall"),
    "answers": ("OverElasticity", "PlanEffect", "over_elasticity", "plan_effect"),
    "chains": ("ObservedChains", "VacancyChains", "observed_chains", "vacancy_chains"),
    "flows": ("Flows", "flows_of"),
    "forecast": ("behavioural_forecast",),
    "gaming": ("GamingAudit", "Terms", "gaming_audit"),
    "levers": ("LeverRanking", "rank_levers"),
    "maintain": ("Maintainability", "maintain_by_promotion", "maintain_by_recruitment"),
    "markov": ("MarkovFlows",),
    "nine_boxes": ("NineBox", "nine_box", "slates"),
    "outlook": ("LognormalOutlook", "ObservedOutlook", "observed_outlook", "outlook_of"),
    "peter": ("PromotionRules", "promotion_rules"),
    "plan_cost": ("PlanCosts", "earnings", "plan_costs"),
    "preview": ("Preview", "markov_of"),
    "projection": ("Projection",),
    "replays": ("Replay", "replay"),
    "stocks": ("Backtest", "InferredFlows", "backtest_flows", "infer_flows"),
    "succession_levers": ("Lever", "standard_levers"),
    "successors": ("Succession", "succession"),
    "survival": ("Survival", "survival_of"),
    "workforce": ("Skill", "Transfer", "WorkforcePlan", "WorkforceProblem", "workforce_plan"),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "Backtest",
    "Flows",
    "GamingAudit",
    "InferredFlows",
    "Lever",
    "LeverRanking",
    "LognormalOutlook",
    "Maintainability",
    "MarkovFlows",
    "NineBox",
    "ObservedChains",
    "ObservedOutlook",
    "OverElasticity",
    "PlanCosts",
    "PlanEffect",
    "Preview",
    "Projection",
    "PromotionRules",
    "Reconciliation",
    "Replay",
    "Skill",
    "Succession",
    "Survival",
    "Terms",
    "Transfer",
    "VacancyChains",
    "Waterfall",
    "WorkforcePlan",
    "WorkforceProblem",
    "backtest_flows",
    "behavioural_forecast",
    "earnings",
    "flows_of",
    "gaming_audit",
    "infer_flows",
    "maintain_by_promotion",
    "maintain_by_recruitment",
    "markov_of",
    "nine_box",
    "observed_chains",
    "observed_outlook",
    "outlook_of",
    "over_elasticity",
    "plan_costs",
    "plan_effect",
    "promotion_rules",
    "rank_levers",
    "reconcile",
    "replay",
    "simulated_actuals",
    "slates",
    "standard_levers",
    "succession",
    "survival_of",
    "vacancy_chains",
    "waterfall",
    "workforce_plan",
]


def __getattr__(name: str) -> Any:
    """Load a public name from its module when it is first asked for."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
