"""Renewal: one post refilled on the next first, mean tenure 12 months; expected exits by a month.

The oracles' discrete recursion, in units of the mean: M(.5, 1, 2, 5) = months 6, 12, 24, 60. With 200 posts and R
replications the standard error of M is about sqrt(var / (200 R)); tolerances are 3.5 of the measured ones.
"""

import itertools
import math

import numpy as np
import pytest

import teamsim as ts
from teamsim.measures import Tally
from teamsim.testing import tiny_scenario

MONTHS = (6, 12, 24, 60)
WEIBULL = {0.75: (0.69125, 1.23288, 2.24556, 5.16081), 1.5: (0.28036, 0.71734, 1.67182, 4.55243)}


def exits_by_month(law: dict[str, object], replications: int) -> np.ndarray:
    """Exits per post to date, [R, M]; every post starts filled with somebody new and is refilled within a day."""
    scenario = tiny_scenario(
        "renewal",
        {
            "time.horizon_months": 60,
            "organisation.units.company.seats": {"representative": 200},
            "tiers.manager": None,
            "tiers.representative.attrition": law,
            "tiers.representative.hiring": {"median_days": 0.0, "sigma": 0.0},
            "incentives.plans": {},
        },
    )
    counts = ts.run(scenario, replications, seed=8, progress=False).result().counts
    return counts[:, :, :, Tally.EXITS_VOLUNTARY].sum(axis=2).cumsum(axis=1) / 200


@pytest.mark.parametrize("shape", WEIBULL)
def test_weibull_renewal_matches_the_discrete_recursion(shape: float) -> None:
    """500 replications; |z| < 3.5 for each of 8 figures: about one false alarm in 270 seeds."""
    to_date = exits_by_month({"law": "weibull", "mean_tenure_months": 12.0, "shape": shape}, 500)
    for month, expected in zip(MONTHS, WEIBULL[shape], strict=True):
        seen = to_date[:, month - 1]
        error = seen.std(ddof=1) / math.sqrt(len(seen))
        assert abs(seen.mean() - expected) < 3.5 * error + 5e-6, f"month {month}"


@pytest.mark.slow
@pytest.mark.parametrize("shape", WEIBULL)
def test_weibull_renewal_holds_at_ten_thousand_replications(shape: float) -> None:
    to_date = exits_by_month({"law": "weibull", "mean_tenure_months": 12.0, "shape": shape}, 10_000)
    for month, expected in zip(MONTHS, WEIBULL[shape], strict=True):
        seen = to_date[:, month - 1]
        error = seen.std(ddof=1) / math.sqrt(len(seen))
        assert abs(seen.mean() - expected) < 3.5 * error + 5e-6, f"month {month}"


def test_a_table_law_reproduces_erlang_two() -> None:
    """Erlang-2 with mean 12 months given as a table of monthly chances: .27892, .73414, 1.69072, 4.57066."""
    rate = 2.0 / 12.0
    survival = [math.exp(-rate * a) * (1.0 + rate * a) for a in range(482)]
    chances = [1.0 - after / before for before, after in itertools.pairwise(survival)]
    to_date = exits_by_month({"law": "table", "monthly_probability": chances[:481]}, 500)
    for month, expected in zip(MONTHS, (0.27892, 0.73414, 1.69072, 4.57066), strict=True):
        seen = to_date[:, month - 1]
        error = seen.std(ddof=1) / math.sqrt(len(seen))
        assert abs(seen.mean() - expected) < 3.5 * error + 5e-6, f"month {month}"
