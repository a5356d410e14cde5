"""A scenario as arrays: seats by unit and tier under stable names, tenure laws, calendar, pay."""

import functools
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teamsim.calendar import NEVER, Cycle
from teamsim.errors import RunError
from teamsim.random import MAX_MONTHS, subject_hash
from teamsim.rules.incentives import Kind, commission_payout
from teamsim.rules.organisation import lies_within
from teamsim.scenario import Scenario, load_scenario
from teamsim.scenario.build import build, minor_units
from teamsim.scenario.layout import Layout
from teamsim.testing import tiny_scenario
from tests.scenario.tiny import tiny, write

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"

TREE = """\
tiers:
  seller: {base_annual: 50000, quota_annual: 400000}
  manager: {base_annual: 90000}
organisation:
  units:
    east: {parent: company, seats: {seller: 1}}
    shanghai: {parent: east, seats: {seller: 2, manager: 1}}
    west: {parent: company, seats: {manager: 1, seller: 2}}
    company: {seats: {manager: 1}}
    harbour: {parent: shanghai, seats: {seller: 1}}
    empty: {parent: east}
"""


@functools.cache
def baseline() -> Scenario:
    return load_scenario(SCENARIOS / "baseline.yaml")


@pytest.fixture
def tree(tmp_path: Path) -> Layout:
    return build(load_scenario(write(tmp_path, TREE)))


def names(layout: Layout) -> list[str]:
    return [seat.name for seat in layout.seats]


def with_changes(scenario: Scenario, **changes: dict[str, Any]) -> Layout:
    return build(scenario.with_changes("changed", {"organisation.seat_changes": changes}))


# -- seats and units -----------------------------------------------------------------------------------------


def test_units_stand_depth_first_in_the_order_of_the_file(tree: Layout) -> None:
    assert tree.units == ("company", "east", "shanghai", "harbour", "empty", "west")
    assert tree.tiers == ("seller", "manager")


def test_seats_stand_by_tier_then_unit_then_number(tree: Layout) -> None:
    assert names(tree) == [
        "east/seller/001",
        "shanghai/seller/001",
        "shanghai/seller/002",
        "harbour/seller/001",
        "west/seller/001",
        "west/seller/002",
        "company/manager/001",
        "shanghai/manager/001",
        "west/manager/001",
    ]
    assert tree.model.seats.unit.tolist() == [1, 2, 2, 3, 5, 5, 0, 2, 5]
    assert tree.model.seats.tier.tolist() == [0, 0, 0, 0, 0, 0, 1, 1, 1]
    assert [(p.first_seat, p.end_seat) for p in tree.model.tiers] == [(0, 6), (6, 9)]


def test_a_unit_s_descendants_are_those_that_lead_up_to_it(tree: Layout) -> None:
    units = tree.model.units
    below = [[lies_within(unit, scope, units) for unit in range(6)] for scope in range(6)]
    assert [sum(row) for row in below] == [6, 4, 2, 1, 1, 1]
    assert units.nth_up.tolist() == [5, 4, 3, 2, 1, 0]
    assert tree.units_below("east") == ("east", "shanghai", "harbour", "empty")
    assert tree.units_below("company") == tree.units
    assert tree.units_below("west") == ("west",)


def test_cells_are_the_pairs_of_unit_and_tier_that_hold_seats(tree: Layout) -> None:
    assert tree.cells == (
        ("east", "seller"),
        ("shanghai", "seller"),
        ("harbour", "seller"),
        ("west", "seller"),
        ("company", "manager"),
        ("shanghai", "manager"),
        ("west", "manager"),
    )
    assert tree.model.seats.cell.tolist() == [0, 1, 1, 2, 3, 3, 4, 5, 6]


def test_the_address_of_a_seat_is_its_name_and_nothing_else(tree: Layout) -> None:
    assert tree.model.seats.subject.tolist() == [subject_hash(name) for name in names(tree)]


