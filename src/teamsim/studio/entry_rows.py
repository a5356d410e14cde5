"""What stands in a named entry of a scenario, from its declarations: a row for each field, whatever its kind."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args, get_origin

from pydantic.fields import FieldInfo

from teamsim.scenario.faults import field_at, fields_at, models_in
from teamsim.scenario.read import KeyPath, Tree, dotted, mapping_at
from teamsim.scenario.scenario import Parameter, described
from teamsim.studio.cells import SAID, CellError, Kind, kind_of, read_number, written
from teamsim.studio.drafts import Draft, value_at
from teamsim.studio.levers import Lever, lever_of
from teamsim.studio.plan_deeds import read
from teamsim.studio.switches import Options, Switch, key_of, options_of
from teamsim.studio.terms import columns_of
from teamsim.words import label_of, unit_words

_NAMES_OF: dict[str, tuple[str, ...]] = {
    "tier": ("tiers",),
    "tiers": ("tiers",),
    "unit": ("organisation", "units"),
    "units": ("organisation", "units"),
    "source": ("hiring", "sources"),
}
"""Where the names stand that a field with such a unit may have."""
_NONE = {"": "–"}


@dataclass(frozen=True)
class Cell:
    """A field that is written into: a number that is not there yet, a list, amounts by name, pairs, a text.

    `columns` are the kinds of the two halves of each pair; the first is None where it is a name.
    """

    path: str
    label: str
    where: str
    unit: str
    description: str
    start: Any
    kind: Kind
    columns: tuple[Kind | None, ...] = ()

    def shown(self, value: Any) -> str:
        """Return a value as it stands in the field: ``representative: 3; manager: 1`` or ``0%: 6%; 100%: 12%``."""
        if not self.columns:
            return written(value, self.kind)
        pairs = value.items() if isinstance(value, Mapping) else value or ()
        return "; ".join(": ".join(map(_half, pair, self.columns)) for pair in pairs)

    @property
    def is_long(self) -> bool:
        """Whether more than a number is written into it."""
        return bool(self.columns) or self.kind.form not in ("number", "whole")

    def read(self, text: str, currency: str = "", lang: str = "en") -> Any:
        """Return what a text means.

        Raises
        ------
        CellError
            What is wrong, in a sentence with the remedy.
        """
        if not self.columns:
            return read(text, self.kind, currency, lang)
        found = [self._pair(part, currency, lang) for part in re.split("[;；]", text) if part.strip()]
        return dict(found) if self.columns[0] is None else [list(pair) for pair in found]

    def _pair(self, text: str, currency: str, lang: str) -> tuple[Any, Any]:
        halves = re.split("[:：]", text)
        if len(halves) != 2:
            raise CellError(SAID[lang]["no_pair"].format(text=text.strip()))
        first, second = (
            half.strip() if kind is None else read_number(half, kind, currency, lang)
            for half, kind in zip(halves, self.columns, strict=True)
        )
        return first, second


class Toggles(Options):
    """Some of the names that a scenario has: tiers, units."""

    def shown(self, value: Any) -> str:
        """Return what people call the names."""
        return ", ".join(self.options.get(name, name) for name in value or ()) or _NONE[""]

    def flipped(self, value: Any, name: str) -> list[str]:
        """Return the names with one more, or without it, in the scenario's order; those it does not know come last."""
        chosen = {*(value or ())} ^ {name}
        return [*(each for each in self.options if each in chosen), *sorted(chosen - {*self.options})]


Row = Lever | Switch | Cell | Toggles
"""What moves one value."""


