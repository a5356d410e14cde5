"""Of which tallies each measure is made: sums with weights, ratios of such sums."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from teamsim.calendar import MONTHS_PER_YEAR
from teamsim.model import Floats
from teamsim.tallies import Tally

Linear = dict[Tally, float]
Column = Callable[[Tally], Floats]
"""What was counted of one tally. A measure asks for few of them, so they are added up one by one."""

_ONE: dict[str, Linear] = {
    "seats": {Tally.SEATS: 1},
    "headcount": {Tally.HEADCOUNT: 1},
    "opening_headcount": {Tally.OPENING_HEADCOUNT: 1},
    "closing_headcount": {Tally.CLOSING_HEADCOUNT: 1},
    "vacancy": {Tally.SEATS: 1, Tally.HEADCOUNT: -1},
    "hires": {Tally.HIRES: 1},
    "exits": {Tally.EXITS_VOLUNTARY: 1, Tally.EXITS_INVOLUNTARY: 1, Tally.EXITS_RETIREMENT: 1},
    "exits_voluntary": {Tally.EXITS_VOLUNTARY: 1},
    "resignations": {Tally.RESIGNATIONS: 1},
    "exits_involuntary": {Tally.EXITS_INVOLUNTARY: 1},
    "exits_retirement": {Tally.EXITS_RETIREMENT: 1},
    "exits_probation": {Tally.EXITS_PROBATION: 1},
    "exits_regretted": {Tally.EXITS_REGRETTED: 1},
    "on_plan": {Tally.ON_PLAN: 1},
    "acquired": {Tally.ACQUIRED: 1},
    "promotions": {Tally.PROMOTIONS_IN: 1},
    "promotions_out": {Tally.PROMOTIONS_OUT: 1},
    "promotions_refused": {Tally.PROMOTIONS_REFUSED: 1},
    "transfers": {Tally.TRANSFERS_IN: 1},
    "transfers_out": {Tally.TRANSFERS_OUT: 1},
    "acting": {Tally.ACTING: 1},
    "requisitions": {Tally.REQUISITIONS: 1},
    "offers": {Tally.OFFERS: 1},
    "offers_declined": {Tally.OFFERS: 1, Tally.HIRES: -1},
    "ramped_capacity": {Tally.RAMPED_CAPACITY: 1},
    "bookings": {Tally.BOOKINGS: 1},
    "quota": {Tally.QUOTA: 1},
    "deals": {Tally.DEALS: 1},
    "credited": {Tally.CREDITED: 1},
    "uncredited": {Tally.UNCREDITED: 1},
    "pulled_in": {Tally.PULLED_IN: 1},
    "pushed_out": {Tally.PUSHED_OUT: 1},
    "discount_cost": {Tally.DISCOUNT: 1},
    "company_target": {Tally.COMPANY_TARGET: 1},
    "base": {Tally.BASE: 1},
    "acting_pay": {Tally.ACTING_PAY: 1},
    "commission": {Tally.COMMISSION: 1},
    "bonus": {Tally.BONUS: 1},
    "final_pay": {Tally.FINAL_PAY: 1},
    "pay": {Tally.BASE: 1, Tally.COMMISSION: 1, Tally.BONUS: 1, Tally.FINAL_PAY: 1},
    "variable_earned": {Tally.VARIABLE_EARNED: 1},
    "variable_paid": {Tally.COMMISSION: 1, Tally.BONUS: 1, Tally.FINAL_PAY: 1},
    "variable_payable": {Tally.PAYABLE: 1},
    "variable_forfeited": {Tally.FORFEITED: 1},
    "clawed_back": {Tally.CLAWED_BACK: 1},
    "on_costs": {Tally.ON_COSTS: 1},
    "severance": {Tally.SEVERANCE: 1},
    "hiring_cost": {Tally.HIRING_COST: 1},
    "training_cost": {Tally.TRAINING_COST: 1, Tally.PROGRAMME_COST: 1},
    "programme_cost": {Tally.PROGRAMME_COST: 1},
    "awards": {Tally.AWARDS: 1},
    "recognition_cost": {Tally.RECOGNITION_COST: 1},
    "trained": {Tally.TRAINED: 1},
    "training_days": {Tally.TRAINING_DAYS: 1},
    "waiting_to_train": {Tally.WAITING_TO_TRAIN: 1},
    "running_cost": {Tally.RUNNING_COST: 1},
    "cost_of_turnover": {Tally.REPLACEMENT_COST: 1, Tally.SEVERANCE: 1},
    "collections": {Tally.COLLECTIONS: 1},
    "receivables": {Tally.RECEIVABLES: 1},
    "written_off": {Tally.WRITTEN_OFF: 1},
}
_ONE["compensation"] = _ONE["pay"] | _ONE["on_costs"]
_ONE["cost"] = dict.fromkeys(
    (
        *_ONE["compensation"],
        Tally.SEVERANCE,
        Tally.HIRING_COST,
        Tally.TRAINING_COST,
        Tally.PROGRAMME_COST,
        Tally.RECOGNITION_COST,
        Tally.RUNNING_COST,
    ),
    1,
)
_AFTER = {"contribution": "pay", "net_margin": "cost"}
"""What is taken from bookings x margin."""
_RATIO: dict[str, tuple[Linear, Linear, float]] = {
    "attainment": (_ONE["bookings"], _ONE["quota"], 1.0),
    "effort": ({Tally.BEFORE_TIMING: 1}, {Tally.AT_EFFORT_ONE: 1}, 1.0),
    "over_credit": (_ONE["credited"], _ONE["bookings"], 1.0),
    "assigned_to_target": (_ONE["quota"], _ONE["company_target"], 1.0),
    "share_at_quota": ({Tally.AT_QUOTA: 1}, {Tally.REVIEWED: 1}, 1.0),
    "time_to_fill": ({Tally.DAYS_TO_FILL: 1}, {Tally.HIRES: 1, Tally.ACQUIRED: -1}, 1.0),
    "acceptance": (_ONE["hires"], _ONE["offers"], 1.0),
    "pay_cost_ratio": (_ONE["pay"], _ONE["bookings"], 1.0),
    "compensation_cost_of_sales": (_ONE["compensation"], _ONE["bookings"], 1.0),
    "cost_per_hire": (_ONE["hiring_cost"], _ONE["hires"], 1.0),
    "turnover": (_ONE["exits"], _ONE["headcount"], float(MONTHS_PER_YEAR)),
}


def measure_of(of: Column, measure: str, margin: float) -> Floats:
    """Return a monthly measure of what was counted; `margin` is what is left of bookings."""
    if measure in _AFTER:
        given_away = (1.0 - margin) * of(Tally.DISCOUNT)  # a discount costs nothing less to deliver
        return margin * of(Tally.BOOKINGS) - given_away - sum_of(of, _AFTER[measure])
    if measure in _ONE:
        return sum_of(of, measure)
    above, below, factor = _RATIO[measure]
    return ratio(factor * _weighed(of, above), _weighed(of, below))


def sum_of(of: Column, measure: str) -> Floats:
    """Return a measure that is a sum of what was counted."""
    return _weighed(of, _ONE[measure])


def _weighed(of: Column, weights: Linear) -> Floats:
    total: Floats = np.zeros(())
    for tally, weight in weights.items():
        total = total + weight * of(tally)
    return total


def ratio(above: Floats, below: Floats) -> Floats:
    """Return a ratio, not a number where there is nothing below."""
    result = np.full(np.shape(above), np.nan)
    np.divide(above, below, out=result, where=below != 0)
    return result
