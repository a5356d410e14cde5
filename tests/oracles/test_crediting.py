"""Deals, held-over credit and quotas of empty seats against closed forms and identities."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import teamsim as ts
from teamsim.errors import ScenarioError
from teamsim.rules.selling import counted_deal, poisson_count
from teamsim.testing import disagreements, tiny_scenario

STEADY: dict[str, Any] = {
    "organisation.units.company.seats": {"representative": 50, "manager": 0},
    "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.0},
    "tiers.representative.ramp": {"shape": "linear", "months": 0.0},
    "tiers.manager.promotion": None,
}
"""Fifty ramped people who stay, with a month's expected bookings of 50,000 each."""
MEAN, SIZE, SIGMA = 50_000.0, 10_000.0, 0.8
DEALS = {"productivity_annual": 12 * MEAN, "talent_sigma": 0.0, "deal_size": SIZE, "deal_sigma": SIGMA}


@given(u=st.floats(2.0**-33, 1.0 - 2.0**-33), mean=st.one_of(st.floats(0.0, 60.0), st.floats(60.0, 490.0)))
def test_the_number_of_deals_is_the_poisson_quantile(u: float, mean: float) -> None:
    expected = int(stats.poisson.ppf(u, mean)) if mean > 0.0 else 0
    below = stats.poisson.cdf([expected - 1, expected], mean)
    if np.abs(below - u).min() > 1e-12:  # at a step the last bit decides
        assert poisson_count(u, stats.norm.ppf(u), mean) == max(expected, 0)


@given(u=st.floats(1e-6, 1.0 - 1e-6), mean=st.floats(501.0, 1e6))
def test_many_deals_are_off_by_one_at_most(u: float, mean: float) -> None:
    assert abs(poisson_count(u, stats.norm.ppf(u), mean) - stats.poisson.ppf(u, mean)) <= 1


@given(size=st.floats(0.0, 1e6), limit=st.floats(1.0, 1e6), beyond=st.floats(0.0, 1.0))
def test_what_counts_of_a_deal_lies_between_the_limit_and_the_deal(size: float, limit: float, beyond: float) -> None:
    counted = counted_deal(size, limit, beyond)
    assert min(size, limit) <= counted <= size * (1 + 1e-12)
    assert counted_deal(size, math.inf, beyond) == size


def test_a_month_of_deals_is_a_compound_poisson_sum() -> None:
    """Mean and variance of 50 x 12 x 100 person-months; 4.5 standard errors each: one false alarm in 100,000."""
    scenario = tiny_scenario("deals", {**STEADY, "tiers.representative.selling": DEALS})
    study = ts.run(scenario, 100, seed=11, progress=False)
    months = np.concatenate([study.panel(None, r).bookings[:, :50].ravel() for r in range(100)])
    n, rate = months.size, MEAN / SIZE
    variance = rate * SIZE**2 * math.exp(SIGMA**2)
    kurtosis = math.exp(6 * SIGMA**2) / (rate * math.exp(2 * SIGMA**2))  # excess: E X^4 / (rate (E X^2)^2)
    assert n == 60_000
    assert months.mean() == pytest.approx(MEAN, abs=4.5 * math.sqrt(variance / n))
    assert months.var() == pytest.approx(variance, abs=4.5 * variance * math.sqrt((kurtosis + 2.0) / n))
    deals = study.result().total("deals")
    assert deals.mean() == pytest.approx(600 * rate, abs=4.5 * math.sqrt(600 * rate / 100))
    assert study.audit() == []


def test_a_limit_takes_what_lies_beyond_it_off_the_credit() -> None:
    """E min(X, L) of a lognormal size; ratio of credit to bookings within .004, four standard errors."""
    limit, beyond = 15_000.0, 0.3
    plan = {"incentives.plans.rep.deal_limit": limit, "incentives.plans.rep.beyond_limit": beyond}
    scenario = tiny_scenario("limit", {**STEADY, "tiers.representative.selling": DEALS, **plan})
    study = ts.run(scenario, 100, seed=11, progress=False)
    d = (math.log(limit / SIZE) + 0.5 * SIGMA**2) / SIGMA
    below = SIZE * stats.norm.cdf(d - SIGMA) + limit * stats.norm.sf(d)
    counted = (below + beyond * (SIZE - below)) / SIZE
    result = study.result()
    assert result.total("credited").sum() / result.total("bookings").sum() == pytest.approx(counted, abs=0.004)
    assert result.total("variable_earned").sum() == pytest.approx(0.1 * result.total("credited").sum(), rel=1e-5)
    assert disagreements(scenario, seed=11, replications=3) == []
    assert study.audit() == []


MOVING = {
    "organisation.units.company.seats": {"representative": 12, "senior": 6},
    "tiers.manager": None,
    "tiers.senior": {
        "base_annual": 90_000,
        "quota_annual": 800_000,
        "selling": {"productivity_annual": 800_000},
        "attrition": {"law": "constant", "annual_turnover": 0.6},
        "promotion": {"min_months_in_grade": 1, "internal_share": 1.0},
    },
    "tiers.representative.hiring": {"median_days": 5.0, "sigma": 0.0},
    "incentives.plans.rep.tiers": ["representative", "senior"],
    "time.horizon_months": 24,
}


