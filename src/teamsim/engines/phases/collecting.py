"""Collect: what the month's business and that of earlier months bring in cash."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.model import Floats, Model, MonthBook, Record
from teamsim.numeric import added
from teamsim.tallies import Tally


@phase
def collect(model: Model, book: MonthBook, booked: Floats, count: Floats, month: int) -> None:
    """Count what each cell books, collects, is still owed, and gives up; `booked` [M, C] is what it did before."""
    p = model.schedule[0]
    for place in range(model.cells.size):
        cell = model.cells[place]
        count[place, Tally.BOOKINGS] = added(book.bookings, cell.first_seat, cell.end_seat)
        booked[month, place] = count[place, Tally.BOOKINGS]
        paid, owed = 0.0, 0.0
        for lag in range(p.n_shares):
            invoiced = booked_in(booked, cell, place, month - lag)
            paid += p.paid[lag] * invoiced
            owed += p.owed[lag] * invoiced
        count[place, Tally.COLLECTIONS] = paid
        count[place, Tally.RECEIVABLES] = owed
        count[place, Tally.WRITTEN_OFF] = p.lost * booked_in(booked, cell, place, month - p.n_shares + 1)


@part
def booked_in(booked: Floats, cell: Record, place: int, month: int) -> float:
    """Return what a cell booked in a month, also in one before the run."""
    amount: float = booked[month, place] if month >= 0 else cell.bookings_before[-1 - month]
    return amount
