"""Scores of people as promotions read them: assessed, never as they are (`rules.promotion`, `phases.scoring`)."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from teamsim.calendar import MONTHS_PER_YEAR, Cycle, month_of
from teamsim.model import Flags, Floats, Ints
from teamsim.random import ONCE, Purpose, standard_normal, uniform
from teamsim.rules.promotion import Criterion, assessed_score, attainment_of, criterion_value, standardised

if TYPE_CHECKING:
    from teamsim.analysis.readiness import Future


class Assessed(NamedTuple):
    """People of one tier on the first of a month: their seats, and each criterion as assessed, [4, P]."""

    seats: Ints
    criteria: Floats
    bias: Floats  # of the raters of each person's unit, [P]
    weights: Floats  # of the four criteria in promotions, adding up to one

    @property
    def score(self) -> Floats:
        """Weighted sum of the criteria with the raters' bias, as where the choice is `score`, [P]."""
        score: Floats = self.weights @ self.criteria + self.bias
        return score

    @property
    def performance(self) -> Floats:
        """Results as assessed, [P]."""
        read: Floats = self.criteria[Criterion.RESULTS] + self.bias
        return read

    @property
    def leadership(self) -> Floats:
        """Leadership as assessed, [P]."""
        read: Floats = self.criteria[Criterion.LEADERSHIP] + self.bias
        return read

    @property
    def potential(self) -> Floats:
        """Skill and leadership as assessed, by their weights, standardised again over the tier, [P].

        With both weights 0, leadership alone.
        """
        places = [Criterion.SKILL, Criterion.LEADERSHIP]
        weights = self.weights[places] if self.weights[places].any() else np.array([0.0, 1.0])
        return _standard(weights @ self.criteria[places]) + self.bias


class Assessor:
    """Reads the people of one future as those do who decide on promotions."""

    def __init__(self, future: Future) -> None:
        self.future = future
        self.noise = functools.cache(self._noise)
        self.bias = functools.cache(self._bias)

    @functools.cached_property
    def results(self) -> Floats:
        """What was credited, and the quota, of this and the last fiscal year, at the first of each month, [M, 2, S]."""
        panel, starts, opening = self.future.panel, self.future.starts, self.future.opening
        ends = [int(month.cycle_end[Cycle.YEAR]) for month in self.future.layout.model.months]
        year = np.stack([opening.year_credited[0], opening.year_quota[0]])
        prior = np.stack([opening.prior_credited[0], opening.prior_quota[0]])
        found = np.zeros((len(starts), *year.shape))
        for month, start in enumerate(starts):
            (here, there), taken = self.future.came_from(month), (year, prior)
            year, prior = np.where(start, 0.0, year), np.where(start, 0.0, prior)
            for account, before in zip((year, prior), taken, strict=True):
                account[:, here] = before[:, there]
            found[month] = prior + year
            year = year + np.stack([panel.credited[month], panel.quota[month]])
            if ends[month] == month:
                year, prior = np.zeros_like(year), year
        return found

    def assessed(self, tier: str, month: int) -> Assessed:
        """Return the people from whom a tier's are promoted, as assessed on the first of a month of the panel."""
        layout = self.future.layout
        p = layout.model.tiers[layout.tiers.index(tier)]
        mine = (layout.model.seats.tier == p.from_tier) & (self.future.panel.entry_seat[month] >= 0)
        seats = np.flatnonzero(mine)
        weights = np.array(list(layout.scenario.parameters.promotion.weights.model_dump().values()))
        criteria = [self._criterion(criterion, seats, month, p.reliability) for criterion in Criterion]
        bias = np.array([self.bias(int(layout.model.seats.unit[seat])) for seat in seats])
        return Assessed(seats, np.array(criteria).reshape(len(Criterion), -1), bias, weights / weights.sum())

    def scores(self, tier: str) -> Floats:
        """Return everybody's score for a tier, standardised over the tier's people, nan elsewhere, [M, S]."""
        found = np.full(self.future.panel.talent.shape, np.nan)
        for month in range(len(found)):
            read = self.assessed(tier, month)
            found[month, read.seats] = _standard(read.score)
        return found

    def has_quota(self, tier: str) -> bool:
        """Whether anybody from whom a tier's are promoted ever carries a quota: else results say nothing."""
        layout = self.future.layout
        below = layout.model.tiers[layout.tiers.index(tier)].from_tier
        of_tier: Flags = layout.model.seats.tier == below
        return bool((self.future.panel.quota[:, of_tier] > 0.0).any())

    def _criterion(self, criterion: Criterion, seats: Ints, month: int, reliability: Floats) -> Floats:
        """Return one criterion, standardised over the tier's people of that day, as it is assessed, [P]."""
        panel, trust = self.future.panel, float(reliability[criterion])
        tenures = [month - month_of(int(day)) for day in panel.hire_day[month, seats]]
        attained = [attainment_of(*of) for of in self.results[month][:, seats].T]
        read = zip(tenures, panel.talent[month, seats], attained, panel.leadership[month, seats], strict=True)
        values = np.array([criterion_value(criterion, *person) for person in read], dtype=np.float64)
        is_compared = ~self.future.is_new_in_grade[month, seats]  # who comes within the month is not
        scores = _standard(values, is_compared)
        if trust >= 1.0:
            return scores
        year = max(0, int(self.future.layout.model.months[month].cycle_end[Cycle.YEAR]) - MONTHS_PER_YEAR + 1)
        who = zip(panel.entry_seat[month, seats].tolist(), panel.occupant[month, seats].tolist(), strict=True)
        noise = [self.noise(entry, occupant, year, int(criterion)) for entry, occupant in who]
        return np.array([assessed_score(s, trust, n) for s, n in zip(scores, noise, strict=True)])

    def _noise(self, entry: int, occupant: int, year: int, criterion: int) -> float:
        """Return the noise in one criterion of a person's assessment of a fiscal year: that of the engines."""
        subject = self.future.layout.model.seats.subject[entry]
        return self._luck(subject, occupant, year, criterion)

    def _bias(self, unit: int) -> float:
        """Return how lenient a unit's raters are."""
        sigma = float(self.future.layout.model.company.rater_bias_sigma)
        return sigma * self._luck(self.future.layout.model.units[unit].subject, ONCE, ONCE, ONCE) if sigma else 0.0

    def _luck(self, subject: int, occupant: int, year: int, attempt: int) -> float:
        luck: Callable[..., float] = uniform
        address = subject, occupant, year, attempt, Purpose.ASSESSMENT
        return float(standard_normal(luck(np.uint64(self.future.seed), self.future.replication, *address)))


def _standard(values: Floats, among: Flags | None = None) -> Floats:
    """Return values less the mean over the standard deviation of all, or of some; 0 where all are alike."""
    known = values if among is None or not among.any() else values[among]
    total, squares = float(known.sum()), float((known * known).sum())
    return np.array([standardised(value, total, squares, known.size) for value in values], dtype=np.float64)
