"""Small parts that several tabs are made of: tiles, tables, amounts in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Any

from teamsim.analysis import chinese, english
from teamsim.scenario.scenario import Scenario
from teamsim.studio.markup import Node, tag
from teamsim.words import label_of, number

if TYPE_CHECKING:
    import pandas as pd

_MOST_ROWS = 40
_DOT_OF_PATH = re.compile(r"(?<=[a-z_]\.)(?=[a-z_])")


def speech(lang: str) -> ModuleType:
    """Return what says numbers and differences in a language."""
    return chinese if lang == "zh" else english


def tier_label(scenario: Scenario, tier: str, lang: str) -> str:
    """Return what people call a tier."""
    declared = scenario.parameters.tiers.get(tier)
    return (label_of(declared, lang) if declared else "") or tier


def unit_label(scenario: Scenario, unit: str, lang: str) -> str:
    """Return what people call a unit."""
    declared = scenario.parameters.organisation.units.get(unit)
    return (label_of(declared, lang) if declared else "") or unit


def tile(label: str, value: str, *lines: str, side: str = "ts-even") -> Node:
    """Return a tile: what it is, its value, what there is to know about that."""
    told = (tag("span", line) for line in lines if line)
    return tag("div", tag("span", label, class_="ts-label"), tag("b", value), *told, class_=f"ts-tile {side}")


def framed(caption: str, frame: pd.DataFrame) -> Node:
    """Return a table of pandas as a table of the page; it scrolls where it is too wide."""
    head = tag("tr", *(tag("th", str(name), scope="col") for name in frame.columns))
    rows = [
        tag("tr", *(tag("td", *_breakable(_text(value))) for value in row))
        for row in frame.head(_MOST_ROWS).itertuples(index=False)
    ]
    made = tag("table", tag("caption", caption), tag("thead", head), tag("tbody", *rows), class_="ts-table")
    return scrolled(made, caption)


def _breakable(text: str) -> Iterator[Node]:
    """Go through a text that may go on in the next line after each dot of a path: unbroken it is as wide as a table."""
    first, *others = _DOT_OF_PATH.split(text)
    yield first
    for part in others:
        yield from (tag("wbr"), part)


def scrolled(table: Node, label: str) -> Node:
    """Return a part that scrolls sideways, also by keyboard."""
    return tag("div", table, class_="ts-scroll", role="region", aria_label=label, tabindex="0")


def _text(value: Any) -> str:
    if value != value:
        return "–"
    return number(value, ",.4g") if isinstance(value, float) else str(value)
