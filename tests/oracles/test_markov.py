"""Push flows through the expectation engine (oracles, section 1): every row to the digits given, no luck involved.

A published sales force (docsbay.net, markov-analysis-example). `test_push_flows.py` holds the simulation to the same.
"""

import math
from pathlib import Path

import numpy as np
import pytest

import teamsim as ts
from teamsim.analysis.markov import MarkovFlows
from teamsim.analysis.preview import Preview, markov_of
from tests.oracles.test_push_flows import GRADES, JANUARY, STOCKS, P, sales_force, stocks_after, with_recruits

ENTRY = (0.8, 0.2, 0.0, 0.0)
EVER = (0.08, 0.14, 0.52, 1.0)


def test_one_year_ahead() -> None:
    ahead = MarkovFlows(GRADES, P).project(STOCKS, 1)
    assert ahead.means[1] == pytest.approx((162.5, 150.0, 75.0, 26.0), abs=1e-9)
    assert ahead.standard_deviations[1] == pytest.approx((9.3207, 8.6603, 6.3443, 3.2863), abs=5e-5)
    assert ahead.covariances[1, 0, 1] == pytest.approx(-21.0, abs=1e-9)
    assert ahead.exits[0] == pytest.approx(166.5, abs=1e-9)
    assert math.sqrt(ahead.exits_variance[0]) == pytest.approx(10.697, abs=5e-4)


def test_two_years_ahead_without_hiring() -> None:
    assert MarkovFlows(GRADES, P).project(STOCKS, 2).means[2] == pytest.approx((92.5, 106.25, 83.125, 25.7), abs=1e-9)


def test_years_to_exit_and_the_chance_ever_to_be_region_manager() -> None:
    flows = MarkovFlows(GRADES, P)
    assert flows.years_to_exit == pytest.approx((3.7333, 4.8667, 7.6, 3.3333), abs=5e-5)
    assert flows.chance_to_reach[:, 3] == pytest.approx(EVER, abs=1e-9)


@pytest.mark.parametrize("arrivals", ["planned", "drawn", "poisson"])
def test_three_years_of_recruitment_and_its_steady_state(arrivals: str) -> None:
    flows = MarkovFlows(GRADES, P, ENTRY, 160.0, arrivals)
    assert flows.project(STOCKS, 3).means[3] == pytest.approx((284.199, 162.76, 105.51, 27.2625), abs=5e-4)
    assert flows.steady_state() == pytest.approx((285.867, 151.467, 147.2, 49.067), abs=5e-4)
    assert flows.steady_state().sum() == pytest.approx(633.6, abs=5e-4)


def test_a_fixed_size_and_its_hires() -> None:
    flows = MarkovFlows(GRADES, P, ENTRY, is_fixed_size=True)
    assert flows.steady_state(580) == pytest.approx((261.684, 138.653, 134.747, 44.916), abs=5e-4)
    assert flows.hires_a_year(580) == pytest.approx(146.465, abs=5e-4)
    far = flows.project(STOCKS, 80)
    assert far.means[-1] == pytest.approx(flows.steady_state(580), abs=1e-4)
    assert far.covariances[-1].sum() == pytest.approx(0.0, abs=1e-6), "the size has no variance"


def test_recruits_by_plan_by_draw_and_by_poisson_differ_in_variance_only() -> None:
    """Of 160 recruits at r = (.8, .2): nothing; 160 x .8 x .2 = 25.6; 128 and 32."""
    planned, drawn, poisson = (MarkovFlows(GRADES, P, ENTRY, 160.0, kind) for kind in ("planned", "drawn", "poisson"))
    alone = planned.project(STOCKS, 1).covariances[1]
    assert (drawn.project(STOCKS, 1).covariances[1] - alone)[0, :2] == pytest.approx((25.6, -25.6))
    assert np.diag(poisson.project(STOCKS, 1).covariances[1] - alone) == pytest.approx((128.0, 32.0, 0.0, 0.0))


def test_the_chain_of_a_scenario_is_the_published_one() -> None:
    chain = markov_of(with_recruits(3)).chain
    assert chain.names == GRADES
    assert chain.moves == pytest.approx(P, abs=1e-12)
    assert (chain.recruits, chain.entry_shares) == (160.0, pytest.approx(ENTRY))
    assert markov_of(with_recruits(3)).by_year.loc[3].to_numpy() == pytest.approx(
        (284.199, 162.76, 105.51, 27.2625), abs=5e-4
    )


