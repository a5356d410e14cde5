"""A study small enough to read back in full."""

import pytest

import teamsim as ts
from teamsim.analysis.assumptions import UnderAssumptions
from teamsim.testing import tiny_scenario

ODD = "=1+1 <b>&\"'"
UNITS = {
    "company": {"seats": {"manager": 3}},
    "north": {"parent": "company", "seats": {"representative": 8, "manager": 1}},
    "south": {"parent": "company", "seats": {"representative": 7, "manager": 2}},
}
ASSUMED = {"tiers.representative.ramp.months": (1.0, 7.0), "money.margin": None}
ACTUALS = {"bookings": 7.5e6, "headcount": 19.0, "price": 1.02}


@pytest.fixture(scope="session")
def study() -> ts.Study:
    base = tiny_scenario(
        "base",
        {"organisation.units": UNITS, "time.horizon_months": 18, "tiers.representative.ramp.months": 4.0},
    )
    slow = base.with_changes("slow ramp", {"tiers.representative.ramp.months": 9.0})
    odd = base.with_changes(ODD, {"incentives.plans.rep.components.commission.rates": [[0, 0.12]]})
    return ts.run([base, slow, odd], 24, seed=5, progress=False)


@pytest.fixture(scope="session")
def drawn(study: ts.Study) -> UnderAssumptions:
    return study.under_assumptions(ASSUMED, 6, replications=8, progress=False)
