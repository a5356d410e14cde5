"""Who is ready for what in one future, month by month, by the rules that promotions follow."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from teamsim.analysis.assessments import Assessor
from teamsim.model import Flags, Floats, Ints, Occupancy
from teamsim.panel import Panel
from teamsim.random import MAX_OCCUPANTS
from teamsim.rules import replacements
from teamsim.rules.attrition import ExitKind
from teamsim.rules.promotion import is_ready
from teamsim.scenario.layout import Layout

NEVER_READY = 10_000
"""Months that nobody waits."""


class Future(NamedTuple):
    """One replayed future: what happened, how it opened, and by whose luck."""

    layout: Layout
    panel: Panel
    opening: Occupancy  # [1, S]
    seed: int
    replication: int

    @property
    def persons(self) -> Ints:
        """A number for whoever holds each seat, by month; -1: nobody, [M, S]."""
        panel = self.panel
        return np.where(panel.entry_seat >= 0, panel.entry_seat * MAX_OCCUPANTS + panel.occupant, -1)

    @property
    def starts(self) -> Flags:
        """Whether somebody who was not there before (or nobody) has the seat from a month on, [M, S]."""
        starts: Flags = self.persons != self.holders_before
        return starts

    @property
    def holders_before(self) -> Ints:
        """A number for whoever held each seat at the end of the month before; -1: nobody, [M, S]."""
        opening = self.opening
        first = np.where(opening.is_occupied[0], opening.entry_seat[0] * MAX_OCCUPANTS + opening.occupant[0], -1)
        return np.vstack([first, self.persons[:-1]])

    @property
    def is_new_in_grade(self) -> Flags:
        """Whether somebody who came into the tier in a month has the seat from then on, [M, S]."""
        months = np.arange(len(self.panel.entry_seat))[:, np.newaxis]
        is_new: Flags = self.starts & (self.panel.grade_month >= months)
        return is_new

    def came_from(self, month: int) -> tuple[Ints, Ints]:
        """Return the seats of people who moved within their tier in a month, and those that they left."""
        place = {int(person): seat for seat, person in enumerate(self.holders_before[month]) if person >= 0}
        moved = np.flatnonzero(self.starts[month] & ~self.is_new_in_grade[month])
        pairs = [(seat, place[who]) for seat in moved if (who := int(self.persons[month, seat])) in place]
        here, there = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        return here, there


def months_in_grade(future: Future) -> Ints:
    """Return whole months since each seat's holder took the grade, at the first of each month, [M, S]."""
    months = np.arange(len(future.panel.entry_seat))[:, np.newaxis]
    in_grade: Ints = np.where(future.persons >= 0, months - future.panel.grade_month, 0)
    return in_grade


def is_on_notice(future: Future) -> Flags:
    """Tell who has resigned and is still there; people who leave after the run's last month are not known, [M, S]."""
    layout, panel = future.layout, future.panel
    tiers = layout.scenario.parameters.tiers
    notice = np.array([tiers[seat.tier].notice_months for seat in layout.seats])
    found = np.zeros(panel.exit_kind.shape, dtype=np.bool_)
    for back in range(notice.max(initial=0)):
        left = np.zeros_like(found)
        left[: len(left) - back] = panel.exit_kind[back:] == ExitKind.VOLUNTARY
        found |= left & (back < notice)
    return found & (panel.entry_seat >= 0)


def waits(future: Future, tier: str) -> Ints:
    """Return in how many months each seat's holder is ready for a tier, 0 = now, [M, S].

    People of other tiers than the one below it, people on notice, and people whose assessed score is below
    `succession.ready_score` are never ready.
    """
    layout = future.layout
    p = layout.model.tiers[layout.tiers.index(tier)]
    can = (future.panel.entry_seat >= 0) & (layout.model.seats.tier == p.from_tier) & ~is_on_notice(future)
    floor = layout.scenario.parameters.succession.ready_score
    if floor is not None and p.from_tier >= 0:
        can &= Assessor(future).scores(tier) >= floor
    missing = np.maximum(max(int(p.min_months_in_grade), 1) - months_in_grade(future), 0)
    return np.where(can, _by_own_rule(future, p, missing), NEVER_READY)


def _by_own_rule(future: Future, p: Any, missing: Ints) -> Ints:
    """Let a scenario's own rule of readiness decide who is ready now."""
    own = replacements(future.layout.scenario.rules).get(is_ready)
    if own is None:
        return missing
    in_grade = months_in_grade(future)
    ready = np.vectorize(lambda months: bool(own(int(months), 0, p.min_months_in_grade)), otypes=[bool])(in_grade)
    return np.where(ready, 0, np.maximum(missing, 1))


class Depth(NamedTuple):
    """People who may succeed in each critical seat by class, and months until the first is ready, [M, K]."""

    ready: Ints
    soon: Ints
    later: Ints
    first: Floats


def depth_of(wait: Ints, sources: Flags, soon_months: int, least: int) -> Depth:
    """Count people by class for one seat; who is never ready is in no class, [M].

    Where nobody is there to wait for, somebody new would need the whole time, `least` months.
    """
    mine = wait[:, sources]
    known = mine < NEVER_READY
    first = np.minimum(mine.min(axis=1, initial=NEVER_READY), least).astype(np.float64)
    now, soon = mine == 0, known & (mine <= soon_months)
    return Depth(now.sum(axis=1), (soon & ~now).sum(axis=1), (known & ~soon).sum(axis=1), first)
