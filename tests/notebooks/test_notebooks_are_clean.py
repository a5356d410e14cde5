"""Notebooks are kept without outputs, so that a difference between two versions can be read."""

import json
from pathlib import Path
from typing import Any


def traces_of_a_run(notebook: dict[str, Any]) -> list[str]:
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    outputs = [f"cell {cell.get('id')} has outputs" for cell in cells if cell["outputs"]]
    counts = [f"cell {cell.get('id')} is numbered" for cell in cells if cell["execution_count"] is not None]
    widgets = ["widget state is kept"] if "widgets" in notebook["metadata"] else []
    return outputs + counts + widgets


def test_no_notebook_carries_a_trace_of_a_run(repo: Path) -> None:
    notebooks = sorted((repo / "notebooks").glob("**/[!.]*.ipynb"))
    notebooks = [path for path in notebooks if ".ipynb_checkpoints" not in path.parts]
    assert notebooks, "no notebook found"
    found = {path.name: traces_of_a_run(json.loads(path.read_text(encoding="utf-8"))) for path in notebooks}
    assert {name: traces for name, traces in found.items() if traces} == {}


def test_a_notebook_that_was_run_is_noticed() -> None:
    ran = {"cell_type": "code", "id": "a", "execution_count": 1, "outputs": [{"output_type": "stream"}]}
    clean = {"cell_type": "code", "id": "b", "execution_count": None, "outputs": []}
    assert traces_of_a_run({"cells": [clean], "metadata": {}}) == []
    assert traces_of_a_run({"cells": [clean, ran], "metadata": {"widgets": {}}}) == [
        "cell a has outputs",
        "cell a is numbered",
        "widget state is kept",
    ]
