"""Answers made from studies, from scenarios and from real results.

``from teamsim.analysis import replay, gaming_audit``: names are loaded when they are asked for, so that starting stays
quick.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from teamsim.analysis.actuals import simulated_actuals
    from teamsim.analysis.forecast import behavioural_forecast
    from teamsim.analysis.gaming import GamingAudit, Terms, gaming_audit
    from teamsim.analysis.outlook import LognormalOutlook, ObservedOutlook, observed_outlook, outlook_of
    from teamsim.analysis.plan_cost import PlanCosts, earnings, plan_costs
    from teamsim.analysis.replays import Replay, replay

_MODULES = {
    "actuals": ("simulated_actuals",),
    "forecast": ("behavioural_forecast",),
    "gaming": ("GamingAudit", "Terms", "gaming_audit"),
    "outlook": ("LognormalOutlook", "ObservedOutlook", "observed_outlook", "outlook_of"),
    "plan_cost": ("PlanCosts", "earnings", "plan_costs"),
    "replays": ("Replay", "replay"),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "GamingAudit",
    "LognormalOutlook",
    "ObservedOutlook",
    "PlanCosts",
    "Replay",
    "Terms",
    "behavioural_forecast",
    "earnings",
    "gaming_audit",
    "observed_outlook",
    "outlook_of",
    "plan_costs",
    "replay",
    "simulated_actuals",
]


def __getattr__(name: str) -> Any:
    """Load a public name from its module when it is first asked for."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
