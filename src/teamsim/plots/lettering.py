"""Titles, axes and the line of origin, in the fonts of the theme."""

from __future__ import annotations

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter, PercentFormatter

from teamsim.plans import Plan
from teamsim.words import number, short_number


def letter(ax: Axes, title: str, x: str = "", y: str = "", note: str = "") -> None:
    """Write title, axis labels and a line of origin; an Axes made outside of the theme gets its fonts too."""
    fonts = plt.rcParams["font.family"]
    ax.set_title(title, loc="left", fontfamily=fonts)
    ax.set_xlabel(x, fontfamily=fonts)
    ax.set_ylabel(y, fontfamily=fonts)
    ax.tick_params(labelfontfamily=fonts)
    if note:
        where, style = {"xytext": (0, -44), "xycoords": "axes fraction"}, {"fontsize": "x-small", "color": "#777777"}
        ax.annotate(note, (0, 0), textcoords="offset points", **where, **style)  # type: ignore[arg-type]


def in_percent(axis: Axis, decimals: int | None = 0) -> None:
    """Show the shares of an axis as percentages; without `decimals` with as many as tell its ticks apart."""
    plain = FuncFormatter(lambda value, _place: f"{number(100.0 * value, '.3g')}%")
    axis.set_major_formatter(plain if decimals is None else PercentFormatter(1.0, decimals=decimals))


def in_money(axis: Axis, lang: str) -> None:
    """Show the amounts of an axis in few characters."""
    axis.set_major_formatter(FuncFormatter(lambda value, _place: short_number(round(value, 6), lang)))


def plan_label(plan: Plan, plans: tuple[Plan, ...]) -> str:
    """Return how plans of one picture are told apart: by scenario, or by plan and tier within one."""
    scenarios = {other.scenario.name for other in plans}
    if len(scenarios) == len(plans):
        return plan.scenario.name
    return plan.name if len({other.name for other in plans}) == len(plans) else f"{plan.name}, {plan.tier}"
