"""Units that move or merge on a date: the same firm before it, the other tree after it, results where they belong."""

from typing import Any

import numpy as np
import pytest

import teamsim as ts
from teamsim.errors import ScenarioError
from teamsim.organisation import coverage, divide_unit, merge_units, move_unit, split_unit
from teamsim.rules.organisation import lead_factor
from teamsim.scenario.build import build
from teamsim.testing import disagreements, tiny_scenario

FIRM: dict[str, Any] = {
    "time.horizon_months": 18,
    "organisation": {
        "units": {
            "company": {"seats": {"representative": 2, "manager": 1}},
            "west": {"parent": "company", "potential_annual": 9e6, "seats": {"representative": 5, "manager": 2}},
            "desk": {"parent": "west", "seats": {"representative": 4}},
            "east": {"parent": "company", "seats": {"representative": 5, "manager": 1}},
        },
        "coaching": {"gain": 0.3},
        "manager_effect": {"sigma": 0.1},
    },
    "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.5},
    "tiers.representative.exit_effects": {"vacant_head_ratio": 1.5},
    "tiers.manager.attrition": {"law": "constant", "annual_turnover": 0.8},
    "tiers.manager.quota_annual": 2_400_000,
    "tiers.manager.promotion": {"min_months_in_grade": 3, "scope": "unit", "choice": "score"},
    "opening": {"state": "stationary", "firm_age_years": 3},
    "hiring": {"recruiters": 1, "requisitions_per_recruiter": 2},
    "incentives.plans.lead": {
        "tiers": ["manager"],
        "components": {"override": {"kind": "override", "rates": [[0, 0.01]], "team_credit": "full"}},
    },
}
MOVE = {"unit": "desk", "under": "east"}


def firm(name: str = "firm", **changes: Any) -> ts.Scenario:
    return tiny_scenario(name, FIRM | changes)


def test_a_move_in_the_first_month_is_another_tree_from_the_start() -> None:
    base = firm()
    planned = base.with_changes("planned", {"organisation.unit_moves": {"reform": {**MOVE, "month": 0}}})
    study = ts.run([base, move_unit(base, "desk", "east", name="drawn"), planned], 8, seed=3, progress=False)
    drawn = study.result("drawn")
    assert drawn.layout.units == study.result("planned").layout.units != study.result("firm").layout.units
    assert np.array_equal(study.result("planned").counts, drawn.counts)
    assert not np.array_equal(drawn.counts.sum(axis=2), study.result("firm").counts.sum(axis=2))
    for unit in drawn.layout.units:
        assert np.array_equal(study.result("planned").total("bookings", unit=unit), drawn.total("bookings", unit=unit))
    for replication in range(8):
        one, other = (study.panel(name, replication) for name in ("drawn", "planned"))
        assert all(np.array_equal(*columns) for columns in zip(one, other, strict=True))
    assert study.audit() == []


@pytest.mark.parametrize("merge", [False, True])
def test_before_its_date_a_move_changes_nothing(merge: bool) -> None:
    base = firm()
    reform = {"unit": "east" if merge else "desk", "under": "west" if merge else "east", "merge": merge}
    late = base.with_changes("late", {"organisation.unit_moves": {"reform": {**reform, "month": 7}}})
    study = ts.run([base, late], 8, seed=3, progress=False)
    before, after = study.result("firm").counts, study.result("late").counts
    assert np.array_equal(before[:, :7], after[:, :7])
    assert not np.array_equal(before[:, 7:], after[:, 7:])
    assert study.audit() == []
    assert disagreements(late, seed=3, replications=4) == []


STILL: dict[str, Any] = {
    "opening": {"state": "new"},
    "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.0},
    "tiers.manager.attrition": {"law": "constant", "annual_turnover": 0.0},
    "organisation.manager_effect.sigma": 0.0,
    "organisation.units.west.potential_annual": None,
}
"""Nobody leaves, so heads and reports are those of the budget."""


