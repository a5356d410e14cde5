"""Each check of a plan finds its fault, and says nothing of a plan without it."""

from typing import Any

import matplotlib
import pytest

import teamsim as ts
from teamsim.analysis.lint import CHECKS, lint_scenario
from teamsim.analysis.lint.words import PROBLEMS, REMEDIES
from teamsim.analysis.outlook import LognormalOutlook, observed_outlook, outlook_of
from teamsim.analysis.plan_curves import curves_of
from teamsim.testing import tiny_scenario

matplotlib.use("Agg")
COMPONENTS = "incentives.plans.rep.components"
TABLE = {"kind": "rate_table", "rates": [[0, 0.1]]}
"""Quota 600,000, base pay 60,000: 60,000 of commission at quota, a month of target pay is 10,000."""


def plan_with(changes: dict[str, Any] | None = None, **components: Any) -> Any:
    return tiny_scenario("plan", {COMPONENTS: components, **(changes or {})}).plan("rep")


def found(check: str, changes: dict[str, Any] | None = None, **components: Any) -> list[Any]:
    return plan_with(changes, **components).lint().of(check)


def test_a_cliff_worth_more_than_a_months_pay() -> None:
    (cliff,) = found("cliff", c=TABLE, bonus={"kind": "lump_sum", "amount": 20_000})
    # target pay (60,000 + 60,000 + 20,000) / 12
    assert cliff.value == pytest.approx(20_000)
    assert cliff.terms["months"] == pytest.approx(20_000 / (140_000 / 12))
    assert cliff.place == "incentives.plans.rep.components.bonus (representative)"
    assert found("cliff", c=TABLE, bonus={"kind": "lump_sum", "amount": 5_000}) == []


def test_a_retroactive_rate_is_a_cliff() -> None:
    (cliff,) = found("cliff", c={**TABLE, "rates": [[0, 0.05], [1, 0.1]], "retroactive": True})
    assert (cliff.terms["attainment"], cliff.value) == pytest.approx((1.0, 30_000), rel=1e-6)
    assert found("cliff", c={**TABLE, "rates": [[0, 0.05], [1, 0.1]]}) == []


def test_a_dead_zone() -> None:
    (zone,) = found("dead_zone", c={**TABLE, "rates": [[0, 0.1], [0.7, 0.0], [1.0, 0.2]]})
    assert (zone.terms["low"], zone.terms["high"]) == pytest.approx((0.7, 1.0))
    outlook = outlook_of(tiny_scenario(), "representative")
    assert zone.value == pytest.approx(outlook.chance_above(0.7, 12) - outlook.chance_above(1.0, 12))
    assert zone.severity == "serious"
    assert found("dead_zone", c=TABLE) == []


def test_a_dead_zone_that_another_component_fills_is_none() -> None:
    gap = {**TABLE, "rates": [[0, 0.1], [0.7, 0.0], [1.0, 0.2]]}
    assert found("dead_zone", c=gap, d={**TABLE, "rates": [[0, 0.01]]}) == []


def test_a_reachable_cap() -> None:
    (cap,) = found("reachable_cap", c={**TABLE, "cap": 1.2})
    assert cap.value == pytest.approx(outlook_of(tiny_scenario(), "representative").chance_above(1.2, 12))
    assert cap.place.endswith("components.c.cap (representative)")
    assert found("reachable_cap", c={**TABLE, "cap": 5.0}) == []


def test_a_reachable_cap_on_pay() -> None:
    (cap,) = found("reachable_cap", c={**TABLE, "cap_pay": 66_000})
    assert cap.terms["attainment"] == pytest.approx(1.1, abs=1e-6)
    assert found("reachable_cap", c={**TABLE, "cap_pay": 400_000}) == []


