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

from teamsim.analysis.markov import MarkovFlows
from teamsim.analysis.not_markov import reasons
from teamsim.analysis.places import States
from teamsim.analysis.projection import stepped_covariance
from teamsim.calendar import DAYS_PER_MONTH, MONTHS_PER_YEAR, calendar_month
from teamsim.errors import InputError, TeamsimError
from teamsim.model import Floats
from teamsim.results import Results
from teamsim.scenario.curves import hazard_table
from teamsim.scenario.scenario import Scenario
from teamsim.scenario.tiers import mean_one

if TYPE_CHECKING:
    import pandas as pd

_ROUNDING = 1e-6
"""Of a person."""


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

    def against(self, result: Results) -> pd.DataFrame:
        """Return expected and simulated closing headcount by month and tier, with z, the gap in standard errors.

        z is 0 where neither has any luck. Of 1,000 figures about 3 lie beyond 3, if the simulation is right.

        Raises
        ------
        TeamsimError
            Results of another scenario.
        """
        if result.layout.scenario.hash != self.scenario.hash:
            problem = f"`{result.name}` differs from the scenario of this preview, `{self.scenario.name}`."
            raise TeamsimError(f"{problem} Take study.result({self.scenario.name!r}).")
        table = self.by_month.rename(columns={"closing_headcount": "expected"}).drop(columns="headcount")
        seen = np.stack([result.monthly("closing_headcount", tier=tier) for tier in self.tiers], axis=2)
        error = table["standard_deviation"].to_numpy() / np.sqrt(len(seen))
        gap = seen.mean(axis=0).ravel() - table["expected"].to_numpy()
        z = np.divide(gap, error, out=np.where(np.abs(gap) < _ROUNDING, 0.0, np.inf), where=error > _ROUNDING)
        return table.assign(simulated=seen.mean(axis=0).ravel(), z=z)

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
            calendar = calendar_month(month, first)
            moves = self._moves_in(calendar, self._new_share if month == 0 else 0.0)
            mean, covariance, at_work = self._month(mean, covariance, calendar, moves)
            tiers = self._states.by_tier
            months.append((mean @ tiers, tiers.T @ covariance @ tiers, at_work))
        closing, spread, at_work = (np.array(each) for each in zip(*months[time.burn_in_months :], strict=True))
        return closing, spread, at_work

    @property
    def _new_share(self) -> float:
        """Share of the opening people who take their seat in the first month, and so do not move in it."""
        is_new = self.scenario.past.parameters.opening.state == "new"
        return 1.0 if is_new else 1.0 / self.scenario.parameters.opening.tenure_months

    def _moves_in(self, month: int, new_share: float) -> Floats:
        """Return where people of each tier sit after the first of a calendar month, [T, T]."""
        nobody_moves = np.eye(len(self.tiers))
        if month != self._moves_month - 1:
            return nobody_moves
        return (1.0 - new_share) * self._moves + new_share * nobody_moves

    def _month(self, mean: Floats, covariance: Floats, month: int, moves: Floats) -> tuple[Floats, Floats, Floats]:
        """Live through a calendar month: the state after its exits, and people at work, by tier."""
        states, n_tiers = self._states, len(self.tiers)
        begin = states.begin(moves)
        late = (mean * states.is_empty) @ begin @ states.by_tier / DAYS_PER_MONTH
        covariance, mean = stepped_covariance(covariance, mean, begin), mean @ begin
        mean[:n_tiers] += self._intake(month)
        at_work = mean @ states.by_tier - late
        end = states.end(-np.expm1(-self._hazards * self._season[:, month]))
        return mean @ end, stepped_covariance(covariance, mean, end), at_work

    @functools.cached_property
    def _states(self) -> States:
        return States(self._seats(is_refilled=False), self._seats(is_refilled=True))
