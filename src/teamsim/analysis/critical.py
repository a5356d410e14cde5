"""Which seats are critical, and the seats whose holders may succeed in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from teamsim.errors import Fault, ScenarioError
from teamsim.model import Flags, Ints
from teamsim.rules.organisation import lies_within
from teamsim.scenario.faults import nearest
from teamsim.scenario.layout import Layout, PlannedSeat


@dataclass(frozen=True, eq=False)
class CriticalSeats:
    """Critical seats of a layout, in seat order.

    `places` are their places among all seats, [K]; `sources` tells whose holders may be promoted into each, by the
    tier's own rule of promotion (tier below, unit or company), [K, S].
    """

    layout: Layout
    places: Ints
    sources: Flags

    @property
    def seats(self) -> tuple[PlannedSeat, ...]:
        """The critical seats."""
        return tuple(self.layout.seats[place] for place in self.places)

    @property
    def tiers(self) -> tuple[str, ...]:
        """Their tiers, lowest first."""
        mine = {seat.tier for seat in self.seats}
        return tuple(tier for tier in self.layout.tiers if tier in mine)

    @property
    def is_open(self) -> Flags:
        """Whether each is in the budget, by measured month, whoever holds it, [M, K]."""
        seats, months = self.layout.model.seats, np.arange(self.layout.model.n_months)[:, np.newaxis]
        is_open: Flags = (seats.opens[self.places] <= months) & (months < seats.closes[self.places])
        return is_open[self.layout.n_burn_in :]


def critical_seats(layout: Layout, names: Sequence[str] = ()) -> CriticalSeats:
    """Return the seats named; without names those of critical tiers, those listed, and those that the roster marks.

    Raises
    ------
    ScenarioError
        No seat is critical, or names of seats that do not exist; all of them at once.
    """
    scenario = layout.scenario
    listed = set(scenario.parameters.organisation.critical_seats) | _marked_people(layout)
    wanted = set(names) or listed
    _refuse_unknown(layout, wanted)
    tiers = {name for name, tier in scenario.parameters.tiers.items() if tier.critical and not names}
    chosen = [
        place
        for place, seat in enumerate(layout.seats)
        if not seat.home and (seat.tier in tiers or seat.name in wanted)
    ]
    if not chosen:
        place, problem = f"`{scenario.name}`", "no seat is critical."
        remedy = "Say tiers.<tier>.critical: true, name seats in organisation.critical_seats, or mark people in the "
        raise ScenarioError([Fault(place, problem, f"{remedy}roster's column `critical`.")])
    places = np.array(chosen, dtype=np.int64)
    return CriticalSeats(layout, places, np.array([_sources(layout, place) for place in chosen]))


def _marked_people(layout: Layout) -> set[str]:
    people = layout.scenario.roster.people if layout.scenario.roster else ()
    return {f"{person.unit}/{person.tier}/{person.person_id}" for person in people if person.critical}


def _refuse_unknown(layout: Layout, wanted: set[str]) -> None:
    known = [seat.name for seat in layout.seats if not seat.home]
    place = f"`{layout.scenario.name}`"
    faults = [
        Fault(place, f"critical_seats: there is no seat `{name}`.", nearest(name, known))
        for name in sorted(wanted - set(known))
    ]
    if faults:
        raise ScenarioError(faults)


def _sources(layout: Layout, place: int) -> Flags:
    """Tell whose holders may be promoted into a seat, [S]."""
    seats, model = layout.model.seats, layout.model
    p, unit = model.tiers[seats.tier[place]], seats.unit[place]
    if p.from_tier < 0:
        return np.zeros(len(layout.seats), dtype=np.bool_)
    scope = 0 if p.is_company_wide else unit
    within = np.array([lies_within(of, scope, model.units) for of in range(len(layout.units))])
    found: Flags = (seats.tier == p.from_tier) & within[seats.unit]
    return found
