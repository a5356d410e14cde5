"""Real results through a plan: hand-checked, on Maven's months and on AdventureWorks' years."""

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import teamsim as ts
from teamsim.analysis import replay, simulated_actuals
from teamsim.plans import Plan
from teamsim.testing import tiny_scenario
from tests.scenario import adventureworks, maven

COMPONENTS = "incentives.plans.rep.components"
FLAT = {"incentives.quota_phasing": "flat"}
TABLE = {"kind": "rate_table", "rates": [[0, 0.1]]}


def plan_with(**components: Any) -> Any:
    """Quota 600,000 in equal months of 50,000; base pay 5,000 a month."""
    return tiny_scenario("plan", {COMPONENTS: components, **FLAT}).plan("rep")


def months(**people: list[float]) -> pd.DataFrame:
    rows = [(name, month, sold) for name, sales in people.items() for month, sold in enumerate(sales)]
    return pd.DataFrame(rows, columns=["person", "month", "bookings"])


QUARTERLY = plan_with(commission=TABLE, bonus={"kind": "lump_sum", "cycle": "quarter", "amount": 3_000})
TWO = months(ann=[50_000] * 3, bob=[40_000] * 3)


def test_payee_by_payee_and_in_total() -> None:
    told = replay(QUARTERLY, TWO)
    people = told.people.set_index("person")
    assert people.loc["ann"].to_dict() == {
        **{"tier": "representative", "unit": "", "bookings": 150_000, "quota": 150_000, "attainment": 1.0},
        **{"base": 15_000, "variable": 18_000, "pay": 33_000, "target_variable": 18_000},
    }
    assert people.loc["bob", ["variable", "attainment"]].tolist() == [12_000, 0.8]
    assert told.total["variable"] == 30_000
    assert told.total["over_budget"] == -6_000
    assert told.total["cost_of_bookings"] == pytest.approx(30_000 / 270_000)
    assert told.by_month.loc[2, "bonus"] == 3_000


def test_winners_and_losers_against_another_plan() -> None:
    richer = plan_with(commission={**TABLE, "rates": [[0, 0.11]]})
    told = replay(richer, TWO, against=QUARTERLY)
    # ann: 16,500 and no bonus; bob: 13,200 in place of 12,000
    assert told.winners.person.tolist() == ["bob"]
    assert told.losers.set_index("person").change.to_dict() == {"ann": -1_500}
    with pytest.raises(ts.TeamsimError, match="There is no other plan"):
        _ = replay(richer, TWO).winners


def test_a_comparison_is_kept_for_what_it_was_asked_and_for_nothing_else() -> None:
    def variable(plan: Any, people: pd.DataFrame) -> list[float]:
        told = replay(QUARTERLY, people, against=plan).people
        assert told["variable_against"].tolist() == replay(plan, people).people["variable"].tolist()
        return told["variable_against"].tolist()

    richer = plan_with(commission={**TABLE, "rates": [[0, 0.11]]})
    assert variable(richer, TWO) == variable(richer, TWO) == [16_500, 13_200]
    assert variable(richer, TWO.assign(bookings=TWO["bookings"] + 10_000)) == [19_800, 16_500]
    assert variable(plan_with(commission={**TABLE, "rates": [[0, 0.12]]}), TWO) == [18_000, 14_400]
    assert variable(richer, TWO.assign(share=0.5)) == [16_500, 13_200]
    with_deals = TWO.assign(deals=[[each] for each in TWO["bookings"] + 10_000]).drop(columns="bookings")
    assert variable(richer, with_deals) == [19_800, 16_500]


RATE = {"now": 0.1}


@ts.rule("commission_payout")
def at_a_rate_that_moves(credited, quota, p):  # type: ignore[no-untyped-def]
    return RATE["now"] * credited


def test_a_rule_of_ones_own_is_asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    own = Plan(QUARTERLY.scenario.with_rule("commission_payout", at_a_rate_that_moves), "rep", QUARTERLY.tier)

    def against() -> list[float]:
        return replay(QUARTERLY, TWO, against=own).people["variable_against"].tolist()

    assert against() == [18_000, 12_000]  # with the bonus of 3,000
    monkeypatch.setitem(RATE, "now", 0.2)  # no hash of a scenario tells
    assert against() == [33_000, 24_000]


def test_how_many_periods_are_beyond_each_threshold() -> None:
    two_quarters = months(ann=[50_000] * 6, bob=[40_000] * 3 + [60_000] * 3)
    beyond = replay(QUARTERLY, two_quarters).beyond_thresholds.set_index("line")
    assert beyond.loc["bonus", ["threshold", "periods", "beyond"]].tolist() == [1.0, 4, 3]


