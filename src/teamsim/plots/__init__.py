"""Pictures: results to Axes, no computing beyond quantiles. Seaborn's look, one theme."""

from teamsim.plots.accessor import DrawnPlots, Plots
from teamsim.plots.fan import fan
from teamsim.plots.many import fans
from teamsim.plots.theme import COLOURS, theme
from teamsim.plots.tornado import tornado

__all__ = ["COLOURS", "DrawnPlots", "Plots", "fan", "fans", "theme", "tornado"]
