"""How people may play a plan: what is predicted has the right sign, and without response nothing happens."""

from typing import Any

import numpy as np
import pytest

from teamsim.analysis import behavioural_forecast, gaming_audit, plan_costs
from teamsim.analysis.behaviour import pay_of, people_of, talents_of
from teamsim.analysis.gaming import Terms, moved
from teamsim.analysis.outlook import outlook_of
from teamsim.analysis.plan_curves import curves_of
from teamsim.analysis.plan_programme import programme_of
from teamsim.errors import InputError
from teamsim.response import ElasticityCost, Preferences
from teamsim.testing import tiny_scenario

COMPONENTS = "incentives.plans.rep.components"
SELLING = {"productivity_annual": 600_000, "talent_sigma": 0.2, "noise_sigma": 0.3}
TABLE = {"kind": "rate_table", "rates": [[0, 0.1]]}


def plan_with(**components: Any) -> Any:
    return tiny_scenario("plan", {COMPONENTS: components, "tiers.representative.selling": SELLING}).plan("rep")


LINEAR = plan_with(commission=TABLE)
CLIFF = plan_with(commission=TABLE, bonus={"kind": "lump_sum", "amount": 40_000})


def test_a_plan_becomes_a_programme_in_shares_of_quota() -> None:
    """10% of 600,000 and four bonuses of 3,000: 60,000 + 12,000 at quota, 12% of it."""
    programme = programme_of(
        plan_with(commission=TABLE, bonus={"kind": "lump_sum", "cycle": "quarter", "amount": 3_000})
    )
    assert (programme.periods, [c.cycle for c in programme.components]) == (12, [12, 3])
    assert programme.pay_at_quota == pytest.approx(0.12)
    assert programme.components[1].payout([0.2499, 0.25, 0.3]).tolist() == pytest.approx([0.0, 0.005, 0.005])
    assert programme.scaled(2.0).pay_at_quota == pytest.approx(0.24)


def test_the_programme_pays_what_the_plan_pays() -> None:
    table = {"kind": "rate_table", "rates": [[0, 0.05], [0.8, 0.1]], "accelerator": 2, "cap": 1.4, "threshold": 0.3}
    plan = plan_with(table=table, half={"kind": "lump_sum", "cycle": "half", "levels": [[0.9, 1_000], [1.1, 3_000]]})
    attainments = np.array([0.1, 0.3, 0.7, 0.95, 1.0, 1.2, 1.6])
    even = np.repeat(attainments[:, None] / 12, 12, axis=1) * (1 + 1e-12)
    assert pay_of(programme_of(plan).components, even) * 600_000 == pytest.approx(plan.payout(attainments), rel=1e-9)


def test_what_does_not_follow_from_own_results_is_left_out_and_told() -> None:
    parts = {
        "contest": {"kind": "contest", "prizes": [1_000]},
        "spif": {"kind": "spif", "from_month": 0, "until_month": 1, "rate": 0.01},
        "year": TABLE,
        "half": {**TABLE, "cycle": "half", "rates": [[0, 0.02]]},
        "quarter": {**TABLE, "cycle": "quarter", "rates": [[0, 0.01]]},
    }
    told = programme_of(plan_with(**parts))
    assert told.names == ("year", "half")
    assert [text.split(":")[0] for text in told.left_out] == ["spif", "contest", "quarter"]


def test_a_linear_plan_at_the_reference_rate_calls_for_no_other_effort() -> None:
    people = people_of(LINEAR, programme_of(LINEAR), 0.3, n=200)
    assert people.efforts == pytest.approx(1.0, abs=5e-3)
    twice = people_of(LINEAR, programme_of(LINEAR).scaled(2.0), 0.3, reference_rate=0.1, n=200)
    assert twice.efforts == pytest.approx(2**0.3, abs=5e-3)


