"""What people compare: a scenario made from another, with its people and another plan."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import teamsim as ts
from teamsim.opening import opening_of
from teamsim.scenario.build import build
from teamsim.tallies import Tally
from teamsim.testing import disagreements, tiny_scenario

COMMISSION = "incentives.plans.rep.components.commission"
LIVED: dict[str, Any] = {
    "opening": {"state": "stationary", "firm_age_years": 2},
    "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.8},
    "organisation.units.company.seats": {"representative": 12, "manager": 4},
    "time.horizon_months": 24,
}
BONUS = {"kind": "lump_sum", "cycle": "year", "attainment": 0.0, "amount": 1000.0}
CHANGES: dict[str, dict[str, Any]] = {
    "half the rate": {f"{COMMISSION}.rates": [[0, 0.05]]},
    "quarterly": {f"{COMMISSION}.cycle": "quarter"},
    "a bonus": {"incentives.plans.rep.components.bonus": BONUS},
    "no plan": {"incentives.plans": {}},
    "more seats": {"organisation.units.company.seats.representative": 15},
    "fewer seats": {"organisation.units.company.seats.representative": 8},
    "managers on a plan": {
        "tiers.manager.quota_annual": 100_000.0,
        "incentives.plans.lead": {"tiers": ["manager"], "components": {"bonus": BONUS}},
    },
    "another ramp and hiring": {
        "tiers.representative.ramp.months": 2.0,
        "hiring": {"recruiters": 1, "requisitions_per_recruiter": 2},
    },
}


@pytest.mark.parametrize("start", ["2026-01", "2026-06"])
@pytest.mark.parametrize("change", CHANGES)
def test_engines_agree_and_audits_are_clean_on_an_inherited_past(change: str, start: str) -> None:
    base = tiny_scenario("base", {**LIVED, "time.start": start})
    other = base.with_changes(change, CHANGES[change])
    assert disagreements(other, seed=5, replications=3) == []
    assert ts.run([base, other], 30, seed=5, progress=False).audit() == []


def test_a_lower_rate_never_takes_money_back() -> None:
    base = tiny_scenario("base", {**LIVED, "time.start": "2026-06"})
    other = base.with_changes("half", CHANGES["half the rate"])
    study = ts.run([base, other], 64, seed=5, progress=False)
    for replication in range(20):
        assert (study.panel("half", replication).commission >= 0).all()


def test_a_new_bonus_pays_its_amount_from_the_first_year() -> None:
    base = tiny_scenario("base", LIVED)
    other = base.with_changes("bonus", CHANGES["managers on a plan"])
    bonus = ts.run(other, 200, seed=5, progress=False).result().monthly("bonus").mean(axis=0)
    assert 0 < bonus[11] <= 4000.0
    assert bonus[11] == pytest.approx(bonus[23], rel=0.1)


def test_the_first_example_of_the_readme_passes_its_audit(repo: Path) -> None:
    base = ts.load_scenario(repo / "scenarios" / "baseline.yaml")
    plan_b = base.with_changes("plan B", {f"{COMMISSION}.rates": [[0, 0.10], [1.0, 0.18]]})
    assert ts.run([base, plan_b], 20, seed=7, progress=False).audit() == []


def test_a_closing_seat_that_a_promotion_empties_closes() -> None:
    """All representatives' seats close at once; nobody is hired into them again."""
    scenario = tiny_scenario(
        "shrinking",
        {
            "organisation.units.company.seats": {"representative": 6, "manager": 4},
            "organisation.seat_changes": {
                "cut": {"unit": "company", "tier": "representative", "month": 0, "seats": -6}
            },
            "tiers.manager.attrition": {"law": "constant", "annual_turnover": 2.0},
            "tiers.manager.promotion": {"min_months_in_grade": 1, "internal_share": 1.0},
            "time.horizon_months": 48,
        },
    )
    assert disagreements(scenario, seed=2, replications=3) == []
    result = ts.run(scenario, 50, seed=2, progress=False).result()
    assert result.total("hires", tier="representative").sum() == 0
    assert result.monthly("seats", tier="representative")[:, -1].mean() < 2.0


def test_people_made_redundant_are_told_so() -> None:
    scenario = tiny_scenario(
        "cut",
        {
            "organisation.seat_changes": {
                "cut": {"unit": "company", "tier": "representative", "month": 5, "seats": -3, "redundancy": True}
            }
        },
    )
    study = ts.run(scenario, 20, seed=2, progress=False)
    stays = study.spells
    assert (stays["ended"] == "involuntary").sum() == study.result().total("exits_involuntary").sum() > 0
    assert (stays["ended"] == "promoted").sum() == study.result().total("promotions").sum()


def test_people_promoted_in_the_first_month_began_by_promotion() -> None:
    base = tiny_scenario("base", LIVED)
    stays = ts.run(base, 64, seed=2, progress=False).spells
    first = stays[(stays["first_month"] == 0) & (stays["began"] == "promoted")]
    assert len(first) > 0
    assert (first["tier"] == "manager").all()


