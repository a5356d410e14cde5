"""Offers against theory: searches are geometric, acceptance is logistic in the log of pay.

An offer is accepted with chance a, the twentieth always: a search makes (1 - (1 - a)^20) / a offers.
"""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import teamsim as ts
from teamsim.rules.hiring import MAX_OFFERS, is_offer_accepted, offer_acceptance
from teamsim.scenario.build import build
from teamsim.scenario.tiers import target_pay_annual
from teamsim.tallies import Tally
from teamsim.testing import tiny_scenario

ONE_DAY_OF_WORK: dict[str, Any] = {
    "organisation.units.company.seats": {"representative": 100, "manager": 0},
    "tiers.representative.attrition": {"law": "table", "monthly_probability": [0.2]},
    "tiers.representative.hiring": {"median_days": 1.0, "sigma": 0.0},
    "time.horizon_months": 24,
}
"""Vacancies every month, filled by a day of work for each offer."""


def mean_offers(chance: float) -> float:
    return (1.0 - (1.0 - chance) ** MAX_OFFERS) / chance


@pytest.mark.parametrize("chance", [1.0, 0.8, 0.5, 0.3])
def test_a_search_makes_one_over_a_offers_and_each_takes_its_work(chance: float) -> None:
    """About 25,000 searches; 5 standard errors of sqrt(1 - a) / a: one false alarm in a million."""
    scenario = tiny_scenario("offers", {**ONE_DAY_OF_WORK, "hiring.acceptance": chance})
    result = ts.run(scenario, 60, seed=3, progress=False).result()
    hires, offers = result.total("hires").sum(), result.total("offers").sum()
    error = math.sqrt(1.0 - chance) / chance / math.sqrt(hires)
    assert hires > 20_000
    assert offers / hires == pytest.approx(mean_offers(chance), abs=5 * error + 1e-12)
    assert result.counts[..., Tally.DAYS_TO_FILL].sum() == offers
    assert np.allclose(result.total("offers_declined"), result.total("offers") - result.total("hires"))


def test_better_pay_fills_seats_by_the_odds_ratio() -> None:
    """10% more at target and an elasticity of 8: the odds of one to one become 1.1^8 = 2.14 to one."""
    hiring = {"hiring.acceptance": 0.5, "hiring.acceptance_elasticity": 8.0}
    base = tiny_scenario("base", {**ONE_DAY_OF_WORK, **hiring})
    pay = target_pay_annual(base, "representative")
    assert pay == 60_000 + 0.1 * 600_000
    richer = base.with_changes("richer", {"tiers.representative.base_annual": 60_000 + 0.1 * pay})
    study = ts.run([base, richer], 60, seed=3, progress=False)
    chance = 1.1**8 / (1.0 + 1.1**8)
    for name, expected in (("base", 0.5), ("richer", chance)):
        result = study.result(name)
        hires, offers = result.total("hires").sum(), result.total("offers").sum()
        error = math.sqrt(1.0 - expected) / expected / math.sqrt(hires)
        assert offers / hires == pytest.approx(mean_offers(expected), abs=5 * error)
    assert (study.result("richer").total("offers_declined") < study.result("base").total("offers_declined")).all()


def test_a_search_keeps_its_recruiter_while_offers_are_declined() -> None:
    """Two slots, ten days an offer, two offers a search, always a queue: 2 x 30 / 20 = 3 hires a month."""
    changes = {
        **ONE_DAY_OF_WORK,
        "tiers.representative.hiring": {"median_days": 10.0, "sigma": 0.0},
        "hiring": {"recruiters": 1, "requisitions_per_recruiter": 2, "acceptance": 0.5},
        "time": {"horizon_months": 48, "burn_in_months": 24},
    }
    hires = ts.run(tiny_scenario("few", changes), 200, seed=3, progress=False).result().total("hires")
    error = hires.std(ddof=1) / math.sqrt(len(hires))
    assert hires.mean() / 48 == pytest.approx(2 * 30 / 10 / mean_offers(0.5), abs=5 * error / 48)


@given(st.floats(-20.0, 20.0), st.floats(-20.0, 20.0))
def test_acceptance_rises_with_its_log_odds(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0.0 < offer_acceptance(low) <= offer_acceptance(high) < 1.0
    assert offer_acceptance(low) + offer_acceptance(-low) == pytest.approx(1.0)


def test_an_offer_without_odds_is_always_accepted_and_so_is_the_last() -> None:
    assert offer_acceptance(math.inf) == 1.0
    assert not is_offer_accepted(0.5, 0.1, MAX_OFFERS - 2)
    assert is_offer_accepted(0.999, 0.1, MAX_OFFERS - 1)


def test_market_pay_is_that_of_the_past_until_it_is_given() -> None:
    hiring = {"hiring.acceptance": 0.5, "hiring.acceptance_elasticity": 3.0}
    base = tiny_scenario("base", hiring)
    assert build(base).model.tiers[0].offer_log_odds == 0.0
    given_pay = base.with_changes("market", {"tiers.representative.market_pay_annual": 240_000.0})
    assert build(given_pay).model.tiers[0].offer_log_odds == pytest.approx(3.0 * math.log(120_000 / 240_000))
    no_plan = base.with_changes("no plan", {"incentives.plans": {}})
    assert build(no_plan).model.tiers[0].offer_log_odds == pytest.approx(3.0 * math.log(60_000 / 120_000))


def test_a_quarterly_bonus_at_quota_is_part_of_target_pay() -> None:
    bonus = {"kind": "lump_sum", "cycle": "quarter", "attainment": 1.0, "amount": 1_000.0}
    scenario = tiny_scenario("bonus", {"incentives.plans.rep.components.bonus": bonus})
    assert target_pay_annual(scenario, "representative") == 60_000 + 60_000 + 4 * 1_000
