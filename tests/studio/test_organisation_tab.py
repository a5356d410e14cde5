"""The organisation tab without a browser: deeds, refusals, cost and coverage, a shape as a scenario of its own."""

from typing import Any

import pytest

import teamsim as ts
from teamsim.analysis.shapes import shape_of
from teamsim.errors import ScenarioError
from teamsim.scenario import Scenario
from teamsim.studio import studio
from teamsim.studio.board import Studio
from teamsim.testing import disagreements, tiny_scenario
from tests.studio.reading import found, intents, texts

FIRM: dict[str, Any] = {
    "tiers.director": {"track": "management", "base_annual": 200_000, "promotion": {}},
    "organisation.units": {
        "company": {"label": "Company", "label_zh": "公司", "seats": {"director": 1}},
        "west": {"parent": "company", "seats": {"representative": 8, "manager": 2}},
        "east": {"parent": "company", "seats": {"representative": 6, "manager": 1}},
        "south": {"parent": "east", "seats": {"representative": 4, "manager": 1}},
    },
}


@pytest.fixture(scope="module")
def base() -> Scenario:
    return tiny_scenario("base", FIRM)


def opened(*scenarios: Scenario, **options: Any) -> Studio:
    made = studio(*scenarios, levers=(), **{"replications": 8, **options})
    return heard(made, kind="tab", value="organisation")


def heard(made: Studio, **intent: Any) -> Studio:
    made.hear(intent)
    assert made.wait(120)
    return made


def row(made: Studio, unit: str) -> Any:
    return found(made.side.doc, data_key=f"unit {unit}")[0]


def test_cost_and_coverage_are_those_of_the_seats(base: Scenario) -> None:
    shape = shape_of(base)
    assert len(shape.seats) == 23
    assert shape.base_pay == 18 * 60_000 + 4 * 120_000 + 200_000
    assert shape.span == 18 / 4
    assert (shape.layers, shape.twice, shape.headless) == (2, (shape.units[3],), ())
    assert [(unit.name, unit.depth) for unit in shape.units] == [("company", 0), ("west", 1), ("east", 1), ("south", 2)]
    told = texts(opened(base).top.doc)
    for word in ("Seats 23", "1.76M USD", "4.5 people a manager", "Double coverage 1", "Seats that stay 23"):
        assert word in told


def test_a_move_is_a_change_that_is_undone_and_told_beside_the_baseline(base: Scenario) -> None:
    made = heard(opened(base), kind="move", unit="south", value="west")
    assert made.desk.draft.changes == {"organisation.units.south.parent": "west"}
    assert found(row(made, "west"), data_key="unit south")
    heard(made, kind="undo")
    assert made.desk.draft.changes == {}
    assert not found(row(made, "west"), data_key="unit south")


def test_what_is_refused_is_told_in_its_row_and_changes_nothing(base: Scenario) -> None:
    made = opened(base)
    heard(made, kind="move", unit="east", value="south")
    assert "“south” is “east” itself or below it" in texts(found(row(made, "east"), role="alert")[0])
    assert found(row(made, "west"), role="alert") == []
    heard(made, kind="move", unit="company", value="west")
    assert "is the company" in texts(found(row(made, "company"), role="alert")[0])
    heard(made, kind="span", value="many")
    assert "is no span" in texts(found(made.side.doc, data_key="whole")[0])
    heard(made, kind="add_unit", unit="west", values={"new_unit": "east", "share": "100%"})
    assert "There is a unit “east” already" in texts(row(made, "west"))
    heard(made, kind="add_unit", unit="west", values={"new_unit": "north", "share": "lots"})
    assert "is no size" in texts(row(made, "west"))
    heard(made, kind="split", unit="company", values={"split_unit": "coast", "head_tier": "director", "children": []})
    assert "Choose the units" in texts(row(made, "company"))
    heard(made, kind="move", unit="north", value="west")
    assert "there is no unit `north`" in made.desk.view.note
    assert made.desk.draft.changes == {}
    heard(made, kind="pick", name="unit", value="west")
    assert found(made.side.doc, role="alert") == []


@pytest.mark.parametrize(
    "intent",
    [
        {"kind": "layers", "value": "x"},
        {"kind": "add_unit", "unit": "west", "values": "x"},
        {"kind": "split", "unit": "company"},
        {"kind": "merge", "unit": "west", "value": "west"},
        {"kind": "close_unit"},
        {"kind": "span"},
    ],
)
def test_what_makes_no_sense_is_told_and_changes_nothing(base: Scenario, intent: dict[str, Any]) -> None:
    made = opened(base)
    heard(made, **intent)
    assert made.desk.view.is_wrong and made.desk.view.note
    assert made.desk.draft.changes == {}


