"""Processes that start from nothing, as Windows and macOS start them, and share one cache that is still empty."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import teamsim as ts
from teamsim.testing import tiny_scenario

SCRIPT = """
import json
import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import teamsim as ts
from teamsim._jit import cache_folder, is_compiled_before
from teamsim.testing import tiny_scenario


def meet(barrier):
    lived.both_here = barrier.wait


def lived(scenario):
    lived.both_here(timeout=300)  # else the first to start may do the work of both
    study = ts.run(scenario, 6, seed=5, progress=False)
    return multiprocessing.current_process().pid, study


if __name__ == "__main__":
    was_compiled = is_compiled_before()
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=spawn, initializer=meet, initargs=(spawn.Barrier(2),)) as pool:
        told = list(pool.map(lived, [tiny_scenario("a"), tiny_scenario("b")]))
    bookings = [study.result().total("bookings").tolist() for _, study in told]
    processes = len({process for process, _ in told})
    print(json.dumps([was_compiled, is_compiled_before(), str(cache_folder()), processes, bookings]))
"""


@pytest.mark.slow
def test_two_spawned_processes_fill_one_empty_cache(tmp_path: Path) -> None:
    (tmp_path / "plan.py").write_text(SCRIPT, encoding="utf-8")
    caches = dict.fromkeys(("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"), str(tmp_path / "cache"))
    expected = ts.run(tiny_scenario(), 6, seed=5, progress=False).result().total("bookings").tolist()

    def told() -> list[object]:
        command = [sys.executable, str(tmp_path / "plan.py")]
        ended = subprocess.run(command, env={**os.environ, **caches}, capture_output=True, text=True, check=True)
        return json.loads(ended.stdout)

    for was_compiled in (False, True):  # compiled by two at once, then read by two at once
        before, after, folder, n_processes, bookings = told()
        assert (before, after, n_processes) == (was_compiled, True, 2)
        assert folder.startswith(str(tmp_path))
        assert bookings == [expected, expected]
    assert not list((tmp_path / "cache").rglob("*.tmp*"))
