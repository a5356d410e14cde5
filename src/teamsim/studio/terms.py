"""The terms of a plan, component by component, from their declarations: what may stand in each cell of the table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from teamsim.scenario.faults import metadata
from teamsim.scenario.scenario import Scenario
from teamsim.studio.cells import Kind, kind_of

MAIN: tuple[str, ...] = ("cycle", "measure", "rates", "threshold", "accelerator", "accelerator_from", "cap", "cap_pay")
MAIN += ("amount", "attainment", "levels", "rate", "months", "prizes", "weight", "curve", "from_month", "until_month")
"""Terms that are always shown; the others when they are not at their default, or when all are asked for."""
_HIGHEST = {"attainment": 10.0, "share of bookings": 1.0, "payout share": 10.0}
"""Highest number in a column of a rate table: so that 12 is not taken for 1200%."""


@dataclass(frozen=True)
class Term:
    """One line of the table: a number, a choice, or a list of pairs with a kind for each column."""

    path: str
    label: str
    label_zh: str
    description: str
    kind: Kind
    columns: tuple[Kind, ...]
    default: Any
    is_main: bool


@dataclass(frozen=True)
class ComponentTerms:
    """The terms of one component of a plan; of an item of a scorecard too."""

    name: str
    label: str
    label_zh: str
    terms: tuple[Term, ...]


def terms_of(scenario: Scenario, plan: str) -> tuple[ComponentTerms, ...]:
    """Return the terms of a plan of a scenario, in order."""
    components = scenario.parameters.incentives.plans[plan].components
    above = f"incentives.plans.{plan}.components"
    return tuple(part for name, each in components.items() for part in _parts(name, f"{above}.{name}", each))


def term_at(scenario: Scenario, path: str) -> Term | None:
    """Return the term at a path; None where a plan has none there."""
    keys = path.split(".")
    plans = scenario.parameters.incentives.plans
    if len(keys) < 6 or keys[:2] != ["incentives", "plans"] or keys[2] not in plans:
        return None
    return next((term for part in terms_of(scenario, keys[2]) for term in part.terms if term.path == path), None)


def _parts(name: str, path: str, component: BaseModel) -> Iterator[ComponentTerms]:
    """Go through a component and the items inside it."""
    fields = type(component).model_fields
    terms = tuple(
        _term(f"{path}.{key}", key, field)
        for key, field in fields.items()
        if key != "kind" and not isinstance(getattr(component, key), Mapping)
    )
    kind = str(getattr(component, "kind", ""))
    yield ComponentTerms(name, kind_label(kind, "en"), kind_label(kind, "zh"), terms)
    for key in fields:
        inner = getattr(component, key)
        for item, value in inner.items() if isinstance(inner, Mapping) else ():
            if isinstance(value, BaseModel):
                yield from _parts(f"{name} · {item}", f"{path}.{key}.{item}", value)


def _term(path: str, key: str, field: FieldInfo) -> Term:
    extra = metadata(field)
    unit = str(extra.get("unit", ""))
    return Term(
        path,
        field.title or key,
        str(extra.get("label_zh", "")) or field.title or key,
        field.description or "",
        kind_of(field),
        columns_of(unit),
        None if field.is_required() else field.default,
        key in MAIN,
    )


def columns_of(unit: str) -> tuple[Kind, ...]:
    """Return the kinds of the columns of a list of pairs; none for anything else."""
    if not (unit.startswith("[") and unit.endswith("]")):
        return ()
    return tuple(Kind("number", name, 0.0, _HIGHEST.get(name)) for name in unit[1:-1].split(", "))


def kind_label(kind: str, lang: str) -> str:
    """Return what people call a kind of component."""
    return _KINDS_ZH.get(kind, kind) if lang == "zh" else kind.replace("_", " ")


_KINDS_ZH = {
    "rate_table": "提成费率表",
    "override": "管理提成",
    "lump_sum": "达标奖金",
    "spif": "短期激励",
    "contest": "竞赛",
    "draw": "预支提成",
    "guarantee": "保底",
    "retention": "留任奖金",
    "benefits": "福利",
    "scorecard": "记分卡",
}
