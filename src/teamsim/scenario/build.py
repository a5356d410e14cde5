"""A scenario laid out as arrays for the engines, with the names that go with the indices."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from teamsim._jit import source_of
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
    N_BANDS,
    N_EFFECTS,
    NO_CAP,
    CellParameters,
    Company,
    Model,
    MonthParameters,
    Records,
    Seats,
    TierParameters,
    UnitParameters,
    record_type,
)
from teamsim.random import MAX_MONTHS, subject_hash
from teamsim.rules import replacements
from teamsim.rules.attrition import attrition_hazard, exit_effect
from teamsim.rules.incentives import bonus_payout, commission_payout
from teamsim.rules.promotion import Choice
from teamsim.scenario.curves import hazard_table, ramp_table
from teamsim.scenario.hiring import hiring_policy, offer_log_odds
from teamsim.scenario.layout import Layout, PlannedSeat, planned_seats
from teamsim.scenario.scenario import Scenario
from teamsim.scenario.schema import LumpSum, Parameters, RateTable, Tier

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
    n_months = history_months or n_burn_in + p.time.horizon_months
    if n_months >= MAX_MONTHS:
        raise RunError(f"{n_months} months with burn-in; at most {MAX_MONTHS - 1}. Shorten time.burn_in_months.")
    units, tiers = _depth_first(p), tuple(p.tiers)
    seats = _in_seat_order(planned_seats(scenario, with_changes=not is_history), units, tiers)
    cells = tuple(dict.fromkeys((seat.unit, seat.tier) for seat in seats))
    arrays = _seat_arrays(p, seats, units, tiers, cells, n_burn_in)
    _refuse_collisions(seats, arrays)
    model = Model(
        n_months,
        _months(p, n_months, p.time.burn_in_months),
        _records(TierParameters, [_tier(scenario, tiers, arrays, name) for name in tiers]),
        _records(UnitParameters, [_unit(p, units, index) for index in range(len(units))]),
        _records(CellParameters, [_cell(arrays, cell) for cell in range(len(cells))]),
        arrays,
        hiring_policy(p, cells, n_months, n_months if is_history else n_burn_in),
        _company(p),
    )
    return Layout(scenario, model, seats, units, tiers, cells)


def _records(parameters: type, rows: Sequence[dict[str, Any]]) -> Records:
    """Return a record array of a parameters class."""
    table = np.zeros(len(rows), dtype=record_type(parameters)).view(np.recarray)
    for index, row in enumerate(rows):
        for name, value in row.items():
            table[name][index] = value
    return table


# -- seats and units -----------------------------------------------------------------------------------------


def _depth_first(p: Parameters) -> tuple[str, ...]:
    """Return the units, each followed by those below it, in the order of the file."""

    def below(parent: str | None) -> Iterator[str]:
        for name, unit in p.organisation.units.items():
            if unit.parent == parent:
                yield name
                yield from below(name)

    return tuple(below(None))


def _in_seat_order(seats: list[PlannedSeat], units: tuple[str, ...], tiers: tuple[str, ...]) -> tuple[PlannedSeat, ...]:
    """Return the seats by tier and unit; within both, in the order in which they were planned."""
    return tuple(sorted(seats, key=lambda seat: (tiers.index(seat.tier), units.index(seat.unit))))


def _seat_arrays(
    p: Parameters,
    seats: tuple[PlannedSeat, ...],
    units: tuple[str, ...],
    tiers: tuple[str, ...],
    cells: tuple[tuple[str, str], ...],
    n_burn_in: int,
) -> Seats:
    """Return the seats as arrays; months count from the start of the burn-in."""
    opens = [0 if seat.opens is None else seat.opens + n_burn_in for seat in seats]
    closes = [seat.closes + n_burn_in if seat.closes < NEVER else NEVER for seat in seats]
    return Seats(
        unit=np.array([units.index(seat.unit) for seat in seats], dtype=np.int64),
        tier=np.array([tiers.index(seat.tier) for seat in seats], dtype=np.int64),
        cell=np.array([cells.index((seat.unit, seat.tier)) for seat in seats], dtype=np.int64),
        subject=np.array([subject_hash(seat.name) for seat in seats], dtype=np.uint64),
        opens=np.array(opens, dtype=np.int64),
        closes=np.array(closes, dtype=np.int64),
        is_redundant=np.array([seat.is_redundant for seat in seats], dtype=np.bool_),
        productivity_annual=np.array([_productivity(p, seat) for seat in seats]),
        planned=np.array([i for i, seat in enumerate(seats) if opens[i] > 0 or closes[i] < NEVER], dtype=np.int64),
    )


def _productivity(p: Parameters, seat: PlannedSeat) -> float:
    """Return the bookings a year of a fully ramped average person in a seat."""
    return p.tiers[seat.tier].selling.productivity_annual * p.organisation.units[seat.unit].productivity_factor


def _refuse_collisions(seats: tuple[PlannedSeat, ...], arrays: Seats) -> None:
    """Refuse two seats with one address: they would share their luck."""
    if len(set(arrays.subject.tolist())) < len(seats):
        shared = Counter(arrays.subject.tolist()).most_common(1)[0][0]
        names = [seat.name for seat, subject in zip(seats, arrays.subject, strict=True) if subject == shared]
        raise RunError(f"Seats {', '.join(names)} have the same address of luck. Rename one.")


def _unit(p: Parameters, units: tuple[str, ...], index: int) -> dict[str, Any]:
    """Return one unit's parameters; its descendants follow it."""
    end = index + 1
    while end < len(units) and index in _ancestors(p, units, end):
        end += 1
    potential = p.organisation.units[units[index]].potential_annual
    return {
        "subject": subject_hash(f"unit {units[index]}"),
        "end_unit": end,
        "potential_annual": math.inf if potential is None else potential,
        "opening_saturation": 1.0,
    }


