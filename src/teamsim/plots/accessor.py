"""The pictures of one study, as `study.plots`, and of one under drawn assumptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from teamsim.analysis.assumptions import UnderAssumptions
from teamsim.plots.fan import fan
from teamsim.plots.many import fans
from teamsim.plots.tornado import tornado
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


@dataclass(frozen=True)
class DrawnPlots:
    """Pictures of a study under drawn assumptions: ``drawn.plots.tornado("bookings")``."""

    drawn: UnderAssumptions

    def tornado(self, measure: str, *, scenario: str | None = None, ax: Axes | None = None, lang: str = "en") -> Axes:
        """Draw which assumptions the answer depends on most; see `tornado`."""
        return tornado(self.drawn, measure, scenario=scenario, ax=ax, lang=lang)
