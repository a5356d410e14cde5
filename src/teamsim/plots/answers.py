"""Pictures of how people answer a plan: effort, bunching, and the strip over elasticities."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from teamsim.analysis.gaming import MEASURES, GamingAudit, effort_surface
from teamsim.analysis.origins import origin_told, plan_origin
from teamsim.plots.labels import name_lines
from teamsim.plots.lettering import in_percent, letter
from teamsim.plots.theme import COLOURS, theme

if TYPE_CHECKING:
    import pandas as pd

_SAID = {
    "en": {
        "effort": "Effort by month and attainment to date",
        "month": "month of the cycle",
        "to_date": "attainment to date",
        "bar": "effort (1 = as without a plan)",
        "bunching": "Where periods end",
        "attainment": "attainment of the period",
        "people": "share of people",
        "without": "no response",
        "with": "elasticity {e:g}",
        "gaming": "What people do to the plan",
        "points": "share",
        "strip": "Bookings when people answer the plan",
        "elasticity": "elasticity of bookings to the rate; 0 = no response, the bound",
        "change": "change against the other plan",
        "written": "as written",
        "equal": "at equal cost",
        "left_out": "what the programme leaves out: see audit.left_out",
    },
    "zh": {
        "effort": "各月与累计达成率下的努力程度",
        "month": "周期内第几个月",
        "to_date": "累计达成率",
        "bar": "努力程度（1 = 无方案时）",
        "bunching": "各周期最终落点",
        "attainment": "周期达成率",
        "people": "人数占比",
        "without": "无响应",
        "with": "弹性 {e:g}",
        "gaming": "员工如何应对方案",
        "points": "占比",
        "strip": "员工响应方案后的签约额",
        "elasticity": "签约额对费率的弹性；0 = 无响应边界",
        "change": "相对另一方案的变化",
        "written": "按原文",
        "equal": "同等成本",
        "left_out": "未计入事项见 audit.left_out",
    },
}
_SHARES = ("bunching", "pulled_in", "pushed_out", "give_up_share", "discount_cost")


def effort_surface_map(audit: GamingAudit, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Draw the effort of a person with middle talent by month of the cycle and attainment to date."""
    said, surface = _SAID[lang], effort_surface(audit)
    with theme(lang):
        if ax is None:
            _, ax = plt.subplots(figsize=(7.5, 4.2), layout="constrained")
        edges = np.arange(surface.shape[1] + 1) + 0.5
        step = float(surface.index[1] - surface.index[0])
        rows = np.append(surface.index.to_numpy(), surface.index[-1] + step) - 0.5 * step
        far = max(float(np.nanmax(np.abs(surface.to_numpy() - 1.0))), 0.05)
        drawn = ax.pcolormesh(edges, rows, surface, cmap="RdBu_r", vmin=1.0 - far, vmax=1.0 + far, rasterized=True)
        bar = ax.figure.colorbar(drawn, ax=ax, pad=0.02)
        bar.set_label(said["bar"], fontfamily=plt.rcParams["font.family"])
        bar.outline.set_visible(False)
        ax.grid(False)
        ax.axhline(1.0, color="#333333", linewidth=0.8, linestyle="--")
        ax.set(ylim=(0, 1.5), xticks=range(1, surface.shape[1] + 1))
        note = f"{said['with'].format(e=audit.usual)} · {plan_origin((audit.plan,), lang)}"
        letter(ax, said["effort"], said["month"], said["to_date"], note)
        in_percent(ax.yaxis)
    return ax


