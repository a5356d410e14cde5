"""A scenario laid out as arrays: seats, policies, records; everything an engine reads."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from teamsim.model.arrays import Flags, Floats, Hashes, Ints, Records


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
    source: Ints  # [S] of the first hire: a source, NO_SOURCE, or DRAWN_SOURCE
    acquisition: Ints  # [S] with which the first holder comes, -1 = none
    follows: Ints  # [S] the seat whose holder takes this one when it opens, -1 = none
    moved: Ints  # seats that follow another
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
    is_led: bool  # of that, what a team books
    has_team_credit: bool  # some plan pays for what a unit books
    has_states: bool  # some variable pay is earned at another time than it is paid, or may be forfeited
    manager_sigma: float  # log bookings of a team per standard deviation of its managers' leadership
    coaching_gain: float
    coaching_hours: float  # of a manager, a month
    useful_hours: float  # a report and month
    meeting_hours: float  # of managers with their reports, a month
    meeting_coaching: float  # what an hour of them is worth in hours of coaching
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
    start_months: int  # calendar months in which hires start: bit 0 = January
    has_selection: bool  # of hires, here or in the past
    candidates: int  # of whom the best as assessed is hired
    reliability: float  # of that assessment
    has_effort: bool  # people answer their plans by effort
    moved_share: float  # of a month's bookings that a person can move at the end of a cycle; 0 = none
    moved_price: float  # share of its value that is given away for it
    has_splits: bool  # some tier's business is split between tiers
    has_own_credit: bool  # not all that a person books counts for the person's plan
    holdover_months: int  # after a move, in which the mover is credited with business of the old seat
    holdover_share: float  # of it
    is_overlay: bool  # the seat's new holder is credited with all of it too
    empty_quota: int  # rules.incentives.EmptyQuota
    has_acting: bool  # somebody acts while a head's seat is empty
    acting_after: int  # months for which it has been empty by then
    acting_months_in_grade: int  # that the person must have
    acting_share: float  # of a head's work that is done
    acting_loss: float  # share of own capacity that it takes
    acting_allowance: float  # share of fixed pay that it brings
    acting_bonus: float  # added to the score where people are promoted to the tier for which they act


class AccountSizes(NamedTuple):
    """How many accounts of each kind a person has in a scenario: only what some plan uses."""

    components: int  # most components of any plan
    deferred: int  # most of them with three states: earned, payable, paid
    lags: int  # months of earnings that are remembered
    invoices: int  # months of a person's bookings that are remembered
    programmes: int  # of training and learning by doing
    aptitudes: int  # N_APTITUDES where people learn, or a ramp clock is put back
    awards: int  # 1 where people are recognised


class Model(NamedTuple):
    """A scenario as arrays; everything an engine reads."""

    n_months: int
    months: Records  # [M + 12] MonthParameters
    tiers: Records  # [T] TierParameters
    units: Records  # [U] UnitParameters; an engine has its own copy where units move
    trees: Records  # [P, U] PlaceParameters, one row for each change of the tree; none where no unit moves
    cells: Records  # [C] CellParameters
    seats: Seats
    hiring: HiringPolicy
    company: Company
    jurisdiction: Records  # [1] rules.costs.JurisdictionParameters
    law_in_short: Records  # [1] the same memory, as a record that shows few contribution lines
    schedule: Records  # [1] PaymentSchedule
    moves: Floats  # [T, T] chance to move to a tier or any below it in the month of moves, by present tier
    splits: Floats  # [T, T] share of what a tier (row) books that is credited to each tier of the unit
    components: Records  # [N] ComponentParameters
    in_short: Records  # [N] the same memory, as records that show few bands
    runs: Records  # [N] RunParameters, by the months in which they hold
    run_of: Ints  # [P, C] run of a cell by months.plan_period, -1 = no plan
    accounts: AccountSizes
    policies: Records  # [N] PolicyParameters, those of a run one after the other by preference type
    efforts: Floats  # their tables, one after the other
    preferences: Records  # [N] PreferenceParameters
    sources: Records  # [K] SourceParameters; none = off
    acquisitions: Records  # [N] AcquisitionParameters
    programmes: Records  # [P] ProgrammeParameters
    attends: Flags  # [P, T] people of the tier take its courses
