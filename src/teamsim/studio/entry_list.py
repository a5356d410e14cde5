"""Named entries in the list of levers: by section, each entry with what stands in it; add, rename, take out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from teamsim.scenario.descriptions import description_of
from teamsim.studio.drafts import is_within, value_at
from teamsim.studio.entries import Entry, EntrySection
from teamsim.studio.entry_rows import spoken
from teamsim.studio.lever_rows import LeverRows
from teamsim.studio.markup import Node, button, choice, tag
from teamsim.studio.terms import kind_label
from teamsim.studio.words import words
from teamsim.words import label_of


@dataclass(frozen=True)
class EntryList:
    """Shows sections of named entries; `rows` shows what stands in them."""

    rows: LeverRows

    def section(self, section: EntrySection, group: str) -> Node:
        """Return a section: its entries, those that were taken out, and a field for a new one."""
        entries = [self.entry(entry, section, group) for entry in section.entries]
        gone = [self._gone(f"{section.path}.{name}") for name in self.gone(section)]
        label, tip = label_of(section, self._lang), description_of(section, self._lang)
        head = tag("h5", label, tag("small", section.where) if section.where else None, title=tip)
        return tag(
            "div",
            head,
            *entries,
            *gone,
            self._form(section, label) if not section.names or section.free_names() else None,
            class_="ts-entries",
            data_key=f"{group}:{section.path}",
            data_path=section.path,
        )

    def entry(self, entry: Entry, section: EntrySection, group: str) -> Node:
        """Return an entry; what stands in it is there when it is open."""
        is_open, is_new = self.is_open(entry), self.is_new(entry)
        own = {row.path for row in entry.rows}
        fault = "" if is_open and entry.path in own else self.rows.judgement.by_path.get(entry.path, "")
        inside = [*self._inside(entry, section, group)] if is_open else []
        return tag(
            "div",
            self._head(entry, section, is_open=is_open, is_new=is_new),
            tag("p", fault, role="alert", class_="ts-fault") if fault else None,
            *inside,
            class_="ts-entry" + (" ts-changed" if is_new else ""),
            role="group",
            aria_label=section.called(entry.name),
            data_key=f"{group}:{entry.path}:entry",
            data_path=entry.path,
        )

    def n_changed(self, section: EntrySection) -> int:
        """Return how many entries were added or taken out, and how many values in others differ from the baseline."""
        moved = (entry for entry in section.every_entry() if self._may_differ(entry))
        n_values = sum(self.rows.is_changed(row) for entry in moved for row in entry.rows)
        n_new = sum(map(self.is_new, section.every_entry()))
        return n_values + n_new + sum(len(self.gone(each)) for each in section.every_section())

    def _may_differ(self, entry: Entry) -> bool:
        """Whether a value of an entry may be another than the baseline's: most have not been touched."""
        draft = self.rows.draft
        is_said = draft.says(entry.path) or any(is_within(path, entry.path) for path in draft.wrong)
        return is_said or draft.origin is not self.rows.baseline

    def seen(self, section: EntrySection) -> Iterator[Entry]:
        """Go through the entries whose heads are seen."""
        for entry in section.entries:
            yield entry
            for inner in entry.sections if self.is_open(entry) else ():
                yield from self.seen(inner)

    def is_open(self, entry: Entry) -> bool:
        """Whether what stands in an entry is shown."""
        return entry.path in self.rows.view.opened

    def is_new(self, entry: Entry) -> bool:
        """Whether the baseline has no such entry."""
        return value_at(self.rows.baseline, entry.path) is None

    def gone(self, section: EntrySection) -> list[str]:
        """Return the entries that the baseline or the origin has, and the draft has not."""
        there = {entry.name for entry in section.entries}
        before = [value_at(each, section.path) or {} for each in (self.rows.baseline, self.rows.draft.origin)]
        return list(dict.fromkeys(name for names in before for name in names if name not in there))

    def _head(self, entry: Entry, section: EntrySection, *, is_open: bool, is_new: bool) -> Node:
        """Return what an entry is called, what was done with it, and what takes it out."""
        said, name, label = words(self._lang), section.called(entry.name), label_of(section, self._lang)
        tip = said["entry_remove_one"].format(name=name, section=label)
        opener = {"kind": "group", "key": entry.path}
        remove = {"kind": "remove_entry", "path": entry.path}
        return tag(
            "div",
            button(name, opener, aria_expanded="true" if is_open else "false", class_="ts-opener"),
            tag("small", said["entry_added"], class_="ts-told") if is_new else None,
            button(said["entry_remove"], remove, aria_label=tip, title=tip, class_="ts-plain"),
            class_="ts-entry-head",
        )

    def _inside(self, entry: Entry, section: EntrySection, group: str) -> Iterator[Node]:
        """Go through what stands in an entry: its name, its rows, its own sections."""
        yield self._name(entry, section)
        yield from (self.rows.node(row, group, is_inside=True) for row in entry.rows)
        yield from (self.section(each, group) for each in entry.sections)

    def _name(self, entry: Entry, section: EntrySection) -> Node:
        """Return the field for the name of an entry: written, or chosen where it is that of a tier."""
        fault, rename = self._fault(entry.path), {"kind": "rename_entry", "path": entry.path}
        about = {"aria_invalid": "true" if fault else None, "data_heir": entry.path == self.rows.view.heir}
        if section.names:
            free = section.free_names(besides=entry.name)
            known = free if entry.name in free else {entry.name: section.called(entry.name), **free}
            field = choice(known, entry.name, rename, **about)
        else:
            text = self.rows.view.wrong[entry.path][0] if fault else spoken(entry.name)
            field = tag("input", type="text", value=text, on={"change": rename}, **about)
        told = tag("p", fault, role="alert", class_="ts-fault") if fault else None
        return tag("div", tag("label", words(self._lang)["entry_name"], field), told, class_="ts-entry-name")

    def _gone(self, path: str) -> Node:
        """Return an entry that was taken out, and what puts it back."""
        said, name = words(self._lang), spoken(path.rpartition(".")[2])
        tip, back = said["entry_back"].format(name=name), {"kind": "reset", "path": path}
        is_mine = self.rows.draft.says(path)
        return tag(
            "div",
            tag("s", name),
            tag("small", said["entry_removed"], class_="ts-told"),
            button("↺", back, aria_label=tip, title=tip, class_="ts-plain") if is_mine else None,
            class_="ts-entry ts-entry-head ts-changed",
            data_key=f"{path}:gone",
            data_path=path,
        )

    def _form(self, section: EntrySection, label: str) -> Node:
        """Return the field for the name of a new entry, its kind where there are several, and what adds it."""
        said, place = words(self._lang), new_at(section.path)
        fault, tip = self._fault(place), said["entry_add_to"].format(section=label)
        field = self._new_name(section, said["entry_new"].format(section=label), is_wrong=bool(fault))
        add = {"kind": "add_entry", "path": section.path}
        return tag(
            "div",
            field,
            self._kinds(section, said["entry_kind"].format(section=label)) if section.kinds else None,
            button(said["entry_add"], add, data_with=place, aria_label=tip, title=tip),
            tag("p", fault, role="alert", class_="ts-fault") if fault else None,
            class_="ts-add",
            data_form=True,
            data_key=f"{section.path}:add",
        )

    def _new_name(self, section: EntrySection, label: str, *, is_wrong: bool) -> Node:
        """Return the field for the name itself: a choice of the tiers without an entry, where it is that of one."""
        place, text = new_at(section.path), words(self._lang)["entry_name"]
        written = self.rows.view.picked(place, "")
        named = {"name": place, "aria_label": label, "data_heir": section.path == self.rows.view.heir}
        about = {**named, "aria_invalid": "true" if is_wrong else None}
        if section.names:
            free = section.free_names()
            chosen = written if written in free else next(iter(free))
            return choice(free, chosen, {"kind": "pick", "name": place}, **about)
        on = {"change": {"kind": "pick", "name": place}}
        return tag("input", type="text", value=written, placeholder=text, on=on, **about)

    def _kinds(self, section: EntrySection, label: str) -> Node:
        place, options = kind_at(section.path), {each: kind_label(each, self._lang) for each in section.kinds}
        chosen = self.rows.view.picked(place, section.kinds[0])
        return choice(options, chosen, {"kind": "pick", "name": place}, aria_label=label)

    def _fault(self, place: str) -> str:
        return self.rows.view.wrong[place][1][self._lang] if place in self.rows.view.wrong else ""

    @property
    def _lang(self) -> str:
        return self.rows.view.lang


def new_at(path: str) -> str:
    """Return under what the view keeps the name of a new entry of a section, and the field is called."""
    return f"new:{path}"


def kind_at(path: str) -> str:
    """Return under what the view keeps the kind of a new entry of a section."""
    return f"kind:{path}"
