"""Flows from stocks: yearly transitions inferred where only headcounts by grade are known.

Model: x_j(t+1) = sum_i x_i(t) p_ij + a_j(t), along given ways only (stay, one grade up, leave), with people joining
given grades only. Method: least squares on the years' balances, each grade's errors over its mean stock, p >= 0, a >=
0, p and exits of a grade add up to one (non-negative least squares with that sum as a heavily weighted equation,
Haskell and Hanson 1981; the problem of Lee, Judge and Zellner 1970). The intake is the same number every year, or
grows with the organisation.

Stocks alone say little about a grade where people join: many joining and leaving, or few, give the same headcount.
So exits and intake of entry grades are read together, and `backtest_flows` tells how well the whole foresees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from teamsim.analysis.markov import MarkovFlows
from teamsim.errors import Fault, InputError, TeamsimError
from teamsim.model import Floats
from teamsim.scenario.faults import nearest

if TYPE_CHECKING:
    import pandas as pd

Intake = Literal["constant", "by size"]
INTAKES: tuple[Intake, ...] = ("constant", "by size")
_HEAVY = 1000.0
"""Weight of the sum of a row against one year's error of one grade."""
_FEWEST_YEARS = 4


@dataclass(frozen=True, eq=False)
class InferredFlows:
    """Yearly flows that explain stocks best; make them with `infer_flows`.

    `moves` is P, [G, G]; `joins` are the people who join each grade in a year [G], at the mean size where the intake
    grows with the organisation; `error` is the mean absolute error of one year ahead over the mean stocks.
    """

    names: tuple[str, ...]
    moves: Floats
    joins: Floats
    intake: Intake
    mean_size: float
    error: float

    @property
    def exits(self) -> Floats:
        """Share of each grade that leaves in a year, [G]."""
        left: Floats = np.maximum(1.0 - self.moves.sum(axis=1), 0.0)
        return left

    @property
    def table(self) -> pd.DataFrame:
        """By grade: shares that stay, move to other grades and leave in a year, people who join."""
        import pandas as pd

        stays = np.diag(self.moves)
        moved = self.moves.sum(axis=1) - stays
        columns = {"stays": stays, "moves": moved, "leaves": self.exits, "joins": self.joins}
        return pd.DataFrame(columns, index=pd.Index(self.names, name="grade"))

    def ahead(self, stocks: Sequence[float] | Floats) -> Floats:
        """Return the stocks a year later, [G]."""
        now = np.array(stocks, dtype=np.float64)
        scale = now.sum() / self.mean_size if self.intake == "by size" else 1.0
        later: Floats = now @ self.moves + scale * self.joins
        return later

    def project(self, stocks: Sequence[float] | Floats, years: int) -> Floats:
        """Return the stocks of the years to come, [years, G]."""
        ahead = [np.array(stocks, dtype=np.float64)]
        for _ in range(years):
            ahead.append(self.ahead(ahead[-1]))
        return np.array(ahead[1:]).reshape(years, len(self.names))

    def chain(self, *, is_fixed_size: bool = False) -> MarkovFlows:
        """Return the same shares as a Markov chain: with the intake of the mean size, or as many as leave."""
        total = float(self.joins.sum())
        shares = self.joins / total if total > 0.0 else np.eye(len(self.names))[0]
        recruits = 0.0 if is_fixed_size else total
        return MarkovFlows(self.names, self.moves, shares, recruits, "poisson", is_fixed_size)


def infer_flows(
    stocks: pd.DataFrame,
    entries: Sequence[str] = (),
    *,
    intake: Intake = "constant",
    ways: Sequence[tuple[str, str]] = (),
) -> InferredFlows:
    """Infer yearly transitions from headcounts by grade.

    Parameters
    ----------
    stocks
        One row a year without gaps, one column a grade, lowest first: people.
    entries
        Grades that people join from outside; left out: the lowest.
    intake
        "constant": as many every year; "by size": in proportion to the people there are.
    ways
        Pairs of grades (from, to) that people move between, beside staying; left out: one grade up.

    Raises
    ------
    InputError, TeamsimError
        Years missing, stocks that are no numbers of people, too few years, grades that do not exist.
    """
    _refuse(stocks, entries, intake, ways)
    names = tuple(str(name) for name in stocks.columns)
    x = stocks.to_numpy(dtype=np.float64)
    steps = [(names.index(one), names.index(other)) for one, other in ways]
    steps = steps or [(grade, grade + 1) for grade in range(len(names) - 1)]
    doors = [names.index(entry) for entry in entries] or [0]
    moves, joins = _least_squares(x, [*((g, g) for g in range(len(names))), *steps], doors, intake)
    found = InferredFlows(names, moves, joins, intake, float(x.sum(axis=1).mean()), 0.0)
    ahead = np.array([found.ahead(row) for row in x[:-1]])
    error = float(np.abs(ahead - x[1:]).sum() / x[1:].sum())
    return InferredFlows(names, moves, joins, intake, found.mean_size, error)


