"""The peers of the benchmark do the common workload, not something like it."""

import importlib
import math
import random
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import scipy.stats

from tests.conftest import do_without

PEERS = Path(__file__).resolve().parents[2] / "benchmarks" / "peers"


sys.path.append(str(PEERS))  # the peers are scripts, no package
reference = importlib.import_module("reference")
environments = importlib.import_module("environments")
numpy_dense = importlib.import_module("numpy_dense")
numpy_replications = importlib.import_module("numpy_replications")
rates = importlib.import_module("rates")
workload = importlib.import_module("workload")


@pytest.fixture(scope="module", params=["simpy_common", "simpy_processes"])
def peer(request: pytest.FixtureRequest) -> ModuleType:
    pytest.importorskip("simpy")
    return importlib.import_module(request.param)


@pytest.fixture(scope="module")
def scalar_c() -> ModuleType:
    module = importlib.import_module("scalar_c")
    if module.compiler() is None:
        do_without("no C compiler")
    return module


@pytest.fixture(scope="module")
def simpy_common() -> ModuleType:
    pytest.importorskip("simpy")
    return importlib.import_module("simpy_common")


@pytest.fixture(scope="module")
def simpy_processes() -> ModuleType:
    pytest.importorskip("simpy")
    return importlib.import_module("simpy_processes")


def assert_close_to_reference(features: dict[str, np.ndarray]) -> None:
    # Of the 24 rows 15 can vary, the rest are zero or full by the rules. With
    # |z| < 4 a correct peer fails for at most 15 x 6.3e-5 = 0.1% of seeds at 300
    # replications (normal z) and 15 x 2.8e-4 = 0.4% at 40 (t, 39 degrees of
    # freedom). The seeds are fixed, so this is the risk of a change of draws,
    # not of a run.
    rows = reference.check(features)
    assert len(rows) == 24
    assert [row for row in rows if not abs(row.z) < 4] == []


def test_simpy_meets_the_reference_means_in_few_replications(peer: ModuleType) -> None:
    assert_close_to_reference(peer.simulate(reference.N_SEATS, reference.N_MONTHS, 40, 20))


def test_simpy_meets_the_reference_means(simpy_common: ModuleType) -> None:
    # About three seconds, so not marked slow.
    assert_close_to_reference(simpy_common.simulate(reference.N_SEATS, reference.N_MONTHS, 300, 21))


def test_scalar_c_meets_the_reference_means(scalar_c: ModuleType) -> None:
    assert_close_to_reference(scalar_c.simulate(reference.N_SEATS, reference.N_MONTHS, 2_000, 21))


@pytest.mark.slow
def test_simpy_processes_meet_the_reference_means(simpy_processes: ModuleType) -> None:
    assert_close_to_reference(simpy_processes.simulate(reference.N_SEATS, reference.N_MONTHS, 300, 21))


def test_simpy_replication_does_not_depend_on_how_many_are_run(peer: ModuleType) -> None:
    few = peer.simulate(40, 12, 2, 5)
    many = peer.simulate(40, 12, 4, 5)
    assert set(few) == set(reference.MEAN)
    for feature in few:
        np.testing.assert_array_equal(few[feature], many[feature][:2])


def test_simpy_promotes_the_earliest_start_and_then_the_first_seat(
    simpy_common: ModuleType,
) -> None:
    simpy = pytest.importorskip("simpy")
    force = simpy_common.SalesForce(simpy.Environment(), 20, 36, random.Random(3))
    juniors = force.seats[0]
    for seat, start in zip(juniors, (-20, -11, -30, None, -30, -5, -25), strict=True):
        seat.person = None if start is None else simpy_common.Person(start, 1.0)
    # At month 0 starts of -11 and -5 are less than 12 months in grade.
    chosen = force.successor_seats(tier=1, n_vacant=5, month=0)
    assert [seat.position for seat in chosen] == [2, 4, 6, 0]


