"""Probation: how many fail, who they are, and what that makes of those who stay.

Statistical tests: seeds are fixed; each limit is 5 standard errors, a false alarm in 1.7 million.
"""

import math
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

import teamsim as ts
from teamsim.testing import tiny_scenario

SIGMA, FAILED = 0.4, 0.2
NEW: dict[str, Any] = {
    "organisation.units.company.seats": {"representative": 200, "manager": 0},
    "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.0},
    "tiers.representative.selling": {"productivity_annual": 600_000.0, "talent_sigma": SIGMA, "noise_sigma": 0.0},
    "tiers.representative.probation": {"months": 3, "failed_share": FAILED},
    "tiers.manager.promotion": None,
    "hiring.freezes": {"all": {"first_month": 0, "last_month": 11}},
    "time.horizon_months": 6,
}
"""Two hundred people who start on the first day; nobody leaves but at the end of the third month."""


def live(changes: dict[str, Any], replications: int = 50) -> ts.Study:
    study = ts.run(tiny_scenario("new", {**NEW, **changes}), replications, seed=11, progress=False)
    assert study.audit() == []
    return study


@pytest.mark.parametrize("reliability", [0.0, 0.5, 1.0])
def test_the_share_that_fails_and_the_talent_of_those_who_pass(reliability: float) -> None:
    """Phi(c) of people with mean talent one fail; the others' mean is Phi(sigma sqrt(h) - c) / (1 - Phi(c))."""
    study = live({"tiers.representative.probation.reliability": reliability})
    result, n_people = study.result(), 200 * 50
    failed = result.monthly("exits_probation").sum(axis=0)
    assert np.array_equal(np.flatnonzero(failed), [2]), "all at the end of the third month"
    assert np.array_equal(result.total("exits"), result.total("exits_probation"))
    assert np.array_equal(result.total("exits_involuntary"), result.total("exits_probation"))
    assert abs(failed.sum() / n_people - FAILED) < 5.0 * math.sqrt(FAILED * (1.0 - FAILED) / n_people)
    c = NormalDist().inv_cdf(FAILED)
    expected = NormalDist().cdf(SIGMA * math.sqrt(reliability) - c) / (1.0 - FAILED)
    panels = [study.panel(None, number) for number in range(50)]
    talent = np.concatenate([panel.talent[4][panel.entry_seat[4] >= 0] for panel in panels])
    assert abs(talent.mean() - expected) < 5.0 * talent.std() / math.sqrt(talent.size)


def test_an_assessment_without_luck_parts_with_the_least_talented() -> None:
    study = live({"tiers.representative.probation.reliability": 1.0}, 5)
    for number in range(5):
        panel = study.panel(None, number)
        stays = panel.entry_seat[4] >= 0
        assert panel.talent[0][~stays].max() < panel.talent[0][stays].min()


def test_nobody_gets_severance_for_not_passing() -> None:
    """Made redundant in the same month they would: a month's pay and more by the profile `cn`."""
    law = {"costs.jurisdiction": {"profile": "cn", "local_average_wage_annual": 100_000.0}, "money.currency": "CNY"}
    closing = {"cut": {"unit": "company", "tier": "representative", "month": 3, "seats": -200, "redundancy": True}}
    failed = live(law, 5).result()
    closed = live({**law, "organisation.seat_changes": closing, "tiers.representative.probation.months": 0}, 5).result()
    assert failed.total("exits").sum() > 100
    assert failed.total("severance").sum() == 0.0
    assert closed.total("severance").sum() > 0.0


def test_only_hires_are_on_probation_and_a_stricter_firm_keeps_whom_a_mild_one_keeps() -> None:
    """More fail where the share is larger, and all of those who failed before: the luck is the same."""
    gone = []
    for share in (0.1, 0.3):
        panel = live({"tiers.representative.probation.failed_share": share}, 1).panel(None, 0)
        gone.append(set(np.flatnonzero(panel.entry_seat[4] < 0).tolist()))
    assert gone[0] < gone[1]
    veterans = live(
        {"opening": {"state": "uniform", "tenure_months": 24}, "tiers.representative.probation.months": 1}, 20
    )
    panels = [veterans.panel(None, number) for number in range(20)]
    n_new = sum(int((panel.hire_day[0] == 0).sum()) for panel in panels)
    failed = veterans.result().total("exits_probation").sum()
    assert 0 < failed < n_new, "whoever has been there longer has passed"


def test_a_firm_with_a_probation_stays_flat() -> None:
    changes = {
        "organisation.units.company.seats": {"representative": 40, "manager": 0},
        "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.5},
        "tiers.representative.selling.noise_sigma": 0.3,
        "opening": {"state": "stationary", "firm_age_years": 8},
        "hiring.freezes": {},
        "time.horizon_months": 24,
    }
    result = live(changes, 384).result()
    for measure in ("bookings", "headcount", "exits_probation"):
        first, second = (result.monthly(measure)[:, 12 * year : 12 * year + 12].sum(axis=1) for year in (0, 1))
        gap = second - first
        assert abs(gap.mean()) < 5.0 * gap.std() / math.sqrt(128)
