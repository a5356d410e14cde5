"""What the studio says, in English and Chinese."""

from __future__ import annotations

import math

import numpy as np

from teamsim.analysis.compare import Difference, amount
from teamsim.analysis.intervals import WORDS as INTERVALS
from teamsim.analysis.intervals import interval_note
from teamsim.errors import TeamsimError
from teamsim.scenario.scenario import Scenario
from teamsim.study import Study

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "levers": "Levers of “{name}”",
        "adjusted": "{name} (adjusted)",
        "what_if": "what if",
        "stop": "Stop",
        "stop_tip": "Keep what is finished",
        "reset": "Reset",
        "reset_tip": "Put every lever back to where it started",
        "computing": "Computing…",
        "progress": "Computing… {share:.0%}",
        "done": "Done in {milliseconds:,.0f} ms",
        "stopped": "Stopped after {done:,} of {asked:,} replications",
        "failed": "The picture above still shows the last values that worked.",
        "bands": "Line: median. Bands: 50% and 90% of futures.",
        "a_month": "{unit} a month",
        "origin": "{n:,} replications · seed {seed} · {scenarios}",
        "no_response": "Nobody works more or less because of a plan here (no-response bound).",
        "offline": "The sliders and their pictures are live in a running notebook; they are not held here.",
    },
    "zh": {
        "levers": "“{name}”的可调参数",
        "adjusted": "{name}（已调整）",
        "what_if": "假设方案",
        "stop": "停止",
        "stop_tip": "保留已完成的部分",
        "reset": "复位",
        "reset_tip": "所有参数回到起始值",
        "computing": "计算中……",
        "progress": "计算中……{share:.0%}",
        "done": "完成，用时 {milliseconds:,.0f} 毫秒",
        "stopped": "已停止：完成 {done:,} / {asked:,} 次重复模拟",
        "failed": "上图仍为最近一次成功计算的结果。",
        "bands": "线：中位数。色带：50% 与 90% 的可能未来。",
        "a_month": "{unit}/月",
        "origin": "{n:,} 次重复模拟 · 种子 {seed} · {scenarios}",
        "no_response": "此处员工的努力程度不随激励方案变化（无响应边界）。",
        "offline": "滑块与图形仅在运行中的笔记本里可用，此处不包含。",
    },
}

UNITS_ZH = {
    "months": "个月",
    "years": "年",
    "days": "天",
    "people": "人",
    "seats": "个编制",
    "share": "占比",
    "share a year": "年占比",
    "currency a year": "货币/年",
    "currency a cycle": "货币/周期",
    "multiple of the rate": "费率倍数",
    "multiple": "倍数",
    "attainment": "达成率",
    "requisitions": "个需求",
    "requests": "个需求",
    "share of bookings": "占签约额比例",
    "share of vacancies": "占空缺比例",
    "log standard deviation": "对数标准差",
}
"""Units of levers and measures; one that is missing here is shown in English."""


def words(lang: str) -> dict[str, str]:
    """Return what the studio says in a language.

    Raises
    ------
    TeamsimError
        Another language than "en" and "zh".
    """
    if lang not in WORDS:
        raise TeamsimError(f"lang = {lang!r}; expected one of {', '.join(map(repr, WORDS))}.")
    return WORDS[lang]


def unit_words(unit: str, currency: str, lang: str) -> str:
    """Return a unit as people read it: the scenario's currency, and Chinese where it is known."""
    if unit == "currency":
        return currency
    known = UNITS_ZH.get(unit, unit) if lang == "zh" else unit
    return known.replace("currency", currency).replace("货币", currency)


def sentence(difference: Difference, currency: str, lang: str) -> str:
    """Return a difference in plain words."""
    return difference.sentence(currency) if lang == "en" else _sentence_zh(difference, currency)


def _sentence_zh(difference: Difference, currency: str) -> str:
    measure, gaps = difference.measure, difference.differences
    if not gaps.size or np.all(gaps == 0.0):
        return f"{measure.label_zh}：{'无可比较的数据' if not gaps.size else '在每个可能的未来中都相同'}。"
    unit = unit_words(measure.unit, currency, "zh")
    kind = measure.unit if measure.unit.startswith("share") else unit
    size, low, high = (amount(value, kind) for value in (abs(difference.mean), *difference.luck))
    more = "高" if difference.mean >= 0 else "低"
    text = f"{measure.label_zh}：“{difference.scenario}”比“{difference.baseline}”{more} {size}，"
    text += f"90% 的可能未来中差异介于 {low} 与 {high} 之间（{INTERVALS['zh']['luck']}）"
    share = difference.p_better
    return text + ("。" if math.isnan(share) else f"，在 {share:.0%} 的未来中更优。")


def origin(study: Study, lang: str) -> str:
    """Return how to read a picture and where it comes from: replications, seed, scenarios with hashes."""
    scenarios = ", ".join(f"{scenario.name} {scenario.hash[:8]}" for scenario in study.scenarios)
    text = words(lang)["origin"].format(n=study.n_replications, seed=study.seed, scenarios=scenarios)
    no_response = "" if any(map(_responds, study.scenarios)) else words(lang)["no_response"]
    return f"{words(lang)['bands']} {no_response} {interval_note(0, lang)} {text}"


def _responds(scenario: Scenario) -> bool:
    return str(scenario.parameters.response.effort) != "none"
