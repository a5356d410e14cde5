"""Every parameter, declared once: unit, range, default, description, source, status, both labels.

Validation, JSON Schema, parameter tables, sliders and error messages are made from these declarations. Sources
are spelled out in ``docs/parameters.md``; a *judgement* is a default nobody has measured for this purpose.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Status = Literal["measured", "benchmark", "judgement"]


def parameter(
    default: Any = ...,
    *,
    unit: str,
    label: str,
    label_zh: str,
    description: str,
    low: float | None = None,
    high: float | None = None,
    above: float | None = None,
    typical: tuple[float, float] | None = None,
    source: str = "design choice",
    status: Status = "judgement",
) -> Any:
    """Declare one parameter.

    `low`, `high` are limits (included), `above` a limit (excluded); `typical` is the range that sliders and
    sensitivity studies move in.
    """
    extra: dict[str, Any] = {"unit": unit, "label_zh": label_zh, "source": source, "status": status, "typical": typical}
    return Field(
        default,
        ge=low,
        le=high,
        gt=above,
        title=label,
        description=description,
        json_schema_extra={key: value for key, value in extra.items() if value is not None},
    )


class Section(BaseModel):
    """A frozen group of parameters; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=False)


class Time(Section):
    """When the simulation starts and how long it lasts. A month has 30 days."""

    start: str = parameter(
        "2026-01",
        unit="year-month",
        label="First month",
        label_zh="起始月份",
        description="First month that is measured, as YYYY-MM.",
    )
    fiscal_year_start: int = parameter(
        1,
        low=1,
        high=12,
        unit="calendar month",
        label="Fiscal year starts in",
        label_zh="财年起始月",
        description="Calendar month (1-12) in which fiscal years and quarters begin.",
    )
    horizon_months: int = parameter(
        36,
        low=1,
        high=1200,
        typical=(12, 60),
        unit="months",
        label="Horizon",
        label_zh="模拟期",
        description="Months that are measured.",
    )
    burn_in_months: int = parameter(
        0,
        low=0,
        high=1200,
        unit="months",
        label="Burn-in",
        label_zh="预热期",
        description="Months simulated before the first measured month and left out of every result.",
    )


