"""Refusals in Chinese: every sentence of the library that can reach the page has a form, and none stays English."""

import ast
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from teamsim.analysis.behaviour import NOTE
from teamsim.errors import Fault, ScenarioError, TeamsimError
from teamsim.response import LEFT_OUT
from teamsim.scenario.faults import models_in
from teamsim.scenario.scenario import Scenario, load_scenario
from teamsim.scenario.schema import Parameters
from teamsim.studio.desk import Desk, desk_of
from teamsim.studio.lab_words import LEFT_OUT_ZH
from teamsim.studio.refusals import said, said_in_place, told
from teamsim.studio.saving import Shelf
from teamsim.studio.views import View
from tests.studio.reading import english_words, has_chinese, is_quoted

ROOMS = (
    "scenario/checks.py",
    "scenario/checks_of_development.py",
    "scenario/checks_of_flows.py",
    "scenario/checks_of_hiring.py",
    "scenario/checks_of_plans.py",
    "scenario/checks_of_response.py",
    "scenario/checks_of_structure.py",
    "scenario/checks_of_tiers.py",
    "scenario/faults.py",
    "scenario/scenario.py",
    "scenario/structure.py",
    "scenario/read.py",
    "data/roster.py",
    "files.py",
    "blocks.py",
    "organisation.py",
    "response/payouts.py",
    "response/people.py",
    "response/policy.py",
    "response/questions.py",
    "response/tables.py",
    "scenario/build.py",
    "study.py",
    "studio/desk.py",
    "studio/drafts.py",
    "studio/levers.py",
    "studio/switches.py",
    "studio/plan_deeds.py",
    "analysis/actuals.py",
    "analysis/chains.py",
    "analysis/compare.py",
    "analysis/critical.py",
    "analysis/forecast.py",
    "analysis/nine_boxes.py",
    "analysis/plan_programme.py",
    "analysis/succession_levers.py",
    "plans.py",
)
"""Where sentences are written that reach the studio."""
NOT_TOLD = (
    "Scenario names must differ",  # refused before there is a page
    "was registered to replace `x`, not",  # only by with_rule, which no page calls
    "n = x; expected 1 person a slate",  # the studio asks for five
    "by = x; expected one of",
    "A comparison takes two scenarios",  # there are always two
    "does nothing: the past",  # told with what stands before it
    "x; expected x.",  # one of two that are told whole elsewhere (test_solver_words.py)
    "Compiling the simulation",  # told on a terminal
    "replications are finished and kept",
)
PART = re.compile(r"^(Say tiers\.<tier>|xroster's)|in the $")
"""Sentences that are written in two pieces; told whole below."""


def sentences(path: Path) -> Iterator[str]:
    """The sentences of a module, with `x` for what they name; docstrings are none."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        text = ""
        if isinstance(node, ast.JoinedStr):
            text = "".join(part.value if isinstance(part, ast.Constant) else "x" for part in node.values)  # type: ignore[misc]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inner | docs:
            text = node.value
        if re.search(r"[a-z][ .].*[.?]$|^[A-Z][a-z]+ .*[.?]$", text, re.DOTALL) and " " in text.strip():
            yield text


@pytest.mark.parametrize("room", ROOMS)
def test_every_sentence_of_the_library_that_reaches_the_page_has_a_form(repo: Path, room: str) -> None:
    unknown = []
    for text in sentences(repo / "src/teamsim" / room):
        if any(part in text for part in NOT_TOLD) or PART.search(text):
            continue
        sample = re.sub(r"no x `x`", "no tier `x`", text).replace("expected x.", "expected a number (people).")
        sample = sample.replace("expected x, not true", "expected people, not true")
        sample = sample.replace("over different x", "over different months")
        if is_quoted(told(TeamsimError(re.sub(r"^x (?=[A-Z])", "", sample).strip()), "zh")):
            unknown.append(text)
    assert not unknown


BAD: tuple[Any, ...] = (
    *(-1e9, -0.5, 1e9, 1.5, 12, float("nan"), True, "abc", "12%", "95k"),
    *([], [1], [-1.0, -2.0], ["x"], [0.9] * 40, [[1]], [[1, 2, 3]], [["a", "b"]], [[0.5, 3.0], [0.2, -1.0]], {"a": 1}),
)


def words_of_code() -> set[str]:
    """Names of parameters and the words that they may be."""
    seen: list[Any] = [Parameters]
    found = {"true", "false"}
    for model in seen:
        for name, field in model.model_fields.items():
            found |= {name, *re.findall(r"\w+", str(field.annotation)), *re.findall(r"\w+", str(field.default))}
            seen += [inner for inner in models_in([field.annotation])[0] if inner not in seen]
    return found


def names_in(tree: Any) -> set[str]:
    """All words of a scenario's values."""
    return set(re.findall(r"\w+", str(tree)))


def desk_in_chinese(scenario: Scenario) -> Desk:
    return desk_of((scenario,), View(lang="zh"), (), Shelf(Path()), "假设")


