"""Renewal: one post refilled on the next first, mean tenure 12 months; expected exits by a month.

The oracles' discrete recursion, in units of the mean: M(.5, 1, 2, 5) = months 6, 12, 24, 60. With 200 posts and R
replications the standard error of M is about sqrt(var / (200 R)); tolerances are 3.5 of the measured ones.
"""

import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest

import teamsim as ts
from teamsim.tallies import Tally
from teamsim.testing import tiny_scenario

MONTHS = (6, 12, 24, 60)


def table_of(survival: Callable[[int], float]) -> dict[str, object]:
    """Return a law given by its survival as a table of monthly chances."""
    alive = [survival(month) for month in range(482)]
    return {"law": "table", "monthly_probability": [1.0 - b / a for a, b in itertools.pairwise(alive)]}


def erlang_two(months: int) -> float:
    """Survival of two exponential stages, mean 12 months."""
    return math.exp(-months / 6.0) * (1.0 + months / 6.0)


LAWS: dict[str, tuple[dict[str, object], tuple[float, ...]]] = {
    "Weibull .75": (
        {"law": "weibull", "mean_tenure_months": 12.0, "shape": 0.75},
        (0.69125, 1.23288, 2.24556, 5.16081),
    ),
    "Weibull 1.5": (
        {"law": "weibull", "mean_tenure_months": 12.0, "shape": 1.5},
        (0.28036, 0.71734, 1.67182, 4.55243),
    ),
    "lognormal 1": (
        {"law": "lognormal", "mean_tenure_months": 12.0, "sigma": 1.0},
        (0.48169, 1.03594, 2.07985, 5.05662),
    ),
    "lognormal 1.45": (
        {"law": "lognormal", "mean_tenure_months": 12.0, "sigma": 1.45},
        (0.89768, 1.61298, 2.87149, 6.22381),
    ),
    "Erlang-2": (table_of(erlang_two), (0.27892, 0.73414, 1.69072, 4.57066)),
}


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


def assert_expected(exits: np.ndarray, months: tuple[int, ...], expected: tuple[float, ...]) -> None:
    """|z| < 3.5 in every month; the oracles are rounded to five digits."""
    for month, value in zip(months, expected, strict=True):
        seen = exits[:, month - 1]
        error = seen.std(ddof=1) / math.sqrt(len(seen))
        assert abs(seen.mean() - value) < 3.5 * error + 5e-6, f"month {month}"


@pytest.mark.parametrize("name", LAWS)
def test_renewal_matches_the_discrete_recursion(name: str) -> None:
    """500 replications; 20 figures in all: one false alarm in 100 seeds."""
    law, expected = LAWS[name]
    assert_expected(exits_by_month(law, 500), MONTHS, expected)


@pytest.mark.slow
@pytest.mark.parametrize("name", LAWS)
def test_renewal_holds_at_ten_thousand_replications(name: str) -> None:
    law, expected = LAWS[name]
    assert_expected(exits_by_month(law, 10_000), MONTHS, expected)


def two_kinds(months: int) -> float:
    """Survival where 35% leave at .60 a year and 65% at .12 a year; mean 6 years."""
    return 0.35 * math.exp(-0.05 * months) + 0.65 * math.exp(-0.01 * months)


@pytest.mark.parametrize("replications", [500, pytest.param(10_000, marks=pytest.mark.slow)])
def test_a_mixture_of_two_kinds_of_people_as_a_table(replications: int) -> None:
    """Exits a post by years 1, 2 and 5; the monthly model has .26227/.49074/1.07224."""
    assert_expected(exits_by_month(table_of(two_kinds), replications), (12, 24, 60), (0.26227, 0.49074, 1.07224))
