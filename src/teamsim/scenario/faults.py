"""Everything that is wrong with a scenario, in one list: place, value, rule, nearest known key, remedy."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from teamsim.errors import Fault
from teamsim.scenario.read import KeyPath, Places, Tree, dotted
from teamsim.scenario.schema import Parameters

Finding = tuple[KeyPath, str, str]
"""Where, what is wrong, what to do."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a hint with the nearest known word, or the known words."""
    names = [str(name) for name in known]
    close = difflib.get_close_matches(str(word), names, n=1, cutoff=0.5)
    if close:
        return f"Did you mean `{close[0]}`?"
    return f"Known: {', '.join(names[:12])}." if names else ""


def place_of(path: KeyPath, places: Places, otherwise: str) -> str:
    """Return the file and line of a path, or of the nearest value around it."""
    for length in range(len(path), -1, -1):
        if path[:length] in places:
            return places[path[:length]]
    return otherwise


def faults_of_schema(error: ValidationError, tree: Tree, places: Places, otherwise: str) -> list[Fault]:
    """Return each fault of single values, in the words of the parameters' own descriptions."""
    return [_schema_fault(detail, tree, places, otherwise) for detail in error.errors()]


def _schema_fault(detail: Any, tree: Tree, places: Places, otherwise: str) -> Fault:
    path = _path_in(tree, detail["loc"])
    place = place_of(path, places, otherwise)
    field = field_at(path)
    kind, value = detail["type"], detail["input"]
    if kind == "extra_forbidden":
        return Fault(place, f"{dotted(path)}: unknown key.", nearest(str(path[-1]), known_keys(tree, path[:-1])))
    if kind == "missing":
        text = f" ({field.description})" if field and field.description else ""
        return Fault(place, f"{dotted(path)} is missing{text}.", "Give it a value.")
    if kind.startswith("union_tag"):
        options = detail.get("ctx", {}).get("expected_tags", "")
        which = str(detail.get("ctx", {}).get("discriminator", "'kind'")).strip("'")
        return Fault(place, f"{dotted(path)}.{which}: expected one of {options}.", "Choose one of them.")
    shown = repr(value) if not isinstance(value, dict) else "a mapping"
    return Fault(place, f"{dotted(path)} = {shown}; expected {_expectation(field, detail)}.", _remedy(field, value))


def _path_in(tree: Any, location: tuple[Any, ...]) -> KeyPath:
    """Return pydantic's location without the names of union members, which are not in the file."""
    path: list[str | int] = []
    here = tree
    for position, part in enumerate(location):
        if isinstance(here, dict) and part not in here and position + 1 < len(location):
            continue
        path.append(part)
        inside = isinstance(here, dict) and part in here
        inside = inside or (isinstance(here, list) and isinstance(part, int) and part < len(here))
        here = here[part] if inside else None
    return tuple(path)


def _expectation(field: FieldInfo | None, detail: Any) -> str:
    """Return what a value should be: its unit and range, or pydantic's own words."""
    extra = metadata(field)
    unit = str(extra.get("unit", ""))
    limits = range_of(field)
    if detail["type"] in {"literal_error"}:
        return str(detail["ctx"]["expected"])
    if limits and detail["type"] in {"greater_than_equal", "less_than_equal", "greater_than", "less_than"}:
        return f"{unit} {limits}".strip()
    return f"{unit}: {detail['msg'][0].lower()}{detail['msg'][1:]}" if unit else detail["msg"]


