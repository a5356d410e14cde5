"""What a person faces and wants: how sales come about, what effort costs, what a later pay is worth."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from teamsim.errors import Fault, InputError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Process:
    """How a period's sales come about: w_t (baseline + productivity x effort), with luck.

    Parameters
    ----------
    sigma
        Luck. Additive: standard deviation of a whole cycle's sales; a period's is sigma sqrt(w_t). Multiplicative:
        of the logarithm of a period's sales, whose mean stays one.
    baseline
        Sales of a cycle without effort.
    productivity
        Sales of a cycle that a unit of effort adds.
    shock
        Whether luck is normal and added, or lognormal and multiplies.
    season
        Weight of each period; empty for all alike. The shares w_t sum to one over the cycle.
    """

    sigma: float
    baseline: float = 0.0
    productivity: float = 1.0
    shock: Literal["additive", "multiplicative"] = "additive"
    season: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        """Refuse numbers that describe no process."""
        _refuse(self._faults())

    def _faults(self) -> Iterator[Fault]:
        yield from _positive("process.sigma", self.sigma, "For no luck at all choose a small number, such as .01.")
        if not math.isfinite(self.baseline):
            yield Fault("process.baseline", f"{self.baseline}; expected a finite number.")
        yield from _positive("process.productivity", self.productivity, "Effort has to bring sales.")
        if self.shock not in ("additive", "multiplicative"):
            yield Fault("process.shock", f"{self.shock!r}; expected 'additive' or 'multiplicative'.")
        if self.is_multiplicative and self.baseline < 0.0:
            yield Fault("process.baseline", f"{self.baseline}; multiplied luck needs sales of at least 0.")
        if self.season and not all(weight > 0.0 and math.isfinite(weight) for weight in self.season):
            yield Fault("process.season", f"{self.season}; expected weights above 0.")

    @property
    def is_multiplicative(self) -> bool:
        """Whether luck is lognormal and multiplies."""
        return self.shock == "multiplicative"

    def shares(self, periods: int) -> Floats:
        """Return the share of the cycle's expected sales that each period has at even effort."""
        if self.season and len(self.season) != periods:
            problem = f"{len(self.season)} weights for {periods} periods."
            raise InputError([Fault("process.season", problem, "Give one weight a period, or none.")])
        weights = np.array(self.season or (1.0,) * periods)
        return np.asarray(weights / weights.sum())

    def spread(self, share: float) -> float:
        """Return a period's luck: of its sales, or of their logarithm."""
        return self.sigma if self.is_multiplicative else self.sigma * math.sqrt(share)


@dataclass(frozen=True, slots=True)
class PowerCost:
    """The literature's cost of effort e through a cycle: curvature / 2 e^2, that is c T / 2 a^2 a period with a = e/T.

    With another elasticity, curvature epsilon / (1 + epsilon) e^((1 + epsilon) / epsilon): its slope is always
    curvature e^(1/epsilon).
    """

    curvature: float
    elasticity: float = 1.0

    def __post_init__(self) -> None:
        """Refuse a cost that does not rise."""
        _refuse(_positive("cost.curvature", self.curvature, "Effort has to cost something."))
        _refuse(_positive("cost.elasticity", self.elasticity, "Effort that never answers needs no programme."))

    def scale(self, process: Process) -> float:
        """Return the slope of the cost at effort 1."""
        return self.curvature


