"""What one scenario's replications counted: labelled arrays, measures, identities."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from teamsim.calendar import MONTHS_PER_YEAR
from teamsim.errors import TeamsimError
from teamsim.measures import MEASURES, MONEY_TALLIES, Tally
from teamsim.model import Flags, Floats, Ints
from teamsim.scenario.build import minor_units
from teamsim.scenario.faults import nearest
from teamsim.scenario.layout import Layout

if TYPE_CHECKING:
    import pandas as pd

Linear = dict[Tally, float]

_ONE: dict[str, Linear] = {
    "seats": {Tally.SEATS: 1},
    "headcount": {Tally.HEADCOUNT: 1},
    "opening_headcount": {Tally.OPENING_HEADCOUNT: 1},
    "closing_headcount": {Tally.CLOSING_HEADCOUNT: 1},
    "vacancy": {Tally.SEATS: 1, Tally.HEADCOUNT: -1},
    "hires": {Tally.HIRES: 1},
    "exits": {Tally.EXITS_VOLUNTARY: 1, Tally.EXITS_INVOLUNTARY: 1, Tally.EXITS_RETIREMENT: 1},
    "exits_voluntary": {Tally.EXITS_VOLUNTARY: 1},
    "resignations": {Tally.RESIGNATIONS: 1},
    "exits_involuntary": {Tally.EXITS_INVOLUNTARY: 1},
    "exits_retirement": {Tally.EXITS_RETIREMENT: 1},
    "exits_regretted": {Tally.EXITS_REGRETTED: 1},
    "on_plan": {Tally.ON_PLAN: 1},
    "promotions": {Tally.PROMOTIONS_IN: 1},
    "promotions_out": {Tally.PROMOTIONS_OUT: 1},
    "requisitions": {Tally.REQUISITIONS: 1},
    "offers": {Tally.OFFERS: 1},
    "offers_declined": {Tally.OFFERS: 1, Tally.HIRES: -1},
    "ramped_capacity": {Tally.RAMPED_CAPACITY: 1},
    "bookings": {Tally.BOOKINGS: 1},
    "quota": {Tally.QUOTA: 1},
    "base": {Tally.BASE: 1},
    "commission": {Tally.COMMISSION: 1},
    "bonus": {Tally.BONUS: 1},
    "pay": {Tally.BASE: 1, Tally.COMMISSION: 1, Tally.BONUS: 1},
}
_RATIO: dict[str, tuple[Linear, Linear, float]] = {
    "attainment": (_ONE["bookings"], _ONE["quota"], 1.0),
    "share_at_quota": ({Tally.AT_QUOTA: 1}, {Tally.REVIEWED: 1}, 1.0),
    "time_to_fill": ({Tally.DAYS_TO_FILL: 1}, {Tally.HIRES: 1}, 1.0),
    "acceptance": (_ONE["hires"], _ONE["offers"], 1.0),
    "pay_cost_ratio": (_ONE["pay"], _ONE["bookings"], 1.0),
    "turnover": (_ONE["exits"], _ONE["headcount"], float(MONTHS_PER_YEAR)),
}
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
        self._known(measure)
        if measure not in MONTHLY:
            raise TeamsimError(f"`{measure}` is measured over twelve months; use total().")
        return self._values(measure, self.counts[:, :, self._cells(unit, tier)].sum(axis=2))

    def total(self, measure: str, *, unit: str | None = None, tier: str | None = None) -> Floats:
        """Return a measure over the horizon by replication, [R]: flows add, stocks average, ratios divide sums."""
        self._known(measure)
        counts = self.counts[:, :, self._cells(unit, tier)].sum(axis=2)
        if measure == "cohort_loss":
            return self._cohort_loss(counts)
        value = self._values(measure, counts.sum(axis=1))
        return value / counts.shape[1] if MEASURES[measure].aggregation == "stock" else value

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
        frame = {
            "scenario": pd.Categorical([self.name]).repeat(len(cell)),
            "replication": self.replications[replication],
            "month": calendar[month],
            "unit": units[cell],
            "tier": tiers[cell],
        }
        values: dict[str, Any] = {name: self._values(name, self.counts).ravel() for name in MONTHLY}
        return pd.DataFrame(frame | values)

    def audit(self) -> list[str]:
        """Return every identity of the counts that does not hold (an empty list: all hold)."""
        c = {tally: self.counts[..., tally] for tally in Tally}
        inflow = c[Tally.OPENING_HEADCOUNT] + c[Tally.HIRES] + c[Tally.PROMOTIONS_IN]
        outflow = c[Tally.PROMOTIONS_OUT] + _linear(_ONE["exits"], self.counts)
        moved = c[Tally.PROMOTIONS_IN].sum(axis=2) - c[Tally.PROMOTIONS_OUT].sum(axis=2)
        carried = c[Tally.OPENING_HEADCOUNT][:, 1:] - c[Tally.CLOSING_HEADCOUNT][:, :-1]
        checks = {
            "opening + hires + promotions in - out - exits = closing": inflow - outflow - c[Tally.CLOSING_HEADCOUNT],
            "closing of a month = opening of the next": carried,
            "promotions in = promotions out": moved,
            "nobody is in a seat that is not there": np.minimum(c[Tally.SEATS] - c[Tally.HEADCOUNT], 0.0),
            "people at quota are among those reviewed": np.minimum(c[Tally.REVIEWED] - c[Tally.AT_QUOTA], 0.0),
            "no requisition is raised in a freeze": c[Tally.REQUISITIONS] * self._is_frozen(),
            "who leaves by choice has resigned a notice before": np.minimum(self._resigned_less_left(), 0.0),
            "regretted exits are voluntary": np.minimum(c[Tally.EXITS_VOLUNTARY] - c[Tally.EXITS_REGRETTED], 0.0),
            "who is on a plan is in a seat": np.minimum(c[Tally.CLOSING_HEADCOUNT] - c[Tally.ON_PLAN], 0.0),
            "every hire accepted an offer": np.minimum(c[Tally.OFFERS] - c[Tally.HIRES], 0.0),
            "no count is negative": np.minimum(self.counts, 0.0),
        }
        return [f"{self.name}: {rule}" for rule, gap in checks.items() if np.abs(gap).max(initial=0.0) > 1e-6]

    def _resigned_less_left(self) -> Floats:
        """Return resignations less the exits that they led to a notice later, [R, M, C].

        0 while people may leave whom the past, with another notice, left on it.
        """
        spare: Floats = np.zeros(self.counts.shape[:-1])
        here, past = (scenario.parameters.tiers for scenario in (self.layout.scenario, self.layout.scenario.past))
        for cell, (_, tier) in enumerate(self.layout.cells):
            notice = here[tier].notice_months
            first = max(notice, past[tier].notice_months if tier in past else 0)
            by_tally: Floats = self.counts[:, :, cell]
            resigned, left = by_tally[..., Tally.RESIGNATIONS], by_tally[..., Tally.EXITS_VOLUNTARY]
            for month in range(first, spare.shape[1]):
                spare[:, month, cell] = resigned[:, month - notice] - left[:, month]
        return spare

    def _is_frozen(self) -> Flags:
        """Tell for each measured month and cell whether hiring is frozen, [M, C]."""
        return self.layout.model.hiring.is_frozen[self.layout.n_burn_in :]

    def _known(self, measure: str) -> None:
        if measure not in MEASURES:
            raise TeamsimError(f"There is no measure `{measure}`. {nearest(measure, MEASURES)}")

    def _cells(self, unit: str | None, tier: str | None) -> Ints:
        """Return the cells of a unit (with those below it) and a tier."""
        layout = self.layout
        for name, known, kind in ((unit, layout.units, "unit"), (tier, layout.tiers, "tier")):
            if name is not None and name not in known:
                raise TeamsimError(f"There is no {kind} `{name}`. {nearest(name, known)}")
        below = set(layout.units if unit is None else layout.units_below(unit))
        return np.array(
            [i for i, (of, rank) in enumerate(layout.cells) if of in below and tier in (None, rank)],
            dtype=np.int64,
        )

    def _values(self, measure: str, counts: Floats) -> Floats:
        """Return a measure of counts whose last axis is the tallies."""
        if measure == "contribution":
            margin = self.layout.scenario.parameters.money.margin
            return margin * counts[..., Tally.BOOKINGS] - _linear(_ONE["pay"], counts)
        if measure in _ONE:
            return _linear(_ONE[measure], counts)
        above, below, factor = _RATIO[measure]
        return _ratio(factor * _linear(above, counts), _linear(below, counts))

    def _cohort_loss(self, counts: Floats) -> Floats:
        """Return the loss of the people present at the start of each complete 12-month block, averaged."""
        n_blocks = counts.shape[1] // MONTHS_PER_YEAR
        within = counts[:, : n_blocks * MONTHS_PER_YEAR]
        present = within[:, ::MONTHS_PER_YEAR, Tally.OPENING_HEADCOUNT].sum(axis=1)
        return _ratio(within[..., Tally.COHORT_EXITS].sum(axis=1), present)


def measured(layout: Layout, counts: Floats) -> Floats:
    """Return an engine's counts [R, M, C, tallies] as results keep them: no burn-in, money in currency; in place."""
    counts = counts[:, layout.n_burn_in :]
    counts[..., list(MONEY_TALLIES)] /= minor_units(layout.scenario.parameters.money.currency)
    return counts


def _linear(weights: Linear, counts: Floats) -> Floats:
    total = np.zeros(counts.shape[:-1])
    for tally, weight in weights.items():
        total += weight * counts[..., tally]
    return total


def _ratio(above: Floats, below: Floats) -> Floats:
    """Return a ratio, not a number where there is nothing below."""
    result = np.full(np.shape(above), np.nan)
    np.divide(above, below, out=result, where=below != 0)
    return result
