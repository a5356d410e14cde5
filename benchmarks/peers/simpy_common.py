"""The common workload of the benchmarks in SimPy, tuned.

One process runs the months, and one process per hire waits until the fill
month. The clock is the month: hires arrive at m, the other phases of month m
run at m + 1/2, so a hire is always seated before the month sells.
`simpy_processes.py` models the same as SimPy's tutorials would.

The parts that would waste time are avoided, because a slow peer proves
nothing: curves are tabulated by tenure once, what was paid so far this quarter
is kept, and the successors of a tier are chosen in one pass.

Run ``python simpy_common.py --seats 200 --replications 20``.
"""

import heapq
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
    OPENING_TENURE_MONTHS,
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


class Person:
    """Somebody who holds a seat.

    Parameters
    ----------
    start
        Month of joining; negative for those there at the opening.
    talent
        Factor on sales, median one.
    """

    __slots__ = ("commission_to_date", "grade_start", "is_low", "quarter_to_date", "start", "talent")

    def __init__(self, start: int, talent: float) -> None:
        self.start = start
        self.talent = talent
        self.enter_grade(start)

    def enter_grade(self, month: int) -> None:
        """Begin a grade with a clean quarter; start and talent stay."""
        self.grade_start = month
        self.quarter_to_date = 0.0
        self.commission_to_date = 0.0
        self.is_low = False


class Seat:
    """A budgeted position: its tier, its place in seat order and its holder."""

    __slots__ = ("person", "position", "tier")

    def __init__(self, tier: int, position: int, person: Person) -> None:
        self.tier = tier
        self.position = position
        self.person: Person | None = person


