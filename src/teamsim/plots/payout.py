"""Pictures of a plan by itself: what it pays by attainment, and what it costs by the company's."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from teamsim.analysis.origins import plan_origin
from teamsim.analysis.plan_cost import PlanCosts
from teamsim.analysis.plan_curves import PayoutCurve, payout_curve_of
from teamsim.model import Floats
from teamsim.plans import Plan
from teamsim.plots.labels import name_lines
from teamsim.plots.lettering import in_money, in_percent, letter, plan_label
from teamsim.plots.theme import COLOURS, theme

_SAID = {
    "en": {
        "pay": "Variable pay a year",
        "rate": "Rate on one more unit of bookings",
        "attainment": "attainment",
        "quota": "quota",
        "company": "attainment of the company",
        "share": "Variable pay as a share of bookings",
        "head": "expected, a head",
    },
    "zh": {
        "pay": "年浮动薪酬",
        "rate": "边际费率（每多一元签约额）",
        "attainment": "达成率",
        "quota": "指标",
        "company": "公司达成率",
        "share": "浮动薪酬占签约额",
        "head": "人均期望值",
    },
}


def draw_pay(ax: Axes, plans: tuple[Plan, ...], highest: float, lang: str) -> None:
    """Draw what plans pay by attainment on an Axes."""
    lines = []
    for place, plan in enumerate(plans):
        colour = COLOURS[place % len(COLOURS)]
        lines.append(_draw_pay(ax, payout_curve_of(plan, highest), colour, plan_label(plan, plans)))
    letter(ax, f"{_SAID[lang]['pay']} ({plans[0].scenario.parameters.money.currency})", _SAID[lang]["attainment"])
    in_money(ax.yaxis, lang)
    in_percent(ax.xaxis)
    ax.set(xlim=(0, highest), ylim=(0, None))
    _mark_quota((ax,), ax, _SAID[lang]["quota"])
    if len(plans) > 1:
        name_lines(ax, lines)


def draw_cost_share(ax: Axes, costs: tuple[PlanCosts, ...], lang: str) -> None:
    """Draw what plans cost as a share of bookings at each attainment of the company on an Axes."""
    _draw_costs(ax, costs, [each.share_of_bookings for each in costs])
    letter(ax, _SAID[lang]["share"], _SAID[lang]["company"])
    in_percent(ax.yaxis, 1)
    in_percent(ax.xaxis)
    _mark_quota((ax,), ax, _SAID[lang]["quota"])


def _draw_costs(ax: Axes, costs: tuple[PlanCosts, ...], values: Sequence[Floats]) -> None:
    """Draw a line for each plan over the company's attainment, named where there are several."""
    plans, lines = tuple(each.plan for each in costs), list[Line2D]()
    for place, (each, heights) in enumerate(zip(costs, values, strict=True)):
        colour, name = COLOURS[place % len(COLOURS)], plan_label(each.plan, plans)
        lines += ax.plot(each.attainments, heights, color=colour, linewidth=1.8, label=name)
    ax.margins(x=0)
    if len(plans) > 1:
        name_lines(ax, lines)


def payout_curve(*plans: Plan, highest: float = 1.6, lang: str = "en") -> Figure:
    """Draw what plans pay by attainment, and below it the rate on one more unit of bookings.

    A dotted line is a jump: no rate tells what it is worth.
    """
    said = _SAID[lang]
    with theme(lang):
        figure, (above, below) = plt.subplots(
            2, 1, figsize=(7.5, 5.2), layout="constrained", sharex=True, height_ratios=(2, 1)
        )
        draw_pay(above, plans, highest, lang)
        above.set_xlabel("")
        for place, plan in enumerate(plans):
            curve, colour = payout_curve_of(plan, highest), COLOURS[place % len(COLOURS)]
            below.step(curve.attainments, curve.marginal_rates, where="post", color=colour, linewidth=1.6)
        letter(below, said["rate"], said["attainment"], note=plan_origin(plans, lang))
        in_percent(below.yaxis)
        _mark_quota((below,), above, "")
        below.set_ylim(0, None)
    return figure


def _draw_pay(ax: Axes, curve: PayoutCurve, colour: str, name: str) -> Line2D:
    """Draw the line of pay, which is returned, with its jumps dotted."""
    is_step = np.isin(np.arange(curve.pay.size), np.flatnonzero(np.isnan(curve.marginal_rates)))
    broken = np.where(is_step, np.nan, curve.pay)
    (line,) = ax.plot(curve.attainments, broken, color=colour, linewidth=1.8, label=name)
    for edge, jump in curve.jumps:
        top = float(np.interp(edge, curve.attainments, curve.pay))
        ax.plot([edge, edge], [top - jump, top], color=colour, linewidth=2.2, linestyle=":")
    return line


def _mark_quota(axes: tuple[Axes, ...], named: Axes, word: str) -> None:
    """Mark where quota is."""
    for ax in axes:
        ax.axvline(1.0, color="#999999", linewidth=0.9, linestyle="--", zorder=1)
    fonts = plt.rcParams["font.family"]
    named.annotate(
        word,
        (1.0, 0.0),
        xycoords=("data", "axes fraction"),
        xytext=(4, 4),
        textcoords="offset points",
        fontsize="x-small",
        color="#777777",
        fontfamily=fonts,
    )


def cost_curve(*costs: PlanCosts, lang: str = "en") -> Figure:
    """Draw what plans cost a head, and as a share of bookings, at each attainment of the company."""
    said, plans = _SAID[lang], tuple(each.plan for each in costs)
    currency = plans[0].scenario.parameters.money.currency
    with theme(lang):
        figure, (left, right) = plt.subplots(1, 2, figsize=(10.5, 3.6), layout="constrained")
        _draw_costs(left, costs, [each.pay for each in costs])
        letter(left, f"{said['pay']} ({currency}, {said['head']})", said["company"], note=plan_origin(plans, lang))
        in_money(left.yaxis, lang)
        in_percent(left.xaxis)
        draw_cost_share(right, costs, lang)
        _mark_quota((left,), left, "")
    return figure
