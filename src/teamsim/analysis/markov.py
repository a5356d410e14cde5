"""The expectation engine of push flows: a Markov chain of grades, exact and at once.

People move between grades once a year by fixed shares and leave by fixed shares; people join by a plan, or as many
as leave. Means and covariances of stocks follow from matrices, without a simulation (Bartholomew, Forbes and McClean,
*Statistical Techniques for Manpower Planning*, 1991). The step of a year, P for moves and w_i = 1 - sum_j p_ij for
exits:

- n(t+1) = n(t) P + a(t+1) [people], a the people who join;
- S(t+1) = P' S(t) P + sum_i E n_i(t) (diag p_i - p_i p_i') + Cov a [people^2];
- N = (I - P)^-1, N_ij the years that somebody of grade i will spend in j.

`preview` makes such a chain of a scenario; `maintain` asks which structures can be kept.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from teamsim.analysis.projection import Projection, stepped_covariance
from teamsim.errors import Fault, InputError, TeamsimError
from teamsim.model import Floats
from teamsim.scenario.faults import nearest

Arrivals = Literal["planned", "drawn", "poisson"]
_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class MarkovFlows:
    """A chain of grades: who moves where in a year, who joins.

    Parameters
    ----------
    names
        The grades, [G].
    moves
        P, [G, G]: share of each grade's people who are in each grade a year later; what a row lacks of one leaves.
    recruitment
        r, [G]: shares of those who join by grade; they add up to one. Left out: nobody joins.
    recruits
        R [people a year] who join. Not with a fixed size.
    arrivals
        "planned": exactly R r in each grade, without luck. "drawn": R people, the grade of each drawn by r.
        "poisson": independent Poisson numbers with the means R r.
    is_fixed_size
        Everybody who leaves is replaced at once, in a grade drawn by r.

    Raises
    ------
    InputError
        Every share that is none, every row above one, sizes that do not fit.
    """

    names: tuple[str, ...]
    moves: Floats
    recruitment: Floats | None = None
    recruits: float = 0.0
    arrivals: Arrivals = "drawn"
    is_fixed_size: bool = False

    def __post_init__(self) -> None:
        """Take lists as arrays and refuse what is no chain."""
        object.__setattr__(self, "names", tuple(self.names))
        object.__setattr__(self, "moves", np.array(self.moves, dtype=np.float64))
        shares = np.zeros(len(self.names)) if self.recruitment is None else self.recruitment
        object.__setattr__(self, "recruitment", np.array(shares, dtype=np.float64))
        self.moves.setflags(write=False)
        self.entry_shares.setflags(write=False)
        faults = _faults(self)
        if faults:
            raise InputError(faults)

    @property
    def exits(self) -> Floats:
        """Share of each grade's people who leave in a year, w_i = 1 - sum_j p_ij, [G]."""
        left: Floats = np.maximum(1.0 - self.moves.sum(axis=1), 0.0)
        return left

    @property
    def entry_shares(self) -> Floats:
        """Shares of those who join by grade, r, [G]."""
        assert self.recruitment is not None
        return self.recruitment

    # -- stocks over time ----------------------------------------------------------------------------------------

    def project(self, stocks: Sequence[float] | Floats, years: int, covariance: Floats | None = None) -> Projection:
        """Return mean and covariance of the people in each grade, year by year.

        Parameters
        ----------
        stocks
            People in each grade today, [G].
        years
            How many years ahead, 1 or more.
        covariance
            Of today's stocks, [G, G]; left out: they are known.
        """
        start = self.checked_stocks(stocks)
        if years < 1:
            raise TeamsimError(f"years = {years}; expected 1 or more. Say for instance years=3.")
        means, covariances = [start], [np.zeros(self.moves.shape) if covariance is None else covariance]
        for _ in range(years):
            means.append(means[-1] @ self._step + self._mean_arrivals)
            covariances.append(stepped_covariance(covariances[-1], means[-2], self._step) + self._arrival_covariance)
        return Projection(self, np.array(means), np.array(covariances))

    @property
    def _step(self) -> Floats:
        """Where a person is a year later, or, at a fixed size, who sits in the person's place."""
        replaced: Floats = np.outer(self.exits, self.entry_shares) if self.is_fixed_size else np.zeros(self.moves.shape)
        return self.moves + replaced

    @property
    def _mean_arrivals(self) -> Floats:
        return self.recruits * self.entry_shares

    @property
    def _arrival_covariance(self) -> Floats:
        """Cov a: 0 of a plan, R (diag r - r r') where grades are drawn, R diag r of Poisson numbers."""
        r = self.entry_shares
        if self.arrivals == "planned":
            return np.zeros(self.moves.shape)
        common = np.outer(r, r) if self.arrivals == "drawn" else 0.0
        covariance: Floats = self.recruits * (np.diag(r) - common)
        return covariance

    # -- a career ------------------------------------------------------------------------------------------------

    @functools.cached_property
    def years_by_grade(self) -> Floats:
        """N = (I - P)^-1: years that somebody of grade i will spend in grade j, the present one included, [G, G].

        Raises
        ------
        TeamsimError
            A grade that nobody ever leaves the organisation from.
        """
        if self.never_leaving:
            named = ", ".join(f"`{name}`" for name in self.never_leaving)
            raise TeamsimError(f"Nobody ever leaves from {named}, so years there are endless. Give exits to it.")
        return _inverse(np.eye(len(self.names)) - self.moves)

    @property
    def never_leaving(self) -> tuple[str, ...]:
        """Grades from which no way leads out of the organisation."""
        leaves = self.exits > _ROUNDING
        for _ in self.names:
            leaves = leaves | ((self.moves > 0.0) @ leaves)
        return tuple(name for name, does in zip(self.names, leaves, strict=True) if not does)

    @property
    def years_to_exit(self) -> Floats:
        """Mean years until somebody of each grade leaves the organisation, tau = N 1, [G]."""
        years: Floats = self.years_by_grade.sum(axis=1)
        return years

    @property
    def years_to_exit_variance(self) -> Floats:
        """Variance of those years, (2 N - I) tau - tau * tau, [G]."""
        tau = self.years_to_exit
        variance: Floats = 2.0 * self.years_by_grade @ tau - tau - tau * tau
        return variance

    @property
    def chance_to_reach(self) -> Floats:
        """Chance that somebody of grade i is ever in grade j, N_ij / N_jj, [G, G]."""
        chance: Floats = self.years_by_grade / np.diag(self.years_by_grade)
        return chance

    def years_to_reach(self, grade: str) -> Floats:
        """Return the mean years to a grade of those who get there, by present grade, [G]; nan where nobody does.

        Those who get there move by p_ik h_k / h_i with h the chances to get there (Doob's h-transform).
        """
        top = self._grade(grade)
        chance = self.chance_to_reach[:, top]
        years: Floats = np.full(len(self.names), np.nan)
        on_the_way = (chance > 0.0) & (np.arange(len(chance)) != top)
        h = chance[on_the_way]
        steps = self.moves[np.ix_(on_the_way, on_the_way)] * h / h[:, np.newaxis]
        years[on_the_way] = np.linalg.solve(np.eye(h.size) - steps, np.ones(h.size))
        years[top] = 0.0
        return years

    # -- the long run --------------------------------------------------------------------------------------------

    def steady_state(self, size: float | None = None) -> Floats:
        """Return the stocks in which the flows come to rest, [G]: R r N, or `size` people in the shares of r N.

        Raises
        ------
        TeamsimError
            Nobody joins, or a fixed size that is not given.
        """
        if size is None and self.is_fixed_size:
            raise TeamsimError("A chain of fixed size comes to rest at any size. Say which: steady_state(size=580).")
        if not self.entry_shares.any():
            raise TeamsimError("Nobody joins, so the steady state is empty. Give `recruitment` shares by grade.")
        shape: Floats = self.entry_shares @ self.years_by_grade
        return shape * (self.recruits if size is None else size / shape.sum())

    def hires_a_year(self, size: float) -> float:
        """Return how many people join each year once `size` people are in steady state: size / (r N 1)."""
        return float(self.steady_state(size) @ self.exits)

    def _grade(self, name: str) -> int:
        if name not in self.names:
            raise TeamsimError(f"There is no grade `{name}`. {nearest(name, self.names)}")
        return self.names.index(name)

    def checked_stocks(self, stocks: Sequence[float] | Floats) -> Floats:
        """Return stocks as an array; refuse what are no people by grade."""
        given = np.array(stocks, dtype=np.float64)
        if given.shape != (len(self.names),) or not np.all(given >= 0.0):
            rule = f"{len(self.names)} numbers, 0 or more: {', '.join(self.names)}"
            raise TeamsimError(f"stocks = {given.tolist()}; expected {rule}.")
        return given