@pytest.mark.parametrize("credit", ["split", "overlay"])
def test_a_mover_is_credited_with_business_of_the_old_seat(credit: str) -> None:
    """Splits sum to one; with overlay what movers have comes on top."""
    held = {"holdover_months": 4, "holdover_share": 0.5, "holdover_credit": credit}
    base = tiny_scenario("base", MOVING)
    other = base.with_changes("held", {f"incentives.{name}": value for name, value in held.items()})
    study = ts.run([base, other], 40, seed=3, progress=False)
    plain, result = study.results
    assert result.total("promotions").sum() > 40
    assert np.array_equal(plain.total("credited"), plain.total("bookings"))
    if credit == "split":
        assert np.allclose(result.total("credited"), result.total("bookings"), rtol=1e-12)
        juniors = result.total("credited", tier="representative") - result.total("bookings", tier="representative")
        assert (juniors <= 0.0).all()
        assert juniors.sum() < 0.0
    else:
        assert (result.total("credited") > result.total("bookings") * (1 + 1e-9)).mean() > 0.9
        assert result.total("over_credit").mean() > 1.0
    assert disagreements(other, seed=3, replications=3) == []
    assert study.audit() == []


def test_holdover_is_half_of_the_old_seat_s_month_for_four_months() -> None:
    held = {"incentives.holdover_months": 4, "incentives.holdover_share": 0.5}
    study = ts.run(tiny_scenario("held", {**MOVING, **held}), 1, seed=3, progress=False)
    panel, found = study.panel(None, 0), 0
    names = [seat.tier for seat in study.result().layout.seats]
    for seat in np.flatnonzero(np.array(names) == "senior"):
        for month in range(1, panel.own.shape[0]):
            more = panel.own[month, seat] - panel.bookings[month, seat]
            assert more >= -1e-9
            given = panel.bookings[month] - panel.own[month]
            found += bool(more > 0.0 and np.isclose(given, more, rtol=1e-12).any())
            assert more == 0.0 or np.isclose(given, more, rtol=1e-12).any()
    assert found > 0


TEAMED: dict[str, Any] = {
    **STEADY,
    "organisation.units.company.seats": {"representative": 10, "engineer": 4},
    "tiers.engineer": {"base_annual": 70_000, "quota_annual": 900_000},
    "tiers.manager": None,
    "incentives.plans.rep.tiers": ["representative", "engineer"],
    "incentives.splits.representative": {"representative": 0.7, "engineer": 0.3},
}


def test_splits_sum_to_one_and_reach_each_engineer_in_equal_parts() -> None:
    scenario = tiny_scenario("split", TEAMED)
    study = ts.run(scenario, 20, seed=3, progress=False)
    result, panel = study.result(), study.panel(None, 0)
    assert np.allclose(result.total("credited"), result.total("bookings"), rtol=1e-12)
    tiers = np.array([seat.tier for seat in result.layout.seats])
    sellers, engineers = tiers == "representative", tiers == "engineer"
    assert np.allclose(panel.own[:, sellers], 0.7 * panel.bookings[:, sellers], rtol=1e-12)
    at_work = (panel.entry_seat[:, engineers] >= 0).sum(axis=1, keepdims=True)
    part = 0.3 * panel.bookings[:, sellers].sum(axis=1, keepdims=True) / np.maximum(at_work, 1)
    assert np.allclose(panel.own[:, engineers], np.where(panel.entry_seat[:, engineers] >= 0, part, 0.0), rtol=1e-12)
    assert disagreements(scenario, seed=3, replications=3) == []
    assert study.audit() == []


QUOTAS = {
    "organisation.units.company.seats": {"representative": 20, "manager": 2},
    "tiers.manager.promotion": None,
    "tiers.manager.quota_annual": 100_000,
    "tiers.manager.attrition": {"law": "constant", "annual_turnover": 0.0},
    "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.8},
    "tiers.representative.hiring": {"median_days": 45.0, "sigma": 0.0},
    "hiring.start_on": "first_of_month",
    "incentives.quota_phasing": "flat",
    "time.horizon_months": 24,
}


def test_peers_carry_the_whole_quota_of_their_unit() -> None:
    """With starts on the first, every month's quota is the budget's: 20 x 50,000, whoever is there."""
    scenario = tiny_scenario("peers", {**QUOTAS, "incentives.empty_quota": "peers"})
    study = ts.run(scenario, 20, seed=3, progress=False)
    result = study.result()
    assert result.total("vacancy").mean() > 1.0
    assert np.allclose(result.monthly("quota", tier="representative"), 20 * 50_000.0, rtol=1e-12)
    assert disagreements(scenario, seed=3, replications=3) == []
    assert study.audit() == []


def test_managers_carry_the_quota_of_empty_seats_on_top_of_their_own() -> None:
    scenario = tiny_scenario("manager", {**QUOTAS, "incentives.empty_quota": "manager"})
    plain = scenario.with_changes("plain", {"incentives.empty_quota": "unassigned"})
    study = ts.run([scenario, plain], 20, seed=3, progress=False)
    one, other = study.results
    missing = 20 * 50_000.0 - other.monthly("quota", tier="representative")
    assert (missing > 0.0).any()
    more = one.monthly("quota", tier="manager") - other.monthly("quota", tier="manager")
    assert np.allclose(more, missing, atol=1e-6)
    assert disagreements(scenario, seed=3, replications=3) == []


def test_a_limit_asks_for_deals_and_handed_on_quotas_for_proration() -> None:
    with pytest.raises(ScenarioError) as refused:
        tiny_scenario(
            "wrong",
            {
                "incentives.plans.rep.deal_limit": 5_000,
                "incentives.empty_quota": "peers",
                "incentives.quota_proration": "none",
                "incentives.splits.representative": {"representative": 0.7, "engineer": 0.4},
            },
        )
    said = str(refused.value)
    assert "no tier on the plan sells deal by deal" in said
    assert "there is no tier `engineer`" in said
    assert "the shares add to 1.1; credit that is split adds to 1" in said
    assert "Say quota_proration: days" in said
