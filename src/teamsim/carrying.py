"""What the opening carries over of people's plans: cycles that run on, cycles that start now."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from teamsim.model import LAGS, QUOTA, Ints, Model, Occupancy, Record

OF_THE_PLAN = ("plan_accounts", "plan_unpaid", "own_invoices")
Side = tuple[Model, Occupancy, Ints]
"""A model, states of its seats, and some of these seats in an order."""
Stretch = tuple[Model, Occupancy, Ints | slice]
"""The same of seats that may follow one another."""


def start_cycles(model: Model, states: Occupancy, *, only_due: bool = False) -> None:
    """Let the cycles of everybody start on the first day (their quota is set then); or those that are due then."""
    for seats, k, c in components_of_seats(model):
        if c.is_to_date and (not only_due or model.months[0].cycle_end[c.cycle] == c.cycle_months - 1):
            states.plan_accounts[:, QUOTA, k, seats] = np.where(states.is_occupied[:, seats], np.nan, 0.0)
    for name in OF_THE_PLAN if only_due else ():
        column = np.moveaxis(getattr(states, name), -1, 1)
        column[~states.is_occupied] = 0.0


def components_of_seats(model: Model) -> Iterator[tuple[Ints, int, Record]]:
    """Go through the components of the plans in force on the first day: seats, number in the plan, parameters."""
    now = model.months[0]
    for run in model.runs[now.first_run : now.end_run]:
        seats = np.arange(run.first_seat, run.end_seat)
        for k in range(run.n_components):
            yield seats, k, model.components[run.first_component + k]


def continue_accounts(ours: Side, theirs: Side) -> None:
    """Let running cycles go on where the plan has such a component with the same cycle as in the past.

    A plan's n-th component of a kind is the past's n-th of it. The others start now. What a running cycle has
    earned is restated by the present plan, so a changed rate holds from now on and takes nothing back.
    """
    (model, states, here), (past, before, there) = ours, theirs
    start_cycles(model, states)
    for run, past_run in sorted({*zip(_runs(model, here), _runs(past, there), strict=True)}):
        if run < 0 or past_run < 0:
            continue
        is_pair = (_runs(model, here) == run) & (_runs(past, there) == past_run)
        seats, past_seats = in_a_row(here[is_pair]), in_a_row(there[is_pair])
        for k, past_k in _pairs(_components(model, run), _components(past, past_run)):
            states.plan_accounts[:, :, k, seats] = before.plan_accounts[:, :, past_k, past_seats]
            slots = _components(model, run)[k].slot, _components(past, past_run)[past_k].slot
            if min(slots) >= 0:
                _continue_slot((model, states, seats), (past, before, past_seats), slots)
    n, n_past = model.accounts.invoices, past.accounts.invoices
    seats, past_seats = in_a_row(here), in_a_row(there)
    for lag in range(1, min(n, n_past) + 1):
        states.own_invoices[:, -lag % n, seats] = before.own_invoices[:, -lag % n_past, past_seats]


def in_a_row(seats: Ints) -> Ints | slice:
    """Return seats as a stretch where they follow one another: numpy copies it several times as fast."""
    is_stretch = seats.size > 0 and bool((np.diff(seats) == 1).all())
    return slice(int(seats[0]), int(seats[-1]) + 1) if is_stretch else seats


def _continue_slot(ours: Stretch, theirs: Stretch, slots: tuple[int, int]) -> None:
    """Carry over what is earned and not paid of one component."""
    (model, states, here), (past, before, there) = ours, theirs
    states.plan_unpaid[:, :LAGS, slots[0], here] = before.plan_unpaid[:, :LAGS, slots[1], there]
    n, n_past = model.accounts.lags, past.accounts.lags
    for lag in range(1, min(n, n_past) + 1):
        earned = before.plan_unpaid[:, LAGS + -lag % n_past, slots[1], there]
        states.plan_unpaid[:, LAGS + -lag % n, slots[0], here] = earned


def rebase_rings(states: Occupancy, n_months: int) -> None:
    """Let remembered months of a history of some months count from its end."""
    ring = states.plan_unpaid[:, LAGS:]
    ring[...] = np.roll(ring, -n_months, axis=1)
    states.own_invoices[...] = np.roll(states.own_invoices, -n_months, axis=1)


def _runs(model: Model, seats: Ints) -> Ints:
    """Return the run of each seat on the first day."""
    runs: Ints = model.run_of[model.months[0].plan_period, model.seats.cell[seats]]
    return runs


def _components(model: Model, index: int) -> list[Record]:
    """Return the components of a run."""
    run = model.runs[index]
    return [model.components[run.first_component + k] for k in range(run.n_components)]


def _pairs(ours: list[Record], theirs: list[Record]) -> Iterator[tuple[int, int]]:
    """Go through the components of two plans that continue one another."""
    for k, c in enumerate(ours):
        nth = sum(1 for other in ours[:k] if other.kind == c.kind)
        same = [past_k for past_k, other in enumerate(theirs) if other.kind == c.kind]
        if nth < len(same) and _has_same_clock(c, theirs[same[nth]]):
            yield k, same[nth]


def _has_same_clock(one: Record, other: Record) -> bool:
    """Tell whether two components measure over the same months."""
    return bool(
        one.cycle == other.cycle and one.reset_cycle == other.reset_cycle and one.is_to_date == other.is_to_date
    )
