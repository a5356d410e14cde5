"""Who is there on the first day: the past of the baseline, or a roster.

A stationary opening is where a scenario's own policies lead: a number of possible histories as long as the firm
is old, each started with new people, of which replication r takes the r-th (round and round). Tenure, time in
grade, talent, open vacancies, running searches and results to date therefore come together, as the policies make
them. Scenarios that extend another start from the same people as that one.
"""

from __future__ import annotations

import datetime
import functools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from teamsim._jit import relink
from teamsim.calendar import DAYS_PER_MONTH, MONTHS_PER_YEAR, NEVER, month_of
from teamsim.carrying import OF_THE_PLAN, continue_accounts, rebase_rings, start_cycles
from teamsim.centring import Past, centred, mean_capacity, past_of
from teamsim.data.roster import RosterPerson
from teamsim.efforts import answering, is_centred, mean_efforts, with_centres
from teamsim.engines import monte_carlo
from teamsim.learning import (
    OF_DEVELOPMENT,
    as_learnt_now,
    carry_development,
    impute_courses,
    learn,
    rebase_development,
    with_mean_gain,
)
from teamsim.model import (
    DRAWN_SOURCE,
    N_RAMP,
    N_SHARES,
    NO_SOURCE,
    RAMP_GAINED,
    Floats,
    Ints,
    Model,
    Occupancy,
    Record,
    empty_occupancy,
)
from teamsim.random import MAX_REPLICATIONS, Purpose, standard_normal, uniform
from teamsim.rules import replacements
from teamsim.rules.ramp import HALF_DAYS_PER_MONTH
from teamsim.scenario.build import build
from teamsim.scenario.layout import Layout
from teamsim.scenario.scenario import Scenario, start_date
from teamsim.tables import Table
from teamsim.tallies import Tally

N_HISTORIES = 128
N_PILOTS = 16
FIRST_HISTORY = MAX_REPLICATIONS - N_HISTORIES
"""Histories live in the last replications, so that no future shares their luck."""
_SEATS_LIVED = 2_000_000
"""Seats of all histories together, half a kilobyte each: a gigabyte."""
_OF_THE_SEARCH = ("raised_day", "fill_day", "search_end", "vacancy", "n_offers", "log_strain")
_OF_THE_SEAT = ("is_occupied", *_OF_THE_SEARCH, "next_occupant", "months_vacant", "left_month", "cohort_cell")
_PERSONAL = tuple(name for name in Occupancy._fields if name not in {*_OF_THE_SEAT, *OF_THE_PLAN, *OF_DEVELOPMENT})
_DRAWN = ("talent", "leadership", "base_annual", "quota_annual", "preference")


@dataclass(frozen=True, eq=False)
class Opening:
    """The possible opening states of a scenario, and its model centred on them."""

    model: Model
    states: Occupancy

    def of(self, replications: Ints) -> Occupancy:
        """Return a fresh copy of the opening of some replications, [R, S]."""
        n_states = self.states.fte.shape[0]
        return Occupancy(*(column[replications % n_states] for column in self.states))


def opening_of(layout: Layout, seed: int) -> Opening:
    """Return the opening states of a scenario for a seed, its model centred on them."""
    opening, scenario = _first_day(layout, seed), layout.scenario
    response = scenario.parameters.response
    if not is_centred(response):
        return opening
    means = _mean_efforts(answering(scenario.past, response), scenario.past, seed)
    centres = np.array([means.get(name, 1.0) for name in layout.tiers])
    return replace(opening, model=with_centres(opening.model, centres))


@functools.lru_cache(maxsize=64)
def _mean_efforts(scenario: Scenario, past: Scenario, seed: int) -> dict[str, float]:
    """Return the mean effort of each tier's people in a year of a past under its own plans."""
    layout, replications = build(scenario), FIRST_HISTORY + np.arange(n_openings(scenario))
    opening = _first_day(layout, seed, past)
    means = mean_efforts(opening.model, opening.states, seed, replications, replacements(scenario.rules))
    return dict(zip(layout.tiers, means.tolist(), strict=True))


