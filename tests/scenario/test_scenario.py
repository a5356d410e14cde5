"""A scenario is a value: complete, frozen, described, with a hash that knows what matters."""

import dataclasses
import functools
import json
import math
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML

from teamsim.errors import ScenarioError
from teamsim.scenario import Scenario, diff, load_scenario
from teamsim.scenario.read import leaves, merge, read_document
from teamsim.scenario.scenario import Parameter, changed_tree
from tests.scenario.tiny import TINY, tiny, write

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
COMMISSION = "incentives.plans.rep.components.commission"


@functools.cache
def baseline() -> Scenario:
    return load_scenario(SCENARIOS / "baseline.yaml")


def numbers() -> list[Parameter]:
    """Every number of the baseline that decides results: lists and names left out."""
    return [known for known in baseline().describe() if type(known.value) in (int, float)]


# -- the baseline is complete --------------------------------------------------------------------------------


def declared(section: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Go through every parameter that a scenario's sections declare, stated or not."""
    items = section.items() if isinstance(section, dict) else iter(section)
    for name, value in items:
        if isinstance(value, BaseModel | dict) and value:
            yield from declared(value, (*path, name))
        else:
            yield (*path, name)


def test_the_baseline_states_every_parameter_that_is_declared() -> None:
    stated = {path for path, _ in leaves(read_document(SCENARIOS / "baseline.yaml").tree)}
    missing = [".".join(path) for path in declared(baseline().parameters) if path not in stated]
    assert missing == []


def test_the_baseline_is_described_value_by_value_as_its_file_states_it() -> None:
    stated = {
        ".".join(path): value
        for path, value in leaves(read_document(SCENARIOS / "baseline.yaml").tree)
        if path[0] not in ("name", "description") and value is not None
    }
    described = {known.path: known.value for known in baseline().describe()}
    assert json.loads(json.dumps(described)) == stated


def test_every_value_has_unit_range_description_and_labels_in_both_languages() -> None:
    described = baseline().describe()
    assert len(described) > 150
    for known in described:
        assert baseline().parameter(known.path) == known
        assert known.unit, known.path
        assert known.label, known.path
        assert any("一" <= letter <= "鿿" for letter in known.label_zh), known.path
        assert known.description.endswith((".", "%")), known.path
        assert known.status in {"measured", "benchmark", "judgement"}, known.path
        assert known.source, known.path
        if isinstance(known.value, int | float):
            assert (known.low if known.low is not None else -math.inf) <= known.value, known.path
            assert known.value <= (known.high if known.high is not None else math.inf), known.path


def test_one_parameter_is_told_with_all_that_is_known() -> None:
    known = baseline().parameter("tiers.representative.ramp.months")
    assert (known.value, known.unit, known.low, known.high, known.default) == (5.7, "months", 0.0, 60.0, 5.7)
    assert (known.label, known.label_zh, known.typical) == ("Ramp", "爬坡期", (3.0, 9.0))
    assert (known.status, known.source.startswith("Bridge Group 2024")) == ("benchmark", True)
    seats = baseline().parameter("organisation.units.west.seats.representative")
    assert (seats.value, seats.unit, seats.low, seats.high) == (36, "seats", 0, 100_000)


@pytest.mark.parametrize("name", ["sigma", "persistence"])
def test_shocks_of_the_company_and_of_units_have_labels_of_their_own(name: str) -> None:
    company, unit = (baseline().parameter(f"selling.{of}_shock.{name}") for of in ("company", "unit"))
    assert (company.label == unit.label, company.label_zh == unit.label_zh) == (False, False)
    assert ("company" in company.label, "公司" in company.label_zh) == (True, True)
    assert ("unit" in unit.label, "单元" in unit.label_zh) == (True, True)


def test_a_parameter_that_does_not_exist_is_told_with_the_nearest() -> None:
    with pytest.raises(ScenarioError, match=r"there is no tiers\.representativ\. Did you mean `representative`\?"):
        baseline().parameter("tiers.representativ.base_annual")


# -- the hash ------------------------------------------------------------------------------------------------


def test_the_hash_is_the_same_in_another_process() -> None:
    code = "import sys; from teamsim.scenario import load_scenario; print(load_scenario(sys.argv[1]).hash)"
    path = str(SCENARIOS / "baseline.yaml")
    run = subprocess.run(
        [sys.executable, "-c", code, path],
        env={**os.environ, "PYTHONHASHSEED": "1"},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    assert run.stdout.strip() == baseline().hash
    assert len(baseline().hash) == 16


def reordered(tree: Any, path: tuple[str, ...] = ()) -> Any:
    """Turn every mapping round, save those whose order has a meaning."""
    if not isinstance(tree, dict):
        return tree
    order = list if path in {("tiers",), ("organisation", "units")} else lambda keys: list(reversed(list(keys)))
    return {key: reordered(tree[key], (*path, key)) for key in order(tree)}


def test_the_hash_leaves_out_name_words_comments_defaults_and_the_order_of_keys(tmp_path: Path) -> None:
    original = load_scenario(write(tmp_path, TINY, "tiny.yaml"))
    tree = reordered({**original.tree, "name": "other", "description": "Other words."})
    tree["money"] = {"margin": 0.75}  # the default, stated
    path = tmp_path / "other.yaml"
    YAML().dump(tree, path)
    path.write_text("# a comment\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    other = load_scenario(path)
    assert (other.name, other.description) == ("other", "Other words.")
    assert other.hash == original.hash
    assert other != original
    assert diff(original, other) == {}


def test_the_order_of_the_ladder_has_a_meaning_so_the_hash_has_it(tmp_path: Path) -> None:
    one = tiny(tmp_path, "tiers: {senior: {promotion: null}, manager: {promotion: null}}\n")
    ladder = {name: one.tree["tiers"][name] for name in ("senior", "junior", "manager")}
    other = one.with_changes("turned", {"tiers": ladder})
    assert other.hash != one.hash
    assert diff(one, other) == {"tiers": (["junior", "senior", "manager"], ["senior", "junior", "manager"])}


def test_the_order_of_units_has_a_meaning_so_the_hash_has_it(tmp_path: Path) -> None:
    one = tiny(tmp_path)
    units = {name: one.tree["organisation"]["units"][name] for name in ("company", "south", "north")}
    other = one.with_changes("turned", {"organisation.units": units})
    assert other.hash != one.hash
    assert diff(one, other) == {"organisation.units": (["company", "north", "south"], ["company", "south", "north"])}


def test_the_hash_leaves_out_the_labels_of_tiers_and_units() -> None:
    words = {"tiers.representative.label": "Rep", "organisation.units.west.label_zh": "西"}
    assert baseline().with_changes("x", words).hash == baseline().with_changes("x", {}).hash


def test_a_limit_that_is_excluded_is_told() -> None:
    excluded, included = (f"{COMMISSION}.{name}" for name in ("cap", "accelerator"))
    changed = baseline().with_changes("capped", {excluded: 1.5})
    assert changed.parameter(excluded).low == 0
    assert changed.parameter(excluded).low_is_excluded
    assert not changed.parameter(included).low_is_excluded


def reach(known: Parameter) -> tuple[float, float]:
    """How far a number may go down and up, the others staying.

    The youngest join no later than the oldest, and an exit brings less than one more.
    """
    low = known.low if known.low is not None else known.value - 10.0
    high = known.high if known.high is not None else known.value + 10.0
    tier, _, name = known.path.rpartition(".")
    if name == "entry_age_from_years":
        high = baseline().parameter(f"{tier}.entry_age_to_years").value
    if name == "entry_age_to_years":
        low = baseline().parameter(f"{tier}.entry_age_from_years").value
    if name == "peer_exits_ratio":
        high = 1.25
    return low, high


@given(st.sampled_from(numbers()), st.floats(0.01, 0.99), st.booleans())
def test_any_change_of_a_number_changes_the_hash_and_shows_in_the_diff(
    known: Parameter, share: float, is_up: bool
) -> None:
    assume(known.path != "opening.firm_age_years")  # means something with a past of its own only
    low, high = reach(known)
    end = high if (is_up and high > known.value) or known.value == low else low
    value: float = known.value + share * (end - known.value)
    if isinstance(known.value, int):
        value = round(value)
        value = value if value != known.value else known.value + (1 if end > known.value else -1)
    changed = baseline().with_changes("changed", {known.path: value})
    assert changed.hash != baseline().hash
    assert diff(baseline(), changed) == {known.path: (known.value, value)}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("time.start", "2026-02"),
        ("money.currency", "EUR"),
        ("tiers.representative.promotion.choice", "seniority"),
        ("tiers.representative.promotion.from_tier", "junior_representative"),
        ("tiers.representative.promotion", None),
        ("selling.season", [1.0] * 12),
        (f"{COMMISSION}.rates", [[0.0, 0.1]]),
        ("incentives.plans.rep.tiers", ["representative"]),
        ("organisation.units.west.potential_annual", None),
        ("opening.past", "own"),
        ("hiring.recruiters", None),
    ],
)
def test_any_change_of_a_name_a_list_or_an_absence_changes_the_hash(path: str, value: Any) -> None:
    changed = baseline().with_changes("changed", {path: value})
    assert changed.hash != baseline().hash
    assert all(found == path or found.startswith(f"{path}.") for found in diff(baseline(), changed))
    assert diff(baseline(), changed)


# -- counterfactuals -----------------------------------------------------------------------------------------


def test_a_path_that_can_not_be_leaves_nothing_half_made() -> None:
    tree, faults = changed_tree(baseline().tree, {"organisation.span.foo": None, "organisation.span.reports": 9}, "x")
    assert [fault.problem for fault in faults] == ["there is no organisation.span.foo to take out."]
    assert tree["organisation"]["span"] == {"reports": 9}
    tree, faults = changed_tree(baseline().tree, {"organisation.span.foo": None}, "x")
    assert tree == baseline().tree
    assert len(faults) == 1


def test_with_changes_returns_a_named_scenario_and_leaves_the_original_alone() -> None:
    before = (baseline().hash, json.dumps(baseline().tree), baseline().parameters.model_dump_json())
    changed = baseline().with_changes(
        "plan B", {f"{COMMISSION}.accelerator": 2.0, f"{COMMISSION}.rates": [(0.0, 0.06), (1.0, 0.12)]}
    )
    assert (changed.name, changed.origin) == ("plan B", baseline())
    assert diff(baseline(), changed) == {
        f"{COMMISSION}.accelerator": (1.5, 2.0),
        f"{COMMISSION}.rates": ([[0.0, 0.115]], [[0.0, 0.06], [1.0, 0.12]]),
    }
    assert (baseline().hash, json.dumps(baseline().tree), baseline().parameters.model_dump_json()) == before


def test_changes_do_not_keep_hold_of_the_values_they_were_given() -> None:
    rates = [[0.0, 0.06], [1.0, 0.12]]
    changed = baseline().with_changes("plan B", {f"{COMMISSION}.rates": rates})
    rates[1][1] = 0.5
    again = changed.with_changes("again", {"money.margin": 0.5})
    assert again.parameter(f"{COMMISSION}.rates").value == ((0.0, 0.06), (1.0, 0.12))


def test_changing_back_gives_the_value_back() -> None:
    there = baseline().with_changes("there", {"money.margin": 0.5})
    assert there.with_changes("baseline", {"money.margin": 0.75}).hash != there.hash
    assert diff(there.with_changes("back", {"money.margin": 0.75}), baseline()) == {}


def test_none_takes_a_value_out_so_that_its_default_holds() -> None:
    changed = baseline().with_changes("no limit", {"hiring.recruiters": None, "money.margin": None})
    assert changed.parameters.hiring.recruiters is None
    assert changed.parameters.money.margin == 0.75
    assert diff(baseline(), changed) == {"hiring.recruiters": (3, None)}


def test_a_mapping_replaces_what_stands_there_in_full() -> None:
    law = {"law": "constant", "annual_turnover": 0.2}
    changed = baseline().with_changes("constant", {"tiers.representative.attrition": law})
    assert changed.parameter("tiers.representative.attrition.annual_turnover").value == 0.2


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("hirng.recruiters", 3, "there is no hirng. Did you mean `hiring`?"),
        ("hiring.recruters", 3, "hiring.recruters: unknown key. Did you mean `recruiters`?"),
        ("hiring.recruters", None, "there is no hiring.recruters to take out. Did you mean `recruiters`?"),
        ("tiers.represntative.base_annual", 1,
         "there is no tiers.represntative. Did you mean `representative`?"),
        ("tiers.represntative", None,
         "there is no tiers.represntative to take out. Did you mean `representative`?"),
        ("selling.season.3", 1.2, "selling.season is a value, not a section. Shorten the path."),
        ("money.margin", 75,
         "money.margin = 75; expected share of bookings in [0, 1]. Did you mean 0.75 (75%)?"),
        ("tiers.representative.base_annual", None,
         "tiers.representative.base_annual is missing (Fixed pay of a full-time person). Give it a value."),
    ],
)  # fmt: skip
def test_a_change_that_can_not_be_made_is_told_with_the_nearest_name(path: str, value: Any, sentence: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        baseline().with_changes("wrong", {path: value})
    assert str(caught.value) == f"change of `baseline`: {sentence}"


def test_all_wrong_changes_are_told_at_once() -> None:
    with pytest.raises(ScenarioError) as caught:
        baseline().with_changes("wrong", {"money.margin": 75, "time.horizon_months": 0, "money.curency": "USD"})
    assert len(caught.value.faults) == 3


def test_a_scenario_is_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        baseline().name = "other"  # type: ignore[misc]
    with pytest.raises(ValidationError, match="frozen"):
        baseline().parameters.money.margin = 0.5
    with pytest.raises(ValidationError, match="frozen"):
        baseline().parameters.tiers["representative"].ramp.months = 1.0


def test_scenarios_are_equal_when_name_and_hash_are() -> None:
    again = load_scenario(SCENARIOS / "baseline.yaml")
    assert again == baseline()
    assert len({again, baseline()}) == 1
    assert baseline().with_changes("other name", {}) != baseline()
    assert baseline() != "baseline"


# -- differences ---------------------------------------------------------------------------------------------


zeros = [known.path for known in numbers() if "productivity" in known.path or "base_annual" in known.path]


@given(st.dictionaries(st.sampled_from(zeros), st.just(0.0), max_size=4))
def test_a_diff_is_empty_on_itself_and_the_same_from_both_sides(changes: dict[str, float]) -> None:
    changed = baseline().with_changes("changed", changes)
    there, back = diff(baseline(), changed), diff(changed, baseline())
    assert diff(changed, changed) == {}
    assert back == {path: (other, one) for path, (one, other) in there.items()}
    assert set(there) == {path for path in changes if baseline().parameter(path).value != 0.0}


def mappings(values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from("abcd"), values, max_size=3)


values = st.integers() | st.lists(st.integers(), max_size=2)
trees = mappings(values | mappings(values | mappings(values)))


@given(trees, trees)
def test_merging_keeps_what_is_not_changed_and_takes_what_is(below: Any, above: Any) -> None:
    merged, old, new = (dict(leaves(tree)) for tree in (merge(below, above), below, above))
    assert {path: merged[path] for path in new if new[path] != {}} == {p: v for p, v in new.items() if v != {}}
    for path, value in old.items():
        is_touched = any(path[: len(other)] == other or other[: len(path)] == path for other in new)
        assert is_touched or merged[path] == value


@given(trees)
def test_merging_with_itself_or_with_nothing_changes_nothing(tree: Any) -> None:
    assert merge(tree, tree) == tree
    assert merge(tree, {}) == tree
    assert merge({}, tree) == tree


def test_mappings_merge_lists_replace_and_null_deletes() -> None:
    below = {"a": {"x": 1, "y": [1, 2]}, "b": 1, "c": {"z": 1}}
    above = {"a": {"y": [3]}, "b": None, "c": None, "d": {"new": 1, "none": None}}
    assert merge(below, above) == {"a": {"x": 1, "y": [3]}, "d": {"new": 1}}
    assert below == {"a": {"x": 1, "y": [1, 2]}, "b": 1, "c": {"z": 1}}


def test_a_file_that_extends_says_only_what_differs(tmp_path: Path) -> None:
    base = tiny(tmp_path)
    more = "hiring: {recruiters: null}\nselling: {season: [2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1]}\n"
    more += "tiers: {senior: {base_annual: 95000, promotion: null}}\n"
    changed = tiny(tmp_path, more)
    assert (changed.name, changed.origin) == ("case", base)
    assert set(diff(base, changed)) == {
        "hiring.recruiters",
        "selling.season",
        "tiers.senior.base_annual",
        *(f"tiers.senior.promotion.{key}" for key in base.parameters.tiers["senior"].promotion.model_dump()
          if key != "from_tier"),  # type: ignore[union-attr]
    }  # fmt: skip
    assert changed.parameters.tiers["senior"].promotion is None


def test_a_file_and_a_change_that_say_the_same_are_the_same(tmp_path: Path) -> None:
    base = tiny(tmp_path)
    by_file = tiny(tmp_path, "name: plan B\nmoney: {margin: 0.5}\ntiers: {junior: {base_annual: 55000}}\n")
    by_change = base.with_changes("plan B", {"money.margin": 0.5, "tiers.junior.base_annual": 55000})
    assert by_file == by_change


@pytest.mark.parametrize(
    ("file", "changes"),
    [
        ("richer_accelerator", {f"{COMMISSION}.accelerator": (1.5, 2.5)}),
        ("capped_plan", {f"{COMMISSION}.cap": (None, 1.2)}),
    ],
)
def test_the_scenarios_beside_the_baseline_differ_only_where_they_say(file: str, changes: dict[str, Any]) -> None:
    scenario = load_scenario(SCENARIOS / f"{file}.yaml")
    assert diff(baseline(), scenario) == changes
    assert scenario.origin == baseline()
    assert scenario.past == baseline()
    assert scenario.name == file.replace("_", " ")


def test_a_scenario_with_its_own_past_has_another_hash() -> None:
    change = {"hiring.recruiters": 5}
    inherited = baseline().with_changes("more recruiters", change)
    own = baseline().with_changes("more recruiters", {**change, "opening.past": "own"})
    assert inherited.past == baseline()
    assert own.past is own
    assert own.hash != inherited.hash


def test_the_same_values_with_another_past_have_another_hash(tmp_path: Path) -> None:
    changed = tiny(tmp_path).with_changes("five recruiters", {"hiring.recruiters": 5})
    alone = load_scenario(write(tmp_path, TINY.replace("recruiters: 2", "recruiters: 5")))
    assert diff(alone, changed) == {}
    assert changed.past == tiny(tmp_path)
    assert alone.past is alone
    assert alone.hash != changed.hash


def test_every_scenario_of_the_repository_loads_and_holds_plain_data_only() -> None:
    files = sorted(SCENARIOS.glob("**/*.yaml"))
    assert len(files) >= 3
    for path in files:
        tree = load_scenario(path).tree
        assert json.loads(json.dumps(tree)) == tree, path.name
        for _, value in leaves(tree):
            for text in value if isinstance(value, list) else [value]:
                assert not (isinstance(text, str) and any(sign in text for sign in ("(", "=", "lambda", "import")))
