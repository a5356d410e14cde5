"""What is counted, and the measures made of it: each defined once, with unit, aggregation and labels."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal


class Tally(IntEnum):
    """What the engines count, per month and cell (unit x tier). Money is in minor units."""

    SEATS = 0
    OPENING_HEADCOUNT = 1
    HEADCOUNT = 2
    HIRES = 3
    PROMOTIONS_IN = 4
    PROMOTIONS_OUT = 5
    EXITS_VOLUNTARY = 6
    EXITS_INVOLUNTARY = 7
    COHORT_EXITS = 8
    CLOSING_HEADCOUNT = 9
    REQUISITIONS = 10
    DAYS_TO_FILL = 11
    RAMPED_CAPACITY = 12
    BOOKINGS = 13
    QUOTA = 14
    REVIEWED = 15
    AT_QUOTA = 16
    BASE = 17
    COMMISSION = 18
    BONUS = 19


N_TALLIES = len(Tally)
MONEY_TALLIES = (Tally.BASE, Tally.COMMISSION, Tally.BONUS)

Better = Literal["higher", "lower", "neither"]
Aggregation = Literal["flow", "stock", "ratio"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: what it is, in which unit, how it adds up over months, and its names.

    ``flow`` adds over months; ``stock`` is averaged over months; ``ratio`` is the ratio of two sums, so it is
    never averaged.
    """

    name: str
    unit: str
    aggregation: Aggregation
    better: Better
    label: str
    label_zh: str
    description: str


MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (
        Measure("seats", "seats", "stock", "neither", "Seats", "岗位编制", "Open budgeted seats."),
        Measure(
            "headcount",
            "people",
            "stock",
            "neither",
            "Headcount",
            "在岗人数",
            "Occupied seat-days divided by the days of the month.",
        ),
        Measure(
            "opening_headcount",
            "people",
            "stock",
            "neither",
            "Opening headcount",
            "期初人数",
            "People in seats before the month begins; serves the identity.",
        ),
        Measure(
            "closing_headcount",
            "people",
            "stock",
            "neither",
            "Closing headcount",
            "期末人数",
            "People in seats after the month's exits; serves the identity.",
        ),
        Measure("vacancy", "seats", "stock", "lower", "Vacancy", "空缺岗位", "Open seats less headcount."),
        Measure("hires", "people", "flow", "neither", "Hires", "入职人数", "External entrants."),
        Measure("exits", "people", "flow", "lower", "Exits", "离职人数", "People who left, of all kinds."),
        Measure("exits_voluntary", "people", "flow", "lower", "Voluntary exits", "主动离职人数", "Resignations."),
        Measure(
            "exits_involuntary",
            "people",
            "flow",
            "lower",
            "Involuntary exits",
            "被动离职人数",
            "People who left because their seat was closed (redundancy).",
        ),
        Measure(
            "promotions",
            "people",
            "flow",
            "neither",
            "Promotions",
            "晋升人数",
            "People promoted or moved into the tier.",
        ),
        Measure(
            "promotions_out",
            "people",
            "flow",
            "neither",
            "Promotions out",
            "晋升转出人数",
            "People promoted or moved out of the tier.",
        ),
        Measure(
            "requisitions",
            "requests",
            "flow",
            "neither",
            "Requisitions",
            "招聘需求数",
            "Approved requests to fill an empty seat.",
        ),
        Measure(
            "time_to_fill",
            "days",
            "ratio",
            "lower",
            "Time to fill",
            "招聘周期",
            "Days from requisition to start, averaged over the month's hires.",
        ),
        Measure(
            "ramped_capacity",
            "quota-carrying people",
            "stock",
            "higher",
            "Ramped capacity",
            "有效产能",
            "Sum of headcount x ramp x expected attainment.",
        ),
        Measure("bookings", "currency", "flow", "higher", "Bookings", "签约额", "Signed business."),
        Measure("quota", "currency", "flow", "neither", "Quota", "销售指标", "Quota of seated people."),
        Measure("attainment", "share", "ratio", "higher", "Attainment", "达成率", "Bookings over quota."),
        Measure(
            "share_at_quota",
            "share",
            "ratio",
            "higher",
            "Share at quota",
            "达标人数占比",
            "Share of people whose fiscal year to date reached its quota, counted when the year ends.",
        ),
        Measure("base", "currency", "flow", "lower", "Base pay", "基本工资", "Fixed pay."),
        Measure("commission", "currency", "flow", "lower", "Commission", "提成", "Paid by the rate table."),
        Measure("bonus", "currency", "flow", "lower", "Bonus", "奖金", "Lump sums paid."),
        Measure("pay", "currency", "flow", "lower", "Pay", "薪酬总额", "Base, commission and bonus."),
        Measure(
            "pay_cost_ratio",
            "share",
            "ratio",
            "lower",
            "Compensation cost of sales",
            "薪酬费用率",
            "Pay over bookings.",
        ),
        Measure(
            "contribution",
            "currency",
            "flow",
            "higher",
            "Contribution",
            "利润贡献",
            "Bookings x margin less pay.",
        ),
        Measure(
            "turnover",
            "share a year",
            "ratio",
            "lower",
            "Turnover (exits / average headcount)",
            "离职率（离职人数/平均人数）",
            "Exits over average headcount, a year.",
        ),
        Measure(
            "cohort_loss",
            "share a year",
            "ratio",
            "lower",
            "Turnover (cohort loss)",
            "离职率（期初人员流失）",
            "Share of those present at the start of a 12-month block who left within it; below turnover.",
        ),
    )
}
