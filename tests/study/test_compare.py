"""Paired comparison: worked by hand, and against scipy."""

import re
from types import ModuleType

import numpy as np
import pytest
from scipy import stats

import teamsim as ts
from teamsim.analysis import chinese, english
from teamsim.analysis.compare import Comparison, Difference
from teamsim.analysis.english import amount
from teamsim.measures import MEASURES
from teamsim.opening import N_HISTORIES, n_openings, opening_of, sizes
from teamsim.testing import tiny_scenario

BASE = np.array([10.0, 20.0, 30.0, 40.0])
OTHER = np.array([12.0, 21.0, 29.0, 46.0])


def difference(measure: str = "bookings", precision: float = 0.01) -> Difference:
    return between(OTHER, BASE, measure=measure, precision=precision)


def between(
    values: np.ndarray,
    baseline: np.ndarray,
    groups: np.ndarray | None = None,
    measure: str = "bookings",
    precision: float = 0.01,
) -> Difference:
    """The difference of two arrays; without groups every replication is one of its own."""
    numbers = np.arange(len(values)) if groups is None else groups
    return Difference(MEASURES[measure], "other", "base", values, baseline, numbers, precision)


def test_differences_are_paired() -> None:
    assert difference().differences.tolist() == [2.0, 1.0, -1.0, 6.0]
    assert difference().mean == 2.0


def test_simulation_error_is_the_paired_t_interval() -> None:
    expected = stats.ttest_rel(OTHER, BASE).confidence_interval(0.95)
    assert difference().simulation_error == pytest.approx((expected.low, expected.high))


def test_luck_is_the_spread_over_futures_not_of_the_mean() -> None:
    gaps = np.arange(101.0)
    spread = between(gaps, np.zeros(101))
    assert spread.luck == (5.0, 95.0)


def test_better_means_more_bookings_and_less_pay() -> None:
    assert difference("bookings").p_better == 0.75
    assert difference("pay").p_better == 0.25
    assert np.isnan(difference("headcount").p_better)


def test_a_tie_counts_half() -> None:
    tied = between(BASE, BASE)
    assert tied.p_better == 0.5
    assert "the same in every future" in tied.sentence()


def test_correlation_and_replications_needed_are_as_worked_by_hand() -> None:
    assert difference().correlation == pytest.approx(np.corrcoef(OTHER, BASE)[0, 1])
    deviation = np.std([2.0, 1.0, -1.0, 6.0], ddof=1)
    assert difference(precision=0.1).replications_needed == int(np.ceil((1.96 * deviation / 2.5) ** 2))


def test_simulation_error_of_groups_is_as_worked_by_hand() -> None:
    """Differences 2, 1, -1, 6 (mean 2) in groups {2, 1}, {-1}, {6}: sums of deviations -1, -3, 4."""
    low, high = between(OTHER, BASE, np.array([5, 5, 6, 7])).simulation_error
    half = stats.t.ppf(0.975, 2) * np.sqrt(3 / 2 * (1 + 9 + 16)) / 4
    assert (low, high) == pytest.approx((2 - half, 2 + half))


def test_simulation_error_covers_when_replications_share_openings() -> None:
    """7% of the variance between 128 groups, 2,000 replications, 400 data sets.

    Were the coverage exactly 95%, the share that covers would have a standard error of 1.1%; 92-98% is 2.75 of them
    either way: a false alarm in .6% of seeds. The paired t interval would cover in 83%.
    """
    rng = np.random.default_rng(20260712)
    covered, covered_by_paired_t = 0, 0
    groups = np.arange(2000) % 128
    for _ in range(400):
        values = np.sqrt(0.07) * rng.standard_normal(128)[groups] + np.sqrt(0.93) * rng.standard_normal(2000)
        low, high = between(values, np.zeros(2000), groups).simulation_error
        covered += low <= 0.0 <= high
        low, high = between(values, np.zeros(2000)).simulation_error
        covered_by_paired_t += low <= 0.0 <= high
    assert 0.92 <= covered / 400 <= 0.98
    assert covered_by_paired_t / 400 < 0.88


def test_one_group_has_no_simulation_error() -> None:
    assert np.isnan(between(OTHER, BASE, np.zeros(4, dtype=np.int64)).simulation_error).all()


def test_replications_without_the_measure_are_dropped_everywhere() -> None:
    lacking = between(np.append(OTHER, [np.nan, 7.0]), np.append(BASE, [50.0, np.nan]))
    assert {**lacking.row(), "measure": ""} == {**difference().row(), "measure": ""}
    assert lacking.groups.tolist() == [0, 1, 2, 3]
    assert lacking.sentence() == difference().sentence()


def test_the_same_in_every_future_also_where_some_lack_the_measure() -> None:
    values = np.array([1.0, np.nan, 2.0])
    assert between(values, values).is_same


def grouped(precision: float) -> Difference:
    """Between variance about 1, within about 1, baseline 100, every opening three times."""
    rng = np.random.default_rng(5)
    groups = np.arange(3 * N_HISTORIES) % N_HISTORIES
    gaps = rng.standard_normal(N_HISTORIES)[groups] + rng.standard_normal(groups.size)
    baseline = np.full(groups.size, 100.0)
    return between(baseline + gaps, baseline, groups, precision=precision)


