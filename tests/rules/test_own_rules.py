"""People may replace a rule; the compiled engine takes what compiles, the event engine anything."""

from decimal import Decimal

import numpy as np
import pytest

import teamsim as ts
from teamsim.errors import RunError
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
