"""The same people live the same lives in every scenario, unless a policy touches them."""

import numpy as np

import teamsim as ts
from teamsim.panel import Panel
from teamsim.testing import tiny_scenario

PERSONAL = tuple(name for name in Panel._fields if name != "entry_seat")

TWO_REGIONS = {
    "organisation.units": {
        "company": {"seats": {}},
        "east": {"parent": "company", "seats": {"representative": 12, "manager": 2}},
        "west": {"parent": "company", "seats": {"representative": 12, "manager": 2}},
    },
    "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.8},
    "tiers.manager.attrition": {"law": "constant", "annual_turnover": 0.6},
    "tiers.manager.promotion": {"min_months_in_grade": 2, "internal_share": 0.7, "scope": "unit"},
    "selling.company_shock": {"sigma": 0.1},
    "selling.unit_shock": {"sigma": 0.1},
    "time.horizon_months": 24,
}


def lives_in(study: ts.Study, scenario: str, unit: str, replication: int) -> dict[str, np.ndarray]:
    """What each seat of a unit saw, by the seat's name."""
    layout = study.result(scenario).layout
    panel = study.panel(scenario, replication)
    return {
        seat.name: np.column_stack([getattr(panel, name)[..., index] for name in PERSONAL])
        for index, seat in enumerate(layout.seats)
        if seat.unit == unit
    }


def test_five_more_seats_leave_untouched_people_their_lives() -> None:
    """The west shares neither seats, nor territory, nor a recruiters' queue with five new seats in the east."""
    base = tiny_scenario("base", TWO_REGIONS)
    more = base.with_changes(
        "five more",
        {"organisation.seat_changes": {"growth": {"unit": "east", "tier": "representative", "month": 3, "seats": 5}}},
    )
    study = ts.run([base, more], 10, seed=9, progress=False)
    for replication in range(10):
        before = lives_in(study, "base", "west", replication)
        after = lives_in(study, "five more", "west", replication)
        assert before.keys() == after.keys()
        for name in before:
            assert np.array_equal(before[name], after[name]), f"{name} in replication {replication}"
    assert study.result("five more").total("hires").mean() > study.result("base").total("hires").mean() + 4


def test_five_more_seats_from_the_start_leave_even_their_neighbours_alone() -> None:
    """Without promotion, saturation or a queue nobody in the east competes with the new seats either."""
    quiet = {**TWO_REGIONS, "tiers.manager.promotion": None}
    base = tiny_scenario("base", quiet)
    more = base.with_changes("five more", {"organisation.units.east.seats.representative": 17})
    study = ts.run([base, more], 5, seed=9, progress=False)
    for replication in range(5):
        before = lives_in(study, "base", "east", replication)
        after = lives_in(study, "five more", "east", replication)
        assert len(after) == len(before) + 5
        assert all(np.array_equal(before[name], after[name]) for name in before)


def test_a_pay_plan_without_response_changes_pay_only() -> None:
    base = tiny_scenario("base", TWO_REGIONS)
    path = "incentives.plans.rep.components.commission.accelerator"
    study = ts.run([base, base.with_changes("rich", {path: 2.5})], 20, seed=1, progress=False)
    for measure in ("bookings", "headcount", "exits", "hires", "promotions", "base"):
        assert np.array_equal(study.results[0].total(measure), study.results[1].total(measure)), measure
    assert (study.results[1].total("commission") >= study.results[0].total("commission")).all()
    assert study.results[1].total("commission").mean() > study.results[0].total("commission").mean()


def test_a_lower_hazard_only_removes_exits() -> None:
    """First occupants of each seat: whoever stays at the higher turnover stays at the lower one as well."""

    def first_exit(study: ts.Study, name: str, replication: int) -> np.ndarray:
        panel = study.panel(name, replication)
        left = (panel.exit_kind > 0) & (panel.occupant == 0)
        return np.where(left.any(axis=0), left.argmax(axis=0), 999)

    quiet = {**TWO_REGIONS, "tiers.manager.promotion": None}
    base = tiny_scenario("base", quiet)
    path = "tiers.representative.attrition"
    calmer = base.with_changes("calmer", {path: {"law": "constant", "annual_turnover": 0.4}})
    study = ts.run([base, calmer], 20, seed=5, progress=False)
    later = 0
    for replication in range(20):
        often, seldom = (first_exit(study, name, replication) for name in ("base", "calmer"))
        assert (seldom >= often).all()
        later += int((seldom > often).sum())
    assert later > 50, "the lower turnover must have kept somebody"


def test_shared_luck_makes_a_comparison_precise() -> None:
    base = tiny_scenario("base", TWO_REGIONS)
    other = base.with_changes("slower ramp", {"tiers.representative.ramp.months": 7.0})
    study = ts.run([base, other], 300, seed=5, progress=False)
    difference = study.compare("bookings").differences[0]
    assert difference.correlation > 0.95
    alone = study.results[0].total("bookings").std() * np.sqrt(2)
    assert difference.differences.std() < 0.5 * alone


def test_a_seed_gives_the_same_numbers_and_another_seed_others() -> None:
    one, same, other = (ts.run(tiny_scenario(), 20, seed, progress=False).months for seed in (3, 3, 4))
    assert one.equals(same)
    assert not one["bookings"].equals(other["bookings"])


def test_more_replications_keep_the_first_ones() -> None:
    few = ts.run(tiny_scenario(), 7, seed=3, progress=False).results[0].counts
    many = ts.run(tiny_scenario(), 61, seed=3, progress=False).results[0].counts
    assert np.array_equal(few, many[:7])
