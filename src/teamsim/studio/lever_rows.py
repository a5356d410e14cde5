"""One row of the levers: its words, what moves it, the baseline's value where it is another, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from teamsim.scenario.scenario import Scenario
from teamsim.studio.drafts import Draft, is_within, value_at
from teamsim.studio.entry_rows import Cell, Row, Toggles
from teamsim.studio.judging import Judgement
from teamsim.studio.levers import Lever
from teamsim.studio.markup import Node, button, choice, tag
from teamsim.studio.switches import Switch, key_of
from teamsim.studio.views import View
from teamsim.studio.words import words


@dataclass(frozen=True)
class LeverRows:
    """What rows are made from."""

    draft: Draft
    baseline: Scenario
    judgement: Judgement
    view: View

    def node(self, row: Row, group: str, *, is_inside: bool = False) -> Node:
        """Return a row in a group; where it is, is told unless it stands inside an entry that says so."""
        text, fault = self.text(row)
        where = " — ".join(part for part in ("" if is_inside else row.where, row.unit, self._hint(row)) if part)
        told = tag("p", fault, role="alert", class_="ts-fault") if fault else None
        return tag(
            "div",
            tag("div", tag("b", row.label), tag("small", where), class_="ts-what", title=row.description),
            self._moving(row, text, fault),
            self._mark(row),
            told,
            class_="ts-lever teamsim-lever" + (" ts-changed" if self.is_changed(row) else ""),
            data_key=f"{group}:{row.path}",
            data_path=row.path,
        )

    def text(self, row: Row) -> tuple[str, str]:
        """Return what stands in the field, and what is wrong with it, or with a cell of it in the plan lab."""
        shown, fault = row.shown(self._value(row)), self.judgement.by_path.get(row.path, "")
        inner = (told for key, (_, told) in self.draft.wrong.items() if is_within(key, row.path) and key != row.path)
        fault = " ".join([fault, *(told[self.view.lang] for told in inner)]).strip()
        return self.draft.in_cell(row.path, self.view.lang, shown, fault)

    def is_changed(self, row: Row) -> bool:
        """Whether a row has another value than in the baseline; in an entry that the baseline has not, the entry is."""
        known = value_at(self.baseline, row.path, _NOTHING)
        if row.path in self.draft.wrong:
            return True
        theirs = value_at(self.draft.origin, row.path, _NOTHING)
        return known is not _NOTHING and (self.draft.says(row.path) or theirs != known)

    def _value(self, row: Row) -> Any:
        return self.draft.value(row.path, row.start)

    def _hint(self, row: Row) -> str:
        """Return what it means that no name is chosen, where that is how it starts."""
        is_open = isinstance(row, Toggles) and not self._value(row) and not row.start and row.start is not None
        return words(self.view.lang)["all_of_them"] if is_open else ""

    def _moving(self, row: Row, text: str, fault: str) -> Node:
        """Return what moves a value."""
        if isinstance(row, Toggles):
            return self._toggles(row)
        if isinstance(row, Switch):
            return tag("div", self._choice(row), class_="ts-move")
        slider = self._slider(row) if isinstance(row, Lever) else None
        is_long = isinstance(row, Cell) and row.is_long
        return tag("div", slider, self._field(row, text, fault), class_="ts-move" + (" ts-long" if is_long else ""))

    def _choice(self, switch: Switch) -> Node:
        intent = {"kind": "switch", "path": switch.path}
        return choice(dict(switch.options), key_of(self._value(switch)), intent, aria_label=_named(switch))

    def _toggles(self, row: Toggles) -> Node:
        """Return a button for each name: pressed where it is chosen."""
        chosen = tuple(self._value(row) or ())
        known = {**row.options, **{name: name for name in chosen if name not in row.options}}
        made = [
            button(text, {"kind": "toggle", "path": row.path, "value": name}, aria_pressed=str(name in chosen).lower())
            for name, text in known.items()
        ]
        return tag("div", *made, class_="ts-toggles", role="group", aria_label=_named(row))

    def _slider(self, lever: Lever) -> Node:
        value = self._value(lever)
        position = value if isinstance(value, int | float) else lever.start
        return tag(
            "input",
            type="range",
            min=f"{min(lever.low, position):.12g}",
            max=f"{max(lever.high, position):.12g}",
            step=f"{lever.step:.12g}",
            value=f"{position:.12g}",
            aria_label=_named(lever),
            aria_valuetext=f"{lever.shown(position)} {lever.unit}",
            on={"input": {"kind": "drag", "path": lever.path}, "change": {"kind": "slide", "path": lever.path}},
            data_key="slider",
        )

    def _field(self, row: Lever | Cell, text: str, fault: str) -> Node:
        """Return a field; it has a key, so that a slider which comes before it does not take its place."""
        return tag(
            "input",
            type="text",
            value=text,
            size="7",
            aria_label=f"{row.label} ({row.unit})",
            aria_invalid="true" if fault else None,
            on={"change": {"kind": "write", "path": row.path}},
            data_key="field",
        )

    def _mark(self, row: Row) -> Node:
        """Return the baseline's value where it is another, and a button that puts a moved lever back."""
        said, parts = words(self.view.lang), []
        known = value_at(self.baseline, row.path)
        if self.is_changed(row) and known is not None:
            parts.append(tag("small", said["was"].format(value=row.shown(known))))
        if self.draft.says(row.path) or row.path in self.draft.wrong:
            tip = said["reset_one"].format(label=row.label, value=row.shown(row.start) or "–")
            reset = {"kind": "reset", "path": row.path}
            parts.append(button("↺", reset, aria_label=tip, title=tip, class_="ts-plain"))
        return tag("div", *parts, class_="ts-was") if parts else None


def _named(row: Row) -> str:
    return f"{row.label}, {row.where}" if row.where else row.label


_NOTHING = object()