@pytest.mark.parametrize("file", ["cn_industrial", "baseline"])
def test_no_fault_of_any_parameter_is_told_in_english(repo: Path, file: str) -> None:
    """Every parameter gets a bad value, a dozen at a time; what the desk says of them is Chinese."""
    luck, base = random.Random(7), load_scenario(repo / f"scenarios/{file}.yaml")
    known = words_of_code() | names_in(base.tree)
    paths = [parameter.path for parameter in base.describe()]
    luck.shuffle(paths)
    n_told, english = 0, dict[str, set[str]]()
    for first in range(0, len(paths), 12):
        desk = desk_in_chinese(base)
        changes = {path: luck.choice(BAD) for path in paths[first : first + 12]}
        for path, value in changes.items():
            desk.history.do(desk.bench.with_subject(desk.draft.with_value(path, value)))
        judged = desk.judgement()
        for text in (*judged.by_path.values(), *judged.others):
            n_told += 1
            if not has_chinese(text) or english_words(text, known):
                english[text] = english_words(text, known)
    assert not english
    assert n_told > len(paths) / 2


@pytest.fixture(scope="module")
def base(repo: Path) -> Scenario:
    return load_scenario(repo / "scenarios/baseline.yaml")


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("tiers.representative.base_annual", -1.0, " = -1，应为 0 至 1e+12 的数值（货币/年）。"),
        ("hiring.recruiters", "many", " = 'many'，应为整数（人）。"),
        ("organisation.units.west.parent", "eest", "：没有名为“eest”的组织单元。是否想写“east”？"),
        ("time.burn_in_month", 3, "：未知参数。是否想写“burn_in_months”？"),
    ],
)
def test_a_lever_is_refused_in_chinese_beside_it(base: Scenario, path: str, value: Any, expected: str) -> None:
    desk = desk_in_chinese(base)
    desk.history.do(desk.bench.with_subject(desk.draft.with_value(path, value)))
    assert desk.judgement().by_path[path].startswith(path + expected)


@pytest.mark.parametrize(
    ("intent", "expected"),
    [
        (
            {"kind": "move", "unit": "west", "value": "nowhere"},
            "“假设”：organisation.units：没有名为“nowhere”的组织单元。",
        ),
        ({"kind": "close_unit", "unit": "company"}, "是公司本身，不能关闭。请改为关闭其下级单元。"),
        ({"kind": "merge", "unit": "company", "value": "west"}, "是公司本身，没有上级。请选择不在其之下的组织单元。"),
        ({"kind": "layers", "value": "9"}, "要求 9 个管理层级；现有 3 个"),
        ({"kind": "span", "value": "0"}, "organisation.span.reports = 0，应为 1 至 100 的数值（人/主管）。"),
        (
            {"kind": "slide", "path": "tiers.representativ.base_annual", "value": 1},
            "baseline：没有 tiers.representativ。是否想写“representative”？",
        ),
        ({"kind": "critical", "tier": "boss"}, "tiers：没有名为“boss”的职级。"),
        ({"kind": "cell", "path": "no.where", "value": "1"}, "no.where 不是“baseline”中任何方案的条款。"),
        ({"kind": "drop", "name": "a.yaml", "text": "a: [1"}, "a.yaml:1：不是 YAML："),
    ],
)
def test_a_deed_is_refused_in_chinese(base: Scenario, intent: dict[str, Any], expected: str) -> None:
    desk = desk_in_chinese(base)
    desk.hear(intent)
    assert desk.view.is_wrong
    assert expected in desk.view.note


def test_five_scenarios_are_refused_in_chinese(base: Scenario) -> None:
    desk = desk_in_chinese(base)
    for _ in range(4):
        desk.hear({"kind": "add"})
    assert desk.view.note == "基准之外已有 4 个情景。请先移除一个。"


def test_sentences_in_two_pieces_and_with_places_are_told_whole() -> None:
    split = "Say tiers.<tier>.critical: true, name seats in organisation.critical_seats, or mark people in the "
    error = ScenarioError([Fault("`plan B`", "no seat is critical.", f"{split}roster's column `critical`.")])
    assert told(error, "zh").startswith("“plan B”：没有关键岗位。请设 tiers.<tier>.critical: true")
    one, two = Fault("change of `x`", "a: no unit has seats."), Fault("a.yaml:3", "a: unknown key.", "Known: b.")
    assert told(ScenarioError([one, two]), "zh") == (
        "对“x”的修改：a：没有任何组织单元设有岗位编制。\na.yaml:3：a：未知参数。已知：b。"
    )
    assert told(ScenarioError([one, two]), "en") == str(ScenarioError([one, two]))
    assert (said(two, "en"), said_in_place(two, "en")) == ("a: unknown key. Known: b.", str(two))


def test_a_sentence_without_a_form_is_quoted() -> None:
    assert told(TeamsimError("Nobody wrote this."), "zh") == "报错原文“Nobody wrote this.”。"
    assert said(Fault("", "no unit has seats.", "Do nothing."), "zh") == (
        "没有任何组织单元设有岗位编制。报错原文“Do nothing.”。"
    )


def test_what_the_studio_says_itself_is_told_as_it_is() -> None:
    assert told(TeamsimError("已有单元“a. b”，请换一个名称。"), "zh") == "已有单元“a. b”，请换一个名称。"


def test_names_are_no_words_of_the_sentence(base: Scenario) -> None:
    """A tier that is called `unit` stays what it is called."""
    assert said(Fault("", "a.b: there is no tier `unit`.", "Did you mean `tier`?"), "zh") == (
        "a.b：没有名为“unit”的职级。是否想写“tier”？"
    )


def test_what_an_audit_leaves_out_is_told_in_chinese() -> None:
    assert {*LEFT_OUT, NOTE["en"]} == set(LEFT_OUT_ZH)
    assert all(map(has_chinese, LEFT_OUT_ZH.values()))
