"""What all tests share: where things are, the browser, and Hypothesis without surprises."""

import os
import shutil
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import settings

from run import BROWSERS

settings.register_profile("teamsim", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("teamsim")

BROWSER_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def do_without(reason: str) -> NoReturn:
    """Skip on a person's machine; fail in CI, where everything has to be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def repo() -> Path:
    """The root of this checkout."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared(repo: Path) -> Path:
    """The folder of shared reference material and data."""
    folder = Path(os.environ.get("TEAMSIM_SHARED") or repo.parent / "shared")
    if not folder.is_dir():
        do_without(f"no shared folder at {folder}; set TEAMSIM_SHARED to where it is")
    return folder


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Let pytest-playwright use the Chromium of this system."""
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        do_without(f"no Chromium: none of {', '.join(BROWSERS)} is on the PATH")
    return {**browser_type_launch_args, "executable_path": executable, "args": BROWSER_FLAGS}
