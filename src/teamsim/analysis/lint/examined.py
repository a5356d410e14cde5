"""What the checks of a plan read: its curves, its people's outlook, its pay at quota."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import numpy as np

from teamsim.analysis.lint.findings import Finding, Severity
from teamsim.analysis.outlook import LognormalOutlook, Outlook, outlook_of
from teamsim.analysis.plan_curves import ComponentCurve, curves_of
from teamsim.calendar import MONTHS_PER_YEAR
from teamsim.model import Floats
from teamsim.plans import Plan
from teamsim.scenario.schema import Parameters
from teamsim.scenario.schema import Plan as DeclaredPlan


@dataclass(frozen=True, eq=False)
class Examined:
    """A plan under examination, for one tier."""

    plan: Plan
    outlook: Outlook

    @property
    def p(self) -> Parameters:
        """The scenario's parameters."""
        return self.plan.scenario.parameters

    @property
    def declared(self) -> DeclaredPlan:
        """The plan as it stands in the file."""
        return self.p.incentives.plans[self.plan.name]

    @functools.cached_property
    def curves(self) -> list[ComponentCurve]:
        """What each component pays by attainment."""
        return curves_of(self.plan)

    @functools.cached_property
    def luck(self) -> LognormalOutlook:
        """The outlook of one person who sells quota on average."""
        return outlook_of(self.plan.scenario, self.plan.tier).at_quota()

    @functools.cached_property
    def variable_at_quota(self) -> float:
        """Variable pay of a year at quota [currency]."""
        return float(self.plan.payout(1.0))

    @property
    def pay_of_a_month(self) -> float:
        """A month of target pay [currency]."""
        return (self.p.tiers[self.plan.tier].base_annual + self.variable_at_quota) / MONTHS_PER_YEAR

    @functools.cached_property
    def year(self) -> tuple[Floats, Floats]:
        """Attainments with all edges, and what the whole plan pays a year at each."""
        levels = np.unique(np.concatenate([curve.sampled()[0] for curve in self.curves] or [np.linspace(0, 2.5, 11)]))
        paid = [sum(curve.periods_a_year * curve.pay(float(a)) for curve in self.curves) for a in levels]
        return levels, np.array(paid, dtype=np.float64)

    def place(self, *keys: str) -> str:
        """Return the path of a parameter of the plan, with the tier."""
        return ".".join(("incentives.plans", self.plan.name, *keys)) + f" ({self.plan.tier})"

    def of_component(self, curve: ComponentCurve, *keys: str) -> str:
        """Return the path of a component."""
        return self.place("components", curve.name.replace(".", ".items."), *keys)

    def finding(self, check: str, severity: Severity, place: str, value: float, **terms: Any) -> Finding:
        """Return a finding; amounts are in the scenario's currency."""
        return Finding(check, severity, place, value, {"currency": self.p.money.currency, **terms})
