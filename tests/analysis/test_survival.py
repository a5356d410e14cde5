"""How long hires stay: the closed form of a constant hazard, and Kaplan-Meier by hand from the stays."""

import functools
from typing import Any

import numpy as np
import pandas as pd
import pytest

import teamsim as ts
from teamsim.analysis import survival_of
from teamsim.analysis.stays import EXITS
from teamsim.errors import TeamsimError
from teamsim.testing import tiny_scenario

TURNOVER = 0.35
FIRM: dict[str, Any] = {
    "time.horizon_months": 30,
    "organisation.units.company.seats": {"representative": 30, "manager": 4},
    "tiers.representative.attrition": {"law": "constant", "annual_turnover": TURNOVER, "given_as": "cohort_loss"},
    "tiers.manager.attrition": {"law": "constant", "annual_turnover": TURNOVER, "given_as": "cohort_loss"},
}


@functools.cache
def study(n: int = 60, **changes: Any) -> ts.Study:
    base = tiny_scenario("base", FIRM | changes)
    loyal = base.with_changes("loyal", {"tiers.representative.attrition.annual_turnover": 0.1})
    return ts.run([base, loyal], n, seed=4, progress=False)


def test_under_a_constant_hazard_the_same_share_stays_every_month() -> None:
    """S(d) = (1 - loss)^(d / 12), also for those who are promoted meanwhile: their hazard is the same."""
    found = survival_of(study())
    assert found.n_months >= 24
    expected = (1 - TURNOVER) ** (np.arange(found.n_months + 1) / 12)
    # Greenwood: var S = S^2 sum exits / (at risk (at risk - exits))
    n, left = found.at_risk.sum(axis=0)[: found.n_months], found.exits.sum(axis=0)[: found.n_months]
    error = found.share[1:] * np.sqrt(np.cumsum(left / (n * (n - left))))
    assert n[0] > 1000
    assert (np.abs(found.share[1:] - expected[1:]) < 3.5 * error).all()
    assert survival_of(study(), "loyal", tier="representative").share[12] > found.share[12] + 0.1


def by_hand(told: pd.DataFrame, tier: str, months: int) -> float:
    """The product over months of the share that stays, person by person."""
    share = 1.0
    people = [stays for _, stays in told.groupby(["replication", "person"]) if (stays["began"] == "hired").any()]
    people = [stays for stays in people if stays.loc[stays["began"] == "hired", "tier"].iloc[0] == tier]
    for month in range(months):
        n = left = 0
        for stays in people:
            first, last = stays["hire_day"].max() // 30, stays["last_month"].max()
            is_gone = stays.loc[stays["last_month"].idxmax(), "ended"] in EXITS
            n += first + month <= last
            left += first + month == last and is_gone
        share *= 1 - left / n
    return share


def test_it_is_kaplan_meier_of_the_stays() -> None:
    told = study(60).spells_of([2, 5])
    found = survival_of(study(60), replications=[5, 2], tier="representative")
    own = told[told["scenario"] == "base"]
    assert found.share[9] == pytest.approx(by_hand(own, "representative", 9))
    alone = survival_of(study(60), replications=[5], tier="representative")
    assert found.at_risk[0, : alone.at_risk.shape[1]].tolist() == alone.at_risk[0].tolist()
    assert found.table.loc[0, "share"] == 1.0
    assert (found.table["low"] <= found.table["high"]).all()


def test_who_is_there_at_the_end_is_no_exit() -> None:
    nobody = {"law": "constant", "annual_turnover": 0.0, "given_as": "cohort_loss"}
    growing = {f"tiers.{tier}.attrition": nobody for tier in ("representative", "manager")}
    seats = {
        "organisation.seat_changes": {"more": {"unit": "company", "tier": "representative", "month": 3, "seats": 6}}
    }
    grown = ts.run(tiny_scenario("grown", FIRM | growing | seats), 4, seed=1, progress=False)
    assert survival_of(grown).share.tolist() == [1.0] * (survival_of(grown).n_months + 1)


def test_what_can_not_be_told_is_refused_with_a_remedy() -> None:
    with pytest.raises(TeamsimError, match=r"There is no tier `managr`. Did you mean `manager`"):
        survival_of(study(), tier="managr")
    with pytest.raises(TeamsimError, match=r"fewer than 5 people are hired into `manager` in 1 futures. Take more"):
        survival_of(study(), replications=[0], tier="manager")