def test_every_layout_is_contiguous_by_tier_and_unit() -> None:
    layout = build(baseline())
    key = [(int(t), int(u)) for u, t in zip(layout.model.seats.unit, layout.model.seats.tier, strict=True)]
    assert key == sorted(key)
    assert len(set(names(layout))) == len(layout.seats) == 300


@settings(max_examples=20)
@given(st.integers(0, 8), st.integers(0, 8), st.integers(0, 3))
def test_a_larger_budget_keeps_the_names_of_all_other_seats(sellers: int, managers: int, more: int) -> None:
    def of(n_sellers: int) -> list[str]:
        seats = {"representative": n_sellers, "sales_manager": managers, "regional_manager": 1}
        return names(build(baseline().with_changes("x", {"organisation.units.central.seats": seats})))

    before, after = of(sellers), of(sellers + more)
    assert [name for name in after if name in set(before)] == before
    assert set(after) - set(before) == {
        f"central/representative/{n:03d}" for n in range(sellers + 1, sellers + more + 1)
    }


def test_a_planned_opening_adds_seats_at_the_end_of_their_cell_and_keeps_all_names(tmp_path: Path) -> None:
    base = tiny(tmp_path)
    growth = {"unit": "north", "tier": "junior", "month": 6, "seats": 2}
    layout = with_changes(base, growth=growth)
    added = ["north/junior/growth-001", "north/junior/growth-002"]
    assert [name for name in names(layout) if name not in added] == names(build(base))
    where = names(layout).index("north/junior/004")
    assert names(layout)[where + 1 : where + 3] == added
    opens = dict(zip(names(layout), layout.model.seats.opens.tolist(), strict=True))
    assert {name: month for name, month in opens.items() if month} == dict.fromkeys(added, 6)
    assert set(layout.model.seats.closes.tolist()) == {NEVER}


def test_a_planned_closing_takes_the_last_seats_of_the_cell(tmp_path: Path) -> None:
    cut = {"unit": "south", "tier": "senior", "month": 3, "seats": -2, "redundancy": True}
    layout = with_changes(tiny(tmp_path), cut=cut)
    closing = {seat.name: (seat.closes, seat.is_redundant) for seat in layout.seats if seat.closes != NEVER}
    assert closing == {"south/senior/002": (3, True), "south/senior/003": (3, True)}
    assert names(layout) == names(build(tiny(tmp_path)))


def test_changes_follow_each_other_by_month(tmp_path: Path) -> None:
    growth = {"unit": "north", "tier": "junior", "month": 2, "seats": 2}
    cut = {"unit": "north", "tier": "junior", "month": 8, "seats": -3}
    layout = with_changes(tiny(tmp_path), growth=growth, cut=cut)
    closing = {seat.name: (seat.opens, seat.closes) for seat in layout.seats if seat.closes != NEVER}
    assert closing == {
        "north/junior/004": (None, 8),
        "north/junior/growth-001": (2, 8),
        "north/junior/growth-002": (2, 8),
    }
    turned = with_changes(tiny(tmp_path), cut=cut, growth=growth)
    assert turned.seats == layout.seats


def test_changes_of_one_month_follow_each_other_in_the_order_of_the_file(tmp_path: Path) -> None:
    growth = {"unit": "north", "tier": "junior", "month": 8, "seats": 2}
    cut = {"unit": "north", "tier": "junior", "month": 8, "seats": -2}

    def closing(**changes: Any) -> list[str]:
        return [seat.name for seat in with_changes(tiny(tmp_path), **changes).seats if seat.closes != NEVER]

    assert closing(growth=growth, cut=cut) == ["north/junior/growth-001", "north/junior/growth-002"]
    assert closing(cut=cut, growth=growth) == ["north/junior/003", "north/junior/004"]


