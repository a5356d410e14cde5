"""Pictures: results to Axes, no computing beyond quantiles. Seaborn's look, one theme."""

from teamsim.plots.accessor import DrawnPlots, Plots
from teamsim.plots.answers import bunching, effort_surface_map, forecast_strip, gaming_bars, gaming_pictures
from teamsim.plots.board import plan_on_a_page
from teamsim.plots.earners import pay_against_performance, pay_distribution, winners_and_losers
from teamsim.plots.fan import fan
from teamsim.plots.many import fans
from teamsim.plots.payout import cost_curve, payout_curve
from teamsim.plots.theme import COLOURS, theme
from teamsim.plots.tornado import tornado

__all__ = [
    "COLOURS",
    "DrawnPlots",
    "Plots",
    "bunching",
    "cost_curve",
    "effort_surface_map",
    "fan",
    "fans",
    "forecast_strip",
    "gaming_bars",
    "gaming_pictures",
    "pay_against_performance",
    "pay_distribution",
    "payout_curve",
    "plan_on_a_page",
    "theme",
    "tornado",
    "winners_and_losers",
]
