"""Plans and quotas."""

from __future__ import annotations

from typing import Literal

from teamsim.scenario.schema.components import Component
from teamsim.scenario.schema.declare import MAX_MONEY, Section, parameter


class Plan(Section):
    """An incentive plan: for whom, when, and its components by name."""

    tiers: tuple[str, ...] = parameter(
        unit="tiers", label="Tiers", label_zh="适用职级", description="Tiers that are on the plan."
    )
    roles: tuple[str, ...] = parameter(
        (),
        unit="roles",
        label="Roles",
        label_zh="适用角色",
        description="Roles (`tiers.*.role`) whose tiers are on the plan too.",
    )
    units: tuple[str, ...] = parameter(
        (),
        unit="units",
        label="Units",
        label_zh="适用组织单元",
        description="Units whose people, with those below, are on the plan; left out: all. The plan of the nearest "
        "unit holds.",
    )
    from_month: int = parameter(
        0,
        low=0,
        high=1200,
        unit="months from the start",
        label="From month",
        label_zh="生效月",
        description="First month of the plan, counted from the first measured month; 0: also before.",
    )
    until_month: int | None = parameter(
        None,
        low=0,
        high=1200,
        unit="months from the start",
        label="Until month",
        label_zh="截止月",
        description="Last month of the plan; left out: it goes on. Running cycles are then settled as on a promotion.",
    )
    components: dict[str, Component] = parameter(
        unit="components",
        label="Components",
        label_zh="方案组件",
        description="Components by name, in order.",
    )


class Incentives(Section):
    """Plans and quotas."""

    quota_phasing: Literal["season", "flat"] = parameter(
        "season",
        unit="name",
        label="Quota phasing",
        label_zh="指标分月方式",
        description="season: a month's quota follows the season; flat: a twelfth of the year's.",
    )
    quota_proration: Literal["days", "none"] = parameter(
        "days",
        unit="name",
        label="Quota of part of a cycle",
        label_zh="指标折算方式",
        description="days: people who join or move within a cycle have the quota of the days that are left; "
        "none: they have the quota of the whole cycle.",
    )
    company_target_annual: float | None = parameter(
        None,
        above=0.0,
        high=MAX_MONEY,
        unit="currency a year",
        label="Company target",
        label_zh="公司年度目标",
        description="Target that is cascaded down the tree by territory potential and shared by a unit's seats in "
        "proportion to their tiers' quotas; left out: everybody has the tier's quota.",
    )
    over_assignment: tuple[float, ...] = parameter(
        (),
        unit="shares by layer",
        label="Over-assignment",
        label_zh="超额分解",
        description="By how much each layer assigns more than it was given, the company first: (0.05, 0.1) is 5% from "
        "the company to its units, 10% from those to theirs; in a unit with seats also to them.",
    )
    ratchet_up: float = parameter(
        0.0,
        low=0.0,
        high=2.0,
        typical=(0.0, 0.8),
        unit="share of the gap",
        label="Ratchet upwards",
        label_zh="棘轮效应（上调）",
        description="q' = q + lambda x (sales - q) at the end of a fiscal year, for sales above the quota; 0 = off.",
        source="assumption: 0-.8",
    )
    ratchet_down: float = parameter(
        0.0,
        low=0.0,
        high=2.0,
        typical=(0.0, 0.8),
        unit="share of the gap",
        label="Ratchet downwards",
        label_zh="棘轮效应（下调）",
        description="The same for sales below the quota; 0 = off.",
        source="assumption: 0-.8",
    )
    plans: dict[str, Plan] = parameter(
        default={}, unit="plans", label="Plans", label_zh="激励方案", description="Incentive plans by name."
    )
