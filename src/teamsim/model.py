"""The numbers that an engine needs: a scenario laid out as arrays.

`scenario.build` makes a `Model` from a validated scenario. Parameters of a tier, a unit, a month are records
(one row each), so a rule takes its row as ``p`` and reads ``p.hazard``. What changes while a replication
lives is one array per field. Index names: T tiers (lowest first), U units (each followed by its descendants),
S seats (in seat order: by tier, unit, name), C cells (unit x tier pairs that hold seats), M months.
"""

from __future__ import annotations

from enum import IntEnum
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
Record = Any
"""One row of it."""

N_CRITERIA = 4
"""By how many criteria people are compared."""
N_BANDS = 12
"""Most bands in a rate table."""
N_LEVELS = 10
"""Most levels of a lump sum, prizes of a contest, points of a payout curve."""
N_LAGS = 36
"""Most months over which what a month has earned is released."""
N_RELIEF = 24
"""Most months in which a quota is reduced for people who are new in a tier."""
N_CYCLES = 4
"""Measurement periods that the calendar knows, calendar.Cycle."""
NO_CAP = 1e200
"""Finite, so that a cap on a quota of 0 is 0."""
N_EFFECTS = 10
"""Most points of an effect of attainment."""
N_HAZARDS = 481
"""Months of tenure in a hazard table; the last holds for all longer tenures."""
N_SHARES = 24
"""Most months over which an invoice is paid."""
N_PACES = 8
"""Paces for which it is known what more sales will bring in the next cycle."""
N_RAMP = 3601
"""Half-days of tenure in a ramp table (60 months); the last holds for all longer tenures."""


class TierParameters:
    """One tier: pay, ramp, tenure law, hiring, promotion into it, luck, plan; its seats are one stretch."""

    first_seat: int
    end_seat: int
    base_annual: float
    quota_annual: float
    relief: Annotated[Floats, N_RELIEF]  # share of the quota by months in grade
    n_relief: int  # months with relief
    is_selling: bool
    is_credited: bool  # sells, has a quota or a plan
    is_team_credited: bool  # its plan pays for what the unit books
    is_fully_credited: bool  # each seat with all of it, else shared by the seats of the tier
    is_individual: bool  # has a manager, is none
    is_reviewed_quarterly: bool  # something depends on the attainment of a quarter
    ramp: Annotated[Floats, N_RAMP]  # share of full productivity by half-days of tenure
    effect_from: Annotated[Floats, N_EFFECTS]  # attainment of the last quarter at which a step starts
    effect_log: Annotated[Floats, N_EFFECTS]  # log hazard ratio there
    n_effects: int  # points of the effect of attainment
    has_effects: bool  # some effect is on
    pay_elasticity: float
    target_variable: float  # variable pay of a year at quota
    reference_pay: float  # target pay with which a person's is compared
    log_overdue_ratio: float  # per year
    overdue_after: int  # months in grade after which the tier above would take the person; NEVER = it does not
    log_vacant_head_ratio: float
    effect_is_stepped: bool  # else straight between the points
    effect_limit: float  # largest log hazard ratio of all effects together, up or down
    effect_centre: float  # log of the mean hazard ratio of the opening people
    hazard: Annotated[Floats, N_HAZARDS]  # [per month] by whole months of tenure
    highest_hazard: float  # no person's hazard is above it before the season; inf where a rule of one's own decides
    exit_season: Annotated[Floats, 12]  # multiplies the hazard by calendar month, January first; mean one
    log_median_days: float
    work_sigma: float
    offer_log_odds: float  # of acceptance at the tier's pay; inf = always
    notice_months: int  # from the end of the month of a resignation
    notice_effort: float  # share of capacity during it
    has_notice: bool  # here, or among those whom the past left on notice
    retirement_months: int  # age at which people retire, NEVER = they do not
    entry_age_from: float  # [months] of those who join
    entry_age_to: float
    performance_floor: float  # attainment of a quarter; 0 = nobody is put on a plan
    after_quarters: int  # below it in a row
    grace_months: int  # in grade, in which quarters do not count
    plan_months: int
    dismissal_chance: float
    from_tier: int  # tier that fills its empty seats from inside, or -1
    min_months_in_grade: int  # in that tier
    choice: int  # rules.promotion.Choice
    weights: Annotated[Floats, N_CRITERIA]  # of the criteria, by rules.promotion.Criterion; they add up to one
    reliability: Annotated[Floats, N_CRITERIA]  # of what decisions read of each criterion; 1 = as it is
    internal_share: float  # share of vacancies offered inside first
    is_company_wide: bool  # candidates from everywhere, else from the seat's unit and its descendants
    talent_sigma: float
    mean_talent: float  # of the opening people; what is sold is relative to it
    noise_sigma: float


