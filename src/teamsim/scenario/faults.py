"""What is wrong with single values: place, value, rule, nearest known key, remedy."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterable, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from teamsim.errors import Fault
from teamsim.scenario.read import KeyPath, Places, Tree, dotted, mapping_at
from teamsim.scenario.schema import Parameters

Finding = tuple[KeyPath, str, str]
"""Where, what is wrong, what to do."""


def nearest(word: str, known: Iterable[str], *, listed: bool = True) -> str:
    """Return a hint with the nearest known word, or the known words."""
    names = list(dict.fromkeys(str(name) for name in known))
    close = difflib.get_close_matches(str(word), names, n=1, cutoff=0.5)
    if close:
        return f"Did you mean `{close[0]}`?"
    return f"Known: {', '.join(names[:12])}." if names and listed else ""


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
    kind, value = detail["type"], detail["input"]
    if kind == "extra_forbidden":
        return _unknown_key(path, tree, places, otherwise)
    if kind.startswith("union_tag"):
        return _unknown_kind(path, detail, places, otherwise)
    if kind == "missing" and isinstance(path[-1], str):
        return _missing_key(path, tree, places, otherwise)
    if kind == "missing":  # the second number of a pair: tell the pair
        path = path[:-1]
    field = field_at(tree, path)
    shown = "a section" if isinstance(value, dict) else f"{value:g}" if isinstance(value, float) else repr(value)
    text = f"{dotted(path)} = {shown}; expected {_expectation(field, path, detail)}."
    return Fault(place_of(path, places, otherwise), text, _remedy(field, path, detail, tree))


def _unknown_key(path: KeyPath, tree: Tree, places: Places, otherwise: str) -> Fault:
    """Return the fault of a key that is not known here, or not with the chosen law or kind."""
    known, section = known_keys(tree, path[:-1]), path[:-1]
    which, chosen = _chosen(tree, section)
    others = {name for model in models_at(section) for name in model.model_fields}
    if which and path[-1] in others:
        place = place_of((*section, which), places, otherwise)
        remedy = f"Take it out; where the extended file states it, write `{path[-1]}: null`."
        return Fault(place, f"{dotted(path)} is not a key of `{which}: {chosen}`.", remedy)
    place = place_of(path, places, otherwise)
    return Fault(place, f"{dotted(path)}: unknown key.", nearest(str(path[-1]), known))


def _unknown_kind(path: KeyPath, detail: Any, places: Places, otherwise: str) -> Fault:
    """Return the fault of a law or kind that is not known, or not stated."""
    which = str(detail["ctx"]["discriminator"]).strip("'")
    options = [
        str(option)
        for model in models_at(path)
        if which in model.model_fields
        for option in get_args(model.model_fields[which].annotation)
    ]
    place, listed = place_of((*path, which), places, otherwise), ", ".join(options)
    if detail["type"] == "union_tag_not_found":
        return Fault(place, f"{dotted((*path, which))} is missing.", f"Give it one of: {listed}.")
    given = detail["ctx"]["tag"]
    text = f"{dotted((*path, which))} = {given!r}; expected one of: {listed}."
    return Fault(place, text, nearest(given, options, listed=False))


def _missing_key(path: KeyPath, tree: Tree, places: Places, otherwise: str) -> Fault:
    field, models = field_at(tree, path), models_at(path)
    what = (field.description if field else None) or (models[0].__doc__ if models else None) or ""
    text = f"{dotted(path)} is missing" + (f" ({what.strip().rstrip('.')})." if what else ".")
    is_section = len(path) == 1
    remedy = "Add the section, or extend a complete scenario." if is_section else "Give it a value."
    return Fault(place_of(path, places, otherwise), text, remedy)


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


_THOUSANDS = re.compile(r"[^\d.]*[1-9]\d{0,2}(,\d{3})+(\.\d+)?[^\d,]*")
_SECTION = "a section of `key: value` lines"
_WORDS = {
    "string_type": "a text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "dict_type": _SECTION,
    "model_type": _SECTION,
    "model_attributes_type": _SECTION,
}
"""What a value should be, in words, by pydantic's kind of fault."""


