"""Where numbers come from, in one line: pictures write it below themselves, tables carry it with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamsim.plans import Plan
from teamsim.study import Study
from teamsim.words import label_of

if TYPE_CHECKING:
    import pandas as pd

_FORMS = {
    "en": {
        "plan": "plan {plans} · scenario {hashes}",
        "answers": "{n:,} simulated people · seed {seed} · {plans}",
        "replay": "replayed results · {plans}",
        "futures": "{n:,} futures · seed {seed} · scenario {name} {hash}",
    },
    "zh": {
        "plan": "激励方案 {plans} · 情景 {hashes}",
        "answers": "{n:,} 名模拟人员 · 种子 {seed} · {plans}",
        "replay": "业绩回放 · {plans}",
        "futures": "{n:,} 个可能未来 · 种子 {seed} · 情景 {name} {hash}",
    },
}
_ATTRIBUTE = "origin"
Origin = dict[str, str]
"""The line by language; plain data, so that a table that carries it can still be written to Parquet."""


def tier_label(plan: Plan, lang: str, tier: str | None = None) -> str:
    """Return what people call a tier."""
    name = tier or plan.tier
    declared = plan.scenario.parameters.tiers.get(name)
    return (label_of(declared, lang) if declared else "") or name


def plan_origin(plans: tuple[Plan, ...], lang: str) -> str:
    """Return which plan of which scenarios a picture shows."""
    hashes = ", ".join(dict.fromkeys(plan.scenario.hash[:8] for plan in plans))
    names = ", ".join(dict.fromkeys(f"{plan.name} ({tier_label(plan, lang)})" for plan in plans))
    return _FORMS[lang]["plan"].format(plans=names, hashes=hashes)


def origin_of_answers(plans: tuple[Plan, ...], n: int, seed: int) -> Origin:
    """Return where numbers of simulated people who answer plans come from."""
    return {lang: form["answers"].format(n=n, seed=seed, plans=plan_origin(plans, lang)) for lang, form in _forms()}


def origin_of_replay(plans: tuple[Plan, ...]) -> Origin:
    """Return where the pay of people comes from whose results were replayed."""
    return {lang: form["replay"].format(plans=plan_origin(plans, lang)) for lang, form in _forms()}


def origin_of_futures(study: Study, scenario: str | None, n: int) -> Origin:
    """Return where numbers of the first n futures of a scenario come from."""
    lived = study.result(scenario).layout.scenario
    terms = {"n": n, "seed": study.seed, "name": lived.name, "hash": lived.hash[:8]}
    return {lang: form["futures"].format(**terms) for lang, form in _forms()}


def with_origin(table: pd.DataFrame, origin: Origin) -> pd.DataFrame:
    """Let a table carry where its numbers come from; a selection of its rows and columns carries it on."""
    table.attrs[_ATTRIBUTE] = origin
    return table


def origin_told(table: pd.DataFrame, lang: str) -> str:
    """Return where a table's numbers come from; nothing where it does not say."""
    return str(table.attrs.get(_ATTRIBUTE, {}).get(lang, ""))


def _forms() -> list[tuple[str, dict[str, str]]]:
    return list(_FORMS.items())
