"""What this machine has and lacks for teamsim, each with the command that mends it."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import platform
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from teamsim._jit import cache_folder, is_compiled_before, solver_folder
from teamsim._version import __version__
from teamsim.ahead import usable_processors

CORE = ""
"""The group of packages that teamsim can not do without."""
_CHECKOUT = Path(__file__).parents[2] / "pyproject.toml"
_COMPILE = "import teamsim, teamsim.testing as t; teamsim.run(t.tiny_scenario(), 1)"
_PYTHON = {
    "win32": "winget install Python.Python.3.13",
    "darwin": "brew install python@3.13",
    "linux": "sudo apt-get install python3 python3-venv",
}


class State(StrEnum):
    """How something is."""

    OK = "ok"
    MISSING = "missing"
    OLD = "old"
    NEW = "too new"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `remedy` is a command; empty where there is nothing to mend."""

    what: str
    state: State
    detail: str = ""
    remedy: str = ""
    is_required: bool = False


@dataclass(frozen=True)
class Declared:
    """Python and packages that teamsim asks for, the packages by group."""

    python: SpecifierSet
    groups: dict[str, list[Requirement]]


def findings() -> list[Finding]:
    """Return what was looked at: Python, packages, threads, compiled simulation, Chinese font."""
    wanted = declared()
    core = [_package(requirement) for requirement in wanted.groups[CORE]]
    optional = [_group(name, requirements) for name, requirements in wanted.groups.items() if name != CORE]
    return [_python(wanted.python), *core, *optional, _threads(), *_compiler_cache(), _chinese_font()]


def is_usable(found: Sequence[Finding]) -> bool:
    """Tell whether teamsim can run: nothing required is amiss."""
    return all(finding.state is State.OK for finding in found if finding.is_required)


def declared() -> Declared:
    """Return what teamsim asks for, from the installed package, or from pyproject.toml in a checkout not installed."""
    try:
        about = importlib.metadata.metadata("teamsim")
    except importlib.metadata.PackageNotFoundError:
        project = tomllib.loads(_CHECKOUT.read_text(encoding="utf-8"))["project"]
        texts = {CORE: project["dependencies"], **project["optional-dependencies"]}
        groups = {name: [Requirement(text) for text in each] for name, each in texts.items()}
        return Declared(SpecifierSet(project["requires-python"]), groups)
    packages = [Requirement(text) for text in about.get_all("Requires-Dist") or ()]
    names = [CORE, *(about.get_all("Provides-Extra") or ())]
    groups = {name: [each for each in packages if _is_in_group(each, name)] for name in names}
    return Declared(SpecifierSet(about["Requires-Python"]), groups)


def old_caches() -> list[Path]:
    """Return the folders of machine code of other versions of teamsim."""
    ours = {cache_folder(), solver_folder()}
    found = [folder for kind in ("compiled-*", "solver-*") for folder in cache_folder().parent.glob(kind)]
    return sorted(folder for folder in found if folder not in ours)


def remove_old_caches() -> int:
    """Delete the machine code of other versions and return the bytes gained; what is in use stays."""
    folders = old_caches()
    before = sum(map(_size, folders))
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    return before - sum(map(_size, folders))


def _is_in_group(requirement: Requirement, group: str) -> bool:
    if requirement.marker is None:
        return group == CORE
    is_core = requirement.marker.evaluate({"extra": ""})
    return is_core == (group == CORE) and requirement.marker.evaluate({"extra": group})


def _python(wanted: SpecifierSet) -> Finding:
    command = f'conda install "python{wanted}"' if _is_conda() else _PYTHON.get(sys.platform, _PYTHON["linux"])
    return _judged("Python", platform.python_version(), wanted, command)


def _package(requirement: Requirement) -> Finding:
    """Judge one package by its version."""
    remedy = install_command([requirement])
    try:
        version = importlib.metadata.version(requirement.name)
    except importlib.metadata.PackageNotFoundError:
        return Finding(requirement.name, State.MISSING, f"expected {requirement.specifier}", remedy, is_required=True)
    return _judged(requirement.name, version, requirement.specifier, remedy)


