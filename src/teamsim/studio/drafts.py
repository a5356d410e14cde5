"""What is on the bench: a baseline and up to four scenarios, each the differences from where it was made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from teamsim.colours import colour_of
from teamsim.errors import TeamsimError
from teamsim.scenario.read import Tree
from teamsim.scenario.scenario import Scenario, changed_tree

MOST = 4
"""Scenarios beside the baseline: more lines than that nobody can tell apart."""


@dataclass(frozen=True)
class Draft:
    """A scenario somebody works on.

    Parameters
    ----------
    origin
        The scenario it was made from.
    name
        Its own name; empty: that of its origin.
    changes
        Values by dotted path that differ from the origin's; an entry that the origin has not is one mapping, None takes
        an entry out.
    wrong
        What was written into a cell and can not be read, by the cell's address, with the reason by language.
    """

    origin: Scenario
    name: str = ""
    changes: Mapping[str, Any] = field(default_factory=dict)
    wrong: Mapping[str, tuple[str, Mapping[str, str]]] = field(default_factory=dict)

    def called(self, adjusted: str) -> str:
        """Return the name that it goes by; a changed scenario does not keep the name of its origin."""
        return self.name or (adjusted.format(name=self.origin.name) if self.changes else self.origin.name)

    def scenario(self, adjusted: str) -> Scenario:
        """Return the scenario.

        Raises
        ------
        InputError
            Every fault of the changes at once.
        """
        is_own = bool(self.changes or self.name)
        return self.origin.with_changes(self.called(adjusted), self.changes) if is_own else self.origin

    def value(self, path: str, otherwise: Any = None) -> Any:
        """Return what stands at a path; `otherwise` where nothing does."""
        whole = self._around(path)
        if whole is None:
            return value_at(self.origin, path, otherwise)
        return _inside(self.changes[whole], _keys_below(whole, path), otherwise)

    def says(self, path: str) -> bool:
        """Whether the changes say something of a path or inside it."""
        whole = self._around(path)
        is_said = whole is not None and _inside(self.changes[whole], _keys_below(whole, path), _NOTHING) is not _NOTHING
        return is_said or any(is_within(key, path) for key in self.changes)

    def is_gone(self, path: str) -> bool:
        """Whether a path is in an entry that was taken out."""
        whole = self._around(path)
        return whole not in (None, path) and self.changes[str(whole)] is None

    def with_value(self, path: str, value: Any) -> Draft:
        """Return this draft with another value; the origin's own value is no change, None takes it out."""
        wrong, whole = _without(self.wrong, path), self._around(path)
        if whole is not None and whole != path:
            part = _put(self.changes[whole], _keys_below(whole, path), value)
            return replace(self, changes={**self.changes, whole: part}, wrong=wrong)
        kept, theirs = _without(self.changes, path), value_at(self.origin, path, _NOTHING)
        if not same(value, theirs) and not (value is None and theirs is _NOTHING):
            kept[path] = value
        return replace(self, changes=kept, wrong=wrong)

    def tree(self) -> Tree:
        """Return all values as a file would have them, faulty ones too; a path that can not be is left out."""
        return changed_tree(self.origin.tree, self.changes, "")[0]

    def _around(self, path: str) -> str | None:
        """Return the path that was changed as a whole and holds a path."""
        return next((key for key in self.changes if is_within(path, key)), None)

    def with_wrong(self, address: str, text: str, reasons: Mapping[str, str]) -> Draft:
        """Return this draft with a text in a cell that can not be read, and why, by language."""
        return replace(self, wrong={**self.wrong, address: (text, reasons)})

    def in_cell(self, address: str, lang: str, text: str, fault: str = "") -> tuple[str, str]:
        """Return what stands in a cell and what is wrong with it: as it was written, else the text and fault given."""
        if address not in self.wrong:
            return text, fault
        written, reasons = self.wrong[address]
        return written, reasons[lang]

    def without(self, path: str | None = None) -> Draft:
        """Return this draft with a path (or all) back to what the origin has."""
        if path is None:
            return replace(self, changes={}, wrong={})
        whole = self._around(path)
        if whole is not None and whole != path:
            return self.with_value(path, None)
        return replace(self, changes=_without(self.changes, path), wrong=_without(self.wrong, path))


