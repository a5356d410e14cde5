"""Seats open and close."""

from __future__ import annotations

from teamsim._jit import jit


@jit
def is_seat_fillable(opens: int, closes: int, month: int) -> bool:
    """Tell whether a seat may be filled when empty: from its opening month, before its closing month."""
    return opens <= month < closes


@jit
def is_seat_open(opens: int, closes: int, is_occupied: bool, month: int) -> bool:
    """Tell whether a seat is in the budget: from its opening month, to its closing month or its next exit."""
    return is_occupied or is_seat_fillable(opens, closes, month)
