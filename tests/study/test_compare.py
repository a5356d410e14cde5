"""Paired comparison: worked by hand, and against scipy."""

import numpy as np
import pytest
from scipy import stats

import teamsim as ts
from teamsim.analysis.compare import Difference, amount
from teamsim.measures import MEASURES
from teamsim.testing import tiny_scenario

BASE = np.array([10.0, 20.0, 30.0, 40.0])
OTHER = np.array([12.0, 21.0, 29.0, 46.0])


def difference(measure: str = "bookings", precision: float = 0.01) -> Difference:
    return Difference(MEASURES[measure], "other", "base", OTHER, BASE, precision)


def test_differences_are_paired() -> None:
    assert difference().differences.tolist() == [2.0, 1.0, -1.0, 6.0]
    assert difference().mean == 2.0


def test_simulation_error_is_the_paired_t_interval() -> None:
    expected = stats.ttest_rel(OTHER, BASE).confidence_interval(0.95)
    assert difference().simulation_error == pytest.approx((expected.low, expected.high))


def test_luck_is_the_spread_over_futures_not_of_the_mean() -> None:
    gaps = np.arange(101.0)
    spread = Difference(MEASURES["bookings"], "b", "a", gaps, np.zeros(101), 0.01)
    assert spread.luck == (5.0, 95.0)


def test_better_means_more_bookings_and_less_pay() -> None:
    assert difference("bookings").p_better == 0.75
    assert difference("pay").p_better == 0.25
    assert np.isnan(difference("headcount").p_better)


def test_a_tie_counts_half() -> None:
    tied = Difference(MEASURES["bookings"], "b", "a", BASE, BASE, 0.01)
    assert tied.p_better == 0.5
    assert "the same in every future" in tied.sentence()


def test_correlation_and_replications_needed_are_as_worked_by_hand() -> None:
    assert difference().correlation == pytest.approx(np.corrcoef(OTHER, BASE)[0, 1])
    deviation = np.std([2.0, 1.0, -1.0, 6.0], ddof=1)
    assert difference(precision=0.1).replications_needed == int(np.ceil((1.96 * deviation / 2.5) ** 2))


def test_replications_needed_are_enough() -> None:
    """With as many replications as asked for, the interval is about as narrow as wished (within 15%)."""
    base = tiny_scenario()
    other = base.with_changes("other", {"tiers.representative.ramp.months": 3.0})
    first = ts.run([base, other], 400, seed=1, progress=False).compare("bookings", precision=0.002).differences[0]
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
        (7_550_000.0, "USD", "7.55M USD"),
        (0.0412, "share", "4.1%"),
        (28.44, "people", "28.4 people"),
        (float("nan"), "USD", "-"),
        (-1_234.0, "CNY", "-1.23k CNY"),
    ],
)
def test_amounts_read_well(value: float, unit: str, text: str) -> None:
    assert amount(value, unit) == text
