"""Tables for the engines: the same answer as `solve`, looked up by compiled code, kept by content."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import teamsim as ts
from teamsim._jit import compile_in_memory
from teamsim.model import PolicyParameters
from teamsim.response import (
    PACES,
    Component,
    ElasticityCost,
    Payout,
    Preferences,
    Process,
    TableSize,
    effort_at,
    pulled_share,
    table,
    table_error,
)
from teamsim.scenario.rows import records
from teamsim.testing import tiny_scenario

PERSON = Preferences(ElasticityCost(0.5, reference_rate=0.1))
MONTHLY = Process(sigma=0.5, shock="multiplicative")
YEAR = Component(Payout.from_rates([(0, 0.1), (1, 0.15)], lump_sums=[(1, 0.01)]), 12)
QUARTER = Component(Payout.from_rates([(0, 0.0)], lump_sums=[(0.25, 0.004)]), 3)


@pytest.mark.parametrize("pace", [PACES[2], PACES[5]])
def test_a_table_agrees_with_the_solver(pace: float) -> None:
    found = table([YEAR], MONTHLY, PERSON)
    policy = ts.response.solve([YEAR], 12, Process(0.5, productivity=pace, shock="multiplicative"), PERSON)
    sold = np.linspace(0.05, 1.2, 47)
    for month in (0, 5, 10):
        looked_up = [found.effort(month, pace, 0.0, s) for s in sold]
        assert np.abs(looked_up - policy.effort(month, sold)).mean() < 0.01


def test_a_nested_table_agrees_with_the_solver() -> None:
    found = table([QUARTER, YEAR], MONTHLY, PERSON)
    pace = PACES[5]
    process = Process(0.5, productivity=pace, shock="multiplicative")
    policy = ts.response.solve([QUARTER, YEAR], 12, process, PERSON)
    within, before = (each.ravel() for each in np.meshgrid(np.linspace(0.02, 0.4, 9), np.linspace(0.0, 0.8, 9)))
    looked_up = [found.effort(7, pace, b, w) for w, b in zip(within, before, strict=True)]
    assert np.abs(looked_up - policy.effort(7, (within, within + before))).mean() < 0.015
    start = found.effort(6, pace, 0.5, 0.0)
    assert start == pytest.approx(float(policy.effort(6, (0.0, 0.5))), abs=0.02)


@pytest.mark.parametrize(("k", "epsilon"), [(1.0, 0.5), (2.0, 0.5), (0.5, 0.2), (3.0, 1.0)])
def test_under_a_linear_plan_everybody_makes_the_closed_form_effort(k: float, epsilon: float) -> None:
    plan = Component(Payout.from_rates([(0, 0.1 * k)]), 12)
    found = table([plan], MONTHLY, Preferences(ElasticityCost(epsilon, 0.1)))
    assert found.efforts == pytest.approx(k**epsilon, rel=2e-3)


def test_the_season_of_sales_and_cost_leaves_a_linear_plan_alone() -> None:
    process = Process(0.5, shock="multiplicative", season=(0.5, 1.5) * 6)
    linear = Component(Payout.from_rates([(0, 0.1)]), 12)
    assert table([linear], process, PERSON).efforts == pytest.approx(1.0, rel=2e-3)


def test_people_push_before_the_bonus_and_give_up_far_from_it() -> None:
    found = table([YEAR], MONTHLY, PERSON)
    last = [found.effort(11, 1.0, 0.0, sold) for sold in (0.3, 0.93, 1.1)]
    assert last[0] == pytest.approx(1.0, abs=0.01)
    assert last[1] > 1.2
    assert last[2] == pytest.approx(1.5**0.5, abs=0.01)


def test_at_the_cap_nobody_works_for_commission() -> None:
    plan = Component(Payout.from_rates([(0, 0.1)], cap=1.2), 12)
    efforts = table([plan], MONTHLY, PERSON).efforts
    assert (efforts[:, :, 0, -1] == 0.0).all()
    assert (efforts[:, 0, 0, 0] > 0.9).any()


def test_compiled_code_looks_up_the_same() -> None:
    found = table([QUARTER, YEAR], MONTHLY, PERSON)

    def looked_up(efforts, p, month, pace, before, within):  # type: ignore[no-untyped-def]
        return effort_at(efforts, p, month, pace, before, within)

    compiled, p = compile_in_memory(looked_up), records(PolicyParameters, [found.row()])[0]
    for where in ((0, 0.3, 0.0, 0.0), (5, 1.1, 0.31, 0.17), (11, 9.0, 5.0, 5.0), (3, 0.0, 0.2, 0.0)):
        assert compiled(found.numbers, p, *where) == effort_at.py_func(found.numbers, p, *where)


@given(st.floats(0.0, 4.0), st.floats(0.0, 1.5), st.integers(0, 11))
def test_a_lookup_stays_within_the_table(pace: float, within: float, month: int) -> None:
    found = table([YEAR], MONTHLY, PERSON)
    effort = found.effort(month, pace, 0.0, within)
    assert found.efforts[:, month].min() - 1e-12 <= effort <= found.efforts[:, month].max() + 1e-12


def test_at_nodes_a_lookup_is_the_table() -> None:
    found = table([QUARTER, YEAR], MONTHLY, PERSON)
    at = found.effort(4, PACES[3], 5 * found.before_step, 7 * found.within_step)
    assert at == pytest.approx(found.efforts[3, 4, 5, 7], abs=1e-9)


def test_the_error_of_a_table_is_small_and_falls_with_its_size() -> None:
    usual, rough = table_error([YEAR], MONTHLY, PERSON), table_error([YEAR], MONTHLY, PERSON, size=TableSize(24))
    assert usual < 0.005
    assert usual < rough / 2.0


def test_a_table_is_solved_once_for_each_content() -> None:
    again = Component(Payout.from_rates([(0, 0.1), (1, 0.15)], lump_sums=[(1, 0.01)]), 12)
    other = Component(Payout.from_rates([(0, 0.1), (1, 0.16)], lump_sums=[(1, 0.01)]), 12)
    assert table([YEAR], MONTHLY, PERSON) is table([again], MONTHLY, PERSON)
    assert table([YEAR], MONTHLY, PERSON).content_hash != table([other], MONTHLY, PERSON).content_hash


def test_tables_refuse_what_the_engines_do_not_have() -> None:
    with pytest.raises(ts.TeamsimError, match="tables need multiplicative luck"):
        table([YEAR], Process(0.5), PERSON)
    with pytest.raises(ts.TeamsimError, match="rising by one factor"):
        table([YEAR], MONTHLY, PERSON, paces=(1.0, 0.5))


@pytest.mark.parametrize(
    ("now", "later", "price", "share"),
    [
        (0.12, 0.06, 0.10, 0.2),  # .12 x .9 = .108 > .06: pulled in
        (0.06, 0.12, 0.10, -0.2),  # held back for the accelerator
        (0.12, 0.11, 0.10, 0.0),  # .108 < .11 and .099 < .12: the discount costs more than it brings
        (0.10, 0.10, 0.0, 0.0),
        (0.0, 0.0, 0.5, 0.0),
        (0.12, 0.0, 1.0, 0.0),  # everything given away
    ],
)
def test_business_moves_to_the_month_that_pays_more_after_the_discount(
    now: float, later: float, price: float, share: float
) -> None:
    assert pulled_share(now, later, price, 0.2) == share


RATES = st.floats(0.0, 1.0)


@given(RATES, RATES, RATES, RATES)
def test_a_price_only_keeps_business_in_place(a: float, b: float, price: float, limit: float) -> None:
    share = pulled_share(a, b, price, limit)
    assert share == -pulled_share(b, a, price, limit)
    assert abs(share) <= abs(pulled_share(a, b, 0.0, limit))


def test_a_point_of_a_curve_next_to_nothing_is_no_threshold() -> None:
    """The smallest number there is as an attainment; it ended the run with a division by zero."""
    item = {"weight": 1.0, "curve": [[5e-324, 0.0], [0.4, 1.0]], "measure": "own"}
    score = {"kind": "scorecard", "cycle": "year", "amount": 5_000.0, "items": {"results": item}}
    changes = {
        "incentives.plans.rep.components.score": score,
        "response": {"effort": "none", "timing": {"share": 0.1, "price": 0.1}},
    }
    study = ts.run(tiny_scenario("next to nothing", changes), 2, seed=1, progress=False)
    assert study.audit() == []
