"""What a plan pays. Amounts are in currency; `minor` rounds each pay line once."""

from __future__ import annotations

import math

from teamsim._jit import jit
from teamsim.model import N_BANDS, TierParameters


@jit
def minor(amount: float, minor_units: float) -> int:
    """Return an amount in whole minor units (cents), half away from zero: the one rounding rule of pay."""
    cents = amount * minor_units
    return int(math.floor(cents + 0.5)) if cents >= 0.0 else -int(math.floor(0.5 - cents))


@jit
def commission_payout(credited: float, quota: float, p: TierParameters) -> float:
    """Return the commission earned in a cycle to date: the marginal rate table by attainment, up to the cap.

    ``sum_b rate_b x (bookings that fall in band b)``; bands are in attainment (bookings / quota of the cycle).

    6% to quota, 12% above it, bookings 150 on a quota of 100: .06 x 100 + .12 x 50 = 12.
    """
    total = 0.0
    reached = min(credited, p.cap_attainment * quota) if quota > 0.0 else 0.0
    for band in range(N_BANDS):
        start = p.band_from[band] * quota
        if reached <= start:
            break
        end = reached if band + 1 == N_BANDS else min(reached, p.band_from[band + 1] * quota)
        total += p.band_rate[band] * (end - start)
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
def cycle_quota(monthly_quota: float, weight_now: float, weight_to_end: float, seated_share: float) -> float:
    """Return the quota of a cycle from this month to its end: seated share of this month, the rest in full."""
    return monthly_quota * (weight_now * seated_share + (weight_to_end - weight_now))
