"""The command line: what it prints and writes, and that it refuses with a sentence."""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from ruamel.yaml import YAML

import teamsim as ts
from teamsim import cli
from teamsim.analysis.chinese import amount
from teamsim.testing import TINY, tiny_scenario

ODD = "cap [b] [/x] :smile:"
WIDE = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}


def scenario_file(folder: Path, name: str, margin: float = 0.75) -> str:
    path = folder / f"{len(list(folder.iterdir()))}.yaml"
    yaml = YAML(typ="safe", pure=True)
    yaml.sort_base_mapping_type_on_output = False  # the order of tiers is the ladder
    with path.open("w", encoding="utf-8") as file:
        yaml.dump({"name": name, **TINY, "money": {"margin": margin}}, file)
    return str(path)


class Told:
    """What one call of the command line printed."""

    def __init__(self, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.capfd, self.monkeypatch = capfd, monkeypatch

    def __call__(self, *words: str) -> tuple[int, str, str]:
        """Return exit code, output and errors."""
        self.monkeypatch.setattr(sys, "argv", ["teamsim", *words])
        for name in ("COLUMNS", "NO_COLOR"):
            self.monkeypatch.setenv(name, WIDE[name])
        self.capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = self.capfd.readouterr()
        return int(ended.value.code or 0), out, err


@pytest.fixture
def teamsim(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Told:
    return Told(capfd, monkeypatch)


def test_run_prints_means_and_writes_a_run_folder(teamsim: Told, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    code, out, _ = teamsim(
        "run", scenario_file(tmp_path, "base"), "--replications", "3", "--seed", "7", "--out", str(folder)
    )
    study = ts.load_run(folder)
    assert code == 0
    assert (study.n_replications, study.seed, study.engine) == (3, 7, "compiled")
    assert "base" in out
    assert study.scenarios[0].hash in out
    assert f"Wrote {folder}" in out


def test_compare_says_how_others_differ_from_the_first(teamsim: Told, tmp_path: Path) -> None:
    files = scenario_file(tmp_path, "base"), scenario_file(tmp_path, "thin", 0.5)
    code, out, _ = teamsim("compare", *files, "--replications", "4")
    assert code == 0
    assert "4 futures, seed 0; baseline: base" in out
    study = ts.run([ts.load_scenario(file) for file in files], 4, progress=False)
    for sentence in study.compare().sentences:
        assert sentence in out


def test_compare_draws_assumptions_where_asked(teamsim: Told, tmp_path: Path) -> None:
    files = scenario_file(tmp_path, "base"), scenario_file(tmp_path, "thin", 0.5)
    code, out, _ = teamsim("compare", *files, "--replications", "4", "--assumptions", "3")
    assert code == 0
    study = ts.run([ts.load_scenario(file) for file in files], 4, progress=False)
    drawn = study.under_assumptions(draws=3, progress=False).compare()
    assert drawn.note in out
    for sentence in drawn.sentences:
        assert sentence in out
    assert study.compare().note in teamsim("compare", *files, "--replications", "4")[1]


def test_run_and_compare_speak_chinese(teamsim: Told, tmp_path: Path) -> None:
    files = scenario_file(tmp_path, "base"), scenario_file(tmp_path, "thin", 0.5)
    few, chinese = ("--replications", "4"), ("--lang", "zh")
    study = ts.run([ts.load_scenario(file) for file in files], 4, progress=False)
    code, out, _ = teamsim("run", *files, *few, *chinese)
    assert code == 0
    assert amount(study.result().total("pay").mean(), "currency", "USD") in out
    for word in ("均值", "方案", "签约额", "离职率"):
        assert word in out
    code, out, _ = teamsim("compare", *files, *few, *chinese, "--assumptions", "3")
    assert code == 0
    drawn = study.under_assumptions(draws=3, progress=False).compare(lang="zh")
    for text in (*drawn.sentences, drawn.note):
        assert text in out


@pytest.mark.parametrize("command", ["run", "compare"])
def test_names_are_printed_as_they_are_written(teamsim: Told, tmp_path: Path, command: str) -> None:
    files = scenario_file(tmp_path, ODD), scenario_file(tmp_path, f"other {ODD}", 0.5)
    code, out, _ = teamsim(command, *files, "--replications", "2")
    assert code == 0
    assert out.count(ODD) >= 2
    assert f"other {ODD}" in out


@pytest.mark.parametrize("command", ["run", "compare"])
def test_both_engines_print_the_same(teamsim: Told, tmp_path: Path, command: str) -> None:
    files = scenario_file(tmp_path, "base"), scenario_file(tmp_path, "thin", 0.5)
    code, told, _ = teamsim(command, *files, "--replications", "2", "--engine", "event", "--out", str(tmp_path / "e"))
    assert code == 0
    assert ts.load_run(tmp_path / "e").engine == "event"
    _, counted, _ = teamsim(command, *files, "--replications", "2", "--engine", "compiled")
    assert told.replace(f"Wrote {tmp_path / 'e'}\n", "") == counted


def test_schema_is_printed_or_written(teamsim: Told, tmp_path: Path) -> None:
    code, out, _ = teamsim("schema")
    assert code == 0
    assert json.loads(out)["type"] == "object"
    assert teamsim("schema", "--out", str(tmp_path / "schema.json"))[0] == 0
    assert (tmp_path / "schema.json").read_text(encoding="utf-8") == out
    assert teamsim("schema", "--markdown")[1].count("|") > 100


def test_version(teamsim: Told) -> None:
    assert teamsim("--version") == (0, f"teamsim {ts.__version__}\n", "")


COMMANDS = [command.callback.__name__ for command in cli.app.registered_commands]
QUICK = {key: ["--replications", "2"] for key in ("run", "compare", "report")}


@pytest.fixture
def checkout(repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Be in a folder with the scenarios, a notebook of one line under the name of the first, and a report."""
    shutil.copytree(repo / "scenarios", tmp_path / "scenarios")
    first = tmp_path / "notebooks" / "01_compare_two_plans.ipynb"
    assert (repo / first.relative_to(tmp_path)).is_file()
    first.parent.mkdir()
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1")]), first)
    ts.run(tiny_scenario(), 2, progress=False).report(tmp_path / "board.html")  # type: ignore[attr-defined]
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("checkout")
@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)])
def test_help_shows_an_example_in_one_line_that_works(
    teamsim: Told, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(WIDE, "COLUMNS", "80")
    code, out, _ = teamsim(*command, "--help")
    assert code == 0
    example = re.search(r"^ *Example: teamsim (.*?) *$", out, re.MULTILINE)
    assert example
    words = shlex.split(example[1])
    assert words[: len(command)] == command
    code, out, _ = teamsim(*words, *QUICK.get(words[0], []))
    assert code == 0
    for place, word in enumerate(words):
        assert word != "--out" or Path(words[place + 1]).exists()


def test_help_lists_every_command(teamsim: Told) -> None:
    assert set(COMMANDS) <= set(teamsim("--help")[1].split())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["run", "{folder}/none.yaml"], "none.yaml: no such file."),
        (["run", "{base}", "{base}"], "Scenario names must differ; got base, base. Rename one."),
        (["compare", "{base}", "--replications", "2"], "scenario"),
        (["run", "{base}", "--replications", "2", "--out", "{folder}"], "is there already."),
        (["run", "{base}", "--seed", str(2**64)], "seed = "),
        (["schema", "--out", "{folder}/none/schema.json"], "schema.json can not be written: "),
    ],
)
def test_what_is_refused_is_one_sentence(teamsim: Told, tmp_path: Path, words: list[str], expected: str) -> None:
    base = scenario_file(tmp_path, "base")
    code, out, err = teamsim(*(word.format(folder=tmp_path, base=base) for word in words))
    assert code == 2
    assert "Wrote" not in out
    told = [line for line in err.splitlines() if not line.startswith("Compiling")]
    assert len(told) == 1
    assert told[0].startswith("teamsim: ")
    assert expected in told[0]


def test_a_process_ends_with_code_2_and_without_a_traceback(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "teamsim", "run", str(tmp_path / "none.yaml")]
    ended = subprocess.run(command, env=WIDE, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert re.fullmatch(r"teamsim: .*none\.yaml: no such file\. .*\n", ended.stderr)


def test_pipes_get_utf_8_on_a_machine_with_an_old_code_page() -> None:
    command, old = [sys.executable, "-m", "teamsim", "schema"], {**WIDE, "PYTHONIOENCODING": "cp1252"}
    said = subprocess.run(command, env=old, capture_output=True, check=True).stdout
    assert "中文名称" in said.decode("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="a process can not be sent Ctrl-C alone there")
def test_ctrl_c_keeps_the_finished_replications_and_says_so(repo: Path, tmp_path: Path) -> None:
    folder, asked = tmp_path / "run", 10_000
    command = [sys.executable, "-m", "teamsim", "run", "scenarios/baseline.yaml"]
    command += ["--replications", str(asked), "--out", str(folder)]
    with subprocess.Popen(command, cwd=repo, env=WIDE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        told = b""
        while b"simulating" not in told and (more := running.stderr.read1()):
            told += more
        running.send_signal(signal.SIGINT)
        out, rest = running.communicate(timeout=120)
    assert running.returncode == 130
    assert f"Wrote {folder}" in out.decode()
    kept = ts.load_run(folder)
    assert 0 < kept.n_replications < kept.n_asked == asked
    said = (told + rest).decode()
    assert f"Stopped: {kept.n_replications:,} of {asked:,} replications are finished and kept." in said
    assert "Traceback" not in said
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["replications_asked"], manifest["replications_finished"]) == (asked, kept.n_replications)
    assert kept.months["replication"].nunique() == kept.n_replications
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


@pytest.mark.skipif(sys.platform == "win32", reason="a process can not be sent Ctrl-C alone there")
def test_ctrl_c_keeps_the_finished_draws_of_assumptions(tmp_path: Path) -> None:
    """The run folder is written before the draws, so that they can not lose it."""
    folder, asked = tmp_path / "run", 120
    files = scenario_file(tmp_path, "base"), scenario_file(tmp_path, "thin", 0.5)
    command = [sys.executable, "-m", "teamsim", "compare", *files, "--replications", "100", "--out", str(folder)]
    command += ["--assumptions", str(asked)]
    with subprocess.Popen(command, env=WIDE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        wrote, told = running.stdout.readline().decode(), b""
        while f"of {asked}".encode() not in told and (more := running.stderr.read1()):
            told += more  # the bar of the draws, not that of the study: it starts after the first of them
        running.send_signal(signal.SIGINT)
        out, rest = running.communicate(timeout=120)
    assert wrote.strip() == f"Wrote {folder}"
    assert running.returncode == 130
    drawn = re.search(r"luck and assumptions \((\d+) draws\)", out.decode())
    assert drawn
    assert 1 <= int(drawn[1]) < asked
    assert b"Traceback" not in told + rest
    assert ts.load_run(folder).n_replications == 100


def test_lint_tells_what_is_wrong_with_plans_and_strict_fails(teamsim: Told, repo: Path) -> None:
    capped = str(repo / "scenarios/capped_plan.yaml")
    code, out, _ = teamsim("lint", capped)
    assert code == 0
    assert "serious: incentives.plans.rep.components.commission.cap (representative)" in out
    assert teamsim("lint", capped, "--strict")[0] == 1
    assert "严重" in teamsim("lint", capped, "--lang", "zh")[1]


def test_plans_are_compared_at_equal_pay_too(teamsim: Told, repo: Path) -> None:
    """The richer accelerator with its rates x .9 costs what the baseline's plan does, and makes no difference."""
    files = str(repo / "scenarios/baseline.yaml"), str(repo / "scenarios/richer_accelerator.yaml")
    code, out, _ = teamsim("compare", *files, "--replications", "40")
    assert code == 0
    said = re.search(r"At equal pay, with the rates of richer accelerator times (0\.\d+): (.*)", out)
    assert said
    assert 0.8 < float(said[1]) < 1.0
    assert "Bookings: the same in every future." in said[2]
    assert "Nobody works more or less because of a plan" in out
    assert (
        "At equal pay" not in teamsim("compare", files[0], str(repo / "scenarios/flat.yaml"), "--replications", "20")[1]
    )


def test_the_bound_stands_beside_people_who_answer_their_plans(teamsim: Told, tmp_path: Path) -> None:
    base = scenario_file(tmp_path, "base")
    thin = scenario_file(tmp_path, "thin", 0.5)
    for file in (base, thin):
        path = Path(file)
        tree = YAML().load(path.read_text(encoding="utf-8"))
        tree["response"] = {"effort": "forward_looking"}
        with path.open("w", encoding="utf-8") as stream:
            YAML().dump(tree, stream)
    code, out, _ = teamsim("compare", base, thin, "--replications", "20")
    assert code == 0
    assert "If nobody answered the plans (the bound" in out
    assert "Nobody works more or less" not in out
