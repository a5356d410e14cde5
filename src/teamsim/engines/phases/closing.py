"""Close: the month is measured."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.engines.phases.accounts import empty
from teamsim.engines.phases.earning import add_up_payable
from teamsim.engines.phases.staffing import n_occupied
from teamsim.model import (
    Floats,
    Model,
    MonthBook,
    Occupancy,
    PlanState,
)
from teamsim.numeric import added, stretch
from teamsim.random import ONCE
from teamsim.tallies import Tally

NOBODY = ONCE
"""A count to begin with, of the type that it keeps."""


@phase
def close(model: Model, state: Occupancy, book: MonthBook, count: Floats) -> None:
    """Measure the month: sums in seat order."""
    if model.company.has_states:
        add_up_payable(model, state, book)
    for place in range(model.cells.size):
        cell = model.cells[place]
        people, quota, base, commission, bonus, on_costs = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        for seat in stretch(cell.first_seat, cell.end_seat):
            people += book.seated_share[seat]
            quota += book.quota[seat]
            base += book.base[seat]
            commission += book.commission[seat]
            bonus += book.bonus[seat]
            on_costs += book.on_costs[seat]
        count[place, Tally.CLOSING_HEADCOUNT] = n_occupied(state.is_occupied, cell.first_seat, cell.end_seat)
        count[place, Tally.HEADCOUNT] = people
        if not model.tiers[cell.tier].is_team_credited:  # what a team books counts once
            count[place, Tally.QUOTA] = quota
        count[place, Tally.BASE] = base
        count[place, Tally.COMMISSION] = commission
        count[place, Tally.BONUS] = bonus
        count[place, Tally.ON_COSTS] = on_costs
        if model.company.has_team_credit or model.company.has_own_credit:
            count[place, Tally.CREDITED] = added(book.credited, cell.first_seat, cell.end_seat)
        count[place, Tally.VARIABLE_EARNED] = commission + bonus
        if model.company.has_states:
            count_states(book, count[place], cell.first_seat, cell.end_seat)


@phase
def hand_over(count: Floats, moved: Floats, counts: Floats, row: int, month: int) -> None:
    """Write what was counted in a month [C, tallies] to where it is kept [tallies, N, M, C], and begin anew.

    Only tallies that moved are written, of those that are kept: `moved` [tallies] says by how much.
    """
    n_kept = counts.shape[0]
    empty(moved, 0, n_kept)
    for place in range(count.shape[0]):
        add_sizes(moved, count[place], n_kept)
    for tally in range(n_kept):
        if moved[tally] != 0.0:
            for place in range(count.shape[0]):
                counts[tally, row, month, place] = count[place, tally]
    for place in range(count.shape[0]):
        empty(count[place], 0, count.shape[1])


@part
def add_sizes(sizes: Floats, amounts: Floats, n: int) -> None:
    """Add the first n amounts without their signs."""
    for tally in stretch(0, n):
        sizes[tally] += abs(amounts[tally])


@part
def count_states(book: MonthBook, count: Floats, first: int, end: int) -> None:
    """Measure variable pay that is earned, payable, forfeited, taken back and settled, of a stretch of seats."""
    count[Tally.VARIABLE_EARNED] = added(book.plan_states[PlanState.EARNED], first, end)
    count[Tally.PAYABLE] = added(book.plan_states[PlanState.PAYABLE], first, end)
    count[Tally.FORFEITED] = added(book.plan_states[PlanState.FORFEITED], first, end)
    count[Tally.CLAWED_BACK] = added(book.plan_states[PlanState.CLAWED_BACK], first, end)
    count[Tally.FINAL_PAY] = added(book.plan_states[PlanState.FINAL_PAY], first, end)
