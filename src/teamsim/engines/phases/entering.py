"""Who enters: hires, planned intakes, acquired teams; what each brings."""

from __future__ import annotations

from teamsim._jit import part, phase
from teamsim.calendar import NEVER, month_of
from teamsim.engines.phases.accounts import restart_accounts
from teamsim.engines.phases.reviewing import clear_reviews
from teamsim.model import (
    DRAWN_SOURCE,
    INNATE_LEADERSHIP,
    INNATE_TALENT,
    NO_SOURCE,
    NOT_WAITING,
    RAMP_GAINED,
    RAMP_LOST,
    Floats,
    Ints,
    Model,
    Occupancy,
)
from teamsim.numeric import exponential
from teamsim.random import ONCE, Purpose, open_uniform, standard_normal, uniform, words
from teamsim.rules.attrition import age_at_entry
from teamsim.rules.hiring import selected_skill, source_of
from teamsim.rules.promotion import leadership_score
from teamsim.rules.selling import mean_one_lognormal
from teamsim.tallies import Tally

NOBODY = ONCE
"""A count to begin with, of the type that it keeps."""


@phase
def join(
    model: Model,
    state: Occupancy,
    starters: Ints,
    n_starters: int,
    count: Floats,
    month: int,
    seed: int,
    replication: int,
) -> None:
    """Seat the external hires of finished searches."""
    for place in range(n_starters):
        seat = starters[place]
        cell, day, p = model.seats.cell[seat], state.fill_day[seat], model.tiers[model.seats.tier[seat]]
        count[cell, Tally.HIRES] += 1
        count[cell, Tally.DAYS_TO_FILL] += day - state.raised_day[seat]
        count[cell, Tally.OFFERS] += state.n_offers[seat]
        occupant = state.next_occupant[seat]
        state.next_occupant[seat] = occupant + 1
        state.fill_day[seat] = NEVER
        state.is_occupied[seat] = True
        state.entry_seat[seat] = seat
        state.occupant[seat] = occupant
        state.subject[seat] = model.seats.subject[seat]
        state.hire_day[seat] = day
        state.seated_from[seat] = day
        state.grade_month[seat] = month
        state.cohort_cell[seat] = -1
        skill, leadership = aptitudes(model, seat, occupant, seed, replication)
        state.talent[seat] = mean_one_lognormal(p.talent_sigma, skill)
        if model.company.flow_talent != 0.0:
            state.talent[seat] *= exponential(-model.company.flow_talent * state.log_strain[seat])
        state.leadership[seat] = leadership
        if model.company.has_selection and acquisition_of(model, seat, occupant) < 0:
            state.talent[seat] *= p.selected_talent
        if model.sources.size > 0:
            come_from(model, state, count, seat, occupant, seed, replication)
        if model.acquisitions.size > 0:
            come_along(model, state, count, seat, occupant)
        state.birth_month[seat] = birth_month(model, seat, occupant, state.hire_day[seat], month, seed, replication)
        state.preference[seat] = preference(model, seat, occupant, seed, replication)
        if model.accounts.aptitudes > 0:
            forget_courses(state, seat)
        state.fte[seat] = 1.0
        state.leave_until[seat] = month
        state.base_annual[seat] = p.base_annual
        state.quota_annual[seat] = model.cells[cell].quota_annual
        restart_results(model, state, seat, month)


@part
def restart_results(model: Model, state: Occupancy, seat: int, month: int) -> None:
    """Start every cycle of a person who is new in the seat."""
    restart_accounts(model, state, seat, month)
    clear_reviews(state, seat)


@part
def come_from(
    model: Model, state: Occupancy, count: Floats, seat: int, occupant: int, seed: int, replication: int
) -> None:
    """Let the source of a hire decide talent and cost; nobody is hired from a source of no name."""
    source = entrant_source(model, seat, occupant, seed, replication)
    state.source[seat] = source
    if source != NO_SOURCE:
        state.talent[seat] *= model.tiers[model.seats.tier[seat]].source_talent[source]
        count[model.seats.cell[seat], Tally.HIRE_EXTRAS] += model.sources[source].cost


