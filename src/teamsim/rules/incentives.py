"""What a plan pays. Amounts are in currency; `minor` rounds each pay line once."""

from __future__ import annotations

import numpy as np

from teamsim._jit import jit
from teamsim.model import N_BANDS, TierParameters


@jit
def minor(amount: float, minor_units: float) -> float:
    """Return an amount in whole minor units (cents), half away from zero: the one rounding rule of pay."""
    cents = amount * minor_units
    whole: float = np.floor(cents + 0.5) if cents >= 0.0 else -np.floor(0.5 - cents)
    return whole


@jit
def commission_payout(credited: float, quota: float, p: TierParameters) -> float:
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
def bonus_payout(credited: float, quota: float, share_of_cycle: float, p: TierParameters) -> float:
    """Return the lump sum of a finished cycle, in proportion to the share of it that was worked.

    Paid when bookings reach ``bonus_attainment`` x quota of the seated months.
    """
    if quota <= 0.0 or credited < p.bonus_attainment * quota:
        return 0.0
    return p.bonus_amount * share_of_cycle


@jit
def month_quota(quota_annual: float, fte: float, weight: float, active_share: float, is_prorated: bool) -> float:
    """Return the quota of a month: a twelfth of the year's x the month's weight, for the days active or in full."""
    share = active_share if is_prorated or active_share == 0.0 else 1.0
    return quota_annual * fte / 12.0 * weight * share


@jit
def cycle_quota(monthly_quota: float, weight_now: float, weight_to_end: float, seated_share: float) -> float:
    """Return the quota of a cycle from this month to its end: seated share of this month, the rest in full."""
    return monthly_quota * (weight_now * seated_share + (weight_to_end - weight_now))
