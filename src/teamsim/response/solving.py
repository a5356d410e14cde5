"""`solve`: from a plan and a person to an `EffortPolicy`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from teamsim.errors import Fault, InputError
from teamsim.response.backward import Solution, solve_backward
from teamsim.response.grids import LOWEST_RATE, ladder, sales_grid, without_edges
from teamsim.response.payouts import PayFunction, Payout, extended
from teamsim.response.people import Accuracy, ElasticityCost, Preferences, Process, QuotaRule
from teamsim.response.policy import EffortPolicy, ErrorEstimate
from teamsim.response.programme import Component, Continuation, Programme

Floats = NDArray[np.float64]
Plan = PayFunction | Payout | Sequence[tuple[float, float]] | Mapping[int, "Plan"] | Sequence[Component]

LEFT_OUT = (
    "the chance of promotion",
    "leaving before the pay arrives",
    "saturation of the territory by colleagues",
    "measures other than a person's own credited bookings (they enter at their expectation)",
)
"""What the programme does not know; shown beside results."""
_LUCK = 6.0
_DENSEST = 0.4
_WIDER = 2.0
_N_BEFORE = 49
_N_BEFORE_AT_MOST = 128
_BEFORE_STEPS = 4.0
"""What came before an inner cycle only shifts what follows it, so it is laid out more coarsely."""
_EFFORT_STEP = 1.0 / 3.0
_N_EFFORTS_AT_MOST = 1000
_N_CYCLES_AT_MOST = 100_000
_SETTLED = 1e-9
_REFINEMENTS = 4


@dataclass(frozen=True, slots=True)
class Layout:
    """A grid that tables of different paces share: states from 0 to the last kink of the plan."""

    n_within: int
    n_before: int

    def step(self, kinks: Floats) -> float:
        """Return the distance of states, such that twelfths of quota (1) and, if possible, all kinks are states."""
        usual = max(round(self.n_within / max(float(kinks[-1]), 1e-9) / 12), 1)
        for n in range(usual, 2 * usual + 1):
            if np.abs(12 * n * kinks - np.rint(12 * n * kinks)).max() < 1e-6:
                return 1.0 / (12 * n)
        return 1.0 / (12 * usual)


@dataclass(frozen=True, slots=True)
class Question:
    """All that `solve` is asked, checked."""

    components: tuple[Component, ...]
    periods: int
    process: Process
    preferences: Preferences
    quota: QuotaRule | None
    cycles: float
    accuracy: Accuracy
    layout: Layout | None = None

    @property
    def inner(self) -> int:
        """Length of the cycle whose sales are carried beside the outer cycle's."""
        lengths = sorted({component.cycle for component in self.components})
        return lengths[-2] if len(lengths) > 1 else lengths[-1]

    @property
    def kinks(self) -> Floats:
        """Where some pay bends or jumps."""
        return np.unique(np.concatenate([component.payout.kinks for component in self.components]))


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

    >>> policy = solve(lambda sales: 0.5 * sales, 3, Process(sigma=0.25), Preferences(PowerCost(2.0)))
    >>> round(float(policy.effort(1, 0.3)), 6)
    0.25
    """
    question = check(payout, periods, process, preferences, quota, cycles, accuracy or Accuracy())
    policy = _solved(question)
    if question.accuracy.tolerance is None:
        return policy
    scale = question.accuracy.tolerance * max(_spread_of_pay(question), 1e-300)
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
    highest = _highest_effort(question)
    while True:
        programme = _programme(question, highest)
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
    small = _SETTLED * (1.0 + _spread_of_pay(question))
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


def _programme(question: Question, highest: float) -> Programme:
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
    spread = question.process.spread(float(shares.min()))
    if question.process.is_multiplicative:
        spread *= float(shares.mean()) * (question.process.baseline + question.process.productivity * _usual_effort(question))
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
    return min(max(_called_for(question, slopes), 0.25), 4.0) if _is_elastic(question) else _called_for(question, slopes)


def _highest_effort(question: Question) -> float:
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


def _spread_of_pay(question: Question) -> float:
    """Return the pay that a cycle's luck can move, as a scale for errors."""
    down, up = _gain(question, _usual_effort(question), question.periods)
    return max(float(np.ptp(component.payout(np.array([down, 0.0, up])))) for component in question.components)


