"""What the opening carries over of people's plans: cycles that run on, cycles that start now."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from teamsim.model import ACCOUNTS, Ints, Model, Occupancy, Record

Side = tuple[Model, Occupancy, Ints]
"""A model, states of its seats, and some of these seats in an order."""


def start_cycles(model: Model, states: Occupancy, *, only_due: bool = False) -> None:
    """Let the cycles of everybody start on the first day (their quota is set then); or those that are due then."""
    for seats, k, c in components_of_seats(model):
        if c.is_to_date and (not only_due or model.months[0].cycle_end[c.cycle] == c.cycle_months - 1):
            states.plan_quota[:, k, seats] = np.where(states.is_occupied[:, seats], np.nan, 0.0)
    for name in ACCOUNTS if only_due else ():
        column = getattr(states, name)
        column[~np.broadcast_to(states.is_occupied[:, np.newaxis], column.shape)] = 0.0


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
    started = states._replace(plan_quota=np.zeros_like(states.plan_quota))
    start_cycles(model, started)
    states.plan_quota[...] = started.plan_quota
    for run, past_run in sorted({*zip(_runs(model, here), _runs(past, there), strict=True)}):
        if run < 0 or past_run < 0:
            continue
        is_pair = (_runs(model, here) == run) & (_runs(past, there) == past_run)
        for k, past_k in _pairs(_components(model, run), _components(past, past_run)):
            for name in ACCOUNTS:
                getattr(states, name)[:, k, here[is_pair]] = getattr(before, name)[:, past_k, there[is_pair]]


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
