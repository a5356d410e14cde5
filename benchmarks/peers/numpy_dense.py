"""The common workload in numpy as its text reads: arrays of shape (R, S), one loop over the months.

What an analyst at home in numpy writes in an afternoon: every phase is arithmetic over the
whole array in float32, with masks for who it concerns. `numpy_replications.py` does the
same job with all that can be done to make it fast.

Run ``python numpy_dense.py --seats 1000 --replications 100``.
"""

import numpy as np
from workload import (
    LOW_ATTAINMENT,
    LOW_HAZARD_RATIO,
    MIN_TIME_IN_GRADE_MONTHS,
    MONTHLY_QUOTA,
    NOISE_SIGMA,
    OPENING_TENURE_MONTHS,
    RAMP_SCALE_MONTHS,
    SELLING_TIERS,
    TALENT_SIGMA,
    TIERS,
    TIME_TO_FILL_MU,
    TIME_TO_FILL_SIGMA,
    attrition_hazard,
    is_quarter_end,
    quarterly_quota,
    run_script,
    tier_sizes,
)

NEVER = np.iinfo(np.int32).max


class SalesForces:
    """All replications: who sits in each seat, and what is counted by replication and tier."""

    def __init__(self, n_seats: int, n_months: int, n_replications: int, seed: int) -> None:
        sizes = tier_sizes(n_seats)
        self.shape, self.n_months, self.rng = (n_replications, n_seats), n_months, np.random.default_rng(seed)
        bounds = np.cumsum([0, *sizes]).tolist()
        self.columns = [slice(*bounds[tier : tier + 2]) for tier in range(len(TIERS))]
        self.sellers, sizes_of_sellers = slice(0, bounds[len(SELLING_TIERS)]), sizes[: len(SELLING_TIERS)]
        self.monthly_quota = np.repeat(np.float32(MONTHLY_QUOTA), sizes_of_sellers)
        quarterly = np.float32([quarterly_quota(tier) for tier in SELLING_TIERS])
        self.quarterly_quota = np.repeat(quarterly, sizes_of_sellers)
        tenures = range(OPENING_TENURE_MONTHS + n_months)
        hazard = np.float32([[attrition_hazard(tier, a) for tier in range(len(TIERS))] for a in tenures])
        self.hazard, self.tier_of_seat = hazard, np.repeat(np.arange(len(TIERS)), sizes)

        self.start = -self.rng.integers(0, OPENING_TENURE_MONTHS, self.shape, np.int32)
        self.grade_start = self.start.copy()
        self.talent = self.drawn_talent(self.shape)
        self.quarter_to_date = np.zeros((n_replications, bounds[len(SELLING_TIERS)]), np.float32)
        self.is_low, self.is_occupied = np.zeros(self.shape, bool), np.ones(self.shape, bool)
        self.is_emptied, self.fill_month = np.zeros(self.shape, bool), np.full(self.shape, NEVER, np.int32)

        by_tier = (n_replications, len(TIERS))
        self.headcount, self.hires, self.exits = np.zeros(by_tier), np.zeros(by_tier), np.zeros(by_tier)
        self.promotions, self.sales, self.commission = np.zeros(by_tier), np.zeros(by_tier), np.zeros(by_tier)

    def drawn_talent(self, shape: int | tuple[int, int]) -> np.ndarray:
        """Talent of people, median one."""
        return np.exp(np.float32(TALENT_SIGMA) * self.rng.standard_normal(shape, np.float32))

    def add(self, totals: np.ndarray, values: np.ndarray) -> None:
        """Add values by seat to the totals of each tier that they reach to."""
        for tier, columns in enumerate(self.columns):
            if columns.stop <= values.shape[1]:
                totals[:, tier] += values[:, columns].sum(axis=1)

    def run(self) -> None:
        """Run the months in the order of the workload."""
        for month in range(self.n_months):
            self.hire(month)
            self.promote(month)
            self.sell_and_pay(month)
            if is_quarter_end(month):
                self.review()
            self.leave(month)

    def hire(self, month: int) -> None:
        """Phase A: seat the external hires of this month."""
        is_due = self.fill_month == month
        self.add(self.hires, is_due)
        rows, seats = np.nonzero(is_due)
        self.enter(rows, seats, month)
        self.start[rows, seats] = month
        self.talent[rows, seats] = self.drawn_talent(len(rows))
        self.fill_month[rows, seats] = NEVER

    def enter(self, rows: np.ndarray, seats: np.ndarray, month: int) -> None:
        """Begin a grade: with a clean quarter, not low."""
        self.is_occupied[rows, seats] = True
        self.grade_start[rows, seats] = month
        self.is_low[rows, seats] = False
        is_seller = seats < self.sellers.stop
        self.quarter_to_date[rows[is_seller], seats[is_seller]] = 0.0

    def promote(self, month: int) -> None:
        """Phase B: fill last month's empty seats from below, from the top; recruit for the rest."""
        for tier in reversed(range(1, len(TIERS))):
            is_vacant = self.is_emptied[:, self.columns[tier]]
            while is_vacant.any():  # the first vacancy of each replication that has one left
                rows = np.flatnonzero(is_vacant.any(axis=1))
                first = is_vacant[rows].argmax(axis=1)
                is_vacant[rows, first] = False
                self.move_up(rows, first + self.columns[tier].start, tier, month)
        rows, seats = np.nonzero(self.is_emptied[:, self.columns[0]])
        self.recruit(rows, seats, month)

    def move_up(self, rows: np.ndarray, seats: np.ndarray, tier: int, month: int) -> None:
        """Fill a seat in each of some replications with the earliest start of those ready below, or recruit."""
        below = self.columns[tier - 1]
        is_ready = self.is_occupied[rows, below] & (month - self.grade_start[rows, below] >= MIN_TIME_IN_GRADE_MONTHS)
        starts = np.where(is_ready, self.start[rows, below], NEVER)
        chosen = starts.argmin(axis=1)
        is_found = starts[np.arange(len(rows)), chosen] < NEVER
        self.recruit(rows[~is_found], seats[~is_found], month)
        rows, seats, left = rows[is_found], seats[is_found], chosen[is_found] + below.start
        self.enter(rows, seats, month)
        self.start[rows, seats], self.talent[rows, seats] = self.start[rows, left], self.talent[rows, left]
        self.is_occupied[rows, left], self.is_emptied[rows, left] = False, True
        self.promotions[rows, tier] += 1

    def recruit(self, rows: np.ndarray, seats: np.ndarray, month: int) -> None:
        """Draw the fill month of seats that nobody moves into."""
        drawn = self.rng.lognormal(TIME_TO_FILL_MU, TIME_TO_FILL_SIGMA, len(rows))
        self.fill_month[rows, seats] = month + np.maximum(1, np.floor(drawn + 0.5))

    def sell_and_pay(self, month: int) -> None:
        """Phase C: count who is seated; sell, and pay what the quarter has earned more than before."""
        self.add(self.headcount, self.is_occupied)
        tenure = (month - self.start[:, self.sellers]).astype(np.float32)
        noise = np.exp(np.float32(NOISE_SIGMA) * self.rng.standard_normal(tenure.shape, np.float32))
        ramp = 1 - np.exp(tenure / np.float32(-RAMP_SCALE_MONTHS))
        sold = self.monthly_quota * ramp * self.talent[:, self.sellers] * noise
        sold *= self.is_occupied[:, self.sellers]
        before = self.earned(self.quarter_to_date)
        self.quarter_to_date += sold
        self.add(self.sales, sold)
        self.add(self.commission, self.earned(self.quarter_to_date) - before)

    def earned(self, sales: np.ndarray) -> np.ndarray:
        """Commission on the sales of a quarter so far."""
        quota = self.quarterly_quota
        return 0.06 * sales + 0.03 * np.maximum(sales - quota, 0) + 0.03 * np.maximum(sales - 1.5 * quota, 0)

    def review(self) -> None:
        """Phase D: mark who ended the quarter low and open the next quarter."""
        self.is_low[:, self.sellers] = self.quarter_to_date < np.float32(LOW_ATTAINMENT) * self.quarterly_quota
        self.quarter_to_date[:] = 0.0

    def leave(self, month: int) -> None:
        """Phase E: draw who leaves."""
        hazard = self.hazard[month - self.start, self.tier_of_seat]
        hazard[self.is_low] *= np.float32(LOW_HAZARD_RATIO)
        self.is_emptied = self.is_occupied & (self.rng.random(self.shape, np.float32) < hazard)
        self.is_occupied &= ~self.is_emptied
        self.add(self.exits, self.is_emptied)


def simulate(n_seats: int, n_months: int, n_replications: int, seed: int) -> dict[str, np.ndarray]:
    """Simulate independent futures; shapes as `workload.replicate`."""
    forces = SalesForces(n_seats, n_months, n_replications, seed)
    forces.run()
    counts = {name: getattr(forces, name) for name in ("hires", "exits", "promotions", "sales", "commission")}
    return {**counts, "headcount": forces.headcount / n_months}


if __name__ == "__main__":
    run_script(simulate, "The common workload in numpy, whole arrays and masks.")
