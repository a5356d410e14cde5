"""Which lever mends the bench cheapest? Each is a change of the scenario, lived with the same luck.

A lever's gain is how many more critical seats are covered on average over the run, its price how much less the firm
keeps a year (net margin), programme included; both are paired differences, future by future. The price of a covered
seat is their ratio, with Fieller's interval, which is open where the gain is not told apart from none.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from teamsim.analysis.compare import Difference, opening_groups
from teamsim.analysis.critical import critical_seats
from teamsim.analysis.succession_levers import Lever, standard_levers
from teamsim.analysis.successors import Succession, succession
from teamsim.calendar import MONTHS_PER_YEAR
from teamsim.errors import TeamsimError
from teamsim.measures import MEASURES, Measure
from teamsim.model import Floats
from teamsim.scenario.scenario import Scenario
from teamsim.study import Study, run

if TYPE_CHECKING:
    import pandas as pd

COVERED = Measure(
    "covered_seats",
    "seats",
    "stock",
    "higher",
    "Covered critical seats",
    "有继任者的关键岗位",
    "Critical seats with a ready person of their own, mean over the run.",
)
MAX_FUTURES = 100
"""Futures lived and replayed where nobody says how many."""


@dataclass(frozen=True, eq=False)
class LeverRanking:
    """Levers lived beside a scenario; make one with `rank_levers`. `benches` are those of the scenario, then each."""

    study: Study
    levers: tuple[Lever, ...]
    benches: tuple[Succession, ...]

    @functools.cached_property
    def gains(self) -> tuple[Difference, ...]:
        """More critical seats covered under each lever, future by future."""
        base, *others = (bench.n_covered.mean(axis=1) for bench in self.benches)
        return tuple(self._difference(COVERED, place, values, base) for place, values in enumerate(others, start=1))

    @functools.cached_property
    def prices(self) -> tuple[Difference, ...]:
        """Less net margin a year under each lever, future by future: what it costs."""
        years = self.benches[0].result.layout.n_measured / MONTHS_PER_YEAR
        base, *others = (-bench.result.total("net_margin") / years for bench in self.benches)
        return tuple(
            self._difference(MEASURES["cost"], place, values, base) for place, values in enumerate(others, start=1)
        )

    @functools.cached_property
    def table(self) -> pd.DataFrame:
        """By lever, the cheapest covered seat first: gain and price with both intervals, and the price of a seat.

        `cost_per_seat` [currency a covered seat and year] with its 95% interval of simulation error (Fieller), nan
        where the interval is open. Levers whose gain is not told apart from none stand last (`is_gain`).
        """
        import pandas as pd

        rows = [self._row(*each) for each in zip(self.levers, self.gains, self.prices, strict=True)]
        order = ["is_gain", "cost_per_seat"]
        return pd.DataFrame(rows).set_index("lever").sort_values(order, ascending=[False, True], kind="stable")

    @property
    def cheapest(self) -> Lever | None:
        """The lever with the cheapest covered seat; None where none is told apart from doing nothing."""
        first = self.table.iloc[0]
        return next(lever for lever in self.levers if lever.name == first.name) if first["is_gain"] else None

    def _difference(self, measure: Measure, place: int, values: Floats, base: Floats) -> Difference:
        before, after = self.benches[0].result, self.benches[place].result
        scenarios = before.layout.scenario, after.layout.scenario
        groups = opening_groups(before.replications, *scenarios)
        return Difference(measure, after.name, before.name, values, base, groups, precision=0.01)

    def _row(self, lever: Lever, gain: Difference, price: Difference) -> dict[str, Any]:
        low, high = fieller(price.differences, gain.differences)
        is_gain = gain.simulation_error[0] > 0.0
        return {
            "lever": lever.name,
            "covered_seats": float(gain.values.mean()),
            "gain": gain.mean,
            **_ends("gain", gain),
            "better_in": gain.p_better,
            "cost_a_year": price.mean,
            **_ends("cost", price),
            "cost_per_seat": price.mean / gain.mean if is_gain else math.nan,
            "cost_per_seat_low": low,
            "cost_per_seat_high": high,
            "is_gain": is_gain,
        }


def _ends(name: str, difference: Difference) -> dict[str, float]:
    ends = {"error": difference.simulation_error, "luck": difference.luck}
    return {f"{name}_{kind}_{end}": pair[i] for kind, pair in ends.items() for i, end in enumerate(("low", "high"))}


def fieller(above: Floats, below: Floats) -> tuple[float, float]:
    """Return the 95% interval of the ratio of two paired means (Fieller 1954), nan where it is open.

    The ratios r with (mean a - r mean b)^2 <= t^2 Var(mean a - r mean b): roots of a quadratic.

    Parameters
    ----------
    above, below
        Paired values of numerator and denominator, [R].
    """
    n = above.size
    if n < 2:
        return math.nan, math.nan
    from scipy.special import stdtrit

    (aa, ab), (_, bb) = np.cov(above, below) * float(stdtrit(n - 1, 0.975)) ** 2 / n
    a, b = float(above.mean()), float(below.mean())
    square, middle, constant = b * b - bb, a * b - ab, a * a - aa
    if square <= 0.0:
        return math.nan, math.nan
    root = math.sqrt(max(0.0, middle * middle - square * constant))  # below 0 by rounding only: a / b lies between
    return (middle - root) / square, (middle + root) / square


def rank_levers(
    scenario: Scenario,
    levers: Sequence[Lever] | None = None,
    *,
    replications: int = MAX_FUTURES,
    seed: int = 0,
    progress: bool = False,
) -> LeverRanking:
    """Live through a scenario once for each lever, with the same luck, and rank them by cost per covered seat.

    Covered are counted among the scenario's own critical seats: seats that a lever opens are no gain by themselves.

    Parameters
    ----------
    scenario
        With critical seats.
    levers
        Left out: `standard_levers(scenario)`.
    replications, seed, progress
        As in `ts.run`; every replication is replayed, and at most 128 start from people of their own.

    Raises
    ------
    TeamsimError
        No lever, names given twice, ScenarioError as in `succession`.
    """
    chosen = tuple(standard_levers(scenario) if levers is None else levers)
    _refuse_levers(scenario, chosen)
    study = run([scenario, *(lever.applied(scenario) for lever in chosen)], replications, seed, progress=progress)
    numbers = study.results[0].replications
    seats = [seat.name for seat in critical_seats(study.results[0].layout).seats]
    benches = tuple(succession(study, result.name, numbers, seats=seats) for result in study.results)
    return LeverRanking(study, chosen, benches)


def _refuse_levers(scenario: Scenario, levers: Sequence[Lever]) -> None:
    names = [scenario.name, *(lever.name for lever in levers)]
    twice = [name for place, name in enumerate(names) if name in names[:place]]
    if not levers or twice:
        what = f"the name `{twice[0]}` is given twice" if twice else "there is no lever"
        raise TeamsimError(f"levers: {what}. Give Lever(name, changes), each with a name of its own.")
