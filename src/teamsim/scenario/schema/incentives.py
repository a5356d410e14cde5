"""Plans and quotas."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from teamsim.scenario.schema.components import Component
from teamsim.scenario.schema.declare import MAX_MONEY, Section, parameter

Share = Annotated[float, Field(ge=0.0, le=1.0)]


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
    deal_limit: float | None = parameter(
        None,
        above=0.0,
        high=MAX_MONEY,
        unit="currency",
        label="Deal limit",
        label_zh="单笔业绩审核线",
        description="A deal above it goes to review: what lies beyond counts by `beyond_limit` only, for this plan. "
        "Asks for tiers that sell deal by deal (`selling.deal_size`).",
    )
    beyond_limit: float = parameter(
        0.0,
        low=0.0,
        high=1.0,
        unit="share",
        label="Credit beyond the limit",
        label_zh="超线计入比例",
        description="Share of what lies beyond the deal limit that counts; 0 is a cap for each deal.",
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
    empty_quota: Literal["unassigned", "manager", "peers"] = parameter(
        "unassigned",
        unit="name",
        label="Quota of empty seats",
        label_zh="空缺岗位指标归属",
        description="unassigned: nobody's; manager: added to the quota of those who lead the unit; peers: shared "
        "equally by those at work on the same tier of the unit. Month by month; asks for `quota_proration: days`.",
    )
    splits: dict[str, dict[str, Share]] = parameter(
        default={},
        keys="tier",
        unit="shares of credit",
        label="Splits",
        label_zh="业绩拆分",
        description="Who is credited with what a tier books: `splits.hunter: {hunter: 0.7, engineer: 0.3}` gives three "
        "tenths to the engineers at work in the unit, in equal parts. The shares add to 1; one that nobody is there to "
        "take is the house's. A tier that is left out keeps all.",
    )
    holdover_months: int = parameter(
        0,
        low=0,
        high=24,
        typical=(0, 6),
        unit="months",
        label="Holdover",
        label_zh="业绩保留期",
        description="Months from a promotion or another move in which the mover is credited with business of the old "
        "seat, once it is filled; 0: none. Leavers are not; what nobody is credited with is the house's.",
    )
    holdover_share: float = parameter(
        1.0,
        low=0.0,
        high=1.0,
        unit="share of the old seat's credit",
        label="Share held over",
        label_zh="业绩保留比例",
        description="Share of the old seat's business that the mover is credited with.",
    )
    holdover_credit: Literal["split", "overlay"] = parameter(
        "split",
        unit="name",
        label="Holdover credit",
        label_zh="保留业绩归属方式",
        description="split: the new holder is credited with the rest; overlay: with all of it too.",
    )
    plans: dict[str, Plan] = parameter(
        default={}, unit="plans", label="Plans", label_zh="激励方案", description="Incentive plans by name."
    )
