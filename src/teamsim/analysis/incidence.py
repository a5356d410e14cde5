"""How long until one of several things happens, where some have not seen the end and some began before the look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from teamsim.model import Floats, Ints

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Incidence:
    """Shares by whole months: `moved` on, `left`, `still` there; they add up to one.

    Month m holds what happened until the end of the m-th month in grade. `at_risk` people are seen in that month.
    """

    at_risk: Ints
    moved: Floats
    left: Floats

    @property
    def still(self) -> Floats:
        """Share still there."""
        share: Floats = 1.0 - self.moved - self.left
        return share

    @property
    def table(self) -> pd.DataFrame:
        """Tidy table by months in grade."""
        import pandas as pd

        columns = {"at_risk": self.at_risk, "moved": self.moved, "left": self.left, "still": self.still}
        return pd.DataFrame(columns, index=pd.RangeIndex(1, 1 + len(self.moved), name="months"))

    @property
    def median_months(self) -> float:
        """Months after which half are gone from the grade; nan where the run is too short to tell."""
        gone = np.flatnonzero(self.still <= 0.5 + 1e-12)
        return float(gone[0] + 1) if gone.size else np.nan

    def at(self, months: int) -> tuple[float, float]:
        """Return the shares that moved on and that left within so many months; nan beyond what was seen."""
        if not 1 <= months <= len(self.moved):
            return np.nan, np.nan
        return float(self.moved[months - 1]), float(self.left[months - 1])


def incidence(entered: Ints, ended: Ints, cause: Ints) -> Incidence:
    """Estimate cumulative incidences of two competing ends (Aalen and Johansen 1978).

    Month by month S <- S (1 - (d1 + d2)/r), F_k <- F_k + S d_k/r, with r the stays seen in the month. Stays that
    began before the look count from the month in which they are first seen (left truncation), those without an end
    until the last (right censoring). The estimate stops where nobody is seen any more.

    Parameters
    ----------
    entered
        Whole months in grade when a stay is first seen, 0 = from its start, [N].
    ended
        Whole months in grade at its end or when last seen, [N].
    cause
        1 moved on, 2 left, 0 not seen to end, [N].

    Example: of two stays from the start one moves on after a month, the other leaves after two: moved .5, .5; left
    0, .5. Where nobody is seen in the first months, shares are of those who were still there then.
    """
    longest = int(ended.max(initial=0))
    edges = np.arange(longest + 1)
    at_risk = np.array([np.sum((entered < month) & (ended >= month)) for month in edges[1:]], dtype=np.int64)
    seen = int(np.argmin(np.append(at_risk[_first(at_risk) :], 0) > 0)) + _first(at_risk)
    moved, left, still, shares = np.zeros(seen), np.zeros(seen), 1.0, np.zeros(2)
    for month in range(seen):
        for place in range(2):
            n_ended = np.sum((ended == month + 1) & (cause == place + 1) & (entered <= month))
            shares[place] += still * n_ended / max(at_risk[month], 1)
        still = 1.0 - shares.sum()
        moved[month], left[month] = shares
    return Incidence(at_risk[:seen], moved, left)


def _first(at_risk: Ints) -> int:
    """Return the first month in which somebody is seen."""
    seen = np.flatnonzero(at_risk)
    return int(seen[0]) if seen.size else 0
