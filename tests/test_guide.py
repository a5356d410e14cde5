"""The guide's examples of people flows run as they stand."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import matplotlib.pyplot as plt
import pytest

import teamsim as ts
from teamsim.plots import fonts


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def test_every_block_of_people_flows_runs(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (repo / "docs/guide.md").read_text(encoding="utf-8")
    section = text.split("## People flows\n")[1].split("\n## ")[0]
    blocks = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    assert len(blocks) == 7
    monkeypatch.chdir(repo)
    names: dict[str, object] = {"ts": ts}
    for block in blocks:
        told = block if fonts.chinese_fonts() else block.replace('lang="zh"', "")
        exec(compile(told, os.fspath(repo / "docs/guide.md"), "exec"), names)
    chain, plan = names["chain"], names["plan"]
    assert chain.steady_state().sum() == pytest.approx(633.6)  # type: ignore[attr-defined]
    assert plan.cost > 0.0  # type: ignore[attr-defined]
