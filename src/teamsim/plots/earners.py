"""Pictures of who earns what: the distribution by tier, pay against performance, winners and losers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from teamsim.analysis.origins import origin_told, plan_origin
from teamsim.analysis.pseudonyms import LEAST
from teamsim.analysis.replays import Replay
from teamsim.errors import TeamsimError
from teamsim.model import Floats
from teamsim.plots.lettering import in_money, in_percent, letter
from teamsim.plots.theme import COLOURS, theme

if TYPE_CHECKING:
    import pandas as pd

Earned = Literal["variable", "pay", "base"]
_SAID = {
    "en": {
        "variable": "Variable pay a year",
        "pay": "Pay a year",
        "base": "Base pay a year",
        "against": "Pay against performance",
        "attainment": "attainment",
        "changes": "Who wins and who loses",
        "people": "people, from the largest loss to the largest gain",
        "change": "change of variable pay",
        "median": "line: median",
    },
    "zh": {
        "variable": "年浮动薪酬",
        "pay": "年薪酬",
        "base": "年底薪",
        "against": "薪酬与业绩",
        "attainment": "达成率",
        "changes": "谁多拿，谁少拿",
        "people": "人员（由损失最大到增加最多）",
        "change": "浮动薪酬变化",
        "median": "竖线：中位数",
    },
}
"""Smaller groups are not drawn: a point could be a person."""


def pay_distribution(
    earned: Mapping[str, pd.DataFrame],
    *,
    what: Earned = "variable",
    currency: str = "",
    labels: Mapping[str, str] | None = None,
    lang: str = "en",
    note: str | None = None,
) -> Figure:
    """Draw who earns what, a ridge for each tier and a colour for each plan.

    Parameters
    ----------
    earned
        Tables of people (`earnings(study)`, `replay.people`) by the plan's name.
    what
        "variable", "pay" or "base".
    labels
        What people call a tier.
    note
        The line of origin; left out: what the tables say of themselves, a line for each that says something else.
    """
    if note is None:
        note = "\n".join(dict.fromkeys(filter(None, (origin_told(table, lang) for table in earned.values()))))
    told = {name: table[table["tier"].map(table["tier"].value_counts()) >= LEAST] for name, table in earned.items()}
    tiers = list(dict.fromkeys(tier for table in told.values() for tier in table["tier"]))
    top = 1.15 * max((float(table[what].quantile(0.995)) for table in told.values() if len(table)), default=1.0)
    with theme(lang):
        size = (7.5, 1.0 + 1.0 * max(len(tiers), 1))
        figure, axes = plt.subplots(
            max(len(tiers), 1), 1, figsize=size, layout="constrained", sharex=True, squeeze=False
        )
        for ax, tier in zip(axes[:, 0], tiers, strict=False):
            for place, table in enumerate(told.values()):
                _ridge(ax, table.loc[table["tier"] == tier, what].to_numpy(), top, COLOURS[place % len(COLOURS)])
            _quiet(ax, (labels or {}).get(tier, tier))
        _finish(axes[:, 0], list(told), f"{_SAID[lang][what]}{f' ({currency})' if currency else ''}", lang, note)
    return figure


def _ridge(ax: Axes, values: Floats, top: float, colour: str) -> None:
    """Draw one distribution with its median."""
    if values.size < LEAST:
        return
    from scipy.stats import gaussian_kde

    grid = np.linspace(0.0, top, 300)
    is_spread = np.ptp(values) > 1e-9 * max(top, 1.0)
    density = gaussian_kde(values)(grid) if is_spread else np.zeros(grid.size)
    height = density / max(float(density.max()), 1e-300)
    ax.fill_between(grid, height, color=colour, alpha=0.3, linewidth=0)
    ax.plot(grid, height, color=colour, linewidth=1.4)
    ax.axvline(float(np.median(values)), ymax=0.9, color=colour, linewidth=1.4)


def _quiet(ax: Axes, name: str) -> None:
    """Leave only the tier's name at a ridge."""
    ax.set(yticks=[], ylim=(0, 1.15))
    ax.grid(False)
    ax.spines["left"].set_visible(False)
    fonts = plt.rcParams["font.family"]
    ax.set_ylabel(name, rotation=0, ha="right", va="center", fontfamily=fonts, labelpad=8)


