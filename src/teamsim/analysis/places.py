"""Where somebody can be in a scenario that is a Markov chain: a tier, and the tier in which the seat opens again."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from teamsim.model import Floats


@dataclass(frozen=True, eq=False)
class States:
    """Where somebody can be: blocks of tiers, the first for seats that close, one for each tier that is refilled.

    A block of a refilled tier ends with one more state: the seat is empty.
    """

    closing: Floats
    refilled: Floats

    @functools.cached_property
    def homes(self) -> list[int]:
        """Tiers whose seats are refilled, in the order of the blocks."""
        return [int(tier) for tier in np.flatnonzero(self.refilled)]

    @property
    def n(self) -> int:
        """Number of states."""
        return self.closing.size + len(self.homes) * (self.closing.size + 1)

    def _first(self, block: int) -> int:
        """Return the first state of the block of a refilled tier."""
        return self.closing.size + block * (self.closing.size + 1)

    @functools.cached_property
    def opening(self) -> Floats:
        """Everybody in the tier of the seat, [n]."""
        state = np.zeros(self.n)
        state[: self.closing.size] = self.closing
        for block, home in enumerate(self.homes):
            state[self._first(block) + home] = self.refilled[home]
        return state

    @functools.cached_property
    def by_tier(self) -> Floats:
        """Which states count as people of which tier, [n, T]."""
        n_tiers = self.closing.size
        block = np.vstack([np.eye(n_tiers), np.zeros((1, n_tiers))])
        return np.vstack([np.eye(n_tiers), *(block for _ in self.homes)])

    @functools.cached_property
    def is_empty(self) -> Floats:
        """1 for the states of empty seats, [n]."""
        empty: Floats = 1.0 - self.by_tier.sum(axis=1)
        return empty

    def begin(self, moves: Floats) -> Floats:
        """Return the matrix of a month's first days: moves of those who are there, empty seats refilled, [n, n]."""
        step, n_tiers = np.zeros((self.n, self.n)), self.closing.size
        step[:n_tiers, :n_tiers] = moves
        for block, home in enumerate(self.homes):
            first = self._first(block)
            step[first : first + n_tiers, first : first + n_tiers] = moves
            step[first + n_tiers, first + home] = 1.0
        return step

    def end(self, leaves: Floats) -> Floats:
        """Return the matrix of a month's last day, given the chance of each tier to leave, [n, n]."""
        step, n_tiers = np.diag(np.where(self.is_empty > 0.0, 1.0, self.by_tier @ (1.0 - leaves))), self.closing.size
        for block, _ in enumerate(self.homes):
            first = self._first(block)
            step[first : first + n_tiers, first + n_tiers] = leaves
        return step
