"""Lateral moves: who fills a seat elsewhere, what the move costs and teaches, and how far the vacancy travels.

Statistical tests: seeds are fixed; each limit is 5 standard errors, a false alarm in 1.7 million.
"""

import math
from typing import Any

import numpy as np
import pytest

import teamsim as ts
from teamsim.errors import ScenarioError
from teamsim.testing import disagreements, tiny_scenario

UNITS: dict[str, Any] = {
    "company": {"seats": {"manager": 1}},
    "north": {"parent": "company", "seats": {"representative": 40}},
    "south": {"parent": "company", "seats": {"representative": 40}},
}
LATERAL: dict[str, Any] = {
    "organisation.units": UNITS,
    "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.4},
    "tiers.representative.transfers": {"share": 1.0, "min_months_in_seat": 1},
    "tiers.manager.promotion": None,
    "opening": {"state": "uniform", "tenure_months": 24},
    "time.horizon_months": 24,
}
"""Eighty people in two units; whoever falls out is followed by somebody from the other one."""
GROWTH: dict[str, Any] = {
    **LATERAL,
    "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.0},
    "tiers.representative.ramp": {"shape": "linear", "months": 6.0, "start_share": 0.2},
    "organisation.seat_changes": {"more": {"unit": "north", "tier": "representative", "month": 6, "seats": 1}},
}
"""One seat more in the north: the only move of the run."""


def live(scenario: ts.Scenario, replications: int = 40) -> ts.Study:
    study = ts.run(scenario, replications, seed=5, progress=False)
    assert study.audit() == []
    return study


def test_each_seat_that_falls_empty_is_filled_from_the_other_unit_and_one_from_outside() -> None:
    """Every exit makes one move and one hire: the seat left by who moves is searched for at once."""
    result = live(tiny_scenario("lateral", LATERAL)).result()
    sums = {name: result.monthly(name, tier="representative") for name in ("exits", "transfers", "requisitions")}
    assert np.array_equal(sums["transfers"][:, 1:], sums["exits"][:, :-1])
    assert np.array_equal(sums["requisitions"][:, 1:], sums["exits"][:, :-1])
    assert sums["transfers"].sum() > 1_000
    north, south = (result.total("transfers", unit=unit) for unit in ("north", "south"))
    assert np.array_equal(north, result.total("transfers_out", unit="south"))
    assert np.array_equal(south, result.total("transfers_out", unit="north"))


def test_a_share_of_the_vacancies_is_a_share_of_coin_tosses() -> None:
    share = tiny_scenario("share", {**LATERAL, "tiers.representative.transfers.share": 0.3})
    result = live(share).result()
    offered = result.monthly("exits", tier="representative")[:, :-1].sum()
    spread = math.sqrt(0.3 * 0.7 / offered)
    assert abs(result.total("transfers").sum() / offered - 0.3) < 5.0 * spread


def test_the_longest_in_the_seat_moves_and_keeps_tenure_and_results() -> None:
    study = live(tiny_scenario("growth", GROWTH), 3)
    for replication in range(3):
        (moved,) = study.trace(replication).query("event == 'transferred'").itertuples()
        assert moved.month == 6
        told = study.spells[study.spells["replication"] == replication]
        south = told[(told["unit"] == "south") & (told["began"] == "opening")]
        mine = told[told["person"] == moved.person].sort_values("first_month")
        assert mine["hire_day"].iloc[0] == south["hire_day"].min()
        assert mine["began"].tolist() == ["opening", "transferred"]
        assert mine["ended"].tolist() == ["transferred", "still there"]
        assert mine["unit"].tolist() == ["south", "north"]
        assert mine["grade_month"].nunique() == 1
        assert mine["hire_day"].nunique() == 1


