"""Environments of the peers whose requirements do not go with teamsim's.

Each is made when first asked for, from the package index that pip is set to, in the
user's cache folder. Its name tells Python and requirements, so a change makes a new one.

``python environments.py`` makes them all.
"""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

from platformdirs import user_cache_path

HERE = Path(__file__).resolve().parent
REQUIREMENTS = {
    "mesa_agents": HERE / "requirements-mesa.txt",
    "mesa_frames_methods": HERE / "requirements-mesa-frames.txt",
    "mesa_frames_stacked": HERE / "requirements-mesa-frames.txt",
}


def environment_folder(peer: str) -> Path:
    """Where the environment of a peer is, or would be."""
    requirements = REQUIREMENTS[peer]
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()[:8]
    name = requirements.stem.removeprefix("requirements-")
    python = f"py{sys.version_info.major}{sys.version_info.minor}"
    return user_cache_path("teamsim-benchmarks") / f"{name}-{python}-{digest}"


def has_environment(peer: str) -> bool:
    """Whether the environment of a peer is there, and whole."""
    return completion_mark(peer).is_file()


def completion_mark(peer: str) -> Path:
    """The file written last, so an interrupted environment is made again."""
    return environment_folder(peer) / "complete"


def interpreter(peer: str) -> Path:
    """The Python of a peer's environment, which is made if it is not there."""
    if not has_environment(peer):
        create(peer)
    return python_in(environment_folder(peer))


def python_in(folder: Path) -> Path:
    """The Python of an environment."""
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def create(peer: str) -> None:
    """Make the environment of a peer, anew if one is there.

    Raises
    ------
    RuntimeError
        If pip fails: no network, or no release for this Python.
    """
    folder, requirements = environment_folder(peer), REQUIREMENTS[peer]
    print(f"making {folder}", file=sys.stderr)
    venv.create(folder, clear=True, with_pip=True)
    pip = [str(python_in(folder)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*pip, "-r", str(requirements)], stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise RuntimeError(
            f"{requirements.name} can not be installed for the peer {peer}:\n{done.stderr.strip()}\n"
            "Check the network and the Python version, or leave this peer out."
        )
    completion_mark(peer).touch()


if __name__ == "__main__":
    for each in REQUIREMENTS:
        print(f"{each}: {interpreter(each)}")
