"""Williams' manpower planning problem (oracles, section 9): both known answers, and balances on random problems."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamsim.analysis.workforce import (
    Skill,
    Transfer,
    WorkforcePlan,
    WorkforceProblem,
    with_requirements,
    workforce_plan,
)
from teamsim.errors import InputError, TeamsimError

DOWN = (("semi_skilled", "unskilled"), ("skilled", "unskilled"), ("skilled", "semi_skilled"))


@pytest.fixture(scope="module")
def williams(shared: Path) -> WorkforceProblem:
    """The table of the folder with what its SOURCE.txt says of retraining, downgrading and short time."""
    with (shared / "data/williams_manpower/williams_manpower.csv").open() as file:
        skills = tuple(_skill(row) for row in csv.DictReader(file))
    retraining = (
        Transfer("unskilled", "semi_skilled", cost=400.0, limit=200.0),
        Transfer("semi_skilled", "skilled", cost=500.0, limit_share=0.25),
    )
    downgrading = tuple(Transfer(source, target, leave_share=0.5) for source, target in DOWN)
    return WorkforceProblem(skills, retraining + downgrading, surplus_limit=150.0, short_time_work=0.5)


def _skill(row: dict[str, str]) -> Skill:
    value = {name: float(text) for name, text in row.items() if name != "grade"}
    return Skill(
        row["grade"],
        value["now"],
        (value["need_year1"], value["need_year2"], value["need_year3"]),
        leave_share=value["leave_later"],
        first_year_leave_share=value["leave_first_year"],
        recruit_limit=value["recruit_max"],
        redundancy_cost=value["redundancy_cost"],
        short_time_limit=value["short_time_max"],
        short_time_cost=value["short_time_cost"],
        surplus_cost=value["overmanning_cost"],
    )


def test_least_redundancy(williams: WorkforceProblem) -> None:
    plan = workforce_plan(williams, "redundancy")
    assert plan.redundancy == pytest.approx(841.797, abs=5e-4)
    assert plan.cost > 498_677.29


def test_least_cost(williams: WorkforceProblem) -> None:
    plan = workforce_plan(williams)
    assert plan.cost == pytest.approx(498_677.29, abs=5e-3)
    assert plan.redundancy == pytest.approx(1_423.72, abs=5e-3)
    assert "498,677.29 in all, 1,423.7 people made redundant" in str(plan)


def test_the_price_of_a_requirement_is_what_one_more_person_costs(williams: WorkforceProblem) -> None:
    plan = workforce_plan(williams)
    more = workforce_plan(with_requirements(williams, {"skilled": (1000.0, 1500.0, 2001.0)}))
    assert more.cost - plan.cost == pytest.approx(plan.prices.loc[3, "skilled"], rel=1e-3)


def test_whole_people_cost_a_little_more(williams: WorkforceProblem) -> None:
    plan, whole = workforce_plan(williams), workforce_plan(williams, whole_people=True)
    assert plan.cost <= whole.cost < 1.01 * plan.cost
    decided = whole.table[whole.table["measure"].isin(["recruits", "redundancies", "short_time", "transfers"])]
    assert (decided["people"] - decided["people"].round()).abs().max() < 1e-5


def unmet(plan: WorkforcePlan) -> float:
    """Largest gap of any balance, requirement or limit of a plan, worked out anew from its table."""
    p, table = plan.problem, plan.table.set_index(["year", "measure", "skill", "to_skill"])["people"].sort_index()
    gaps = [float(-table.min())]
    for year in range(1, p.n_years + 1):
        for skill in p.skills:
            here = {
                m: table[year, m, skill.name, ""]
                for m in ("force", "recruits", "redundancies", "short_time", "surplus")
            }
            before = skill.stock if year == 1 else table[year - 1, "force", skill.name, ""]
            force = (1 - skill.leave_share) * before + (1 - skill.first_year_leave_share) * here["recruits"]
            force -= here["redundancies"]
            for way in p.transfers:
                moved = table[year, "transfers", way.source, way.target]
                lost = skill.leave_share if way.leave_share is None else way.leave_share
                force += (way.target == skill.name) * (1 - lost) * moved - (way.source == skill.name) * moved
            gaps.append(abs(force - here["force"]))
            worked = here["force"] - (1 - p.short_time_work) * here["short_time"] - here["surplus"]
            gaps.append(abs(worked - skill.requirements[year - 1]))
            gaps += [here["recruits"] - skill.recruit_limit, here["short_time"] - skill.short_time_limit]
        gaps.append(table[year, "surplus"].sum() - p.surplus_limit)
        for way in p.transfers:
            moved = table[year, "transfers", way.source, way.target]
            gaps += [moved - way.limit, moved - min(way.limit_share, 1e9) * table[year, "force", way.target, ""]]
    return max(gaps)


@pytest.mark.parametrize("goal", ["cost", "redundancy"])
def test_the_published_plan_keeps_its_own_books(williams: WorkforceProblem, goal: str) -> None:
    assert unmet(workforce_plan(williams, goal)) < 1e-5


@st.composite
def problems(draw: st.DrawFn) -> WorkforceProblem:
    """Two or three skills over two or three years, some of them beyond reach."""
    n, years = draw(st.integers(2, 3)), draw(st.integers(2, 3))
    people, share = st.integers(0, 500), st.integers(0, 9).map(lambda tenth: tenth / 10)
    skills = tuple(
        Skill(
            f"s{i}",
            draw(people),
            tuple(draw(st.lists(people, min_size=years, max_size=years))),
            leave_share=draw(share),
            first_year_leave_share=draw(share),
            recruit_limit=draw(people),
            recruit_cost=draw(people),
            redundancy_cost=draw(people),
            short_time_limit=draw(st.integers(0, 50)),
            short_time_cost=draw(people),
            surplus_cost=draw(people),
        )
        for i in range(n)
    )
    ways = (Transfer("s0", "s1", cost=10.0, limit=100.0), Transfer("s1", "s0", leave_share=0.5, limit_share=0.3))
    return WorkforceProblem(skills, ways, surplus_limit=draw(people))


@given(problems())
def test_plans_keep_all_balances_and_goals_are_reached(problem: WorkforceProblem) -> None:
    """Either a plan that holds, or a sentence that names a requirement; fewest redundancies are no more than others."""
    try:
        cheapest = workforce_plan(problem)
    except TeamsimError as refused:
        assert "can not be met" in str(refused) and "short" in str(refused)
        return
    kindest = workforce_plan(problem, "redundancy")
    assert unmet(cheapest) < 1e-4 and unmet(kindest) < 1e-4
    assert kindest.redundancy <= cheapest.redundancy + 1e-4
    assert cheapest.cost <= kindest.cost + 1e-3


def test_a_requirement_beyond_reach_is_named() -> None:
    """100 keep 90, 20 recruits: 110 of 150."""
    skill = Skill("closers", 100.0, (90.0, 150.0), leave_share=0.1, recruit_limit=20.0)
    with pytest.raises(TeamsimError) as refused:
        workforce_plan(WorkforceProblem((replace(skill, requirements=(150.0,)),)))
    assert "`closers` in year 1: 150 wanted, 40.0 short" in str(refused.value)
    with pytest.raises(TeamsimError, match=r"`closers` in year 2: 150 wanted, 31\.0 short"):
        workforce_plan(WorkforceProblem((skill,)))


def test_hiring_alone_by_hand() -> None:
    """100 lose 10; 27 recruits of whom a ninth leaves make 24 more: 114."""
    skill = Skill("hunters", 100.0, (114.0,), leave_share=0.1, first_year_leave_share=1 / 9, recruit_cost=5.0)
    plan = workforce_plan(WorkforceProblem((skill,)))
    assert plan.people("recruits") == pytest.approx(27.0)
    assert plan.cost == pytest.approx(135.0)
    assert plan.prices.loc[1, "hunters"] == pytest.approx(5.0 / (8 / 9))


def test_whole_people_without_a_surplus_may_be_impossible() -> None:
    skill = Skill("hunters", 101.0, (90.0,), leave_share=0.15)
    assume_free = WorkforceProblem((skill,), surplus_limit=0.0)
    with pytest.raises(TeamsimError, match="whole people"):
        workforce_plan(assume_free, whole_people=True)


def test_all_faults_of_a_problem_are_told_at_once() -> None:
    skills = (Skill("a", 10.0, (1.0, 2.0), leave_share=1.4), Skill("b", -5.0, (1.0,)))
    with pytest.raises(InputError) as refused:
        WorkforceProblem(skills, (Transfer("a", "c", limit=-1.0),) * 2, short_time_work=2.0)
    said = str(refused.value)
    for part in (
        "leave_share = 1.4",
        "requirements for 1 years",
        "negative",
        "no skill `c`",
        "given twice",
        "short_time_work",
    ):
        assert part in said
    with pytest.raises(InputError, match="nothing to plan"):
        WorkforceProblem(())
    with pytest.raises(TeamsimError, match="goal = 'joy'"):
        workforce_plan(WorkforceProblem((Skill("a", 1.0, (1.0,)),)), "joy")
    with pytest.raises(TeamsimError, match="Did you mean `recruits`"):
        workforce_plan(WorkforceProblem((Skill("a", 1.0, (1.0,)),))).people("recruit")
