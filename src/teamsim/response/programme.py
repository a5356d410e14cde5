"""One cycle, or two nested ones, as a dynamic programme: what follows each period, and the best effort in it.

V_t(s) = max_e { -cost_t(e) + E[pay of the period] + delta E V_(t+1)(s') }, solved from the last period back. People
with present bias choose by beta delta in place of delta, and expect not to (naive).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from teamsim.response.compiled.excess import fill_excess
from teamsim.response.compiled.search import best_at, best_on_grid, expected_at
from teamsim.response.grids import Ladder, SalesGrid, effort_cost, luck_tables
from teamsim.response.payouts import Payout, extended
from teamsim.response.people import Preferences, Process, QuotaRule

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Continuation = Callable[[Floats], Floats]
"""The value of the next cycle by its quota."""

_NEVER = 1e-12
"""Less excess than this is none."""


@dataclass(frozen=True, slots=True, eq=False)
class Component:
    """Pay of one kind of cycle.

    Parameters
    ----------
    payout
        Pay by the cycle's sales.
    cycle
        Length of the cycle in periods.
    as_earned
        Paid period by period, each time the cycle to date less what was paid; otherwise at the cycle's end.
    """

    payout: Payout
    cycle: int
    as_earned: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """What follows a period, by the sales after it: straight lines over the reached nodes, and jumps.

    One row for each amount `before`. With risk aversion it holds e^(-r (pay - reference)). `slopes` are those of pay,
    below and above all nodes: there efforts are the same for all sales, so values before the period have them too.
    """

    values: Floats
    jump_at: Floats
    jump_by: Floats
    reference: Floats
    slopes: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Programme:
    """A plan, a person and a grid.

    Sales within the running inner cycle are `within`; `before` is what the outer cycle had sold when the inner one
    began or, with a quota rule, the quota.
    """

    periods: int
    inner: int
    components: tuple[Component, ...]
    process: Process
    preferences: Preferences
    quota: QuotaRule | None
    ladder: Ladder
    grid: SalesGrid
    before: Floats

    @property
    def has_two_states(self) -> bool:
        """Whether `before` matters."""
        return self.before.size > 1

    def states(self, period: int) -> tuple[float, int]:
        """Return first and number of the sales within the inner cycle at which a period can start."""
        is_start = self.has_two_states and period % self.inner == 0
        return (0.0, 1) if is_start else (self.grid.low, self.grid.n)

    def shift(self, component: Component, before: Floats) -> Floats:
        """Return what is added to sales within the inner cycle to find a component's pay."""
        if self.quota is not None:
            return -before
        return before if component.cycle > self.inner else 0.0 * before

    def means(self, period: int, efforts: Floats) -> Floats:
        """Return a period's expected sales."""
        share = self.process.shares(self.periods)[period]
        return np.asarray(share * (self.process.baseline + self.process.productivity * efforts))

    def cost(self, period: int, efforts: Floats) -> Floats:
        """Return what efforts cost in a period."""
        return effort_cost(self.preferences, self.process, self.process.shares(self.periods)[period], efforts)

    def spread(self, period: int) -> float:
        """Return a period's luck."""
        return self.process.spread(self.process.shares(self.periods)[period])

    def follows(self, period: int, before: Floats, next_values: Floats, continuation: Continuation | None) -> Floats:
        """Return the value of the periods after this one at the reached nodes, one row for each `before`."""
        nodes = self.grid.reached(*self.states(period))
        if period + 1 == self.periods:
            if continuation is None or self.quota is None:
                return np.zeros((before.size, nodes.size))
            return continuation(self.quota.next_quota(before[:, None], nodes[None, :]))
        if self.has_two_states and (period + 1) % self.inner == 0:
            return extended(self.before, next_values[:, 1], before[:, None] + nodes[None, :])
        return self.grid.read(self.at_before(next_values, before), nodes)

    def at_before(self, values: Floats, before: Floats) -> Floats:
        """Return rows of values between the amounts `before` of the grid."""
        if not self.has_two_states:
            return np.asarray(values[np.zeros(before.size, dtype=np.int64)])
        place = np.clip(np.searchsorted(self.before, before) - 1, 0, self.before.size - 2)
        weight = (before - self.before[place]) / (self.before[place + 1] - self.before[place])
        return np.asarray(values[place] + weight[:, None] * (values[place + 1] - values[place]))

    def is_due(self, component: Component, period: int) -> bool:
        """Whether a component pays by the carried sales at the end of a period."""
        is_end = (period + 1) % component.cycle == 0
        return component.cycle >= self.inner and (component.as_earned or is_end)

    def target(self, period: int, before: Floats, follows: Floats, beta: float) -> Target:
        """Return what follows a period, weighted as a person with this present bias weighs it."""
        nodes = self.grid.reached(*self.states(period))
        pay_weight, next_weight = self.preferences.weights(beta)
        values = next_weight * follows
        at, by = [np.zeros((before.size, 0))], [np.zeros((before.size, 0))]
        for component in self.components:
            if self.is_due(component, period):
                shift = self.shift(component, before)[:, None]
                places, sizes = component.payout.jumps
                weight, start = self._net_weight(component, period, pay_weight, next_weight)
                values += weight * component.payout.smooth(nodes[None, :] + shift) - start
                at.append(places[None, :] - shift)
                by.append(np.broadcast_to(weight * sizes, (before.size, sizes.size)))
        jumps = np.ascontiguousarray(np.hstack(at)), np.ascontiguousarray(np.hstack(by))
        slopes = (values[:, [1, -1]] - values[:, [0, -2]]) / self.grid.step
        target = Target(np.ascontiguousarray(values), *jumps, np.zeros(before.size), slopes)
        return _averse(target, nodes, self.preferences.risk_aversion) if self.preferences.risk_aversion else target

    def _net_weight(
        self, component: Component, period: int, pay_weight: float, next_weight: float
    ) -> tuple[float, float]:
        """Return the weight of a component's pay to date, and a constant to take off.

        Values on the grid hold what was paid before (`paid_before`), which would make them jump; it is taken off here,
        where jumps are exact.
        """
        held = next_weight * self.preferences.weights(1.0)[0]
        if not component.as_earned or period + 1 == self.periods:
            return pay_weight, 0.0
        if (period + 1) % component.cycle == 0:
            return pay_weight, held * float(component.payout(np.zeros(1))[0])
        return pay_weight - held, 0.0

    def paid_before(self, period: int, before: Floats, sales: Floats) -> Floats:
        """Return what the running cycles had paid when the period started, in the money of the period's choice."""
        total = np.zeros(np.broadcast_shapes(before.shape, sales.shape))
        for component in self.components:
            if component.as_earned and component.cycle >= self.inner:
                total += component.payout(sales + self.shift(component, before))
        return self.preferences.weights(1.0)[0] * total

    def worth(self, period: int, beta: float) -> Floats:
        """Return what each effort of the ladder is worth whatever was sold before: single periods' pay less cost."""
        total = -self.cost(period, self.ladder.efforts)
        means = self.means(period, self.ladder.efforts)
        for component in self.components:
            if component.cycle < self.inner:
                nodes = self.grid.reached(0.0, 1)
                at, by = (each[None, :] for each in component.payout.jumps)
                alone = Target(component.payout.smooth(nodes)[None, :], at, by, np.zeros(1), np.zeros((1, 2)))
                nowhere = np.zeros(means.size)
                total += self.preferences.weights(beta)[0] * self.expectation(
                    period, alone, nowhere.astype(np.int64), nowhere, means, 0.0
                )
        return total

    def search(self, period: int, target: Target, beta: float) -> tuple[Floats, Floats]:
        """Return the best efforts and their worth on the grid (rows x states)."""
        first, n = self.states(period)
        efforts = self.ladder.efforts
        means, spread = self.means(period, efforts), self.spread(period)
        excess_table, chance_table = luck_tables(self.process.is_multiplicative, spread)
        excess = np.empty((self.grid.n_below + self.grid.n_above, efforts.size))
        places, best = np.empty((2, target.values.shape[0], n))
        luck = spread, self.process.is_multiplicative
        sizes = np.log(np.maximum(means, 1e-300)) if self.process.is_multiplicative else means
        fill_excess(excess, means, sizes, -self.grid.n_below * self.grid.step, self.grid.step, *luck, excess_table)
        scratch, bends, lines = _scratch(excess)
        lowest = np.where((excess > _NEVER).any(1), (excess > _NEVER).argmax(1), efforts.size)
        best_on_grid(
            target.values, target.jump_at, target.jump_by, first, self.grid.step, self.grid.n_below, excess, lowest,
            means, sizes, self.worth(period, beta), self.ladder.n_apart, *luck, self.preferences.risk_aversion,
            chance_table, scratch, bends, lines, places, best,
        )  # fmt: skip
        return self.ladder.effort(places), best + target.reference[:, None]

    def search_at(self, period: int, target: Target, rows: Ints, sales: Floats, beta: float) -> tuple[Floats, Floats]:
        """Return the best efforts and their worth at asked states, nothing interpolated."""
        first, _ = self.states(period)
        efforts = self.ladder.efforts
        means, spread = self.means(period, efforts), self.spread(period)
        sizes = np.log(np.maximum(means, 1e-300)) if self.process.is_multiplicative else means
        excess = np.empty((self.grid.n_below + self.grid.n_above, efforts.size))
        places, best = np.empty((2, sales.size))
        scratch, bends, lines = _scratch(excess)
        all_reached = np.zeros(excess.shape[0], dtype=np.int64)
        best_at(
            target.values, target.jump_at, target.jump_by, rows, sales, first, self.grid.step, self.grid.n_below,
            excess, all_reached, means, sizes, self.worth(period, beta), self.ladder.n_apart, spread,
            self.process.is_multiplicative, self.preferences.risk_aversion,
            *luck_tables(self.process.is_multiplicative, spread), scratch, bends, lines, places, best,
        )  # fmt: skip
        return self.ladder.effort(places), best + target.reference[rows]

    def expectation(
        self,
        period: int,
        target: Target,
        rows: Ints,
        sales: Floats,
        means: Floats,
        first: float,
        n_above: int | None = None,
    ) -> Floats:
        """Return the expectation of what follows a period in which sales have these means."""
        spread = self.spread(period)
        out = np.empty(sales.size)
        expected_at(
            target.values, target.jump_at, target.jump_by, rows, sales, first, self.grid.step, self.grid.n_below,
            self.grid.n_below + (n_above or self.grid.n_above), means, spread, self.process.is_multiplicative,
            *luck_tables(self.process.is_multiplicative, spread), out,
        )  # fmt: skip
        return out


