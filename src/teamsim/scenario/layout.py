"""The seats that a scenario plans, and what the indices of its arrays mean."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from teamsim.calendar import NEVER
from teamsim.model import Model
from teamsim.scenario.scenario import Scenario
from teamsim.scenario.schema import SeatChange


@dataclass(frozen=True, slots=True)
class PlannedSeat:
    """A seat of the budget, by its stable name."""

    name: str
    unit: str
    tier: str
    opens: int | None = None  # measured month; None = always there
    closes: int = NEVER
    is_redundant: bool = False


@dataclass(frozen=True, eq=False)
class Layout:
    """A scenario as arrays, and what the indices mean."""

    scenario: Scenario
    model: Model
    seats: tuple[PlannedSeat, ...]
    units: tuple[str, ...]
    tiers: tuple[str, ...]
    cells: tuple[tuple[str, str], ...]

    def units_below(self, unit: str) -> tuple[str, ...]:
        """Return a unit and all units below it."""
        declared = self.scenario.parameters.organisation.units
        found = [unit]
        for name in self.units[self.units.index(unit) + 1 :]:
            if declared[name].parent in found:
                found.append(name)
        return tuple(found)

    @property
    def n_measured(self) -> int:
        """Months that results keep."""
        return self.model.n_months - self.n_burn_in

    @property
    def n_burn_in(self) -> int:
        """Months before the first measured one."""
        return self.scenario.parameters.time.burn_in_months


def planned_seats(scenario: Scenario, *, with_changes: bool = True) -> list[PlannedSeat]:
    """Return every seat of the budget: named by a number, a roster's person, or the change that opens it."""
    p = scenario.parameters
    people = scenario.roster.people if scenario.roster else ()
    held: dict[tuple[str, str], list[str]] = {}
    for person in people:
        held.setdefault((person.unit, person.tier), []).append(person.person_id)
    seats: list[PlannedSeat] = []
    for unit, declared in p.organisation.units.items():
        for tier in p.tiers:
            holders = held.get((unit, tier), [])
            budget = declared.seats.get(tier, len(holders))
            names = sorted(holders) + _numbers(budget - len(holders), len(holders) + 1, set(holders))
            seats += [PlannedSeat(f"{unit}/{tier}/{name}", unit, tier) for name in names]
    changes = sorted(p.organisation.seat_changes.items(), key=lambda item: item[1].month)
    for name, change in changes if with_changes else ():
        seats = _changed(seats, name, change)
    return seats


def _numbers(n_names: int, first: int, taken: set[str]) -> list[str]:
    """Return running numbers as names, without those that people have."""
    free = (name for name in (f"{n:03d}" for n in itertools.count(first)) if name not in taken)
    return list(itertools.islice(free, n_names))


def _changed(seats: list[PlannedSeat], name: str, change: SeatChange) -> list[PlannedSeat]:
    """Return the seats with one planned change: new ones, or the last of the cell closed on the date."""
    unit, tier = change.unit, change.tier
    if change.seats >= 0:
        return seats + [
            PlannedSeat(f"{unit}/{tier}/{name}-{n:03d}", unit, tier, opens=change.month)
            for n in range(1, change.seats + 1)
        ]
    open_seats = [
        seat
        for seat in seats
        if (seat.unit, seat.tier) == (unit, tier) and seat.closes == NEVER and (seat.opens or 0) <= change.month
    ]
    closing = {seat.name for seat in open_seats[change.seats :]}
    return [
        PlannedSeat(s.name, s.unit, s.tier, s.opens, change.month, change.redundancy) if s.name in closing else s
        for s in seats
    ]
