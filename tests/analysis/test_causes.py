"""Why B differs from A: causes that add up, whatever is changed first."""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest

import teamsim as ts
from teamsim.analysis.causes import EXPLAINED, _added, waterfall
from teamsim.errors import TeamsimError
from teamsim.testing import tiny_scenario
from tests.scenario.tiny import tiny

RATES = "incentives.plans.rep.components.commission.rates"
SEATS = "organisation.units.company.seats"
PRODUCTIVITY = "tiers.representative.selling.productivity_annual"
BONUS = "incentives.plans.rep.components"
CLIFF = {"cliff": {"kind": "lump_sum", "cycle": "quarter", "attainment": 1.0, "amount": 20_000}}
CHANGES = {
    "slower ramp": {"tiers.representative.ramp.months": 9.0},
    "richer": {RATES: [[0, 0.2]]},
    "cheaper": {"money.margin": 0.5},
    "more": {SEATS: {"representative": 9, "manager": 2}},
    "better": {PRODUCTIVITY: 700_000},
    "no quota": {"tiers.representative.quota_annual": 0, "incentives.plans": {}},
    "answering": {"response.effort": "forward_looking", RATES: [[0, 0.3]]},
    "timing": {"response.effort": "forward_looking", "response.timing": {"share": 0.2, "price": 0.1}, BONUS: CLIFF},
    "other ladder": {"tiers.trainee": {"base_annual": 1, "quota_annual": 9, "selling": {"productivity_annual": 9}}},
}


@pytest.fixture(scope="module")
def study() -> ts.Study:
    base = tiny_scenario("base", {"tiers.representative.ramp.months": 4.0})
    return ts.run([base, *(base.with_changes(name, what) for name, what in CHANGES.items())], 16, 3, progress=False)


def means(study: ts.Study, scenario: str, measure: str = "net_margin") -> dict[str, float]:
    return {cause.measure.name: cause.mean for cause in waterfall(study, measure, scenario=scenario).causes}


def test_an_example_by_hand() -> None:
    before, after = ([np.array([[value]]) for value in values] for values in ([2, 0.5, 1, 10, 1], [3, 0.6, 1, 10, 1]))
    assert np.ravel(_added(before, after)) == pytest.approx([5.5, 2.5, 0, 0, 0])


@pytest.mark.parametrize("measure", EXPLAINED)
@pytest.mark.parametrize("scenario", CHANGES)
def test_causes_add_up_in_every_future(study: ts.Study, scenario: str, measure: str) -> None:
    fall = waterfall(study, measure, scenario=scenario)
    added = np.sum([cause.differences for cause in fall.causes], axis=0)
    assert np.allclose(added, fall.total.differences, rtol=1e-12, atol=1e-6)
    assert fall.total.mean == pytest.approx(study.compare(measure).table.set_index("scenario").difference[scenario])


def test_each_change_is_its_own_cause(study: ts.Study) -> None:
    for scenario, cause in (("richer", "pay"), ("cheaper", "margin"), ("better", "attainment"), ("more", "headcount")):
        found = means(study, scenario)
        assert max(found, key=lambda name: abs(found[name])) == cause
    assert set(means(study, "richer")) == {"headcount", "ramp", "attainment", "pay", "other_cost"}
    assert means(study, "slower ramp", "bookings")["ramp"] < -0.5 * abs(means(study, "slower ramp")["headcount"])
    assert means(study, "better", "bookings")["ramp"] == pytest.approx(0.0, abs=1e-6)


def test_what_people_do_more_because_of_a_plan_is_effort() -> None:
    """Same people, same luck, no saturation: what the richer plan brings in bookings is effort and nothing else."""
    forward = {"response.effort": "forward_looking", "time.horizon_months": 12}
    base = tiny_scenario("base", forward)
    answered = ts.run([base, base.with_changes("richer", {RATES: [[0, 0.25]]})], 12, seed=3, progress=False)
    causes, gained = means(answered, "richer", "bookings"), answered.compare("bookings").table.difference[0]
    effort = answered.results[1].total("effort").mean() - answered.results[0].total("effort").mean()
    assert effort > 0.01 and gained > 0.0
    assert causes["effort"] == pytest.approx(gained)
    assert [causes[name] for name in ("headcount", "ramp", "attainment")] == pytest.approx([0, 0, 0], abs=1e-6 * gained)
    assert "effort" not in means(ts.run([base, base.with_changes("cheap", {"money.margin": 0.5})], 4), "cheap")


def test_discounts_are_a_cause_in_full(study: ts.Study) -> None:
    given_away = study.result("timing").total("discount_cost").mean()
    assert given_away > 0.0
    for measure in EXPLAINED:
        assert means(study, "timing", measure)["price"] == pytest.approx(-given_away)
    assert "price" not in means(study, "richer")


def test_the_way_back_has_the_same_causes(study: ts.Study) -> None:
    there, back = (
        waterfall(study, scenario=own, baseline=other)
        for own, other in (("slower ramp", "base"), ("base", "slower ramp"))
    )
    for one, other in zip(there.causes, back.causes, strict=True):
        assert np.allclose(one.differences, -other.differences, rtol=1e-9, atol=1e-6)


def test_several_tiers_and_units_add_up_too(tmp_path: Path) -> None:
    base = tiny(tmp_path)
    other = base.with_changes("other", {"organisation.units.north.seats": {"junior": 1, "senior": 5}})
    both = ts.run([base, other], 8, progress=False)
    fall = both.waterfall("bookings")
    assert np.allclose(np.sum([c.differences for c in fall.causes], axis=0), fall.total.differences)
    assert str(fall).count("\n") == 4
    assert "90% 的未来" in str(both.waterfall("bookings", lang="zh"))


def test_drawn_assumptions_give_each_cause_their_interval(study: ts.Study) -> None:
    pair = ts.run(study.scenarios[:2], 8, 3, progress=False)
    drawn = pair.under_assumptions({"tiers.representative.ramp.months": (1.0, 7.0)}, 4, progress=False)
    fall = waterfall(pair, drawn=drawn)
    added = np.sum([cause.drawn.values for cause in fall.causes if cause.drawn], axis=0)
    assert fall.total.drawn is not None
    assert np.allclose(added, fall.total.drawn.values, rtol=1e-9, atol=1e-6)
    ramp = fall.table.set_index("cause").loc["ramp"]
    assert ramp.assumptions_low < ramp.assumptions_high


def test_what_can_not_be_explained_is_refused(study: ts.Study) -> None:
    with pytest.raises(TeamsimError, match="Choose one of: bookings, contribution, net_margin"):
        study.waterfall("exits")
    with pytest.raises(TeamsimError, match="baseline itself"):
        study.waterfall(scenario="base")


def test_the_picture_shows_each_cause_where_the_one_before_ends(study: ts.Study) -> None:
    ax = study.plots.waterfall(scenario="richer")
    ends = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in ax.patches]
    fall = study.waterfall(scenario="richer")
    assert [b - a for a, b in ends[:-1]] == pytest.approx([cause.mean for cause in fall.causes])
    assert [a for a, _ in ends[1:-1]] == pytest.approx([b for _, b in ends[:-2]])
    assert ends[-1][1] == pytest.approx(fall.total.mean)
    assert [label.get_text() for label in ax.get_yticklabels()][-1] == "Net margin"
    plt.close("all")
