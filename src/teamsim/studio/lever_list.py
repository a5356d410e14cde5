"""The levers on the left: by mechanism, with a search box; what is changed is marked, what is wrong beside it."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from teamsim.scenario.scenario import Scenario
from teamsim.studio.drafts import Draft, Judgement, value_at
from teamsim.studio.levers import Lever
from teamsim.studio.markup import Node, button, choice, tag
from teamsim.studio.mechanisms import Mechanism, searched
from teamsim.studio.switches import Switch, key_of
from teamsim.studio.views import View
from teamsim.studio.words import words

_MOST_FOUND = 30
"""A search shows so many levers; more are told by number."""


@dataclass(frozen=True)
class LeverList:
    """What the list of levers is made from."""

    draft: Draft
    baseline: Scenario
    groups: tuple[Mechanism, ...]
    judgement: Judgement
    view: View

    @property
    def paths(self) -> tuple[str, ...]:
        """Where its levers are: each has its fault beside it."""
        return tuple(each.path for group in self.groups for each in group.levers)

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
        found = searched(self.groups, view.search) if view.search.strip() else None
        parts = [self._group(group) for group in self.groups] if found is None else [self._found(found)]
        opened = [group for group in self.groups if group.key in view.opened]
        seen = [each for group in opened for each in group.levers] if found is None else found[:_MOST_FOUND]
        return tag("section", search, self._to_mend(seen), *parts, class_="ts-levers", data_key="levers")

    def _to_mend(self, seen: Sequence[Lever | Switch]) -> Node:
        """Return levers with a fault beside them that would not be seen: their mechanism is closed, or not found."""
        known = {each.path for each in seen}
        faulty = {
            each.path: each
            for group in self.groups
            for each in group.levers
            if each.path not in known and self._text(each)[1]
        }
        if not faulty:
            return None
        head = tag("h4", words(self.view.lang)["to_mend"], class_="ts-fault")
        rows = [self._row(each, "to mend") for each in faulty.values()]
        return tag("div", head, *rows, class_="ts-group", data_key="to mend")

    def _group(self, group: Mechanism) -> Node:
        """Return a mechanism; its levers are there when it is open."""
        said, is_open = words(self.view.lang), group.key in self.view.opened
        n_changed = sum(self._is_changed(each) for each in group.levers)
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
        rows = [self._row(each, group.key) for each in group.levers] if is_open else []
        return tag("div", tag("h4", head), *rows, class_="ts-group", data_key=group.key)

    def _found(self, found: list[Lever | Switch]) -> Node:
        said = words(self.view.lang)
        rows = [self._row(each, "found") for each in found[:_MOST_FOUND]]
        left = len(found) - len(rows)
        note = said["search_none"] if not found else said["search_more"].format(n=left) if left > 0 else ""
        return tag("div", *rows, tag("p", note, role="status") if note else None, class_="ts-group", data_key="found")

    def _row(self, lever: Lever | Switch, group: str) -> Node:
        """Return a lever: its words, what moves it, the baseline's value, what is wrong."""
        text, fault = self._text(lever)
        moving = (
            (self._choice(lever),)
            if isinstance(lever, Switch)
            else (self._slider(lever), self._field(lever, text, fault))
        )
        where = " — ".join(part for part in (lever.where, lever.unit) if part)
        told = tag("p", fault, role="alert", class_="ts-fault") if fault else None
        return tag(
            "div",
            tag("div", tag("b", lever.label), tag("small", where), class_="ts-what", title=lever.description),
            tag("div", *moving, class_="ts-move"),
            self._mark(lever),
            told,
            class_="ts-lever teamsim-lever" + (" ts-changed" if self._is_changed(lever) else ""),
            data_key=f"{group}:{lever.path}",
            data_path=lever.path,
        )

    def _text(self, lever: Lever | Switch) -> tuple[str, str]:
        """Return what stands in the field, and what is wrong with it."""
        shown, fault = lever.shown(self.draft.value(lever.path)), self.judgement.by_path.get(lever.path, "")
        return self.draft.in_cell(lever.path, self.view.lang, shown, fault)

    def _choice(self, switch: Switch) -> Node:
        label = f"{switch.label}, {switch.where}" if switch.where else switch.label
        chosen = key_of(self.draft.value(switch.path))
        return choice(dict(switch.options), chosen, {"kind": "switch", "path": switch.path}, aria_label=label)

    def _slider(self, lever: Lever) -> Node:
        value = self.draft.value(lever.path)
        position = value if isinstance(value, int | float) else lever.start
        return tag(
            "input",
            type="range",
            min=f"{min(lever.low, position):.12g}",
            max=f"{max(lever.high, position):.12g}",
            step=f"{lever.step:.12g}",
            value=f"{position:.12g}",
            aria_label=f"{lever.label}, {lever.where}" if lever.where else lever.label,
            aria_valuetext=f"{lever.shown(position)} {lever.unit}",
            on={"input": {"kind": "drag", "path": lever.path}, "change": {"kind": "slide", "path": lever.path}},
        )

    def _field(self, lever: Lever, text: str, fault: str) -> Node:
        return tag(
            "input",
            type="text",
            value=text,
            size="7",
            aria_label=f"{lever.label} ({lever.unit})",
            aria_invalid="true" if fault else None,
            on={"change": {"kind": "write", "path": lever.path}},
        )

    def _mark(self, lever: Lever | Switch) -> Node:
        """Return the baseline's value where it is another, and a button that puts a moved lever back."""
        said, parts = words(self.view.lang), []
        known = value_at(self.baseline, lever.path)
        if self._is_changed(lever) and known is not None:
            parts.append(tag("small", said["was"].format(value=lever.shown(known))))
        if lever.path in self.draft.changes or lever.path in self.draft.wrong:
            tip = said["reset_one"].format(label=lever.label, value=lever.shown(lever.start))
            reset = {"kind": "reset", "path": lever.path}
            parts.append(button("↺", reset, aria_label=tip, title=tip, class_="ts-plain"))
        return tag("div", *parts, class_="ts-was") if parts else None

    def _is_changed(self, lever: Lever | Switch) -> bool:
        is_moved = lever.path in self.draft.changes or lever.path in self.draft.wrong
        return is_moved or lever.path in self._differing

    @functools.cached_property
    def _differing(self) -> frozenset[str]:
        return differing(self.draft.origin, self.baseline, self.paths)


@functools.lru_cache(maxsize=16)
def differing(scenario: Scenario, baseline: Scenario, paths: tuple[str, ...]) -> frozenset[str]:
    """Return the paths at which two scenarios have other values: a page asks for hundreds at each move."""
    return frozenset(path for path in paths if value_at(scenario, path) != value_at(baseline, path))