class SalesForce:
    """One replication: the seats, their people and what is counted.

    Parameters
    ----------
    env
        SimPy environment whose clock is the month.
    n_seats, n_months
        Size of the sales force and horizon.
    rng
        Source of every draw of this replication.
    """

    def __init__(self, env: simpy.Environment, n_seats: int, n_months: int, rng: random.Random) -> None:
        self.env = env
        self.rng = rng
        max_tenure = OPENING_TENURE_MONTHS + n_months
        self.expected_sales = [[expected_sales(t, a) for a in range(max_tenure)] for t in SELLING_TIERS]
        self.hazard = [[attrition_hazard(t, a) for a in range(max_tenure)] for t in range(len(TIERS))]
        self.seats = [
            [Seat(tier, position, self.opening_person()) for position in range(size)]
            for tier, size in enumerate(tier_sizes(n_seats))
        ]
        self.emptied: list[list[Seat]] = [[] for _ in TIERS]
        self.totals = empty_totals()

    def new_person(self, start: int) -> Person:
        return Person(start, drawn_talent(self.rng))

    def opening_person(self) -> Person:
        return self.new_person(opening_start(self.rng))

    def run_months(self) -> Generator[simpy.Event, None, None]:
        """Run phases B to E of every month, half a month after its hires."""
        yield self.env.timeout(0.5)
        while True:
            month = int(self.env.now)
            self.promote(month)
            self.sell_and_pay(month)
            if is_quarter_end(month):
                self.review()
            self.leave(month)
            yield self.env.timeout(1)

    def fill(self, seat: Seat, fill_month: int) -> Generator[simpy.Event, None, None]:
        """Phase A for one seat: wait for the fill month, then seat a hire."""
        yield self.env.timeout(fill_month - self.env.now)
        seat.person = self.new_person(fill_month)
        self.totals["hires"][seat.tier] += 1

    def promote(self, month: int) -> None:
        """Phase B: fill last month's empty seats from below, else recruit."""
        # From the top, so the seats that promotion empties join the next list.
        for tier in reversed(range(len(TIERS))):
            vacant = sorted(self.emptied[tier], key=lambda seat: seat.position)
            self.emptied[tier] = []
            left = self.successor_seats(tier, len(vacant), month)
            for seat, seat_left in zip(vacant, left, strict=False):
                self.move_up(seat_left, seat, month)
            for seat in vacant[len(left) :]:
                self.env.process(self.fill(seat, month + time_to_fill_months(self.rng)))

    def successor_seats(self, tier: int, n_vacant: int, month: int) -> list[Seat]:
        """Seats below whose holders move up: earliest start first, then seat order."""
        if n_vacant == 0 or tier == 0:
            return []
        # Those promoted this month start their grade now, so nobody becomes
        # ready while the list is worked off: one choice of n is n choices of one.
        latest = month - MIN_TIME_IN_GRADE_MONTHS
        ready = [seat for seat in self.seats[tier - 1] if seat.person is not None and seat.person.grade_start <= latest]
        return heapq.nsmallest(n_vacant, ready, key=lambda seat: seat.person.start)

    def move_up(self, seat_left: Seat, seat: Seat, month: int) -> None:
        """Promote the holder of one seat into another; the seat left is emptied."""
        seat.person, seat_left.person = seat_left.person, None
        seat.person.enter_grade(month)
        self.totals["promotions"][seat.tier] += 1
        self.emptied[seat_left.tier].append(seat_left)

    def sell_and_pay(self, month: int) -> None:
        """Phase C: count who is seated, sell and pay commission."""
        for tier, seats in enumerate(self.seats):
            people = [seat.person for seat in seats if seat.person is not None]
            self.totals["headcount"][tier] += len(people)
            if tier in SELLING_TIERS:
                sales, commission = self.tier_sales(tier, people, month)
                self.totals["sales"][tier] += sales
                self.totals["commission"][tier] += commission

    def tier_sales(self, tier: int, people: list[Person], month: int) -> tuple[float, float]:
        """Sales and commission of a tier in a month; moves the quarters to date."""
        # Bound once: these names are looked up for every person of every month.
        exp, gauss, expected_sales = math.exp, self.rng.gauss, self.expected_sales[tier]
        quota = quarterly_quota(tier)
        sales = commission = 0.0
        for person in people:
            sold = expected_sales[month - person.start] * person.talent
            sold *= exp(gauss(0.0, NOISE_SIGMA))
            person.quarter_to_date += sold
            payout = commission_payout(person.quarter_to_date, quota)
            commission += payout - person.commission_to_date
            person.commission_to_date = payout
            sales += sold
        return sales, commission

    def review(self) -> None:
        """Phase D: mark who ended the quarter low and open the next quarter."""
        for tier in SELLING_TIERS:
            floor = LOW_ATTAINMENT * quarterly_quota(tier)
            for seat in self.seats[tier]:
                person = seat.person
                if person is not None:
                    person.is_low = person.quarter_to_date < floor
                    person.quarter_to_date = 0.0
                    person.commission_to_date = 0.0

    def leave(self, month: int) -> None:
        """Phase E: people leave with the hazard of their tier and tenure."""
        uniform = self.rng.random
        for tier, seats in enumerate(self.seats):
            hazard_by_tenure = self.hazard[tier]
            for seat in seats:
                person = seat.person
                if person is None:
                    continue
                hazard = hazard_by_tenure[month - person.start]
                if person.is_low:
                    hazard *= LOW_HAZARD_RATIO
                if uniform() < hazard:
                    seat.person = None
                    self.emptied[tier].append(seat)
                    self.totals["exits"][tier] += 1


def simulate_replication(n_seats: int, n_months: int, rng: random.Random) -> Totals:
    """Totals of one replication by feature and tier."""
    env = simpy.Environment()
    sales_force = SalesForce(env, n_seats, n_months, rng)
    env.process(sales_force.run_months())
    env.run(until=n_months)
    return sales_force.totals


def simulate(n_seats: int, n_months: int, n_replications: int, seed: int) -> dict[str, np.ndarray]:
    """Simulate independent futures; see `workload.replicate`."""
    return replicate(simulate_replication, n_seats, n_months, n_replications, seed)


if __name__ == "__main__":
    run_script(simulate, "The common workload, tuned for SimPy.")
