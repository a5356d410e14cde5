"""Worked cases that a compensation analyst can read: measures in, statement out, checked by hand.

A case has `components` of a plan, monthly `bookings` or lists of `deals` (`team`, `soft`, `prize`, `share`,
`held_over`, `handed_on` where needed; `deal_limit`, `beyond_limit` of the plan), and what each line `paid` by month;
`exit` is how the person leaves at the end of the last month, with the `final_pay`. Rows begin in `first_month`;
`quotas` and `ftes` change by month; `fte`, `quota_annual`, `grade_month`, `leave_months` are the person's; `relief`,
`proration` the firm's.
A contest has the `results` of people in seat order and what each has `won`.
"""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from ruamel.yaml import YAML

import teamsim as ts
from teamsim.engines.compensation import Compensation
from teamsim.engines.people import Account
from teamsim.scenario.build import build

CASES = Path(__file__).parent / "cases"
BASE_MONTHLY = 2_000.0
TERMS = ("exit", "first_month", "fte", "quota_annual", "grade_month", "leave_months")


def cases(*, is_contest: bool = False) -> Iterator[Any]:
    for path in sorted(CASES.glob("*.yaml")):
        for case in YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")):
            if ("results" in case) == is_contest:
                yield pytest.param(case, id=f"{path.stem}: {case['case']}")


def scenario_of(case: dict[str, Any]) -> ts.Scenario:
    """One representative with a quota of 10,000 a month on the case's plan."""
    limits = {name: case[name] for name in ("deal_limit", "beyond_limit") if name in case}
    plans = {"plan": {"tiers": ["representative"], "components": case["components"], **limits}}
    if "then" in case:
        plans["plan"]["until_month"] = case["until_month"]
        then = {"from_month": case["until_month"] + 1, "components": case["then"]}
        plans["then"] = {"tiers": ["representative"], **then}
    tier = {"base_annual": 12 * BASE_MONTHLY, "quota_annual": 120_000, "quota_relief": case.get("relief", [])}
    tier |= {"selling": {"productivity_annual": 120_000, "deal_size": 5_000}} if "deals" in case else {}
    quotas = {"quota_phasing": "flat", "quota_proration": case.get("proration", "days")}
    return ts.make_scenario(
        "case",
        {
            "money": {"margin": case.get("margin", 1.0), "payment_schedule": case.get("schedule", [1.0])},
            "tiers": {"representative": tier},
            "organisation": {"units": {"company": {"seats": {"representative": 1}}}},
            "opening": {"state": "new"},
            "incentives": {**quotas, "plans": plans},
        },
    )


@pytest.mark.parametrize("case", list(cases()))
def test_worked_case(case: dict[str, Any]) -> None:
    measures = ("bookings", "deals", "held_over", "handed_on", "team", "soft", "prize", "share")
    n_months = len(case["deals"] if "deals" in case else case["bookings"])
    months = [{name: case[name][month] for name in measures if name in case} for month in range(n_months)]
    for name, row_name in (("quotas", "quota_annual"), ("ftes", "fte")):
        for row, value in zip(months, case.get(name, ()), strict=name in case):
            row[row_name] = value
    first, terms = case.get("first_month", 0), {name: case[name] for name in TERMS if name in case}
    told = scenario_of(case).plan("plan").statement(months, **terms)
    for line, amounts in case["paid"].items():
        by_month = told[told.line == line].set_index("month").amount.to_dict()
        expected = {month: amount for month, amount in enumerate(amounts, first) if amount is not None}
        assert {month: by_month.get(month, 0.0) for month in expected} == expected, line
    others = told[~told.line.isin([*case["paid"], "base pay", "final pay"])]
    assert not others.amount.any(), "a line that the case does not tell"
    base = told[told.line == "base pay"].amount
    shares = [1] * len(months) if "leave_months" not in case else [0] * case["leave_months"] + [1] * len(months)
    ftes = case.get("ftes", [case.get("fte", 1)] * len(months))
    shares = case.get("share", shares[: len(months)])
    assert base.tolist() == [BASE_MONTHLY * fte * share for fte, share in zip(ftes, shares, strict=True)]
    assert told[told.line == "final pay"].amount.sum() == case.get("final_pay", 0.0)


@pytest.mark.parametrize("case", list(cases(is_contest=True)))
def test_worked_contest(case: dict[str, Any]) -> None:
    contest = {"kind": "contest", "prizes": case["prizes"], "scope": case.get("scope", "tier")}
    units = case.get("units", ["west"] * len(case["results"]))
    teams = {unit: {"parent": "company", "seats": {"representative": units.count(unit)}} for unit in units}
    tree = {
        "tiers": {"representative": {"base_annual": 24_000, "quota_annual": 120_000}},
        "organisation": {"units": {"company": {}, **teams}},
        "opening": {"state": "new"},
        "incentives": {"plans": {"plan": {"tiers": ["representative"], "components": {"contest": contest}}}},
    }
    judge = Judge(build(ts.make_scenario("contest", tree)).model)
    won = judge.prizes(2, judge.present(list(case["results"].values())))
    got = {name: won.get(place, {}).get(0, 0) / 100 for place, name in enumerate(case["results"])}
    assert got == case["won"]


class Judge(Compensation):
    """The contest's judge, with people whose results of the quarter are given."""

    def __init__(self, model: Any) -> None:
        self.model, self.replaced = model, {}

    def present(self, results: list[float]) -> list[Any]:
        """People in seat order."""
        people = []
        for index, result in enumerate(results):
            person = SimpleNamespace(accounts=[Account(credited=result)])
            seat = SimpleNamespace(index=index, cell=int(self.model.seats.cell[index]))
            people.append((seat, SimpleNamespace(person=person)))
        return people
