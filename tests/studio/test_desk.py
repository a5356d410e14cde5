"""What somebody wants becomes another state: no widget, no computing."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

import teamsim as ts
from teamsim.errors import TeamsimError
from teamsim.scenario import Scenario
from teamsim.studio.desk import Desk, desk_of
from teamsim.studio.lever_list import LeverList
from teamsim.studio.saving import Shelf, code_of, rescues, suggested_file
from teamsim.studio.views import View
from teamsim.testing import tiny_scenario

ACCELERATOR = "incentives.plans.rep.components.commission.accelerator"
RATES = "incentives.plans.rep.components.commission.rates"
RAMP = "tiers.representative.ramp.months"


@pytest.fixture(scope="module")
def base() -> Scenario:
    return tiny_scenario("base", {RAMP: 5.0})


def desk(*scenarios: Scenario, folder: Path = Path(), **view: Any) -> Desk:
    return desk_of(scenarios, View(**view), (ACCELERATOR, RAMP), Shelf(folder), "what if")


def test_a_lever_that_is_let_go_is_a_change_that_is_undone_and_done_again(base: Scenario) -> None:
    made = desk(base)
    made.hear({"kind": "slide", "path": RAMP, "value": "7"})
    assert made.draft.changes == {RAMP: 7.0}
    made.hear({"kind": "undo"})
    assert made.draft.changes == {}
    made.hear({"kind": "redo"})
    assert made.judgement().scenarios[1].parameter(RAMP).value == 7.0


def test_presses_of_one_lever_are_undone_together(base: Scenario) -> None:
    made = desk(base)
    for value in (6, 7, 8):
        made.hear({"kind": "slide", "path": RAMP, "value": value})
    made.hear({"kind": "slide", "path": ACCELERATOR, "value": 2})
    made.hear({"kind": "undo"})
    made.hear({"kind": "undo"})
    assert made.draft.changes == {}


def test_dragging_is_judged_but_not_a_state(base: Scenario) -> None:
    made = desk(base)
    made.hear({"kind": "drag", "path": RAMP, "value": "8"})
    assert made.judgement().scenarios[1].parameter(RAMP).value == 8.0
    assert made.draft.changes == {}
    assert not made.history.can_undo


def test_the_value_of_the_origin_is_no_change(base: Scenario) -> None:
    made = desk(base)
    made.hear({"kind": "slide", "path": RAMP, "value": 7})
    made.hear({"kind": "slide", "path": RAMP, "value": 5})
    assert made.draft.changes == {}


def test_what_can_not_be_read_stays_with_its_reason_and_nothing_is_run(base: Scenario) -> None:
    made = desk(base)
    made.hear({"kind": "write", "path": RAMP, "value": "12%"})
    text, reasons = made.draft.wrong[RAMP]
    assert text == "12%"
    assert reasons == {
        "en": "The unit is months, which has no percentages. Write the number, for example 12.",
        "zh": "此处单位为个月，不能用百分数。请写数值，例如 12。",
    }
    assert not made.judgement().is_good
    made.hear({"kind": "reset", "path": RAMP})
    assert made.judgement().is_good


def test_every_fault_stands_beside_its_lever(base: Scenario) -> None:
    made = desk(base)
    text = f"name: bad\n{_nested(RAMP, 500)}\nhiring: {{recruiters: -3}}\nmoney: {{margine: 0.5}}\n"
    made.hear({"kind": "drop", "name": "bad.yaml", "text": text})
    judgement = made.judgement()
    assert not judgement.is_good
    assert set(judgement.by_path) == {RAMP, "hiring.recruiters", "money.margine"}
    assert "Did you mean `margin`?" in judgement.by_path["money.margine"]
    assert made.bench.baseline is base


def test_a_file_that_is_no_scenario_is_told_and_nothing_changes(base: Scenario) -> None:
    made = desk(base)
    made.hear({"kind": "drop", "name": "bad.yaml", "text": "a: [1"})
    assert "bad.yaml" in made.view.note
    assert made.view.is_wrong
    assert len(made.bench.drafts) == 1


def test_up_to_four_scenarios_stand_beside_the_baseline(base: Scenario) -> None:
    made = desk(base)
    for _ in range(3):
        made.hear({"kind": "add"})
    names = [each.name for each in made.judgement().scenarios]
    assert names == ["base", "what if", "what if 2", "what if 3", "what if 4"]
    made.hear({"kind": "add"})
    assert "Take one away first" in made.view.note
    made.hear({"kind": "choose", "place": 0})
    made.hear({"kind": "remove", "place": 0})
    assert len(made.bench.drafts) == 3


def test_names_stay_apart(base: Scenario) -> None:
    made = desk(base)
    made.hear({"kind": "rename", "value": "base"})
    assert "“base” is taken" in made.view.note
    made.hear({"kind": "rename", "value": "plan B"})
    assert made.judgement().scenarios[1].name == "plan B"


def test_numbers_of_the_bar_are_whole_and_in_range(base: Scenario) -> None:
    made = desk(base)
    made.hear({"kind": "number", "name": "replications", "value": "1.5"})
    text, reasons = made.view.wrong["replications"]
    assert (text, reasons["en"]) == ("1.5", "Expected a whole number from 2 to 100,000.")
    made.hear({"kind": "number", "name": "replications", "value": "1,000"})
    assert (made.view.replications, made.view.wrong) == (1000, {})


def test_cells_of_a_rate_table_are_read_by_their_units(base: Scenario) -> None:
    made = desk(base)
    made.hear({"kind": "cell", "path": RATES, "row": 0, "column": 1, "value": "12"})
    assert made.draft.wrong[f"{RATES}.0.1"][1]["en"] == "12 would be 1,200%. Write 12% or 0.12."
    made.hear({"kind": "cell", "path": RATES, "row": 0, "column": 1, "value": "12%"})
    assert made.draft.wrong == {}
    assert made.draft.changes == {RATES: [[0.0, 0.12]]}
    made.hear({"kind": "row", "path": RATES})
    assert made.draft.changes == {RATES: [[0.0, 0.12], [0.25, 0.12]]}
    made.hear({"kind": "cell", "path": RATES, "row": 1, "column": 1, "value": "16%"})
    made.hear({"kind": "row", "path": RATES, "row": 0})
    assert made.draft.changes == {RATES: [[0.0, 0.16]]}  # the next band begins where this one did
    made.hear({"kind": "row", "path": RATES, "row": 0})
    assert "rates" in made.judgement().by_path[RATES]


def test_what_can_not_be_read_is_neither_saved_nor_copied(base: Scenario, tmp_path: Path) -> None:
    made = desk(base, folder=tmp_path)
    made.hear({"kind": "cell", "path": RATES, "row": 0, "column": 1, "value": "12%"})
    made.hear({"kind": "cell", "path": RATES, "row": 0, "column": 1, "value": "abc"})
    made.hear({"kind": "save", "value": "x"})
    assert made.view.note == "“abc” can not be read. Mend it or put it back first."
    assert list(tmp_path.iterdir()) == []
    code = code_of(made.draft, "x", None)
    assert f"# {RATES}.0.1: 'abc' can not be read and is left out\n" in code
    made.hear({"kind": "add"})
    assert [draft.wrong != {} for draft in made.bench.drafts] == [True, False]
    assert made.draft.changes == {RATES: [[0.0, 0.12]]}


def test_faults_of_another_scenario_have_its_name(base: Scenario) -> None:
    made = dropped(desk(base), "bad.yaml", "name: my bad file\ntiers: {representative: {ramp: {monts: 3}}}\n")
    made.hear({"kind": "choose", "place": 0})
    [told] = made.judgement().others
    assert told.startswith("`my bad file`: tiers.representative.ramp.monts: unknown key.")
    made.hear({"kind": "lang", "value": "zh"})
    assert made.judgement().others[0].startswith("“my bad file”：")


def test_every_fault_of_a_dropped_file_is_told(base: Scenario) -> None:
    text = "tiers: {representative: {ramp: {months: 5,7}, attrition: {hazard: 2}, quota_annual: -1}}\n"
    made = dropped(desk(base), "bad.yaml", text)
    judged = made.judgement()
    told = " ".join([*judged.by_path.values(), *judged.others])
    assert "there is no tiers.representative.ramp.7 to take out. Known: months, shape, start_share." in told
    assert "quota_annual" in told
    assert "attrition.law is missing" in told


def test_a_dragged_lever_tells_where_it_is(base: Scenario) -> None:
    made = desk(base)
    made.hear({"kind": "drag", "path": RAMP, "value": "8"})
    levers = LeverList(made.draft, base, made.groups, made.judgement(), made.view, made.sections, made.dragged)
    page = json.dumps(levers.node())
    assert '"value": "8"' in page
    assert '"value": "5"' in page  # the slider itself is where the pointer has it


@pytest.mark.parametrize(
    "intent", [{"kind": "slide", "path": RAMP, "value": 9}, {"kind": "save", "value": "x"}, {"kind": "undo"}]
)
def test_a_board_changes_nothing(base: Scenario, intent: dict[str, Any]) -> None:
    made = desk(base, is_board=True)
    before = made.bench
    made.hear(intent)
    assert made.bench == before
    assert "nothing can be changed" in made.view.note


@pytest.mark.parametrize(
    "intent",
    [{}, {"kind": "_put"}, {"kind": "slide", "path": "a.b"}, {"kind": "row", "path": "x"}, {"kind": "tab", "value": 1}],
)
def test_what_makes_no_sense_changes_nothing(base: Scenario, intent: dict[str, Any]) -> None:
    made = desk(base)
    before = made.bench
    made.hear(intent)
    assert made.bench == before


def saved_base(folder: Path, base: Scenario) -> Scenario:
    from teamsim.run_folder import _write_yaml

    _write_yaml({"name": "base", **base.tree}, folder / "base.yaml")
    return ts.load_scenario(folder / "base.yaml")


def test_a_scenario_is_saved_as_its_differences_and_read_back(base: Scenario, tmp_path: Path) -> None:
    made = desk(saved_base(tmp_path, base), folder=tmp_path)
    made.hear({"kind": "slide", "path": RAMP, "value": 7})
    made.hear({"kind": "save", "value": "Plan B"})
    assert "Saved" in made.view.note
    text = (tmp_path / "plan_b.yaml").read_text(encoding="utf-8")
    assert "extends: base.yaml" in text
    assert "quota" not in text
    assert ts.load_scenario(tmp_path / "plan_b.yaml") == made.judgement().scenarios[1]
    made.hear({"kind": "slide", "path": RAMP, "value": 8})
    made.hear({"kind": "save", "value": "plan_b.yaml"})
    assert "Saved" in made.view.note, "what was written here may be written again"


def test_a_file_of_somebody_else_is_not_overwritten(base: Scenario, tmp_path: Path) -> None:
    made = desk(saved_base(tmp_path, base), folder=tmp_path)
    made.hear({"kind": "slide", "path": RAMP, "value": 7})
    made.hear({"kind": "save", "value": "mine"})
    (tmp_path / "mine.yaml").write_text("name: theirs\n", encoding="utf-8")
    made.hear({"kind": "save", "value": "mine"})
    assert "is there already" in made.view.note
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == "name: theirs\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["base.yaml", "mine.yaml"]


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "a\\b"])
def test_a_name_leads_to_no_other_folder(base: Scenario, tmp_path: Path, name: str) -> None:
    made = desk(saved_base(tmp_path, base), folder=tmp_path)
    made.hear({"kind": "save", "value": name})
    assert "can not be a file name" in made.view.note
    assert [path.name for path in tmp_path.iterdir()] == ["base.yaml"]


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", "takes 305 bytes as a file name; at most 255. Choose a shorter one."),
        ("zh", "作文件名占 305 字节，最多 255 字节。请换一个较短的名称。"),
    ],
)
def test_a_name_beyond_what_a_file_may_have_is_told(base: Scenario, tmp_path: Path, lang: str, expected: str) -> None:
    made = desk(saved_base(tmp_path, base), folder=tmp_path, lang=lang)
    made.hear({"kind": "slide", "path": RAMP, "value": 7})
    made.hear({"kind": "save", "value": "计" * 100})
    assert expected in made.view.note
    assert made.draft.changes == {RAMP: 7.0}
    assert [path.name for path in tmp_path.iterdir()] == ["base.yaml"]


def test_what_is_suggested_for_the_longest_name_can_be_saved(base: Scenario, tmp_path: Path) -> None:
    made = desk(saved_base(tmp_path, base), folder=tmp_path)
    made.hear({"kind": "rename", "value": "计划" * 100})
    file = suggested_file("计划" * 100)
    made.hear({"kind": "save", "value": file})
    assert "Saved" in made.view.note
    assert ts.load_scenario(tmp_path / file).name == "计划" * 100


@pytest.mark.parametrize(
    ("lang", "expected"), [("en", "is a file, not a folder"), ("zh", "是文件，不是可保存情景的文件夹。")]
)
def test_a_folder_that_is_a_file_is_told(base: Scenario, tmp_path: Path, lang: str, expected: str) -> None:
    folder = tmp_path / "scenarios"
    folder.write_text("mine", encoding="utf-8")
    made = desk(base, folder=folder, lang=lang)
    made.hear({"kind": "slide", "path": RAMP, "value": 7})
    made.hear({"kind": "save", "value": "plan"})
    assert expected in made.view.note
    assert (made.draft.changes, folder.read_text(encoding="utf-8")) == ({RAMP: 7.0}, "mine")


def test_a_folder_of_the_files_name_is_somebody_elses(base: Scenario, tmp_path: Path) -> None:
    made = desk(saved_base(tmp_path, base), folder=tmp_path)
    (tmp_path / "plan.yaml").mkdir()
    made.hear({"kind": "save", "value": "plan"})
    assert "is there already" in made.view.note


def test_a_file_that_extends_a_name_that_can_not_be_is_refused(base: Scenario, tmp_path: Path) -> None:
    made = desk(saved_base(tmp_path, base), folder=tmp_path)
    made.hear({"kind": "drop", "name": "mine.yaml", "text": f"extends: {'x' * 300}\nhiring: {{recruiters: 3}}"})
    assert "Put that file there" in made.view.note
    (tmp_path / "long.yaml").write_text(f"extends: {'x' * 300}\n", encoding="utf-8")
    with pytest.raises(TeamsimError, match="no such file"):
        ts.load_scenario(tmp_path / "long.yaml")


def test_a_full_disk_is_told_and_leaves_nothing(
    base: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = desk(saved_base(tmp_path, base), folder=tmp_path)
    made.hear({"kind": "slide", "path": RAMP, "value": 7})

    def full(*_given: Any, **_more: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    made.hear({"kind": "save", "value": "plan"})
    assert "No space left on device" in made.view.note
    assert [path.name for path in tmp_path.iterdir()] == ["base.yaml"]
    assert made.draft.changes == {RAMP: 7.0}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_a_disk_that_takes_no_more_keeps_the_older_file_and_the_changes(base: Scenario, tmp_path: Path) -> None:
    """The system itself refuses: files may not grow beyond a few bytes."""
    import resource

    made = desk(saved_base(tmp_path, base), folder=tmp_path)
    made.hear({"kind": "slide", "path": RAMP, "value": 7})
    made.hear({"kind": "save", "value": "plan"})
    older = (tmp_path / "plan.yaml").read_bytes()
    made.hear({"kind": "slide", "path": RAMP, "value": 8})
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16, limits[1]))
    try:
        made.hear({"kind": "save", "value": "plan"})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert "can not be written: File too large. The older file is as it was. Free some space" in made.view.note
    assert (tmp_path / "plan.yaml").read_bytes() == older
    assert sorted(path.name for path in tmp_path.iterdir()) == ["base.yaml", "plan.yaml"]
    made.hear({"kind": "save", "value": "plan"})
    assert ts.load_scenario(tmp_path / "plan.yaml").parameter(RAMP).value == 8.0


def test_without_the_file_that_the_differences_are_from_nothing_is_saved(base: Scenario, tmp_path: Path) -> None:
    made = desk(base, folder=tmp_path)
    made.hear({"kind": "save", "value": "plan"})
    assert "No scenario file" in made.view.note
    assert list(tmp_path.iterdir()) == []


def _nested(path: str, value: Any) -> str:
    first, *keys = path.split(".")
    return f"{first}: " + "".join(f"{{{key}: " for key in keys) + str(value) + "}" * len(keys)


# -- what a reviewer found: each failed first --------------------------------------------------------------------


def named(*values: float) -> list[Scenario]:
    made = tiny_scenario("base", {RAMP: 5.0})
    return [made, *(made.with_changes(name, {RAMP: v}) for name, v in zip("abc", values, strict=False))]


def test_taking_a_scenario_away_leaves_the_levers_where_they_are() -> None:
    made = desk(*named(6.0, 7.0, 8.0))
    made.hear({"kind": "choose", "place": 1})
    made.hear({"kind": "remove", "place": 0})
    assert made.draft.origin.name == "b"
    made.hear({"kind": "remove", "place": 1})
    assert made.draft.origin.name == "b"


def test_one_lever_of_two_scenarios_is_undone_in_two_steps() -> None:
    made = desk(*named(6.0, 7.0))
    made.hear({"kind": "choose", "place": 0})
    made.hear({"kind": "slide", "path": RAMP, "value": 8})
    made.hear({"kind": "choose", "place": 1})
    made.hear({"kind": "slide", "path": RAMP, "value": 9})
    made.hear({"kind": "undo"})
    assert [draft.value(RAMP) for draft in made.bench.drafts] == [8.0, 7.0]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_copy_of_a_changed_scenario_has_a_name_of_its_own(lang: str) -> None:
    made = desk(*named(6.0), lang=lang)
    made.hear({"kind": "slide", "path": RAMP, "value": 8})
    made.hear({"kind": "add"})
    names = [scenario.name for scenario in made.judgement().scenarios]
    assert len(set(names)) == len(names) == 3


def test_a_dropped_file_may_hold_what_the_baseline_has_not(repo: Path) -> None:
    base = ts.load_scenario(repo / "scenarios" / "baseline.yaml")
    text = (repo / "scenarios" / "hiring_freeze.yaml").read_text(encoding="utf-8")
    made = desk(base, folder=repo / "scenarios")
    made.hear({"kind": "drop", "name": "hiring_freeze.yaml", "text": text})
    judged = made.judgement()
    assert judged.is_good, (judged.by_path, judged.others)
    theirs = ts.load_scenario(repo / "scenarios" / "hiring_freeze.yaml")
    assert judged.scenarios[-1].parameters.hiring == theirs.parameters.hiring


def dropped(made: Desk, name: str, text: str) -> Desk:
    made.hear({"kind": "drop", "name": name, "text": text})
    return made


def test_a_dropped_file_is_what_it_extends_and_its_own_differences(repo: Path) -> None:
    folder = repo / "scenarios"
    base, push = (ts.load_scenario(folder / f"{name}.yaml") for name in ("baseline", "quarterly_push"))
    made = dropped(desk(base, folder=folder), "more.yaml", "extends: quarterly_push.yaml\nhiring: {recruiters: 5}\n")
    assert made.draft.changes == {"hiring.recruiters": 5}
    assert set(ts.diff(push, made.judgement().scenarios[-1])) == {"hiring.recruiters"}
    assert made.view.note == "“more” is open. Values that differ from “quarterly push”: 1."


def test_a_dropped_file_that_extends_what_is_not_there_is_refused(repo: Path) -> None:
    for parent in ("nowhere.yaml", "../pyproject.toml"):
        made = dropped(desk(tiny_scenario("base"), folder=repo / "scenarios"), "x.yaml", f"extends: {parent}\n")
        assert len(made.bench.drafts) == 1
        assert f"x.yaml extends {parent}, which is no file of {repo / 'scenarios'}." in made.view.note


def test_a_dropped_file_that_is_whole_stands_for_itself(repo: Path) -> None:
    file = repo / "scenarios" / "cn_industrial.yaml"
    made = dropped(desk(ts.load_scenario(repo / "scenarios" / "baseline.yaml")), file.name, file.read_text("utf-8"))
    judged = made.judgement()
    assert judged.is_good, judged.others
    assert not ts.diff(judged.scenarios[-1], ts.load_scenario(file))


@pytest.mark.parametrize("file", ["baseline.yaml", "cn_industrial.yaml"])
@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        (r"recruiters: \d+", "recruiters: -3", "hiring.recruiters = -3; expected people in [1, 10000]."),
        (r"\ntiers:", "\ntirs:", "tirs: unknown key. Did you mean `tiers`?"),
        (r"base_annual:", "base_anual:", "unknown key. Did you mean `base_annual`?"),
        (r"\n +base_annual: .*", "", "base_annual is missing (Fixed pay of a full-time person). Give it a value."),
    ],
)
def test_a_dropped_file_that_is_whole_but_for_a_slip_is_refused_with_its_line(
    repo: Path, file: str, right: str, wrong: str, told: str
) -> None:
    text, n = re.subn(right, wrong, (repo / "scenarios" / file).read_text(encoding="utf-8"), count=1)
    made = dropped(desk(ts.load_scenario(repo / "scenarios" / "baseline.yaml")), file, text)
    assert n == 1 and len(made.bench.drafts) == 1 and made.view.is_wrong
    assert told in made.view.note
    assert all(re.match(rf"{file}(:\d+)?: ", line) for line in made.view.note.splitlines())


WHOLE = ("baseline.yaml", "cn_industrial.yaml", "benchmark_common.yaml", "push_careers.yaml")
PAY = "tiers: {representative: {base_annual: 90000}, sales_manager: {base_annual: 150000}}\n"
SEATS = "organisation: {units: {company: {seats: {sales_director: 3}}}}\n"
TIER = "tiers: {principal: {base_annual: 99000, label: Principal, track: individual}}\n"
POLICIES = "hiring: {recruiters: 9}\nmoney: {margin: 0.7}\ncosts: {recruiter_annual: 90000}\n"
PAST = "opening: {state: new, firm_age_years: 6}\n"


def section_in(repo: Path, file: str, section: str) -> tuple[str, str]:
    """The text of a section of a scenario file, and that of the file without it."""
    text = (repo / "scenarios" / file).read_text(encoding="utf-8")
    found = re.search(rf"(?ms)^{section}:.*?^(?=[a-z#])", text)
    assert found is not None
    return found[0], text.replace(found[0], "")


@pytest.mark.parametrize("file", WHOLE)
@pytest.mark.parametrize("section", ["tiers", "organisation"])
def test_a_dropped_file_that_is_whole_but_for_a_section_is_refused(repo: Path, file: str, section: str) -> None:
    base, text = ts.load_scenario(repo / "scenarios" / "baseline.yaml"), section_in(repo, file, section)[1]
    made, chinese = dropped(desk(base), file, text), dropped(desk(base, lang="zh"), file, text)
    assert len(made.bench.drafts) == 1 and made.view.is_wrong and made.judgement().is_good
    remedy, remedy_zh = "Add the section, or extend a complete scenario.", "请补充该小节，或继承一个完整的情景。"
    assert re.fullmatch(rf"{file}:\d+: {section} is missing \(.*\)\. {remedy}", made.view.note)
    assert re.fullmatch(rf"{file}:\d+：缺少 {section}。{remedy_zh}", chinese.view.note)


@pytest.mark.parametrize(("empty", "told"), [("", "tiers = None"), (" {}", "tiers: nothing stands in it.")])
def test_a_dropped_file_that_is_whole_but_for_an_empty_section_is_refused(repo: Path, empty: str, told: str) -> None:
    text = f"{section_in(repo, 'baseline.yaml', 'tiers')[1]}tiers:{empty}\n"
    made = dropped(desk(ts.load_scenario(repo / "scenarios" / "baseline.yaml")), "mine.yaml", text)
    assert len(made.bench.drafts) == 1 and told in made.view.note
    assert made.view.note.endswith("name below it.") or made.view.note.endswith("names below it.")


def test_what_else_is_wrong_with_a_file_without_a_section_is_told_too(repo: Path) -> None:
    text = re.sub(r"recruiters: \d+", "recruiters: -3", section_in(repo, "baseline.yaml", "tiers")[1], count=1)
    made = dropped(desk(ts.load_scenario(repo / "scenarios" / "baseline.yaml")), "mine.yaml", text)
    assert len(made.bench.drafts) == 1
    assert [line.split()[1] for line in made.view.note.splitlines()] == ["tiers", "hiring.recruiters"]


@pytest.mark.parametrize(
    ("text", "n_faults"),
    [
        (PAY + POLICIES, 0),
        (PAY + POLICIES + PAST, 2),
        (PAY + POLICIES.replace("9}", "-3}"), 1),
        (TIER + POLICIES, 0),
        (SEATS + POLICIES, 0),
    ],
)
def test_changes_of_many_sections_stay_changes(repo: Path, text: str, n_faults: int) -> None:
    made = dropped(desk(ts.load_scenario(repo / "scenarios" / "baseline.yaml")), "mine.yaml", text)
    judged = made.judgement()
    assert len(made.bench.drafts) == 2 and "is open" in made.view.note
    assert len(judged.by_path) + len(judged.others) == n_faults


@pytest.mark.parametrize("section", ["tiers", "organisation"])
def test_a_section_copied_in_full_and_changed_is_a_file_of_changes(repo: Path, section: str) -> None:
    base, (text, _) = ts.load_scenario(repo / "scenarios" / "baseline.yaml"), section_in(repo, "baseline.yaml", section)
    text, n = re.subn(r"(seats: {.*?: )\d+|(base_annual: )\d+", r"\g<1>\g<2>7", text, count=1)
    made = dropped(desk(base), "mine.yaml", text)
    assert n == 1 and len(made.bench.drafts) == 2 and len(made.draft.changes) == 1


@pytest.mark.parametrize("text", ["", "\n# nothing yet\n", "name: mine\n", "description: mine\n"])
def test_a_dropped_file_without_a_value_is_refused(base: Scenario, text: str) -> None:
    made = dropped(desk(base), "mine.yaml", text)
    assert len(made.bench.drafts) == 1 and made.view.is_wrong
    assert made.view.note.startswith("mine.yaml holds no value of a scenario. Write what differs from “base” into it")
    chinese = dropped(desk(base, lang="zh"), "mine.yaml", text)
    assert chinese.view.note.startswith("mine.yaml 中没有任何情景参数。")


def test_a_dropped_file_may_only_name_what_it_extends(repo: Path) -> None:
    base = ts.load_scenario(repo / "scenarios" / "baseline.yaml")
    made = dropped(desk(base, folder=repo / "scenarios"), "push.yaml", "extends: quarterly_push.yaml\n")
    assert made.view.note == "“push” is open."


def test_changes_that_touch_what_a_whole_file_must_have_stay_changes(base: Scenario) -> None:
    text = f"name: two\n{_nested(RAMP, 500)}\norganisation: {{span: {{reports: 8}}}}\n"
    made = dropped(desk(base), "two.yaml", text)
    assert set(made.draft.changes) == {RAMP, "organisation.span"}
    assert set(made.judgement().by_path) == {RAMP}


def test_changes_that_are_nearly_a_scenario_are_read_as_changes(repo: Path) -> None:
    base = ts.load_scenario(repo / "scenarios" / "baseline.yaml")
    unit = "{label: North, parent: company, seats: {representative: 3}}"
    text = f"tiers: {{representative: {{base_annual: 90000}}}}\norganisation: {{units: {{north: {unit}}}}}\n"
    made = dropped(desk(base), "north.yaml", text)
    assert set(made.draft.changes) == {"tiers.representative.base_annual", "organisation.units.north"}


def test_what_is_rescued_is_the_same_scenario_where_it_is_dropped(repo: Path) -> None:
    base, push = (ts.load_scenario(repo / "scenarios" / f"{name}.yaml") for name in ("baseline", "quarterly_push"))
    made = desk(base, push)
    made.hear({"kind": "slide", "path": RAMP, "value": 8})
    made.hear({"kind": "row", "path": RATES})
    lost = made.judgement().scenarios[-1]
    (rescue,) = rescues(made.bench, "adjusted")
    again = dropped(desk(base, push), rescue["name"], rescue["text"])
    assert not ts.diff(again.judgement().scenarios[-1], lost)


def test_every_changed_scenario_is_rescued(base: Scenario) -> None:
    made = desk(base)
    assert rescues(made.bench, "adjusted") == []
    made.hear({"kind": "slide", "path": RAMP, "value": 8})
    made.hear({"kind": "add"})
    made.hear({"kind": "slide", "path": RAMP, "value": 9})
    assert [each["name"] for each in rescues(made.bench, "adjusted")] == ["what_if.yaml", "what_if_2.yaml"]


def test_a_forecast_is_asked_of_the_desk_once_and_never_by_a_board(base: Scenario) -> None:
    board = desk(base, is_board=True, tab="lab")
    board.hear({"kind": "forecast"})
    assert not board.view.wants_forecast
    made = desk(base, tab="lab")
    made.hear({"kind": "forecast"})
    assert made.view.wants_forecast
    made.hear({"kind": "cell", "path": ACCELERATOR, "value": "1.7"})
    assert not made.view.wants_forecast, "each edit would take a minute"


def test_a_cell_of_a_row_that_is_gone_is_told(base: Scenario) -> None:
    made = desk(base, tab="lab")
    made.hear({"kind": "cell", "path": RATES, "row": 99, "column": 0, "value": "1"})
    assert "has no row 100" in made.view.note
    assert made.view.is_wrong


def test_the_file_of_a_scenario_s_name_is_read_first_and_again_only_when_it_changed(
    base: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from teamsim.studio import saving

    saved, read = saved_base(tmp_path, base), list[Path]()
    (tmp_path / "a.yaml").write_text("name: [", encoding="utf-8")
    plain = saving.load_scenario
    monkeypatch.setattr(saving, "load_scenario", lambda path: read.append(path) or plain(path))
    shelf = Shelf(tmp_path)
    assert [shelf.file_of(saved) for _ in range(3)] == [tmp_path / "base.yaml"] * 3
    assert len(read) == 1
    (tmp_path / "base.yaml").write_text("name: [", encoding="utf-8")
    assert shelf.file_of(saved) is None
    assert [path.name for path in read[1:]] == ["base.yaml", "a.yaml"]
