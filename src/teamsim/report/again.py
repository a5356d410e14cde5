"""Make the numbers of a file again: a page, a figure, slides or a workbook says itself where they come from."""

from __future__ import annotations

import math
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from teamsim.analysis.assumptions import UnderAssumptions, under_assumptions
from teamsim.errors import RunError
from teamsim.plan_provenance import Numbers, PlanProvenance, made_again, plan_of_tree
from teamsim.provenance import Provenance, carried, numbers_of, of_tree, provenance_of, scenarios_of
from teamsim.run_folder import MODEL_VERSION, load_run, written_by
from teamsim.scenario.scenario import Scenario
from teamsim.shape_provenance import ShapeProvenance, shape_numbers, shapes_of_tree
from teamsim.study import Study, run

_TOLERANCE = 1e-12
"""Numbers agree across platforms to this share; on one they are the same to the last bit."""
_MOST_BYTES = 200_000_000
_PARTS = ("xl/sharedStrings.xml", "xl/worksheets/", "ppt/notesSlides/", "ppt/slides/")


@dataclass(frozen=True)
class Disagreement:
    """A number that is not what the file says."""

    scenario: str
    measure: str
    then: float | None
    now: float | None


@dataclass(frozen=True)
class _Checked:
    """Numbers of a file made again: how many there are, how many are the same to the last bit, and which differ."""

    place: str
    n_numbers: int
    n_identical: int
    disagreements: tuple[Disagreement, ...]

    @property
    def agrees(self) -> bool:
        """Whether all numbers agree."""
        return not self.disagreements


@dataclass(frozen=True)
class Reproduction(_Checked):
    """A file's numbers made again, by running its study."""

    provenance: Provenance
    study: Study

    def __str__(self) -> str:
        """Return what was made again and whether it agrees."""
        made, names = self.provenance, ", ".join(source.name for source in self.provenance.sources)
        head = (
            f"{self.place}: {names}; {made.replications:,} replications, seed {made.seed}, engine {made.engine}, "
            f"teamsim {made.teamsim}."
        )
        return "\n".join([head, *_told(self.n_numbers, self.n_identical, self.disagreements, made.model_version)])


@dataclass(frozen=True)
class PlanReproduction(_Checked):
    """A picture of plans or of shapes reckoned again; `left_out` of its provenance is what no file can hold."""

    provenance: PlanProvenance | ShapeProvenance

    def __str__(self) -> str:
        """Return what was reckoned again, whether it agrees, and what could not be."""
        told = _told(self.n_numbers, self.n_identical, self.disagreements, self.provenance.model_version)
        return "\n".join([f"{self.place}: {self.provenance.told}.", *told, *self.provenance.left_out])


def _told(n: int, n_identical: int, disagreements: Sequence[Disagreement], model_version: int) -> list[str]:
    """Return whether numbers are the same again, in words."""
    if not disagreements:
        return [f"All {n:,} numbers are the same again ({n_identical:,} of {n:,} to the last bit)."]
    rows = [f"- {d.scenario}, {d.measure}: {d.then} then, {d.now} now" for d in disagreements[:10]]
    cause = "The model's version is the same: ask whoever made the file."
    if model_version != MODEL_VERSION:
        cause = f"The model has changed since (version {model_version}, now {MODEL_VERSION})."
    return [f"{len(disagreements):,} of {n:,} numbers differ:", *rows, cause]


