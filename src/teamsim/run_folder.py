"""A study on disk: whole or absent, readable by pandas, DuckDB and Excel, and loaded back to the same numbers."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import platform
import re
import shutil
import uuid
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from ruamel.yaml import YAML

from teamsim._jit import sources_hash
from teamsim._version import __version__
from teamsim.errors import RunError
from teamsim.files import SHOWN, is_there
from teamsim.random import PURPOSES_VERSION
from teamsim.results import Results
from teamsim.scenario.build import build
from teamsim.scenario.scenario import Scenario, read_back
from teamsim.study import Study
from teamsim.tallies import N_TALLIES, Tally

if TYPE_CHECKING:
    import pandas as pd

MANIFEST = "manifest.json"
FORMAT_VERSION = 2
MODEL_VERSION = 1
"""Changes when the same scenario and seed would give other numbers."""


def save_run(study: Study, folder: str | Path, *, overwrite: bool = False) -> Path:
    """Write a study into a new folder: manifest, resolved scenarios, tables in Parquet.

    Everything is written under another name first and then renamed, so the folder is whole or absent, also when
    the writer is killed. `overwrite` replaces a folder that is a run folder, nothing else.

    Raises
    ------
    RunError
        The folder is there already or can not be written, or a roster was changed since it was read.
    """
    folder = Path(folder)
    if is_there(folder) and not (overwrite and (folder / MANIFEST).is_file()):
        remedy = "Choose another name" + ("." if overwrite else ", or say overwrite=True (--overwrite).")
        raise RunError(f"{folder.as_posix()} is there already. {remedy}")
    partial = folder.parent / f".{folder.name[:SHOWN]}.partial-{uuid.uuid4().hex[:8]}"
    try:
        partial.mkdir(parents=True)
        _write(study, partial)
        _put_in_place(partial, folder)
    except OSError as error:
        remedy = "Free some space, or choose another name."
        raise RunError(f"{folder.as_posix()} can not be written: {error.strerror or error}. {remedy}") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return folder


def load_run(folder: str | Path) -> Study:
    """Read a study back; nothing is simulated.

    Raises
    ------
    RunError
        Not a run folder, or one of another version, or its scenarios were changed.
    """
    import pandas as pd

    folder = Path(folder)
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        tallies = pd.read_parquet(folder / "tallies.parquet")
    except (OSError, ValueError) as error:
        raise RunError(f"{folder.as_posix()} is not a run folder: {error}.") from error
    if manifest["format_version"] != FORMAT_VERSION or manifest["model_version"] != MODEL_VERSION:
        raise RunError(f"{folder.as_posix()} was written by teamsim {manifest['teamsim']}. Run its scenarios again.")
    results = [
        _result(manifest, entry, folder, tallies[tallies["scenario"] == entry["name"]])
        for entry in manifest["scenarios"]
    ]
    return Study(tuple(results), manifest["seed"], manifest["engine"], manifest["replications_asked"])


def written_by(folder: Path) -> str:
    """Return the version of teamsim that wrote a run folder."""
    return str(json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["teamsim"])


def _write(study: Study, folder: Path) -> None:
    """Write all files of a run, the manifest last."""
    study.months.to_parquet(folder / "months.parquet", index=False)
    _tallies(study).to_parquet(folder / "tallies.parquet", index=False)
    (folder / "scenarios").mkdir()
    entries = [
        _write_scenario(scenario, folder / "scenarios", number)
        for number, scenario in enumerate(study.scenarios, start=1)
    ]
    manifest = json.dumps(_manifest(study, entries), indent=2, ensure_ascii=False)
    with (folder / MANIFEST).open("w", encoding="utf-8", newline="\n") as file:
        file.write(manifest + "\n")
        file.flush()
        os.fsync(file.fileno())


def _put_in_place(partial: Path, folder: Path) -> None:
    """Rename a finished folder to its name; an older run makes way first."""
    if folder.exists():
        retired = partial.with_name(partial.name.replace("partial", "retired"))
        folder.rename(retired)
        try:
            partial.rename(folder)
        except BaseException:
            retired.rename(folder)
            raise
        shutil.rmtree(retired, ignore_errors=True)
    else:
        partial.rename(folder)


def _manifest(study: Study, entries: list[dict[str, Any]]) -> dict[str, Any]:
    """Return where the numbers come from."""
    return {
        "format_version": FORMAT_VERSION,
        "teamsim": __version__,
        "model_version": MODEL_VERSION,
        "purposes_version": PURPOSES_VERSION,
        "compiled_sources": sources_hash(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "written_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "seed": study.seed,
        "engine": study.engine,
        "replications_asked": study.n_asked,
        "replications_finished": study.n_replications,
        "response": study.scenarios[0].parameters.response.effort,
        "scenarios": entries,
    }


def _write_scenario(scenario: Scenario, folder: Path, number: int) -> dict[str, Any]:
    """Write a scenario and the one whose past it shares, each in full; return its entry.

    The one does not extend the other: what a scenario has taken out would come back.
    """
    stem = f"{number:02d}-{_file_name(scenario.name)}"
    _write_yaml(_resolved(scenario, folder, f"{stem}-roster.csv"), folder / f"{stem}.yaml")
    has_past = scenario.past is not scenario
    if has_past:
        _write_yaml(_resolved(scenario.past, folder, f"{stem}-past-roster.csv"), folder / f"{stem}-past.yaml")
    assumed = scenario.roster.assumed if scenario.roster else {}
    return {
        "name": scenario.name,
        "hash": scenario.hash,
        "file": f"scenarios/{stem}.yaml",
        "past": scenario.past.hash,
        "past_file": f"scenarios/{stem}-past.yaml" if has_past else None,
        "assumed_for_people_of_the_roster": assumed,
    }


def _file_name(name: str) -> str:
    """Return a name without what some system forbids in files: only letters, digits, dashes, and not many."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower())[:40].strip("-") or "scenario"