def _ancestors(p: Parameters, units: tuple[str, ...], index: int) -> set[int]:
    found, parent = set(), p.organisation.units[units[index]].parent
    while parent is not None:
        found.add(units.index(parent))
        parent = p.organisation.units[parent].parent
    return found


def _cell(seats: Seats, cell: int) -> dict[str, Any]:
    """Return one cell's parameters."""
    first, end = (int(place) for place in np.searchsorted(seats.cell, [cell, cell + 1]))
    return {"unit": seats.unit[first], "tier": seats.tier[first], "first_seat": first, "end_seat": end}


# -- tiers ---------------------------------------------------------------------------------------------------


def _tier(scenario: Scenario, tiers: tuple[str, ...], seats: Seats, name: str) -> dict[str, Any]:
    """Return one tier's parameters."""
    p, tier = scenario.parameters, scenario.parameters.tiers[name]
    first, end = (int(place) for place in np.searchsorted(seats.tier, [tiers.index(name), tiers.index(name) + 1]))
    is_selling = bool(seats.productivity_annual[first:end].any())
    return {
        "first_seat": first,
        "end_seat": end,
        "base_annual": tier.base_annual,
        "quota_annual": tier.quota_annual,
        "is_selling": is_selling,
        "is_credited": is_selling or tier.quota_annual > 0 or scenario.roster is not None,
        "is_reviewed_quarterly": bool(tier.exit_effects.attainment) or tier.performance.floor is not None,
        "ramp": ramp_table(tier.ramp),
        "hazard": hazard_table(tier.attrition),
        **_exit_effects(scenario, tier),
        "log_median_days": math.log(tier.hiring.median_days) if tier.hiring.median_days > 0 else -math.inf,
        "work_sigma": tier.hiring.sigma,
        "offer_log_odds": offer_log_odds(tier, p.hiring, *_target_pays(scenario, name)),
        "notice_months": tier.notice_months,
        "notice_effort": tier.notice_effort,
        "has_notice": tier.notice_months > 0 or _past_tier(scenario, name).notice_months > 0,
        **_retirement(tier),
        "performance_floor": tier.performance.floor or 0.0,
        "after_quarters": tier.performance.after_quarters,
        "grace_months": tier.performance.grace_months,
        "plan_months": tier.performance.plan_months,
        "dismissal_chance": tier.performance.dismissal_chance,
        "talent_sigma": tier.selling.talent_sigma,
        "mean_talent": 1.0,
        "noise_sigma": tier.selling.noise_sigma,
        **_promotion(tier, tiers, name),
        **_plan(p, name),
    }


