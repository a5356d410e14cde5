"""An instant preview: expected headcount by tier and month, without a simulation, where a scenario is a Markov chain.

A scenario is one when nothing depends on how long somebody has been there or on what others do: constant tenure laws,
yearly moves by shares (push), planned intakes, seats that are not refilled or are refilled at once in their own tier.
Then the months' matrices give means and covariances exactly, and the simulation must agree. Anything else is refused,
all reasons at once.

A month: people who were there move (in the month of moves), empty seats are refilled on the second day, intakes join,
exits fall on the last day. The state is the tier somebody sits in and, for seats that are refilled, the tier in which
the seat opens again.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from teamsim.analysis.markov import MarkovFlows, stepped_covariance
from teamsim.analysis.not_markov import reasons
from teamsim.calendar import DAYS_PER_MONTH, MONTHS_PER_YEAR, calendar_month
from teamsim.errors import InputError, TeamsimError
from teamsim.model import Floats
from teamsim.scenario.curves import hazard_table
from teamsim.scenario.scenario import Scenario
from teamsim.scenario.tiers import mean_one

if TYPE_CHECKING:
    import pandas as pd


def markov_of(scenario: Scenario) -> Preview:
    """Return the expected headcount of a scenario that is a Markov chain, at once and exactly.

    Raises
    ------
    InputError
        Everything in the scenario that is not Markov, with its path and what to set instead.
    """
    faults = reasons(scenario)
    if faults:
        raise InputError(faults)
    return Preview(scenario)


@dataclass(frozen=True, eq=False)
class Preview:
    """Expected headcount of a Markov scenario; make one with `markov_of`."""

    scenario: Scenario

    @property
    def tiers(self) -> tuple[str, ...]:
        """The ladder, lowest first."""
        return tuple(self.scenario.parameters.tiers)

    @functools.cached_property
    def opening(self) -> Floats:
        """People by tier on the first day of the run (of the burn-in, where there is one), [T]."""
        return self._seats(is_refilled=True) + self._seats(is_refilled=False)

    @property
    def closing_headcount(self) -> Floats:
        """Expected people in seats after each month's exits, [M, T]."""
        return self._lived[0]

    @property
    def closing_covariance(self) -> Floats:
        """Covariance of those numbers, [M, T, T]."""
        return self._lived[1]

    @property
    def headcount(self) -> Floats:
        """Expected occupied seat-days over the days of each month, [M, T]."""
        return self._lived[2]

    @property
    def by_month(self) -> pd.DataFrame:
        """Tidy table: month, tier, expected headcount, expected closing headcount and its standard deviation."""
        import pandas as pd

        month, tier = (axis.ravel() for axis in np.indices(self.headcount.shape))
        first = pd.Period(self.scenario.parameters.time.start, freq="M")
        calendar = pd.period_range(first, periods=len(self.headcount), freq="M").to_timestamp()
        variances = np.diagonal(self.closing_covariance, axis1=1, axis2=2)
        return pd.DataFrame(
            {
                "month": calendar[month],
                "tier": np.array(self.tiers)[tier],
                "headcount": self.headcount.ravel(),
                "closing_headcount": self.closing_headcount.ravel(),
                "standard_deviation": np.sqrt(np.maximum(variances, 0.0)).ravel(),
            }
        )

    @property
    def by_year(self) -> pd.DataFrame:
        """Expected closing headcount by tier at the end of each twelve months of the run; one column a tier."""
        import pandas as pd

        ends = self.closing_headcount[MONTHS_PER_YEAR - 1 :: MONTHS_PER_YEAR]
        return pd.DataFrame(ends, index=pd.RangeIndex(1, len(ends) + 1, name="year"), columns=list(self.tiers))

    @functools.cached_property
    def chain(self) -> MarkovFlows:
        """The chain from one month of moves to the next: P = diag(exp(-H)) M, with the planned intakes.

        Raises
        ------
        TeamsimError
            Seats that are refilled, or intakes in another month than the moves: then a year is no such step.
        """
        p = self.scenario.parameters
        if self._seats(is_refilled=True).any():
            raise TeamsimError(
                "Refilled seats remember their own tier; the chain needs `backfill: false` in all units."
            )
        away = [name for name, each in p.organisation.intake.items() if each.month_of_year != self._moves_month]
        if away:
            rule = f"month_of_year: {self._moves_month}, the month of moves"
            raise TeamsimError(f"organisation.intake.{away[0]}: people join between moves; expected {rule}.")
        intake = sum((self._intake(month) for month in range(MONTHS_PER_YEAR)), np.zeros(len(self.tiers)))
        recruits = float(intake.sum())
        stay = np.exp(-MONTHS_PER_YEAR * self._hazards)
        shares = intake / recruits if recruits else None
        return MarkovFlows(self.tiers, stay[:, np.newaxis] * self._moves, shares, recruits, "planned")

    # -- the parts of a month ------------------------------------------------------------------------------------

    @functools.cached_property
    def _hazards(self) -> Floats:
        """Monthly hazard of each tier before the season, [T]."""
        return np.array([hazard_table(tier.attrition)[0] for tier in self.scenario.parameters.tiers.values()])

    @functools.cached_property
    def _moves(self) -> Floats:
        """Where people of each tier sit after the moves, [T, T]."""
        moves = self.scenario.parameters.promotion.moves
        away: Floats = np.array([[moves.get(one, {}).get(to, 0.0) for to in self.tiers] for one in self.tiers])
        return away + np.diag(1.0 - away.sum(axis=1))

    @property
    def _moves_month(self) -> int:
        p = self.scenario.parameters
        return p.promotion.moves_month or p.time.fiscal_year_start

    @functools.cached_property
    def _season(self) -> Floats:
        """Factors of the hazard, [T, 12], January first."""
        return np.array([mean_one(tier.exit_season) for tier in self.scenario.parameters.tiers.values()])

    def _seats(self, *, is_refilled: bool) -> Floats:
        """Return budgeted seats by tier in units that refill, or do not, [T]."""
        units = self.scenario.parameters.organisation.units.values()
        return np.array(
            [sum(unit.seats.get(tier, 0) for unit in units if unit.backfill == is_refilled) for tier in self.tiers],
            dtype=np.float64,
        )

    def _intake(self, month: int) -> Floats:
        """Return who is taken in on the first of a calendar month (0 = January), by tier, [T]."""
        intakes = self.scenario.parameters.organisation.intake.values()
        return np.array(
            [
                sum(each.seats for each in intakes if (each.tier, each.month_of_year - 1) == (tier, month))
                for tier in self.tiers
            ],
            dtype=np.float64,
        )

    @functools.cached_property
    def _lived(self) -> tuple[Floats, Floats, Floats]:
        """Closing headcount, its covariance, and headcount, of the measured months."""
        time = self.scenario.parameters.time
        first = int(time.start[5:]) - 1 - time.burn_in_months
        mean, covariance = self._states.opening, np.zeros((self._states.n, self._states.n))
        months = []
        for month in range(time.burn_in_months + time.horizon_months):
            mean, covariance, at_work = self._month(mean, covariance, calendar_month(month, first))
            tiers = self._states.by_tier
            months.append((mean @ tiers, tiers.T @ covariance @ tiers, at_work))
        closing, spread, at_work = (np.array(each) for each in zip(*months[time.burn_in_months :], strict=True))
        return closing, spread, at_work

    def _month(self, mean: Floats, covariance: Floats, month: int) -> tuple[Floats, Floats, Floats]:
        """Live through a calendar month: the state after its exits, and people at work, by tier."""
        states, n_tiers = self._states, len(self.tiers)
        begin = states.begin(self._moves if month == self._moves_month - 1 else np.eye(n_tiers))
        late = (mean * states.is_empty) @ begin @ states.by_tier / DAYS_PER_MONTH
        covariance, mean = stepped_covariance(covariance, mean, begin), mean @ begin
        mean[:n_tiers] += self._intake(month)
        at_work = mean @ states.by_tier - late
        end = states.end(-np.expm1(-self._hazards * self._season[:, month]))
        return mean @ end, stepped_covariance(covariance, mean, end), at_work

    @functools.cached_property
    def _states(self) -> _States:
        return _States(self._seats(is_refilled=False), self._seats(is_refilled=True))


@dataclass(frozen=True, eq=False)
class _States:
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
