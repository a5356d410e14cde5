"""The common workload in mesa-frames (polars), the people of all replications in one frame.

Each phase is a few polars expressions on the whole frame: a row is a person, exits drop
rows and hires append them. Who is promoted is found by joining vacancies and people that
are ready on their turn within the replication. Frames are assigned to `agents`, which leaves
everything to polars; `mesa_frames_methods.py` has people enter, change and leave by the methods
of mesa-frames, which search all ids.

mesa-frames has its own environment: see `environments.py`.
"""

import os

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # rates are those of one thread; read at import

import numpy as np
import polars as pl
from mesa_frames import AgentSetPolars, ModelDF
from workload import (
    BASE_HAZARD,
    FEATURES,
    HAZARD_TENURE_EXPONENT,
    LOW_ATTAINMENT,
    LOW_HAZARD_RATIO,
    MIN_TIME_IN_GRADE_MONTHS,
    MONTHLY_QUOTA,
    MONTHS_PER_QUARTER,
    NOISE_SIGMA,
    OPENING_TENURE_MONTHS,
    RAMP_SCALE_MONTHS,
    TALENT_SIGMA,
    TIERS,
    TIME_TO_FILL_MU,
    TIME_TO_FILL_SIGMA,
    is_quarter_end,
    run_script,
    tier_sizes,
)

# The managers have a quota of zero and so sell nothing.
TIER_QUOTA = np.array([*MONTHLY_QUOTA, 0.0], np.float32)
TIER_HAZARD = np.array(BASE_HAZARD, np.float32)
MANAGER = len(TIERS) - 1


