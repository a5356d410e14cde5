"""How many histories are lived, and where their luck stands."""

from __future__ import annotations

from teamsim.random import MAX_REPLICATIONS
from teamsim.scenario.scenario import Scenario

N_HISTORIES = 128
N_PILOTS = 16
FIRST_HISTORY = MAX_REPLICATIONS - N_HISTORIES
"""Histories live in the last replications, so that no future shares their luck."""
_SEATS_LIVED = 2_000_000
"""Seats of all histories together, half a kilobyte each: a gigabyte."""


def n_openings(scenario: Scenario) -> int:
    """Return how many opening states a scenario has, a power of two: replications r and r + n open with the same.

    128, and from 15,626 seats on fewer, down to 16: else they would not fit into memory. The luck of so many people
    averages out within each.
    """
    if scenario.roster is not None:
        return N_HISTORIES
    n_seats = sum(sum(unit.seats.values()) for unit in scenario.past.parameters.organisation.units.values())
    fitting = max(_SEATS_LIVED // max(n_seats, 1), N_PILOTS)
    return min(N_HISTORIES, 1 << (fitting.bit_length() - 1))
