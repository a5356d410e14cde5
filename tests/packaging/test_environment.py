"""environment.yml, pyproject.toml and constraints.txt say the same, and nothing names this machine."""

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version
from rattler import MatchSpec, VersionSpec
from rattler import Version as CondaVersion
from ruamel.yaml import YAML

import run
from tests.conftest import do_without

CONDA_NAMES = {"matplotlib-base": "matplotlib"}
NOT_FROM_PYPI = {"python", "pip"}
# in pieces, so that this file does not name what it looks for
MACHINE_PATHS = re.compile("/(wor" + "k|tm" + "p|roo" + "t|far" + "m)/")


@pytest.fixture(scope="module")
def project(repo: Path) -> dict[str, Any]:
    return tomllib.loads((repo / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def shipped(repo: Path) -> list[str]:
    """Patterns of what goes into the wheel besides Python."""
    setuptools = tomllib.loads((repo / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    return setuptools["package-data"]["teamsim"]


@pytest.fixture(scope="module")
def environment(repo: Path) -> dict[str, Any]:
    return YAML(typ="safe").load((repo / "environment.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def conda_specs(environment: dict[str, Any]) -> list[str]:
    return [entry for entry in environment["dependencies"] if isinstance(entry, str)]


@pytest.fixture(scope="module")
def pins(repo: Path) -> dict[str, Version]:
    lines = (repo / "constraints.txt").read_text(encoding="utf-8").splitlines()
    requirements = [Requirement(line) for line in lines if not line.startswith("#")]
    return {canonicalize_name(r.name): Version(str(r.specifier).removeprefix("==")) for r in requirements}


def ranges(requirements: list[str]) -> dict[str, SpecifierSet]:
    """Map each package, by the name that PyPI gives it, to the versions allowed."""
    parsed = [Requirement(text) for text in requirements]
    return {canonicalize_name(CONDA_NAMES.get(r.name, r.name)): r.specifier for r in parsed}


def group(project: dict[str, Any], *names: str) -> dict[str, SpecifierSet]:
    extras = project["optional-dependencies"]
    return ranges(project["dependencies"] + [text for name in names for text in extras[name]])


def test_conda_and_pip_ask_for_the_same_packages_and_ranges(project: dict[str, Any], conda_specs: list[str]) -> None:
    conda = {name: spec for name, spec in ranges(conda_specs).items() if name not in NOT_FROM_PYPI}
    assert conda == group(project, "notebook", "report")


def test_conda_offers_the_python_versions_that_run_py_accepts(project: dict[str, Any], conda_specs: list[str]) -> None:
    after_newest = f"{run.NEWEST[0]}.{run.NEWEST[1] + 1}"
    oldest = f"{run.OLDEST[0]}.{run.OLDEST[1]}"
    assert ranges(conda_specs)["python"] == SpecifierSet(f">={oldest},<{after_newest}")
    assert project["requires-python"] == f">={oldest}"


def test_conda_installs_teamsim_itself_from_this_folder(environment: dict[str, Any]) -> None:
    assert environment["dependencies"][-1] == {"pip": ["-e ."]}
    assert environment["channels"] == ["conda-forge", "nodefaults"]


def test_the_pinned_versions_lie_in_the_ranges_as_conda_reads_them(
    conda_specs: list[str], pins: dict[str, Version]
) -> None:
    for spec in map(MatchSpec, conda_specs):
        name = spec.name.normalized
        if name not in NOT_FROM_PYPI:
            pin = pins[canonicalize_name(CONDA_NAMES.get(name, name))]
            assert VersionSpec(spec.version).matches(CondaVersion(str(pin))), f"{spec} leaves out {pin}"


def test_every_direct_dependency_is_pinned_within_its_range(project: dict[str, Any], pins: dict[str, Version]) -> None:
    for name, allowed in group(project, *project["optional-dependencies"]).items():
        assert name in pins, f"{name} is not in constraints.txt; its first line says how to remake it"
        assert pins[name] in allowed, f"{name} {pins[name]} is outside {allowed}"


def test_the_wheel_ships_all_that_stands_beside_the_code(repo: Path, shipped: list[str]) -> None:
    package = repo / "src" / "teamsim"
    beside = {path for path in package.rglob("*.*") if path.is_file() and path.suffix not in (".py", ".pyc")}
    assert package / "scenario" / "schema" / "descriptions_zh.json" in beside
    assert beside - {path for pattern in shipped for path in package.glob(pattern)} == set()


def test_constraints_hold_plain_pins_and_name_no_host(repo: Path) -> None:
    first, *lines = (repo / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert first.startswith("# Remake: uv pip compile")
    odd = [line for line in lines if not re.fullmatch(r"[a-z0-9.-]+==[\w.!+]+( ; [^/@]+)?", line)]
    assert odd == []
    assert "://" not in first


def test_no_committed_file_names_a_path_of_the_machine_it_was_written_on(repo: Path) -> None:
    if not (repo / ".git").exists():
        do_without("not a git checkout")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=repo, check=True, capture_output=True, text=True).stdout
    files = [repo / name for name in listed.split("\0") if name and (repo / name).is_file()]
    assert files
    named = [str(p.relative_to(repo)) for p in files if MACHINE_PATHS.search(p.read_text("utf-8", "ignore"))]
    assert named == []
