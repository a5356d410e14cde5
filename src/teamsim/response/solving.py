"""`solve`: from a plan and a person to an `EffortPolicy`."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from teamsim.response.backward import solve_backward
from teamsim.response.grids import without_edges
from teamsim.response.payouts import extended
from teamsim.response.people import Accuracy, Preferences, Process, QuotaRule
from teamsim.response.policy import EffortPolicy, ErrorEstimate
from teamsim.response.programme import Continuation, Programme
from teamsim.response.questions import Plan, Question, check
from teamsim.response.ranges import highest_effort, programme_of, spread_of_pay

Floats = NDArray[np.float64]

LEFT_OUT = (
    "the chance of promotion",
    "leaving before the pay arrives",
    "saturation of the territory by colleagues",
    "measures other than a person's own credited bookings (they enter at their expectation)",
    "splits, holdover and limits of single deals: effort is chosen as if all that is booked counted",
)
"""What the programme does not know; shown beside results."""
_WIDER = 2.0
_N_CYCLES_AT_MOST = 100_000
_SETTLED = 1e-9
_REFINEMENTS = 4


def solve(
    payout: Plan,
    periods: int,
    process: Process,
    preferences: Preferences,
    quota: QuotaRule | None = None,
    cycles: float = 1,
    accuracy: Accuracy | None = None,
) -> EffortPolicy:
    """Return how a forward-looking person answers a plan: effort by period and sales so far.

    V_t(s) = max_e { -cost_t(e) + E[pay] + delta E V_(t+1)(s') }, by dynamic programming from the last period back.
    Every effort is tried in every state, so the optimum may jump.

    Parameters
    ----------
    payout
        Pay of a cycle by its sales: a function of arrays, points (sales, pay), a `Payout`; or nested cycles as a
        mapping {cycle length: payout} or a sequence of `Component`. Points given twice are jumps.
    periods
        Length of the (outer) cycle.
    process, preferences
        How sales come about, and what the person wants.
    quota
        The plan pays by sales less quota, and the quota moves from cycle to cycle by this rule.
    cycles
        How many cycles the person looks ahead; ``math.inf`` for all.
    accuracy
        How finely to solve; the policy reports its `error`.

    Raises
    ------
    InputError
        Where the plan, the person or the horizon can not be accepted.

    Examples
    --------
    A linear plan calls for effort rate / curvature, whatever was sold:

    >>> from teamsim.response import PowerCost
    >>> policy = solve(lambda sales: 0.5 * sales, 3, Process(sigma=0.25), Preferences(PowerCost(2.0)))
    >>> round(float(policy.effort(1, 0.3)), 6)
    0.25
    """
    question = check(payout, periods, process, preferences, quota, cycles, accuracy or Accuracy())
    policy = _solved(question)
    if question.accuracy.tolerance is None:
        return policy
    scale = question.accuracy.tolerance * max(spread_of_pay(question), 1e-300)
    for _ in range(_REFINEMENTS):
        if policy.error.value <= scale:
            return policy
        accuracy = replace(question.accuracy, per_sigma=2 * question.accuracy.per_sigma)
        question = replace(question, accuracy=accuracy)
        policy = _solved(question)
    return policy


def _solved(question: Question) -> EffortPolicy:
    """Solve on the grid asked for and on one half as fine; their difference is the error reported."""
    policy = effort_policy(question)
    fine = question.accuracy
    coarse = replace(question, accuracy=Accuracy(max(fine.per_sigma // 2, 2), max(fine.n_efforts * 2 // 3, 16)))
    return replace(policy, error=_difference(policy, effort_policy(coarse)))


def effort_policy(question: Question) -> EffortPolicy:
    """Solve once, with a longer ladder of efforts where the best is at its top."""
    highest = highest_effort(question)
    while True:
        programme = programme_of(question, highest)
        policy = _over_cycles(question, programme)
        top = programme.ladder.efforts[-1]
        is_top = max(float(efforts.max()) for efforts in policy.solution.efforts) >= 0.999 * top
        if not is_top or top >= question.preferences.most_effort:
            return policy
        highest *= _WIDER


def _over_cycles(question: Question, programme: Programme) -> EffortPolicy:
    """Solve cycle after cycle, from the last back, until none is left."""
    nothing = ErrorEstimate(0.0, 0.0)
    if question.quota is None:
        solution = solve_backward(programme, has_real_values=question.layout is None)
        return EffortPolicy(programme, solution, nothing, LEFT_OUT)
    if math.isinf(question.cycles):
        believed, real = _settled(question, programme)
    else:
        believed, real = _flat(programme), _flat(programme)
        for _ in range(int(question.cycles) - 1):
            believed, real = _earlier(programme, believed, real)
    return EffortPolicy(programme, solve_backward(programme, believed, real), nothing, LEFT_OUT, believed, real)


def _earlier(programme: Programme, believed: Continuation, real: Continuation) -> tuple[Continuation, Continuation]:
    """Return the value of a cycle by its quota, from that of the next."""
    solution = solve_backward(programme, believed, real)
    return _at_start(programme, solution.believed), _at_start(programme, solution.values)


def _settled(question: Question, programme: Programme) -> tuple[Continuation, Continuation]:
    """Go back until one more cycle only adds a constant, and add what all of them will add (MacQueen)."""
    old = _flat(programme), _flat(programme)
    small = _SETTLED * (1.0 + spread_of_pay(question))
    for _ in range(_N_CYCLES_AT_MOST):
        new = _earlier(programme, *old)
        changes = [after(programme.before) - before(programme.before) for before, after in zip(old, new, strict=True)]
        if max(float(np.ptp(change)) for change in changes) <= small:
            break
        old = new
    rest = [_for_ever(question, each, float(np.median(change))) for each, change in zip(new, changes, strict=True)]
    return rest[0], rest[1]


def _flat(programme: Programme) -> Continuation:
    """Return the value after the last cycle."""
    return lambda quota: np.zeros(quota.shape)


def _at_start(programme: Programme, values: tuple[Floats, ...]) -> Continuation:
    """Return the value of a cycle by its quota, nothing sold yet."""
    first = values[0][:, 1]
    return lambda quota: extended(programme.before, first, quota)


def _for_ever(question: Question, value: Continuation, change: float) -> Continuation:
    """Add what all further cycles add: a constant each, discounted."""
    delta = question.preferences.delta**question.periods
    return lambda quota: value(quota) + change * delta / (1.0 - delta)


def _difference(fine: EffortPolicy, coarse: EffortPolicy) -> ErrorEstimate:
    """Return the largest differences of two solutions, at states that both reach."""
    value, effort = 0.0, 0.0
    for period in range(fine.programme.periods):
        ours, theirs = (without_edges(each.solution.values[period]) for each in (fine, coarse))
        value = max(value, _gap(fine, coarse, period, ours, theirs, is_smooth=True))
        ours, theirs = (each.solution.efforts[period] for each in (fine, coarse))
        effort = max(effort, _gap(fine, coarse, period, ours, theirs, is_smooth=False))
    return ErrorEstimate(value, effort)


def _gap(fine: EffortPolicy, coarse: EffortPolicy, period: int, ours: Floats, theirs: Floats, is_smooth: bool) -> float:
    """Return the largest difference at the coarse nodes; for efforts, away from where they jump."""
    nodes, other = fine.on_grid(period)[0], coarse.on_grid(period)[0]
    rows = fine.programme.at_before(ours, coarse.programme.before)
    inside = (other >= nodes[0]) & (other <= nodes[-1])
    worst = 0.0
    for row, there in zip(rows, theirs, strict=True):
        here = np.interp(other, nodes, row) if nodes.size > 1 else np.broadcast_to(row, other.shape)
        gaps = np.abs(here - there)[inside]
        if not is_smooth and gaps.size > 2:
            gaps = gaps[_is_calm(there[inside])]
        worst = max(worst, float(gaps.max(initial=0.0)))
    return worst


def _is_calm(efforts: Floats) -> NDArray[np.bool_]:
    """Return where effort does not jump to a neighbour: it moves by less than a tenth of its range."""
    moves = np.abs(np.diff(efforts)) > 0.1 * max(float(np.ptp(efforts)), 1e-12)
    return np.asarray(~(np.r_[False, moves] | np.r_[moves, False]))
