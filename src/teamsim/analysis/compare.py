"""Is B better than A? Paired differences between scenarios that lived through the same futures.

Three intervals are never mixed (`intervals`). *Simulation error* says whether enough replications were run (paired t;
replications that open where the same history ended count as a group). *Luck* is the spread of the difference from one
future to another. *Assumptions* are varied where the study was lived under drawn ones (`under_assumptions`).
"""

from __future__ import annotations

import functools
import math
import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from teamsim.analysis import chinese, english
from teamsim.analysis.intervals import DrawnDifferences, answer_note, interval_note
from teamsim.errors import TeamsimError
from teamsim.measures import MEASURES, Measure
from teamsim.model import Floats, Ints
from teamsim.opening import N_HISTORIES, n_openings
from teamsim.scenario.faults import nearest
from teamsim.scenario.scenario import Scenario
from teamsim.study import Study
from teamsim.words import check_language

if TYPE_CHECKING:
    import pandas as pd

_ENOUGH_FOR_T = 2


@dataclass(frozen=True, eq=False)
class Difference:
    """One measure in one scenario against the baseline, replication by replication.

    `groups` holds a number for each replication; those with the same number opened where the same history ended.
    Replications in which one of the two lacks the measure are dropped. `drawn` are the differences under drawn
    assumptions, where there are any; mean, simulation error and luck are those of the parameters as they stand.
    """

    measure: Measure
    scenario: str
    baseline: str
    values: Floats
    baseline_values: Floats
    groups: Ints
    precision: float
    drawn: DrawnDifferences | None = None
    n_openings: int = N_HISTORIES

    def __post_init__(self) -> None:
        """Keep the replications that have the measure in both scenarios."""
        kept = ~np.isnan(self.values - self.baseline_values)
        for name in ("values", "baseline_values", "groups"):
            object.__setattr__(self, name, getattr(self, name)[kept])

    @functools.cached_property
    def differences(self) -> Floats:
        """Difference of each replication, [R]."""
        return self.values - self.baseline_values

    @functools.cached_property
    def mean(self) -> float:
        """Mean difference."""
        return _mean(self.differences)

    @functools.cached_property
    def simulation_error(self) -> tuple[float, float]:
        """95% confidence interval of the mean difference: what more replications would narrow.

        Cluster-robust: Var = G/(G-1) sum_g (sum_{i in g} (d_i - mean))^2 / n^2, t with G - 1 degrees of freedom.
        The paired t interval where every replication is a group of its own.
        """
        n, n_groups = self.differences.size, self._sizes.size
        if n_groups < _ENOUGH_FOR_T:
            return math.nan, math.nan
        from scipy.special import stdtrit

        of_groups = np.bincount(self._group, self.differences - self.mean)
        error = math.sqrt(n_groups / (n_groups - 1) * float(of_groups @ of_groups)) / n
        half = float(stdtrit(n_groups - 1, 0.975)) * error
        return self.mean - half, self.mean + half

    @functools.cached_property
    def luck(self) -> tuple[float, float]:
        """Range of the difference that holds in 90% of futures."""
        if not self.differences.size:
            return math.nan, math.nan
        low, high = np.quantile(self.differences, [0.05, 0.95])
        return float(low), float(high)

    @property
    def assumptions(self) -> tuple[float, float]:
        """Range of the mean difference that holds in 90% of draws; nan where assumptions are not varied."""
        return self.drawn.assumptions if self.drawn else (math.nan, math.nan)

    @property
    def headline(self) -> tuple[float, float]:
        """Range of the difference in 90% of futures: of luck, and of assumptions where they are varied."""
        return self.drawn.headline if self.drawn else self.luck

    @property
    def p_better(self) -> float:
        """Share of futures in which it beats the baseline (a tie counts half); nan where no side is better.

        The futures are those of the headline: of all draws, where assumptions are varied.
        """
        futures = self.drawn.values if self.drawn else self.differences
        if self.measure.better == "neither" or not futures.size:
            return math.nan
        sign = 1.0 if self.measure.better == "higher" else -1.0
        won = np.sign(sign * futures)
        return float(np.mean(0.5 * (won + 1.0)))

    @property
    def relative(self) -> float:
        """Mean difference as a share of the baseline's mean; nan where that is 0."""
        baseline = _mean(self.baseline_values)
        return self.mean / abs(baseline) if baseline else math.nan

    @property
    def is_told_as_a_share(self) -> bool:
        """Whether `relative` says something: there is a baseline, and the measure is no share itself."""
        return not (math.isnan(self.relative) or self.measure.unit.startswith("share"))

    @property
    def n_draws(self) -> int:
        """Draws of the assumptions; 0: they are not varied."""
        return len(self.drawn.values) if self.drawn else 0

    @property
    def correlation(self) -> float:
        """Correlation of the two scenarios over futures, gained by sharing luck."""
        pair = np.stack([self.values, self.baseline_values])
        if pair.shape[1] < _ENOUGH_FOR_T or np.any(pair.std(axis=1) == 0):
            return math.nan
        return float(np.corrcoef(pair[0], pair[1]).ravel()[1])

    @property
    def is_precision_known(self) -> bool:
        """Whether there is a spread to judge by, and a baseline that the precision is a share of."""
        return self.differences.size >= _ENOUGH_FOR_T and self._half_width_wanted > 0.0

    @property
    def replications_needed(self) -> int | None:
        """Replications for a 95% interval of the mean difference of plus or minus `precision` of the baseline.

        Half-width 1.96 sqrt(b^2/min(n, n_openings) + w^2/n), b^2 between and w^2 within the groups. None where it
        is not known, and where no number of replications reaches it, because there are so many openings only.
        """
        if not self.is_precision_known:
            return None
        between, within = self._variances
        variance = (self._half_width_wanted / 1.96) ** 2
        needed = (between + within) / variance
        if between > 0.0 and needed > self.n_openings:
            left = variance - between / self.n_openings
            needed = within / left if left > 0.0 else math.inf
        return max(_ENOUGH_FOR_T, math.ceil(needed)) if math.isfinite(needed) else None

    @property
    def _half_width_wanted(self) -> float:
        return self.precision * abs(_mean(self.baseline_values))

    @functools.cached_property
    def _group(self) -> Ints:
        """The place of each replication's group among the groups, [R]."""
        return np.unique(self.groups, return_inverse=True)[1]

    @functools.cached_property
    def _sizes(self) -> Ints:
        """Replications in each group, [G]."""
        return np.unique(self.groups, return_counts=True)[1]

    @functools.cached_property
    def _variances(self) -> tuple[float, float]:
        """Variance components of the difference between and within groups (one-way analysis of variance)."""
        n, sizes = self.differences.size, self._sizes
        total = float(np.var(self.differences, ddof=1))
        if not 1 < sizes.size < n:
            return 0.0, total
        means = np.bincount(self._group, self.differences) / sizes
        within = float(np.sum((self.differences - means[self._group]) ** 2)) / (n - sizes.size)
        among = float(sizes @ (means - self.mean) ** 2) / (sizes.size - 1)
        between = (among - within) * (sizes.size - 1) / (n - float(sizes @ sizes) / n)
        return (between, within) if between > 0.0 else (0.0, total)

    def row(self) -> dict[str, Any]:
        """Return the difference as one row of a table."""
        return {
            "measure": self.measure.name,
            "unit": self.measure.unit,
            "scenario": self.scenario,
            "baseline": self.baseline,
            "baseline_mean": _mean(self.baseline_values),
            "scenario_mean": _mean(self.values),
            "difference": self.mean,
            "relative": self.relative,
            **_ends("simulation_error", self.simulation_error),
            **_ends("luck", self.luck),
            **_ends("assumptions", self.assumptions),
            **_ends("headline", self.headline),
            "p_better": self.p_better,
            "correlation": self.correlation,
            "replications": int(self.differences.size),
            "replications_needed": self.replications_needed,
            "draws": self.n_draws,
        }

    def sentence(self, currency: str = "", lang: str = "en") -> str:
        """Return the difference in plain words, English ("en") or Chinese ("zh")."""
        return chinese.sentence(self, currency) if lang == "zh" else english.sentence(self, currency)

    @functools.cached_property
    def is_same(self) -> bool:
        """Whether no future differs by more than rounding."""
        scale = np.abs(np.concatenate([self.values, self.baseline_values])).max(initial=0.0)
        drawn = self.drawn.values if self.drawn else np.zeros(0)
        return bool(all(np.all(np.abs(gaps) <= 1e-12 * scale) for gaps in (self.differences, drawn)))


