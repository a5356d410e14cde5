"""A new process starts without the libraries that it may never use."""

import subprocess
import sys
from pathlib import Path

import pytest

SIMULATING = "import teamsim as ts; ts.run(ts.load_scenario({file!r}), 2, progress=False)"
LOADING = "import teamsim as ts; dir(ts); ts.load_scenario({file!r})"
FOR_TABLES = {"pandas", "pyarrow", "scipy.special"}  # scipy alone: numba asks for its version
FOR_PEOPLE = {"matplotlib", "seaborn", "plotly", "ipywidgets", "anywidget", "IPython", "rich", "typer", "tqdm"}


def loaded_by(script: str) -> set[str]:
    """Return the modules that a new process has loaded after a script."""
    report = "; import sys; print(*sys.modules)"
    ended = subprocess.run([sys.executable, "-c", script + report], capture_output=True, text=True, check=True)
    return set(ended.stdout.split())


@pytest.mark.parametrize("script", [LOADING, SIMULATING])
def test_nothing_is_loaded_before_it_is_used(repo: Path, script: str) -> None:
    loaded = loaded_by(script.format(file=str(repo / "scenarios" / "baseline.yaml")))
    assert {"teamsim", "numba"} <= loaded
    assert not loaded & (FOR_TABLES | FOR_PEOPLE)


def test_accessors_load_what_they_need() -> None:
    script = "import teamsim as ts; from teamsim.testing import tiny_scenario; ts.run(tiny_scenario(), 2).plots"
    assert "matplotlib" in loaded_by(script)
