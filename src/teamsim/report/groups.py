"""Groups that may be shown: at least five people each, so that no person can be read off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from teamsim.analysis.pseudonyms import LEAST
from teamsim.errors import RunError
from teamsim.model import Floats
from teamsim.results import Results
from teamsim.study import Study
from teamsim.words import label_of

SHOWN = ("headcount", "hires", "exits", "bookings", "pay")
"""Measures of a group: those that add up over groups."""


@dataclass(frozen=True)
class Part:
    """A tier or a unit, or what a unit has beyond those below it; `is_rest` takes the units off the whole."""

    name: str
    label: str
    is_rest: bool = False


@dataclass(frozen=True)
class Group:
    """Parts that are shown as one."""

    label: str
    parts: tuple[Part, ...]


def tier_groups(study: Study, lang: str) -> list[Group]:
    """Return the tiers, those with fewer than five people joined with the tier beside them."""
    tiers = {name: tier for result in study.results for name, tier in result.layout.scenario.parameters.tiers.items()}
    parts = [Part(name, label_of(tier, lang) or name) for name, tier in tiers.items()]
    return _joined(parts, lambda part: _fewest(study, tier_total, part, parts))


def unit_groups(study: Study, lang: str, head_office: str) -> list[Group]:
    """Return the units below the top one, with all that is below them, and the head office; small ones joined."""
    units = {
        name: unit
        for result in study.results
        for name, unit in result.layout.scenario.parameters.organisation.units.items()
    }
    tops = [name for name, unit in units.items() if unit.parent is None]
    below = [name for name, unit in units.items() if unit.parent in tops]
    parts = [Part(name, label_of(units[name], lang) or name) for name in below]
    parts.append(Part(tops[0], head_office, is_rest=True))
    return _joined(parts, lambda part: _fewest(study, unit_total, part, parts))


def tier_total(result: Results, measure: str, part: Part, _parts: Sequence[Part]) -> Floats:
    """Return a measure of a tier by replication."""
    return result.total(measure, tier=part.name) if part.name in result.layout.tiers else _nothing(result)


def unit_total(result: Results, measure: str, part: Part, parts: Sequence[Part]) -> Floats:
    """Return a measure of a unit by replication; of the head office: what is in no other unit."""
    if not part.is_rest:
        return result.total(measure, unit=part.name) if part.name in result.layout.units else _nothing(result)
    rest = result.total(measure)
    for other in parts:
        if not other.is_rest:
            rest = rest - unit_total(result, measure, other, parts)
    return rest


Total = Callable[[Results, str, Part, Sequence[Part]], Floats]


def group_totals(study: Study, groups: Sequence[Group], total: Total) -> dict[tuple[str, str, str], float]:
    """Return the mean of each measure by scenario, group and measure."""
    parts = [part for group in groups for part in group.parts]
    return {
        (result.name, group.label, measure): float(
            np.sum([total(result, measure, part, parts) for part in group.parts], axis=0).mean()
        )
        for result in study.results
        for group in groups
        for measure in SHOWN
    }


def refuse_few_people(study: Study) -> None:
    """Refuse to report on fewer than five people.

    Raises
    ------
    RunError
        A scenario has fewer than five people on average.
    """
    for result in study.results:
        people = float(result.total("headcount").mean())
        if people < LEAST:
            problem = f"`{result.name}` has {people:.1f} people on average; a report shows groups of {LEAST} or more"
            raise RunError(f"{problem}, so that nobody can be read off. Report on a larger organisation.")


def _nothing(result: Results) -> Floats:
    return np.zeros(len(result.replications))


def _fewest(study: Study, total: Total, part: Part, parts: Sequence[Part]) -> float:
    """Return the people of a part in the scenario where it has fewest."""
    return min(float(total(result, "headcount", part, parts).mean()) for result in study.results)


def _joined(parts: Sequence[Part], people: Callable[[Part], float]) -> list[Group]:
    """Join neighbours until every group has enough people; parts without anybody stay out of sight in one."""
    runs: list[tuple[list[Part], float]] = []
    for part in parts:
        here = people(part)
        if runs and (runs[-1][1] < LEAST or here < LEAST):
            runs[-1] = ([*runs[-1][0], part], runs[-1][1] + here)
        else:
            runs.append(([part], here))
    if len(runs) > 1 and runs[-1][1] < LEAST:
        last, more = runs.pop()
        runs[-1] = ([*runs[-1][0], *last], runs[-1][1] + more)
    return [Group(" + ".join(part.label for part in run), tuple(run)) for run, _ in runs]
