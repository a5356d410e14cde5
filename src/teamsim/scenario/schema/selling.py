"""Season and common shocks of the markets."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from teamsim.scenario.schema.declare import Section, parameter


def _sigma(label: str, label_zh: str) -> float:
    """Declare how large a shock is."""
    declared: float = parameter(
        0.0,
        low=0.0,
        high=1.0,
        typical=(0.0, 0.2),
        unit="log standard deviation",
        label=label,
        label_zh=label_zh,
        description="Long-run standard deviation of the log factor.",
        is_assumption=True,
    )
    return declared


def _persistence(label: str, label_zh: str) -> float:
    """Declare how long a shock lasts."""
    declared: float = parameter(
        0.8,
        low=0.0,
        high=0.999,
        typical=(0.5, 0.95),
        unit="correlation of neighbouring months",
        label=label,
        label_zh=label_zh,
        description="Correlation of one month's log factor with the next.",
        is_assumption=True,
    )
    return declared


class CompanyShock(Section):
    """A factor with mean one for all sellers: a first-order autoregression of logs."""

    sigma: float = _sigma("Size of the company-wide shock", "公司整体波动幅度")
    persistence: float = _persistence("Persistence of the company-wide shock", "公司整体波动持续性")


class UnitShock(Section):
    """A factor with mean one for the sellers of a unit, one for each: a first-order autoregression of logs."""

    sigma: float = _sigma("Size of each unit's own shock", "各单元波动幅度")
    persistence: float = _persistence("Persistence of each unit's own shock", "各单元波动持续性")


class Selling(Section):
    """What moves all sellers together."""

    season: tuple[Annotated[float, Field(ge=0.0)], ...] = parameter(
        (1.0,) * 12,
        unit="multiples, January first",
        label="Season",
        label_zh="季节系数",
        description="Twelve factors; they are divided by their mean, so full productivity keeps its meaning.",
    )
    leadership_correlation: float = parameter(
        0.0,
        low=-1.0,
        high=1.0,
        typical=(-0.2, 0.4),
        unit="correlation",
        label="Leadership with selling skill",
        label_zh="领导力与销售能力的相关",
        description="Correlation of a person's leadership (standard normal, for life) with the log of talent.",
        source="Benson, Li, Shue (QJE 2019): good sellers make no better managers, rather worse ones",
    )
    company_shock: CompanyShock = Field(default_factory=CompanyShock)
    unit_shock: UnitShock = Field(default_factory=UnitShock)
