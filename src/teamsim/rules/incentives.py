"""What a plan pays. Amounts are in currency; `minor` rounds each pay line once."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Any

import numpy as np

from teamsim._jit import jit, source_of
from teamsim.calendar import MONTHS_PER_YEAR
from teamsim.model import N_LEVELS, ComponentParameters, TierParameters
from teamsim.numeric import logarithm
from teamsim.rules.promotion import assessed_score

_MOST = 1e15
"""Results in contests beyond it tie."""


class Kind(IntEnum):
    """What a component pays for."""

    RATE_TABLE = 0  # commission by attainment
    LUMP_SUM = 1  # an amount at an attainment
    SPIF = 2  # a rate, an amount or both for results in a window
    SCORE = 3  # an item of a scorecard
    CONTEST = 4  # prizes for the best
    DRAW = 5  # a monthly minimum: recoverable draw, guaranteed draw, guarantee
    RETENTION = 6  # an amount after so many months in the tier
    BENEFIT = 7  # an amount a month


class Measured(IntEnum):
    """What a component reads of a person's month."""

    CREDITED = 0  # what counts for the tier's quota: bookings, or a share of the team's
    OWN = 1  # what the person books
    COLLECTIONS = 2  # what is paid of the person's invoices
    SOFT = 3  # assessed by a rater


class EmptyQuota(IntEnum):
    """Whose the quota of an empty seat is."""

    UNASSIGNED = 0
    MANAGER = 1
    PEERS = 2


class OnExit(IntEnum):
    """What becomes of earned pay that is not paid when somebody leaves."""

    PAY_EARNED = 0
    PAY_DUE = 1  # what is released
    FORFEIT = 2


@jit
def minor(amount: float, minor_units: float) -> float:
    """Return an amount in whole minor units (cents), half away from zero: the one rounding rule of pay."""
    cents = amount * minor_units
    whole: float = np.floor(cents + 0.5) if cents >= 0.0 else -np.floor(0.5 - cents)
    return whole


@jit
def commission_payout(credited: float, quota: float, p: ComponentParameters) -> float:
    """Return the commission earned in a cycle to date: the rate table by attainment, up to the caps.

    Marginal: ``sum_b (rate_b - rate_(b-1)) x (bookings above the start of band b)``, which pays each band's bookings
    its rate; retroactive: the rate of the band that is reached holds for all bookings of the cycle. Bands are in
    attainment (bookings / quota of the cycle). Below the threshold nothing is earned; the cap on pay is in currency
    per unit of quota.

    No quota, no commission.

    6% to quota, 12% above it, bookings 150 on a quota of 100: .06 x 100 + .12 x 50 = 12; retroactive .12 x 150 = 18.
    """
    reached = min(credited, p.cap_attainment * quota)
    total = 0.0
    for band in range(len(p.band_from)):  # no branch, so that a loop over people becomes vector instructions
        gain = reached - p.band_base[band] * quota
        total += p.band_step[band] * (gain if reached >= p.band_from[band] * quota else 0.0)
    most, least = p.cap_pay * quota, p.threshold * quota
    total = min(total, most)
    return total if credited >= least else 0.0


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
def spif_payout(credited: float, quota: float, p: ComponentParameters) -> float:
    """Return what a SPIF pays for its window: an amount and a rate on all of it, once its threshold is reached.

    The threshold is an attainment of the window's quota or a result in currency; without a result nothing is paid.

    500 and 1% from 10,000: 12,000 pay 500 + 120 = 620, 9,999 nothing.
    """
    if credited <= 0.0 or credited < p.threshold * quota or credited < p.least_result:
        return 0.0
    payout: float = p.amount + p.rate * credited
    return payout


@jit
def score_payout(attainment: float, share_of_cycle: float, p: ComponentParameters) -> float:
    """Return what an item of a scorecard pays: its share of the target amount x the payout curve at the attainment.

    The curve is straight between its points and flat outside them.

    4,000, curve (.8, 0), (1, 1), (1.2, 1.5), attainment .9 over a whole cycle: 4,000 x .5 = 2,000.
    """
    payout = p.level_amount[0]
    for point in range(1, N_LEVELS):
        start, end = p.level_from[point - 1], p.level_from[point]
        if attainment >= end:
            payout = p.level_amount[point]
        elif attainment > start:
            rise = p.level_amount[point] - p.level_amount[point - 1]
            payout = p.level_amount[point - 1] + rise * ((attainment - start) / (end - start))
    total: float = p.amount * payout * share_of_cycle
    return total


