"""The answer of a person to a plan: effort by period and sales so far, what it is worth, and futures under it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from teamsim.errors import Fault, InputError
from teamsim.random import MAX_REPLICATIONS, Purpose, subject_hash
from teamsim.response.backward import Solution, value_of_efforts
from teamsim.response.compiled.walk import fill_luck
from teamsim.response.payouts import PayFunction, Payout
from teamsim.response.programme import Continuation, Programme, Target

Floats = NDArray[np.float64]
State = ArrayLike | tuple[ArrayLike, ArrayLike]

_SUBJECT = subject_hash("response.simulate")


@dataclass(frozen=True, slots=True)
class ErrorEstimate:
    """How far a solution on a finite grid may be from the exact one: its difference to one half as fine.

    Parameters
    ----------
    value
        Largest difference of the value, in money.
    effort
        Largest difference of effort, where effort does not jump nearby.
    """

    value: float
    effort: float


@dataclass(frozen=True, slots=True, eq=False)
class Futures:
    """Simulated cycles of one person, one row each.

    `efforts` and `sales` are by period; `value` is pay less cost of effort as the person values it at the start,
    without present bias and aversion to risk.
    """

    efforts: Floats
    sales: Floats
    pay: Floats
    value: Floats


@dataclass(frozen=True, slots=True, eq=False)
class EffortPolicy:
    """Effort and value by period and state.

    A state is the sales of the cycle so far, in the terms of the payout. Where cycles are nested it is a pair: sales
    of the inner cycle, sales of the outer. With a quota rule: sales of the cycle, quota.
    """

    programme: Programme
    solution: Solution
    error: ErrorEstimate
    left_out: tuple[str, ...]
    believed_next: Continuation | None = None
    real_next: Continuation | None = None

    def effort(self, period: int, state: State) -> Floats:
        """Return the effort chosen in a state, as a rate through the whole cycle; periods count from 0.

        Found by trying all efforts in that very state; only the value of the next period is interpolated.
        """
        within, before = self._state(period, state)
        shape, within, before = within.shape, within.ravel(), before.ravel()
        beta = self.programme.preferences.beta
        target, rows = self._target(period, before, self.solution.believed, self.believed_next, beta)
        return self.programme.search_at(period, target, rows, self._inside(period, within), beta)[0].reshape(shape)

    def value(self, period: int, state: State) -> Floats:
        """Return what the rest of the plan is worth in a state: pay to come, less cost of effort, discounted.

        For a person with present bias: by delta alone, under the efforts that will really be chosen.
        """
        within, before = self._state(period, state)
        shape, within, before = within.shape, within.ravel(), before.ravel()
        return self._value(period, within, before).reshape(shape)

    def _value(self, period: int, within: Floats, before: Floats) -> Floats:
        programme, inside = self.programme, self._inside(period, within)
        if (inside != within).any():  # beyond the grid lines go on
            step = programme.grid.step
            sign = np.where(within > inside, -1.0, 1.0)
            edge = self._value(period, inside, before)
            slope = (edge - self._value(period, inside + sign * step, before)) / (-sign * step)
            return np.asarray(np.where(inside == within, edge, edge + slope * (within - inside)))
        if programme.preferences.beta == 1.0:
            target, rows = self._target(period, before, self.solution.believed, self.believed_next, 1.0)
            found = programme.search_at(period, target, rows, within, 1.0)[1]
        else:
            target, rows = self._target(period, before, self.solution.values, self.real_next, 1.0)
            efforts = self._effort_of(period, within, before)
            found = value_of_efforts(programme, period, target, rows, within, efforts)
        return np.asarray(found - programme.paid_before(period, before, within))

    def _effort_of(self, period: int, within: Floats, before: Floats) -> Floats:
        beta = self.programme.preferences.beta
        target, rows = self._target(period, before, self.solution.believed, self.believed_next, beta)
        return self.programme.search_at(period, target, rows, within, beta)[0]

    def on_grid(self, period: int) -> tuple[Floats, Floats]:
        """Return the sales within the inner cycle at which effort was solved, and the efforts (before x sales)."""
        first, n = self.programme.states(period)
        return np.asarray(first + self.programme.grid.step * np.arange(n)), self.solution.efforts[period]

    def expectation(self, measure: PayFunction, state: float) -> float:
        """Return the expectation of a function of final sales from a state in period 0: the chance of a hit, say."""
        self._refuse_two_states("expectation")
        grid, periods = self.programme.grid, self.programme.periods
        grid = replace(grid, n_above=grid.n_reach)
        first, n = grid.low - periods * grid.n_below * grid.step, grid.n + periods * (grid.n_below + grid.n_reach)
        nodes, reached = np.asarray(first + grid.step * np.arange(n)), grid.reached(first, n)
        final = Payout.from_function(measure, reached[0], reached[-1])
        at, by = final.jumps
        slopes = final.slopes[[0, -1]]
        row = Target(final.smooth(reached)[None, :], at[None, :], by[None, :], np.zeros(1), slopes[None, :])
        beyond = np.minimum(reached - nodes[0], 0.0) * slopes[0] + np.maximum(reached - nodes[-1], 0.0) * slopes[1]
        for period in reversed(range(1, periods)):
            row = _row(np.interp(reached, nodes, self._back(period, row, nodes, first, grid.n_reach)) + beyond)
        return float(self._back(0, row, np.array([float(state)]), first, grid.n_reach)[0])

    def mean_effort(self, state: float) -> Floats:
        """Return the expected effort of each period from a state in period 0."""
        self._refuse_two_states("mean_effort")
        grid, asked = self.programme.grid, np.array([float(state)])
        nodes, reached = grid.points, grid.reached(grid.low, grid.n)
        found = [float(self.effort(0, state))]
        for period in range(1, self.programme.periods):
            efforts = self.solution.efforts[period][0]
            for earlier in reversed(range(1, period)):
                row = _row(np.interp(reached, nodes, efforts))
                efforts = self._back(earlier, row, nodes, grid.low)
            found.append(float(self._back(0, _row(np.interp(reached, nodes, efforts)), asked, grid.low)[0]))
        return np.array(found)

    def simulate(self, n: int, seed: int, state: State | None = None) -> Futures:
        """Return n futures of a cycle; luck has an address, so a seed gives the same futures always.

        They start from a state, by default with nothing sold. Efforts between the grid's states are interpolated.
        """
        if not 0 < n <= MAX_REPLICATIONS:
            raise InputError([Fault("simulate", f"{n} futures; expected 1 to {MAX_REPLICATIONS}.")])
        if state is None and self.programme.quota is None:
            state = (0.0, 0.0) if self.programme.has_two_states else 0.0
        within, before = (np.broadcast_to(each, n).astype(float) for each in self._state(0, state))
        efforts, sales = np.empty((2, n, self.programme.periods))
        paid, value = np.zeros(n), np.zeros(n)
        for period in range(self.programme.periods):
            efforts[:, period] = self._interpolated(period, within, before)
            sales[:, period] = self._sales(period, efforts[:, period], seed)
            pay = self._pay(period, within, before, sales[:, period])
            within, before = self._moved(period, within + sales[:, period], before)
            weight = self.programme.preferences.delta**period
            cost = self.programme.cost(period, efforts[:, period])
            paid += pay
            value += weight * (self.programme.preferences.weights(1.0)[0] * pay - cost)
        return Futures(efforts, sales, paid, value)

    def _sales(self, period: int, efforts: Floats, seed: int) -> Floats:
        luck, spread = np.empty(efforts.size), self.programme.spread(period)
        fill_luck(luck, seed, _SUBJECT, period, Purpose.SELLING_NOISE)
        means = self.programme.means(period, efforts)
        if self.programme.process.is_multiplicative:
            return np.asarray(means * np.exp(spread * luck - 0.5 * spread * spread))
        return np.asarray(means + spread * luck)

    def _pay(self, period: int, within: Floats, before: Floats, sold: Floats) -> Floats:
        """Return what a period pays for what was sold."""
        programme, total = self.programme, np.zeros(sold.size)
        for component in programme.components:
            shift = programme.shift(component, before)
            if component.cycle < programme.inner:
                total += component.payout(sold)
            elif programme.is_due(component, period):
                total += component.payout(within + sold + shift)
                total -= component.payout(within + shift) if component.as_earned else 0.0
        return total

    def _moved(self, period: int, within: Floats, before: Floats) -> tuple[Floats, Floats]:
        """Return the state in which the next period starts."""
        is_end = (period + 1) % self.programme.inner == 0
        if self.programme.has_two_states and self.programme.quota is None and is_end:
            return np.zeros(within.size), before + within
        return within, before

    def _interpolated(self, period: int, within: Floats, before: Floats) -> Floats:
        nodes, efforts = self.on_grid(period)
        if not self.programme.has_two_states:
            return np.asarray(np.interp(within, nodes, efforts[0]))
        inside = np.clip(before, self.programme.before[0], self.programme.before[-1])
        place = np.clip(np.searchsorted(self.programme.before, inside) - 1, 0, self.programme.before.size - 2)
        width = self.programme.before[place + 1] - self.programme.before[place]
        weight = (inside - self.programme.before[place]) / width
        node = np.clip((within - nodes[0]) / self.programme.grid.step, 0.0, nodes.size - 1.0)
        left = np.minimum(node.astype(np.int64), max(nodes.size - 2, 0))
        right, part = np.minimum(left + 1, nodes.size - 1), node - left
        low = efforts[place, left] + part * (efforts[place, right] - efforts[place, left])
        high = efforts[place + 1, left] + part * (efforts[place + 1, right] - efforts[place + 1, left])
        return np.asarray(low + weight * (high - low))

    def _back(self, period: int, row: Target, sales: Floats, first: float, n_above: int | None = None) -> Floats:
        """Return the expectation, before a period, of what the row holds after it; it reaches down from `first`."""
        nodes, on_nodes = self.on_grid(period)
        efforts = np.interp(sales, nodes, on_nodes[0])
        means, rows = self.programme.means(period, efforts), np.zeros(sales.size, dtype=np.int64)
        return self.programme.expectation(period, row, rows, np.maximum(sales, first), means, first, n_above)

    def _target(
        self, period: int, before: Floats, values: tuple[Floats, ...], then: Continuation | None, beta: float
    ) -> tuple[Target, NDArray[np.int64]]:
        """Return what follows a period, one row for each different amount before, and the row of each state."""
        different, rows = np.unique(before, return_inverse=True)
        after = values[period + 1] if period + 1 < self.programme.periods else np.zeros((self.programme.before.size, 2))
        follows = self.programme.follows(period, different, after, then)
        return self.programme.target(period, different, follows, beta), rows.astype(np.int64)

    def _inside(self, period: int, within: Floats) -> Floats:
        first, n = self.programme.states(period)
        return np.asarray(np.clip(within, first, first + (n - 1) * self.programme.grid.step))

    def _state(self, period: int, state: State | None) -> tuple[Floats, Floats]:
        """Return sales within the inner cycle and the amount before, of a state as a person gives it."""
        if not 0 <= period < self.programme.periods:
            problem = f"{period}; expected 0 to {self.programme.periods - 1}."
            raise InputError([Fault("period", problem, "Periods count from 0.")])
        is_pair = isinstance(state, tuple) and len(state) == 2
        if is_pair != self.programme.has_two_states:
            problem = f"{state!r}; expected {'a pair' if self.programme.has_two_states else 'the sales so far'}."
            raise InputError([Fault("state", problem, "Nested cycles and quota rules carry two numbers.")])
        if not isinstance(state, tuple):
            sold = np.asarray(state, dtype=float)
            return sold, np.zeros(sold.shape)
        within, other = np.broadcast_arrays(*(np.asarray(each, dtype=float) for each in state))
        return within + 0.0, other - within if self.programme.quota is None else other + 0.0

    def _refuse_two_states(self, name: str) -> None:
        if self.programme.has_two_states:
            raise InputError([Fault(name, "two states are carried.", "Use simulate(n, seed) instead.")])


def _row(values: Floats) -> Target:
    """Return values at all nodes that luck reaches, without jumps."""
    return Target(values[None, :], np.zeros((1, 0)), np.zeros((1, 0)), np.zeros(1), np.zeros((1, 2)))