class ComponentParameters:
    """One component of a plan as it holds for one tier; see ``docs/decisions/0010-plans-as-components.md``."""

    kind: int  # rules.incentives.Kind
    measure: int  # rules.incentives.Measured
    credit_factor: float  # of the measure: what counts
    quota_factor: float  # of the person's quota: what it is compared with
    cycle: int  # calendar.Cycle: the measurement period; -1 = the window
    cycle_months: float
    reset_cycle: int  # over which credited and quota add up: the cycle, or the year
    is_to_date: bool  # earned month by month on the cycle to date; else when the cycle ends
    is_commission: bool  # shown as commission; else as bonus
    band_from: Annotated[Floats, N_BANDS]  # attainment at which a band starts
    band_step: Annotated[Floats, N_BANDS]  # rate of the band less that of the band before; 0 pads
    band_base: Annotated[Floats, N_BANDS]  # attainment above which its step holds: its start; 0 = retroactive
    threshold: float  # attainment below which nothing is earned
    cap_attainment: float  # NO_CAP = none
    cap_pay: float  # currency per unit of quota; NO_CAP = none
    level_from: Annotated[Floats, N_LEVELS]  # attainment of a level or a point of a curve; NO_CAP pads
    level_amount: Annotated[Floats, N_LEVELS]  # currency for a full cycle; prize of a rank; payout of a point
    amount: float  # currency: of a SPIF, of a scorecard's item for a full cycle, a month of a draw or benefit
    rate: float  # of a SPIF
    least_result: float  # of a SPIF, in the unit of its measure
    reliability: float  # of a rater
    spread: float  # attainment per standard deviation of what a rater sees
    is_by_unit: bool  # a contest among the people of each unit, else of the whole plan
    n_months: int  # in the tier: of a draw; until a retention bonus
    is_repeated: bool  # a retention bonus: every n_months
    is_recoverable: bool  # a draw: later commission pays it back
    first_month: int  # of the window
    last_month: int
    slot: int  # among the accounts with three states; -1 = paid as soon as it is earned
    pay_cycle: int  # calendar.Cycle at whose end is paid what is payable
    n_lags: int  # months over which a month's earnings are released
    released_by: Annotated[Floats, N_LAGS]  # share of a month's earnings that is payable after so many months
    claw_lag: int  # months after which business is known to be lost; -1 = no clawback
    claw_share: float  # of a month's earnings that is then taken back
    open_on_exit: int  # rules.incentives.OnExit, of what is earned and not paid
    is_prorated_on_exit: bool  # the running cycle is paid for the share worked, else forfeited
    open_without_fault: int  # the same where the seat closes or the person retires
    is_prorated_without_fault: bool
    is_on_own_sales: bool  # pays by what a person books; the others do not change what is worth doing
    rate_ahead: Annotated[Floats, N_PACES]  # by pace: what one more unit booked is expected to pay in a whole cycle


class RunParameters:
    """A stretch of seats that share one plan through a stretch of months; its components are one range."""

    tier: int
    first_seat: int
    end_seat: int
    first_component: int
    n_components: int
    last_month: int  # of the plan for these seats; NEVER = it goes on
    first_draw: int  # draws and guarantees come last: they depend on what the others pay
    first_policy: int  # how each preference type answers the plan; -1 = nobody does


