"""Notice periods: who resigns, leaves later; nothing else of their luck changes."""

from typing import Any

import numpy as np
import pytest

import teamsim as ts
from teamsim.tallies import Tally
from teamsim.testing import disagreements, tiny_scenario

CLOSED: dict[str, Any] = {
    "organisation.units.company.seats": {"representative": 60, "manager": 0},
    "tiers.representative.attrition": {"law": "table", "monthly_probability": [0.05]},
    "tiers.representative.hiring": {"median_days": 60.0, "sigma": 0.0, "backfill_share": 0.0},
    "tiers.manager.promotion": None,
    "time.horizon_months": 24,
}
"""Nobody joins, so everybody's luck is that of the first day's people."""


@pytest.mark.parametrize("notice", [1, 3, 12])
def test_a_notice_moves_every_exit_by_its_months(notice: int) -> None:
    base = tiny_scenario("base", CLOSED)
    late = base.with_changes("late", {"tiers.representative.notice_months": notice})
    study = ts.run([base, late], 50, seed=4, progress=False)
    left, left_later = (study.result(name).monthly("exits") for name in ("base", "late"))
    assert np.array_equal(left_later[:, notice:], left[:, :-notice])
    assert (left_later[:, :notice] == 0).all()
    assert np.array_equal(study.result("late").monthly("resignations"), left)
    assert study.audit() == []


def test_people_on_notice_sell_a_share_of_what_they_could() -> None:
    base = tiny_scenario("base", {**CLOSED, "tiers.representative.notice_months": 3})
    idle = base.with_changes("idle", {"tiers.representative.notice_effort": 0.4})
    study = ts.run([base, idle], 3, seed=4, progress=False)
    for replication in range(3):
        full, less = (study.panel(name, replication) for name in ("base", "idle"))
        months = np.arange(24)[:, None]
        left = np.where((full.exit_kind > 0).any(axis=0), (full.exit_kind > 0).argmax(axis=0), 999)
        is_on_notice = (months <= left) & (months > left - 3)
        sold = (full.bookings > 0) & (months < 24 - 3)  # who leaves after the horizon is not seen to be on notice
        assert is_on_notice[sold].any()
        assert np.allclose(less.bookings[sold] / full.bookings[sold], np.where(is_on_notice[sold], 0.4, 1.0))


def test_an_early_requisition_fills_the_seat_the_day_after() -> None:
    """60 days of work within 90 days of notice: no seat is ever empty, each hire starts 90 days after the request."""
    hiring = {"tiers.representative.hiring.backfill_share": 1.0, "hiring.early_requisition": True}
    scenario = tiny_scenario("early", {**CLOSED, **hiring, "tiers.representative.notice_months": 3})
    result = ts.run(scenario, 20, seed=4, progress=False).result()
    hires = result.counts[..., Tally.HIRES].sum()
    assert (result.monthly("headcount") == 60).all()
    assert hires > 500
    assert result.counts[..., Tally.DAYS_TO_FILL].sum() == 90 * hires
    assert disagreements(scenario, seed=4) == []


def test_a_search_longer_than_the_notice_leaves_the_seat_empty_for_the_rest_of_it() -> None:
    """60 days of work, a month of notice: every seat is empty for 30 days."""
    hiring = {"tiers.representative.hiring.backfill_share": 1.0, "hiring.early_requisition": True}
    scenario = tiny_scenario("early", {**CLOSED, **hiring, "tiers.representative.notice_months": 1})
    result = ts.run(scenario, 20, seed=4, progress=False).result()
    assert np.array_equal(result.monthly("vacancy")[:, 1:], result.monthly("exits")[:, :-1])


def test_a_seat_that_goes_inside_first_is_not_asked_for_early() -> None:
    changes = {
        "tiers.manager.attrition": {"law": "table", "monthly_probability": [0.1]},
        "tiers.manager.promotion": {"min_months_in_grade": 1, "internal_share": 1.0},
        "tiers.manager.notice_months": 2,
        "tiers.representative.hiring.backfill_share": 1.0,
        "organisation.units.company.seats": {"representative": 60, "manager": 20},
        "hiring.early_requisition": True,
    }
    result = ts.run(tiny_scenario("inside", {**CLOSED, **changes}), 20, seed=4, progress=False).result()
    assert result.total("promotions").sum() > 200
    assert result.total("requisitions", tier="manager").sum() == 0


def test_nobody_on_notice_is_promoted() -> None:
    """All representatives resign in the first month; the managers' seats that fall empty then stay so."""
    changes = {
        "tiers.representative.attrition": {"law": "table", "monthly_probability": [0.999999999, 0.1]},
        "tiers.representative.notice_months": 12,
        "tiers.manager.attrition": {"law": "table", "monthly_probability": [0.2]},
        "tiers.manager.promotion": {"min_months_in_grade": 1, "internal_share": 1.0},
        "tiers.manager.hiring": {"median_days": 360.0, "sigma": 0.0},
        "organisation.units.company.seats": {"representative": 20, "manager": 20},
        "time.horizon_months": 12,
    }
    result = ts.run(tiny_scenario("all go", {**CLOSED, **changes}), 20, seed=4, progress=False).result()
    assert (result.monthly("resignations", tier="representative")[:, 0] == 20).all()
    assert result.total("exits", tier="manager").sum() > 200
    assert result.total("promotions").sum() == 0


def test_people_whom_the_past_left_on_notice_go_where_there_is_none_now() -> None:
    lived = {"opening": {"state": "stationary", "firm_age_years": 2}, "tiers.representative.notice_months": 3}
    base = tiny_scenario("base", {**CLOSED, **lived, "tiers.representative.hiring": {"median_days": 30.0}})
    now = base.with_changes("now", {"tiers.representative.notice_months": 0})
    study = ts.run([base, now], 64, seed=4, progress=False)
    gone = study.result("now").monthly("exits") - study.result("now").monthly("resignations")
    assert (gone[:, :3].sum(axis=0) > 0).all()
    assert (gone[:, 3:] == 0).all()
    assert disagreements(now, seed=4, replications=2) == []
    assert study.audit() == []
