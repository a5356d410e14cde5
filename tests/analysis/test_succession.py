"""Succession: matching against brute force, empty seats against theory, readiness against what the engines choose."""

import functools
import itertools
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import teamsim as ts
from teamsim.analysis import nine_box, slates, succession
from teamsim.analysis.assessments import Assessor
from teamsim.analysis.matching import covered
from teamsim.analysis.readiness import Future, is_on_notice, months_in_grade, waits
from teamsim.analysis.succession_words import sentences
from teamsim.analysis.successors import Succession
from teamsim.errors import ScenarioError, TeamsimError
from teamsim.opening import opening_of
from teamsim.scenario.scenario import changed_tree
from teamsim.testing import tiny_scenario

LADDER: dict[str, Any] = {
    "time": {"horizon_months": 24},
    "organisation.units": {
        "company": {"seats": {"manager": 4}},
        "west": {"parent": "company", "seats": {"representative": 14, "manager": 2}},
        "east": {"parent": "company", "seats": {"representative": 14, "manager": 2}},
    },
    "tiers.manager.critical": True,
    "tiers.manager.attrition": {"law": "constant", "annual_turnover": 0.5},
    "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.4},
    "tiers.representative.notice_months": 2,
    "opening": {"state": "stationary", "firm_age_years": 4},
}
BY_SCORE: dict[str, Any] = {
    "tiers.manager.promotion": {"choice": "score", "min_months_in_grade": 6, "internal_share": 0.9},
    "promotion": {
        "weights": {"experience": 0.5, "skill": 1, "results": 2, "leadership": 1},
        "reliability": {"skill": 0.6, "results": 0.8, "leadership": 0.5},
        "rater_bias_sigma": 0.4,
    },
}
LATERAL: dict[str, Any] = {"tiers.representative.transfers": {"share": 0.5, "min_months_in_seat": 3}}


@functools.cache
def study(**changes: Any) -> ts.Study:
    return ts.run(tiny_scenario("ladder", LADDER | changes), 20, seed=3, progress=False)


@functools.cache
def found() -> Succession:
    return succession(study())


# -- matching ------------------------------------------------------------------------------------------------

GRAPHS = st.integers(1, 5).flatmap(
    lambda n_people: st.lists(st.lists(st.booleans(), min_size=n_people, max_size=n_people), min_size=1, max_size=5)
)


def most_by_trying(may: np.ndarray) -> int:
    """The size of a maximum matching: every seat with everybody who is free, or with nobody."""

    def most(seat: int, taken: frozenset[int]) -> int:
        if seat == may.shape[0]:
            return 0
        free = [who for who in np.flatnonzero(may[seat]).tolist() if who not in taken]
        return max([most(seat + 1, taken), *(1 + most(seat + 1, taken | {who}) for who in free)])

    return most(0, frozenset())


@given(GRAPHS)
def test_coverage_is_a_maximum_matching_and_equals_share_equally(rows: list[list[bool]]) -> None:
    may = np.array(rows)
    shares = covered(may)
    assert shares.sum() == pytest.approx(most_by_trying(may))
    assert ((shares >= 0.0) & (shares <= 1.0)).all() and not shares[~may.any(axis=1)].any()
    for one, other in itertools.combinations(range(len(may)), 2):
        assert not np.array_equal(may[one], may[other]) or shares[one] == shares[other]


@given(GRAPHS)
def test_coverage_does_not_depend_on_the_order_of_seats_and_people(rows: list[list[bool]]) -> None:
    may = np.array(rows)
    assert covered(may[::-1, ::-1]).sum() == pytest.approx(covered(may).sum())


# -- empty seats ---------------------------------------------------------------------------------------------


@functools.cache
def posts() -> ts.Study:
    """200 posts, a chance of 1/30 a month to leave, exactly 60 days to fill, no ladder: steady after a burn-in."""
    changes = {
        "organisation.units.company.seats": {"representative": 200},
        "tiers.manager": None,
        "tiers.representative.attrition": {"law": "table", "monthly_probability": [1 / 30]},
        "tiers.representative.hiring": {"median_days": 60.0, "sigma": 0.0},
        "tiers.representative.critical": True,
        "incentives.plans": {},
        "time": {"horizon_months": 12, "burn_in_months": 40},
    }
    return ts.run(tiny_scenario("posts", changes), 60, seed=20, progress=False)


