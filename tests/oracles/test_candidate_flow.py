"""A thin market: forty seats open at once where ten requisitions are fed without strain.

The k-th requisition has strain s = max(k / 10, 1), so everything that strain does is known seat by seat.
"""

import math
from typing import Any

import numpy as np
import pytest

import teamsim as ts
from teamsim.calendar import NEVER
from teamsim.errors import ScenarioError
from teamsim.opening import opening_of
from teamsim.rules.hiring import MAX_OFFERS
from teamsim.scenario.build import build
from teamsim.tallies import Tally
from teamsim.testing import tiny_scenario

STRAINS = np.maximum(np.arange(1, 41) / 10, 1.0)
FORTY_AT_ONCE: dict[str, Any] = {
    "organisation.units.company.seats": {"representative": 1, "manager": 0},
    "organisation.seat_changes": {
        "growth": {"unit": "company", "tier": "representative", "month": 0, "seats": 40},
    },
    "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.0},
    "tiers.representative.hiring": {"median_days": 10.0, "sigma": 0.0},
    "tiers.representative.selling": {"productivity_annual": 600_000, "talent_sigma": 0.0},
    "hiring.candidate_flow": 10.0,
    "time.horizon_months": 8,
}


def test_work_takes_longer_by_strain() -> None:
    """10 days of work become 10 s: k days for the k-th, k > 10."""
    scenario = tiny_scenario("thin", {**FORTY_AT_ONCE, "hiring.flow_elasticity": 1.0})
    result = ts.run(scenario, 3, seed=1, progress=False).result()
    assert (result.total("hires") == 40).all()
    assert (result.counts[..., Tally.DAYS_TO_FILL].sum(axis=(1, 2)) == 10 * 10 + sum(range(11, 41))).all()


def test_hires_are_less_able_by_strain() -> None:
    scenario = tiny_scenario("thin", {**FORTY_AT_ONCE, "hiring.flow_elasticity_talent": 0.3})
    talent = ts.run(scenario, 1, seed=1, progress=False).panel(None, 0).talent[-1, 1:]
    assert np.allclose(talent, STRAINS**-0.3)


def test_offers_are_declined_by_strain() -> None:
    """Odds of one to one become 1 / s; 500 replications, 5 standard errors: one false alarm in a million."""
    changes = {"hiring.flow_elasticity_acceptance": 1.0, "hiring.acceptance": 0.5}
    work = {"tiers.representative.hiring": {"median_days": 1.0, "sigma": 0.0}}
    scenario = tiny_scenario("thin", {**FORTY_AT_ONCE, **work, **changes})
    offers = ts.run(scenario, 500, seed=1, progress=False).result().total("offers")
    chance = 1.0 / (1.0 + STRAINS)
    expected = ((1.0 - (1.0 - chance) ** MAX_OFFERS) / chance).sum()
    assert offers.mean() == pytest.approx(expected, abs=5 * offers.std(ddof=1) / math.sqrt(len(offers)))


def test_the_flow_left_out_is_the_mean_of_the_opening() -> None:
    changes = {
        "opening": {"state": "stationary", "firm_age_years": 3},
        "organisation.units.company.seats.representative": 60,
        "hiring.flow_elasticity": 0.5,
    }
    opening = opening_of(build(tiny_scenario("lived", changes)), 1)
    n_searches = (opening.states.fill_day != NEVER).sum(axis=1).mean()
    assert opening.model.company.candidate_flow == n_searches > 1.0


def test_a_new_organisation_has_no_past_to_take_the_flow_from() -> None:
    with pytest.raises(ScenarioError, match=r"hiring\.flow_elasticity: needs hiring\.candidate_flow"):
        tiny_scenario("new", {"hiring.flow_elasticity": 0.5})