def _retirement(tier: Tier) -> dict[str, Any]:
    """Return ages in months."""
    rule = tier.retirement
    return {
        "retirement_months": NEVER if rule.age_years is None else round(MONTHS_PER_YEAR * rule.age_years),
        "entry_age_from": MONTHS_PER_YEAR * rule.entry_age_from_years,
        "entry_age_to": MONTHS_PER_YEAR * rule.entry_age_to_years,
    }


def _past_tier(scenario: Scenario, name: str) -> Tier:
    """Return a tier as it was in the scenario's past; as it is, where the past did not have it."""
    return scenario.past.parameters.tiers.get(name, scenario.parameters.tiers[name])


def _target_pays(scenario: Scenario, name: str) -> tuple[float, float]:
    """Return what a full-time person of a tier earns a year at quota: here, and in the scenario's past."""
    past = scenario.past if name in scenario.past.parameters.tiers else scenario
    return target_pay_annual(scenario, name), target_pay_annual(past, name)


def target_pay_annual(scenario: Scenario, name: str) -> float:
    """Return what a full-time person of a tier earns a year at quota: base and the variable pay of the plan."""
    tier, plain = scenario.parameters.tiers[name], replacements(scenario.rules, compiled=False)
    (p,) = _records(TierParameters, [{"quota_annual": tier.quota_annual, **_plan(scenario.parameters, name)}])
    pay = tier.base_annual
    if p.commission_cycle >= 0:
        pay += plain.get(commission_payout, source_of(commission_payout))(tier.quota_annual, tier.quota_annual, p)
    if p.bonus_cycle >= 0:
        n_cycles = MONTHS_PER_YEAR / CYCLE_MONTHS[p.bonus_cycle]
        quota = tier.quota_annual / n_cycles
        pay += n_cycles * plain.get(bonus_payout, source_of(bonus_payout))(quota, quota, 1.0, p)
    return float(pay)


def _exit_effects(scenario: Scenario, tier: Tier) -> dict[str, Any]:
    """Return the effects on exits, and a hazard that nobody's exceeds."""
    effects = tier.exit_effects
    limit = math.log(effects.limit) if effects.attainment else 0.0
    is_own = {attrition_hazard, exit_effect} & {*replacements(scenario.rules)}
    points = np.zeros((2, N_EFFECTS))
    points[:, : len(effects.attainment)] = np.array(effects.attainment).reshape(-1, 2).T
    return {
        "effect_from": points[0],
        "effect_log": np.log(points[1], out=np.zeros(N_EFFECTS), where=points[1] > 0),
        "n_effects": len(effects.attainment),
        "effect_is_stepped": effects.attainment_between == "stepped",
        "effect_limit": limit,
        "highest_hazard": math.inf if is_own else hazard_table(tier.attrition).max() * math.exp(limit),
    }


def _promotion(tier: Tier, tiers: tuple[str, ...], name: str) -> dict[str, Any]:
    """Return how the tier's seats are filled from inside; -1 = they are not."""
    rule = tier.promotion
    if rule is None:
        return {"from_tier": -1}
    below = rule.from_tier or tiers[tiers.index(name) - 1]
    return {
        "from_tier": tiers.index(below),
        "min_months_in_grade": rule.min_months_in_grade,
        "choice": Choice[rule.choice.upper()],
        "internal_share": rule.internal_share,
        "is_company_wide": rule.scope == "company",
    }


def _plan(p: Parameters, name: str) -> dict[str, Any]:
    """Return the tier's plan; -1 = no such component."""
    fields: dict[str, Any] = {"commission_cycle": -1, "bonus_cycle": -1}
    for plan in p.incentives.plans.values():
        for component in plan.components.values() if name in plan.tiers else ():
            fields |= _rate_table(component) if isinstance(component, RateTable) else _lump_sum(component)
    return fields


