"""Pictures: results to Axes, no computing beyond quantiles. Seaborn's look, one theme."""

from teamsim.plots.accessor import DrawnPlots, Plots
from teamsim.plots.answers import bunching, effort_surface_map, forecast_strip, gaming_bars, gaming_pictures
from teamsim.plots.board import plan_on_a_page
from teamsim.plots.careers import careers
from teamsim.plots.designs import design_bars
from teamsim.plots.earners import pay_against_performance, pay_distribution, winners_and_losers
from teamsim.plots.elasticity import elasticity_strip
from teamsim.plots.fan import fan
from teamsim.plots.funnel import bench_funnel
from teamsim.plots.keep import save_picture, save_plan_picture
from teamsim.plots.many import fans
from teamsim.plots.payout import cost_curve, payout_curve
from teamsim.plots.promotion_rules import promotion_rule_bars
from teamsim.plots.seats import seat_gantt
from teamsim.plots.stocks import stocks
from teamsim.plots.succession import bench_heat_map, key_seat_risk, lever_bars, nine_box_grid
from teamsim.plots.survival import survival_curves
from teamsim.plots.theme import COLOURS, theme
from teamsim.plots.tornado import tornado
from teamsim.plots.transitions import transitions
from teamsim.plots.waterfall import waterfall_bars

__all__ = [
    "COLOURS",
    "DrawnPlots",
    "Plots",
    "bench_funnel",
    "bench_heat_map",
    "bunching",
    "careers",
    "cost_curve",
    "design_bars",
    "effort_surface_map",
    "elasticity_strip",
    "fan",
    "fans",
    "forecast_strip",
    "gaming_bars",
    "gaming_pictures",
    "key_seat_risk",
    "lever_bars",
    "nine_box_grid",
    "pay_against_performance",
    "pay_distribution",
    "payout_curve",
    "plan_on_a_page",
    "promotion_rule_bars",
    "save_picture",
    "save_plan_picture",
    "seat_gantt",
    "stocks",
    "survival_curves",
    "theme",
    "tornado",
    "transitions",
    "waterfall_bars",
    "winners_and_losers",
]
