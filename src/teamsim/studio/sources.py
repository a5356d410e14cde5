"""Where the numbers of a picture come from: one short grey line below it, and all of it in a file of the picture."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from teamsim._version import __version__
from teamsim.errors import TeamsimError
from teamsim.provenance import packed
from teamsim.scenario.scenario import Scenario
from teamsim.studio.markup import Node, tag

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_TERMS = {
    "en": {
        "futures": "{n:,} futures · seed {seed}",
        "future": "future {n} · seed {seed}",
        "people": "{n:,} simulated people · seed {seed}",
        "results": "results of {n:,} people",
        "plan": "plan {plan} ({tier})",
    },
    "zh": {
        "futures": "{n:,} 个可能未来 · 种子 {seed}",
        "future": "第 {n} 个可能未来 · 种子 {seed}",
        "people": "{n:,} 名模拟人员 · 种子 {seed}",
        "results": "{n:,} 人的业绩",
        "plan": "激励方案 {plan}（{tier}）",
    },
}


@dataclass(frozen=True)
class Origin:
    """Where the numbers of a picture come from: the line below it, and the provenance that makes them again.

    Provenance holds whole scenarios and adds up a study: it is made when somebody downloads the picture, not at every
    move of a lever.
    """

    line: str
    provenance: Callable[[], DataclassInstance]

    def told(self) -> list[str]:
        """Return what a file of the picture says of itself, by lines; why it can not be made again where that is so."""
        try:
            return [self.line, *packed(self.provenance())]
        except TeamsimError as error:
            return [self.line, str(error)]


def term(name: str, lang: str, **known: object) -> str:
    """Return one term of a line.

    >>> term("futures", "en", n=200, seed=7), term("future", "zh", n=3, seed=7)
    ('200 futures · seed 7', '第 3 个可能未来 · 种子 7')
    """
    return _TERMS[lang][name].format(**known)


def source_line(scenarios: Iterable[Scenario], *terms: str) -> str:
    """Return the scenarios with their hashes, what else is known of the numbers, and the version that made them."""
    names = ", ".join(f"{scenario.name} {scenario.hash[:8]}" for scenario in dict.fromkeys(scenarios))
    return " · ".join([names, *terms, f"teamsim {__version__}"])


def source_of(text: str) -> Node:
    """Return the line as an element below pictures that are elements themselves."""
    return tag("p", text, class_="ts-source")