def test_a_seat_is_empty_for_time_to_fill_over_time_to_fill_and_tenure() -> None:
    """Share 2 / (2 + 30) = .0625 whatever the shapes; the futures' own spread gives the error, |z| < 3.5."""
    chances = succession(posts()).empty.mean(axis=(1, 2))
    assert abs(chances.mean() - 0.0625) < 3.5 * chances.std(ddof=1) / math.sqrt(chances.size)
    assert abs(chances.mean() - 0.0625) < 0.003


def test_a_vacancy_lasts_as_long_as_it_takes_to_fill_and_costs_what_that_means() -> None:
    """Little's law: 12 months hold 2 months x vacancies, but for the edges; then the price by hand."""
    costs, p = succession(posts()).vacancy_costs.loc["representative"], posts().scenarios[0].parameters
    assert costs["months_empty"] == pytest.approx(2.0, abs=0.06)
    tier = p.tiers["representative"]
    value = p.money.margin * tier.selling.productivity_annual / 12
    assert costs["lost_margin"] == pytest.approx(costs["months_empty"] * value)
    assert costs["hiring"] == tier.costs.hiring_per_hire + tier.costs.training_per_hire
    assert costs["chain_length"] == pytest.approx(1.0) and costs["cost"] == pytest.approx(costs["own_cost"])
    parts = costs[["lost_margin", "lost_coaching", "lost_ramp", "hiring", "saved"]]
    assert costs["own_cost"] == pytest.approx(parts.sum()) and costs["saved"] < 0.0


def test_nobody_succeeds_where_nobody_is_promoted() -> None:
    alone = succession(posts(), replications=range(5))
    assert not alone.ready.any() and not alone.cover.any()
    assert np.array_equal(alone.key_risk, alone.empty)


def test_empty_days_are_the_vacancy_of_the_results() -> None:
    vacancy = found().result.monthly("vacancy", tier="manager")
    assert found().empty.sum(axis=2) == pytest.approx(vacancy)


def test_a_chain_costs_what_its_seats_cost_visit_by_visit() -> None:
    costs, chains = found().vacancy_costs, found().chains
    assert chains is not None
    rep, manager = costs.loc["representative"], costs.loc["manager"]
    inside = chains.theory.fills[1, 0]
    assert manager["chain_length"] == pytest.approx(1.0 + inside)
    assert manager["cost"] == pytest.approx(manager["own_cost"] + inside * rep["own_cost"])


# -- who is ready --------------------------------------------------------------------------------------------


def test_coverage_never_exceeds_seats_nor_people() -> None:
    f = found()
    assert (f.n_covered <= np.minimum(f.cover.shape[2], f.n_ready) + 1e-9).all()
    assert ((f.cover > 0) <= (f.ready > 0)).all() and (f.key_risk <= f.empty).all()
    heads = f.critical.sources.sum(axis=1)
    assert (f.ready + f.soon + f.later <= heads).all()
    assert ((f.first == 0) == (f.ready > 0)).all()
    bench = f.bench
    assert (bench["coverage"] <= np.minimum(1.0, bench["bench_strength"]) + 1e-9).all()
    assert (bench["raw_depth"] >= bench["coverage"] - 1e-9).all()
    assert f.coverage.mean() == pytest.approx(bench["coverage"].mean())


def test_seats_of_one_scope_have_equal_benches() -> None:
    for _, of_unit in found().table.groupby("unit"):
        for name in ("ready", "coverage", "months_to_ready"):
            assert of_unit[name].nunique() == 1, name


def test_everybody_is_ready_when_the_time_in_grade_is_over() -> None:
    """All join on the first day and nobody leaves: 6 months to wait, then 5, ..., then everybody at once."""
    stable = {
        "tiers.representative.attrition": {"law": "table", "monthly_probability": [0.0]},
        "tiers.manager.attrition": {"law": "table", "monthly_probability": [0.0]},
        "tiers.manager.critical": True,
        "succession.soon_months": 2,
    }
    calm = succession(ts.run(tiny_scenario("calm", stable), 3, progress=False))
    assert (calm.first[:, :, 0] == [6, 5, 4, 3, 2, 1, 0, 0, 0, 0, 0, 0]).all()
    assert (calm.ready[:, :6] == 0).all() and (calm.ready[:, 6:] == 6).all()
    assert (calm.later[:, :4] == 6).all() and (calm.soon[:, 4:6] == 6).all()
    assert (calm.empty == 0.0).all() and (calm.cover[:, 6:] == 1.0).all()


def future_of(lived: ts.Study, replication: int) -> Future:
    layout = lived.result().layout
    opening = opening_of(layout, lived.seed).of(np.array([replication]))
    return Future(layout, lived.panel(None, replication), opening, lived.seed, replication)


