"""The ladder: what belongs to a tier."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from teamsim.scenario.schema.declare import MAX_MONEY, Section, parameter


class LinearRamp(Section):
    """Productivity grows in a straight line."""

    shape: Literal["linear"] = parameter(
        "linear", unit="name", label="Ramp shape", label_zh="爬坡曲线", description="Form of the ramp."
    )
    months: float = parameter(
        5.7,
        low=0.0,
        high=60.0,
        typical=(3.0, 9.0),
        unit="months",
        label="Ramp",
        label_zh="爬坡期",
        description="Months from joining to full productivity; 0 = productive at once.",
        source="Bridge Group 2024, second hand: 5.7 months for account executives (3-9)",
        status="benchmark",
        is_assumption=True,
    )
    start_share: float = parameter(
        0.0,
        low=0.0,
        high=1.0,
        typical=(0.0, 0.4),
        unit="share of full productivity",
        label="Start of the ramp",
        label_zh="爬坡起点",
        description="Productivity on the first day.",
    )


class ConstantLaw(Section):
    """The same risk to leave at every tenure."""

    law: Literal["constant"] = parameter(
        "constant",
        unit="name",
        label="Tenure law",
        label_zh="离职规律",
        description="Form of the tenure law.",
    )
    annual_turnover: float = parameter(
        0.30,
        low=0.0,
        high=6.0,
        typical=(0.14, 0.40),
        unit="share a year",
        label="Annual turnover",
        label_zh="年离职率",
        description="Exits a year, read as `given_as` says.",
        source="HBR 2017, up to 27%; teneotalent.com 28%; alexandergroup.com 13.9%; range 14-40%",
        status="benchmark",
        is_assumption=True,
    )
    given_as: Literal["rate", "cohort_loss"] = parameter(
        "rate",
        unit="name",
        label="Turnover given as",
        label_zh="离职率口径",
        description="rate: exits over average headcount, p = 1 - exp(-x/12) a month; "
        "cohort_loss: share of a closed group that is gone after a year, p = 1 - (1-x)^(1/12).",
    )


class WeibullLaw(Section):
    """Risk that falls (shape < 1) or rises (shape > 1) with tenure."""

    law: Literal["weibull"] = parameter(
        "weibull", unit="name", label="Tenure law", label_zh="离职规律", description="Form of the tenure law."
    )
    mean_tenure_months: float = parameter(
        40.0,
        above=0.0,
        high=1200.0,
        typical=(18.0, 80.0),
        unit="months",
        label="Mean tenure",
        label_zh="平均司龄",
        description="Mean months from joining to resigning, if nobody were promoted.",
        source="40 months is a turnover of 30% a year; xactlycorp.com reports 18 months for representatives",
        status="benchmark",
        is_assumption=True,
    )
    shape: float = parameter(
        0.95,
        low=0.2,
        high=10.0,
        typical=(0.8, 1.2),
        unit="Weibull shape",
        label="Shape of the tenure law",
        label_zh="离职规律形状",
        description="Below 1 newcomers leave most, above 1 veterans do, 1 is constant.",
        source="fits to public tenure data: .9-1.1",
        status="benchmark",
        is_assumption=True,
    )


class TableLaw(Section):
    """Chance to leave by month of tenure."""

    law: Literal["table"] = parameter(
        "table", unit="name", label="Tenure law", label_zh="离职规律", description="Form of the tenure law."
    )
    monthly_probability: tuple[Annotated[float, Field(ge=0.0, lt=1.0)], ...] = parameter(
        unit="chance a month",
        label="Chance to leave by month of tenure",
        label_zh="各司龄月离职概率",
        description="First entry: the month of joining; the last one holds for all longer tenures; at most 481.",
    )


class TierHiring(Section):
    """How long a search for the tier takes a recruiter."""

    median_days: float = parameter(
        42.0,
        low=0.0,
        high=720.0,
        typical=(20.0, 90.0),
        unit="days",
        label="Recruiter work",
        label_zh="招聘工作天数（中位数）",
        description="Median days of work from a recruiter's start to the hire's first day.",
        source="SHRM: 42 days all jobs; milestones.business: sales 2 months (1.4-6.2)",
        status="benchmark",
        is_assumption=True,
    )
    sigma: float = parameter(
        0.5,
        low=0.0,
        high=3.0,
        typical=(0.2, 0.9),
        unit="log standard deviation",
        label="Spread of recruiter work",
        label_zh="招聘工作天数离散度",
        description="Lognormal spread of those days; 0 = always the median.",
        is_assumption=True,
    )


class TierPromotion(Section):
    """How empty seats of the tier are filled from inside."""

    from_tier: str | None = parameter(
        None,
        unit="tier",
        label="Promoted from",
        label_zh="晋升来源职级",
        description="Tier whose people are ready for this one; left out: the tier below on the ladder.",
    )
    choice: Literal["seniority", "results"] = parameter(
        "results",
        unit="name",
        label="Promotion by",
        label_zh="晋升依据",
        description="seniority: the longest with the firm; results: the best attainment of this and last fiscal year.",
    )
    min_months_in_grade: int = parameter(
        18,
        low=0,
        high=240,
        typical=(6, 36),
        unit="months",
        label="Minimum time in grade",
        label_zh="最短现职级年限",
        description="Months in the tier below before a person is ready.",
    )
    internal_share: float = parameter(
        0.6,
        low=0.0,
        high=1.0,
        typical=(0.2, 1.0),
        unit="share of vacancies",
        label="Vacancies offered inside first",
        label_zh="内部优先比例",
        description="The other vacancies, and those for which nobody is ready, are filled from outside.",
    )
    scope: Literal["unit", "company"] = parameter(
        "company",
        unit="name",
        label="Candidates from",
        label_zh="候选范围",
        description="company: everywhere; unit: the seat's unit and the units below it.",
    )


class TierSelling(Section):
    """What a person of the tier books."""

    productivity_annual: float = parameter(
        0.0,
        low=0.0,
        high=MAX_MONEY,
        unit="currency a year",
        label="Full productivity",
        label_zh="满产能年签约额",
        description="Expected bookings a year of a fully ramped average person; 0 = does not sell.",
        is_assumption=True,
    )
    talent_sigma: float = parameter(
        0.30,
        low=0.0,
        high=2.0,
        typical=(0.1, 0.6),
        unit="log standard deviation",
        label="Spread of talent",
        label_zh="能力差异",
        description="Lasting differences between people, mean one.",
        is_assumption=True,
    )
    noise_sigma: float = parameter(
        0.50,
        low=0.0,
        high=3.0,
        typical=(0.2, 1.0),
        unit="log standard deviation",
        label="Spread of monthly luck",
        label_zh="月度业绩波动",
        description="Individual luck of a month, mean one.",
        is_assumption=True,
    )


class Tier(Section):
    """A rung of the ladder: pay, quota, ramp, attrition law, promotion rule."""

    label: str = parameter("", unit="text", label="Label", label_zh="名称", description="Name on screens.")
    label_zh: str = parameter(
        "", unit="text", label="Chinese label", label_zh="中文名称", description="Name on Chinese screens."
    )
    track: Literal["individual", "management"] = parameter(
        "individual",
        unit="name",
        label="Track",
        label_zh="职业通道",
        description="Individual contributors or managers.",
    )
    base_annual: float = parameter(
        low=0.0,
        high=MAX_MONEY,
        unit="currency a year",
        label="Base pay",
        label_zh="基本年薪",
        description="Fixed pay of a full-time person.",
    )
    quota_annual: float = parameter(
        0.0,
        low=0.0,
        high=MAX_MONEY,
        unit="currency a year",
        label="Quota",
        label_zh="年度销售指标",
        description="Bookings target of a full-time person for a year; 0 = carries no quota.",
    )
    ramp: LinearRamp = Field(default_factory=LinearRamp)
    attrition: Annotated[ConstantLaw | WeibullLaw | TableLaw, Field(discriminator="law")] = Field(
        default_factory=WeibullLaw
    )
    hiring: TierHiring = Field(default_factory=TierHiring)
    promotion: TierPromotion | None = None
    selling: TierSelling = Field(default_factory=TierSelling)