class PolicyParameters:
    """How people of one preference type answer a plan: a table of effort by month, pace and sales so far.

    The numbers stand in `Model.efforts` from `first` on: month of the outer cycle x pace x before x within. See
    `response.EffortTable`.
    """

    first: int
    n_months: int  # of the outer cycle
    n_paces: int
    n_before: int  # 1 where cycles are not nested
    n_within: int
    first_log_pace: float
    paces_per_log: float
    per_before: float  # nodes per unit of the outer cycle's quota
    per_within: float
    outer: int  # number of a component of the plan that measures over the outer cycle ...
    inner: int  # ... and of one over the inner cycle; the same where they are not nested
    outer_cycle: int  # calendar.Cycle
    inner_cycle: int
    inner_months: float
    centre: float  # mean effort of the past's people under the past's plan


class PreferenceParameters:
    """One type of people by what they want."""

    share_from: float  # people whose preference lies from here ...
    share_to: float  # ... to here are of the type
    later: float  # what pay of the next cycle is worth now


class UnitParameters:
    """One unit of the organisation."""

    subject: np.uint64  # address of its luck
    parent: int  # -1 = none
    end_unit: int  # one past its last descendant
    first_head: int  # seats of those who lead its people: its own or the nearest above; none = first is end
    end_head: int
    head_unit: int  # unit of those seats, -1 = none
    opening_lead: float  # mean lead factor of the opening organisation
    potential_annual: float  # inf = no saturation
    opening_saturation: float  # s(C0 / potential)


class CellParameters:
    """One unit x tier pair that holds seats; its seats are one stretch."""

    unit: int
    tier: int
    first_seat: int
    end_seat: int
    quota_annual: float  # of a full-time person
    target_annual: float  # what the company expects of all its seats
    bookings_before: Annotated[Floats, N_SHARES]  # mean bookings of the months before the run, the last one first


class PaymentSchedule:
    """When an invoice is paid, by months since its booking; the rest is written off with the last payment."""

    n_shares: int
    paid: Annotated[Floats, N_SHARES]  # share of the invoice that is paid in that month
    owed: Annotated[Floats, N_SHARES]  # share that is still open at its end
    lost: float  # share that is never paid


class MonthParameters:
    """What the calendar says about one month."""

    season: float
    quota_weight: float  # the month's quota as a multiple of a twelfth of the year's
    weight_to_cycle_end: Annotated[Floats, N_CYCLES]  # by Cycle: sum of weights from here to its end
    weight_of_cycle: Annotated[Floats, N_CYCLES]  # by Cycle: sum of weights of all its months
    cycle_end: Annotated[Ints, N_CYCLES]  # by Cycle: last month of the cycle that holds this one
    block_start: int  # first month of the 12-month block of the run that holds this one
    calendar_month: int  # 0 = January
    is_move_month: bool  # people are regraded by the matrix of moves
    plan_period: int  # row of Model.run_of
    first_run: int  # runs in force
    end_run: int
    is_plan_change: bool  # somebody's plan is another than in the month before


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
    """The budgeted positions, in seat order.

    Where people move by the matrix (push), their seat is regraded with them: it has a face in every tier it can
    reach, a seat of its own that is there only while somebody sits in it. The budgeted seat is the home of its
    faces; at most one of them all is held, and while it is not the home, the home is lent.
    """

    unit: Ints  # [S]
    tier: Ints  # [S]
    cell: Ints  # [S]
    subject: Hashes  # [S] hash of the stable name
    opens: Ints  # [S] month in which it may first be filled; NEVER = it is there only while held
    closes: Ints  # [S] month in which it closes, or NEVER
    is_redundant: Flags  # [S] an occupied seat closes at once, its holder leaves
    productivity_annual: Floats  # [S] bookings a year of a fully ramped average person
    planned: Ints  # seats that open or close within the run
    intake: Ints  # seats that are filled on the first of the month in which they open
    home: Ints  # [S] the budgeted seat of which this one is a face; itself
    faces: Ints  # [S, T] where the holder sits when the seat is regraded to a tier; -1 = it does not get there


class HiringPolicy(NamedTuple):
    """Which empty seats may be filled, by month and cell."""

    is_frozen: Flags  # [M, C] no requisition is raised
    backfill_share: Floats  # [M, C] of the seats that fall empty