def _rate_table(table: RateTable) -> dict[str, Any]:
    """Return a rate table with the accelerator worked into its bands."""
    starts = sorted({start for start, _ in table.rates} | {table.accelerator_from})
    band_from, band_step, below = np.zeros(N_BANDS), np.zeros(N_BANDS), 0.0
    for band, start in enumerate(starts):
        rate = [rate for first, rate in table.rates if first <= start][-1]
        rate *= table.accelerator if start >= table.accelerator_from else 1.0
        band_from[band], band_step[band], below = start, rate - below, rate
    return {
        "commission_cycle": Cycle[table.cycle.upper()],
        "band_from": band_from,
        "band_step": band_step,
        "cap_attainment": NO_CAP if table.cap is None else table.cap,
    }


def _lump_sum(bonus: LumpSum) -> dict[str, Any]:
    return {
        "bonus_cycle": Cycle[bonus.cycle.upper()],
        "bonus_attainment": bonus.attainment,
        "bonus_amount": bonus.amount,
    }


# -- time and company ----------------------------------------------------------------------------------------


def _months(p: Parameters, n_months: int, n_burn_in: int) -> Records:
    """Return the calendar of the run and of the year after it."""
    first = int(p.time.start[5:]) - 1 - n_burn_in
    n_rows = n_months + MONTHS_PER_YEAR + 1
    season = np.array(p.selling.season) / np.mean(p.selling.season)
    seasonal = season if p.incentives.quota_phasing == "season" else np.ones(MONTHS_PER_YEAR)

    def weight(month: int) -> float:
        return float(seasonal[calendar_month(month, first)])

    def last(month: int, cycle: Cycle) -> int:
        into = months_into_cycle(month, first, p.time.fiscal_year_start - 1, cycle)
        return month + CYCLE_MONTHS[cycle] - 1 - into

    return _records(
        MonthParameters,
        [
            {
                "season": season[calendar_month(month, first)],
                "quota_weight": weight(month),
                "weight_to_cycle_end": [
                    math.fsum(weight(later) for later in range(month, last(month, cycle) + 1)) for cycle in Cycle
                ],
                "weight_of_cycle": [
                    math.fsum(weight(last(month, cycle) - back) for back in range(CYCLE_MONTHS[cycle]))
                    for cycle in Cycle
                ],
                "cycle_end": [last(month, cycle) for cycle in Cycle],
                "block_start": _block_start(month, n_burn_in),
            }
            for month in range(n_rows)
        ],
    )


def _block_start(month: int, n_burn_in: int) -> int:
    """Return the first month of the 12-month block, counted from the first measured month."""
    return n_burn_in + (month - n_burn_in) // MONTHS_PER_YEAR * MONTHS_PER_YEAR


def _company(p: Parameters) -> Company:
    """Return what holds for the whole organisation."""
    is_thin = p.hiring.flow_elasticity or p.hiring.flow_elasticity_acceptance or p.hiring.flow_elasticity_talent
    slots = (p.hiring.recruiters or 0) * p.hiring.requisitions_per_recruiter
    return Company(
        approval_lag_days=p.hiring.approval_lag_days,
        n_slots=slots,
        company_sigma=p.selling.company_shock.sigma,
        company_persistence=p.selling.company_shock.persistence,
        company_subject=np.uint64(subject_hash("company")),
        unit_sigma=p.selling.unit_shock.sigma,
        unit_persistence=p.selling.unit_shock.persistence,
        leave_pay_share=p.opening.leave_pay_share,
        minor_units=minor_units(p.money.currency),
        is_quota_prorated=p.incentives.quota_proration == "days",
        opening_tenure_months=p.opening.tenure_months,
        candidate_flow=(p.hiring.candidate_flow if is_thin else math.inf) or math.nan,
        flow_work=p.hiring.flow_elasticity,
        flow_acceptance=p.hiring.flow_elasticity_acceptance,
        flow_talent=p.hiring.flow_elasticity_talent,
        has_retirement=any(tier.retirement.age_years is not None for tier in p.tiers.values()),
        is_early_requisition=p.hiring.early_requisition,
        start_step_days=DAYS_PER_MONTH if p.hiring.start_on == "first_of_month" else 1,
    )


def minor_units(currency: str) -> float:
    """Return how many minor units make one of the currency: 100 cents, 1 yen, 1,000 fils."""
    return float(10 ** _MINOR_DIGITS.get(currency, 2))
