"""Moves between tiers that hold for the whole organisation."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from teamsim.scenario.schema.declare import Section, parameter

Share = Annotated[float, Field(ge=0.0, le=1.0)]


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
