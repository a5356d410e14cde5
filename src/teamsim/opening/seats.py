"""The people of a past in the seats of a scenario that follows it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from teamsim.calendar import NEVER
from teamsim.carrying import OF_THE_PLAN, continue_accounts, in_a_row
from teamsim.centring import Past
from teamsim.model import (
    DRAWN_SOURCE,
    NO_SOURCE,
    Ints,
    Occupancy,
    empty_occupancy,
)
from teamsim.opening.learning import (
    OF_DEVELOPMENT,
    carry_development,
)
from teamsim.scenario.layout import Layout


def matched(layout: Layout, past: Past) -> Occupancy:
    """Return the past's states laid out on the scenario's seats, by name; new seats are empty."""
    shared = _shared(layout, past)
    states = empty_occupancy(past.states.fte.shape[0], len(layout.seats), layout.model.accounts, **shared)
    if "next_occupant" not in shared:
        states.next_occupant[...] = 1
    place = {seat.name: index for index, seat in enumerate(past.layout.seats)}
    pairs = [(here, place[seat.name]) for here, seat in enumerate(layout.seats) if seat.name in place]
    here, there = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    ours, theirs = in_a_row(here), in_a_row(there)
    for name in states._fields:
        if name not in OF_THE_PLAN + OF_DEVELOPMENT and name not in shared:
            getattr(states, name)[:, ours] = getattr(past.states, name)[:, theirs]
    _follow_heads(states, here, there)
    states.source[...] = sources_here(layout, past.layout, states.source)
    continue_accounts((layout.model, states, here), (past.layout.model, past.states, there))
    carry_development(layout, states, ours, past, theirs)
    states.fill_day[:, layout.model.seats.opens > 0] = NEVER
    states.entry_seat[...] = np.arange(len(layout.seats))
    return states


def _shared(layout: Layout, past: Past) -> dict[str, NDArray[Any]]:
    """Return what the past's states share with those on the same seats: all that is not rewritten, by field.

    To copy it would take a fifth of a large study.
    """
    if layout.seats != past.layout.seats:
        return {}
    rewritten = {*OF_THE_PLAN, *OF_DEVELOPMENT, "fill_day", "entry_seat", "source", "acting_for"}
    if layout.model.accounts.aptitudes:
        rewritten |= {"talent", "leadership"}
    return {name: column for name, column in past.states._asdict().items() if name not in rewritten}


def _follow_heads(states: Occupancy, here: Ints, there: Ints) -> None:
    """Let people act for the same heads, whose seats stand elsewhere now; nobody acts for a seat that is gone."""
    place = {**dict(zip(there.tolist(), here.tolist(), strict=True)), -1: -1}
    for row, seat in np.argwhere(states.acting_for >= 0):
        states.acting_for[row, seat] = place.get(int(states.acting_for[row, seat]), -1)


def sources_here(layout: Layout, past: Layout, source: Ints) -> Ints:
    """Return sources of the past's people as the scenario numbers them, by name; none where it has no such source."""
    places = {name: place for place, name in enumerate(layout.sources)}
    numbers = np.array([*(places.get(name, NO_SOURCE) for name in past.sources), DRAWN_SOURCE, NO_SOURCE])
    numbers[numbers == DRAWN_SOURCE] = DRAWN_SOURCE if layout.sources else NO_SOURCE
    here: Ints = numbers[source]
    return here
