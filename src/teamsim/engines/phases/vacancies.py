"""Empty seats: which are offered to people inside, and where one that falls empty stands among them."""

from __future__ import annotations

from typing import Any

from teamsim._jit import part
from teamsim.calendar import NEVER
from teamsim.engines.phases.recruiting import is_to_be_filled
from teamsim.engines.phases.staffing import is_lent
from teamsim.model import Desk, Ints, Model, Occupancy
from teamsim.random import ONCE, uniform
from teamsim.rules.hiring import is_offered_inside
from teamsim.rules.organisation import is_seat_fillable


@part
def enlist(vacant: Ints, n_vacant: int, seat: int) -> int:
    """Put a seat that falls empty in its place among those that wait for somebody; return how many there are."""
    place = n_vacant
    while place > 0 and vacant[place - 1] > seat:
        vacant[place] = vacant[place - 1]
        place -= 1
    vacant[place] = seat
    return n_vacant + 1


@part
def merge(vacant: Ints, n_vacant: int, added: Ints, n_added: int) -> int:
    """Put seats that fall empty, in seat order, among those that wait for somebody; return how many there are."""
    left, place = n_added, n_vacant + n_added
    while left > 0:
        place -= 1
        if place >= left and vacant[place - left] > added[left - 1]:
            vacant[place] = vacant[place - left]
        else:
            left -= 1
            vacant[place] = added[left]
    return n_vacant + n_added


@part
def list_offered(
    model: Model,
    state: Occupancy,
    desk: Desk,
    n_vacant: int,
    tier: int,
    from_seat: int,
    terms: tuple[float, Any],
    month: int,
    seed: int,
    replication: int,
) -> int:
    """List the empty seats of a tier, from one on, that are offered to people inside; return how many.

    Those that wait for somebody stand in seat order.

    `terms` are the share that is offered and the purpose of the draw.
    """
    seats, targets, n_targets = model.seats, desk.targets, 0
    share, purpose = terms
    end_seat = model.tiers[tier].end_seat
    for place in range(n_vacant):
        seat = desk.vacant[place]
        if seat >= end_seat:
            break
        if seat < from_seat or state.is_occupied[seat] or state.fill_day[seat] != NEVER:
            continue
        if not is_seat_fillable(seats.opens[seat], seats.closes[seat], month) or is_lent(model, state, seat):
            continue
        if not is_to_be_filled(model, state, seat, month, seed, replication):
            continue
        occupant = state.next_occupant[seat]
        if is_offered_inside(uniform(seed, replication, seats.subject[seat], occupant, month, ONCE, purpose), share):
            targets[n_targets] = seat
            n_targets += 1
    return n_targets
