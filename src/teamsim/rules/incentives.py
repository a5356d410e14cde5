"""What a plan pays. Amounts are in currency; `minor` rounds each pay line once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Any

import numpy as np

from teamsim._jit import jit, source_of
from teamsim.calendar import MONTHS_PER_YEAR
from teamsim.model import N_BANDS, N_LEVELS, ComponentParameters


class Kind(IntEnum):
    """What a component pays for."""

    RATE_TABLE = 0
    LUMP_SUM = 1


class Measured(IntEnum):
    """What a component reads of a person's month."""

    CREDITED = 0  # what counts for the tier's quota: bookings, or a share of the team's
    OWN = 1  # what the person books


@jit
def minor(amount: float, minor_units: float) -> float:
    """Return an amount in whole minor units (cents), half away from zero: the one rounding rule of pay."""
    cents = amount * minor_units
    whole: float = np.floor(cents + 0.5) if cents >= 0.0 else -np.floor(0.5 - cents)
    return whole


@jit
def commission_payout(credited: float, quota: float, p: ComponentParameters) -> float:
    """Return the commission earned in a cycle to date: the marginal rate table by attainment, up to the cap.

    ``sum_b (rate_b - rate_(b-1)) x (bookings above the start of band b)``, which pays each band's bookings its
    rate; bands are in attainment (bookings / quota of the cycle).

    No quota, no commission.

    6% to quota, 12% above it, bookings 150 on a quota of 100: .06 x 100 + .12 x 50 = 12.
    """
    reached = min(credited, p.cap_attainment * quota)
    total = 0.0
    for band in range(N_BANDS):
        total += p.band_step[band] * max(reached - p.band_from[band] * quota, 0.0)
    return total


@jit
def bonus_payout(credited: float, quota: float, share_of_cycle: float, p: ComponentParameters) -> float:
    """Return the lump sum of a finished cycle, in proportion to the share of it that was worked.

    The amount of the highest level whose attainment x quota of the seated months is reached.

    3,000 from 90%, 5,000 from quota; 95 on a quota of 100 in half a cycle: 3,000 x .5 = 1,500.
    """
    amount = 0.0
    for level in range(N_LEVELS):
        if credited >= p.level_from[level] * quota:
            amount = p.level_amount[level]
    return amount * share_of_cycle if quota > 0.0 else 0.0


@jit
def month_quota(quota_annual: float, fte: float, weight: float, active_share: float, is_prorated: bool) -> float:
    """Return the quota of a month: a twelfth of the year's x the month's weight, for the days active or in full."""
    share = active_share if is_prorated or active_share == 0.0 else 1.0
    return quota_annual * fte / 12.0 * weight * share


@jit
def cycle_quota(monthly_quota: float, weight_now: float, weight_to_end: float, seated_share: float) -> float:
    """Return the quota of a cycle from this month to its end: seated share of this month, the rest in full."""
    return monthly_quota * (weight_now * seated_share + (weight_to_end - weight_now))


Rule = Callable[..., Any]


def rule_of(replaced: Mapping[Rule, Rule]) -> Callable[[Rule], Rule]:
    """Return what gives the plain rule in force for a standard one."""
    return lambda standard: replaced.get(standard, source_of(standard))


def closing_payout(rule: Callable[[Rule], Rule], c: Any, credited: float, quota: float, share: float) -> float:
    """Return what a component pays for a whole measurement period of which a share was worked.

    The plain twin of what the compiled engine does; `rule` gives the rule in force for a standard one.
    """
    if c.kind == Kind.RATE_TABLE:
        return float(rule(commission_payout)(credited, quota, c))
    return float(rule(bonus_payout)(credited, quota, share, c))


def year_at(rule: Callable[[Rule], Rule], c: Any, credited_annual: float, quota_annual: float) -> float:
    """Return what a component pays in a year whose result and quota come in equal months."""
    n_cycles = MONTHS_PER_YEAR / c.cycle_months
    credited, quota = c.credit_factor * credited_annual / n_cycles, c.quota_factor * quota_annual / n_cycles
    return float(n_cycles * closing_payout(rule, c, credited, quota, 1.0))
