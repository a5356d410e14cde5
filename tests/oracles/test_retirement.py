"""Retirement: a birthday is a date, so everything is known but luck before it."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import teamsim as ts
from teamsim.calendar import DAYS_PER_MONTH, NEVER
from teamsim.errors import ScenarioError
from teamsim.opening import opening_of
from teamsim.rules.attrition import ExitKind, age_at_entry
from teamsim.scenario.build import build
from teamsim.testing import disagreements, tiny_scenario

EVERYBODY_30: dict[str, Any] = {
    "organisation.units.company.seats": {"representative": 40, "manager": 0},
    "tiers.representative.attrition": {"law": "table", "monthly_probability": [0.01]},
    "tiers.representative.retirement": {"age_years": 40.0, "entry_age_from_years": 30.0, "entry_age_to_years": 30.0},
    "time.horizon_months": 150,
}


def test_everybody_who_stays_leaves_ten_years_after_joining_and_nobody_later() -> None:
    study = ts.run(tiny_scenario("thirty", EVERYBODY_30), 3, seed=6, progress=False)
    for replication in range(3):
        panel = study.panel(None, replication)
        tenure = np.arange(150)[:, None] - panel.hire_day // DAYS_PER_MONTH
        is_seated = panel.entry_seat >= 0
        is_retired = panel.exit_kind == ExitKind.RETIREMENT
        assert is_retired.sum() > 5
        assert (tenure[is_retired] == 120).all()
        assert tenure[is_seated].max() == 120
        assert is_retired[is_seated & (tenure == 120)].all()


def test_retirement_takes_people_before_a_resignation_of_the_same_month_does() -> None:
    changes = {"tiers.representative.attrition": {"law": "table", "monthly_probability": [0.01] * 120 + [0.999]}}
    study = ts.run(tiny_scenario("both", {**EVERYBODY_30, **changes}), 20, seed=6, progress=False)
    assert study.result().monthly("exits_retirement")[:, 120].sum() > 100
    assert study.result().monthly("exits_voluntary")[:, 120].sum() < 40, "only of people who joined later"
    assert study.audit() == []


def test_entrants_ages_are_even_between_the_limits() -> None:
    """1,000 first people, ages 30 to 40 evenly: retirements at 40 are even over ten years; 4.5 standard errors."""
    ages = {"age_years": 40.0, "entry_age_from_years": 30.0, "entry_age_to_years": 39.999}
    quiet = {"law": "constant", "annual_turnover": 0.0}
    changes = {**EVERYBODY_30, "tiers.representative.retirement": ages, "tiers.representative.attrition": quiet}
    changes |= {"tiers.representative.hiring.backfill_share": 0.0, "time.horizon_months": 130}
    retired = ts.run(tiny_scenario("even", changes), 25, seed=6, progress=False).result().monthly("exits_retirement")
    by_year = retired[:, 1:121].sum(axis=0).reshape(10, 12).sum(axis=1)
    assert retired.sum() == by_year.sum() == 1000
    assert by_year == pytest.approx(100, abs=4.5 * np.sqrt(1000 * 0.1 * 0.9))


def test_ages_of_a_lived_opening_come_from_its_past() -> None:
    """After 20 years nobody is there for more than ten, and retirements go on as in the past."""
    lived = {**EVERYBODY_30, "opening": {"state": "stationary", "firm_age_years": 20}, "time.horizon_months": 24}
    scenario = tiny_scenario("lived", lived)
    states = opening_of(build(scenario), 6).states
    ages = -states.birth_month[states.is_occupied]
    assert ages.min() >= 360
    assert ages.max() <= 480
    result = ts.run(scenario, 128, seed=6, progress=False).result()
    assert (result.total("exits_retirement") > 0).mean() > 0.5
    assert disagreements(scenario, seed=6) == []


def test_a_roster_s_birth_year_decides_the_year_of_retirement(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(
        "person_id,unit,tier,hire_date,birth_year\n"
        "ann,company,representative,2020-01-01,1986\n"
        "bob,company,representative,2020-01-01,1988\n"
        "eve,company,representative,2020-01-01,\n"
    )
    changes = {**EVERYBODY_30, "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.0}}
    changes |= {"organisation.units.company.seats": {"representative": 3}, "time.horizon_months": 60}
    tree = tiny_scenario("base", changes).tree | {"opening": {"roster": "people.csv"}}
    scenario = ts.make_scenario("people", tree, tmp_path)
    study = ts.run(scenario, 30, seed=6, progress=False)
    assert disagreements(scenario, seed=6) == []
    for replication in range(30):
        kinds = study.panel(None, replication).exit_kind
        first = (kinds == ExitKind.RETIREMENT).argmax(axis=0)
        assert 0 <= first[0] < 12
        assert 24 <= first[1] < 36
        assert first[2] == 48, "joined in January 2020 at 30"


@given(st.floats(0.0, 1.0, exclude_max=True), st.integers(0, 600), st.booleans())
def test_somebody_who_is_there_has_not_retired_unless_they_joined_too_long_ago(u: float, tenure: int, on: bool) -> None:
    scenario = tiny_scenario("ages", {"tiers.representative.retirement.age_years": 60.0 if on else None})
    p = build(scenario).model.tiers[0]
    assert p.retirement_months == (720 if on else NEVER)
    age = age_at_entry(u, tenure, p)
    assert 22 * 12 <= age <= 35 * 12
    if on and tenure + 22 * 12 <= 720:
        assert age + tenure <= 720


@pytest.mark.parametrize(
    ("ages", "words"),
    [
        ({"entry_age_from_years": 40.0}, "the oldest joins at 35, the youngest at 40"),
        ({"age_years": 50.0, "entry_age_to_years": 50.0}, "retirement at 50; people join up to the age of 50"),
    ],
)
def test_ages_that_can_not_be_are_refused(ages: dict[str, float], words: str) -> None:
    with pytest.raises(ScenarioError, match=words):
        tiny_scenario("ages", {"tiers.representative.retirement": ages})