def test_replications_needed_count_openings_and_replications() -> None:
    """Half-width w: n = (b^2 + w^2) (1.96/w)^2 while openings last, then n = w^2 / ((w/1.96)^2 - b^2/G)."""
    gaps = grouped(0.01).differences.reshape(3, N_HISTORIES)
    within = gaps.var(axis=0, ddof=1).mean()
    between_groups = gaps.mean(axis=0).var(ddof=1) - within / 3
    few = grouped(0.01).replications_needed
    assert few == np.ceil((between_groups + within) * 1.96**2)
    half_width = 1.96 * np.sqrt(between_groups / N_HISTORIES + within / 1000)
    assert grouped(half_width / 100).replications_needed in (1000, 1001)


def test_a_precision_beyond_the_openings_is_not_reachable() -> None:
    shown = Comparison((grouped(0.0001),), "USD")
    assert grouped(0.0001).replications_needed is None
    assert shown.table["replications_needed"].isna().all()
    assert "not reachable" in shown._repr_html_()


def test_replications_needed_are_unknown_from_one() -> None:
    one = between(OTHER[:1], BASE[:1])
    assert one.replications_needed is None
    shown = Comparison((one,), "USD")._repr_html_()
    assert "not reachable" not in shown
    assert shown.count("<td>-</td>") >= 2


def test_replications_are_grouped_by_the_history_they_open_from() -> None:
    """Where everybody starts today there is one opening, and replications have nothing else in common."""
    new = tiny_scenario()
    aged = tiny_scenario("aged", {"opening.state": "stationary", "opening.firm_age_years": 1})
    n = N_HISTORIES + 2
    for base, repeated in ((aged, 2), (new, 0)):
        other = base.with_changes("other", {"tiers.representative.ramp.months": 3.0})
        groups = ts.run([base, other], n, progress=False).compare("bookings").differences[0].groups
        assert n - np.unique(groups).size == repeated


def test_replications_needed_are_enough() -> None:
    """With as many replications as asked for, the interval is about as narrow as wished (within 15%)."""
    base = tiny_scenario()
    other = base.with_changes("other", {"tiers.representative.ramp.months": 3.0})
    first = ts.run([base, other], 400, seed=1, progress=False).compare("bookings", precision=0.002).differences[0]
    assert first.replications_needed is not None
    study = ts.run([base, other], first.replications_needed, seed=2, progress=False)
    low, high = study.compare("bookings").differences[0].simulation_error
    assert (high - low) / 2 == pytest.approx(0.002 * study.result().total("bookings").mean(), rel=0.15)


def test_one_scenario_can_not_be_compared() -> None:
    with pytest.raises(ts.TeamsimError, match="two scenarios"):
        ts.run(tiny_scenario(), 2, progress=False).compare("bookings")


@pytest.mark.parametrize(("path", "value"), [("money.currency", "EUR"), ("time.horizon_months", 24)])
def test_totals_of_different_kinds_are_not_compared(path: str, value: object) -> None:
    base = tiny_scenario()
    study = ts.run([base, base.with_changes("other", {path: value})], 2, progress=False)
    with pytest.raises(ts.TeamsimError, match=path):
        study.compare("pay")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (7_550_000.0, "currency", "7.55M USD"),
        (0.0412, "share", "4.1%"),
        (28.44, "people", "28.4 people"),
        (float("nan"), "currency", "-"),
        (-1_234.0, "currency", "-1.23k USD"),
        (-0.01, "people", "0.0 people"),
        (-0.0004, "share", "0.0%"),
    ],
)
def test_amounts_read_well(value: float, unit: str, text: str) -> None:
    assert amount(value, unit, "USD") == text


@pytest.mark.parametrize("spoken", [english, chinese])
def test_nothing_has_a_sign(spoken: ModuleType) -> None:
    """A number that rounds to nothing is written without a sign, in both languages."""
    for value in (-0.0, -4e-4, 4e-4):
        assert spoken.amount(value, "share", "USD") == "0.0%"
        assert spoken.gap(value, "share", "USD").startswith("0.0 ")
        assert spoken.gap(value, "people", "USD").startswith("0.0 ")
    least = spoken.sentence(between(BASE * (1.0 - 1e-5), BASE, measure="headcount"), "USD")
    assert "0.0%" in least
    assert not re.search(r"[-+−]0\.0\b", least)


def test_large_firms_open_from_fewer_histories(monkeypatch: pytest.MonkeyPatch) -> None:
    """A power of two of them that fits into memory: 2,000,000 seats in all, 16 histories at least."""
    base = tiny_scenario("aged", {"opening.state": "stationary", "opening.firm_age_years": 1})
    for seats, expected in ((300, 128), (15_625, 128), (15_626, 64), (50_000, 32), (100_000, 16)):
        many = {"representative": seats - 2, "manager": 2}
        changes = {"organisation.units.company.seats": many, "opening.past": "own"}
        assert n_openings(base.with_changes("many", changes)) == expected
    monkeypatch.setattr(sizes, "_SEATS_LIVED", 0)
    other = base.with_changes("other", {"tiers.representative.ramp.months": 3.0})
    study = ts.run([base, other], 20, seed=99, progress=False)
    found = study.compare("bookings").differences[0]
    assert found.n_openings == 16 and np.unique(found.groups).size == 16
    assert opening_of(study.result().layout, 99).states.fte.shape[0] == 16
    assert study.audit() == []
