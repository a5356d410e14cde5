"""What becomes of a bench: scenarios that can be run, or what is wrong with which value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from teamsim.errors import Fault, InputError
from teamsim.scenario.scenario import Scenario
from teamsim.studio.drafts import MOST, Bench, Draft, is_within
from teamsim.studio.entries import entry_sections
from teamsim.studio.refusals import said, said_in_place


@dataclass(frozen=True)
class Judgement:
    """What becomes of a bench: scenarios, or what is wrong with which value."""

    scenarios: tuple[Scenario, ...] = ()
    by_path: Mapping[str, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether it can be run: every cell is read, every scenario is complete."""
        return bool(self.scenarios)


class Judge:
    """Makes the scenarios of a bench; what has been judged before is not judged again."""

    def __init__(self) -> None:
        self._known: list[tuple[Draft, str, Scenario]] = []

    def judged(self, bench: Bench, adjusted: str, lang: str = "en") -> Judgement:
        """Return the scenarios of a bench, or every fault: those of the subject beside the values they are of."""
        made, by_path, others = [bench.baseline], dict[str, str](), list[str]()
        for place, draft in enumerate(bench.drafts):
            try:
                made.append(self.scenario(draft, adjusted))
            except InputError as error:
                if place == bench.place:
                    by_path, rest = placed(error.faults, [*draft.changes, *_fields(draft)], lang)
                    others += rest
                else:
                    others += (said_in_place(_of(draft.called(adjusted), fault), lang) for fault in error.faults)
        is_wrong = any(draft.wrong for draft in bench.drafts)
        return Judgement(() if by_path or others or is_wrong else tuple(made), by_path, tuple(others))

    def scenario(self, draft: Draft, adjusted: str) -> Scenario:
        """Return the scenario of a draft; see `Draft.scenario`."""
        plain = replace(draft, wrong={})
        for known, words, scenario in self._known:
            if (known, words) == (plain, adjusted):
                return scenario
        scenario = plain.scenario(adjusted)
        self._known = [(plain, adjusted, scenario), *self._known[: 2 * MOST]]
        return scenario


def _of(name: str, fault: Fault) -> Fault:
    """Return a fault of a change with the name of the changed scenario; of a file the line says more."""
    return replace(fault, place=f"`{name}`") if fault.place.startswith("change of ") else fault


def _fields(draft: Draft) -> Iterator[str]:
    """Go through the fields of named entries that were changed: what is wrong with one stands beside it."""
    for section in entry_sections(draft):
        yield from (row.path for entry in section.every_entry() if draft.says(entry.path) for row in entry.every_row())


def placed(faults: Iterable[Fault], paths: Iterable[str], lang: str = "en") -> tuple[dict[str, str], list[str]]:
    """Return faults by the path that they are of (the longest that fits), and the sentences of the others."""
    by_path, others, known = dict[str, str](), list[str](), sorted(paths, key=len, reverse=True)
    for fault in faults:
        words = re.findall(r"[\w.\-]+", fault.problem)
        mine = next((path for path in known if any(is_within(word, path) for word in words)), None)
        told = said(fault, lang)
        if mine is None:
            others.append(told)
        else:
            by_path[mine] = f"{by_path[mine]} {told}" if mine in by_path else told
    return by_path, others
