"""The common workload of the benchmarks as the SimPy tutorials would model it.

Every person is a process that wakes once a month, sells, is paid, is reviewed and
may leave; a search for a hire is a process; so is the office that promotes.
The clock is the month, and fixed offsets keep the order of the phases:

======== ==========================================================
m        A: hires arrive
m + 1/4  B: the office fills the seats emptied last month
m + 1/2  C, D: everybody sells and is paid; quarters are reviewed
m + 3/4  E: those who resign are gone
======== ==========================================================

C, D and the decision of E concern nobody but the person, so one waking does for
them. Only somebody who resigns waits for m + 3/4.

Run ``python simpy_processes.py --seats 200 --replications 20``.
"""

import math
import random
from collections.abc import Generator

import numpy as np
import simpy
from workload import (
    LOW_ATTAINMENT,
    LOW_HAZARD_RATIO,
    MIN_TIME_IN_GRADE_MONTHS,
    NOISE_SIGMA,
    SELLING_TIERS,
    TIERS,
    Totals,
    attrition_hazard,
    commission_payout,
    drawn_talent,
    empty_totals,
    expected_sales,
    is_quarter_end,
    opening_start,
    quarterly_quota,
    replicate,
    run_script,
    tier_sizes,
    time_to_fill_months,
)

Process = Generator[simpy.Event, None, None]


class Seat:
    """A budgeted position: its tier, its place in seat order and its holder."""

    def __init__(self, tier: int, position: int) -> None:
        self.tier = tier
        self.position = position
        self.holder: Person | None = None


class Person:
    """Somebody with a seat, from the first day to the last.

    Parameters
    ----------
    force
        The sales force the person belongs to.
    seat
        The seat taken first.
    start
        Month of joining; negative for those there at the opening.
    """

    def __init__(self, force: "SalesForce", seat: Seat, start: int) -> None:
        self.force = force
        self.start = start
        self.talent = drawn_talent(force.rng)
        self.take(seat, start)
        force.env.process(self.career())

    def take(self, seat: Seat, month: int) -> None:
        """Sit down in a seat and begin its grade with a clean quarter."""
        self.seat = seat
        self.grade_start = month
        self.quarter_to_date = 0.0
        self.is_low = False
        seat.holder = self

    def career(self) -> Process:
        """Work month by month until resigning."""
        env = self.force.env
        yield env.timeout(0.5)
        while True:
            month = int(env.now)
            self.work(month)
            if is_quarter_end(month):
                self.review()
            if self.is_resigning(month):
                break
            yield env.timeout(1)
        yield env.timeout(0.25)
        self.force.vacate(self.seat)

    def work(self, month: int) -> None:
        """Phase C: be counted, sell and be paid."""
        totals, tier = self.force.totals, self.seat.tier
        totals["headcount"][tier] += 1
        if tier in SELLING_TIERS:
            noise = math.exp(self.force.rng.gauss(0.0, NOISE_SIGMA))
            sales = expected_sales(tier, month - self.start) * self.talent * noise
            quota = quarterly_quota(tier)
            paid = commission_payout(self.quarter_to_date, quota)
            self.quarter_to_date += sales
            totals["sales"][tier] += sales
            totals["commission"][tier] += commission_payout(self.quarter_to_date, quota) - paid

    def review(self) -> None:
        """Phase D: judge the quarter and open the next."""
        if self.seat.tier in SELLING_TIERS:
            self.is_low = self.quarter_to_date < LOW_ATTAINMENT * quarterly_quota(self.seat.tier)
        self.quarter_to_date = 0.0

    def is_resigning(self, month: int) -> bool:
        """Phase E: decide to leave with the hazard of tier and tenure."""
        hazard = attrition_hazard(self.seat.tier, month - self.start)
        if self.is_low:
            hazard *= LOW_HAZARD_RATIO
        return self.force.rng.random() < hazard

    def is_ready(self, month: int) -> bool:
        """Whether the time in grade allows a promotion."""
        return month - self.grade_start >= MIN_TIME_IN_GRADE_MONTHS


class SalesForce:
    """One replication: the seats, the office that fills them and what is counted.

    Parameters
    ----------
    env
        SimPy environment whose clock is the month.
    n_seats
        Size of the sales force.
    rng
        Source of every draw of this replication.
    """

    def __init__(self, env: simpy.Environment, n_seats: int, rng: random.Random) -> None:
        self.env = env
        self.rng = rng
        self.totals = empty_totals()
        self.emptied: list[list[Seat]] = [[] for _ in TIERS]
        self.seats = [
            [Seat(tier, position) for position in range(size)] for tier, size in enumerate(tier_sizes(n_seats))
        ]
        for seats in self.seats:
            for seat in seats:
                Person(self, seat, opening_start(rng))
        env.process(self.office())

    def office(self) -> Process:
        """Phase B: fill the seats emptied last month, tiers from the top, in seat order."""
        yield self.env.timeout(0.25)
        while True:
            for tier in reversed(range(len(TIERS))):
                vacant, self.emptied[tier] = self.emptied[tier], []
                for seat in sorted(vacant, key=lambda seat: seat.position):
                    self.fill(seat, int(self.env.now))
            yield self.env.timeout(1)

    def fill(self, seat: Seat, month: int) -> None:
        """Promote somebody from the tier below into a seat, else look outside."""
        successor = self.successor(seat.tier, month)
        if successor is None:
            self.env.process(self.search(seat, month + time_to_fill_months(self.rng)))
            return
        self.totals["promotions"][seat.tier] += 1
        self.empty(successor.seat)
        successor.take(seat, month)

    def successor(self, tier: int, month: int) -> Person | None:
        """Whoever is ready in the tier below: the earliest start, then the first seat."""
        if tier == 0:
            return None
        holders = [seat.holder for seat in self.seats[tier - 1] if seat.holder is not None]
        ready = [person for person in holders if person.is_ready(month)]
        return min(ready, key=lambda person: person.start, default=None)

    def search(self, seat: Seat, fill_month: int) -> Process:
        """Phase A for one seat: wait for the fill month, then seat a hire."""
        yield self.env.timeout(fill_month - self.env.now)
        self.totals["hires"][seat.tier] += 1
        Person(self, seat, fill_month)

    def vacate(self, seat: Seat) -> None:
        """Count an exit from a seat and leave it empty."""
        self.totals["exits"][seat.tier] += 1
        self.empty(seat)

    def empty(self, seat: Seat) -> None:
        """Take the holder out of a seat and put it on the office's list."""
        seat.holder = None
        self.emptied[seat.tier].append(seat)


def simulate_replication(n_seats: int, n_months: int, rng: random.Random) -> Totals:
    """Totals of one replication by feature and tier."""
    env = simpy.Environment()
    force = SalesForce(env, n_seats, rng)
    env.run(until=n_months)
    return force.totals


def simulate(n_seats: int, n_months: int, n_replications: int, seed: int) -> dict[str, np.ndarray]:
    """Simulate independent futures; see `workload.replicate`."""
    return replicate(simulate_replication, n_seats, n_months, n_replications, seed)


if __name__ == "__main__":
    run_script(simulate, "The common workload, every person a SimPy process.")
