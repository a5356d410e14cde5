"""What a report says, before it is a page, slides or a workbook: one set of numbers for all of them."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from types import ModuleType

import numpy as np
import pandas as pd

from teamsim.analysis import chinese, english
from teamsim.analysis.answers import without_response
from teamsim.analysis.assumptions import UnderAssumptions
from teamsim.analysis.bridges import Reconciliation
from teamsim.analysis.causes import Waterfall, waterfall
from teamsim.analysis.compare import Difference, compare
from teamsim.analysis.equal_cost import EqualCost, beside
from teamsim.analysis.ranges import Assumption, assumptions_of
from teamsim.errors import TeamsimError
from teamsim.measures import MEASURES
from teamsim.provenance import Provenance
from teamsim.report.words import WORDS
from teamsim.results import Results
from teamsim.study import Study

ANSWER = "net_margin"
"""What "earns more" means."""
COMPARED = (
    "net_margin",
    "contribution",
    "bookings",
    "collections",
    "pay",
    "cost",
    "headcount",
    "hires",
    "exits",
    "turnover",
    "vacancy",
    "attainment",
    "share_at_quota",
)
"""Measures that are told of every scenario."""
PICTURED = ("bookings", "net_margin", "pay", "headcount", "attainment", "vacancy")
"""Measures that have a fan."""
YEARLY = ("bookings", "net_margin", "pay", "cost", "hires", "exits")
"""Measures by fiscal year: those that add up."""
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
_MOST_POINTS = 120


@dataclass(frozen=True)
class FanData:
    """Quantiles of a measure by month, [5, M], and its mean; months that have none are left out."""

    months: list[str]
    quantiles: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    mean: np.ndarray[tuple[int, ...], np.dtype[np.float64]]

    @property
    def thinned(self) -> FanData:
        """The same with fewer months, for a picture of a long horizon."""
        step = -(-len(self.months) // _MOST_POINTS)
        return self if step <= 1 else FanData(self.months[::step], self.quantiles[:, ::step], self.mean[::step])


@dataclass(frozen=True, eq=False)
class Content:
    """A study with what a report adds to it."""

    study: Study
    drawn: UnderAssumptions | None
    reconciliation: Reconciliation | None
    provenance: Provenance
    lang: str

    @property
    def words(self) -> dict[str, str]:
        """Words of the report's language."""
        return WORDS[self.lang]

    @property
    def speech(self) -> ModuleType:
        """How amounts and differences are told in the report's language."""
        return chinese if self.lang == "zh" else english

    @property
    def baseline(self) -> Results:
        """The scenario that the others are compared with."""
        return self.study.results[0]

    @property
    def others(self) -> list[str]:
        """Names of the scenarios that are compared with the baseline."""
        return [result.name for result in self.study.results[1:]]

    @property
    def title(self) -> str:
        """What the report is about."""
        form = self.words["title" if self.others else "title_alone"]
        return form.format(others=self.words["comma"].join(self.others), baseline=self.baseline.name)

    @property
    def currency(self) -> str:
        """Currency of the amounts."""
        return str(self.baseline.layout.scenario.parameters.money.currency)

    @property
    def n_months(self) -> int:
        """Measured months."""
        return int(self.baseline.counts.shape[1])

    @property
    def n_draws(self) -> int:
        """Draws of the assumptions; 0: they are not varied."""
        return self.drawn.n_draws if self.drawn else 0

    @functools.cached_property
    def differences(self) -> dict[tuple[str, str], Difference]:
        """Difference from the baseline by scenario and measure."""
        if not self.others:
            return {}
        source = self.drawn.compare(*COMPARED) if self.drawn else compare(self.study, *COMPARED)
        return {(each.scenario, each.measure.name): each for each in source.differences}

    @functools.cached_property
    def equal_cost(self) -> EqualCost | None:
        """The plans scaled until they cost the same; None where they are the same or can not be."""
        return beside(self.study)

    @functools.cached_property
    def no_response(self) -> Study | None:
        """The study lived by people who do not answer their plans; None where nobody does."""
        return without_response(self.study)

    @functools.cached_property
    def waterfalls(self) -> dict[str, Waterfall]:
        """Causes of the difference of net margin by scenario."""
        return {
            name: waterfall(self.study, ANSWER, scenario=name, drawn=self.drawn, lang=self.lang) for name in self.others
        }

    @functools.cached_property
    def assumptions(self) -> tuple[Assumption, ...]:
        """What was drawn; where nothing was, what could be."""
        return self.drawn.assumptions if self.drawn else assumptions_of(self.study.scenarios, None)

    @functools.cached_property
    def ranking(self) -> pd.DataFrame | None:
        """Effect of each assumption on the difference of net margin; None where draws do not tell."""
        if self.drawn is None or not self.others:
            return None
        try:
            return self.drawn.ranking(ANSWER)
        except TeamsimError:  # too few draws to tell the assumptions apart
            return None

    def amount(self, value: float, measure: str) -> str:
        """Return a number of a measure as people read it."""
        return str(self.speech.amount(value, MEASURES[measure].unit, self.currency))

    def gap(self, value: float, measure: str = ANSWER) -> str:
        """Return a difference of a measure as people read it, with its sign."""
        told = str(self.speech.gap(value, MEASURES[measure].unit, self.currency))
        return f"+{told}" if value > 0.0 and not told.startswith("-") else told

    def size(self, value: float, measure: str = ANSWER) -> str:
        """Return how large a difference is, without a sign."""
        return str(self.speech.gap(abs(value), MEASURES[measure].unit, self.currency))


def fan_data(result: Results, measure: str) -> FanData:
    """Return quantiles and means over the futures of a monthly measure."""
    values = result.monthly(measure)
    kept = np.flatnonzero(~np.isnan(values).all(axis=0))
    first = pd.Period(result.layout.scenario.parameters.time.start, freq="M")
    months = [str(first + int(month)) for month in kept]
    values = values[:, kept]
    if not kept.size:
        return FanData([], np.zeros((len(QUANTILES), 0)), np.zeros(0))
    return FanData(months, np.nanquantile(values, QUANTILES, axis=0), np.nanmean(values, axis=0))


def range_of(result: Results, measure: str) -> tuple[float, float, float]:
    """Return mean and range of 90% of futures of a measure over the horizon; nan where no future has it."""
    values = result.total(measure)
    known = values[~np.isnan(values)]
    if not known.size:
        return float("nan"), float("nan"), float("nan")
    low, high = np.quantile(known, [0.05, 0.95])
    return float(known.mean()), float(low), float(high)