class Company(NamedTuple):
    """What holds for the whole organisation."""

    first_selling: int  # the seats of all tiers that sell lie from here ...
    end_selling: int  # ... to here; those between that do not sell have no capacity
    approval_lag_days: int
    n_slots: int  # recruiters x requisitions each; 0 = no limit
    company_sigma: float
    company_persistence: float
    company_subject: np.uint64
    unit_sigma: float
    unit_persistence: float
    leave_pay_share: float
    has_heads: bool  # something depends on who leads
    has_team_credit: bool  # some plan pays for what a unit books
    has_states: bool  # some variable pay is earned at another time than it is paid, or may be forfeited
    manager_sigma: float  # log bookings of a team per standard deviation of its managers' leadership
    coaching_gain: float
    coaching_hours: float  # of a manager, a month
    useful_hours: float  # a report and month
    minor_units: float  # minor units in one unit of the currency (100 cents)
    ratchet_up: float  # share of what sales exceed a year's quota by that the next one rises
    ratchet_down: float  # share of what they fall short by that it falls
    is_quota_prorated: bool  # by the days seated and the months to the cycle's end
    rater_bias_sigma: float  # of a unit's raters, in standard deviations of a score, after calibration
    leadership_correlation: float  # of leadership with the log of talent
    opening_tenure_months: int  # below this, where the opening leaves a hire day to luck
    candidate_flow: float  # open requisitions without strain; inf = any number, NaN = the past's mean
    flow_work: float  # elasticities by strain: of the days of work ...
    flow_acceptance: float  # ... of the odds of acceptance ...
    flow_talent: float  # ... of the talent of hires
    has_moves: bool  # some seats are regraded with their holders by the matrix of moves
    has_retirement: bool  # in some tier; only then are ages known
    is_early_requisition: bool  # raised while the holder is on notice
    start_step_days: int  # searches end on multiples of it: 1, or 30 = the first of a month
    has_effort: bool  # people answer their plans by effort
    moved_share: float  # of a month's bookings that a person can move at the end of a cycle; 0 = none
    moved_price: float  # share of its value that is given away for it


class AccountSizes(NamedTuple):
    """How many accounts of each kind a person has in a scenario: only what some plan uses."""

    components: int  # most components of any plan
    deferred: int  # most of them with three states: earned, payable, paid
    lags: int  # months of earnings that are remembered
    invoices: int  # months of a person's bookings that are remembered


class Model(NamedTuple):
    """A scenario as arrays; everything an engine reads."""

    n_months: int
    months: Records  # [M + 12] MonthParameters
    tiers: Records  # [T] TierParameters
    units: Records  # [U] UnitParameters
    cells: Records  # [C] CellParameters
    seats: Seats
    hiring: HiringPolicy
    company: Company
    jurisdiction: Records  # [1] rules.costs.JurisdictionParameters
    schedule: Records  # [1] PaymentSchedule
    moves: Floats  # [T, T] chance to move to a tier or any below it in the month of moves, by present tier
    components: Records  # [N] ComponentParameters
    runs: Records  # [N] RunParameters, by the months in which they hold
    run_of: Ints  # [P, C] run of a cell by months.plan_period, -1 = no plan
    accounts: AccountSizes
    policies: Records  # [N] PolicyParameters, those of a run one after the other by preference type
    efforts: Floats  # their tables, one after the other
    preferences: Records  # [N] PreferenceParameters


