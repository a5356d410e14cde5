"""For tests of scenarios and rules: a tiny scenario, and a check that both engines agree on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from teamsim.errors import ScenarioError
from teamsim.panel import Panel
from teamsim.scenario import Scenario, make_scenario
from teamsim.scenario.scenario import changed_tree
from teamsim.study import run

TINY: dict[str, Any] = {
    "time": {"horizon_months": 12},
    "tiers": {
        "representative": {
            "base_annual": 60_000,
            "quota_annual": 600_000,
            "selling": {"productivity_annual": 600_000},
        },
        "manager": {"track": "management", "base_annual": 120_000, "promotion": {"min_months_in_grade": 6}},
    },
    "organisation": {"units": {"company": {"seats": {"representative": 6, "manager": 2}}}},
    "opening": {"state": "new"},
    "incentives": {
        "plans": {
            "rep": {
                "tiers": ["representative"],
                "components": {"commission": {"kind": "rate_table", "rates": [[0, 0.1]]}},
            }
        }
    },
}
"""Eight seats, two tiers, a year."""


def tiny_scenario(name: str = "tiny", changes: Mapping[str, Any] | None = None) -> Scenario:
    """Return a small complete scenario, with changes by dotted path; it has its own past."""
    tree, faults = changed_tree(TINY, changes or {}, f"change of `{name}`")
    if faults:
        raise ScenarioError(faults)
    return make_scenario(name, tree)


def disagreements(scenario: Scenario, seed: int = 0, replications: int = 1) -> list[str]:
    """Return where the two engines differ, person by person and month by month (empty: nowhere)."""
    told = run(scenario, replications, seed, engine="event", progress=False)
    counted = run(scenario, replications, seed, engine="compiled", progress=False)
    found = []
    if not np.array_equal(told.results[0].counts, counted.results[0].counts):
        found.append("the counts differ")
    for replication in range(replications):
        pair = told.panel(None, replication), counted.panel(None, replication)
        found += [f"replication {replication}: {name} differs" for name in _differing(*pair)]
    return found


def _differing(one: Panel, other: Panel) -> list[str]:
    return [name for name in Panel._fields if not np.array_equal(getattr(one, name), getattr(other, name))]
