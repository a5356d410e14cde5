"""A scenario as a file of its differences, whole or not at all, and as the Python call that makes it."""

from __future__ import annotations

import functools
import hashlib
import io
import pprint
import re
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from teamsim.errors import TeamsimError
from teamsim.files import is_there, write_whole
from teamsim.scenario.read import Document, read_document
from teamsim.scenario.scenario import Scenario, diff, load_scenario
from teamsim.studio.drafts import Bench, Draft, is_within, value_at
from teamsim.studio.words import words

_FILE_NAME = re.compile(r"[\w][\w \-.]*")
_ENDING = ".yaml"
_MOST_BYTES = 255
"""A longer name no usual file system takes."""


class Shelf:
    """The folder of scenario files that a studio saves to.

    It knows which files it wrote, and as what: those, as long as nobody else changed them, may be written again.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._written: dict[Path, str] = {}
        self._hashes: dict[tuple[Path, int, int], str | None] = {}

    def save(self, draft: Draft, scenario: Scenario, file_name: str, lang: str = "en") -> Path:
        """Write a scenario as its differences from the file that it extends.

        It is written under another name, read back, and renamed only if it is the same scenario.

        Raises
        ------
        TeamsimError
            The folder is none, no file of it holds what the differences are from, the name can not be or is taken, or
        the disk refuses.
        """
        said, path = words(lang), self.folder / file_name_of(file_name, lang)
        if is_there(self.folder) and not self.folder.is_dir():
            raise TeamsimError(said["no_folder"].format(folder=self.folder))
        origin = self.file_of(draft.origin)
        if origin is None:
            raise TeamsimError(said["no_file"].format(folder=self.folder, name=draft.origin.name))
        if is_there(path) and not self._is_ours(path):
            raise TeamsimError(said["is_there"].format(path=path))
        text = text_of(scenario.name, draft.changes, origin.name)
        self._put(path, text, scenario, said)
        self._written[path] = _digest(path)
        return path

    def _is_ours(self, path: Path) -> bool:
        """Return whether a file is as it was written here."""
        return path in self._written and self._written[path] == _digest(path)

    def extended(self, file_name: str, extending: str, bench: Bench, lang: str = "en") -> Scenario:
        """Return what a file extends: a scenario of the folder, that of the bench itself where it has the same.

        Raises
        ------
        TeamsimError
            There is no such file, or it holds no scenario.
        """
        path = self.folder / file_name
        if Path(file_name).name != file_name or not (is_there(path) and path.is_file()):
            terms = {"name": extending, "parent": file_name, "folder": self.folder}
            raise TeamsimError(words(lang)["no_parent"].format(**terms))
        origin = load_scenario(path)
        known = (bench.baseline, *(draft.origin for draft in bench.drafts))
        return next((each for each in known if each.hash == origin.hash), origin)

    def file_of(self, scenario: Scenario) -> Path | None:
        """Return the file of the folder that holds a scenario, by its hash.

        The file of its name is looked at first: a folder of them takes seconds, in which no page is answered.
        """
        likely = suggested_file(scenario.name)
        paths = sorted(self.folder.glob("*.y*ml"), key=lambda path: (path.name != likely, path))
        return next((path for path in paths if self._hash(path) == scenario.hash), None)

    def _hash(self, path: Path) -> str | None:
        """Return the hash of the scenario in a file as it is now."""
        about = path.stat()
        key = (path, about.st_mtime_ns, about.st_size)
        if key not in self._hashes:
            self._hashes[key] = _hash_of(path)
        return self._hashes[key]

    def _put(self, path: Path, text: str, scenario: Scenario, said: dict[str, str]) -> None:
        """Write a file whole or not at all; a file that came in between stays."""

        def write(draft: Path) -> None:
            draft.write_text(text, encoding="utf-8", newline="\n")
            if load_scenario(draft).hash != scenario.hash:
                raise TeamsimError(said["not_same"].format(path=path))

        try:
            write_whole(path, write, is_new=path not in self._written)
        except FileExistsError as error:
            raise TeamsimError(said["is_there"].format(path=path)) from error


def file_name_of(name: str, lang: str = "en") -> str:
    """Return the name of a file for what somebody wrote.

    >>> file_name_of("plan B"), file_name_of("cap.yaml")
    ('plan_b.yaml', 'cap.yaml')

    Raises
    ------
    TeamsimError
        Empty, too long, or with characters that lead to another folder.
    """
    plain = re.sub(r"\.ya?ml$", "", name.strip())
    if not _FILE_NAME.fullmatch(plain):
        raise TeamsimError(words(lang)["bad_name"].format(name=name))
    file = re.sub(r"\s+", "_", plain.lower()) + _ENDING
    if (n := len(file.encode())) > _MOST_BYTES:
        raise TeamsimError(words(lang)["long_name"].format(name=file, n=n, most=_MOST_BYTES))
    return file


def suggested_file(name: str) -> str:
    """Return a file name for a scenario's name, whatever is in it; of a long one the beginning."""
    plain = re.sub(r"[^\w\-]+", "_", name.lower()).strip("_").encode()
    return plain[: _MOST_BYTES - len(_ENDING)].decode(errors="ignore") + _ENDING