def test_own_quotas_joiners_and_gaps() -> None:
    """Cid joins in the second month with 30,000 a month, sells nothing in the third."""
    table = pd.DataFrame(
        {"person": "cid", "month": [1, 3], "bookings": [30_000.0, 60_000.0], "quota": [30_000.0, 30_000.0]}
    )
    told = replay(plan_with(commission={**TABLE, "cycle": "quarter", "rates": [[0, 0.1], [1, 0.2]]}), table)
    assert told.people.quota.tolist() == [60_000]
    # February and March have a quota of 20,000 each: 10% of 40,000 would be the quarter, 30,000 lie below; then April
    by_month = told.by_month["commission"].to_dict()
    assert by_month == {1: 3_000, 2: 0, 3: 60_000 * 0.1}


def test_dates_stand_at_the_same_month_of_the_year() -> None:
    dated = TWO.assign(month=[f"2023-{month + 1:02d}" for month in TWO.month])
    pd.testing.assert_frame_equal(replay(QUARTERLY, dated).people, replay(QUARTERLY, TWO).people)
    later = TWO.assign(month=[f"2023-{month + 4:02d}-15" for month in TWO.month])
    assert sorted(set(replay(QUARTERLY, later).statements.month)) == [3, 4, 5]


def test_years_are_spread_as_the_quota_is() -> None:
    table = pd.DataFrame({"person": ["ann", "ann"], "year": [2024, 2025], "bookings": [600_000.0, 480_000.0]})
    told = replay(QUARTERLY, table)
    assert told.people[["year", "variable"]].to_numpy().tolist() == [[2024, 72_000], [2025, 48_000]]


def test_what_is_missing_is_told() -> None:
    with pytest.raises(ts.TeamsimError, match=r"no column `bookings`.*\n?.*"):
        replay(QUARTERLY, pd.DataFrame({"person": ["a"], "month": [0]}))
    with pytest.raises(ts.TeamsimError, match="nobody is in the table"):
        replay(QUARTERLY, TWO[TWO["person"] == "nobody"])
    with pytest.raises(ts.TeamsimError, match="neither `month` nor `year`"):
        replay(QUARTERLY, pd.DataFrame({"person": ["a"], "bookings": [0.0]}))
    with pytest.raises(ts.TeamsimError, match="`ann` has month 0 twice"):
        replay(QUARTERLY, pd.concat([TWO, TWO]))
    with pytest.raises(ts.TeamsimError, match=r"months 0 to 12; the scenario has 0 to 11"):
        replay(QUARTERLY, months(ann=[1.0] * 13))


def test_nobody_is_found_in_what_is_exported() -> None:
    people = {f"person {n}": [10_000.0 * (n + 1)] * 2 for n in range(7)}
    table = months(**people)
    table["tier"] = "representative"
    told = replay(plan_with(commission=TABLE), table)
    exported = told.exported()
    assert exported["groups"].people.tolist() == [7]
    assert not set(exported["people"].person) & set(people)
    assert "tier" not in exported["people"]
    assert sorted(exported["people"].variable) == sorted(told.people.variable)
    few = replay(plan_with(commission=TABLE), TWO).exported()
    assert "people" not in few and few["groups"].empty


def maven_bookings(folder: Path) -> pd.DataFrame:
    """What each agent won by month, 0 where nothing."""
    won: dict[tuple[str, str], float] = defaultdict(float)
    for row in maven.won_deals(folder):
        won[row["sales_agent"], row["close_date"][:7]] += float(row["close_value"])
    agents = sorted({agent for agent, _ in won})
    rows = [(agent, month, won[agent, month]) for agent in agents for month in maven.months(folder)]
    return pd.DataFrame(rows, columns=["person", "month", "bookings"])


def test_maven_month_by_month(shared: Path, tmp_path: Path) -> None:
    folder = shared / "data/maven_crm"
    scenario = ts.load_scenario(maven.write(folder, tmp_path))
    table = maven_bookings(folder)
    told = replay(scenario.plan("agents"), table)
    assert len(told.people) == 30
    assert set(told.statements.month) == set(range(2, 12)), "March to December of the fiscal year"
    assert told.total["variable"] == pytest.approx(0.05 * table.bookings.sum(), abs=0.01 * len(table))
    with_cliff = scenario.with_changes(
        "cliff", {"incentives.plans.agents.components.bonus": {"kind": "lump_sum", "cycle": "quarter", "amount": 2_000}}
    )
    changed = replay(with_cliff.plan("agents"), table, against=scenario.plan("agents"))
    beyond = changed.beyond_thresholds.set_index("line").loc["bonus"]
    bonus = changed.statements.query("line == 'bonus' and amount > 0")
    assert changed.total["change"] == pytest.approx(bonus.amount.sum(), abs=0.01 * len(table))
    assert beyond.beyond == len(bonus) and beyond.periods == 4 * 30
    # the first quarter has one month of data: a third of the quota and of the bonus
    assert bonus.groupby("month").amount.max().to_dict() == {2: 666.67, 5: 2_000, 8: 2_000, 11: 2_000}
    assert changed.losers.empty and 0 < len(changed.winners) <= 30


