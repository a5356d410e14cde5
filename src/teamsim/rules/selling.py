"""What a person books in a month: a product of centred factors and luck with mean one."""

from __future__ import annotations

import math

from teamsim._jit import jit
from teamsim.numeric import exponential

_TWELFTH = 1.0 / 12.0
_MANY_DEALS = 500.0
"""From here on the number of deals is as good as normal; below e to the minus it is still a number."""


@jit
def mean_one_lognormal(sigma: float, z: float) -> float:
    """Return exp(sigma z - sigma^2 / 2), which has mean one for a standard normal z."""
    return exponential(sigma * z - 0.5 * (sigma * sigma))


@jit
def poisson_count(u: float, z: float, mean: float) -> int:
    """Return the Poisson quantile of a uniform number: how many deals are won in a month.

    Above 500 on average by its normal quantile z, corrected for skewness (Cornish-Fisher): off by one at most.

    >>> poisson_count(0.5, 0.0, 3.0), poisson_count(0.05, -1.645, 3.0), poisson_count(0.99, 2.326, 0.001)
    (3, 1, 0)
    """
    if mean > _MANY_DEALS:
        return max(0, int(mean + math.sqrt(mean) * z + (z * z - 1.0) / 6.0 + 0.5))
    n, chance = 0, exponential(-mean)
    below = chance
    while u >= below and chance > 0.0:
        n += 1
        chance *= mean / n
        below += chance
    return n


@jit
def counted_deal(size: float, limit: float, beyond: float) -> float:
    """Return what a plan counts of one deal: all of it up to the limit, a share of what lies beyond.

    >>> float(counted_deal(120.0, 100.0, 0.25)), float(counted_deal(80.0, 100.0, 0.25))
    (105.0, 80.0)
    """
    return min(size, limit) + beyond * max(size - limit, 0.0)


@jit
def saturation(load: float) -> float:
    """Return s(x) = (1 - e^-x) / x, the share of its worth that capacity keeps in a territory x times full.

    s(0) = 1; falls to 0 as the territory fills.

    >>> round(float(saturation(1.0)), 6)
    0.632121
    """
    if load < 1e-8:
        return 1.0 - 0.5 * load
    return -math.expm1(-load) / load


@jit
def next_shock(shock: float, persistence: float, sigma: float, z: float) -> float:
    """Return the next value of a stationary AR(1) log-shock with standard deviation sigma.

    Start it from ``next_shock(0, 0, sigma, z)``.
    """
    return persistence * shock + sigma * math.sqrt(1.0 - persistence * persistence) * z


@jit
def shock_factor(shock: float, sigma: float) -> float:
    """Return the mean-one factor of a log-shock with standard deviation sigma: exp(x - sigma^2 / 2)."""
    return exponential(shock - 0.5 * (sigma * sigma))


@jit
def capacity(productivity_annual: float, ramp: float, seated_share: float, fte: float) -> float:
    """Return the bookings a year that a seat can bring now, before market and luck."""
    return productivity_annual * ramp * seated_share * fte


@jit
def expected_bookings(capacity_annual: float, talent: float, market: float) -> float:
    """Return a month's expected bookings: capacity / 12 x talent x market.

    ``market`` is the month's season x saturation x common shocks of the unit.
    """
    return capacity_annual * _TWELFTH * talent * market
