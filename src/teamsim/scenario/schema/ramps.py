"""Ramps: how productivity grows from a person's first day on. What is reached after 60 months holds."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from teamsim.scenario.schema.declare import Section, parameter


def _shape(default: Any = ...) -> Any:
    """Declare the key that chooses the shape."""
    return parameter(default, unit="name", label="Ramp shape", label_zh="爬坡曲线", description="Form of the ramp.")


def _start_share() -> Any:
    """Declare where a ramp starts."""
    return parameter(
        0.0,
        low=0.0,
        high=1.0,
        typical=(0.0, 0.4),
        unit="share of full productivity",
        label="Start of the ramp",
        label_zh="爬坡起点",
        description="Productivity on the first day.",
    )


class LinearRamp(Section):
    """Productivity grows in a straight line."""

    shape: Literal["linear"] = _shape("linear")
    months: float = parameter(
        5.7,
        low=0.0,
        high=60.0,
        typical=(3.0, 9.0),
        unit="months",
        label="Ramp",
        label_zh="爬坡期",
        description="Months from joining to full productivity; 0 = productive at once.",
        source="Bridge Group 2024, second hand: 5.7 months for account executives (3-9)",
        status="benchmark",
        is_assumption=True,
    )
    start_share: float = _start_share()


class ExponentialRamp(Section):
    """Productivity grows fast at first and ever more slowly."""

    shape: Literal["exponential"] = _shape()
    start_share: float = _start_share()
    time_constant_months: float = parameter(
        3.0,
        above=0.0,
        high=24.0,
        typical=(1.0, 6.0),
        unit="months",
        label="Time constant",
        label_zh="爬坡时间常数",
        description="Months in which 63% of what is missing is gained: 86% after two, 95% after three of them.",
        is_assumption=True,
    )


class LogisticRamp(Section):
    """Productivity grows slowly, then fast, then slowly: a symmetric S."""

    shape: Literal["logistic"] = _shape()
    start_share: float = _start_share()
    midpoint_months: float = parameter(
        3.0,
        low=0.0,
        high=36.0,
        typical=(1.0, 9.0),
        unit="months",
        label="Steepest at",
        label_zh="爬坡最快的月份",
        description="Months from joining at which productivity grows fastest.",
        is_assumption=True,
    )
    steepness: float = parameter(
        1.0,
        low=0.1,
        high=5.0,
        typical=(0.4, 2.0),
        unit="per month",
        label="Steepness",
        label_zh="爬坡陡度",
        description="Growth rate k of the curve: it goes from 12% to 88% within 4/k months around its steepest point.",
    )


class GompertzRamp(Section):
    """Productivity grows in a lopsided S: a quick take-off, a long last stretch."""

    shape: Literal["gompertz"] = _shape()
    start_share: float = _start_share()
    midpoint_months: float = parameter(
        3.0,
        low=0.0,
        high=36.0,
        typical=(1.0, 9.0),
        unit="months",
        label="Steepest at",
        label_zh="爬坡最快的月份",
        description="Months from joining at which productivity grows fastest.",
        is_assumption=True,
    )
    steepness: float = parameter(
        1.0,
        low=0.1,
        high=5.0,
        typical=(0.4, 2.0),
        unit="per month",
        label="Steepness",
        label_zh="爬坡陡度",
        description="Growth rate k of the curve: it goes from 7% at 1/k months before its steepest point to 87% at 2/k "
        "after it.",
    )


class TableRamp(Section):
    """Productivity by month or quarter of tenure."""

    shape: Literal["table"] = _shape()
    shares: tuple[Annotated[float, Field(ge=0.0, le=1.5)], ...] = parameter(
        unit="share of full productivity",
        label="Productivity by tenure",
        label_zh="各司龄产能",
        description="First entry: the month or quarter of joining; they never fall; the last one holds for all longer "
        "tenures; at most 60 months.",
        source="by quarter, complex sale: 20/30/50/65/70/95% (orm-tech.com), 10/38/76/85/98% (Kellblog), second hand",
        status="benchmark",
    )
    step: Literal["month", "quarter"] = parameter(
        "quarter",
        unit="name",
        label="Table by",
        label_zh="产能表步长",
        description="How much tenure lies between two entries: a month or three.",
    )
    between: Literal["stepped", "straight"] = parameter(
        "stepped",
        unit="name",
        label="Between the entries",
        label_zh="表内取值方式",
        description="stepped: an entry holds for its whole month or quarter, as tables are published; "
        "straight: an entry holds on the first day of it, with straight lines between.",
    )


def _linear_unless_stated(values: Any) -> Any:
    """Read a ramp without a shape as linear."""
    return {"shape": "linear", **values} if isinstance(values, dict) else values


Ramp = Annotated[
    LinearRamp | ExponentialRamp | LogisticRamp | GompertzRamp | TableRamp,
    Field(discriminator="shape"),
    BeforeValidator(_linear_unless_stated),
]
"""One of the ramps; the key `shape` says which, linear when it is left out."""
