"""Where the numbers of a file come from: enough to make them again, in a form that any file can carry.

A page, a figure, a deck or a workbook carries one text, `teamsim-provenance:`, with the scenarios in full as YAML, the
seed, the replications, the engine, and the means to be found again. It is data: reading it executes nothing.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import io
import json
import re
import tempfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from ruamel.yaml import YAML

from teamsim._version import __version__
from teamsim.analysis.assumptions import UnderAssumptions
from teamsim.analysis.ranges import assumptions_of
from teamsim.blocks import Engine
from teamsim.errors import RunError
from teamsim.random import PURPOSES_VERSION
from teamsim.results import MONTHLY
from teamsim.run_folder import MODEL_VERSION
from teamsim.scenario.scenario import Scenario, read_back
from teamsim.study import Study

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Told = TypeVar("Told")
MARK = "teamsim-provenance"
FORMAT_VERSION = 1
_PIECE = 30_000
"""Characters of a piece: a cell of a workbook holds 32,767."""
_ROSTER = "roster.csv"
_MOST_BYTES = 20_000_000
_PATTERN = re.compile(rf"{MARK}:(\d+)/(\d+):([A-Za-z0-9+/=]+);")
"""With an end of its own: the checksum that follows a text in a PNG may look like more letters."""


@dataclass(frozen=True)
class Source:
    """One scenario in full, as YAML, with the one whose past it shares (empty: its own)."""

    name: str
    hash: str
    text: str
    past_text: str = ""
    roster_sha256: str = ""


def are_of_people(sources: Sequence[Source]) -> bool:
    """Tell whether people's data is needed to make scenarios again, which no file holds."""
    return any(source.roster_sha256 for source in sources)


@dataclass(frozen=True)
class Drawn:
    """How assumptions were drawn: their ranges (None: the usual one), draws and futures of each."""

    asked: dict[str, tuple[float, float] | None]
    draws: int
    replications: int


@dataclass(frozen=True)
class Provenance:
    """Where numbers come from. `finished` are the replications as ranges, first and last; `numbers` are means."""

    teamsim: str
    model_version: int
    purposes_version: int
    made_at: str
    seed: int
    engine: Engine
    replications: int
    finished: tuple[tuple[int, int], ...]
    sources: tuple[Source, ...]
    drawn: Drawn | None
    numbers: dict[str, dict[str, float | None]]

    @property
    def needs_roster(self) -> bool:
        """Whether people's data is needed, which no file holds."""
        return are_of_people(self.sources)


def provenance_of(study: Study, drawn: UnderAssumptions | None = None) -> Provenance:
    """Return where the numbers of a study come from, and of drawn assumptions beside it."""
    return Provenance(
        __version__,
        MODEL_VERSION,
        PURPOSES_VERSION,
        now(),
        study.seed,
        study.engine,
        study.n_asked,
        _ranges(study.results[0].replications.tolist()),
        tuple(map(source_of, study.scenarios)),
        _drawn(drawn) if drawn else None,
        numbers_of(study, drawn),
    )


