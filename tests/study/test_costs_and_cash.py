"""What people cost and when cash comes, worked out by hand, in both engines.

Nobody leaves by chance and there is no luck: a representative books 50,000 a month, exactly the quota, and is paid
5,000 fixed and 5,000 commission; a manager is paid 10,000. All eight therefore cost 10,000 a month.
"""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import teamsim as ts
from teamsim.results import Results
from teamsim.testing import tiny_scenario

STAY = {"law": "constant", "annual_turnover": 0.0}
CERTAIN = {
    "tiers.representative.ramp": {"shape": "linear", "months": 0},
    "tiers.representative.attrition": STAY,
    "tiers.manager.attrition": STAY,
    "tiers.representative.selling": {"productivity_annual": 600_000, "talent_sigma": 0.0, "noise_sigma": 0.0},
}
ENGINES = pytest.mark.parametrize("engine", ["compiled", "event"])
CN = {"money": {"currency": "CNY"}, "costs.jurisdiction": {"profile": "cn"}}
US = {"costs.jurisdiction": {"profile": "us"}}


def lived(engine: Any, **changes: Any) -> Results:
    """One future of the certain organisation; its audit is clean."""
    scenario = tiny_scenario(changes={**CERTAIN, **{path.replace("__", "."): v for path, v in changes.items()}})
    study = ts.run(scenario, 1, engine=engine, progress=False)
    assert study.audit() == []
    return study.result()


def money(result: Results, measure: str, **cut: str) -> list[float]:
    """A measure month by month, to the cent."""
    return np.round(result.monthly(measure, **cut)[0], 2).tolist()


def cut(month: int, n_seats: int = 2) -> dict[str, Any]:
    """Representatives are made redundant on the first of a month."""
    change = {"unit": "company", "tier": "representative", "month": month, "seats": -n_seats, "redundancy": True}
    return {"organisation.seat_changes": {"cut": change}}


# -- on-costs and severance ------------------------------------------------------------------------------------


@ENGINES
@pytest.mark.parametrize(
    ("law", "each"), [(US, 620 + 145 + 3.5 + 33.75), (CN, 3_270), ({}, 2_500)], ids=["us", "cn", "generic"]
)
def test_on_costs_of_a_month_are_those_of_all_pay(engine: str, law: dict[str, Any], each: float) -> None:
    result = lived(engine, **law)
    assert money(result, "pay") == [80_000] * 12
    assert money(result, "on_costs") == [8 * each] * 12
    assert money(result, "compensation") == [80_000 + 8 * each] * 12
    assert result.total("compensation_cost_of_sales")[0] == pytest.approx((80_000 + 8 * each) / 300_000)


@ENGINES
def test_no_line_with_a_rate_costs_nothing(engine: str) -> None:
    free = {"profile": "generic", "contribution_rate": 0.0}
    assert money(lived(engine, costs__jurisdiction=free), "on_costs") == [0.0] * 12


@ENGINES
def test_redundancy_pays_service_and_notice_on_usual_pay(engine: str) -> None:
    """China, 7 months: a year counts, so 1 + 1 months; a lump sum of 6,000 a year is 500 a month of usual pay."""
    bonus = {"kind": "lump_sum", "cycle": "year", "attainment": 1.0, "amount": 6_000}
    result = lived(engine, **CN, **cut(7), incentives__plans__rep__components__bonus=bonus)
    assert money(result, "severance") == [0.0] * 7 + [2 * 21_000.0] + [0.0] * 4
    assert result.total("exits_involuntary")[0] == 2


@ENGINES
def test_usual_pay_follows_attainment(engine: str) -> None:
    """Who books 80% of quota usually earns 5,000 + 4,000; generic: 1 + .5 x 6/12 + 1 months of it, each."""
    result = lived(engine, **cut(6), tiers__representative__quota_annual=750_000)
    assert money(result, "severance")[6] == 2 * 2.25 * 10_000.0, "a rate on bookings does not depend on quota"
    capped = {"kind": "rate_table", "rates": [[0, 0.1]], "cap": 0.5}
    result = lived(engine, **cut(6), incentives__plans__rep__components__commission=capped)
    assert money(result, "severance")[6] == 2 * 2.25 * 7_500.0


@ENGINES
def test_who_resigns_gets_nothing_unless_bound(engine: str) -> None:
    gone = {"law": "table", "monthly_probability": [0.1]}
    free = lived(engine, tiers__representative__attrition=gone)
    assert free.total("exits_voluntary")[0] > 0
    assert free.total("severance")[0] == 0.0
    law = {"profile": "generic", "non_compete_share": 0.5, "non_compete_months": 3}
    bound = lived(engine, tiers__representative__attrition=gone, costs__jurisdiction=law)
    assert bound.total("severance")[0] == pytest.approx(free.total("exits_voluntary")[0] * 0.5 * 3 * 10_000)


@settings(max_examples=15)
@given(
    law=st.sampled_from([US, CN, {}]),
    pays=st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(sorted),
)
def test_on_costs_never_fall_with_pay(law: dict[str, Any], pays: list[int]) -> None:
    low, high = (lived("compiled", **law, tiers__manager__base_annual=pay).total("on_costs")[0] for pay in pays)
    assert low <= high


