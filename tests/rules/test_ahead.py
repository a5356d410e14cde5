"""A second process helps with a first compile; whatever becomes of it, only time depends on it."""

import contextlib
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import psutil
import pytest
from numba import float64, int64

import teamsim as ts
from teamsim import ahead
from teamsim.testing import tiny_scenario

PHASES = """
from teamsim import _jit
from pathlib import Path


def phase(function):
    return _jit._compile(function, Path(__file__).parent / "cache", **_jit._LINKED)


@phase
def first(x, is_late):
    return x + 1.0 if is_late else x


@phase
def last(x):
    return x * 2.0


@phase
def month(x):
    return last(first(first(x, True), False))
"""


@pytest.fixture
def phases(tmp_path: Path) -> ModuleType:
    """A month of two phases, one of which is called with two constants; its cache is empty."""
    file = tmp_path / "phases.py"
    file.write_text(PHASES, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("phases", file)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_all_that_a_function_calls_is_compiled_ahead_but_not_the_function(phases: ModuleType) -> None:
    ahead._compile_from_the_end(phases.month, (float64,))
    assert phases.last.signatures == [(float64,)]
    assert len(phases.first.signatures) == 1
    assert not phases.month.signatures
    assert not list((Path(phases.__file__).parent / "cache").rglob("phases.month*"))
    assert list((Path(phases.__file__).parent / "cache").rglob("phases.last*.nbc"))


def test_constants_in_calls_are_no_types_of_their_own(phases: ModuleType) -> None:
    phases.month.compile((float64,))
    ((kind, flag),) = phases.first.signatures
    assert kind == float64 and str(flag) == "bool"


def test_code_for_other_types_than_asked_for_is_not_taken(phases: ModuleType) -> None:
    """Two processes that keep one function for different types at a time may write to one file."""
    phases.last.compile((float64,))
    cache, compiled = phases.last._cache, phases.last.overloads[(float64,)]
    assert cache.load_overload((float64,), phases.last.targetctx) is not None
    cache.save_overload((int64,), compiled)
    assert cache.load_overload((int64,), phases.last.targetctx) is None


@pytest.mark.parametrize(
    ("start", "n_kinds"),
    [
        ("raise SystemExit(3)", 100_000),  # more than a pipe takes: the first still writes when the second is gone
        ("import os; os._exit(1)", 1),
        ("import time; time.sleep(60)", 1),
    ],
)
def test_a_second_process_that_dies_or_hangs_changes_nothing(
    start: str, n_kinds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "_START", start)
    monkeypatch.setattr(ahead, "_PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr(ahead, "usable_processors", lambda: 2)
    with ahead.second_process(tiny_scenario, (float64,) * n_kinds):
        pass


def test_where_no_process_can_start_the_first_compiles_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ahead, "usable_processors", lambda: 2)
    for executable in (str(tmp_path / "no python"), "", None):
        monkeypatch.setattr(sys, "executable", executable)
        with ahead.second_process(tiny_scenario, ()):
            pass


def test_one_processor_starts_no_second_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "usable_processors", lambda: 1)
    monkeypatch.setattr(ahead, "_started", lambda *_: pytest.fail("a second process on one processor"))
    with ahead.second_process(tiny_scenario, ()):
        pass


def test_the_second_process_ends_with_the_first() -> None:
    """Here the first is one that starts it and dies at once, in the middle of all."""
    script = """
import os
from teamsim import ahead
from teamsim.engines import monte_carlo
print(ahead._started(monte_carlo.simulate, ()).pid, flush=True)
os._exit(0)
"""
    started = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    with contextlib.suppress(psutil.NoSuchProcess):
        psutil.Process(int(started.stdout)).wait(20)


SCRIPT = """
import json, sys
import teamsim as ts
from teamsim import ahead
from teamsim.engines import monte_carlo
from teamsim.testing import tiny_scenario
ahead.usable_processors = lambda: int(sys.argv[1])
study = ts.run(tiny_scenario(), 6, seed=5, progress=False)
read = [name for name, phase in vars(monte_carlo).items() if getattr(phase, "stats", None) and phase.stats.cache_hits]
print(json.dumps([read, study.result().total("bookings").tolist()]))
"""


def run_with_empty_cache(folder: Path, n_processors: int) -> list[Any]:
    """Return which phases the first process read from disk, and what a study booked."""
    caches = dict.fromkeys(("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"), str(folder))
    command = [sys.executable, "-c", SCRIPT, str(n_processors)]
    ended = subprocess.run(command, env={**os.environ, **caches}, capture_output=True, text=True, check=True)
    told: list[Any] = json.loads(ended.stdout)
    return told


@pytest.mark.slow
@pytest.mark.skipif(ahead.usable_processors() < 2, reason="two processes need two processors")
def test_two_processes_share_a_first_compile(tmp_path: Path) -> None:
    """The first reads the last phases of the month, which the second compiled; results are those of one process."""
    expected = ts.run(tiny_scenario(), 6, seed=5, progress=False).result().total("bookings").tolist()
    read, booked = run_with_empty_cache(tmp_path, 2)
    assert {"keep", "close", "leave"} <= {*read}
    assert booked == expected
    assert not [path for path in tmp_path.rglob("*") if ".tmp." in path.name]
    indices = [path for path in tmp_path.rglob("*.nbi") if "monte_carlo.simulate" in path.name]
    assert len(indices) == 1