def test_people_are_led_by_the_heads_of_where_their_unit_stands() -> None:
    """9 reports of two managers; five of one; after the move five of two, and nine of one."""
    base = tiny_scenario("base", {**FIRM, **STILL})
    late = move_unit(base, "desk", "east", month=6, name="late")
    study = ts.run([base, late], 2, seed=3, progress=False)
    with np.errstate(invalid="ignore"):  # managers book nothing
        ratio = study.panel("late", 1).bookings / study.panel("base", 1).bookings
    of_two_nine, of_one_five, of_two_five, of_one_nine = (
        float(lead_factor(heads, reports, 40.0, 5.0, 0.3)) for heads, reports in ((2, 9), (1, 5), (2, 5), (1, 9))
    )
    expected = {
        "company": 1.0,
        "west": of_two_five / of_two_nine,
        "desk": of_one_nine / of_two_nine,
        "east": of_one_nine / of_one_five,
    }
    for place, seat in enumerate(study.result("late").layout.seats):
        if seat.tier == "representative":
            assert ratio[:6, place] == pytest.approx(1.0, rel=1e-12)
            assert ratio[6:, place] == pytest.approx(expected[seat.unit], rel=1e-12)


def test_what_a_unit_books_goes_up_to_where_it_stands() -> None:
    base = firm(**STILL)
    late = move_unit(base, "desk", "east", month=6, name="late")
    study = ts.run(late, 3, seed=3, progress=False)
    result, panel = study.result(), study.panel(None, 2)
    own = {
        unit: sum(_of(study, panel.bookings, unit, "representative")) for unit in ("company", "west", "desk", "east")
    }
    with_desk = {
        "west": own["west"] + np.where(np.arange(18) < 6, own["desk"], 0.0),
        "east": own["east"] + np.where(np.arange(18) >= 6, own["desk"], 0.0),
    }
    for unit, team in with_desk.items():
        assert np.allclose(result.monthly("bookings", unit=unit)[2], team, rtol=1e-12)
        assert result.total("bookings", unit=unit)[2] == pytest.approx(team.sum(), rel=1e-12)
        for credited in _of(study, panel.credited, unit, "manager"):
            assert np.allclose(credited, team, rtol=1e-12)
    for credited in _of(study, panel.credited, "company", "manager"):
        assert np.allclose(credited, sum(own.values()), rtol=1e-12)
    assert result.layout.units_below("west", 5) == ("west", "desk")
    assert result.layout.units_below("west", 6) == ("west",)


def _of(study: ts.Study, column: Any, unit: str, tier: str) -> list[Any]:
    """The columns of a cell's seats."""
    seats = enumerate(study.result().layout.seats)
    return [column[:, place] for place, seat in seats if (seat.unit, seat.tier) == (unit, tier)]


def test_only_who_stands_below_a_unit_then_is_promoted_into_it() -> None:
    """The managers of the east leave; nobody but the people of the desk is there to follow them."""
    changes = {
        **STILL,
        "organisation.units.east.seats": {"representative": 0, "manager": 2},
        "tiers.manager.promotion": {"min_months_in_grade": 3, "scope": "unit", "internal_share": 1.0},
        "organisation.seat_changes": {"more": {"unit": "east", "tier": "manager", "month": 4, "seats": 1}},
        "hiring.freezes": {"all": {"first_month": 0, "last_month": 20}},
    }
    late = move_unit(firm(**changes), "desk", "east", month=6, name="late")
    assert disagreements(late, seed=3) == []
    told = ts.run(late, 1, seed=3, progress=False).trace().query("event == 'promoted'")
    assert told[["month", "unit"]].values.tolist() == [[6, "east"]]
    assert told["from_seat"].str.startswith("desk/").all()


