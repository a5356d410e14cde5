"""The audit of one replication: clean on whole scenarios, and it finds a panel that was tampered with."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import teamsim as ts
from teamsim.audit import panel_findings
from teamsim.opening import opening_of
from teamsim.panel import Panel
from teamsim.tallies import Tally
from teamsim.testing import tiny_scenario
from tests.scenario.tiny import tiny, write

SELLERS = "incentives.plans.rep.components"


def plan(cycle: str, bonus_cycle: str, cap: float | None = None) -> dict[str, Any]:
    """A commission and a lump sum for representatives, three years, with promotions."""
    return {
        "time.horizon_months": 36,
        f"{SELLERS}.commission": {
            "kind": "rate_table", "cycle": cycle, "rates": [[0, 0.06], [0.9, 0.12]], "cap": cap,
        },
        f"{SELLERS}.bonus": {"kind": "lump_sum", "cycle": bonus_cycle, "attainment": 0.8, "amount": 4000},
    }  # fmt: skip


def findings_of(study: ts.Study, panel: Panel) -> list[str]:
    result = study.result()
    return panel_findings(result, panel, opening_of(result.layout, study.seed).of(np.array([0])))


def test_the_baseline_pays_what_it_owes(repo: Path) -> None:
    names = ("baseline", "richer_accelerator", "capped_plan")
    scenarios = [ts.load_scenario(repo / "scenarios" / f"{name}.yaml") for name in names]
    assert ts.run(scenarios, 1, seed=3, progress=False).audit() == []


@pytest.mark.parametrize("cycles", [("quarter", "year"), ("year", "quarter"), ("quarter", "quarter"), ("year", "year")])
@pytest.mark.parametrize("cap", [None, 1.1])
@pytest.mark.parametrize(
    "more",
    [
        {},
        {"time.fiscal_year_start": 6, "time.burn_in_months": 2},
        {"opening.state": "stationary", "opening.firm_age_years": 2, "time.fiscal_year_start": 2},
    ],
    ids=["new", "mid-year", "stationary"],
)
def test_tiny_plans_pay_what_they_owe(cycles: tuple[str, str], cap: float | None, more: dict[str, Any]) -> None:
    scenario = tiny_scenario(changes={**plan(*cycles, cap), **more})
    for seed in range(3):
        for engine in ("compiled", "event"):
            assert ts.run(scenario, 1, seed, engine=engine, progress=False).audit() == []


def test_lump_sums_reached_exactly_and_settled_by_promotions_are_owed() -> None:
    """Without luck everybody sells exactly the quota; managers leave often, so people are promoted."""
    exactly = {
        f"{SELLERS}.bonus.attainment": 1.0,
        "tiers.representative.ramp.months": 0.0,
        "tiers.representative.selling": {"productivity_annual": 600_000, "talent_sigma": 0.0, "noise_sigma": 0.0},
        "tiers.manager.attrition": {"law": "constant", "annual_turnover": 2.0},
    }
    study = ts.run(tiny_scenario(changes={**plan("quarter", "year"), **exactly}), 1, seed=2, progress=False)
    assert study.audit() == []
    panel, layout = study.panel(None, 0), study.result().layout
    managers = [seat.tier == "manager" for seat in layout.seats]
    assert panel.bonus[:, managers].any()
    spoiled = panel.bonus.copy()
    month, seat = np.argwhere((spoiled > 0) & np.array(managers))[0]
    spoiled[month, seat] += 5
    assert any("lump sum" in finding for finding in findings_of(study, panel._replace(bonus=spoiled)))


def test_part_time_and_leave_of_a_roster_are_accounted_for(tmp_path: Path) -> None:
    people = "person_id,unit,tier,fte,on_leave\nann,north,junior,0.5,false\ncai,south,senior,0.8,true\n"
    write(tmp_path, people, "people.csv")
    bonus = "{kind: lump_sum, amount: 3000, attainment: 0.5, cycle: quarter}"
    plans = f"incentives: {{plans: {{sellers: {{components: {{bonus: {bonus}}}}}}}}}\n"
    scenario = tiny(tmp_path, f"name: rostered\nopening: {{roster: people.csv}}\n{plans}")
    study = ts.run(scenario, 1, progress=False)
    assert study.audit() == []
    result, panel = study.result(), study.panel(None, 0)
    opening = opening_of(result.layout, study.seed).of(np.array([0]))
    full_time = opening._replace(fte=np.ones_like(opening.fte))
    assert any("lump sum" in finding for finding in panel_findings(result, panel, full_time))


@ts.rule("commission_payout")
def flat_commission(credited, quota, p):  # type: ignore[no-untyped-def]
    return 0.031 * credited if quota > 0.0 else 0.0


@ts.rule("cycle_quota")
def easier_quota(monthly_quota, weight_now, weight_to_end, seated_share):  # type: ignore[no-untyped-def]
    return 0.8 * monthly_quota * (weight_now * seated_share + (weight_to_end - weight_now))


@ts.rule("bonus_payout")
def certain_bonus(credited, quota, share_of_cycle, p):  # type: ignore[no-untyped-def]
    return 100.0 * share_of_cycle


@pytest.mark.parametrize("own", [flat_commission, easier_quota, certain_bonus], ids=lambda own: own.name)
def test_what_is_owed_follows_replaced_rules(own: Any) -> None:
    standard = tiny_scenario(changes=plan("quarter", "quarter"))
    study = ts.run(standard.with_rule(own.replaces, own), 1, engine="event", progress=False)
    assert study.audit() == []
    assert findings_of(ts.run(standard, 1, progress=False), study.panel(None, 0))


@pytest.fixture(scope="module")
def study() -> ts.Study:
    return ts.run(tiny_scenario(changes=plan("year", "quarter")), 1, progress=False)


def test_five_cents_too_much_in_one_month_are_found(study: ts.Study) -> None:
    panel = study.panel(None, 0)
    assert findings_of(study, panel) == []
    commission = panel.commission.copy()
    commission[4, _stays_all_year(panel)] += 5
    found = findings_of(study, panel._replace(commission=commission))
    assert [finding for finding in found if "commission paid is not what is owed (1 times)" in finding]


def test_an_absent_person_who_is_paid_is_found(study: ts.Study) -> None:
    panel = study.panel(None, 0)
    month, seat = np.argwhere(panel.entry_seat < 0)[0]
    base = panel.base.copy()
    base[month, seat] = 100
    found = findings_of(study, panel._replace(base=base))
    assert any(f"somebody absent is paid (1 times): {_name(study, seat)} in month {month}" in each for each in found)


def test_a_regraded_seat_that_is_held_twice_is_found() -> None:
    moving = tiny_scenario("moving", plan("year", "quarter") | {"promotion.moves.representative": {"manager": 0.9}})
    study = ts.run(moving, 1, progress=False)
    panel, home = study.panel(None, 0), study.result().layout.model.seats.home
    assert findings_of(study, panel) == []
    face = int(np.flatnonzero(home != np.arange(home.size))[0])
    entry_seat = panel.entry_seat.copy()
    entry_seat[3, [face, home[face]]] = face
    found = findings_of(study, panel._replace(entry_seat=entry_seat))
    expected = f"a regraded seat is held twice (1 times): {_name(study, home[face])} in month 3"
    assert any(expected in each for each in found)


def test_people_who_do_not_add_up_to_the_counts_are_found(study: ts.Study) -> None:
    counts = study.result().counts * 1.001
    found = replace(study, results=(replace(study.result(), counts=counts),)).audit()
    assert any("people's commission do not add up" in finding for finding in found)


def test_on_costs_that_do_not_fit_the_pay_are_found(study: ts.Study) -> None:
    panel = study.panel(None, 0)
    on_costs = panel.on_costs.copy()
    on_costs[3, _stays_all_year(panel)] -= 5
    found = findings_of(study, panel._replace(on_costs=on_costs))
    assert any("on-costs are not what is due on the month's pay (1 times)" in finding for finding in found)


def test_severance_of_who_stays_or_less_than_the_law_asks_is_found() -> None:
    """Two are made redundant; the generic jurisdiction owes them at least two months of fixed pay, 10,000."""
    cut = {"unit": "company", "tier": "representative", "month": 5, "seats": -2, "redundancy": True}
    study = ts.run(tiny_scenario(changes={"organisation.seat_changes": {"cut": cut}}), 1, progress=False)
    panel = study.panel(None, 0)
    assert findings_of(study, panel) == []
    month, seat = np.argwhere(panel.severance)[0]
    for place, amount in (((month, seat), 999_000), ((month - 1, seat), 1)):
        severance = panel.severance.copy()
        severance[place] = amount
        found = findings_of(study, panel._replace(severance=severance))
        assert any("severance is paid to who stays, or is less" in finding for finding in found)


def test_severance_of_who_acts_is_reckoned_without_the_allowance() -> None:
    """Whoever acts for a head that has left is made redundant with the others, on base pay alone."""
    changes = {
        "organisation.units.company.seats": {"representative": 6, "manager": 1},
        "organisation.seat_changes": {
            "cut": {"unit": "company", "tier": "representative", "month": 9, "seats": -6, "redundancy": True}
        },
        "tiers.manager.hiring.backfill_share": 0.0,
        "tiers.manager.attrition": {"law": "constant", "annual_turnover": 6.0},
        "promotion.acting": {"after_months": 1, "min_months_in_grade": 0, "allowance": 0.5},
    }
    study = ts.run(tiny_scenario(changes=changes), 1, seed=1, progress=False)
    panel = study.panel(None, 0)
    month, seat = np.argwhere(panel.severance > 0).T
    assert panel.base[month - 1, seat].max() == 1.5 * panel.base[month - 1, seat].min(), "who acts must be among them"
    assert study.audit() == []


def test_above_the_cap_of_pay_fewer_years_may_count() -> None:
    """China, 36 years: 6,000 fixed alone would be owed 36 + 1 months; pay above 12,000 is owed 12 x 12,000."""
    changes = {
        "money.currency": "CNY",
        "costs.jurisdiction": {"profile": "cn", "local_average_wage_annual": 48_000},
        "opening": {"state": "uniform", "tenure_months": 480},
        "tiers.representative.base_annual": 72_000,
        "tiers.representative.quota_annual": 3_600_000,
        "tiers.representative.selling.productivity_annual": 3_600_000,
        "organisation.seat_changes": {
            "cut": {"unit": "company", "tier": "representative", "month": 5, "seats": -6, "redundancy": True}
        },
    }
    study = ts.run(tiny_scenario(changes=changes), 1, seed=1, progress=False)
    panel = study.panel(None, 0)
    month = np.argwhere(panel.severance)[0][0]
    longest = int((30 * month - panel.hire_day[month - 1]).max()) // 360
    assert longest > 24, "somebody must have served so long that the cap costs them"
    assert study.audit() == []


def test_cash_that_comes_from_nowhere_is_found(study: ts.Study) -> None:
    counts = study.result().counts.copy()
    counts[0, 4, 0, Tally.COLLECTIONS] += 0.01
    found = replace(study, results=(replace(study.result(), counts=counts),)).audit()
    assert any("collected + written off + open" in finding for finding in found)


def _name(study: ts.Study, seat: int) -> str:
    return study.result().layout.seats[seat].name


def _stays_all_year(panel: Panel) -> int:
    """A representative's seat whose person stays through the first year."""
    same = (panel.entry_seat[:12] == panel.entry_seat[0]) & (panel.occupant[:12] == panel.occupant[0])
    return int(np.flatnonzero(same.all(axis=0) & (panel.commission[:12].sum(axis=0) > 0))[0])
