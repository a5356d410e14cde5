"""Plans and quotas, and how people answer them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from teamsim.scenario.schema.declare import MAX_MONEY, Section, parameter


class RateTable(Section):
    """Commission: a marginal rate table by attainment, with accelerator and cap."""

    kind: Literal["rate_table"] = parameter(
        "rate_table", unit="name", label="Component", label_zh="组件类型", description="Kind of component."
    )
    cycle: Literal["quarter", "year"] = parameter(
        "year",
        unit="name",
        label="Measurement period",
        label_zh="考核周期",
        description="Fiscal period over which bookings and quota add up; paid monthly on the cycle to date.",
    )
    measure: Literal["own", "team"] = parameter(
        "own",
        unit="name",
        label="Measured on",
        label_zh="业绩口径",
        description="own: what the person books; team: what the person's unit and those below it book, shared "
        "evenly by the budgeted seats of the tier in the unit (a manager's override).",
    )
    rates: tuple[tuple[float, float], ...] = parameter(
        unit="[attainment, share of bookings]",
        label="Rate table",
        label_zh="提成费率表",
        description="Bands in rising order: from which attainment (0 = the first unit of currency), which rate. "
        "Marginal: each rate holds for the bookings inside its band.",
    )
    accelerator: float = parameter(
        1.0,
        low=0.0,
        high=10.0,
        typical=(1.0, 3.0),
        unit="multiple of the rate",
        label="Accelerator",
        label_zh="加速器",
        description="Multiplies the rates from `accelerator_from` on; 1 = none.",
        source="falconincentives.com: 1.5-2.5 times from 100%",
        status="benchmark",
    )
    accelerator_from: float = parameter(
        1.0,
        low=0.0,
        high=10.0,
        typical=(0.8, 1.5),
        unit="attainment",
        label="Accelerator starts at",
        label_zh="加速起点",
        description="Attainment from which the accelerator holds.",
    )
    cap: float | None = parameter(
        None,
        above=0.0,
        high=10.0,
        typical=(1.0, 2.0),
        unit="attainment",
        label="Cap",
        label_zh="封顶",
        description="Attainment above which no commission is earned; left out: no cap.",
    )


class LumpSum(Section):
    """A bonus paid in full when a cycle's quota is reached."""

    kind: Literal["lump_sum"] = parameter(
        "lump_sum", unit="name", label="Component", label_zh="组件类型", description="Kind of component."
    )
    cycle: Literal["quarter", "year"] = parameter(
        "year",
        unit="name",
        label="Measurement period",
        label_zh="考核周期",
        description="Fiscal period of the bonus.",
    )
    attainment: float = parameter(
        1.0,
        low=0.0,
        high=10.0,
        typical=(0.8, 1.2),
        unit="attainment",
        label="Bonus threshold",
        label_zh="奖金门槛",
        description="Attainment of the cycle at which the bonus is due.",
    )
    amount: float = parameter(
        low=0.0,
        high=MAX_MONEY,
        unit="currency a cycle",
        label="Bonus",
        label_zh="奖金金额",
        description="Paid for a full cycle; less in proportion to the months seated. Leavers forfeit a running cycle.",
    )


class Plan(Section):
    """An incentive plan: for whom, and its components by name (one rate table and one lump sum at most)."""

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
    components: dict[str, Annotated[RateTable | LumpSum, Field(discriminator="kind")]] = parameter(
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
