"""Pictures: results to Axes, no computing beyond quantiles. Seaborn's look, one theme."""

from teamsim.plots.accessor import DrawnPlots, Plots
from teamsim.plots.careers import careers
from teamsim.plots.elasticity import elasticity_strip
from teamsim.plots.fan import fan
from teamsim.plots.many import fans
from teamsim.plots.promotion_rules import promotion_rule_bars
from teamsim.plots.stocks import stocks
from teamsim.plots.theme import COLOURS, theme
from teamsim.plots.tornado import tornado
from teamsim.plots.transitions import transitions

__all__ = [
    "COLOURS",
    "DrawnPlots",
    "Plots",
    "careers",
    "elasticity_strip",
    "fan",
    "fans",
    "promotion_rule_bars",
    "stocks",
    "theme",
    "tornado",
    "transitions",
]