@dataclass(frozen=True, eq=False)
class Comparison:
    """Differences of every scenario against the baseline: a table, and the same in words."""

    differences: tuple[Difference, ...]
    currency: str
    lang: str = "en"
    is_answered: bool = False

    @property
    def table(self) -> pd.DataFrame:
        """One row per measure and scenario."""
        import pandas as pd

        return pd.DataFrame([difference.row() for difference in self.differences])

    @property
    def sentences(self) -> list[str]:
        """One sentence per measure and scenario."""
        return [difference.sentence(self.currency, self.lang) for difference in self.differences]

    @property
    def note(self) -> str:
        """Which intervals are shown, whether assumptions are varied, and what answers to plans leave out."""
        told = interval_note(self.differences[0].n_draws, self.lang)
        return f"{told} {answer_note(self.lang)}" if self.is_answered else told

    def __str__(self) -> str:
        """Return the sentences, one a line, and which intervals they hold."""
        return "\n".join([*self.sentences, self.note])

    def _repr_html_(self) -> str:
        """Show the table in plain words in a notebook."""
        import pandas as pd

        readable = chinese.readable if self.lang == "zh" else english.readable
        rows = [readable(difference, self.currency) for difference in self.differences]
        html: str = pd.DataFrame(rows).to_html(index=False, border=0)
        return f"{html}<p>{self.note}</p>"