def test_a_closing_takes_no_seat_that_opens_later(tmp_path: Path) -> None:
    growth = {"unit": "north", "tier": "junior", "month": 9, "seats": 2}
    cut = {"unit": "north", "tier": "junior", "month": 8, "seats": -1}
    layout = with_changes(tiny(tmp_path), growth=growth, cut=cut)
    assert [seat.name for seat in layout.seats if seat.closes != NEVER] == ["north/junior/004"]


def test_months_of_changes_count_from_the_first_measured_month(tmp_path: Path) -> None:
    growth = {"unit": "north", "tier": "junior", "month": 0, "seats": 1}
    cut = {"unit": "south", "tier": "junior", "month": 0, "seats": -1}
    layout = with_changes(tiny(tmp_path, "time: {burn_in_months: 5}\n"), growth=growth, cut=cut)
    seats = dict(zip(names(layout), zip(layout.model.seats.opens, layout.model.seats.closes, strict=True), strict=True))
    assert seats["north/junior/growth-001"] == (5, NEVER)
    assert seats["south/junior/003"] == (0, 5)
    assert seats["south/junior/002"] == (0, NEVER)


def test_the_past_knows_nothing_of_planned_changes(tmp_path: Path) -> None:
    growth = {"unit": "north", "tier": "junior", "month": 6, "seats": 2}
    changed = tiny(tmp_path).with_changes("changed", {"organisation.seat_changes": {"growth": growth}})
    assert names(build(changed, history_months=36)) == names(build(tiny(tmp_path)))


def test_more_months_than_luck_has_addresses_for_are_refused() -> None:
    assert build(baseline(), history_months=MAX_MONTHS - 1).model.n_months == MAX_MONTHS - 1
    with pytest.raises(RunError, match=r"4096 months with burn-in; at most 4095\."):
        build(baseline(), history_months=MAX_MONTHS)


def test_productivity_is_the_tier_s_times_the_unit_s() -> None:
    layout = build(baseline().with_changes("x", {"organisation.units.east.productivity_factor": 1.1}))
    by_cell = {(s.unit, s.tier): x for s, x in zip(layout.seats, layout.model.seats.productivity_annual, strict=True)}
    assert by_cell["west", "representative"] == 870_000
    assert by_cell["east", "representative"] == pytest.approx(957_000)
    assert by_cell["east", "sales_manager"] == 0


# -- calendar ------------------------------------------------------------------------------------------------


def calendar(**time: int | str) -> Any:
    changes = {f"time.{key}": value for key, value in time.items()}
    return build(baseline().with_changes("x", changes)).model.months


def test_fiscal_years_and_quarters_begin_where_the_file_says() -> None:
    months = calendar(fiscal_year_start=4, horizon_months=24)
    ends = months.cycle_end
    assert ends[:, Cycle.YEAR].tolist()[:18] == [2] * 3 + [14] * 12 + [26] * 3
    assert ends[:, Cycle.QUARTER].tolist()[:9] == [2] * 3 + [5] * 3 + [8] * 3
    february = calendar(fiscal_year_start=2).cycle_end
    assert february[:, Cycle.QUARTER].tolist()[:5] == [0, 3, 3, 3, 6]
    assert february[:, Cycle.YEAR].tolist()[:3] == [0, 12, 12]


