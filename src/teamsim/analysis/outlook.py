"""How the attainment of a tier's people is spread: from a scenario's own parameters, or from a study."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from teamsim.analysis.stays import is_there_throughout
from teamsim.calendar import CYCLE_MONTHS, MONTHS_PER_YEAR, Cycle
from teamsim.model import Floats
from teamsim.scenario import Scenario
from teamsim.scenario.components import is_team_credited
from teamsim.scenario.layout import planned_seats

if TYPE_CHECKING:
    from teamsim.study import Study

_PERIODS = (Cycle.MONTH, Cycle.QUARTER, Cycle.HALF, Cycle.YEAR)
_FEW = 30
"""Fewer periods of people say nothing of a distribution."""


class Outlook(Protocol):
    """A distribution of attainment over a measurement period of some months."""

    def chance_above(self, attainment: float, months: int) -> float:
        """Return the chance that somebody of the tier ends a period above an attainment."""

    def quantile(self, share: float, months: int) -> float:
        """Return the attainment that a share of people do not pass."""


@dataclass(frozen=True, slots=True)
class LognormalOutlook:
    """Ramped people whose talent and luck are lognormal, each with mean one.

    A period of n months has the luck of n months: the variance of its logarithm is ln(1 + (exp(s^2) - 1) / n), which
    matches mean and variance of the sum (Fenton). Talent and the company's shocks last.

    Parameters
    ----------
    pace
        Expected attainment of a ramped person.
    talent_sigma, noise_sigma
        Log standard deviations of talent, and of a month's luck.
    shared_sigma
        Log standard deviation of the shocks that people share.
    n_people
        People whose results add up, for a tier that is credited with a team's.

    Examples
    --------
    Luck of .5 a month is .152948 a year; the mean is one, so the median lies below it:

    >>> outlook = LognormalOutlook(1.0, 0.0, 0.5)
    >>> round(outlook.log_sigma(12), 6)
    0.152948
    >>> round(outlook.quantile(0.5, 12), 6)
    0.988372
    """

    pace: float
    talent_sigma: float
    noise_sigma: float
    shared_sigma: float = 0.0
    n_people: float = 1.0

    def log_sigma(self, months: int) -> float:
        """Return the log standard deviation of a period's attainment among people."""
        own = _added(math.hypot(self.talent_sigma, _added(self.noise_sigma, months)), self.n_people)
        return math.hypot(own, self.shared_sigma)

    def chance_above(self, attainment: float, months: int) -> float:
        """Return the chance that somebody of the tier ends a period above an attainment."""
        sigma = self.log_sigma(months)
        if attainment <= 0.0 or self.pace <= 0.0 or sigma <= 0.0:
            return float(self.pace > attainment)
        return 0.5 * math.erfc((math.log(attainment / self.pace) / sigma + 0.5 * sigma) / math.sqrt(2.0))

    def quantile(self, share: float, months: int) -> float:
        """Return the attainment that a share of people do not pass."""
        from scipy.special import ndtri

        sigma = self.log_sigma(months)
        return self.pace * math.exp(sigma * float(ndtri(share)) - 0.5 * sigma * sigma)

    def at_quota(self) -> LognormalOutlook:
        """Return the outlook of one person who sells quota on average: luck alone is left."""
        return LognormalOutlook(1.0, 0.0, _added(self.noise_sigma, self.n_people), self.shared_sigma)


@dataclass(frozen=True, slots=True, eq=False)
class ObservedOutlook:
    """Attainments of whole periods that people had in a study, by the period's months."""

    attainments: Mapping[int, Floats]

    def chance_above(self, attainment: float, months: int) -> float:
        """Return the share of people's periods above an attainment."""
        return float((self._of(months) > attainment).mean())

    def quantile(self, share: float, months: int) -> float:
        """Return the attainment that a share of people's periods do not pass."""
        return float(np.quantile(self._of(months), share))

    def _of(self, months: int) -> Floats:
        """Return the attainments of the period nearest in length of which there are enough."""
        known = [length for length, values in self.attainments.items() if values.size >= _FEW]
        return self.attainments[min(known, key=lambda length: abs(length - months))] if known else np.zeros(1)


def outlook_of(scenario: Scenario, tier: str) -> LognormalOutlook:
    """Return how the attainment of a tier's ramped people is spread, by the scenario's own parameters."""
    p, own = scenario.parameters, scenario.parameters.tiers[tier]
    shared = math.hypot(p.selling.company_shock.sigma, p.selling.unit_shock.sigma)
    if not is_team_credited(p, tier):
        pace = own.selling.productivity_annual / own.quota_annual if own.quota_annual > 0.0 else 0.0
        return LognormalOutlook(pace, own.selling.talent_sigma, own.selling.monthly_sigma, shared)
    sellers = [p.tiers[seat.tier].selling for seat in planned_seats(scenario, with_changes=False)]
    sellers = [selling for selling in sellers if selling.productivity_annual > 0.0]
    heads = max(sum(unit.seats.get(tier, 0) for unit in p.organisation.units.values()), 1)
    total = sum(selling.productivity_annual for selling in sellers)
    pace = total / heads / own.quota_annual if own.quota_annual > 0.0 else 0.0
    noise = float(np.mean([selling.monthly_sigma for selling in sellers])) if sellers else 0.0
    talent = float(np.mean([selling.talent_sigma for selling in sellers])) if sellers else 0.0
    return LognormalOutlook(pace, talent, noise, shared, max(len(sellers) / heads, 1.0))


def observed_outlook(study: Study, tier: str, *, scenario: str | None = None, n: int = 20) -> ObservedOutlook:
    """Return the attainments that people of a tier had in the first n replications of a study, whole periods only."""
    layout = study.result(scenario).layout
    seats = [place for place, seat in enumerate(layout.seats) if seat.tier == tier]
    found: dict[int, list[Floats]] = {CYCLE_MONTHS[cycle]: [] for cycle in _PERIODS}
    for replication in range(min(n, study.n_replications)):
        panel = study.panel(scenario, replication)
        for cycle in _PERIODS:
            ends = [
                m for m, row in enumerate(layout.model.months[: layout.model.n_months]) if row.cycle_end[cycle] == m
            ]
            for end in ends:
                rows = slice(end + 1 - CYCLE_MONTHS[cycle], end + 1)
                if rows.start >= layout.n_burn_in:
                    found[CYCLE_MONTHS[cycle]].append(_attained(panel, rows, seats))
    return ObservedOutlook({months: np.concatenate(parts) for months, parts in found.items() if parts})


def _attained(panel: Any, rows: slice, seats: list[int]) -> Floats:
    """Return the attainments of a period of those who were in their seats through all of it."""
    is_whole = is_there_throughout(panel, rows)[seats] & (panel.seated_share[rows][:, seats] == 1.0).all(axis=0)
    credited, quota = (field[rows][:, seats].sum(axis=0) for field in (panel.credited, panel.quota))
    is_counted = is_whole & (quota > 0.0)
    return np.asarray(credited[is_counted] / quota[is_counted])


def _added(sigma: float, n: float) -> float:
    """Return the log standard deviation of the mean of n lognormals with mean one."""
    return math.sqrt(math.log1p(math.expm1(sigma * sigma) / n))


def yearly_quantiles(outlook: Outlook, n: int) -> Floats:
    """Return n equally likely yearly attainments."""
    return np.array([outlook.quantile((k + 0.5) / n, MONTHS_PER_YEAR) for k in range(n)])