def now() -> str:
    """Return the time, of everywhere."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def numbers_of(study: Study, drawn: UnderAssumptions | None = None) -> dict[str, dict[str, float | None]]:
    """Return the mean of every measure over the futures, by scenario; under draws too."""
    found = {
        result.name: {measure: _number(result.total(measure)) for measure in (*MONTHLY, "cohort_loss")}
        for result in study.results
    }
    for result in study.results if drawn else ():
        assert drawn is not None
        under = {f"{name} (drawn)": _number(drawn.totals(name, result.name)) for name in ("bookings", "net_margin")}
        found[result.name] |= under
    return found


def packed(provenance: DataclassInstance) -> list[str]:
    """Return provenance as lines of plain letters, each short enough for a cell of a workbook."""
    text = json.dumps({"format": FORMAT_VERSION, **asdict(provenance)}, ensure_ascii=False)
    code = base64.b64encode(zlib.compress(text.encode(), 9)).decode("ascii")
    pieces = [code[start : start + _PIECE] for start in range(0, len(code), _PIECE)]
    return [f"{MARK}:{number}/{len(pieces)}:{piece};" for number, piece in enumerate(pieces, start=1)]


def unpacked(text: str, place: str) -> Provenance:
    """Return the provenance of a study that a text carries; errors as in `carried`."""
    return carried(text, place, of_tree)


def carried(text: str, place: str, read: Callable[[Mapping[str, Any]], Told]) -> Told:
    """Return what is read of the provenance that a text carries.

    Raises
    ------
    RunError
        There is none, or only a part, or it is of another version.
    """
    pieces = {int(number): (int(n), code) for number, n, code in _PATTERN.findall(text)}
    if not pieces:
        remedy = "Write it with study.report(...), study.plots.save(...) or plots.save_plan_picture(...)"
        again = "a picture of the studio: download it again while its notebook runs"
        raise RunError(f"{place} does not say where its numbers come from. {remedy}; {again}.")
    n = next(iter(pieces.values()))[0]
    if sorted(pieces) != list(range(1, n + 1)):
        raise RunError(f"{place}: only {len(pieces)} of {n} parts of its provenance are left. Use the file as written.")
    try:
        reader = zlib.decompressobj()
        content = reader.decompress(base64.b64decode("".join(pieces[k][1] for k in range(1, n + 1))), _MOST_BYTES)
        return read(_checked(json.loads(content)))
    except (ValueError, KeyError, TypeError, zlib.error) as error:
        raise RunError(f"{place}: its provenance can not be read ({error}). Use the file as written.") from error


def scenarios_of(sources: Sequence[Source], place: str, roster: Path | None = None) -> list[Scenario]:
    """Return the scenarios as they were run.

    Raises
    ------
    RunError
        A roster is needed, or the scenarios are no longer what they were.
    ScenarioError
        A scenario can not be read, for instance because it names a rule that is not registered.
    """
    if are_of_people(sources) and roster is None:
        problem = f"{place} was made from a roster, which it does not hold: it names people."
        raise RunError(f"{problem} Give the roster: --roster people.csv (Python: roster=...).")
    with tempfile.TemporaryDirectory() as folder:
        return [_scenario(source, Path(folder), place, roster) for source in sources]


def _scenario(source: Source, folder: Path, place: str, roster: Path | None) -> Scenario:
    """Return one scenario of its text, checked against its hash."""
    content = _roster_bytes(roster) if source.roster_sha256 and roster else None
    scenario = _loaded(source.text, folder, content)
    if source.past_text:
        scenario = replace(scenario, origin=_loaded(source.past_text, folder, content))
    if scenario.hash != source.hash:
        is_other = content is not None and hashlib.sha256(content).hexdigest() != source.roster_sha256
        cause = f"{roster} is another roster." if is_other else f"teamsim {__version__} reads it another way."
        raise RunError(f"{place}: `{source.name}` is not what it was ({scenario.hash}, then {source.hash}). {cause}")
    return scenario


def _loaded(text: str, folder: Path, roster: bytes | None) -> Scenario:
    path = folder / "embedded.yaml"
    path.write_text(text, encoding="utf-8", newline="\n")
    if roster is not None:
        (folder / _ROSTER).write_bytes(roster)
    return read_back(path)


def _roster_bytes(roster: Path) -> bytes:
    try:
        return roster.read_bytes()
    except OSError as error:
        raise RunError(f"{roster.as_posix()} can not be read: {error.strerror or error}. Check the path.") from error


def source_of(scenario: Scenario) -> Source:
    """Return a scenario in full, as a file carries it."""
    past = "" if scenario.past is scenario else scenario_text(scenario.past)
    people = [each.roster.sha256 for each in (scenario, scenario.past) if each.roster]
    if len(set(people)) > 1:
        raise RunError(
            f"`{scenario.name}` and its past have different rosters; a file can name one. Give them the same."
        )
    return Source(scenario.name, scenario.hash, scenario_text(scenario), past, next(iter(people), ""))


def scenario_text(scenario: Scenario) -> str:
    """Return a scenario in full as YAML; a roster is named, never held."""
    tree = scenario.parameters.model_dump(mode="json")
    if scenario.parameters.opening.roster is not None:
        tree["opening"]["roster"] = _ROSTER
    yaml, out = YAML(typ="safe", pure=True), io.StringIO()
    yaml.default_flow_style, yaml.allow_unicode = False, True
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.dump({"name": scenario.name, "description": scenario.description, **tree}, out)
    return out.getvalue()


def _drawn(drawn: UnderAssumptions) -> Drawn:
    """Return how assumptions were drawn; a usual range stays usual, since it differs by tier."""
    asked: dict[str, tuple[float, float] | None] = {}
    for assumption in drawn.assumptions:
        usual = assumptions_of(drawn.study.scenarios, {assumption.name: None})[0]
        first = assumption.ranges[0]
        asked[assumption.name] = None if usual == assumption else (first.low, first.high)
    return Drawn(asked, drawn.n_draws, drawn.n_replications)


def _ranges(numbers: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Return numbers in order as ranges, first and last of each."""
    breaks = [k for k in range(1, len(numbers)) if numbers[k] != numbers[k - 1] + 1]
    starts, ends = [0, *breaks], [*(k - 1 for k in breaks), len(numbers) - 1]
    return tuple((numbers[a], numbers[b]) for a, b in zip(starts, ends, strict=True))


def _number(values: Any) -> float | None:
    """Return a mean over the futures that have the measure; None where none has it."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else None


def _checked(tree: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return plain data, if it is of the format that is read here."""
    if tree["format"] != FORMAT_VERSION:
        raise RunError(
            f"Its provenance has format {tree['format']}; this teamsim reads {FORMAT_VERSION}. Update teamsim."
        )
    return tree


def of_tree(tree: Mapping[str, Any]) -> Provenance:
    """Return the provenance of a study from its plain data."""
    under = tree["drawn"]
    return Provenance(
        str(tree["teamsim"]),
        int(tree["model_version"]),
        int(tree["purposes_version"]),
        str(tree["made_at"]),
        int(tree["seed"]),
        _engine(tree["engine"]),
        int(tree["replications"]),
        tuple((int(first), int(last)) for first, last in tree["finished"]),
        tuple(Source(**source) for source in tree["sources"]),
        Drawn({name: _span(span) for name, span in under["asked"].items()}, under["draws"], under["replications"])
        if under
        else None,
        {name: dict(numbers) for name, numbers in tree["numbers"].items()},
    )


def _span(span: Sequence[float] | None) -> tuple[float, float] | None:
    return None if span is None else (float(span[0]), float(span[1]))


def _engine(name: str) -> Engine:
    engines: dict[str, Engine] = {"compiled": "compiled", "event": "event"}
    return engines[name]
