"""Levers on a bench: intervals that hold what they promise, prices that are what was paid, and gains that are none."""

import functools
import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import teamsim as ts
from teamsim.analysis import Lever, LeverRanking, rank_levers, standard_levers
from teamsim.analysis.levers import fieller
from teamsim.analysis.succession_levers import accelerate, hire_ahead, retain
from teamsim.errors import TeamsimError
from teamsim.testing import tiny_scenario
from tests.analysis.test_succession import LADDER

READY = {"tiers.manager.promotion": {"min_months_in_grade": 24}}
"""Few are ready: most representatives leave before."""


@functools.cache
def scenario() -> ts.Scenario:
    return tiny_scenario("ladder", LADDER | READY)


@functools.cache
def ranking() -> LeverRanking:
    nothing = Lever("a celebration", {}, 1_000.0)
    return rank_levers(scenario(), [*standard_levers(scenario()), nothing], replications=40, seed=5)


def test_fieller_s_interval_holds_the_ratio_in_95_of_100_samples() -> None:
    """2,000 samples of 40 pairs with a true ratio of 3: the share has a standard error of .0049, |z| < 3.5."""
    luck, held = np.random.default_rng(1), 0
    for _ in range(2_000):
        shared = luck.normal(size=40)
        below = 2.0 + shared + 0.5 * luck.normal(size=40)
        low, high = fieller(6.0 + 2.0 * shared + luck.normal(size=40), below)
        held += low <= 3.0 <= high
    assert abs(held / 2_000 - 0.95) < 3.5 * math.sqrt(0.95 * 0.05 / 2_000)


@given(st.lists(st.tuples(st.floats(-100, 100), st.floats(1, 5)), min_size=3, max_size=30), st.floats(0.01, 1_000))
def test_fieller_s_interval_holds_the_estimate_and_keeps_its_unit(
    pairs: list[tuple[float, float]], unit: float
) -> None:
    above, below = np.array(pairs).T
    low, high = fieller(above, below)
    assume(not math.isnan(low))
    assert low - 1e-9 <= above.mean() / below.mean() <= high + 1e-9
    assert fieller(above * unit, below) == pytest.approx((low * unit, high * unit), rel=1e-6, abs=1e-6)


def test_the_interval_is_open_where_the_gain_may_be_none() -> None:
    assert all(map(math.isnan, fieller(np.array([1.0, 2.0, 3.0]), np.array([-1.0, 0.1, 1.0]))))
    assert all(map(math.isnan, fieller(np.array([1.0]), np.array([1.0]))))


def test_a_lever_that_changes_nothing_costs_its_programme_and_gains_nothing() -> None:
    row = ranking().table.loc["a celebration"]
    assert row["gain"] == 0.0 and not row["is_gain"] and math.isnan(row["cost_per_seat"])
    assert row["cost_a_year"] == pytest.approx(12_000.0)
    assert row["cost_error_low"] == pytest.approx(row["cost_error_high"])


def test_people_who_are_ready_sooner_cover_more_seats() -> None:
    """The ranking's first is told apart, and its price is price over gain; others follow by price."""
    table = ranking().table
    develop = next(name for name in table.index if name.startswith("Develop"))
    assert table.loc[develop, "is_gain"] and table.loc[develop, "better_in"] > 0.9
    assert table.loc[develop, "cost_per_seat"] == pytest.approx(
        table.loc[develop, "cost_a_year"] / table.loc[develop, "gain"]
    )
    told = table[table["is_gain"]]
    assert told["cost_per_seat"].is_monotonic_increasing and list(table["is_gain"]) == sorted(table["is_gain"])[::-1]
    cheapest = ranking().cheapest
    assert cheapest is not None and cheapest.name == table.index[0]


def test_levers_share_their_luck_and_count_the_same_seats() -> None:
    alone = rank_levers(scenario(), [accelerate(scenario(), "manager")], replications=40, seed=5)
    name = alone.table.index[0]
    assert alone.table.loc[name, "gain"] == ranking().table.loc[name, "gain"]
    seats = [tuple(seat.name for seat in bench.critical.seats) for bench in ranking().benches]
    assert len(set(seats)) == 1


def test_levers_say_what_they_change() -> None:
    sooner, ahead, kept = standard_levers(scenario())
    assert sooner.changes == {"tiers.manager.promotion.min_months_in_grade": 12}
    assert sooner.cost_monthly == pytest.approx(0.05 * 28 * 60_000 / 12)
    assert {change["unit"] for change in ahead.changes.values()} == {"west", "east"}
    assert kept.changes["tiers.representative.base_annual"] == 66_000
    assert kept.changes["tiers.representative.exit_effects.pay_elasticity"] == -2.0
    assert len(hire_ahead(scenario(), "manager", 2).changes) == 2
    assert retain(scenario(), "manager", 0.2).changes["tiers.representative.base_annual"] == 72_000
    labelled = tiny_scenario("zh", LADDER | {"tiers.representative.label_zh": "销售代表"})
    assert all("销售代表" in lever.label_zh for lever in standard_levers(labelled))


def test_what_is_no_lever_is_refused() -> None:
    with pytest.raises(TeamsimError, match="there is no lever"):
        rank_levers(scenario(), [])
    with pytest.raises(TeamsimError, match="the name `twice` is given twice"):
        rank_levers(scenario(), [Lever("twice", {}), Lever("twice", {})])
    with pytest.raises(TeamsimError, match="nobody is promoted into"):
        accelerate(scenario(), "representative")
    with pytest.raises(TeamsimError, match="nobody is promoted into a critical seat"):
        standard_levers(tiny_scenario("reps", {"tiers.representative.critical": True}))
