"""The baseline beside what the board knows."""

import pytest

import teamsim as ts
from teamsim.errors import InputError
from teamsim.testing import tiny_scenario


@pytest.fixture(scope="module")
def study() -> ts.Study:
    return ts.run(tiny_scenario("base", {"time.horizon_months": 18}), 16, progress=False)


def first_year(study: ts.Study, measure: str) -> float:
    return float(study.results[0].monthly(measure)[:, :12].mean())


def test_a_bridge_closes_the_gap_exactly(study: ts.Study) -> None:
    booked = 12 * first_year(study, "bookings")
    known = {"bookings": 0.8 * booked, "headcount": 0.9 * first_year(study, "headcount"), "price": 0.95}
    bridge = study.reconcile(known).bridges[0]
    assert bridge.baseline == pytest.approx(booked)
    assert bridge.baseline + sum(bridge.steps.values()) == pytest.approx(bridge.known, rel=1e-12)
    assert bridge.steps["headcount"] == pytest.approx(-0.1 * booked * (1 + 0.95) / 2)
    assert bridge.steps["price"] == pytest.approx(-0.05 * booked * (1 + 0.9) / 2)
    assert bridge.unexplained_share == pytest.approx((0.8 - 0.9 * 0.95) / 0.8)


def test_what_is_like_the_baseline_is_within_tolerance(study: ts.Study) -> None:
    booked = 12 * first_year(study, "bookings")
    told = study.reconcile({"bookings": booked}, {"bookings": 1.3 * booked})
    assert [bridge.is_within_tolerance for bridge in told.bridges] == [True, False]
    assert not told.is_within_tolerance
    assert "The baseline is within 5% of the actuals: 0.0 USD of bookings (0.0%) stay unexplained." in str(told)
    assert "not within 5% of the figures of the budget" in str(told)
    assert "预算" in str(study.reconcile(budget={"bookings": booked}, lang="zh"))
    assert list(told.table.columns) == ["against", "step", "bookings"]


def test_ramp_is_read_from_ramped_capacity(study: ts.Study) -> None:
    own = {name: first_year(study, name) for name in ("headcount", "ramped_capacity")}
    known = {"bookings": 1e6, "headcount": own["headcount"], "ramped_capacity": 0.9 * own["ramped_capacity"]}
    steps = study.reconcile(known).bridges[0].steps
    assert steps["headcount"] == pytest.approx(0.0)
    assert steps["ramp"] == pytest.approx(-0.1 * 12 * first_year(study, "bookings"))


def test_every_fault_is_told_at_once(study: ts.Study) -> None:
    with pytest.raises(InputError) as refused:
        study.reconcile({"headcont": 3, "bookings": -1.0}, {"price": True}, months=99, tolerance=2.0)
    told = str(refused.value)
    for said in (
        "`headcont`",
        "Did you mean `headcount`",
        "bookings = -1.0",
        "budget: bookings are missing",
        "price = True",
    ):
        assert said in told
    assert "expected 1 to 18" in told
    assert "tolerance = 2.0" in told
    with pytest.raises(InputError, match="nothing to reconcile with"):
        study.reconcile()
