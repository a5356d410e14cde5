"""A comparison in Chinese; `english` says the same."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from teamsim.analysis.intervals import WORDS
from teamsim.words import number, unit_words

if TYPE_CHECKING:
    from teamsim.analysis.compare import Difference

_SAID = WORDS["zh"]


def sentence(difference: Difference, currency: str) -> str:
    """Return a difference in plain Chinese."""
    label, unit = difference.measure.label_zh, difference.measure.unit
    if not difference.differences.size:
        return f"{label}：无可比较的数据。"
    if difference.is_same:
        return f"{label}：在每个可能的未来中都相同。"
    size, low, high = (gap(value, unit, currency) for value in (abs(difference.mean), *difference.headline))
    side = "高" if difference.mean >= 0 else "低"
    text = f"{label}：“{difference.scenario}”比“{difference.baseline}”{side} {size}"
    text += f"（{number(difference.relative, '+.1%')}）" if difference.is_told_as_a_share else ""
    text += f"，90% 的可能未来中差异介于 {low} 与 {high} 之间"
    text += f"（{_SAID['headline' if difference.drawn else 'luck']}）"
    text += "。" if math.isnan(difference.p_better) else f"，在 {difference.p_better:.0%} 的未来中更优。"
    return text + (_apart(difference, currency) if difference.drawn else "")


def _apart(difference: Difference, currency: str) -> str:
    """Return luck and assumptions apart."""
    luck, assumed = (_span(ends, difference, currency) for ends in (difference.luck, difference.assumptions))
    return f"仅{_SAID['luck']}：{luck}；仅{_SAID['assumptions']}：{assumed}。"


def readable(difference: Difference, currency: str) -> dict[str, str]:
    """Return one row of the notebook's table in Chinese."""
    unit, row = difference.measure.unit, difference.row()

    def span(ends: tuple[float, float]) -> str:
        return "-" if difference.is_same else _span(ends, difference, currency)

    is_decided = not (math.isnan(row["p_better"]) or difference.is_same)
    headline = {f"{_SAID['headline']}：90% 的未来": span(difference.headline)} if difference.drawn else {}
    return {
        "": difference.measure.label_zh,
        "方案": difference.scenario,
        difference.baseline: amount(row["baseline_mean"], unit, currency),
        "差异": "每个未来都相同" if difference.is_same else gap(row["difference"], unit, currency),
        **headline,
        f"{_SAID['luck']}：90% 的未来": span(difference.luck),
        f"{_SAID['assumptions']}：90% 的抽取": span(difference.assumptions) if difference.drawn else "未变动",
        "更优": f"{row['p_better']:.0%} 的未来" if is_decided else "-",
        f"{_SAID['simulation_error']}（95%）": span(difference.simulation_error),
        "共享运气带来的相关系数": "-" if math.isnan(row["correlation"]) else number(row["correlation"], ".3f"),
        f"达到 ±{difference.precision:.0%} 所需的重复次数": _needed(difference),
    }


def amount(value: float, unit: str, currency: str) -> str:
    """Return a number as people read it: 1,230.00万 CNY, 4.1%, 28.4 人."""
    if math.isnan(value):
        return "-"
    if unit.startswith("share"):
        return number(value, ".1%")
    words = unit_words(unit, currency, "zh")
    for limit, letter in ((1e8, "亿"), (1e4, "万")):
        if abs(value) >= limit and unit == "currency":
            return f"{value / limit:,.2f}{letter} {words}"
    return f"{number(value, ',.1f')} {words}"


def gap(value: float, unit: str, currency: str) -> str:
    """Return a difference as people read it; shares differ by points."""
    is_share = unit.startswith("share") and not math.isnan(value)
    return f"{number(100.0 * value, '.1f')} 个百分点" if is_share else amount(value, unit, currency)


def _span(ends: tuple[float, float], difference: Difference, currency: str) -> str:
    low, high = (gap(end, difference.measure.unit, currency) for end in ends)
    return f"{low} 至 {high}"


def _needed(difference: Difference) -> str:
    if not difference.is_precision_known:
        return "-"
    needed = difference.replications_needed
    return "无法达到" if needed is None else f"{needed:,}"
