"""A jurisdiction laid out as the fields of one record, so that the rules read every one of them alike."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from teamsim.calendar import MONTHS_PER_YEAR
from teamsim.rules.costs import N_FEW_LINES, N_LINES
from teamsim.scenario.schema import (
    ChinaJurisdiction,
    GenericJurisdiction,
    Jurisdiction,
    UnitedStatesJurisdiction,
)

WEEKS_PER_YEAR = 52

Line = tuple[float, float, float]
"""Rate, floor and ceiling; the limits in currency a year."""


def jurisdiction_fields(jurisdiction: Jurisdiction) -> dict[str, Any]:
    """Return the fields of `JurisdictionParameters`."""
    lines = [*_own_lines(jurisdiction), *_more_lines(jurisdiction)]
    has_few_lines = len(lines) <= N_FEW_LINES
    lines += [(0.0, 0.0, math.inf)] * (N_LINES - len(lines))
    rate, floor, ceiling = np.array(lines).T
    return {
        "has_on_costs": bool(rate.any()),
        "has_few_lines": has_few_lines,
        "line_rate": rate,
        "line_floor": floor / MONTHS_PER_YEAR,
        "line_ceiling": ceiling / MONTHS_PER_YEAR,
        "notice_days": jurisdiction.notice_days,
        "probation_months": jurisdiction.probation_months,
        "non_compete_share": jurisdiction.non_compete_share,
        "non_compete_months": jurisdiction.non_compete_months,
        **_severance(jurisdiction),
    }


def _own_lines(jurisdiction: Jurisdiction) -> list[Line]:
    """Return the contributions of a profile."""
    match jurisdiction:
        case GenericJurisdiction():
            return [(jurisdiction.contribution_rate, 0.0, math.inf)]
        case ChinaJurisdiction():
            wage = jurisdiction.local_average_wage_annual
            floor, ceiling = jurisdiction.base_floor * wage, jurisdiction.base_ceiling * wage
            return [(rate, floor, ceiling) for rate in _chinese_rates(jurisdiction)]
        case UnitedStatesJurisdiction():
            return [
                (jurisdiction.social_security_rate, 0.0, jurisdiction.social_security_base_annual),
                (jurisdiction.medicare_rate, 0.0, math.inf),
                (jurisdiction.futa_rate, 0.0, jurisdiction.futa_base_annual),
                (jurisdiction.suta_rate, 0.0, jurisdiction.suta_base_annual),
            ]


def _chinese_rates(cn: ChinaJurisdiction) -> tuple[float, ...]:
    return cn.pension_rate, cn.medical_rate, cn.unemployment_rate, cn.injury_rate, cn.housing_fund_rate


def _more_lines(jurisdiction: Jurisdiction) -> list[Line]:
    """Return the contributions that a scenario adds."""
    return [
        (line.rate, line.floor_annual, math.inf if line.ceiling_annual is None else line.ceiling_annual)
        for line in jurisdiction.more_lines.values()
    ]


def _severance(jurisdiction: Jurisdiction) -> dict[str, Any]:
    """Return what is paid to those who are dismissed without fault."""
    none = {"severance_max_months": math.inf, "severance_pay_cap": math.inf, "capped_max_years": math.inf}
    match jurisdiction:
        case GenericJurisdiction():
            return {
                **none,
                "severance_months": jurisdiction.severance_months,
                "severance_months_per_year": jurisdiction.severance_months_per_year,
            }
        case ChinaJurisdiction():
            monthly_wage = jurisdiction.local_average_wage_annual / MONTHS_PER_YEAR
            return {
                **none,
                "severance_months_per_year": jurisdiction.severance_months_per_year,
                "has_half_years": True,
                "severance_pay_cap": jurisdiction.severance_cap * monthly_wage,
                "capped_max_years": jurisdiction.capped_max_years,
            }
        case UnitedStatesJurisdiction():
            return {
                **none,
                "severance_months_per_year": _months(jurisdiction.severance_weeks_per_year),
                "severance_max_months": _months(jurisdiction.severance_max_weeks),
            }


def _months(weeks: float) -> float:
    """Return weeks of pay as months of pay: 26 weeks are 6."""
    return weeks * MONTHS_PER_YEAR / WEEKS_PER_YEAR
