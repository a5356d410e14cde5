"""The scenario of the common workload is that workload: teamsim does on it what its peers do."""

import importlib
import sys
from pathlib import Path

import numpy as np
import pytest

import teamsim as ts
from teamsim.tallies import Tally

sys.path.append(str(Path(__file__).resolve().parents[2] / "benchmarks"))  # scripts, no package
tasks = importlib.import_module("tasks")
reference = importlib.import_module("reference")
workload = importlib.import_module("workload")

N_REPLICATIONS = 2_000
TALLY = {
    "headcount": Tally.HEADCOUNT,
    "hires": Tally.HIRES,
    "exits": Tally.EXITS_VOLUNTARY,
    "promotions": Tally.PROMOTIONS_IN,
    "sales": Tally.BOOKINGS,
    "commission": Tally.COMMISSION,
}


@pytest.fixture(scope="module")
def features() -> dict[str, np.ndarray]:
    """Totals by replication and tier, as the peers report them."""
    scenario = tasks.common_scenario(reference.N_SEATS)
    result = ts.run(scenario, N_REPLICATIONS, seed=24, progress=False).result()
    assert [tier for _, tier in result.layout.cells] == list(workload.TIERS)
    assert result.counts.shape[1] == reference.N_MONTHS
    totals = result.counts.sum(axis=1)
    found = {feature: totals[..., tally] for feature, tally in TALLY.items()}
    return {**found, "headcount": found["headcount"] / reference.N_MONTHS}


def test_engine_meets_the_reference_means(features: dict[str, np.ndarray]) -> None:
    # Of the 24 rows 15 can vary: with |z| < 4 a correct engine fails for at most 15 x 6.3e-5 = 0.1% of seeds.
    rows = reference.check(features)
    assert len(rows) == 24
    assert [row for row in rows if not abs(row.z) < 4] == []


def test_engine_replications_vary_as_the_reference_does(features: dict[str, np.ndarray]) -> None:
    # The standard error of a standard deviation is s / sqrt(2 x 2,000), 1.6%; five of it for six totals are one
    # seed in 300,000.
    found = {feature: values.sum(axis=1).std(ddof=1) for feature, values in features.items()}
    assert found == pytest.approx(reference.TOTAL_STANDARD_DEVIATION, rel=5 / np.sqrt(2 * N_REPLICATIONS))


@pytest.mark.parametrize("n_seats", [300, 1000])
def test_common_scenario_has_the_seats_of_the_workload(n_seats: int) -> None:
    seats = tasks.common_scenario(n_seats).parameters.organisation.units["company"].seats
    assert [seats[tier] for tier in workload.TIERS] == workload.tier_sizes(n_seats)


def test_common_scenario_at_its_own_size_lives_the_futures_of_the_file() -> None:
    of_the_file, resized = (
        ts.run(scenario, 3, seed=1, progress=False).result().counts
        for scenario in (ts.load_scenario(tasks.COMMON), tasks.common_scenario(300))
    )
    np.testing.assert_array_equal(resized, of_the_file)


def test_every_peer_is_measured() -> None:
    assert set(tasks.PEERS) == set(tasks.rates.PEERS)
