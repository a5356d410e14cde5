"""Components that pay by attainment: rate tables, overrides on what a team books, lump sums."""

from __future__ import annotations

from typing import Literal

from teamsim.scenario.schema.declare import MAX_MONEY, parameter
from teamsim.scenario.schema.terms import MEASURED, Cycles, Measured, Measures, Payment, kind_of


class RateTable(Payment, Measured):
    """Commission: a rate table by attainment, marginal or retroactive, with threshold, accelerator and caps."""

    kind: Literal["rate_table"] = kind_of("rate_table")  # type: ignore[assignment]
    cycle: Cycles = parameter(
        "year",
        unit="name",
        label="Measurement period",
        label_zh="考核周期",
        description="Fiscal period over which bookings and quota add up; paid monthly on the cycle to date.",
    )
    mode: Literal["discrete", "cumulative"] = parameter(
        "discrete",
        unit="name",
        label="Cycles",
        label_zh="累计方式",
        description="discrete: each cycle by itself; cumulative: at the end of each cycle the fiscal year to date is "
        "paid, less what was paid of it; a true-up takes nothing back.",
    )
    earned: Literal["to_date", "at_close"] = parameter(
        "to_date",
        unit="name",
        label="Earned",
        label_zh="计提时点",
        description="to_date: month by month on the cycle to date; at_close: when the cycle ends.",
    )
    measure: Measures = parameter(
        "own",
        unit="name",
        label="Measured on",
        label_zh="业绩口径",
        description=MEASURED,
    )
    team_credit: Literal["shared", "full"] = parameter(
        "shared",
        unit="name",
        label="Credit for the team",
        label_zh="团队业绩归属",
        description="Of what a team books: shared: evenly by the budgeted seats of the tier in the unit; full: all of "
        "it to each.",
    )
    rates: tuple[tuple[float, float], ...] = parameter(
        unit="[attainment, share of bookings]",
        label="Rate table",
        label_zh="提成费率表",
        description="Bands in rising order: from which attainment (0 = the first unit of currency), which rate. "
        "Marginal: each rate holds for the bookings inside its band.",
    )
    retroactive: bool = parameter(
        False,
        unit="yes or no",
        label="Retroactive",
        label_zh="追溯适用",
        description="The rate of the band that is reached holds for all bookings of the cycle: a cliff at each band.",
    )
    threshold: float = parameter(
        0.0,
        low=0.0,
        high=10.0,
        typical=(0.0, 0.8),
        unit="attainment",
        label="Threshold",
        label_zh="起付点",
        description="Attainment below which nothing is earned; once reached, all of it is. A band with rate 0 is a "
        "threshold without that cliff.",
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
    decelerator: float = parameter(
        1.0,
        low=0.0,
        high=1.0,
        typical=(0.3, 1.0),
        unit="multiple of the rate",
        label="Decelerator",
        label_zh="减速器",
        description="Multiplies the rates below `decelerator_below`; 1 = none.",
    )
    decelerator_below: float = parameter(
        0.0,
        low=0.0,
        high=10.0,
        typical=(0.5, 0.9),
        unit="attainment",
        label="Decelerator holds below",
        label_zh="减速上限",
        description="Attainment below which the decelerator holds.",
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
    cap_pay: float | None = parameter(
        None,
        above=0.0,
        high=MAX_MONEY,
        unit="currency a cycle",
        label="Cap on pay",
        label_zh="提成金额封顶",
        description="Most commission of a cycle for the tier's full quota, less in proportion to a lower quota of the "
        "cycle; left out: no cap.",
    )


class Override(RateTable):
    """A manager's commission on what the unit and those below it book."""

    kind: Literal["override"] = kind_of("override")  # type: ignore[assignment]
    measure: Literal["team"] = parameter(
        "team", unit="name", label="Measured on", label_zh="业绩口径", description="What the team books."
    )


class LumpSum(Payment, Measured):
    """A bonus when a cycle's quota is reached: one amount, or several by level."""

    kind: Literal["lump_sum"] = kind_of("lump_sum")  # type: ignore[assignment]
    cycle: Cycles = parameter(
        "year",
        unit="name",
        label="Measurement period",
        label_zh="考核周期",
        description="Fiscal period of the bonus.",
    )
    mode: Literal["discrete", "cumulative"] = parameter(
        "discrete",
        unit="name",
        label="Cycles",
        label_zh="累计方式",
        description="discrete: each cycle by itself; cumulative: the fiscal year to date counts at the end of each.",
    )
    measure: Literal["credited"] | Measures = parameter(
        "credited",
        unit="name",
        label="Measured on",
        label_zh="业绩口径",
        description="credited: what counts for the tier's attainment, bookings or the team's; " + MEASURED,
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
        0.0,
        low=0.0,
        high=MAX_MONEY,
        unit="currency a cycle",
        label="Bonus",
        label_zh="奖金金额",
        description="Paid for a full cycle; less in proportion to the months seated. Leavers forfeit a running cycle.",
    )
    levels: tuple[tuple[float, float], ...] = parameter(
        (),
        unit="[attainment, currency a cycle]",
        label="Levels",
        label_zh="分档奖金",
        description="In place of `attainment` and `amount`: from which attainment which amount, in rising order; the "
        "highest level that is reached is paid.",
    )