class People(AgentSetPolars):
    """Everybody of all replications; `cell` is replication x 4 + tier."""

    def __init__(self, model: "SalesForces", n_seats: int, n_replications: int) -> None:
        super().__init__(model)
        self.rng = model.random
        self.n_cells = n_replications * len(TIERS)
        self.totals = {feature: np.zeros(self.n_cells) for feature in FEATURES}
        tiers = np.tile(np.repeat(np.arange(len(TIERS)), tier_sizes(n_seats)), n_replications)
        cells = np.repeat(np.arange(n_replications) * len(TIERS), n_seats) + tiers
        seats = np.tile(np.arange(n_seats), n_replications)
        start = -self.rng.integers(0, OPENING_TENURE_MONTHS, len(cells))
        self.n_ever = 0
        self.seat(self.newcomers(cells, seats, start))
        self.emptied = self.agents.select("cell", "seat").clear()
        self.awaited = self.emptied.with_columns(fill_month=pl.lit(0, pl.Int64))

    def newcomers(self, cells: np.ndarray, seats: np.ndarray, start: np.ndarray) -> pl.DataFrame:
        """People with new talent and a clean quarter."""
        n = len(cells)
        self.n_ever += n
        return pl.DataFrame(
            {
                "unique_id": np.arange(self.n_ever - n, self.n_ever),
                "cell": cells.astype(np.int32),
                "seat": seats.astype(np.int32),
                "start": start.astype(np.int16),
                "grade_start": start.astype(np.int16),
                "talent": np.exp(self.rng.standard_normal(n, np.float32) * np.float32(TALENT_SIGMA)),
                "quota": TIER_QUOTA[cells % len(TIERS)],
                "hazard": TIER_HAZARD[cells % len(TIERS)],
                "quarter_to_date": np.zeros(n, np.float32),
                "payout": np.zeros(n, np.float32),
                "low": np.zeros(n, np.bool_),
            }
        )

    def count(self, feature: str, cells: pl.Series, values: pl.Series | None = None) -> None:
        """Add to a total by replication and tier."""
        weights = None if values is None else values.to_numpy()
        self.totals[feature] += np.bincount(cells.to_numpy(), weights, self.n_cells)

    def step(self) -> None:
        """Live a month."""
        month = self.model.month
        self.hire(month)
        self.promote(month)
        self.sell_and_pay(month)
        if is_quarter_end(month):
            self.review()
        self.leave(month)
        self.model.month += 1

    def hire(self, month: int) -> None:
        """Phase A: seat the external hires of this month."""
        due = pl.col("fill_month") == month
        hired = self.awaited.filter(due)
        self.awaited = self.awaited.filter(~due)
        self.count("hires", hired["cell"])
        cells, seats = hired["cell"].to_numpy(), hired["seat"].to_numpy()
        self.seat(self.newcomers(cells, seats, np.full(len(cells), month)))

    def seat(self, people: pl.DataFrame) -> None:
        """Append people."""
        self.agents = pl.concat([self.agents, people], how="diagonal")

    def promote(self, month: int) -> None:
        """Phase B: fill last month's empty seats from below, from the top; recruit for the rest."""
        tier_of_cell = pl.col("cell") % len(TIERS)
        latest = month - MIN_TIME_IN_GRADE_MONTHS
        ready = (
            self.agents.select("cell", "seat", "start", "grade_start")
            .with_row_index("row")
            .filter((pl.col("grade_start") <= latest) & (tier_of_cell < MANAGER))
        )
        moves, left = [], self.emptied.clear()
        for tier in reversed(range(1, len(TIERS))):
            vacant = pl.concat([self.emptied.filter(tier_of_cell == tier), left])
            matched = matched_successors(vacant, ready)
            filled = matched.filter(pl.col("row").is_not_null())
            self.recruit(month, matched.filter(pl.col("row").is_null()).select("cell", "seat"))
            left = filled.select(pl.col("cell") - 1, pl.col("seat_left").alias("seat"))
            moves.append(filled)
        self.recruit(month, pl.concat([self.emptied.filter(tier_of_cell == 0), left]))
        self.move_up(pl.concat(moves), month)

    def move_up(self, moves: pl.DataFrame, month: int) -> None:
        """Promote people into the seats of `moves`; start and talent stay."""
        self.count("promotions", moves["cell"])
        rows, tiers = moves["row"], moves["cell"].to_numpy() % len(TIERS)
        values = {
            "cell": moves["cell"],
            "seat": moves["seat"],
            "grade_start": month,
            "quota": pl.Series(TIER_QUOTA[tiers]),
            "hazard": pl.Series(TIER_HAZARD[tiers]),
            "quarter_to_date": 0.0,
            "payout": 0.0,
            "low": False,
        }
        self.change(rows, values)

    def change(self, rows: pl.Series, values: dict[str, object]) -> None:
        """Write values into some rows."""
        self.agents = self.agents.with_columns(self.agents[name].scatter(rows, new) for name, new in values.items())

    def recruit(self, month: int, vacant: pl.DataFrame) -> None:
        """Draw the fill month of seats that nobody moves into."""
        drawn = self.rng.lognormal(TIME_TO_FILL_MU, TIME_TO_FILL_SIGMA, len(vacant))
        fill_month = month + np.maximum(1, np.floor(drawn + 0.5)).astype(np.int64)
        self.awaited = pl.concat([self.awaited, vacant.with_columns(fill_month=pl.Series(fill_month))])

    def sell_and_pay(self, month: int) -> None:
        """Phase C: count who is seated; sell, and pay what the quarter has earned beyond what was paid."""
        noise = np.exp(self.rng.standard_normal(len(self.agents), np.float32) * np.float32(NOISE_SIGMA))
        ramp = (1.0 - np.exp(-np.arange(OPENING_TENURE_MONTHS + month) / RAMP_SCALE_MONTHS)).astype(np.float32)
        tenure = month - self.agents["start"].to_numpy()
        sold = self.agents["quota"] * self.agents["talent"] * pl.Series(ramp[tenure]) * pl.Series(noise)
        quota, sales = MONTHS_PER_QUARTER * pl.col("quota"), pl.col("quarter_to_date")
        earned = 0.06 * sales + 0.03 * (sales - quota).clip(0.0) + 0.03 * (sales - 1.5 * quota).clip(0.0)
        before = self.agents["payout"]
        self.agents = self.agents.with_columns(sales + sold).with_columns(payout=earned)
        cells = self.agents["cell"]
        self.count("headcount", cells)
        self.count("sales", cells, sold)
        self.count("commission", cells, self.agents["payout"] - before)

    def review(self) -> None:
        """Phase D: mark who ended the quarter low and open the next quarter."""
        floor = LOW_ATTAINMENT * MONTHS_PER_QUARTER * pl.col("quota")
        clean = pl.lit(0.0, pl.Float32)
        self.agents = self.agents.with_columns(
            low=pl.col("quarter_to_date") < floor, quarter_to_date=clean, payout=clean
        )

    def leave(self, month: int) -> None:
        """Phase E: people leave with the hazard of their tier and tenure."""
        ages = np.arange(1.0, OPENING_TENURE_MONTHS + month + 1.0)
        decline = (ages**HAZARD_TENURE_EXPONENT).astype(np.float32)
        tenure = month - self.agents["start"].to_numpy()
        hazard = self.agents["hazard"].to_numpy() * decline[tenure]
        hazard *= np.where(self.agents["low"].to_numpy(), np.float32(LOW_HAZARD_RATIO), np.float32(1.0))
        is_leaving = pl.Series(self.rng.random(len(hazard), np.float32) < hazard)
        self.emptied = self.agents.select("cell", "seat").filter(is_leaving)
        self.count("exits", self.emptied["cell"])
        self.unseat(is_leaving)

    def unseat(self, is_leaving: pl.Series) -> None:
        """Drop people."""
        self.agents = self.agents.filter(~is_leaving)


def matched_successors(vacant: pl.DataFrame, ready: pl.DataFrame) -> pl.DataFrame:
    """Vacancies of a tier in seat order beside who moves up (earliest start, then seat); null is nobody."""
    turn = pl.int_range(pl.len()).over("cell").alias("turn")
    cells = vacant["cell"].unique() - 1
    below = (
        ready.filter(pl.col("cell").is_in(cells.implode()))
        .sort("cell", "start", "seat")
        .select(pl.col("cell") + 1, pl.col("seat").alias("seat_left"), "row", turn)
    )
    return vacant.sort("cell", "seat").with_columns(turn).join(below, on=["cell", "turn"], how="left")


class SalesForces(ModelDF):
    """All replications."""

    def __init__(self, people: type[People], n_seats: int, n_replications: int, seed: int) -> None:
        super().__init__(seed)
        self.month = 0
        self.people = people(self, n_seats, n_replications)
        self.agents += self.people


def simulate(
    n_seats: int, n_months: int, n_replications: int, seed: int, people: type[People] = People
) -> dict[str, np.ndarray]:
    """Simulate independent futures; shapes as `workload.replicate`."""
    model = SalesForces(people, n_seats, n_replications, seed)
    for _ in range(n_months):
        model.step()
    totals = {name: values.reshape(n_replications, len(TIERS)) for name, values in model.people.totals.items()}
    return totals | {"headcount": totals["headcount"] / n_months}


if __name__ == "__main__":
    run_script(simulate, "The common workload in mesa-frames, replications stacked.")
