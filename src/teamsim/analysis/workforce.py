"""Headcount planning by linear programme: recruit, retrain, dismiss, put on short time or keep too many, at least cost.

Williams (*Model Building in Mathematical Programming*, manpower planning), for any skills and years. People of skill
i in year t, n_it = (1 - l_i) n_i,t-1 + (1 - f_i) recruits + sum_k (1 - l_k) arrivals - departures - redundancies, with
l the share of the force of a year before that leaves, f that of recruits, and l_k that of a transfer; and n_it - (1 -
w) short-time - surplus = requirement, w the work of somebody on short time. Solved by HiGHS (scipy).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from teamsim.analysis.programme import LEAST, Programme, programme_of
from teamsim.errors import Fault, InputError, TeamsimError
from teamsim.scenario.faults import nearest

if TYPE_CHECKING:
    import pandas as pd

Goal = Literal["cost", "redundancy"]


@dataclass(frozen=True, slots=True)
class Skill:
    """A kind of people: how many there are and are wanted, who leaves, and what changing their number costs.

    Parameters
    ----------
    name
        Of the skill, the tier or the site.
    stock
        People today.
    requirements
        People wanted in each year to come, [Y]; the same number of years for all skills.
    leave_share, first_year_leave_share
        Share of the force of a year before, and of a year's recruits, that leaves.
    recruit_limit, recruit_cost
        Most recruits a year; currency each.
    redundancy_cost
        Currency each.
    short_time_limit, short_time_cost
        Most people on short time in a year; currency a person and year.
    surplus_cost
        Currency a year for each person beyond the requirement.
    """

    name: str
    stock: float
    requirements: tuple[float, ...]
    leave_share: float = 0.0
    first_year_leave_share: float = 0.0
    recruit_limit: float = math.inf
    recruit_cost: float = 0.0
    redundancy_cost: float = 0.0
    short_time_limit: float = 0.0
    short_time_cost: float = 0.0
    surplus_cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Transfer:
    """A way from one skill to another: retraining, promotion, downgrading.

    Parameters
    ----------
    source, target
        Names of skills.
    cost
        Currency each.
    limit
        Most people a year.
    limit_share
        Most people a year as a share of those who then have the target skill.
    leave_share
        Share that leaves on the way; left out: that of the target skill.
    """

    source: str
    target: str
    cost: float = 0.0
    limit: float = math.inf
    limit_share: float = math.inf
    leave_share: float | None = None


@dataclass(frozen=True, slots=True)
class WorkforceProblem:
    """What is wanted and what is allowed.

    Parameters
    ----------
    skills, transfers
        The kinds of people, and the ways between them.
    surplus_limit
        Most people beyond the requirements in a year, all skills together.
    short_time_work
        Share of the work of a full-time person that somebody on short time does.

    Raises
    ------
    InputError
        Everything that does not fit together, all at once.
    """

    skills: tuple[Skill, ...]
    transfers: tuple[Transfer, ...] = ()
    surplus_limit: float = math.inf
    short_time_work: float = 0.5

    def __post_init__(self) -> None:
        """Refuse what is no problem."""
        faults = [*_faults_of_skills(self), *_faults_of_transfers(self)]
        if not 0.0 <= self.short_time_work < 1.0:
            faults.append(Fault("short_time_work", f"= {self.short_time_work}; expected a share in [0, 1)."))
        if faults:
            raise InputError(faults)

    @property
    def n_years(self) -> int:
        """Years that are planned."""
        return len(self.skills[0].requirements)


@dataclass(frozen=True, eq=False)
class WorkforcePlan:
    """The best plan: tidy table, total cost [currency] and total redundancy [people].

    `table` has one row for each year, measure and skill (and target of a transfer): people, and their cost.
    `prices` is what one more person wanted would cost, by year and skill [currency]; empty where people are whole.
    """

    problem: WorkforceProblem
    goal: Goal
    table: pd.DataFrame
    prices: pd.DataFrame

    @property
    def cost(self) -> float:
        """All that the plan costs."""
        return float(self.table["cost"].sum())

    def people(self, measure: str) -> float:
        """Return people over all years and skills of a measure: recruits, redundancies, short_time and so on.

        Raises
        ------
        TeamsimError
            There is no such measure.
        """
        known = list(self.table["measure"].unique())
        if measure not in known:
            raise TeamsimError(f"There is no measure `{measure}` in the plan. {nearest(measure, known)}")
        return float(self.table.loc[self.table["measure"] == measure, "people"].sum())

    @property
    def redundancy(self) -> float:
        """People made redundant over all years."""
        return self.people("redundancies")

    def __str__(self) -> str:
        """Return the plan in two sentences."""
        told = f"Least {self.goal}: {self.cost:,.2f} in all, {self.redundancy:,.1f} people made redundant"
        return f"{told}; {self.people('recruits'):,.1f} recruited, {self.people('transfers'):,.1f} change their skill."


def workforce_plan(problem: WorkforceProblem, goal: Goal = "cost", *, whole_people: bool = False) -> WorkforcePlan:
    """Return the plan that meets all requirements at least cost, or with the fewest people made redundant.

    Of the plans with the fewest redundancies the cheapest is returned.

    Parameters
    ----------
    problem
        Skills, ways between them, limits and costs.
    goal
        "cost" or "redundancy".
    whole_people
        Recruits, transfers, redundancies and short-time workers are whole numbers (a mixed-integer programme).

    Raises
    ------
    TeamsimError
        Requirements that can not be met, named with how many are missing; another goal.
    """
    if goal not in ("cost", "redundancy"):
        raise TeamsimError(f"goal = {goal!r}; expected 'cost' or 'redundancy'.")
    programme = programme_of(problem)
    if goal == "redundancy":
        fewest = programme.solve(minimise="redundancies", whole_people=whole_people)
        if fewest is not None:
            programme = programme.with_at_most("redundancies", fewest.objective + LEAST)
    solution = programme.solve(minimise="cost", whole_people=whole_people)
    if solution is None:
        raise TeamsimError(_what_is_missing(problem, programme_of(problem)))
    return WorkforcePlan(problem, goal, programme.table(solution), programme.prices(solution))


def _what_is_missing(problem: WorkforceProblem, programme: Programme) -> str:
    """Return which requirements can not be met, from the plan that misses fewest people in all."""
    short = programme.least_shortage()
    said = [
        f"`{skill.name}` in year {1 + year}: {skill.requirements[year]:,g} wanted, {missing:,.1f} short"
        for skill, by_year in zip(problem.skills, short, strict=True)
        for year, missing in enumerate(by_year)
        if missing > 10.0 * LEAST
    ]
    if not said:
        return "No plan meets the requirements exactly with whole people. Allow a surplus, or whole_people=False."
    told = f"Requirements can not be met, whatever is done: {'; '.join(said)}."
    return f"{told} Raise recruit_limit or the limits of transfers, or ask for fewer."


def _faults_of_skills(problem: WorkforceProblem) -> list[Fault]:
    """Return what is wrong with the skills."""
    if not problem.skills or not problem.skills[0].requirements:
        return [Fault("skills", "there is nothing to plan.", "Give one skill with one year's requirement at least.")]
    names = [skill.name for skill in problem.skills]
    faults = [Fault(f"skills.{n}", "the name is given twice.", "Rename one.") for n in {*names} if names.count(n) > 1]
    for skill in problem.skills:
        place = f"skills.{skill.name}"
        if len(skill.requirements) != problem.n_years:
            problem_said = f"requirements for {len(skill.requirements)} years; `{names[0]}` has {problem.n_years}."
            faults.append(Fault(place, problem_said, "Give one number a year."))
        for field in ("leave_share", "first_year_leave_share"):
            if not 0.0 <= getattr(skill, field) <= 1.0:
                faults.append(Fault(place, f"{field} = {getattr(skill, field)}; expected a share in [0, 1]."))
        numbers = [skill.stock, *skill.requirements, *(getattr(skill, field) for field in _AMOUNTS)]
        if not all(number >= 0.0 for number in numbers):
            faults.append(Fault(place, "a number is negative.", "People, limits and costs are 0 or more."))
    return faults


_AMOUNTS = ("recruit_limit", "recruit_cost", "redundancy_cost", "short_time_limit", "short_time_cost", "surplus_cost")


def _faults_of_transfers(problem: WorkforceProblem) -> list[Fault]:
    """Return what is wrong with the ways between skills."""
    names = [skill.name for skill in problem.skills]
    ways = [(transfer.source, transfer.target) for transfer in problem.transfers]
    faults = [
        Fault(f"transfers.{a} to {b}", "is given twice.", "Keep one.") for a, b in {*ways} if ways.count((a, b)) > 1
    ]
    for transfer in problem.transfers:
        place = f"transfers.{transfer.source} to {transfer.target}"
        faults += [
            Fault(place, f"there is no skill `{name}`.", nearest(name, names))
            for name in (transfer.source, transfer.target)
            if name not in names
        ]
        share = transfer.leave_share
        if share is not None and not 0.0 <= share <= 1.0:
            faults.append(Fault(place, f"leave_share = {share}; expected a share in [0, 1]."))
        if not min(transfer.limit, transfer.limit_share, transfer.cost) >= 0.0:
            faults.append(Fault(place, "a number is negative.", "Limits and costs are 0 or more."))
    return faults


def with_requirements(problem: WorkforceProblem, requirements: dict[str, tuple[float, ...]]) -> WorkforceProblem:
    """Return a problem with other people wanted in each year, by skill; skills left out stay as they are."""
    skills = [replace(skill, requirements=requirements.get(skill.name, skill.requirements)) for skill in problem.skills]
    return replace(problem, skills=tuple(skills))