def test_simpy_chain_of_promotions_ends_in_one_hire(simpy_common: ModuleType) -> None:
    simpy = pytest.importorskip("simpy")
    env = simpy.Environment()
    force = simpy_common.SalesForce(env, 20, 36, random.Random(3))
    for seat in (seat for seats in force.seats for seat in seats):
        seat.person = simpy_common.Person(-20, 1.0)
    top = force.seats[3][0]
    top.person = None
    force.emptied[3].append(top)
    force.promote(0)
    assert force.totals["promotions"] == [0, 1, 1, 1]
    assert (top.person.start, top.person.grade_start) == (-20, 0)
    env.run(until=30)
    assert force.totals["hires"] == [1, 0, 0, 0]
    assert force.seats[0][0].person.start >= 1


def test_simpy_process_promotes_the_earliest_start_and_then_the_first_seat(
    simpy_processes: ModuleType,
) -> None:
    simpy = pytest.importorskip("simpy")
    force = simpy_processes.SalesForce(simpy.Environment(), 20, random.Random(3))
    juniors = force.seats[0]
    for seat, start in zip(juniors, (-20, -11, -30, None, -30, -5, -25), strict=True):
        seat.holder.start = seat.holder.grade_start = start
        seat.holder = None if start is None else seat.holder
    chosen = [force.successor(tier=1, month=0)]
    for _ in range(3):
        chosen[-1].seat.holder = None
        chosen.append(force.successor(tier=1, month=0))
    # At month 0 starts of -11 and -5 are less than 12 months in grade.
    assert [person.seat.position for person in chosen] == [2, 4, 6, 0]
    chosen[-1].seat.holder = None
    assert force.successor(tier=1, month=0) is None


def test_simpy_process_keeps_working_in_the_seat_it_was_promoted_into(
    simpy_processes: ModuleType,
) -> None:
    simpy = pytest.importorskip("simpy")
    env = simpy.Environment()
    force = simpy_processes.SalesForce(env, 20, random.Random(3))
    for seat in (seat for seats in force.seats for seat in seats):
        seat.holder.start = seat.holder.grade_start = -20
    top = force.seats[3][0]
    successor = force.seats[2][0].holder
    env.run(until=0.1)
    top.holder = None
    force.empty(top)
    env.run(until=0.4)
    assert force.totals["promotions"] == [0, 1, 1, 1]
    assert top.holder is successor
    assert (successor.seat, successor.start, successor.grade_start) == (top, -20, 0)
    assert force.seats[0][0].holder is None


# -- numpy ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["numpy_dense", "numpy_replications", "numpy_replications_float64"])
def numpy_features(request: pytest.FixtureRequest) -> dict[str, np.ndarray]:
    module, function = rates.IN_PROCESS[request.param]
    simulate = getattr(importlib.import_module(module), function)
    return simulate(reference.N_SEATS, reference.N_MONTHS, 4_000, 22)


def test_numpy_meets_the_reference_means(numpy_features: dict[str, np.ndarray]) -> None:
    assert_close_to_reference(numpy_features)


def test_numpy_replications_vary_as_the_reference_does(numpy_features: dict[str, np.ndarray]) -> None:
    # The standard error of a standard deviation is s / sqrt(2 x 4,000), 1.1%; five of it are one seed in 300,000.
    found = {feature: values.sum(axis=1).std(ddof=1) for feature, values in numpy_features.items()}
    assert found == pytest.approx(reference.TOTAL_STANDARD_DEVIATION, rel=5 * 0.011)


def test_numpy_replications_of_all_blocks_are_futures_of_their_own() -> None:
    n_seats = numpy_replications.BLOCK_SEATS // 2  # so three replications make two blocks
    sales = numpy_replications.simulate(n_seats, 2, 3, 5)["sales"].sum(axis=1)
    assert len(set(sales)) == 3
    assert set(sales) == set(numpy_replications.simulate(n_seats, 2, 3, 5)["sales"].sum(axis=1))
    assert not set(sales) & set(numpy_replications.simulate(n_seats, 2, 3, 6)["sales"].sum(axis=1))


def numpy_forces(n_replications: int) -> Any:
    """Twenty seats (7, 7, 4, 2) a replication, everybody two years in grade and ready."""
    rng = np.random.Generator(np.random.SFC64(3))
    forces = numpy_replications.SalesForces(20, 36, n_replications, rng, np.float32)
    for starts in (forces.start, forces.grade_start, forces.ready):
        starts.fill(-24)
    return forces


