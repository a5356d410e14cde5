"""Tenure laws: how the risk to leave depends on the months since joining."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from teamsim.scenario.schema.declare import Section, parameter


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


class LognormalLaw(Section):
    """Many leave early, those who stay become ever more loyal: ln(tenure) is normal."""

    law: Literal["lognormal"] = parameter(
        "lognormal", unit="name", label="Tenure law", label_zh="离职规律", description="Form of the tenure law."
    )
    mean_tenure_months: float = parameter(
        40.0,
        above=0.0,
        high=1200.0,
        typical=(18.0, 80.0),
        unit="months",
        label="Mean tenure",
        label_zh="平均司龄",
        description="Mean months from joining to resigning, if nobody were promoted; half are gone after "
        "mean x exp(-sigma^2 / 2).",
        source="40 months is a turnover of 30% a year in the long run; far more among newcomers",
        status="benchmark",
        is_assumption=True,
    )
    sigma: float = parameter(
        1.4,
        low=0.05,
        high=3.0,
        typical=(0.8, 1.6),
        unit="log standard deviation",
        label="Spread of tenure",
        label_zh="司龄离散度",
        description="Standard deviation of ln(tenure); the larger, the more leave early.",
        source="fits to public tenure data: about 1.4",
        status="benchmark",
        is_assumption=True,
    )


class LogLogisticLaw(Section):
    """Risk that falls with tenure (shape up to 1), or rises first and falls later (above 1)."""

    law: Literal["log_logistic"] = parameter(
        "log_logistic", unit="name", label="Tenure law", label_zh="离职规律", description="Form of the tenure law."
    )
    median_tenure_months: float = parameter(
        24.0,
        above=0.0,
        high=1200.0,
        typical=(10.0, 48.0),
        unit="months",
        label="Median tenure",
        label_zh="司龄中位数",
        description="Months after which half have resigned, if nobody were promoted. The mean is "
        "median x (pi/shape) / sin(pi/shape) for a shape above 1; at 1 and below it is infinite.",
        is_assumption=True,
    )
    shape: float = parameter(
        1.5,
        low=0.2,
        high=10.0,
        typical=(1.1, 3.0),
        unit="log-logistic shape",
        label="Shape of the tenure law",
        label_zh="离职规律形状",
        description="Up to 1 newcomers leave most; above 1 the risk peaks at median x (shape - 1)^(1/shape).",
        is_assumption=True,
    )


class PiecewiseLaw(Section):
    """A turnover for each stretch of tenure."""

    law: Literal["piecewise"] = parameter(
        "piecewise", unit="name", label="Tenure law", label_zh="离职规律", description="Form of the tenure law."
    )
    bands: tuple[tuple[float, float], ...] = parameter(
        unit="[months of tenure, share a year]",
        label="Turnover by tenure",
        label_zh="分段年离职率",
        description="Bands in rising order: from which tenure (the first from 0), which annual turnover, read as "
        "`given_as` says; the last one holds for all longer tenures.",
    )
    given_as: Literal["rate", "cohort_loss"] = parameter(
        "rate",
        unit="name",
        label="Turnover given as",
        label_zh="离职率口径",
        description="rate: exits over average headcount, p = 1 - exp(-x/12) a month; "
        "cohort_loss: share of a closed group that is gone after a year, p = 1 - (1-x)^(1/12).",
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


TenureLaw = Annotated[
    ConstantLaw | WeibullLaw | LognormalLaw | LogLogisticLaw | PiecewiseLaw | TableLaw, Field(discriminator="law")
]
"""One of the tenure laws; the key `law` says which."""
