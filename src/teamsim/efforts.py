"""Mean effort of the past's people under the past's plan: what effort 1 means.

A year of the opening organisation is lived with the scenario's preferences and the past's plans. What they then do on
average counts as 1, so an unchanged baseline reproduces the year it was loaded from whatever the response.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from teamsim.calendar import MONTHS_PER_YEAR
from teamsim.engines import monte_carlo
from teamsim.model import Floats, Ints, Model, Occupancy
from teamsim.scenario.scenario import Scenario
from teamsim.scenario.schema import Response, Timing
from teamsim.tallies import Tally

_N_ROUNDS = 3
"""A mean effort changes paces a little, and with them the mean: by less than a thousandth after three rounds."""


def answering(past: Scenario, response: Response) -> Scenario:
    """Return a year of a scenario's past whose people answer their plans as a response says, without timing."""
    time = past.parameters.time.model_copy(update={"horizon_months": MONTHS_PER_YEAR, "burn_in_months": 0})
    still = response.model_copy(update={"timing": Timing()})
    return replace(past, parameters=past.parameters.model_copy(update={"time": time, "response": still}))


def is_centred(response: Response) -> bool:
    """Tell whether effort is centred on the past; else a reference rate says what effort 1 is."""
    return response.effort != "none" and response.reference_rate is None


def mean_efforts(
    model: Model,
    states: Occupancy,
    seed: int,
    replications: Ints,
    replaced: Mapping[Callable[..., Any], Callable[..., Any]],
) -> Floats:
    """Return the mean effort of each tier's people [T], weighted by what they would book at effort 1; 1 where none."""
    centres = np.ones(model.tiers.size)
    for _ in range(_N_ROUNDS):
        lived = with_centres(model, centres)
        counts = monte_carlo.run(lived, states, seed, replications, replaced)[0].sum(axis=(0, 1))
        sums = np.zeros((2, centres.size))
        for row, tally in enumerate((Tally.BEFORE_TIMING, Tally.AT_EFFORT_ONE)):
            np.add.at(sums[row], model.cells.tier, counts[:, tally])
        centres *= np.divide(sums[0], sums[1], out=np.ones(centres.size), where=(sums > 0.0).all(axis=0))
    return centres


def with_centres(model: Model, centres: Floats) -> Model:
    """Return a model whose tiers' mean efforts are given, [T]."""
    policies = model.policies.copy()
    for run in model.runs:
        first = int(run.first_policy)
        if first >= 0:
            policies["centre"][first : first + model.preferences.size] = centres[run.tier]
    return model._replace(policies=policies)
