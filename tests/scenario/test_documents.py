"""What is generated from the declarations is up to date in the repository."""

import json
from pathlib import Path

from teamsim.scenario.document import parameters_markdown
from teamsim.scenario.schema import scenario_schema


def test_the_table_of_parameters_is_up_to_date(repo: Path) -> None:
    """Remake it with: teamsim schema --markdown --out docs/parameters.md"""
    assert (repo / "docs" / "parameters.md").read_text(encoding="utf-8") == parameters_markdown()


def test_the_schema_beside_the_scenarios_is_up_to_date(repo: Path) -> None:
    """Remake it with: teamsim schema --out scenarios/schema.json"""
    assert json.loads((repo / "scenarios" / "schema.json").read_text(encoding="utf-8")) == scenario_schema()
