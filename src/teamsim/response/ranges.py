"""How a programme is laid out: between which sales, how finely, up to which effort."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from teamsim.response.grids import LOWEST_RATE, ladder, sales_grid
from teamsim.response.people import ElasticityCost
from teamsim.response.programme import Programme
from teamsim.response.questions import Question

Floats = NDArray[np.float64]

_LUCK = 6.0
_DENSEST = 0.4
"""Highest density of a normal number."""
_N_BEFORE = 49
_N_BEFORE_AT_MOST = 128
_BEFORE_STEPS = 4.0
"""What came before an inner cycle only shifts what follows it, so it is laid out more coarsely."""
_EFFORT_STEP = 1.0 / 3.0
_N_EFFORTS_AT_MOST = 1000


def programme_of(question: Question, highest: float) -> Programme:
    """Lay out the grid and the ladder."""
    process, shares = question.process, question.process.shares(question.periods)
    steps = ladder(question.preferences, highest, _n_efforts(question, highest))
    low, high = _range_within(question, highest)
    kinks = question.kinks[question.kinks > 0.0] if (question.kinks > 0.0).any() else np.ones(1)
    if question.layout is not None:
        step = question.layout.step(kinks)
    else:  # the last kink is a state
        step = kinks[-1] / math.ceil(kinks[-1] / _step(question, shares))
    grid = sales_grid(low, high, step, process, shares, float(steps.efforts[-1]))
    return Programme(
        question.periods, question.inner, question.components, process, question.preferences, question.quota, steps,
        grid, _before(question, highest),
    )  # fmt: skip


def _n_efforts(question: Question, highest: float) -> int:
    """Return how many efforts to try: at least one in each third of a period's luck."""
    process, most = question.process, min(highest, question.preferences.most_effort)
    shares = process.shares(question.periods)
    spread = process.spread(float(shares.min())) * _EFFORT_STEP
    sales = 1.0 if process.is_multiplicative else process.productivity * most * float(shares.max())
    relative = spread / sales
    ratio = most / LOWEST_RATE**question.preferences.cost.elasticity
    needed = math.log(max(ratio, 1.0)) / relative if _is_elastic(question) else 1.0 / relative
    return max(question.accuracy.n_efforts, min(math.ceil(needed), _N_EFFORTS_AT_MOST))


def _step(question: Question, shares: Floats) -> float:
    """Return the distance of states: a fraction of a period's luck."""
    process = question.process
    spread = process.spread(float(shares.min()))
    if process.is_multiplicative:
        spread *= float(shares.mean()) * (process.baseline + process.productivity * _usual_effort(question))
    return spread / question.accuracy.per_sigma


def _gain(question: Question, highest: float, periods: int) -> tuple[float, float]:
    """Return how far sales can fall and rise in so many periods."""
    process, part = question.process, periods / question.periods
    mean = part * (process.baseline + process.productivity * highest)
    if process.is_multiplicative:
        usual = part * (process.baseline + process.productivity * min(highest, 2.0 * _usual_effort(question)))
        return 0.0, usual * math.exp(0.5 * _LUCK * process.sigma / math.sqrt(periods))
    luck = _LUCK * process.sigma * math.sqrt(part)
    return min(part * process.baseline, 0.0) - luck, mean + luck


def _range_within(question: Question, highest: float) -> tuple[float, float]:
    """Return the sales within the inner cycle between which effort is solved; outside it stays as at the edge."""
    if question.layout is not None:
        return 0.0, _last_kink(question)
    down, up = _gain(question, highest, question.inner)
    if question.quota is not None or question.inner < question.periods:
        return down, up
    kinks = question.kinks if question.kinks.size else np.zeros(1)
    if question.process.is_multiplicative:
        return (0.0 if kinks[0] >= 0.0 else float(kinks[0]) - 2.0 * up), max(float(kinks[-1]), 0.0)
    return float(kinks[0]) - up, max(float(kinks[-1]) - down, 0.0)


def _before(question: Question, highest: float) -> Floats:
    """Return the amounts carried beside the sales of the inner cycle."""
    if question.quota is None and question.inner == question.periods:
        return np.zeros(1)
    if question.layout is not None:
        return np.linspace(0.0, _last_kink(question), question.layout.n_before + 1)
    down, up = _gain(question, highest, question.periods)
    if question.quota is not None:
        return np.linspace(min(down, 0.0), up, max(int(_N_BEFORE * question.accuracy.per_sigma / 12), 9))
    longest = [component.payout.kinks for component in question.components if component.cycle == question.periods]
    top = float(max((kinks[-1] for kinks in longest if kinks.size), default=0.0)) - down
    high = max(min(up, top), 1e-6)
    step = _BEFORE_STEPS * _step(question, question.process.shares(question.periods))
    return np.linspace(down, high, min(max(math.ceil((high - down) / step), 8), _N_BEFORE_AT_MOST) + 1)


def _last_kink(question: Question) -> float:
    """Return the sales from which on all pay goes on straight; sales only grow, so effort then stays the same."""
    return float(question.kinks[-1]) if question.kinks.size and question.kinks[-1] > 0.0 else 1.0


def _usual_effort(question: Question) -> float:
    """Return the effort that the mean slope of pay calls for."""
    slopes = sum(max(float(np.median(component.payout.slopes)), 0.0) for component in question.components)
    effort = _called_for(question, slopes)
    return min(max(effort, 0.25), 4.0) if _is_elastic(question) else effort


def highest_effort(question: Question) -> float:
    """Return the effort that the steepest pay calls for: slopes, and jumps times the highest density of luck."""
    rate, share = 0.0, float(question.process.shares(question.periods).min())
    spread = question.process.spread(share)
    if question.process.is_multiplicative:
        spread *= share * (question.process.baseline + question.process.productivity * _usual_effort(question))
    for component in question.components:
        rate += max(float(component.payout.slopes.max()), 0.0)
        rate += _DENSEST / spread * float(np.maximum(component.payout.jumps[1], 0.0).sum())
    return max(1.1 * _called_for(question, rate), 1e-3)


def _called_for(question: Question, rate: float) -> float:
    """Return the effort whose cost rises by as much as pay at a rate: (rate x productivity / scale)^elasticity."""
    cost = question.preferences.cost
    return float((rate * question.process.productivity / cost.scale(question.process)) ** cost.elasticity)


def _is_elastic(question: Question) -> bool:
    return isinstance(question.preferences.cost, ElasticityCost)


def spread_of_pay(question: Question) -> float:
    """Return the pay that a cycle's luck can move, as a scale for errors."""
    down, up = _gain(question, _usual_effort(question), question.periods)
    return max(float(np.ptp(component.payout(np.array([down, 0.0, up])))) for component in question.components)