def _judged(what: str, version: str, wanted: SpecifierSet, remedy: str) -> Finding:
    if wanted.contains(version, prereleases=True):
        return Finding(what, State.OK, version, is_required=True)
    lowest = (Version(rule.version) for rule in wanted if rule.operator == ">=")
    state = State.OLD if any(Version(version) < least for least in lowest) else State.NEW
    return Finding(what, state, f"{version}; expected {wanted}", remedy, is_required=True)


def _group(name: str, requirements: list[Requirement]) -> Finding:
    """Judge an optional group of packages as one; the command brings those that are amiss."""
    found = [_package(requirement) for requirement in requirements]
    amiss = [(r, f) for r, f in zip(requirements, found, strict=True) if f.state is not State.OK]
    what = f"{name} packages"
    if not amiss:
        return Finding(what, State.OK, f"{len(found)} (optional)")
    state = State.MISSING if any(f.state is State.MISSING for _, f in amiss) else amiss[0][1].state
    detail = f"{', '.join(f.what for _, f in amiss)} (optional)"
    return Finding(what, state, detail, install_command([r for r, _ in amiss]))


def install_command(requirements: Sequence[Requirement]) -> str:
    """Return the command that brings packages into the Python that runs now."""
    names = " ".join(f'"{requirement.name}{requirement.specifier}"' for requirement in requirements)
    if _is_conda():
        return f"conda install -c conda-forge {names}"
    if importlib.util.find_spec("pip") is None:
        return f"uv pip install --python {_this_python()} {names}"
    return f"{_this_python()} -m pip install {names}"


def _this_python() -> str:
    return f'"{sys.executable}"' if " " in sys.executable else sys.executable


def _is_conda() -> bool:
    return (Path(sys.prefix) / "conda-meta").is_dir()


def _threads() -> Finding:
    return Finding("threads", State.OK, f"{usable_processors()} at once")


def _compiler_cache() -> Iterator[Finding]:
    """Judge the machine code on disk: without it every process compiles for half a minute."""
    folder, old = cache_folder(), old_caches()
    if not _is_writable(folder):
        detail = f"{folder} can not be written: every process compiles anew, half a minute"
        yield Finding("compiled simulation", State.MISSING, detail, _make_writable(folder.parent))
    elif not is_compiled_before():
        detail = f"version {__version__} compiles once, at its first run, half a minute"
        yield Finding("compiled simulation", State.MISSING, detail, f'{_this_python()} -c "{_COMPILE}"')
    else:
        yield Finding("compiled simulation", State.OK, f"{_megabytes(_size(folder))} in {folder}")
    if old:
        detail = f"{len(old)} of other versions, {_megabytes(sum(map(_size, old)))}"
        yield Finding("old compiled simulations", State.OLD, detail, "teamsim doctor --clean")


def _is_writable(folder: Path) -> bool:
    """Try it: asking for permissions does not tell on every system."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _make_writable(folder: Path) -> str:
    if sys.platform == "win32":
        return f'icacls "{folder}" /grant "%USERNAME%:(OI)(CI)F"'
    return f'sudo mkdir -p "{folder}" && sudo chown -R "$(id -un)" "{folder}"'


def _size(folder: Path) -> int:
    """Return the bytes of a folder; 0 where it is not there."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"


def _chinese_font() -> Finding:
    """Judge whether pictures can have Chinese labels."""
    what = "Chinese font"
    try:
        from teamsim.plots.fonts import chinese_font_remedy, chinese_fonts
    except ImportError as error:
        return Finding(what, State.MISSING, f"{error.name} is needed to look for one")
    if fonts := chinese_fonts():
        return Finding(what, State.OK, fonts[0])
    return Finding(what, State.MISSING, 'needed for pictures with lang="zh" only', chinese_font_remedy())
