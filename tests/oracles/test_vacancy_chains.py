"""Vacancy chains (oracles, section 4): White's lengths in closed form, and a ladder whose people make them.

The ladder, top first: internal fills .8, .7, 0; exits 2, 10, 100 a month of 20, 100, 1,000 seats. A seat emptied at the
end of a month is offered inside on the next first, an outsider starts a day later, so all seats are held when the next
exits fall and the mean numbers are exact.
"""

import functools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import teamsim as ts
from teamsim.analysis.chains import ObservedChains, observed_chains, vacancy_chains
from teamsim.errors import InputError, TeamsimError
from teamsim.testing import tiny_scenario
from tests.oracles.test_push_flows import STOCKS, sales_force

WHITE = [[0.3, 0.4, 0.1], [0.1, 0.4, 0.4], [0.05, 0.05, 0.2]]
LADDER = [[0.0, 0.8, 0.0], [0.0, 0.0, 0.7], [0.0, 0.0, 0.0]]
TIERS = ("entry", "middle", "top")
SEATS = {"entry": 1000, "middle": 100, "top": 20}
INSIDE = {"middle": 0.7, "top": 0.8}
MONTHS = 6


def test_mean_lengths_and_variances_of_the_published_matrix() -> None:
    chains = vacancy_chains(WHITE)
    assert chains.lengths == pytest.approx((3.6086, 3.3932, 1.6876), abs=5e-5)
    assert chains.variances == pytest.approx((5.876, 4.723, 2.317), abs=5e-4)


def test_a_ladder_with_internal_fills() -> None:
    chains = vacancy_chains(LADDER, ("top", "middle", "entry"))
    assert chains.lengths == pytest.approx((2.36, 1.70, 1.0))
    assert chains.external_hires((2, 10, 100)) == pytest.approx((0.4, 3.48, 108.12))
    assert chains.vacancies((2, 10, 100)) == pytest.approx((2.0, 11.6, 108.12))
    assert chains.table.loc["entry", "variance"] == pytest.approx(0.0)


def ladder(scale: int = 1) -> ts.Scenario:
    """The ladder through public options: offered inside by a draw, anybody a month in grade is ready."""
    tiers = {
        tier: {
            "base_annual": 50_000,
            "attrition": {"law": "table", "monthly_probability": [0.1]},
            "hiring": {"median_days": 0.0, "sigma": 0.0},
            "promotion": {"internal_share": INSIDE[tier], "min_months_in_grade": 0, "choice": "random"}
            if tier in INSIDE
            else None,
        }
        for tier in TIERS
    }
    tree = {
        "time": {"horizon_months": MONTHS + 1, "burn_in_months": 2},
        "tiers": tiers,
        "organisation.units.company": {"seats": {tier: n // scale for tier, n in SEATS.items()}},
        "incentives.plans": {},
    }
    return tiny_scenario("ladder", {"tiers": None} | tree)


@functools.cache
def lived(replications: int) -> ts.Study:
    return ts.run(ladder(), replications, seed=1, progress=False)


@functools.cache
def followed(replications: int) -> ObservedChains:
    return observed_chains(lived(replications), replications=range(replications))


quick_and_long = pytest.mark.parametrize("replications", [40, pytest.param(400, marks=pytest.mark.slow)])


@quick_and_long
def test_chains_of_a_ladder_have_the_lengths_of_theory(replications: int) -> None:
    """|z| < 3.5: one false alarm in 2,000 for each of three figures; chains of the lowest tier are one seat long."""
    table = followed(replications).table.loc[list(TIERS)]
    expected = np.array([1.0, 1.70, 2.36])
    assert (np.abs(table["mean_length"] - expected) <= 3.5 * table["standard_error"]).all(), table
    assert table.loc["entry", "standard_error"] == 0.0


@quick_and_long
def test_variances_of_the_lengths_are_those_of_theory(replications: int) -> None:
    """Of chains from the top: 1 + X(1 + Y), variance .6864 by hand; |z| < 3.5 by its fourth moment."""
    top = followed(replications).chains.query("tier == 'top'")["length"].to_numpy(dtype=float)
    expected = vacancy_chains(LADDER).variances[0]
    assert expected == pytest.approx(0.8 * (0.3 + 0.7 * 4) - 1.36**2 + 0.0, abs=1e-12)
    error = math.sqrt((((top - top.mean()) ** 4).mean() - top.var() ** 2) / top.size)
    assert abs(top.var() - expected) < 3.5 * error


@quick_and_long
def test_external_hires_of_a_ladder(replications: int) -> None:
    """.4, 3.48 and 108.12 a month at the top, in the middle and below, |z| < 3.5."""
    result = lived(replications).result()
    for tier, expected in zip(TIERS, (108.12, 3.48, 0.4), strict=True):
        seen = result.total("hires", tier=tier) / (MONTHS + 1)
        assert abs(seen.mean() - expected) < 3.5 * seen.std(ddof=1) / math.sqrt(replications), (tier, seen.mean())


def test_every_exit_starts_a_chain_and_every_chain_ends_outside() -> None:
    observed, study = followed(40), lived(40)
    exits = study.result().monthly("exits")[:, :MONTHS].sum()
    assert len(observed.chains) == exits
    assert observed.chains["is_filled"].all()
    assert observed.n_fills[:, -1].sum() == exits, "one outsider a chain"
    assert observed.chains["length"].sum() == observed.n_fills.sum()
    assert observed.theory.lengths == pytest.approx(observed.table["mean_length"].to_numpy(), rel=0.05)


def test_a_seat_that_closes_when_empty_is_no_vacancy() -> None:
    """Half of the middle and all below close after three months: their exits start no chain, and end those above."""
    closing = {
        tier: {"unit": "company", "tier": tier, "month": 3, "seats": -n}
        for tier, n in (("middle", 50), ("entry", 1000))
    }
    scenario = ladder().with_changes("closing", {"organisation.seat_changes": closing})
    observed = observed_chains(ts.run(scenario, 10, seed=1, progress=False))
    late = observed.chains[observed.chains["month"] >= 3]
    assert "entry" not in set(late["tier"])
    assert set(late["ended_in"]) == {"middle", "top"}
    assert (observed.chains["month"] < 3).sum() > 1000


def test_chains_agree_with_the_trace_event_by_event() -> None:
    """Promotions told by the event engine are the links of the chains."""
    study = ts.run(ladder(10), 4, seed=1, progress=False)
    trace = study.trace(3)
    links = ((trace["event"] == "promoted") & trace["month"].between(1, MONTHS)).sum()
    assert observed_chains(study, replications=[3]).n_fills[:, :-1].sum() == links


def test_push_is_no_chain_of_vacancies() -> None:
    study = ts.run(sales_force(STOCKS, 12), 1, progress=False)
    with pytest.raises(TeamsimError, match="fills no vacancy"):
        observed_chains(study)
    with pytest.raises(TeamsimError, match="one future at least"):
        observed_chains(lived(40), replications=[])


def test_a_matrix_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match=r"fills\[1\]"):
        vacancy_chains([[0.9, 0.2], [0.0, 0.0]])
    with pytest.raises(TeamsimError, match="chains are endless"):
        vacancy_chains([[0.0, 1.0], [1.0, 0.0]])


@given(st.lists(st.integers(0, 100), min_size=2, max_size=5), st.integers(1, 9))
def test_outsiders_are_as_many_as_exits(exits: list[int], inside: int) -> None:
    n = len(exits)
    fills = np.eye(n, k=1) * inside / 10
    assert vacancy_chains(fills).external_hires(exits).sum() == pytest.approx(sum(exits))
