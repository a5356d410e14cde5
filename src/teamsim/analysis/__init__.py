"""Answers made from studies, from scenarios, and from tables of headcounts.

``from teamsim.analysis import markov_of, flows_of``: names are loaded when they are asked for, so that starting stays
quick.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from teamsim.analysis.answers import OverElasticity, PlanEffect, over_elasticity, plan_effect
    from teamsim.analysis.chains import ObservedChains, VacancyChains, observed_chains, vacancy_chains
    from teamsim.analysis.flows import Flows, flows_of
    from teamsim.analysis.maintain import Maintainability, maintain_by_promotion, maintain_by_recruitment
    from teamsim.analysis.markov import MarkovFlows
    from teamsim.analysis.peter import PromotionRules, promotion_rules
    from teamsim.analysis.preview import Preview, markov_of
    from teamsim.analysis.projection import Projection
    from teamsim.analysis.stocks import Backtest, InferredFlows, backtest_flows, infer_flows
    from teamsim.analysis.workforce import Skill, Transfer, WorkforcePlan, WorkforceProblem, workforce_plan

_MODULES = {
    "answers": ("OverElasticity", "PlanEffect", "over_elasticity", "plan_effect"),
    "chains": ("ObservedChains", "VacancyChains", "observed_chains", "vacancy_chains"),
    "flows": ("Flows", "flows_of"),
    "maintain": ("Maintainability", "maintain_by_promotion", "maintain_by_recruitment"),
    "markov": ("MarkovFlows",),
    "peter": ("PromotionRules", "promotion_rules"),
    "preview": ("Preview", "markov_of"),
    "projection": ("Projection",),
    "stocks": ("Backtest", "InferredFlows", "backtest_flows", "infer_flows"),
    "workforce": ("Skill", "Transfer", "WorkforcePlan", "WorkforceProblem", "workforce_plan"),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "Backtest",
    "Flows",
    "InferredFlows",
    "Maintainability",
    "MarkovFlows",
    "ObservedChains",
    "OverElasticity",
    "PlanEffect",
    "Preview",
    "Projection",
    "PromotionRules",
    "Skill",
    "Transfer",
    "VacancyChains",
    "WorkforcePlan",
    "WorkforceProblem",
    "backtest_flows",
    "flows_of",
    "infer_flows",
    "maintain_by_promotion",
    "maintain_by_recruitment",
    "markov_of",
    "observed_chains",
    "over_elasticity",
    "plan_effect",
    "promotion_rules",
    "vacancy_chains",
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