class Money(Section):
    """Currency and margin."""

    currency: str = parameter(
        "USD",
        unit="ISO 4217 code",
        label="Currency",
        label_zh="币种",
        description="The one currency of all amounts in the scenario.",
    )
    margin: float = parameter(
        0.75,
        low=0.0,
        high=1.0,
        typical=(0.6, 0.85),
        unit="share of bookings",
        label="Gross margin",
        label_zh="毛利率",
        description="Share of bookings left after the cost of what is sold; contribution = bookings x margin - pay.",
        source="typical gross margin of subscription software; judgement",
    )


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
        unit="currency a year",
        label="Full productivity",
        label_zh="满产能年签约额",
        description="Expected bookings a year of a fully ramped average person; 0 = does not sell.",
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
        unit="currency a year",
        label="Base pay",
        label_zh="基本年薪",
        description="Fixed pay of a full-time person.",
    )
    quota_annual: float = parameter(
        0.0,
        low=0.0,
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


class Unit(Section):
    """A node of the organisation: company, region, team."""

    label: str = parameter("", unit="text", label="Label", label_zh="名称", description="Name on screens.")
    label_zh: str = parameter(
        "", unit="text", label="Chinese label", label_zh="中文名称", description="Name on Chinese screens."
    )
    parent: str | None = parameter(
        None,
        unit="unit",
        label="Belongs to",
        label_zh="上级单元",
        description="Unit above; exactly one unit (the company) has none.",
    )
    potential_annual: float | None = parameter(
        None,
        above=0.0,
        unit="currency a year",
        label="Market potential",
        label_zh="市场潜力",
        description="Bookings at which the unit's territory is full; left out: no saturation. Capacity beyond that "
        "of the opening is worth s(C)/s(C0), s(x) = (1 - exp(-x))/x of capacity over potential.",
    )
    productivity_factor: float = parameter(
        1.0,
        low=0.0,
        high=10.0,
        typical=(0.7, 1.3),
        unit="multiple",
        label="Productivity of the unit",
        label_zh="单元产能系数",
        description="Multiplies the full productivity of every tier in the unit.",
    )
    seats: dict[str, Annotated[int, Field(ge=0, le=100_000)]] = parameter(
        default={},
        unit="seats",
        label="Seats by tier",
        label_zh="各职级编制",
        description="Budgeted seats of each tier. With a roster, tiers left out have the seats of its people.",
    )


class SeatChange(Section):
    """A planned change of the budget on a date."""

    unit: str = parameter(unit="unit", label="Unit", label_zh="组织单元", description="Where.")
    tier: str = parameter(unit="tier", label="Tier", label_zh="职级", description="Which tier.")
    month: int = parameter(
        low=0,
        high=1200,
        unit="months from the start",
        label="Month",
        label_zh="月份",
        description="0 = the first month that is measured.",
    )
    seats: int = parameter(
        low=-100_000,
        high=100_000,
        unit="seats",
        label="Seats added (+) or closed (-)",
        label_zh="增减编制数",
        description="Closed seats are the last of their tier and unit; an occupied one closes when next empty.",
    )
    redundancy: bool = parameter(
        False,
        unit="yes / no",
        label="Redundancy",
        label_zh="裁撤在岗人员",
        description="Occupied seats close on the date and their holders leave (involuntary).",
    )


class Organisation(Section):
    """The tree of units and its seats."""

    units: dict[str, Unit] = parameter(
        unit="units", label="Units", label_zh="组织单元", description="Every unit, by name."
    )
    seat_changes: dict[str, SeatChange] = parameter(
        default={},
        unit="changes",
        label="Planned seat changes",
        label_zh="编制调整计划",
        description="Openings and closings of seats on a date, by name; the name is part of the new seats' names.",
    )


class Hiring(Section):
    """Approval and the recruiters that all tiers share."""

    recruiters: int | None = parameter(
        None,
        low=1,
        high=10_000,
        typical=(1, 12),
        unit="people",
        label="Recruiters",
        label_zh="招聘专员人数",
        description="People who search; left out: always enough. Requests wait, first come first served.",
    )
    requisitions_per_recruiter: int = parameter(
        6,
        low=1,
        high=1000,
        typical=(3, 15),
        unit="requisitions",
        label="Searches a recruiter carries",
        label_zh="每名招聘专员并行需求数",
        description="Searches that one recruiter works on at once.",
    )
    approval_lag_days: int = parameter(
        0,
        low=0,
        high=360,
        typical=(0, 60),
        unit="days",
        label="Approval lag",
        label_zh="审批时长",
        description="Days from the first of the month in which a seat is found empty to an approved requisition.",
    )


class Shock(Section):
    """A common ups-and-downs factor with mean one: a first-order autoregression of logs."""

    sigma: float = parameter(
        0.0,
        low=0.0,
        high=1.0,
        typical=(0.0, 0.2),
        unit="log standard deviation",
        label="Size of the common shock",
        label_zh="共同波动幅度",
        description="Long-run standard deviation of the log factor.",
    )
    persistence: float = parameter(
        0.8,
        low=0.0,
        high=0.999,
        typical=(0.5, 0.95),
        unit="correlation of neighbouring months",
        label="Persistence of the shock",
        label_zh="波动持续性",
        description="Correlation of one month's log factor with the next.",
    )


class Selling(Section):
    """What moves all sellers together."""

    season: tuple[Annotated[float, Field(ge=0.0)], ...] = parameter(
        (1.0,) * 12,
        unit="multiples, January first",
        label="Season",
        label_zh="季节系数",
        description="Twelve factors; they are divided by their mean, so full productivity keeps its meaning.",
    )
    company_shock: Shock = Field(default_factory=Shock)
    unit_shock: Shock = Field(default_factory=Shock)


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


class Opening(Section):
    """Who is there on the first day."""

    state: Literal["stationary", "new"] = parameter(
        "stationary",
        unit="name",
        label="Opening state",
        label_zh="期初状态",
        description="stationary: where the policies lead after `firm_age_years` of history; new: every seat is "
        "filled by somebody who starts on the first day.",
    )
    past: Literal["inherited", "own"] = parameter(
        "inherited",
        unit="name",
        label="Past",
        label_zh="历史来源",
        description="inherited: a scenario that extends another starts from the same people as that one; "
        "own: from the past that its own policies would have made.",
    )
    firm_age_years: int = parameter(
        20,
        low=1,
        high=100,
        unit="years",
        label="Age of the firm",
        label_zh="公司年限",
        description="Length of the history behind a stationary opening; nobody has been there longer.",
    )
    roster: str | None = parameter(
        None,
        unit="CSV file",
        label="Roster",
        label_zh="人员名册",
        description="Table of the real people, relative to the scenario file; replaces the opening state.",
    )
    leave_months: int = parameter(
        3,
        low=0,
        high=60,
        typical=(1, 12),
        unit="months",
        label="Remaining leave",
        label_zh="剩余休假月数",
        description="Months until a person whom the roster marks as on leave is back.",
    )
    leave_pay_share: float = parameter(
        0.0,
        low=0.0,
        high=1.0,
        unit="share of base pay",
        label="Pay on leave",
        label_zh="休假薪酬比例",
        description="Base pay that a person on leave keeps.",
    )


class Parameters(Section):
    """A complete scenario: everything that decides what can happen."""

    time: Time = Field(default_factory=Time)
    money: Money = Field(default_factory=Money)
    tiers: dict[str, Tier] = parameter(
        unit="tiers", label="Ladder", label_zh="职级体系", description="The ladder, lowest tier first."
    )
    organisation: Organisation
    opening: Opening = Field(default_factory=Opening)
    hiring: Hiring = Field(default_factory=Hiring)
    selling: Selling = Field(default_factory=Selling)
    incentives: Incentives = Field(default_factory=Incentives)
    response: Response = Field(default_factory=Response)
    rules: dict[str, str] = parameter(
        default={},
        unit="rule: registered name",
        label="Replaced rules",
        label_zh="替换规则",
        description="Standard rules that functions registered with `@teamsim.rule` replace.",
    )


def scenario_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a scenario file, for completion and checks in an editor.

    A file that extends another may leave anything out, so nothing is required there.
    """
    schema = Parameters.model_json_schema()
    about = {
        "name": {"type": "string", "description": "Name of the scenario."},
        "description": {"type": "string", "description": "One sentence about it."},
        "extends": {"type": "string", "description": "Scenario file that this one changes."},
    }
    whole = _for_changes({**schema, "properties": {**about, **schema["properties"]}})
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "teamsim scenario", **whole}


def _for_changes(part: Any) -> Any:
    """Return a part of a schema with nothing required, null for any value, and groups that may overlap."""
    if isinstance(part, list):
        return [_for_changes(item) for item in part]
    if not isinstance(part, dict):
        return part
    loose = {
        "anyOf" if key == "oneOf" else key: _for_changes(value)
        for key, value in part.items()
        if key not in {"required", "discriminator"}
    }
    if "properties" in loose:
        loose["properties"] = {key: _or_null(value) for key, value in loose["properties"].items()}
    if isinstance(loose.get("additionalProperties"), dict):
        loose["additionalProperties"] = _or_null(loose["additionalProperties"])
    return loose


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Allow null, which takes a value out of what the file extends."""
    return {
        "anyOf": [schema, {"type": "null"}],
        **{k: schema[k] for k in ("title", "description") if k in schema},
    }
