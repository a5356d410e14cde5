"""Pictures of succession: benches by month, key-seat risk, the nine-box, and levers by the price of a covered seat."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import PercentFormatter

from teamsim.analysis.levers import LeverRanking
from teamsim.analysis.nine_boxes import LEVELS, NineBox
from teamsim.analysis.pseudonyms import LEAST, OTHERS
from teamsim.analysis.successors import Succession
from teamsim.errors import TeamsimError
from teamsim.model import Ints
from teamsim.plots.fan import dress_months, month_starts
from teamsim.plots.labels import name_lines
from teamsim.plots.lettering import in_money, letter
from teamsim.plots.theme import COLOURS, theme
from teamsim.plots.transitions import name_of
from teamsim.words import label_of, number

_WORDS = {
    "en": {
        "bench": "Is a ready successor there? {name}",
        "bench_colours": "colour: share of futures with a ready successor of the seat's own · ",
        "risk": "Critical seats empty, and empty without a ready successor: {name}",
        "risk_marks": "line: empty, area: and nobody ready · ",
        "nine": "Nine-box: {tier}, {month:%Y-%m}",
        "performance": "Performance (results, as assessed)",
        "potential": "Potential (skill and leadership, as assessed)",
        "levers": "What a covered critical seat costs a year: {name}",
        "gain": "{gain} seats · better in {share:.0%}",
        "no_gain": "not told apart from doing nothing",
        "whiskers": "{currency} a covered seat and year · line: simulation error (95%) · ",
        "origin": "{n} futures · seed {seed} · scenario {hash}",
        "one": "future {n} · seed {seed} · scenario {hash}",
        OTHERS: "All critical seats of small groups",
        **dict(zip(LEVELS, LEVELS, strict=True)),
    },
    "zh": {
        "bench": "是否有就绪继任者：{name}",
        "bench_colours": "颜色：岗位有自己的就绪继任者的未来占比 · ",
        "risk": "关键岗位空缺，以及空缺且无就绪继任者：{name}",
        "risk_marks": "线：空缺，色块：空缺且无人就绪 · ",
        "nine": "九宫格：{tier}，{month:%Y-%m}",
        "performance": "绩效（评估所得业绩）",
        "potential": "潜力（评估所得能力与领导力）",
        "levers": "每覆盖一个关键岗位的年成本：{name}",
        "gain": "{gain} 个岗位 · {share:.0%} 更优",
        "no_gain": "与不采取措施无法区分",
        "whiskers": "{currency}/岗位/年 · 横线：模拟误差（95%）· ",
        "origin": "{n} 个可能未来 · 种子 {seed} · 情景 {hash}",
        "one": "第 {n} 个可能未来 · 种子 {seed} · 情景 {hash}",
        OTHERS: "小组合并的全部关键岗位",
        "low": "低",
        "middle": "中",
        "high": "高",
    },
}
TOO_FEW = "Fewer than five critical seats of real people: a picture would show a person's own chances."


def bench_heat_map(found: Succession, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Draw seats by months: the share of futures in which a seat has a ready successor of its own.

    Of real people, groups of at least five seats take the place of seats.

    Parameters
    ----------
    found
        From `analysis.succession`.
    ax
        Where to draw; left out: a new figure.
    lang
        "en" or "zh".

    Raises
    ------
    TeamsimError
        Fewer than five critical seats of real people, another language, or "zh" where there is no Chinese font.
    """
    groups = _groups(found, "seat")
    with theme(lang):
        rows = [found.by_month(found.cover, places) for places in groups.values()]
        months = month_starts(found.result)
        table = pd.DataFrame(rows, [_named(found, name, lang) for name in groups], [f"{m:%Y-%m}" for m in months])
        if ax is None:
            _, ax = plt.subplots(figsize=(9.0, 1.7 + 0.3 * len(table)), layout="constrained")
        _heat(ax, table, {"format": PercentFormatter(1.0, decimals=0)})
        told = _WORDS[lang]["bench_colours"] + _origin(found, lang)
        letter(ax, _WORDS[lang]["bench"].format(name=found.result.name), x=told)
        _quiet_origin(ax)
    return ax