def _inverse(matrix: Floats) -> Floats:
    return np.asarray(np.linalg.inv(matrix), dtype=np.float64)


def _faults(flows: MarkovFlows) -> list[Fault]:
    """Return everything that is wrong with a chain."""
    n, moves, shares = len(flows.names), flows.moves, flows.entry_shares
    if moves.shape != (n, n) or shares.shape != (n,):
        problem = f"moves {moves.shape} and recruitment {shares.shape} for {n} grades."
        return [Fault("MarkovFlows", problem, f"Give moves as {n} rows of {n} shares, recruitment as {n} shares.")]
    faults = [
        Fault(f"moves[{name}]", f"= {row.tolist()}; expected shares in [0, 1] that add up to one at most.")
        for name, row in zip(flows.names, moves, strict=True)
        if not (np.all(row >= 0.0) and row.sum() <= 1.0 + _ROUNDING)
    ]
    joins = flows.is_fixed_size or flows.recruits > 0.0
    if not np.all(shares >= 0.0) or (joins and abs(shares.sum() - 1.0) > _ROUNDING):
        faults.append(Fault("recruitment", f"= {shares.tolist()}; expected shares that add up to one."))
    if not flows.recruits >= 0.0:
        faults.append(Fault("recruits", f"= {flows.recruits}; expected people a year, 0 or more."))
    if flows.is_fixed_size and flows.recruits:
        faults.append(Fault("recruits", f"= {flows.recruits} with a fixed size.", "Leave one of them out."))
    if flows.arrivals not in ("planned", "drawn", "poisson"):
        faults.append(Fault("arrivals", f"= {flows.arrivals!r}; expected 'planned', 'drawn' or 'poisson'."))
    return faults
