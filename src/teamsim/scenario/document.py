"""The parameters as a document, generated from their declarations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from teamsim.scenario import schema
from teamsim.scenario.faults import bounds, metadata, models_in

_HEAD = """# Parameters

Generated from `src/teamsim/scenario/schema/` by `teamsim schema --markdown --out docs/parameters.md`.
Status: *measured* on data, *benchmark* from a survey or study, *judgement* where nothing fits. An *assumption* is a
fact that the firm estimates, not one that it decides; `study.under_assumptions()` draws it.
"""
_COLUMNS = (
    "| key | label | 中文 | unit | range | default | status and source | meaning |\n|---|---|---|---|---|---|---|---|\n"
)


def parameters_markdown() -> str:
    """Return every parameter of the schema as Markdown, one table a section."""
    return _HEAD + "".join(_section(section) for section in dict.fromkeys(sections()))


def sections(section: type[BaseModel] = schema.Parameters) -> Iterator[type[BaseModel]]:
    """Go through the groups of parameters, each followed by those inside it."""
    yield section
    for field in section.model_fields.values():
        for inner in models_in([field.annotation])[0]:
            yield from sections(inner)


def _section(section: type[BaseModel]) -> str:
    rows = [_row(name, field) for name, field in section.model_fields.items() if metadata(field)]
    about = (section.__doc__ or "").strip().splitlines()[0]
    return f"\n## {section.__name__}\n\n{about}\n\n{_COLUMNS}{''.join(rows)}" if rows else ""


def _row(name: str, field: FieldInfo) -> str:
    extra, (low, high) = metadata(field), bounds(field)
    limits = "" if low is None and high is None else f"{_number(low)} to {_number(high)}"
    if extra.get("typical"):
        low_typical, high_typical = extra["typical"]
        limits += f" (usual {low_typical:g}-{high_typical:g})"
    limits += " *assumption*" if extra.get("is_assumption") else ""
    default = "required" if field.is_required() else _value(field.default)
    source = f"{extra['status']}: {extra['source']}"
    cells = (f"`{name}`", field.title, extra["label_zh"], extra["unit"], limits, default, source, field.description)
    return "| " + " | ".join(str(cell or "").replace("|", "/") for cell in cells) + " |\n"


def _number(value: float | None) -> str:
    return "..." if value is None else f"{value:g}"


def _value(value: Any) -> str:
    return "none" if value is None else f"`{value}`" if value not in ("", {}, ()) else ""