def _heat(ax: Axes, table: pd.DataFrame, bar: dict[str, object]) -> None:
    """Fill a heat map from red (nobody) to blue (somebody for every seat), with a month named every half year."""
    colours = sns.blend_palette([COLOURS[1], "#f5f0e6", COLOURS[0]], as_cmap=True)
    step = max(1, table.shape[1] // 6)
    sns.heatmap(table, ax=ax, cmap=colours, vmin=0.0, vmax=1.0, xticklabels=step, yticklabels=1, cbar_kws=bar)
    ax.grid(visible=False)
    ax.tick_params(axis="x", rotation=0)


def key_seat_risk(found: Succession, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Draw by month and tier the chance that a critical seat is empty, and empty with no ready successor.

    Parameters and errors as in `bench_heat_map`.
    """
    groups = _groups(found, "tier")
    with theme(lang):
        if ax is None:
            _, ax = plt.subplots(figsize=(8.0, 3.8), layout="constrained")
        months, lines = month_starts(found.result), list[Line2D]()
        for place, (name, places) in enumerate(groups.items()):
            colour, tier = COLOURS[place % len(COLOURS)], _named(found, name, lang)
            empty, alone = (found.by_month(values, places) for values in (found.empty, found.key_risk))
            lines += ax.plot(months, empty, color=colour, linewidth=1.2, label=tier)
            ax.fill_between(months, alone, color=colour, alpha=0.6, linewidth=0)
        dress_months(ax, lang)
        ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=1))
        ax.set_ylim(bottom=0.0)
        name_lines(ax, lines)
        told = _WORDS[lang]["risk_marks"] + _origin(found, lang)
        letter(ax, _WORDS[lang]["risk"].format(name=found.result.name), x=told)
        _quiet_origin(ax)
    return ax


def nine_box_grid(box: NineBox, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Draw how many people stand in each of the nine boxes; of real people, fewer than five are not counted.

    Parameters
    ----------
    box
        From `analysis.nine_box`.
    ax, lang
        As in `bench_heat_map`.
    """
    with theme(lang):
        if ax is None:
            _, ax = plt.subplots(figsize=(5.6, 4.8), layout="constrained")
        words, counts = _WORDS[lang], box.counts
        hides = box.found.is_of_real_people
        shown = counts.map(lambda n: f"<{LEAST}" if hides and 0 < n < LEAST else f"{n}")
        blues = sns.light_palette(COLOURS[0], as_cmap=True)
        coloured = counts.where(~(hides & (counts < LEAST)), 0)
        sns.heatmap(coloured, annot=shown, fmt="", cmap=blues, cbar=False, linewidths=3, ax=ax)
        ax.grid(visible=False)
        fonts = plt.rcParams["font.family"]
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_ticklabels([words[text.get_text()] for text in axis.get_ticklabels()], fontfamily=fonts)
        source = name_of(box.found.result, box.source, lang)
        told = _origin(box.found, lang, box.replication)
        day = month_starts(box.found.result)[box.month]
        letter(ax, words["nine"].format(tier=source, month=day), words["performance"], words["potential"], told)
    return ax


def lever_bars(ranking: LeverRanking, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Draw what a covered seat costs under each lever, the cheapest on top; beside it how many more are covered.

    Parameters
    ----------
    ranking
        From `analysis.rank_levers`.
    ax, lang
        As in `bench_heat_map`.
    """
    first = ranking.benches[0]
    if first.is_of_real_people and len(first.table) < LEAST:
        raise TeamsimError(TOO_FEW)
    with theme(lang):
        table, words = ranking.table.iloc[::-1], _WORDS[lang]
        labels = {lever.name: label_of(lever, lang) for lever in ranking.levers}
        names = [labels[str(name)] for name in table.index]
        if ax is None:
            _, ax = plt.subplots(figsize=(9.5, 1.5 + 0.45 * len(table)), layout="constrained")
        ax.barh(names, table["cost_per_seat"].fillna(0.0), color=COLOURS[0], alpha=0.6, height=0.6)
        ax.hlines(names, table["cost_per_seat_low"], table["cost_per_seat_high"], color="#333333", linewidth=2)
        fonts = plt.rcParams["font.family"]
        gains = [number(gain, "+.2f") for gain in table["gain"]]
        for place, (row, gain) in enumerate(zip(table.itertuples(), gains, strict=True)):
            said = words["gain"].format(gain=gain, share=row.better_in) if row.is_gain else words["no_gain"]
            beside = {"xycoords": ("axes fraction", "data"), "va": "center", "fontsize": "small"}
            ax.annotate(said, (1.01, place), annotation_clip=False, fontfamily=fonts, **beside)  # type: ignore[arg-type]
        currency = first.result.layout.scenario.parameters.money.currency
        told = words["whiskers"].format(currency=currency) + _origin(first, lang)
        letter(ax, words["levers"].format(name=first.result.name), x=told)
        _quiet_origin(ax)
        in_money(ax.xaxis, lang)
    return ax


def _groups(found: Succession, by: str) -> dict[str, Ints]:
    groups = found.shown(by)
    if not groups:
        raise TeamsimError(f"{TOO_FEW} Mark more seats as critical.")
    return groups


def _named(found: Succession, name: str, lang: str) -> str:
    """Return what people call a seat, a tier, or small groups together."""
    if name == OTHERS:
        return _WORDS[lang][OTHERS]
    if "/" not in name:
        return name_of(found.result, name, lang)
    unit, tier, number = name.split("/")
    units = found.result.layout.scenario.parameters.organisation.units
    return f"{name_of(found.result, tier, lang)}, {label_of(units[unit], lang) or unit} {number}"


def _origin(found: Succession, lang: str, one: int | None = None) -> str:
    """Return the numbers that make a picture again: of all futures, or of one."""
    numbers = {"n": len(found.futures) if one is None else one, "seed": found.result.seed}
    kind = "origin" if one is None else "one"
    return _WORDS[lang][kind].format(**numbers, hash=found.result.layout.scenario.hash[:8])


def _quiet_origin(ax: Axes) -> None:
    """Make the line of origin small and grey, at the left."""
    ax.xaxis.label.set_fontsize("x-small")
    ax.xaxis.label.set_color("#777777")
    ax.xaxis.set_label_coords(0.0, -0.14)
    ax.xaxis.label.set_horizontalalignment("left")
