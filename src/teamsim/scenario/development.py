"""Training programmes, and what people learn by doing, laid out for the engines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from teamsim.calendar import NEVER
from teamsim.model import N_APTITUDES, AccountSizes, Flags, ProgrammeParameters, Records
from teamsim.rules.development import Way
from teamsim.scenario.careers import puts_clocks_back
from teamsim.scenario.rows import records
from teamsim.scenario.scenario import Scenario
from teamsim.scenario.schema import Programme

_WAYS = {"acting": Way.ACTING, "coached": Way.COACHED, "transferred": Way.TRANSFERRED}


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


def with_development(scenario: Scenario, sizes: AccountSizes) -> AccountSizes:
    """Return how many accounts a person needs, with those of what is learnt and of awards."""
    has_awards = any(tier.recognition.top_share > 0.0 for tier in scenario.parameters.tiers.values())
    aptitudes = N_APTITUDES if has_aptitudes(scenario) else 0
    return sizes._replace(programmes=len(programmes_of(scenario)), aptitudes=aptitudes, awards=int(has_awards))


def has_aptitudes(scenario: Scenario) -> bool:
    """Tell whether something makes people other than they came: what they learn, a ramp clock that is put back."""
    both = scenario.parameters, scenario.past.parameters
    return bool(programmes_of(scenario)) or any(map(puts_clocks_back, both))


def is_coached(scenario: Scenario) -> bool:
    """Tell whether somebody learns from a manager's hours."""
    return any(p.audience == "coached" for p in programmes_of(scenario).values())


def _past(scenario: Scenario) -> Mapping[str, Programme]:
    return scenario.past.parameters.development.programmes


def _row(p: Programme) -> dict[str, Any]:
    is_for_newcomers = p.audience == "newcomers"
    return {
        "way": _WAYS.get(p.audience, Way.COURSE),
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