def reproduce(
    file: str | Path, *, roster: str | Path | None = None, progress: bool | Callable[[int, int], None] = True
) -> Reproduction | PlanReproduction:
    """Run again what a page, figure, deck, workbook or run folder was made from, and compare.

    What plans pay and cost, audits, forecasts, strips and shapes of organisations are reckoned again without a study.

    Parameters
    ----------
    file
        A file written by `study.report`, `study.plots.save` or `plots.save_plan_picture`, a folder by `study.save`, or
        a picture downloaded from the studio. It is data: nothing in it is executed.
    roster
        The roster that the scenarios were made with; files do not hold people, the folder of a run does.
    progress
        As for `run`.

    Raises
    ------
    RunError
        The file can not be read or does not say where it comes from, a roster is needed, or the scenarios are no
        longer what they were.
    ScenarioError
        A scenario can not be read, for instance because a rule of one's own is not registered in this session.
    """
    path = Path(file).resolve()
    provenance: Provenance | PlanProvenance | ShapeProvenance
    scenarios: Sequence[Scenario]
    if path.is_dir():
        kept = load_run(path)
        provenance, scenarios = replace(provenance_of(kept), teamsim=written_by(path)), kept.scenarios
    else:
        provenance = provenance_in(path)
        scenarios = scenarios_of(provenance.sources, path.name, None if roster is None else Path(roster))
    if not isinstance(provenance, Provenance):
        compared = _compared(provenance.numbers, _reckoned_again(provenance, scenarios))
        return PlanReproduction(path.name, *compared, provenance)
    study = _finished(
        run(scenarios, provenance.replications, provenance.seed, provenance.engine, progress=progress), provenance
    )
    numbers = numbers_of(study, _drawn(study, provenance, progress))
    return Reproduction(path.name, *_compared(provenance.numbers, numbers), provenance, study)


def _reckoned_again(provenance: PlanProvenance | ShapeProvenance, scenarios: Sequence[Scenario]) -> Numbers:
    """Return the numbers of a picture that no study was run for."""
    if isinstance(provenance, ShapeProvenance):
        return shape_numbers(scenarios)
    return made_again(provenance, scenarios)


def _compared(then: Numbers, now: Numbers) -> tuple[int, int, tuple[Disagreement, ...]]:
    """Return how many numbers there are, how many are the same to the last bit, and which differ."""
    pairs = [
        Disagreement(name, measure, value, now.get(name, {}).get(measure))
        for name, measures in then.items()
        for measure, value in measures.items()
    ]
    same = sum(pair.then == pair.now for pair in pairs)
    return len(pairs), same, tuple(pair for pair in pairs if not _agrees(pair))


def provenance_in(path: Path) -> Provenance | PlanProvenance | ShapeProvenance:
    """Return where the numbers of a file come from.

    Raises
    ------
    RunError
        The file can not be read, or does not say.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise RunError(f"{path.name}: larger than any report ({path.stat().st_size:,} bytes). Check the file.")
        text = _zipped_text(path) if zipfile.is_zipfile(path) else path.read_bytes().decode("latin-1")
    except (OSError, zipfile.BadZipFile) as error:
        problem = getattr(error, "strerror", None) or error
        raise RunError(f"{path.as_posix()}: can not be read: {problem}. Check the path.") from error
    return carried(text, path.name, _of_any_tree)


def _of_any_tree(tree: Mapping[str, Any]) -> Provenance | PlanProvenance | ShapeProvenance:
    """Return provenance from its plain data: of a study, of plans, or of shapes, which have no plans and no luck."""
    if "plans" in tree:
        return plan_of_tree(tree)
    return of_tree(tree) if "seed" in tree else shapes_of_tree(tree)


def _zipped_text(path: Path) -> str:
    """Return the texts of an office file: of its cells, slides and notes."""
    with zipfile.ZipFile(path) as archive:
        members = [info for info in archive.infolist() if info.filename.startswith(_PARTS)]
        if sum(info.file_size for info in members) > _MOST_BYTES:
            raise RunError(f"{path.name}: unpacks to more than any report. Check the file.")
        return "\n".join(archive.read(info).decode("utf-8", "replace") for info in members)


def _finished(study: Study, provenance: Provenance) -> Study:
    """Return a study with those replications only that the file was made from: it may have been stopped."""
    kept = np.concatenate([np.arange(first, last + 1) for first, last in provenance.finished])
    if kept.size == study.n_replications:
        return study
    results = tuple(replace(each, replications=kept, counts=each.counts[kept]) for each in study.results)
    return Study(results, study.seed, study.engine, study.n_asked)


def _drawn(
    study: Study, provenance: Provenance, progress: bool | Callable[[int, int], None]
) -> UnderAssumptions | None:
    """Return the drawn assumptions again; None where there were none."""
    under = provenance.drawn
    if under is None:
        return None
    return under_assumptions(study, under.asked, under.draws, replications=under.replications, progress=progress)


def _agrees(pair: Disagreement) -> bool:
    if pair.then is None or pair.now is None:
        return pair.then == pair.now
    return math.isclose(pair.then, pair.now, rel_tol=_TOLERANCE, abs_tol=_TOLERANCE)
