"""The JSON Schema that editors and other programs read is made of the same declarations."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from teamsim.scenario import load_scenario, schema
from teamsim.scenario.read import read_document
from teamsim.scenario.schema import Parameters, Section, scenario_schema
from tests.scenario.tiny import TINY, write

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
SCHEMA = Parameters.model_json_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def _is_group(field: FieldInfo) -> bool:
    """Tell whether a field is a group of parameters (one of several, or none)."""
    names = [field.annotation, *getattr(field.annotation, "__args__", ())]
    return any(isinstance(name, type) and issubclass(name, BaseModel) for name in names)


DECLARED = {
    f"{group.__name__}.{name}": field
    for group in vars(schema).values()
    if isinstance(group, type) and issubclass(group, Section)
    for name, field in group.model_fields.items()
    if not _is_group(field)
}
"""Every declared parameter: the fields that are not groups of others."""

every_parameter = pytest.mark.parametrize(("name", "field"), DECLARED.items(), ids=DECLARED.keys())


def baseline() -> dict[str, Any]:
    """The baseline's values as a program would write them to JSON."""
    tree: dict[str, Any] = json.loads(json.dumps(load_scenario(SCENARIOS / "baseline.yaml").tree))
    return tree


def faults(tree: dict[str, Any]) -> list[str]:
    return [error.json_path for error in VALIDATOR.iter_errors(tree)]


def test_the_schema_is_a_json_schema_of_draft_2020_12() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_accepts_the_baseline_and_a_tiny_scenario(tmp_path: Path) -> None:
    assert faults(baseline()) == []
    assert faults(load_scenario(write(tmp_path, TINY)).tree) == []


def test_the_schema_accepts_what_a_scenario_says_of_itself() -> None:
    parameters = load_scenario(SCENARIOS / "baseline.yaml").parameters
    assert faults(parameters.model_dump(mode="json")) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("hirng",), {}),
        (("hiring", "recruters"), 3),
        (("tiers", "representative", "base_anual"), 1),
        (("tiers", "representative", "promotion", "internal_share"), 60),
        (("tiers", "representative", "attrition", "law"), "weibul"),
        (("money", "margin"), "much"),
        (("time", "horizon_months"), 0),
        (("organisation", "units", "west", "seats", "representative"), -1),
        (("incentives", "plans", "rep", "components", "commission", "cap"), 0),
    ],
)
def test_the_schema_refuses_a_typo_or_a_value_out_of_range(path: tuple[str, ...], value: Any) -> None:
    tree: dict[str, Any] = baseline()
    here = tree
    for key in path[:-1]:
        here = here[key]
    here[path[-1]] = value
    (fault,) = faults(tree)
    assert fault.removeprefix("$").startswith("." + path[0]) or fault == "$"


def test_the_schema_refuses_a_scenario_without_required_parts() -> None:
    assert sorted(VALIDATOR.iter_errors({}), key=str)[0].validator == "required"
    tree = baseline()
    del tree["tiers"]["representative"]["base_annual"]
    assert faults(tree) == ["$.tiers.representative"]


def test_there_are_parameters_of_every_section() -> None:
    assert len(DECLARED) >= 70
    assert {name.split(".")[0] for name in DECLARED} >= {
        "Time", "Money", "Tier", "Unit", "Hiring", "CompanyShock", "UnitShock", "Selling", "RateTable", "LumpSum",
        "Opening",
    }  # fmt: skip


@every_parameter
def test_a_parameter_is_declared_with_all_that_is_known(name: str, field: FieldInfo) -> None:
    extra = field.json_schema_extra
    assert isinstance(extra, dict)
    assert extra["unit"]
    assert field.title
    assert field.title[0].isupper() or field.title[0] == "["
    assert any("一" <= letter <= "鿿" for letter in str(extra["label_zh"]))
    assert field.description
    assert field.description.endswith(".") or field.description[-1].isalnum()
    assert extra["source"]
    assert extra["status"] in {"measured", "benchmark", "judgement"}


@every_parameter
def test_default_and_typical_range_lie_within_the_limits(name: str, field: FieldInfo) -> None:
    low, high = schema_limits(field)
    extra = field.json_schema_extra
    typical = extra.get("typical") if isinstance(extra, dict) else None
    for value in [*(typical or ()), *([field.default] if isinstance(field.default, int | float) else [])]:
        assert low <= value <= high
    assert typical is None or typical[0] < typical[1]


def schema_limits(field: FieldInfo) -> tuple[float, float]:
    rules = {key: getattr(rule, key) for rule in field.metadata for key in ("ge", "gt", "le") if hasattr(rule, key)}
    return rules.get("ge", rules.get("gt", float("-inf"))), rules.get("le", float("inf"))


# -- the schema for editors -----------------------------------------------------------------------------------

EDITOR = jsonschema.Draft202012Validator(scenario_schema())


def test_the_editor_s_schema_is_a_json_schema_of_draft_2020_12() -> None:
    jsonschema.Draft202012Validator.check_schema(scenario_schema())


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("**/*.yaml")), ids=lambda path: path.stem)
def test_an_editor_accepts_every_scenario_file_of_the_repository_as_it_is_written(path: Path) -> None:
    assert [error.message for error in EDITOR.iter_errors(read_document(path).tree)] == []


@pytest.mark.parametrize(
    "tree",
    [
        {},
        {"extends": "baseline.yaml", "name": "b", "description": "Other words."},
        {"hiring": None},
        {"hiring": {"recruiters": None}},
        {"incentives": {"plans": {"rep": {"components": {"commission": {"cycle": "quarter"}}}}}},
        {"tiers": {"director": None}, "organisation": {"units": {"west": {"seats": {"director": None}}}}},
        {"incentives": {"plans": {"rep": {"components": {"bonus": None}}}}},
        {"tiers": {"representative": {"attrition": {"law": "weibull"}}}},
    ],
    ids=json.dumps,
)
def test_an_editor_accepts_a_file_that_says_only_what_differs(tree: dict[str, Any]) -> None:
    assert [error.message for error in EDITOR.iter_errors(tree)] == []


@pytest.mark.parametrize(
    "tree",
    [
        {"hirng": {}},
        {"hiring": {"recruters": 3}},
        {"extends": ["a", "b"]},
        {"money": {"margin": 75}},
        {"tiers": {"representative": {"attrition": {"law": "weibul"}}}},
        {"tiers": {"representative": {"promotion": {"choice": "result"}}}},
    ],
    ids=json.dumps,
)
def test_an_editor_marks_a_typo_or_a_value_out_of_range(tree: dict[str, Any]) -> None:
    assert list(EDITOR.iter_errors(tree))
