"""One replication person by person: what every seat's holder did in every month."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


class Panel(NamedTuple):
    """One replication person by person: arrays of shape [M, S], one row a month, or [0, S] when not kept.

    A cell describes who was in the seat during the month, also when the person left at its end.
    """

    entry_seat: NDArray[Any]  # -1 = the seat was empty all month
    occupant: NDArray[Any]
    grade_month: NDArray[Any]  # month of the run in which the person reached this tier
    hire_day: NDArray[Any]
    source: NDArray[Any]  # of hire, by its place in the scenario; below 0 = none
    seated_share: NDArray[Any]
    ramp: NDArray[Any]
    talent: NDArray[Any]
    leadership: NDArray[Any]
    effort: NDArray[Any]
    moved: NDArray[Any]  # business pulled in (above 0) or pushed out (below 0) at the month's end, at full value
    bookings: NDArray[Any]
    own: NDArray[Any]  # what counts of own business
    credited: NDArray[Any]  # what counts for the plan
    quota: NDArray[Any]
    base: NDArray[Any]  # minor units
    commission: NDArray[Any]
    bonus: NDArray[Any]
    settled: NDArray[Any]  # of the bonus: running cycles that a move or another plan ended
    earned: NDArray[Any]  # variable pay earned, less what was clawed back
    clawed_back: NDArray[Any]
    forfeited: NDArray[Any]
    payable: NDArray[Any]  # earned and not paid at the end of the month
    final_pay: NDArray[Any]  # variable pay settled on an exit
    lines: NDArray[Any]  # [M, K, S] what each component of the plan paid
    measured: NDArray[Any]  # [M, K, S] what counted for it in the cycle to date
    target: NDArray[Any]  # [M, K, S] the quota with which that is compared
    on_costs: NDArray[Any]
    severance: NDArray[Any]
    exit_kind: NDArray[Any]  # rules.attrition.ExitKind, 0 = stayed


def empty_panel(n_months: int, n_seats: int, n_components: int) -> Panel:
    """Return a panel of empty seats; ``n_months`` = 0 keeps nothing."""
    money = {"base", "commission", "bonus", "settled", "on_costs", "severance", "earned", "clawed_back", "forfeited"}
    money |= {"payable", "final_pay"}
    integers = {"entry_seat", "occupant", "hire_day", "grade_month", "source", "exit_kind"} | money
    panel = Panel(
        *(np.zeros((n_months, n_seats), dtype=np.int64 if name in integers else np.float64) for name in Panel._fields)
    )
    panel.entry_seat[...] = -1
    panel.source[...] = -1
    shape = n_months, n_components, n_seats
    lines = np.zeros(shape, dtype=np.int64)
    return panel._replace(lines=lines, measured=np.zeros(shape), target=np.zeros(shape))
