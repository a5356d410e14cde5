"""What `solve` is asked: a plan in any of its forms, checked."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from teamsim.errors import Fault, InputError
from teamsim.response.payouts import PayFunction, Payout
from teamsim.response.people import Accuracy, Preferences, Process, QuotaRule
from teamsim.response.programme import Component

Floats = NDArray[np.float64]
Plan = PayFunction | Payout | Sequence[tuple[float, float]] | Mapping[int, "Plan"] | Sequence[Component]


@dataclass(frozen=True, slots=True)
class Layout:
    """A grid that tables of different paces share: states from 0 to the last kink of the plan."""

    n_within: int
    n_before: int

    def step(self, kinks: Floats) -> float:
        """Return the distance of states, such that twelfths of quota (1) and, if possible, all kinks are states."""
        usual = max(round(self.n_within / max(float(kinks[-1]), 1e-9) / 12), 1)
        for n in range(usual, 2 * usual + 1):
            if np.abs(12 * n * kinks - np.rint(12 * n * kinks)).max() < 1e-6:
                return 1.0 / (12 * n)
        return 1.0 / (12 * usual)


@dataclass(frozen=True, slots=True)
class Question:
    """All that `solve` is asked, checked."""

    components: tuple[Component, ...]
    periods: int
    process: Process
    preferences: Preferences
    quota: QuotaRule | None
    cycles: float
    accuracy: Accuracy
    layout: Layout | None = None

    @property
    def inner(self) -> int:
        """Length of the cycle whose sales are carried beside the outer cycle's."""
        lengths = sorted({component.cycle for component in self.components})
        return lengths[-2] if len(lengths) > 1 else lengths[-1]

    @property
    def kinks(self) -> Floats:
        """Where some pay bends or jumps."""
        return np.unique(np.concatenate([component.payout.kinks for component in self.components]))


def check(
    payout: Plan,
    periods: int,
    process: Process,
    preferences: Preferences,
    quota: QuotaRule | None,
    cycles: float,
    accuracy: Accuracy,
) -> Question:
    """Check what is asked, all faults at once."""
    faults = []
    if not (isinstance(periods, int) and 1 <= periods <= 1200):
        raise InputError([Fault("periods", f"{periods!r}; expected a whole number from 1 to 1200.")])
    if not cycles >= 1:
        faults.append(Fault("cycles", f"{cycles}; expected at least 1, or math.inf."))
    if cycles != 1 and quota is None:
        faults.append(Fault("cycles", f"{cycles} without a quota rule.", "Give quota=QuotaRule()."))
    if math.isinf(cycles) and preferences.delta == 1.0:
        faults.append(Fault("preferences.delta", "1 with cycles without end.", "Discount: choose delta below 1."))
    components = _components(payout, periods, process)
    faults += _faults_of_cycles(components, periods, preferences, quota)
    if faults:
        raise InputError(faults)
    return Question(components, periods, process, preferences, quota, cycles, accuracy)


def _faults_of_cycles(
    components: tuple[Component, ...], periods: int, preferences: Preferences, quota: QuotaRule | None
) -> list[Fault]:
    lengths = sorted({component.cycle for component in components})
    if not lengths or lengths[-1] != periods:
        return [Fault("payout", f"cycles of {lengths} periods; expected one of {periods}.", "The longest counts.")]
    if any(longer % shorter for shorter, longer in pairwise(lengths)):
        return [Fault("payout", f"cycles of {lengths} periods; expected each to divide the next.")]
    if quota is not None and len(lengths) > 1:
        return [Fault("quota", "a quota rule with nested cycles.", "Use one cycle with a quota rule.")]
    if quota is not None and any(component.as_earned for component in components):
        return [Fault("payout", "a component paid as earned with a quota rule.", "Pay it at the cycle's end.")]
    if len(lengths) > 3 or (len(lengths) == 3 and lengths[0] != 1):
        return [Fault("payout", f"cycles of {lengths} periods; two can be carried, and one of 1 period beside them.")]
    if len(lengths) == 3 and preferences.risk_aversion > 0.0:
        return [Fault("payout", "three kinds of cycles with risk aversion.", "Leave out the shortest.")]
    return []


def _components(payout: Plan, periods: int, process: Process) -> tuple[Component, ...]:
    """Return a plan in any of its forms as components."""
    if isinstance(payout, Mapping):
        return tuple(Component(_payout(each, process), int(cycle)) for cycle, each in payout.items())
    if isinstance(payout, Sequence) and payout and all(isinstance(each, Component) for each in payout):
        return tuple(each for each in payout if isinstance(each, Component))
    return (Component(_payout(payout, process), periods),)


def _payout(payout: object, process: Process) -> Payout:
    """Return points or a function as a payout; a function is sampled as far as sales may go."""
    if isinstance(payout, Payout):
        return payout
    if callable(payout):
        reach = 4.0 * (abs(process.baseline) + process.sigma) + 2.0 * process.productivity + 2.0
        return Payout.from_function(payout, -reach, reach)
    if isinstance(payout, Sequence):
        return Payout.from_points(payout)
    raise InputError([Fault("payout", f"{type(payout).__name__}; expected a function, points, or a Payout.")])
