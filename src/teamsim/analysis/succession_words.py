"""The answer of a succession report in words, English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from teamsim.analysis.pseudonyms import LEAST
from teamsim.words import check_language, label_of

if TYPE_CHECKING:
    from teamsim.analysis.successors import Succession

_WORDS = {
    "en": (
        "{seats} critical seats: {coverage:.0%} have a ready successor of their own ({low:.0%} to {high:.0%} in 90% of "
        "futures); with people counted for every seat that they could take, {depth:.1f} stand behind each.",
        "Weakest: {tier}, {tier_coverage:.0%} covered; worst month {month:%Y-%m}, when {worst:.0%} of critical seats "
        "are.",
        "A critical seat is empty {empty:.1%} of the time, and empty without a ready successor {risk:.1%}.",
    ),
    "zh": (
        "{seats} 个关键岗位：{coverage:.0%} 各有一名就绪继任者（90% 的未来中为 {low:.0%} 至 {high:.0%}）；"
        "若一人可重复计算，每个岗位背后有 {depth:.1f} 名就绪人选。",
        "最薄弱：{tier}，覆盖率 {tier_coverage:.0%}；最差月份 {month:%Y-%m}，仅 {worst:.0%} 的关键岗位有继任者。",
        "关键岗位空缺时间占 {empty:.1%}，空缺且无就绪继任者占 {risk:.1%}。",
    ),
}


_TOO_FEW = {
    "en": "Fewer than five critical seats of real people: what is known of them stays in the analyst's own tables.",
    "zh": "真实人员的关键岗位少于五个：相关结果只保留在分析人员自己的表格中。",
}


def sentences(found: Succession, lang: str = "en") -> list[str]:
    """Return the answer in three sentences, "en" or "zh"; of real people nothing of fewer than five seats is told.

    Raises
    ------
    TeamsimError
        Another language.
    """
    check_language(lang)
    bench, table = found.bench, found.table
    tiers = found.by("tier")
    weakest = str(tiers["coverage"].idxmin())
    n_weakest = int((table["tier"] == weakest).sum())
    low, high = np.quantile(found.coverage, (0.05, 0.95))
    numbers = {
        "seats": len(table),
        "coverage": float(found.coverage.mean()),
        "low": low,
        "high": high,
        "depth": float(bench["raw_depth"].mean()),
        "tier": label_of(found.result.layout.scenario.parameters.tiers[weakest], lang) or weakest,
        "tier_coverage": tiers["coverage"].min(),
        "month": bench["coverage"].idxmin(),
        "worst": bench["coverage"].min(),
        "empty": table["chance_empty"].mean(),
        "risk": table["key_seat_risk"].mean(),
    }
    if found.is_of_real_people and len(table) < LEAST:
        return [_TOO_FEW[lang]]
    is_told = not (found.is_of_real_people and n_weakest < LEAST)
    return [text.format(**numbers) for place, text in enumerate(_WORDS[lang]) if is_told or place != 1]