def _least_squares(x: Floats, ways: list[tuple[int, int]], doors: list[int], intake: Intake) -> tuple[Floats, Floats]:
    """Return P and the people who join; unknowns: the ways, the doors, then the exits of each grade."""
    from scipy.optimize import nnls

    n_years, n = x.shape
    scale = np.maximum(x.mean(axis=0), 1e-300)
    size = x.sum(axis=1) / x.sum(axis=1).mean() if intake == "by size" else np.ones(n_years)
    n_unknown = len(ways) + len(doors) + n
    balances = np.zeros((n_years - 1, n, n_unknown))
    for place, (i, j) in enumerate(ways):
        balances[:, j, place] = x[:-1, i] / scale[j]
    for place, door in enumerate(doors, len(ways)):
        balances[:, door, place] = size[:-1]
    sums = np.zeros((n, n_unknown))
    for place, (i, _) in enumerate(ways):
        sums[i, place] = _HEAVY
    sums[:, -n:] = _HEAVY * np.eye(n)
    rows = np.vstack([balances.reshape(-1, n_unknown), sums])
    solved, _ = nnls(rows, np.concatenate([(x[1:] / scale).ravel(), np.full(n, _HEAVY)]), maxiter=100 * n_unknown)
    moves, joins = np.zeros((n, n)), np.zeros(n)
    for share, (i, j) in zip(solved, ways, strict=False):
        moves[i, j] += share
    joins[doors] = solved[len(ways) : len(ways) + len(doors)] * scale[doors]
    return moves / np.maximum(moves.sum(axis=1, keepdims=True), 1.0), joins


@dataclass(frozen=True, eq=False)
class Backtest:
    """What the first years' flows foresee of the later ones, beside two naive forecasts; from `backtest_flows`.

    `forecasts` are the stocks foreseen of each method, [years, G]; `seen` what came, [years, G].
    """

    fitted: dict[Intake, InferredFlows]
    forecasts: dict[str, Floats]
    seen: Floats

    @property
    def table(self) -> pd.DataFrame:
        """By method: error = sum |foreseen - seen| / sum seen, that of the total size, and that of the mix.

        The error of the mix is the share of people in the wrong grade, half the sum of |share foreseen - share seen|.
        """
        import pandas as pd

        total = self.seen.sum(axis=1)
        rows = [
            {
                "method": method,
                "error": np.abs(values - self.seen).sum() / total.sum(),
                "size_error": np.abs(values.sum(axis=1) - total).sum() / total.sum(),
                "mix_error": 0.5 * np.abs(_shares(values) - _shares(self.seen)).sum(axis=1).mean(),
            }
            for method, values in self.forecasts.items()
        ]
        return pd.DataFrame(rows).set_index("method")

    @property
    def winner(self) -> str:
        """The method with the least error."""
        return str(self.table["error"].idxmin())

    def __str__(self) -> str:
        """Return who wins, and all errors."""
        errors = ", ".join(f"{method} {error:.1%}" for method, error in self.table["error"].items())
        return f"Nearest over {len(self.seen)} years: {self.winner}. Errors: {errors}."


CONSTANT, FIXED_SIZE = "stocks stay as they are", "Markov of fixed size"
"""The naive forecasts: nothing changes; the same shares with everybody who leaves replaced, so without a trend."""


def backtest_flows(
    stocks: pd.DataFrame, entries: Sequence[str] = (), *, ways: Sequence[tuple[str, str]] = (), first_years: int = 0
) -> Backtest:
    """Infer flows from the first half of the years, foresee the second, and set it beside two naive forecasts.

    Both intakes are told: which of them to take has to be decided before the second half is seen.

    Parameters
    ----------
    stocks, entries, ways
        As in `infer_flows`.
    first_years
        How many years to learn from; left out: half of them, the odd one included.

    Raises
    ------
    InputError, TeamsimError
        As `infer_flows`, of the years to learn from.
    """
    n_first = first_years or (len(stocks) + 1) // 2
    known, seen = stocks.iloc[:n_first], stocks.iloc[n_first:].to_numpy(dtype=np.float64)
    if not len(seen):
        raise TeamsimError(f"first_years = {n_first} of {len(stocks)} years; expected fewer, to have some to foresee.")
    fitted = {intake: infer_flows(known, entries, intake=intake, ways=ways) for intake in INTAKES}
    last = known.to_numpy(dtype=np.float64)[-1]
    forecasts = {f"flows, intake {intake}": each.project(last, len(seen)) for intake, each in fitted.items()}
    forecasts[CONSTANT] = np.repeat(last[np.newaxis], len(seen), axis=0)
    forecasts[FIXED_SIZE] = fitted["constant"].chain(is_fixed_size=True).project(last, len(seen)).means[1:]
    return Backtest(fitted, forecasts, seen)


def _shares(stocks: Floats) -> Floats:
    shares: Floats = stocks / stocks.sum(axis=1, keepdims=True)
    return shares


def _refuse(stocks: pd.DataFrame, entries: Sequence[str], intake: str, ways: Sequence[tuple[str, str]]) -> None:
    """Refuse stocks from which nothing can be inferred, and names that are none, all at once."""
    names, faults = [str(name) for name in stocks.columns], []
    values = stocks.to_numpy(dtype=np.float64)
    if len(stocks) < _FEWEST_YEARS:
        faults.append(Fault("stocks", f"{len(stocks)} years; expected {_FEWEST_YEARS} or more.", "Add years."))
    if not (np.all(values >= 0.0) and np.all(np.isfinite(values))):
        bad = [str(year) for year, row in zip(stocks.index, values, strict=True) if not np.all(row >= 0.0)]
        faults.append(Fault("stocks", f"no number of people in {', '.join(bad)}.", "Fill in or leave out the grade."))
    if np.any(np.diff(np.array(stocks.index, dtype=np.float64)) != 1.0):
        faults.append(Fault("stocks", "the index is not one row a year without gaps.", "Interpolate missing years."))
    for name in (*entries, *(name for way in ways for name in way)):
        if name not in names:
            faults.append(Fault("entries and ways", f"there is no grade `{name}`.", nearest(name, names)))
    if intake not in INTAKES:
        faults.append(Fault("intake", f"= {intake!r}; expected one of {', '.join(map(repr, INTAKES))}."))
    if faults:
        raise InputError(faults)
