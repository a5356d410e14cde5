"""A scenario laid out as arrays for the engines, with the names that go with the indices."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import Any, TypeVar

import numpy as np

from teamsim.calendar import (
    CYCLE_MONTHS,
    DAYS_PER_MONTH,
    MONTHS_PER_YEAR,
    NEVER,
    Cycle,
    calendar_month,
    months_into_cycle,
)
from teamsim.errors import RunError
from teamsim.model import (
    DRAWN_SOURCE,
    N_FEW_BANDS,
    N_SHARES,
    NO_SOURCE,
    CellParameters,
    Company,
    Ints,
    Model,
    MonthParameters,
    PaymentSchedule,
    Records,
    Seats,
    TierParameters,
    UnitParameters,
    in_short,
)
from teamsim.random import MAX_MONTHS, subject_hash
from teamsim.rules.costs import N_FEW_LINES, JurisdictionParameters
from teamsim.rules.incentives import EmptyQuota
from teamsim.scenario.answers import answers
from teamsim.scenario.careers import acting_terms, moves_matrix, rater_bias_sigma
from teamsim.scenario.components import is_team_credited
from teamsim.scenario.development import attendance, is_coached, programme_records, with_development
from teamsim.scenario.hiring import hiring_policy
from teamsim.scenario.jurisdictions import jurisdiction_fields
from teamsim.scenario.layout import Layout, PlannedSeat, moved, planned_seats
from teamsim.scenario.plans import PlanArrays, plan_arrays, splits_matrix
from teamsim.scenario.quotas import cell_quotas
from teamsim.scenario.rows import records
from teamsim.scenario.scenario import Scenario
from teamsim.scenario.schema import Jurisdiction, Parameters
from teamsim.scenario.sources import acquisition_records, has_selection, source_records, start_bits
from teamsim.scenario.tiers import mean_one, tier_row
from teamsim.scenario.tree import depth_first, move_months, productivity, trees, unit_rows

Name = TypeVar("Name", bound=Hashable)

_MINOR_DIGITS = dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX"), 0)
_MINOR_DIGITS |= dict.fromkeys(("VND", "VUV", "XAF", "XOF", "XPF"), 0)
_MINOR_DIGITS |= dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3)
"""Digits after the point (ISO 4217) of the currencies that do not have two."""


def build(scenario: Scenario, history_months: int | None = None) -> Layout:
    """Lay a scenario out: its burn-in and horizon, or the months of its past (without planned seat changes).

    Raises
    ------
    RunError
        More months than luck has addresses for, or two seats with the same address.
    """
    p = scenario.parameters
    is_history = history_months is not None
    n_burn_in = 0 if is_history else p.time.burn_in_months
    if not (is_history or n_burn_in):
        p = moved(p, 0)  # what stands elsewhere from the first month on stands there in every order too
    n_months = history_months or n_burn_in + p.time.horizon_months
    if n_months >= MAX_MONTHS:
        raise RunError(f"{n_months} months with burn-in; at most {MAX_MONTHS - 1}. Shorten time.burn_in_months.")
    units, tiers = depth_first(p), tuple(p.tiers)
    seats = _in_seat_order(planned_seats(scenario, with_changes=not is_history), units, tiers)
    moves = {} if is_history else move_months(p, seats, n_burn_in)
    cells = tuple(dict.fromkeys((seat.unit, seat.tier) for seat in seats))
    arrays = _seat_arrays(p, seats, units, tiers, cells, n_burn_in)
    _refuse_collisions(seats, arrays)
    plans = plan_arrays(p, tiers, arrays, cells, n_months, n_months if is_history else n_burn_in)
    answered = answers(scenario, tiers, plans, is_history=is_history)
    quotas, law = cell_quotas(p, units, cells, arrays), jurisdiction_records(p.costs.jurisdiction)
    model = Model(
        n_months,
        _months(p, n_months, p.time.burn_in_months, plans, moves),
        records(TierParameters, [tier_row(scenario, tiers, arrays, name) for name in tiers]),
        records(UnitParameters, unit_rows(p, units, cells, arrays)),
        trees(p, seats, units, cells, arrays, moves),
        records(CellParameters, [_cell(arrays, cell) | quotas[cell] for cell in range(len(cells))]),
        arrays,
        hiring_policy(p, cells, n_months, n_months if is_history else n_burn_in),
        _company(scenario, arrays, plans, is_history=is_history),
        law,
        in_short(law, N_FEW_LINES, ("line_rate", "line_floor", "line_ceiling")),
        records(PaymentSchedule, [_schedule(p.money.payment_schedule)]),
        moves_matrix(p, tiers),
        splits_matrix(p, tiers),
        answered.components,
        in_short(answered.components, N_FEW_BANDS, ("band_from", "band_step", "band_base")),
        answered.runs,
        plans.run_of,
        with_development(scenario, plans.accounts),
        answered.policies,
        answered.efforts,
        answered.preferences,
        source_records(p, minor_units(p.money.currency)),
        acquisition_records(p, minor_units(p.money.currency)),
        programme_records(scenario),
        attendance(scenario, tiers),
    )
    return Layout(scenario, model, seats, units, tiers, cells)


# -- seats and units -----------------------------------------------------------------------------------------


def _in_seat_order(seats: list[PlannedSeat], units: tuple[str, ...], tiers: tuple[str, ...]) -> tuple[PlannedSeat, ...]:
    """Return the seats by tier and unit; within both, in the order in which they were planned."""
    of_tier, of_unit = _places(tiers), _places(units)
    return tuple(sorted(seats, key=lambda seat: (of_tier[seat.tier], of_unit[seat.unit])))


def _places(names: Iterable[Name]) -> dict[Name, int]:
    """Return where each name stands."""
    return {name: place for place, name in enumerate(names)}


def _seat_arrays(
    p: Parameters,
    seats: tuple[PlannedSeat, ...],
    units: tuple[str, ...],
    tiers: tuple[str, ...],
    cells: tuple[tuple[str, str], ...],
    n_burn_in: int,
) -> Seats:
    """Return the seats as arrays; months count from the start of the burn-in."""
    opens = [_opening_month(seat, n_burn_in) for seat in seats]
    closes = [seat.closes + n_burn_in if seat.closes < NEVER else NEVER for seat in seats]
    place, of_tier, of_unit, of_cell = _places(seat.name for seat in seats), *map(_places, (tiers, units, cells))
    home = np.array([place[seat.home or seat.name] for seat in seats], dtype=np.int64)
    tier = np.array([of_tier[seat.tier] for seat in seats], dtype=np.int64)
    return Seats(
        unit=np.array([of_unit[seat.unit] for seat in seats], dtype=np.int64),
        tier=tier,
        cell=np.array([of_cell[seat.unit, seat.tier] for seat in seats], dtype=np.int64),
        subject=np.array([subject_hash(seat.name) for seat in seats], dtype=np.uint64),
        opens=np.array(opens, dtype=np.int64),
        closes=np.array(closes, dtype=np.int64),
        is_redundant=np.array([seat.is_redundant for seat in seats], dtype=np.bool_),
        productivity_annual=np.array([productivity(p, seat) for seat in seats]),
        planned=np.array([i for i, seat in enumerate(seats) if opens[i] > 0 or closes[i] < NEVER], dtype=np.int64),
        intake=np.array([i for i, seat in enumerate(seats) if seat.is_intake], dtype=np.int64),
        home=home,
        source=np.array([_planned_source(p, seat) for seat in seats], dtype=np.int64),
        acquisition=np.array([_acquisition(p, seat) for seat in seats], dtype=np.int64),
        follows=np.array([place[seat.follows] if seat.follows else -1 for seat in seats], dtype=np.int64),
        moved=np.array([i for i, seat in enumerate(seats) if seat.follows], dtype=np.int64),
        faces=_faces(tier, home, len(tiers)),
    )


def _opening_month(seat: PlannedSeat, n_burn_in: int) -> int:
    """Return the month from which a seat may be filled."""
    if seat.opens is None:
        return 0 if seat.is_refilled else NEVER
    return min(seat.opens + n_burn_in, NEVER)


def _planned_source(p: Parameters, seat: PlannedSeat) -> int:
    """Return where the first hire of a seat comes from."""
    if not seat.is_intake:
        return DRAWN_SOURCE
    return NO_SOURCE if seat.source is None else [*p.hiring.sources].index(seat.source)


def _acquisition(p: Parameters, seat: PlannedSeat) -> int:
    """Return the acquisition that brings a seat and its first holder, -1 = none."""
    return -1 if seat.acquisition is None else [*p.organisation.acquisitions].index(seat.acquisition)


def _faces(tier: Ints, home: Ints, n_tiers: int) -> Ints:
    """Return where the holder of each seat sits when it is regraded to each tier, [S, T]."""
    faces = np.full((tier.size, n_tiers), -1, dtype=np.int64)
    faces[home, tier] = np.arange(tier.size)
    return faces[home]


def _refuse_collisions(seats: tuple[PlannedSeat, ...], arrays: Seats) -> None:
    """Refuse two seats with one address: they would share their luck."""
    if len(set(arrays.subject.tolist())) < len(seats):
        shared = Counter(arrays.subject.tolist()).most_common(1)[0][0]
        names = [seat.name for seat, subject in zip(seats, arrays.subject, strict=True) if subject == shared]
        raise RunError(f"Seats {', '.join(names)} have the same address of luck. Rename one.")


def _cell(seats: Seats, cell: int) -> dict[str, Any]:
    """Return one cell's parameters."""
    first, end = (int(place) for place in np.searchsorted(seats.cell, [cell, cell + 1]))
    return {"unit": seats.unit[first], "tier": seats.tier[first], "first_seat": first, "end_seat": end}


