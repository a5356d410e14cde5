"""Awards for the best of a quarter, and meetings of managers with their reports: worked cases by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import teamsim as ts
from teamsim.errors import ScenarioError
from teamsim.testing import disagreements, tiny_scenario

LAW = {"law": "table", "monthly_probability": [0.05]}
PEOPLE: dict[str, Any] = {
    "organisation.units.company.seats": {"representative": 40, "manager": 0},
    "tiers.representative.attrition": LAW,
    "tiers.representative.hiring": {"median_days": 1.0, "sigma": 0.0},
    "tiers.manager.promotion": None,
}


def honouring(name: str = "awards", changes: dict[str, Any] | None = None, **recognition: Any) -> ts.Scenario:
    return tiny_scenario(name, {**PEOPLE, "tiers.representative.recognition": recognition, **(changes or {})})


def live(scenario: ts.Scenario, replications: int, seed: int = 3) -> ts.Study:
    study = ts.run(scenario, replications, seed, progress=False)
    assert study.audit() == []
    return study


# -- recognition ------------------------------------------------------------------------------------------------


def test_a_share_of_those_with_an_attainment_is_recognised_when_a_quarter_ends() -> None:
    """40 people with a quarter's attainment, a quarter of them: 10 awards of 99.99, to the cent."""
    still = {"tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.0}}
    study = live(honouring(changes=still, top_share=0.25, cost_per_award=99.99), 3)
    assert study.result().monthly("awards")[0].tolist() == [0, 0, 10] * 4
    assert np.allclose(study.result().total("recognition_cost"), 40 * 99.99, rtol=0, atol=1e-6)
    named = study.trace()
    named = named[named["event"] == "recognised"]
    panel = study.panel(None, 0)
    for quarter in range(4):
        months = slice(3 * quarter, 3 * quarter + 3)
        attained = panel.credited[months, :40].sum(axis=0) / panel.quota[months, :40].sum(axis=0)
        best = sorted(range(40), key=lambda seat: (-attained[seat], seat))[:10]
        told = named[named["day"] == 30 * (months.stop)]["seat"]
        assert sorted(int(seat.split("/")[-1]) - 1 for seat in told) == sorted(best)


def test_equals_are_recognised_in_seat_order() -> None:
    alike = {"tiers.representative.selling": {"productivity_annual": 600_000, "talent_sigma": 0, "noise_sigma": 0}}
    still = {"tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.0}}
    named = live(honouring(changes=alike | still, top_share=0.1), 1).trace()
    first = named[(named["event"] == "recognised") & (named["day"] == 90)]["seat"]
    assert [seat.split("/")[-1] for seat in first] == ["001", "002", "003", "004"]


def test_who_is_recognised_leaves_less_by_the_ratio() -> None:
    """Everybody with an attainment is recognised from month 2 on: exits fall from p to 1 - (1 - p)^.5.

    Months 2 to 4 against each other, 4 standard errors (false alarms: 1 in 16,000).
    """
    hiring = {"tiers.representative.hiring.backfill_share": 0.0}
    result = live(honouring(changes=hiring, top_share=1.0, hazard_ratio=0.5), 400).result()
    exits, people = (result.monthly(name)[:, 2:].sum() for name in ("exits", "opening_headcount"))
    p = 1.0 - math.sqrt(0.95)
    assert abs(exits / people - p) < 4.0 * math.sqrt(p / people)


def test_an_award_that_changes_nothing_changes_nothing_else() -> None:
    base = tiny_scenario("base", PEOPLE)
    other = honouring("other", top_share=0.3, hazard_ratio=1.0)
    mine, theirs = (ts.run(each, 20, 3, progress=False).result() for each in (base, other))
    for measure in ("bookings", "exits", "pay", "cost"):
        assert np.array_equal(mine.monthly(measure), theirs.monthly(measure))
    assert theirs.total("awards").min() > 0


def test_awards_of_the_past_are_in_its_law_and_ending_them_shows() -> None:
    """An unchanged firm leaves by its law; without its awards more people leave, by 1 / mean ratio (some .71).

    Awards are centred as they stand on the first day of a quarter; newcomers thin them out by its end, some 2%.
    """
    opening = {"opening": {"state": "stationary", "firm_age_years": 5}}
    base = honouring("base", changes=opening, top_share=0.5, hazard_ratio=0.4)
    ended = base.with_changes("ended", {"tiers.representative.recognition": {}})
    study = ts.run([base, ended], 400, 3, progress=False)
    assert study.audit() == []
    rates = []
    for name in ("base", "ended"):
        exits, people = (study.result(name).monthly(m).sum() for m in ("exits", "headcount"))
        rates.append(exits / people)
    assert rates[0] == pytest.approx(0.05, rel=0.05)
    assert rates[1] / rates[0] == pytest.approx(1.0 / 0.71, rel=0.05)


# -- meetings ---------------------------------------------------------------------------------------------------

LED: dict[str, Any] = {
    "organisation.units.company.seats": {"representative": 8, "manager": 1},
    "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.0},
    "tiers.manager.attrition": {"law": "constant", "annual_turnover": 0.0},
    "tiers.representative.selling.noise_sigma": 0.0,
    "organisation.coaching": {"gain": 0.15, "hours_per_manager": 40, "useful_hours": 5},
}


def booked(scenario: ts.Scenario) -> float:
    return float(live(scenario, 1).result().total("bookings")[0])


def test_meetings_take_time_from_selling_and_coach_a_little() -> None:
    """10 hours that coach by .3: (30 + .3 x 80) / 8 = 6.75 hours each instead of 5, and 150/160 of the time."""
    base = tiny_scenario("base", LED)
    more = base.with_changes(
        "more", {"organisation.coaching.meeting_hours": 10.0, "organisation.coaching.meeting_coaching": 0.3}
    )
    before, after = (1.0 + 0.15 * (1.0 - math.exp(-hours / 5.0)) for hours in (5.0, 6.75))
    assert booked(more) / booked(base) == pytest.approx(after / before * 150.0 / 160.0, rel=1e-12)


def test_meetings_of_the_opening_are_in_its_full_productivity_and_dropping_them_shows() -> None:
    meeting = {**LED, "organisation.coaching": {"gain": 0.0, "meeting_hours": 16.0}}
    base, none = tiny_scenario("base", meeting), tiny_scenario("none", {**LED, "organisation.coaching": {}})
    assert booked(base) == pytest.approx(booked(none), rel=1e-12)
    dropped = base.with_changes("dropped", {"organisation.coaching.meeting_hours": 0.0})
    assert booked(dropped) / booked(base) == pytest.approx(160.0 / 144.0, rel=1e-12)


def test_nobody_meets_where_there_is_no_manager() -> None:
    """The manager's seat opens and stays empty: people sell all the month."""
    empty = {"tiers.manager.attrition": {"law": "table", "monthly_probability": [0.2]}}
    stays_empty = {"tiers.manager.hiring.backfill_share": 0.0, "tiers.manager.promotion": None}
    base = tiny_scenario("base", {**LED, **empty, **stays_empty, "organisation.coaching": {"gain": 0.0}})
    meeting = base.with_changes("meeting", {"organisation.coaching.meeting_hours": 16.0})
    study = ts.run([base, meeting], 1, 3, progress=False)
    less = study.result("meeting").monthly("bookings")[0] / study.result("base").monthly("bookings")[0]
    is_led = study.result("base").monthly("headcount", tier="manager")[0] > 0
    assert is_led.any()
    assert not is_led.all()
    assert np.allclose(less, np.where(is_led, 0.9, 1.0), rtol=1e-12)


def test_engines_agree_where_people_meet_and_are_recognised() -> None:
    changes = {**LED, "organisation.units.company.seats": {"representative": 30, "manager": 4}}
    changes["organisation.coaching"] = {"gain": 0.2, "meeting_hours": 12.0}
    changes["tiers.representative.attrition"] = {"law": "constant", "annual_turnover": 0.9}
    changes["tiers.representative.recognition"] = {"top_share": 0.3, "hazard_ratio": 0.4, "cost_per_award": 12.34}
    changes["tiers.representative.exit_effects"] = {"attainment": [[0.0, 1.5], [0.6, 1.0]], "vacant_head_ratio": 1.5}
    changes["opening"] = {"state": "stationary", "firm_age_years": 3}
    assert disagreements(tiny_scenario("busy", changes), 3, 2) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("tiers.representative.recognition.top_share", 1.1),
        ("tiers.representative.recognition.hazard_ratio", 0.0),
        ("organisation.coaching.meeting_hours", 160.0),
    ],
)
def test_values_out_of_range_are_told(path: str, value: float) -> None:
    with pytest.raises(ScenarioError, match=path):
        tiny_scenario("wrong", {path: value})
