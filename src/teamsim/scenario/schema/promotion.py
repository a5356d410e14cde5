"""Moves between tiers that hold for the whole organisation."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from teamsim.scenario.schema.declare import Section, parameter

Share = Annotated[float, Field(ge=0.0, le=1.0)]


def _weight(label: str, label_zh: str, of: str) -> float:
    """Declare the weight of a criterion."""
    weight: float = parameter(
        1.0,
        low=0.0,
        high=1000.0,
        typical=(0.0, 3.0),
        unit="weight",
        label=f"Weight of {label}",
        label_zh=f"{label_zh}权重",
        description=f"Weight of {of}, standardised over the tier's people of that day; weights are divided by their "
        "sum.",
    )
    return weight


class Weights(Section):
    """What counts how much where people are chosen by `score`."""

    experience: float = _weight("experience", "资历", "the log of the months with the firm")
    skill: float = _weight("skill", "能力", "the log of talent")
    results: float = _weight("results", "业绩", "the log of the attainment of this and last fiscal year, at least 5%")
    leadership: float = _weight("leadership", "领导力", "leadership")


def _reliability(label: str, label_zh: str) -> float:
    """Declare the reliability with which a criterion is assessed."""
    reliability: float = parameter(
        1.0,
        low=0.0,
        high=1.0,
        typical=(0.3, 0.9),
        unit="share of variance",
        label=f"Reliability of {label}",
        label_zh=f"{label_zh}评估信度",
        description="Share of what decisions read that is true, the rest is noise, new every fiscal year: "
        "sqrt(h) x true + sqrt(1 - h) x noise. 1 = as it is; .5: two assessments correlate by .5.",
        source="Viswesvaran, Ones, Schmidt (1996): ratings of performance by two supervisors correlate by .52",
    )
    return reliability


class Reliability(Section):
    """How well what decides on promotions is known."""

    experience: float = _reliability("experience", "资历")
    skill: float = _reliability("skill", "能力")
    results: float = _reliability("results", "业绩")
    leadership: float = _reliability("leadership", "领导力")


class Acting(Section):
    """Who does the work of a head while the seat is empty: somebody of the tier from which it is filled."""

    after_months: int = parameter(
        0,
        low=0,
        high=24,
        typical=(0, 3),
        unit="months",
        label="Acting after",
        label_zh="空缺多久后代理",
        description="Whole months for which a head's seat has been empty before somebody acts; 0 = at once.",
    )
    min_months_in_grade: int = parameter(
        6,
        low=0,
        high=240,
        typical=(3, 18),
        unit="months",
        label="Time in grade of who acts",
        label_zh="代理者最短现职级年限",
        description="Months in the tier below that a person needs; nobody acts in the month of joining or moving.",
        is_assumption=True,
    )
    lead_share: float = parameter(
        0.5,
        low=0.0,
        high=1.0,
        typical=(0.3, 0.8),
        unit="share of a head",
        label="Share of a head's work",
        label_zh="代理履职比例",
        description="What of a head's coaching hours the person gives, and what the own leadership counts for; above 0 "
        "the unit counts as led.",
        is_assumption=True,
    )
    selling_share_lost: float = parameter(
        0.3,
        low=0.0,
        high=1.0,
        typical=(0.2, 0.6),
        unit="share of capacity",
        label="Own selling lost",
        label_zh="代理损失的销售产能",
        description="Share of the person's own selling capacity that acting takes.",
        is_assumption=True,
    )
    allowance: float = parameter(
        0.0,
        low=0.0,
        high=1.0,
        typical=(0.0, 0.15),
        unit="share of fixed pay",
        label="Acting allowance",
        label_zh="代理津贴比例",
        description="Added to the fixed pay of months in which the person acts; severance is reckoned without it.",
    )
    promotion_bonus: float = parameter(
        0.0,
        low=0.0,
        high=10.0,
        typical=(0.0, 1.0),
        unit="score",
        label="Bonus in the promotion",
        label_zh="代理者晋升加分",
        description="Added to the score of who acts where people are promoted to that tier: standard deviations with "
        "`score` and `leadership`, attainment with `results`; seniority knows no score.",
    )


class Promotion(Section):
    """How people move between tiers, beside filling empty seats."""

    moves: dict[str, dict[str, Share]] = parameter(
        {},
        keys="tier",
        unit="share a year, of those who stay",
        label="Moves by career (push)",
        label_zh="年度职级变动率",
        description="Share of each tier's people whose seat is regraded to another tier, up or down, once a year; "
        "{representative: {manager: 0.1}}. Empty: nobody moves but into empty seats.",
        source="Markov manpower models (Bartholomew, Forbes, McClean: Statistical techniques for manpower planning)",
    )
    moves_month: int | None = parameter(
        None,
        low=1,
        high=12,
        unit="calendar month",
        label="Month of moves",
        label_zh="职级变动月份",
        description="Calendar month (1-12) in which seats are regraded; left out: the first of the fiscal year.",
    )
    acting: Acting | None = Field(None, description="Acting heads; left out: an empty head's seat leads nobody.")
    weights: Weights = Field(default_factory=Weights)
    reliability: Reliability = Field(default_factory=Reliability)
    rater_bias_sigma: float = parameter(
        0.0,
        low=0.0,
        high=10.0,
        typical=(0.0, 0.6),
        unit="standard deviations of a score",
        label="Bias of raters",
        label_zh="评估者偏差",
        description="Spread, over units, of how lenient a unit's raters are, for good; it is added to assessed scores "
        "and matters where people of several units compete.",
        source="Murphy, Cleveland (1995): leniency is the commonest error of ratings; size: judgement",
    )
    calibration: float = parameter(
        0.0,
        low=0.0,
        high=1.0,
        unit="share of the bias removed",
        label="Calibration",
        label_zh="校准会力度",
        description="Share of the raters' biases that calibration sessions take out.",
    )
