"""Three intervals: drawn assumptions are shared, cancel where they should, and spread as theory says."""

import threading
from pathlib import Path

import numpy as np
import pytest

import teamsim as ts
from teamsim.analysis.assumptions import UnderAssumptions
from teamsim.analysis.intervals import DrawnDifferences, interval_note
from teamsim.analysis.ranges import assumptions_of, pattern
from teamsim.errors import RunError, ScenarioError
from teamsim.testing import tiny_scenario

PRODUCTIVITY = "tiers.representative.selling.productivity_annual"
RAMP = "tiers.representative.ramp.months"
FAST = {RAMP: 3.0}
"""A faster ramp: what it is worth is proportional to the productivity, in every future."""


def aged(changes: dict[str, object] | None = None) -> ts.Scenario:
    """The tiny scenario with a lived past of a year."""
    return tiny_scenario("aged", {"opening.state": "stationary", "opening.firm_age_years": 1, **(changes or {})})


def ran(*scenarios: ts.Scenario, replications: int = 40) -> ts.Study:
    return ts.run(list(scenarios), replications, seed=7, progress=False)


def drawn(study: ts.Study, assumptions: dict[str, tuple[float, float] | None], draws: int = 40) -> UnderAssumptions:
    under: UnderAssumptions = study.under_assumptions(assumptions, draws, progress=False)
    return under


@pytest.fixture(scope="module")
def under_productivity() -> UnderAssumptions:
    """A fast ramp against the baseline; productivity is 600,000 +- a sixth."""
    base = aged()
    return drawn(ran(base, base.with_changes("fast", FAST)), {PRODUCTIVITY: (500_000, 700_000)})


# -- how the spread comes about --------------------------------------------------------------------------------


def test_assumptions_spread_as_worked_by_hand(under_productivity: UnderAssumptions) -> None:
    """Bookings are proportional to productivity, which is uniform: 90% of draws lie within 15% of the middle.

    The Latin hypercube has one draw in each fortieth, so a quantile is off by a fortieth of the range at most (.8% of
    the mean); simulation error takes off sqrt(1 - .02^2 or so).
    """
    gap = under_productivity.compare("bookings").differences[0]
    assert gap.assumptions == pytest.approx((gap.mean * 0.85, gap.mean * 1.15), rel=0.012)


def test_every_draw_scales_every_future(under_productivity: UnderAssumptions) -> None:
    values = under_productivity.values
    drawn_productivity = values[values["scenario"] == "aged"]["value"].to_numpy()
    as_written = under_productivity.study.result().total("bookings")
    expected = np.outer(drawn_productivity / 600_000, as_written)
    assert under_productivity.totals("bookings") == pytest.approx(expected, rel=1e-6)


def test_what_scales_both_scenarios_cancels_in_the_relative_difference(under_productivity: UnderAssumptions) -> None:
    fast, base = (under_productivity.totals("bookings", name).mean(axis=1) for name in ("fast", "aged"))
    assert np.ptp(base) > 0.2 * base.mean()
    assert fast / base == pytest.approx(np.full(40, (fast / base)[0]), rel=1e-6)


def test_the_headline_holds_luck_and_assumptions(under_productivity: UnderAssumptions) -> None:
    """Every future of every draw counts once, in the range and in P(better)."""
    gap = under_productivity.compare("pay").differences[0]
    assert gap.drawn is not None
    futures = gap.drawn.values.ravel()
    assert futures.size == 40 * 40
    assert gap.headline == pytest.approx(tuple(np.quantile(futures, [0.05, 0.95])))
    assert gap.p_better == pytest.approx(np.mean(futures < 0) + np.mean(futures == 0) / 2)
    width = gap.headline[1] - gap.headline[0]
    assert width > gap.luck[1] - gap.luck[0]
    assert width > gap.assumptions[1] - gap.assumptions[0]


def test_luck_and_simulation_error_are_those_of_the_parameters_as_they_stand(
    under_productivity: UnderAssumptions,
) -> None:
    plain = under_productivity.study.compare("bookings").differences[0]
    varied = under_productivity.compare("bookings").differences[0]
    for name in ("mean", "luck", "simulation_error", "correlation", "replications_needed"):
        assert getattr(plain, name) == getattr(varied, name)
    assert np.isnan(plain.assumptions).all()
    assert plain.headline == plain.luck


