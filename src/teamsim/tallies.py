"""What the engines count."""

from __future__ import annotations

from enum import IntEnum


class Tally(IntEnum):
    """What is counted, per month and cell (unit x tier). The engines count money in minor units, business in currency.

    Cost lines (HIRING_COST to REPLACEMENT_COST) are worked out from the other counts when a run ends; the engines
    leave them 0.
    """

    SEATS = 0
    OPENING_HEADCOUNT = 1
    HEADCOUNT = 2
    HIRES = 3
    PROMOTIONS_IN = 4
    PROMOTIONS_OUT = 5
    EXITS_VOLUNTARY = 6
    EXITS_INVOLUNTARY = 7
    COHORT_EXITS = 8
    CLOSING_HEADCOUNT = 9
    REQUISITIONS = 10
    DAYS_TO_FILL = 11
    RAMPED_CAPACITY = 12
    BOOKINGS = 13
    QUOTA = 14
    REVIEWED = 15
    AT_QUOTA = 16
    BASE = 17
    COMMISSION = 18
    BONUS = 19
    ON_COSTS = 20
    SEVERANCE = 21
    COLLECTIONS = 22
    RECEIVABLES = 23
    WRITTEN_OFF = 24
    HIRING_COST = 25
    TRAINING_COST = 26
    RUNNING_COST = 27
    REPLACEMENT_COST = 28
    OFFERS = 29
    RESIGNATIONS = 30
    EXITS_RETIREMENT = 31
    ON_PLAN = 32
    EXITS_REGRETTED = 33
    VARIABLE_EARNED = 34
    PAYABLE = 35
    FORFEITED = 36
    CLAWED_BACK = 37
    FINAL_PAY = 38
    CREDITED = 39
    UNCREDITED = 40
    COMPANY_TARGET = 41
    AT_EFFORT_ONE = 42
    BEFORE_TIMING = 43
    PULLED_IN = 44
    PUSHED_OUT = 45
    DISCOUNT = 46
    DEALS = 47
    ACTING = 48
    ACTING_PAY = 49
    PROMOTIONS_REFUSED = 50
    ACQUIRED = 51
    HIRE_EXTRAS = 52
    TRAINED = 53
    WAITING_TO_TRAIN = 54
    TRAINING_DAYS = 55
    PROGRAMME_COST = 56
    AWARDS = 57
    RECOGNITION_COST = 58
    TRANSFERS_IN = 59
    TRANSFERS_OUT = 60
    EXITS_PROBATION = 61


N_TALLIES = len(Tally)
MONEY_TALLIES = (
    Tally.BASE,
    Tally.COMMISSION,
    Tally.BONUS,
    Tally.ON_COSTS,
    Tally.SEVERANCE,
    Tally.VARIABLE_EARNED,
    Tally.PAYABLE,
    Tally.FORFEITED,
    Tally.CLAWED_BACK,
    Tally.FINAL_PAY,
    Tally.ACTING_PAY,
    Tally.HIRE_EXTRAS,
    Tally.PROGRAMME_COST,
    Tally.RECOGNITION_COST,
)