def _resolved(scenario: Scenario, folder: Path, roster: str) -> dict[str, Any]:
    """Return a scenario's values in full; its roster is copied beside it."""
    tree = scenario.parameters.model_dump(mode="json")
    if scenario.parameters.opening.roster is not None:
        _copy_roster(scenario, folder / roster)
        tree["opening"]["roster"] = roster
    return {"name": scenario.name, "description": scenario.description, **tree}


def _copy_roster(scenario: Scenario, copy: Path) -> None:
    """Copy a roster, if it is still the one that was read."""
    assert scenario.parameters.opening.roster is not None
    assert scenario.roster is not None
    roster = scenario.folder / scenario.parameters.opening.roster
    try:
        content = roster.read_bytes()
    except OSError as error:
        problem = f"can not be read: {error.strerror or error}. Put it back, or load the scenario and run again."
        raise RunError(f"{roster.as_posix()}, the roster of `{scenario.name}`, {problem}") from error
    if hashlib.sha256(content).hexdigest() != scenario.roster.sha256:
        problem = f"was changed since `{scenario.name}` was loaded. Load it and run again."
        raise RunError(f"The roster {roster.as_posix()} {problem}")
    copy.write_bytes(content)


def _write_yaml(tree: dict[str, Any], path: Path) -> None:
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.allow_unicode = True
    with path.open("w", encoding="utf-8", newline="\n") as file:
        yaml.dump(tree, file)


def _tallies(study: Study) -> pd.DataFrame:
    """Return the engines' counts, one row per scenario, replication, month and cell."""
    import pandas as pd

    frames = []
    for result in study.results:
        shape = result.counts.shape[:3]
        replication, month, cell = (axis.ravel() for axis in np.indices(shape))
        columns = {tally.name.lower(): result.counts[..., tally].ravel() for tally in Tally}
        frame = pd.DataFrame({"replication": result.replications[replication], "month": month, "cell": cell, **columns})
        frame.insert(0, "scenario", result.name)
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def _result(manifest: dict[str, Any], entry: dict[str, Any], folder: Path, tallies: pd.DataFrame) -> Results:
    """Return one scenario's results from its file and rows."""
    layout = build(_scenario(entry, folder))
    counts = tallies[[tally.name.lower() for tally in Tally]].to_numpy()
    numbers = tallies["replication"].unique()
    shape = (len(numbers), layout.n_measured, layout.model.cells.size, N_TALLIES)
    return Results(layout, manifest["seed"], manifest["engine"], numbers, counts.reshape(shape))


def _scenario(entry: dict[str, Any], folder: Path) -> Scenario:
    """Return one scenario with its past, both as they were run."""
    scenario = read_back(folder / entry["file"])
    if past_file := entry.get("past_file"):
        past = read_back(folder / past_file)
        _refuse_changed(past_file, past, entry["past"])
        scenario = replace(scenario, origin=past)
    _refuse_changed(entry["file"], scenario, entry["hash"])
    return scenario


def _refuse_changed(file: str, scenario: Scenario, then: str) -> None:
    if scenario.hash != then:
        raise RunError(f"{file} was changed after the run ({scenario.hash}, then {then}). Run its scenario again.")
