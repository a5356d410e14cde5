"""A scenario is a value: frozen, complete, checked, with a stable hash."""

from __future__ import annotations

import datetime
import functools
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from teamsim.data.roster import Roster, read_roster
from teamsim.errors import Fault, RosterError, ScenarioError
from teamsim.rules import REPLACEABLE, RegisteredRule, registered_names, registered_rule
from teamsim.scenario.checks import faults_between, faults_with_people
from teamsim.scenario.faults import (
    bounds,
    faults_of_schema,
    field_at,
    is_low_excluded,
    known_keys,
    metadata,
    nearest,
    place_of,
)
from teamsim.scenario.read import Document, Places, Tree, copied, dotted, leaves, mapping_at, merge, read_chain
from teamsim.scenario.schema import Opening, Parameters

_ABOUT = ("name", "description", "extends")


@dataclass(frozen=True)
class Parameter:
    """One value of a scenario with everything that is known about it."""

    path: str
    value: Any
    unit: str
    label: str
    label_zh: str
    description: str
    default: Any
    low: float | None
    high: float | None
    typical: tuple[float, float] | None
    source: str
    status: str
    low_is_excluded: bool = False
    is_assumption: bool = False


@dataclass(frozen=True, eq=False)
class Scenario:
    """A complete description of an organisation and its policies.

    Make one with `load_scenario`, change it with `with_changes`. `origin` is the scenario it was made from;
    `folder` is where a roster's path starts; `tree` holds the values as they were written; `rules` are the
    registered rules that replace standard ones, as they were when the scenario was made.
    """

    name: str
    parameters: Parameters
    description: str = ""
    origin: Scenario | None = None
    roster: Roster | None = None
    folder: Path = field(default_factory=Path)
    tree: Tree = field(default_factory=dict, repr=False)
    rules: tuple[RegisteredRule, ...] = field(default=(), repr=False)

    @functools.cached_property
    def hash(self) -> str:
        """16 hexadecimal digits of everything that decides the results; not the name and the words."""
        parameters = self.parameters.model_dump(mode="json")
        del parameters["opening"]["roster"]
        for labelled in (*parameters["tiers"].values(), *parameters["organisation"]["units"].values()):
            del labelled["label"], labelled["label_zh"]
        content = {
            "parameters": parameters,
            "order": _orders(self.parameters),
            "roster": self.roster.sha256 if self.roster else None,
            "rules": {rule.replaces: rule.source_sha256 for rule in self.rules},
            "past": self.past.hash if self.past is not self else None,
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]

    def __eq__(self, other: object) -> bool:
        """Scenarios are equal when they have the same name and can not differ in results."""
        return isinstance(other, Scenario) and (self.name, self.hash) == (other.name, other.hash)

    def __hash__(self) -> int:
        """Return a hash that agrees with equality."""
        return hash((self.name, self.hash))

    @property
    def past(self) -> Scenario:
        """The scenario whose history made the opening state: the one extended, or this one."""
        is_own = self.origin is None or self.parameters.opening.past == "own"
        return self if is_own or self.origin is None else self.origin.past

    def with_changes(self, name: str, changes: Mapping[str, Any]) -> Scenario:
        """Return a named counterfactual: this scenario with some values replaced.

        `changes` maps dotted paths to values, for instance
        ``{"incentives.plans.rep.components.commission.accelerator": 2.0}``. A value replaces what stands
        there (a mapping in full); None takes it out. The result starts from the same people as this scenario.

        Raises
        ------
        ScenarioError
            Every fault of the changes at once.
        """
        kept = {rule.replaces: rule for rule in self.rules if not {"rules", f"rules.{rule.replaces}"} & {*changes}}
        return self._changed(name, changes, kept)

    def with_rule(self, replaces: str, rule: RegisteredRule) -> Scenario:
        """Return this scenario with one standard rule replaced by a registered one."""
        if rule.replaces != replaces:
            place = f"change of `{self.name}`"
            problem = f"`{rule.name}` was registered to replace `{rule.replaces}`, not `{replaces}`."
            raise ScenarioError([Fault(place, problem, "Register it for the other rule.")])
        rules = {**{own.replaces: own for own in self.rules}, replaces: rule}
        return self._changed(f"{self.name} with {rule.name}", {f"rules.{replaces}": rule.name}, rules)

    def _changed(self, name: str, changes: Mapping[str, Any], rules: Mapping[str, RegisteredRule]) -> Scenario:
        place = f"change of `{self.name}`"
        tree, faults = changed_tree(self.tree, changes, place)
        return _complete(tree, name, self.description, self, self.folder, Places(), place, rules, known=faults)

    def parameter(self, path: str) -> Parameter:
        """Return one value with its unit, range, labels and source.

        Raises
        ------
        ScenarioError
            There is no such value.
        """
        keys = tuple(path.split("."))
        here: Any = self.parameters
        for depth, key in enumerate(keys):
            inside = here if isinstance(here, dict) else dict(here) if isinstance(here, BaseModel) else {}
            if key not in inside:
                remedy = nearest(key, inside)
                raise ScenarioError([Fault(self.name, f"there is no {dotted(keys[: depth + 1])}.", remedy)])
            here = inside[key]
        return described(path, here, field_at(self.parameters.model_dump(), keys))

    def describe(self) -> list[Parameter]:
        """Return every value of the scenario with its unit, range, labels and source."""
        tree = self.parameters.model_dump(exclude_none=True)
        fields = ((path, value, field_at(tree, path)) for path, value in leaves(tree))
        return [described(dotted(path), value, declared) for path, value, declared in fields if declared is not None]


