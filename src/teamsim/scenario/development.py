"""Training programmes laid out for the engines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from teamsim.calendar import NEVER
from teamsim.model import Flags, ProgrammeParameters, Records
from teamsim.scenario.rows import records
from teamsim.scenario.scenario import Scenario
from teamsim.scenario.schema import Programme


def programmes_of(scenario: Scenario) -> dict[str, Programme]:
    """Return the programmes that matter, by name: a scenario's own, and those that its past's people took before."""
    own = scenario.parameters.development.programmes
    return {**own, **{name: p for name, p in _past(scenario).items() if name not in own}}


def programme_records(scenario: Scenario) -> Records:
    """Return the programmes as records; those of the past only are not offered, what they left behind fades."""
    own = scenario.parameters.development.programmes
    rows = [_row(p) | {"is_offered": name in own} for name, p in programmes_of(scenario).items()]
    return records(ProgrammeParameters, rows)


def attendance(scenario: Scenario, tiers: tuple[str, ...]) -> Flags:
    """Return whose people take the courses of each programme, [P, T]."""
    programmes = programmes_of(scenario).values()
    rows = [[not p.tiers or tier in p.tiers for tier in tiers] for p in programmes]
    return np.array(rows, dtype=np.bool_).reshape(len(rows), len(tiers))


def _past(scenario: Scenario) -> Mapping[str, Programme]:
    return scenario.past.parameters.development.programmes


def _row(p: Programme) -> dict[str, Any]:
    is_for_newcomers = p.audience == "newcomers"
    return {
        "is_for_newcomers": is_for_newcomers,
        "months": p.within_months if is_for_newcomers else p.every_months,
        "places": NEVER if p.places is None else p.places,
        "cost": p.cost_per_person,
        "days_lost": p.days_lost,
        "ramp_months": p.ramp_months,
        "talent_gain": p.talent_gain,
        "leadership_gain": p.leadership_gain,
        "kept": 0.5 ** (1.0 / p.half_life_months),
    }
