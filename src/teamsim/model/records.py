"""Parameters of a tier, a component, a unit, a month: one record each."""

from __future__ import annotations

import functools
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import numpy as np

from teamsim.model.arrays import Floats, Ints, Records

N_CRITERIA = 4
"""By how many criteria people are compared."""
N_BANDS = 12
"""Most bands in a rate table."""
N_FEW_BANDS = 4
"""Bands with which most rate tables make do, see `in_short`."""
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
N_SOURCES = 8
"""Most sources of hires."""
NO_SOURCE, DRAWN_SOURCE = -1, -2
"""A person, or the next hire of a seat, of no source; of one that is drawn at the person's address."""
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
    log_manager_ratio: float  # per standard deviation of leadership
    log_peer_ratio: float  # for each seat of the unit and tier that somebody left of late
    peer_months: int  # that is, in so many months before
    effect_is_stepped: bool  # else straight between the points
    effect_limit: float  # largest log hazard ratio of all effects together, up or down
    effect_centre: float  # log of the mean hazard ratio of the opening people
    top_share: float  # of the people of the tier with an attainment who are recognised each quarter
    recognised_ratio: float  # multiplies their hazard in the months from that quarter's end on
    award_cost: float  # currency
    hazard: Annotated[Floats, N_HAZARDS]  # [per month] by whole months of tenure
    highest_hazard: float  # no person's hazard is above it before the season; inf where a rule of one's own decides
    exit_season: Annotated[Floats, 12]  # multiplies the hazard by calendar month, January first; mean one
    log_median_days: float
    work_sigma: float
    offer_log_odds: float  # of acceptance at the tier's pay; inf = always
    source_until: Annotated[Floats, N_SOURCES]  # cumulated shares of the sources of hires
    opening_source_until: Annotated[Floats, N_SOURCES]  # the same of the opening people, where it is not known
    source_talent: Annotated[Floats, N_SOURCES]  # multiplies the talent of hires, mean one over the past's shares
    log_source_work: Annotated[Floats, N_SOURCES]  # of a search's days of work, their mean one likewise
    selected_talent: float  # multiplies the talent of hires: one over what the past's selection gained
    notice_months: int  # from the end of the month of a resignation
    notice_effort: float  # share of capacity during it
    has_notice: bool  # here, or among those whom the past left on notice
    retirement_months: int  # age at which people retire, NEVER = they do not
    entry_age_from: float  # [months] of those who join
    entry_age_to: float
    probation_months: int  # from the month of hire; 0 = none
    probation_limit: float  # assessed skill in standard deviations below which a hire does not pass
    probation_reliability: float  # of that assessment
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
    refusal: float  # chance that somebody declines a seat of the tier
    is_company_wide: bool  # candidates from everywhere, else from the seat's unit and its descendants
    transfer_share: float  # share of vacancies offered to people of the tier in other units first
    transfer_choice: int  # rules.promotion.Choice; by seniority is by time in the seat
    transfer_months: int  # in the present seat, that a person needs
    is_transfer_wide: bool  # from all units, else from those under the same parent
    transfer_ramp: float  # months at which the ramp clock stands after the move, at most
    talent_sigma: float
    mean_talent: float  # of the opening people; what is sold is relative to it
    noise_sigma: float  # of a month's luck in all; of deals: that of the lognormal with the same spread
    mean_deal: float  # size of a deal; 0 = a month's luck is lognormal
    deal_sigma: float


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
    has_few_bands: bool  # no more than `N_FEW_BANDS`
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
    deal_limit: float  # what lies beyond it of one deal counts in part; inf = none
    beyond_limit: float  # share of it that counts
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


class SourceParameters:
    """Where hires come from."""

    exit_ratio: float  # multiplies the hazard for life
    cost: float  # minor units a hire


class AcquisitionParameters:
    """A team that joins as a whole."""

    tenure_days: int  # that its people bring
    talent: float  # multiplies theirs
    cost: float  # minor units a head
    exit_ratio: float  # multiplies the hazard of its people ...
    exit_months: int  # ... for so many months


class ProgrammeParameters:
    """One training programme; see ``docs/decisions/0021-training.md``."""

    is_offered: bool  # else only the past's people took it
    way: int  # rules.development.Way: by a course, or by doing
    is_for_newcomers: bool  # once, within their first months; else again and again
    months: int  # of the newcomers' window, or from one course to the next
    places: int  # a month; NEVER = enough
    cost: float  # currency a person
    days_lost: float  # of selling
    ramp_months: float  # by which the ramp clock of who has taken it runs ahead
    talent_gain: float  # of log talent, just after a course
    leadership_gain: float  # in standard deviations
    kept: float  # share of a gain that is left a month later


class UnitParameters:
    """One unit of the organisation."""

    subject: np.uint64  # address of its luck
    parent: int  # -1 = none
    nth_up: int  # the n-th unit, in an order in which each comes before the one above it
    first_head: int  # seats of those who lead its people: its own or the nearest above; none = first is end
    end_head: int
    head_unit: int  # unit of those seats, -1 = none
    opening_lead: float  # mean lead factor of the opening organisation
    potential_annual: float  # inf = no saturation
    opening_saturation: float  # s(C0 / potential)


class PlaceParameters:
    """Where a unit stands from a month on: the fields of `UnitParameters` that moves of units and seats change."""

    parent: int
    nth_up: int
    first_head: int
    end_head: int
    head_unit: int
    potential_annual: float


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
    tree: int  # row of Model.trees that holds from here on; -1 = units stand where they stood


@functools.cache
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


def in_short(full: Records, n_shown: int, names: tuple[str, ...]) -> Records:
    """Return the same records (the same memory), which show the first `n_shown` values only of some fields.

    A loop over people works out every band or line of the record for each of them, whether it is there or not.
    """
    kind = full.dtype
    formats = {name: kind[name] for name in kind.names or ()}
    formats |= {name: np.dtype((np.float64, (n_shown,))) for name in names}
    offsets = [kind.fields[name][1] for name in formats]
    shown: Any = {"names": list(formats), "formats": list(formats.values()), "offsets": offsets}
    return full.view(np.dtype(shown | {"itemsize": kind.itemsize}, align=True))