def _difference(fine: EffortPolicy, coarse: EffortPolicy) -> ErrorEstimate:
    """Return the largest differences of two solutions, at states that both reach."""
    value, effort = 0.0, 0.0
    for period in range(fine.programme.periods):
        ours, theirs = (without_edges(each.solution.values[period]) for each in (fine, coarse))
        value = max(value, _gap(fine, coarse, period, ours, theirs, is_smooth=True))
        ours, theirs = (each.solution.efforts[period] for each in (fine, coarse))
        effort = max(effort, _gap(fine, coarse, period, ours, theirs, is_smooth=False))
    return ErrorEstimate(value, effort)


def _gap(
    fine: EffortPolicy, coarse: EffortPolicy, period: int, ours: Floats, theirs: Floats, is_smooth: bool
) -> float:
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
    return ~(np.r_[False, moves] | np.r_[moves, False])


def check(
    payout: Plan,
    periods: int,
    process: Process,
    preferences: Preferences,
    quota: QuotaRule | None,
    cycles: float,
    accuracy: Accuracy,
) -> Question:
    """Check what is asked, all faults at once."""
    faults = []
    if not (isinstance(periods, int) and 1 <= periods <= 1200):
        raise InputError([Fault("periods", f"{periods!r}; expected a whole number from 1 to 1200.")])
    if not cycles >= 1:
        faults.append(Fault("cycles", f"{cycles}; expected at least 1, or math.inf."))
    if cycles != 1 and quota is None:
        faults.append(Fault("cycles", f"{cycles} without a quota rule.", "Cycles are alike then: give quota=QuotaRule()."))
    if math.isinf(cycles) and preferences.delta == 1.0:
        faults.append(Fault("preferences.delta", "1 with cycles without end.", "Discount: choose delta below 1."))
    components = _components(payout, periods, process)
    faults += _faults_of_cycles(components, periods, preferences, quota)
    if faults:
        raise InputError(faults)
    return Question(components, periods, process, preferences, quota, cycles, accuracy)


def _faults_of_cycles(
    components: tuple[Component, ...], periods: int, preferences: Preferences, quota: QuotaRule | None
) -> list[Fault]:
    lengths = sorted({component.cycle for component in components})
    if not lengths or lengths[-1] != periods:
        return [Fault("payout", f"cycles of {lengths} periods; expected one of {periods}.", "The longest is the horizon.")]
    if any(longer % shorter for shorter, longer in zip(lengths, lengths[1:], strict=False)):
        return [Fault("payout", f"cycles of {lengths} periods; expected each to divide the next.")]
    if quota is not None and len(lengths) > 1:
        return [Fault("quota", "a quota rule with nested cycles.", "Use one cycle with a quota rule.")]
    if quota is not None and any(component.as_earned for component in components):
        return [Fault("payout", "a component paid as earned with a quota rule.", "Pay it at the cycle's end.")]
    if len(lengths) > 3 or (len(lengths) == 3 and lengths[0] != 1):
        return [Fault("payout", f"cycles of {lengths} periods; two can be carried, and one of 1 period beside them.")]
    if len(lengths) == 3 and preferences.risk_aversion > 0.0:
        return [Fault("payout", "three kinds of cycles with risk aversion.", "Leave out the shortest, or the aversion.")]
    return []


def _components(payout: Plan, periods: int, process: Process) -> tuple[Component, ...]:
    """Return a plan in any of its forms as components."""
    if isinstance(payout, Mapping):
        return tuple(Component(_payout(each, process), int(cycle)) for cycle, each in payout.items())
    if isinstance(payout, Sequence) and payout and all(isinstance(each, Component) for each in payout):
        return tuple(each for each in payout if isinstance(each, Component))
    return (Component(_payout(payout, process), periods),)


def _payout(payout: object, process: Process) -> Payout:
    """Return points or a function as a payout; a function is sampled as far as sales may go."""
    if isinstance(payout, Payout):
        return payout
    if callable(payout):
        reach = 4.0 * (abs(process.baseline) + process.sigma) + 2.0 * process.productivity + 2.0
        return Payout.from_function(payout, -reach, reach)
    if isinstance(payout, Sequence):
        return Payout.from_points(payout)
    raise InputError([Fault("payout", f"{type(payout).__name__}; expected a function, points, or a Payout.")])
