"""Training: what a course costs, takes and leaves behind, and who has to wait for one."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import teamsim as ts
from teamsim.errors import ScenarioError
from teamsim.opening import opening_of
from teamsim.tallies import Tally
from teamsim.testing import disagreements, tiny_scenario

STILL: dict[str, Any] = {
    "organisation.units.company.seats": {"representative": 10, "manager": 0},
    "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.0},
    "tiers.representative.ramp": {"shape": "linear", "months": 6.0, "start_share": 0.2},
    "tiers.representative.selling.noise_sigma": 0.0,
    "tiers.manager.promotion": None,
}
"""Ten people who start on the first day and stay, without luck."""


def trained(programmes: dict[str, dict[str, Any]], **changes: Any) -> ts.Scenario:
    return tiny_scenario("trained", {**STILL, "development.programmes": programmes, **changes})


def live(scenario: ts.Scenario, replications: int = 1, seed: int = 3) -> ts.Study:
    study = ts.run(scenario, replications, seed, progress=False)
    assert study.audit() == []
    return study


def log_gain(study: ts.Study) -> np.ndarray[Any, Any]:
    """By how much the first person's log talent lies above that of the first month, by month."""
    talent = study.panel(None, 0).talent[:, 0]
    gain: np.ndarray[Any, Any] = np.log(talent / talent[0])
    return gain


# -- what a course leaves behind ---------------------------------------------------------------------------------


def test_a_gain_halves_every_half_life() -> None:
    """The course is in month 0; its whole gain is there in month 1."""
    study = live(trained({"course": {"talent_gain": 0.1, "half_life_months": 4.0}}))
    months = np.arange(1, 12)
    assert np.allclose(log_gain(study)[1:], 0.1 * 0.5 ** ((months - 1) / 4.0), rtol=1e-12)
    assert log_gain(study)[5] == pytest.approx(0.05, rel=1e-12)


