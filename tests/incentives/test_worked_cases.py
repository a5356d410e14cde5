"""Worked cases that a compensation analyst can read: measures in, statement out, checked by hand.

A case has `components` of a plan, monthly `bookings` (`team`, `soft`, `prize`, `share` where needed), and what each
line `paid` by month; `exit` is how the person leaves at the end of the last month, with the `final_pay`.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import teamsim as ts

CASES = Path(__file__).parent / "cases"
BASE_MONTHLY = 2_000.0


def cases() -> Iterator[Any]:
    for path in sorted(CASES.glob("*.yaml")):
        for case in YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")):
            yield pytest.param(case, id=f"{path.stem}: {case['case']}")


def scenario_of(case: dict[str, Any]) -> ts.Scenario:
    """One representative with a quota of 10,000 a month on the case's plan."""
    plans = {"plan": {"tiers": ["representative"], "components": case["components"]}}
    if "then" in case:
        plans["plan"]["until_month"] = case["until_month"]
        then = {"from_month": case["until_month"] + 1, "components": case["then"]}
        plans["then"] = {"tiers": ["representative"], **then}
    return ts.make_scenario(
        "case",
        {
            "money": {"margin": case.get("margin", 1.0), "payment_schedule": case.get("schedule", [1.0])},
            "tiers": {"representative": {"base_annual": 12 * BASE_MONTHLY, "quota_annual": 120_000}},
            "organisation": {"units": {"company": {"seats": {"representative": 1}}}},
            "opening": {"state": "new"},
            "incentives": {"quota_phasing": "flat", "plans": plans},
        },
    )


@pytest.mark.parametrize("case", list(cases()))
def test_worked_case(case: dict[str, Any]) -> None:
    measures = ("bookings", "team", "soft", "prize", "share")
    months = [{name: case[name][month] for name in measures if name in case} for month in range(len(case["bookings"]))]
    told = scenario_of(case).plan("plan").statement(months, exit=case.get("exit"))
    for line, amounts in case["paid"].items():
        by_month = told[told.line == line].set_index("month").amount.to_dict()
        expected = {month: amount for month, amount in enumerate(amounts) if amount is not None}
        assert {month: by_month.get(month, 0.0) for month in expected} == expected, line
    others = told[~told.line.isin([*case["paid"], "base pay", "final pay"])]
    assert not others.amount.any(), "a line that the case does not tell"
    base = told[told.line == "base pay"].amount
    assert base.tolist() == [BASE_MONTHLY * share for share in case.get("share", [1] * len(months))]
    assert told[told.line == "final pay"].amount.sum() == case.get("final_pay", 0.0)