class Occupancy(NamedTuple):
    """Who is in each seat and how they stand, on the first day of a month.

    Arrays of shape [R, S] (opening states of R replications) or [S] (an engine's working state). A person's
    fields travel with the person when promoted; `raised_day` to `next_occupant` belong to the seat. Accounts of
    the plan have more axes, for instance [R, 4, K, S]: component k of the person's plan.
    """

    is_occupied: NDArray[Any]
    raised_day: NDArray[Any]  # day of the running requisition
    fill_day: NDArray[Any]  # day on which its search ends, or NEVER
    vacancy: NDArray[Any]  # rules.hiring.Vacancy of an empty seat
    n_offers: NDArray[Any]  # that search's offers, the accepted one included
    log_strain: NDArray[Any]  # ln of how far the market was strained when it was raised, at least 0
    next_occupant: NDArray[Any]  # number of the next external entrant of the seat
    entry_seat: NDArray[Any]  # the person's address: seat of entry ...
    occupant: NDArray[Any]  # ... and which entrant of it
    subject: NDArray[Any]  # hash of the seat of entry
    hire_day: NDArray[Any]  # NEVER in an opening state = drawn at the person's address
    seated_from: NDArray[Any]  # day on which the person took this seat
    grade_month: NDArray[Any]  # month in which the person reached this tier
    cohort_cell: NDArray[Any]  # cell in which the person began the running 12-month block, -1 = joined later
    talent: NDArray[Any]  # mean one; NaN in an opening state = drawn at the person's address
    leadership: NDArray[Any]  # standard normal; NaN in an opening state = drawn at the person's address
    fte: NDArray[Any]
    leave_until: NDArray[Any]  # month in which the person is back from leave
    birth_month: NDArray[Any]  # NEVER = not known; drawn at the person's address where somebody retires
    leaves_month: NDArray[Any]  # month at whose end a person on notice goes, or NEVER
    base_annual: NDArray[Any]  # NaN in an opening state = the tier's
    quota_annual: NDArray[Any]  # NaN in an opening state = the tier's
    preference: NDArray[Any]  # uniform: which type the person is of; NaN in an opening state = drawn at the address
    moved_on: NDArray[Any]  # business held back for the next month; below 0 = signed before its month
    quarter_credited: NDArray[Any]
    quarter_quota: NDArray[Any]  # to date
    quarters_below: NDArray[Any]  # finished quarters in a row below the performance floor
    plan_until: NDArray[Any]  # month at whose end a performance plan ends, or NEVER
    quarter_attainment: NDArray[Any]  # of the last finished quarter in this tier; NaN = none
    year_credited: NDArray[Any]
    year_quota: NDArray[Any]  # to date
    prior_credited: NDArray[Any]  # the fiscal year before
    prior_quota: NDArray[Any]
    plan_accounts: NDArray[Any]  # [4, K, S] of the running cycle: CREDITED, QUOTA, WORKED, EARNED
    plan_unpaid: NDArray[Any]  # [2 + lags, D, S] OPEN, DUE, and what was earned in month m at LAGS + m mod lags
    own_invoices: NDArray[Any]  # [H, S] what the person booked in the last months; month m stands at m mod H


CREDITED, QUOTA, WORKED, EARNED = range(4)
"""Of a component's running cycle: measure; quota, or to date (NaN in an opening state = starts now); FTE-months;
minor units."""
OPEN, DUE, LAGS = range(3)
"""Earned and not paid, minor units (below 0 = paid in advance); of it payable, paid with the next payment."""


def account_shapes(sizes: AccountSizes) -> dict[str, tuple[int, ...]]:
    """Return the axes before the seats of those fields of `Occupancy` that have some."""
    return {
        "plan_accounts": (4, sizes.components),
        "plan_unpaid": (LAGS + sizes.lags, sizes.deferred),
        "own_invoices": (sizes.invoices,),
    }


_OCCUPANCY_TYPES: dict[str, Any] = {
    "is_occupied": np.bool_,
    "subject": np.uint64,
    "raised_day": np.int64,
    "fill_day": np.int64,
    "vacancy": np.int64,
    "n_offers": np.int64,
    "next_occupant": np.int64,
    "entry_seat": np.int64,
    "occupant": np.int64,
    "hire_day": np.int64,
    "seated_from": np.int64,
    "grade_month": np.int64,
    "cohort_cell": np.int64,
    "leave_until": np.int64,
    "birth_month": np.int64,
    "leaves_month": np.int64,
    "quarters_below": np.int64,
    "plan_until": np.int64,
}


def empty_occupancy(n_states: int, n_seats: int, sizes: AccountSizes) -> Occupancy:
    """Return an occupancy of empty seats: no person, no search.

    In an empty seat every field that the passes over all seats read gives nothing, so they need not ask.
    """
    fields = {}
    for name in Occupancy._fields:
        shape = (n_states, *account_shapes(sizes).get(name, ()), n_seats)
        fields[name] = np.zeros(shape, dtype=_OCCUPANCY_TYPES.get(name, np.float64))
    fields["fill_day"][...] = NEVER
    fields["seated_from"][...] = NEVER
    fields["leaves_month"][...] = NEVER
    fields["plan_until"][...] = NEVER
    fields["cohort_cell"][...] = -1
    return Occupancy(**fields)


