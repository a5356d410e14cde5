"""People may replace a rule; the compiled engine takes what compiles, the event engine anything."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

import teamsim as ts
from teamsim.errors import RunError, ScenarioError
from teamsim.rules import RegisteredRule, registered_rule
from teamsim.scenario import Scenario
from teamsim.testing import disagreements, tiny_scenario


@ts.rule("attrition_hazard")
def burnout_hazard(tenure_months, attainment, tier, p):  # type: ignore[no-untyped-def]
    """Everybody who is below 80% of quota is three times as likely to leave."""
    return p.hazard[min(tenure_months, 480)] * (3.0 if attainment < 0.8 else 1.0)


@ts.rule("ramp_share")
def ramp_by_name(tenure_months, p):  # type: ignore[no-untyped-def]
    """Plain Python that does not compile: decimal numbers are objects."""
    return float(min(Decimal(1), Decimal(tenure_months) / Decimal(3)))


def test_a_rule_of_ones_own_runs_in_both_engines_and_they_agree() -> None:
    base = tiny_scenario("base", {"time.horizon_months": 24})
    assert disagreements(base.with_rule("attrition_hazard", burnout_hazard), seed=4, replications=3) == []


def test_a_rule_of_ones_own_changes_the_answer_and_the_hash() -> None:
    base = tiny_scenario("base", {"time.horizon_months": 24})
    burnt = base.with_rule("attrition_hazard", burnout_hazard)
    assert burnt.hash != base.hash
    study = ts.run([base, burnt], 200, seed=4, progress=False)
    assert study.result(burnt.name).total("exits").mean() > study.result("base").total("exits").mean()


def test_a_rule_that_does_not_compile_runs_on_the_event_engine_only() -> None:
    scenario = tiny_scenario().with_rule("ramp_share", ramp_by_name)
    with pytest.raises(RunError, match="engine='event'"):
        ts.run(scenario, 2, progress=False)
    study = ts.run(scenario, 2, engine="event", progress=False)
    assert np.isfinite(study.result().total("bookings")).all()


def test_wrong_rules_are_refused_with_a_remedy() -> None:
    with pytest.raises(ts.TeamsimError, match="no rule `hazard`"):
        ts.rule("hazard")
    with pytest.raises(ts.TeamsimError, match="the same arguments"):
        ts.rule("ramp_share")(lambda tenure: 1.0)
    with pytest.raises(ts.TeamsimError, match="registered to replace"):
        tiny_scenario().with_rule("ramp_share", burnout_hazard)


def slowed(factor: float) -> RegisteredRule:
    """Register `slow_ramp`, anew with every call."""

    @ts.rule("ramp_share")
    def slow_ramp(tenure_months, p):  # type: ignore[no-untyped-def]
        return factor

    return slow_ramp


def bookings(scenario: Scenario, engine: str) -> list[float]:
    study = ts.run(scenario, 3, seed=1, engine=engine, progress=False)  # type: ignore[arg-type]
    return study.result().total("bookings").tolist()


@pytest.mark.parametrize("engine", ["event", "compiled"])
def test_a_scenario_keeps_the_rule_that_it_was_made_with(engine: str) -> None:
    base = tiny_scenario()
    old = base.with_rule("ramp_share", slowed(1.0))
    before, hash_before = bookings(old, engine), old.hash
    fresh = base.with_rule("ramp_share", slowed(1.0))  # not run before it is redefined
    derived = fresh.with_changes("later", {})
    new = base.with_rule("ramp_share", slowed(0.5))
    for scenario in (old, fresh, derived, fresh.with_changes("later still", {"money.margin": 0.5})):
        assert bookings(scenario, engine) == before
    assert (old.hash, fresh.hash) == (hash_before, hash_before)
    assert bookings(new, engine) == pytest.approx([value / 2 for value in before])
    assert new.hash != old.hash


def test_a_rule_that_is_named_again_is_the_one_that_is_registered_now() -> None:
    old = tiny_scenario().with_rule("ramp_share", slowed(1.0))
    slowed(0.5)
    for change in ({"rules.ramp_share": "slow_ramp"}, {"rules": {"ramp_share": "slow_ramp"}}):
        assert old.with_changes("again", change).rules == (registered_rule("slow_ramp"),)
        assert old.with_changes("again", change).rules != old.rules


def test_a_rule_given_as_a_function_is_taken_even_when_the_name_has_gone_to_another() -> None:
    first = slowed(1.0)
    slowed(0.5)
    assert tiny_scenario().with_rule("ramp_share", first).rules == (first,)


def test_the_fingerprint_of_a_rule_holds_what_it_took_from_around_it() -> None:
    assert slowed(1.0).source_sha256 == slowed(1.0).source_sha256 != slowed(0.5).source_sha256
    helpers: list[Callable[..., float]] = [lambda x: 0.5 * x, lambda x: 0.25 * x]
    values: list[Any] = [0.5, 0.25, np.full(2000, 0.5), np.full(2000, 0.25), {"a": helpers[0]}, {"a": helpers[1]}]
    values += [slowed(1.0), slowed(0.5), *helpers]
    made = [slowed(value).source_sha256 for value in values]
    assert len(set(made[:4])) == 4
    assert made[6] != made[7]
    assert made == [slowed(value).source_sha256 for value in values]


def test_the_fingerprint_of_a_rule_holds_its_defaults() -> None:
    def with_default(value: float) -> str:
        @ts.rule("ramp_share")
        def defaulted(tenure_months, p=value):  # type: ignore[no-untyped-def]
            return 1.0

        return defaulted.source_sha256

    assert with_default(1.0) == with_default(1.0) != with_default(2.0)


def test_a_rule_that_calls_itself_can_be_registered() -> None:
    @ts.rule("ramp_share")
    def recursive(tenure_months, p):  # type: ignore[no-untyped-def]
        return 1.0 if tenure_months <= 1 else recursive(tenure_months - 1, p)

    assert recursive(3, None) == 1.0


def test_a_rule_that_was_registered_for_another_is_refused_in_a_change_too() -> None:
    with pytest.raises(ScenarioError, match="`burnout_hazard` was registered to replace `attrition_hazard`"):
        tiny_scenario().with_changes("wrong", {"rules.ramp_share": "burnout_hazard"})


def test_a_tier_without_a_quota_may_be_on_a_plan_that_a_rule_of_ones_own_pays() -> None:
    @ts.rule("bonus_payout")
    def for_all(credited, quota, share_of_cycle, p):  # type: ignore[no-untyped-def]
        return p.level_amount[0] * share_of_cycle

    lead = {"tiers": ["manager"], "components": {"bonus": {"kind": "lump_sum", "amount": 1000.0}}}
    with pytest.raises(ScenarioError, match="`manager` has no quota"):
        tiny_scenario().with_changes("lead", {"incentives.plans.lead": lead})
    paid = tiny_scenario().with_rule("bonus_payout", for_all).with_changes("lead", {"incentives.plans.lead": lead})
    assert ts.run(paid, 2, progress=False).result().total("bonus").mean() > 0
