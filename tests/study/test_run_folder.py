"""Run folders: whole or absent, and the same numbers when read back."""

import json
import os
import re
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import teamsim as ts
from teamsim.errors import RunError
from teamsim.run_folder import load_run, save_run
from teamsim.scenario import Scenario, load_scenario
from teamsim.testing import tiny_scenario
from tests.scenario.tiny import TINY, tiny, write

WEIBULL = "tiers: {junior: {attrition: {law: weibull}}}\n"
JUNIOR = {"base_annual": 50_000, "quota_annual": 400_000, "selling": {"productivity_annual": 420_000}}
SENIOR = {"base_annual": 90_000, "quota_annual": 800_000, "selling": {"productivity_annual": 820_000}}
MANAGER = {"base_annual": 150_000, "promotion": {"choice": "seniority"}}
ROSTER = "organisation: {units: {company: {seats: null}, north: {seats: null}, south: {seats: null}}}\n" + (
    "opening: {roster: people.csv}\n"
)
PEOPLE = "person_id,unit,tier,base_annual\nann,north,senior,98000\nbob,south,junior,52000\n"


@pytest.fixture
def study() -> ts.Study:
    base = tiny_scenario("base")
    return ts.run([base, base.with_changes("other plan", {"money.margin": 0.5})], 8, seed=3, progress=False)


def test_a_run_is_read_back_to_the_same_numbers(study: ts.Study, tmp_path: Path) -> None:
    back = load_run(save_run(study, tmp_path / "run"))
    assert [scenario.hash for scenario in back.scenarios] == [scenario.hash for scenario in study.scenarios]
    for ours, theirs in zip(study.results, back.results, strict=True):
        assert np.array_equal(ours.counts, theirs.counts)
    assert str(back.compare("pay")) == str(study.compare("pay"))
    assert back.trace(2).equals(study.trace(2))


@pytest.mark.parametrize(
    "steps",
    [
        [{"tiers.junior.attrition": {"law": "constant", "annual_turnover": 0.4}}],
        [{"tiers.junior.attrition": {"law": "table", "monthly_probability": [0.1, 0.02]}}],
        [{"incentives.plans": {}}],
        [{"incentives.plans": {"new": {"tiers": ["senior"], "components": {"b": {"kind": "lump_sum", "amount": 1}}}}}],
        [{"incentives.plans.sellers.components.bonus": None}],
        [{"organisation.units.north.seats": {"junior": 4}}],
        [{"organisation.units.south": None}],
        [{"tiers": {"senior": SENIOR, "junior": JUNIOR, "manager": MANAGER}}],
        [{"tiers": {"trainee": JUNIOR, "junior": JUNIOR, "senior": SENIOR, "manager": MANAGER}}],
        [{"tiers.junior.attrition": {"law": "constant"}}, {"incentives.plans.sellers.components.commission": None}],
        [{"incentives.plans": {}, "opening.past": "own"}, {"organisation.units.north.seats": {"senior": 1}}],
    ],
    ids=[
        "another-law", "a-table", "no-plans", "other-plans", "no-bonus", "fewer-seats", "a-unit-less",
        "turned-ladder", "a-tier-below", "two-changes", "own-past",
    ],
)  # fmt: skip
def test_a_counterfactual_is_read_back_as_it_was(steps: list[dict[str, object]], tmp_path: Path) -> None:
    scenarios = [tiny(tmp_path, "name: base\n" + WEIBULL)]
    for number, changes in enumerate(steps):
        scenarios.append(scenarios[-1].with_changes(f"step {number}", changes))
    study = ts.run([scenarios[-1], *scenarios[:-1]], 3, seed=5, progress=False)
    back = load_run(save_run(study, tmp_path / "run"))
    for ours, theirs in zip(study.scenarios, back.scenarios, strict=True):
        assert (theirs.name, theirs.hash, theirs.past.hash) == (ours.name, ours.hash, ours.past.hash)
        assert back.trace(1, ours.name).equals(study.trace(1, ours.name))
    assert back.months.equals(study.months)


def test_a_changed_past_is_noticed(study: ts.Study, tmp_path: Path) -> None:
    folder = save_run(study, tmp_path / "run")
    entries = json.loads((folder / "manifest.json").read_text())["scenarios"]
    assert [entry["past_file"] for entry in entries] == [None, "scenarios/02-other-plan-past.yaml"]
    file = folder / entries[1]["past_file"]
    file.write_text(file.read_text().replace("margin: 0.75", "margin: 0.7"))
    with pytest.raises(RunError, match=r"02-other-plan-past\.yaml was changed after the run"):
        load_run(folder)


def with_roster(folder: Path) -> Scenario:
    write(folder, PEOPLE, "people.csv")
    write(folder, TINY, "tiny.yaml")
    return load_scenario(write(folder, f"name: ours\nextends: tiny.yaml\n{ROSTER}"))


def test_the_roster_is_kept_with_the_run(tmp_path: Path) -> None:
    ours = with_roster(tmp_path)
    study = ts.run([ours, ours.with_changes("other", {"money.margin": 0.5})], 3, seed=1, progress=False)
    folder = save_run(study, tmp_path / "run")
    (tmp_path / "people.csv").unlink()
    back = load_run(folder)
    assert [scenario.hash for scenario in back.scenarios] == [scenario.hash for scenario in study.scenarios]
    assert back.trace(2, "other").equals(study.trace(2, "other"))


