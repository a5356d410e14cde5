"""The pictures of one study, as `study.plots`, and of one under drawn assumptions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from teamsim.analysis.assumptions import UnderAssumptions
from teamsim.analysis.causes import waterfall
from teamsim.analysis.flows import flows_of
from teamsim.analysis.survival import survival_of
from teamsim.plots.careers import careers
from teamsim.plots.fan import fan
from teamsim.plots.keep import save_picture
from teamsim.plots.many import fans
from teamsim.plots.seats import seat_gantt
from teamsim.plots.stocks import stocks
from teamsim.plots.survival import survival_curves
from teamsim.plots.tornado import tornado
from teamsim.plots.transitions import transitions
from teamsim.plots.waterfall import waterfall_bars
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

    def survival(self, *, tier: str | None = None, ax: Axes | None = None, lang: str = "en") -> Axes:
        """Draw how many of the hired are still there, month by month, for each scenario; see `survival_curves`."""
        found = [survival_of(self.study, scenario.name, tier=tier) for scenario in self.study.scenarios]
        return survival_curves(*found, ax=ax, lang=lang)

    def seats(
        self,
        *,
        scenario: str | None = None,
        replication: int | None = None,
        unit: str | None = None,
        tier: str | None = None,
        ax: Axes | None = None,
        lang: str = "en",
    ) -> Axes:
        """Draw who sits where in one future; see `seat_gantt`."""
        where = {"scenario": scenario, "unit": unit, "tier": tier}
        return seat_gantt(self.study, replication=replication, ax=ax, lang=lang, **where)

    def waterfall(
        self,
        measure: str = "net_margin",
        *,
        scenario: str | None = None,
        baseline: str | None = None,
        ax: Axes | None = None,
        lang: str = "en",
    ) -> Axes:
        """Draw why a scenario differs from the baseline, cause by cause; see `waterfall_bars`."""
        fall = waterfall(self.study, measure, scenario=scenario, baseline=baseline, lang=lang)
        return waterfall_bars(fall, self.study, ax=ax, lang=lang)

    def save(self, picture: Axes | Figure, out: str | Path, *, dpi: int = 150) -> Path:
        """Write a picture of this study that says where its numbers come from; see `save_picture`."""
        return save_picture(picture, out, self.study, dpi=dpi)


@dataclass(frozen=True)
class DrawnPlots:
    """Pictures of a study under drawn assumptions: ``drawn.plots.tornado("bookings")``."""

    drawn: UnderAssumptions

    def tornado(self, measure: str, *, scenario: str | None = None, ax: Axes | None = None, lang: str = "en") -> Axes:
        """Draw which assumptions the answer depends on most; see `tornado`."""
        return tornado(self.drawn, measure, scenario=scenario, ax=ax, lang=lang)

    def save(self, picture: Axes | Figure, out: str | Path, *, dpi: int = 150) -> Path:
        """Write a picture that says where its numbers come from; see `save_picture`."""
        return save_picture(picture, out, self.drawn.study, self.drawn, dpi=dpi)
