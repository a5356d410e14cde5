"""A shape in numbers: seats, base pay, spans, layers, who is led twice or by nobody, and which seats stay."""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import dataclass
from typing import Any

from teamsim.calendar import NEVER
from teamsim.scenario.layout import planned_seats
from teamsim.scenario.scenario import Scenario
from teamsim.scenario.structure import coverage, management_layers


@dataclass(frozen=True)
class Unit:
    """A unit when all planned changes are made; `span` is None where nobody leads it."""

    name: str
    depth: int
    seats: dict[str, int]
    base_pay: float
    led_by: str
    heads: int
    reports: int
    span: float | None
    layers: int
    twice: str
    needs_head: bool

    @property
    def n_seats(self) -> int:
        """Seats of its own."""
        return sum(self.seats.values())


@dataclass(frozen=True)
class Shape:
    """An organisation when all planned changes are made; `base_pay` is a year's base pay of all its seats."""

    units: tuple[Unit, ...]
    seats: frozenset[str]
    by_tier: dict[str, int]
    base_pay: float
    span: float | None
    layers: int

    @property
    def twice(self) -> tuple[Unit, ...]:
        """Units that two heads of the same rank claim."""
        return tuple(unit for unit in self.units if unit.twice)

    @property
    def headless(self) -> tuple[Unit, ...]:
        """Units whose people nobody leads."""
        return tuple(unit for unit in self.units if unit.needs_head)


@functools.lru_cache(maxsize=32)
def shape_of(scenario: Scenario) -> Shape:
    """Return a scenario's shape; units in tree order, each above those below it."""
    p = scenario.parameters
    staying = [seat for seat in planned_seats(scenario) if not seat.home and seat.closes == NEVER]
    cells = Counter((seat.unit, seat.tier) for seat in staying)
    led: dict[str, dict[str, Any]] = coverage(scenario).to_dict("index")  # type: ignore[assignment]
    units = []
    for name, depth in in_tree_order(scenario):
        row = led[name]
        own = {tier: cells[name, tier] for tier in p.tiers if cells[name, tier]}
        has_people = any(p.tiers[tier].track == "individual" for tier in own)
        span = float(row["span"]) if row["led_by"] else None
        pay = sum(n * p.tiers[tier].base_annual for tier, n in own.items())
        counts = (int(row["heads"]), int(row["reports"]))
        is_headless = has_people and not row["led_by"]
        told = (str(row["led_by"]), *counts, span, int(row["layers"]), str(row["twice"]), is_headless)
        units.append(Unit(name, depth, own, pay, *told))
    leading = {unit.led_by: (unit.heads, unit.reports) for unit in units if unit.led_by and unit.reports}
    heads, reports = (sum(pair[place] for pair in leading.values()) for place in (0, 1))
    by_tier = {tier: sum(unit.seats.get(tier, 0) for unit in units) for tier in p.tiers}
    names, pay = frozenset(seat.name for seat in staying), sum(unit.base_pay for unit in units)
    span = reports / heads if heads else None
    return Shape(tuple(units), names, by_tier, pay, span, len(management_layers(scenario)))


def in_tree_order(scenario: Scenario) -> list[tuple[str, int]]:
    """Return the units with their depth, each before those below it."""
    units = scenario.parameters.organisation.units

    def below(parent: str | None, depth: int) -> list[tuple[str, int]]:
        mine = [name for name, unit in units.items() if unit.parent == parent]
        return [each for name in mine for each in [(name, depth), *below(name, depth + 1)]]

    return below(None, 0)


def those_below(scenario: Scenario, unit: str) -> set[str]:
    """Return a unit and all below it."""
    found, units = {unit}, scenario.parameters.organisation.units
    for name, _ in in_tree_order(scenario):
        if units[name].parent in found:
            found.add(name)
    return found