# -- time and company ----------------------------------------------------------------------------------------


def _months(p: Parameters, n_months: int, n_burn_in: int, plans: PlanArrays, moves: dict[int, int]) -> Records:
    """Return the calendar of the run and of the year after it; units move in the months of `moves`."""
    year, left = _year(p, int(p.time.start[5:]) - 1 - n_burn_in)
    moves_month = (p.promotion.moves_month or p.time.fiscal_year_start) - 1 if p.promotion.moves else NEVER
    return records(
        MonthParameters,
        [
            year[month % MONTHS_PER_YEAR]
            | {
                "cycle_end": [month + ahead for ahead in left[month % MONTHS_PER_YEAR]],
                "block_start": _block_start(month, n_burn_in),
                "is_move_month": year[month % MONTHS_PER_YEAR]["calendar_month"] == moves_month,
                "tree": list(moves).index(month) if month in moves else -1,
                **plans.in_month(month),
            }
            for month in range(n_months + MONTHS_PER_YEAR + 1)
        ],
    )


def _year(p: Parameters, first: int) -> tuple[list[dict[str, Any]], list[list[int]]]:
    """Return what every year says of its months, from a calendar month on, and the months left of each cycle then."""
    season = mean_one(p.selling.season)
    seasonal = season if p.incentives.quota_phasing == "season" else np.ones(MONTHS_PER_YEAR)
    year, left = range(MONTHS_PER_YEAR), []
    for month in year:
        into = [months_into_cycle(month, first, p.time.fiscal_year_start - 1, cycle) for cycle in Cycle]
        left.append([CYCLE_MONTHS[cycle] - 1 - months for cycle, months in zip(Cycle, into, strict=True)])

    def weight(month: int, n_months: int) -> float:
        return math.fsum(float(seasonal[calendar_month(month + ahead, first)]) for ahead in range(n_months))

    rows = [
        {
            "season": season[calendar_month(month, first)],
            "quota_weight": weight(month, 1),
            "weight_to_cycle_end": [weight(month, left[month][cycle] + 1) for cycle in Cycle],
            "weight_of_cycle": [
                weight(month + left[month][cycle] + 1 - CYCLE_MONTHS[cycle], CYCLE_MONTHS[cycle]) for cycle in Cycle
            ],
            "calendar_month": calendar_month(month, first),
        }
        for month in year
    ]
    return rows, left