class PlanState(IntEnum):
    """What becomes of a person's variable pay in a month."""

    EARNED = 0  # less what is clawed back
    CLAWED_BACK = 1
    FORFEITED = 2
    PAYABLE = 3  # earned and not paid at the end of the month
    FINAL_PAY = 4  # settled on an exit


class MonthBook(NamedTuple):
    """What happens in the running month, by seat: an engine's scratch arrays of shape [S]; zero where nobody is."""

    places: NDArray[Any]  # of seats picked out of a pass
    picked: NDArray[Any]  # their values
    is_present: NDArray[Any]  # somebody was in the seat this month
    exit_luck: NDArray[Any]  # uniform
    selling_luck: NDArray[Any]  # uniform
    selling_normal: NDArray[Any]  # the same as a standard normal
    seated_share: NDArray[Any]
    active_share: NDArray[Any]  # seated and not on leave
    ramp: NDArray[Any]  # where a panel is kept
    capacity: NDArray[Any]
    effort: NDArray[Any]  # where people answer their plans
    moved: NDArray[Any]  # business pulled in (above 0) or pushed out (below 0) at the month's end, at full value
    bookings: NDArray[Any]
    credited: NDArray[Any]  # what counts for the plan: bookings, or a share of the team's
    quota: NDArray[Any]
    base: NDArray[Any]
    commission: NDArray[Any]
    bonus: NDArray[Any]
    settled: NDArray[Any]  # of the bonus: running cycles that a move or another plan ended
    plan_states: NDArray[Any]  # [5, S] what becomes of variable pay, by PlanState
    collected: NDArray[Any]  # paid of the person's invoices, where a plan asks for it
    told: NDArray[Any]  # [3, K, S] line, measure, quota of each component where a panel is kept; else [3, 0, S]
    on_costs: NDArray[Any]
    exit_kind: NDArray[Any]
    severance: NDArray[Any]  # of the last leaver, of this month where there is an exit kind


def empty_month_book(n_seats: int, n_lines: int = 0) -> MonthBook:
    """Return the scratch arrays of a month for a number of seats and of components that are told one by one."""
    types: dict[str, Any] = {"is_present": np.bool_, "places": np.int64, "exit_kind": np.int64}
    book = MonthBook(*(np.zeros(n_seats, dtype=types.get(name, np.float64)) for name in MonthBook._fields))
    return book._replace(plan_states=np.zeros((len(PlanState), n_seats)), told=np.zeros((3, n_lines, n_seats)))


class Desk(NamedTuple):
    """What the phases work with beside people: made once, used again by every replication."""

    market: Floats  # [U] what each territory gives this month
    heads: Floats  # [U] managers at work for its people
    quality: Floats  # [U] mean manager factor of those at work
    reports: Floats  # [U] individual contributors of its managers, all units together
    team: Floats  # [U] what the unit and those below it book
    shocks: Floats  # [U + 1] common shocks of the units and of the company
    vacant: Ints  # [S] seats that wait for somebody, in seat order
    starters: Ints  # [S] seats in which somebody starts
    leavers: Ints  # [S] seats whose holders leave
    targets: Ints  # [S] seats to be filled from inside
    entries: Ints  # [S] by what people are compared
    ranking: Ints  # [S] the best of them
    slots: Ints  # recruiter slots: the day each is free


def empty_desk(model: Model) -> Desk:
    """Return an empty desk."""
    n_units, n_seats = model.units.size, model.seats.unit.size
    vacant, starters, leavers, targets, entries, ranking = np.zeros((6, n_seats), dtype=np.int64)
    slots = np.zeros(model.company.n_slots, dtype=np.int64)
    market, heads, quality, reports, team = np.zeros((5, n_units))
    shocks = np.zeros(n_units + 1)
    return Desk(
        market, heads, quality, reports, team, shocks, vacant, starters, leavers, targets, entries, ranking, slots
    )
