"""The people of a roster; what is not known of them is drawn anew in each opening state."""

from __future__ import annotations

import datetime

import numpy as np

from teamsim.calendar import DAYS_PER_MONTH, MONTHS_PER_YEAR, NEVER, month_of
from teamsim.carrying import start_cycles
from teamsim.centring import Past
from teamsim.data.roster import RosterPerson
from teamsim.model import (
    N_RAMP,
    NO_SOURCE,
    Floats,
    Ints,
    Occupancy,
    Record,
    empty_occupancy,
)
from teamsim.opening.learning import (
    impute_courses,
)
from teamsim.opening.seats import sources_here
from teamsim.opening.sizes import FIRST_HISTORY, N_HISTORIES
from teamsim.random import MAX_REPLICATIONS, Purpose, standard_normal, uniform
from teamsim.rules.ramp import HALF_DAYS_PER_MONTH
from teamsim.scenario.layout import Layout
from teamsim.scenario.scenario import start_date


def roster_states(layout: Layout, past: Past, seed: int) -> Occupancy:
    """Return states with the roster's people; what is not known is drawn anew in each state."""
    assert layout.scenario.roster is not None
    states = empty_occupancy(N_HISTORIES, len(layout.seats), layout.model.accounts)
    states.entry_seat[...] = np.arange(len(layout.seats))
    states.next_occupant[...] = 1
    place = {seat.name: index for index, seat in enumerate(layout.seats)}
    for person in layout.scenario.roster.people:
        seat = place[f"{person.unit}/{person.tier}/{person.person_id}"]
        _seat_person(layout, states, seat, person, past, seed)
    start_cycles(layout.model, states)
    impute_courses(layout, states, past)
    return states