def n_openings(scenario: Scenario) -> int:
    """Return how many opening states a scenario has, a power of two: replications r and r + n open with the same.

    128, and from 15,626 seats on fewer, down to 16: else they would not fit into memory. The luck of so many people
    averages out within each.
    """
    if scenario.roster is not None:
        return N_HISTORIES
    n_seats = sum(sum(unit.seats.values()) for unit in scenario.past.parameters.organisation.units.values())
    fitting = max(_SEATS_LIVED // max(n_seats, 1), N_PILOTS)
    return min(N_HISTORIES, 1 << (fitting.bit_length() - 1))


def _first_day(layout: Layout, seed: int, of: Scenario | None = None) -> Opening:
    """Return the opening states of a scenario, which follow its past or the one given."""
    past = _past(of or layout.scenario.past, seed, n_openings(layout.scenario))
    has_roster = layout.scenario.roster is not None
    states = _roster_states(layout, past, seed) if has_roster else _matched(layout, past)
    if has_roster:  # their talent is drawn with mean one, whatever past they follow
        learnt = with_mean_gain(layout, states, past)
        past = replace(learnt, talent=learnt.talent * _level_sources(layout, states, past))
    else:
        past = as_learnt_now(layout, past)
    restate = relink(monte_carlo.restate_earned, replacements(layout.scenario.rules))
    restate(Table(layout.model), Table(states))
    return Opening(centred(layout, past), states)


@functools.lru_cache(maxsize=16)
def _past(scenario: Scenario, seed: int, n_histories: int) -> Past:
    """Live through some histories of a scenario (or none, for a new organisation).

    Where exits depend on circumstances, a few histories are lived first to centre the others on: else the firm
    would have been built by another turnover than it has now.
    """
    opening = scenario.parameters.opening
    n_months = MONTHS_PER_YEAR * opening.firm_age_years
    layout = build(scenario, history_months=n_months)
    start = past_of(layout, _new_people(layout), at_full_ramp=True)
    if opening.state != "stationary" and scenario.roster is None:
        return start
    if layout.model.tiers.has_effects.any():
        start = _lived(layout, start, N_PILOTS, n_months, seed)
    lived = _lived(layout, start, n_histories, n_months, seed)
    if scenario.roster is None:
        return lived
    today = build(scenario)
    people = _roster_states(today, lived, seed)
    return replace(lived, capacity=mean_capacity(today, people), talent=np.ones_like(lived.talent))


def _lived(layout: Layout, start: Past, n_histories: int, n_months: int, seed: int) -> Past:
    """Live through histories, centred on what came before."""
    then = centred(layout, start)
    states, booked = _live(then, _new_people(layout), n_histories, seed, layout.scenario)
    _rebase(layout, states, n_months)
    lived = past_of(layout, states)
    booked *= _restatement(then, centred(layout, lived))[:, np.newaxis]
    n_searches = max(float((states.fill_day != NEVER).sum(axis=1).mean()), 1.0)
    return replace(lived, bookings=booked, n_searches=n_searches)


def _restatement(then: Model, now: Model) -> Floats:
    """Return by what the bookings of a history are multiplied to be those of a model centred on its end, [C]."""
    unit, tier = now.cells.unit, now.cells.tier
    theirs, ours = (
        model.units.opening_saturation[unit] * model.units.opening_lead[unit] * model.tiers.mean_talent[tier]
        for model in (then, now)
    )
    scale: Floats = theirs / ours
    return scale


def _new_people(layout: Layout) -> Occupancy:
    """Return a state [1, S] in which every seat is filled by somebody who starts on the first day."""
    states = empty_occupancy(1, len(layout.seats), layout.model.accounts)
    states.is_occupied[...] = [seat.opens is None for seat in layout.seats]
    states.entry_seat[...] = np.arange(len(layout.seats))
    states.next_occupant[...] = 1
    states.fte[...] = 1.0
    states.seated_from[states.is_occupied] = 0
    for name in _DRAWN:
        getattr(states, name)[states.is_occupied] = np.nan
    start_cycles(layout.model, states)
    states.quarter_attainment[...] = np.nan
    states.birth_month[states.is_occupied] = NEVER
    if layout.sources:
        states.source[states.is_occupied] = DRAWN_SOURCE
    states.aptitude[:, :RAMP_GAINED] = np.nan
    if layout.scenario.parameters.opening.state == "uniform":
        states.hire_day[states.is_occupied] = NEVER
    return states


def _live(model: Model, start: Occupancy, n_histories: int, seed: int, scenario: Scenario) -> tuple[Occupancy, Floats]:
    """Run the histories, on two threads; return the states at their end and the bookings of `Past`."""
    numbers, replaced = np.arange(FIRST_HISTORY, MAX_REPLICATIONS), replacements(scenario.rules)
    states = empty_occupancy(n_histories, start.fte.shape[1], model.accounts)
    halves = [slice(0, n_histories // 2), slice(n_histories // 2, n_histories)]
    ends = [Occupancy(*(column[half] for column in states)) for half in halves]
    with ThreadPoolExecutor(len(halves)) as threads:
        jobs = [
            threads.submit(monte_carlo.run, model, start, seed, numbers[:n_histories][half], replaced, closings=end)
            for end, half in zip(ends, halves, strict=True)
        ]
        counts = [job.result()[0] for job in jobs]
    return states, _last_bookings(np.concatenate([count[..., Tally.BOOKINGS] for count in counts]))


def _last_bookings(bookings: Floats) -> Floats:
    """Return the mean bookings [C, 24] of the last months of histories [R, M, C]; 0 where the firm was not there."""
    last = bookings.mean(axis=0)[::-1][:N_SHARES].T
    return np.pad(last, ((0, 0), (0, N_SHARES - last.shape[1])))


def _rebase(layout: Layout, states: Occupancy, n_months: int) -> None:
    """Make the end of a history the first day of a run; people are addressed by the seat they now hold."""
    n_days = DAYS_PER_MONTH * n_months
    searched = states.fill_day != NEVER
    for name in ("hire_day", "seated_from", "raised_day", "search_end"):
        getattr(states, name)[...] -= n_days
    states.fill_day[searched] -= n_days
    states.grade_month[...] -= n_months
    states.leave_until[...] = 0
    states.cohort_cell[...] = -1
    states.entry_seat[...] = np.arange(states.entry_seat.shape[1])
    states.occupant[...] = 0
    states.next_occupant[...] = 1
    states.base_annual[states.is_occupied] = np.nan
    states.quota_annual[states.is_occupied] = np.nan
    for name in _PERSONAL:
        getattr(states, name)[~states.is_occupied] = 0
    states.came_from[...] = -1
    states.acting_for[~states.is_occupied] = -1
    states.left_month[...] -= n_months
    states.source[~states.is_occupied] = NO_SOURCE
    states.birth_month[states.birth_month != NEVER] -= n_months
    states.seated_from[~states.is_occupied] = NEVER
    for months in (states.leaves_month, states.plan_until):
        months[~states.is_occupied] = NEVER
        months[months != NEVER] -= n_months
    start_cycles(layout.model, states, only_due=True)
    rebase_rings(states, n_months)
    rebase_development(states, n_months)
    learn(layout, states)


def _matched(layout: Layout, past: Past) -> Occupancy:
    """Return the past's states laid out on the scenario's seats, by name; new seats are empty."""
    states = empty_occupancy(past.states.fte.shape[0], len(layout.seats), layout.model.accounts)
    states.next_occupant[...] = 1
    place = {seat.name: index for index, seat in enumerate(past.layout.seats)}
    pairs = [(here, place[seat.name]) for here, seat in enumerate(layout.seats) if seat.name in place]
    here, there = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    states = _shared(states, past) if layout.seats == past.layout.seats else states
    for name in states._fields:
        is_shared = getattr(states, name) is getattr(past.states, name)
        if name not in OF_THE_PLAN + OF_DEVELOPMENT and not is_shared:
            getattr(states, name)[:, here] = getattr(past.states, name)[:, there]
    _follow_heads(states, here, there)
    states.source[...] = _as_here(layout, past.layout, states.source)
    continue_accounts((layout.model, states, here), (past.layout.model, past.states, there))
    carry_development(layout, states, here, past, there)
    states.fill_day[:, layout.model.seats.opens > 0] = NEVER
    states.entry_seat[...] = np.arange(len(layout.seats))
    return states


def _shared(states: Occupancy, past: Past) -> Occupancy:
    """Return states that share with the past on the same seats what is not rewritten: a fifth of a large study."""
    rewritten = {*OF_THE_PLAN, *OF_DEVELOPMENT, "fill_day", "entry_seat", "source", "acting_for"}
    if states.aptitude.shape[1]:
        rewritten |= {"talent", "leadership"}
    return states._replace(**{name: getattr(past.states, name) for name in states._fields if name not in rewritten})


def _follow_heads(states: Occupancy, here: Ints, there: Ints) -> None:
    """Let people act for the same heads, whose seats stand elsewhere now; nobody acts for a seat that is gone."""
    place = {**dict(zip(there.tolist(), here.tolist(), strict=True)), -1: -1}
    for row, seat in np.argwhere(states.acting_for >= 0):
        states.acting_for[row, seat] = place.get(int(states.acting_for[row, seat]), -1)


def _as_here(layout: Layout, past: Layout, source: Ints) -> Ints:
    """Return sources of the past's people as the scenario numbers them, by name; none where it has no such source."""
    places = {name: place for place, name in enumerate(layout.sources)}
    numbers = np.array([*(places.get(name, NO_SOURCE) for name in past.sources), DRAWN_SOURCE, NO_SOURCE])
    numbers[numbers == DRAWN_SOURCE] = DRAWN_SOURCE if layout.sources else NO_SOURCE
    here: Ints = numbers[source]
    return here


# -- rosters ----------------------------------------------------------------------------------------------------


def _roster_states(layout: Layout, past: Past, seed: int) -> Occupancy:
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


def _level_sources(layout: Layout, states: Occupancy, past: Past) -> Floats:
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
    return hire_day, grade_month, _as_here(layout, past.layout, source)


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
