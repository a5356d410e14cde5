"""Who sits where in one future: a bar for each stay of a person in a seat, a gap where the seat is empty."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from teamsim.analysis.stays import EXITS, stays
from teamsim.calendar import DAYS_PER_MONTH
from teamsim.errors import TeamsimError
from teamsim.plots.fan import dress_months
from teamsim.plots.lettering import letter
from teamsim.plots.theme import COLOURS, theme
from teamsim.plots.transitions import name_of
from teamsim.results import Results
from teamsim.scenario.faults import nearest
from teamsim.study import Study
from teamsim.words import label_of

MOST_SEATS = 60
"""More rows than that nobody can read."""
_COLOURS = {
    "opening": "#b8b8b8",
    "hired": COLOURS[0],
    "promoted": COLOURS[2],
    "transferred": COLOURS[3],
    "acquired": COLOURS[4],
}
_SAID = {
    "en": {
        "title": "Who sits where: {of}, {name}",
        "opening": "there on the first day",
        "hired": "hired",
        "promoted": "from another tier",
        "transferred": "transferred",
        "acquired": "with a team that was bought",
        "left": "leaves the firm",
        "gap": "gap: the seat is empty",
        "origin": "future {n} · seed {seed} · scenario {hash}",
        "company": "all units",
    },
    "zh": {
        "title": "岗位在任情况：{of}，{name}",
        "opening": "期初在任",
        "hired": "新入职",
        "promoted": "来自其他职级",
        "transferred": "平级调动",
        "acquired": "随并购团队加入",
        "left": "离开公司",
        "gap": "空白：岗位空缺",
        "origin": "第 {n} 个可能未来 · 种子 {seed} · 方案 {hash}",
        "company": "全部单元",
    },
}


def seat_gantt(
    study: Study,
    *,
    scenario: str | None = None,
    replication: int | None = None,
    unit: str | None = None,
    tier: str | None = None,
    ax: Axes | None = None,
    lang: str = "en",
) -> Axes:
    """Draw the stays in each seat of a unit or tier in one future, with how each began; a cross marks an exit.

    Parameters
    ----------
    study
        A study; one future is replayed.
    scenario
        Name; left out: the first.
    replication
        Number of the future; left out: the first.
    unit, tier
        Seats of that unit itself, of that tier; left out: all.
    ax, lang
        As in `fan`.

    Raises
    ------
    TeamsimError
        No such unit, tier or future, no seat or more than sixty, or people of a roster in the seats.
    """
    result = study.result(scenario)
    number = _replication(result, replication)
    seats = _seats(result, unit, tier)
    told = stays(study, result.name, [number])
    told = told[told["seat"].isin(seats) & (told["last_month"] >= 0)]
    with theme(lang):
        if ax is None:
            _, ax = plt.subplots(figsize=(9.0, 1.6 + 0.2 * len(seats)), layout="constrained")
        rows = {seat: row for row, seat in enumerate(reversed(seats))}
        for stay in told.itertuples():
            _draw(ax, stay, rows[str(stay.seat)], result)
        fonts = plt.rcParams["font.family"]
        ax.set_yticks(list(rows.values()), [_named(result, seat, lang) for seat in rows], fontfamily=fonts, fontsize=7)
        ax.set_ylim(-0.7, len(seats) - 0.3)
        _dress(ax, result, number, told, (unit, tier), lang)
    return ax


def _draw(ax: Axes, stay: Any, row: int, result: Results) -> None:
    """Draw one stay; a hire begins on the day, all else on the first of a month."""
    begin, end = float(stay.first_month), float(stay.last_month) + 1.0
    if stay.began == "hired":
        begin = max(begin, stay.hire_day / DAYS_PER_MONTH)
    left, right = _day(result, max(begin, 0.0)), _day(result, end)
    colour = _COLOURS[str(stay.began)]
    ax.barh(row, right - left, left=left, height=0.74, color=colour, edgecolor="white", linewidth=0.6)
    if stay.ended in EXITS:
        ax.plot([right], [row], marker="x", color="#222222", markersize=4, markeredgewidth=1.1)


def _day(result: Results, month: float) -> float:
    """Return where a moment, in months of 30 days since the start, lies on an axis of dates."""
    first = pd.Period(result.layout.scenario.parameters.time.start, freq="M") + int(month)
    begin, end = date2num([first.start_time, (first + 1).start_time])  # type: ignore[no-untyped-call]
    return float(begin + (month % 1.0) * (end - begin))


def _dress(
    ax: Axes, result: Results, number: int, told: pd.DataFrame, where: tuple[str | None, str | None], lang: str
) -> None:
    """Add months, what colours mean, the title and where the picture comes from."""
    said, fonts = _SAID[lang], plt.rcParams["font.family"]
    ticks = ax.get_yticks(), [text.get_text() for text in ax.get_yticklabels()]
    dress_months(ax, lang)
    ax.set_yticks(*ticks, fontfamily=fonts, fontsize=7)
    ax.xaxis_date()
    ax.set_xlim(_day(result, 0.0), _day(result, float(result.counts.shape[1])))
    ax.grid(visible=False, axis="y")
    _say_colours(ax, [name for name in _COLOURS if (told["began"] == name).any()], lang)
    names = [_label(result, name, lang) for name in where if name]
    of = ", ".join(names) or said["company"]
    origin = said["origin"].format(n=number, seed=result.seed, hash=result.layout.scenario.hash[:8])
    letter(ax, said["title"].format(of=of, name=result.name), x=origin)
    ax.set_title(ax.get_title(loc="left"), loc="left", fontfamily=fonts, pad=30)
    ax.set_xlabel(origin, fontsize="x-small", color="#777777", loc="left", fontfamily=fonts)


def _say_colours(ax: Axes, seen: list[str], lang: str) -> None:
    """Write above the picture what its colours, crosses and gaps mean: each stands in many rows, hence a legend."""
    said = _SAID[lang]
    handles: list[Artist] = [Patch(color=_COLOURS[name], label=said[name]) for name in seen]
    handles.append(Line2D([], [], linestyle="", marker="x", color="#222222", markersize=4, label=said["left"]))
    handles.append(Patch(facecolor="white", edgecolor="#cccccc", label=said["gap"]))
    letters = {"family": plt.rcParams["font.family"], "size": "x-small"}
    ax.legend(handles=handles, prop=letters, loc="lower left", bbox_to_anchor=(0, 1.0), ncols=7, frameon=False)


def _seats(result: Results, unit: str | None, tier: str | None) -> list[str]:
    """Return the names of the seats to draw, or refuse."""
    layout = result.layout
    if layout.scenario.roster is not None:
        problem = f"{result.name}: people of a roster hold these seats, a row would show what becomes of one of them."
        raise TeamsimError(f"{problem} Read `study.spells` in your own notebook.")
    for kind, name, known in (("unit", unit, _units(result)), ("tier", tier, layout.tiers)):
        if name is not None and name not in known:
            raise TeamsimError(f"There is no {kind} `{name}`. {nearest(name, known)}")
    seats = [s.name for s in layout.seats if unit in (None, s.unit) and tier in (None, s.tier)]
    if not 1 <= len(seats) <= MOST_SEATS:
        problem = f"{len(seats)} seats; expected 1 to {MOST_SEATS}: more rows than that nobody can read."
        raise TeamsimError(f"{problem} Name a unit and a tier, for example unit={_units(result)[-1]!r}.")
    return seats


def _replication(result: Results, number: int | None) -> int:
    """Return the number of a future that was lived."""
    numbers = [int(each) for each in result.replications]
    if number is not None and number not in numbers:
        raise TeamsimError(f"replication = {number}; expected one of {numbers[0]} to {numbers[-1]}.")
    return numbers[0] if number is None else number


def _units(result: Results) -> list[str]:
    return list(result.layout.scenario.parameters.organisation.units)


def _named(result: Results, seat: str, lang: str) -> str:
    """Return what people call a seat: its tier, unit and number."""
    unit, tier, number = seat.split("/")
    return f"{name_of(result, tier, lang)}, {_label(result, unit, lang)} {number}"


def _label(result: Results, name: str, lang: str) -> str:
    units = result.layout.scenario.parameters.organisation.units
    return (label_of(units[name], lang) or name) if name in units else name_of(result, name, lang)
