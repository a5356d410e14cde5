"""Scenario files as plain data: where each value stands, and nothing that could run.

A file is YAML 1.2 with mappings, lists, texts, numbers, true/false and null only. `extends:` names the file
that it changes: mappings merge, lists replace, null deletes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML, MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from teamsim.errors import Fault, ScenarioError
from teamsim.files import is_there

Tree = dict[str, Any]
KeyPath = tuple[str | int, ...]
Places = dict[KeyPath, str]

_MEND = "Mend it or the line before: `name: value`, spaces (no tab) in front, every bracket closed."
OPENED = {
    "while scanning a quoted scalar": "quote",
    "while parsing a flow sequence": "bracket [",
    "while parsing a flow mapping": "bracket {",
}
"""What may be left open, by what the parser says of it: it gives up where it meets something else, often far below."""
MAX_BYTES = 200_000
MAX_VALUES = 100_000
MAX_DEPTH = 50
_NOT_YAML = (YAMLError, RecursionError, ValueError, OverflowError, KeyError, AssertionError)
"""What the parser raises: its own errors, and those of Python where a number, letter or version is out of range."""
_UNWRITABLE = re.compile("[\\0\ud800-\udfff]")
"""No name of a file has a null character; half a pair (a surrogate) is no character of UTF-8."""
_CORE = "tag:yaml.org,2002:"
_SCALARS = {_CORE + kind for kind in ("str", "int", "float", "bool", "null", "timestamp")}


@dataclass(frozen=True, slots=True)
class Document:
    """A file's values, and for each path the `file:line` where it stands."""

    path: Path
    tree: Tree
    places: Places


def read_document(path: Path, shown: str | None = None) -> Document:
    """Read one file, without what it extends.

    Raises
    ------
    ScenarioError
        No such file, too large, not YAML, a tag that is not plain data, too many values behind aliases.
    """
    name = shown or path.as_posix()
    text = _read_text(path, name)
    yaml = YAML(typ="safe", pure=True)
    try:
        node = yaml.compose(text)
        reader = _Reader(name, yaml)
        tree = {} if node is None else reader.value(node, ())
    except _NOT_YAML as error:
        raise _not_yaml(name, text, error) from error
    if reader.faults:
        raise ScenarioError(reader.faults)
    if not isinstance(tree, dict):
        raise _refusal(name, "a scenario is a mapping of sections.", "Start with `name:`.")
    return Document(path, tree, reader.places)


