"""Vacancies against theory (oracles: monthly model; N = 200 posts, mean tenure 30 months, two months to fill).

The day-average share of empty posts is E[T] / (E[T] + 1/p - E[T - floor(T)]), T in months. 10,000 replications
have a standard error of .034 on a snapshot; the tolerance .12 is 3.5 of them: one false alarm in 2,000 per figure.
"""

import math

import numpy as np
import pytest

import teamsim as ts
from teamsim.tallies import Tally
from teamsim.testing import tiny_scenario

N_POSTS = 200
TOLERANCE = 0.12

DETERMINISTIC = {"median_days": 60.0, "sigma": 0.0}
LOGNORMAL = {"median_days": 60.0 / math.exp(0.08), "sigma": 0.4}
BY_TABLE = {"law": "table", "monthly_probability": [1 / 30]}
BY_RATE = {"law": "constant", "annual_turnover": 12 / 30, "given_as": "rate"}


def steady_posts(hiring: dict[str, float], law: dict[str, object], replications: int) -> ts.Study:
    """One tier, enough recruiters, memoryless exits: steady after a few fills."""
    scenario = tiny_scenario(
        "posts",
        {
            "organisation.units.company.seats": {"representative": N_POSTS},
            "tiers.manager": None,
            "tiers.representative.attrition": law,
            "tiers.representative.hiring": hiring,
            "incentives.plans": {},
            "time": {"horizon_months": 1, "burn_in_months": 40},
        },
    )
    return ts.run(scenario, replications, seed=20, progress=False)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("hiring", "law", "day_average", "before_leave", "closing", "exits"),
    [
        (DETERMINISTIC, BY_TABLE, 12.5, 12.5, 18.75, 6.25),
        (DETERMINISTIC, BY_RATE, 12.307, 12.307, 18.460, 6.153),
        (LOGNORMAL, BY_RATE, 12.490, 9.508, 15.753, 6.245),
    ],
    ids=["60 days, p by table", "60 days, hazard 1/30", "lognormal, mean 60"],
)
def test_monthly_vacancies_match_theory(
    hiring: dict[str, float],
    law: dict[str, object],
    day_average: float,
    before_leave: float,
    closing: float,
    exits: float,
) -> None:
    result = steady_posts(hiring, law, 10_000).result()
    left = result.total("exits")
    empty_at_end = N_POSTS - result.total("closing_headcount")
    assert result.total("vacancy").mean() == pytest.approx(day_average, abs=TOLERANCE)
    assert (empty_at_end - left).mean() == pytest.approx(before_leave, abs=TOLERANCE)
    assert empty_at_end.mean() == pytest.approx(closing, abs=TOLERANCE)
    assert left.mean() == pytest.approx(exits, abs=TOLERANCE)


@pytest.mark.slow
def test_snapshots_of_vacancies_are_binomial() -> None:
    """Variance 11.71875 by table; its estimate has a relative error of sqrt(2 / 10,000) = 1.4%: 3.5 of them."""
    result = steady_posts(DETERMINISTIC, BY_TABLE, 10_000).result()
    before_leave = N_POSTS - result.total("closing_headcount") - result.total("exits")
    assert before_leave.var(ddof=1) == pytest.approx(11.71875, rel=3.5 * math.sqrt(2 / 10_000))


def test_vacancies_are_near_theory_every_day() -> None:
    """The same figure from 500 replications: standard error .153, tolerance 3.5 of them."""
    result = steady_posts(DETERMINISTIC, BY_TABLE, 500).result()
    assert result.total("vacancy").mean() == pytest.approx(12.5, abs=0.54)


def test_few_recruiters_make_a_queue_that_theory_bounds() -> None:
    """With c slots of 60 days at most c / 2 hires a month can be made, whatever leaves."""
    scenario = tiny_scenario(
        "few",
        {
            "organisation.units.company.seats": {"representative": N_POSTS},
            "tiers.manager": None,
            "tiers.representative.attrition": {"law": "table", "monthly_probability": [0.1]},
            "tiers.representative.hiring": DETERMINISTIC,
            "incentives.plans": {},
            "hiring": {"recruiters": 1, "requisitions_per_recruiter": 8},
            "time": {"horizon_months": 12, "burn_in_months": 60},
        },
    )
    result = ts.run(scenario, 50, seed=4, progress=False).result()
    assert np.allclose(result.total("hires"), 12 * 8 / 2)
    assert result.total("exits").mean() == pytest.approx(48, abs=3)


def test_time_to_fill_is_the_approval_lag_plus_the_work() -> None:
    scenario = tiny_scenario(
        "lag",
        {
            "organisation.units.company.seats": {"representative": 50, "manager": 0},
            "tiers.representative.attrition": {"law": "table", "monthly_probability": [0.2]},
            "tiers.representative.hiring": {"median_days": 20.0, "sigma": 0.0},
            "hiring.approval_lag_days": 11,
        },
    )
    result = ts.run(scenario, 20, seed=4, progress=False).result()
    hires = result.counts[..., Tally.HIRES].sum()
    assert result.counts[..., Tally.DAYS_TO_FILL].sum() == 31 * hires
