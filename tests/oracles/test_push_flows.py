"""Push flows: a Markov chain of grades, reached exactly by a monthly model (oracles, section 1).

Exits w_i fall on the last day of December, moves p_ij / (1 - w_i) on the first of January; people who join that day
do not move. The chain's state is who sits where after January's moves. S(t+1) = P' S(t) P + sum_i n_i(t)
(diag(p_i) - p_i p_i') is the covariance of stocks without recruitment; N = (I - P)^-1 the expected years by grade.
Every figure is held to |z| < 3.5: one false alarm in 2,000.
"""

import functools
import math
from typing import Any

import numpy as np
import pytest

import teamsim as ts
from teamsim.results import Results
from teamsim.tallies import Tally
from teamsim.testing import tiny_scenario

GRADES = ("part_time", "full_time", "assistant_manager", "region_manager")
P = np.array([[0.50, 0.10, 0.05, 0.0], [0.05, 0.60, 0.10, 0.0], [0.05, 0.0, 0.80, 0.10], [0.0, 0.0, 0.0, 0.70]])
"""A published sales force (docsbay.net, markov-analysis-example)."""
EXITS = 1.0 - P.sum(axis=1)
YEARS = np.linalg.inv(np.eye(4) - P)
STOCKS = (300, 200, 50, 30)
RECRUITS = {"part_time": 128, "full_time": 32}
JANUARY = 11
"""Month of the first moves of a run that starts in February; the next is a year later."""

quick_and_long = pytest.mark.parametrize("replications", [400, pytest.param(10_000, marks=pytest.mark.slow)])


def moves() -> dict[str, dict[str, float]]:
    """The matrix, conditional on staying."""
    return {
        grade: {to: P[i, j] / (1.0 - EXITS[i]) for j, to in enumerate(GRADES) if j != i and P[i, j] > 0.0}
        for i, grade in enumerate(GRADES)
        if P[i].sum() > P[i, i]
    }


def sales_force(stocks: tuple[int, ...], horizon_months: int, changes: dict[str, Any] | None = None) -> ts.Scenario:
    """The published sales force as a scenario: everybody there on the first of February, nobody replaced."""
    leavers = [0.0] * JANUARY + [1.0]
    tiers = {
        grade: {
            "base_annual": 50_000,
            "attrition": {"law": "constant", "annual_turnover": float(exits), "given_as": "cohort_loss"},
            "exit_season": leavers,
            "hiring": {"median_days": 0.0, "sigma": 0.0},
        }
        for grade, exits in zip(GRADES, EXITS, strict=True)
    }
    tree = {
        "time": {"start": "2026-02", "horizon_months": horizon_months},
        "tiers": tiers,
        "organisation.units.company": {"seats": dict(zip(GRADES, stocks, strict=True)), "backfill": False},
        "promotion": {"moves": moves(), "moves_month": 1},
        "incentives.plans": {},
    }
    return tiny_scenario("sales force", {"tiers": None} | tree | (changes or {}))


@functools.cache
def without_recruits(replications: int) -> Results:
    """Two years and no hiring."""
    return ts.run(sales_force(STOCKS, 24), replications, seed=1, progress=False).result()


def stocks_after(result: Results, years: int) -> np.ndarray:
    """People by grade after the moves of a January, [R, 4]."""
    january = JANUARY + 12 * (years - 1)
    return np.stack([result.monthly("closing_headcount", tier=grade)[:, january] for grade in GRADES], axis=1)


def assert_means(seen: np.ndarray, expected: Any) -> None:
    """|z| < 3.5 for each column; the oracles are rounded to three digits."""
    errors = seen.std(axis=0, ddof=1) / math.sqrt(len(seen))
    assert (np.abs(seen.mean(axis=0) - expected) < 3.5 * errors + 5e-4).all(), seen.mean(axis=0)


def covariance_after_a_year(stocks: tuple[int, ...]) -> np.ndarray:
    return sum(n * (np.diag(p) - np.outer(p, p)) for n, p in zip(stocks, P, strict=True))


@quick_and_long
def test_stocks_after_one_and_two_years_without_hiring(replications: int) -> None:
    result = without_recruits(replications)
    assert result.audit() == []
    assert_means(stocks_after(result, 1), (162.5, 150.0, 75.0, 26.0))
    assert_means(stocks_after(result, 2), (92.5, 106.25, 83.125, 25.7))


@quick_and_long
def test_exits_of_the_first_year(replications: int) -> None:
    """166.5 with a standard deviation of 10.697."""
    exits = without_recruits(replications).monthly("exits")[:, : JANUARY + 1].sum(axis=1)
    assert_means(exits[:, None], 166.5)
    assert exits.std(ddof=1) == pytest.approx(10.697, rel=3.5 / math.sqrt(2 * replications))


