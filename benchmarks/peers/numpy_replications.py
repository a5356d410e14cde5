"""The common workload in numpy, replications side by side in arrays of shape (R, S).

The months are a Python loop; everything dense is one ufunc over all seats, in place.
What an expert would do, is done:

- Sellers are kept in units of their quarter's quota, so one constant serves all tiers,
  and the ramp is a product a month: expected = full - missing, missing *= exp(-1/4).
- The noise of float32 is Box and Muller's, whose functions numpy has in SIMD; the ziggurat
  of `standard_normal` takes a value at a time and 1.7 times as long.
- Exits are thinned: gaps between candidates are geometric with the largest hazard, and
  only candidates are tested. Hires and promotions touch only the seats concerned.
- Who is ready for promotion stands in an array of starts: a minimum of int16 is SIMD.
- Blocks of replications stay in the third cache. Noise and sales are worked off in chunks of
  rows, large enough that Python's calls cost little.

Run ``python numpy_replications.py --seats 1000 --replications 100``.
"""

import math
from itertools import pairwise

import numpy as np
from workload import (
    BASE_HAZARD,
    LOW_ATTAINMENT,
    LOW_HAZARD_RATIO,
    MIN_TIME_IN_GRADE_MONTHS,
    MONTHS_PER_QUARTER,
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

# The fastest of 50,000 to 200,000 and 16,384 to 65,536 at 300 and 1,000 seats, on an AMD EPYC
# (Zen 3, AVX2, 512 KB second cache, 32 MB third cache); larger chunks were not tried.
BLOCK_SEATS = 200_000
CHUNK_SEATS = 65_536

VACANT = -30_000  # a start so early that nobody has it
NEVER = 30_000  # the start of who is not ready for promotion: after everybody's
LARGEST_HAZARD = max(BASE_HAZARD) * LOW_HAZARD_RATIO
QUARTERLY_QUOTA = np.array([quarterly_quota(tier) for tier in SELLING_TIERS])
MONTHLY_DECAY = math.exp(-1.0 / RAMP_SCALE_MONTHS)


class SalesForces:
    """A block of replications: the seats of all, and what is counted.

    Parameters
    ----------
    n_seats, n_months, n_replications
        Seats of one sales force, horizon and replications of the block.
    rng
        Source of every draw of the block.
    dtype
        float32 or float64: the type of talent, sales and noise.
    """

    def __init__(self, n_seats: int, n_months: int, n_replications: int, rng: np.random.Generator, dtype: type) -> None:
        sizes = tier_sizes(n_seats)
        self.n_seats, self.n_months, self.rng, self.dtype = n_seats, n_months, rng, dtype
        self.n_replications, self.n_sellers = n_replications, n_seats - sizes[-1]
        self.tier_of_seat = np.repeat(np.arange(len(TIERS)), sizes)
        bounds = np.cumsum([0, *sizes]).tolist()
        self.columns = [slice(*bounds[tier : tier + 2]) for tier in range(len(TIERS))]
        self.open(sizes)
        self.hires_due: list[list[np.ndarray]] = [[] for _ in range(n_months)]
        self.candidates = exit_candidates(rng, n_months, n_replications * n_seats)
        self.hazard = hazard_table(n_months)

    def open(self, sizes: list[int]) -> None:
        """Seat everybody, with uniform tenure, and set the counts to zero."""
        everybody, sellers = (self.n_replications, self.n_seats), (self.n_replications, self.n_sellers)
        self.start = -self.rng.integers(0, OPENING_TENURE_MONTHS, everybody, np.int16)
        self.grade_start = self.start.copy()
        self.ready = np.where(self.start <= -MIN_TIME_IN_GRADE_MONTHS, self.start, np.int16(NEVER))
        self.low = np.zeros(everybody, np.bool_)
        self.full = self.talent(sellers) / MONTHS_PER_QUARTER
        self.missing = self.full * np.exp(self.start[:, : self.n_sellers] / self.dtype(RAMP_SCALE_MONTHS))
        self.attained = np.zeros(sellers, self.dtype)
        by_tier = (self.n_replications, len(TIERS))
        self.headcount, self.person_months = np.tile(sizes, (self.n_replications, 1)), np.zeros(by_tier)
        self.hires, self.exits, self.promotions = np.zeros(by_tier), np.zeros(by_tier), np.zeros(by_tier)
        self.sales, self.commission = np.zeros(by_tier), np.zeros(by_tier)
        self.excess = np.zeros((self.n_replications, len(SELLING_TIERS)))

    def talent(self, shape: tuple[int, ...]) -> np.ndarray:
        """Talent of people, median one."""
        return np.exp(self.rng.standard_normal(shape, self.dtype) * self.dtype(TALENT_SIGMA))

    def count(self, rows: np.ndarray, seats: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
        """Sum by replication and tier."""
        cells = rows * len(TIERS) + self.tier_of_seat[seats]
        n_cells = self.n_replications * len(TIERS)
        return np.bincount(cells, weights, n_cells).reshape(self.n_replications, len(TIERS))

    def run(self) -> None:
        """Run the months in the order of the workload."""
        emptied = np.empty(0, np.intp)
        for month in range(self.n_months):
            self.hire(month)
            self.promote(month, emptied)
            self.sell_and_pay()
            if is_quarter_end(month):
                self.review()
            emptied = self.leave(month)

    def hire(self, month: int) -> None:
        """Phase A: seat the external hires of this month."""
        if self.hires_due[month]:
            rows, seats = np.divmod(np.concatenate(self.hires_due[month]), self.n_seats)
            self.enter(rows, seats, month)
            self.start[rows, seats] = month
            is_seller = seats < self.n_sellers
            place = rows[is_seller], seats[is_seller]
            self.full[place] = self.missing[place] = self.talent(place[0].shape) / MONTHS_PER_QUARTER
            hired = self.count(rows, seats)
            self.hires += hired
            self.headcount += hired

    def enter(self, rows: np.ndarray, seats: np.ndarray, month: int) -> None:
        """Begin a grade: not low, and with the quarter clean, as every empty seat's is."""
        self.grade_start[rows, seats] = month
        self.low[rows, seats] = False

    def vacate(self, rows: np.ndarray, seats: np.ndarray) -> None:
        """Empty seats; what their quarter had paid above the base rate is closed."""
        self.start[rows, seats] = self.grade_start[rows, seats] = VACANT
        self.ready[rows, seats] = NEVER
        self.headcount -= self.count(rows, seats)
        is_seller = seats < self.n_sellers
        rows, seats = rows[is_seller], seats[is_seller]
        attained = self.attained[rows, seats]
        excess = np.maximum(attained - 1.0, 0.0) + np.maximum(attained - 1.5, 0.0)
        self.excess -= self.count(rows, seats, excess)[:, : len(SELLING_TIERS)]
        self.full[rows, seats] = self.missing[rows, seats] = self.attained[rows, seats] = 0.0

    def promote(self, month: int, emptied: np.ndarray) -> None:
        """Phase B: fill last month's empty seats from below, from the top; recruit for the rest."""
        places = np.flatnonzero(self.grade_start == month - MIN_TIME_IN_GRADE_MONTHS)
        self.ready.flat[places] = self.start.flat[places]
        tiers = self.tier_of_seat[emptied % self.n_seats]
        left = np.empty(0, np.intp)
        for tier in reversed(range(1, len(TIERS))):
            vacant = np.sort(np.concatenate([emptied[tiers == tier], left]))
            rows, seats = np.divmod(vacant, self.n_seats)
            below = self.successors(rows, self.columns[tier - 1])
            is_filled = below >= 0
            self.recruit(month, vacant[~is_filled])
            rows, seats, below = rows[is_filled], seats[is_filled], below[is_filled]
            self.move_up(rows, below, seats, month)
            left = rows * self.n_seats + below
        self.recruit(month, np.concatenate([emptied[tiers == 0], left]))

    def successors(self, rows: np.ndarray, columns: slice) -> np.ndarray:
        """Who moves up for each vacancy of sorted rows: earliest start, then seat order; -1 is nobody."""
        chosen = np.full(rows.shape, -1)
        turn = np.arange(len(rows)) - np.searchsorted(rows, rows)
        for k in range(turn.max(initial=-1) + 1):
            vacancies = np.flatnonzero(turn == k)
            row = rows[vacancies]
            seat = self.ready[row, columns].argmin(axis=1) + columns.start
            chosen[vacancies] = np.where(self.ready[row, seat] < NEVER, seat, -1)
            self.ready[row, seat] = NEVER
        return chosen

    def move_up(self, rows: np.ndarray, below: np.ndarray, seats: np.ndarray, month: int) -> None:
        """Promote people of seats below; talent and ramp, in units of quota, go with them."""
        self.enter(rows, seats, month)
        self.start[rows, seats] = self.start[rows, below]
        if len(seats) and seats[0] < self.n_sellers:  # all are of one tier
            self.full[rows, seats] = self.full[rows, below]
            self.missing[rows, seats] = self.missing[rows, below]
        promoted = self.count(rows, seats)
        self.promotions += promoted
        self.headcount += promoted
        self.vacate(rows, below)

    def recruit(self, month: int, places: np.ndarray) -> None:
        """Draw the fill month of seats that nobody moves into."""
        drawn = self.rng.lognormal(TIME_TO_FILL_MU, TIME_TO_FILL_SIGMA, len(places))
        due = month + np.maximum(1, np.floor(drawn + 0.5)).astype(np.intp)
        for fill_month in range(month + 1, min(due.max(initial=month) + 1, self.n_months)):
            self.hires_due[fill_month].append(places[due == fill_month])

    def sell_and_pay(self) -> None:
        """Phase C: count who is seated; sell and pay, rows that fit the cache at a time."""
        self.person_months += self.headcount
        step = max(1, CHUNK_SEATS // self.n_sellers)
        for first in range(0, self.n_replications, step):
            self.sell_and_pay_rows(slice(first, first + step))

    def sell_and_pay_rows(self, rows: slice) -> None:
        """Sales, and commission of what the quarter has above what it had before."""
        attained, missing = self.attained[rows], self.missing[rows]
        sold = noise(self.rng, attained.shape, self.dtype)
        expected = self.full[rows] - missing
        sold *= expected
        missing *= self.dtype(MONTHLY_DECAY)
        attained += sold
        above, far_above = expected, np.clip(attained, 1.5, np.inf)
        np.clip(attained, 1.0, np.inf, out=above)
        above += far_above
        for tier in SELLING_TIERS:
            columns = self.columns[tier]
            sales = np.einsum("rs->r", sold[:, columns])
            excess = np.einsum("rs->r", above[:, columns]) - 2.5 * (columns.stop - columns.start)
            commission = 0.06 * sales + 0.03 * (excess - self.excess[rows, tier])
            self.excess[rows, tier] = excess
            self.sales[rows, tier] += sales * QUARTERLY_QUOTA[tier]
            self.commission[rows, tier] += commission * QUARTERLY_QUOTA[tier]

    def review(self) -> None:
        """Phase D: mark who ended the quarter low and open the next quarter."""
        np.less(self.attained, LOW_ATTAINMENT, out=self.low[:, : self.n_sellers])
        self.attained.fill(0.0)
        self.excess.fill(0.0)

    def leave(self, month: int) -> np.ndarray:
        """Phase E: test the month's candidates; the places of those who left, in order."""
        candidates, uniform = self.candidates[month]
        rows, seats = np.divmod(candidates, self.n_seats)
        age = np.minimum(month - self.start[rows, seats], self.hazard.shape[-1] - 1)
        hazard = self.hazard[self.low[rows, seats].view(np.int8), self.tier_of_seat[seats], age]
        is_leaving = uniform < hazard
        rows, seats = rows[is_leaving], seats[is_leaving]
        self.exits += self.count(rows, seats)
        self.vacate(rows, seats)
        return candidates[is_leaving]


def hazard_table(n_months: int) -> np.ndarray:
    """Hazard by low (no, yes), tier and tenure; the last tenure is that of an empty seat: zero."""
    n_tenures = OPENING_TENURE_MONTHS + n_months
    hazard = [[attrition_hazard(tier, a) for a in range(n_tenures)] + [0.0] for tier in range(len(TIERS))]
    return np.array([hazard, np.multiply(hazard, LOW_HAZARD_RATIO)])


def exit_candidates(rng: np.random.Generator, n_months: int, n_places: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Who may leave in each month: places, and a uniform number below the largest hazard for each.

    Each place is a candidate with the largest hazard h, so gaps are geometric:
    1 + floor(-ln U / -ln(1 - h)).
    """
    n_expected = n_months * n_places * LARGEST_HAZARD
    n_drawn = int(n_expected + 10.0 * math.sqrt(n_expected)) + 10  # ten standard deviations are always enough
    gaps = rng.standard_exponential(n_drawn) * (-1.0 / math.log1p(-LARGEST_HAZARD))
    places = np.cumsum(gaps.astype(np.intp) + 1) - 1
    uniform = rng.random(n_drawn) * LARGEST_HAZARD
    bounds = np.searchsorted(places, np.arange(n_months + 1) * n_places)
    return [
        (places[first:last] - month * n_places, uniform[first:last])
        for month, (first, last) in enumerate(pairwise(bounds))
    ]


def noise(rng: np.random.Generator, shape: tuple[int, int], dtype: type) -> np.ndarray:
    """Draw the noise of sales exp(sigma z), median one."""
    z = normal_float32(rng, math.prod(shape), NOISE_SIGMA) if dtype is np.float32 else rng.standard_normal(shape)
    if dtype is not np.float32:
        z *= NOISE_SIGMA
    return np.exp(z, out=z).reshape(shape)


def normal_float32(rng: np.random.Generator, n: int, sigma: float) -> np.ndarray:
    """Normal numbers by Box and Muller, two from 64 random bits: sigma sqrt(-2 ln u) (cos, sin)(2 pi v)."""
    half = (n + 1) // 2
    bits = rng.bit_generator.random_raw(half).view(np.uint32)
    bits >>= np.uint32(9)
    bits |= np.uint32(0x3F80_0000)  # the bits of a float32 in [1, 2)
    uniform = bits.view(np.float32)
    radius, angle = uniform[:half], uniform[half:]
    np.subtract(np.float32(2.0), radius, out=radius)  # in (0, 1]: its logarithm is finite
    np.log(radius, out=radius)
    radius *= np.float32(-2.0 * sigma**2)
    np.sqrt(radius, out=radius)
    angle *= np.float32(2.0 * math.pi)
    z = np.empty(2 * half, np.float32)
    np.cos(angle, out=z[:half])
    np.sin(angle, out=z[half:])
    z[:half] *= radius
    z[half:] *= radius
    return z[:n]


def simulate_block(n_seats: int, n_months: int, n_replications: int, rng: np.random.Generator, dtype: type) -> dict:
    """Totals of some replications by feature and tier."""
    forces = SalesForces(n_seats, n_months, n_replications, rng, dtype)
    forces.run()
    counts = {name: getattr(forces, name) for name in ("hires", "exits", "promotions", "sales", "commission")}
    return {**counts, "headcount": forces.person_months / n_months}


def simulate(
    n_seats: int, n_months: int, n_replications: int, seed: int, dtype: type = np.float32
) -> dict[str, np.ndarray]:
    """Simulate independent futures; shapes as `workload.replicate`."""
    size = max(1, BLOCK_SEATS // n_seats)
    firsts = range(0, n_replications, size)
    streams = np.random.SeedSequence(seed).spawn(len(firsts))
    blocks = [
        simulate_block(
            n_seats, n_months, min(size, n_replications - first), np.random.Generator(np.random.SFC64(stream)), dtype
        )
        for first, stream in zip(firsts, streams, strict=True)
    ]
    return {feature: np.concatenate([block[feature] for block in blocks]) for feature in blocks[0]}


def simulate_float64(n_seats: int, n_months: int, n_replications: int, seed: int) -> dict[str, np.ndarray]:
    """Simulate in float64; the job of those who need more than seven digits."""
    return simulate(n_seats, n_months, n_replications, seed, np.float64)


if __name__ == "__main__":
    run_script(simulate, "The common workload in numpy, float32, replications side by side.")
