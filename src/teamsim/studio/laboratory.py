"""What the plan lab finds out about a plan, step by step: what is quick comes first, each step can be shown."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from teamsim.analysis.actuals import simulated_actuals
from teamsim.analysis.forecast import STRIP, behavioural_forecast
from teamsim.analysis.gaming import GamingAudit, gaming_audit
from teamsim.analysis.lint import Findings, lint
from teamsim.analysis.plan_cost import plan_costs
from teamsim.analysis.plan_curves import PayoutCurve, payout_curve_of
from teamsim.analysis.replays import replay
from teamsim.errors import TeamsimError
from teamsim.plans import Plan, plan_of
from teamsim.scenario.scenario import Scenario
from teamsim.studio.jobs import Job, PlanQuestion
from teamsim.studio.worded import kept_by_labels
from teamsim.study import run

_AT_ONCE = 40
"""People whose results are replayed between two looks at whether somebody cancelled."""
N_PEOPLE = 1000
"""Simulated people who answer a plan."""


@dataclass(frozen=True, eq=False)
class PlanFacts:
    """What follows from a plan's terms alone."""

    plan: Plan
    curve: PayoutCurve
    at_quota: float
    cost: float


@dataclass(frozen=True, eq=False)
class Examination:
    """What is known so far; `people` are those whose results have been replayed, of `n_people`.

    Where these results are simulated, `seed` is that of the future.
    """

    facts: PlanFacts
    before: PlanFacts | None
    lint: Findings
    people: pd.DataFrame | None = None
    n_people: int = 0
    is_simulated: bool = True
    forecast: pd.DataFrame | None = None
    audit: GamingAudit | None = None
    refusal: TeamsimError | None = None
    seed: int = 0
    share: float = 0.0
    parts: tuple[pd.DataFrame, ...] = field(default=(), repr=False)


def examine(job: Job, actuals: pd.DataFrame | None) -> Iterator[Examination]:
    """Go through what is found out about the plan of a job, more each time."""
    question, baseline, scenario = job.question, job.scenarios[0], job.subject
    assert isinstance(question, PlanQuestion)
    plan, against = plan_of(scenario, question.plan, question.tier), _plan_in(baseline, question.plan, question.tier)
    found = Examination(facts_of(plan), facts_of(against) if against else None, lint(plan), seed=job.seed)
    yield found
    if against is not None:
        half = 0.5 if question.wants_forecast else 1.0
        for step in _replayed(found, plan, against, _results(job, actuals), actuals is None):
            found = replace(step, share=half * step.share)
            yield found
    if question.wants_forecast:
        yield from _answered(found, plan, against)


@kept_by_labels(32)
def _facts(scenario: Scenario, name: str, tier: str) -> PlanFacts:
    plan = plan_of(scenario, name, tier)
    return PlanFacts(plan, payout_curve_of(plan), float(np.asarray(plan.payout(1.0))), plan_costs(plan).at_quota)


def facts_of(plan: Plan) -> PlanFacts:
    """Return what follows from a plan's terms; that of the baseline is asked for again and again."""
    return _facts(plan.scenario, plan.name, plan.tier)


def _plan_in(scenario: Scenario, name: str, tier: str) -> Plan | None:
    try:
        return plan_of(scenario, name, tier)
    except TeamsimError:
        return None


def _results(job: Job, actuals: pd.DataFrame | None) -> pd.DataFrame:
    """Return last year's results; without any those of one future of the baseline."""
    if actuals is not None:
        return actuals
    assert isinstance(job.question, PlanQuestion)
    return _future(job.scenarios[0], job.seed, job.question.tier)


@functools.lru_cache(maxsize=8)
def _future(scenario: Scenario, seed: int, tier: str) -> pd.DataFrame:
    return simulated_actuals(run(scenario, 1, seed, progress=False), tier)


def _replayed(
    found: Examination, plan: Plan, against: Plan, results: pd.DataFrame, is_simulated: bool
) -> Iterator[Examination]:
    """Go through the people, some at once."""
    who = results["person"].unique()
    for first in range(0, len(who), _AT_ONCE):
        some = results[results["person"].isin(who[first : first + _AT_ONCE])]
        parts = (*found.parts, replay(plan, some, against=against).people)
        people, share = pd.concat(parts, ignore_index=True), min(1.0, (first + _AT_ONCE) / len(who))
        found = replace(found, parts=parts, people=people, n_people=len(who), is_simulated=is_simulated, share=share)
        yield found


def _answered(found: Examination, plan: Plan, against: Plan | None) -> Iterator[Examination]:
    """Go through the elasticities, then through how people may play the plan."""
    try:
        for place, elasticity in enumerate(STRIP if against else ()):
            assert against is not None
            row = behavioural_forecast(plan, against, elasticities=(elasticity,), n=N_PEOPLE)
            rows = row if found.forecast is None else pd.concat([found.forecast, row], ignore_index=True)
            found = replace(found, forecast=rows, share=0.5 + 0.1 * (place + 1))
            yield found
        found = replace(found, audit=gaming_audit(plan, n=N_PEOPLE), share=1.0)
    except TeamsimError as error:
        found = replace(found, refusal=error, share=1.0)
    yield found
