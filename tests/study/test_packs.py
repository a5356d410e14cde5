"""Packs, not a bag: the numbers of a pack hold together, and it stays flat while nothing changes.

Figures from surveys of different firms can not all be true of one; each pack therefore states what it is to look like.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

import teamsim as ts
from teamsim.scenario.schema import RateTable
from teamsim.testing import disagreements

Range = tuple[float, float]
REPLICATIONS, YEARS = 200, 3


@dataclass(frozen=True)
class Pack:
    """What the mean future of a pack lies between; `quota_to_pay` is that of each selling tier."""

    turnover: Range
    attainment: Range
    share_at_quota: Range
    pay_cost_ratio: Range
    compensation_cost_of_sales: Range
    headcount_share: Range
    quota_to_pay: Range


PACKS = {
    # Subscription software in the United States: 30% leave a year, a quarter of bookings is pay, half reach quota.
    "baseline": Pack(
        turnover=(0.24, 0.32),
        attainment=(0.95, 1.10),
        share_at_quota=(0.40, 0.65),
        pay_cost_ratio=(0.20, 0.32),
        compensation_cost_of_sales=(0.22, 0.35),
        headcount_share=(0.93, 0.98),
        quota_to_pay=(4.0, 6.0),
    ),
    # Industrial equipment in China: 20% leave a year; compensation is 3-9% of sales (zs.com).
    "cn_industrial": Pack(
        turnover=(0.17, 0.23),
        attainment=(0.95, 1.03),
        share_at_quota=(0.45, 0.60),
        pay_cost_ratio=(0.03, 0.07),
        compensation_cost_of_sales=(0.03, 0.09),
        headcount_share=(0.94, 0.99),
        quota_to_pay=(22.0, 28.0),
    ),
}


@pytest.fixture(scope="module", params=PACKS)
def lived(request: pytest.FixtureRequest, repo: Path) -> tuple[Pack, ts.Study]:
    """Three unchanged years of a pack."""
    scenario = ts.load_scenario(repo / "scenarios" / f"{request.param}.yaml")
    return PACKS[request.param], ts.run(scenario, REPLICATIONS, seed=12, progress=False)


def target_pay(scenario: ts.Scenario, tier: str) -> float:
    """Base, commission of a year exactly at quota and lump sum of a tier, by hand: one marginal band to quota."""
    p = scenario.parameters
    pay = p.tiers[tier].base_annual
    for plan in p.incentives.plans.values():
        for component in plan.components.values() if tier in plan.tiers else ():
            pay += (
                component.rates[0][1] * p.tiers[tier].quota_annual
                if isinstance(component, RateTable)
                else component.amount
            )
    return pay


def sellers(scenario: ts.Scenario) -> list[str]:
    return [name for name, tier in scenario.parameters.tiers.items() if tier.selling.productivity_annual > 0.0]


def test_a_pack_holds_together(lived: tuple[Pack, ts.Study]) -> None:
    """All at once; no mean of 200 futures is nearer to the end of its range than 4 of its standard errors."""
    pack, study = lived
    result = study.result()
    scenario = result.layout.scenario
    names = ("turnover", "attainment", "share_at_quota", "pay_cost_ratio", "compensation_cost_of_sales")
    looks = {name: float(result.total(name).mean()) for name in names}
    looks["headcount_share"] = float((result.total("headcount") / result.total("seats")).mean())
    found = {name: (value, getattr(pack, name)) for name, value in looks.items()}
    for tier in sellers(scenario):
        ratio = scenario.parameters.tiers[tier].quota_annual / target_pay(scenario, tier)
        found[f"quota_to_pay of {tier}"] = (ratio, pack.quota_to_pay)
    assert {name: it for name, it in found.items() if not it[1][0] <= it[0] <= it[1][1]} == {}


@pytest.mark.parametrize(
    ("measure", "tolerance"),
    [
        ("headcount", 0.005),
        ("ramped_capacity", 0.01),
        ("bookings", 0.025),
        ("pay", 0.015),
        ("compensation", 0.015),
        ("collections", 0.02),
        ("exits", 0.06),
    ],
)
def test_an_unchanged_pack_is_flat(lived: tuple[Pack, ts.Study], measure: str, tolerance: float) -> None:
    """Each year's mean within a stated share of the three years' mean.

    Standard errors of a year's mean over 200 futures, the larger of the two packs: .04% (headcount), .15%
    (capacity), .5% (bookings, collections), .3% (pay, compensation), 1.2% (exits): 4 or more fit in each tolerance.
    """
    _, study = lived
    years = study.result().monthly(measure).mean(axis=0).reshape(YEARS, 12).mean(axis=1)
    assert np.abs(years / years.mean() - 1.0).max() < tolerance


def test_a_pack_keeps_every_identity(lived: tuple[Pack, ts.Study]) -> None:
    assert lived[1].audit() == []


# -- what only cn_industrial shows -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def industrial(repo: Path) -> ts.Scenario:
    return ts.load_scenario(repo / "scenarios" / "cn_industrial.yaml")


def test_both_engines_agree_on_half_a_year_of_the_industrial_pack(industrial: ts.Scenario) -> None:
    assert disagreements(industrial.with_changes("half a year", {"time.horizon_months": 6}), seed=12) == []


def test_managers_of_the_industrial_pack_are_on_team_plans_60_to_40(industrial: ts.Scenario) -> None:
    p = industrial.parameters
    for name, tier in p.tiers.items():
        assert tier.base_annual / target_pay(industrial, name) == pytest.approx(0.6, abs=0.01), name
    measured = {
        name: component.measure
        for plan in p.incentives.plans.values()
        for name in plan.tiers
        for component in plan.components.values()
        if isinstance(component, RateTable)
    }
    assert measured == {name: "own" if tier.track == "individual" else "team" for name, tier in p.tiers.items()}
