"""The numbers that an engine needs: a scenario laid out as arrays.

`scenario.build` makes a `Model` from a validated scenario. Parameters of a tier, a unit, a month are records
(one row each), so a rule takes its row as ``p`` and reads ``p.hazard``. What changes while a replication
lives is one array per field. Index names: T tiers (lowest first), U units (each followed by its descendants),
S seats (in seat order: by unit, tier, name), C cells (unit x tier pairs that hold seats), M months.
"""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

from teamsim.calendar import NEVER

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Hashes = NDArray[np.uint64]
Records = Any
"""A numpy record array; its rows have the fields of the class named beside it."""

N_BANDS = 12
"""Most bands in a rate table."""
N_HAZARDS = 481
"""Months of tenure in a hazard table; the last holds for all longer tenures."""
N_RAMP = 3601
"""Half-days of tenure in a ramp table (60 months); the last holds for all longer tenures."""


class TierParameters:
    """One tier: pay, ramp, tenure law, hiring, promotion into it, luck, plan."""

    base_annual: float
    quota_annual: float
    ramp: Annotated[Floats, N_RAMP]  # share of full productivity by half-days of tenure
    hazard: Annotated[Floats, N_HAZARDS]  # [per month] by whole months of tenure
    log_median_days: float
    work_sigma: float
    from_tier: int  # tier that fills its empty seats from inside, or -1
    min_months_in_grade: int  # in that tier
    choice: int  # rules.promotion.Choice
    internal_share: float  # share of vacancies offered inside first
    is_company_wide: bool  # candidates from everywhere, else from the seat's unit and its descendants
    talent_sigma: float
    mean_talent: float  # of the opening people; what is sold is relative to it
    noise_sigma: float
    commission_cycle: int  # calendar.Cycle, or -1 = none
    band_from: Annotated[Floats, N_BANDS]  # attainment at which a band starts; inf pads
    band_rate: Annotated[Floats, N_BANDS]  # share of bookings
    cap_attainment: float  # inf = none
    bonus_cycle: int  # calendar.Cycle, or -1 = none
    bonus_attainment: float
    bonus_amount: float  # currency for a full cycle


class UnitParameters:
    """One unit of the organisation."""

    subject: np.uint64  # address of its luck
    first_seat: int  # of the unit and its descendants
    end_seat: int  # one past their last
    potential_annual: float  # inf = no saturation
    opening_saturation: float  # s(C0 / potential)


class CellParameters:
    """One unit x tier pair that holds seats; its seats are one stretch."""

    unit: int
    tier: int
    first_seat: int
    end_seat: int
    productivity_annual: float  # bookings a year of a fully ramped average person


class MonthParameters:
    """What the calendar says about one month."""

    season: float
    quota_weight: float  # the month's quota as a multiple of a twelfth of the year's
    weight_to_cycle_end: Annotated[Floats, 2]  # by Cycle: sum of weights from here to its end
    cycle_end: Annotated[Ints, 2]  # by Cycle: last month of the cycle that holds this one
    block_start: int  # first month of the 12-month block of the run that holds this one


def record_type(parameters: type) -> np.dtype[np.void]:
    """Return the numpy record type of a parameters class: one field per annotation, in order."""
    fields: list[Any] = []
    for name, hint in get_type_hints(parameters, include_extras=True).items():
        if get_origin(hint) is Annotated:
            array, length = get_args(hint)
            fields.append((name, np.int64 if array is Ints else np.float64, (length,)))
        else:
            fields.append((name, {int: np.int64, float: np.float64, bool: np.bool_}.get(hint, hint)))
    return np.dtype(fields, align=True)


class Seats(NamedTuple):
    """The budgeted positions, in seat order."""

    unit: Ints  # [S]
    tier: Ints  # [S]
    cell: Ints  # [S]
    subject: Hashes  # [S] hash of the stable name
    opens: Ints  # [S] month in which it may first be filled
    closes: Ints  # [S] month in which it closes, or NEVER
    is_redundant: Flags  # [S] an occupied seat closes at once, its holder leaves
    by_rank: Ints  # [S] all seats, highest tier first, then seat order


class Company(NamedTuple):
    """What holds for the whole organisation."""

    approval_lag_days: int
    n_slots: int  # recruiters x requisitions each; 0 = no limit
    company_sigma: float
    company_persistence: float
    company_subject: np.uint64
    unit_sigma: float
    unit_persistence: float
    leave_pay_share: float
    minor_units: float  # minor units in one unit of the currency (100 cents)


class Model(NamedTuple):
    """A scenario as arrays; everything an engine reads."""

    n_months: int
    months: Records  # [M + 12] MonthParameters
    tiers: Records  # [T] TierParameters
    units: Records  # [U] UnitParameters
    cells: Records  # [C] CellParameters
    seats: Seats
    company: Company