def _scratch(excess: Floats) -> tuple[Floats, Floats, Ints]:
    """Return room for the search: by effort, and twice by line."""
    n_lines, n_efforts = excess.shape
    return np.empty(n_efforts), np.empty(n_lines), np.empty(n_lines, dtype=np.int64)


def _averse(target: Target, nodes: Floats, risk_aversion: float) -> Target:
    """Return a target in e^(-r (value - reference)), jumps included."""
    step = nodes[1] - nodes[0]
    reference = np.median(target.values, axis=1)

    def felt(values: Floats) -> Floats:
        return np.exp(np.clip(-risk_aversion * (values - reference[:, None]), -600.0, 600.0))

    whole = target.values + sum(
        target.jump_by[:, [j]] * (nodes >= target.jump_at[:, [j]]) for j in range(target.jump_at.shape[1])
    )
    values, by = felt(whole), np.zeros_like(target.jump_by)
    for j in range(target.jump_at.shape[1]):
        place = (target.jump_at[:, j] - nodes[0]) / step
        node = np.clip(place.astype(np.int64), 0, nodes.size - 2)
        row = np.arange(node.size)
        line = target.values[row, node] + (place - node) * (target.values[row, node + 1] - target.values[row, node])
        lower = (target.jump_by * (target.jump_at < target.jump_at[:, [j]])).sum(1)
        below, above = (felt((line + lower + extra)[:, None])[:, 0] for extra in (0.0, target.jump_by[:, j]))
        by[:, j] = above - below
        values -= by[:, [j]] * (nodes >= target.jump_at[:, [j]])
    return Target(values, target.jump_at, by, reference, target.slopes)
