"""Who is promoted, against the order statistics of finite pools (oracles, section 8).

Ten seats open above a hundred people (or a hundred above a thousand), all alike but for their talent and leadership.
The best tenth of 100, 200 or 1,000 standard normal scores have the mean i(.1) = 1.7298, 1.7423 or 1.7522. Every
figure is held to |z| < 3.5: one false alarm in 2,000.
"""

import math
from typing import Any

import numpy as np
import pytest

import teamsim as ts
from teamsim.testing import disagreements, tiny_scenario

BEST_TENTH = {100: 1.7298, 200: 1.7423, 1000: 1.7522}
TALENT_SIGMA = 0.3
OPENS = 3
"""Month in which the seats above open."""


def pool(n_people: int, choice: str, changes: dict[str, Any] | None = None) -> ts.Scenario:
    """People who never leave, and seats for a tenth of them that open once."""
    never = {"law": "constant", "annual_turnover": 0.0}
    tree: dict[str, Any] = {
        "time.horizon_months": OPENS + 1,
        "organisation.units.company.seats": {"representative": n_people},
        "organisation.seat_changes": {
            "up": {"unit": "company", "tier": "manager", "month": OPENS, "seats": n_people // 10}
        },
        "tiers.representative.attrition": never,
        "tiers.manager.attrition": never,
        "tiers.representative.selling": {"productivity_annual": 600_000, "talent_sigma": TALENT_SIGMA},
        "tiers.manager.promotion": {"choice": choice, "min_months_in_grade": 1, "internal_share": 1.0},
    }
    return tiny_scenario("pool", tree | (changes or {}))


def promoted(scenario: ts.Scenario, replications: int, seed: int = 1) -> dict[str, np.ndarray]:
    """Mean skill (standard normal behind talent) and leadership of the promoted, by replication."""
    study = ts.run(scenario, replications, seed=seed, progress=False)
    managers = study.result().layout.model.seats.tier == 1
    found: dict[str, list[float]] = {"skill": [], "leadership": [], "people": []}
    for replication in range(replications):
        panel = study.panel(None, replication)
        there = managers & (panel.entry_seat[-1] >= 0)
        skill = np.log(panel.talent[-1, there]) / TALENT_SIGMA + TALENT_SIGMA / 2.0
        found["skill"].append(skill.mean())
        found["leadership"].append(panel.leadership[-1, there].mean())
        found["people"].append(there.sum())
    return {name: np.array(values) for name, values in found.items()}


def assert_mean(seen: np.ndarray, expected: float) -> None:
    """|z| < 3.5; oracles are rounded to four digits."""
    assert abs(seen.mean() - expected) < 3.5 * seen.std(ddof=1) / math.sqrt(len(seen)) + 5e-5, seen.mean()


ONLY_SKILL = {"promotion.weights": {"experience": 0.0, "skill": 1.0, "results": 0.0, "leadership": 0.0}}


@pytest.mark.parametrize("n_people", BEST_TENTH)
def test_the_best_tenth_by_leadership_has_the_mean_of_its_order_statistics(n_people: int) -> None:
    found = promoted(pool(n_people, "leadership"), 200)
    assert (found["people"] == n_people // 10).all()
    assert_mean(found["leadership"], BEST_TENTH[n_people])
    assert_mean(found["skill"], 0.0)


def test_the_best_tenth_by_skill_leads_as_well_as_the_correlation_says() -> None:
    """Leadership of the promoted: rho i(p)."""
    found = promoted(pool(100, "score", ONLY_SKILL | {"selling.leadership_correlation": 0.3}), 400)
    assert_mean(found["skill"], BEST_TENTH[100])
    assert_mean(found["leadership"], 0.3 * BEST_TENTH[100])


def test_a_random_choice_promotes_the_average() -> None:
    found = promoted(pool(100, "random"), 400)
    assert_mean(found["skill"], 0.0)
    assert_mean(found["leadership"], 0.0)


def test_two_criteria_of_equal_weight_share_the_choice() -> None:
    """The sum of two independent scores has correlation sqrt(1/2) with each (pool of 1,000: standardised to .1%)."""
    weights = {"promotion.weights": {"experience": 0.0, "skill": 2.0, "results": 0.0, "leadership": 2.0}}
    found = promoted(pool(1000, "score", weights), 200)
    assert_mean(found["skill"], math.sqrt(0.5) * BEST_TENTH[1000])
    assert_mean(found["leadership"], math.sqrt(0.5) * BEST_TENTH[1000])


def test_results_alone_rank_alike_as_attainment_or_as_a_score() -> None:
    """Standardising keeps the order."""
    weights = {"promotion.weights": {"experience": 0.0, "skill": 0.0, "results": 1.0, "leadership": 0.0}}
    by_score, by_results = (promoted(pool(100, choice, weights), 20) for choice in ("score", "results"))
    assert np.array_equal(by_score["skill"], by_results["skill"])
    assert by_score["skill"].mean() > 0.5, "who sells more has more talent"


def test_leadership_stays_with_a_person_and_is_drawn_once() -> None:
    """From the opening on, through a promotion, in both engines."""
    scenario = pool(100, "leadership", {"opening": {"state": "stationary", "firm_age_years": 1}})
    panel = ts.run(scenario, 1, seed=1, progress=False).panel(None, 0)
    before = dict(zip(panel.entry_seat[0].tolist(), panel.leadership[0].tolist(), strict=True))
    there = panel.entry_seat[-1] >= 0
    moved = dict(zip(panel.entry_seat[-1, there].tolist(), panel.leadership[-1, there].tolist(), strict=True))
    assert moved == {seat: before[seat] for seat in moved}
    assert disagreements(scenario, seed=1, replications=2) == []


HALF = {"promotion.reliability": {"experience": 0.5, "skill": 0.5, "results": 0.5, "leadership": 0.5}}


@pytest.mark.parametrize("replications", [200, pytest.param(2_000, marks=pytest.mark.slow)])
def test_promoted_people_regress_to_the_mean(replications: int) -> None:
    """Assessed i(p), true sqrt(h) i(p); on the scale of assessments h i(p) = .876 of 1.752 with h = .5.

    Leadership of the promoted, which goes with skill by rho = .3: rho sqrt(h) i(p) = .3717.
    """
    found = promoted(pool(1000, "score", ONLY_SKILL | HALF | {"selling.leadership_correlation": 0.3}), replications)
    assert_mean(found["skill"], math.sqrt(0.5) * BEST_TENTH[1000])
    assert_mean(math.sqrt(0.5) * found["skill"], 0.5 * BEST_TENTH[1000])
    assert_mean(found["leadership"], 0.3 * math.sqrt(0.5) * BEST_TENTH[1000])


def test_an_assessment_without_reliability_is_a_lottery() -> None:
    none = {"promotion.reliability": {"experience": 0.0, "skill": 0.0, "results": 0.0, "leadership": 0.0}}
    assert_mean(promoted(pool(100, "score", ONLY_SKILL | none), 400)["skill"], 0.0)


def test_an_assessment_holds_for_a_fiscal_year() -> None:
    """Noise alone: the second five of a year come from the same list as the first, those of the next from a new one."""
    noise = {f"promotion.reliability.{name}": 0.0 for name in ("experience", "skill", "results", "leadership")}
    common = noise | {"time.horizon_months": 6, "organisation.units.company.backfill": False}
    twice = {
        f"organisation.seat_changes.{name}": {"unit": "company", "tier": "manager", "month": month, "seats": 5}
        for name, month in (("up", OPENS), ("later", 4))
    }
    at_once = {"organisation.seat_changes.up.seats": 10}

    def chosen(changes: dict[str, Any]) -> list[set[int]]:
        study = ts.run(pool(100, "leadership", common | changes), 10, seed=1, progress=False)
        managers = study.result().layout.model.seats.tier == 1
        panels = (study.panel(None, replication) for replication in range(10))
        return [set(panel.entry_seat[-1, managers].tolist()) for panel in panels]

    assert chosen(twice) == chosen(at_once)
    assert chosen(twice | {"time.fiscal_year_start": 5}) != chosen(at_once | {"time.fiscal_year_start": 5})


TWO_UNITS = {
    "organisation.units": {
        "company": {"seats": {}},
        "east": {"parent": "company", "seats": {"representative": 100}},
        "west": {"parent": "company", "seats": {"representative": 100}},
    },
    "organisation.seat_changes.up.seats": 20,
}


def seats_won_by_the_east(calibration: float) -> np.ndarray:
    """Of 20 seats that both compete for, where raters are half a standard deviation apart."""
    bias = {"promotion.rater_bias_sigma": 0.5, "promotion.calibration": calibration}
    study = ts.run(pool(100, "leadership", TWO_UNITS | bias), 300, seed=2, progress=False)
    return study.result().total("promotions_out", unit="east")


def test_calibration_takes_the_raters_bias_out() -> None:
    """Without bias the east's share of 20 is hypergeometric, variance 20/4 x 180/199; with it far more uneven."""
    fair, biased = seats_won_by_the_east(1.0), seats_won_by_the_east(0.0)
    assert_mean(fair, 10.0)
    assert_mean(biased, 10.0)
    assert fair.var(ddof=1) == pytest.approx(5.0 * 180 / 199, rel=3.5 * math.sqrt(2 / 300))
    assert biased.var(ddof=1) > 3.0 * fair.var(ddof=1)


@pytest.mark.parametrize("seed", [1, 3])
def test_who_joins_later_in_the_month_is_not_among_those_who_are_compared_on_its_first_day(seed: int) -> None:
    """Newcomers used to move mean and spread of the criteria in the compiled engine, and so close calls."""
    scenario = tiny_scenario(
        "close calls",
        {
            "organisation.units.company.seats": {"representative": 60, "manager": 6},
            "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.5},
            "tiers.representative.notice_months": 2,
            "tiers.manager.attrition": {"law": "constant", "annual_turnover": 0.3},
            "tiers.manager.promotion": {"choice": "score", "min_months_in_grade": 3, "internal_share": 1.0},
            "opening": {"state": "stationary", "firm_age_years": 6},
            "time.horizon_months": 24,
        },
    )
    assert disagreements(scenario, seed) == []