@pytest.mark.parametrize(
    ("ramp_months", "first"), [(3.0, 0.2 + 0.8 * 3.5 / 6.0), (0.0, 0.2 + 0.8 * 0.5 / 6.0), (None, 1.0)]
)
def test_the_ramp_clock_stands_where_the_file_says(ramp_months: float | None, first: float) -> None:
    """Read at the middle of the first month in the new seat; a veteran's goes on where nothing is said."""
    seats = {**GROWTH, "opening": {"state": "uniform", "tenure_months": 1, "firm_age_years": 1}}
    changes = {**seats, "tiers.representative.transfers.ramp_months": ramp_months}
    panel = live(tiny_scenario("ramp", changes), 1).panel(None, 0)
    there = 40  # the new seat, behind the north's forty
    assert panel.entry_seat[6, there] == 41, "the first of the south"
    assert panel.ramp[6, there] == pytest.approx(first)
    if ramp_months is not None:
        assert panel.ramp[8, there] == pytest.approx(first + 0.8 * 2.0 / 6.0)


def test_by_results_the_best_moves_and_a_move_teaches() -> None:
    moving = {"share": 1.0, "choice": "results", "min_months_in_seat": 1}
    lesson = {"abroad": {"audience": "transferred", "leadership_gain": 0.5, "half_life_months": 2.0}}
    changes = {**GROWTH, "tiers.representative.transfers": moving, "development.programmes": lesson}
    for replication in range(3):
        panel = live(tiny_scenario("results", changes), 3).panel(None, replication)
        there = 40
        entry = int(panel.entry_seat[6, there])
        sold = panel.credited[:6, 41:81].sum(axis=0) / panel.quota[:6, 41:81].sum(axis=0)
        assert entry == 41 + int(np.argmax(sold))
        assert panel.leadership[6, there] == panel.leadership[0, entry]
        assert np.allclose(
            panel.leadership[7:11, there] - panel.leadership[0, entry], 0.5 * 0.5 ** (np.arange(4) / 2.0)
        )


def test_people_under_another_parent_are_not_asked_where_the_scope_is_the_parent() -> None:
    units = {
        "company": {"seats": {"manager": 1}},
        "east": {"parent": "company", "seats": {}},
        "near": {"parent": "east", "seats": {"representative": 10}},
        "open": {"parent": "east", "seats": {"representative": 10}},
        "far": {"parent": "company", "seats": {"representative": 10}},
    }
    moving = {"share": 1.0, "min_months_in_seat": 1, "scope": "parent"}
    changes = {**LATERAL, "organisation.units": units, "tiers.representative.transfers": moving}
    result = live(tiny_scenario("near", changes)).result()
    assert result.total("transfers", unit="near").sum() > 50
    assert result.total("transfers", unit="open").sum() > 50
    assert result.total("transfers_out", unit="far").sum() == 0
    assert result.total("transfers", unit="far").sum() > 50, "the far unit's parent is the company: all stand below it"


def test_moves_and_vacancies_tell_of_transfers() -> None:
    study = live(tiny_scenario("lateral", LATERAL), 10)
    moves = study.moves
    lateral = moves[moves["how"] == "transferred"]
    assert set(zip(lateral["from_unit"], lateral["to_unit"], strict=True)) == {("north", "south"), ("south", "north")}
    assert lateral["a_year"].sum() == pytest.approx(study.result().total("transfers").mean() / 2.0)
    told = study.vacancy_sources
    for change in ("arose", "ended"):
        assert told[(told["change"] == change) & (told["how"] == "transferred")]["a_year"].sum() == pytest.approx(
            lateral["a_year"].sum()
        )


def test_the_year_goes_along_but_the_plans_cycle_is_settled() -> None:
    """Attainment of the year is of all seated months; a move closes the running cycle, as a promotion does."""
    study = live(tiny_scenario("growth", GROWTH), 3)
    assert study.result().total("transfers").tolist() == [1.0] * 3
    assert disagreements(tiny_scenario("growth", GROWTH), 5, 3) == []


def test_a_lateral_move_that_nobody_can_make_is_refused() -> None:
    lesson = {"development.programmes": {"abroad": {"audience": "transferred", "leadership_gain": 0.5, "days_lost": 3}}}
    with pytest.raises(ScenarioError) as told:
        tiny_scenario("nobody", lesson)
    assert "nobody is transferred here" in str(told.value)
    assert "tiers.*.transfers.share" in str(told.value)
    assert "learn by doing, not in a course" in str(told.value)
