"""The peers of the benchmark do the common workload, not something like it."""

import importlib
import math
import random
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

PEERS = Path(__file__).resolve().parents[2] / "benchmarks" / "peers"


sys.path.append(str(PEERS))  # the peers are scripts, no package
reference = importlib.import_module("reference")


@pytest.fixture(scope="module", params=["simpy_common", "simpy_processes"])
def peer(request: pytest.FixtureRequest) -> ModuleType:
    pytest.importorskip("simpy")
    return importlib.import_module(request.param)


@pytest.fixture(scope="module")
def simpy_common() -> ModuleType:
    pytest.importorskip("simpy")
    return importlib.import_module("simpy_common")


@pytest.fixture(scope="module")
def simpy_processes() -> ModuleType:
    pytest.importorskip("simpy")
    return importlib.import_module("simpy_processes")


def assert_close_to_reference(peer: ModuleType, n_replications: int, seed: int) -> None:
    # Of the 24 rows 15 can vary, the rest are zero or full by the rules. With
    # |z| < 4 a correct peer fails for at most 15 x 6.3e-5 = 0.1% of seeds at 300
    # replications (normal z) and 15 x 2.8e-4 = 0.4% at 40 (t, 39 degrees of
    # freedom). The seeds are fixed, so this is the risk of a change of draws,
    # not of a run.
    rows = reference.check(peer.simulate(reference.N_SEATS, reference.N_MONTHS, n_replications, seed))
    assert len(rows) == 24
    assert [row for row in rows if not abs(row.z) < 4] == []


def test_simpy_meets_the_reference_means_in_few_replications(peer: ModuleType) -> None:
    assert_close_to_reference(peer, n_replications=40, seed=20)


def test_simpy_meets_the_reference_means(simpy_common: ModuleType) -> None:
    # About three seconds, so not marked slow.
    assert_close_to_reference(simpy_common, n_replications=300, seed=21)


@pytest.mark.slow
def test_simpy_processes_meet_the_reference_means(simpy_processes: ModuleType) -> None:
    assert_close_to_reference(simpy_processes, n_replications=300, seed=21)


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
