"""Pictures: results to Axes, no computing beyond quantiles. Seaborn's look, one theme."""

from teamsim.plots.fan import Plots, fan
from teamsim.plots.theme import COLOURS, theme

__all__ = ["COLOURS", "Plots", "fan", "theme"]
