"""Switches: choices and yes / no of a scenario, beside its numbers, in both languages, with undo, mark and fault."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

import teamsim as ts
from teamsim.errors import TeamsimError
from teamsim.scenario import schema
from teamsim.studio import studio
from teamsim.studio.board import Studio
from teamsim.studio.cells import kind_of
from teamsim.studio.laboratory import facts_of
from teamsim.studio.mechanisms import lever_at, mechanisms, searched
from teamsim.studio.option_words import known_in_chinese
from teamsim.studio.switches import switch_at, switches
from teamsim.testing import tiny_scenario
from tests.studio.reading import found, intents, texts

EFFORT, MANAGER = "response.effort", "tiers.manager."
CRITICAL = f"{MANAGER}critical"


@pytest.fixture(scope="module")
def base() -> ts.Scenario:
    return tiny_scenario("base", {"tiers.manager.label_zh": "经理"})


@pytest.fixture
def made(base: ts.Scenario) -> Studio:
    opened = studio(base, levers=(), replications=4)
    assert opened.wait(60)
    return opened


def heard(made: Studio, **intent: Any) -> Studio:
    made.hear(intent)
    assert made.wait(60)
    return made


def models() -> Iterator[type[BaseModel]]:
    for module in pkgutil.iter_modules(schema.__path__):
        importlib.import_module(f"{schema.__name__}.{module.name}")
    waiting = [BaseModel]
    while waiting:
        waiting += (below := waiting.pop().__subclasses__())
        yield from (each for each in below if each.__module__.startswith("teamsim.scenario"))


def test_every_option_of_every_choice_has_a_chinese_name() -> None:
    kinds = [kind_of(field) for model in models() for field in model.model_fields.values()]
    options = {name for kind in kinds if len(kind.options) > 1 for name in kind.options}
    assert len(options) > 60
    assert options - known_in_chinese() == set()


def test_a_choice_and_a_yes_or_no_become_switches(base: ts.Scenario) -> None:
    effort, critical = switch_at(base, EFFORT), switch_at(base, CRITICAL, "zh")
    assert dict(effort.options) == {"none": "none", "forward_looking": "forward looking"}
    assert (critical.where, dict(critical.options), critical.start) == ("经理", {"yes": "是", "no": "否"}, False)
    assert critical.read("yes") is True
    with pytest.raises(TeamsimError, match="expected one of none, forward_looking"):
        effort.read("sometimes")
    with pytest.raises(TeamsimError, match="is no choice of `base`"):
        switch_at(base, "hiring.recruiters")


@pytest.mark.parametrize(("key", "lang"), [("label", "en"), ("label_zh", "zh")])
def test_scenarios_that_differ_in_a_label_alone_are_shown_with_their_own(key: str, lang: str) -> None:
    """They are equal, as no result differs, and may be in one session under one name."""
    before, after = (tiny_scenario("one", {f"tiers.manager.{key}": label}) for label in ("Lead", "Head"))
    assert before == after
    for scenario, label in ((before, "Lead"), (after, "Head"), (before, "Lead")):
        shown = [each for group in mechanisms(scenario, lang) for each in group.levers if each.path.startswith(MANAGER)]
        assert len(shown) > 5
        assert {each.where.split(" · ")[0] for each in shown} == {label}
        assert switch_at(scenario, CRITICAL, lang).where == label
        assert lever_at(scenario, f"{MANAGER}base_annual", lang).where == label


def test_the_plan_lab_names_tiers_by_the_labels_of_its_own_scenario() -> None:
    before, after = (tiny_scenario("one", {"tiers.representative.label": label}) for label in ("Seller", "Hunter"))
    told = [facts_of(each.plan("rep")).plan.scenario.parameters.tiers["representative"] for each in (before, after)]
    assert [tier.label for tier in told] == ["Seller", "Hunter"]


def test_what_has_no_other_option_or_stands_elsewhere_is_no_switch(base: ts.Scenario) -> None:
    paths = [each.path for each in switches(base)]
    assert not [path for path in paths if path.endswith((".law", ".shape", ".kind", ".label", "track"))]
    assert not [path for path in paths if path.startswith(("incentives.plans", "opening"))]
    groups = {group.key: [each.path for each in group.levers] for group in mechanisms(base)}
    assert CRITICAL in groups["succession"] and EFFORT in groups["response"]
    assert EFFORT in [each.path for each in searched(mechanisms(base, "zh"), "response effort")]


def test_a_switch_is_pressed_marked_undone_and_computed(made: Studio) -> None:
    study = made.study
    heard(made, kind="group", key="response")
    row = found(made.side.doc, data_path=EFFORT)[0]
    field = next(part for part in found(row, aria_label=row[2][1][2][0][1]["aria-label"]) if part[0] == "select")
    assert field[1]["value"] == "none"
    heard(made, **intents(field)["change"], value="forward_looking")
    assert made.desk.draft.changes == {EFFORT: "forward_looking"}
    assert made.study is not study
    assert made.study.scenarios[1].parameters.response.effort == "forward_looking"
    row = found(made.side.doc, data_path=EFFORT)[0]
    assert "baseline none" in texts(row) and "ts-changed" in row[1]["class"]
    heard(made, kind="undo")
    assert made.desk.draft.changes == {}
    heard(made, kind="switch", path=EFFORT, value="sometimes")
    assert made.desk.view.is_wrong
    assert made.desk.draft.changes == {}


def test_a_faulty_choice_of_a_file_stands_beside_its_switch(made: Studio) -> None:
    heard(made, kind="drop", name="bad.yaml", text="name: bad\nresponse: {effort: sometimes}\n")
    assert "1 to mend" in made.status.text
    row = found(made.side.doc, data_key="to mend")[0][2][1]
    assert row[1]["data-path"] == EFFORT
    assert "sometimes" in texts(found(row, role="alert")[0])
    assert heard(made, kind="reset", path=EFFORT).status.text.startswith("Done in")


def test_a_board_presses_no_switch(base: ts.Scenario) -> None:
    board = studio(base, board=True, replications=4)
    assert board.wait(60)
    heard(board, kind="switch", path=EFFORT, value="forward_looking")
    assert board.desk.draft.changes == {}


def test_the_plan_lab_names_options_in_chinese(base: ts.Scenario) -> None:
    made = heard(studio(base, levers=(), replications=4, lang="zh"), kind="tab", value="lab")
    options = [texts(option) for option in found(made.side.doc, value="quarter")]
    assert options and set(options) == {"季度"}
