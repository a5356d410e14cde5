"""Set teamsim up and run it: `python run.py demo | lab | present | test | check`.

Only the standard library. The first run makes `.venv` beside this file and installs into it; later runs
start at once, until pyproject.toml, constraints.txt or the Python version changes.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import math
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "teamsim-installed.json"
OLDEST, NEWEST = (3, 11), (3, 13)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
START = "notebooks/00_start_here.ipynb"
NOTEBOOK = "notebooks/01_compare_two_plans.ipynb"
STUDIO = "notebooks/studio.ipynb"
# import-linter has no `python -m`: asked that way it does nothing, and passes
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as lint; lint(['--no-logo'])"
SCENARIOS = ("scenarios/baseline.yaml", "scenarios/richer_accelerator.yaml")
IMPATIENCE_SECONDS = 10.0
"""Who asks again within this time wants an end, and what fails within it was ended."""
ON_BOTH_CORES = ("-n", "2", "--dist", "worksteal")
"""Who has nothing left takes over what the other has not begun: a few tests take minutes."""


def check_python_version() -> None:
    """Stop with a remedy where this Python is too old or too new."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        sys.exit(
            f"teamsim needs Python {OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}; "
            f"this is {sys.version_info[0]}.{sys.version_info[1]} ({sys.executable}).\n"
            "Install one, then say for example: python3.12 run.py demo   (Windows: py -3.12 run.py demo)"
        )


def venv_python() -> Path:
    """Where the Python of `.venv` lives on this system."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def fingerprint() -> str:
    """Hash of everything that decides what an install gives, save the groups."""
    digest = hashlib.sha256(f"{sys.version} {ROOT}".encode())
    for name in ("pyproject.toml", "constraints.txt"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def is_installed(groups: set[str]) -> bool:
    """Whether a finished install with at least these groups still holds."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
        return stamp["fingerprint"] == fingerprint() and groups <= set(stamp["groups"])
    except (OSError, ValueError, KeyError):
        return False


def is_ours() -> bool:
    """Whether `.venv` is there and was made by this version of Python."""
    config = VENV / "pyvenv.cfg"
    version = ".".join(map(str, sys.version_info[:3]))
    is_whole = venv_python().exists() and config.exists()
    return is_whole and f"version = {version}\n" in config.read_text(encoding="utf-8")


def make_venv() -> None:
    """Make `.venv`, or make it anew where it belongs to another Python."""
    if importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        sys.exit(
            f"This Python can not make a virtual environment: ensurepip is missing.\n"
            f"Debian and Ubuntu: sudo apt-get install python{version}-venv, then run this again."
        )
    subprocess.run([sys.executable, "-m", "venv", *([] if is_ours() else ["--clear"]), VENV], check=True)


def install(groups: set[str]) -> None:
    """Install teamsim with its groups into `.venv`; a stamp is written only when that has worked."""
    if is_installed(groups):
        return
    print(f"Setting up .venv with {', '.join(sorted(groups))} packages: a minute or two, once.", flush=True)
    STAMP.unlink(missing_ok=True)
    make_venv()
    target = f"{ROOT}[{','.join(sorted(groups))}]"
    pip = [venv_python(), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    subprocess.run([*pip, "-c", ROOT / "constraints.txt", "-e", target], check=True)
    STAMP.write_text(json.dumps({"fingerprint": fingerprint(), "groups": sorted(groups)}), encoding="utf-8")


def python(*arguments: str) -> None:
    """Run the Python of `.venv` in this folder; raises CalledProcessError where it fails.

    Ctrl-C in a terminal reaches what runs as well, which may ask whether that is meant and ends what it has started
    itself: it is waited for (`subprocess.run` would kill it after a quarter of a second). Elsewhere it is told.
    Who asks twice within seconds means it.
    """
    environment = {"TEAMSIM_SHARED": str(ROOT.parent / "shared"), **os.environ}
    command, asked = [str(venv_python()), *arguments], -math.inf
    running = subprocess.Popen(command, cwd=ROOT, env=environment)
    while running.returncode is None:
        try:
            running.wait()
        except KeyboardInterrupt:
            is_again, asked = time.monotonic() - asked < IMPATIENCE_SECONDS, time.monotonic()
            if is_again:
                running.terminate()
            elif not (sys.stdin and sys.stdin.isatty()) and os.name != "nt":
                running.send_signal(signal.SIGINT)
    if running.returncode and time.monotonic() - asked < IMPATIENCE_SECONDS:
        raise KeyboardInterrupt
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, command)


def demo(*extra: str) -> None:
    """Compare two scenarios, then write the comparison and the first notebook as pages, and slides and a workbook."""
    options = ("--replications", "500", "--seed", "7", "--out", "runs/demo", "--overwrite")
    python("-m", "teamsim", "compare", *SCENARIOS, *options, *extra)
    for ending in ("html", "pptx", "xlsx"):
        report = ("--replications", "500", "--seed", "7", "--out", f"runs/board.{ending}")
        python("-m", "teamsim", "report", *SCENARIOS, *report)
    python("-m", "teamsim", "page", NOTEBOOK, "--out", "runs/demo.html")
    runs = ROOT / "runs"
    print(f"\nThe run folder: {runs / 'demo'}\nThe page to open: {runs / 'board.html'}; slides and workbook beside it")
    print(f"The notebook as a page: {runs / 'demo.html'}")


def lab(*extra: str) -> None:
    """Open JupyterLab where every kind of user is led to a notebook."""
    python("-m", "jupyterlab", START, *extra)


def present(*extra: str) -> None:
    """Serve the studio without code on this machine; arguments: scenario files, --board, --lang zh."""
    python("-m", "teamsim.studio.present", STUDIO, *extra)


def test(*extra: str) -> None:
    """Run the quick tests."""
    if not any(map(shutil.which, BROWSERS)):
        print("No Chromium: browser tests are skipped. Debian: sudo apt-get install chromium", flush=True)
    python("-m", "pytest", *ON_BOTH_CORES, "-m", "not slow", *extra)


def check(*extra: str) -> None:
    """Run all that CI runs, in order; the first that fails ends it."""
    python("-m", "ruff", "check", ".")
    python("-m", "ruff", "format", "--check", ".")
    python("-m", "mypy", "src")
    python("-c", LINT_IMPORTS)
    python("benchmarks/peers/environments.py")  # peers whose requirements do not go with ours are tested too
    python("-m", "pytest", *ON_BOTH_CORES, "-m", "not browser", *extra)
    if not extra:  # a browser beside compiling tests waits too long for what it looks at
        python("-m", "pytest", "-m", "browser")


VERBS = {"demo": demo, "lab": lab, "present": present, "test": test, "check": check}


def main() -> None:
    """Read the verb, see that everything is installed, run it."""
    check_python_version()
    if len(sys.argv) < 2 or sys.argv[1] not in VERBS:
        sys.exit(f"{__doc__}\nOne of: {', '.join(VERBS)}. Further arguments are passed on.")
    verb = sys.argv[1]
    try:
        install({"notebook", "report", *(("dev",) if verb in ("test", "check") else ())})
        VERBS[verb](*sys.argv[2:])
    except subprocess.CalledProcessError as failure:
        command = " ".join(map(str, failure.cmd[1:5]))
        print(f"\nStopped: python {command} ... ended with {failure.returncode}", file=sys.stderr)
        sys.exit(failure.returncode)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
