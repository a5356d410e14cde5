"""The linear programme behind `workforce`: columns, balances, limits, and its solution as a table."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from teamsim.errors import TeamsimError
from teamsim.model import Floats

if TYPE_CHECKING:
    import pandas as pd

    from teamsim.analysis.workforce import Transfer, WorkforceProblem

LEAST = 1e-7
"""Share of a person that is nobody."""
_FORCE, _DECISIONS = "force", ("recruits", "transfers", "redundancies", "short_time")
_OK, _INFEASIBLE = 0, 2


class Column(NamedTuple):
    """One unknown: so many people in a year do something."""

    year: int
    measure: str
    skill: str
    to_skill: str
    cost: float
    upper: float


class Solution(NamedTuple):
    """Values of the columns, of the objective, and dual prices of the requirements (nan where people are whole)."""

    people: Floats
    objective: float
    prices: Floats


@dataclass(frozen=True, eq=False)
class Programme:
    """Columns, equalities A x = b (a balance and a requirement for each skill and year) and limits G x <= h."""

    problem: WorkforceProblem
    columns: tuple[Column, ...]
    equal: Floats
    equal_to: Floats
    limit: Floats
    limit_to: Floats

    @functools.cached_property
    def costs(self) -> Floats:
        """Currency for one person of each column."""
        return np.array([column.cost for column in self.columns])

    def counts(self, measure: str) -> Floats:
        """Return 1 for the columns of a measure, 0 for the others."""
        return np.array([float(column.measure == measure) for column in self.columns])

    def with_at_most(self, measure: str, people: float) -> Programme:
        """Return the programme with at most so many people of a measure over all years."""
        return replace(
            self, limit=np.vstack([self.limit, self.counts(measure)]), limit_to=np.append(self.limit_to, people)
        )

    def solve(self, minimise: Literal["cost", "redundancies"], *, whole_people: bool) -> Solution | None:
        """Return the best solution, or None where there is none."""
        objective = self.costs if minimise == "cost" else self.counts(minimise)
        whole = [int(whole_people and column.measure in _DECISIONS) for column in self.columns]
        return self._solved(objective, self.equal, whole)

    def _solved(self, objective: Floats, equal: Floats, whole: list[int]) -> Solution | None:
        from scipy.optimize import linprog

        more = equal.shape[1] - len(self.columns)  # of `least_shortage`
        bounds = [(0.0, column.upper) for column in self.columns] + [(0.0, math.inf)] * more
        solved = linprog(
            objective,
            A_ub=np.pad(self.limit, ((0, 0), (0, more))),
            b_ub=self.limit_to,
            A_eq=equal,
            b_eq=self.equal_to,
            bounds=bounds,
            integrality=whole if any(whole) else None,
            method="highs",
        )
        if solved.status == _INFEASIBLE:
            return None
        if solved.status != _OK:
            raise TeamsimError(f"The solver stopped without a plan: {solved.message} Check limits and costs.")
        n_wanted = len(self.problem.skills) * self.problem.n_years
        prices = np.full(n_wanted, np.nan) if any(whole) else solved.eqlin.marginals[-n_wanted:]
        return Solution(np.maximum(solved.x, 0.0), float(solved.fun), prices)

    def least_shortage(self) -> Floats:
        """Return people who are missing by skill and year in the plan that misses fewest in all, [skills, Y]."""
        n_wanted = len(self.problem.skills) * self.problem.n_years
        missing = np.vstack([np.zeros((len(self.equal_to) - n_wanted, n_wanted)), np.eye(n_wanted)])
        objective = np.concatenate([np.zeros(len(self.columns)), np.ones(n_wanted)])
        solution = self._solved(objective, np.hstack([self.equal, missing]), [])
        assert solution is not None, "with people missing there is always a plan"
        return solution.people[-n_wanted:].reshape(len(self.problem.skills), self.problem.n_years)

    def table(self, solution: Solution) -> pd.DataFrame:
        """Return a solution as a tidy table."""
        import pandas as pd

        table = pd.DataFrame([column[:4] for column in self.columns], columns=["year", "measure", "skill", "to_skill"])
        table["year"] += 1
        table["people"] = np.where(solution.people < LEAST, 0.0, solution.people)
        table["cost"] = self.costs * table["people"]
        return table

    def prices(self, solution: Solution) -> pd.DataFrame:
        """Return what one more person wanted would cost, by year and skill."""
        import pandas as pd

        names = [skill.name for skill in self.problem.skills]
        by_year = solution.prices.reshape(len(names), self.problem.n_years).T
        return pd.DataFrame(by_year, columns=names, index=pd.RangeIndex(1, 1 + len(by_year), name="year"))


def programme_of(problem: WorkforceProblem) -> Programme:
    """Return a problem as a linear programme."""
    columns = [column for year in range(problem.n_years) for column in _columns(problem, year)]
    places = {(c.year, c.measure, c.skill, c.to_skill): place for place, c in enumerate(columns)}
    build = _Builder(problem, places)
    balances = [build.balance(skill, year) for skill in range(len(problem.skills)) for year in range(problem.n_years)]
    wanted = [build.requirement(skill, year) for skill in range(len(problem.skills)) for year in range(problem.n_years)]
    limits = [limit for year in range(problem.n_years) for limit in build.limits(year)]
    equal, equal_to = zip(*balances, *wanted, strict=True)
    limit = np.array([row for row, _ in limits]).reshape(len(limits), len(columns))
    return Programme(
        problem, tuple(columns), np.array(equal), np.array(equal_to), limit, np.array([most for _, most in limits])
    )


def _columns(problem: WorkforceProblem, year: int) -> list[Column]:
    """Return the unknowns of a year."""
    columns = []
    for skill in problem.skills:
        columns += [
            Column(year, _FORCE, skill.name, "", 0.0, math.inf),
            Column(year, "recruits", skill.name, "", skill.recruit_cost, skill.recruit_limit),
            Column(year, "redundancies", skill.name, "", skill.redundancy_cost, math.inf),
            Column(year, "short_time", skill.name, "", skill.short_time_cost, skill.short_time_limit),
            Column(year, "surplus", skill.name, "", skill.surplus_cost, math.inf),
        ]
    ways = [Column(year, "transfers", way.source, way.target, way.cost, way.limit) for way in problem.transfers]
    return columns + ways


@dataclass(frozen=True, eq=False)
class _Builder:
    """Writes the rows of the programme."""

    problem: WorkforceProblem
    places: dict[tuple[int, str, str, str], int]

    def _row(self, terms: dict[tuple[int, str, str, str], float]) -> Floats:
        row = np.zeros(len(self.places))
        for key, value in terms.items():
            row[self.places[key]] += value
        return row

    def balance(self, index: int, year: int) -> tuple[Floats, float]:
        """Return: force - stayed - recruits - arrivals + departures + redundancies = 0, or what stays of the stock."""
        skill = self.problem.skills[index]
        stays = 1.0 - skill.leave_share
        terms = {
            (year, _FORCE, skill.name, ""): 1.0,
            (year, "recruits", skill.name, ""): skill.first_year_leave_share - 1.0,
            (year, "redundancies", skill.name, ""): 1.0,
        }
        if year:
            terms[year - 1, _FORCE, skill.name, ""] = -stays
        for way in self.problem.transfers:
            key = (year, "transfers", way.source, way.target)
            if way.source == skill.name:
                terms[key] = terms.get(key, 0.0) + 1.0
            if way.target == skill.name:
                terms[key] = terms.get(key, 0.0) - (1.0 - self._lost(way))
        return self._row(terms), 0.0 if year else stays * skill.stock

    def _lost(self, way: Transfer) -> float:
        """Return the share that leaves on the way to another skill."""
        target = next(skill for skill in self.problem.skills if skill.name == way.target)
        return target.leave_share if way.leave_share is None else way.leave_share

    def requirement(self, index: int, year: int) -> tuple[Floats, float]:
        """Return: force - work that short time does not do - surplus = requirement."""
        skill = self.problem.skills[index]
        terms = {
            (year, _FORCE, skill.name, ""): 1.0,
            (year, "short_time", skill.name, ""): self.problem.short_time_work - 1.0,
            (year, "surplus", skill.name, ""): -1.0,
        }
        return self._row(terms), skill.requirements[year]

    def limits(self, year: int) -> list[tuple[Floats, float]]:
        """Return limits of: surplus of all skills, transfers by their target's people, short time by who is there."""
        found = []
        if math.isfinite(self.problem.surplus_limit):
            terms = {(year, "surplus", skill.name, ""): 1.0 for skill in self.problem.skills}
            found.append((self._row(terms), self.problem.surplus_limit))
        for way in self.problem.transfers:
            if math.isfinite(way.limit_share):
                key = (year, "transfers", way.source, way.target)
                row = self._row({key: 1.0, (year, _FORCE, way.target, ""): -way.limit_share})
                found.append((row, 0.0))
        for skill in self.problem.skills:
            key = (year, "short_time", skill.name, "")
            found.append((self._row({key: 1.0, (year, _FORCE, skill.name, ""): -1.0}), 0.0))
        return found
