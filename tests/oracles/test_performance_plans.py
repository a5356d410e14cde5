"""Performance plans on people without luck: who sells half the quota is known to miss every floor above it."""

import math
from typing import Any

import numpy as np
import pytest

import teamsim as ts
from teamsim.results import Results
from teamsim.rules.attrition import is_regretted
from teamsim.testing import disagreements, tiny_scenario

N_PEOPLE = 100
HALF_OF_QUOTA: dict[str, Any] = {
    "organisation.units.company.seats": {"representative": N_PEOPLE, "manager": 0},
    "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.0},
    "tiers.representative.ramp": {"shape": "linear", "months": 0.0},
    "tiers.representative.selling": {"productivity_annual": 300_000, "talent_sigma": 0.0, "noise_sigma": 0.0},
    "tiers.representative.hiring": {"median_days": 30.0, "sigma": 0.0, "backfill_share": 0.0},
    "tiers.representative.performance": {"floor": 0.6, "after_quarters": 2, "grace_months": 0, "plan_months": 3},
    "time.horizon_months": 12,
}
"""Attainment is 50% in every quarter; plans start with month 5 and end with month 8."""


def run(changes: dict[str, Any], replications: int = 20) -> Results:
    study = ts.run(tiny_scenario("plans", {**HALF_OF_QUOTA, **changes}), replications, seed=8, progress=False)
    assert study.audit() == []
    return study.result()


def test_a_plan_follows_two_quarters_and_ends_in_dismissal_three_months_later() -> None:
    result = run({})
    on_plan, dismissed = result.monthly("on_plan"), result.monthly("exits_involuntary")
    assert (on_plan == N_PEOPLE * np.isin(np.arange(12), [5, 6, 7])).all()
    assert (dismissed == N_PEOPLE * (np.arange(12) == 8)).all()


@pytest.mark.parametrize("chance", [0.0, 0.3, 0.8])
def test_the_stated_share_of_plans_ends_in_dismissal(chance: float) -> None:
    """Binomial in 100 x 50 plans; 5 standard errors: one false alarm in a million. The others start anew."""
    changes = {"tiers.representative.performance.dismissal_chance": chance, "time.horizon_months": 18}
    result = run(changes, 50)
    dismissed, error = result.monthly("exits_involuntary"), math.sqrt(5_000 * chance * (1 - chance))
    assert dismissed[:, 8].sum() == pytest.approx(5_000 * chance, abs=5 * error)
    assert dismissed.sum() == dismissed[:, 8].sum() + dismissed[:, 17].sum()
    assert (result.monthly("on_plan")[:, 14] == N_PEOPLE - dismissed[:, 8]).all()


def test_who_reaches_the_floor_in_the_last_quarter_stays() -> None:
    """The third quarter sells three times the others: half of quota becomes the quota."""
    season = {"selling.season": [1.0] * 6 + [3.0] * 3 + [1.0] * 3, "incentives.quota_phasing": "flat"}
    result = run(season)
    assert (result.monthly("on_plan")[:, 5:8] == N_PEOPLE).all()
    assert result.total("exits_involuntary").sum() == 0


def test_a_floor_that_is_reached_changes_nothing() -> None:
    result = run({"tiers.representative.performance.floor": 0.49})
    assert result.total("on_plan").sum() == result.total("exits").sum() == 0


def test_quarters_of_newcomers_do_not_count() -> None:
    """Six months of grace: the first quarter that counts ends with month 5, the second with month 8."""
    result = run({"tiers.representative.performance.grace_months": 6})
    assert (result.monthly("on_plan") == N_PEOPLE * np.isin(np.arange(12), [8, 9, 10])).all()


def test_nobody_is_dismissed_who_is_on_notice() -> None:
    """All resign with month 6 and leave with month 9; their plans end with month 8."""
    law = {"law": "table", "monthly_probability": [0.0] * 6 + [0.999999999, 0.1]}
    result = run({"tiers.representative.attrition": law, "tiers.representative.notice_months": 3})
    assert (result.monthly("exits_voluntary")[:, 9] == N_PEOPLE).all()
    assert result.total("exits_involuntary").sum() == 0


def test_vacancies_after_dismissals_are_filled_and_the_engines_agree_on_a_lived_past() -> None:
    changes = {
        "tiers.representative.hiring.backfill_share": 1.0,
        "tiers.representative.selling": {"productivity_annual": 400_000, "noise_sigma": 0.5},
        "tiers.representative.performance.dismissal_chance": 0.5,
        "opening": {"state": "stationary", "firm_age_years": 3},
    }
    result = run(changes, 64)
    assert (result.monthly("on_plan")[:, 0] > 0).any(), "plans of the past go on"
    assert (result.total("exits_involuntary") > 0).all()
    assert disagreements(tiny_scenario("plans", {**HALF_OF_QUOTA, **changes}), seed=8) == []


@pytest.mark.parametrize(
    ("year", "quarter", "expected"),
    [
        ((120.0, 100.0), math.nan, True),
        ((90.0, 100.0), math.nan, False),
        ((90.0, 100.0), 1.0, True),
        ((0.0, 0.0), math.nan, False),
    ],
)
def test_who_reached_quota_is_regretted(year: tuple[float, float], quarter: float, expected: bool) -> None:
    assert is_regretted(*year, quarter) == expected


def test_regretted_are_those_who_left_after_a_year_at_quota() -> None:
    """Everybody sells 110% of quota: all who leave after the first year are regretted, nobody before."""
    result = run(
        {
            "tiers.representative.selling": {"productivity_annual": 660_000, "talent_sigma": 0.0, "noise_sigma": 0.0},
            "tiers.representative.attrition": {"law": "table", "monthly_probability": [0.05]},
            "tiers.representative.performance.floor": None,
            "time.horizon_months": 20,
        }
    )
    regretted, left = result.monthly("exits_regretted"), result.monthly("exits_voluntary")
    assert np.array_equal(regretted[:, 11:], left[:, 11:])
    assert regretted[:, :11].sum() == 0 < regretted[:, 11:].sum()