# -- cost lines ------------------------------------------------------------------------------------------------

LINES = {
    "tiers.representative.costs": {"hiring_per_hire": 1_000, "training_per_hire": 200, "travel_monthly": 30},
    "tiers.manager.costs": {"hiring_per_hire": 5_000, "overhead_monthly": 70},
    "costs.licences_monthly": 10,
    "costs.recruiter_annual": 12_000,
    "costs.fixed_monthly": 400,
    "hiring.recruiters": 2,
}


@ENGINES
def test_cost_lines_are_rates_times_hires_and_heads(engine: str) -> None:
    gone = {"law": "table", "monthly_probability": [0.1]}
    result = lived(engine, **LINES, tiers__representative__attrition=gone)
    hires, heads = result.total("hires")[0], 12 * result.total("headcount")[0]
    assert hires > 0
    sellers, managers = ({"tier": tier} for tier in ("representative", "manager"))
    left = result.total("exits_voluntary")[0]
    assert result.total("training_cost")[0] == pytest.approx(200 * hires)
    assert result.total("hiring_cost", **sellers)[0] == pytest.approx(1_000 * hires)
    assert result.total("hiring_cost")[0] == pytest.approx(1_000 * hires + 2 * 12_000)
    assert result.total("running_cost", **sellers)[0] == pytest.approx(40 * (heads - 24))
    assert result.total("running_cost", **managers)[0] == pytest.approx(80 * 24)
    assert result.total("running_cost")[0] == pytest.approx(40 * (heads - 24) + 80 * 24 + 12 * 400)
    assert result.total("cost_per_hire")[0] == pytest.approx(1_000 + 24_000 / hires)
    assert result.total("cost_of_turnover")[0] == pytest.approx(1_200 * left)


def test_the_whole_costs_what_its_tiers_cost_and_what_no_tier_does() -> None:
    result = lived("compiled", **LINES, **cut(5))
    parts = ("compensation", "severance", "hiring_cost", "training_cost", "running_cost")
    assert result.total("cost") == pytest.approx(sum(result.total(part) for part in parts))
    tiers = sum(result.total("cost", tier=tier) for tier in ("representative", "manager"))
    assert result.total("cost") - tiers == pytest.approx(2 * 12_000 + 12 * 400)
    assert result.months["cost"].sum() == pytest.approx(tiers[0])
    assert result.total("net_margin") == pytest.approx(0.75 * result.total("bookings") - result.total("cost"))
    assert result.total("cost", unit="company") == result.total("cost"), "the root unit is the whole"


# -- cash ------------------------------------------------------------------------------------------------------


@ENGINES
def test_a_new_organisation_waits_for_its_cash(engine: str) -> None:
    """300,000 a month: a fifth at once, half in a month, a fifth in two, a tenth never."""
    result = lived(engine, money={"payment_schedule": [0.2, 0.5, 0.2]})
    assert money(result, "bookings") == [300_000] * 12
    assert money(result, "collections") == [60_000, 210_000] + [270_000] * 10
    assert money(result, "receivables") == [240_000] + [330_000] * 11
    assert money(result, "written_off") == [0, 0] + [30_000] * 10
    settled = result.total("collections") + result.total("written_off") + result.monthly("receivables")[:, -1]
    assert settled == pytest.approx(result.total("bookings"))


def test_cash_at_once_is_the_bookings() -> None:
    study = ts.run(tiny_scenario(), 5, seed=2, progress=False)
    assert np.array_equal(study.result().monthly("collections"), study.result().monthly("bookings"))
    assert not study.result().total("receivables").any()


@ENGINES
def test_business_of_the_past_is_collected(engine: str) -> None:
    """A firm of one year, invoices paid after 18 months: what it booked in its first six months comes from month 6."""
    season = [1.0, 1.5, 0.5, 1.0, 1.2, 0.8, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
    opening = {"state": "stationary", "firm_age_years": 1}
    late = {"payment_schedule": [0.0] * 18 + [1.0]}
    result = lived(engine, opening=opening, money=late, selling={"season": season})
    assert money(result, "collections") == [0.0] * 6 + [300_000 * factor for factor in season[:6]]
    prompt = lived(engine, opening=opening, money={"payment_schedule": [0.5, 0.5]}, selling={"season": season})
    factors = np.array(season)
    assert prompt.monthly("collections")[0] == pytest.approx(150_000 * (factors + np.roll(factors, 1)))


def test_a_steady_firm_collects_what_it_books() -> None:
    """Cash of the first months is from the past: talent of histories is restated to that of the futures.

    Standard errors over seeds are .27% and .12% (measured); tolerances 3.5 of them: one false alarm in 2,000 each.
    """
    scenario = tiny_scenario(
        changes={
            "opening": {"state": "stationary", "firm_age_years": 5},
            "money.payment_schedule": [0.0, 0.0, 0.6, 0.4],
        }
    )
    result = ts.run(scenario, 2_000, seed=5, progress=False).result()
    assert result.total("collections").mean() == pytest.approx(result.total("bookings").mean(), rel=0.0095)
    assert result.total("receivables").mean() == pytest.approx(2.4 / 12 * result.total("bookings").mean(), rel=0.0042)
