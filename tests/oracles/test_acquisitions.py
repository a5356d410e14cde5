"""Teams that join as a whole: so many people on the date, with their tenure, at their price, leaving by closed form."""

import math
from typing import Any

import numpy as np
import pytest

import teamsim as ts
from teamsim.calendar import DAYS_PER_MONTH
from teamsim.scenario import Scenario
from teamsim.testing import tiny_scenario

TEAM: dict[str, Any] = {
    "unit": "company",
    "month": 5,
    "people": {"representative": 12, "manager": 3},
    "tenure_months": 30,
    "cost_per_head": 20_000.25,
}
HAZARD = 0.02


def acquiring(name: str = "acquiring", team: dict[str, Any] | None = None, **more: Any) -> Scenario:
    """Forty representatives and four managers who buy a team of fifteen."""
    chance = {"law": "table", "monthly_probability": [1.0 - math.exp(-HAZARD)]}
    changes = {
        "time.horizon_months": 24,
        "organisation.units.company.seats": {"representative": 40, "manager": 4},
        "tiers.representative.attrition": chance,
        "tiers.manager.attrition": chance,
        "tiers.representative.costs": {"hiring_per_hire": 1_000, "training_per_hire": 100},
        "organisation.acquisitions": {"acme": {**TEAM, **(team or {})}},
    }
    return tiny_scenario(name, changes | more)


def test_all_of_them_join_on_the_date_with_seats_of_their_own() -> None:
    base = acquiring("base", **{"organisation.acquisitions": {}})
    study = ts.run([base, acquiring()], 10, seed=2, progress=False)
    assert study.audit() == []
    result = study.result("acquiring")
    for tier, n in TEAM["people"].items():
        acquired = result.monthly("acquired", tier=tier)
        assert (acquired == n * (np.arange(24) == 5)).all()
        more = result.monthly("seats", tier=tier) - study.result("base").monthly("seats", tier=tier)
        assert (more == n * (np.arange(24) >= 5)).all()
    told = study.spells
    came = told[told["began"] == "acquired"]
    assert len(came) == 10 * 15
    assert set(came["hire_day"]) == {DAYS_PER_MONTH * (5 - 30)}
    assert set(came["first_month"]) == {5}


def test_their_price_stands_for_finding_and_training_them() -> None:
    result = ts.run(acquiring(), 10, seed=2, progress=False).result()
    hires, came = result.total("hires"), result.total("acquired")
    assert (came == 15).all()
    paid = 1_000 * result.total("hires", tier="representative") - 1_000 * 12 + 15 * 20_000.25
    assert np.allclose(result.total("hiring_cost"), paid, rtol=0, atol=1e-6)
    trained = 100 * (result.total("hires", tier="representative") - 12)
    assert np.allclose(result.total("training_cost"), trained, rtol=0, atol=1e-6)
    assert (hires > came).all()


def test_they_leave_by_their_ratio_in_the_first_months_and_by_the_law_after() -> None:
    """Hazard .02 x 4 for six months: binomial, 4.5 standard deviations, 7 false alarms in a million each."""
    team = {"people": {"representative": 300}, "exit_ratio": 4.0, "exit_months": 6}
    study = ts.run(acquiring(team=team), 20, seed=4, progress=False)
    came = study.spells[study.spells["began"] == "acquired"]
    months_since = came["last_month"] - 5
    left = came["ended"] == "voluntary"
    for first, end, ratio in ((0, 6, 4.0), (6, 18, 1.0)):
        exposed = int(np.clip(months_since + 1 - first, 0, end - first).sum())
        exits = int((left & months_since.between(first, end - 1)).sum())
        chance = 1.0 - math.exp(-HAZARD * ratio)
        assert abs(exits - exposed * chance) < 4.5 * math.sqrt(exposed * chance * (1.0 - chance))


def test_who_comes_after_them_is_a_hire_like_any_other() -> None:
    team = {"people": {"representative": 50}, "exit_ratio": 10.0, "exit_months": 12}
    told = ts.run(acquiring(team=team), 5, seed=4, progress=False).spells
    after = told[told["seat"].str.contains("acme") & (told["began"] == "hired")]
    assert len(after) > 20
    assert (after["hire_day"] // DAYS_PER_MONTH == after["first_month"]).all()
    months = int((after["last_month"] - after["first_month"] + 1).sum())
    chance = 1.0 - math.exp(-HAZARD)
    off = (after["ended"] == "voluntary").sum() - months * chance
    assert abs(off) < 4.5 * math.sqrt(months * chance * (1.0 - chance))


def test_seats_may_close_behind_them() -> None:
    team = {"backfill": False, "exit_ratio": 10.0, "exit_months": 24}
    study = ts.run(acquiring(team=team), 5, seed=4, progress=False)
    assert study.audit() == []
    told = study.spells
    assert set(told.loc[told["seat"].str.contains("acme"), "began"]) <= {"acquired", "promoted"}
    seats = study.result().monthly("seats")
    assert (seats[:, 5] == 44 + 15).all() and (seats[:, -1] < 44 + 15).all()


def test_people_elsewhere_live_the_same_lives() -> None:
    """Nobody is promoted, so the new seats touch nobody else's luck."""
    still = {"tiers.manager.promotion.internal_share": 0.0}
    base = acquiring("base", **{"organisation.acquisitions": {}}, **still)
    told = ts.run([base, acquiring(**still)], 3, seed=1, progress=False).spells
    columns = ["replication", "person", "seat", "first_month", "last_month", "ended"]
    before = told.loc[told["scenario"] == "base", columns]
    after = told.loc[(told["scenario"] == "acquiring") & ~told["seat"].str.contains("acme"), columns]
    assert before.to_numpy().tolist() == after.to_numpy().tolist()


@pytest.mark.parametrize("tenure", [0, 30])
def test_the_tenure_they_bring_counts_for_the_ramp(tenure: int) -> None:
    ramp = {"tiers.representative.ramp": {"shape": "linear", "months": 20, "start_share": 0.0}}
    study = ts.run(acquiring(team={"tenure_months": tenure}, **ramp), 1, seed=1, progress=False)
    panel, seats = study.panel(None, 0), study.result().layout.seats
    mine = [i for i, seat in enumerate(seats) if seat.acquisition and seat.tier == "representative"]
    assert set(panel.ramp[5, mine].round(9)) == {1.0 if tenure else 0.025}
