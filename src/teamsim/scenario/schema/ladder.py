"""The ladder: what belongs to a tier."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pydantic import Field

from teamsim.calendar import MONTHS_PER_YEAR
from teamsim.scenario.schema.careers import TierPromotion, Transfers
from teamsim.scenario.schema.costs import TierCosts
from teamsim.scenario.schema.declare import MAX_MONEY, Section, parameter
from teamsim.scenario.schema.laws import TenureLaw, WeibullLaw
from teamsim.scenario.schema.leaving import Performance, Probation, Recognition, Retirement
from teamsim.scenario.schema.ramps import LinearRamp, Ramp


class ExitEffects(Section):
    """What raises or lowers the risk to leave, beside tenure: centred on the opening organisation."""

    attainment: tuple[tuple[float, float], ...] = parameter(
        (),
        unit="[attainment, hazard ratio]",
        label="Exits by attainment",
        label_zh="达成率对离职的影响",
        description="Hazard ratio by the attainment of the last finished fiscal quarter, in rising order; empty: no "
        "effect. An inverted U is [[0.5, 0.9], [1, 1.1], [1.5, 0.9]].",
        source="neeley.tcu.edu (Sunder): middle performers leave most",
    )
    attainment_between: Literal["straight", "stepped"] = parameter(
        "straight",
        unit="name",
        label="Between the points",
        label_zh="插值方式",
        description="straight: log hazard ratios in a straight line between the points; stepped: each holds up to "
        "the next.",
    )
    pay_elasticity: float = parameter(
        0.0,
        low=-5.0,
        high=0.0,
        typical=(-3.0, -0.5),
        unit="% per %",
        label="Elasticity of exits to pay",
        label_zh="离职对薪酬的弹性",
        description="Change of the risk per change of target pay (base and variable at quota) against that of the "
        "opening organisation, or against `market_pay_annual` as it moves; 0 = off.",
        source="epi.org/?p=246574: about -2; iza.org dp 9149 finds a stronger comparison with peers",
        status="benchmark",
    )
    overdue_ratio: float = parameter(
        1.0,
        low=1.0,
        high=5.0,
        typical=(1.0, 1.5),
        unit="hazard ratio a year",
        label="Exits of people overdue for promotion",
        label_zh="晋升逾期对离职的影响",
        description="Multiplies the risk for each year in grade beyond the time after which the tier above would "
        "take the person; 1 = off.",
        source="assumption: 1.0-1.5 a year",
    )
    vacant_head_ratio: float = parameter(
        1.0,
        low=1.0,
        high=5.0,
        typical=(1.0, 1.5),
        unit="hazard ratio",
        label="Exits while the manager's seat is empty",
        label_zh="主管空缺对离职的影响",
        description="Risk of individual contributors in months in which nobody leads their unit; 1 = off.",
        source="assumption; direction: newsroom.haas.berkeley.edu (managers' people skill and exits)",
    )
    manager_ratio: float = parameter(
        1.0,
        low=0.2,
        high=1.0,
        typical=(0.65, 1.0),
        unit="hazard ratio a standard deviation",
        label="Exits by the manager's leadership",
        label_zh="主管领导力对离职的影响",
        description="Multiplies the risk of individual contributors for each standard deviation by which the "
        "leadership of who leads their unit lies above the mean, and divides it below; 1 = off.",
        source="newsroom.haas.berkeley.edu: 60% fewer exits from the 10th to the 90th percentile of managers' "
        "people skill, so .4^(1/2.56) = .70 in all",
        status="benchmark",
    )
    peer_exits_ratio: float = parameter(
        1.0,
        low=1.0,
        high=3.0,
        typical=(1.0, 1.15),
        unit="hazard ratio an exit",
        label="Exits after exits of peers",
        label_zh="同伴离职对离职的影响",
        description="Multiplies the risk for each seat of the person's unit and tier whose holder left by choice in "
        "the last `peer_exits_months`; 1 = off. An exit must bring less than one more: (seats - 1) x months x mean "
        "risk a month x (ratio - 1) below 1.",
        source="assumption; direction: Felps and others (Academy of Management Journal 2009), turnover contagion",
    )
    peer_exits_months: int = parameter(
        3,
        low=1,
        high=24,
        typical=(1, 6),
        unit="months",
        label="Months in which an exit is felt",
        label_zh="同伴离职影响月数",
        description="An exit at the end of a month is felt in so many months after it.",
    )
    limit: float = parameter(
        3.0,
        low=1.0,
        high=100.0,
        unit="hazard ratio",
        label="Limit of all effects together",
        label_zh="影响上限",
        description="No combination of effects multiplies or divides the risk by more, before it is centred.",
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
    backfill_share: float = parameter(
        1.0,
        low=0.0,
        high=1.0,
        typical=(0.5, 1.0),
        unit="share of vacancies",
        label="Vacancies backfilled",
        label_zh="空缺补员比例",
        description="Share of the seats that fall empty that are filled again, from inside or outside; the others stay "
        "empty. The past and a burn-in fill all.",
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
        description="Individual luck of a month, mean one; where there are deals, they are the luck.",
        is_assumption=True,
    )
    deal_size: float | None = parameter(
        None,
        above=0.0,
        high=MAX_MONEY,
        unit="currency",
        label="Mean deal",
        label_zh="平均单笔金额",
        description="Business is won deal by deal: a Poisson number of deals a month, each of lognormal size with this "
        "mean; left out: a month's bookings have lognormal luck as a whole (`noise_sigma`).",
    )
    deal_sigma: float = parameter(
        1.0,
        low=0.0,
        high=3.0,
        typical=(0.5, 1.5),
        unit="log standard deviation",
        label="Spread of deals",
        label_zh="单笔金额离散度",
        description="Of the size of a deal, around the mean.",
        source="assumption: .5-1.5; 4,238 won deals of a synthetic CRM (Maven Analytics) have .88",
    )

    @property
    def monthly_sigma(self) -> float:
        """Log standard deviation of a ramped person's month; of deals: of the lognormal with the same spread.

        A Poisson sum has the squared coefficient of variation exp(sigma^2) / number of deals.
        """
        if self.deal_size is None or self.productivity_annual == 0.0:
            return self.noise_sigma
        deals_a_month = self.productivity_annual / MONTHS_PER_YEAR / self.deal_size
        return math.sqrt(math.log1p(math.exp(self.deal_sigma**2) / deals_a_month))


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
    role: str = parameter(
        "",
        unit="name",
        label="Role",
        label_zh="角色",
        description="What people of the tier do (hunter, farmer, sales engineer, ...); plans may be for a role.",
    )
    quota_relief: tuple[float, ...] = parameter(
        (),
        unit="shares of quota",
        label="Quota relief",
        label_zh="爬坡期指标减免",
        description="Share of the quota that people carry in their first months in the tier, month by month; then all "
        "of it. Holds with `quota_proration: days`.",
    )
    market_pay_annual: float | None = parameter(
        None,
        above=0.0,
        high=MAX_MONEY,
        unit="currency a year",
        label="Market pay",
        label_zh="市场目标总现金",
        description="What others offer for the job at target: base and variable pay at quota; left out: the target pay "
        "of the tier in the scenario's past, so pay is at market until it is changed.",
    )
    notice_months: int = parameter(
        0,
        low=0,
        high=12,
        typical=(0, 3),
        unit="months",
        label="Notice period",
        label_zh="离职通知期",
        description="Whole months that a person stays after the end of the month in which they resign. Nobody on "
        "notice is promoted.",
    )
    notice_effort: float = parameter(
        1.0,
        low=0.0,
        high=1.0,
        typical=(0.5, 1.0),
        unit="share of capacity",
        label="Effort on notice",
        label_zh="通知期产能比例",
        description="Share of selling capacity that is left during the notice.",
    )
    ramp: Ramp = Field(default_factory=LinearRamp)
    attrition: TenureLaw = Field(default_factory=WeibullLaw)
    retirement: Retirement = Field(default_factory=Retirement)
    probation: Probation = Field(default_factory=Probation)
    performance: Performance = Field(default_factory=Performance)
    exit_effects: ExitEffects = Field(default_factory=ExitEffects)
    recognition: Recognition = Field(default_factory=Recognition)
    exit_season: tuple[Annotated[float, Field(ge=0.0)], ...] = parameter(
        (1.0,) * 12,
        unit="multiples, January first",
        label="Season of exits",
        label_zh="离职季节系数",
        description="Twelve factors of the risk to leave; they are divided by their mean. All in one month: with a "
        "turnover given as a cohort loss x, exactly the share x leaves at the end of that month.",
    )
    hiring: TierHiring = Field(default_factory=TierHiring)
    promotion: TierPromotion | None = None
    transfers: Transfers = Field(default_factory=Transfers)
    critical: bool = parameter(
        False,
        unit="yes / no",
        label="Critical seats",
        label_zh="关键岗位",
        description="The succession report covers all seats of the tier; changes nothing that happens.",
    )
    selling: TierSelling = Field(default_factory=TierSelling)
    costs: TierCosts = Field(default_factory=TierCosts)