def test_nothing_happens_without_response_or_a_reason() -> None:
    audit = gaming_audit(LINEAR, elasticities=(0.3,), n=500)
    response = audit.table["elasticity 0.3"]
    assert audit.table.loc[["bunching", "discount_cost", "give_up_share"], "no response"].tolist() == [0, 0, 0]
    assert response[["bunching", "discount_cost", "give_up_share"]].tolist() == [0, 0, 0]
    assert response["pay"] == pytest.approx(0.1)
    assert np.array_equal(
        talents_of(outlook_of(LINEAR.scenario, "representative")), np.unique(audit.people[0.3].talents)
    )


def test_people_bunch_above_a_cliff_the_more_the_more_they_respond() -> None:
    audit = gaming_audit(CLIFF, elasticities=(0.1, 0.6), n=2_000)
    excess = audit.table.loc["bunching"]
    assert excess["elasticity 0.6"] > excess["elasticity 0.1"] > excess["no response"] == 0
    rows = audit.bunching[audit.bunching.component == "bonus"]
    assert rows.attainment.tolist() == [1.0, 1.0]
    assert audit.usual == 0.6


def test_deals_are_moved_over_a_cliff_and_cost_a_discount() -> None:
    audit = gaming_audit(CLIFF, elasticities=(0.3,), terms=Terms(limit=0.2, price=0.1), n=1_000)
    told = audit.table["elasticity 0.3"]
    assert told["pulled_in"] > 0
    assert told["discount_cost"] == pytest.approx(0.1 * (told["pulled_in"] + told["pushed_out"]))
    dear = gaming_audit(CLIFF, elasticities=(0.3,), terms=Terms(limit=0.2, price=0.99), n=1_000)
    assert dear.table.loc["pulled_in", "elasticity 0.3"] < told["pulled_in"]


def test_what_is_moved_is_lost_only_by_the_discount() -> None:
    people, terms = people_of(CLIFF, programme_of(CLIFF), 0.3, n=500), Terms()
    after, values = moved(programme_of(CLIFF).components, people, people.sales, terms)
    assert people.sales.sum() - after.sum() == pytest.approx(terms.price * np.abs(values).sum())


def test_people_give_up_where_only_a_far_bonus_pays() -> None:
    bonus = plan_with(bonus={"kind": "lump_sum", "amount": 40_000, "attainment": 1.1})
    told = gaming_audit(bonus, elasticities=(0.6,), n=1_000).table["elasticity 0.6"]
    assert told["give_up_share"] > 0.3
    assert gaming_audit(LINEAR, elasticities=(0.6,), n=200).table.loc["give_up_share", "elasticity 0.6"] == 0


FAR = {"kind": "lump_sum", "amount": 40_000, "attainment": 1.25}


def test_a_plan_that_pays_nothing_at_quota_is_known_by_the_best_that_it_pays() -> None:
    """40,000 at 125% of 600,000: a mean rate of 5.3%. Nobody sells many times the quota for it."""
    far = plan_with(bonus=FAR)
    assert programme_of(far).usual_rate == pytest.approx(40_000 / 750_000)
    steep = gaming_audit(plan_with(commission={**TABLE, "rates": [[0, 0], [1.25, 0.1]]}), elasticities=(0.6,), n=200)
    assert 0.2 < steep.table.loc["bookings", "elasticity 0.6"] < 4.0


NOTHING = {"commission": {**TABLE, "rates": [[0, 0]]}}


@pytest.mark.parametrize("parts", [NOTHING, {"contest": {"kind": "contest", "prizes": [1_000]}}])
@pytest.mark.parametrize("preferences", [None, Preferences(ElasticityCost(0.3, 0.1))])
def test_there_is_nothing_to_game_where_own_results_pay_nothing(parts: Any, preferences: Preferences | None) -> None:
    with pytest.raises(InputError) as refused:
        gaming_audit(plan_with(**parts), n=200, preferences=preferences)
    assert str(refused.value) == (
        "`plan`: plan `rep` pays `representative` 0 for own results at any attainment; expected more than 0 at some: "
        "there is nothing to answer, and nothing to game. "
        "Give a component that follows own results a rate or an amount above 0."
    )