def _remedy(field: FieldInfo | None, value: Any) -> str:
    """Return a remedy: percent given for a share, or the default."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        high = bounds(field)[1]
        if high is not None and 1.0 <= high < value <= 100.0 and high <= 10.0:
            return f"Did you mean {value / 100:g} ({value:g}%)?"
    if field is not None and field.default is not None and not field.is_required():
        return f"The default is {field.default!r}."
    return "Change the value."


def metadata(field: FieldInfo | None) -> dict[str, Any]:
    """Return the unit, source, status, labels of a parameter."""
    extra = field.json_schema_extra if field is not None else None
    return dict(extra) if isinstance(extra, dict) else {}


def bounds(field: FieldInfo | None) -> tuple[float | None, float | None]:
    """Return the limits of a parameter, None where there is none."""
    limits: dict[str, float] = {}
    for rule in field.metadata if field is not None else ():
        for name in ("ge", "gt", "le", "lt"):
            if getattr(rule, name, None) is not None:
                limits[name] = getattr(rule, name)
    return limits.get("ge", limits.get("gt")), limits.get("le", limits.get("lt"))


def range_of(field: FieldInfo | None) -> str:
    """Return the limits of a parameter in words."""
    low, high = bounds(field)
    if low is not None and high is not None:
        return f"in [{low:g}, {high:g}]"
    return f"of at least {low:g}" if low is not None else f"of at most {high:g}" if high is not None else ""


def models_at(path: KeyPath) -> list[type[BaseModel]]:
    """Return the groups of parameters that may stand at a path."""
    models: list[type[BaseModel]] = [Parameters]
    skip = False
    for part in path:
        if skip:
            skip = False
            continue
        fields = [model.model_fields[str(part)] for model in models if str(part) in model.model_fields]
        models, skip = _models_in([field.annotation for field in fields])
    return [] if skip else models


def _models_in(annotations: list[Any]) -> tuple[list[type[BaseModel]], bool]:
    """Return the groups behind annotations, and whether a name (a mapping's key) comes in between."""
    models: list[type[BaseModel]] = []
    is_mapping = False
    for annotation in annotations:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            models.append(annotation)
            continue
        is_mapping = is_mapping or getattr(annotation, "__origin__", None) is dict
        inner, inner_mapping = _models_in([arg for arg in get_args(annotation) if arg is not str])
        models, is_mapping = models + inner, is_mapping or inner_mapping
    return models, is_mapping


def field_at(path: KeyPath) -> FieldInfo | None:
    """Return the declaration of the parameter at a path (of the list, for an item of it)."""
    names = path
    while names and isinstance(names[-1], int):
        names = names[:-1]
    for model in models_at(names[:-1]) if names else []:
        if str(names[-1]) in model.model_fields:
            return model.model_fields[str(names[-1])]
    return None


def known_keys(tree: Tree, path: KeyPath) -> list[str]:
    """Return the keys that may stand at a path; a chosen kind, law or shape decides."""
    here: Any = tree
    for part in path:
        here = here.get(part, {}) if isinstance(here, dict) else {}
    models = models_at(path)
    for which in ("law", "kind", "shape"):
        chosen = here.get(which) if isinstance(here, dict) else None
        fitting = [
            model
            for model in models
            if which in model.model_fields and chosen in get_args(model.model_fields[which].annotation)
        ]
        models = fitting or models
    return list(dict.fromkeys(name for model in models for name in model.model_fields))


def faults_between(tree: Tree, places: Places, otherwise: str) -> list[Fault]:
    """Return the faults between values: names that do not exist, cycles, tables out of order."""
    findings = [finding for check in CHECKS for finding in check(tree)]
    return [
        Fault(place_of(path, places, otherwise), f"{dotted(path)}: {problem}", remedy)
        for path, problem, remedy in findings
    ]


def _mapping(tree: Any, *path: str) -> dict[str, Any]:
    """Return the mapping at a path, or an empty one."""
    for part in path:
        tree = tree.get(part) if isinstance(tree, dict) else None
    return tree if isinstance(tree, dict) else {}


def _unit_findings(tree: Tree) -> Iterator[Finding]:
    units = _mapping(tree, "organisation", "units")
    roots = [name for name in units if _mapping(units, name).get("parent") is None]
    if units and len(roots) != 1:
        remedy = "Give every other unit a `parent`." if roots else "Take `parent` from the company."
        yield ("organisation", "units"), f"{len(roots)} units have no parent ({', '.join(roots)}); one must.", remedy
    for name in units:
        parent = _mapping(units, name).get("parent")
        path = ("organisation", "units", name, "parent")
        if parent is not None and parent not in units:
            yield path, f"there is no unit `{parent}`.", nearest(parent, units)
        elif _is_in_cycle(name, units):
            yield path, "the unit belongs to itself through others.", "Break the circle."
        if "/" in str(name):
            yield path[:-1], "a unit's name has no slash.", "Use a dash."


def _is_in_cycle(name: str, units: dict[str, Any]) -> bool:
    here: Any = name
    for _ in units:
        here = _mapping(units, here).get("parent")
        if here is None:
            return False
        if here == name:
            return True
    return False


def _tier_findings(tree: Tree) -> Iterator[Finding]:
    tiers = _mapping(tree, "tiers")
    for name in tiers:
        source = _mapping(tiers, name, "promotion").get("from_tier")
        path = ("tiers", name, "promotion", "from_tier")
        if source is not None and source not in tiers:
            yield path, f"there is no tier `{source}`.", nearest(source, tiers)
        elif source is not None and list(tiers).index(source) >= list(tiers).index(name):
            yield path, f"`{source}` is not below `{name}` on the ladder.", "Tiers stand lowest first."
        if "promotion" in _mapping(tiers, name) and name == next(iter(tiers)) and tiers[name]["promotion"]:
            yield ("tiers", name, "promotion"), "the lowest tier has nobody below.", "Take it out."
        yield from _law_findings(name, _mapping(tiers, name, "attrition"))


def _law_findings(name: str, law: dict[str, Any]) -> Iterator[Finding]:
    path = ("tiers", name, "attrition")
    table = law.get("monthly_probability")
    if isinstance(table, list) and not 1 <= len(table) <= 481:
        yield (*path, "monthly_probability"), f"{len(table)} entries; expected 1 to 481.", "Shorten the table."
    turnover = law.get("annual_turnover")
    if law.get("given_as") == "cohort_loss" and isinstance(turnover, int | float) and turnover >= 1.0:
        yield (
            (*path, "annual_turnover"),
            f"{turnover:g} of a closed group can not leave.",
            "A cohort loss is below 1; a rate may exceed it.",
        )


def _seat_findings(tree: Tree) -> Iterator[Finding]:
    tiers, units = _mapping(tree, "tiers"), _mapping(tree, "organisation", "units")
    for unit in units:
        for tier in _mapping(units, unit, "seats"):
            if tier not in tiers:
                path = ("organisation", "units", unit, "seats", tier)
                yield path, f"there is no tier `{tier}`.", nearest(tier, tiers)
    has_roster = _mapping(tree, "opening").get("roster") is not None
    if units and not has_roster and not any(_n_seats(units, unit) for unit in units):
        yield ("organisation", "units"), "no unit has seats.", "Give a unit `seats`."
    for name, change in _mapping(tree, "organisation", "seat_changes").items():
        for key, known in (("unit", units), ("tier", tiers)):
            value = _mapping({"": change}, "").get(key)
            if value is not None and value not in known:
                path = ("organisation", "seat_changes", name, key)
                yield path, f"there is no {key} `{value}`.", nearest(value, known)


def _n_seats(units: dict[str, Any], unit: str) -> int:
    return sum(n for n in _mapping(units, unit, "seats").values() if isinstance(n, int))


def _plan_findings(tree: Tree) -> Iterator[Finding]:
    tiers, plans = _mapping(tree, "tiers"), _mapping(tree, "incentives", "plans")
    owner: dict[str, str] = {}
    for name in plans:
        path: KeyPath = ("incentives", "plans", name)
        listed = _mapping(plans, name).get("tiers")
        for index, tier in enumerate(listed if isinstance(listed, list | tuple) else []):
            if tier not in tiers:
                yield (*path, "tiers", index), f"there is no tier `{tier}`.", nearest(tier, tiers)
            elif tier in owner:
                yield (*path, "tiers", index), f"`{tier}` is on plan `{owner[tier]}` too.", "One plan a tier."
            owner.setdefault(str(tier), str(name))
        components = _mapping(plans, name, "components")
        yield from _component_findings((*path, "components"), components)


def _component_findings(path: KeyPath, components: dict[str, Any]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for name, component in components.items():
        kind = _mapping({"": component}, "").get("kind")
        if kind in first:
            yield (*path, name), f"a second {kind} beside `{first[kind]}`.", "One of each kind a plan, so far."
        first.setdefault(str(kind), name)
        rates = _mapping({"": component}, "").get("rates")
        if isinstance(rates, list | tuple):
            yield from _rate_findings((*path, name, "rates"), rates)


def _rate_findings(path: KeyPath, rates: list[Any]) -> Iterator[Finding]:
    if not 1 <= len(rates) <= 10:
        yield path, f"{len(rates)} bands; expected 1 to 10.", "Merge bands."
    before = -1.0
    for index, band in enumerate(rates):
        if not (isinstance(band, list | tuple) and len(band) == 2):
            continue
        start, rate = band
        if not all(isinstance(value, int | float) for value in band):
            continue
        if index == 0 and start != 0:
            yield (*path, 0), f"the first band starts at {start:g}.", "Start at 0; a rate of 0 is a threshold."
        if start <= before:
            yield (*path, index), f"band starts at {start:g}, not above {before:g}.", "Rising order, no overlap."
        if not 0.0 <= rate <= 1.0:
            yield (*path, index), f"rate {rate:g}; expected a share in [0, 1].", f"Did you mean {rate / 100:g}?"
        before = start


def _value_findings(tree: Tree) -> Iterator[Finding]:
    season = _mapping(tree, "selling").get("season")
    if isinstance(season, list | tuple):
        numbers = [value for value in season if isinstance(value, int | float)]
        if len(season) != 12:
            yield ("selling", "season"), f"{len(season)} factors; expected 12.", "January to December."
        elif len(numbers) == 12 and sum(numbers) <= 0:
            yield ("selling", "season"), "all factors are zero.", "Give the year a month that sells."
    if _mapping(tree, "opening").get("roster") and _mapping(tree, "time").get("burn_in_months"):
        yield ("time", "burn_in_months"), "a roster is of today.", "Leave the burn-in out."
    start = _mapping(tree, "time").get("start")
    if start is not None and not _is_year_month(str(start)):
        yield ("time", "start"), f"{start!r}; expected a month as YYYY-MM.", "For example 2026-01."
    currency = _mapping(tree, "money").get("currency")
    if currency is not None and not (isinstance(currency, str) and len(currency) == 3 and currency.isupper()):
        yield ("money", "currency"), f"{currency!r}; expected an ISO 4217 code.", "For example USD or CNY."


def _is_year_month(text: str) -> bool:
    year, _, month = text.partition("-")
    return len(year) == 4 and year.isdigit() and len(month) == 2 and month.isdigit() and 1 <= int(month) <= 12


CHECKS = (_unit_findings, _tier_findings, _seat_findings, _plan_findings, _value_findings)