@given(
    st.integers(1, 12),
    st.integers(1, 12),
    st.sampled_from([0, 1, 5, 12, 17]),
    st.sampled_from(["season", "flat"]),
    st.lists(st.floats(0.0, 5.0), min_size=12, max_size=12).filter(lambda season: sum(season) > 0.1),
)
def test_quota_weights_of_any_fiscal_year_add_up_to_twelve(
    start: int, fiscal: int, burn_in: int, phasing: str, season: list[float]
) -> None:
    changes = {
        "time.start": f"2026-{start:02d}",
        "time.fiscal_year_start": fiscal,
        "time.burn_in_months": burn_in,
        "time.horizon_months": 24,
        "incentives.quota_phasing": phasing,
        "selling.season": season,
    }
    model = build(baseline().with_changes("x", changes)).model
    months, n_months = model.months, model.n_months
    factors = 12 * np.array(season) / sum(season)
    first = start - 1 - burn_in
    assert months.season[:n_months] == pytest.approx([factors[(first + m) % 12] for m in range(n_months)])
    assert months.quota_weight == pytest.approx(months.season if phasing == "season" else np.ones(len(months)))
    for cycle, length in ((Cycle.QUARTER, 3), (Cycle.YEAR, 12)):
        for month in range(n_months):
            end = int(months.cycle_end[month, cycle])
            assert month <= end < month + length
            assert (first + end + 1 - (fiscal - 1)) % length == 0
            left = math.fsum(months.quota_weight[month : end + 1])
            assert months.weight_to_cycle_end[month, cycle] == pytest.approx(left, abs=1e-12)
        if cycle == Cycle.YEAR:
            starts = [m for m in range(n_months) if (first + m - (fiscal - 1)) % 12 == 0]
            assert starts
            assert months.weight_to_cycle_end[starts, cycle] == pytest.approx(12.0)


def test_blocks_of_twelve_months_count_from_the_first_measured_month() -> None:
    months = calendar(burn_in_months=5, horizon_months=24)
    assert months.block_start[:30].tolist() == [-7] * 5 + [5] * 12 + [17] * 12 + [29]


# -- pay -----------------------------------------------------------------------------------------------------


def payout(credited: float, quota: float = 100.0, **plan: Any) -> float:
    """The commission of a seller whose plan is changed from: 6% to quota, 12% above."""
    component = {"kind": "rate_table", "rates": [[0.0, 0.06], [1.0, 0.12]], **plan}
    changes = {"incentives.plans.rep.components": {"commission": component}}
    layout = build(baseline().with_changes("x", changes))
    run = layout.model.runs[layout.model.run_of[0, layout.cells.index(("west", "representative"))]]
    return float(commission_payout(credited, quota, layout.model.components[run.first_component]))


@pytest.mark.parametrize(
    ("credited", "plan", "due"),
    [
        (0.0, {}, 0.0),
        (50.0, {}, 3.0),
        (100.0, {}, 6.0),
        (150.0, {}, 12.0),
        # doubled from quota: 6% of 100, 24% of 50
        (150.0, {"accelerator": 2.0}, 18.0),
        # doubled from 80%: 6% of 80, 12% of 20, 24% of 50
        (150.0, {"accelerator": 2.0, "accelerator_from": 0.8}, 4.8 + 2.4 + 12.0),
        # doubled from 120%: 6% of 100, 12% of 20, 24% of 30
        (150.0, {"accelerator": 2.0, "accelerator_from": 1.2}, 6.0 + 2.4 + 7.2),
        # doubled from the first unit of currency
        (50.0, {"accelerator": 2.0, "accelerator_from": 0.0}, 6.0),
        # an accelerator of nothing above quota is a cap on pay
        (150.0, {"accelerator": 0.0}, 6.0),
        # capped at 120%: 6% of 100, 12% of 20
        (150.0, {"cap": 1.2}, 8.4),
        (119.0, {"cap": 1.2}, 6.0 + 19 * 0.12),
        (150.0, {"cap": 0.5}, 3.0),
        (150.0, {"cap": 1.2, "accelerator": 1.5}, 6.0 + 20 * 0.18),
        # a threshold is a rate of nothing
        (90.0, {"rates": [[0.0, 0.0], [0.8, 0.1]]}, 1.0),
    ],
)
def test_a_payout_is_the_one_worked_out_by_hand(credited: float, plan: dict[str, Any], due: float) -> None:
    assert payout(credited, **plan) == pytest.approx(due, rel=1e-12)


def test_a_rate_table_of_ten_bands_and_an_accelerator_between_two_is_held_in_full() -> None:
    rates = [[n / 10, 0.01 * (n + 1)] for n in range(10)]
    due = sum(10 * rate for _, rate in rates) + (5 + 60) * 2 * 0.1 - 5 * 0.1
    assert payout(160.0, rates=rates, accelerator=2.0, accelerator_from=0.95) == pytest.approx(due, rel=1e-12)


