"""Acting heads to the cent, declined promotions as counts of coin tosses, exits of peers as a Markov chain.

Statistical tests: seeds are fixed; each limit is 5 standard errors, a false alarm in 1.7 million.
"""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

import teamsim as ts
from teamsim.errors import RosterError, ScenarioError
from teamsim.rules.organisation import lead_factor, manager_factor
from teamsim.tallies import Tally
from teamsim.testing import disagreements, tiny_scenario

GAIN, HOURS, USEFUL, SIGMA = 0.3, 40.0, 5.0, 0.1
LOST_HEAD: dict[str, Any] = {
    "time.horizon_months": 8,
    "organisation": {
        "units": {"company": {"seats": {"representative": 4, "manager": 1}}},
        "coaching": {"gain": GAIN, "hours_per_manager": HOURS, "useful_hours": USEFUL},
        "manager_effect": {"sigma": SIGMA},
    },
    "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.0},
    "tiers.representative.selling.noise_sigma": 0.0,
    "tiers.manager.attrition": {"law": "table", "monthly_probability": [0.999999999, 0.0]},
    "tiers.manager.promotion.internal_share": 0.0,
    "tiers.manager.hiring": {"median_days": 720.0, "sigma": 0.0},
}
"""The manager of four leaves at the end of the first month and nobody comes within the run."""
ACTING = {"after_months": 1, "min_months_in_grade": 1, "lead_share": 0.5, "selling_share_lost": 0.3, "allowance": 0.1}


def test_an_acting_head_leads_in_part_sells_less_and_is_paid_for_it() -> None:
    alone = tiny_scenario("alone", LOST_HEAD)
    acting = alone.with_changes("acting", {"promotion.acting": ACTING})
    study = ts.run([alone, acting], 6, seed=4, progress=False)
    half = float(lead_factor(0.5, 4.0, HOURS, USEFUL, GAIN))
    assert half == pytest.approx(1.0 + 0.3 * (1.0 - math.exp(-1.0)))
    for replication in range(6):
        before, after = (study.panel(name, replication) for name in ("alone", "acting"))
        best = int(after.base[2].argmax())
        factor = half * float(manager_factor(after.leadership[2, best], SIGMA))
        sold = after.bookings[:, :4] / before.bookings[:, :4]
        expected = np.full((8, 4), factor)
        expected[:, best] *= 0.7
        expected[:2] = 1.0  # with the manager, and the month without anybody
        assert np.allclose(sold, expected, rtol=1e-12)
        assert best == int(before.bookings[:2, :4].sum(axis=0).argmax()), "the best by results"
        paid = np.full((8, 4), 500_000)
        paid[2:, best] += 50_000
        assert np.array_equal(after.base[:, :4], paid), "60,000 a year; a tenth more for the one who acts, in cents"
    result = study.result("acting")
    assert (result.monthly("acting") == (np.arange(8) >= 2)).all()
    assert (result.total("acting_pay") == 6 * 500.0).all()
    assert np.allclose(result.total("base") - study.result("alone").total("base"), 3_000.0)
    assert study.audit() == []


