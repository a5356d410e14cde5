"""Simulated people who answer a plan: one cycle of many, with the same luck as if they did not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from teamsim.analysis.outlook import LognormalOutlook, outlook_of
from teamsim.analysis.plan_programme import PlanProgramme
from teamsim.model import Floats
from teamsim.plans import Plan
from teamsim.response import Accuracy, Component, EffortPolicy, ElasticityCost, Preferences, Process, solve
from teamsim.scenario.answers import season_of

N_TALENTS = 5
"""Equally likely talents; each is solved by itself."""
ACCURACY = Accuracy(per_sigma=6, n_efforts=32)
"""Half of the usual: pay and bookings of many people need no finer effort."""
_LEAST_NOISE = 0.02
"""The programme needs some luck."""

NOTE = {
    "en": "Left out: shocks that people share, ramp, the ratchet, promotion, leaving before the payout.",
    "zh": "未计入：共同冲击、爬坡期、棘轮效应、晋升、发放前离职。",
}


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """One cycle of many people, a row each; sales and pay in shares of the cycle's quota.

    `quiet` are the sales of the same people with the same luck whose effort is 1 whatever the plan says.
    """

    talents: Floats
    efforts: Floats
    sales: Floats
    quiet: Floats
    pay: Floats
    policies: tuple[EffortPolicy, ...]

    @property
    def periods(self) -> int:
        """Months of the cycle."""
        return int(self.sales.shape[1])


def talents_of(outlook: LognormalOutlook, n: int = N_TALENTS) -> Floats:
    """Return equally likely talents with mean one."""
    from scipy.special import ndtri

    sigma = outlook.talent_sigma
    drawn = np.exp(sigma * ndtri((np.arange(n) + 0.5) / n) - 0.5 * sigma * sigma)
    return np.asarray(drawn / drawn.mean())


def people_of(
    plan: Plan,
    programme: PlanProgramme,
    elasticity: float,
    *,
    reference_rate: float | None = None,
    preferences: Preferences | None = None,
    n: int = 2000,
    seed: int = 0,
) -> People:
    """Return people of a plan's tier who answer it; with elasticity 0 nobody does.

    Parameters
    ----------
    reference_rate
        Rate of a linear plan under which effort is 1; left out: the plan's usual rate.
    preferences
        In place of the elasticity: any cost, aversion to risk, discounting, present bias.
    """
    outlook = outlook_of(plan.scenario, plan.tier)
    talents = talents_of(outlook)
    rate = programme.usual_rate if reference_rate is None else reference_rate
    wanted = preferences or Preferences(ElasticityCost(max(elasticity, 1e-3), rate))
    parts = []
    for k, talent in enumerate(talents):
        pace = outlook.pace * float(talent)
        noise = max(_own_noise(outlook), _LEAST_NOISE)
        process = Process(noise, productivity=pace, shock="multiplicative", season=_season(plan, programme.periods))
        policy = solve(programme.components, programme.periods, process, wanted, accuracy=ACCURACY)
        futures = policy.simulate(max(n // talents.size, 1), seed + k)
        quiet = _quiet(process, programme.periods, futures.sales.shape[0], seed + k)
        is_answer = elasticity > 0.0 or preferences is not None
        efforts, sales = (futures.efforts, futures.sales) if is_answer else (np.ones_like(quiet), quiet)
        parts.append((np.full(len(quiet), talent), efforts, sales, quiet, policy))
    talent, efforts, sales, quiet = (np.concatenate([part[i] for part in parts]) for i in range(4))
    pay = pay_of(programme.components, sales)
    return People(talent, efforts, sales, quiet, pay, tuple(part[4] for part in parts))


def _quiet(process: Process, periods: int, n: int, seed: int) -> Floats:
    """Return the sales of people whose effort is 1, with the luck of a seed.

    Under a linear plan at the reference rate effort hardly differs from 1, so nobody's luck is lost to an effort of 0.
    """
    linear = solve([(0.0, 0.0), (1.0, 0.1)], periods, process, Preferences(ElasticityCost(0.3, 0.1)), accuracy=ACCURACY)
    futures = linear.simulate(n, seed)
    return np.asarray(futures.sales / futures.efforts)


def pay_of(components: Sequence[Component], sales: Floats) -> Floats:
    """Return what cycles pay, by the sales of their months."""
    n, periods = sales.shape
    paid = np.zeros(n)
    for component in components:
        cycles = sales.reshape(n, periods // component.cycle, component.cycle).sum(axis=2)
        paid += component.payout(cycles).sum(axis=1)
    return paid


def _own_noise(outlook: LognormalOutlook) -> float:
    """Return a month's luck; that of a team adds up."""
    return math.sqrt(math.log1p(math.expm1(outlook.noise_sigma**2) / outlook.n_people))


def _season(plan: Plan, periods: int) -> tuple[float, ...]:
    """Return the season of sales where the quota does not follow it; where it does, months count alike."""
    p = plan.scenario.parameters
    return () if p.incentives.quota_phasing == "season" else season_of(p, periods, periods)