@dataclass(frozen=True)
class Rows:
    """Makes the rows of entries of a draft; `tree` are its values, faulty ones too."""

    draft: Draft
    tree: Tree
    lang: str

    def of(self, path: KeyPath, where: tuple[str, ...]) -> Iterator[Row]:
        """Go through the rows of an entry, first what has no default; `where` are the names on the way to it."""
        fields = fields_at(self.tree, path).items()
        for key, field in sorted(fields, key=lambda each: not each[1].is_required()):
            here = (*path, key)
            models, is_mapping = models_in([field.annotation])
            if models and not is_mapping:
                yield from self.of(here, where)
            elif key != "kind" and not is_named(field):
                yield self._row(here, where, field)

    def table(self, path: KeyPath, where: tuple[str, ...]) -> Row:
        """Return the row of an entry that is amounts by name itself: who shares in what a tier books."""
        field = field_at(self.tree, path[:-1])
        return self._amounts(self._declared(path, field), field, where)

    def _row(self, path: KeyPath, where: tuple[str, ...], field: FieldInfo) -> Row:
        declared = self._declared(path, field)
        kind, value = kind_of(field, declared.value), declared.value
        names = self.names_of(declared.unit)
        words = (declared.path, label_of(declared, self.lang), " · ".join(where))
        if get_origin(field.annotation) is dict:
            return self._amounts(declared, field, where)
        if kind.form == "names" and names:
            return Toggles(*words, declared.description, names, self._start(declared))
        if kind.form == "yes_no" or kind.options or (kind.form == "name" and names):
            options = names or options_of(kind, self.lang)
            return Switch(*words, declared.description, _with(options, kind, value), self._start(declared))
        if _can_slide(kind, value):
            return replace(self._lever(declared, kind, where), start=self._start(declared))
        return self._cell(declared, kind, where, columns_of(declared.unit))

    def _declared(self, path: KeyPath, field: FieldInfo | None) -> Parameter:
        """Return the declaration of a field with what stands in it, or its default."""
        default = None if field is None or field.is_required() else field.default
        return described(dotted(path), self.draft.value(dotted(path), default), field)

    def _start(self, declared: Parameter) -> Any:
        """Return what a field is put back to: what the origin has, or the default; what stands there has neither."""
        start = value_at(self.draft.origin, declared.path, declared.default)
        return declared.value if start is None else start

    def _lever(self, declared: Parameter, kind: Kind, where: tuple[str, ...]) -> Lever:
        value = float(declared.value) if kind.form == "number" else declared.value
        return lever_of(self.draft.origin, replace(declared, value=value), where, self.lang)

    def _amounts(self, declared: Parameter, field: FieldInfo | None, where: tuple[str, ...]) -> Cell:
        """Return the cell of amounts by name; their kind is that of the innermost value."""
        annotation = field.annotation if field else None
        while get_origin(annotation) is dict:
            annotation = get_args(annotation)[1]
        kind = replace(kind_of(FieldInfo.from_annotation(annotation)), unit=declared.unit)  # type: ignore[arg-type]
        return self._cell(declared, kind, where, (None, kind))

    def _cell(self, declared: Parameter, kind: Kind, where: tuple[str, ...], columns: tuple[Kind | None, ...]) -> Cell:
        unit = unit_words(declared.unit, str(self.draft.origin.parameters.money.currency), self.lang)
        words = (declared.path, label_of(declared, self.lang), " · ".join(where), unit, declared.description)
        return Cell(*words, self._start(declared), kind, columns)

    def names_of(self, unit: str) -> dict[str, str]:
        """Return the names that a field with this unit may have, with what people call them."""
        known = mapping_at(self.tree, *_NAMES_OF[unit]) if unit in _NAMES_OF else {}
        called = {name: mapping_at(known, name) for name in known}
        zh = "label_zh" if self.lang == "zh" else "label"
        return {name: str(about.get(zh) or about.get("label") or spoken(name)) for name, about in called.items()}


def is_named(field: FieldInfo | None) -> bool:
    """Whether a parameter is a section of named entries: a mapping to groups or to other mappings."""
    annotation = field.annotation if field is not None else None
    if get_origin(annotation) is not dict:
        return False
    inner = get_args(annotation)[1]
    return bool(models_in([inner])[0]) or get_origin(inner) is dict


def spoken(name: str) -> str:
    """Return a name as people read it."""
    return name.replace("_", " ")


def _half(value: Any, kind: Kind | None) -> str:
    return str(value) if kind is None else written(value, kind)


def _can_slide(kind: Kind, value: Any) -> bool:
    """Whether a slider can stand at a value: a number that the field may have, where it has to have one."""
    forms = {"whole": int, "number": int | float}
    is_number = kind.form in forms and isinstance(value, forms[kind.form]) and not isinstance(value, bool)
    low, high = (-math.inf if kind.low is None else kind.low), (math.inf if kind.high is None else kind.high)
    return is_number and not kind.may_be_empty and math.isfinite(value) and low <= value <= high


def _with(options: Mapping[str, str], kind: Kind, value: Any) -> dict[str, str]:
    """Return options that hold what stands there: nothing, or what none of them is."""
    key = key_of(value)
    empty = _NONE if kind.may_be_empty or not key else {}
    return {**empty, **options, **({key: key} if key and key not in options else {})}