def _block_start(month: int, n_burn_in: int) -> int:
    """Return the first month of the 12-month block, counted from the first measured month."""
    return n_burn_in + (month - n_burn_in) // MONTHS_PER_YEAR * MONTHS_PER_YEAR


def _company(scenario: Scenario, seats: Seats, plans: PlanArrays, *, is_history: bool) -> Company:
    """Return what holds for the whole organisation."""
    p = scenario.parameters
    selling = np.flatnonzero(seats.productivity_annual)
    coaching = p.organisation.coaching
    is_led = max(coaching.gain, p.organisation.manager_effect.sigma, coaching.meeting_hours) > 0.0
    is_led = is_led or scenario.past.parameters.organisation.coaching.meeting_hours > 0.0
    effects = [tier.exit_effects for tier in p.tiers.values()]
    has_led_effects = any(effect.vacant_head_ratio > 1.0 or effect.manager_ratio < 1.0 for effect in effects)
    is_thin = p.hiring.flow_elasticity or p.hiring.flow_elasticity_acceptance or p.hiring.flow_elasticity_talent
    slots = (p.hiring.recruiters or 0) * p.hiring.requisitions_per_recruiter
    return Company(
        first_selling=int(selling[0]) if selling.size else 0,
        end_selling=int(selling[-1]) + 1 if selling.size else 0,
        approval_lag_days=p.hiring.approval_lag_days,
        n_slots=slots,
        company_sigma=p.selling.company_shock.sigma,
        company_persistence=p.selling.company_shock.persistence,
        company_subject=np.uint64(subject_hash("company")),
        unit_sigma=p.selling.unit_shock.sigma,
        unit_persistence=p.selling.unit_shock.persistence,
        leave_pay_share=p.opening.leave_pay_share,
        has_heads=is_led or has_led_effects or is_coached(scenario),
        is_led=is_led,
        has_team_credit=any(is_team_credited(p, tier) for tier in p.tiers),
        has_states=plans.has_states,
        manager_sigma=p.organisation.manager_effect.sigma,
        coaching_gain=coaching.gain,
        coaching_hours=coaching.hours_per_manager,
        useful_hours=coaching.useful_hours,
        meeting_hours=coaching.meeting_hours,
        meeting_coaching=coaching.meeting_coaching,
        minor_units=minor_units(p.money.currency),
        is_quota_prorated=p.incentives.quota_proration == "days",
        ratchet_up=p.incentives.ratchet_up,
        ratchet_down=p.incentives.ratchet_down,
        rater_bias_sigma=rater_bias_sigma(p.promotion),
        leadership_correlation=p.selling.leadership_correlation,
        opening_tenure_months=p.opening.tenure_months,
        candidate_flow=(p.hiring.candidate_flow if is_thin else math.inf) or math.nan,
        flow_work=p.hiring.flow_elasticity,
        flow_acceptance=p.hiring.flow_elasticity_acceptance,
        flow_talent=p.hiring.flow_elasticity_talent,
        has_moves=bool(p.promotion.moves),
        has_retirement=any(tier.retirement.age_years is not None for tier in p.tiers.values()),
        is_early_requisition=p.hiring.early_requisition,
        start_step_days=DAYS_PER_MONTH if p.hiring.start_on == "first_of_month" else 1,
        start_months=start_bits(p.hiring.start_months),
        has_selection=has_selection(scenario),
        candidates=p.hiring.selection.candidates,
        reliability=p.hiring.selection.reliability,
        has_effort=p.response.effort != "none" and not is_history,
        moved_share=0.0 if is_history else p.response.timing.share,
        moved_price=p.response.timing.price,
        has_splits=bool(p.incentives.splits),
        has_own_credit=p.incentives.holdover_months > 0
        or bool(p.incentives.splits)
        or bool(np.isfinite(plans.runs.deal_limit).any()),
        holdover_months=p.incentives.holdover_months,
        holdover_share=p.incentives.holdover_share,
        is_overlay=p.incentives.holdover_credit == "overlay",
        empty_quota=EmptyQuota[p.incentives.empty_quota.upper()],
        **acting_terms(p.promotion.acting),
    )


def jurisdiction_records(jurisdiction: Jurisdiction) -> Records:
    """Return a jurisdiction as a single `JurisdictionParameters` record."""
    return records(JurisdictionParameters, [jurisdiction_fields(jurisdiction)])


def _schedule(shares: Sequence[float]) -> dict[str, Any]:
    """Return when an invoice is paid; nothing is open after the last share, which decides what is lost."""
    paid, owed = np.zeros(N_SHARES), np.zeros(N_SHARES)
    paid[: len(shares)] = shares
    for month in range(len(shares)):
        owed[month] = max(0.0, 1.0 - math.fsum(shares[: month + 1]))
    lost, owed[len(shares) - 1] = owed[len(shares) - 1], 0.0
    return {"n_shares": len(shares), "paid": paid, "owed": owed, "lost": lost}


def minor_units(currency: str) -> float:
    """Return how many minor units make one of the currency: 100 cents, 1 yen, 1,000 fils."""
    return float(10 ** _MINOR_DIGITS.get(currency, 2))
