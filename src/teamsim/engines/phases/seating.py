"""The first day: what is not known of the people of an opening is drawn at their own addresses."""

from __future__ import annotations

import numpy as np

from teamsim._jit import part, phase
from teamsim.calendar import DAYS_PER_MONTH, NEVER
from teamsim.engines.phases.accounts import quota_ahead
from teamsim.engines.phases.entering import birth_month, preference
from teamsim.engines.phases.heaps import sink
from teamsim.engines.phases.training import advance
from teamsim.model import (
    DRAWN_SOURCE,
    INNATE_LEADERSHIP,
    INNATE_TALENT,
    NO_SOURCE,
    QUOTA,
    Floats,
    Hashes,
    Ints,
    Model,
    MonthBook,
    Occupancy,
    Record,
)
from teamsim.numeric import stretch
from teamsim.random import ONCE, Purpose, open_uniform, standard_normals, uniform, words
from teamsim.rules.hiring import source_of
from teamsim.rules.promotion import leadership_score
from teamsim.rules.selling import mean_one_lognormal


@phase
def take_seats(model: Model, state: Occupancy, book: MonthBook, seed: int, replication: int) -> None:
    """Complete the opening: draw what is unknown (NaN) at each person's own address."""
    n_seats, company = model.seats.unit.size, model.company
    tenure, skill, own = book.exit_luck, book.selling_normal, book.capacity
    draw_entrants(model.seats.subject, tenure, book.selling_luck, book.bookings, seed, replication)
    standard_normals(book.selling_luck, skill, book.places, book.picked, 0, n_seats)
    standard_normals(book.bookings, own, book.places, book.picked, 0, n_seats)
    for tier in range(model.tiers.size):
        draw_talents(book.selling_luck, skill, model.tiers[tier])
    for seat in range(n_seats):
        if not state.is_occupied[seat]:
            continue
        state.subject[seat] = model.seats.subject[state.entry_seat[seat]]
        p = model.tiers[model.seats.tier[seat]]
        if state.hire_day[seat] == NEVER:
            state.grade_month[seat] = -int(tenure[seat] * company.opening_tenure_months)
            state.hire_day[seat] = DAYS_PER_MONTH * state.grade_month[seat]
            state.seated_from[seat] = state.hire_day[seat]
        if state.birth_month[seat] == NEVER:
            state.birth_month[seat] = birth_month(model, seat, ONCE, state.hire_day[seat], ONCE, seed, replication)
        if state.source[seat] == DRAWN_SOURCE:
            u = uniform(seed, replication, model.seats.subject[seat], ONCE, ONCE, ONCE, Purpose.SOURCE)
            state.source[seat] = source_of(u, p.opening_source_until)
        if np.isnan(state.talent[seat]):
            state.talent[seat] = book.selling_luck[seat]
            state.talent[seat] *= p.source_talent[state.source[seat]] if state.source[seat] != NO_SOURCE else 1.0
        if np.isnan(state.leadership[seat]):
            state.leadership[seat] = leadership_score(skill[seat], own[seat], company.leadership_correlation)
        if np.isnan(state.base_annual[seat]):
            state.base_annual[seat] = p.base_annual
        if np.isnan(state.quota_annual[seat]):
            state.quota_annual[seat] = model.cells[model.seats.cell[seat]].quota_annual
        if np.isnan(state.preference[seat]):
            state.preference[seat] = preference(model, seat, ONCE, seed, replication)
        if model.accounts.aptitudes > 0:
            know_aptitude(state, seat)
        start_unknown(model, state, seat)
    if model.accounts.aptitudes > 0:
        advance(model, state, book)
    for seat in stretch(0, n_seats):
        own[seat] = 0.0
        book.bookings[seat] = 0.0


@part
def draw_talents(talents: Floats, skill: Floats, p: Record) -> None:
    """Work out the talent with which people of a tier came."""
    sigma = p.talent_sigma
    for seat in stretch(p.first_seat, p.end_seat):
        talents[seat] = mean_one_lognormal(sigma, skill[seat])


@part
def know_aptitude(state: Occupancy, seat: int) -> None:
    """Take what is known of a person of the opening as innate where nothing else is known (NaN)."""
    if np.isnan(state.aptitude[INNATE_TALENT, seat]):
        state.aptitude[INNATE_TALENT, seat] = state.talent[seat]
    if np.isnan(state.aptitude[INNATE_LEADERSHIP, seat]):
        state.aptitude[INNATE_LEADERSHIP, seat] = state.leadership[seat]


@part
def start_unknown(model: Model, state: Occupancy, seat: int) -> None:
    """Start the cycles of a person of the opening that start now (NaN)."""
    index = model.run_of[model.months[0].plan_period, model.seats.cell[seat]]
    for k in range(state.plan_accounts.shape[1]):
        if np.isnan(state.plan_accounts[QUOTA, k, seat]):
            run = model.runs[index]
            c = model.components[run.first_component + k]
            state.plan_accounts[QUOTA, k, seat] = quota_ahead(model, state, seat, ONCE, c, run)


@part
def draw_entrants(
    subject: Hashes, tenure_luck: Floats, talent_luck: Floats, leadership_luck: Floats, seed: int, replication: int
) -> None:
    """Draw the luck with which somebody in each seat came at the opening (asking for whom would take longer)."""
    for seat in stretch(0, subject.size):
        four = words(seed, replication, subject[seat], ONCE, ONCE, ONCE, Purpose.TALENT // 4)
        tenure_luck[seat] = open_uniform(four[Purpose.OPENING_TENURE % 4])
        talent_luck[seat] = open_uniform(four[Purpose.TALENT % 4])
        leadership_luck[seat] = open_uniform(four[Purpose.LEADERSHIP % 4])


@phase
def fill_slots(state: Occupancy, slots: Ints) -> None:
    """Set the day each recruiter slot is free (a heap): the last searches to end hold the slots until then."""
    for slot in range(slots.size):
        slots[slot] = 0
    for seat in range(state.fill_day.size):
        end = state.search_end[seat]
        if state.fill_day[seat] != NEVER and slots.size > 0 and end > slots[0]:
            slots[0] = end
            sink(slots, slots.size, 0)