@part
def entrant_source(model: Model, seat: int, occupant: int, seed: int, replication: int) -> int:
    """Return the source of a seat's entrant: that of a planned intake or an acquired team, else drawn by the shares."""
    if occupant == 1 and model.seats.source[seat] != DRAWN_SOURCE:
        planned: int = model.seats.source[seat]
        return planned
    u = uniform(seed, replication, model.seats.subject[seat], occupant, ONCE, ONCE, Purpose.SOURCE)
    return source_of(u, model.tiers[model.seats.tier[seat]].source_until)


@part
def acquisition_of(model: Model, seat: int, occupant: int) -> int:
    """Return the acquisition with which an entrant of a seat comes, -1 = none: its first holder does."""
    return model.seats.acquisition[seat] if occupant == 1 else -1


@part
def come_along(model: Model, state: Occupancy, count: Floats, seat: int, occupant: int) -> None:
    """Let somebody of an acquired team bring tenure and talent, at a price."""
    acquisition = acquisition_of(model, seat, occupant)
    if acquisition >= 0:
        p, cell = model.acquisitions[acquisition], model.seats.cell[seat]
        count[cell, Tally.ACQUIRED] += 1
        count[cell, Tally.HIRE_EXTRAS] += p.cost
        state.hire_day[seat] -= p.tenure_days
        state.talent[seat] *= p.talent


@part
def forget_courses(state: Occupancy, seat: int) -> None:
    """Let somebody begin without a course: talent and leadership are innate."""
    state.aptitude[INNATE_TALENT, seat] = state.talent[seat]
    state.aptitude[INNATE_LEADERSHIP, seat] = state.leadership[seat]
    state.aptitude[RAMP_GAINED, seat] = 0.0
    state.aptitude[RAMP_LOST, seat] = 0.0
    for k in range(state.courses.shape[0]):
        state.courses[k, seat] = 0.0
        state.last_course[k, seat] = NEVER
        state.ticket[k, seat] = NOT_WAITING


@part
def birth_month(model: Model, seat: int, occupant: int, hire_day: int, month: int, seed: int, replication: int) -> int:
    """Draw the month of birth of an entrant, or of somebody who by a month has been there since a hire day."""
    if not model.company.has_retirement:
        return NEVER
    u = uniform(seed, replication, model.seats.subject[seat], occupant, ONCE, ONCE, Purpose.ENTRY_AGE)
    hired = month_of(hire_day)
    return hired - age_at_entry(u, max(month - hired, 0), model.tiers[model.seats.tier[seat]])


@part
def preference(model: Model, seat: int, occupant: int, seed: int, replication: int) -> float:
    """Draw where an entrant stands among the preference types."""
    return uniform(seed, replication, model.seats.subject[seat], occupant, ONCE, ONCE, Purpose.PREFERENCE)


@part
def aptitudes(model: Model, seat: int, occupant: int, seed: int, replication: int) -> tuple[float, float]:
    """Draw the normal behind an entrant's talent, and the leadership that may go with it."""
    four = words(seed, replication, model.seats.subject[seat], occupant, ONCE, ONCE, Purpose.TALENT // 4)
    skill = standard_normal(open_uniform(four[Purpose.TALENT % 4]))
    own = standard_normal(open_uniform(four[Purpose.LEADERSHIP % 4]))
    company = model.company
    if company.candidates > 1 and acquisition_of(model, seat, occupant) < 0:
        u = uniform(seed, replication, model.seats.subject[seat], occupant, ONCE, ONCE, Purpose.SELECTION)
        skill = selected_skill(skill, standard_normal(u), company.candidates, company.reliability)
    return skill, leadership_score(skill, own, model.company.leadership_correlation)
