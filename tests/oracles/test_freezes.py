"""Freezes and seats left empty: nobody comes, so people dwindle as the survivors of a closed group."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import teamsim as ts
from teamsim.errors import ScenarioError
from teamsim.tallies import Tally
from teamsim.testing import tiny_scenario

P_EXIT = 0.1
QUICK: dict[str, Any] = {
    "organisation.units": {
        "company": {"seats": {}},
        "east": {"parent": "company", "seats": {"representative": 50}},
        "team": {"parent": "east", "seats": {"representative": 50}},
        "west": {"parent": "company", "seats": {"representative": 50, "manager": 4}},
    },
    "tiers.representative.attrition": {"law": "table", "monthly_probability": [P_EXIT]},
    "tiers.representative.hiring": {"median_days": 1.0, "sigma": 0.0},
    "tiers.manager.promotion": None,
}
"""Vacancies are filled on the second day of a month."""


def frozen(**freeze: Any) -> ts.Scenario:
    return tiny_scenario("frozen", {**QUICK, "hiring.freezes": {"freeze": freeze}})


def test_in_a_freeze_people_dwindle_and_afterwards_all_seats_are_filled() -> None:
    """Months 2 to 6: nobody joins after the exits of month 1; 150 (1 - p)^6 are left; 5 standard errors."""
    result = ts.run(frozen(first_month=2, last_month=6), 400, seed=2, progress=False).result()
    hires = result.monthly("hires", tier="representative")
    left = result.monthly("closing_headcount", tier="representative")[:, 6]
    kept = (1.0 - P_EXIT) ** 6
    error = math.sqrt(150 * kept * (1.0 - kept) / 400)
    assert (hires[:, 2:7] == 0).all()
    assert (hires[:, [1, 7]] > 0).all()
    assert left.mean() == pytest.approx(150 * kept, abs=5 * error)
    assert (hires[:, 7] == 150 - left).all()


def test_a_freeze_holds_for_its_units_and_those_below_them_only() -> None:
    base = tiny_scenario("base", QUICK)
    east = base.with_changes("east", {"hiring.freezes": {"f": {"first_month": 0, "last_month": 11, "units": ["east"]}}})
    study = ts.run([base, east], 20, seed=2, progress=False)
    for unit, is_frozen in (("east", True), ("team", True), ("west", False)):
        before, after = (study.result(name).total("requisitions", unit=unit) for name in ("base", "east"))
        assert (after == 0).all() if is_frozen else np.array_equal(before, after)


def test_a_freeze_of_managers_leaves_representatives_alone() -> None:
    result = ts.run(frozen(first_month=0, last_month=11, tiers=["manager"]), 20, seed=2, progress=False).result()
    assert (result.total("hires", tier="manager") == 0).all()
    assert (result.total("hires", tier="representative") > 0).all()


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 1.0])
def test_the_share_of_vacancies_is_backfilled(share: float) -> None:
    """Binomial in the exits before the last month; 5 standard errors: one false alarm in a million."""
    scenario = tiny_scenario("few", {**QUICK, "tiers.representative.hiring.backfill_share": share})
    result = ts.run(scenario, 100, seed=2, progress=False).result()
    n_vacancies = result.counts[:, :-1, :, Tally.EXITS_VOLUNTARY].sum()
    n_asked = result.counts[:, :, :, Tally.REQUISITIONS].sum() - result.total("requisitions", tier="manager").sum()
    n_vacancies -= result.monthly("exits", tier="manager")[:, :-1].sum()
    assert n_asked == pytest.approx(share * n_vacancies, abs=5 * math.sqrt(n_vacancies * share * (1 - share)) + 1e-9)
    assert (result.total("seats") == 154).all()


def test_a_seat_left_empty_is_not_filled_from_inside_either() -> None:
    changes = {
        "tiers.manager.hiring.backfill_share": 0.0,
        "tiers.manager.promotion": {"min_months_in_grade": 1, "internal_share": 1.0},
        "tiers.manager.attrition": {"law": "constant", "annual_turnover": 2.0},
    }
    result = ts.run(tiny_scenario("lean", {**QUICK, **changes}), 50, seed=2, progress=False).result()
    assert result.total("exits", tier="manager").sum() > 100
    assert result.total("promotions").sum() == result.total("hires", tier="manager").sum() == 0


def test_the_past_knows_no_freeze_and_fills_every_seat() -> None:
    changes = {
        "opening": {"state": "stationary", "firm_age_years": 2},
        "hiring.freezes": {"f": {"first_month": 0, "last_month": 11}},
        "tiers.representative.hiring": {"median_days": 1.0, "sigma": 0.0, "backfill_share": 0.0},
    }
    opening = ts.run(tiny_scenario("lean", {**QUICK, **changes}), 128, seed=2, progress=False).result()
    plain = ts.run(
        tiny_scenario("plain", {**QUICK, "opening": changes["opening"]}), 128, seed=2, progress=False
    ).result()
    first = [result.monthly("opening_headcount")[:, 0] for result in (opening, plain)]
    assert np.array_equal(*first)


def test_the_freeze_of_the_repository_sinks_its_gaps_to_the_lowest_tier(repo: Path) -> None:
    base, freeze = (ts.load_scenario(repo / "scenarios" / f"{name}.yaml") for name in ("baseline", "hiring_freeze"))
    study = ts.run([base, freeze], 64, seed=7, progress=False)
    gaps = {
        tier: study.result(freeze.name).monthly("vacancy", tier=tier)[:, 5].mean()
        / study.result(base.name).monthly("seats", tier=tier)[:, 5].mean()
        for tier in ("junior_representative", "senior_representative")
    }
    assert gaps["junior_representative"] > gaps["senior_representative"] > 0.0
    assert study.audit() == []


@pytest.mark.parametrize(
    ("freeze", "words"),
    [
        ({"first_month": 5, "last_month": 4}, "ends in month 4, before month 5"),
        ({"first_month": 0, "last_month": 4, "tiers": ["manger"]}, "there is no tier `manger`"),
        ({"first_month": 0, "last_month": 4, "units": ["eats"]}, "there is no unit `eats`"),
    ],
)
def test_a_freeze_that_can_not_be_is_refused(freeze: dict[str, Any], words: str) -> None:
    with pytest.raises(ScenarioError, match=words):
        frozen(**freeze)
