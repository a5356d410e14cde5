"""Every parameter, declared once: unit, range, default, description, source, status, both labels.

Validation, JSON Schema, parameter tables, sliders and error messages are made from these declarations. Sources
are spelled out in ``docs/parameters.md``; a *judgement* is a default nobody has measured for this purpose.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from teamsim.scenario.schema.campaigns import Contest, Spif
from teamsim.scenario.schema.careers import TierPromotion, Transfers
from teamsim.scenario.schema.commission import LumpSum, Override, RateTable
from teamsim.scenario.schema.components import Component
from teamsim.scenario.schema.costs import Costs, TierCosts
from teamsim.scenario.schema.declare import Section, parameter
from teamsim.scenario.schema.development import Development, Programme
from teamsim.scenario.schema.fixed_pay import Benefits, Draw, Guarantee, Retention
from teamsim.scenario.schema.hiring import Freeze, Hiring
from teamsim.scenario.schema.incentives import Incentives, Plan
from teamsim.scenario.schema.jurisdictions import (
    ChinaJurisdiction,
    ContributionLine,
    GenericJurisdiction,
    Jurisdiction,
    UnitedStatesJurisdiction,
)
from teamsim.scenario.schema.ladder import ExitEffects, Tier, TierHiring, TierSelling
from teamsim.scenario.schema.laws import (
    ConstantLaw,
    LogLogisticLaw,
    LognormalLaw,
    PiecewiseLaw,
    TableLaw,
    TenureLaw,
    WeibullLaw,
)
from teamsim.scenario.schema.leaving import Performance, Probation, Recognition, Retirement
from teamsim.scenario.schema.organisation import Opening, Organisation, SeatChange, Unit
from teamsim.scenario.schema.promotion import Acting, Promotion, Reliability, Weights
from teamsim.scenario.schema.ramps import (
    ExponentialRamp,
    GompertzRamp,
    LinearRamp,
    LogisticRamp,
    Ramp,
    TableRamp,
)
from teamsim.scenario.schema.response import PreferenceType, Response, Timing
from teamsim.scenario.schema.scorecards import Scorecard, ScorecardItem
from teamsim.scenario.schema.selling import CompanyShock, Selling, UnitShock
from teamsim.scenario.schema.sources import Acquisition, HiringSource, Selection
from teamsim.scenario.schema.structure import Intake, UnitMove
from teamsim.scenario.schema.succession import Succession

__all__ = [
    "Acquisition",
    "Acting",
    "Benefits",
    "ChinaJurisdiction",
    "CompanyShock",
    "Component",
    "ConstantLaw",
    "Contest",
    "ContributionLine",
    "Costs",
    "Development",
    "Draw",
    "ExitEffects",
    "ExponentialRamp",
    "Freeze",
    "GenericJurisdiction",
    "GompertzRamp",
    "Guarantee",
    "Hiring",
    "HiringSource",
    "Incentives",
    "Intake",
    "Jurisdiction",
    "LinearRamp",
    "LogLogisticLaw",
    "LogisticRamp",
    "LognormalLaw",
    "LumpSum",
    "Money",
    "Opening",
    "Organisation",
    "Override",
    "Parameters",
    "Performance",
    "PiecewiseLaw",
    "Plan",
    "PreferenceType",
    "Probation",
    "Programme",
    "Promotion",
    "Ramp",
    "RateTable",
    "Recognition",
    "Reliability",
    "Response",
    "Retention",
    "Retirement",
    "Scorecard",
    "ScorecardItem",
    "SeatChange",
    "Section",
    "Selection",
    "Selling",
    "Spif",
    "Succession",
    "TableLaw",
    "TableRamp",
    "TenureLaw",
    "Tier",
    "TierCosts",
    "TierHiring",
    "TierPromotion",
    "TierSelling",
    "Time",
    "Timing",
    "Transfers",
    "Unit",
    "UnitMove",
    "UnitShock",
    "UnitedStatesJurisdiction",
    "WeibullLaw",
    "Weights",
    "scenario_schema",
]


class Time(Section):
    """When the simulation starts and how long it lasts. A month has 30 days."""

    start: str = parameter(
        "2026-01",
        unit="year-month",
        label="First month",
        label_zh="起始月份",
        description="First month that is measured, as YYYY-MM.",
    )
    fiscal_year_start: int = parameter(
        1,
        low=1,
        high=12,
        unit="calendar month",
        label="Fiscal year starts in",
        label_zh="财年起始月",
        description="Calendar month (1-12) in which fiscal years and quarters begin.",
    )
    horizon_months: int = parameter(
        36,
        low=1,
        high=1200,
        typical=(12, 60),
        unit="months",
        label="Horizon",
        label_zh="模拟期",
        description="Months that are measured.",
    )
    burn_in_months: int = parameter(
        0,
        low=0,
        high=1200,
        unit="months",
        label="Burn-in",
        label_zh="预热期",
        description="Months simulated before the first measured month and left out of every result.",
    )


class Money(Section):
    """Currency and margin."""

    currency: str = parameter(
        "USD",
        unit="ISO 4217 code",
        label="Currency",
        label_zh="币种",
        description="The one currency of all amounts in the scenario.",
    )
    margin: float = parameter(
        0.75,
        low=0.0,
        high=1.0,
        typical=(0.6, 0.85),
        unit="share of bookings",
        label="Gross margin",
        label_zh="毛利率",
        description="Share of bookings left after the cost of what is sold; contribution = bookings x margin - pay.",
        source="typical gross margin of subscription software; judgement",
        is_assumption=True,
    )
    payment_schedule: tuple[Annotated[float, Field(ge=0.0, le=1.0)], ...] = parameter(
        (1.0,),
        unit="shares of an invoice",
        label="Payment schedule",
        label_zh="回款进度",
        description="Share paid in the month of the booking, one month later, and so on; the rest is never paid.",
        source="design choice: [1.0] is at once",
    )


class Parameters(Section):
    """A complete scenario: everything that decides what can happen."""

    time: Time = Field(default_factory=Time)
    money: Money = Field(default_factory=Money)
    tiers: dict[str, Tier] = parameter(
        unit="tiers", label="Ladder", label_zh="职级体系", description="The ladder, lowest tier first."
    )
    organisation: Organisation
    opening: Opening = Field(default_factory=Opening)
    hiring: Hiring = Field(default_factory=Hiring)
    promotion: Promotion = Field(default_factory=Promotion)
    development: Development = Field(default_factory=Development)
    succession: Succession = Field(default_factory=Succession)
    selling: Selling = Field(default_factory=Selling)
    incentives: Incentives = Field(default_factory=Incentives)
    response: Response = Field(default_factory=Response)
    costs: Costs = Field(default_factory=Costs)
    rules: dict[str, str] = parameter(
        default={},
        unit="rule: registered name",
        label="Replaced rules",
        label_zh="替换规则",
        description="Standard rules that functions registered with `@teamsim.rule` replace.",
    )


def scenario_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a scenario file, for completion and checks in an editor.

    A file that extends another may leave anything out, so nothing is required there.
    """
    schema = Parameters.model_json_schema()
    about = {
        "name": {"type": "string", "description": "Name of the scenario."},
        "description": {"type": "string", "description": "One sentence about it."},
        "extends": {"type": "string", "description": "Scenario file that this one changes."},
    }
    whole = _for_changes({**schema, "properties": {**about, **schema["properties"]}})
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "teamsim scenario", **whole}


def _for_changes(part: Any) -> Any:
    """Return a part of a schema with nothing required, null for any value, and groups that may overlap."""
    if isinstance(part, list):
        return [_for_changes(item) for item in part]
    if not isinstance(part, dict):
        return part
    loose = {
        "anyOf" if key == "oneOf" else key: _for_changes(value)
        for key, value in part.items()
        if key not in {"required", "discriminator"}
    }
    if "properties" in loose:
        loose["properties"] = {key: _or_null(value) for key, value in loose["properties"].items()}
    if isinstance(loose.get("additionalProperties"), dict):
        loose["additionalProperties"] = _or_null(loose["additionalProperties"])
    return loose


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Allow null, which takes a value out of what the file extends."""
    return {
        "anyOf": [schema, {"type": "null"}],
        **{k: schema[k] for k in ("title", "description") if k in schema},
    }