def _expectation(field: FieldInfo | None, path: KeyPath, detail: Any) -> str:
    """Return what a value should be: its unit and range."""
    unit, kind = str(metadata(field).get("unit", "")), detail["type"]
    if kind == "literal_error":
        return f"one of: {', '.join(get_args(field.annotation))}" if field else str(detail["ctx"]["expected"])
    if kind in {"greater_than_equal", "less_than_equal", "greater_than", "less_than"} and range_of(field):
        return f"{unit} {range_of(field)}".strip()
    if kind in {"tuple_type", "too_long", "missing"}:
        return unit if isinstance(path[-1], int) else f"a list of {unit}"
    words = _WORDS.get(kind, detail["msg"][0].lower() + detail["msg"][1:])
    return f"{words} ({unit})" if unit and words != _SECTION else words


def _remedy(field: FieldInfo | None, path: KeyPath, detail: Any, tree: Tree) -> str:
    """Return a remedy: the number that was meant, the nearest word, the keys of a section, the default."""
    value = detail["input"]
    meant = _number_meant(value) if isinstance(value, str) else _share_meant(field, value)
    if detail["type"] == "literal_error" and field is not None:
        return nearest(str(value), get_args(field.annotation), listed=False) or "Choose one of them."
    if meant is not None:
        return f"Did you mean {meant}?"
    if _WORDS.get(detail["type"]) == _SECTION:
        keys = known_keys(tree, path)
        return f"Its keys: {', '.join(keys[:12])}." if keys else "Write its names below it."
    default = None if field is None or field.is_required() else field.default
    if isinstance(path[-1], str) and isinstance(default, str | int | float):
        return f"The default is {default!r}."
    return "Change the value."


def _number_meant(text: str) -> str | None:
    """Return the plain number behind `12%`, `95,000`, `0,7` or `95k`."""
    plain = without_commas(text.strip().lower().replace("_", ""))
    factor = {"%": 0.01, "k": 1e3, "m": 1e6}.get(plain[-1:], 1.0)
    try:
        return f"{float(plain.rstrip('%km')) * factor:.12g}"
    except ValueError:
        return None


def without_commas(text: str) -> str:
    """Return a number as Python reads it: commas between thousands are left out, another one is a decimal point.

    >>> without_commas("95,000"), without_commas("0,7%"), without_commas("5,7")
    ('95000', '0.7%', '5.7')
    """
    return text.replace(",", "" if _THOUSANDS.fullmatch(text) else ".")


def _share_meant(field: FieldInfo | None, value: Any) -> str | None:
    """Return the share behind a percentage that is out of range."""
    unit, (low, high) = str(metadata(field).get("unit", "")), bounds(field)
    is_share = any(word in unit for word in ("share", "attainment", "multiple", "chance", "correlation"))
    if isinstance(value, bool) or not isinstance(value, int | float) or not is_share or high is None:
        return None
    if value > high and (low or 0.0) <= value / 100 <= high:
        return f"{value / 100:g} ({value:g}%)"
    return None


def metadata(field: FieldInfo | None) -> dict[str, Any]:
    """Return the unit, source, status, labels of a parameter."""
    extra = field.json_schema_extra if field is not None else None
    return dict(extra) if isinstance(extra, dict) else {}


def bounds(field: FieldInfo | None) -> tuple[float | None, float | None]:
    """Return the limits of a parameter (of each value, for lists and mappings), None where there is none."""
    limits = _limits(field)
    return limits.get("ge", limits.get("gt")), limits.get("le", limits.get("lt"))


def is_low_excluded(field: FieldInfo | None) -> bool:
    """Tell whether the lower limit of a parameter is not a value that it may have (`above`)."""
    limits = _limits(field)
    return "gt" in limits and "ge" not in limits