def bunching(audit: GamingAudit, *, component: str | None = None, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Draw where a component's periods end without response and with it, and the thresholds.

    Left out, `component` is the first with a threshold.
    """
    said, people = _SAID[lang], audit.people[audit.usual]
    named = [name for name in audit.programme.names if name in set(audit.bunching["component"])]
    name = component or (named or list(audit.programme.names))[0]
    cycle = audit.programme.components[audit.programme.names.index(name)].cycle
    scale, bins = audit.programme.periods / cycle, np.arange(0.0, 2.0001, 0.025)
    with theme(lang):
        if ax is None:
            _, ax = plt.subplots(figsize=(7.5, 3.8), layout="constrained")
        for place, sales in enumerate((people.quiet, people.sales)):
            attained = scale * sales.reshape(len(sales), -1, cycle).sum(axis=2).ravel()
            label = said["with"].format(e=audit.usual) if place else said["without"]
            shares, _ = np.histogram(attained, bins)
            ax.stairs(
                shares / attained.size,
                bins,
                fill=not place,
                color=COLOURS[1] if place else "#c9c9c9",
                linewidth=1.8,
                label=label,
            )
        for at in audit.bunching.loc[audit.bunching["component"] == name, "attainment"].unique():
            ax.axvline(at, color="#333333", linewidth=0.8, linestyle="--")
        letter(
            ax,
            f"{said['bunching']}: {name}",
            said["attainment"],
            said["people"],
            plan_origin((audit.plan,), lang),
        )
        in_percent(ax.xaxis)
        in_percent(ax.yaxis, None)
        ax.set_xlim(0.3, 1.9)
        ax.set_ylim(top=1.2 * ax.get_ylim()[1])
        # a legend: one shape lies on the other, at no end of theirs is a place for a name
        ax.legend(frameon=False, loc="upper right", prop={"family": plt.rcParams["font.family"], "size": "small"})
    return ax


def gaming_bars(audit: GamingAudit, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Draw how people play the plan, one bar for each elasticity: the strip says how far to trust it."""
    said, told = _SAID[lang], audit.table.loc[list(_SHARES)].drop(columns="no response")
    labels = [MEASURES[name][lang == "zh"] for name in told.index]
    with theme(lang):
        if ax is None:
            _, ax = plt.subplots(figsize=(7.5, 3.8), layout="constrained")
        height, fonts = 0.8 / told.shape[1], plt.rcParams["font.family"]
        for place, (column, elasticity) in enumerate(zip(told.columns, audit.people, strict=True)):
            at = np.arange(len(told)) + height * (place - 0.5 * (told.shape[1] - 1))
            ax.barh(at, told[column], 0.9 * height, color=COLOURS[place], label=said["with"].format(e=elasticity))
        ax.set_yticks(range(len(told)), [label.replace(", ", ",\n") for label in labels])
        ax.invert_yaxis()
        ax.grid(False, axis="y")
        letter(ax, said["gaming"], said["points"], note=plan_origin((audit.plan,), lang))
        in_percent(ax.xaxis, None)
        # a legend: every elasticity has a bar in every group, some of them too short to be seen
        ax.legend(frameon=False, loc="best", prop={"family": fonts, "size": "small"})
    return ax


def forecast_strip(
    forecast: pd.DataFrame, *, ax: Axes | None = None, lang: str = "en", note: str | None = None
) -> Axes:
    """Draw the change of bookings over a strip of elasticities, as written and at equal cost.

    `note` is the line of origin; left out: what the forecast says of itself.
    """
    said = _SAID[lang]
    with theme(lang):
        if ax is None:
            _, ax = plt.subplots(figsize=(7.5, 3.6), layout="constrained")
        lines = []
        for place, column in enumerate(("bookings_change", "bookings_change_equal_cost")):
            label = said["equal" if place else "written"]
            lines += ax.plot(
                forecast["elasticity"],
                forecast[column],
                marker="o",
                markersize=4,
                color=COLOURS[place],
                linewidth=1.8,
                linestyle="--" if place else "-",
                label=label,
            )
        ax.axhline(0.0, color="#777777", linewidth=0.8)
        told = origin_told(forecast, lang) if note is None else note
        letter(ax, said["strip"], said["elasticity"], said["change"], told)
        in_percent(ax.yaxis, 1)
        name_lines(ax, lines)
    return ax


def gaming_pictures(audit: GamingAudit, *, lang: str = "en") -> Figure:
    """Draw the audit on one page: how people play the plan, where their periods end."""
    with theme(lang):
        figure, (left, right) = plt.subplots(1, 2, figsize=(12, 4), layout="constrained")
    gaming_bars(audit, ax=left, lang=lang)
    bunching(audit, ax=right, lang=lang)
    return figure
