"""Jurisdictions: what the law of a place, or custom where there is no law, asks of an employer."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from teamsim.scenario.schema.declare import MAX_MONEY, Section, Status, parameter


def _profile(name: str) -> Any:
    return parameter(
        name, unit="name", label="Jurisdiction", label_zh="用工法域", description="Whose law and custom hold."
    )


def _rate(
    default: float, label: str, label_zh: str, description: str, source: str, status: Status = "judgement"
) -> Any:
    """Declare the rate of a contribution that the employer pays."""
    return parameter(
        default,
        low=0.0,
        high=1.0,
        unit="share of the base",
        label=label,
        label_zh=label_zh,
        description=description,
        source=source,
        status=status,
    )


def _amount(default: float, label: str, label_zh: str, description: str, source: str, status: Status) -> Any:
    """Declare an amount a year."""
    return parameter(
        default,
        low=0.0,
        high=MAX_MONEY,
        unit="currency a year",
        label=label,
        label_zh=label_zh,
        description=description,
        source=source,
        status=status,
    )


def _notice_days(default: float, source: str, status: Status = "judgement") -> Any:
    return parameter(
        default,
        low=0.0,
        high=360.0,
        unit="days",
        label="Notice",
        label_zh="通知期",
        description="Notice of a dismissal without fault, or pay in lieu of it.",
        source=source,
        status=status,
    )


def _probation_months(default: float, source: str, status: Status = "judgement") -> Any:
    return parameter(
        default,
        low=0.0,
        high=24.0,
        unit="months",
        label="Probation",
        label_zh="试用期",
        description="Months from joining in which those who do not meet the requirements leave without severance.",
        source=source,
        status=status,
    )


def _severance_months_per_year(default: float, source: str, status: Status = "judgement") -> Any:
    return parameter(
        default,
        low=0.0,
        high=12.0,
        unit="months of pay per year of service",
        label="Severance per year of service",
        label_zh="每服务年限补偿月数",
        description="Paid to those who are dismissed without fault.",
        source=source,
        status=status,
    )


def _non_compete_share(default: float, source: str, status: Status = "judgement") -> Any:
    return parameter(
        default,
        low=0.0,
        high=1.0,
        unit="share of pay",
        label="Non-compete pay",
        label_zh="竞业限制补偿比例",
        description="Share of the last year's mean monthly pay, each month that a leaver is bound.",
        source=source,
        status=status,
    )


def _non_compete_months() -> Any:
    return parameter(
        0.0,
        low=0.0,
        high=24.0,
        typical=(0.0, 12.0),
        unit="months",
        label="Non-compete",
        label_zh="竞业限制期",
        description="Months for which a leaver is bound; 0 = nobody is.",
    )


class ContributionLine(Section):
    """One more contribution of the employer: rate x pay between a floor and a ceiling."""

    rate: float = parameter(
        low=0.0,
        high=1.0,
        unit="share of the base",
        label="Contribution rate",
        label_zh="缴费比例",
        description="Share of the base.",
    )
    floor_annual: float = parameter(
        0.0,
        low=0.0,
        high=MAX_MONEY,
        unit="currency a year",
        label="Lowest base",
        label_zh="缴费基数下限",
        description="Smaller pay counts as this; a month has a twelfth of it.",
    )
    ceiling_annual: float | None = parameter(
        None,
        low=0.0,
        high=MAX_MONEY,
        unit="currency a year",
        label="Highest base",
        label_zh="缴费基数上限",
        description="Larger pay counts as this; left out: no ceiling.",
    )


def _more_lines() -> Any:
    return parameter(
        {},
        unit="lines by name",
        label="More contributions",
        label_zh="其他缴费项目",
        description="Contributions beside those of the profile, by name; at most three.",
    )


class GenericJurisdiction(Section):
    """One flat rate: no country in particular."""

    profile: Literal["generic"] = _profile("generic")
    contribution_rate: float = _rate(
        0.25,
        "Employer contributions",
        "雇主缴费比例",
        "All that an employer pays on top of pay, without limits.",
        "between the United States (about .10) and China or France (.33-.45)",
    )
    more_lines: dict[str, ContributionLine] = _more_lines()
    notice_days: float = _notice_days(30.0, "a month is usual")
    probation_months: float = _probation_months(3.0, "three months are usual")
    severance_months: float = parameter(
        1.0,
        low=0.0,
        high=60.0,
        unit="months of pay",
        label="Severance",
        label_zh="固定补偿月数",
        description="Paid whatever the service, to those who are dismissed without fault.",
    )
    severance_months_per_year: float = _severance_months_per_year(0.5, "design choice, in proportion to service")
    non_compete_share: float = _non_compete_share(0.5, "half of pay is usual on the European continent")
    non_compete_months: float = _non_compete_months()


class ChinaJurisdiction(Section):
    """Mainland China: social insurance and housing fund on a base between two limits; severance by years of service."""

    profile: Literal["cn"] = _profile("cn")
    local_average_wage_annual: float = _amount(
        149_208.0,
        "Local average wage",
        "当地社会平均工资",
        "Mean yearly wage of the city; the limits of the contribution base and of severance pay are multiples of it.",
        "Shanghai, about 12,434 CNY a month in 2024 (not checked at the source); each city announces its own",
        "judgement",
    )
    base_floor: float = parameter(
        0.6,
        low=0.0,
        high=1.0,
        unit="multiple of the local average wage",
        label="Lowest contribution base",
        label_zh="缴费基数下限倍数",
        description="Smaller pay counts as this.",
        source="60%, the rule of most provinces for social insurance",
        status="benchmark",
    )
    base_ceiling: float = parameter(
        3.0,
        low=1.0,
        high=10.0,
        unit="multiple of the local average wage",
        label="Highest contribution base",
        label_zh="缴费基数上限倍数",
        description="Larger pay counts as this.",
        source="300%, the rule of most provinces for social insurance and housing fund",
        status="benchmark",
    )
    pension_rate: float = _rate(
        0.16,
        "Pension insurance",
        "养老保险单位比例",
        "Employer's share.",
        "16% since May 2019 (State Council General Office, 2019 no. 13)",
        "benchmark",
    )
    medical_rate: float = _rate(
        0.09,
        "Medical and maternity insurance",
        "医疗与生育保险单位比例",
        "Employer's share.",
        "Shanghai about 9%; 5-10% by city",
    )
    unemployment_rate: float = _rate(
        0.005,
        "Unemployment insurance",
        "失业保险单位比例",
        "Employer's share.",
        "0.5% (temporarily lowered rate, prolonged year by year)",
        "benchmark",
    )
    injury_rate: float = _rate(
        0.002,
        "Work injury insurance",
        "工伤保险单位比例",
        "Employer's share.",
        "lowest of eight risk classes, .2% before local reductions",
    )
    housing_fund_rate: float = _rate(
        0.07,
        "Housing fund",
        "住房公积金单位比例",
        "Employer's share.",
        "5-12% by law, the employer chooses; 7% is usual in Shanghai",
    )
    more_lines: dict[str, ContributionLine] = _more_lines()
    notice_days: float = _notice_days(30.0, "Labour Contract Law art. 40: 30 days or a month's pay", "benchmark")
    probation_months: float = _probation_months(
        6.0, "Labour Contract Law art. 19: at most 6 months with a contract of three years or more", "benchmark"
    )
    severance_months_per_year: float = _severance_months_per_year(
        1.0, "Labour Contract Law art. 47; a rest of 6 months or more is a year, a shorter one half a year", "benchmark"
    )
    severance_cap: float = parameter(
        3.0,
        low=0.0,
        high=100.0,
        unit="multiple of the local average wage",
        label="Cap of severance pay",
        label_zh="经济补偿工资封顶倍数",
        description="Larger monthly pay counts as this.",
        source="Labour Contract Law art. 47: three times the local average wage",
        status="benchmark",
    )
    capped_max_years: float = parameter(
        12.0,
        low=0.0,
        high=60.0,
        unit="years",
        label="Most years at the cap",
        label_zh="封顶时最长补偿年限",
        description="Years of service that count at most for those whose pay is above the cap.",
        source="Labour Contract Law art. 47: twelve years",
        status="benchmark",
    )
    non_compete_share: float = _non_compete_share(
        0.3,
        "Supreme People's Court on labour disputes (I), 2020 no. 26, art. 36: 30% where nothing is agreed",
        "benchmark",
    )
    non_compete_months: float = _non_compete_months()


class UnitedStatesJurisdiction(Section):
    """United States: payroll taxes with yearly wage bases; no severance by law."""

    profile: Literal["us"] = _profile("us")
    social_security_rate: float = _rate(
        0.062,
        "Social Security",
        "社会保障税单位比例",
        "Employer's share.",
        "Federal Insurance Contributions Act, 26 USC 3111(a)",
        "benchmark",
    )
    social_security_base_annual: float = _amount(
        184_500.0,
        "Social Security wage base",
        "社会保障税基上限",
        "Pay above it is free of Social Security; a month has a twelfth.",
        "Social Security Administration for 2026; 176,100 USD in 2025",
        "benchmark",
    )
    medicare_rate: float = _rate(
        0.0145,
        "Medicare",
        "医疗保险税单位比例",
        "Employer's share, without a ceiling.",
        "26 USC 3111(b)",
        "benchmark",
    )
    futa_rate: float = _rate(
        0.006,
        "Federal unemployment tax",
        "联邦失业税率",
        "After the credit for state taxes.",
        "26 USC 3301-3302: 6.0% less a credit of 5.4%",
        "benchmark",
    )
    futa_base_annual: float = _amount(
        7_000.0,
        "Federal unemployment wage base",
        "联邦失业税基上限",
        "Pay above it is free of the tax; a month has a twelfth.",
        "26 USC 3306(b)",
        "benchmark",
    )
    suta_rate: float = _rate(
        0.027,
        "State unemployment tax",
        "州失业税率",
        "Rated by the employer's own layoffs in every state.",
        "2.7% is the usual rate of new employers; 0-10% by state and record",
    )
    suta_base_annual: float = _amount(
        15_000.0,
        "State unemployment wage base",
        "州失业税基上限",
        "Pay above it is free of the tax; a month has a twelfth.",
        "7,000 (California) to above 70,000 USD (Washington); near the middle of the states",
        "judgement",
    )
    more_lines: dict[str, ContributionLine] = _more_lines()
    notice_days: float = _notice_days(0.0, "employment at will; mass layoffs ask for 60 days (WARN Act)")
    probation_months: float = _probation_months(0.0, "employment at will")
    severance_weeks_per_year: float = parameter(
        2.0,
        low=0.0,
        high=52.0,
        typical=(0.0, 4.0),
        unit="weeks of pay per year of service",
        label="Severance per year of service",
        label_zh="每服务年限补偿周数",
        description="The firm's policy for those who are dismissed without fault; no law asks for it.",
        source="one to two weeks a year are usual",
    )
    severance_max_weeks: float = parameter(
        26.0,
        low=0.0,
        high=520.0,
        unit="weeks of pay",
        label="Most severance",
        label_zh="补偿周数上限",
        description="No policy pays more.",
        source="half a year is a usual cap",
    )
    non_compete_share: float = _non_compete_share(0.0, "no law asks for it; many states void the clause for employees")
    non_compete_months: float = _non_compete_months()


Jurisdiction = Annotated[
    GenericJurisdiction | ChinaJurisdiction | UnitedStatesJurisdiction, Field(discriminator="profile")
]
"""One of the profiles; the key `profile` says which."""
