"""People flows of a study: who moved where in a year, how long grades take, who gets to the top.

Counted, not fitted: every year's people are followed from the end of the year before (or their first day) to its end
(or their exit). Only numbers of people over many futures are kept, nobody's own.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from teamsim.analysis.incidence import Incidence, incidence
from teamsim.analysis.markov import MarkovFlows
from teamsim.analysis.stays import EXITS, futures, opening_people, stays
from teamsim.calendar import DAYS_PER_MONTH, MONTHS_PER_YEAR
from teamsim.errors import TeamsimError
from teamsim.model import Floats, Ints
from teamsim.results import Results
from teamsim.scenario.faults import nearest
from teamsim.study import Study

if TYPE_CHECKING:
    import pandas as pd

HIRED = "hired"
"""Where people come from who were not there at the end of the year before."""


@dataclass(frozen=True, eq=False)
class Flows:
    """Moves of people between tiers, by year; make one with `flows_of`.

    `n_moves`: people by year, where they were (tiers, then hired) and where they are (tiers, then kinds of exit), a
    mean over the futures followed, [Y, T + 1, T + 3]. `stays` are all stays with the month in which the grade began.
    """

    result: Results
    n_futures: int
    stays: pd.DataFrame
    n_moves: Floats

    @property
    def tiers(self) -> tuple[str, ...]:
        """The ladder, lowest first."""
        return self.result.layout.tiers

    @property
    def n_years(self) -> int:
        """Full years of the run."""
        return len(self.n_moves)

    # -- by year -------------------------------------------------------------------------------------------------

    @property
    def transitions(self) -> pd.DataFrame:
        """Tidy table: year, from, to, mean people a future, and their share of those who were in `from`."""
        import pandas as pd

        year, source, target = (axis.ravel() for axis in np.indices(self.n_moves.shape))
        return pd.DataFrame(
            {
                "year": 1 + year,
                "from": np.array([*self.tiers, HIRED])[source],
                "to": np.array([*self.tiers, *EXITS])[target],
                "people": self.n_moves.ravel(),
                "share": _row_shares(self.n_moves).ravel(),
            }
        )

    def matrix(self, year: int | None = None) -> pd.DataFrame:
        """Return the shares of each tier's people, and of the hired, by where they are a year later.

        Parameters
        ----------
        year
            1 is the first; left out: all years together.
        """
        import pandas as pd

        if year is not None and not 1 <= year <= self.n_years:
            raise TeamsimError(f"year = {year}; expected 1 to {self.n_years}, the full years of the run.")
        moves = self.n_moves.sum(axis=0) if year is None else self.n_moves[year - 1]
        rows, columns = pd.Index([*self.tiers, HIRED], name="from"), pd.Index([*self.tiers, *EXITS], name="to")
        return pd.DataFrame(_row_shares(moves), index=rows, columns=columns)

    @property
    def stocks(self) -> pd.DataFrame:
        """Tidy table by year and tier: opening headcount, hires, promotions in and out, exits, closing headcount.

        Means over all futures of the study; opening + hires + in - out - exits = closing.
        """
        import pandas as pd

        rows = [self._stock(year, tier) for year in range(self.n_years) for tier in self.tiers]
        return pd.DataFrame(rows)

    def _stock(self, year: int, tier: str) -> dict[str, object]:
        first = MONTHS_PER_YEAR * year
        last = first + MONTHS_PER_YEAR - 1
        monthly = functools.partial(self.result.monthly, tier=tier)
        flows = {
            name: float(monthly(name)[:, first : last + 1].sum(axis=1).mean())
            for name in ("hires", "promotions", "promotions_out", "exits")
        }
        ends = (
            float(monthly(f"{when}_headcount")[:, at].mean()) for when, at in (("opening", first), ("closing", last))
        )
        opening, closing = ends
        return {"year": 1 + year, "tier": tier, "opening": opening, **flows, "closing": closing}

    # -- a career ------------------------------------------------------------------------------------------------

    @functools.cached_property
    def chain(self) -> MarkovFlows:
        """The Markov chain with the shares of all years together: as if every year were such a year.

        People who join are those of `hired` who are there at the end of the year.
        """
        n, moves = len(self.tiers), self.n_moves.mean(axis=0)
        joined = moves[n, :n]
        shares = joined / joined.sum() if joined.any() else None
        return MarkovFlows(self.tiers, _row_shares(moves)[:n, :n], shares, float(joined.sum()), "poisson")

    @property
    def chance_to_reach(self) -> pd.DataFrame:
        """Chance that somebody of a tier is ever in another, if every year were such a year (`chain`)."""
        import pandas as pd

        names = pd.Index(self.tiers, name="from"), pd.Index(self.tiers, name="to")
        return pd.DataFrame(self.chain.chance_to_reach, *names)

    @property
    def years_to_top(self) -> pd.Series[float]:
        """Mean years to the highest tier of those who get there, by present tier (`chain`); nan where nobody does."""
        import pandas as pd

        return pd.Series(self.chain.years_to_reach(self.tiers[-1]), pd.Index(self.tiers, name="tier"))

    @property
    def arrivals(self) -> pd.DataFrame:
        """People who reached each tier by a move within the run: mean number a future, months with the firm by then."""
        import pandas as pd

        moved = self.stays[(self.stays["began"] == "promoted") & (self.stays["first_month"] >= 0)]
        months = moved["first_month"] - moved["hire_day"] / DAYS_PER_MONTH
        rows = []
        for tier in self.tiers:
            mine = months[moved["tier"] == tier]
            low, middle, high = np.quantile(mine, (0.05, 0.5, 0.95)) if len(mine) else (np.nan,) * 3
            of = {"tier": tier, "people": len(mine) / self.n_futures, "mean_months": mine.mean()}
            rows.append({**of, "low_months": low, "median_months": middle, "high_months": high})
        return pd.DataFrame(rows).set_index("tier")

    def time_in_grade(self, tier: str) -> Incidence:
        """Return by months in grade: the share promoted or moved on, the share that left, and who is still there.

        Raises
        ------
        TeamsimError
            There is no such tier.
        """
        if tier not in self.tiers:
            raise TeamsimError(f"There is no tier `{tier}`. {nearest(tier, self.tiers)}")
        mine = self.stays[(self.stays["tier"] == tier) & (self.stays["last_month"] >= 0)]
        began = mine["grade_month"].to_numpy()
        entered = np.maximum(mine["first_month"].to_numpy(), 0) - began
        ended = mine["last_month"].to_numpy() + 1 - began
        cause = np.select([mine["ended"] == "promoted", mine["ended"].isin(EXITS)], [1, 2], 0)
        return incidence(entered, ended, cause)

    @property
    def grades(self) -> pd.DataFrame:
        """Time in grade by tier: median months there, share promoted and left within one, two and three years."""
        import pandas as pd

        rows = []
        for tier in self.tiers:
            found = self.time_in_grade(tier)
            row: dict[str, object] = {"tier": tier, "median_months": found.median_months}
            for years in (1, 2, 3):
                row[f"promoted_in_{years}y"], row[f"left_in_{years}y"] = found.at(MONTHS_PER_YEAR * years)
            rows.append(row)
        return pd.DataFrame(rows).set_index("tier")


def flows_of(study: Study, scenario: str | None = None, replications: Sequence[int] | Ints | None = None) -> Flows:
    """Return who moved where, year by year, in one scenario of a study.

    Parameters
    ----------
    study
        A study of twelve months at least; its stays are replayed.
    scenario
        Name; left out: the first.
    replications
        Which futures; left out: the first hundred.

    Raises
    ------
    TeamsimError
        No such scenario, or a run shorter than a year.
    """
    result, numbers = study.result(scenario), futures(study, replications)
    n_years = result.layout.n_measured // MONTHS_PER_YEAR
    if n_years < 1:
        raise TeamsimError(f"{result.layout.n_measured} months are no year. Set time.horizon_months to 12 or more.")
    told, people = stays(study, result.name, numbers), opening_people(study, result.name, numbers)
    moves = [_moves(told, people, year, result.layout.tiers) for year in range(n_years)]
    return Flows(result, len(numbers), told, np.array(moves) / len(numbers))


def _moves(told: pd.DataFrame, people: pd.DataFrame, year: int, tiers: tuple[str, ...]) -> Ints:
    """Count people by where they were at the end of the year before and where they are at the end of a year."""
    first, end = MONTHS_PER_YEAR * year, MONTHS_PER_YEAR * (year + 1)
    began = _there(told, first) if year or told["first_month"].min() < 0 else people
    gone = told[told["ended"].isin(EXITS) & told["last_month"].between(first, end - 1)]
    ended = _joined(_there(told, end), gone.assign(tier=gone["ended"]))
    keys = ["replication", "person"]
    both = began[[*keys, "tier"]].merge(ended[[*keys, "tier"]], on=keys, how="outer", suffixes=("_from", "_to"))
    source, target = (
        both["tier_from"].fillna(HIRED),
        both["tier_to"].fillna("involuntary"),
    )  # redundant on the first day
    counts = np.zeros((len(tiers) + 1, len(tiers) + len(EXITS)), dtype=np.int64)
    places = {name: place for place, name in enumerate([*tiers, *EXITS])}
    rows = [len(tiers) if name == HIRED else places[name] for name in source]
    np.add.at(counts, (rows, [places[name] for name in target]), 1)
    return counts


def _there(told: pd.DataFrame, month: int) -> pd.DataFrame:
    """Return the stays of people who are in a seat when a month begins, before anything happens in it."""
    is_there = (told["first_month"] < month) & (told["last_month"] >= month - 1)
    return told[is_there & ~(told["ended"].isin(EXITS) & (told["last_month"] == month - 1))]


def _joined(*tables: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    return pd.concat(tables, ignore_index=True)


def _row_shares(moves: Floats) -> Floats:
    """Divide by the sums of rows; rows of nobody are 0."""
    sums = moves.sum(axis=-1, keepdims=True)
    shares: Floats = np.divide(moves, sums, out=np.zeros_like(moves), where=sums > 0.0)
    return shares
