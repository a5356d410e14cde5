"""Run folders: whole or absent, and the same numbers when read back."""

import json
import os
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
from teamsim.testing import tiny_scenario


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


def test_a_changed_scenario_file_is_noticed(study: ts.Study, tmp_path: Path) -> None:
    folder = save_run(study, tmp_path / "run")
    file = folder / "scenarios" / "01-base.yaml"
    file.write_text(file.read_text().replace("margin: 0.75", "margin: 0.7"))
    with pytest.raises(RunError, match="was changed after the run"):
        load_run(folder)


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="not a run folder"):
        load_run(tmp_path)


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
