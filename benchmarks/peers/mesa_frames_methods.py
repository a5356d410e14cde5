"""The common workload in mesa-frames by its own methods: people enter by `add`, change by `set`, leave by `discard`.

What the pages of mesa-frames show, and what it adds to polars. The sums over everybody are the
expressions of `mesa_frames_stacked.py`, which is faster because it does without these methods.
"""

import mesa_frames_stacked
import numpy as np
import polars as pl
from workload import run_script


class People(mesa_frames_stacked.People):
    """Everybody of all replications, found by their ids."""

    def seat(self, people: pl.DataFrame) -> None:
        """Add people."""
        self.add(people)

    def change(self, rows: pl.Series, values: dict[str, object]) -> None:
        """Set the values of some people, each of its column's type."""
        types = self.agents.schema
        columns = {
            name: new.cast(types[name])
            if isinstance(new, pl.Series)
            else pl.repeat(new, len(rows), dtype=types[name], eager=True)
            for name, new in values.items()
        }
        self.set(columns, mask=self.agents["unique_id"].gather(rows))

    def unseat(self, is_leaving: pl.Series) -> None:
        """Discard people."""
        self.discard(self.agents["unique_id"].filter(is_leaving))


def simulate(n_seats: int, n_months: int, n_replications: int, seed: int) -> dict[str, np.ndarray]:
    """Simulate independent futures; shapes as `workload.replicate`."""
    return mesa_frames_stacked.simulate(n_seats, n_months, n_replications, seed, People)


if __name__ == "__main__":
    run_script(simulate, "The common workload in mesa-frames by its own methods, replications stacked.")
