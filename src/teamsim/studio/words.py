"""What the studio says, in English and Chinese."""

from __future__ import annotations

from teamsim.analysis.intervals import interval_note
from teamsim.scenario.scenario import Scenario
from teamsim.study import Study
from teamsim.words import check_language

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
        "month": "%b %Y",
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
        "month": "%Y年%-m月",
        "origin": "{n:,} 次重复模拟 · 种子 {seed} · {scenarios}",
        "no_response": "此处员工的努力程度不随激励方案变化（无响应边界）。",
        "offline": "滑块与图形仅在运行中的笔记本里可用，此处不包含。",
    },
}


def words(lang: str) -> dict[str, str]:
    """Return what the studio says in a language.

    Raises
    ------
    TeamsimError
        Another language than "en" and "zh".
    """
    check_language(lang)
    return WORDS[lang]


def origin(study: Study, lang: str) -> str:
    """Return how to read a picture and where it comes from: replications, seed, scenarios with hashes."""
    scenarios = ", ".join(f"{scenario.name} {scenario.hash[:8]}" for scenario in study.scenarios)
    text = words(lang)["origin"].format(n=study.n_replications, seed=study.seed, scenarios=scenarios)
    no_response = "" if any(map(_responds, study.scenarios)) else words(lang)["no_response"]
    return f"{words(lang)['bands']} {no_response} {interval_note(0, lang)} {text}"


def _responds(scenario: Scenario) -> bool:
    return str(scenario.parameters.response.effort) != "none"
