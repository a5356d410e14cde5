"""Mean productivity under a ramp, and the two turnovers that are not the same."""

import math

import numpy as np
import pytest

import teamsim as ts
from teamsim.tallies import Tally
from teamsim.testing import tiny_scenario


def one_tier(changes: dict[str, object]) -> ts.Scenario:
    """Posts of one selling tier, without luck."""
    quiet = {
        "tiers.manager": None,
        "incentives.plans": {},
        "tiers.representative.selling": {
            "productivity_annual": 600_000,
            "talent_sigma": 0.0,
            "noise_sigma": 0.0,
        },
    }
    return tiny_scenario("posts", {**quiet, **changes})


@pytest.mark.parametrize(
    ("ramp", "expected"),
    [
        ({"shape": "linear", "months": 5.7, "start_share": 0.0}, 0.921559),
        ({"shape": "exponential", "time_constant_months": 3.0, "start_share": 0.2}, 0.935981),
    ],
    ids=["linear", "exponential"],
)
def test_a_ramp_gives_the_oracles_mean_productivity(ramp: dict[str, object], expected: float) -> None:
    """35% a year (hazard), starts on the first: mean share of full productivity in the monthly model.

    Searches of 60 days raised on a first end on a first. 12 months of 300 posts after a long burn-in; the
    standard error comes from the replications' own spread: |z| < 3.5, one false alarm in 1,000 seeds.
    """
    scenario = one_tier(
        {
            "organisation.units.company.seats": {"representative": 300},
            "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.35},
            "tiers.representative.hiring": {"median_days": 60.0, "sigma": 0.0},
            "tiers.representative.ramp": ramp,
            "time": {"horizon_months": 12, "burn_in_months": 120},
        }
    )
    result = ts.run(scenario, 150, seed=2, progress=False).result()
    per_head = result.total("ramped_capacity") / result.total("headcount")
    error = per_head.std(ddof=1) / math.sqrt(len(per_head))
    assert abs(per_head.mean() - expected) < 3.5 * error
    assert error < 8e-4


def test_exits_over_headcount_and_cohort_loss_differ_as_theory_says() -> None:
    """A rate of 35% a year: exits 12 p = .3449 of average headcount beside a cohort loss of .2953."""
    scenario = one_tier(
        {
            "organisation.units.company.seats": {"representative": 300},
            "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.35},
            "tiers.representative.hiring": {"median_days": 0.0, "sigma": 0.0},
            "time": {"horizon_months": 12},
        }
    )
    result = ts.run(scenario, 2_000, seed=2, progress=False).result()
    p = 1.0 - math.exp(-0.35 / 12.0)
    exits = result.counts[..., Tally.EXITS_VOLUNTARY].sum(axis=(1, 2)) / 300
    exposed = (result.counts[..., Tally.OPENING_HEADCOUNT] + result.counts[..., Tally.HIRES]).sum(axis=(1, 2)) / 300
    for values, expected in ((exits / exposed * 12.0, 12.0 * p), (result.total("cohort_loss"), 0.2953)):
        error = values.std(ddof=1) / math.sqrt(len(values))
        assert abs(values.mean() - expected) < 3.5 * error + 5e-5
    assert 12.0 * p == pytest.approx(0.3449, abs=5e-5)


def test_a_turnover_given_as_cohort_loss_is_one() -> None:
    """A cohort loss of 30% leaves 70% of a closed group after a year (standard error .0006; 3.5 of them)."""
    scenario = one_tier(
        {
            "organisation.units.company.seats": {"representative": 300},
            "tiers.representative.attrition": {
                "law": "constant",
                "annual_turnover": 0.30,
                "given_as": "cohort_loss",
            },
            "time": {"horizon_months": 12},
        }
    )
    loss = ts.run(scenario, 2_000, seed=2, progress=False).result().total("cohort_loss")
    assert abs(loss.mean() - 0.30) < 3.5 * loss.std(ddof=1) / math.sqrt(2_000)


def test_without_luck_bookings_are_productivity_times_ramp() -> None:
    scenario = one_tier(
        {
            "organisation.units.company.seats": {"representative": 5},
            "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.0},
            "tiers.representative.ramp": {"months": 6.0, "start_share": 0.2},
        }
    )
    bookings = ts.run(scenario, 1, progress=False).result().monthly("bookings")[0]
    shares = np.minimum(1.0, 0.2 + 0.8 * (np.arange(12) + 0.5) / 6.0)
    assert np.allclose(bookings, 5 * 50_000 * shares, rtol=1e-12)
