"""What people of the opening have learnt and won before: of a past by name, of a roster from donors."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from teamsim.calendar import DAYS_PER_MONTH, NEVER
from teamsim.centring import Past, mean_talent
from teamsim.model import (
    INNATE_LEADERSHIP,
    INNATE_TALENT,
    NOT_WAITING,
    RAMP_GAINED,
    RAMP_LOST,
    Floats,
    Ints,
    Occupancy,
)
from teamsim.rules.development import TICKETS_PER_MONTH
from teamsim.scenario.development import programmes_of
from teamsim.scenario.layout import Layout

OF_COURSES = ("courses", "last_course", "ticket")
OF_DEVELOPMENT = ("aptitude", *OF_COURSES, "is_recognised")


def rebase_development(states: Occupancy, n_months: int) -> None:
    """Let courses and tickets of a history of some months count from its end; in empty seats nobody knows any."""
    states.last_course[states.last_course != NEVER] -= n_months
    states.ticket[states.ticket != NOT_WAITING] -= n_months * TICKETS_PER_MONTH
    is_empty = ~states.is_occupied
    for name, nothing in zip(OF_DEVELOPMENT, (0.0, 0.0, NEVER, NOT_WAITING, False), strict=True):
        np.moveaxis(getattr(states, name), -1, 1)[is_empty] = nothing


def carry_development(layout: Layout, states: Occupancy, here: Ints | slice, past: Past, there: Ints | slice) -> None:
    """Give people the courses that they took in the past, by the programme's name, and their recognition."""
    states.aptitude[:, :RAMP_GAINED] = np.nan
    if past.states.aptitude.shape[1] and states.aptitude.shape[1]:
        states.aptitude[..., here] = past.states.aptitude[..., there]
    if past.states.is_recognised.shape[1] and states.is_recognised.shape[1]:
        states.is_recognised[..., here] = past.states.is_recognised[..., there]
    for ours, theirs in _pairs(layout, past.layout):
        for name in OF_COURSES:
            getattr(states, name)[:, ours, here] = getattr(past.states, name)[:, theirs, there]
    learn(layout, states)


def learn(layout: Layout, states: Occupancy) -> None:
    """Set talent, leadership and ramp gained by the courses taken, where the aptitude is known."""
    if not states.aptitude.shape[1]:
        return
    talent, leadership = developed(layout, states)
    states.talent[...] = np.where(np.isnan(talent), states.talent, talent)
    states.leadership[...] = np.where(np.isnan(leadership), states.leadership, leadership)
    has_taken = states.last_course != NEVER
    months = np.einsum("p,rps->rs", layout.model.programmes.ramp_months, has_taken)
    states.aptitude[:, RAMP_GAINED] = months - states.aptitude[:, RAMP_LOST]


def developed(layout: Layout, states: Occupancy) -> tuple[Floats, Floats]:
    """Return talent and leadership with courses, [R, S]."""
    p = layout.model.programmes
    log_talent, more = (np.einsum("p,rps->rs", gain, states.courses) for gain in (p.talent_gain, p.leadership_gain))
    return states.aptitude[:, INNATE_TALENT] * np.exp(log_talent), states.aptitude[:, INNATE_LEADERSHIP] + more


def as_learnt_now(layout: Layout, past: Past) -> Past:
    """Return the past as its people would stand had their courses taught what a scenario says they teach."""
    if not past.states.aptitude.shape[1]:
        return past
    programmes = past.layout.model.programmes.copy()
    for ours, theirs in _pairs(layout, past.layout):
        for name in ("talent_gain", "leadership_gain"):
            programmes[name][theirs] = layout.model.programmes[name][ours]
    model = past.layout.model._replace(programmes=programmes)
    talent, leadership = developed(replace(past.layout, model=model), past.states)
    states = past.states._replace(talent=talent, leadership=leadership)
    return replace(past, states=states, talent=mean_talent(past.layout, states))


# -- rosters ----------------------------------------------------------------------------------------------------


def impute_courses(layout: Layout, states: Occupancy, past: Past) -> None:
    """Give a roster's people the courses that they are likely to have taken.

    Newcomers' courses: taken in the month of hire by all whose window is over, by nobody else. Others: as the person
    who sits in a seat of the tier in that history, people and seats of the tier one after the other.
    """
    if not states.aptitude.shape[1]:
        return
    states.aptitude[:, :RAMP_GAINED] = np.nan
    donors = dict(_pairs(layout, past.layout))
    for k, p in enumerate(layout.model.programmes):
        for tier, name in enumerate(layout.tiers):
            seats = np.flatnonzero(states.is_occupied[0] & (layout.model.seats.tier == tier))
            if not (p.is_offered and layout.model.attends[k, tier]) or not seats.size:
                continue
            if p.is_for_newcomers:
                _impute_newcomers(states, k, seats, int(p.months), float(p.kept))
            elif k in donors and name in past.layout.tiers:
                _copy_donors(states, k, seats, past, donors[k], past.layout.tiers.index(name))
    learn(layout, states)


def _impute_newcomers(states: Occupancy, k: int, seats: Ints, months: int, kept: float) -> None:
    """Let those whose window is over have taken a newcomers' course in the month of their hire."""
    hired = states.hire_day[:, seats] // DAYS_PER_MONTH
    has_taken = hired <= -months
    states.last_course[:, k, seats] = np.where(has_taken, hired, NEVER)
    states.courses[:, k, seats] = np.where(has_taken, kept ** np.maximum(-hired - 1, 0), 0.0)


def _copy_donors(states: Occupancy, k: int, seats: Ints, past: Past, theirs: int, tier: int) -> None:
    """Copy a programme's courses from people of the tier in each history, as far as the roster's were there then."""
    of_tier = past.layout.model.seats.tier == tier
    for history in range(states.fte.shape[0]):
        there = np.flatnonzero(past.states.is_occupied[history] & of_tier)
        if not there.size:
            continue
        donor = there[np.arange(seats.size) % there.size]
        last = past.states.last_course[history, theirs, donor]
        was_there = DAYS_PER_MONTH * last >= states.hire_day[history, seats]
        is_known = (last == NEVER) | was_there
        states.last_course[history, k, seats] = np.where(is_known, last, NEVER)
        kept = np.where(is_known, past.states.courses[history, theirs, donor], 0.0)
        states.courses[history, k, seats] = kept


def with_mean_gain(layout: Layout, states: Occupancy, past: Past) -> Past:
    """Return a past whose mean talent by tier is what courses make of a roster's people, whose aptitude is one."""
    means = np.ones_like(past.talent)
    if states.aptitude.shape[1]:
        gain = np.exp(np.einsum("p,rps->rs", layout.model.programmes.talent_gain, states.courses))
        for index, name in enumerate(past.layout.tiers):
            if name in layout.tiers:
                of_tier = states.is_occupied & (layout.model.seats.tier == layout.tiers.index(name))
                means[index] = gain[of_tier].mean() if of_tier.any() else 1.0
    return replace(past, talent=means)


def _pairs(ours: Layout, theirs: Layout) -> list[tuple[int, int]]:
    """Return the numbers of the programmes that both know, ours and theirs."""
    names = list(programmes_of(theirs.scenario))
    here = programmes_of(ours.scenario)
    return [(index, names.index(name)) for index, name in enumerate(here) if name in names]
