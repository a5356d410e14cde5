"""The expectation engine: identities on random chains, structures that can be kept, and refusals with reasons."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import teamsim as ts
from teamsim.analysis.maintain import maintain_by_promotion, maintain_by_recruitment
from teamsim.analysis.markov import MarkovFlows
from teamsim.analysis.preview import markov_of
from teamsim.errors import InputError, TeamsimError
from teamsim.testing import tiny_scenario
from tests.oracles.test_push_flows import GRADES, STOCKS, P, sales_force, with_recruits

ENTRY = (0.8, 0.2, 0.0, 0.0)
A_SCENARIO = with_recruits(1)


@st.composite
def chains(draw: st.DrawFn) -> MarkovFlows:
    """Two to five grades, exits of 1% at least, people joining anywhere."""
    n = draw(st.integers(2, 5))
    weights = np.array(
        draw(st.lists(st.lists(st.integers(0, 20), min_size=n + 1, max_size=n + 1), min_size=n, max_size=n))
    )
    weights[:, n] += 1 + weights.sum(axis=1) // 100
    moves = (weights / weights.sum(axis=1, keepdims=True))[:, :n]
    entry = np.array(draw(st.lists(st.integers(0, 10), min_size=n, max_size=n))) + np.eye(n)[0]
    names = tuple(f"g{grade}" for grade in range(n))
    kind = draw(st.sampled_from(["planned", "drawn", "poisson"]))
    return MarkovFlows(names, moves, entry / entry.sum(), draw(st.integers(1, 500)), kind)


def at_fixed_size(flows: MarkovFlows) -> MarkovFlows:
    return MarkovFlows(flows.names, flows.moves, flows.recruitment, is_fixed_size=True)


@given(chains())
def test_rows_and_exits_add_up_to_one(flows: MarkovFlows) -> None:
    assert flows.moves.sum(axis=1) + flows.exits == pytest.approx(1.0)


@given(chains())
def test_the_fundamental_matrix_holds(flows: MarkovFlows) -> None:
    """N (I - P) = I; everybody leaves in the end: N w = 1; chances are chances."""
    n = len(flows.names)
    assert flows.years_by_grade @ (np.eye(n) - flows.moves) == pytest.approx(np.eye(n), abs=1e-9)
    assert flows.years_by_grade @ flows.exits == pytest.approx(np.ones(n))
    assert np.all((flows.chance_to_reach >= -1e-12) & (flows.chance_to_reach <= 1.0 + 1e-9))
    assert np.all(flows.years_to_exit_variance >= -1e-6)


@given(chains())
def test_a_steady_state_is_a_fixed_point(flows: MarkovFlows) -> None:
    steady = flows.steady_state()
    assert flows.project(steady, 1).means[1] == pytest.approx(steady)
    fixed = at_fixed_size(flows)
    steady = fixed.steady_state(700.0)
    assert fixed.project(steady, 1).means[1] == pytest.approx(steady)
    assert fixed.project(steady, 1).exits[0] == pytest.approx(fixed.hires_a_year(700.0))


@given(chains(), st.integers(1, 6))
def test_covariances_are_symmetric_and_positive_semidefinite(flows: MarkovFlows, years: int) -> None:
    stocks = np.full(len(flows.names), 100.0)
    for chain in (flows, at_fixed_size(flows)):
        ahead = chain.project(stocks, years)
        for covariance in ahead.covariances:
            assert covariance == pytest.approx(covariance.T, abs=1e-9)
            assert np.linalg.eigvalsh(covariance).min() > -1e-6
        assert np.all(ahead.exits_variance >= 0.0)


@given(chains())
def test_a_fixed_size_stays(flows: MarkovFlows) -> None:
    ahead = at_fixed_size(flows).project(np.full(len(flows.names), 50.0), 5)
    assert ahead.means.sum(axis=1) == pytest.approx(50.0 * len(flows.names))


@given(chains())
def test_a_steady_state_is_kept_by_the_present_policy(flows: MarkovFlows) -> None:
    steady = flows.steady_state()
    by_hiring, by_promotion = maintain_by_recruitment(flows, steady), maintain_by_promotion(flows, steady)
    assert by_hiring.is_maintainable and by_promotion.is_maintainable
    assert by_hiring.policy == pytest.approx(flows.entry_shares, abs=1e-6)
    assert by_promotion.policy is not None
    x = steady / steady.sum()
    assert x @ by_promotion.policy + by_promotion.hires * flows.entry_shares == pytest.approx(x, abs=1e-7)


def test_years_to_the_top_of_those_who_get_there_by_hand() -> None:
    """Stay .5, up .3 of two steps: those who get up wait 1 / (1 - .5) = 2 years a step."""
    flows = MarkovFlows(("a", "b", "c"), [[0.5, 0.3, 0.0], [0.0, 0.5, 0.3], [0.0, 0.0, 0.9]])
    assert flows.years_to_reach("c") == pytest.approx((4.0, 2.0, 0.0))
    assert flows.chance_to_reach[0] == pytest.approx((1.0, 0.6, 0.36))
    assert np.isnan(flows.years_to_reach("a")[1:]).all()


def test_the_opening_of_the_sales_force_is_too_lean_in_the_middle_to_be_kept_by_hiring() -> None:
    """50 assistant managers get 10 + 20 from below, keep 40: 75 are there next year, 50 wanted."""
    flows = MarkovFlows(GRADES, P, ENTRY, 160.0)
    found = maintain_by_recruitment(flows, STOCKS)
    assert not found.is_maintainable
    assert "assistant_manager (50.0% too many a year)" in found.sentence
    growing = maintain_by_recruitment(flows, STOCKS, growth=0.5)
    assert growing.is_maintainable


def test_promotion_control_keeps_what_hiring_can_not() -> None:
    """30 region managers lose 9 a year, so 9 of 50 assistants go up; more than there are can not."""
    flows = MarkovFlows(GRADES, P, ENTRY, 160.0)
    found = maintain_by_promotion(flows, STOCKS)
    assert found.is_maintainable and found.policy is not None
    assert found.policy[2, 3] == pytest.approx(9 / 50)
    assert found.policy.sum(axis=1) == pytest.approx(1.0 - flows.exits)
    assert not maintain_by_promotion(flows, (0.0, 100.0, 1.0, 400.0)).is_maintainable


def test_growth_is_refused_where_nobody_may_join() -> None:
    assert not maintain_by_promotion(MarkovFlows(GRADES, P), STOCKS).is_maintainable


def test_the_table_is_tidy() -> None:
    table = MarkovFlows(GRADES, P).project(STOCKS, 2).table
    assert list(table.columns) == ["year", "grade", "mean", "standard_deviation"]
    assert table[(table["year"] == 1) & (table["grade"] == "full_time")]["mean"].item() == pytest.approx(150.0)


def test_all_faults_of_a_chain_are_told_at_once() -> None:
    with pytest.raises(InputError) as refused:
        MarkovFlows(("a", "b"), [[0.9, 0.2], [-0.1, 0.5]], [0.5, 0.2], -3.0, is_fixed_size=True)
    said = str(refused.value)
    for place in ("moves[a]", "moves[b]", "recruitment", "recruits = -3.0; expected", "with a fixed size"):
        assert place.split(" = ")[0] in said
    with pytest.raises(InputError, match=r"2 grades"):
        MarkovFlows(("a", "b"), [[0.9]])


def test_endless_careers_and_empty_rests_are_refused() -> None:
    stuck = MarkovFlows(("a", "b"), [[0.5, 0.2], [0.0, 1.0]])
    with pytest.raises(TeamsimError, match=r"Nobody ever leaves from `b`"):
        _ = stuck.years_by_grade
    with pytest.raises(TeamsimError, match="Nobody joins"):
        MarkovFlows(GRADES, P).steady_state()
    with pytest.raises(TeamsimError, match="any size"):
        MarkovFlows(GRADES, P, ENTRY, is_fixed_size=True).steady_state()
    with pytest.raises(TeamsimError, match=r"Did you mean `part_time`"):
        MarkovFlows(GRADES, P).years_to_reach("part-time")
    with pytest.raises(TeamsimError, match="4 numbers"):
        MarkovFlows(GRADES, P).project([1, 2], 1)


NOT_MARKOV = {
    "tiers.part_time.attrition": {"law": "weibull", "mean_tenure_months": 30, "shape": 0.8},
    "tiers.part_time.notice_months": 1,
    "tiers.part_time.retirement.age_years": 65,
    "tiers.part_time.performance.floor": 0.5,
    "tiers.part_time.exit_effects.overdue_ratio": 1.2,
    "organisation.seat_changes": {"more": {"unit": "company", "tier": "part_time", "month": 3, "seats": 5}},
    "opening.state": "stationary",
}


@pytest.mark.parametrize("path", NOT_MARKOV)
def test_what_is_not_markov_is_named(path: str) -> None:
    scenario = sales_force(STOCKS, 12, {path: NOT_MARKOV[path]})
    with pytest.raises(InputError) as refused:
        markov_of(scenario)
    assert path.removesuffix(".overdue_ratio") in str(refused.value)
    assert len(refused.value.faults) == 1


def test_pull_and_slow_hiring_are_named_with_all_else() -> None:
    with pytest.raises(InputError) as refused:
        markov_of(tiny_scenario("pull", {"hiring": {"recruiters": 1, "acceptance": 0.8}}))
    places = [fault.place for fault in refused.value.faults]
    assert "tiers.manager.promotion.internal_share" in places
    assert "tiers.representative.hiring.median_days" in places
    assert {"hiring.recruiters", "hiring.acceptance"} <= set(places)


def test_a_rule_of_ones_own_is_no_chain() -> None:
    @ts.rule("attrition_hazard")
    def never(tenure_months: int, attainment: float, tier: int, p: object) -> float:
        return 0.0

    with pytest.raises(InputError, match=r"rules.attrition_hazard"):
        markov_of(sales_force(STOCKS, 12).with_rule("attrition_hazard", never))


def test_a_weibull_law_of_shape_one_is_a_chain() -> None:
    law = {"law": "weibull", "mean_tenure_months": 24, "shape": 1.0}
    preview = markov_of(sales_force(STOCKS, 12, {"tiers.part_time.attrition": law}))
    assert preview.chain.exits[0] == pytest.approx(1.0 - np.exp(-0.5))


def test_a_preview_reads_as_a_table_and_has_no_chain_where_a_year_is_no_step() -> None:
    preview = markov_of(A_SCENARIO)
    assert len(preview.by_month) == 12 * len(GRADES)
    assert preview.opening == pytest.approx(STOCKS)
    with pytest.raises(TeamsimError, match="differs from the scenario"):
        preview.against(ts.run(tiny_scenario(), 1, progress=False).result())
    june = A_SCENARIO.with_changes("june", {"organisation.intake.part_time.month_of_year": 6})
    with pytest.raises(TeamsimError, match="between moves"):
        _ = markov_of(june).chain
    filled = sales_force(STOCKS, 12, {"organisation.units.company.backfill": True})
    with pytest.raises(TeamsimError, match="backfill: false"):
        _ = markov_of(filled).chain