def load_scenario(path: str | Path) -> Scenario:
    """Read a scenario file and those it extends, and check everything.

    Raises
    ------
    ScenarioError, RosterError
        Every fault at once, each with file, line, value, rule and remedy.
    """
    return _read(Path(path), is_whole=True)


def read_back(path: Path) -> Scenario:
    """Read a scenario that teamsim itself wrote: a part of a firm, where it was one when it was lived.

    Raises
    ------
    ScenarioError, RosterError
        As for `load_scenario`.
    """
    return _read(path, is_whole=False)


def _read(path: Path, *, is_whole: bool) -> Scenario:
    """Read a file and those it extends; a whole firm has a head for everybody and no tier without seats."""
    tree: Tree = {}
    places: Places = {}
    folder, scenario = path.parent, None
    for document in reversed(read_chain(path)):
        tree, places = merge(tree, _without_about(document.tree)), {**places, **document.places}
        opening = document.tree.get("opening")
        if isinstance(opening, dict) and "roster" in opening:
            folder = document.path.parent
        name = str(document.tree.get("name", document.path.stem))
        about = str(document.tree.get("description", ""))
        scenario = _complete(tree, name, about, scenario, folder, places, document.path.as_posix(), is_whole=is_whole)
    assert scenario is not None
    return scenario


def make_scenario(name: str, tree: Mapping[str, Any], folder: str | Path = ".") -> Scenario:
    """Return a scenario made in Python: `tree` holds what a complete file would (no `extends`).

    Raises
    ------
    ScenarioError, RosterError
        Every fault at once.
    """
    return _complete(_without_about(copied(tree)), name, "", None, Path(folder), Places(), f"`{name}`")


def scenario_of(file: Document, folder: str | Path = ".") -> Scenario:
    """Return the scenario of a file that extends none and was read already; faults are told with its lines.

    Raises
    ------
    ScenarioError, RosterError
        Every fault at once.
    """
    about = {key: str(file.tree.get(key, "")) for key in ("name", "description")}
    terms = (about["name"] or file.path.stem, about["description"], None, Path(folder), file.places)
    return _complete(_without_about(file.tree), *terms, file.path.as_posix())


def changed_tree(tree: Mapping[str, Any], changes: Mapping[str, Any], place: str) -> tuple[Tree, list[Fault]]:
    """Return a copy of a scenario's values with some replaced, by dotted path, and what is wrong with a path."""
    changed: Tree = copied(tree)
    faults = [fault for path, value in changes.items() for fault in _set(changed, tuple(path.split(".")), value, place)]
    return changed, faults


def diff(one: Scenario, other: Scenario) -> dict[str, tuple[Any, Any]]:
    """Return the paths at which two scenarios differ, with both values (None = not there).

    Where the same tiers, units or seat changes stand in another order, the value is the list of their names.
    """
    first = dict(leaves(one.parameters.model_dump(mode="json")))
    second = dict(leaves(other.parameters.model_dump(mode="json")))
    paths = list(dict.fromkeys([*first, *second]))
    found = {dotted(p): (first.get(p), second.get(p)) for p in paths if first.get(p) != second.get(p)}
    orders = _orders(other.parameters)
    for path, names in _orders(one.parameters).items():
        if names != orders[path] and sorted(names) == sorted(orders[path]):
            found[path] = (names, orders[path])
    return found


def _orders(parameters: Parameters) -> dict[str, list[str]]:
    """Return the names whose order has a meaning: the ladder, seat order, one seat change after the other."""
    return {
        "tiers": list(parameters.tiers),
        "organisation.units": list(parameters.organisation.units),
        "organisation.seat_changes": list(parameters.organisation.seat_changes),
        "hiring.sources": list(parameters.hiring.sources),
    }


def start_date(parameters: Parameters) -> datetime.date:
    """Return the first day that is measured."""
    return datetime.date.fromisoformat(f"{parameters.time.start}-01")


def _without_about(tree: Tree) -> Tree:
    return {key: value for key, value in tree.items() if key not in _ABOUT}


