"""One row of the levers: its words, what moves it, the baseline's value where it is another, what is wrong."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

from teamsim.scenario.descriptions import description_of
from teamsim.scenario.scenario import Scenario
from teamsim.studio.drafts import Draft, is_within, same, value_at
from teamsim.studio.entry_rows import Cell, Row, Toggles
from teamsim.studio.judging import Judgement
from teamsim.studio.levers import DATE, Lever
from teamsim.studio.markup import Node, button, choice, tag
from teamsim.studio.switches import Switch, key_of
from teamsim.studio.views import View
from teamsim.studio.words import month_told, words


@dataclass(frozen=True)
class LeverRows:
    """What rows are made from; of a lever that is `dragged` its field tells where it is."""

    draft: Draft
    baseline: Scenario
    judgement: Judgement
    view: View
    dragged: tuple[str, float] | None = None

    def node(self, row: Row, group: str, *, is_inside: bool = False) -> Node:
        """Return a row in a group; where it is, is told unless it stands inside an entry that says so."""
        text, fault = self.text(row)
        unit = " ".join(filter(None, (row.unit, self._hint(row))))
        where = " — ".join(filter(None, ("" if is_inside else row.where, unit)))
        tip = description_of(row, self.view.lang)
        told = tag("p", fault, role="alert", class_="ts-fault") if fault else None
        return tag(
            "div",
            tag("div", tag("b", row.label), tag("small", where), class_="ts-what", title=tip),
            self._moving(row, text, fault),
            self._mark(row),
            told,
            class_="ts-lever teamsim-lever" + (" ts-changed" if self.is_changed(row) else ""),
            data_key=f"{group}:{row.path}",
            data_path=row.path,
        )

    def text(self, row: Row) -> tuple[str, str]:
        """Return what stands in the field, and what is wrong with it, or with a cell of it in the plan lab."""
        if self.dragged and self.dragged[0] == row.path:
            return row.shown(self.dragged[1]), ""
        shown, fault = row.shown(self._value(row)), self.judgement.by_path.get(row.path, "")
        inner = (told for key, (_, told) in self.draft.wrong.items() if is_within(key, row.path) and key != row.path)
        fault = " ".join([fault, *(told[self.view.lang] for told in inner)]).strip()
        return self.draft.in_cell(row.path, self.view.lang, shown, fault)

    def is_changed(self, row: Row) -> bool:
        """Whether a row has another value than in the baseline; in an entry that the baseline has not, the entry is."""
        if row.path in self.draft.wrong:
            return True
        is_moved = self.draft.says(row.path) and value_at(self.baseline, row.path, _NOTHING) is not _NOTHING
        return is_moved or (
            self.draft.origin is not self.baseline and _differ(self.draft.origin, self.baseline, row.path)
        )

    def _value(self, row: Row) -> Any:
        return self.draft.value(row.path, row.start)

    def _hint(self, row: Row) -> str:
        """Return what a value means where it does not say so itself: no name chosen, a month by its number."""
        value = self._value(row)
        if isinstance(row, Toggles):
            is_open = not value and not row.start and row.start is not None
            return words(self.view.lang)["all_of_them"] if is_open else ""
        is_date = isinstance(row, Lever | Cell) and row.kind.unit == DATE and isinstance(value, int)
        return month_told(self.baseline, value, self.view.lang) if is_date else ""

    def _moving(self, row: Row, text: str, fault: str) -> Node:
        """Return what moves a value."""
        if isinstance(row, Toggles):
            return self._toggles(row)
        if isinstance(row, Switch):
            return tag("div", self._choice(row, fault), class_="ts-move")
        slider = self._slider(row) if isinstance(row, Lever) else None
        is_long = isinstance(row, Cell) and row.is_long
        return tag("div", slider, self._field(row, text, fault), class_="ts-move" + (" ts-long" if is_long else ""))

    def _choice(self, switch: Switch, fault: str) -> Node:
        intent, chosen = {"kind": "switch", "path": switch.path}, key_of(self._value(switch))
        is_wrong = "true" if fault else None
        return choice(dict(switch.options), chosen, intent, aria_label=_named(switch), aria_invalid=is_wrong)

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
            aria_valuetext=" ".join(filter(None, (lever.shown(position), lever.unit, self._hint(lever)))),
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
        is_moved = self.draft.says(row.path) and not same(self._value(row), row.start)
        if is_moved or row.path in self.draft.wrong:
            tip = said["reset_one"].format(label=row.label, value=row.shown(row.start) or "–")
            reset = {"kind": "reset", "path": row.path}
            parts.append(button("↺", reset, aria_label=tip, title=tip, class_="ts-plain"))
        return tag("div", *parts, class_="ts-was") if parts else None


@functools.lru_cache(maxsize=4096)
def _differ(scenario: Scenario, baseline: Scenario, path: str) -> bool:
    """Return whether two scenarios that both have a path differ there: a page asks for hundreds at each move."""
    known = value_at(baseline, path, _NOTHING)
    return known is not _NOTHING and bool(value_at(scenario, path, _NOTHING) != known)


def _named(row: Row) -> str:
    return f"{row.label}, {row.where}" if row.where else row.label


_NOTHING = object()