@pytest.mark.parametrize("every", [1, 5])
def test_courses_again_and_again_add_up_to_a_geometric_series(every: int) -> None:
    """After n courses, k months apart: gain (1 - d^(kn)) / (1 - d^k), which tends to gain / (1 - d^k)."""
    again = {"audience": "everybody", "every_months": every, "talent_gain": 0.02, "half_life_months": 6.0}
    study, kept = live(trained({"again": again}, **{"time.horizon_months": 120})), 0.5 ** (1.0 / 6.0)
    n = np.arange(1, 119 // every + 1)
    after = log_gain(study)[every * n[:-1] + 1]
    assert np.allclose(after, 0.02 * (1.0 - kept ** (every * n[:-1])) / (1.0 - kept**every), rtol=1e-10)
    assert after[-1] == pytest.approx(0.02 / (1.0 - kept**every), rel=1e-4)


def test_a_course_makes_leaders() -> None:
    study = live(trained({"lead": {"leadership_gain": 0.5, "half_life_months": 2.0}}))
    leadership = study.panel(None, 0).leadership[:, :10]
    assert np.allclose(leadership[3] - leadership[0], 0.25)


def test_a_course_shortens_the_ramp_by_its_months() -> None:
    """From the month after the course on everybody stands where an untrained person stands two months later."""
    fast, slow = (live(trained(programmes)) for programmes in ({"course": {"ramp_months": 2.0}}, {}))
    ahead, behind = (study.panel(None, 0).ramp[:, :10] for study in (fast, slow))
    assert np.array_equal(ahead[0], behind[0])
    assert np.array_equal(ahead[1:10], behind[3:12])
    full_from = [int((ramp[:, 0] < 1.0).sum()) for ramp in (ahead, behind)]
    assert full_from == [4, 6]


def test_a_repeated_course_moves_the_ramp_once() -> None:
    again = {"audience": "everybody", "every_months": 1, "ramp_months": 1.0}
    ahead, behind = (live(trained(each)).panel(None, 0).ramp[:, :10] for each in ({"again": again}, {}))
    assert np.array_equal(ahead[2:11], behind[3:12])


# -- what a course takes ----------------------------------------------------------------------------------------


def test_days_in_courses_are_lost_for_selling_and_quotas_stay() -> None:
    """Six days and three in month 0: 21/30 of the month are left; nothing else changes."""
    base, busy = trained({}), trained({"one": {"days_lost": 6.0}, "two": {"days_lost": 3.0}})
    sold, less = (live(scenario).panel(None, 0) for scenario in (base, busy))
    assert np.allclose(less.bookings[0], 0.7 * sold.bookings[0], rtol=1e-12)
    assert np.array_equal(less.bookings[1:], sold.bookings[1:])
    assert np.array_equal(less.quota, sold.quota)
    assert live(busy).result().total("training_days")[0] == 90.0


def test_courses_longer_than_a_month_leave_nothing() -> None:
    busy = live(trained({"one": {"days_lost": 20.0}, "two": {"days_lost": 15.0}}))
    assert busy.panel(None, 0).bookings[0].sum() == 0.0


def test_a_course_costs_what_it_costs_to_the_cent_on_top_of_what_a_hire_does() -> None:
    leaving = {"law": "constant", "annual_turnover": 1.0}
    costs = {"tiers.representative.costs.training_per_hire": 1_000.0, "tiers.representative.attrition": leaving}
    result = live(trained({"course": {"cost_per_person": 33.33}}, **costs), 20).result()
    hires, taken = result.total("hires"), result.total("trained")
    assert (taken == 10 + hires).all()
    assert hires.sum() > 100
    assert np.allclose(result.total("programme_cost"), 33.33 * taken, rtol=0, atol=1e-6)
    assert np.allclose(result.total("training_cost"), 33.33 * taken + 1_000.0 * hires)
    without = result.total("compensation") + result.total("severance")
    rest = result.total("hiring_cost") + result.total("running_cost")
    assert np.allclose(result.total("cost"), without + rest + result.total("training_cost"))


def test_a_course_that_gives_and_takes_nothing_changes_nothing() -> None:
    leaving = {"law": "constant", "annual_turnover": 0.8}
    base = tiny_scenario("base", {"tiers.representative.attrition": leaving})
    idle = base.with_changes("idle", {"development.programmes": {"course": {}}})
    counts = [study.counts.copy() for study in ts.run([base, idle], 20, seed=3, progress=False).results]
    assert counts[1][..., Tally.TRAINED].sum() > 0
    counts[1][..., Tally.TRAINED] = 0.0
    assert np.array_equal(counts[0], counts[1])


# -- who waits --------------------------------------------------------------------------------------------------


def takers(scenario: ts.Scenario) -> list[list[int]]:
    """Who takes a course in each month, by seat, as the event engine tells."""
    story = ts.run(scenario, 1, 3, progress=False).trace()
    found: list[list[int]] = [[] for _ in range(12)]
    for _, event in story[story["event"] == "on a course"].iterrows():
        found[event["day"] // 30 - 1].append(int(event["seat"].split("/")[-1]) - 1)
    return found


def test_three_places_for_ten_newcomers_are_taken_in_seat_order() -> None:
    scenario = trained({"course": {"places": 3, "within_months": 12}})
    result = live(scenario).result()
    assert result.monthly("trained")[0].tolist() == [3, 3, 3, 1] + [0] * 8
    assert result.monthly("waiting_to_train")[0].tolist() == [7, 4, 1, 0] + [0] * 8
    assert takers(scenario)[:4] == [[0, 1, 2], [3, 4, 5], [6, 7, 8], [9]]
    assert disagreements(scenario, 3) == []


def test_newcomers_whose_window_is_over_go_without() -> None:
    result = live(trained({"course": {"places": 3, "within_months": 2}})).result()
    assert result.monthly("trained")[0].tolist() == [3, 3] + [0] * 10
    assert result.monthly("waiting_to_train")[0].tolist() == [7, 4] + [0] * 10


def test_where_more_people_come_than_there_are_places_the_queue_is_a_count() -> None:
    """Ten people, every 4 months, 2 places: due are 10 in month 4; from month 8 on 2 a month come and 2 go.

    Who asked first is served first: those of month 4 come back in month 8 when the last two have just been served.
    """
    scenario = trained({"again": {"audience": "everybody", "every_months": 4, "places": 2}})
    result = live(scenario).result()
    assert result.monthly("trained")[0].tolist() == [0, 0, 0, 0] + [2] * 8
    assert result.monthly("waiting_to_train")[0].tolist() == [0, 0, 0, 0, 8, 6, 4, 2, 2, 2, 2, 2]
    assert takers(scenario)[4:] == [[0, 1], [2, 3], [4, 5], [6, 7], [8, 9], [0, 1], [2, 3], [4, 5]]
    assert disagreements(scenario, 3) == []


def test_only_the_tiers_that_are_meant_go() -> None:
    seats = {"organisation.units.company.seats": {"representative": 10, "manager": 2}}
    result = live(trained({"course": {"tiers": ["manager"]}}, **seats)).result()
    assert result.total("trained", tier="manager")[0] == 2
    assert result.total("trained", tier="representative")[0] == 0


def test_who_is_on_notice_is_not_trained() -> None:
    """A course every month for all but those who have resigned, with nobody to follow them."""
    leaving = {"law": "table", "monthly_probability": [0.2]}
    changes = {"tiers.representative.attrition": leaving, "tiers.representative.notice_months": 3}
    hiring = {"tiers.representative.hiring": {"backfill_share": 0.0}}
    again = {"audience": "everybody", "every_months": 1}
    result = live(trained({"again": again}, **changes, **hiring), 20).result()
    resigned = result.monthly("resignations").cumsum(axis=1)
    assert np.array_equal(result.monthly("trained")[:, 1:], 10 - resigned[:, :-1])
    assert resigned[:, 5].min() > 1


# -- careers and openings ----------------------------------------------------------------------------------------

CAREER: dict[str, Any] = {
    "organisation.seat_changes": {"more": {"unit": "company", "tier": "manager", "month": 3, "seats": 1}},
    "tiers.manager.promotion": {"choice": "leadership", "min_months_in_grade": 0, "internal_share": 1.0},
}


def test_readiness_can_be_bought() -> None:
    """One place a month and a gain that nobody has by nature: who is trained first is promoted."""
    course = {"places": 1, "within_months": 1, "leadership_gain": 3.0, "half_life_months": 600.0}
    for seed in range(5):
        study = live(trained({"lead": course}, **CAREER), seed=seed)
        assert study.panel(None, 0).entry_seat[3, 10] == 0
    promoted = {live(trained({}, **CAREER), seed=seed).panel(None, 0).entry_seat[3, 10] for seed in range(5)}
    assert promoted != {0}


def test_what_is_learnt_goes_along_to_another_seat() -> None:
    course = {"talent_gain": 0.2, "half_life_months": 6.0, "leadership_gain": 1.0}
    panel = live(trained({"course": course}, **CAREER)).panel(None, 0)
    seat = int(panel.entry_seat[3, 10])
    fades = 0.2 * (0.5 ** (3 / 6) - 0.5 ** (1 / 6))
    assert math.log(panel.talent[4, 10] / panel.talent[2, seat]) == pytest.approx(fades, rel=1e-9)


LIVELY: dict[str, Any] = {
    "organisation.units.company.seats": {"representative": 60, "manager": 6},
    "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.5},
    "tiers.manager.attrition": {"law": "constant", "annual_turnover": 0.3},
    "tiers.manager.promotion": {"choice": "score", "min_months_in_grade": 3, "internal_share": 1.0},
    "organisation.manager_effect.sigma": 0.1,
    "opening": {"state": "stationary", "firm_age_years": 6},
    "time.horizon_months": 24,
}
PROGRAMMES: dict[str, Any] = {
    "start": {"places": 3, "days_lost": 4.5, "ramp_months": 1.5, "cost_per_person": 812.55, "talent_gain": 0.05},
    "again": {"audience": "everybody", "every_months": 6, "places": 8, "talent_gain": 0.06, "half_life_months": 5.0},
    "lead": {"audience": "everybody", "tiers": ["manager"], "leadership_gain": 0.3},
}


def test_an_unchanged_firm_stays_flat_at_full_productivity() -> None:
    """Its opening people have lived with the programmes: mean talent there is what talent is divided by.

    Year 2 against year 1: within 4 standard errors of the difference (false alarms: 1 in 16,000).
    """
    study = live(tiny_scenario("lively", {**LIVELY, "development.programmes": PROGRAMMES}), 200)
    result = study.result()
    for measure in ("attainment", "trained", "waiting_to_train", "bookings"):
        monthly = result.monthly(measure)
        change = monthly[:, 12:].mean(axis=1) - monthly[:, :12].mean(axis=1)
        assert abs(change.mean()) < 4.0 * change.std() / math.sqrt(200), measure
    opening = opening_of(result.layout, 3)
    representatives = opening.states.is_occupied[:, :60]
    mean = opening.states.talent[:, :60][representatives].mean()
    assert opening.model.tiers.mean_talent[0] == pytest.approx(mean, rel=1e-12)
    assert mean > 1.03


def test_without_its_programmes_a_firm_forgets() -> None:
    """What the people of the opening learnt fades; in the first month they still have it."""
    base = tiny_scenario(
        "base", {**LIVELY, **STILL, "opening": LIVELY["opening"], "development.programmes": PROGRAMMES}
    )
    stopped = base.with_changes("stopped", {"development.programmes": {}})
    study = live(stopped)
    assert study.result().total("trained")[0] == 0
    gain = np.log(study.panel(None, 0).talent[:, 0])
    again = live(base).panel(None, 0).talent[0, 0]
    assert study.panel(None, 0).talent[0, 0] == again
    assert gain[11] < gain[5] < gain[0]


def test_what_courses_teach_is_a_fact_on_which_talent_is_centred() -> None:
    """Another gain in a scenario restates the opening's people; full productivity keeps its meaning."""
    base = tiny_scenario("base", {**LIVELY, "development.programmes": PROGRAMMES})
    more = base.with_changes("more", {"development.programmes.again.talent_gain": 0.2})
    openings = [opening_of(result.layout, 3) for result in ts.run([base, more], 2, 3, progress=False).results]
    less, much = (opening.model.tiers.mean_talent[0] for opening in openings)
    assert much > 1.05 * less
    first = [ts.run(each, 200, 3, progress=False).result().monthly("bookings")[:, 0] for each in (base, more)]
    assert first[1].mean() / first[0].mean() == pytest.approx(1.0, abs=0.02)


def test_a_new_programme_begins_with_those_who_are_there() -> None:
    """Everybody who has been there long enough is due at once; places spread it."""
    changes = {**LIVELY, "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.0}}
    base = tiny_scenario("base", {**changes, "tiers.manager.attrition": changes["tiers.representative.attrition"]})
    course = {"audience": "everybody", "every_months": 12, "places": 20}
    result = live(base.with_changes("new", {"development.programmes": {"course": course}})).result()
    assert result.monthly("trained")[0, :5].tolist() == [20, 20, 20, 6, 0]


def test_people_of_a_roster_have_had_what_newcomers_get(tmp_path: Path) -> None:
    rows = [
        "person_id,unit,tier,hire_date",
        "a,company,representative,2020-01-01",
        "b,company,representative,2025-12-01",
    ]
    (tmp_path / "people.csv").write_text("\n".join(rows))
    (tmp_path / "firm.yaml").write_text(
        "time: {horizon_months: 12, start: 2026-01}\n"
        "tiers: {representative: {base_annual: 1000, "
        "selling: {productivity_annual: 1000, noise_sigma: 0, talent_sigma: 0},"
        " attrition: {law: constant, annual_turnover: 0}}}\n"
        "organisation: {units: {company: {seats: {}}}}\n"
        "opening: {roster: people.csv}\n"
        "development: {programmes: {start: {talent_gain: 0.1, half_life_months: 6, ramp_months: 1}}}\n"
    )
    study = live(ts.load_scenario(tmp_path / "firm.yaml"), 3)
    assert study.result().monthly("trained")[0].tolist() == [1.0] + [0.0] * 11
    ratio = study.panel(None, 0).talent[1] / study.panel(None, 0).talent[0]
    assert sorted(np.log(ratio).round(3).tolist()) == [0.0, 0.1]
    assert disagreements(ts.load_scenario(tmp_path / "firm.yaml"), 3) == []


def test_engines_agree_where_people_queue_move_and_leave() -> None:
    busy = tiny_scenario(
        "busy", {**LIVELY, "tiers.representative.notice_months": 2, "development.programmes": PROGRAMMES}
    )
    assert disagreements(busy, seed=3, replications=3) == []


@pytest.mark.parametrize(
    ("programmes", "told"),
    [
        ({"course": {"tiers": ["representativ"]}}, "there is no tier `representativ`"),
        ({f"course {n}": {} for n in range(9)}, "9 programmes; expected at most 8"),
        ({"course": {"places": 0}}, "development.programmes.course.places"),
        ({"course": {"half_life_months": 0}}, "development.programmes.course.half_life_months"),
        ({"a/b": {}}, "no slash"),
    ],
)
def test_programmes_that_can_not_be_are_told(programmes: dict[str, Any], told: str) -> None:
    with pytest.raises(ScenarioError, match=told.replace("(", "\\(")):
        trained(programmes)


# -- learning by doing ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("n_people", "share"), [(4, 1.0), (16, 0.5)])
def test_coaching_teaches_by_the_hours_that_a_person_gets(n_people: int, share: float) -> None:
    """40 hours of one manager for 16 people are 2.5 each, half of the useful 5; for 4 people more than is useful."""
    coaching = {"hours_per_manager": 40.0, "useful_hours": 5.0}
    lessons = {"coaching": {"audience": "coached", "talent_gain": 0.02, "half_life_months": 6.0}}
    changes = {
        "organisation.units.company.seats": {"representative": n_people, "manager": 1},
        "organisation.coaching": coaching,
        "tiers.manager.attrition": STILL["tiers.representative.attrition"],
    }
    study, kept = live(trained(lessons, **changes)), 0.5 ** (1.0 / 6.0)
    months = np.arange(12)
    assert np.allclose(log_gain(study), 0.02 * share * (1.0 - kept**months) / (1.0 - kept), rtol=1e-10)
    leader = study.panel(None, 0).talent[:, n_people]
    assert (leader == leader[0]).all(), "nobody coaches the manager"


def test_acting_teaches_to_lead_month_by_month() -> None:
    """The manager leaves at the end of the first month; who acts from the third on has learnt from the fourth on."""
    changes = {
        "organisation.units.company.seats": {"representative": 4, "manager": 1},
        "tiers.manager.attrition": {"law": "table", "monthly_probability": [0.999999999, 0.0]},
        "tiers.manager.promotion": {"internal_share": 0.0},
        "tiers.manager.hiring": {"median_days": 720.0, "sigma": 0.0},
        "promotion.acting": {"after_months": 1, "min_months_in_grade": 1},
    }
    lessons = {"acting": {"audience": "acting", "leadership_gain": 0.2, "half_life_months": 3.0}}
    study, kept = live(trained(lessons, **changes)), 0.5 ** (1.0 / 3.0)
    leadership = study.panel(None, 0).leadership[:, :4]
    gained = leadership - leadership[0]
    best = int(gained[-1].argmax())
    assert (np.delete(gained, best, axis=1) == 0.0).all()
    months = np.arange(10)
    assert np.allclose(gained[2:, best], 0.2 * (1.0 - kept**months) / (1.0 - kept), rtol=1e-10)


@pytest.mark.parametrize(
    ("audience", "changes", "told"),
    [
        ("acting", {}, "nobody is acting here"),
        ("coached", {"organisation.coaching.hours_per_manager": 0.0}, "nobody is coached here"),
        ("transferred", {}, "nobody is transferred here"),
    ],
)
def test_learning_of_what_nobody_does_is_refused(audience: str, changes: dict[str, Any], told: str) -> None:
    with pytest.raises(ScenarioError, match=told):
        trained({"doing": {"audience": audience, "leadership_gain": 0.1}}, **changes)
