"""Effort tables for the engines: solved once for each different plan, looked up by `rules.response.effort_at`."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from teamsim.errors import Fault, InputError
from teamsim.model import N_PACES, PolicyParameters, record_type
from teamsim.response.payouts import Payout
from teamsim.response.people import Accuracy, Preferences, Process
from teamsim.response.programme import Component
from teamsim.response.questions import Layout, Question, check
from teamsim.response.solving import effort_policy
from teamsim.rules.response import FIRST_PACE, LAST_PACE, effort_at

Floats = NDArray[np.float64]

PACES = tuple(float(pace) for pace in np.geomspace(FIRST_PACE, LAST_PACE, N_PACES))
"""Expected sales of a cycle at effort 1 over its quota: a quarter to twice, 28% apart.

A ramping beginner is slower and then treated as the slowest: far from quota, only the first rate counts."""


@dataclass(frozen=True, slots=True)
class TableSize:
    """How finely a table is solved: states within the inner cycle and before it, and efforts tried."""

    n_within: int = 120
    n_before: int = 16
    n_efforts: int = 32

    def __post_init__(self) -> None:
        """Refuse a table too coarse to mean anything."""
        if min(self.n_within, self.n_before) < 4 or self.n_efforts < 16:
            raise InputError([Fault("size", f"{self}; expected at least 4 states and 16 efforts.")])


_NESTED = TableSize(n_within=60)
"""Two carried states cost more: coarser by default."""


@dataclass(frozen=True, slots=True, eq=False)
class EffortTable:
    """Effort by pace, month of the cycle and sales so far, all in shares of the outer cycle's quota.

    ``efforts[pace, month, before, within]``; engines read `numbers`, described by `row`.
    """

    efforts: Floats
    paces: Floats
    before_step: float
    within_step: float
    content_hash: str

    @property
    def first_log_pace(self) -> float:
        """Logarithm of the slowest pace."""
        return math.log(self.paces[0])

    @property
    def log_pace_step(self) -> float:
        """Distance of paces in their logarithm."""
        return math.log(self.paces[-1] / self.paces[0]) / max(self.paces.size - 1, 1)

    @property
    def numbers(self) -> Floats:
        """The efforts in the order in which engines read them: month, pace, before, within."""
        return np.ascontiguousarray(self.efforts.transpose(1, 0, 2, 3)).ravel()

    def row(self, first: int = 0) -> dict[str, float]:
        """Return the fields of `model.PolicyParameters` for a table whose numbers stand from `first` on."""
        n_paces, n_months, n_before, n_within = self.efforts.shape
        return {
            "first": first,
            "n_months": n_months,
            "n_paces": n_paces,
            "n_before": n_before,
            "n_within": n_within,
            "first_log_pace": self.first_log_pace,
            "paces_per_log": 1.0 / self.log_pace_step,
            "per_before": 1.0 / self.before_step,
            "per_within": 1.0 / self.within_step,
            "centre": 1.0,
        }

    def effort(self, month_of_cycle: int, pace: float, before: float, within: float) -> float:
        """Return a person's effort, as the engines look it up (`rules.response.effort_at`)."""
        p = np.zeros(1, dtype=record_type(PolicyParameters)).view(np.recarray)
        for name, value in self.row().items():
            p[name] = value
        return float(effort_at(self.numbers, p[0], month_of_cycle, pace, before, within))


@dataclass(frozen=True, slots=True)
class _Content:
    """All that decides a table, as values that compare: the key of the cache."""

    components: tuple[tuple[bytes, bytes, int, bool], ...]
    periods: int
    process: Process
    preferences: Preferences
    paces: tuple[float, ...]
    size: TableSize

    @property
    def hash(self) -> str:
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]


