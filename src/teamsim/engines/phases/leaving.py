"""Leave: who resigns at the end of the month."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.calendar import month_of
from teamsim.engines.phases.staffing import vacate
from teamsim.model import Floats, Ints, Model, MonthBook, Occupancy
from teamsim.numeric import exponential, stretch
from teamsim.rules.attrition import ExitKind, attrition_hazard, exit_effect, is_leaving
from teamsim.rules.promotion import attainment_of


@phase
def leave(model: Model, state: Occupancy, book: MonthBook, count: Floats, month: int) -> None:
    """Decide resignations at the end of the month.

    Only who would leave at the highest hazard of the tier is looked at: some three in a hundred. (In a month without
    exits a rule of one's own gives inf x 0, not a number, and nobody's luck lies below that.)
    """
    for tier in range(model.tiers.size):
        p = model.tiers[tier]
        highest = p.highest_hazard * p.exit_season[model.months[month].calendar_month]
        n_picked = pick_below(book.exit_luck, highest, book.places, p.first_seat, p.end_seat)
        for pick in range(n_picked):
            seat = book.places[pick]
            if book.is_present[seat] and is_leaving(book.exit_luck[seat], hazard_of(model, state, seat, tier, month)):
                vacate(model, state, book, count, seat, month, ExitKind.VOLUNTARY)


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
def hazard_of(model: Model, state: Occupancy, seat: int, tier: int, month: int) -> float:
    """Return a person's hazard [per month]: the tenure law's x e^z of the effects x the month's season."""
    p = model.tiers[tier]
    tenure = month - month_of(state.hire_day[seat])
    attainment = attainment_of(
        state.prior_credited[seat] + state.year_credited[seat],
        state.prior_quota[seat] + state.year_quota[seat],
    )
    hazard: float = attrition_hazard(tenure, attainment, tier, p)
    if p.n_effects > 0:
        hazard *= exponential(exit_effect(state.quarter_attainment[seat], p))
    hazard *= p.exit_season[model.months[month].calendar_month]
    return hazard
