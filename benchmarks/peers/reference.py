"""Reference means of the common workload, and how far a peer is from them.

The means are those of 200 seats over 36 months, from 60,000 replications of
several implementations that agree with each other.
"""

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

TIERS = ("junior", "representative", "senior", "manager")
N_SEATS = 200
N_MONTHS = 36
N_REPLICATIONS = 60_000

# By tier: sums over the months; headcount is the monthly mean in phase C.
MEAN = {
    "headcount": (66.140, 70.000, 40.000, 20.000),
    "hires": (61.889, 0.0, 0.0, 0.0),
    "exits": (35.999, 20.727, 8.088, 2.551),
    "promotions": (0.0, 30.628, 10.390, 2.490),
    "sales": (25_546.7, 59_971.2, 59_881.0, 0.0),
    "commission": (1_783.74, 4_239.90, 4_236.51, 0.0),
}

# Monthly mean headcount after phase E; peers report headcount in C.
MEAN_HEADCOUNT_AFTER_EXITS = (65.140, 69.424, 39.775, 19.929)

# Standard deviation over replications of the total of all tiers.
TOTAL_STANDARD_DEVIATION = {
    "headcount": 0.562,
    "hires": 8.589,
    "exits": 9.013,
    "promotions": 8.583,
    "sales": 4_513.3,
    "commission": 438.1,
}

# Headcount in C has no published error. Only junior seats stay empty, so theirs
# is that of the total; the others carry the rounding to three decimals.
_ROUNDING_ERROR = 0.001 / math.sqrt(12)
_JUNIOR_HEADCOUNT_ERROR = TOTAL_STANDARD_DEVIATION["headcount"] / math.sqrt(N_REPLICATIONS)

# An error of zero marks what the rules make exactly zero (or nearly: a hire
# above the juniors needs a tier below without anybody ready).
STANDARD_ERROR = {
    "headcount": (_JUNIOR_HEADCOUNT_ERROR, _ROUNDING_ERROR, _ROUNDING_ERROR, _ROUNDING_ERROR),
    "hires": (0.035, 0.0, 0.0, 0.0),
    "exits": (0.026, 0.018, 0.012, 0.006),
    "promotions": (0.0, 0.022, 0.013, 0.006),
    "sales": (5.0, 10.2, 13.8, 0.0),
    "commission": (0.46, 1.00, 1.35, 0.0),
}


class Comparison(NamedTuple):
    """A peer's mean of one feature and tier beside the reference."""

    feature: str
    tier: str
    mean: float
    reference: float
    z: float


def z_score(mean: float, reference: float, standard_error: float) -> float:
    """Difference in standard errors; without error only equality is zero.

    Examples
    --------
    >>> z_score(12.0, 10.0, 0.5)
    4.0
    >>> z_score(1.0, 0.0, 0.0)
    inf
    """
    difference = mean - reference
    if standard_error > 0.0:
        return difference / standard_error
    return math.copysign(math.inf, difference) if difference else 0.0


def compare(feature: str, values: np.ndarray) -> list[Comparison]:
    """Compare one feature, shape (replications, 4), with the reference by tier."""
    if values.ndim != 2 or values.shape[1] != len(TIERS) or values.shape[0] < 2:
        raise ValueError(
            f"{feature} has shape {values.shape}; expected (replications, {len(TIERS)}) "
            "with at least two replications, which the standard error needs"
        )
    means = values.mean(axis=0)
    errors = values.std(axis=0, ddof=1) / math.sqrt(len(values))
    return [
        Comparison(feature, tier, float(mean), reference, z_score(float(mean), reference, float(error)))
        for tier, mean, reference, error in zip(
            TIERS, means, MEAN[feature], np.hypot(errors, STANDARD_ERROR[feature]), strict=True
        )
    ]


def check(features: Mapping[str, np.ndarray], n_seats: int = N_SEATS) -> list[Comparison]:
    """Compare a peer's replications over 36 months with the reference means.

    z = (mean - reference) / sqrt(s^2 / R + reference standard error^2)

    Parameters
    ----------
    features
        For each feature of `MEAN` the replications' totals, shape (R, 4).
    n_seats
        Seats of the simulated sales force; the means are known for 200 only.

    Returns
    -------
    list of Comparison
        One row for each feature and tier: feature, tier, mean, reference, z.

    Raises
    ------
    ValueError
        For another number of seats, a missing feature or a wrong shape.
    """
    if n_seats != N_SEATS:
        raise ValueError(f"n_seats = {n_seats}; the reference is known for {N_SEATS} seats only")
    missing = [feature for feature in MEAN if feature not in features]
    if missing:
        raise ValueError(f"features lack {', '.join(missing)}; expected {', '.join(MEAN)}")
    return [row for feature in MEAN for row in compare(feature, features[feature])]
