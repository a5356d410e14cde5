"""`teamsim doctor`: what is amiss is named, with a command that mends it."""

import importlib.metadata
import shlex
import sys
import tomllib
from collections.abc import Callable
from email.message import Message
from pathlib import Path

import pytest
from matplotlib import font_manager
from packaging.requirements import Requirement

from teamsim import cli, doctor
from teamsim.doctor import CORE, Finding, State
from teamsim.plots import fonts
from tests.conftest import do_without

Versions = dict[str, str | None]


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Callable[[Versions], None]:
    """Let some packages be installed in another version, or not at all (None)."""

    def pretend(versions: Versions) -> None:
        real = importlib.metadata.version

        def version(name: str) -> str:
            said = versions.get(name, "") or (None if name in versions else real(name))
            if said is None:
                raise importlib.metadata.PackageNotFoundError(name)
            return said

        monkeypatch.setattr(importlib.metadata, "version", version)

    return pretend


@pytest.fixture
def no_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let matplotlib have seen no font but its own."""
    own = [font for font in font_manager.fontManager.ttflist if font.name.startswith("DejaVu")]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", own)
    fonts.chinese_fonts.cache_clear()
    yield
    fonts.chinese_fonts.cache_clear()


def found(what: str) -> Finding:
    return next(finding for finding in doctor.findings() if finding.what == what)


def test_here_all_that_is_required_is_fine() -> None:
    findings = doctor.findings()
    assert doctor.is_usable(findings)
    assert not [f for f in findings if f.is_required and f.remedy]
    assert {f.what for f in findings if f.is_required} >= {"Python", "numba", "pandas"}


@pytest.mark.parametrize(
    ("version", "state"), [(None, State.MISSING), ("2.3.3", State.OLD), ("3.0.0", State.OK), ("99.0", State.OK)]
)
def test_a_package_is_judged_by_the_version_asked_for(
    installed: Callable[[Versions], None], version: str | None, state: State
) -> None:
    installed({"pandas": version})
    finding = found("pandas")
    assert finding.state is state
    assert bool(finding.remedy) == (state is not State.OK)
    assert doctor.is_usable(doctor.findings()) == (state is State.OK)


def test_a_package_may_be_too_new(installed: Callable[[Versions], None]) -> None:
    installed({"simpy": "5.0"})
    assert (found("simpy").state, found("simpy").detail) == (State.NEW, "5.0; expected <5,>=4.1.1")


def test_an_optional_group_may_be_missing(installed: Callable[[Versions], None]) -> None:
    installed({"plotly": None, "ipywidgets": "7.0"})
    finding = found("notebook packages")
    assert (finding.state, finding.detail) == (State.MISSING, "ipywidgets, plotly (optional)")
    assert doctor.is_usable(doctor.findings())


def test_the_command_installs_what_was_asked_for_into_this_python() -> None:
    wanted = [Requirement("pandas>=3.0"), Requirement("matplotlib>=3.10,<3.13")]
    words = shlex.split(doctor.install_command(wanted))
    assert list(map(Requirement, words[-2:])) == wanted
    assert sys.executable in words or words[0] == "conda"


def test_installed_package_and_checkout_declare_the_same(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = tomllib.loads((repo / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    about = Message()
    about["Requires-Python"] = project["requires-python"]
    for text in project["dependencies"]:
        about["Requires-Dist"] = text
    for group, texts in project["optional-dependencies"].items():
        about["Provides-Extra"] = group
        for text in texts:
            about["Requires-Dist"] = f'{text}; extra == "{group}"'

    def names() -> dict[str, list[str]]:
        return {group: [each.name for each in packages] for group, packages in doctor.declared().groups.items()}

    monkeypatch.setattr(importlib.metadata, "metadata", lambda _name: about)
    of_package, python = names(), doctor.declared().python
    assert of_package.keys() == {CORE, *project["optional-dependencies"]}
    assert sum(map(len, of_package.values())) == len(about.get_all("Requires-Dist"))

    def nowhere(name: str) -> Message:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "metadata", nowhere)
    assert (names(), doctor.declared().python) == (of_package, python)


@pytest.mark.usefixtures("no_fonts")
def test_a_font_installed_since_is_found() -> None:
    if not fonts.chinese_fonts():
        do_without(f"no Chinese font: {fonts.chinese_font_remedy()}")
    assert found("Chinese font").detail == fonts.chinese_fonts()[0]


@pytest.mark.usefixtures("no_fonts")
def test_without_a_chinese_font_the_remedy_fits_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(font_manager, "findSystemFonts", list)
    finding = found("Chinese font")
    assert (finding.state, finding.is_required) == (State.MISSING, False)
    assert finding.remedy == fonts.chinese_font_remedy()
    assert "apt-get" in fonts.chinese_font_remedy("linux")
    assert "brew" in fonts.chinese_font_remedy("darwin")


def test_machine_code_of_other_versions_is_listed_and_deleted_when_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ours = tmp_path / "compiled-1"
    monkeypatch.setattr(doctor, "cache_folder", lambda: ours)
    for name in ("compiled-0", "compiled-1", "compiled-2"):
        (tmp_path / name / "rules").mkdir(parents=True)
        (tmp_path / name / "rules" / "one.nbc").write_bytes(b"x" * 1_500_000)
    (tmp_path / "settings").mkdir()
    assert found("old compiled simulations").detail == "2 of other versions, 3.0 MB"
    assert tell(monkeypatch, "doctor", "--clean") == 0
    assert "Deleted 3.0 MB" in capsys.readouterr().out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["compiled-1", "settings"]
    assert not doctor.old_caches()


def test_a_cache_that_can_not_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "teamsim").write_text("a file in the way")
    monkeypatch.setattr(doctor, "cache_folder", lambda: tmp_path / "teamsim" / "compiled-1")
    finding = found("compiled simulation")
    assert finding.state is State.MISSING
    assert "can not be written" in finding.detail
    assert str(tmp_path / "teamsim") in finding.remedy


def tell(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["teamsim", *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def test_the_exit_code_says_whether_teamsim_can_run(
    installed: Callable[[Versions], None], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tell(monkeypatch, "doctor") == 0
    installed({"ruamel.yaml": None})
    assert tell(monkeypatch, "doctor") == 1
    out, err = capsys.readouterr()
    assert "missing  ruamel.yaml: expected >=0.18\n         > " in out
    assert "can not run" in err