def test_ranges_of_no_width_leave_no_spread() -> None:
    base = aged()
    study = ran(base, base.with_changes("fast", FAST))
    gap = drawn(study, {PRODUCTIVITY: (600_000, 600_000)}, 3).compare("bookings").differences[0]
    assert gap.drawn is not None
    assert gap.drawn.values == pytest.approx(np.tile(gap.differences, (3, 1)), abs=0)
    assert gap.assumptions == pytest.approx((gap.mean, gap.mean))
    assert gap.headline == pytest.approx(gap.luck, rel=0.02)  # three of each future: the same but for interpolation


def test_simulation_error_is_taken_out_of_the_spread() -> None:
    """Draws that differ by noise alone, and draws that differ by a known spread, over shared luck.

    Shared luck of deviation 5, noise of 1 over 100 replications and 2,000 draws. With no effect the spread of means
    is .1 and what is left is under .04 (the variance of means is known to 3%). With effects uniform on 0 to 1 the 90%
    range is .9 wide, known to about 2%; left alone it would be 3% wider.
    """
    rng = np.random.default_rng(3)
    luck, noise = 5 * rng.standard_normal(100), rng.standard_normal((2000, 100))
    none = DrawnDifferences(luck + noise, np.arange(100))
    low, high = none.assumptions
    assert np.ptp(np.quantile(none.means, [0.05, 0.95])) > 0.3
    assert high - low < 0.13
    effect = rng.permutation((np.arange(2000) + 0.5) / 2000)[:, np.newaxis]
    low, high = DrawnDifferences(effect + luck + noise, np.arange(100)).assumptions
    assert high - low == pytest.approx(0.9, rel=0.02)


def test_openings_that_replications_share_count_as_one_in_the_noise() -> None:
    """Four replications of each opening with the same noise tell no more than one of each."""
    noise = np.random.default_rng(4).standard_normal((50, 30))
    once, four = DrawnDifferences(noise, np.arange(30)), DrawnDifferences(np.tile(noise, 4), np.tile(np.arange(30), 4))
    assert four.assumptions == pytest.approx(once.assumptions)


def test_replications_that_lack_a_measure_in_a_draw_are_dropped_and_one_draw_has_no_spread() -> None:
    values = np.array([[1.0, np.nan, 3.0], [2.0, 2.0, 4.0]])
    gaps = DrawnDifferences(values, np.array([0, 1, 2]))
    assert gaps.values.tolist() == [[1.0, 3.0], [2.0, 4.0]]
    assert gaps.groups.tolist() == [0, 2]
    assert np.isnan(DrawnDifferences(values[1:], np.arange(3)).assumptions).all()
    assert np.isnan(DrawnDifferences(np.full((2, 3), np.nan), np.arange(3)).headline).all()


# -- what is drawn ---------------------------------------------------------------------------------------------


def test_the_middle_draw_is_the_scenario_as_written(repo: Path) -> None:
    base = ts.load_scenario(repo / "scenarios" / "baseline.yaml")
    for assumption in assumptions_of([base], None):
        for each in assumption.ranges:
            assert each.at(0.5) == each.value == base.parameter(each.parameter.path).value
            assert (each.at(0.0), each.at(1.0)) == (each.low, each.high)
            assert each.low <= each.value <= each.high
            assert each.low < each.high


def test_how_people_answer_is_an_assumption_only_where_they_answer(repo: Path) -> None:
    base = ts.load_scenario(repo / "scenarios" / "baseline.yaml")
    assert not [each.name for each in assumptions_of([base], None) if each.name.startswith("response.")]
    other = base.with_changes("answering", {"response.effort": "forward_looking"})
    drawn = {each.name for each in assumptions_of([base, other], None)}
    assert {"response.elasticity", "response.present_bias"} <= drawn


def test_usual_ranges_are_the_declared_ones_or_a_quarter_about_the_value(repo: Path) -> None:
    base = ts.load_scenario(repo / "scenarios" / "baseline.yaml")
    usual = {assumption.name: assumption.ranges for assumption in assumptions_of([base], None)}
    tenure = {each.parameter.path.split(".")[1]: each for each in usual["tiers.*.attrition.mean_tenure_months"]}
    assert (tenure["representative"].low, tenure["representative"].high) == (18.0, 80.0)
    assert (tenure["sales_director"].low, tenure["sales_director"].high) == (96.0, 150.0)  # 120 is beyond 80
    assert not any("accelerator" in name or "recruiters" in name for name in usual), "what the firm decides"
    sellers = [each.parameter.path for each in usual["tiers.*.selling.productivity_annual"]]
    assert len(sellers) == 3, "managers, who sell nothing, have no range"


