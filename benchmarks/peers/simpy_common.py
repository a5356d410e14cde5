"""The common workload of the benchmarks in plain SimPy.

One process runs the months, and one process per hire waits until the fill
month. The clock is the month: hires arrive at m, the other phases of month m
run at m + 1/2, so a hire is always seated before the month sells.

The parts that would waste time are avoided, because a slow peer proves
nothing: curves are tabulated by tenure once, what was paid so far this quarter
is kept, and the successors of a tier are chosen in one pass.

Run ``python simpy_common.py --seats 200 --replications 20``.
"""

import argparse
import heapq
import math
import random
import time
from collections.abc import Generator

import numpy as np
import simpy

TIERS = ("junior", "representative", "senior", "manager")
FEATURES = ("hires", "exits", "promotions", "sales", "commission", "headcount")

SEAT_SHARE = (0.35, 0.35, 0.20)  # the managers are the rest
MONTHLY_QUOTA = (10.0, 20.0, 35.0)  # the managers do not sell
SELLING_TIERS = range(len(MONTHLY_QUOTA))
BASE_HAZARD = (0.030, 0.022, 0.015, 0.010)  # per month

MONTHS_PER_QUARTER = 3
OPENING_TENURE_MONTHS = 36
RAMP_SCALE_MONTHS = 4.0
MIN_TIME_IN_GRADE_MONTHS = 12
TALENT_SIGMA = 0.35
NOISE_SIGMA = 0.5
TIME_TO_FILL_MU = math.log(2.0)  # log months
TIME_TO_FILL_SIGMA = 0.4
HAZARD_TENURE_EXPONENT = -0.3
LOW_ATTAINMENT = 0.6
LOW_HAZARD_RATIO = 1.5


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


def tier_sizes(n_seats: int) -> list[int]:
    """Seats of each tier, junior first.

    Examples
    --------
    >>> tier_sizes(200)
    [70, 70, 40, 20]
    """
    sizes = [round(share * n_seats) for share in SEAT_SHARE]
    return [*sizes, n_seats - sum(sizes)]


def commission_payout(sales: float, quota: float) -> float:
    """Commission on the sales of a quarter so far.

    C(S) = .06 S + .03 max(S - Q, 0) + .03 max(S - 1.5 Q, 0).

    Examples
    --------
    >>> round(commission_payout(60.0, 30.0), 6)  # 3.6 + .9 + .45
    4.95
    """
    payout = 0.06 * sales
    if sales > quota:
        payout += 0.03 * (sales - quota)
        if sales > 1.5 * quota:
            payout += 0.03 * (sales - 1.5 * quota)
    return payout


def expected_sales_by_tenure(tier: int, n_months: int) -> list[float]:
    """Monthly sales at talent and noise one, by months of tenure."""
    quota = MONTHLY_QUOTA[tier]
    return [quota * (1.0 - math.exp(-a / RAMP_SCALE_MONTHS)) for a in range(n_months)]


