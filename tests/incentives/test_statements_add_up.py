"""Statements add up to the cent on random person-years: random plans of all kinds, the measures of simulated people."""

import functools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import teamsim as ts
from teamsim.testing import tiny_scenario
from tests.parity.test_engines_agree import plans

SEATS, MONTHS = 40, 12
SEEDS = st.integers(0, 2**32)
DRAWN = plans(["representative"], ["company"])
FIRM = {
    "time.horizon_months": MONTHS,
    "organisation.units.company.seats": {"representative": SEATS, "manager": 2},
    "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.2},
    "tiers.representative.hiring": {"median_days": 10},
    "money.payment_schedule": [0.6, 0.3],
}


def study_of(drawn: dict[str, Any], seed: int, replications: int) -> ts.Study:
    scenario = tiny_scenario("random", {**FIRM, "incentives.plans": drawn})
    return ts.run(scenario, replications, seed, progress=False)


def person_years_that_add_up(study: ts.Study, replication: int) -> float:
    """Check everybody's statement of a replication month by month; return how many years of people that were."""
    panel, layout = study.panel(None, replication), study.result().layout
    owed = panel.base + panel.commission + panel.bonus
    seated = 0
    for entry, occupant in {*zip(panel.entry_seat.ravel().tolist(), panel.occupant.ravel().tolist(), strict=True)}:
        if entry < 0:
            continue
        is_person = (panel.entry_seat == entry) & (panel.occupant == occupant)
        told = study.statement(f"{layout.seats[entry].name}#{occupant}", replication=replication)
        months, cents, amounts = (told[name].to_numpy() for name in ("month", "minor_units", "amount"))
        is_final = (told.line == "final pay").to_numpy()
        paid = np.zeros(MONTHS, dtype=np.int64)
        np.add.at(paid, months[~is_final], cents[~is_final])
        assert np.array_equal(paid, np.where(is_person, owed, 0).sum(axis=1))
        assert np.allclose(100 * amounts, cents, rtol=0, atol=1e-6)
        assert cents[is_final].sum() == panel.final_pay[is_person].sum()
        seated += int(is_person.sum())
    return seated / MONTHS


@pytest.fixture(scope="module", autouse=True)
def replications_replayed_once() -> Any:
    """Everybody's statement reads the same replication."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ts.Study, "panel", functools.lru_cache(maxsize=4)(ts.Study.panel))
        yield


@settings(max_examples=3)
@given(drawn=DRAWN, seed=SEEDS)
def test_statements_add_up_on_a_hundred_random_person_years(drawn: dict[str, Any], seed: int) -> None:
    assert person_years_that_add_up(study_of(drawn, seed, 1), 0) > 0.85 * SEATS


@pytest.mark.slow
@settings(max_examples=60)
@given(drawn=DRAWN, seed=SEEDS)
def test_statements_add_up_on_ten_thousand_random_person_years(drawn: dict[str, Any], seed: int) -> None:
    """60 plans x 5 futures x 42 people, some of whose seats are empty for a while."""
    study = study_of(drawn, seed, 5)
    years = sum(person_years_that_add_up(study, replication) for replication in range(5))
    assert years > 10_000 / 60
    assert study.audit() == []