@jit
def soft_attainment(talent: float, talent_sigma: float, noise: float, leniency: float, p: ComponentParameters) -> float:
    """Return how a rater judges a person, as an attainment around 1, never below 0.

    ``1 + spread x (assessed standing + leniency)``; the standing is the log of talent in standard deviations, of
    which the rater sees as much as the reliability says; the leniency is the rater's own.

    Spread .15, a person one standard deviation above the mean, fully seen by a neutral rater: 1.15.
    """
    standing = logarithm(talent) / talent_sigma + 0.5 * talent_sigma if talent_sigma > 0.0 else 0.0
    return max(1.0 + p.spread * (assessed_score(standing, p.reliability, noise) + leniency), 0.0)


@jit
def contest_key(credited: float) -> int:
    """Return a whole number by which people are ranked: the result in cents; 0 or less wins nothing."""
    return int(math.floor(min(credited, _MOST) * 100.0 + 0.5))


@jit
def draw_payment(paid: float, owed: float, minimum: float, is_recoverable: bool) -> float:
    """Return what a monthly minimum adds to the pay of a month, or takes back of what was advanced before.

    Pay below the minimum is made up to it; of pay above it a recoverable draw takes back what is owed.

    Minimum 2,000: pay of 500 gets 1,500; next month pay of 3,000 gives 1,000 back, the third, of 2,600, the last 500.
    """
    recovered = min(owed, max(paid - minimum, 0.0)) if is_recoverable else 0.0
    return max(minimum - paid, 0.0) - recovered


@jit
def released(earned: float, share_before: float, share_by_now: float) -> float:
    """Return how much of a month's earnings [minor units] becomes payable now; the parts add up to the whole.

    101 cents, released by half now and half later: 51 and 50.
    """
    return minor(earned * share_by_now, 1.0) - minor(earned * share_before, 1.0)


@jit
def month_quota(quota_annual: float, fte: float, weight: float, active_share: float, is_prorated: bool) -> float:
    """Return the quota of a month: a twelfth of the year's x the month's weight, for the days active or in full."""
    share = active_share if is_prorated or active_share == 0.0 else 1.0
    return quota_annual * fte / 12.0 * weight * share


@jit
def quota_relief(months_in_grade: int, p: TierParameters) -> float:
    """Return the share of the quota that somebody new in the tier carries in a month.

    Relief .5, .8: half of the first month's quota, four fifths of the second's, then all of it.
    """
    share: float = p.relief[months_in_grade] if 0 <= months_in_grade < p.n_relief else 1.0
    return share


@jit
def ratcheted_quota(quota: float, attainment: float, up: float, down: float) -> float:
    """Return the next year's quota: q' = q + lambda (sales - q), with a lambda for each direction.

    A quota of 100, sales of 120, lambda .5 upwards: 110.
    """
    gap = attainment - 1.0
    return quota * (1.0 + (up if gap > 0.0 else down) * gap)


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
    if c.kind == Kind.LUMP_SUM:
        return float(rule(bonus_payout)(credited, quota, share, c))
    if c.kind == Kind.SPIF:
        return float(rule(spif_payout)(credited, quota, c))
    if c.kind == Kind.SCORE:
        attainment = credited / quota if quota > 0.0 else 0.0
        return float(rule(score_payout)(attainment, share, c))
    return 0.0


def year_at(rule: Callable[[Rule], Rule], c: Any, credited_annual: float, quota_annual: float) -> float:
    """Return what a component pays in a year whose result and quota come in equal months; soft scores at 1.

    What does not follow from results (contests, draws, guarantees, retention) is left out.
    """
    if c.kind == Kind.BENEFIT:
        return float(MONTHS_PER_YEAR * c.amount)
    n_cycles = MONTHS_PER_YEAR / c.cycle_months
    credited, quota = c.credit_factor * credited_annual / n_cycles, c.quota_factor * quota_annual / n_cycles
    if c.measure == Measured.SOFT:
        credited = quota = 1.0
    return float((1.0 if c.cycle < 0 else n_cycles) * closing_payout(rule, c, credited, quota, 1.0))