def test_numpy_promotes_the_earliest_start_and_then_the_first_seat() -> None:
    forces, never = numpy_forces(2), numpy_replications.NEVER
    forces.ready[1, :7] = (-20, never, -30, never, -30, never, -25)
    rows = np.array([0, 1, 1, 1, 1, 1])
    assert forces.successors(rows, forces.columns[0]).tolist() == [0, 2, 4, 6, 0, -1]


def test_numpy_chain_of_promotions_ends_in_one_hire() -> None:
    forces = numpy_forces(2)
    moving = forces.full[1, [0, 7]].tolist()  # the first junior and representative
    forces.vacate(np.array([1]), np.array([18]))
    forces.promote(0, np.array([20 + 18]))
    assert forces.promotions.tolist() == [[0, 0, 0, 0], [0, 1, 1, 1]]
    assert forces.headcount.tolist() == [[7, 7, 4, 2], [6, 7, 4, 2]]
    assert (forces.start[1, 18], forces.grade_start[1, 18]) == (-24, 0)
    assert forces.full[1, [0, 7, 14]].tolist() == [0.0, *moving]  # talent goes with them
    for month in range(1, 36):
        forces.hire(month)
    assert forces.hires.tolist() == [[0, 0, 0, 0], [1, 0, 0, 0]]
    assert forces.start[1, 0] >= 1


def test_numpy_pays_every_month_what_the_quarter_has_earned_beyond_what_was_paid() -> None:
    forces = numpy_forces(1)
    forces.missing.fill(0.0)  # fully ramped
    for _ in range(3):
        forces.sell_and_pay()
    for tier in workload.SELLING_TIERS:
        columns, quota = forces.columns[tier], workload.quarterly_quota(tier)
        sales = forces.attained[0, columns].astype(float) * quota
        assert forces.sales[0, tier] == pytest.approx(sales.sum(), rel=1e-5)
        earned = sum(workload.commission_payout(sold, quota) for sold in sales)
        assert forces.commission[0, tier] == pytest.approx(earned, rel=1e-5)


def dense_forces() -> Any:
    """One replication of twenty seats (7, 7, 4, 2), everybody two years in grade and ready."""
    forces = numpy_dense.SalesForces(20, 36, 1, 3)
    forces.start.fill(-24)
    forces.grade_start.fill(-24)
    return forces


def test_dense_numpy_promotes_the_earliest_start_and_then_the_first_seat() -> None:
    forces = dense_forces()
    forces.start[0, :7] = (-20, -11, -30, -24, -30, -5, -25)
    forces.grade_start[0, :7] = forces.start[0, :7]  # -11 and -5 are not ready
    forces.is_occupied[0, 3] = False
    forces.is_occupied[0, 7:12], forces.is_emptied[0, 7:12] = False, True
    forces.promote(0)
    assert forces.promotions.tolist() == [[0, 4, 0, 0]]
    assert forces.start[0, 7:11].tolist() == [-30, -30, -25, -20]
    assert not forces.is_occupied[0, 11]
    waiting = np.flatnonzero(forces.fill_month[0] < numpy_dense.NEVER)
    assert waiting.tolist() == [0, 2, 4, 6, 11]  # seats left, and the vacancy that nobody was ready for


def test_dense_numpy_chain_of_promotions_ends_in_one_hire() -> None:
    forces = dense_forces()
    moving = forces.talent[0, [0, 7, 14]].tolist()
    forces.is_occupied[0, 18], forces.is_emptied[0, 18] = False, True
    forces.promote(0)
    assert forces.promotions.tolist() == [[0, 1, 1, 1]]
    assert forces.talent[0, [7, 14, 18]].tolist() == moving  # talent goes with them
    assert (forces.start[0, 18], forces.grade_start[0, 18]) == (-24, 0)
    for month in range(1, 36):
        forces.hire(month)
    assert forces.hires.tolist() == [[1, 0, 0, 0]]
    assert forces.start[0, 0] >= 1


