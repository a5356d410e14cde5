"""What an employer pays beside pay: contributions, severance, notice, non-compete.

Amounts are of one month, in currency. A year's floor or ceiling counts by twelfths, so a month with a large bonus
may reach a ceiling that the year would not.
"""

from __future__ import annotations

import math
from typing import Annotated

from teamsim._jit import jit
from teamsim.calendar import DAYS_PER_MONTH, MONTHS_PER_YEAR
from teamsim.model import Floats

N_LINES = 8
"""Most contribution lines of a jurisdiction."""
N_FEW_LINES = 4
"""Lines with which most make do, see `model.in_short`."""


class JurisdictionParameters:
    """What the law, or the firm's policy where there is no law, asks of an employer."""

    has_on_costs: bool  # some line has a rate
    has_few_lines: bool  # no more than `N_FEW_LINES`
    line_rate: Annotated[Floats, N_LINES]  # share of the base; 0 pads
    line_floor: Annotated[Floats, N_LINES]  # currency a month
    line_ceiling: Annotated[Floats, N_LINES]  # currency a month; inf = none
    notice_days: float
    probation_months: float
    severance_months: float  # of pay, whatever the service
    severance_months_per_year: float  # of pay for a year of service
    has_half_years: bool  # service counts by half-years, begun ones full
    severance_max_months: float  # inf = none
    severance_pay_cap: float  # currency a month; inf = none
    capped_max_years: float  # most years that count for pay above the cap; inf = none
    non_compete_share: float  # of pay, while the person is bound
    non_compete_months: float


@jit
def on_costs(monthly_pay: float, p: JurisdictionParameters) -> float:
    """Return the employer's contributions on a month's pay: sum of rate x clamp(pay, floor, ceiling).

    10% without limits and 6% to 10,000 a month: 1,000 + 600 on a pay of 10,000, 2,000 + 600 on 20,000. Nothing is
    due on a month without pay.
    """
    total = 0.0
    for line in range(len(p.line_rate)):
        total += p.line_rate[line] * min(max(monthly_pay, p.line_floor[line]), p.line_ceiling[line])
    return total if monthly_pay > 0.0 else 0.0


@jit
def counted_years(months_of_service: float, p: JurisdictionParameters) -> float:
    """Return the years of service that count for severance.

    By half-years (China, Labour Contract Law art. 47): a rest of six months or more is a year, a shorter one half
    a year; 3 years and 7 months are 4 years, 3 years and 2 months 3.5. Otherwise in proportion.
    """
    if not p.has_half_years:
        return months_of_service / MONTHS_PER_YEAR
    years = math.floor(months_of_service / MONTHS_PER_YEAR)
    rest = months_of_service - MONTHS_PER_YEAR * years
    if rest == 0.0:
        return float(years)
    return years + (1.0 if 2.0 * rest >= MONTHS_PER_YEAR else 0.5)


@jit
def severance(months_of_service: float, monthly_pay: float, p: JurisdictionParameters) -> float:
    """Return what a person who is dismissed without fault is paid, in currency.

    (flat months + months a year x years of service) x pay. Pay above the cap counts as the cap, and then only so
    many years count. `monthly_pay` is the mean of the last twelve months, variable pay included.
    """
    years = counted_years(months_of_service, p)
    if monthly_pay > p.severance_pay_cap:
        years = min(years, p.capped_max_years)
    months = min(p.severance_months + p.severance_months_per_year * years, p.severance_max_months)
    return months * min(monthly_pay, p.severance_pay_cap)


@jit
def notice_pay(monthly_pay: float, p: JurisdictionParameters) -> float:
    """Return pay in lieu of notice: 30 days are a month's pay (the 1 of China's "N + 1")."""
    return p.notice_days / DAYS_PER_MONTH * monthly_pay


@jit
def non_compete_pay(monthly_pay: float, p: JurisdictionParameters) -> float:
    """Return what a person who is bound not to work for a competitor is paid in all, in currency."""
    return p.non_compete_share * monthly_pay * p.non_compete_months


@jit
def due_on_exit(is_involuntary: bool, months_of_service: float, monthly_pay: float, p: JurisdictionParameters) -> float:
    """Return what a leaver is paid in all, in currency.

    Severance and pay in lieu of notice go to those who are dismissed without fault, non-compete pay to every leaver
    whom the firm binds. China, 3 years and 7 months on 20,000 a month: N + 1 = 4 + 1 months, 100,000.
    """
    bound = non_compete_pay(monthly_pay, p)
    if not is_involuntary:
        return bound
    return bound + severance(months_of_service, monthly_pay, p) + notice_pay(monthly_pay, p)