@pytest.mark.parametrize("redundancy", [True, False])
def test_a_merged_unit_loses_its_heads_and_is_led_by_the_others(redundancy: bool) -> None:
    reform = {"unit": "east", "under": "west", "month": 6, "merge": True, "redundancy": redundancy}
    merged = firm("merged", **STILL).with_changes("merged", {"organisation.unit_moves": {"reform": reform}})
    study = ts.run([firm(**STILL), merged], 2, seed=3, progress=False)
    result = study.result("merged")
    there = result.monthly("headcount", unit="east", tier="manager")
    assert (there == np.where((np.arange(18) < 6) | (not redundancy), 1.0, 0.0)).all()
    assert result.total("exits_involuntary").tolist() == [1.0 * redundancy] * 2
    with np.errstate(invalid="ignore"):  # managers book nothing
        ratio = study.panel("merged", 1).bookings / study.panel("firm", 1).bookings
    layout = result.layout
    for place, seat in enumerate(layout.seats):
        if seat.unit == "east" and seat.tier == "representative":
            by_hand = lead_factor(2.0, 14.0, 40.0, 5.0, 0.3) / lead_factor(1.0, 5.0, 40.0, 5.0, 0.3)
            assert ratio[6:, place] == pytest.approx(by_hand, rel=1e-12)
    assert coverage(merged).loc["east", ["led_by", "heads", "reports"]].tolist() == ["west/manager", 2, 14]


def test_units_are_moved_merged_and_split_on_a_date_from_python() -> None:
    base = firm()
    shapes = [
        move_unit(base, "desk", "east", month=5),
        merge_units(base, ["east"], "west", month=5),
        split_unit(base, "west", "north", ["desk"], heads={"manager": 1}, month=5),
    ]
    study = ts.run([base, *shapes], 4, seed=3, progress=False)
    company = study.result("firm").monthly("bookings")[:, :5]
    for shape in shapes:
        assert np.allclose(study.result(shape.name).monthly("bookings")[:, :5], company, rtol=1e-12)
    assert coverage(shapes[2]).loc["desk", "led_by"] == "north/manager"
    assert study.result(shapes[2].name).layout.units_below("north", 5) == ("desk", "north")
    assert study.audit() == []


@pytest.mark.parametrize(
    ("move", "fault"),
    [
        ({"unit": "dsk", "under": "east"}, "there is no unit `dsk`. Did you mean `desk`?"),
        ({"unit": "company", "under": "east"}, "`company` is the company, which stands under nothing."),
        ({"unit": "west", "under": "desk"}, "`desk` is `west` or below it: a circle."),
    ],
)
def test_moves_that_can_not_be_are_refused(move: dict[str, str], fault: str) -> None:
    with pytest.raises(ScenarioError, match=r"organisation\.unit_moves\.reform") as told:
        firm(**{"organisation.unit_moves": {"reform": {**move, "month": 3}}})
    assert fault in str(told.value)


def test_a_circle_in_the_end_is_none_on_the_way() -> None:
    """The desk leaves the west first; then the west may stand under it."""
    moves = {"b": {"unit": "west", "under": "desk", "month": 6}, "a": {"unit": "desk", "under": "company", "month": 3}}
    turned = firm("turned", **{"organisation.unit_moves": moves})
    assert disagreements(turned, seed=3) == []
    assert ts.run(turned, 1, seed=3, progress=False).result().layout.units_below("desk", 6) == ("west", "desk")


# -- seats that move with their holders --------------------------------------------------------------------------

TEAM: dict[str, Any] = {
    "organisation.units": {
        "company": {"seats": {"representative": 0}},
        "north": {"parent": "company", "seats": {"representative": 20, "manager": 2}, "potential_annual": 20_000_000.0},
        "south": {"parent": "company", "seats": {"representative": 6, "manager": 1}, "potential_annual": 9_000_000.0},
    },
    "organisation.coaching": {"gain": 0.3},
    "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.0},
    "tiers.manager.attrition": {"law": "constant", "annual_turnover": 0.0},
    "opening": {"state": "uniform", "tenure_months": 1, "firm_age_years": 1},
    "tiers.representative.ramp": {"shape": "linear", "months": 0.0},
    "incentives.plans": {},
}
"""Two teams in markets of their own; nobody leaves, nobody ramps up."""