def table(
    plan: Sequence[Component],
    process: Process,
    preferences: Preferences,
    paces: Sequence[float] = PACES,
    size: TableSize | None = None,
) -> EffortTable:
    """Return how people of several paces answer a plan, as an array for the engines.

    Sales are shares of the outer cycle's quota: 1 is quota. A person's process is the given one with productivity
    times pace. Tables are kept by content, so editing one rate solves that plan only.

    Parameters
    ----------
    plan
        Components by the share of the outer cycle's quota sold in their own cycle: in a year of quarters, a quarter's
        quota lies at .25. `Payout.from_rates` makes one from a rate table.
    process
        Multiplicative luck by month, season.
    preferences
        With an `ElasticityCost`, effort is 1 under a linear plan at the reference rate.
    paces
        Evenly spaced in their logarithm.
    size
        How finely to solve; by default a little coarser for nested cycles.
    """
    if process.shock != "multiplicative" or process.baseline != 0.0:
        raise InputError([Fault("process", f"{process}; tables need multiplicative luck and no baseline.")])
    _check_paces(paces)
    periods = max((component.cycle for component in plan), default=0)
    question = check(plan, periods, process, preferences, None, 1, Accuracy())
    if any(component.payout.sales[0] < 0.0 for component in question.components):
        raise InputError([Fault("plan", "pay by sales below 0.", "Sales are shares of quota, from 0 on.")])
    values = tuple(
        (each.payout.sales.tobytes(), each.payout.pay.tobytes(), each.cycle, each.as_earned) for each in plan
    )
    usual = TableSize() if question.inner == periods else _NESTED
    return _table(_Content(values, periods, process, preferences, tuple(map(float, paces)), size or usual))


def table_error(
    plan: Sequence[Component],
    process: Process,
    preferences: Preferences,
    paces: Sequence[float] = PACES,
    size: TableSize | None = None,
) -> float:
    """Return the mean error of a table's efforts: its mean difference to a table twice as fine, all states alike.

    Near thresholds, where effort rises and falls within a few percent of quota, single states differ by more.
    """
    usual = table(plan, process, preferences, paces, size)
    n_within, n_before = round(1.0 / usual.within_step), round(1.0 / usual.before_step)
    n_efforts = (size or TableSize()).n_efforts
    finer = TableSize(2 * n_within, 2 * max(n_before, 4), 2 * n_efforts)
    fine = table(plan, process, preferences, paces, finer)
    n = usual.efforts.shape[3]
    before = np.minimum(np.arange(usual.efforts.shape[2]) * 2, fine.efforts.shape[2] - 1)
    every = max(round(usual.within_step / fine.within_step), 1)
    shared = fine.efforts[:, :, before][:, :, :, np.minimum(np.arange(n) * every, fine.efforts.shape[3] - 1)]
    return float(np.abs(shared - usual.efforts).mean())


@lru_cache(maxsize=256)
def _table(content: _Content) -> EffortTable:
    """Solve pace by pace."""
    components = tuple(
        Component(Payout(np.frombuffer(sales), np.frombuffer(pay)), cycle, as_earned)
        for sales, pay, cycle, as_earned in content.components
    )
    layout = Layout(content.size.n_within, content.size.n_before)
    accuracy = Accuracy(n_efforts=content.size.n_efforts)
    plain = Question(components, content.periods, content.process, content.preferences, None, 1, accuracy, layout)
    policies = []
    for pace in content.paces:
        process = replace(content.process, productivity=content.process.productivity * pace)
        policies.append(effort_policy(replace(plain, process=process)))
    efforts = np.ascontiguousarray(np.stack([_all_months(each.solution.efforts) for each in policies]))
    efforts.flags.writeable = False
    programme = policies[0].programme
    before_step = float(programme.before[1] - programme.before[0]) if programme.before.size > 1 else 1.0
    return EffortTable(efforts, np.array(content.paces), before_step, programme.grid.step, content.hash)


def _all_months(efforts: tuple[Floats, ...]) -> Floats:
    """Return months x before x within; where a month can only start with nothing sold, that holds for all sales."""
    n = max(2, *(each.shape[1] for each in efforts))
    return np.stack([np.broadcast_to(each, (each.shape[0], n)) if each.shape[1] == 1 else each for each in efforts])


def _check_paces(paces: Sequence[float]) -> None:
    """Refuse paces that `effort_at` could not find."""
    logs = np.log(np.maximum(np.array(paces, dtype=float), 1e-300))
    if logs.size < 2 or (np.diff(logs) <= 0.0).any() or np.ptp(np.diff(logs)) > 1e-6:
        problem = f"{tuple(paces)}; expected two or more, rising by one factor."
        raise InputError([Fault("paces", problem, "numpy.geomspace makes them.")])