def test_a_pattern_has_a_star_for_each_name_that_people_gave() -> None:
    assert pattern("tiers.manager.ramp.months") == "tiers.*.ramp.months"
    assert pattern("organisation.units.west.seats.manager") == "organisation.units.*.seats.*"
    assert pattern("incentives.plans.rep.components.commission.cap") == "incentives.plans.*.components.*.cap"
    assert pattern("money.margin") == "money.margin"


def test_a_star_moves_all_together_and_a_change_of_its_own_is_kept() -> None:
    """Ramps of 5.7 (both tiers) and, in the counterfactual, 3.0 and 5.7: the ratio stays in every draw."""
    base = aged()
    values = drawn(ran(base, base.with_changes("fast", FAST)), {"tiers.*.ramp.months": (3.0, 9.0)}, 6).values
    table = values.pivot_table(index="draw", columns=["scenario", "path"], values="value")
    manager = "tiers.manager.ramp.months"
    assert table["aged", RAMP].tolist() == table["aged", manager].tolist() == table["fast", manager].tolist()
    assert (table["fast", RAMP] / table["aged", RAMP]).to_numpy() == pytest.approx(np.full(6, 3.0 / 5.7))
    assert table["aged", RAMP].nunique() == 6


def test_a_value_of_its_own_stays_within_its_limits() -> None:
    base = aged({"money.margin": 0.5})
    study = ran(base, base.with_changes("rich", {"money.margin": 0.9}))
    values = drawn(study, {"money.margin": (0.2, 0.8)}, 8).values
    assert values[values["scenario"] == "rich"]["value"].max() == 1.0
    assert values[values["scenario"] == "rich"]["value"].min() < 0.9


def test_whole_numbers_stay_whole() -> None:
    under = drawn(ran(aged({"hiring.recruiters": 3})), {"hiring.recruiters": (1, 12)}, 5)
    assert all(value == int(value) for value in under.values["value"])


def test_the_past_is_lived_under_the_drawn_assumptions() -> None:
    """Long tenure in the past leaves people with more months of service on the first day."""
    base = aged({"opening.firm_age_years": 4})
    other = base.with_changes("other", {"incentives.plans.rep.components.commission.rates": [[0, 0.2]]})
    path = "tiers.representative.attrition.mean_tenure_months"
    under = drawn(ran(base, other), {path: (4.0, 400.0)}, 2)
    short, long = (under.drawn[draw] for draw in np.argsort(under.quantiles[:, 0]))
    for scenario in (0, 1):
        pasts = [draw[scenario].layout.scenario.past.parameter(path).value for draw in (short, long)]
        assert pasts[0] < 40 < pasts[1]
    assert short[1].layout.scenario.past == short[0].layout.scenario
    assert short[1].total("exits").mean() > 2 * long[1].total("exits").mean()


def test_draws_share_luck_with_each_other_and_with_the_study() -> None:
    """An assumption that touches nobody's luck changes nothing: every future is that of the study."""
    study = ran(aged(), replications=5)
    under = drawn(study, {"money.margin": (0.5, 0.9)}, 3)
    assert under.totals("pay") == pytest.approx(np.tile(study.result().total("pay"), (3, 1)), abs=0)
    assert np.ptp(under.totals("contribution"), axis=0).min() > 0


# -- what the answer depends on --------------------------------------------------------------------------------


def test_the_ranking_finds_what_matters_and_by_how_much() -> None:
    """The gap in bookings is proportional to productivity (a third of it over the range); margin has no part in it."""
    base = aged()
    study = ran(base, base.with_changes("fast", FAST))
    under = drawn(study, {"money.margin": (0.5, 0.9), PRODUCTIVITY: (500_000, 700_000)}, 12)
    first, second = under.ranking("bookings").to_dict("records")
    gap = study.compare("bookings").differences[0].mean
    assert (first["assumption"], second["assumption"]) == (PRODUCTIVITY, "money.margin")
    assert first["effect"] == pytest.approx(gap / 3, rel=1e-3)
    assert first["rank_correlation"] == pytest.approx(1.0)
    assert abs(second["effect"]) < 1e-3 * first["effect"]
    few = drawn(study, {"money.margin": None, PRODUCTIVITY: None}, 3)
    with pytest.raises(ts.TeamsimError, match="Draw at least 4"):
        few.ranking("bookings")


