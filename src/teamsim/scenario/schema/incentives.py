"""Plans and quotas, and how people answer them."""

from __future__ import annotations

from typing import Literal

from teamsim.scenario.schema.components import Component
from teamsim.scenario.schema.declare import Section, parameter


class Plan(Section):
    """An incentive plan: for whom, when, and its components by name."""

    tiers: tuple[str, ...] = parameter(
        unit="tiers", label="Tiers", label_zh="适用职级", description="Tiers that are on the plan."
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
    plans: dict[str, Plan] = parameter(
        default={}, unit="plans", label="Plans", label_zh="激励方案", description="Incentive plans by name."
    )


class Response(Section):
    """How people answer a plan."""

    effort: Literal["none"] = parameter(
        "none",
        unit="name",
        label="Effort response",
        label_zh="努力响应",
        description="none: effort is 1 whatever the plan says - the no-response bound, not the truth.",
    )
