"""The plan as a table: a row for each term, what is wrong beside the cell, what changed marked with the baseline's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from teamsim.scenario.descriptions import description_of
from teamsim.scenario.scenario import Scenario
from teamsim.studio.cells import Kind, written
from teamsim.studio.drafts import Draft, is_within, same, value_at
from teamsim.studio.lab_words import LAB_WORDS
from teamsim.studio.markup import Node, button, choice, tag
from teamsim.studio.option_words import option_label
from teamsim.studio.plan_deeds import address
from teamsim.studio.terms import ComponentTerms, Term, terms_of
from teamsim.studio.words import words
from teamsim.words import unit_words


@dataclass(frozen=True)
class PlanTable:
    """What the table is made from. `scenario` has the components, `draft` the values, `faults` what is wrong."""

    scenario: Scenario
    baseline: Scenario
    draft: Draft
    plan: str
    faults: Mapping[str, str]
    lang: str
    shows_all: bool = False

    def node(self) -> Node:
        """Return the table."""
        said = LAB_WORDS[self.lang]
        parts = [self._component(part) for part in terms_of(self.scenario, self.plan)]
        toggle = button(
            said["main_terms" if self.shows_all else "all_terms"],
            {"kind": "group", "key": "all terms"},
            aria_expanded="true" if self.shows_all else "false",
            class_="ts-plain",
        )
        return tag("section", *parts, toggle, class_="ts-plan", data_key=f"plan {self.plan}")

    def _component(self, part: ComponentTerms) -> Node:
        shown = [term for term in part.terms if self._is_shown(term)]
        kind = part.label_zh if self.lang == "zh" else part.label
        caption = tag("caption", tag("b", part.name), tag("small", kind))
        return tag("table", caption, tag("tbody", *map(self._row, shown)), class_="ts-terms", data_key=part.name)

    def _is_shown(self, term: Term) -> bool:
        value = self._value(term)
        is_default = value == term.default or (not value and not term.default)
        return self.shows_all or not is_default or (term.is_main and not _is_empty(value)) or term.path in self.faults

    def _row(self, term: Term) -> Node:
        """Return a term: its name, its cell or cells, unit, baseline's value, what is wrong."""
        label = self._label(term)
        unit = "" if term.columns or term.kind.form in ("name", "names", "yes_no") else self._unit(term.kind)
        cell = self._pairs(term) if term.columns else self._cell(term)
        fault = self._beside(self.faults.get(term.path, ""), term.path)
        if term.columns:  # written as a whole in Compare
            fault = self.draft.in_cell(term.path, self.lang, "", fault)[1]
        return tag(
            "tr",
            tag("th", label, scope="row", title=description_of(term, self.lang)),
            tag("td", cell, self._alert(fault), self._mark(term)),
            tag("td", tag("small", unit)),
            class_="ts-changed" if self._is_changed(term) else None,
            data_key=term.path,
            data_path=term.path,
        )

    def _cell(self, term: Term) -> Node:
        """Return what is written into, for one value."""
        intent, label = {"kind": "cell", "path": term.path}, self._label(term)
        value, kind = self._value(term), term.kind
        if kind.form == "yes_no":
            return choice(self._yes_no(), "yes" if value else "no", intent, aria_label=label)
        if kind.options:
            options = {"": LAB_WORDS[self.lang]["none"]} if kind.may_be_empty else {}
            return choice(
                options | {each: option_label(each, self.lang) for each in kind.options},
                str(value or ""),
                intent,
                aria_label=label,
            )
        unit = self._unit(kind)
        return self._field(term.path, written(value, kind), intent, f"{label} ({unit})" if unit else label)

    def _pairs(self, term: Term) -> Node:
        """Return a list of pairs as rows of cells, with buttons for one row more or less."""
        said = LAB_WORDS[self.lang]
        head = tag("tr", *(tag("th", self._unit(kind), scope="col") for kind in term.columns))
        rows = []
        for row, pair in enumerate(self._value(term) or ()):
            cells = [tag("td", self._pair_cell(term, row, column, value)) for column, value in enumerate(pair)]
            tip = said["remove_row"].format(n=row + 1)
            drop = {"kind": "row", "path": term.path, "row": row}
            less = button("−", drop, aria_label=tip, title=tip, class_="ts-plain")
            rows.append(tag("tr", *cells, tag("td", less)))
        more = button(f"+ {said['add_row']}", {"kind": "row", "path": term.path}, class_="ts-plain")
        return tag("div", tag("table", tag("thead", head), tag("tbody", *rows), class_="ts-pairs"), more)

    def _pair_cell(self, term: Term, row: int, column: int, value: Any) -> Node:
        kind = term.columns[column]
        intent = {"kind": "cell", "path": term.path, "row": row, "column": column}
        label = LAB_WORDS[self.lang]["cell"].format(label=self._label(term), n=row + 1, unit=self._unit(kind))
        return self._field(address(term.path, row, column), written(value, kind), intent, label)

    def _field(self, place: str, text: str, intent: dict[str, Any], label: str) -> Node:
        """Return a field, with what is wrong below it."""
        text, reason = self.draft.in_cell(place, self.lang, text)
        field = tag(
            "input",
            type="text",
            value=text,
            size="9",
            aria_label=label,
            aria_invalid="true" if reason else None,
            on={"change": intent},
            data_cell=place,
        )
        return tag("div", field, self._alert(reason))

    def _beside(self, fault: str, path: str) -> str:
        """Return a fault as it stands beside its cells: which band, not where in the file."""

        def band(found: re.Match[str]) -> str:
            return LAB_WORDS[self.lang]["band_fault"].format(n=int(found[1]) + 1) if found[1] else ""

        return re.sub(rf"{re.escape(path)}(?:\.(\d+))?(?:: |：)", band, fault)

    def _alert(self, reason: str) -> Node:
        return tag("p", reason, role="alert", class_="ts-fault") if reason else None

    def _mark(self, term: Term) -> Node:
        """Return the baseline's value where it is another, and a button that puts the term back."""
        if not self._is_changed(term):
            return None
        known = value_at(self.baseline, term.path)
        value = self._short(known, term)
        parts: list[Node] = [tag("small", LAB_WORDS[self.lang]["was"].format(value=value or "–"))]
        if term.path in self.draft.changes or any(is_within(key, term.path) for key in self.draft.wrong):
            tip = words(self.lang)["reset_one"].format(label=self._label(term), value=self._start(term))
            reset = {"kind": "reset", "path": term.path}
            parts.append(button("↺", reset, aria_label=tip, title=tip, class_="ts-plain"))
        return tag("div", *parts, class_="ts-was")

    def _start(self, term: Term) -> str:
        return self._short(value_at(self.draft.origin, term.path), term) or "–"

    def _short(self, value: Any, term: Term) -> str:
        if term.columns:
            pairs = [" → ".join(written(n, k) for n, k in zip(pair, term.columns, strict=True)) for pair in value or ()]
            return "; ".join(pairs)
        return option_label(str(value or ""), self.lang) if term.kind.options else written(value, term.kind)

    def _is_changed(self, term: Term) -> bool:
        is_wrong = any(is_within(key, term.path) for key in self.draft.wrong)
        return is_wrong or not same(self._value(term), value_at(self.baseline, term.path))

    def _value(self, term: Term) -> Any:
        return self.draft.changes.get(term.path, value_at(self.scenario, term.path))

    def _label(self, term: Term) -> str:
        return term.label_zh if self.lang == "zh" else term.label

    def _unit(self, kind: Kind) -> str:
        return unit_words(kind.unit, str(self.scenario.parameters.money.currency), self.lang)

    def _yes_no(self) -> dict[str, str]:
        return {key: LAB_WORDS[self.lang][key] for key in ("yes", "no")}


def _is_empty(value: Any) -> bool:
    return value is None or value == () or value == []