def _not_yaml(name: str, text: str, error: Exception) -> ScenarioError:
    """Return the refusal of a text that the parser can not read, in the line where it gave up."""
    if isinstance(error, MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        place = f"{name}:{mark.line + 1 if mark else 1}"
        return _refusal(place, f"not YAML: {error.problem or error.context}.", _mend(error))
    if isinstance(error, RecursionError):
        return _refusal(name, "nested too deeply.", f"At most {MAX_DEPTH} levels.")
    if isinstance(error, KeyError | AssertionError):  # the parser has rules for these versions alone
        return _refusal(name, "%YAML asks for a version other than 1.1 and 1.2.", "Take the line out.")
    line = f":{text.count(chr(10), 0, error.position) + 1}" if isinstance(error, ReaderError) else ""
    return _refusal(f"{name}{line}", f"not YAML that teamsim reads: {error}.", "Use plain values.")


def _mend(error: MarkedYAMLError) -> str:
    """Return what to do: close what was opened lines above, or look at where the parser gave up."""
    opened, begin, end = OPENED.get(error.context or ""), error.context_mark, error.problem_mark
    if opened is None or begin is None or end is None or begin.line == end.line:
        return _MEND
    return f"The {opened} of line {begin.line + 1} is still open there; close it, or mend what it holds."


def _refusal(place: str, problem: str, remedy: str) -> ScenarioError:
    return ScenarioError([Fault(place, problem, remedy)])


def _read_text(path: Path, name: str) -> str:
    """Return the text of a file of reasonable size."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise _refusal(
                name,
                f"the file has {size:,} bytes; at most {MAX_BYTES:,}.",
                "A scenario holds policies, not data.",
            )
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        near = sorted(other.name for other in path.parent.glob("*.yaml"))[:8]
        remedy = f"Files there: {', '.join(near)}." if near else "Check the folder."
        raise _refusal(name, "no such file.", remedy) from None
    except (OSError, UnicodeDecodeError) as error:
        raise _refusal(name, f"can not be read: {error}.", "A scenario is UTF-8 text.") from None


class _Reader:
    """Turns YAML nodes into plain values and notes the line of each."""

    def __init__(self, name: str, yaml: YAML) -> None:
        self.name, self.places = name, Places()
        self.constructor = yaml.constructor
        self.n_values = 0
        self.faults: list[Fault] = []

    def value(self, node: Any, path: KeyPath) -> Any:
        """Return the value of a node; aliases are expanded, within reason."""
        place = f"{self.name}:{node.start_mark.line + 1}"
        self.places.setdefault(path, place)
        self.n_values += 1
        if self.n_values > MAX_VALUES:
            raise _refusal(place, f"more than {MAX_VALUES:,} values, aliases included.", "Write less.")
        if len(path) > MAX_DEPTH:
            raise _refusal(place, f"nested more than {MAX_DEPTH} deep, or an alias inside itself.", "Unfold it.")
        if isinstance(node, MappingNode) and node.tag == _CORE + "map":
            return self.mapping(node, path)
        if isinstance(node, SequenceNode) and node.tag == _CORE + "seq":
            return [self.value(child, (*path, index)) for index, child in enumerate(node.value)]
        if isinstance(node, ScalarNode) and node.tag in _SCALARS:
            if node.tag == _CORE + "timestamp":
                return node.value
            return self.scalar(node, place)
        shown = str(node.tag).replace(_CORE, "!!")
        if shown == "!!merge":
            raise _refusal(place, "`<<` is not read.", "Write the values out, or say `extends:`.")
        raise _refusal(place, f"the tag {shown} is refused: a scenario never runs anything.", "Take it out.")

    def scalar(self, node: ScalarNode, place: str) -> Any:
        """Return a text, number, yes / no or null."""
        try:
            value = self.constructor.construct_object(node)
        except (ValueError, KeyError, IndexError):  # the last one where it is empty
            kind = str(node.tag).replace(_CORE, "")
            raise _refusal(place, f"{node.value[:40]!r} is not of the type {kind}.", "Change the value.") from None
        if isinstance(value, str) and _UNWRITABLE.search(value):
            value = value.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")  # JSON writes pairs
        if isinstance(value, str) and _UNWRITABLE.search(value):
            raise _refusal(place, f"{value[:40]!r} holds a character that no file can.", "Take it out.")
        return value

    def mapping(self, node: MappingNode, path: KeyPath) -> Tree:
        """Return a mapping; a key given twice is a fault."""
        result: Tree = {}
        for key_node, child in node.value:
            key = str(self.value(key_node, (*path, "?")))
            place = f"{self.name}:{key_node.start_mark.line + 1}"
            if key in result:
                first = self.places[(*path, key)].rpartition(":")[2]
                problem = f"{dotted((*path, key))} is given twice, first in line {first}."
                self.faults.append(Fault(place, problem, "Keep one."))
                continue
            self.places[(*path, key)] = place
            result[key] = self.value(child, (*path, key))
        return result


def read_chain(path: Path) -> list[Document]:
    """Return a file and the files it extends, the file itself first.

    Raises
    ------
    ScenarioError
        A file that is missing, or that extends itself through others.
    """
    chain: list[Document] = []
    seen: list[Path] = []
    following: Path | None = path
    while following is not None:
        here = following.resolve()
        if here in seen:
            cycle = " -> ".join(step.name for step in [*seen, here])
            raise _refusal(chain[-1].places[("extends",)], f"extends goes round in a circle: {cycle}.", "Break it.")
        seen.append(here)
        try:
            document = read_document(following)
        except ScenarioError as error:
            if chain and not (is_there(following) and following.is_file()):
                place = chain[-1].places[("extends",)]
                if is_there(following):
                    raise _refusal(place, f"extends {following.as_posix()}: a folder.", "Extend one file.") from None
                remedy = error.faults[0].remedy
                raise _refusal(place, f"extends {following.as_posix()}: no such file.", remedy) from None
            raise
        chain.append(document)
        parent = document.tree.get("extends")
        if not isinstance(parent, str | None):
            place = document.places[("extends",)]
            raise _refusal(place, f"extends = {parent!r}; expected the name of one file.", "Extend one file.")
        following = None if parent is None else following.parent / parent
    return chain


def merge(below: Tree, above: Tree) -> Tree:
    """Return `below` changed by `above`: mappings merge, lists and values replace, null deletes."""
    result = dict(below)
    for key, value in above.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, dict):
            old = result.get(key)
            result[key] = merge(old if isinstance(old, dict) else {}, value)
        else:
            result[key] = value
    return result


def copied(tree: Any) -> Any:
    """Return a deep copy of plain data; tuples become lists."""
    if isinstance(tree, str | int | float):  # most of it; to ask whether it is a mapping takes longer
        return tree
    if isinstance(tree, Mapping):
        return {str(key): copied(value) for key, value in tree.items()}
    return [copied(value) for value in tree] if isinstance(tree, list | tuple) else tree


def dotted(path: KeyPath) -> str:
    """Return a path as people write it: ``tiers.manager.base_annual``."""
    return ".".join(str(part) for part in path)


def leaves(tree: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Go through the values of a tree; lists count as values."""
    if isinstance(tree, Mapping) and tree:
        for key, value in tree.items():
            yield from leaves(value, (*path, key))
    else:
        yield path, tree


def mapping_at(tree: Any, *path: str | int) -> dict[str, Any]:
    """Return the mapping at a path, or an empty one."""
    for part in path:
        tree = tree.get(part) if isinstance(tree, dict) else None
    return tree if isinstance(tree, dict) else {}