def range_of(field: FieldInfo | None) -> str:
    """Return the limits of a parameter in words: ``in [0, 1]``, ``above 0``."""
    limits = _limits(field)
    if "ge" in limits and "le" in limits:
        return f"in [{limits['ge']:g}, {limits['le']:g}]"
    words = {"ge": "of at least", "gt": "above", "le": "at most", "lt": "below"}
    return " and ".join(f"{words[name]} {limits[name]:g}" for name in words if name in limits)


def _limits(field: FieldInfo | None) -> dict[str, float]:
    """Return the limits of a parameter by pydantic's names."""
    rules: list[Any] = list(field.metadata) if field is not None else []
    for argument in get_args(field.annotation) if field is not None else ():
        for inner in getattr(argument, "__metadata__", ()):
            rules += getattr(inner, "metadata", [])
    names = ("ge", "gt", "le", "lt")
    return {name: getattr(r, name) for r in rules for name in names if getattr(r, name, None) is not None}


@functools.lru_cache(maxsize=4096)
def models_at(path: KeyPath) -> Sequence[type[BaseModel]]:
    """Return the groups of parameters that may stand at a path; asked for every value of every scenario."""
    models: list[type[BaseModel]] = [Parameters]
    skip = False
    for part in path:
        if skip:
            skip = False
            continue
        fields = [model.model_fields[str(part)] for model in models if str(part) in model.model_fields]
        models, skip = models_in([field.annotation for field in fields])
    return [] if skip else models


def models_in(annotations: list[Any]) -> tuple[list[type[BaseModel]], bool]:
    """Return the groups behind annotations, and whether a name (a mapping's key) comes in between."""
    models: list[type[BaseModel]] = []
    is_mapping = False
    for annotation in annotations:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            models.append(annotation)
            continue
        is_mapping = is_mapping or getattr(annotation, "__origin__", None) is dict
        inner, inner_mapping = models_in([arg for arg in get_args(annotation) if arg is not str])
        models, is_mapping = models + inner, is_mapping or inner_mapping
    return models, is_mapping


def field_at(tree: Tree, path: KeyPath) -> FieldInfo | None:
    """Return the declaration of the parameter at a path (of the list or mapping, for a value in it).

    Where several kinds declare the same key, the one that the tree chooses counts.
    """
    names = path
    while names and isinstance(names[-1], int):
        names = names[:-1]
    mapping = _declared(tree, names[:-1])
    is_of_values = mapping is not None and models_in([mapping.annotation]) == ([], True)
    return _declared(tree, names) or (mapping if is_of_values else None)


def _declared(tree: Tree, path: KeyPath) -> FieldInfo | None:
    return fields_at(tree, path[:-1]).get(str(path[-1])) if path else None


def known_keys(tree: Tree, path: KeyPath) -> list[str]:
    """Return the keys that may stand at a path; a chosen kind, law or shape decides."""
    return list(fields_at(tree, path))


def fields_at(tree: Tree, path: KeyPath) -> dict[str, FieldInfo]:
    """Return the declarations of the keys that may stand at a path; of several that may, the first counts."""
    found: dict[str, FieldInfo] = {}
    for model in _models_chosen(tree, path):
        found = {**model.model_fields, **found}
    return found


def _models_chosen(tree: Tree, path: KeyPath) -> Sequence[type[BaseModel]]:
    """Return the groups of parameters that may stand at a path, given the choice made there."""
    models, (which, chosen) = models_at(path), _chosen(tree, path)
    return [model for model in models if not which or chosen in get_args(model.model_fields[which].annotation)]


def _chosen(tree: Tree, path: KeyPath) -> tuple[str, Any]:
    """Return the key that chooses between groups of parameters at a path, and the choice, or ("", None).

    The choice need not be stated where only one of the groups has a default for it.
    """
    models, here = models_at(path), mapping_at(tree, *path)
    for which in ("law", "kind", "shape", "profile"):
        declared = [model.model_fields[which] for model in models if which in model.model_fields]
        options = [option for field in declared for option in get_args(field.annotation)]
        defaults = [field.default for field in declared if not field.is_required()]
        chosen = here.get(which, defaults[0] if len(defaults) == 1 else None)
        if len(options) > 1 and chosen in options:
            return which, chosen
    return "", None
