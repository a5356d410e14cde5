"""What holds for every plan: rising pay, caps, order of components, statements that add up to the cent."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import teamsim as ts
from teamsim.tallies import Tally
from teamsim.testing import disagreements, tiny_scenario
from tests.parity.test_engines_agree import scenarios

RATES = st.dictionaries(st.floats(0.05, 2.0), st.floats(0.0, 0.3), max_size=4).map(
    lambda bands: [[0.0, 0.05], *(list(band) for band in sorted(bands.items()))]
)
ATTAINMENTS = st.floats(0.0, 4.0)
COMPONENTS = "incentives.plans.rep.components"


def plan_with(**components: Any) -> Any:
    """The plan of a representative with a quota of 600,000."""
    return tiny_scenario("plan", {COMPONENTS: components}).plan("rep")


@settings(max_examples=60)
@given(rates=RATES, one=ATTAINMENTS, other=ATTAINMENTS, cycle=st.sampled_from(["month", "quarter", "half", "year"]))
def test_marginal_pay_never_falls_and_has_no_jump(
    rates: list[list[float]], one: float, other: float, cycle: str
) -> None:
    plan = plan_with(table={"kind": "rate_table", "cycle": cycle, "rates": rates})
    low, high = sorted((one, other))
    below, above = plan.payout([low, high])
    assert below <= above + 1e-6
    assert above - below <= 0.3 * (high - low) * 600_000 + 1e-3


@settings(max_examples=60)
@given(rates=RATES, attainment=ATTAINMENTS, cap=st.floats(0.1, 3.0), most=st.floats(100.0, 1e5))
def test_caps_hold(rates: list[list[float]], attainment: float, cap: float, most: float) -> None:
    table = {"kind": "rate_table", "rates": rates}
    free, capped = plan_with(table=table), plan_with(table={**table, "cap": cap})
    assert capped.payout(attainment) == pytest.approx(free.payout(min(attainment, cap)))
    limited = plan_with(table={**table, "cycle": "half", "cap_pay": most})
    assert limited.payout(attainment) <= 2 * most * (1 + 1e-12)


def test_a_rising_retroactive_table_jumps_but_never_falls() -> None:
    plan = plan_with(table={"kind": "rate_table", "rates": [[0, 0.05], [1, 0.1]], "retroactive": True})
    paid = plan.payout(np.linspace(0.0, 2.0, 401))
    assert np.all(np.diff(paid) >= 0)
    assert plan.payout(1.0) == pytest.approx(60_000)
    assert plan.payout(0.9999) == pytest.approx(29_997)


def test_the_order_of_components_does_not_matter() -> None:
    parts = {
        "draw": {"kind": "draw", "amount": 3_000, "months": 6},
        "commission": {"kind": "rate_table", "rates": [[0, 0.05]], "paid_every": "quarter"},
        "bonus": {"kind": "lump_sum", "cycle": "quarter", "amount": 2_000, "attainment": 0.7},
        "lunch": {"kind": "benefits", "amount": 100},
    }
    orders = [list(parts), list(reversed(parts))]
    paid = []
    for order in orders:
        scenario = tiny_scenario("order", {COMPONENTS: {name: parts[name] for name in order}})
        assert disagreements(scenario) == []
        paid.append(ts.run(scenario, 3, progress=False).result().counts)
    assert np.array_equal(*paid)


@settings(max_examples=6)
@given(scenario=scenarios(), seed=st.integers(0, 2**32))
def test_statements_add_up_to_what_was_paid(scenario: ts.Scenario, seed: int) -> None:
    """Every person of a replication of a random scenario, to the minor unit."""
    study = ts.run(scenario, 1, seed, engine="event", progress=False)
    panel, layout = study.panel(None, 0), study.result().layout
    for entry, occupant in {*zip(panel.entry_seat.ravel().tolist(), panel.occupant.ravel().tolist(), strict=True)}:
        is_person = (panel.entry_seat == entry) & (panel.occupant == occupant)
        if entry < 0 or not is_person[layout.n_burn_in :].any():
            continue
        told = study.statement(f"{layout.seats[entry].name}#{occupant}")
        owed = sum(int(column[is_person].sum()) for column in (panel.base, panel.commission, panel.bonus))
        assert told[told.line != "final pay"].minor_units.sum() == owed


def test_what_leavers_are_paid_is_told_in_full() -> None:
    changes = {
        COMPONENTS: {"commission": {"kind": "rate_table", "rates": [[0, 0.1]], "paid_every": "half"}},
        "tiers.representative.attrition": {"law": "constant", "annual_turnover": 3.0},
        "organisation.seat_changes": {
            "cut": {"unit": "company", "tier": "representative", "month": 4, "seats": -2, "redundancy": True}
        },
    }
    study = ts.run(tiny_scenario("leavers", changes), 1, progress=False)
    panel, result = study.panel(None, 0), study.result()
    told = [study.statement(person) for person in study.spells.person.unique()]
    final = sum(int(table[table.line == "final pay"].minor_units.sum()) for table in told)
    assert final == panel.final_pay.sum() > 0
    assert result.total("final_pay").sum() == pytest.approx(final / 100)
    earned, paid = result.total("variable_earned"), result.total("variable_paid")
    assert earned == pytest.approx(paid + result.monthly("variable_payable")[:, -1])


def test_a_company_target_is_cascaded_with_over_assignment() -> None:
    """Six seats share 6,000,000 and 10%; the measure tells how much more was assigned."""
    changes = {"incentives.company_target_annual": 6_000_000, "incentives.over_assignment": [0.1]}
    study = ts.run(tiny_scenario("cascade", {**changes, "hiring.recruiters": None}), 5, progress=False)
    assert study.result().layout.model.cells.quota_annual[0] == pytest.approx(1_100_000)
    assert study.result().total("company_target") == pytest.approx(6_000_000)
    assert (study.result().total("assigned_to_target") <= 1.1 + 1e-9).all()


def test_a_ratchet_moves_next_years_quota_to_the_sales() -> None:
    """Everybody sells 20% more than the quota; half of it is added for the second year."""
    certain = {"productivity_annual": 720_000, "talent_sigma": 0.0, "noise_sigma": 0.0}
    changes = {
        "time.horizon_months": 24,
        "incentives.ratchet_up": 0.5,
        "tiers.representative.ramp.months": 0.0,
        "tiers.representative.selling": certain,
        "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.0},
    }
    quota = ts.run(tiny_scenario("ratchet", changes), 1, progress=False).result().monthly("quota")[0]
    assert quota[12:].sum() == pytest.approx(1.1 * quota[:12].sum())


def test_new_people_carry_part_of_the_quota() -> None:
    changes = {"tiers.representative.quota_relief": [0.0, 0.5], "incentives.quota_phasing": "flat"}
    quota = ts.run(tiny_scenario("relief", changes), 1, progress=False).panel(None, 0).quota[:, 0]
    assert quota[:3].tolist() == [0.0, 25_000.0, 50_000.0]


def test_managers_credit_counts_beside_their_peoples() -> None:
    """Two managers share what six representatives book: twice the bookings are credited."""
    lead = {
        "tiers.manager.quota_annual": 3_600_000,
        "incentives.plans.lead": {
            "tiers": ["manager"],
            "components": {"override": {"kind": "override", "rates": [[0, 0.01]], "team_credit": "full"}},
        },
        "tiers.manager.attrition": {"law": "constant", "annual_turnover": 0.0},
    }
    study = ts.run(tiny_scenario("lead", lead), 2, progress=False)
    assert study.result().total("over_credit") == pytest.approx(3.0)
    assert study.result().total("uncredited") == pytest.approx(0.0)


def test_a_contest_goes_to_the_best_of_the_quarter() -> None:
    contest = {"contest": {"kind": "contest", "prizes": [3_000, 1_000]}}
    study = ts.run(tiny_scenario("contest", {COMPONENTS: contest}), 1, progress=False)
    panel = study.panel(None, 0)
    assert (panel.bonus[[2, 5, 8, 11]].sum(axis=1) == 400_000).all()
    best = int(panel.bookings[:3].sum(axis=0).argmax())
    assert panel.bonus[2, best] == 300_000


def test_unknown_plans_and_people_are_told() -> None:
    with pytest.raises(ts.TeamsimError, match="There is no plan `rpe`"):
        tiny_scenario().plan("rpe")
    with pytest.raises(ts.TeamsimError, match="`manager` is not on plan `rep`"):
        tiny_scenario().plan("rep", "manager")
    with pytest.raises(ts.TeamsimError, match="There is no `nobody#0`"):
        ts.run(tiny_scenario(), 1, progress=False).statement("nobody#0")


def test_a_plan_may_be_for_a_role() -> None:
    table = {"kind": "rate_table", "rates": [[0, 0.1]]}
    plans = {"hunters": {"tiers": [], "roles": ["hunter"], "components": {"commission": table}}}
    scenario = tiny_scenario("role", {"tiers.representative.role": "hunter", "incentives.plans": plans})
    assert scenario.plan("hunters").payout(1.0) == pytest.approx(60_000)
    other = {"tiers": ["representative"], "components": {"commission": table}}
    with pytest.raises(ts.TeamsimError, match="`representative` is on plan `hunters` too"):
        scenario.with_changes("twice", {"incentives.plans.other": other})
    with pytest.raises(ts.TeamsimError, match="there is no role `huntr`"):
        scenario.with_changes("typo", {"incentives.plans.hunters.roles": ["huntr"]})


def test_empty_cells_of_a_table_say_nothing() -> None:
    """A quota that changes in March is written in March only; a month without deals has none."""
    import pandas as pd

    plan = tiny_scenario("plan", {"incentives.quota_phasing": "flat"}).plan("rep")
    sold = [50_000.0] * 4
    gaps = pd.DataFrame({"bookings": sold, "quota_annual": [None, None, 300_000.0, None], "prize": [None] * 4})
    whole = [{"bookings": 50_000.0, **({"quota_annual": 300_000.0} if month == 2 else {})} for month in range(4)]
    pd.testing.assert_frame_equal(plan.statement(gaps), plan.statement(whole))
    deals = pd.DataFrame({"deals": [[20_000.0, 30_000.0], None]})
    assert plan.statement(deals).set_index("month").query("line != 'base pay'").amount.tolist() == [5_000.0, 0.0]


@pytest.mark.parametrize("n_more", [1, 3, 7])
def test_a_band_cut_in_parts_pays_the_same_in_either_engine(n_more: int) -> None:
    """Few bands and many are worked out by different loops of the compiled engine."""
    plain = [[0.0, 0.06], [0.5, 0.09], [1.0, 0.12]]
    cut = sorted([*plain, *([0.5 + 0.05 * (k + 1), 0.09] for k in range(n_more))])
    changes = {f"{COMPONENTS}.commission.rates": plain, f"{COMPONENTS}.commission.accelerator": 1.0}
    few = tiny_scenario("few", changes)
    many = few.with_changes("many", {f"{COMPONENTS}.commission.rates": cut})
    own = {"opening.past": "own"}  # the same rates in the past, so nothing is restated
    study = ts.run([few.with_changes("few", own), many.with_changes("many", own)], 6, progress=False)
    shown, hidden = (result.counts[..., Tally.COMMISSION] for result in study.results)
    np.testing.assert_allclose(shown, hidden, rtol=1e-9, atol=0.02)
    assert shown.sum() > 0.0
    assert disagreements(many, seed=3) == []
