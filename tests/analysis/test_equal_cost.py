"""Plans at equal cost: the factor is the one worked by hand, and both views are told."""

import pytest

import teamsim as ts
from teamsim.analysis.equal_cost import TOLERANCE, EqualCost, _root
from teamsim.testing import tiny_scenario

RATES = "incentives.plans.rep.components.commission.rates"
PLANS = "incentives.plans"


def equal(*scenarios: ts.Scenario, measure: str = "pay") -> EqualCost:
    found: EqualCost = ts.run(list(scenarios), 30, seed=3, progress=False).at_equal_cost(measure)
    return found


@pytest.fixture(scope="module")
def base() -> ts.Scenario:
    return tiny_scenario()


@pytest.fixture(scope="module")
def doubled(base: ts.Scenario) -> EqualCost:
    return equal(base, base.with_changes("doubled", {RATES: [[0, 0.2]]}))


def test_doubled_rates_come_back_to_a_half(doubled: EqualCost) -> None:
    assert doubled.factors["doubled"] == pytest.approx(0.5, rel=0.005)
    pay = [result.total("pay").mean() for result in doubled.study.results]
    assert pay[1] == pytest.approx(pay[0], rel=TOLERANCE)


def test_the_same_plan_has_a_factor_of_one(base: ts.Scenario) -> None:
    assert equal(base, base.with_changes("same", {})).factors == {"same": 1.0}


def test_a_progressive_plan_costs_the_same_on_average(base: ts.Scenario) -> None:
    """Marginal rates of different slope, both measures, from above and from below."""
    steep = base.with_changes("steep", {RATES: [[0, 0.02], [0.9, 0.3]]})
    lean = base.with_changes("lean", {RATES: [[0, 0.03]]})
    for measure in ("pay", "commission"):
        found = equal(base, steep, lean, measure=measure)
        target = found.study.result().total(measure).mean()
        for result in found.study.results[1:]:
            assert result.total(measure).mean() == pytest.approx(target, rel=TOLERANCE)
        assert found.factors["lean"] == pytest.approx(0.1 / 0.03, rel=0.005)


def test_only_the_rates_are_scaled(doubled: EqualCost) -> None:
    changed = ts.diff(doubled.written.scenarios[1], doubled.study.scenarios[1])
    assert list(changed) == [RATES]
    assert doubled.study.scenarios[0] == doubled.written.scenarios[0]
    assert doubled.study.scenarios[1].past == doubled.written.scenarios[1].past


def test_both_views_are_told(doubled: EqualCost) -> None:
    written, at_equal = doubled.as_written.table, doubled.at_equal_cost.table
    pay_gap = written.set_index("measure")["difference"]["pay"]
    assert pay_gap > 0.1 * written.set_index("measure")["baseline_mean"]["pay"]
    assert abs(at_equal.set_index("measure")["difference"]["pay"]) < 0.01 * pay_gap
    for text in (str(doubled), doubled._repr_html_()):
        assert "Rates of doubled x 0.5" in text
        assert text.index("As written") < text.index("At equal pay")


def test_what_can_not_be_made_equal_says_why(base: ts.Scenario) -> None:
    bare = base.with_changes("bare", {PLANS: {}})
    with pytest.raises(ts.TeamsimError, match="`bare` pays no commission"):
        equal(base, bare)
    paid = base.with_changes("paid", {"tiers.representative.base_annual": 200_000})
    with pytest.raises(ts.TeamsimError, match="costs more than the baseline also without any commission"):
        equal(base, paid)
    poor = base.with_changes("poor", {"tiers.representative.base_annual": 0, "tiers.manager.base_annual": 0})
    dear = base.with_changes("dear", {"tiers.manager.base_annual": 5_000_000})
    with pytest.raises(ts.TeamsimError, match="costs less than the baseline also at a rate of 1"):
        equal(dear, poor)
    with pytest.raises(ts.TeamsimError, match="`bookings` is not a cost"):
        equal(base, base.with_changes("other", {RATES: [[0, 0.2]]}), measure="bookings")
    with pytest.raises(ts.TeamsimError, match="two scenarios"):
        equal(base)


def test_a_baseline_without_commission_asks_for_none(base: ts.Scenario) -> None:
    bare = base.with_changes("bare", {PLANS: {}})
    assert equal(bare, base, measure="commission").factors == {"tiny": 0.0}


def test_the_root_of_a_curve_is_found_and_a_jump_is_told() -> None:
    """A response will bend cost; x^3 = 1/8 at 1/2. A step has no root."""
    root = _root(lambda x: x**3 - 0.125, (1.0, 0.875), (0.0, -0.125), 1e-9)
    assert root == pytest.approx(0.5, abs=1e-8)
    with pytest.raises(ts.TeamsimError, match=r"jumps near 0\.3"):
        _root(lambda x: 1.0 if x > 0.3 else -1.0, (1.0, 1.0), (0.0, -1.0), 0.1)