def test_a_negative_marginal_rate() -> None:
    (fall,) = found("negative_rate", c={**TABLE, "rates": [[0, 0.1], [1, 0.05]], "retroactive": True})
    assert fall.terms["high"] == pytest.approx(1.0)
    assert fall.value == pytest.approx(-30_000, rel=1e-6)
    curve = {"kind": "scorecard", "amount": 4_000, "items": {"all": {"weight": 1, "curve": [[0.8, 1], [1.2, 0]]}}}
    assert [one.terms["amount"] for one in found("negative_rate", score=curve)] == pytest.approx([4_000])
    assert found("negative_rate", c={**TABLE, "rates": [[0, 0.1], [1, 0.05]]}) == []


def test_an_accelerator_below_quota() -> None:
    (early,) = found("accelerator_below_quota", c={**TABLE, "accelerator": 1.5, "accelerator_from": 0.8})
    assert (early.value, early.terms["times"]) == (0.8, 1.5)
    (band,) = found("accelerator_below_quota", c={**TABLE, "rates": [[0, 0], [0.5, 0.05], [0.9, 0.1]]})
    assert (band.value, band.terms["times"]) == (0.9, 2.0)
    assert found("accelerator_below_quota", c={**TABLE, "accelerator": 1.5}) == []
    assert found("accelerator_below_quota", c={**TABLE, "decelerator": 0.5, "decelerator_below": 0.8}) == []


def test_a_target_pay_that_the_median_year_does_not_reach() -> None:
    monthly = {"kind": "lump_sum", "cycle": "month", "amount": 2_000}
    (missed,) = found("target_pay_missed", c=TABLE, bonus=monthly)
    assert missed.value == pytest.approx(60_000 * outlook_of(tiny_scenario(), "representative").at_quota().quantile(
        0.5, 12) / 84_000)  # fmt: skip
    assert found("target_pay_missed", c=TABLE) == []


def test_a_target_pay_below_the_market() -> None:
    market = "tiers.representative.market_pay_annual"
    (low,) = found("market_pay_missed", {market: 150_000}, c=TABLE)
    assert low.value == pytest.approx(120 / 150)
    assert found("market_pay_missed", {market: 125_000}, c=TABLE) == []


def test_more_than_three_measures() -> None:
    parts = {
        "a": TABLE,
        "b": {**TABLE, "measure": "bookings"},
        "c": {**TABLE, "measure": "new_business"},
        "d": {**TABLE, "measure": "gross_margin"},
    }
    assert found("many_measures", **parts) == []
    (many,) = found("many_measures", **parts, e={**TABLE, "measure": "collections"})
    assert (many.value, many.terms["measures"]) == (4, "bookings, collections, gross_margin, new_business")


def test_overlapping_spifs() -> None:
    one = {"kind": "spif", "from_month": 0, "until_month": 3, "rate": 0.01}
    (both,) = found("overlapping_spifs", c=TABLE, a=one, b={**one, "from_month": 2, "until_month": 5})
    assert (both.value, both.terms["first"], both.terms["last"]) == (2, 2, 3)
    assert found("overlapping_spifs", c=TABLE, a=one, b={**one, "from_month": 4, "until_month": 5}) == []
    assert found("overlapping_spifs", a=one, b={**one, "measure": "new_business"}) == []


def test_a_year_end_bonus_that_people_lose_without_fault() -> None:
    bonus = {"kind": "lump_sum", "amount": 5_000}
    (lost,) = found("forfeiture", c=TABLE, bonus=bonus)
    assert lost.value == pytest.approx(5_000)
    assert found("forfeiture", c=TABLE, bonus={**bonus, "running_without_fault": "prorate"}) == []
    kept = {**bonus, "running_without_fault": "prorate", "on_exit": "forfeit"}
    assert len(found("forfeiture", bonus=kept)) == 1
    assert found("forfeiture", bonus={**kept, "without_fault": "pay_earned"}) == []


def test_on_costs_left_out_of_the_budget() -> None:
    free, rate = {"profile": "generic", "contribution_rate": 0.0}, {"profile": "generic", "contribution_rate": 0.2}
    (missing,) = found("on_costs", {"costs.jurisdiction": free}, c=TABLE)
    assert missing.value == pytest.approx(60_000)
    assert found("on_costs", {"costs.jurisdiction": rate}, c=TABLE) == []


