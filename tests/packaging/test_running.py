"""What `run.py` does about what it runs: it is waited for, also when somebody has enough."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import run

ROOT = Path(__file__).resolve().parents[2]
CHILD = """
import pathlib, signal, sys, time
def end(*_):
    time.sleep(1.0)  # four times what `subprocess.run` waits before it kills
    pathlib.Path(sys.argv[1]).write_text("tidied")
    sys.exit(0)
signal.signal(signal.SIGINT, end)
pathlib.Path(sys.argv[2]).write_text("begun")
time.sleep(60)
"""
PARENT = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # who starts tests in the background may have it ignored
sys.path.insert(0, sys.argv[1])
import run
run.venv_python = lambda: sys.executable
run.python(*sys.argv[2:])
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT of one process, and no terminals of this kind")
@pytest.mark.parametrize("is_terminal", [True, False])
def test_what_is_running_tidies_up_before_run_py_ends(tmp_path: Path, is_terminal: bool) -> None:
    tidied, begun = tmp_path / "tidied", tmp_path / "begun"
    command = [sys.executable, "-c", PARENT, str(ROOT), "-c", CHILD, str(tidied), str(begun)]
    stdin = os.openpty()[1] if is_terminal else subprocess.DEVNULL
    with subprocess.Popen(command, stdin=stdin, start_new_session=True) as parent:
        for _ in range(300):
            time.sleep(0.1)
            if begun.exists():
                break
        if is_terminal:  # which tells everybody
            os.killpg(parent.pid, signal.SIGINT)
        else:
            parent.send_signal(signal.SIGINT)
        assert parent.wait(30) == 0
    assert tidied.read_text() == "tidied"


def test_what_fails_is_told_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "venv_python", lambda: sys.executable)
    run.python("-c", "pass")
    with pytest.raises(subprocess.CalledProcessError) as failure:
        run.python("-c", "raise SystemExit(3)")
    assert failure.value.returncode == 3
    assert failure.value.cmd[1:] == ["-c", "raise SystemExit(3)"]
