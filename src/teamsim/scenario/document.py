"""The parameters as a document, generated from their declarations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic.fields import FieldInfo

from teamsim.scenario import schema
from teamsim.scenario.faults import bounds, metadata

_HEAD = """# Parameters

Generated from `src/teamsim/scenario/schema.py` by `teamsim schema --markdown --out docs/parameters.md`.
Status: *measured* on data, *benchmark* from a survey or study, *judgement* where nothing fits.
"""
_COLUMNS = (
    "| key | label | 中文 | unit | range | default | status and source | meaning |\n|---|---|---|---|---|---|---|---|\n"
)


def parameters_markdown() -> str:
    """Return every parameter of the schema as Markdown, one table a section."""
    return _HEAD + "".join(_section(section) for section in _sections())


def _sections() -> Iterator[type[schema.Section]]:
    """Go through the groups of parameters, in the order of the schema."""
    for value in vars(schema).values():
        if isinstance(value, type) and issubclass(value, schema.Section) and value is not schema.Section:
            yield value


def _section(section: type[schema.Section]) -> str:
    rows = [_row(name, field) for name, field in section.model_fields.items() if metadata(field)]
    about = (section.__doc__ or "").strip().splitlines()[0]
    return f"\n## {section.__name__}\n\n{about}\n\n{_COLUMNS}{''.join(rows)}" if rows else ""


def _row(name: str, field: FieldInfo) -> str:
    extra, (low, high) = metadata(field), bounds(field)
    limits = "" if low is None and high is None else f"{_number(low)} to {_number(high)}"
    if extra.get("typical"):
        low_typical, high_typical = extra["typical"]
        limits += f" (usual {low_typical:g}-{high_typical:g})"
    default = "required" if field.is_required() else _value(field.default)
    source = f"{extra['status']}: {extra['source']}"
    cells = (f"`{name}`", field.title, extra["label_zh"], extra["unit"], limits, default, source, field.description)
    return "| " + " | ".join(str(cell or "").replace("|", "/") for cell in cells) + " |\n"


def _number(value: float | None) -> str:
    return "..." if value is None else f"{value:g}"


def _value(value: Any) -> str:
    return "none" if value is None else f"`{value}`" if value not in ("", {}, ()) else ""
