"""Levers and switches by mechanism, from the scenario's own description: a mechanism added later appears by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from teamsim.errors import TeamsimError
from teamsim.scenario.descriptions import descriptions_of
from teamsim.scenario.scenario import Parameter, Scenario
from teamsim.studio.drafts import Draft
from teamsim.studio.entries import entry_sections
from teamsim.studio.entry_rows import Row
from teamsim.studio.levers import Lever, lever
from teamsim.studio.switches import Switch, switches
from teamsim.studio.worded import kept_by_labels

USUAL = (
    "incentives.plans.rep.components.commission.accelerator",
    "hiring.recruiters",
    "hiring.approval_lag_days",
    "tiers.representative.ramp.months",
    "tiers.representative.attrition.mean_tenure_months",
    "tiers.representative.quota_annual",
    "selling.company_shock.sigma",
)
"""Levers that most people look for first; those that the scenario does not have are left out."""
_ZH = {
    "attrition": "离职",
    "coaching": "辅导",
    "costs": "成本",
    "development": "培训发展",
    "exit_effects": "离职影响因素",
    "hiring": "招聘",
    "incentives": "激励方案",
    "manager_effect": "主管效应",
    "money": "财务",
    "opening": "期初状态",
    "organisation": "组织架构",
    "pay": "薪酬与指标",
    "performance": "绩效改进",
    "probation": "试用期",
    "promotion": "晋升",
    "ramp": "爬坡期",
    "recognition": "表彰",
    "response": "行为响应",
    "retirement": "退休",
    "selling": "销售产出",
    "succession": "继任",
    "time": "时间",
    "transfers": "平级调动",
    "usual": "常用",
}
_EN = {"pay": "Pay and quotas", "usual": "Often used"}
_LEFT_OUT = ("time.horizon_months", "time.burn_in_months", "time.start", "time.fiscal_year_start")
"""Scenarios are compared over the same months."""


@dataclass(frozen=True)
class Mechanism:
    """A group of levers; its switches come after its numbers.

    It has none where all of it is named entries, and there is none yet.
    """

    key: str
    levers: tuple[Row, ...]

    def label(self, lang: str) -> str:
        """Return what it is called."""
        words = self.key.replace("_", " ")
        return _ZH.get(self.key, words) if lang == "zh" else _EN.get(self.key, words.capitalize())


@kept_by_labels(16)
def mechanisms(scenario: Scenario, lang: str = "en", usual: tuple[str, ...] = USUAL) -> tuple[Mechanism, ...]:
    """Return the levers of a scenario, group by group; those that most people look for come first."""
    groups: dict[str, list[Row]] = {"usual": []}
    levers = {each.path: each for each in map(lambda p: _lever(scenario, p.path, lang), numbers(scenario)) if each}
    for path in usual:
        found = levers.get(path) or _lever(scenario, path, lang)
        groups["usual"] += [found] if found else []
    every: tuple[Lever | Switch, ...] = (*levers.values(), *switches(scenario, lang))
    for each in every:
        groups.setdefault(mechanism_of(each.path), []).append(each)
    for section in entry_sections(Draft(scenario), lang):
        groups.setdefault(mechanism_of(section.path), [])
    return tuple(Mechanism(key, tuple(group)) for key, group in groups.items() if group or key != "usual")


def usual_of(scenario: Scenario) -> tuple[str, ...]:
    """Return the usual levers that a scenario has."""
    return tuple(path for path in USUAL if _lever(scenario, path, "en"))


def numbers(scenario: Scenario) -> list[Parameter]:
    """Return the parameters that can be levers: plain numbers."""
    return [
        each
        for each in scenario.describe()
        if isinstance(each.value, int | float) and not isinstance(each.value, bool) and each.path not in _LEFT_OUT
    ]


def mechanism_of(path: str) -> str:
    """Return the mechanism that a parameter belongs to: of a tier its section, else the section of the file.

    >>> mechanism_of("tiers.representative.ramp.months"), mechanism_of("hiring.recruiters")
    ('ramp', 'hiring')
    """
    keys = path.split(".")
    if keys[-1] == "critical":
        return "succession"
    if keys[0] == "tiers":
        return keys[2] if len(keys) > 3 else "pay"
    return keys[1] if keys[0] == "organisation" and len(keys) == 3 else keys[0]


def searched(groups: Sequence[Mechanism], words: str) -> list[Row]:
    """Return the levers in whose label, place, mechanism, path or description all words occur."""
    found = dict[str, Row]()
    for group in groups:
        mechanism = f"{group.label('en')} {group.label('zh')}"
        for each in group.levers:
            text = f"{each.label} {each.where} {mechanism} {each.path} {descriptions_of(each)}"
            if has_words(text, words):
                found.setdefault(each.path, each)
    return list(found.values())


def has_words(text: str, words: str) -> bool:
    """Whether all words occur in a text, in whatever case."""
    return all(word in text.lower() for word in words.lower().split())


@kept_by_labels(1024)
def lever_at(scenario: Scenario, path: str, lang: str) -> Lever:
    """Return the lever at a path; see `levers.lever`."""
    return lever(scenario, path, lang)


def _lever(scenario: Scenario, path: str, lang: str) -> Lever | None:
    try:
        return lever_at(scenario, path, lang)
    except TeamsimError:
        return None