@pytest.mark.parametrize("month", [0, 5])
def test_a_team_that_is_cut_in_two_equal_halves_goes_on_as_it_was(month: int) -> None:
    """Half of the sellers, the managers and the market: every load, span and share stays what it was."""
    base = tiny_scenario("one team", TEAM)
    halves = divide_unit(base, "north", "north two", {"representative": 10, "manager": 1}, month=month)
    study = ts.run([base, halves], 5, seed=3, progress=False)
    assert study.audit() == []
    before, after = (study.result(name) for name in ("one team", halves.name))
    assert np.allclose(before.monthly("bookings"), after.monthly("bookings"), rtol=1e-12)
    assert np.array_equal(before.monthly("headcount"), after.monthly("headcount"))
    there = after.monthly("headcount", unit="north two")
    assert np.array_equal(there, np.where(np.arange(12) >= month, 11.0, 0.0) * np.ones_like(there))
    assert np.allclose(
        after.monthly("bookings", unit="north two")[:, month:].sum() / before.monthly("bookings")[:, month:].sum(),
        10 / 26,
        atol=0.1,
    )
    assert (after.total("transfers") == 11).all()
    moved = study.moves.query("how == 'transferred'")
    assert set(zip(moved["from_unit"], moved["to_unit"], strict=True)) == {("north", "north two")}


def test_sellers_take_their_share_of_the_market_along() -> None:
    """Five of twenty leave 15 million behind and bring 5 to the south's 9: read off the month in which they move."""
    base = tiny_scenario("two teams", TEAM)
    going = {"unit": "north", "tier": "representative", "month": 4, "seats": 5, "to": "south"}
    model = build(base.with_changes("joined", {"organisation.seat_changes": {"five": going}})).model
    row = model.months[4].tree
    potentials = dict(zip(("company", "north", "south"), model.trees["potential_annual"][row], strict=True))
    assert potentials == pytest.approx({"company": np.inf, "north": 15_000_000.0, "south": 14_000_000.0})
    assert model.trees["potential_annual"][model.months[0].tree].tolist() == [np.inf, 20_000_000.0, 9_000_000.0]


def test_an_empty_seat_moves_as_a_vacancy_and_the_engines_agree() -> None:
    """Seats, not people, are counted: what was empty is searched for by the unit that has the seat now."""
    changes = {
        **TEAM,
        "tiers.representative.attrition": {"law": "constant", "annual_turnover": 1.2},
        "tiers.representative.notice_months": 2,  # who is on notice moves, and leaves when it ends
        "organisation.seat_changes": {
            "cut": {"unit": "north", "tier": "representative", "month": 3, "seats": 8, "to": "south"},
            "back": {"unit": "south", "tier": "representative", "month": 7, "seats": 4, "to": "north"},
        },
        "promotion.moves": {"representative": {"manager": 0.2}},
        "promotion.moves_month": 2,
    }
    scenario = tiny_scenario("to and fro", changes)
    assert disagreements(scenario, 3, 5) == []
    result = ts.run(scenario, 30, 3, progress=False).result()
    assert result.audit() == []
    seats = {
        unit: result.monthly("headcount", unit=unit) + result.monthly("vacancy", unit=unit)
        for unit in ("north", "south")
    }
    assert np.allclose(seats["north"].mean(axis=0)[[0, 3, 7]], [22, 14, 18], atol=1.0)
    assert np.allclose(seats["north"] + seats["south"], 29.0)


def test_seats_that_can_not_move_are_told_with_place_and_remedy() -> None:
    changes = {
        "more": {"unit": "south", "tier": "representative", "month": 2, "seats": 7, "to": "north"},
        "none": {"unit": "south", "tier": "representative", "month": 3, "seats": 0, "to": "north"},
        "same": {"unit": "south", "tier": "representative", "month": 3, "seats": 1, "to": "south"},
        "typo": {"unit": "south", "tier": "representative", "month": 3, "seats": 1, "to": "nort"},
    }
    with pytest.raises(ScenarioError) as error:
        tiny_scenario("wrong", {**TEAM, "organisation.seat_changes": changes})
    told = str(error.value)
    for words in (
        "moves 7 seats of `representative` in `south`, which has 6",
        "Move at most 6.",
        "expected 1 or more",
        "is where the seats are",
        "there is no unit `nort`",
        "Did you mean `north`",
    ):
        assert words in told
    with pytest.raises(ScenarioError, match="no seat moves"):
        divide_unit(tiny_scenario("two", TEAM), "south", "new", {})
