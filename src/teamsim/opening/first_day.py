"""Who is there on the first day: the past of the baseline, or a roster.

A stationary opening is where a scenario's own policies lead: a number of possible histories as long as the firm
is old, each started with new people, of which replication r takes the r-th (round and round). Tenure, time in
grade, talent, open vacancies, running searches and results to date therefore come together, as the policies make
them. Scenarios that extend another start from the same people as that one.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace

import numpy as np

from teamsim._jit import relink
from teamsim.centring import centred
from teamsim.efforts import answering, is_centred, mean_efforts, with_centres
from teamsim.engines.first_day import restate_earned
from teamsim.model import (
    Ints,
    Model,
    Occupancy,
)
from teamsim.opening.histories import lived_past
from teamsim.opening.learning import (
    as_learnt_now,
    with_mean_gain,
)
from teamsim.opening.rosters import level_sources, roster_states
from teamsim.opening.seats import matched
from teamsim.opening.sizes import FIRST_HISTORY, n_openings
from teamsim.rules import replacements
from teamsim.scenario.build import build
from teamsim.scenario.layout import Layout
from teamsim.scenario.scenario import Scenario
from teamsim.tables import Table


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


def _first_day(layout: Layout, seed: int, of: Scenario | None = None) -> Opening:
    """Return the opening states of a scenario, which follow its past or the one given."""
    past = lived_past(of or layout.scenario.past, seed, n_openings(layout.scenario))
    has_roster = layout.scenario.roster is not None
    states = roster_states(layout, past, seed) if has_roster else matched(layout, past)
    if has_roster:  # their talent is drawn with mean one, whatever past they follow
        learnt = with_mean_gain(layout, states, past)
        past = replace(learnt, talent=learnt.talent * level_sources(layout, states, past))
    else:
        past = as_learnt_now(layout, past)
    restate = relink(restate_earned, replacements(layout.scenario.rules))
    restate(Table(layout.model), Table(states))
    return Opening(centred(layout, past), states)