def _seat_person(layout: Layout, states: Occupancy, seat: int, person: RosterPerson, past: Past, seed: int) -> None:
    """Write one roster person into every state."""
    opening = layout.scenario.parameters.opening
    hire_day, grade_month, source = _of_donors(layout, seat, past, seed)
    if person.hire_date is not None:
        hire_day = np.full(N_HISTORIES, _day(layout, person.hire_date))
    if person.in_grade_since is not None:
        grade_month = np.full(N_HISTORIES, month_of(_day(layout, person.in_grade_since)))
        if person.hire_date is None:
            hire_day = np.minimum(hire_day, DAYS_PER_MONTH * grade_month)
    states.is_occupied[:, seat] = True
    states.hire_day[:, seat] = hire_day
    states.grade_month[:, seat] = np.maximum(grade_month, hire_day // DAYS_PER_MONTH)
    states.seated_from[:, seat] = np.minimum(0, np.maximum(hire_day, DAYS_PER_MONTH * grade_month))
    states.fte[:, seat] = 1.0 if person.fte is None else person.fte
    states.leave_until[:, seat] = opening.leave_months if person.on_leave else 0
    states.birth_month[:, seat] = NEVER if person.birth_year is None else _birth_month(layout, seat, person, seed)
    states.talent[:, seat] = _talent(layout, seat, person, hire_day, seed)
    states.source[:, seat] = layout.sources.index(person.source) if person.source in layout.sources else source
    states.leadership[:, seat] = np.nan
    states.preference[:, seat] = np.nan
    states.quarter_attainment[:, seat] = np.nan
    states.base_annual[:, seat] = np.nan if person.base_annual is None else person.base_annual
    states.quota_annual[:, seat] = np.nan if person.quota_annual is None else person.quota_annual


def level_sources(layout: Layout, states: Occupancy, past: Past) -> Floats:
    """Return the mean talent of each of the past's tiers among the roster's people, by where they were hired from.

    Talent that is known is raised by as much: relative to the mean it stays what it is.
    """
    means, tiers = np.ones_like(past.talent), layout.model.seats.tier
    for index, name in enumerate(past.layout.tiers if layout.sources else ()):
        if name in layout.tiers:
            tier = layout.tiers.index(name)
            is_drawn = states.is_occupied & np.isnan(states.talent) & (tiers == tier)
            factors = np.append(layout.model.tiers[tier].source_talent, 1.0)  # NO_SOURCE takes the last
            if is_drawn.any():
                means[index] = factors[states.source[is_drawn]].mean()
            states.talent[:, tiers == tier] *= means[index]
    return means


def _of_donors(layout: Layout, seat: int, past: Past, seed: int) -> tuple[Ints, Ints, Ints]:
    """Draw tenure, time in grade and source together, from somebody of the tier in each history."""
    tier = layout.seats[seat].tier
    hire_day, grade_month, source = np.zeros((3, N_HISTORIES), dtype=np.int64)
    source[...] = NO_SOURCE
    of_tier = np.array([planned.tier == tier for planned in past.layout.seats])
    for history in range(N_HISTORIES):
        donors = np.flatnonzero(past.states.is_occupied[history] & of_tier)
        if donors.size:
            subject = layout.model.seats.subject[seat]
            u = uniform(np.uint64(seed), FIRST_HISTORY + history, subject, 0, 0, 0, Purpose.OPENING_TENURE)
            donor = donors[int(u * donors.size)]
            hire_day[history] = past.states.hire_day[history, donor]
            grade_month[history] = past.states.grade_month[history, donor]
            source[history] = past.states.source[history, donor]
    return hire_day, grade_month, sources_here(layout, past.layout, source)


def _talent(layout: Layout, seat: int, person: RosterPerson, hire_day: Ints, seed: int) -> Floats:
    """Draw a person's talent in each state, given last year's attainment; not a number (drawn later) without one.

    With log-talent spread s around mean one, and n months observed whose luck has log spread v / n, the estimate is
    the observation drawn towards the mean by v / n over s^2 + v / n: one good year is half luck, and the people who
    are still there are not all stars.
    """
    p = layout.model.tiers[layout.model.seats.tier[seat]]
    quota = p.quota_annual if person.quota_annual is None else person.quota_annual
    full, spread = layout.model.seats.productivity_annual[seat], p.talent_sigma**2
    months = np.clip(-hire_day / DAYS_PER_MONTH, 0.0, MONTHS_PER_YEAR)
    if not person.attainment or quota * full * spread == 0.0:
        return np.full(N_HISTORIES, np.nan)
    expected = full * np.array([_mean_ramp(p, -day / DAYS_PER_MONTH) for day in hire_day])
    luck = np.log1p(np.expm1(p.noise_sigma**2) / np.maximum(months, 1.0 / DAYS_PER_MONTH))
    observed = np.log(person.attainment * quota / np.maximum(expected, 1e-9)) + 0.5 * luck
    weight = spread / (spread + luck)
    mean = (1.0 - weight) * (-0.5 * spread) + weight * observed
    sigma = np.sqrt(weight * luck)
    subject = layout.model.seats.subject[seat]
    numbers = FIRST_HISTORY + np.arange(N_HISTORIES)
    u = [uniform(np.uint64(seed), int(number), subject, 0, 0, 0, Purpose.TALENT) for number in numbers]
    drawn: Floats = np.exp(mean + sigma * np.array([standard_normal(value) for value in u]))
    return drawn


def _mean_ramp(p: Record, tenure_months: float) -> float:
    """Return the mean ramp of the last twelve months of a tenure."""
    months = min(MONTHS_PER_YEAR, max(tenure_months, 1.0 / DAYS_PER_MONTH))
    first, end = (int(HALF_DAYS_PER_MONTH * max(at, 0.0)) for at in (tenure_months - months, tenure_months))
    return float(p.ramp[np.minimum(np.arange(first, max(end, first + 1)), N_RAMP - 1)].mean())


def _birth_month(layout: Layout, seat: int, person: RosterPerson, seed: int) -> Ints:
    """Draw the month of birth within the year that is known, for each history."""
    assert person.birth_year is not None
    subject, first = layout.model.seats.subject[seat], start_date(layout.scenario.parameters)
    january = MONTHS_PER_YEAR * (person.birth_year - first.year) - (first.month - 1)
    histories = range(FIRST_HISTORY, MAX_REPLICATIONS)
    luck = [uniform(np.uint64(seed), history, subject, 0, 0, 0, Purpose.ENTRY_AGE) for history in histories]
    months: Ints = january + (MONTHS_PER_YEAR * np.array(luck)).astype(np.int64)
    return months


def _day(layout: Layout, date: datetime.date) -> int:
    """Return a date as a day of the run, in months of 30 days."""
    first = start_date(layout.scenario.parameters)
    months = (date.year - first.year) * MONTHS_PER_YEAR + date.month - first.month
    return DAYS_PER_MONTH * months + min(date.day, DAYS_PER_MONTH) - 1