def test_cohort_loss_follows_people_by_the_tier_they_started_the_year_in() -> None:
    """Nobody leaves but promoted people do, at once: the loss is of the tier they came from."""
    base = tiny_scenario("base", {**LIVED, "tiers.manager.attrition": {"law": "constant", "annual_turnover": 3.0}})
    result = ts.run(base, 200, seed=3, progress=False).result()
    by_tier = [result.total("cohort_loss", tier=tier) for tier in ("representative", "manager")]
    weights = [
        result.monthly("opening_headcount", tier=tier)[:, ::12].sum(axis=1) for tier in ("representative", "manager")
    ]
    mixed = (by_tier[0] * weights[0] + np.nan_to_num(by_tier[1]) * weights[1]) / (weights[0] + weights[1])
    assert np.allclose(mixed, result.total("cohort_loss"))
    assert all((loss[~np.isnan(loss)] >= 0).all() and (loss[~np.isnan(loss)] <= 1).all() for loss in by_tier)


def test_a_roster_on_a_lived_past_is_not_centred_on_that_pasts_talent(tmp_path: Path) -> None:
    """Roster people's talent is drawn with mean one; the past's promoted people are better than that."""
    (tmp_path / "people.csv").write_text("person_id,unit,tier\nann,company,manager\nbob,company,representative\n")
    tree = tiny_scenario("base", {**LIVED, "tiers.manager.promotion": {"min_months_in_grade": 3}}).tree
    base = ts.make_scenario("base", tree, tmp_path)
    ours = base.with_changes("ours", {"opening.roster": "people.csv"})
    centres = [opening_of(build(scenario), 1).model.tiers.mean_talent for scenario in (base, ours)]
    assert centres[0][1] > 1.02
    assert np.array_equal(centres[1], [1.0, 1.0])


def test_a_smaller_market_books_less_with_a_roster_too(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    rows = [f"p{n},company,representative,2020-01-01" for n in range(8)]
    people.write_text("person_id,unit,tier,hire_date\n" + "\n".join(rows) + "\n")
    tree = tiny_scenario(
        "base",
        {
            "organisation.units.company.potential_annual": 5_000_000.0,
            "organisation.units.company.seats": {"manager": 1},
            "tiers.manager.promotion": None,
        },
    ).tree
    tree["opening"] = {"roster": "people.csv"}
    base = ts.make_scenario("base", tree, tmp_path)
    small = base.with_changes("small", {"organisation.units.company.potential_annual": 1_000_000.0})
    study = ts.run([base, small], 50, seed=1, progress=False)
    assert study.result("small").total("bookings").mean() < 0.6 * study.result("base").total("bookings").mean()


CAREERS = {
    **LIVED,
    "tiers.manager.promotion": None,
    "promotion.moves": {"representative": {"manager": 0.5}, "manager": {"representative": 0.2}},
}


def test_a_scenario_without_moves_opens_with_the_same_people() -> None:
    """Those whose seats were regraded in the past are there too, and nobody moves any more."""
    base = tiny_scenario("base", CAREERS)
    still = base.with_changes("still", {"promotion.moves": {}})
    study = ts.run([base, still], 200, seed=5, progress=False)
    opening = [result.counts[:, 0, :, Tally.OPENING_HEADCOUNT] for result in study.results]
    assert np.array_equal(*opening)
    assert (opening[0][:, -1] > 4).any(), "more managers than their seats: some sit in regraded ones"
    assert study.result("still").total("promotions").sum() == 0
    assert study.audit() == []
    assert disagreements(still, seed=5, replications=3) == []


def test_the_home_of_a_regraded_seat_is_filled_in_the_month_in_which_it_opens() -> None:
    """Who is promoted out of a regraded seat opens its home: here one of the same tier, further on in seat order."""
    tree = {
        "organisation": {"units": {"company": {}, "north": {"parent": "company", "seats": {"junior": 4, "senior": 4}}}},
        "promotion": {"moves": {"clerk": {"junior": 0.115}, "senior": {"clerk": 0.178}}, "moves_month": 6},
        "tiers": {
            "clerk": {"base_annual": 175_000.0},
            "junior": {"base_annual": 131_000.0},
            "senior": {
                "base_annual": 0.0,
                "attrition": {"law": "constant", "annual_turnover": 0.0},
                "hiring": {"median_days": 117.0},
                "promotion": {"choice": "seniority", "min_months_in_grade": 0},
                "retirement": {"age_years": 40.0, "entry_age_from_years": 37.0, "entry_age_to_years": 39.5},
            },
        },
    }
    assert disagreements(ts.make_scenario("homes", tree), seed=398_931_560_058, replications=20) == []


def test_a_regraded_seat_that_is_made_redundant_takes_its_holder_along() -> None:
    """All twelve representatives' seats close in month 6, to whatever tier they were regraded."""
    cut = {"unit": "company", "tier": "representative", "month": 6, "seats": -12, "redundancy": True}
    scenario = tiny_scenario("cut", {**CAREERS, "organisation.seat_changes": {"cut": cut}, "time.start": "2026-03"})
    study = ts.run(scenario, 100, seed=5, progress=False)
    result = study.result()
    assert (result.monthly("exits_involuntary", tier="manager")[:, 6] > 0).any()
    assert (result.monthly("headcount", tier="representative")[:, 6] <= 4).all(), "four managers' seats may be regraded"
    assert (result.monthly("headcount")[:, 6:] <= 4).all()
    assert study.audit() == []
    assert disagreements(scenario, seed=5, replications=3) == []
