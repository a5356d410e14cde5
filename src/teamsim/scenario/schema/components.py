"""The components of an incentive plan: what is paid for, on which measure, when."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

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


def _kind(name: str) -> str:
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


class RateTable(Payment, Measured):
    """Commission: a rate table by attainment, marginal or retroactive, with threshold, accelerator and caps."""

    kind: Literal["rate_table"] = _kind("rate_table")  # type: ignore[assignment]
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

    kind: Literal["override"] = _kind("override")  # type: ignore[assignment]
    measure: Literal["team"] = parameter(
        "team", unit="name", label="Measured on", label_zh="业绩口径", description="What the team books."
    )


class LumpSum(Payment, Measured):
    """A bonus when a cycle's quota is reached: one amount, or several by level."""

    kind: Literal["lump_sum"] = _kind("lump_sum")  # type: ignore[assignment]
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


class Spif(Payment, Measured):
    """A short incentive for results in a window of months, beside the other components."""

    kind: Literal["spif"] = _kind("spif")  # type: ignore[assignment]
    from_month: int = parameter(
        low=0,
        high=1200,
        unit="months from the start",
        label="First month",
        label_zh="起始月",
        description="First month of the window; 0 = the first month that is measured.",
    )
    until_month: int = parameter(
        low=0,
        high=1200,
        unit="months from the start",
        label="Last month",
        label_zh="结束月",
        description="Last month of the window, in which it is earned.",
    )
    measure: Literal["credited"] | Measures = parameter(
        "own", unit="name", label="Measured on", label_zh="业绩口径", description=MEASURED
    )
    rate: float = parameter(
        0.0,
        low=0.0,
        high=1.0,
        typical=(0.0, 0.05),
        unit="share of bookings",
        label="Rate",
        label_zh="费率",
        description="Share of all that counts in the window.",
    )
    amount: float = parameter(
        0.0,
        low=0.0,
        high=MAX_MONEY,
        unit="currency",
        label="Amount",
        label_zh="金额",
        description="Paid once, to who reaches the threshold.",
    )
    threshold: float = parameter(
        0.0,
        low=0.0,
        high=10.0,
        typical=(0.0, 1.2),
        unit="attainment",
        label="Threshold",
        label_zh="起付点",
        description="Attainment of the window's quota below which nothing is paid.",
    )
    least_result: float = parameter(
        0.0,
        low=0.0,
        high=MAX_MONEY,
        unit="currency",
        label="Least result",
        label_zh="最低业绩",
        description="Result of the window, in the unit of the measure, below which nothing is paid.",
    )


class Draw(Section):
    """Pay advanced against commission: a monthly minimum for the first months in the tier."""

    kind: Literal["draw"] = _kind("draw")  # type: ignore[assignment]
    amount: float = parameter(
        low=0.0,
        high=MAX_MONEY,
        unit="currency a month",
        label="Draw",
        label_zh="预支提成",
        description="Commission of a month below it is made up to it.",
    )
    months: int = parameter(
        low=1,
        high=1200,
        unit="months",
        label="Months",
        label_zh="月数",
        description="Months in the tier for which it is given.",
    )
    recoverable: bool = parameter(
        True,
        unit="yes or no",
        label="Recoverable",
        label_zh="可追回",
        description="Later commission above the draw pays back what was advanced; what is open on an exit or a move is "
        "taken from other open pay, the rest is forgiven. No: a guaranteed draw.",
    )


class Guarantee(Section):
    """Minimum variable pay during the first months in the tier."""

    kind: Literal["guarantee"] = _kind("guarantee")  # type: ignore[assignment]
    amount: float = parameter(
        low=0.0,
        high=MAX_MONEY,
        unit="currency a month",
        label="Guarantee",
        label_zh="保底金额",
        description="Variable pay of a month below it is made up to it.",
    )
    months: int = parameter(
        low=1,
        high=1200,
        unit="months",
        label="Months",
        label_zh="月数",
        description="Months in the tier for which it is given.",
    )


