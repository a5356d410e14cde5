"""What people may do with named entries: each deed is another draft, or a sentence that refuses it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from teamsim.scenario.read import mapping_at
from teamsim.studio.cells import CellError
from teamsim.studio.drafts import Draft
from teamsim.studio.entries import EntrySection, section_of
from teamsim.studio.words import words

_NAME = re.compile(r"[^\W\d][\w ]*")


def with_entry(draft: Draft, section: EntrySection, name: str, kind: str = "") -> Draft:
    """Return the draft with a new entry, all at the defaults; `kind` where entries may be of several."""
    return _with_values(draft, f"{section.path}.{name}", {"kind": kind or section.kinds[0]} if section.kinds else {})


def without_entry(draft: Draft, path: str) -> Draft:
    """Return the draft without an entry."""
    return draft.with_value(path, None)


def with_name(draft: Draft, path: str, name: str) -> Draft:
    """Return the draft with an entry under another name; it stands last then."""
    values = mapping_at(draft.tree(), *path.split("."))
    return _with_values(without_entry(draft, path), f"{section_of(path)}.{name}", values)


def heir_of(before: Sequence[EntrySection], after: Sequence[EntrySection]) -> str:
    """Return the path of what takes the keyboard over from an entry that went; nothing where none did.

    It is the entry under its other name, or else the section that it stood in.
    """
    old, new = ([entry.path for each in sections for entry in each.every_entry()] for sections in (before, after))
    went = next((path for path in old if path not in new), "")
    came = next((path for path in new if path not in old), "")
    return came if section_of(came) == section_of(went) else section_of(went)


def entry_key(text: str, section: EntrySection, besides: str = "", lang: str = "en") -> str:
    """Return the key of an entry for the name that somebody wrote.

    Raises
    ------
    CellError
        There is no name, it has signs that a path can not have, or another entry of the section has it.
    """
    said, plain = words(lang), text.strip()
    if not plain:
        raise CellError(said["entry_nameless"])
    name = plain if plain in section.names else plain_key(plain)
    if not name or (section.names and name not in section.names):
        raise CellError(said["entry_bad_name"].format(name=plain))
    if name in {each.name for each in section.entries} - {besides}:
        raise CellError(said["entry_taken"].format(name=plain))
    return name


def plain_key(text: str) -> str:
    """Return the key for what somebody calls something; nothing where it has signs that a path can not have.

    >>> plain_key("First half"), plain_key("a.b")
    ('first_half', '')
    """
    return re.sub(r"\s+", "_", text.lower()) if _NAME.fullmatch(text) else ""


def _with_values(draft: Draft, path: str, values: Mapping[str, Any]) -> Draft:
    """Return the draft with an entry that holds these values.

    What the origin has of that name is rewritten field by field: in a file mappings merge, so that what is left out
    there would come back.
    """
    theirs = mapping_at(draft.origin.tree, *path.split("."))
    if not theirs:
        return draft.with_value(path, dict(values))
    kept = draft.without(path)
    for each, value in _rewritten(path, theirs, values):
        kept = kept.with_value(each, value)
    return kept


def _rewritten(path: str, old: Any, new: Any) -> Iterator[tuple[str, Any]]:
    """Go through what makes one tree another: None for what is gone."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in {**old, **new}:
            yield from _rewritten(f"{path}.{key}", old.get(key), new.get(key))
    elif old != new:
        yield path, new
