"""The shipped baseline: flat when nothing changes, and like the pack it says it is."""

from pathlib import Path

import numpy as np
import pytest

import teamsim as ts


@pytest.fixture(scope="module")
def study(repo: Path) -> ts.Study:
    """400 futures of the three shipped scenarios."""
    names = ("baseline", "richer_accelerator", "capped_plan")
    files = [repo / "scenarios" / f"{name}.yaml" for name in names]
    return ts.run([ts.load_scenario(file) for file in files], 400, seed=12, progress=False)


def test_the_baseline_has_300_seats_six_tiers_three_regions_and_36_months(study: ts.Study) -> None:
    layout = study.result().layout
    assert len(layout.seats) == 300
    assert len(layout.tiers) == 6
    assert layout.units == ("company", "west", "central", "east")
    assert study.result().counts.shape[1] == 36


@pytest.mark.parametrize(
    ("measure", "tolerance"),
    [("headcount", 0.005), ("ramped_capacity", 0.01), ("bookings", 0.015), ("pay", 0.015), ("exits", 0.06)],
)
def test_the_unchanged_baseline_is_flat(study: ts.Study, measure: str, tolerance: float) -> None:
    """Each year within a stated share of the three years' mean.

    Over 400 futures the standard error of a year's mean is .05% (headcount), .1% (capacity), .3% (bookings, pay)
    and .6% (exits); a drift beyond these tolerances would be 5 or more of them.
    """
    years = study.result().monthly(measure).mean(axis=0).reshape(3, 12).mean(axis=1)
    assert np.abs(years / years.mean() - 1.0).max() < tolerance


def test_the_first_month_is_already_like_the_last(study: ts.Study) -> None:
    for tier in study.result().layout.tiers:
        by_month = study.result().monthly("headcount", tier=tier).mean(axis=0)
        assert by_month[0] == pytest.approx(by_month.mean(), rel=0.02), tier


def test_the_pack_holds_together(study: ts.Study) -> None:
    """us_saas: turnover of sellers near 30%, 40-65% at quota among full-year sellers, attainment near one."""
    result = study.result()
    turnover = {tier: result.total("turnover", tier=tier).mean() for tier in result.layout.tiers}
    sellers = ("junior_representative", "representative", "senior_representative")
    assert all(0.14 < turnover[tier] < 0.40 for tier in sellers)
    assert turnover["sales_director"] < turnover["sales_manager"] < 0.20
    assert turnover["representative"] == pytest.approx(0.30, abs=0.02)
    assert 0.40 <= result.total("share_at_quota").mean() <= 0.65
    assert result.total("attainment").mean() == pytest.approx(1.0, abs=0.07)
    assert 0.20 < result.total("pay_cost_ratio").mean() < 0.32
    assert 0.02 < result.total("vacancy").mean() / 300 < 0.07
    assert result.total("cohort_loss").mean() < result.total("turnover").mean()


def test_a_richer_accelerator_costs_more_and_a_cap_less(study: ts.Study) -> None:
    pay = [result.total("pay") for result in study.results]
    assert (pay[1] > pay[0]).all()
    assert (pay[2] < pay[0]).all()


def test_every_identity_holds(study: ts.Study) -> None:
    assert study.audit() == []


def test_an_audit_finds_a_broken_identity(study: ts.Study) -> None:
    from dataclasses import replace

    from teamsim.tallies import Tally

    counts = study.result().counts.copy()
    counts[3, 4, 2, Tally.HIRES] += 1
    assert any("opening + hires" in finding for finding in replace(study.result(), counts=counts).audit())
