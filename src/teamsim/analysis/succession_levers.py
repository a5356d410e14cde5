"""Levers on a bench as changes of a scenario, with what the programme itself costs.

Sizes and prices are judgements, stated here and in the names; make a `Lever` of your own for yours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from teamsim.analysis.critical import critical_seats
from teamsim.errors import TeamsimError
from teamsim.scenario.build import build
from teamsim.scenario.layout import Layout
from teamsim.scenario.scenario import Scenario
from teamsim.words import label_of

_NAMES = {
    "en": {
        "accelerate": "Develop {source}: ready {months} months sooner",
        "hire_ahead": "Hire ahead: {seats} more {source}",
        "retain": "Retain {source}: base pay +{share:.0%}",
    },
    "zh": {
        "accelerate": "加速培养{source}：提前 {months} 个月就绪",
        "hire_ahead": "提前储备：{source}增编 {seats} 名",
        "retain": "保留{source}：基本工资 +{share:.0%}",
    },
}
READY_SOONER_MONTHS = 12
DEVELOPMENT_SHARE = 0.05
"""Price of a year of development for one candidate, as a share of base pay; judgement."""
RAISE = 0.10
PAY_ELASTICITY = -2.0
"""Exits to pay: epi.org/?p=246574, about -2 (`tiers.*.exit_effects.pay_elasticity`)."""


@dataclass(frozen=True)
class Lever:
    """A named change of a scenario; `cost_monthly` of a programme is added to `costs.fixed_monthly` [currency]."""

    name: str
    changes: Mapping[str, Any]
    cost_monthly: float = 0.0
    label_zh: str = ""

    @property
    def label(self) -> str:
        """Its name, on English screens."""
        return self.name

    def applied(self, scenario: Scenario) -> Scenario:
        """Return the scenario with the lever pulled, under the lever's name."""
        cost = scenario.parameters.costs.fixed_monthly + self.cost_monthly
        own = {"costs.fixed_monthly": cost} if self.cost_monthly else {}
        return scenario.with_changes(self.name, {**self.changes, **own})


def standard_levers(scenario: Scenario) -> tuple[Lever, ...]:
    """Return three levers for the tier below each critical tier: develop, hire ahead, retain.

    *Develop*: `min_months_in_grade` of the critical tier falls by a year, for a programme of 5% of a seat's base pay a
    year. *Hire ahead*: a seat more in every unit that has the tier below, from the first month. *Retain*: base pay
    of the tier below rises by 10%, and its exits answer to pay with an elasticity of -2 at least.

    Raises
    ------
    ScenarioError, TeamsimError
        No critical seat, or none that anybody is promoted into.
    """
    layout = build(scenario)
    tiers = [tier for tier in critical_seats(layout).tiers if _source(layout, tier)]
    if not tiers:
        raise TeamsimError(f"`{scenario.name}`: nobody is promoted into a critical seat. Give its tier `promotion`.")
    makers = (accelerate, hire_ahead, retain)
    levers = [make(scenario, tier) for tier in tiers for make in makers]
    return tuple({lever.name: lever for lever in levers}.values())


def accelerate(
    scenario: Scenario, tier: str, months: int = READY_SOONER_MONTHS, share: float = DEVELOPMENT_SHARE
) -> Lever:
    """Return the lever that makes people ready for a tier so many months sooner, for a share of their base pay."""
    layout = build(scenario)
    source = _required_source(layout, tier)
    promotion = scenario.parameters.tiers[tier].promotion
    assert promotion is not None
    sooner = min(months, promotion.min_months_in_grade)
    heads = sum(seat.tier == source and not seat.home for seat in layout.seats)
    cost = share * heads * scenario.parameters.tiers[source].base_annual / 12
    left = promotion.min_months_in_grade - sooner
    changes = {f"tiers.{tier}.promotion.min_months_in_grade": left}
    return _lever("accelerate", scenario, source, changes, cost, months=sooner)


def hire_ahead(scenario: Scenario, tier: str, seats: int = 1) -> Lever:
    """Return the lever that opens so many seats more of the tier below, in every unit that has it."""
    layout = build(scenario)
    source = _required_source(layout, tier)
    units = [unit for unit, name in layout.cells if name == source]
    changes = {
        f"organisation.seat_changes.deputies in {unit}": {"unit": unit, "tier": source, "month": 0, "seats": seats}
        for unit in units
    }
    return _lever("hire_ahead", scenario, source, changes, 0.0, seats=seats * len(units))


def retain(scenario: Scenario, tier: str, share: float = RAISE, elasticity: float = PAY_ELASTICITY) -> Lever:
    """Return the lever that raises base pay of the tier below, whose exits answer to pay."""
    source = _required_source(build(scenario), tier)
    declared = scenario.parameters.tiers[source]
    changes = {
        f"tiers.{source}.base_annual": round(declared.base_annual * (1.0 + share), 2),
        f"tiers.{source}.exit_effects.pay_elasticity": min(elasticity, declared.exit_effects.pay_elasticity),
    }
    return _lever("retain", scenario, source, changes, 0.0, share=share)


def _lever(
    kind: str, scenario: Scenario, source: str, changes: Mapping[str, Any], cost: float, **sizes: float
) -> Lever:
    declared = scenario.parameters.tiers[source]
    en, zh = (
        _NAMES[lang][kind].format(source=label_of(declared, lang) or source, **sizes).strip() for lang in ("en", "zh")
    )
    return Lever(en, changes, cost, zh)


def _source(layout: Layout, tier: str) -> str:
    """Return the tier below a tier; empty: nobody is promoted into it."""
    below = int(layout.model.tiers[layout.tiers.index(tier)].from_tier)
    return layout.tiers[below] if below >= 0 else ""


def _required_source(layout: Layout, tier: str) -> str:
    if tier not in layout.tiers or not _source(layout, tier):
        raise TeamsimError(f"`{tier}`: nobody is promoted into such a tier. Give it `promotion`, or take another.")
    return _source(layout, tier)
