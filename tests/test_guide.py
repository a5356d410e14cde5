"""The guide's examples of people flows, succession and shapes run as they stand."""

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


def names_after(repo: Path, heading: str, n_blocks: int) -> dict[str, object]:
    """Run the blocks of a section one after the other; return the names that they have made."""
    text = (repo / "docs/guide.md").read_text(encoding="utf-8")
    section = text.split(f"## {heading}\n")[1].split("\n## ")[0]
    blocks = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    assert len(blocks) == n_blocks
    names: dict[str, object] = {"ts": ts}
    for block in blocks:
        told = block if fonts.chinese_fonts() else block.replace('lang="zh"', "")
        exec(compile(told, os.fspath(repo / "docs/guide.md"), "exec"), names)
    return names


def test_every_block_of_who_is_hired_runs(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo)
    names = names_after(repo, "Who is hired", 3)
    spells = names["study"].spells_of([0])  # type: ignore[attr-defined]
    assert set(spells["source"].dropna()) == {"advertisement", "referral", "agency"}
    assert len(names["grown"].parameters.organisation.seat_changes) == 3  # type: ignore[attr-defined]


def test_every_block_of_people_flows_runs(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo)
    names = names_after(repo, "People flows", 7)
    chain, plan = names["chain"], names["plan"]
    assert chain.steady_state().sum() == pytest.approx(633.6)  # type: ignore[attr-defined]
    assert plan.cost > 0.0  # type: ignore[attr-defined]


def test_every_block_of_succession_and_shapes_runs(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo)
    succession = names_after(repo, "Succession", 4)
    assert len(succession["found"].table) == 6  # type: ignore[attr-defined]
    assert succession["ranking"].table["gain"].max() > 0.0  # type: ignore[attr-defined]
    shapes = names_after(repo, "Spans and layers", 2)
    assert shapes["study"].n_replications == 20  # type: ignore[attr-defined]