class Contest(Payment, Measured):
    """Prizes for the best of a tier, over each cycle or a window."""

    kind: Literal["contest"] = _kind("contest")  # type: ignore[assignment]
    cycle: Literal["window"] | Cycles = parameter(
        "quarter",
        unit="name",
        label="Measurement period",
        label_zh="考核周期",
        description="Fiscal period after which people are ranked; window: `from_month` to `until_month`.",
    )
    from_month: int = parameter(
        0,
        low=0,
        high=1200,
        unit="months from the start",
        label="First month",
        label_zh="起始月",
        description="First month that counts.",
    )
    until_month: int | None = parameter(
        None,
        low=0,
        high=1200,
        unit="months from the start",
        label="Last month",
        label_zh="结束月",
        description="Last month that counts; left out: it goes on.",
    )
    measure: Literal["credited"] | Measures = parameter(
        "own", unit="name", label="Measured on", label_zh="业绩口径", description=MEASURED
    )
    scope: Literal["tier", "unit"] = parameter(
        "tier",
        unit="name",
        label="Among",
        label_zh="评比范围",
        description="Who is ranked together: tier: the people of the tier on the plan, in neighbouring units; unit: of "
        "each unit.",
    )
    prizes: tuple[float, ...] = parameter(
        unit="currency, first prize first",
        label="Prizes",
        label_zh="奖金（按名次）",
        description="Prizes by rank; ties go to the first in seat order; who has no result wins nothing.",
    )


class ScorecardItem(Section):
    """One item of a scorecard."""

    weight: float = parameter(
        low=0.0,
        high=1.0,
        unit="weight",
        label="Weight",
        label_zh="权重",
        description="Share of the target amount; the weights of a scorecard add up to one.",
    )
    measure: Literal["credited", "soft"] | Measures = parameter(
        "credited",
        unit="name",
        label="Measured on",
        label_zh="业绩口径",
        description="soft: how a rater judges the person, around 1; " + MEASURED,
    )
    curve: tuple[tuple[float, float], ...] = parameter(
        ((0.0, 0.0), (1.0, 1.0)),
        unit="[attainment, payout share]",
        label="Payout curve",
        label_zh="付薪曲线",
        description="Share of the item's target that is paid by attainment, straight between the points, flat outside.",
    )
    spread: float = parameter(
        0.15,
        low=0.0,
        high=1.0,
        unit="attainment",
        label="Spread of soft scores",
        label_zh="软指标离散度",
        description="Attainment per standard deviation of what the rater sees.",
    )
    reliability: float = parameter(
        0.5,
        low=0.0,
        high=1.0,
        unit="share of variance",
        label="Reliability",
        label_zh="评分信度",
        description="Correlation of two independent judgements of a person; the rest is noise. The rater's leniency is "
        "that of `promotion.rater_bias_sigma`.",
    )


class Scorecard(Payment, Measured):
    """A target amount, paid by several items with weights and payout curves."""

    kind: Literal["scorecard"] = _kind("scorecard")  # type: ignore[assignment]
    cycle: Cycles = parameter(
        "quarter",
        unit="name",
        label="Measurement period",
        label_zh="考核周期",
        description="Fiscal period of the scorecard.",
    )
    amount: float = parameter(
        low=0.0,
        high=MAX_MONEY,
        unit="currency a cycle",
        label="Target amount",
        label_zh="目标金额",
        description="Paid for a full cycle when every item stands at its target.",
    )
    items: dict[str, ScorecardItem] = parameter(
        unit="items", label="Items", label_zh="指标项", description="Items by name."
    )


class Retention(Section):
    """A deferred bonus for who is still there."""

    kind: Literal["retention"] = _kind("retention")  # type: ignore[assignment]
    amount: float = parameter(
        low=0.0, high=MAX_MONEY, unit="currency", label="Amount", label_zh="金额", description="Paid when it is due."
    )
    after_months: int = parameter(
        low=1,
        high=1200,
        unit="months",
        label="After",
        label_zh="任职满",
        description="Months in the tier at whose end it is due.",
    )
    repeated: bool = parameter(
        False,
        unit="yes or no",
        label="Repeated",
        label_zh="重复发放",
        description="Due again after as many months more.",
    )


class Benefits(Section):
    """A fixed amount a month beside base pay: allowances, meals, transport."""

    kind: Literal["benefits"] = _kind("benefits")  # type: ignore[assignment]
    amount: float = parameter(
        low=0.0,
        high=MAX_MONEY,
        unit="currency a month",
        label="Amount",
        label_zh="金额",
        description="Paid for a full month and full time.",
    )


Component = Annotated[
    RateTable | Override | LumpSum | Spif | Draw | Guarantee | Contest | Scorecard | Retention | Benefits,
    Field(discriminator="kind"),
]
