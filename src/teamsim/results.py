"""What one scenario's replications counted: labelled arrays, measures, identities."""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from teamsim.calendar import MONTHS_PER_YEAR
from teamsim.errors import TeamsimError
from teamsim.formulas import Column, measure_of, ratio, sum_of
from teamsim.measures import MEASURES
from teamsim.model import Flags, Floats, Ints
from teamsim.scenario.faults import nearest
from teamsim.scenario.layout import Layout
from teamsim.tallies import Tally

if TYPE_CHECKING:
    import pandas as pd

_SIGNED = [Tally.VARIABLE_EARNED, Tally.PAYABLE]
"""Counts that may be negative: pay taken back, pay in advance."""
MONTHLY = tuple(name for name in MEASURES if name != "cohort_loss")
"""Measures that one month has; a cohort is followed for twelve."""


@dataclass(frozen=True, eq=False)
class Results:
    """Counts of one scenario over its measured months: [R, M, C, tallies], money in currency.

    `replications` are the numbers of the replications that finished.
    """

    layout: Layout
    seed: int
    engine: str
    replications: Ints
    counts: Floats

    @property
    def name(self) -> str:
        """Name of the scenario."""
        return self.layout.scenario.name

    def monthly(self, measure: str, *, unit: str | None = None, tier: str | None = None) -> Floats:
        """Return a measure by replication and month, [R, M]; a unit includes those below it.

        Raises
        ------
        TeamsimError
            No such measure, unit or tier.
        """
        _refuse_unknown(measure)
        if measure not in MONTHLY:
            raise TeamsimError(f"`{measure}` is measured over twelve months; use total().")
        if unit is None and tier is None:
            return measure_of(self._of_company, measure, self._margin)
        counts = _of_the_time(self.layout, self.counts, unit)
        return measure_of(_cut(self.layout, _columns(counts), 1, unit, tier), measure, self._margin)

    @property
    def _margin(self) -> float:
        return self.layout.scenario.parameters.money.margin

    def _of_company(self, tally: Tally) -> Floats:
        """Return what was counted in all cells together, by month, [R, M]: a picture asks for several measures."""
        if tally not in self._known:
            self._known[tally] = _cut(self.layout, _columns(self.counts), 1, None, None)(tally)
        return self._known[tally]

    @functools.cached_property
    def _known(self) -> dict[Tally, Floats]:
        """What was added up before. No function is kept: a study goes to other processes."""
        return {}

    def total(self, measure: str, *, unit: str | None = None, tier: str | None = None) -> Floats:
        """Return a measure over the horizon by replication, [R]: flows add, stocks average, ratios divide sums."""
        counts = _of_the_time(self.layout, self.counts, unit)
        sums = self.sums if counts is self.counts else _sums(self.layout, counts)
        return sums.total(measure, unit=unit, tier=tier)

    @functools.cached_property
    def sums(self) -> Sums:
        """What was counted over the horizon, added up when it is asked for."""
        return _sums(self.layout, self.counts)

    @functools.cached_property
    def months(self) -> pd.DataFrame:
        """Every monthly measure by replication, month, unit and tier."""
        import pandas as pd

        n_replications, n_months, n_cells, _ = self.counts.shape
        first = pd.Period(self.layout.scenario.parameters.time.start, freq="M")
        calendar = pd.period_range(first, periods=n_months, freq="M").to_timestamp()
        shape = (n_replications, n_months, n_cells)
        replication, month, cell = (axis.ravel() for axis in np.indices(shape))
        units, tiers = (pd.Categorical(names) for names in zip(*self.layout.cells, strict=True))
        keys = {
            "scenario": pd.Categorical([self.name]).repeat(len(cell)),
            "replication": self.replications[replication],
            "month": calendar[month],
            "unit": units[cell],
            "tier": tiers[cell],
        }
        of, values = _columns(self.counts), np.empty((len(MONTHLY), *shape))
        for row, name in zip(values, MONTHLY, strict=True):  # in one piece, which pandas takes as it is
            row[...] = measure_of(of, name, self._margin)
        measures = pd.DataFrame(values.reshape(len(MONTHLY), -1).T, columns=list(MONTHLY), copy=False)
        return pd.concat([pd.DataFrame(keys), measures], axis="columns")

    def audit(self) -> list[str]:
        """Return every identity of the counts that does not hold (an empty list: all hold)."""
        c = {tally: self.counts[..., tally] for tally in Tally}
        inflow = c[Tally.OPENING_HEADCOUNT] + c[Tally.HIRES] + c[Tally.PROMOTIONS_IN] + c[Tally.TRANSFERS_IN]
        outflow = c[Tally.PROMOTIONS_OUT] + c[Tally.TRANSFERS_OUT] + sum_of(c.__getitem__, "exits")
        moved = c[Tally.PROMOTIONS_IN].sum(axis=2) - c[Tally.PROMOTIONS_OUT].sum(axis=2)
        transferred = c[Tally.TRANSFERS_IN].sum(axis=2) - c[Tally.TRANSFERS_OUT].sum(axis=2)
        carried = c[Tally.OPENING_HEADCOUNT][:, 1:] - c[Tally.CLOSING_HEADCOUNT][:, :-1]
        checks = {
            "opening + hires + moves in - out - exits = closing": inflow - outflow - c[Tally.CLOSING_HEADCOUNT],
            "closing of a month = opening of the next": carried,
            "promotions in = promotions out": moved,
            "transfers in = transfers out": transferred,
            "nobody is in a seat that is not there": np.minimum(c[Tally.SEATS] - c[Tally.HEADCOUNT], 0.0),
            "people at quota are among those reviewed": np.minimum(c[Tally.REVIEWED] - c[Tally.AT_QUOTA], 0.0),
            "no requisition is raised in a freeze": c[Tally.REQUISITIONS] * self._is_frozen(),
            "who leaves by choice has resigned a notice before": np.minimum(self._resigned_less_left(), 0.0),
            "who fails in probation leaves against their will": np.minimum(
                c[Tally.EXITS_INVOLUNTARY] - c[Tally.EXITS_PROBATION], 0.0
            ),
            "regretted exits are voluntary": np.minimum(c[Tally.EXITS_VOLUNTARY] - c[Tally.EXITS_REGRETTED], 0.0),
            "who is on a plan is in a seat": np.minimum(c[Tally.CLOSING_HEADCOUNT] - c[Tally.ON_PLAN], 0.0),
            "who acts is in a seat": np.minimum(c[Tally.HEADCOUNT] - c[Tally.ACTING] + 1e-9, 0.0),
            "acting allowances are part of base pay": np.minimum(c[Tally.BASE] - c[Tally.ACTING_PAY], 0.0),
            "who came with an acquired team is a hire": np.minimum(c[Tally.HIRES] - c[Tally.ACQUIRED], 0.0),
            "every hire accepted an offer": np.minimum(c[Tally.OFFERS] - c[Tally.HIRES], 0.0),
            "no count is negative": np.minimum(np.delete(self.counts, self._signed(), axis=-1), 0.0),
        }
        broken = [rule for rule, gap in checks.items() if np.abs(gap).max(initial=0.0) > 1e-6]
        settled = c[Tally.COLLECTIONS] + c[Tally.WRITTEN_OFF] + c[Tally.RECEIVABLES]
        invoiced = c[Tally.BOOKINGS][:, 1:] + c[Tally.RECEIVABLES][:, :-1]
        if not np.allclose(settled[:, 1:], invoiced, rtol=1e-9, atol=1e-6):
            broken.append("collected + written off + open = booked + open before")
        earned, paid = (sum_of(c.__getitem__, name).sum(axis=2) for name in ("variable_earned", "variable_paid"))
        payable = c[Tally.PAYABLE].sum(axis=2)
        gone = paid + c[Tally.FORFEITED].sum(axis=2)
        if not np.allclose(earned[:, 1:] + payable[:, :-1], gone[:, 1:] + payable[:, 1:], rtol=1e-9, atol=1e-6):
            broken.append("earned + payable before = paid + forfeited + payable")
        return [f"{self.name}: {rule}" for rule in broken]

    def _resigned_less_left(self) -> Floats:
        """Return resignations less the exits that they led to a notice later, [R, M, T]: who resigned may move since.

        0 while people may leave whom the past, with another notice, left on it.
        """
        layout = self.layout
        spare: Floats = np.zeros((*self.counts.shape[:2], len(layout.tiers)))
        here, past = (scenario.parameters.tiers for scenario in (layout.scenario, layout.scenario.past))
        for place, tier in enumerate(layout.tiers):
            notice = here[tier].notice_months
            first = max(notice, past[tier].notice_months if tier in past else 0)
            cells = [cell for cell, (_, of) in enumerate(layout.cells) if of == tier]
            resigned, left = (
                self.counts[:, :, cells, tally].sum(axis=2) for tally in (Tally.RESIGNATIONS, Tally.EXITS_VOLUNTARY)
            )
            for month in range(first, spare.shape[1]):
                spare[:, month, place] = resigned[:, month - notice] - left[:, month]
        return spare

    def _signed(self) -> list[Tally]:
        """Return the counts that may be negative; commission too where a lower rate may come to hold for all of it."""
        c = self.layout.model.components
        is_taken_back = (c.band_step < 0.0) & (c.band_base < c.band_from)
        return _SIGNED + [Tally.COMMISSION] * bool(is_taken_back.any())

    def _is_frozen(self) -> Flags:
        """Tell for each measured month and cell whether hiring is frozen, [M, C]."""
        return self.layout.model.hiring.is_frozen[self.layout.n_burn_in :]


