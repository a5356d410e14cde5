"""Leave: who resigns at the end of the month."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.calendar import DAYS_PER_MONTH, month_of
from teamsim.engines.phases.staffing import vacate
from teamsim.model import Floats, Ints, Model, MonthBook, Occupancy
from teamsim.numeric import exponential, stretch
from teamsim.rules.attrition import ExitKind, attrition_hazard, exit_effect, is_leaving
from teamsim.rules.promotion import attainment_of


@phase
def leave(model: Model, state: Occupancy, book: MonthBook, heads: Floats, count: Floats, month: int) -> None:
    """Decide resignations at the end of the month.

    Only who would leave at the highest hazard of the tier is looked at: some three in a hundred.
    """
    for tier in range(model.tiers.size):
        p = model.tiers[tier]
        n_picked = pick_below(book.exit_luck, p.highest_hazard, book.places, p.first_seat, p.end_seat)
        for pick in range(n_picked):
            seat = book.places[pick]
            if not book.is_present[seat]:
                continue
            hazard = hazard_of(model, state, heads, seat, tier, month)
            if is_leaving(book.exit_luck[seat], hazard):
                vacate(model, state, book, count, seat, DAYS_PER_MONTH * (month + 1), ExitKind.VOLUNTARY)


@part
def pick_below(luck: Floats, limit: float, places: Ints, first: int, end: int) -> int:
    """List the places of a stretch where luck is below a limit; return how many there are."""
    n_picked = 0
    for place in stretch(first, end):
        if luck[place] < limit:
            places[n_picked] = place
            n_picked += 1
    return n_picked


@part
def hazard_of(model: Model, state: Occupancy, heads: Floats, seat: int, tier: int, month: int) -> float:
    """Return a person's hazard [per month]: the tenure law's x e^z of the effects."""
    p = model.tiers[tier]
    tenure = month - month_of(state.hire_day[seat])
    attainment = attainment_of(
        state.prior_credited[seat] + state.year_credited[seat],
        state.prior_quota[seat] + state.year_quota[seat],
    )
    hazard: float = attrition_hazard(tenure, attainment, tier, p)
    if p.has_effects:
        unit = model.seats.unit[seat]
        is_led = not p.is_individual or model.units[unit].head_unit < 0 or heads[unit] > 0.0
        in_grade = month - state.grade_month[seat]
        hazard *= exponential(exit_effect(state.quarter_attainment[seat], state.base_annual[seat], in_grade, is_led, p))
    return hazard
