"""People flows of a study: counts that add up to the results', careers by hand, and the published chain found again."""

import functools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import teamsim as ts
from teamsim.analysis.flows import HIRED, Flows, flows_of
from teamsim.analysis.incidence import incidence
from teamsim.errors import TeamsimError
from teamsim.testing import tiny_scenario
from tests.oracles.test_push_flows import GRADES, P, with_recruits

EVENTFUL = {
    "time": {"horizon_months": 36, "burn_in_months": 0},
    "organisation.units.company.seats": {"representative": 60, "manager": 12},
    "opening": {"state": "stationary", "firm_age_years": 5},
}
FUTURES = 30


@functools.cache
def lived(burn_in_months: int) -> ts.Study:
    scenario = tiny_scenario("eventful", EVENTFUL | {"time.burn_in_months": burn_in_months})
    return ts.run(scenario, FUTURES, seed=4, progress=False)


@functools.cache
def followed(burn_in_months: int) -> Flows:
    return flows_of(lived(burn_in_months))


@pytest.mark.parametrize("burn_in_months", [0, 7])
def test_every_person_is_counted_once_a_year(burn_in_months: int) -> None:
    """Rows are the opening headcounts of each year, columns the closing ones, exits the exits of the results."""
    flows, result = followed(burn_in_months), lived(burn_in_months).result()
    for place, tier in enumerate(flows.tiers):
        opening = result.monthly("opening_headcount", tier=tier)[:, ::12].mean(axis=0)
        closing = result.monthly("closing_headcount", tier=tier)[:, 11::12].mean(axis=0)
        assert flows.n_moves[:, place].sum(axis=1) == pytest.approx(opening)
        assert flows.n_moves[:, :, place].sum(axis=1) == pytest.approx(closing)
    exits = result.monthly("exits").reshape(FUTURES, 3, 12).sum(axis=2).mean(axis=0)
    assert flows.n_moves[:, :, 2:].sum(axis=(1, 2)) == pytest.approx(exits)
    hires = result.monthly("hires").reshape(FUTURES, 3, 12).sum(axis=2).mean(axis=0)
    assert flows.n_moves[:, 2].sum(axis=1) == pytest.approx(hires)


def test_stocks_and_flows_add_up() -> None:
    stocks = followed(0).stocks
    assert len(stocks) == 6
    ends = stocks["opening"] + stocks["hires"] + stocks["promotions"] - stocks["promotions_out"] - stocks["exits"]
    assert ends.to_numpy() == pytest.approx(stocks["closing"].to_numpy())


def test_shares_of_a_row_add_up_to_one() -> None:
    flows = followed(0)
    assert flows.matrix().sum(axis=1).to_numpy() == pytest.approx(1.0)
    assert flows.matrix(2).sum(axis=1).to_numpy() == pytest.approx(1.0)
    assert flows.transitions.groupby(["year", "from"])["share"].sum().to_numpy() == pytest.approx(1.0)
    assert flows.matrix().loc["manager", "representative"] == 0.0


def test_the_chain_of_a_push_scenario_is_found_again() -> None:
    """Moves fall within the year, as it ends with the month of moves; 16 shares at |z| < 3.5: one false alarm in 130.

    The largest standard error of a share is that of the 30 region managers, sqrt(.3 x .7 / (4 x 40 x 28)).
    """
    flows = flows_of(ts.run(with_recruits(4), 40, seed=2, progress=False))
    seen = flows.matrix().loc[list(GRADES), list(GRADES)].to_numpy()
    assert np.abs(seen - P).max() < 3.5 * 0.0069
    assert flows.chain.chance_to_reach[:, 3] == pytest.approx((0.08, 0.14, 0.52, 1.0), abs=0.06)
    assert flows.matrix().loc[HIRED, "part_time"] == pytest.approx(0.8)
    assert flows.chain.recruits == pytest.approx(160.0)


def test_time_in_grade_by_hand() -> None:
    """Six months at least before a promotion, so nobody moves on in less."""
    found = followed(0).time_in_grade("representative")
    assert found.at(6)[0] == 0.0 and found.at(30)[0] > 0.0
    assert found.still[0] == pytest.approx(1.0 - found.left[0])
    assert len(found.table) == len(found.moved)
    grades = followed(0).grades
    assert grades.loc["manager", "promoted_in_1y"] == 0.0
    assert grades.loc["representative", "promoted_in_2y"] > grades.loc["representative", "promoted_in_1y"] > 0.0


def test_arrivals_take_the_minimum_time_at_least() -> None:
    flows, result = followed(0), lived(0).result()
    assert flows.arrivals.loc["manager", "people"] == pytest.approx(result.total("promotions").mean())
    assert flows.arrivals.loc["manager", "low_months"] >= 6.0
    assert flows.years_to_top["representative"] > 0.5


def test_incidence_of_two_stays_by_hand() -> None:
    found = incidence(np.array([0, 0]), np.array([1, 2]), np.array([1, 2]))
    assert found.moved == pytest.approx((0.5, 0.5))
    assert found.left == pytest.approx((0.0, 0.5))
    assert found.median_months == 1.0
    assert np.isnan(found.at(3)).all()


def test_a_stay_seen_late_does_not_count_before() -> None:
    """One is seen from the fifth month only: the risk of the first month is one of one, not of two."""
    found = incidence(np.array([0, 4, 0]), np.array([1, 6, 6]), np.array([1, 2, 0]))
    assert found.at_risk.tolist() == [2, 1, 1, 1, 2, 2]
    assert found.moved[0] == pytest.approx(0.5)
    assert found.left[-1] == pytest.approx(0.25)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 30), st.integers(0, 2)), min_size=1, max_size=40))
def test_incidences_are_shares_that_rise(stays: list[tuple[int, int, int]]) -> None:
    entered, lasted, cause = (np.array(column) for column in zip(*stays, strict=True))
    found = incidence(entered, entered + lasted, cause)
    for share in (found.moved, found.left):
        assert np.all(np.diff(share, prepend=0.0) >= -1e-12)
    assert np.all(found.still >= -1e-9) and np.all(found.still <= 1.0)


def test_what_can_not_be_followed_is_refused() -> None:
    with pytest.raises(TeamsimError, match="no year"):
        flows_of(ts.run(tiny_scenario("short", {"time.horizon_months": 6}), 1, progress=False))
    with pytest.raises(TeamsimError, match="1 to 3"):
        followed(0).matrix(4)
    with pytest.raises(TeamsimError, match="Did you mean `manager`"):
        followed(0).time_in_grade("managers")