def with_those_who_moved_put_back(future: Future, month: int) -> tuple[Future, list[int]]:
    """Return the first of a month before its promotions, and the seats from which people were promoted then."""
    panel, persons = future.panel, future.persons
    seats, managers = np.arange(persons.shape[1]), future.layout.model.seats.tier == 1
    moved = seats[managers & (persons[month] >= 0) & future.starts[month]]
    sources, copies = [], {name: getattr(panel, name).copy() for name in panel._fields}
    came_later = future.starts[month] & (persons[month - 1] >= 0) & ~managers  # searched and hired after promotions
    copies["entry_seat"][month, came_later] = -1
    for target in moved:
        was = np.flatnonzero(persons[month - 1] == persons[month, target])
        if was.size:  # else hired from outside
            sources.append(int(was[0]))
            for name in ("entry_seat", "occupant", "hire_day", "talent", "leadership", "exit_kind"):
                copies[name][month, was[0]] = panel._asdict()[name][month, target]
            copies["grade_month"][month, was[0]] = panel.grade_month[month - 1, was[0]]
            copies["exit_kind"][month, was[0]] = 0
    return future._replace(panel=panel._replace(**copies)), sources


@pytest.mark.parametrize("transfers", [{}, LATERAL], ids=["none", "transfers"])
def test_the_engines_promote_those_whom_the_report_ranks_first(transfers: dict[str, Any]) -> None:
    """With noise in every assessment, raters' bias and notice: the same people, in 20 futures, every time.

    Who moves to another unit takes results and time in grade along.
    """
    lived, n_moves = ts.run(tiny_scenario("by score", LADDER | BY_SCORE | transfers), 20, seed=3, progress=False), 0
    for replication in range(20):
        future = future_of(lived, replication)
        for month in range(1, 22):  # who resigns in the last two months is not known to be on notice
            before, sources = with_those_who_moved_put_back(future, month)
            has_transfers = future.came_from(month)[0].size > 0  # after the month's promotions of the tier above
            if not sources or has_transfers:
                continue
            n_moves += len(sources)
            read = Assessor(before).assessed("manager", month)
            ready = waits(before, "manager")[month, read.seats] == 0
            assert set(sources) <= set(read.seats[ready].tolist())
            ranked = read.seats[ready][np.argsort(-read.score[ready], kind="stable")]
            assert sorted(ranked[: len(sources)].tolist()) == sorted(sources)
    assert n_moves > 50


def test_people_on_notice_are_no_successors() -> None:
    future = future_of(study(), 0)
    layout = future.layout
    reps = np.array([seat.tier == "representative" for seat in layout.seats])
    left = future.panel.exit_kind[:, reps] == 1
    notice = is_on_notice(future)[:, reps]
    months, seats = np.nonzero(left)
    assert months.size > 10
    for month, seat in zip(months, seats, strict=True):
        assert notice[max(month - 1, 0) : month + 1, seat].all()
    assert notice.sum() <= 2 * left.sum()
    assert (waits(future, "manager")[:, reps][notice] > 1000).all()


def test_time_in_grade_counts_from_the_move_or_the_opening() -> None:
    future = future_of(study(), 1)
    grade, persons = months_in_grade(future), future.persons
    stays = (persons[1:] == persons[:-1]) & (persons[1:] >= 0)
    assert (grade[1:][stays] == grade[:-1][stays] + 1).all()
    assert (grade[future.starts] == 0).all()
    opening = future.opening
    is_there = ~future.starts[0] & (persons[0] >= 0)
    assert (grade[0][is_there] == -opening.grade_month[0][is_there]).all()


def test_a_higher_standard_leaves_fewer_ready() -> None:
    strict = succession(study(**{"succession.ready_score": 0.5}))
    assert (strict.ready <= found().ready).all() and strict.ready.sum() < 0.5 * found().ready.sum()
    assert np.array_equal(strict.empty, found().empty), "a standard of the report changes nothing that happens"


def test_a_rule_of_readiness_of_ones_own_is_asked() -> None:
    @ts.rule("is_ready")
    def never_ready_for_the_report(month: int, grade_month: int, min_months_in_grade: int) -> bool:
        return month - grade_month > 1000

    scenario = tiny_scenario("ladder", LADDER).with_rule("is_ready", never_ready_for_the_report)
    assert not succession(ts.run(scenario, 3, seed=3, progress=False)).ready.any()


# -- nine-box and slates -------------------------------------------------------------------------------------


