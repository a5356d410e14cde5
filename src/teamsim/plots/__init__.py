"""Pictures: results to Axes, no computing beyond quantiles. Seaborn's look, one theme."""

from teamsim.plots.accessor import Plots
from teamsim.plots.fan import fan
from teamsim.plots.many import fans
from teamsim.plots.theme import COLOURS, theme

__all__ = ["COLOURS", "Plots", "fan", "fans", "theme"]
