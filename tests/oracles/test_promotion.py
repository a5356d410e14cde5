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