def _finish(axes: Floats, names: list[str], title: str, lang: str, note: str) -> None:
    """Add title, names and the axis of money."""
    fonts = plt.rcParams["font.family"]
    axes[0].set_title(title, loc="left", fontfamily=fonts)
    in_money(axes[-1].xaxis, lang)
    axes[-1].set_xlim(0, None)
    told = " · ".join(filter(None, (_SAID[lang]["median"], note)))
    axes[-1].set_xlabel(told, fontfamily=fonts, fontsize="x-small", color="#777777", loc="left")
    if len(names) > 1:  # a legend: ridges of a tier lie upon each other, and each plan has one in every tier
        handles = [Line2D([], [], color=COLOURS[place % len(COLOURS)]) for place in range(len(names))]
        axes[0].legend(handles, names, frameon=False, loc="upper right", prop={"family": fonts, "size": "small"})


def pay_against_performance(
    people: pd.DataFrame,
    *,
    what: Earned = "variable",
    currency: str = "",
    ax: Axes | None = None,
    lang: str = "en",
    note: str | None = None,
) -> Axes:
    """Draw each person's pay against attainment, a colour for each tier; tiers of fewer than five are left out.

    `note` is the line of origin; left out: what the table says of itself.
    """
    said = _SAID[lang]
    note = origin_told(people, lang) if note is None else note
    counted = people.dropna(subset=["attainment"])
    counted = counted[counted["tier"].map(counted["tier"].value_counts()) >= LEAST]
    with theme(lang):
        if ax is None:
            _, ax = plt.subplots(figsize=(7.5, 4.0), layout="constrained")
        for place, (tier, group) in enumerate(counted.groupby("tier", sort=False)):
            colour = COLOURS[place % len(COLOURS)]
            ax.scatter(group["attainment"], group[what], s=18, color=colour, alpha=0.55, linewidth=0, label=str(tier))
        ax.axvline(1.0, color="#999999", linewidth=0.9, linestyle="--", zorder=1)
        letter(ax, said["against"], said["attainment"], f"{said[what]}{f' ({currency})' if currency else ''}", note)
        in_percent(ax.xaxis)
        in_money(ax.yaxis, lang)
        if counted["tier"].nunique() > 1:  # a legend: clouds lie in each other and have no end
            ax.legend(frameon=False, loc="upper left", prop={"family": plt.rcParams["font.family"], "size": "small"})
    return ax


def winners_and_losers(replay: Replay, *, ax: Axes | None = None, lang: str = "en", note: bool = True) -> Axes:
    """Draw everybody's change of variable pay against the other plan, in order; no name is shown.

    False as `note` leaves the line of origin out, for one of several pictures.

    Raises
    ------
    TeamsimError
        Fewer than five people: a bar would be somebody's.
    """
    if len(replay.people) < LEAST:
        problem = f"{len(replay.people)} people; a picture shows {LEAST} or more: else a bar is known to be somebody's."
        raise TeamsimError(f"{problem} Read `replay.people` in your own notebook.")
    said, changes = _SAID[lang], np.sort(replay.people["change"].to_numpy(dtype=np.float64))
    currency = replay.plan.scenario.parameters.money.currency
    with theme(lang):
        if ax is None:
            _, ax = plt.subplots(figsize=(7.5, 3.4), layout="constrained")
        colours = np.where(changes < 0.0, COLOURS[1], COLOURS[0])
        ax.bar(np.arange(changes.size), changes, width=1.0 if changes.size > 60 else 0.8, color=colours.tolist())
        ax.axhline(0.0, color="#777777", linewidth=0.8)
        ax.set_xticks([])
        ax.grid(False, axis="x")
        plans = tuple(plan for plan in (replay.against, replay.plan) if plan is not None)
        told = plan_origin(plans, lang) if note else ""
        letter(ax, said["changes"], said["people"], f"{said['change']} ({currency})", told)
        in_money(ax.yaxis, lang)
    return ax
