"""Terms that most components of a plan share: on which measure, and when what is earned is paid."""

from __future__ import annotations

from typing import Literal

from teamsim.scenario.schema.declare import MAX_MONEY, Section, parameter

Measures = Literal["own", "bookings", "team", "collections", "gross_margin", "new_business", "units"]
Cycles = Literal["month", "quarter", "half", "year"]
ExitRule = Literal["pay_earned", "pay_due", "forfeit"]
RunningRule = Literal["forfeit", "prorate"]
MEASURED = (
    "own or bookings: what the person books; team: what the person's unit and those below it book; collections: "
    "what is paid of the person's invoices; gross_margin: bookings x `money.margin`; new_business: bookings x "
    "`new_business_share`; units: bookings / `unit_price`."
)


def kind_of(name: str) -> str:
    """Declare the kind of a component."""
    kind: str = parameter(name, unit="name", label="Component", label_zh="组件类型", description="Kind of component.")
    return kind


class Payment(Section):
    """When what a component has earned becomes payable and is paid, and what becomes of it on an exit."""

    paid_every: Cycles = parameter(
        "month",
        unit="name",
        label="Payment frequency",
        label_zh="支付频率",
        description="Fiscal period at whose end is paid what has become payable.",
    )
    lag_months: int = parameter(
        0,
        low=0,
        high=12,
        unit="months",
        label="Payment lag",
        label_zh="支付滞后",
        description="Months after which what is earned begins to become payable.",
    )
    released: Literal["at_once", "on_cash", "by_schedule"] = parameter(
        "at_once",
        unit="name",
        label="Becomes payable",
        label_zh="释放方式",
        description="at_once; on_cash: as the month's invoices are paid by `money.payment_schedule`, the share that is "
        "never paid is forfeited; by_schedule: by `release_shares`.",
    )
    release_shares: tuple[float, ...] = parameter(
        (1.0,),
        unit="shares of a month's earnings",
        label="Release schedule",
        label_zh="释放比例表",
        description="Shares of what a month earns that become payable in that month, the next, and so on; they add "
        "up to one.",
    )
    clawback: float = parameter(
        0.0,
        low=0.0,
        high=1.0,
        typical=(0.0, 1.0),
        unit="share of pay",
        label="Clawback",
        label_zh="提成扣回",
        description="Share of the pay on business that is never paid (by `money.payment_schedule`) which is taken back "
        "when it is written off, from later pay; on an exit from what is payable.",
    )
    on_exit: ExitRule = parameter(
        "pay_earned",
        unit="name",
        label="Open pay on an exit",
        label_zh="离职时未付部分",
        description="What is earned and not paid when somebody resigns or is dismissed: pay_earned: all of it; "
        "pay_due: what is payable; forfeit: nothing.",
    )
    running_on_exit: RunningRule = parameter(
        "forfeit",
        unit="name",
        label="Running cycle on an exit",
        label_zh="离职时未结周期",
        description="What is earned only when a cycle ends: forfeit: nothing; prorate: as if the cycle ended, for the "
        "share worked.",
    )
    without_fault: Literal["same"] | ExitRule = parameter(
        "same",
        unit="name",
        label="Open pay without fault",
        label_zh="非过错离职时未付部分",
        description="The same for people who retire or whose seat closes; same: as for the others.",
    )
    running_without_fault: Literal["same"] | RunningRule = parameter(
        "same",
        unit="name",
        label="Running cycle without fault",
        label_zh="非过错离职时未结周期",
        description="Running cycle of people who retire or whose seat closes; same: as for the others.",
    )


class Measured(Section):
    """On what a component is measured."""

    new_business_share: float = parameter(
        1.0,
        low=0.0,
        high=1.0,
        unit="share of bookings",
        label="Share of new business",
        label_zh="新业务占比",
        description="Share of bookings that counts for `measure: new_business`.",
    )
    unit_price: float = parameter(
        1.0,
        above=0.0,
        high=MAX_MONEY,
        unit="currency a unit",
        label="Price of a unit",
        label_zh="单位价格",
        description="Bookings per unit for `measure: units`.",
    )
    credit_share: float = parameter(
        1.0,
        low=0.0,
        high=10.0,
        unit="share",
        label="Credit",
        label_zh="业绩归属比例",
        description="Share of the measure that is credited; overlay roles may have credit for what others book.",
    )
    quota_share: float = parameter(
        1.0,
        above=0.0,
        high=10.0,
        unit="share of quota",
        label="Share of quota",
        label_zh="对应指标占比",
        description="Share of the person's quota with which the measure is compared.",
    )
