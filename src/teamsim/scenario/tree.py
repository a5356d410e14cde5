"""Where units stand, who leads their people and what their markets hold, month by month, as records."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from teamsim.model import PlaceParameters, Records, Seats
from teamsim.random import subject_hash
from teamsim.scenario.layout import PlannedSeat, leading_cell, moved
from teamsim.scenario.rows import records
from teamsim.scenario.schema import Parameters

Cells = tuple[tuple[str, str], ...]
_LEAST_LEFT = 1e-9
"""Share of its potential that a unit keeps whose sellers have all gone elsewhere."""


def depth_first(p: Parameters) -> tuple[str, ...]:
    """Return the units, each followed by those below it, in the order of the file."""

    def below(parent: str | None) -> Iterator[str]:
        for name, unit in p.organisation.units.items():
            if unit.parent == parent:
                yield name
                yield from below(name)

    return tuple(below(None))


def productivity(p: Parameters, seat: PlannedSeat) -> float:
    """Return the bookings a year of a fully ramped average person in a seat."""
    return p.tiers[seat.tier].selling.productivity_annual * p.organisation.units[seat.unit].productivity_factor


def unit_rows(p: Parameters, units: tuple[str, ...], cells: Cells, seats: Seats) -> list[dict[str, Any]]:
    """Return the units' parameters."""
    return [
        {
            "subject": subject_hash(f"unit {unit}"),
            **place,
            "opening_lead": 1.0,
            "potential_annual": _potential(p, unit),
            "opening_saturation": 1.0,
        }
        for unit, place in zip(units, _places(p, units, cells, seats, -1), strict=True)
    ]


def move_months(p: Parameters, planned: Sequence[PlannedSeat], n_burn_in: int) -> dict[int, int]:
    """Return the months of the run in which units or seats move, and which measured months they are; none without."""
    dates = {move.month for move in p.organisation.unit_moves.values()} | _dates(planned)
    months = {0: -1, **{n_burn_in + month: month for month in sorted({0, *dates})}}
    return months if dates else {}


def _dates(planned: Sequence[PlannedSeat]) -> set[int]:
    """Return the measured months in which seats move with their holders."""
    return {seat.opens for seat in planned if seat.follows and seat.opens is not None}


def trees(
    p: Parameters,
    planned: Sequence[PlannedSeat],
    units: tuple[str, ...],
    cells: Cells,
    seats: Seats,
    months: dict[int, int],
) -> Records:
    """Return where the units stand from each of those months on, [P, U]."""
    rows = []
    for month in months.values():
        markets = potentials(p, planned, month)
        places = _places(moved(p, month), units, cells, seats, month)
        rows += [place | {"potential_annual": markets[unit]} for unit, place in zip(units, places, strict=True)]
    return records(PlaceParameters, rows).reshape(len(months), len(units))


def potentials(p: Parameters, planned: Sequence[PlannedSeat], month: int) -> dict[str, float]:
    """Return the market potential of each unit in a measured month, inf = no limit.

    Seats that have moved took along the share of the unit's potential that they had of its full productivity.
    """
    found = {unit: _potential(p, unit) for unit in p.organisation.units}
    place = {seat.name: seat for seat in planned}
    for date in sorted(when for when in _dates(planned) if when <= month):
        before, left = dict(found), dict.fromkeys(found, 1.0)
        for seat in planned:
            if seat.follows and seat.opens == date:
                source = place[seat.follows]
                share = productivity(p, source) / max(_sellers(p, planned, source.unit, date), 1e-300)
                left[source.unit] -= share
                if math.isfinite(before[source.unit]) and share > 0.0:
                    gained = share * before[source.unit]
                    found[seat.unit] = gained + (found[seat.unit] if math.isfinite(found[seat.unit]) else 0.0)
        for unit, share in left.items():
            if share < 1.0 and math.isfinite(before[unit]):
                found[unit] -= before[unit] * (1.0 - max(share, _LEAST_LEFT))
    return found


def _potential(p: Parameters, unit: str) -> float:
    """Return what the market of a unit holds on the first day."""
    potential = p.organisation.units[unit].potential_annual
    return math.inf if potential is None else potential


def _sellers(p: Parameters, planned: Sequence[PlannedSeat], unit: str, date: int) -> float:
    """Return the full productivity of a unit's seats on the day before a date."""
    there = (s for s in planned if s.unit == unit and not s.home and (s.opens is None or s.opens < date <= s.closes))
    return sum(productivity(p, seat) for seat in there)


def _places(p: Parameters, units: tuple[str, ...], cells: Cells, seats: Seats, month: int) -> list[dict[str, Any]]:
    """Return where each unit stands in a measured month."""
    parents = [p.organisation.units[unit].parent for unit in units]
    upwards = reversed(depth_first(p))
    return [
        {
            "parent": -1 if parent is None else units.index(parent),
            "nth_up": units.index(next_up),
            **_heads(p, units, cells, seats, unit, month),
        }
        for unit, parent, next_up in zip(units, parents, upwards, strict=True)
    ]


def _heads(p: Parameters, units: tuple[str, ...], cells: Cells, seats: Seats, unit: str, month: int) -> dict[str, Any]:
    """Return who leads a unit's people: the lowest managers' tier of the unit, or of the nearest above that has one."""
    cell = leading_cell(p, cells, unit, month)
    if cell is None:
        return {"head_unit": -1}
    first, end = (int(place) for place in np.searchsorted(seats.cell, [cells.index(cell), cells.index(cell) + 1]))
    return {"first_head": first, "end_head": end, "head_unit": units.index(cell[0])}