def compare(
    study: Study,
    *measures: str,
    baseline: str | None = None,
    unit: str | None = None,
    tier: str | None = None,
    precision: float = 0.01,
    lang: str = "en",
) -> Comparison:
    """Compare every scenario of a study with the baseline, on totals over the horizon.

    Parameters
    ----------
    study
        Scenarios run together.
    measures
        Names of measures; none: bookings, pay, contribution, headcount, exits, attainment.
    baseline
        Name of a scenario; left out: the first.
    unit, tier
        Only there; left out: the company.
    precision
        For `replications_needed`: half the width of the interval as a share of the baseline, above 0.
    lang
        Of the sentences, and of the table that a notebook shows: "en" or "zh".

    Raises
    ------
    TeamsimError
        One scenario only, different currencies or months, or a name or language that does not exist.
    """
    if len(study.results) < 2:
        raise TeamsimError("A comparison takes two scenarios. Run them together: ts.run([base, other]).")
    if not precision > 0.0:
        raise TeamsimError(f"precision = {precision}; expected a share above 0, for example 0.01.")
    check_language(lang)
    against = study.result(baseline)
    _refuse_unlike(study)
    names = measures or ("bookings", "pay", "contribution", "headcount", "exits", "attainment")
    return Comparison(
        tuple(
            Difference(
                _measure(name),
                result.name,
                against.name,
                result.total(name, unit=unit, tier=tier),
                against.total(name, unit=unit, tier=tier),
                opening_groups(result.replications, result.layout.scenario, against.layout.scenario),
                precision,
                n_openings=min(n_openings(result.layout.scenario), n_openings(against.layout.scenario)),
            )
            for name in names
            for result in study.results
            if result is not against
        ),
        against.layout.scenario.parameters.money.currency,
        lang,
        any(each.parameters.response.effort != "none" for each in study.scenarios),
    )


def _refuse_unlike(study: Study) -> None:
    """Refuse to compare totals of different currencies or months."""
    for what, of in (("money.currency", "currencies"), ("time.start", "months"), ("time.horizon_months", "months")):
        values = {scenario.name: operator.attrgetter(what)(scenario.parameters) for scenario in study.scenarios}
        if len(set(values.values())) > 1:
            shown = ", ".join(f"{name} {value}" for name, value in values.items())
            remedy = "Make them equal, or compare each with a baseline of its own."
            raise TeamsimError(f"Totals over different {of} can not be compared ({what}: {shown}). {remedy}")


def opening_groups(replications: Ints, *scenarios: Scenario) -> Ints:
    """Return which history each replication opened from; each is alone where all scenarios open with one state."""
    is_shared = any(map(_opens_from_histories, scenarios))
    return replications % min(map(n_openings, scenarios)) if is_shared else replications


def _opens_from_histories(scenario: Scenario) -> bool:
    people = (scenario.roster, scenario.past.roster)
    return scenario.past.parameters.opening.state == "stationary" or people != (None, None)


def _measure(name: str) -> Measure:
    if name not in MEASURES:
        raise TeamsimError(f"There is no measure `{name}`. {nearest(name, MEASURES)}")
    return MEASURES[name]


def _ends(kind: str, span: tuple[float, float]) -> dict[str, float]:
    """Return the columns of an interval."""
    return {f"{kind}_low": span[0], f"{kind}_high": span[1]}


def _mean(values: Floats) -> float:
    return float(np.mean(values)) if values.size else math.nan
