"""The pictures of one study, as `study.plots`, and of one under drawn assumptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from teamsim.analysis.assumptions import UnderAssumptions
from teamsim.analysis.flows import flows_of
from teamsim.plots.careers import careers
from teamsim.plots.fan import fan
from teamsim.plots.many import fans
from teamsim.plots.stocks import stocks
from teamsim.plots.tornado import tornado
from teamsim.plots.transitions import transitions
from teamsim.study import Study


@dataclass(frozen=True)
class Plots:
    """Pictures of one study: ``study.plots.fan("bookings")``."""

    study: Study

    def fan(
        self,
        measure: str,
        *,
        unit: str | None = None,
        tier: str | None = None,
        ax: Axes | None = None,
        lang: str = "en",
        note: bool = True,
    ) -> Axes:
        """Draw a fan chart of a measure; see `fan`."""
        return fan(self.study, measure, unit=unit, tier=tier, ax=ax, lang=lang, note=note)

    def fans(self, measure: str, *, by: Literal["tier", "unit"] = "tier", lang: str = "en") -> Figure:
        """Draw a fan chart of a measure for each tier or unit; see `fans`."""
        return fans(self.study, measure, by=by, lang=lang)

    def stocks(
        self, *, scenario: str | None = None, unit: str | None = None, ax: Axes | None = None, lang: str = "en"
    ) -> Axes:
        """Draw headcount by tier over time; see `stocks`."""
        return stocks(self.study.result(scenario), unit=unit, ax=ax, lang=lang)

    def transitions(
        self, *, scenario: str | None = None, year: int | None = None, ax: Axes | None = None, lang: str = "en"
    ) -> Axes:
        """Draw where each tier's people are a year later; see `transitions`."""
        return transitions(flows_of(self.study, scenario), year=year, ax=ax, lang=lang)

    def careers(self, *, scenario: str | None = None, ax: Axes | None = None, lang: str = "en") -> Axes:
        """Draw how people move between tiers from year to year; see `careers`."""
        return careers(flows_of(self.study, scenario), ax=ax, lang=lang)


@dataclass(frozen=True)
class DrawnPlots:
    """Pictures of a study under drawn assumptions: ``drawn.plots.tornado("bookings")``."""

    drawn: UnderAssumptions

    def tornado(self, measure: str, *, scenario: str | None = None, ax: Axes | None = None, lang: str = "en") -> Axes:
        """Draw which assumptions the answer depends on most; see `tornado`."""
        return tornado(self.drawn, measure, scenario=scenario, ax=ax, lang=lang)