@dataclass(frozen=True, eq=False)
class Sums:
    """What one scenario's replications counted over the horizon; money in currency.

    `counts` are [R, M, C, tallies], of the months or of all together (M = 1), and added up when they are asked for.
    `cohort` were there at the start of each complete 12-month block, `cohort_exits` of them left within it, [R, C].
    """

    layout: Layout
    n_months: int
    counts: Floats
    cohort: Floats
    cohort_exits: Floats

    @property
    def n_replications(self) -> int:
        """How many futures were counted."""
        return len(self.cohort)

    def without_months(self) -> Sums:
        """Return the same with all months added up: they need not be kept."""
        return replace(self, counts=self.counts.sum(axis=1, keepdims=True))

    def total(self, measure: str, *, unit: str | None = None, tier: str | None = None) -> Floats:
        """Return a measure over the horizon by replication, [R]; see `Results.total`."""
        _refuse_unknown(measure)
        if measure == "cohort_loss":
            cells = _cells(self.layout, unit, tier)
            return ratio(self.cohort_exits[:, cells].sum(axis=1), self.cohort[:, cells].sum(axis=1))
        margin = self.layout.scenario.parameters.money.margin
        value = measure_of(functools.partial(self._of, unit, tier), measure, margin)
        return value / self.n_months if MEASURES[measure].aggregation == "stock" else value

    def _of(self, unit: str | None, tier: str | None, tally: Tally) -> Floats:
        """Return what was counted in a cut, [R]; many measures ask for the same."""
        asked = unit, tier, tally
        if asked not in self._cuts:
            self._cuts[asked] = _cut(self.layout, self._of_cells, self.n_months, unit, tier)(tally)
        return self._cuts[asked]

    def _of_cells(self, tally: Tally) -> Floats:
        """Return what was counted by cell, [R, C]."""
        if tally not in self._known:
            self._known[tally] = np.einsum("rmc->rc", self.counts[..., tally])  # sum(axis=1) takes four times as long
        return self._known[tally]

    @functools.cached_property
    def _known(self) -> dict[Tally, Floats]:
        """What was added up before, by cell."""
        return {}

    @functools.cached_property
    def _cuts(self) -> dict[tuple[str | None, str | None, Tally], Floats]:
        """What was added up before, of a unit and a tier."""
        return {}