def test_a_nine_box_holds_everybody_once() -> None:
    box = nine_box(found(), "manager", month=5)
    panel = study().panel(None, 0)
    reps = np.array([seat.tier == "representative" for seat in found().result.layout.seats])
    assert box.counts.to_numpy().sum() == len(box.people) == (panel.entry_seat[5, reps] >= 0).sum()
    for name in ("performance", "potential"):
        assert abs(box.people[name].mean()) < 0.1  # who comes within the month is not in the mean
        assert box.people[name].std(ddof=0) == pytest.approx(1.0, abs=0.1)
        assert (box.people[f"{name}_level"] == "high").equals(box.people[name] >= 0.43)


def test_a_slate_names_the_ready_first() -> None:
    told = slates(found(), n=4)
    assert set(told["seat"]) == {seat.name for seat in found().critical.seats}
    for _, slate in told.groupby("seat"):
        assert list(slate["rank"]) == [1, 2, 3, 4]
        assert slate["months_to_ready"].is_monotonic_increasing
        ready = slate[slate["months_to_ready"] == 0]
        assert ready["compared_by"].is_monotonic_decreasing


# -- real people ---------------------------------------------------------------------------------------------


def with_roster(folder: Path, n_critical: int) -> ts.Study:
    """Fourteen named representatives and six named managers, some of them in critical seats."""
    rows = [f"rep-{n},company,representative,," for n in range(14)]
    rows += [f"boss-{n},company,manager,{'yes' if n < n_critical else 'no'}," for n in range(6)]
    (folder / "people.csv").write_text("\n".join(["person_id,unit,tier,critical,attainment", *rows]), encoding="utf-8")
    tree = {"opening": {"roster": "people.csv", "firm_age_years": 2}, "organisation.units": {"company": {}}}
    changes = {**LADDER, **tree, "tiers.manager.critical": False}
    made = tiny_scenario("ladder", LADDER).tree
    scenario = ts.make_scenario("firm", changed_tree(made, changes, "test")[0], folder)
    return ts.run(scenario, 6, seed=1, progress=False)


def test_a_roster_marks_critical_seats_and_nobody_leaves_the_notebook(tmp_path: Path) -> None:
    report = succession(with_roster(tmp_path, 6))
    assert [seat.name for seat in report.critical.seats] == [f"company/manager/boss-{n}" for n in range(6)]
    told = report.exported()
    assert list(told["seats"]) == [6]
    box = nine_box(report, "manager").exported()
    words = told.to_csv() + box.to_csv() + "".join(sentences(report))
    assert "boss" not in words and "rep-" not in words
    assert not {"chance_empty", "key_seat_risk"} & set(box.columns)
    assert list(report.shown()) == ["manager"], "no picture has a row of one seat"


def test_fewer_than_five_seats_of_real_people_are_not_told(tmp_path: Path) -> None:
    report = succession(with_roster(tmp_path, 4))
    assert report.exported().empty and report.shown() == {}
    assert sentences(report) == [
        "Fewer than five critical seats of real people: what is known of them stays in the analyst's own tables."
    ]


# -- errors --------------------------------------------------------------------------------------------------


def test_what_can_not_be_reported_is_refused() -> None:
    plain = ts.run(tiny_scenario(), 2, progress=False)
    with pytest.raises(ScenarioError, match=r"no seat is critical.*tiers\.<tier>\.critical: true"):
        succession(plain)
    with pytest.raises(ScenarioError, match=r"no seat `company/manager/009`\. Did you mean") as refused:
        succession(plain, seats=["company/manager/009", "company/boss/001"])
    assert len(refused.value.faults) == 2
    assert [seat.name for seat in succession(plain, seats=["company/manager/002"]).critical.seats]
    with pytest.raises(TeamsimError, match="month = 99; expected a month of the run, 0 to 23"):
        nine_box(found(), "manager", month=99)
    with pytest.raises(TeamsimError, match="no tier that people are promoted into"):
        nine_box(found(), "representative")
    with pytest.raises(TeamsimError, match="n = 0; expected 1 person"):
        slates(found(), n=0)
    for ask in (found().by, found().exported):
        with pytest.raises(TeamsimError, match=r"by = 'teir'; expected one of tier, unit\. Did you mean `tier`"):
            ask("teir")
    with pytest.raises(TeamsimError, match="carries a quota"):
        no_quota = {"tiers.representative.quota_annual": 0, "incentives.plans": {}, "tiers.manager.critical": True}
        nine_box(succession(ts.run(tiny_scenario("none", no_quota), 2, progress=False)), "manager")
    with pytest.raises(TeamsimError, match="lang"):
        sentences(found(), "fr")