def test_a_roster_that_changed_since_it_was_read_is_not_saved(tmp_path: Path) -> None:
    study = ts.run(with_roster(tmp_path), 2, progress=False)
    write(tmp_path, PEOPLE.replace("98000", "98001"), "people.csv")
    with pytest.raises(RunError, match=r"people\.csv was changed since `ours` was loaded\. Load it and run again"):
        save_run(study, tmp_path / "run")
    (tmp_path / "people.csv").unlink()
    with pytest.raises(RunError, match=r"people\.csv, the roster of `ours`, can not be read"):
        save_run(study, tmp_path / "run")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["case.yaml", "tiny.yaml"]


def test_the_manifest_traces_every_number(study: ts.Study, tmp_path: Path) -> None:
    folder = save_run(study, tmp_path / "run")
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["seed"] == 3
    assert manifest["replications_finished"] == 8
    assert manifest["engine"] == "compiled"
    assert manifest["teamsim"] == ts.__version__
    assert {"model_version", "purposes_version"} <= manifest.keys()
    assert [entry["hash"] for entry in manifest["scenarios"]] == [s.hash for s in study.scenarios]
    assert all((folder / entry["file"]).exists() for entry in manifest["scenarios"])


def test_tables_are_plain_parquet(study: ts.Study, tmp_path: Path) -> None:
    months = pd.read_parquet(save_run(study, tmp_path / "run") / "months.parquet")
    assert months["bookings"].sum() == pytest.approx(study.months["bookings"].sum())


def test_an_existing_folder_is_not_touched(study: ts.Study, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work")
    for overwrite in (False, True):
        with pytest.raises(RunError, match="is there already"):
            save_run(study, mine, overwrite=overwrite)
    assert (mine / "thesis.txt").read_text() == "years of work"


def test_an_older_run_is_replaced_only_when_asked(study: ts.Study, tmp_path: Path) -> None:
    save_run(study, tmp_path / "run")
    with pytest.raises(RunError, match="overwrite"):
        save_run(study, tmp_path / "run")
    save_run(study, tmp_path / "run", overwrite=True)
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


FORBIDDEN_BY_WINDOWS = re.compile(r'[<>:"/\\|?*\x00-\x1f]|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)', re.IGNORECASE)


ODD_NAMES = [
    'a<b>:"/\\|?*',
    "CON",
    "nul.txt",
    "..",
    "ends with a dot. ",
    "方案/乙",
    "COM1",
    "long " * 100,
    "-" * 80 + "x",
]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_any_name_of_a_scenario_can_be_saved_on_any_system(name: str, tmp_path: Path) -> None:
    study = ts.run([tiny_scenario(name), tiny_scenario(f"{name} B")], 2, progress=False)
    save_run(study, tmp_path / "run")
    written = [path.name for path in (tmp_path / "run").rglob("*")]
    assert not any(map(FORBIDDEN_BY_WINDOWS.search, written))
    assert max(map(len, written)) < 80
    assert [each.name for each in ts.load_run(tmp_path / "run").scenarios] == [name, f"{name} B"]


def test_an_older_run_stays_where_a_newer_can_not_take_its_place(
    study: ts.Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_run(study, tmp_path / "run")
    rename = Path.rename

    def refuse_newer(path: Path, target: Path) -> Path:
        if ".partial-" in path.name and Path(target) == tmp_path / "run":
            raise PermissionError(13, "in use")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse_newer)
    with pytest.raises(RunError, match="in use"):
        save_run(study, tmp_path / "run", overwrite=True)
    assert [path.name for path in tmp_path.iterdir()] == ["run"]
    assert ts.load_run(tmp_path / "run").n_replications == study.n_replications


def test_a_changed_scenario_file_is_noticed(study: ts.Study, tmp_path: Path) -> None:
    folder = save_run(study, tmp_path / "run")
    file = folder / "scenarios" / "01-base.yaml"
    file.write_text(file.read_text().replace("margin: 0.75", "margin: 0.7"))
    with pytest.raises(RunError, match="was changed after the run"):
        load_run(folder)


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="not a run folder"):
        load_run(tmp_path)


def test_a_name_that_no_system_takes_is_told_and_the_longest_is_written(study: ts.Study, tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"can not be written: .+\. Free some space, or choose another name\."):
        save_run(study, tmp_path / ("x" * 256))
    assert list(tmp_path.iterdir()) == []
    assert load_run(save_run(study, tmp_path / ("x" * 255))).n_replications == study.n_replications


def test_a_failed_write_leaves_nothing(study: ts.Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("teamsim.run_folder._write_scenario", full_disk)
    with pytest.raises(RunError, match="No space left"):
        save_run(study, tmp_path / "run")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="a process is killed by signal")
def test_a_killed_writer_leaves_no_run_folder(tmp_path: Path) -> None:
    """The writer is killed in the middle of writing, at the moment the tables are there and the manifest is not."""
    script = textwrap.dedent(
        f"""
        import time
        import teamsim as ts, teamsim.run_folder as rf
        from teamsim.testing import tiny_scenario
        study = ts.run(tiny_scenario(), 4, progress=False)
        def wait(*a, **k):
            print("writing", flush=True)
            time.sleep(60)
        rf._write_scenario = wait
        rf.save_run(study, {str(tmp_path / "run")!r})
        """
    )
    writer = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "writing\n"
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    assert not (tmp_path / "run").exists()
    left = list(tmp_path.iterdir())
    assert all(path.name.startswith(".run.partial-") for path in left)
    assert any((path / "tallies.parquet").exists() for path in left)
    study = ts.run(tiny_scenario(), 4, progress=False)
    assert load_run(save_run(study, tmp_path / "run")).n_replications == 4
