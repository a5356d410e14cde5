"""Sections of named entries - freezes, sources, programmes, components - as the declarations have them.

A section that a scenario is given later appears by itself: it is found in the schema, not listed here.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from pydantic import BaseModel

from teamsim.scenario.faults import field_at, metadata, models_at, models_in
from teamsim.scenario.read import KeyPath, dotted, mapping_at
from teamsim.scenario.schema import Parameters
from teamsim.studio.drafts import Draft, is_within
from teamsim.studio.entry_rows import Row, Rows, is_named, spoken
from teamsim.words import label_of

_LEFT_OUT = ("tiers", "organisation.units", "rules")
"""What the tree of seats rests on, which the organisation tab shapes; and functions, which are code."""
_ANY = "*"


@dataclass(frozen=True)
class Entry:
    """One named entry; what stands in it is made when somebody looks at it, for most are closed."""

    path: str
    name: str
    make: Callable[[], Iterable[Row]]
    sections: tuple[EntrySection, ...] = ()

    @functools.cached_property
    def rows(self) -> tuple[Row, ...]:
        """What stands in it."""
        return tuple(self.make())

    def every_row(self) -> Iterator[Row]:
        """Go through its rows and those of the entries in it."""
        yield from self.rows
        for section in self.sections:
            yield from section.every_row()


@dataclass(frozen=True)
class EntrySection:
    """Entries of one sort.

    `kinds` are the kinds that a new one may be, where there are several; `names` those that an entry may have, with
    what people call them, where it has that of a tier.
    """

    path: str
    label: str
    label_zh: str
    description: str
    where: str
    kinds: tuple[str, ...]
    entries: tuple[Entry, ...]
    names: Mapping[str, str] = field(default_factory=dict)

    def called(self, name: str) -> str:
        """Return what people call an entry of this name."""
        return self.names.get(name) or spoken(name)

    def free_names(self, besides: str = "") -> dict[str, str]:
        """Return the names that no entry has, but one."""
        taken = {entry.name for entry in self.entries} - {besides}
        return {name: label for name, label in self.names.items() if name not in taken}

    def every_entry(self) -> Iterator[Entry]:
        """Go through its entries, each followed by those in it."""
        for entry in self.entries:
            yield entry
            for section in entry.sections:
                yield from section.every_entry()

    def every_row(self) -> Iterator[Row]:
        """Go through all rows in it."""
        for entry in self.entries:
            yield from entry.every_row()

    def every_section(self) -> Iterator[EntrySection]:
        """Go through itself and all sections in its entries."""
        yield self
        for entry in self.entries:
            for section in entry.sections:
                yield from section.every_section()


def entry_sections(draft: Draft, lang: str = "en") -> tuple[EntrySection, ...]:
    """Return the sections of named entries of a draft, in the order of the parameters; faulty entries too."""
    return _Sections(Rows(draft, draft.tree(), lang)).inside((), (), ())


def touching_entries(draft: Draft) -> dict[str, Any]:
    """Return the changes of a draft on which its sections rest, so that they are made anew only with those.

    These are the changes of entries, and parts that came or went: a unit whose name a field may have.
    """
    roots = [dotted(each) for each in _patterns() if _ANY not in each]
    return {
        path: value
        for path, value in draft.changes.items()
        if value is None or isinstance(value, Mapping) or any(is_within(path, root) for root in roots)
    }


def section_at(sections: tuple[EntrySection, ...], path: str) -> EntrySection | None:
    """Return the section at a path, also inside an entry; None where there is none."""
    for section in sections:
        if section.path == path:
            return section
        for entry in section.entries if is_within(path, section.path) else ():
            if found := section_at(entry.sections, path):
                return found
    return None


def section_of(path: str) -> str:
    """Return the path of the section that an entry stands in."""
    return path.rpartition(".")[0]


@dataclass(frozen=True)
class _Sections:
    rows: Rows

    def inside(self, path: KeyPath, pattern: KeyPath, where: tuple[str, ...]) -> tuple[EntrySection, ...]:
        """Return the sections right inside an entry; of the scenario itself for the empty path."""
        below = [each[len(pattern) :] for each in _patterns() if each[: len(pattern)] == pattern]
        keys = [each for each in below if each and _ANY not in each]
        return tuple(
            self._section((*path, *each), (*pattern, *each), where)
            for each in keys
            if field_at(self.rows.tree, (*path, *each)) is not None  # a SPIF has no items
        )

    def _section(self, path: KeyPath, pattern: KeyPath, where: tuple[str, ...]) -> EntrySection:
        field, tree = field_at(self.rows.tree, path), self.rows.tree
        assert field is not None
        label, zh = field.title or str(path[-1]), str(metadata(field).get("label_zh", ""))
        of = where or (zh if zh and self.rows.lang == "zh" else label,)
        entries = (self._entry((*path, name), (*pattern, _ANY), of) for name in mapping_at(tree, *path))
        words = (label, zh, field.description or "")
        names = self.rows.names_of(str(metadata(field).get("keys", "")))
        return EntrySection(dotted(path), *words, " · ".join(where), _kinds(path), tuple(entries), names)

    def _entry(self, path: KeyPath, pattern: KeyPath, where: tuple[str, ...]) -> Entry:
        name = str(path[-1])
        here = (*where, self._called(name))
        if not models_at(path):  # amounts by name: the entry is its only field
            return Entry(dotted(path), name, lambda: [self.rows.table(path, here)])
        inside = self.inside(path, pattern, here)
        return Entry(dotted(path), name, lambda: self.rows.of(path, here), inside)

    def _called(self, name: str) -> str:
        """Return what people call an entry; one that is named after a tier is called as that."""
        tier = self.rows.draft.origin.parameters.tiers.get(name)
        return label_of(tier, self.rows.lang) if tier is not None and tier.label else spoken(name)


@functools.cache
def _patterns() -> tuple[KeyPath, ...]:
    """Return where sections of named entries stand in any scenario; names on the way are `*`."""
    found = dict.fromkeys(_walk(Parameters, ()))
    return tuple(path for path in found if not any(is_within(dotted(path), each) for each in _LEFT_OUT))


def _walk(model: type[BaseModel], path: KeyPath) -> Iterator[KeyPath]:
    for key, declared in model.model_fields.items():
        models, is_mapping = models_in([declared.annotation])
        here = (*path, key)
        if is_named(declared):
            yield here
        for inner in models:
            yield from _walk(inner, (*here, _ANY) if is_mapping else here)


def _kinds(path: KeyPath) -> tuple[str, ...]:
    """Return the kinds that an entry of a section may be; none where there is only one."""
    models = models_at((*path, _ANY))
    declared: list[Any] = [model.model_fields["kind"].annotation for model in models if "kind" in model.model_fields]
    return tuple(str(kind) for annotation in declared for kind in get_args(annotation))