def test_the_tornado_has_a_bar_for_each_assumption(under_productivity: UnderAssumptions) -> None:
    axes = under_productivity.plots.tornado("bookings")  # type: ignore[attr-defined]
    assert [label.get_text() for label in axes.get_yticklabels()] == [PRODUCTIVITY]
    assert axes.patches[0].get_width() == under_productivity.ranking("bookings")["effect"][0]
    origin = axes.get_xlabel()
    assert "40 draws · 40 replications · seed 7" in origin
    assert under_productivity.study.scenarios[0].hash[:8] in origin


# -- words, stopping, refusals ---------------------------------------------------------------------------------


def test_a_comparison_says_which_intervals_it_shows(under_productivity: UnderAssumptions) -> None:
    plain, varied = under_productivity.study.compare("bookings"), under_productivity.compare("bookings")
    assert "(luck)" in plain.sentences[0]
    assert str(plain).endswith("assumptions are not varied.")
    assert "not varied" in plain._repr_html_()
    assert "(luck and assumptions)" in varied.sentences[0]
    assert "Luck alone:" in varied.sentences[0]
    assert "assumptions alone:" in varied.sentences[0]
    assert "40 draws" in str(varied)
    assert "assumptions: 90% of draws" in varied._repr_html_()
    assert varied.table["draws"].tolist() == [40]
    assert "假设未变动" in interval_note(0, "zh")
    assert str(under_productivity).startswith("40 draws of 1 assumptions")


def test_a_stop_keeps_the_finished_draws() -> None:
    stop = threading.Event()

    def stop_after_three(done: int, total: int) -> None:
        assert total == 9
        if done == 3:
            stop.set()

    study = ran(aged(), replications=4)
    whole = study.under_assumptions({RAMP: (3.0, 9.0)}, 9, progress=False)
    part = study.under_assumptions({RAMP: (3.0, 9.0)}, 9, progress=stop_after_three, stop=stop)
    assert (part.n_draws, part.n_asked, len(part.quantiles)) == (3, 9, 3)
    assert part.totals("bookings").tolist() == whole.totals("bookings")[:3].tolist()
    assert str(part).startswith("3 draws of 9 asked for")
    with pytest.raises(RunError, match="before the first draw"):
        study.under_assumptions({RAMP: (3.0, 9.0)}, 9, progress=False, stop=stop)


def test_all_faults_of_assumptions_are_told_at_once() -> None:
    wrong = {
        "tiers.representativ.ramp.months": (3.0, 9.0),
        "tiers.manager.ramp.months": (9.0, 3.0),
        "tiers.*.ramp.start_share": (0.0, 1.5),
        PRODUCTIVITY: (100_000.0, 200_000.0),
        "money.margin": (0.5, float("inf")),
        "money.currency": None,
        "selling.unit_shock.sigma": None,
        RAMP: (3.0, 9.0),
        "tiers.*.ramp.months": None,
    }
    with pytest.raises(ScenarioError) as caught:
        assumptions_of([aged()], wrong)
    told = str(caught.value)
    assert len(caught.value.faults) == 10
    for words in (
        "Did you mean `tiers.representative.ramp.months`?",
        "the lowest value, 9, is above the highest, 3. Did you mean (3, 9)?",
        "tiers.manager.ramp.start_share: 0 to 1.5; expected share of full productivity from 0 to 1",
        "100000 to 200000 does not hold the scenario's value, 600000",
        "expected a lowest and a highest value",
        "no number at money.currency",
        "selling.unit_shock.sigma is 0, which has no usual range",
        f"{RAMP} is moved by `{RAMP}` and by `tiers.*.ramp.months`",
    ):
        assert words in told


@pytest.mark.parametrize("draws", [1, 0, -3, 2.5, True])
def test_at_least_two_draws(draws: int) -> None:
    with pytest.raises(RunError, match=r"draws = .*expected 2 or more"):
        ran(aged(), replications=2).under_assumptions({RAMP: None}, draws)


def test_nothing_to_draw_is_refused() -> None:
    with pytest.raises(ScenarioError, match="nothing to draw"):
        assumptions_of([aged()], {})
