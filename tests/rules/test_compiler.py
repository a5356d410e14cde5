"""The compiler's cache sees every edit; relinking touches only what it must."""

import subprocess
import sys
from pathlib import Path

import numpy as np

from teamsim import _jit
from teamsim.engines import monte_carlo
from teamsim.rules.ramp import ramp_share
from teamsim.testing import tiny_scenario


def test_editing_any_rule_opens_a_new_cache_folder(tmp_path: Path, repo: Path) -> None:
    """In a copy of the package: every compiled file, edited alone, changes the folder's name."""
    import shutil

    copy = tmp_path / "src"
    shutil.copytree(repo / "src", copy, ignore=shutil.ignore_patterns("__pycache__"))
    script = "from teamsim._jit import cache_folder; print(cache_folder().name)"

    def folder() -> str:
        command = [sys.executable, "-c", script]
        environment = {"PYTHONPATH": str(copy), "PATH": "", "HOME": str(tmp_path), "SYSTEMROOT": ""}
        return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout

    before = folder()
    for name in ("rules/attrition.py", "engines/phases/staffing.py", "random.py"):
        file = copy / "teamsim" / name
        file.write_text(file.read_text() + "\n# edited\n")
        after = folder()
        assert after != before, name
        before = after


def test_every_file_with_compiled_code_is_watched(repo: Path) -> None:
    package = repo / "src" / "teamsim"
    watched = {path.relative_to(package) for path in _jit.compiled_sources()}
    for path in package.rglob("*.py"):
        text = path.read_text()
        if any(mark in text for mark in ("\n@jit", "\n@phase", "\n@part", "\n@entry", "\n@whole")):
            assert path.relative_to(package) in watched, path
        if "\n@solver" in text:
            assert path in _jit.solver_sources(), path


def test_work_on_the_response_does_not_compile_the_engine_anew(repo: Path) -> None:
    solver = repo / "src" / "teamsim" / "response"
    assert not [path for path in _jit.compiled_sources() if path.is_relative_to(solver)]


def test_relinking_without_a_change_returns_the_same_function() -> None:
    assert _jit.relink(monte_carlo.simulate, {}) is monte_carlo.simulate


def test_a_warm_process_loads_nothing_that_only_compiling_needs() -> None:
    """Once on disk, machine code is read without numba's declarations, and the event engine stays away."""
    script = """
import sys
import teamsim as ts
from teamsim.testing import tiny_scenario
ts.run(tiny_scenario(), 2, progress=False).months
print(*{"numba.typed.typedlist", "pycparser", "scipy.linalg", "simpy"} & {*sys.modules})
"""
    command = [sys.executable, "-c", script]
    subprocess.run(command, check=True, capture_output=True)  # compiles what is not there yet
    assert not subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


def test_what_waits_for_linking_comes_from_disk_as_it_was_written() -> None:
    """Machine code was once made of it on the way, which undid what makes its loops fast: engines were 4 times slower.

    An engine with a rule of one's own, or compiled where an earlier compile was stopped, is linked from disk.
    """
    script = """
from teamsim import _jit
from teamsim.engines import monte_carlo
from teamsim.opening import opening_of
from teamsim.rules.ramp import ramp_share
from teamsim.scenario.build import build
from teamsim.testing import tiny_scenario
import numpy as np
opening = opening_of(build(tiny_scenario()), 0)
rule = _jit.compile_in_memory(lambda tenure_months, p: 1.0)
monte_carlo.run(opening.model, opening.of(np.arange(1)), 0, np.arange(1), {ramp_share: rule})
for phase in (monte_carlo.pay, monte_carlo.leave):
    (read,) = phase.overloads.values()
    is_wide = \'"prefer-vector-width"="512"\' in str(read.library._final_module)
    print(sum(phase.stats.cache_hits.values()), type(read.library).__name__, is_wide)
"""
    command = [sys.executable, "-c", script]
    subprocess.run(command, check=True, capture_output=True)  # compiles what is not there yet
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\n")
    assert told == ["1 LinkedLibrary True", "1 LinkedLibrary True", ""]


def test_relinking_replaces_a_rule_at_depth() -> None:
    import teamsim as ts

    plain = tiny_scenario()
    layout = ts.run(plain, 1, progress=False).result().layout
    always = _jit.compile_in_memory(lambda tenure_months, p: 1.0)
    from teamsim.opening import opening_of

    opening = opening_of(layout, 0)
    numbers = np.arange(1)
    ramped = monte_carlo.run(opening.model, opening.of(numbers), 0, numbers, with_panel=True)[1]
    ready = monte_carlo.run(opening.model, opening.of(numbers), 0, numbers, {ramp_share: always}, with_panel=True)[1]
    assert ramped.ramp[0, 0] < 0.2
    assert (ready.ramp[ready.entry_seat >= 0] == 1.0).all()
