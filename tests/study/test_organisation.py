"""Other shapes of an organisation: the same lives where nothing changed, the tree as asked, faults all at once."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import teamsim as ts
from teamsim.errors import ScenarioError
from teamsim.organisation import add_unit, coverage, merge_units, move_unit, reshape, split_unit
from teamsim.scenario import diff
from teamsim.scenario.scenario import changed_tree
from teamsim.testing import tiny_scenario

THREE_LAYERS: dict[str, Any] = {
    "tiers": {
        "representative": {
            "base_annual": 60_000,
            "quota_annual": 600_000,
            "selling": {"productivity_annual": 600_000},
            "attrition": {"law": "constant", "annual_turnover": 0.4},
        },
        "manager": {"track": "management", "base_annual": 120_000, "promotion": {"min_months_in_grade": 6}},
        "regional": {"track": "management", "base_annual": 160_000, "promotion": {"min_months_in_grade": 6}},
        "director": {"track": "management", "base_annual": 200_000, "promotion": {"min_months_in_grade": 6}},
    },
    "organisation.units": {
        "company": {"seats": {"director": 1}},
        "west": {"parent": "company", "potential_annual": 9e7, "seats": {"regional": 1, "manager": 3}},
        "west-1": {"parent": "west", "seats": {"representative": 16, "manager": 2}},
        "east": {"parent": "company", "seats": {"regional": 1, "manager": 2, "representative": 16}},
    },
}
QUIET = {f"tiers.{tier}.promotion": None for tier in ("manager", "regional", "director")}


def base(**changes: Any) -> ts.Scenario:
    return tiny_scenario("base", THREE_LAYERS | changes)


def lives(study: ts.Study, name: str, unit: str, tier: str, replication: int) -> dict[str, Any]:
    """Who sat in each seat of a cell in every month, with talent and exits, by the seat's name."""
    layout, panel = study.result(name).layout, study.panel(name, replication)
    columns = ("occupant", "hire_day", "talent", "exit_kind", "bookings")
    return {
        seat.name: [getattr(panel, column)[:, place] for column in columns]
        for place, seat in enumerate(layout.seats)
        if (seat.unit, seat.tier) == (unit, tier)
    }


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one.keys() == other.keys() and all(np.array_equal(one[name], other[name]) for name in one)


def test_people_in_unchanged_seats_live_the_same_lives_in_every_shape() -> None:
    """Nobody is promoted here, so nobody competes: shapes differ where they were changed, and nowhere else."""
    quiet = base(**QUIET)
    shapes = [
        reshape(quiet, span=4),
        reshape(quiet, span=16, redundancy=True),
        reshape(quiet, layers=2, redundancy=True, name="lean"),
        move_unit(quiet, "east", "west"),
        merge_units(quiet, ["east"], "west", redundancy=True),
        split_unit(quiet, "company", "north", ["east"], heads={"regional": 1}),
    ]
    study = ts.run([quiet, *shapes], 5, seed=8, progress=False)
    for shape in shapes:
        for replication in range(5):
            for unit in ("west-1", "east"):
                there = lives(study, "base", unit, "representative", replication)
                assert same(there, lives(study, shape.name, unit, "representative", replication)), shape.name


def test_a_new_unit_leaves_the_others_alone() -> None:
    quiet = base(**QUIET)
    study = ts.run([quiet, add_unit(quiet, "south", like="east", month=3)], 5, seed=8, progress=False)
    for replication in range(5):
        before, after = (lives(study, name, "east", "representative", replication) for name in ("base", "south opened"))
        assert same(before, after)
    layout = study.result("south opened").layout
    assert sum(seat.unit == "south" for seat in layout.seats) == 19
    assert {seat.opens for seat in layout.seats if seat.unit == "south"} == {3}
    assert study.result("south opened").monthly("headcount", unit="south")[:, :3].sum() == 0.0
    assert study.audit() == []


@settings(max_examples=25)
@given(st.floats(1.0, 40.0))
def test_a_span_gives_every_team_the_managers_that_it_asks_for(span: float) -> None:
    table = coverage(reshape(base(), span=span))
    for unit in ("west-1", "east"):
        assert table.loc[unit, "heads"] == max(1, math.floor(16 / span + 0.5))
        assert table.loc[unit, "span"] == pytest.approx(16 / table.loc[unit, "heads"])


def test_fewer_layers_close_the_middle_and_open_the_way_up() -> None:
    lean = reshape(base(), layers=2, redundancy=True)
    told = diff(base(), lean)
    assert told["tiers.director.promotion.from_tier"] == (None, "manager")
    assert (coverage(base()).loc[["west", "east"], "layers"] == 3).all()
    assert (coverage(lean).loc[["west", "east"], "layers"] == 2).all()
    leaving = lean.with_changes("leaving", {"tiers.director.attrition": {"law": "constant", "annual_turnover": 0.7}})
    result = ts.run(leaving, 20, seed=1, progress=False).result()
    assert result.total("headcount", tier="regional").sum() == 0.0
    assert result.total("promotions", tier="director").sum() > 0
    assert reshape(base(), span=8, layers=2).name == "span 8, 2 layers"
    assert diff(base(), reshape(base(), layers=3)) == {}