def test_who_acts_keeps_the_team_from_leaving_as_an_empty_seat_does() -> None:
    hazard = {"tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.6}}
    ratio = {"tiers.representative.exit_effects.vacant_head_ratio": 2.0}
    led = tiny_scenario("led", {**LOST_HEAD, **hazard})
    alone = tiny_scenario("alone", {**LOST_HEAD, **hazard, **ratio})
    acting = alone.with_changes("acting", {"promotion.acting": {**ACTING, "after_months": 0}})
    study = ts.run([led, alone, acting], 200, seed=4, progress=False)
    exits = {name: study.result(name).total("exits", tier="representative") for name in ("led", "alone", "acting")}
    assert np.array_equal(exits["acting"], exits["led"])
    assert exits["alone"].sum() > 1.5 * exits["led"].sum()


def test_people_leave_managers_who_lead_badly_at_the_ratio_of_the_file() -> None:
    """In a month 1 - exp(-h r^z) of a team leave whose manager's leadership is z; nobody knows z on the first day."""
    hazard, ratio, n_teams = 0.05, 0.7, 10
    changes = {
        "time.horizon_months": 1,
        "organisation.units": {"company": {"seats": {"representative": 0}}}
        | {f"team {n}": {"parent": "company", "seats": {"representative": 20, "manager": 1}} for n in range(n_teams)},
        "tiers.representative.attrition": {"law": "constant", "annual_turnover": 12 * hazard},
        "tiers.representative.exit_effects.manager_ratio": ratio,
        "tiers.manager.attrition": {"law": "constant", "annual_turnover": 0.0},
    }
    study = ts.run(tiny_scenario("led", changes), 100, seed=9, progress=False)
    leaders = np.array([study.panel(None, number).leadership[0, 200:] for number in range(100)])
    chance = -np.expm1(-hazard * ratio**leaders)
    left = np.array([study.result().total("exits", unit=f"team {n}") for n in range(n_teams)]).T
    for of in (leaders < -0.5, np.abs(leaders) <= 0.5, leaders > 0.5):
        expected, variance = 20 * chance[of].sum(), 20 * (chance * (1.0 - chance))[of].sum()
        assert abs(left[of].sum() - expected) < 5.0 * math.sqrt(variance)
    assert left[leaders < -0.5].mean() > 1.5 * left[leaders > 0.5].mean()


def test_a_bonus_brings_those_who_act_up() -> None:
    """The manager's seat is offered inside after three months; the bonus outweighs all results."""
    changes = {
        **LOST_HEAD,
        "tiers.manager.promotion": {"internal_share": 1.0, "min_months_in_grade": 4},
        "tiers.manager.attrition": {"law": "table", "monthly_probability": [0.999999999, 0.0]},
        "organisation.seat_changes": {"more": {"unit": "company", "tier": "representative", "month": 5, "seats": 1}},
        "promotion.acting": {**ACTING, "after_months": 0, "selling_share_lost": 1.0, "promotion_bonus": 10.0},
        "hiring.freezes": {"all": {"first_month": 0, "last_month": 12}},
    }
    study = ts.run(tiny_scenario("bonus", changes), 10, seed=4, progress=False)
    for replication in range(10):
        told = study.trace(replication).query("event in ['acts', 'promoted']")
        assert told["event"].tolist()[:2] == ["acts", "promoted"]
        assert told["person"].nunique() == 1
        assert told["month"].tolist()[:2] == [1, 4]


def test_a_firm_with_acting_heads_stays_flat() -> None:
    changes = {
        "organisation": {
            "units": {"company": {"seats": {"representative": 0}}}
            | {f"team {n}": {"parent": "company", "seats": {"representative": 8, "manager": 1}} for n in range(5)},
            "coaching": {"gain": GAIN},
            "manager_effect": {"sigma": SIGMA},
        },
        "tiers.manager.attrition": {"law": "constant", "annual_turnover": 0.8},
        "tiers.manager.hiring": {"median_days": 120.0},
        "promotion.acting": {**ACTING, "after_months": 0},
        "opening": {"state": "stationary", "firm_age_years": 6},
        "time.horizon_months": 24,
    }
    flat = tiny_scenario("flat", changes)
    study = ts.run(flat, 384, seed=4, progress=False)
    for measure in ("bookings", "acting", "headcount"):
        months = study.result().monthly(measure)
        gap = months[:, 12:].mean(axis=1) - months[:, :12].mean(axis=1)
        assert abs(gap.mean()) < 5 * gap.std(ddof=1) / math.sqrt(gap.size), measure
    assert study.result().monthly("acting")[:, 0].mean() > 0.3
    assert study.audit() == []
    assert disagreements(flat, seed=4, replications=3) == []


# -- refusals ------------------------------------------------------------------------------------------------

ASKED: dict[str, Any] = {
    "organisation.units.company.seats": {"representative": 150, "manager": 20},
    "tiers.manager.attrition": {"law": "table", "monthly_probability": [0.2]},
    "tiers.manager.promotion": {"internal_share": 1.0, "min_months_in_grade": 0, "refusal": 0.4},
    "time.horizon_months": 24,
}
"""Four empty seats a month, and 150 people who may be asked."""


@pytest.mark.parametrize("choice", ["results", "random"])
def test_each_person_who_is_asked_tosses_a_coin(choice: str) -> None:
    """Asked until somebody accepts: declined ones are geometric, mean q / (1 - q), variance q / (1 - q)^2."""
    scenario = tiny_scenario("asked", {**ASKED, "tiers.manager.promotion.choice": choice})
    study = ts.run(scenario, 40, seed=6, progress=False)
    accepted, refused = (study.result().total(name).sum() for name in ("promotions", "promotions_refused"))
    q = 0.4
    assert accepted > 3_000
    assert refused == pytest.approx(accepted * q / (1 - q), abs=5 * math.sqrt(accepted * q) / (1 - q))
    assert study.audit() == []
    assert disagreements(scenario, seed=6, replications=2) == []


def test_where_all_decline_seats_are_filled_as_where_nobody_is_asked() -> None:
    unasked = tiny_scenario("unasked", {**ASKED, "tiers.manager.promotion.internal_share": 0.0})
    stubborn = tiny_scenario("stubborn", {**ASKED, "tiers.manager.promotion.refusal": 1.0})
    study = ts.run([unasked, stubborn], 5, seed=6, progress=False)
    one, other = (study.result(name).counts.copy() for name in ("unasked", "stubborn"))
    assert other[..., Tally.PROMOTIONS_REFUSED].sum() > 0
    other[..., Tally.PROMOTIONS_REFUSED] = 0.0
    assert np.array_equal(one, other)


def test_engines_agree_where_people_of_nested_units_decline() -> None:
    changes = {
        **ASKED,
        "organisation.units": {
            "company": {"seats": {"representative": 6, "manager": 2}},
            "west": {"parent": "company", "seats": {"representative": 6, "manager": 2}},
        },
        "tiers.manager.promotion.scope": "unit",
    }
    scenario = tiny_scenario("nested", changes)
    assert disagreements(scenario, seed=6, replications=4) == []
    pushed = scenario.with_changes("pushed", {"promotion.moves": {"representative": {"manager": 0.2}}})
    assert disagreements(pushed, seed=6, replications=4) == []


# -- exits of peers --------------------------------------------------------------------------------------------

N, RATIO, HAZARD = 12, 1.8, 0.04
PEERS: dict[str, Any] = {
    "organisation.units.company.seats": {"representative": N, "manager": 0},
    "tiers.manager.promotion": None,
    "tiers.representative.attrition": {"law": "constant", "annual_turnover": 12 * HAZARD},
    "tiers.representative.hiring": {"median_days": 0.0, "sigma": 0.0},
    "tiers.representative.exit_effects": {"peer_exits_ratio": RATIO, "peer_exits_months": 1, "limit": 4.0},
    "time.horizon_months": 30,
}
"""Seats are full at the end of every month, so the exits of a month depend on those of the month before alone."""


def test_exits_that_follow_exits_are_the_markov_chain_they_should_be() -> None:
    result = ts.run(tiny_scenario("peers", PEERS), 2_000, seed=2, progress=False).result()
    exits = result.monthly("exits")
    chance = -np.expm1(-HAZARD * np.minimum(RATIO ** np.arange(N + 1.0), 4.0))
    step = np.array([stats.binom.pmf(np.arange(N + 1), N, p) for p in chance])
    law, numbers = np.eye(N + 1)[0], np.arange(N + 1.0)
    for month in range(30):
        law = law @ step
        mean = law @ numbers
        deviation = math.sqrt(law @ (numbers - mean) ** 2)
        assert exits[:, month].mean() == pytest.approx(mean, abs=5 * deviation / math.sqrt(2_000)), month
    none = law[0]
    assert (exits[:, -1] == 0).mean() == pytest.approx(none, abs=5 * math.sqrt(none * (1 - none) / 2_000))
    assert exits[:, -1].mean() > 1.3 * exits[:, 0].mean()


def test_engines_agree_where_exits_bring_exits() -> None:
    changes = {
        **PEERS,
        "tiers.representative.exit_effects.peer_exits_months": 2,
        "tiers.representative.notice_months": 2,
        "opening": {"state": "stationary", "firm_age_years": 3},
    }
    scenario = tiny_scenario("felt", changes)
    assert disagreements(scenario, seed=2, replications=4) == []
    assert ts.run(scenario, 20, seed=2, progress=False).audit() == []


def test_exits_that_would_never_end_are_refused() -> None:
    """11 peers x 5 months x .0392 a month (of .04 in continuous time) x .8 = 1.73 further exits."""
    with pytest.raises(ScenarioError, match=r"the 12 seats of `company` would bring 1\.73 more") as told:
        tiny_scenario("explosive", {**PEERS, "tiers.representative.exit_effects.peer_exits_months": 5})
    assert "Stay below 1.464" in str(told.value)


def test_the_people_of_a_roster_are_peers_too(tmp_path: Path) -> None:
    firm = """
name: firm
time: {start: 2026-01, horizon_months: 1}
tiers:
  representative:
    base_annual: 50000
    attrition: {law: constant, annual_turnover: 0.48}
    exit_effects: {peer_exits_ratio: 2.5, peer_exits_months: 3}
organisation: {units: {company: {}}}
opening: {roster: people.csv, firm_age_years: 3}
"""
    (tmp_path / "firm.yaml").write_text(firm)
    rows = [f"p{n},company,representative,2020-01-01\n" for n in range(8)]
    (tmp_path / "people.csv").write_text("person_id,unit,tier,hire_date\n" + "".join(rows))
    with pytest.raises(RosterError, match=r"the 8 seats of `company` would bring 1\.24 more"):
        ts.load_scenario(tmp_path / "firm.yaml")
    (tmp_path / "people.csv").write_text("person_id,unit,tier,hire_date\n" + "".join(rows[:4]))
    assert len(ts.load_scenario(tmp_path / "firm.yaml").roster.people) == 4  # type: ignore[union-attr]
