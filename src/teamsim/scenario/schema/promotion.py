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


class Promotion(Section):
    """How people move between tiers, beside filling empty seats."""

    moves: dict[str, dict[str, Share]] = parameter(
        {},
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
    weights: Weights = Field(default_factory=Weights)