def test_nothing_is_forecast_from_or_against_a_plan_that_pays_nothing() -> None:
    for plan, against in ((plan_with(**NOTHING), LINEAR), (LINEAR, plan_with(**NOTHING))):
        with pytest.raises(InputError, match="there is nothing to answer"):
            behavioural_forecast(plan, against, n=200)
    beyond = plan_with(bonus={**FAR, "attainment": 9.0})
    with pytest.raises(InputError, match="pays 0 to each of 200 simulated people of `representative`"):
        behavioural_forecast(LINEAR, beyond, elasticities=(0.0,), n=200)


def test_present_bias_needs_one_column() -> None:
    audit = gaming_audit(CLIFF, preferences=Preferences(ElasticityCost(0.3, 0.1), beta=0.7), n=200)
    assert audit.table.columns.tolist() == ["no response", "preferences"]


def test_a_richer_plan_brings_the_elasticity_form() -> None:
    """A linear plan at twice the rate: 2^epsilon times the bookings; at equal cost it is the old plan."""
    richer = plan_with(commission={**TABLE, "rates": [[0, 0.2]]})
    told = behavioural_forecast(richer, LINEAR, elasticities=(0.0, 0.3), n=400).set_index("elasticity")
    assert told.bookings_change.tolist() == pytest.approx([0.0, 2**0.3 - 1], abs=5e-3)
    assert told.pay_change.tolist() == pytest.approx([1.0, 2**1.3 - 1], abs=2e-2)
    assert told.factor.tolist() == pytest.approx([0.5, 0.5], abs=5e-3)
    assert told.bookings_change_equal_cost.tolist() == pytest.approx([0, 0], abs=5e-3)


def test_without_response_nobody_sells_more_or_less_whatever_the_plan_says() -> None:
    """Also where a cap takes all reason to work: at elasticity 0 effort stays 1."""
    capped = plan_with(commission={**TABLE, "cap": 0.8})
    told = behavioural_forecast(capped, LINEAR, elasticities=(0.0, 0.3), n=400).set_index("elasticity")
    assert told.loc[0.0, ["bookings_change", "bookings_change_equal_cost"]].tolist() == [0.0, 0.0]
    assert told.loc[0.3, "bookings_change"] < -0.05
    people = people_of(capped, programme_of(capped), 0.3, n=400)
    assert people.quiet.sum(axis=1).mean() == pytest.approx(1.0, abs=0.03)
    assert np.array_equal(people.quiet, people_of(LINEAR, programme_of(LINEAR), 0.0, n=400).sales)


def test_a_convex_plan_costs_more_than_its_payout_at_quota() -> None:
    convex = plan_with(commission={**TABLE, "accelerator": 3.0})
    assert plan_costs(LINEAR).at_quota == pytest.approx(60_000, rel=1e-6)
    assert plan_costs(convex).at_quota > 1.05 * convex.payout(1.0)
    assert np.all(np.diff(plan_costs(convex).share_of_bookings) > -1e-12)


def test_credit_on_top_keeps_a_cap_where_it_is() -> None:
    """Twice the credit reaches a cap on pay of 60,000 at half of the quota; what is not capped has no edge."""
    plain = plan_with(commission={**TABLE, "rates": [[0, 0.1], [1, 0.2]], "credit_share": 2.0})
    assert curves_of(plain)[0].edges == pytest.approx([0.5])
    assert gaming_audit(plain, elasticities=(0.3,)).table.shape[1] == 2
    capped = plan_with(commission={**TABLE, "cap_pay": 60_000, "credit_share": 2.0})
    assert curves_of(capped)[0].edges == pytest.approx([0.5], rel=1e-6)


def test_a_month_without_season_is_no_fault_of_the_programme() -> None:
    season = {"selling.season": [0.0, *[1.0] * 11], "incentives.quota_phasing": "flat"}
    changes = {COMPONENTS: {"commission": TABLE}, "tiers.representative.selling": SELLING, **season}
    assert gaming_audit(tiny_scenario("still", changes).plan("rep"), elasticities=(0.3,)).table.notna().all().all()
