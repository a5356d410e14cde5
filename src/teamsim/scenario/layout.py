"""The seats that a scenario plans, and what the indices of its arrays mean."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from teamsim.calendar import MONTHS_PER_YEAR, NEVER, calendar_month
from teamsim.model import Model
from teamsim.scenario.scenario import Scenario
from teamsim.scenario.schema import Parameters, SeatChange, UnitMove


@dataclass(frozen=True, slots=True)
class PlannedSeat:
    """A seat of the budget, by its stable name."""

    name: str
    unit: str
    tier: str
    opens: int | None = None  # measured month; None = always there
    closes: int = NEVER
    is_redundant: bool = False
    is_refilled: bool = True  # when its opening holder leaves
    is_intake: bool = False  # filled on the first of the month in which it opens
    source: str | None = None  # of hires, from which an intake comes
    acquisition: str | None = None  # with which its first holder comes
    follows: str = ""  # name of the seat whose holder takes this one when it opens
    home: str = ""  # name of the budgeted seat of which it is a face, where that is another


@dataclass(frozen=True, eq=False)
class Layout:
    """A scenario as arrays, and what the indices mean."""

    scenario: Scenario
    model: Model
    seats: tuple[PlannedSeat, ...]
    units: tuple[str, ...]
    tiers: tuple[str, ...]
    cells: tuple[tuple[str, str], ...]

    def units_below(self, unit: str, month: int = 0) -> tuple[str, ...]:
        """Return a unit and all units below it in a measured month."""
        p = moved(self.scenario.parameters, month)
        return tuple(name for name in self.units if unit in way_up(p, name))

    @property
    def sources(self) -> tuple[str, ...]:
        """Where hires come from."""
        return tuple(self.scenario.parameters.hiring.sources)

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
    changes = {**_span_changes(p, seats), **p.organisation.seat_changes} if with_changes else {}
    for name, change in sorted(changes.items(), key=lambda item: item[1].month):
        seats = _changed(seats, name, change)
    if with_changes:
        seats = _merged(p, seats)
        frozen = {name for name, unit in p.organisation.units.items() if not unit.backfill}
        seats = [replace(s, is_refilled=False) if s.opens is None and s.unit in frozen else s for s in seats]
        seats += _intake_seats(p) + _acquired_seats(p)
    reached = {tier: _tiers_reached(scenario, tier) for tier in p.tiers}
    return seats + [face for seat in seats for face in _faces(seat, reached[seat.tier])]


def _intake_seats(p: Parameters) -> list[PlannedSeat]:
    """Return the seats that planned intakes open, month by month; each closes when its holder leaves."""
    year, first = int(p.time.start[:4]), int(p.time.start[5:]) - 1
    return [
        PlannedSeat(
            f"{intake.unit}/{intake.tier}/{name}-{year + (first + month) // MONTHS_PER_YEAR}-{n:03d}",
            intake.unit,
            intake.tier,
            opens=month,
            closes=month + 1,
            is_intake=True,
            source=intake.source,
        )
        for month in range(-p.time.burn_in_months, p.time.horizon_months)
        for name, intake in p.organisation.intake.items()
        if calendar_month(month, first) == intake.month_of_year - 1
        for n in range(1, intake.seats + 1)
    ]


def _acquired_seats(p: Parameters) -> list[PlannedSeat]:
    """Return the seats that acquired teams bring."""
    return [
        PlannedSeat(
            f"{team.unit}/{tier}/{name}-{n:03d}",
            team.unit,
            tier,
            opens=team.month,
            closes=NEVER if team.backfill else team.month + 1,
            is_intake=True,
            acquisition=name,
        )
        for name, team in p.organisation.acquisitions.items()
        for tier, n_people in team.people.items()
        for n in range(1, n_people + 1)
    ]


def _faces(seat: PlannedSeat, tiers: list[str]) -> list[PlannedSeat]:
    """Return the other faces of a seat: one in each tier to which it may be regraded; there only while held."""
    label = seat.name.rsplit("/", 1)[-1]
    return [
        PlannedSeat(f"{seat.unit}/{tier}/+{seat.tier}-{label}", seat.unit, tier, opens=NEVER, home=seat.name)
        for tier in tiers
    ]


def _tiers_reached(scenario: Scenario, tier: str) -> list[str]:
    """Return the other tiers to which moves may take the holder of a seat, or took one in the past."""
    reached = [tier]
    for one in reached:
        for matrix in (scenario.parameters.promotion.moves, scenario.past.parameters.promotion.moves):
            reached += [other for other in matrix.get(one, {}) if other not in reached]
    return [other for other in reached[1:] if other in scenario.parameters.tiers]


def moved(p: Parameters, month: float) -> Parameters:
    """Return the parameters with each unit where it stands in a measured month."""
    moves = sorted((m for m in p.organisation.unit_moves.values() if m.month <= month), key=lambda m: m.month)
    if not moves:
        return p
    units = dict(p.organisation.units)
    for move in moves:
        units[move.unit] = units[move.unit].model_copy(update={"parent": move.under})
    return p.model_copy(update={"organisation": p.organisation.model_copy(update={"units": units})})


def way_up(p: Parameters, unit: str) -> tuple[str, ...]:
    """Return a unit and those above it."""
    units, way = p.organisation.units, [unit]
    while (above := units[way[-1]].parent) is not None:
        way.append(above)
    return tuple(way)


def leading_cell(
    p: Parameters, cells: Container[tuple[str, str]], unit: str, month: float = -1
) -> tuple[str, str] | None:
    """Return the unit and tier that lead a unit's people: the lowest managers of the unit, or of the nearest above.

    Units that were merged into another up to a measured month have no managers of their own.
    """
    managing = [name for name, tier in p.tiers.items() if tier.track == "management"]
    merged = {move.unit for move in p.organisation.unit_moves.values() if move.merge and move.month <= month}
    return next(
        ((here, tier) for here in way_up(p, unit) if here not in merged for tier in managing if (here, tier) in cells),
        None,
    )


def _merged(p: Parameters, seats: Sequence[PlannedSeat]) -> list[PlannedSeat]:
    """Return the seats with the managers' of merged units closed on the date; those opened then or later stay."""
    merges = {move.unit: move for move in p.organisation.unit_moves.values() if move.merge}

    def is_closing(seat: PlannedSeat, move: UnitMove) -> bool:
        is_there = seat.opens is None or seat.opens < move.month
        return p.tiers[seat.tier].track == "management" and is_there and seat.closes > move.month

    return [
        replace(seat, closes=move.month, is_redundant=move.redundancy)
        if (move := merges.get(seat.unit)) and is_closing(seat, move)
        else seat
        for seat in seats
    ]