def _sums(layout: Layout, counts: Floats) -> Sums:
    """Add counts [R, M, C, tallies] up over the months."""
    n_months = counts.shape[1]
    whole_years = counts[:, : n_months // MONTHS_PER_YEAR * MONTHS_PER_YEAR]
    present = whole_years[:, ::MONTHS_PER_YEAR, :, Tally.OPENING_HEADCOUNT].sum(axis=1)
    gone = whole_years[..., Tally.COHORT_EXITS].sum(axis=1)
    return Sums(layout, n_months, counts, present, gone)


def _of_the_time(layout: Layout, counts: Floats, unit: str | None) -> Floats:
    """Return the counts [R, M, C, tallies] of the months in which each cell is in a unit or below it; else nothing."""
    starts = _tree_months(layout)
    if unit not in layout.units or len(starts) == 1:
        return counts
    found = np.zeros_like(counts)
    for first, end in itertools.pairwise([*starts, counts.shape[1]]):
        below = layout.units_below(unit, first)
        cells = [index for index, (of, _) in enumerate(layout.cells) if of in below]
        found[:, first:end, cells] = counts[:, first:end, cells]
    return found


def _tree_months(layout: Layout) -> list[int]:
    """Return the first measured month, and those in which units move."""
    moves = layout.scenario.parameters.organisation.unit_moves.values()
    return sorted({0, *(move.month for move in moves if move.month < layout.n_measured)})


def _refuse_unknown(measure: str) -> None:
    if measure not in MEASURES:
        raise TeamsimError(f"There is no measure `{measure}`. {nearest(measure, MEASURES)}")


def _cells(layout: Layout, unit: str | None, tier: str | None) -> Ints:
    """Return the cells of a unit (with those below it) and a tier."""
    for name, known, kind in ((unit, layout.units, "unit"), (tier, layout.tiers, "tier")):
        if name is not None and name not in known:
            raise TeamsimError(f"There is no {kind} `{name}`. {nearest(name, known)}")
    below = set(layout.units)
    if unit is not None:
        below = {name for month in _tree_months(layout) for name in layout.units_below(unit, month)}
    return np.array(
        [i for i, (of, rank) in enumerate(layout.cells) if of in below and tier in (None, rank)],
        dtype=np.int64,
    )


def _columns(counts: Floats) -> Column:
    """Return the columns of counts [..., tallies]."""
    return lambda tally: counts[..., tally]


def _cut(layout: Layout, of: Column, n_months: int, unit: str | None, tier: str | None) -> Column:
    """Return the columns of a cut [...] of columns [..., C]; what no cell costs in so many months is the company's."""
    cells = _cells(layout, unit, tier)
    besides = _of_no_cell(layout, n_months) if cells.size == len(layout.cells) else {}

    def added(tally: Tally) -> Floats:
        counts = of(tally)
        total = np.zeros(counts.shape[:-1])
        for cell in cells:  # one after the other, as engines count: so the last digit is the same however it is asked
            total += counts[..., cell]
        return total + besides[tally] if tally in besides else total

    return added


def _of_no_cell(layout: Layout, n_months: int) -> dict[Tally, float]:
    """Return what the company costs in some months besides its cells."""
    p = layout.scenario.parameters
    recruiters = (p.hiring.recruiters or 0) * p.costs.recruiter_annual / MONTHS_PER_YEAR
    return {Tally.HIRING_COST: n_months * recruiters, Tally.RUNNING_COST: n_months * p.costs.fixed_monthly}