def attrition_hazard_by_tenure(tier: int, n_months: int) -> list[float]:
    """Monthly probability of leaving when not low, by months of tenure."""
    return [BASE_HAZARD[tier] * (a + 1) ** HAZARD_TENURE_EXPONENT for a in range(n_months)]


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
        self.expected_sales = [expected_sales_by_tenure(t, max_tenure) for t in SELLING_TIERS]
        self.hazard = [attrition_hazard_by_tenure(t, max_tenure) for t in range(len(TIERS))]
        self.seats = [
            [Seat(tier, position, self.opening_person()) for position in range(size)]
            for tier, size in enumerate(tier_sizes(n_seats))
        ]
        self.emptied: list[list[Seat]] = [[] for _ in TIERS]
        self.totals = {feature: [0.0] * len(TIERS) for feature in FEATURES}

    def new_person(self, start: int) -> Person:
        return Person(start, math.exp(self.rng.gauss(0.0, TALENT_SIGMA)))

    def opening_person(self) -> Person:
        return self.new_person(-self.rng.randrange(OPENING_TENURE_MONTHS))

    def run_months(self) -> Generator[simpy.Event, None, None]:
        """Run phases B to E of every month, half a month after its hires."""
        yield self.env.timeout(0.5)
        while True:
            month = int(self.env.now)
            self.promote(month)
            self.sell_and_pay(month)
            if (month + 1) % MONTHS_PER_QUARTER == 0:
                self.review()
            self.leave(month)
            yield self.env.timeout(1)

    def fill(self, seat: Seat, fill_month: int) -> Generator[simpy.Event, None, None]:
        """Phase A for one seat: wait for the fill month, then seat a hire."""
        yield self.env.timeout(fill_month - self.env.now)
        seat.person = self.new_person(fill_month)
        self.totals["hires"][seat.tier] += 1

    def time_to_fill_months(self) -> int:
        """Months until an external hire starts, rounded half up, at least one."""
        drawn = self.rng.lognormvariate(TIME_TO_FILL_MU, TIME_TO_FILL_SIGMA)
        return max(1, math.floor(drawn + 0.5))

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
                self.env.process(self.fill(seat, month + self.time_to_fill_months()))

    def successor_seats(self, tier: int, n_vacant: int, month: int) -> list[Seat]:
        """Seats below whose holders move up: earliest start first, then seat order."""
        if n_vacant == 0 or tier == 0:
            return []
        # Those promoted this month start their grade now, so nobody becomes
        # ready while the list is worked off: one choice of n is n choices of one.
        latest = month - MIN_TIME_IN_GRADE_MONTHS
        ready = [
            seat
            for seat in self.seats[tier - 1]
            if seat.person is not None and seat.person.grade_start <= latest
        ]
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
        quota = MONTHS_PER_QUARTER * MONTHLY_QUOTA[tier]
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
            floor = LOW_ATTAINMENT * MONTHS_PER_QUARTER * MONTHLY_QUOTA[tier]
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


def simulate_replication(n_seats: int, n_months: int, rng: random.Random) -> dict[str, list[float]]:
    """Totals of one replication by feature and tier; headcount is a monthly mean."""
    env = simpy.Environment()
    sales_force = SalesForce(env, n_seats, n_months, rng)
    env.process(sales_force.run_months())
    env.run(until=n_months)
    totals = sales_force.totals
    totals["headcount"] = [person_months / n_months for person_months in totals["headcount"]]
    return totals


def simulate(n_seats: int, n_months: int, n_replications: int, seed: int) -> dict[str, np.ndarray]:
    """Simulate independent futures of the common workload.

    Parameters
    ----------
    n_seats, n_months, n_replications
        Seats of one sales force, horizon and number of futures; at least one.
    seed
        Replication r has the same future whatever the number of replications.

    Returns
    -------
    dict
        For each of `FEATURES` an array of shape (n_replications, 4), tiers as
        in `TIERS`: sums over the months; for headcount the monthly mean in C.
    """
    replications = [
        simulate_replication(n_seats, n_months, random.Random(f"{seed}/{replication}"))
        for replication in range(n_replications)
    ]
    return {feature: np.array([totals[feature] for totals in replications]) for feature in FEATURES}


def main() -> None:
    """Run the job once; print the mean totals and the rate."""
    parser = argparse.ArgumentParser(description="The common workload in plain SimPy.")
    parser.add_argument("--seats", type=int, default=200)
    parser.add_argument("--months", type=int, default=36)
    parser.add_argument("--replications", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    job = parser.parse_args()
    began = time.process_time()
    features = simulate(job.seats, job.months, job.replications, job.seed)
    cpu_seconds = time.process_time() - began
    print(f"{'mean':<12}" + "".join(f"{tier:>16}" for tier in TIERS))
    for feature, values in features.items():
        print(f"{feature:<12}" + "".join(f"{mean:>16,.3f}" for mean in values.mean(axis=0)))
    seat_months = job.seats * job.months * job.replications
    print(f"{seat_months / cpu_seconds:,.0f} seat-months per CPU-second ({cpu_seconds:.2f} s)")


if __name__ == "__main__":
    main()