def test_the_file_of_push_careers_is_the_published_sales_force(repo: Path) -> None:
    preview = markov_of(ts.load_scenario(repo / "scenarios/push_careers.yaml"))
    assert preview.tiers == GRADES
    assert preview.chain.moves == pytest.approx(P, abs=1e-12)
    assert preview.chain.steady_state() == pytest.approx((285.867, 151.467, 147.2, 49.067), abs=5e-4)
    assert preview.by_year.loc[3].to_numpy() == pytest.approx((284.199, 162.76, 105.51, 27.2625), abs=5e-4)


def refilled(years: int) -> ts.Scenario:
    """437 and 143 seats, each refilled at once in its own grade, after three years of burn-in."""
    changes = {
        "organisation.units.company": {"seats": {"part_time": 437, "full_time": 143}},
        "time.burn_in_months": 36,
    }
    return sales_force((0, 0, 0, 0), 12 * years, changes)


def all_year() -> ts.Scenario:
    """Exits in every month, intakes in January and June, half of the seats refilled."""
    half = {grade: n // 2 for grade, n in zip(GRADES, STOCKS, strict=True)}
    changes = {f"tiers.{grade}.exit_season": [1.0, 2.0] * 6 for grade in GRADES}
    changes |= {
        "organisation.units": {
            "company": {"seats": half, "backfill": False},
            "field": {"parent": "company", "seats": half},
        },
        "organisation.intake": {
            "graduates": {"unit": "company", "tier": "part_time", "month_of_year": 6, "seats": 40},
            "hires": {"unit": "field", "tier": "full_time", "month_of_year": 1, "seats": 10},
        },
    }
    return sales_force((0, 0, 0, 0), 36, changes)


def in_january(state: str) -> ts.Scenario:
    """The month of moves is the first: who takes the seat in it stays (everybody new, a quarter of uniform tenures)."""
    opening = {"state": state, "tenure_months": 4}
    changes = {"time.start": "2026-01", "opening": opening | {"past": "own"}}
    return with_recruits(1).with_changes(f"{state} in January", changes)


def worst_z(preview: Preview, replications: int) -> float:
    """Largest |z| over tiers, months and both kinds of headcount; months without luck must be exact."""
    result = ts.run(preview.scenario, replications, seed=8, progress=False).result()
    worst = float(preview.against(result)["z"].abs().max())
    for name, expected in (("closing_headcount", preview.closing_headcount), ("headcount", preview.headcount)):
        seen = np.stack([result.monthly(name, tier=tier) for tier in preview.tiers], axis=2)
        errors = np.maximum(seen.std(axis=0, ddof=1) / math.sqrt(replications), 1e-9)
        worst = max(worst, float(np.abs((seen.mean(axis=0) - expected) / errors).max()))
    return worst


@pytest.mark.parametrize("replications", [200, pytest.param(2_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    "scenario",
    [with_recruits(3), refilled(2), all_year(), in_january("new"), in_january("uniform")],
    ids=["intake", "refilled", "both", "new", "uniform"],
)
def test_the_simulation_agrees_with_the_preview_in_every_month(scenario: ts.Scenario, replications: int) -> None:
    """|z| < 5 for at most 432 dependent figures of each scenario: at most one false alarm in 4,000 (5 in all)."""
    assert worst_z(markov_of(scenario), replications) < 5.0


@pytest.mark.parametrize("replications", [400, pytest.param(2_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("scenario", [with_recruits(3), all_year()], ids=["intake", "both"])
def test_the_simulation_agrees_with_the_covariance_of_the_preview(scenario: ts.Scenario, replications: int) -> None:
    """Ten figures; sqrt((ab + c^2) / R) is the standard error of a covariance: one false alarm in 200."""
    expected = markov_of(scenario).closing_covariance[JANUARY + 24]
    seen = np.cov(stocks_after(ts.run(scenario, replications, seed=9, progress=False).result(), 3).T)
    errors = np.sqrt((np.outer(np.diag(expected), np.diag(expected)) + expected**2) / replications)
    assert (np.abs(seen - expected) < 3.5 * errors).all(), seen
