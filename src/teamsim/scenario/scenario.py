"""A scenario is a value: frozen, complete, checked, with a stable hash."""

from __future__ import annotations

import datetime
import functools
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from teamsim.data.roster import Roster, read_roster
from teamsim.errors import Fault, ScenarioError
from teamsim.rules import REPLACEABLE, RegisteredRule, registered_names, registered_rule
from teamsim.scenario.checks import faults_between
from teamsim.scenario.faults import (
    bounds,
    faults_of_schema,
    field_at,
    known_keys,
    metadata,
    nearest,
    place_of,
)
from teamsim.scenario.read import Places, Tree, dotted, leaves, merge, read_chain
from teamsim.scenario.schema import Parameters

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


@dataclass(frozen=True, eq=False)
class Scenario:
    """A complete description of an organisation and its policies.

    Make one with `load_scenario`, change it with `with_changes`. `origin` is the scenario it was made from;
    `folder` is where a roster's path starts; `tree` holds the values as they were written.
    """

    name: str
    parameters: Parameters
    description: str = ""
    origin: Scenario | None = None
    roster: Roster | None = None
    folder: Path = field(default_factory=Path)
    tree: Tree = field(default_factory=dict, repr=False)

    @functools.cached_property
    def hash(self) -> str:
        """16 hexadecimal digits of everything that decides the results; not the name and the words."""
        parameters = self.parameters.model_dump(mode="json")
        del parameters["opening"]["roster"]
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

    @property
    def rules(self) -> tuple[RegisteredRule, ...]:
        """The registered rules that replace standard ones."""
        found = (registered_rule(name) for name in self.parameters.rules.values())
        return tuple(rule for rule in found if rule is not None)

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
        tree, places = _copy(self.tree), Places()
        faults: list[Fault] = []
        for path, value in changes.items():
            keys = tuple(path.split("."))
            place = f"change of `{self.name}`"
            places[keys] = place
            faults += _set(tree, keys, value, place)
        if faults:
            raise ScenarioError(faults)
        return _complete(tree, name, self.description, self, self.folder, places, f"change of `{self.name}`")

    def with_rule(self, replaces: str, rule: RegisteredRule) -> Scenario:
        """Return this scenario with one standard rule replaced by a registered one."""
        if rule.replaces != replaces:
            place = f"change of `{self.name}`"
            problem = f"`{rule.name}` was registered to replace `{rule.replaces}`, not `{replaces}`."
            raise ScenarioError([Fault(place, problem, "Register it for the other rule.")])
        return self.with_changes(f"{self.name} with {rule.name}", {f"rules.{replaces}": rule.name})

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
        return _described(path, here, keys)

    def describe(self) -> list[Parameter]:
        """Return every value of the scenario with its unit, range, labels and source."""
        return [
            _described(dotted(path), value, path)
            for path, value in leaves(self.parameters.model_dump(exclude_none=True))
            if field_at(path) is not None
        ]


def load_scenario(path: str | Path) -> Scenario:
    """Read a scenario file and those it extends, and check everything.

    Raises
    ------
    ScenarioError, RosterError
        Every fault at once, each with file, line, value, rule and remedy.
    """
    path = Path(path)
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
        scenario = _complete(tree, name, about, scenario, folder, places, document.path.as_posix())
    assert scenario is not None
    return scenario


def make_scenario(name: str, tree: Mapping[str, Any], folder: str | Path = ".") -> Scenario:
    """Return a scenario made in Python: `tree` holds what a complete file would (no `extends`).

    Raises
    ------
    ScenarioError, RosterError
        Every fault at once.
    """
    return _complete(_without_about(_copy(tree)), name, "", None, Path(folder), Places(), f"`{name}`")


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
) -> Scenario:
    """Check a tree and make a scenario of it."""
    faults: list[Fault] = []
    parameters: Parameters | None = None
    try:
        parameters = Parameters.model_validate(tree)
    except ValidationError as error:
        faults += faults_of_schema(error, tree, places, otherwise)
    faults += faults_between(tree, places, otherwise)
    faults += _rule_faults(tree, places, otherwise)
    if faults or parameters is None:
        raise ScenarioError(sorted(dict.fromkeys(faults), key=lambda fault: _natural(fault.place)))
    roster = _roster(parameters, folder)
    return Scenario(name, parameters, description, origin, roster, folder, _copy(tree))


def _natural(place: str) -> list[Any]:
    """Return a key that sorts file:9 before file:10."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", place)]


def _rule_faults(tree: Tree, places: Places, otherwise: str) -> Iterator[Fault]:
    rules = tree.get("rules")
    for replaces, name in (rules if isinstance(rules, dict) else {}).items():
        place = place_of(("rules", replaces), places, otherwise)
        if replaces not in REPLACEABLE:
            yield Fault(place, f"rules.{replaces}: there is no such rule.", nearest(replaces, REPLACEABLE))
        elif isinstance(name, str) and registered_rule(name) is None:
            remedy = f"Register it with @teamsim.rule first. {nearest(name, registered_names())}".strip()
            yield Fault(place, f"rules.{replaces}: `{name}` is not registered in this session.", remedy)


def _roster(parameters: Parameters, folder: Path) -> Roster | None:
    if parameters.opening.roster is None:
        return None
    path = folder / parameters.opening.roster
    return read_roster(path, parameters.organisation.units, parameters.tiers, start_date(parameters))


def _copy(tree: Any) -> Any:
    """Return a deep copy of plain data; tuples become lists."""
    if isinstance(tree, Mapping):
        return {str(key): _copy(value) for key, value in tree.items()}
    if isinstance(tree, list | tuple):
        return [_copy(value) for value in tree]
    return tree


def _set(tree: Tree, keys: tuple[str, ...], value: Any, place: str) -> Iterator[Fault]:
    """Set one value in a tree, in place; yield what is wrong with its path."""
    here: Any = tree
    for depth, key in enumerate(keys[:-1]):
        if key not in here and key not in known_keys(tree, keys[:depth]):
            remedy = nearest(key, [*here, *known_keys(tree, keys[:depth])])
            yield Fault(place, f"there is no {dotted(keys[: depth + 1])}.", remedy)
            return
        here = here.setdefault(key, {})
        if not isinstance(here, dict):
            yield Fault(place, f"{dotted(keys[: depth + 1])} is a value, not a section.", "Shorten the path.")
            return
    known = known_keys(tree, keys[:-1])
    if value is None and keys[-1] not in here and keys[-1] not in known:
        yield Fault(place, f"there is no {dotted(keys)} to take out.", nearest(keys[-1], [*here, *known]))
    elif value is None:
        here.pop(keys[-1], None)
    else:
        here[keys[-1]] = _copy(value)


def _described(path: str, value: Any, keys: tuple[Any, ...]) -> Parameter:
    """Return a value with its declaration."""
    declared = field_at(keys)
    extra, (low, high) = metadata(declared), bounds(declared)
    default = None if declared is None or declared.is_required() else declared.default
    return Parameter(
        path,
        value,
        str(extra.get("unit", "")),
        (declared.title if declared else None) or keys[-1],
        str(extra.get("label_zh", "")),
        (declared.description if declared else None) or "",
        default,
        low,
        high,
        extra.get("typical"),
        str(extra.get("source", "")),
        str(extra.get("status", "")),
    )