def _span_changes(p: Parameters, seats: Sequence[PlannedSeat]) -> dict[str, SeatChange]:
    """Return the changes that give each unit's managers the span that is asked for."""
    span = p.organisation.span
    if span is None:
        return {}
    budget = Counter((seat.unit, seat.tier) for seat in seats)
    reports: Counter[tuple[str, str]] = Counter()
    for (unit, tier), n_seats in budget.items():
        cell = leading_cell(moved(p, span.month), budget, unit, span.month)
        if cell is not None and p.tiers[tier].track == "individual":
            reports[cell] += n_seats
    changes = {}
    for (unit, tier), n_reports in reports.items():
        more = max(1, math.floor(n_reports / span.reports + 0.5)) - budget[unit, tier]
        name = f"span of {unit}"
        changes[name] = SeatChange(unit=unit, tier=tier, month=span.month, seats=more, redundancy=span.redundancy)
    return changes


def _numbers(n_names: int, first: int, taken: set[str]) -> list[str]:
    """Return running numbers as names, without those that people have."""
    free = (name for name in (f"{n:03d}" for n in itertools.count(first)) if name not in taken)
    return list(itertools.islice(free, n_names))


def _changed(seats: list[PlannedSeat], name: str, change: SeatChange) -> list[PlannedSeat]:
    """Return the seats with one planned change: new ones, or the last of the cell closed or moved on the date."""
    unit, tier, n_less = change.unit, change.tier, change.seats if change.to else -change.seats
    if n_less <= 0:
        return seats + [
            PlannedSeat(f"{unit}/{tier}/{name}-{n:03d}", unit, tier, opens=change.month)
            for n in range(1, change.seats + 1)
        ]
    open_seats = [
        seat
        for seat in seats
        if (seat.unit, seat.tier) == (unit, tier) and seat.closes == NEVER and (seat.opens or 0) <= change.month
    ]
    closing = [seat.name for seat in open_seats[-n_less:]]
    moved_there = [
        PlannedSeat(f"{change.to}/{tier}/{name}-{n:03d}", change.to, tier, opens=change.month, follows=before)
        for n, before in enumerate(closing, 1)
        if change.to
    ]
    return moved_there + [
        replace(s, closes=change.month, is_redundant=change.redundancy and not change.to) if s.name in closing else s
        for s in seats
    ]