def test_coverage_tells_who_leads_whom_and_what_is_led_twice() -> None:
    table = coverage(base())
    assert list(table["led_by"]) == ["company/director", "west/manager", "west-1/manager", "east/manager"]
    assert table.loc["west-1", "twice"] == "manager" and table.loc["east", "twice"] == ""
    assert table.loc["east", ["heads", "reports", "span"]].tolist() == [2, 16, 8.0]
    merged = coverage(merge_units(base(), ["east"], "west"))
    assert merged.loc["east", "layers"] == 3 and "manager" in merged.loc["east", "twice"]
    assert "regional" not in merged.loc["east", "twice"], "the upper head's seat has closed"


def test_a_split_or_a_move_changes_the_tree_and_nothing_else() -> None:
    split = split_unit(base(), "company", "north", ["west", "east"], heads={"regional": 2}, month=4)
    assert split.parameters.organisation.units["west"].parent == "company"
    move = split.parameters.organisation.unit_moves["west under north"]
    assert (move.unit, move.under, move.month, move.merge) == ("west", "north", 4, False)
    assert split.parameters.organisation.units["north"].parent == "company"
    moved = move_unit(base(), "east", "west")
    assert diff(base(), moved) == {"organisation.units.east.parent": ("company", "west")}


def faults_of(ask: Any) -> list[str]:
    with pytest.raises(ScenarioError) as refused:
        ask()
    return [str(fault) for fault in refused.value.faults]


def test_what_can_not_be_reshaped_is_refused_all_at_once() -> None:
    headless = tiny_scenario(
        "headless",
        {
            "organisation.units": {"company": {}, "north": {"parent": "company", "seats": {"representative": 3}}},
            "tiers.manager": None,
        },
    )
    told = faults_of(lambda: reshape(headless, layers=9))
    assert len(told) == 2
    assert "organisation.units.north: nobody leads its people" in told[0] and "layers = 9" in told[1]
    assert "Give span=12" in faults_of(lambda: reshape(base()))[0]
    assert "span.reports = 0; expected people a manager in [1, 100]" in faults_of(lambda: reshape(base(), span=0))[0]
    assert "two have to stay" in faults_of(lambda: reshape(base(), layers=1))[0]
    assert len(faults_of(lambda: merge_units(base(), ["wst", "est"], "east"))) == 2
    assert "a circle" in faults_of(lambda: move_unit(base(), "west", "west-1"))[0]
    assert "is the company" in faults_of(lambda: move_unit(base(), "company", "west"))[0]
    split = faults_of(lambda: split_unit(base(), "company", "west", ["west-1"], heads={}))
    assert len(split) == 3
    assert "there is a unit `east` already" in faults_of(lambda: add_unit(base(), "east", like="west"))[0]
    assert "is none" in faults_of(lambda: add_unit(base(), "south", like="east", share=0.0))[0]


def file_of(folder: Path, changes: dict[str, Any]) -> Path:
    """Write a scenario file (JSON is YAML as well)."""
    path = folder / "firm.yaml"
    path.write_text(json.dumps(changed_tree(base().tree, changes, "test")[0], indent=1), encoding="utf-8")
    return path


def test_a_file_names_every_fault_of_its_structure(tmp_path: Path) -> None:
    """A unit without a head, a circle, a span of zero, a tier nobody can reach, weights of nothing: all at once."""
    wrong = {
        "organisation.units.north": {"seats": {"representative": 3}, "parent": "south"},
        "organisation.units.south": {"parent": "north"},
        "organisation.span": {"reports": 0},
        "organisation.critical_seats": ["west", "nrth/manager/001"],
        "tiers.ghost": {"base_annual": 1},
        "promotion.weights": {"experience": 0, "skill": 0, "results": 0, "leadership": 0},
    }
    told = faults_of(lambda: ts.load_scenario(file_of(tmp_path, wrong)))
    assert all("firm.yaml:" in fault for fault in told)
    for problem in (
        "organisation.units.north: nobody leads its people",
        "`north` belongs to itself",
        "organisation.span.reports = 0",
        "tiers.ghost: nobody can reach it",
        "promotion.weights: all weights are zero",
        "'west'; expected unit/tier/number",
        "there is no unit `nrth`. Did you mean `north`?",
    ):
        assert problem in "\n".join(told), told


def test_a_unit_without_a_head_is_fine_where_heads_do_nothing(tmp_path: Path) -> None:
    alone = {"tiers.manager": None, "tiers.regional": None, "tiers.director": None}
    alone |= {"organisation.units": {"company": {"seats": {"representative": 3}}}}
    assert ts.load_scenario(file_of(tmp_path, alone))
    with pytest.raises(ScenarioError, match=r"organisation\.coaching\.gain acts through heads"):
        ts.load_scenario(file_of(tmp_path, alone | {"organisation.coaching": {"gain": 0.1}}))