@dataclass(frozen=True, slots=True)
class ElasticityCost:
    """A cost of effort such that a linear plan at `rate` calls for the effort (rate / reference_rate)^elasticity.

    Its slope is reference_rate x productivity x e^(1/elasticity).
    """

    elasticity: float
    reference_rate: float

    def __post_init__(self) -> None:
        """Refuse a cost that does not rise."""
        _refuse(_positive("cost.elasticity", self.elasticity, "Effort that never answers needs no programme."))
        _refuse(_positive("cost.reference_rate", self.reference_rate, "The rate at which effort is 1, such as .115."))

    def scale(self, process: Process) -> float:
        """Return the slope of the cost at effort 1."""
        return self.reference_rate * process.productivity


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a person wants: pay, little effort, little risk, soon.

    Parameters
    ----------
    cost
        Cost of effort, in money.
    risk_aversion
        CARA r per unit of money: a normal pay of variance v is worth r v / 2 less than its mean. With discounting
        it looks one period ahead at a time: V = -cost - ln(E exp(-r delta V')) / r.
    delta
        What money a period later is worth, in (0, 1].
    beta
        What everything later is worth on top (present bias), in (0, 1]. People are naive: they expect to have
        beta = 1 from the next period on.
    pay_lag
        Periods from the effort to the pay of its period. 0: pay comes at once and is not discounted.
    least_effort, most_effort
        Bounds of effort.
    """

    cost: PowerCost | ElasticityCost
    risk_aversion: float = 0.0
    delta: float = 1.0
    beta: float = 1.0
    pay_lag: int = 1
    least_effort: float = 0.0
    most_effort: float = field(default=math.inf)

    def __post_init__(self) -> None:
        """Refuse preferences that nobody has."""
        _refuse(self._faults())

    def _faults(self) -> Iterator[Fault]:
        if not 0.0 <= self.risk_aversion < math.inf:
            yield Fault("preferences.risk_aversion", f"{self.risk_aversion}; expected at least 0.")
        for name in ("delta", "beta"):
            if not 0.0 < getattr(self, name) <= 1.0:
                yield Fault(f"preferences.{name}", f"{getattr(self, name)}; expected a share in (0, 1].")
        if self.pay_lag < 0:
            yield Fault("preferences.pay_lag", f"{self.pay_lag}; expected 0 or more periods.")
        if not 0.0 <= self.least_effort < self.most_effort:
            problem = f"{self.least_effort} to {self.most_effort}; expected 0 <= least < most."
            yield Fault("preferences.least_effort", problem)

    def weights(self, beta: float) -> tuple[float, float]:
        """Return what pay of a period and what follows it are worth when its effort is chosen."""
        pay = 1.0 if self.pay_lag == 0 else beta * self.delta**self.pay_lag
        return pay, beta * self.delta


@dataclass(frozen=True, slots=True)
class QuotaRule:
    """What the next cycle's quota is: q' = q + ratchet (sales - q); 0 keeps it.

    The plan then pays by sales less quota. `ratchet_down` holds where sales fall short (default: the same).
    """

    ratchet: float = 0.0
    ratchet_down: float | None = None

    def __post_init__(self) -> None:
        """Refuse a rule whose quotas run away."""
        for name in ("ratchet", "ratchet_down"):
            share = getattr(self, name)
            if share is not None and not 0.0 <= share <= 1.0:
                raise InputError([Fault(f"quota.{name}", f"{share}; expected a share in [0, 1].")])

    def next_quota(self, quota: Floats, sales: Floats) -> Floats:
        """Return the quota of the next cycle."""
        down = self.ratchet if self.ratchet_down is None else self.ratchet_down
        gap = sales - quota
        return np.asarray(quota + np.where(gap >= 0.0, self.ratchet, down) * gap)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How finely a programme is solved.

    Parameters
    ----------
    per_sigma
        States per standard deviation of a period's sales.
    n_efforts
        Efforts tried in every state before the best is refined.
    tolerance
        Largest error of the value, as a share of the spread of pay; the grid is refined until its estimate is met.
        None: solve once and report the error.
    """

    per_sigma: int = 12
    n_efforts: int = 64
    tolerance: float | None = None

    def __post_init__(self) -> None:
        """Refuse a grid too coarse to mean anything."""
        if self.per_sigma < 2 or self.n_efforts < 16:
            problem = f"per_sigma {self.per_sigma}, n_efforts {self.n_efforts}; expected at least 2 and 16."
            raise InputError([Fault("accuracy", problem)])
        if self.tolerance is not None:
            _refuse(_positive("accuracy.tolerance", self.tolerance, "Such as .001."))


def _positive(place: str, value: float, remedy: str) -> Iterator[Fault]:
    if not 0.0 < value < math.inf:
        yield Fault(place, f"{value}; expected a number above 0.", remedy)


def _refuse(faults: Iterator[Fault]) -> None:
    found = list(faults)
    if found:
        raise InputError(found)