def _complete(
    tree: Tree,
    name: str,
    description: str,
    origin: Scenario | None,
    folder: Path,
    places: Places,
    otherwise: str,
    kept: Mapping[str, RegisteredRule] | None = None,
    *,
    is_whole: bool = False,
    known: Sequence[Fault] = (),
) -> Scenario:
    """Check a tree and make a scenario of it; `kept` rules stay what they are, others are looked up by name.

    Faults that are `known` before are told with all others.
    """
    faults = list(known)
    parameters: Parameters | None = None
    try:
        parameters = Parameters.model_validate(tree)
    except ValidationError as error:
        faults += faults_of_schema(error, tree, places, otherwise)
    faults += faults_between(tree, places, otherwise, is_file=is_whole)
    faults += _past_faults(tree, origin, places, otherwise)
    rules = _rules(tree, kept or {})
    faults += _rule_faults(tree, rules, places, otherwise)
    if faults or parameters is None:
        raise ScenarioError(sorted(dict.fromkeys(faults), key=lambda fault: _natural(fault.place)))
    roster = _roster(parameters, folder)
    faults = faults_with_people(tree, places, otherwise, roster.people) if roster else []
    if faults:
        raise RosterError(sorted(faults, key=lambda fault: _natural(fault.place)))
    return Scenario(name, parameters, description, origin, roster, folder, copied(tree), tuple(rules.values()))


def _natural(place: str) -> list[Any]:
    """Return a key that sorts file:9 before file:10."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", place)]


def _past_faults(tree: Tree, origin: Scenario | None, places: Places, otherwise: str) -> Iterator[Fault]:
    """Yield what would do nothing because the people come from the past of another scenario."""
    section = tree.get("opening", {})
    if origin is None or not isinstance(section, dict):
        return
    try:
        opening = Opening.model_validate(section)
    except ValidationError:
        return
    for key in ("state", "firm_age_years") if opening.past == "inherited" else ():
        value, theirs = getattr(opening, key), getattr(origin.parameters.opening, key)
        if value != theirs:
            place = place_of(("opening", key), places, otherwise)
            problem = f"does nothing: the past is that of `{origin.name}`, where it is {theirs!r}."
            remedy = f"Set opening.past: own, or leave {key} as it was."
            yield Fault(place, f"opening.{key} = {value!r} {problem}", remedy)


def _rules(tree: Tree, kept: Mapping[str, RegisteredRule]) -> dict[str, RegisteredRule]:
    """Return the rules that a tree names, by what they replace."""
    rules: dict[str, RegisteredRule] = {}
    for replaces, name in mapping_at(tree, "rules").items():
        own = kept.get(replaces)
        found = own if own is not None and own.name == name else registered_rule(str(name))
        if found is not None:
            rules[replaces] = found
    return rules


def _rule_faults(tree: Tree, rules: Mapping[str, RegisteredRule], places: Places, otherwise: str) -> Iterator[Fault]:
    for replaces, name in mapping_at(tree, "rules").items():
        place, found = place_of(("rules", replaces), places, otherwise), rules.get(replaces)
        if replaces not in REPLACEABLE:
            yield Fault(place, f"rules.{replaces}: there is no such rule.", nearest(replaces, REPLACEABLE))
        elif isinstance(name, str) and found is None:
            remedy = f"Register it with @teamsim.rule first. {nearest(name, registered_names())}".strip()
            yield Fault(place, f"rules.{replaces}: `{name}` is not registered in this session.", remedy)
        elif found is not None and found.replaces != replaces:
            problem = f"rules.{replaces}: `{name}` was registered to replace `{found.replaces}`."
            yield Fault(place, problem, "Register it for the other rule.")


def _roster(parameters: Parameters, folder: Path) -> Roster | None:
    if parameters.opening.roster is None:
        return None
    path = folder / parameters.opening.roster
    units, tiers, sources = parameters.organisation.units, parameters.tiers, parameters.hiring.sources
    return read_roster(path, units, tiers, start_date(parameters), sources)


def _set(tree: Tree, keys: tuple[str, ...], value: Any, place: str) -> Iterator[Fault]:
    """Set one value in a tree, in place; yield what is wrong with its path."""
    here: Any = tree
    for depth, key in enumerate(keys[:-1]):
        if key not in here and key not in known_keys(tree, keys[:depth]):
            remedy = nearest(key, [*here, *known_keys(tree, keys[:depth])])
            yield Fault(place, f"there is no {dotted(keys[: depth + 1])}.", remedy)
            return
        here = here.get(key, {})
        if not isinstance(here, dict):
            yield Fault(place, f"{dotted(keys[: depth + 1])} is a value, not a section.", "Shorten the path.")
            return
    known = known_keys(tree, keys[:-1])
    if value is None and keys[-1] not in here and keys[-1] not in known:
        yield Fault(place, f"there is no {dotted(keys)} to take out.", nearest(keys[-1], [*here, *known]))
    elif value is None:
        here.pop(keys[-1], None)
    else:
        here = functools.reduce(lambda section, key: section.setdefault(key, {}), keys[:-1], tree)
        here[keys[-1]] = copied(value)


def described(path: str, value: Any, declared: FieldInfo | None) -> Parameter:
    """Return a value with its declaration."""
    extra, (low, high) = metadata(declared), bounds(declared)
    default = None if declared is None or declared.is_required() else declared.default
    return Parameter(
        path,
        value,
        str(extra.get("unit", "")),
        (declared.title if declared else None) or path.rpartition(".")[2],
        str(extra.get("label_zh", "")),
        (declared.description if declared else None) or "",
        default,
        low,
        high,
        extra.get("typical"),
        str(extra.get("source", "")),
        str(extra.get("status", "")),
        is_low_excluded(declared),
        bool(extra.get("is_assumption")),
    )