def text_of(name: str, changes: Mapping[str, Any], extends: str = "") -> str:
    """Return the YAML text of a scenario that says only what differs."""
    about = {"name": name, **({"extends": extends} if extends else {})}
    yaml, out = YAML(typ="safe", pure=True), io.StringIO()
    yaml.default_flow_style = None
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.allow_unicode = True
    yaml.dump({**about, **_nested(changes)}, out)
    return out.getvalue()


def read_dropped(name: str, text: str) -> Document:
    """Return what a file says that was dropped; faults are told with its name.

    Raises
    ------
    ScenarioError
        It is no YAML, or more than plain data.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "dropped.yaml"
        file.write_text(text, encoding="utf-8")
        return replace(read_document(file, name), path=Path(name))


def rescues(bench: Bench, adjusted: str) -> list[dict[str, str]]:
    """Return every changed scenario as a file, for a page that loses its kernel."""
    named = [(draft.called(adjusted), draft) for draft in bench.drafts if draft.changes]
    return [{"name": suggested_file(name), "text": _rescue_of(draft, name, bench.baseline)} for name, draft in named]


def _rescue_of(draft: Draft, name: str, baseline: Scenario) -> str:
    """Return the YAML text of all that sets a scenario apart from the baseline, wherever it was made from.

    Dropped on a studio with the same baseline it is the same scenario: no file has to be there.
    """
    origins = {
        path: value
        for path, value in _apart(baseline, draft.origin)
        if not any(is_within(path, p) for p in draft.changes)
    }
    return text_of(name, origins | dict(draft.changes))


@functools.lru_cache(maxsize=8)
def _apart(baseline: Scenario, origin: Scenario) -> tuple[tuple[str, Any], ...]:
    """Return where a scenario differs from the baseline and what stands there; null where nothing does."""
    apart = {} if origin is baseline else diff(baseline, origin)
    return tuple((path, after) for path, (_, after) in apart.items() if not isinstance(value_at(origin, path), Mapping))


def code_of(draft: Draft, name: str, file: Path | None) -> str:
    """Return the Python that makes a scenario."""
    source = file.as_posix() if file else f"{draft.origin.name}.yaml"
    changes = pprint.pformat(dict(draft.changes), width=100, sort_dicts=False)
    hint = "" if file else "  # the file that holds it"
    unread = [f"# {address}: {text!r} can not be read and is left out" for address, (text, _) in draft.wrong.items()]
    lines = ["import teamsim as ts", "", *unread, f"base = ts.load_scenario({source!r}){hint}"]
    if draft.changes:
        lines.append(f"scenario = base.with_changes({name!r}, {changes})")
    return "\n".join(lines) + "\n"


def _nested(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return changes by dotted path as the mapping of mappings that a file has."""
    tree: dict[str, Any] = {}
    for path, value in changes.items():
        *above, last = path.split(".")
        here = tree
        for key in above:
            here = here.setdefault(key, {})
        here[last] = list(map(_plain, value)) if isinstance(value, list | tuple) else value
    return tree


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _hash_of(path: Path) -> str | None:
    """Return the hash of the scenario in a file; None where it holds none."""
    try:
        return load_scenario(path).hash
    except TeamsimError:
        return None


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