def test_without_a_quota_no_commission_is_due() -> None:
    assert payout(150.0, quota=0.0) == 0.0


def test_a_tier_without_a_plan_has_no_components() -> None:
    layout = build(baseline())
    run_of = dict(zip(layout.cells, layout.model.run_of[0].tolist(), strict=True))
    assert {run for (_, tier), run in run_of.items() if tier == "sales_manager"} == {-1}
    run = layout.model.runs[run_of["west", "representative"]]
    table, bonus = layout.model.components[run.first_component : run.first_component + run.n_components]
    assert (table.kind, table.cycle) == (Kind.RATE_TABLE, Cycle.YEAR)
    assert (bonus.kind, bonus.cycle) == (Kind.LUMP_SUM, Cycle.YEAR)
    assert (bonus.level_amount[0], bonus.level_from[0]) == (5000, 1)
    assert layout.model.accounts.components == 2


@pytest.mark.parametrize(("currency", "units"), [("USD", 100), ("CNY", 100), ("JPY", 1), ("KRW", 1), ("KWD", 1000)])
def test_minor_units_are_those_of_the_currency(currency: str, units: int) -> None:
    assert minor_units(currency) == units
    assert build(baseline().with_changes("x", {"money.currency": currency})).model.company.minor_units == units


def test_recruiters_who_are_left_out_are_no_limit() -> None:
    assert build(baseline()).model.company.n_slots == 24
    assert build(baseline().with_changes("x", {"hiring.recruiters": None})).model.company.n_slots == 0


def test_a_tier_is_promoted_from_the_one_below_or_the_one_that_is_named() -> None:
    tiers = ("junior_representative", "representative", "senior_representative", "sales_manager")
    changes = {"tiers.sales_manager.promotion.from_tier": "representative"}
    for scenario, expected in (
        (baseline(), [-1, 0, 1, 2]),
        (baseline().with_changes("x", changes), [-1, 0, 1, 1]),
    ):
        layout = build(scenario)
        assert [int(layout.model.tiers[layout.tiers.index(tier)].from_tier) for tier in tiers] == expected


# -- regraded seats, intakes ------------------------------------------------------------------------------------


def test_a_seat_has_a_face_in_every_tier_that_moves_can_reach() -> None:
    """Representatives become managers in a year; managers go nowhere."""
    moves = {"representative": {"manager": 0.2}}
    layout = build(tiny_scenario("moving", {"promotion.moves": moves}))
    names = [seat.name for seat in layout.seats]
    seats = layout.model.seats
    home, face = names.index("company/representative/003"), names.index("company/manager/+representative-003")
    assert len(names) == 8 + 6
    assert seats.home[[home, face]].tolist() == [home, home]
    assert seats.faces[home].tolist() == seats.faces[face].tolist() == [home, face]
    manager = names.index("company/manager/001")
    assert seats.faces[manager].tolist() == [-1, manager]
    assert seats.opens[face] == NEVER
    assert layout.model.moves.tolist() == [[0.0, 0.2], [0.0, 0.0]]


def test_intakes_open_their_seats_every_year_and_close_them_at_once() -> None:
    intake = {"graduates": {"unit": "company", "tier": "representative", "month_of_year": 9, "seats": 2}}
    changes = {"organisation.intake": intake, "time": {"horizon_months": 24, "burn_in_months": 12}}
    layout = build(tiny_scenario("intake", changes))
    found = {seat.name: (seat.opens, seat.closes) for seat in layout.seats if seat.is_intake}
    assert found == {
        f"company/representative/graduates-{2025 + year}-{n:03d}": (12 * year - 4, 12 * year - 3)
        for year in range(3)
        for n in (1, 2)
    }
    assert layout.model.seats.opens[layout.model.seats.intake].tolist() == [8, 8, 20, 20, 32, 32]