def adventureworks_years(folder: Path) -> pd.DataFrame:
    """Sales of the running and of the last year by person (columns: id, territory, quota, ..., to date, last year)."""
    with (folder / "SalesPerson.csv").open(encoding="utf-8", newline="") as file:
        people = [row for row in csv.reader(file, delimiter="\t") if row[1]]
    rows = [(row[0], year, float(row[place])) for row in people for year, place in ((2014, 5), (2013, 6))]
    return pd.DataFrame(rows, columns=["person", "year", "bookings"])


def test_adventureworks_year_by_year(shared: Path, tmp_path: Path) -> None:
    folder = shared / "data/adventureworks_sales_hr"
    scenario = ts.load_scenario(adventureworks.write(folder, tmp_path))
    table = adventureworks_years(folder)
    told = replay(scenario.plan("sellers"), table)
    rate = scenario.parameters.incentives.plans["sellers"].components["commission"].rates[0][1]
    commission = told.statements.query("line == 'commission'")
    assert commission.groupby("year").amount.sum().tolist() == pytest.approx(
        (rate * table.groupby("year").bookings.sum()).tolist(), abs=14 * 12 * 0.01
    )
    assert len(told.people) == 28 and told.people.year.value_counts().tolist() == [14, 14]
    bonus = told.statements.query("line == 'bonus' and amount > 0")
    assert len(bonus) == (told.people.attainment >= 1.0).sum()


def test_a_replayed_future_pays_what_the_simulation_paid() -> None:
    """Everybody who was there from the first month: the same rules, to the cent."""
    parts = {
        "commission": {**TABLE, "accelerator": 2.0},
        "bonus": {"kind": "lump_sum", "cycle": "quarter", "amount": 999},
    }
    scenario = tiny_scenario("lived", {COMPONENTS: parts})
    study = ts.run(scenario, 1, engine="event", progress=False)
    table = simulated_actuals(study, "representative").drop(columns="quota")
    told = replay(scenario.plan("rep"), table)
    lines = told.statements[told.statements.line != "base pay"].groupby("person").amount.sum()
    is_first = table.groupby("person").month.min() == 0
    for person in is_first[is_first].index:
        paid = study.statement(person)
        paid = paid[~paid.line.isin(["base pay", "final pay"])]
        assert lines[person] == pytest.approx(paid.amount.sum(), abs=0.005), person
    assert is_first.sum() == 6


# -- what a reviewer found: each failed first --------------------------------------------------------------------


def test_single_deals_meet_the_limit_of_the_plan() -> None:
    """10% of 8,000 of each deal; the plan without a limit pays 10% of all."""
    selling = {"tiers.representative.selling.deal_size": 20_000}
    scenario = tiny_scenario("deals", {COMPONENTS: {"commission": TABLE}, **FLAT, **selling})
    limited = scenario.with_changes("limited", {"incentives.plans.rep.deal_limit": 8_000.0})
    table = pd.DataFrame({"person": "ann", "month": [0, 1, 1], "bookings": [5_000.0, 50_000.0, 3_000.0]})
    deals = table.groupby(["person", "month"])["bookings"].agg(list).rename("deals").reset_index()
    told = replay(limited.plan("rep"), deals, against=scenario.plan("rep"))
    assert told.people.loc[0, ["variable", "variable_against"]].tolist() == [1_600, 5_800]
    assert told.people.loc[0, "bookings"] == 58_000
    months_only = table.groupby(["person", "month"], as_index=False)["bookings"].sum()
    with pytest.raises(ts.TeamsimError, match=r"limits single deals.*`deals`"):
        replay(limited.plan("rep"), months_only)


def test_simulated_results_of_deals_are_paid_as_the_simulation_paid_them() -> None:
    changes = {
        "tiers.representative.selling.deal_size": 20_000,
        "incentives.plans.rep.deal_limit": 15_000.0,
        "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.0},
    }
    study = ts.run(tiny_scenario("deals", changes), 2, seed=3, progress=False)
    told = replay(study.scenarios[0].plan("rep"), simulated_actuals(study, "representative"))
    panel = study.panel(None, 0)
    assert told.people["variable"].sum() == pytest.approx((panel.commission + panel.bonus).sum() / 100, abs=0.01)
    assert (panel.own < panel.bookings).any()


def test_an_exit_stands_in_the_last_row_and_a_raise_where_it_happens() -> None:
    table = months(ann=[50_000, 50_000]).assign(exit=[None, "voluntary"], base_annual=[60_000.0, 72_000.0])
    plan = plan_with(commission={**TABLE, "cycle": "quarter", "earned": "at_close", "running_on_exit": "prorate"})
    told = replay(plan, table)
    assert told.people.loc[0, "base"] == 11_000
    assert told.people.loc[0, "variable"] == 10_000, "the running quarter is settled"
