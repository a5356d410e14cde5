"""Collect: what the month's business and that of earlier months bring in cash."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.model import Floats, Model, MonthBook, Record
from teamsim.numeric import stretch
from teamsim.tallies import Tally


@phase
def collect(model: Model, book: MonthBook, counts: Floats, month: int) -> None:
    """Count what each cell books, collects, is still owed, and gives up; `counts` are of all months."""
    p = model.schedule[0]
    for place in range(model.cells.size):
        cell = model.cells[place]
        counts[month, place, Tally.BOOKINGS] = added(book.bookings, cell.first_seat, cell.end_seat)
        paid, owed = 0.0, 0.0
        for lag in range(p.n_shares):
            booked = booked_in(counts, cell, place, month - lag)
            paid += p.paid[lag] * booked
            owed += p.owed[lag] * booked
        counts[month, place, Tally.COLLECTIONS] = paid
        counts[month, place, Tally.RECEIVABLES] = owed
        counts[month, place, Tally.WRITTEN_OFF] = p.lost * booked_in(counts, cell, place, month - p.n_shares + 1)


@part
def added(amounts: Floats, first: int, end: int) -> float:
    """Add up a stretch of seats, in seat order."""
    total = 0.0
    for seat in stretch(first, end):
        total += amounts[seat]
    return total


@part
def booked_in(counts: Floats, cell: Record, place: int, month: int) -> float:
    """Return what a cell booked in a month, also in one before the run."""
    booked: float = counts[month, place, Tally.BOOKINGS] if month >= 0 else cell.bookings_before[-1 - month]
    return booked