@quick_and_long
def test_covariance_of_stocks_after_a_year(replications: int) -> None:
    """All ten figures; the standard error of a covariance of near-normal stocks is sqrt((ab + c^2) / R)."""
    expected = covariance_after_a_year(STOCKS)
    assert np.sqrt(np.diag(expected)) == pytest.approx((9.3207, 8.6603, 6.3443, 3.2863), abs=5e-5)
    assert expected[0, 1] == pytest.approx(-21.0)
    seen = np.cov(stocks_after(without_recruits(replications), 1).T)
    errors = np.sqrt((np.outer(np.diag(expected), np.diag(expected)) + expected**2) / replications)
    assert (np.abs(seen - expected) < 3.5 * errors).all(), seen


@pytest.mark.parametrize(
    ("grade", "years", "ever"), [(0, 3.7333, 0.08), (1, 4.8667, 0.14), (2, 7.6, 0.52), (3, 3.3333, 1.0)]
)
def test_years_to_exit_and_the_chance_ever_to_be_region_manager(grade: int, years: float, ever: float) -> None:
    """100 people of a grade until the last has left (60 years), 100 times; by grade N = (I - P)^-1."""
    stocks = tuple(100 if other == grade else 0 for other in range(4))
    result = ts.run(sales_force(stocks, 720), 100, seed=2, progress=False).result()
    january_first = 1.0 - JANUARY / 12.0  # the year that ends with the first December has eleven months of the run
    by_grade = np.stack([result.monthly("headcount", tier=to).sum(axis=1) / 1200.0 for to in GRADES], axis=1)
    by_grade[:, grade] += january_first
    assert_means(by_grade, YEARS[grade])
    assert_means(by_grade.sum(axis=1, keepdims=True), years)
    arrivals = result.total("promotions", tier="region_manager") / 100.0 + (1.0 if grade == 3 else 0.0)
    assert_means(arrivals[:, None], ever)


def with_recruits(years: int, scale: float = 1.0) -> ts.Scenario:
    """160 recruits a year, four fifths part-time, every first of January; or a part of all that."""
    intake = {
        grade: {"unit": "company", "tier": grade, "month_of_year": 1, "seats": round(n * scale)}
        for grade, n in RECRUITS.items()
    }
    stocks = tuple(round(n * scale) for n in STOCKS)
    return sales_force(stocks, 12 * years, {"organisation.intake": intake})


@pytest.mark.parametrize("replications", [200, pytest.param(2_000, marks=pytest.mark.slow)])
def test_stocks_after_three_years_of_recruitment(replications: int) -> None:
    result = ts.run(with_recruits(3), replications, seed=3, progress=False).result()
    assert result.audit() == []
    assert_means(stocks_after(result, 3), (284.199, 162.76, 105.51, 27.2625))
    assert (result.monthly("hires")[:, JANUARY::12] == 160).all()
    assert result.total("requisitions").max() == 0


@pytest.mark.slow
def test_the_steady_state_of_recruitment() -> None:
    """An eighth of everything for 40 years, the last five averaged: .8164^36, the slowest mode, is .0007."""
    result = ts.run(with_recruits(40, 1 / 8), 300, seed=4, progress=False).result()
    seen = np.mean([stocks_after(result, year) for year in range(36, 41)], axis=0)
    expected = np.array((285.867, 151.467, 147.2, 49.067)) / 8
    assert_means(seen, expected)


@pytest.mark.parametrize("replications", [60, pytest.param(1_000, marks=pytest.mark.slow)])
def test_the_steady_state_of_a_fixed_size(replications: int) -> None:
    """580 seats, each refilled in its own grade at once: 437.45 and 142.55 of them make hires part-time by four fifths.

    Seats are whole: 437 and 143, which hire 146.438 a year (146.465) and whose steady state is that of the table
    within .1 but for what the half seat makes.
    """
    seats = np.array((437.0, 143.0, 0.0, 0.0))
    hires = seats / YEARS.sum(axis=1)
    expected = hires @ YEARS
    assert hires.sum() == pytest.approx(146.465, abs=0.03)
    assert expected == pytest.approx((261.684, 138.653, 134.747, 44.916), abs=0.5)
    changes = {
        "organisation.units.company": {"seats": {"part_time": 437, "full_time": 143}},
        "time.burn_in_months": 240,
    }
    result = ts.run(sales_force((0, 0, 0, 0), 12, changes), replications, seed=5, progress=False).result()
    assert result.audit() == []
    assert_means(stocks_after(result, 1), expected)
    assert (stocks_after(result, 1).sum(axis=1) == 0).sum() == 0


def test_moves_down_count_as_moves_and_identities_hold() -> None:
    """Assistant managers go back to part-time: both ways are counted, out of one tier and into the other."""
    study = ts.run(sales_force((0, 0, 200, 0), 12), 50, seed=6, progress=False)
    months = study.months
    moved = months[months["tier"] == "part_time"].groupby("replication", observed=True)["promotions"].sum().to_numpy()
    assert_means(moved[:, None], 200 * 0.05)
    counts = study.result().counts
    assert (
        counts[..., Tally.PROMOTIONS_IN].sum(axis=(1, 2)) == counts[..., Tally.PROMOTIONS_OUT].sum(axis=(1, 2))
    ).all()
    assert study.audit() == []
