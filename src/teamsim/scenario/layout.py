"""The seats that a scenario plans, and what the indices of its arrays mean."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from teamsim.calendar import NEVER
from teamsim.errors import RunError
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
            if len(holders) > budget:
                raise RunError(
                    f"The roster has {len(holders)} people as `{tier}` in `{unit}`, the budget {budget} "
                    f"seats. Raise organisation.units.{unit}.seats.{tier} or leave it out."
                )
            names = sorted(holders) + _numbers(budget - len(holders), len(holders) + 1, set(holders))
            seats += [PlannedSeat(f"{unit}/{tier}/{name}", unit, tier) for name in names]
    for name, change in p.organisation.seat_changes.items() if with_changes else ():
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
    open_seats = [s for s in seats if (s.unit, s.tier) == (unit, tier) and s.closes == NEVER]
    if len(open_seats) < -change.seats:
        raise RunError(
            f"organisation.seat_changes.{name} closes {-change.seats} seats of `{tier}` in `{unit}`, which "
            f"has {len(open_seats)}. Close fewer."
        )
    closing = {seat.name for seat in open_seats[change.seats :]}
    return [
        PlannedSeat(s.name, s.unit, s.tier, s.opens, change.month, change.redundancy) if s.name in closing else s
        for s in seats
    ]