def test_every_deed_leads_to_a_shape(base: Scenario) -> None:
    made = opened(base)
    heard(made, kind="add_unit", unit="west", values={"new_unit": "New York", "share": "50%"})
    shape = shape_of(made.desk.structure())
    assert {unit.name: unit.n_seats for unit in shape.units}["new_york"] == 5
    heard(
        made,
        kind="split",
        unit="company",
        values={"split_unit": "coasts", "head_tier": "director", "children": ["west"]},
    )
    assert made.desk.structure().parameters.organisation.units["west"].parent == "coasts"
    heard(made, kind="merge", unit="south", value="west")
    heard(made, kind="close_unit", unit="east")
    after = shape_of(made.desk.structure())
    assert {unit.name: unit.n_seats for unit in after.units}["east"] == 0
    assert made.desk.judgement().is_good
    assert len(made.organisation.pictures.children) == 2
    heard(made, kind="span", value="3")
    assert made.desk.judgement().is_good
    for _ in range(5):
        heard(made, kind="undo")
    assert made.desk.draft.changes == {}


def test_fewer_layers_and_when_and_how_seats_close(base: Scenario) -> None:
    three = base.with_changes("three", {"organisation.units.west.seats": {"representative": 8, "manager": 2}})
    made = opened(three)
    heard(made, kind="pick", name="org_month", value="6")
    heard(made, kind="pick", name="redundancy", value="yes")
    heard(made, kind="span", value="6")
    span = made.desk.structure().parameters.organisation.span
    assert (span.reports, span.month, span.redundancy) == (6.0, 6, True)
    heard(made, kind="layers", value="2")
    assert made.desk.judgement().is_good


def test_budgets_are_written_into_cells_and_faults_stand_beside(base: Scenario) -> None:
    made = heard(opened(base), kind="pick", name="unit", value="west")
    path = "organisation.units.west.seats.manager"
    cell = found(row(made, "west"), data_path=path)[0]
    field = next(child for child in cell[2] if child[0] == "input")
    heard(made, **intents(field)["change"], value="x")
    assert "is not a number" in texts(found(row(made, "west"), data_path=path)[0])
    heard(made, **intents(field)["change"], value="3")
    assert shape_of(made.desk.structure()).by_tier["manager"] == 5


def test_a_shape_becomes_a_scenario_under_the_same_luck(base: Scenario) -> None:
    made = heard(opened(base), kind="move", unit="south", value="west")
    heard(made, kind="design", value="flat south")
    assert made.desk.view.tab == "compare"
    assert [one.name for one in made.study.scenarios] == ["base", "what if", "flat south"]
    assert made.desk.bench.drafts[0].changes == {}
    assert made.scenario.parameters.organisation.units["south"].parent == "west"
    heard(made, kind="undo")
    assert len(made.desk.bench.drafts) == 1
    assert made.desk.draft.changes == {"organisation.units.south.parent": "west"}
    heard(made, kind="design", value="base")
    assert "“base” is taken" in made.desk.view.note
    heard(made, kind="undo")
    heard(made, kind="design", value="other")
    assert "as it was" in made.desk.view.note


def test_a_shape_that_becomes_a_scenario_leaves_what_can_not_be_read_behind(base: Scenario) -> None:
    made = heard(opened(base), kind="move", unit="south", value="west")
    heard(made, kind="write", path="tiers.representative.ramp.months", value="12%")
    heard(made, kind="design", value="flat south")
    assert [bool(draft.wrong) for draft in made.desk.bench.drafts] == [True, False]


def test_a_shape_keeps_what_else_was_changed(base: Scenario) -> None:
    made = opened(base)
    heard(made, kind="slide", path="tiers.representative.ramp.months", value=7)
    heard(made, kind="move", unit="south", value="west")
    assert made.desk.draft.changes["tiers.representative.ramp.months"] == 7.0
    heard(made, kind="design", value="moved")
    assert [set(draft.changes) for draft in made.desk.bench.drafts] == [
        {"tiers.representative.ramp.months"},
        {"tiers.representative.ramp.months", "organisation.units.south.parent"},
    ]


def test_it_speaks_chinese(base: Scenario) -> None:
    made = opened(base, lang="zh")
    assert "重复管理" in texts(made.top.doc)
    assert "公司" in texts(made.side.doc)
    heard(made, kind="move", unit="east", value="south")
    assert "请另选单元" in texts(row(made, "east"))


def test_a_unit_closes_and_those_below_it_move_up(base: Scenario) -> None:
    closed = ts.organisation.close_unit(base, "east", month=3, redundancy=True)
    units = {unit.name: unit for unit in shape_of(closed).units}
    assert (units["east"].n_seats, units["south"].depth, units["south"].led_by) == (0, 1, "south/manager")
    assert closed.parameters.organisation.units["south"].parent == "company"
    assert disagreements(closed) == []
    opened_later = ts.organisation.add_unit(base, "north", like="east", month=5)
    again = ts.organisation.close_unit(opened_later, "north")
    assert {unit.name: unit.n_seats for unit in shape_of(again).units}["north"] == 0
    assert disagreements(again) == []
    for unit, why in (("company", "can not close"), ("mars", "there is no unit `mars`")):
        with pytest.raises(ScenarioError, match=why):
            ts.organisation.close_unit(base, unit)