@dataclass(frozen=True)
class Bench:
    """The baseline, the drafts beside it, and which of them the levers act on."""

    baseline: Scenario
    drafts: tuple[Draft, ...]
    place: int = 0

    @property
    def subject(self) -> Draft:
        """The draft that the levers act on."""
        return self.drafts[self.place]

    @property
    def colour(self) -> str:
        """The colour of the subject in every picture."""
        return colour_of(self.place + 1)

    def with_subject(self, draft: Draft) -> Bench:
        """Return the bench with another state of the subject."""
        drafts = (*self.drafts[: self.place], draft, *self.drafts[self.place + 1 :])
        return replace(self, drafts=drafts)

    def chosen(self, place: int) -> Bench:
        """Return the bench with the levers on another draft."""
        return replace(self, place=min(max(place, 0), len(self.drafts) - 1))

    def added(self, draft: Draft) -> Bench:
        """Return the bench with one more draft, which is then the subject.

        Raises
        ------
        TeamsimError
            There are four already.
        """
        if len(self.drafts) >= MOST:
            raise TeamsimError(f"There are {MOST} scenarios beside the baseline. Take one away first.")
        return replace(self, drafts=(*self.drafts, draft), place=len(self.drafts))

    def removed(self, place: int) -> Bench:
        """Return the bench without a draft; the last one stays."""
        if len(self.drafts) == 1:
            return self
        drafts = (*self.drafts[:place], *self.drafts[place + 1 :])
        return replace(self, drafts=drafts).chosen(self.place - (place < self.place))

    def free_name(self, name: str, adjusted: str) -> str:
        """Return a name that nobody on the bench has: of "plan B", and of the "plan B 2" beside it, "plan B 3"."""
        taken = {self.baseline.name, *(draft.called(adjusted) for draft in self.drafts)}
        if name in taken and (numbered := _NUMBERED.fullmatch(name)) and numbered[1] in taken:
            name = numbered[1]
        return next(n for n in (name, *(f"{name} {k}" for k in range(2, 100))) if n not in taken)


def differences(tree: Mapping[str, Any], baseline: Scenario, above: str = "") -> Iterator[tuple[str, Any]]:
    """Go through what a tree says that a scenario does not; what the scenario has nothing of is one change."""
    for key, value in tree.items():
        path = f"{above}{key}"
        theirs = value_at(baseline, path, _NOTHING)
        if isinstance(value, Mapping) and theirs is not _NOTHING and theirs is not None:
            yield from differences(value, baseline, f"{path}.")
        elif not same(value, theirs):
            yield path, value


def is_within(word: str, path: str) -> bool:
    """Whether a path is another one, or inside it."""
    return word.strip(".") == path or word.startswith(f"{path}.")


def _without(values: Mapping[str, Any], path: str) -> dict[str, Any]:
    """Return values without those at a path and inside it."""
    return {key: value for key, value in values.items() if not is_within(key, path)}


def _keys_below(whole: str, path: str) -> list[str]:
    """Return the keys that lead from a path to another inside it."""
    return path[len(whole) + 1 :].split(".") if path != whole else []


def _inside(tree: Any, keys: Iterable[str], otherwise: Any) -> Any:
    """Return what stands in a mapping of mappings."""
    for key in keys:
        if not isinstance(tree, Mapping) or key not in tree:
            return otherwise
        tree = tree[key]
    return tree


def _put(tree: Any, keys: list[str], value: Any) -> Any:
    """Return a mapping of mappings with a value in it; None takes it out."""
    if not keys:
        return value
    known = dict(tree) if isinstance(tree, Mapping) else {}
    first, *others = keys
    if value is None and not others:
        known.pop(first, None)
        return known
    return {**known, first: _put(known.get(first), others, value)}


def value_at(scenario: Scenario, path: str, otherwise: Any = None) -> Any:
    """Return the value at a path, without its description: a page asks for hundreds at each move."""
    here: Any = scenario.parameters
    for key in path.split("."):
        here = here.get(key, _NOTHING) if isinstance(here, dict) else getattr(here, key, _NOTHING)
        if here is _NOTHING:
            return otherwise
    return here


_NOTHING = object()
_NUMBERED = re.compile(r"(.+) [2-9]")


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal; lists and tuples are."""
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    return type(one) is not bool and type(other) is not bool and bool(one == other) if one is not other else True
