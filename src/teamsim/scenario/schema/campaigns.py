"""Components for a while or for the best: SPIFs and contests."""

from __future__ import annotations

from typing import Literal

from teamsim.scenario.schema.declare import MAX_MONEY, parameter
from teamsim.scenario.schema.terms import MEASURED, Cycles, Measured, Measures, Payment, kind_of


class Spif(Payment, Measured):
    """A short incentive for results in a window of months, beside the other components."""

    kind: Literal["spif"] = kind_of("spif")  # type: ignore[assignment]
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


class Contest(Payment, Measured):
    """Prizes for the best of a tier, over each cycle or a window."""

    kind: Literal["contest"] = kind_of("contest")  # type: ignore[assignment]
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
