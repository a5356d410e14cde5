"""Keep: what every person did in a month, for a replication that is told in full."""

from __future__ import annotations

from teamsim._jit import phase
from teamsim.calendar import tenure_at_middle
from teamsim.model import (
    RAMP_GAINED,
    Model,
    MonthBook,
    Occupancy,
    PlanState,
)
from teamsim.panel import Panel
from teamsim.rules.attrition import ExitKind
from teamsim.rules.ramp import ramp_share


@phase
def read_ramps(model: Model, state: Occupancy, book: MonthBook, month: int) -> None:
    """Read where each person stands on the ramp (selling works it out on the way)."""
    for seat in range(state.is_occupied.size):
        middle = tenure_at_middle(state.hire_day[seat], state.seated_from[seat], month)
        if model.accounts.aptitudes > 0:
            middle += state.aptitude[RAMP_GAINED, seat]
        book.ramp[seat] = ramp_share(middle, model.tiers[model.seats.tier[seat]])


@phase
def keep(model: Model, state: Occupancy, book: MonthBook, panel: Panel, month: int) -> None:
    """Write the month into the panel, person by person."""
    for seat in range(state.is_occupied.size):
        panel.exit_kind[month, seat] = book.exit_kind[seat]
        panel.severance[month, seat] = book.severance[seat] if book.exit_kind[seat] != ExitKind.STAYED else 0.0
        if model.company.has_states:
            panel.earned[month, seat] = book.plan_states[PlanState.EARNED, seat]
            panel.clawed_back[month, seat] = book.plan_states[PlanState.CLAWED_BACK, seat]
            panel.forfeited[month, seat] = book.plan_states[PlanState.FORFEITED, seat]
            panel.payable[month, seat] = book.plan_states[PlanState.PAYABLE, seat]
            panel.final_pay[month, seat] = book.plan_states[PlanState.FINAL_PAY, seat]
        if not book.is_present[seat]:
            continue
        if not model.company.has_states:
            panel.earned[month, seat] = book.commission[seat] + book.bonus[seat]
        panel.entry_seat[month, seat] = state.entry_seat[seat]
        panel.occupant[month, seat] = state.occupant[seat]
        panel.hire_day[month, seat] = state.hire_day[seat]
        panel.grade_month[month, seat] = state.grade_month[seat]
        panel.source[month, seat] = state.source[seat]
        panel.seated_share[month, seat] = book.seated_share[seat]
        panel.ramp[month, seat] = book.ramp[seat]
        panel.talent[month, seat] = state.talent[seat]
        panel.leadership[month, seat] = state.leadership[seat]
        panel.effort[month, seat] = book.effort[seat] if model.company.has_effort else 1.0
        panel.moved[month, seat] = book.moved[seat]
        panel.bookings[month, seat] = book.bookings[seat]
        panel.own[month, seat] = book.own[seat] if model.company.has_own_credit else book.bookings[seat]
        panel.credited[month, seat] = book.credited[seat]
        panel.quota[month, seat] = book.quota[seat]
        panel.base[month, seat] = book.base[seat]
        panel.commission[month, seat] = book.commission[seat]
        panel.bonus[month, seat] = book.bonus[seat]
        panel.settled[month, seat] = book.settled[seat]
        for k in range(book.told.shape[1]):
            panel.lines[month, k, seat] = book.told[0, k, seat]
            panel.measured[month, k, seat] = book.told[1, k, seat]
            panel.target[month, k, seat] = book.told[2, k, seat]
        panel.on_costs[month, seat] = book.on_costs[seat]
