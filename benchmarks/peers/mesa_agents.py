"""The common workload in Mesa, one agent a person.

A month is a step of the model. A person's step sells, is paid, is reviewed and may
leave: these phases concern nobody else, so each person is called once a month. The
model seats hires and promotes before.

What would waste time is avoided as in `simpy_common.py`: curves are tabulated by tenure
once, what was paid so far this quarter is kept, and the successors of a tier are chosen
in one pass. Mesa has its own environment: see `environments.py`.
"""

import heapq
import math
import random

import mesa
import numpy as np
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


class Seat:
    """A budgeted position: its tier, its place in seat order and its holder."""

    __slots__ = ("person", "position", "tier")

    def __init__(self, tier: int, position: int) -> None:
        self.tier = tier
        self.position = position
        self.person: Person | None = None


class Person(mesa.Agent):
    """Somebody who holds a seat; `start` is the month of joining, negative for those there at the opening."""

    def __init__(self, model: "SalesForce", seat: Seat, start: int) -> None:
        super().__init__(model)
        self.start = start
        self.talent = drawn_talent(model.random)
        self.enter(seat, start)

    def enter(self, seat: Seat, month: int) -> None:
        """Begin a grade with a clean quarter; start and talent stay."""
        self.seat = seat
        self.tier = seat.tier
        seat.person = self
        self.grade_start = month
        self.quarter_to_date = 0.0
        self.commission_to_date = 0.0
        self.is_low = False

    def step(self) -> None:
        """Phases C, D and E for one person."""
        model, tier = self.model, self.tier
        tenure = model.month - self.start
        model.totals["headcount"][tier] += 1
        if tier in SELLING_TIERS:
            self.sell_and_pay(tenure)
            if model.is_quarter_end:
                self.review()
        hazard = model.hazard[tier][tenure]
        if self.is_low:
            hazard *= LOW_HAZARD_RATIO
        if model.random.random() < hazard:
            self.leave()

    def sell_and_pay(self, tenure: int) -> None:
        """Phase C: sell and be paid what the quarter has earned beyond what was paid."""
        model, tier = self.model, self.tier
        sold = model.expected_sales[tier][tenure] * self.talent
        sold *= math.exp(model.random.gauss(0.0, NOISE_SIGMA))
        self.quarter_to_date += sold
        payout = commission_payout(self.quarter_to_date, model.quota[tier])
        model.totals["sales"][tier] += sold
        model.totals["commission"][tier] += payout - self.commission_to_date
        self.commission_to_date = payout

    def review(self) -> None:
        """Phase D: mark a low quarter and open the next."""
        self.is_low = self.quarter_to_date < LOW_ATTAINMENT * self.model.quota[self.tier]
        self.quarter_to_date = 0.0
        self.commission_to_date = 0.0

    def leave(self) -> None:
        """Phase E: leave the seat and the model."""
        self.model.totals["exits"][self.tier] += 1
        self.seat.person = None
        self.model.emptied[self.tier].append(self.seat)
        self.remove()


class SalesForce(mesa.Model):
    """One replication: the seats, their people and what is counted."""

    def __init__(self, n_seats: int, n_months: int, seed: int) -> None:
        super().__init__(seed=seed)
        n_tenures = OPENING_TENURE_MONTHS + n_months
        self.expected_sales = [[expected_sales(t, a) for a in range(n_tenures)] for t in SELLING_TIERS]
        self.hazard = [[attrition_hazard(t, a) for a in range(n_tenures)] for t in range(len(TIERS))]
        self.quota = [quarterly_quota(tier) for tier in SELLING_TIERS]
        self.seats = [[Seat(tier, i) for i in range(size)] for tier, size in enumerate(tier_sizes(n_seats))]
        self.emptied: list[list[Seat]] = [[] for _ in TIERS]
        self.hires_due: dict[int, list[Seat]] = {}
        self.totals = empty_totals()
        for seats in self.seats:
            for seat in seats:
                Person(self, seat, opening_start(self.random))

    def step(self) -> None:
        """Live a month: `steps` counts this one already."""
        self.month = self.steps - 1
        self.is_quarter_end = is_quarter_end(self.month)
        self.hire()
        self.promote()
        self.agents.do("step")

    def hire(self) -> None:
        """Phase A: seat the external hires of this month."""
        for seat in self.hires_due.pop(self.month, []):
            Person(self, seat, self.month)
            self.totals["hires"][seat.tier] += 1

    def promote(self) -> None:
        """Phase B: fill last month's empty seats from below, else recruit."""
        # From the top, so the seats that promotion empties join the next list.
        for tier in reversed(range(len(TIERS))):
            vacant = sorted(self.emptied[tier], key=lambda seat: seat.position)
            self.emptied[tier] = []
            successors = self.successors(tier, len(vacant))
            for seat, person in zip(vacant, successors, strict=False):
                self.move_up(person, seat)
            for seat in vacant[len(successors) :]:
                fill_month = self.month + time_to_fill_months(self.random)
                self.hires_due.setdefault(fill_month, []).append(seat)

    def successors(self, tier: int, n_vacant: int) -> list[Person]:
        """Who moves up: earliest start first, then seat order."""
        if n_vacant == 0 or tier == 0:
            return []
        latest = self.month - MIN_TIME_IN_GRADE_MONTHS
        people = [seat.person for seat in self.seats[tier - 1] if seat.person is not None]
        ready = [person for person in people if person.grade_start <= latest]
        return heapq.nsmallest(n_vacant, ready, key=lambda person: person.start)

    def move_up(self, person: Person, seat: Seat) -> None:
        """Promote somebody; the seat left is emptied."""
        person.seat.person = None
        self.emptied[person.tier].append(person.seat)
        person.enter(seat, self.month)
        self.totals["promotions"][seat.tier] += 1


def simulate_replication(n_seats: int, n_months: int, rng: random.Random) -> Totals:
    """Totals of one replication by feature and tier."""
    sales_force = SalesForce(n_seats, n_months, rng.getrandbits(63))
    for _ in range(n_months):
        sales_force.step()
    return sales_force.totals


def simulate(n_seats: int, n_months: int, n_replications: int, seed: int) -> dict[str, np.ndarray]:
    """Simulate independent futures; see `workload.replicate`."""
    return replicate(simulate_replication, n_seats, n_months, n_replications, seed)


if __name__ == "__main__":
    run_script(simulate, "The common workload in Mesa, one agent a person.")
