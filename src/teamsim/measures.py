"""What is counted, and the measures made of it: each defined once, with unit, aggregation and labels."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal


class Tally(IntEnum):
    """What is counted, per month and cell (unit x tier). The engines count money in minor units, business in currency.

    Cost lines (from HIRING_COST on) are worked out from the other counts when a run ends; the engines leave them 0.
    """

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
    ON_COSTS = 20
    SEVERANCE = 21
    COLLECTIONS = 22
    RECEIVABLES = 23
    WRITTEN_OFF = 24
    HIRING_COST = 25
    TRAINING_COST = 26
    RUNNING_COST = 27
    REPLACEMENT_COST = 28
    OFFERS = 29
    RESIGNATIONS = 30
    EXITS_RETIREMENT = 31
    ON_PLAN = 32
    EXITS_REGRETTED = 33


N_TALLIES = len(Tally)
MONEY_TALLIES = (Tally.BASE, Tally.COMMISSION, Tally.BONUS, Tally.ON_COSTS, Tally.SEVERANCE)

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
        Measure(
            "exits_voluntary",
            "people",
            "flow",
            "lower",
            "Voluntary exits",
            "主动离职人数",
            "People who resigned, counted when they leave.",
        ),
        Measure(
            "resignations",
            "people",
            "flow",
            "lower",
            "Resignations",
            "辞职人数",
            "People who decided to leave, counted then: a notice period before the exit.",
        ),
        Measure(
            "exits_involuntary",
            "people",
            "flow",
            "lower",
            "Involuntary exits",
            "被动离职人数",
            "People who were dismissed after a performance plan, or whose seat was closed (redundancy).",
        ),
        Measure(
            "exits_retirement",
            "people",
            "flow",
            "neither",
            "Retirements",
            "退休人数",
            "People who left at their tier's retirement age.",
        ),
        Measure(
            "exits_regretted",
            "people",
            "flow",
            "lower",
            "Regretted exits",
            "遗憾离职人数",
            "Voluntary exits of people whose last finished fiscal year, or last quarter where quarters are reviewed, "
            "reached its quota in the tier.",
        ),
        Measure(
            "on_plan",
            "people",
            "stock",
            "lower",
            "On a performance plan",
            "绩效改进计划人数",
            "People on a performance plan after the month's exits.",
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
            "offers",
            "offers",
            "flow",
            "neither",
            "Offers",
            "录用通知数",
            "Offers made by the searches that ended, counted when the hire starts.",
        ),
        Measure(
            "offers_declined",
            "offers",
            "flow",
            "lower",
            "Offers declined",
            "被拒录用通知数",
            "Offers of those searches that were refused.",
        ),
        Measure(
            "acceptance",
            "share",
            "ratio",
            "higher",
            "Offers accepted",
            "录用接受率",
            "Hires over offers of the searches that ended.",
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
            "Pay over bookings",
            "薪酬占签约额比例",
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
            "on_costs",
            "currency",
            "flow",
            "lower",
            "On-costs",
            "雇主缴费",
            "What the employer pays on top of pay: social insurance, housing fund, payroll taxes.",
        ),
        Measure(
            "severance",
            "currency",
            "flow",
            "lower",
            "Severance",
            "离职补偿",
            "Severance and notice of those made redundant, and pay of leavers bound by a non-compete.",
        ),
        Measure(
            "compensation",
            "currency",
            "flow",
            "lower",
            "Compensation",
            "人工成本",
            "Pay and on-costs.",
        ),
        Measure(
            "hiring_cost",
            "currency",
            "flow",
            "lower",
            "Hiring cost",
            "招聘成本",
            "Cash for hires from outside; in the total of the whole organisation also its recruiters.",
        ),
        Measure(
            "training_cost",
            "currency",
            "flow",
            "lower",
            "Training cost",
            "培训成本",
            "Cash for the training of hires.",
        ),
        Measure(
            "running_cost",
            "currency",
            "flow",
            "lower",
            "Running cost",
            "日常费用",
            "Travel, overhead and licences of people in seats; for the whole organisation also fixed costs.",
        ),
        Measure(
            "cost",
            "currency",
            "flow",
            "lower",
            "Cost",
            "总成本",
            "Compensation, severance, hiring, training and running cost.",
        ),
        Measure(
            "net_margin",
            "currency",
            "flow",
            "higher",
            "Net margin",
            "净利润贡献",
            "Bookings x margin less cost.",
        ),
        Measure(
            "compensation_cost_of_sales",
            "share",
            "ratio",
            "lower",
            "Compensation cost of sales",
            "人工成本费用率",
            "Compensation over bookings.",
        ),
        Measure(
            "cost_per_hire",
            "currency",
            "ratio",
            "lower",
            "Cost per hire",
            "单次招聘成本",
            "Hiring cost over hires.",
        ),
        Measure(
            "cost_of_turnover",
            "currency",
            "flow",
            "lower",
            "Cost of turnover",
            "离职成本",
            "Cash only: hiring and training for each resignation, as for a hire into the same tier, and severance.",
        ),
        Measure(
            "collections",
            "currency",
            "flow",
            "higher",
            "Collections",
            "回款",
            "Cash from this month's bookings and earlier ones, by the payment schedule.",
        ),
        Measure(
            "receivables",
            "currency",
            "stock",
            "neither",
            "Receivables",
            "应收账款",
            "Open invoices at the end of the month.",
        ),
        Measure(
            "written_off",
            "currency",
            "flow",
            "lower",
            "Written off",
            "坏账",
            "Share of invoices that is never paid, given up with the last payment.",
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
