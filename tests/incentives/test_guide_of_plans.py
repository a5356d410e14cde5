"""The guide's examples of testing a comp plan run as they stand."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import matplotlib.pyplot as plt
import pytest


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def test_every_block_of_testing_a_comp_plan_runs(repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (repo / "docs/guide.md").read_text(encoding="utf-8")
    section = text.split("## Testing a comp plan\n")[1].split("\n## ")[0]
    blocks = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    assert len(blocks) == 3
    shutil.copytree(repo / "scenarios", tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)  # a picture is written where one stands
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, os.fspath(repo / "docs/guide.md"), "exec"), names)
    assert len(names["replayed"].people) == 1  # type: ignore[attr-defined]
    assert Path("plan.png").stat().st_size > 0