def test_box_and_muller_give_independent_normal_numbers() -> None:
    # Five tests at p > 1e-4: a correct generator fails for 0.05% of seeds.
    z = numpy_replications.normal_float32(np.random.Generator(np.random.SFC64(4)), 200_000, 1.0)
    cosines, sines = z[:100_000], z[100_000:]
    for part in (cosines, sines):
        assert scipy.stats.kstest(part, "norm").pvalue > 1e-4
    for one, other in ((cosines, sines), (cosines**2, sines**2), (z[:-1], z[1:])):
        assert scipy.stats.pearsonr(one, other).pvalue > 1e-4


def test_candidates_for_an_exit_are_bernoulli_with_the_largest_hazard() -> None:
    n_months, n_places = 24, 20_000
    months = numpy_replications.exit_candidates(np.random.default_rng(6), n_months, n_places)
    n_candidates = np.array([len(places) for places, _ in months])
    p = numpy_replications.LARGEST_HAZARD
    z = (n_candidates - p * n_places) / math.sqrt(p * (1 - p) * n_places)
    assert (z**2).sum() < scipy.stats.chi2.ppf(1 - 1e-4, n_months)
    for places, uniform in months:
        assert (np.diff(places) > 0).all()
        assert places[0] >= 0
        assert places[-1] < n_places
        assert (uniform < p).all()
    pooled = np.concatenate([places for places, _ in months])
    assert scipy.stats.kstest((pooled + 0.5) / n_places, "uniform").pvalue > 1e-4


# -- peers with an environment of their own ---------------------------------------------------------------------


@pytest.fixture(
    params=[("mesa_agents", 60), ("mesa_frames_stacked", 400), ("mesa_frames_methods", 400)], ids=lambda case: case[0]
)
def outside_peer(request: pytest.FixtureRequest) -> tuple[str, int]:
    name, _ = request.param
    if not environments.has_environment(name):  # a test must not need the network: `make check` makes it before
        do_without(f"no environment for {name}; `python benchmarks/peers/environments.py` makes it")
    return request.param


def test_peer_of_an_own_environment_meets_the_reference_means(outside_peer: tuple[str, int]) -> None:
    name, n_replications = outside_peer
    job = rates.outside_job(name, reference.N_SEATS, reference.N_MONTHS, n_replications, 23)
    features = {feature: np.array(values) for feature, values in job["replications"].items()}
    assert len(features["sales"]) == n_replications
    assert_close_to_reference(features)
    assert job["means"]["sales"] == pytest.approx(features["sales"].mean(axis=0))
    assert job["cpu_seconds"] > 0


def test_both_peers_in_mesa_frames_live_the_same_futures() -> None:
    both = ("mesa_frames_stacked", "mesa_frames_methods")
    if not environments.has_environment(both[0]):
        do_without("no environment for mesa-frames; `python benchmarks/peers/environments.py` makes it")
    by_polars, by_methods = (rates.outside_job(name, 300, 24, 20, 5)["replications"] for name in both)
    assert by_polars == by_methods


def test_an_unknown_peer_is_named() -> None:
    with pytest.raises(ValueError, match="peer 'abacus'; expected one of numpy_replications"):
        rates.peer_rate("abacus", 20, 12, 2, 1)


def test_every_peer_has_a_rate() -> None:
    for name in rates.IN_PROCESS:
        assert rates.peer_rate(name, 20, 3, 2, 1) > 0


def test_requirements_of_own_environments_are_pinned() -> None:
    for path in environments.REQUIREMENTS.values():
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        assert lines
        assert [line for line in lines if line.count("==") != 1] == []


# -- the reference ------------------------------------------------------------------------------------------------


def test_reference_z_joins_both_standard_errors() -> None:
    exits = np.array([[36.0, 20.0, 8.0, 2.0], [38.0, 22.0, 8.0, 4.0]])
    junior, _, senior, _ = reference.compare("exits", exits)
    # Two replications of 36 and 38: mean 37, standard error 1.
    assert junior.z == pytest.approx((37.0 - 35.999) / math.hypot(1.0, 0.026))
    # No spread at all leaves the error of the reference.
    assert senior.z == pytest.approx((8.0 - 8.088) / 0.012)


def test_reference_is_known_for_its_own_size_only() -> None:
    with pytest.raises(ValueError, match="n_seats = 1000"):
        reference.check({}, n_seats=1000)
    with pytest.raises(ValueError, match="features lack headcount"):
        reference.check({})
