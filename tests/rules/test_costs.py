"""What an employer pays beside pay, by hand: the shipped jurisdictions, compiled and plain."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamsim._jit import source_of
from teamsim.rules.costs import counted_years, due_on_exit, non_compete_pay, notice_pay, on_costs, severance
from teamsim.scenario.build import jurisdiction_records
from teamsim.scenario.schema import (
    ChinaJurisdiction,
    ContributionLine,
    GenericJurisdiction,
    Jurisdiction,
    UnitedStatesJurisdiction,
)


def _record(jurisdiction: Jurisdiction) -> Any:
    return jurisdiction_records(jurisdiction)[0]


CN = _record(ChinaJurisdiction())
US = _record(UnitedStatesJurisdiction())
GENERIC = _record(GenericJurisdiction())
PROFILES = st.sampled_from([CN, US, GENERIC])
"""China with a local average wage of 12,434 a month: contributions on 7,460.40 to 37,302; 32.7% in all."""


@pytest.mark.parametrize(
    ("p", "pay", "expected"),
    [
        (GENERIC, 10_000.0, 2_500.0),
        (CN, 20_000.0, 6_540.0),
        (CN, 5_000.0, 0.327 * 7_460.4),
        (CN, 50_000.0, 0.327 * 37_302.0),
        (US, 10_000.0, 620.0 + 145.0 + 3.5 + 33.75),
        (US, 20_000.0, 953.25 + 290.0 + 3.5 + 33.75),
        (CN, 0.0, 0.0),
    ],
)
def test_contributions_by_hand(p: Any, pay: float, expected: float) -> None:
    assert on_costs(pay, p) == pytest.approx(expected)
    assert source_of(on_costs)(pay, p) == pytest.approx(expected)


def test_twelve_equal_months_make_the_year_of_the_american_tables() -> None:
    """240,000 a year: 11,439 Social Security, 3,480 Medicare, 42 federal, 405 state unemployment tax."""
    assert 12 * on_costs(20_000.0, US) == pytest.approx(11_439 + 3_480 + 42 + 405)


def test_a_line_of_one_s_own_is_added() -> None:
    """A trade union fee of 2% up to 120,000 a year: 200 on any pay from 10,000 a month."""
    union = {"union": ContributionLine(rate=0.02, ceiling_annual=120_000)}
    p = _record(ChinaJurisdiction(more_lines=union))
    for pay in (10_000.0, 30_000.0):
        assert on_costs(pay, p) - on_costs(pay, CN) == pytest.approx(200.0)


@given(PROFILES, st.floats(0.0, 1e6), st.floats(0.0, 1e6))
def test_contributions_never_fall_with_pay(p: Any, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0.0 <= on_costs(low, p) <= on_costs(high, p) + 1e-9


@pytest.mark.parametrize(
    ("years", "months", "counted"),
    [(0, 1, 0.5), (0, 6, 1.0), (3, 0, 3.0), (3, 2, 3.5), (3, 5.97, 3.5), (3, 6, 4.0), (3, 7, 4.0), (3, 11.5, 4.0)],
)
def test_service_counts_by_half_years_in_china(years: int, months: float, counted: float) -> None:
    assert counted_years(12.0 * years + months, CN) == counted
    assert source_of(counted_years)(12.0 * years + months, CN) == counted


@pytest.mark.parametrize(
    ("p", "months_of_service", "pay", "expected"),
    [
        (CN, 43.0, 20_000.0, 80_000.0),  # 3 years and 7 months: 4 months' pay
        (CN, 180.0, 20_000.0, 300_000.0),  # 15 years below the cap all count
        (CN, 180.0, 50_000.0, 12 * 37_302.0),  # above the cap: three average wages, twelve years
        (CN, 43.0, 50_000.0, 4 * 37_302.0),
        (GENERIC, 36.0, 10_000.0, 25_000.0),  # 1 + 3 x .5 months
        (GENERIC, 0.0, 10_000.0, 10_000.0),
        (US, 72.0, 10_000.0, 12 / 52 * 120_000.0),  # 6 years: 12 weeks
        (US, 240.0, 10_000.0, 60_000.0),  # 20 years: no more than 26 weeks
    ],
)
def test_severance_by_hand(p: Any, months_of_service: float, pay: float, expected: float) -> None:
    assert severance(months_of_service, pay, p) == pytest.approx(expected)
    assert source_of(severance)(months_of_service, pay, p) == pytest.approx(expected)


@given(PROFILES, st.floats(0.0, 480.0), st.floats(0.0, 480.0), st.floats(0.0, 1e6))
def test_severance_never_falls_with_service(p: Any, one: float, other: float, pay: float) -> None:
    low, high = sorted((one, other))
    assert 0.0 <= severance(low, pay, p) <= severance(high, pay, p) + 1e-9


def test_notice_is_the_one_of_n_plus_one() -> None:
    assert notice_pay(20_000.0, CN) == 20_000.0
    assert notice_pay(20_000.0, US) == 0.0


def test_a_person_bound_for_half_a_year_gets_thirty_per_cent_of_pay_in_china() -> None:
    bound = _record(ChinaJurisdiction(non_compete_months=6.0))
    assert non_compete_pay(20_000.0, bound) == pytest.approx(36_000.0)
    assert non_compete_pay(20_000.0, CN) == 0.0


def test_who_is_dismissed_gets_n_plus_one_and_who_is_bound_is_paid_however_they_leave() -> None:
    """3 years and 7 months on 20,000: 4 + 1 months; bound for half a year: 36,000 more."""
    bound = _record(ChinaJurisdiction(non_compete_months=6.0))
    for rule in (due_on_exit, source_of(due_on_exit)):
        assert rule(True, 43.0, 20_000.0, CN) == pytest.approx(100_000.0)
        assert rule(False, 43.0, 20_000.0, CN) == 0.0
        assert rule(True, 43.0, 20_000.0, bound) == pytest.approx(136_000.0)
        assert rule(False, 43.0, 20_000.0, bound) == pytest.approx(36_000.0)


def test_another_city_moves_floor_ceiling_and_cap_together() -> None:
    p = _record(ChinaJurisdiction(local_average_wage_annual=120_000.0))
    assert np.allclose(p.line_floor[:5], 6_000.0)
    assert np.allclose(p.line_ceiling[:5], 30_000.0)
    assert severance(12.0, 31_000.0, p) == 30_000.0
