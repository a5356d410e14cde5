"""Stays of people in seats, read off one replayed replication."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from teamsim.calendar import DAYS_PER_MONTH
from teamsim.panel import Panel
from teamsim.random import MAX_OCCUPANTS
from teamsim.rules.attrition import ExitKind
from teamsim.scenario.layout import Layout

if TYPE_CHECKING:
    import pandas as pd


def person_name(layout: Layout, entry_seat: int, occupant: int) -> str | None:
    """Return a person's name: the seat of entry and which external entrant of it (0 = at the opening)."""
    return f"{layout.seats[entry_seat].name}#{occupant}" if entry_seat >= 0 else None


def spells(layout: Layout, panel: Panel, replication: int) -> pd.DataFrame:
    """Return the stays of one replication: runs of months with the same person in the same seat."""
    import pandas as pd

    n_months = panel.entry_seat.shape[0]
    who = np.where(panel.entry_seat >= 0, panel.entry_seat * MAX_OCCUPANTS + panel.occupant, -1).T
    begins = np.ones_like(who, dtype=bool)
    begins[:, 1:] = who[:, 1:] != who[:, :-1]
    stay = np.cumsum(begins.ravel()) - 1
    first = np.flatnonzero(begins.ravel())
    seat, month = np.divmod(first, n_months)
    length = np.bincount(stay)
    last = month + length - 1
    occupied = who.ravel()[first] >= 0
    kinds = panel.exit_kind.T[seat, last]
    at_once = np.minimum(last + 1, n_months - 1)  # made redundant on the first of the month after
    kinds = np.where(kinds == 0, panel.exit_kind.T[seat, at_once] * (panel.entry_seat.T[seat, at_once] < 0), kinds)
    entry, occupant = panel.entry_seat.T[seat, month], panel.occupant.T[seat, month]
    hired = panel.hire_day.T[seat, month]
    begun = np.where(
        (entry == seat) & (hired // DAYS_PER_MONTH == month),
        "hired",
        np.where((month == 0) & (entry == seat), "opening", "promoted"),
    ).astype(object)
    grade = panel.grade_month.T[seat, month]
    begun[(begun == "promoted") & (grade < month)] = "transferred"
    begun[(month == 0) & (occupant == 0) & (entry == seat)] = "opening"
    seats = layout.model.seats
    begun[(seats.acquisition[seat] >= 0) & (entry == seat) & (occupant == 1)] = "acquired"
    ended = np.where(last < n_months - 1, "promoted", "still there").astype(object)
    came = who.ravel()[first] * n_months + month  # a number for whoever begins somewhere in a month
    goes_on = np.isin(who.ravel()[first] * n_months + last + 1, came[begun == "transferred"])
    ended[goes_on & (ended == "promoted")] = "transferred"
    for kind in ExitKind:
        if kind != ExitKind.STAYED:
            ended[kinds == kind] = kind.name.lower()
    source = panel.source.T[seat, month]
    table = pd.DataFrame(
        {
            "scenario": layout.scenario.name,
            "replication": replication,
            "person": [person_name(layout, e, o) for e, o in zip(entry, occupant, strict=True)],
            "seat": [layout.seats[s].name for s in seat],
            "unit": [layout.seats[s].unit for s in seat],
            "tier": [layout.seats[s].tier for s in seat],
            "first_month": month - layout.n_burn_in,
            "last_month": last - layout.n_burn_in,
            "began": begun,
            "ended": ended,
            "grade_month": grade - layout.n_burn_in,
            "hire_day": hired - DAYS_PER_MONTH * layout.n_burn_in,
            "source": [layout.sources[s] if s >= 0 else None for s in source],
            "bookings": np.bincount(stay, panel.bookings.T.ravel()),
        }
    )
    return table[occupied].reset_index(drop=True)