class Occupancy(NamedTuple):
    """Who is in each seat and how they stand, on the first day of a month.

    Arrays of shape [R, S] (opening states of R replications) or [S] (an engine's working state). A person's
    fields travel with the person when promoted; `raised_day`, `fill_day` and `next_occupant` belong to the seat.
    """

    is_occupied: NDArray[Any]
    raised_day: NDArray[Any]  # day of the running requisition
    fill_day: NDArray[Any]  # day on which its search ends, or NEVER
    next_occupant: NDArray[Any]  # number of the next external entrant of the seat
    entry_seat: NDArray[Any]  # the person's address: seat of entry ...
    occupant: NDArray[Any]  # ... and which entrant of it
    subject: NDArray[Any]  # hash of the seat of entry
    hire_day: NDArray[Any]
    seated_from: NDArray[Any]  # day on which the person took this seat
    grade_month: NDArray[Any]  # month in which the person reached this tier
    cohort_cell: NDArray[Any]  # cell in which the person began the running 12-month block, -1 = joined later
    talent: NDArray[Any]  # mean one; NaN in an opening state = drawn at the person's address
    fte: NDArray[Any]
    leave_until: NDArray[Any]  # month in which the person is back from leave
    base_annual: NDArray[Any]  # NaN in an opening state = the tier's
    quota_annual: NDArray[Any]  # NaN in an opening state = the tier's
    commission_credited: NDArray[Any]  # bookings of the running commission cycle
    commission_quota: NDArray[Any]  # quota of that cycle; NaN in an opening state = starts now
    commission_paid: NDArray[Any]  # minor units of that cycle
    bonus_credited: NDArray[Any]
    bonus_quota: NDArray[Any]  # to date
    bonus_months: NDArray[Any]  # FTE-months seated in the running bonus cycle
    year_credited: NDArray[Any]
    year_quota: NDArray[Any]  # to date
    prior_credited: NDArray[Any]  # the fiscal year before
    prior_quota: NDArray[Any]


_OCCUPANCY_TYPES: dict[str, Any] = {
    "is_occupied": np.bool_,
    "subject": np.uint64,
    "raised_day": np.int64,
    "fill_day": np.int64,
    "next_occupant": np.int64,
    "entry_seat": np.int64,
    "occupant": np.int64,
    "hire_day": np.int64,
    "seated_from": np.int64,
    "grade_month": np.int64,
    "cohort_cell": np.int64,
    "leave_until": np.int64,
    "commission_paid": np.int64,
}


def empty_occupancy(*shape: int) -> Occupancy:
    """Return an occupancy of empty seats: no person, no search."""
    fields = {}
    for name in Occupancy._fields:
        fields[name] = np.zeros(shape, dtype=_OCCUPANCY_TYPES.get(name, np.float64))
    fields["fill_day"][...] = NEVER
    fields["cohort_cell"][...] = -1
    return Occupancy(**fields)


class MonthBook(NamedTuple):
    """What happens in the running month, by seat: an engine's scratch arrays of shape [S]; zero where nobody is."""

    is_present: NDArray[Any]  # somebody was in the seat this month
    exit_luck: NDArray[Any]  # uniform
    selling_luck: NDArray[Any]  # uniform
    selling_normal: NDArray[Any]  # the same as a standard normal
    seated_share: NDArray[Any]
    active_share: NDArray[Any]  # seated and not on leave
    ramp: NDArray[Any]
    capacity: NDArray[Any]
    bookings: NDArray[Any]
    quota: NDArray[Any]
    base: NDArray[Any]
    commission: NDArray[Any]
    bonus: NDArray[Any]
    exit_kind: NDArray[Any]


def empty_month_book(n_seats: int) -> MonthBook:
    """Return the scratch arrays of a month for a number of seats."""
    flags, integers = {"is_present"}, {"base", "commission", "bonus", "exit_kind"}
    return MonthBook(
        *(
            np.zeros(n_seats, dtype=bool if name in flags else np.int64 if name in integers else np.float64)
            for name in MonthBook._fields
        )
    )


class Panel(NamedTuple):
    """One replication person by person: arrays of shape [M, S], one row a month, or [0, S] when not kept.

    A cell describes who was in the seat during the month, also when the person left at its end.
    """

    entry_seat: NDArray[Any]  # -1 = the seat was empty all month
    occupant: NDArray[Any]
    hire_day: NDArray[Any]
    seated_share: NDArray[Any]
    ramp: NDArray[Any]
    talent: NDArray[Any]
    bookings: NDArray[Any]
    quota: NDArray[Any]
    base: NDArray[Any]  # minor units
    commission: NDArray[Any]
    bonus: NDArray[Any]
    exit_kind: NDArray[Any]  # rules.attrition.ExitKind, 0 = stayed


def empty_panel(n_months: int, n_seats: int) -> Panel:
    """Return a panel of empty seats; ``n_months`` = 0 keeps nothing."""
    integers = {"entry_seat", "occupant", "hire_day", "base", "commission", "bonus", "exit_kind"}
    panel = Panel(
        *(np.zeros((n_months, n_seats), dtype=np.int64 if name in integers else np.float64) for name in Panel._fields)
    )
    panel.entry_seat[...] = -1
    return panel
