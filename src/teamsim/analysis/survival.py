"""How long hires stay: the share still with the firm by months after joining, future by future."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from teamsim.analysis.pseudonyms import LEAST
from teamsim.analysis.stays import EXITS, futures, stays
from teamsim.calendar import DAYS_PER_MONTH
from teamsim.errors import TeamsimError
from teamsim.model import Flags, Floats, Ints
from teamsim.results import Results
from teamsim.scenario.faults import nearest
from teamsim.study import Study

if TYPE_CHECKING:
    import pandas as pd

BAND = (0.05, 0.95)


@dataclass(frozen=True, eq=False)
class Survival:
    """Kaplan-Meier curves of hires; make one with `survival_of`.

    Counts are by future and whole months after joining, [R, D]; column d - 1 holds month d. `at_risk`: people who are
    there at its beginning; `exits`: those who leave at its end. Hires still there at the end of the run count as long
    as they were seen.
    """

    result: Results
    tier: str | None
    at_risk: Ints
    exits: Ints

    @property
    def n_months(self) -> int:
        """Months that are told: at least five hires of all futures and half of the futures have somebody at risk."""
        is_told = (self.at_risk.sum(axis=0) >= LEAST) & ((self.at_risk > 0).mean(axis=0) >= 0.5)
        return int(np.argmin([*is_told, False]))

    @property
    def share(self) -> Floats:
        """Share still there after 0, 1, ... months: S(d) = prod_{k <= d} (1 - exits_k / at risk_k), all futures."""
        told = slice(self.n_months)
        return _survival(self.at_risk.sum(axis=0)[told], self.exits.sum(axis=0)[told])

    @property
    def band(self) -> tuple[Floats, Floats]:
        """Range of the same share in 90% of futures, each by itself."""
        told = slice(self.n_months)
        curves = np.array([_survival(n[told], left[told]) for n, left in zip(self.at_risk, self.exits, strict=True)])
        low, high = np.nanquantile(curves, BAND, axis=0)
        return low, high

    @property
    def table(self) -> pd.DataFrame:
        """By months after joining: share still there, its range in 90% of futures, hires seen so long a future."""
        import pandas as pd

        low, high = self.band
        seen = self.at_risk.mean(axis=0)[: self.n_months]
        columns = {"share": self.share, "low": low, "high": high, "at_risk": [seen[0], *seen]}
        return pd.DataFrame(columns, index=pd.RangeIndex(self.n_months + 1, name="months"))


def survival_of(
    study: Study,
    scenario: str | None = None,
    replications: Sequence[int] | Ints | None = None,
    *,
    tier: str | None = None,
) -> Survival:
    """Return how long people stay who are hired during the run: promoted or moved, they are still with the firm.

    Parameters
    ----------
    study
        A study; its futures are replayed.
    scenario
        Name; left out: the first.
    replications
        Which futures; left out: the first hundred.
    tier
        Only who is hired into it; left out: all hires.

    Raises
    ------
    TeamsimError
        No such scenario or tier, or nobody to speak of is hired there.
    """
    result, numbers = study.result(scenario), futures(study, replications)
    if tier is not None and tier not in result.layout.tiers:
        raise TeamsimError(f"There is no tier `{tier}`. {nearest(tier, result.layout.tiers)}")
    months, has_left, place = _stays_of_hires(stays(study, result.name, numbers), numbers, tier)
    longest = int(months.max(initial=0))
    ends = np.zeros((2, len(numbers), longest + 1), dtype=np.int64)
    np.add.at(ends, (has_left.astype(np.int64), place, months), 1)
    at_risk = ends.sum(axis=0)[:, ::-1].cumsum(axis=1)[:, ::-1]
    found = Survival(result, tier, at_risk[:, 1:], ends[1][:, 1:])
    if found.n_months == 0:
        where = f" into `{tier}`" if tier else ""
        problem = f"{result.name}: fewer than {LEAST} people are hired{where} in {len(numbers)} futures."
        raise TeamsimError(f"{problem} Take more replications, a longer run, or another tier.")
    return found


def _stays_of_hires(told: pd.DataFrame, numbers: list[int], tier: str | None) -> tuple[Ints, Flags, Ints]:
    """Return of each hire the months seen with the firm, whether they then left, and the place of the future."""
    who = ["replication", "person"]
    hired = told[(told["began"] == "hired") & (told["hire_day"] >= 0)]
    hired = hired if tier is None else hired[hired["tier"] == tier]
    last = told.sort_values("last_month").groupby(who, sort=False)[["last_month", "ended"]].last()
    both = hired.set_index(who)[["hire_day"]].join(last)
    months = both["last_month"].to_numpy() - both["hire_day"].to_numpy() // DAYS_PER_MONTH + 1
    place = np.array([numbers.index(number) for number in both.index.get_level_values("replication")], dtype=np.int64)
    return months.astype(np.int64), both["ended"].isin(EXITS).to_numpy(), place


def _survival(at_risk: Ints, exits: Ints) -> Floats:
    """Return 1 and the products of the shares that stay; nan from where nobody is left to be seen."""
    stay = np.where(at_risk > 0, 1.0 - exits / np.maximum(at_risk, 1), np.nan)
    return np.concatenate([[1.0], np.cumprod(stay)])