def test_windfalls_without_a_limit() -> None:
    luck = {"tiers.representative.selling": {"productivity_annual": 600_000, "noise_sigma": 0.5}}
    (huge,) = found("windfall", luck, c=TABLE)
    assert huge.terms["amount"] == pytest.approx(0.1 * 3 * 50_000)
    # a lognormal month above 3: z > (ln 3) / .5 + .25 = 2.447, .7204% a month, 8.3% a year
    assert huge.value == pytest.approx(0.083, abs=0.002)
    assert found("windfall", luck, c={**TABLE, "cap": 2.0}) == []
    steady = {"tiers.representative.selling": {"productivity_annual": 600_000, "noise_sigma": 0.1}}
    assert found("windfall", steady, c=TABLE) == []


def test_every_check_has_its_sentences_in_both_languages() -> None:
    assert PROBLEMS["en"].keys() == PROBLEMS["zh"].keys() == REMEDIES["zh"].keys()
    assert len(CHECKS) == len(PROBLEMS["en"]) == 12


def test_findings_are_a_table_with_the_worst_first() -> None:
    plan = plan_with(c={**TABLE, "cap": 1.1}, bonus={"kind": "lump_sum", "amount": 50_000})
    table = plan.lint().table("zh")
    assert table.columns.tolist() == ["严重程度", "位置", "数值", "问题", "改法"]
    assert table["严重程度"].tolist() == sorted(table["严重程度"], key=["严重", "警告", "提示"].index)
    assert "<table" in plan.lint()._repr_html_()
    with pytest.raises(ts.TeamsimError, match="expected one of 'en', 'zh'"):
        plan.lint().table("de")


def test_the_lognormal_outlook_matches_a_study() -> None:
    """Ramped people only; luck, talent and shocks as in the parameters."""
    still = {
        "time.horizon_months": 12,
        "tiers.representative.ramp.months": 0.0,
        "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.0},
        "organisation.units.company.seats": {"representative": 60},
        "tiers.representative.selling": {"productivity_annual": 600_000, "talent_sigma": 0.3, "noise_sigma": 0.5},
    }
    scenario = tiny_scenario("still", still)
    seen = observed_outlook(ts.run(scenario, 20, progress=False), "representative")
    told = outlook_of(scenario, "representative")
    for months, attainment in ((12, 1.0), (12, 1.3), (3, 0.8), (3, 1.5)):
        assert seen.chance_above(attainment, months) == pytest.approx(told.chance_above(attainment, months), abs=0.03)
    assert seen.quantile(0.5, 12) == pytest.approx(told.quantile(0.5, 12), abs=0.04)
    finding = scenario.with_changes("cap", {f"{COMPONENTS}.commission.cap": 1.2}).plan("rep").lint(seen)
    assert finding.of("reachable_cap")[0].value == seen.chance_above(1.2, 12)


def test_an_oracle_of_the_chance_above() -> None:
    """Median .95, sigma .35: P(A >= 1) = .441743 (oracles, section 6)."""
    pace = 0.95 * 2.718281828459045 ** (0.5 * 0.35**2)
    assert LognormalOutlook(pace, 0.35, 0.0).chance_above(1.0, 12) == pytest.approx(0.441743, abs=2e-6)


def test_curves_know_where_pay_jumps() -> None:
    (curve,) = curves_of(plan_with(bonus={"kind": "lump_sum", "cycle": "quarter", "levels": [[0.8, 100], [1, 300]]}))
    assert curve.edges == (0.8, 1.0)
    assert [curve.jump(edge) for edge in curve.edges] == [100, 200]
    assert (curve.quota, curve.periods_a_year) == (150_000, 4)


def test_a_whole_scenario_is_examined_tier_by_tier(repo: Any) -> None:
    found = lint_scenario(ts.load_scenario(repo / "scenarios/capped_plan.yaml"))
    caps = [finding.place for finding in found if finding.check == "reachable_cap"]
    assert len(caps) == 3 and found[0].severity == "serious"
