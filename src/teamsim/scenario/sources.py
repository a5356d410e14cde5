"""Sources of hires, their selection and acquired teams laid out for the engines."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from teamsim.calendar import DAYS_PER_MONTH, MONTHS_PER_YEAR
from teamsim.model import N_SOURCES, AcquisitionParameters, Floats, Records, SourceParameters
from teamsim.rules.hiring import ANY_MONTH
from teamsim.rules.incentives import minor
from teamsim.scenario.rows import records
from teamsim.scenario.scenario import Scenario
from teamsim.scenario.schema import HiringSource, Parameters, Selection

_REACH, _STEPS = 12.0, 4001
"""Standard deviations and points of the integral over the skill of the best of several candidates."""


def source_fields(scenario: Scenario, name: str) -> dict[str, Any]:
    """Return what the sources of hires are to a tier: cumulated shares, centred factors of talent and work."""
    here, past = scenario.parameters.hiring, scenario.past.parameters.hiring
    known = {**past.sources, **here.sources}
    before = shares_of(past.sources, name)
    talent, work = (
        sum(share * getattr(known[source], factor) for source, share in before.items()) if before else 1.0
        for factor in ("talent", "work")
    )
    sigma = scenario.parameters.tiers[name].selling.talent_sigma
    return {
        "source_until": _cumulated(here.sources, shares_of(here.sources, name)),
        "opening_source_until": _cumulated(here.sources, before),
        "source_talent": _padded([each.talent / talent for each in here.sources.values()]),
        "log_source_work": _padded([math.log(each.work / work) for each in here.sources.values()]),
        "selected_talent": 1.0 / talent_gain(past.selection, sigma),
    }


def shares_of(sources: Mapping[str, HiringSource], tier: str) -> dict[str, float]:
    """Return the shares of a tier's hires by source; nothing where it hires from none."""
    weights = {name: each.share for name, each in sources.items() if not each.tiers or tier in each.tiers}
    total = math.fsum(weights.values())
    return {name: weight / total for name, weight in weights.items()} if total > 0.0 else {}


def talent_gain(selection: Selection, sigma: float) -> float:
    """Return the mean talent of selected hires: the integral of n phi(x) Phi(x)^(n-1) e^(s x - s^2 / 2).

    x is the assessed skill of the best of n candidates, s = sigma sqrt(h) the spread of talent that it foretells.
    """
    if selection.candidates == 1:
        return 1.0
    from scipy.special import log_ndtr  # slow to import, seldom needed

    x, spread = np.linspace(-_REACH, _REACH, _STEPS), sigma * math.sqrt(selection.reliability)
    log_density = math.log(selection.candidates) - 0.5 * (x * x) + (selection.candidates - 1) * log_ndtr(x)
    log_density -= 0.5 * math.log(2.0 * math.pi)
    step = 2.0 * _REACH / (_STEPS - 1)
    return float(np.exp(log_density + spread * x - 0.5 * spread * spread).sum() * step)


def _cumulated(sources: Mapping[str, HiringSource], shares: Mapping[str, float]) -> Floats:
    """Return cumulated shares by the place of a source; the last holds on."""
    until, total = np.zeros(N_SOURCES), 0.0
    for place, name in enumerate(sources):
        total += shares.get(name, 0.0)
        until[place:] = total
    is_whole = math.isclose(total, 1.0)
    until[until == total] = 1.0 if is_whole else total
    return until


def _padded(values: list[float]) -> Floats:
    padded = np.zeros(N_SOURCES)
    padded[: len(values)] = values
    return padded


def source_records(p: Parameters, minor_units: float) -> Records:
    """Return the sources as `SourceParameters` records."""
    rows = [
        {"exit_ratio": each.exit_ratio, "cost": minor(each.cost_per_hire, minor_units)}
        for each in p.hiring.sources.values()
    ]
    return records(SourceParameters, rows)


def acquisition_records(p: Parameters, minor_units: float) -> Records:
    """Return the acquired teams as `AcquisitionParameters` records."""
    rows = [
        {
            "tenure_days": DAYS_PER_MONTH * each.tenure_months,
            "talent": each.talent,
            "cost": minor(each.cost_per_head, minor_units),
            "exit_ratio": each.exit_ratio,
            "exit_months": each.exit_months,
        }
        for each in p.organisation.acquisitions.values()
    ]
    return records(AcquisitionParameters, rows)


def highest_entry_ratio(p: Parameters) -> float:
    """Return a hazard ratio that nobody's source and acquisition together exceed."""
    by_source = max((each.exit_ratio for each in p.hiring.sources.values()), default=1.0)
    by_team = max((each.exit_ratio for each in p.organisation.acquisitions.values()), default=1.0)
    return max(by_source, 1.0) * max(by_team, 1.0)


def has_exits_by_source(p: Parameters) -> bool:
    """Tell whether people of some source leave more readily than others."""
    return any(each.exit_ratio != 1.0 for each in p.hiring.sources.values())


def has_selection(scenario: Scenario) -> bool:
    """Tell whether hires are chosen among several, here or in the past."""
    return max(each.parameters.hiring.selection.candidates for each in (scenario, scenario.past)) > 1


def start_bits(months: tuple[int, ...]) -> int:
    """Return the calendar months in which hires start, one bit a month."""
    return sum(1 << month - 1 for month in {*months}) if len({*months}) % MONTHS_PER_YEAR else ANY_MONTH


def extra_cost(p: Parameters, tier: str) -> float:
    """Return what a hire of a tier costs on average beyond the tier's own cost: its source and its selection."""
    by_source = sum(
        share * p.hiring.sources[name].cost_per_hire for name, share in shares_of(p.hiring.sources, tier).items()
    )
    return by_source + selection_cost(p)


def selection_cost(p: Parameters) -> float:
    """Return what it costs to assess the candidates for a hire."""
    return p.hiring.selection.candidates * p.hiring.selection.cost_per_candidate
