"""The page of benchmark results says what was measured, the target, and whether it was met."""

import importlib
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.append(str(Path(__file__).resolve().parents[2] / "benchmarks"))  # scripts, no package
results_page = importlib.import_module("results_page")


@pytest.mark.parametrize(
    ("bounds", "target", "verdict"),
    [
        ({"at_least": 30}, "at least 30", "met"),
        ({"at_least": 40.5}, "at least 40.5", "**missed**"),
        ({"at_most": 30}, "at most 30", "**missed**"),
        ({}, "none set", ""),
    ],
)
def test_verdict_follows_the_median_of_the_rounds(bounds: dict[str, float], target: str, verdict: str) -> None:
    row = results_page.Row("engine / SimPy", np.array([10.0, 40.0, 90.0]), "x", **bounds)
    assert (row.median, row.target, row.verdict) == (40.0, target, verdict)


def test_table_shows_median_span_target_and_verdict() -> None:
    rows = [results_page.Row("two threads", np.array([1.5, 1.8, 1.9]), "x", at_least=1.7)]
    last = results_page.table_of(rows).splitlines()[-1]
    assert last == "| two threads | 1.8 | 1.5 - 1.9 | x | at least 1.7 | met |"


def test_row_that_was_not_measured_says_why_and_does_not_meet_its_target() -> None:
    row = results_page.Row("engine / Mesa", np.array([]), "not installed", at_least=60)
    last = results_page.table_of([row]).splitlines()[-1]
    assert last == "| engine / Mesa |  |  | not installed | at least 60 | **not measured** |"


def test_machine_line_tells_when_sources_changed_meanwhile() -> None:
    same = results_page.machine_line("idle", results_page.sources_hash())
    assert "changed meanwhile" not in same
    assert "changed meanwhile" in results_page.machine_line("idle", "0" * 16)
