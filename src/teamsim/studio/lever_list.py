"""The levers on the left: by mechanism, with a search box; what is changed is marked, what is wrong beside it."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, replace

from teamsim.scenario.descriptions import descriptions_of
from teamsim.scenario.scenario import Scenario
from teamsim.studio.drafts import Draft, is_within
from teamsim.studio.entries import Entry, EntrySection
from teamsim.studio.entry_list import EntryList
from teamsim.studio.entry_rows import Row, spoken
from teamsim.studio.judging import Judgement
from teamsim.studio.lever_rows import LeverRows
from teamsim.studio.markup import Node, tag
from teamsim.studio.mechanisms import Mechanism, has_words, mechanism_of, searched
from teamsim.studio.views import View
from teamsim.studio.words import words

_MOST_FOUND = 30
"""A search shows so many levers; more are told by number."""


@dataclass(frozen=True)
class LeverList:
    """What the list of levers is made from; `sections` are the named entries of the draft."""

    draft: Draft
    baseline: Scenario
    groups: tuple[Mechanism, ...]
    judgement: Judgement
    view: View
    sections: tuple[EntrySection, ...] = ()
    dragged: tuple[str, float] | None = None

    @property
    def paths(self) -> tuple[str, ...]:
        """Where it shows what is wrong: beside each lever, and at entries whose heads are seen."""
        heads = (entry.path for section in self._shown_sections for entry in self._entries.seen(section))
        return (*(row.path for group in self.groups for row in self._all(group)), *heads)

    def node(self) -> Node:
        """Return the list, with a search box above it."""
        said, view = words(self.view.lang), self.view
        search = tag(
            "input",
            type="search",
            name="search",
            value=view.search,
            placeholder=said["search"],
            aria_label=said["search"],
            on={"input": {"kind": "search"}},
        )
        parts = [self._results()] if self._is_search else [self._group(group) for group in self.groups]
        return tag("section", search, self._to_mend(), *parts, class_="ts-levers", data_key="levers")

    # what there is

    @functools.cached_property
    def _rows(self) -> LeverRows:
        return LeverRows(self.draft, self.baseline, self.judgement, self.view, self.dragged)

    @functools.cached_property
    def _entries(self) -> EntryList:
        return EntryList(self._rows)

    @property
    def _is_search(self) -> bool:
        return bool(self.view.search.strip())

    def _in(self, group: Mechanism) -> list[EntrySection]:
        """Return the sections of named entries of a mechanism."""
        return [section for section in self.sections if mechanism_of(section.path) == group.key]

    @functools.cached_property
    def _outside(self) -> dict[str, list[Row]]:
        """The levers that stand in no entry, by mechanism."""
        return {group.key: self._levers(group) for group in self.groups}

    def _levers(self, group: Mechanism) -> list[Row]:
        """Return the levers of a mechanism that stand in no entry; those named first stand there too."""
        inside = [] if group.key == "usual" else [section.path for section in self._in(group)]
        return [
            each
            for each in group.levers
            if not any(is_within(each.path, path) for path in inside) and not self.draft.is_gone(each.path)
        ]

    def _all(self, group: Mechanism) -> list[Row]:
        return [*self._outside[group.key], *(row for section in self._in(group) for row in section.every_row())]

    # what is looked at

    @property
    def _shown_sections(self) -> list[EntrySection]:
        if self._is_search:
            return self._found_sections
        return [section for group in self.groups if group.key in self.view.opened for section in self._in(group)]

    def _shown_rows(self) -> Iterator[Row]:
        """Go through the rows that are seen."""
        if self._is_search:
            yield from self._found[:_MOST_FOUND]
        for group in self.groups if not self._is_search else ():
            yield from self._outside[group.key] if group.key in self.view.opened else ()
        for section in self._shown_sections:
            yield from (row for each in self._entries.seen(section) if self._entries.is_open(each) for row in each.rows)

    def _to_mend(self) -> Node:
        """Return levers with a fault beside them that would not be seen: their mechanism is closed, or not found."""
        if not (self.judgement.by_path or self.draft.wrong):
            return None
        known = {each.path for each in self._shown_rows()}
        every = {row.path: row for group in self.groups for row in self._all(group) if row.path not in known}
        faulty = [row for row in every.values() if self._rows.text(row)[1]]
        if not faulty:
            return None
        head = tag("h4", words(self.view.lang)["to_mend"], class_="ts-fault")
        rows = [self._rows.node(row, "to mend") for row in faulty]
        return tag("div", head, *rows, class_="ts-group", data_key="to mend")

    def _group(self, group: Mechanism) -> Node:
        """Return a mechanism; its levers are there when it is open, its named entries after them."""
        said, is_open, sections = words(self.view.lang), group.key in self.view.opened, self._in(group)
        n_changed = sum(map(self._rows.is_changed, self._outside[group.key])) + sum(
            map(self._entries.n_changed, sections)
        )
        mark = tag("small", said["changed"].format(n=n_changed)) if n_changed else None
        name = group.label(self.view.lang)
        head = tag(
            "button",
            name,
            mark,
            type="button",
            aria_expanded="true" if is_open else "false",
            on={"click": {"kind": "group", "key": group.key}},
        )
        rows = [self._rows.node(each, group.key) for each in self._outside[group.key]] if is_open else []
        parts = [self._entries.section(each, group.key) for each in sections] if is_open else []
        return tag("div", tag("h4", head), *rows, *parts, class_="ts-group", data_key=group.key)

    # what is found

    def _results(self) -> Node:
        said, found, sections = words(self.view.lang), self._found, self._found_sections
        rows = [self._rows.node(each, "found") for each in found[:_MOST_FOUND]]
        parts = [self._entries.section(each, "found") for each in sections]
        left = len(found) - len(rows)
        is_nothing = not found and not sections
        note = said["search_none"] if is_nothing else said["search_more"].format(n=left) if left > 0 else ""
        told = tag("p", note, role="status") if note else None
        return tag("div", *rows, *parts, told, class_="ts-group", data_key="found")

    @functools.cached_property
    def _found(self) -> list[Row]:
        """Return the rows that are found and stand in no section that is."""
        shown = {row.path for section in self._found_sections for row in section.every_row()}
        groups = [replace(group, levers=tuple(self._all(group))) for group in self.groups]
        return [row for row in searched(groups, self.view.search) if row.path not in shown]

    @functools.cached_property
    def _found_sections(self) -> list[EntrySection]:
        """Return the sections that are found, and of others the entries that are."""
        found: list[EntrySection] = []
        for group in self.groups:
            about = f"{group.label('en')} {group.label('zh')}"
            found += [part for section in self._in(group) for part in self._cut(section, about)]
        return found

    def _cut(self, section: EntrySection, about: str) -> Iterator[EntrySection]:
        """Go through a section as it is found: whole, or some of its entries, or sections in them."""
        labels = f"{section.label} {section.label_zh}"
        text = f"{about} {labels} {section.path} {descriptions_of(section)} {section.where}"
        if has_words(text, self.view.search):
            yield section
            return
        named = {each.path for each in section.entries if has_words(f"{text} {_told(each)}", self.view.search)}
        if named:
            yield replace(section, entries=tuple(each for each in section.entries if each.path in named))
        for entry in section.entries:
            for inner in entry.sections if entry.path not in named else ():
                yield from self._cut(inner, about)


def _told(entry: Entry) -> str:
    return f"{entry.name} {spoken(entry.name)}"
