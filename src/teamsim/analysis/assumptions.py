"""The same comparison under other assumptions: parameters drawn over their ranges, shared by all scenarios.

An outer loop draws quantiles by a Latin hypercube; draw 5 moves the same parameters by the same quantiles in every
scenario and in the past that it starts from, and lives through the same futures as every other draw. Where a scenario
has a value of its own, it keeps its ratio to the baseline's.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from teamsim.analysis.compare import Comparison, Difference, compare, opening_groups
from teamsim.analysis.intervals import DrawnDifferences
from teamsim.analysis.ranges import Asked, Assumption, Range, assumptions_of, numbers
from teamsim.errors import RunError, TeamsimError
from teamsim.model import Floats
from teamsim.progress import shown
from teamsim.results import Sums
from teamsim.scenario.scenario import Parameter, Scenario
from teamsim.study import Study, run

if TYPE_CHECKING:
    import pandas as pd

_REPLICATIONS = 100
"""Futures of a draw: draws share them, so they need not be many."""


@dataclass(frozen=True, eq=False)
class UnderAssumptions:
    """A study, and the same scenarios lived under drawn assumptions.

    `quantiles` [D, A] says where in its range each assumption lies in each finished draw; `drawn` holds what every
    scenario of the study counted in that draw.
    """

    study: Study
    assumptions: tuple[Assumption, ...]
    quantiles: Floats
    drawn: tuple[tuple[Sums, ...], ...]
    n_replications: int
    n_asked: int

    @property
    def n_draws(self) -> int:
        """Draws that finished."""
        return len(self.drawn)

    @property
    def ranges(self) -> pd.DataFrame:
        """One row for each value that moves: its assumption, range, value as it stands, unit and source."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "assumption": assumption.name,
                    "path": each.parameter.path,
                    "low": each.low,
                    "value": each.value,
                    "high": each.high,
                    "unit": each.parameter.unit,
                    "source": each.parameter.source,
                }
                for assumption in self.assumptions
                for each in assumption.ranges
            ]
        )

    @property
    def values(self) -> pd.DataFrame:
        """Tidy table of what was drawn: draw, scenario, assumption, path, quantile, value."""
        import pandas as pd

        rows = [
            {
                "draw": draw,
                "scenario": sums.layout.scenario.name,
                "assumption": assumption.name,
                "path": path,
                "quantile": quantile,
                "value": value,
            }
            for draw, of_draw in enumerate(self.drawn)
            for sums in of_draw
            for assumption, quantile in zip(self.assumptions, self.quantiles[draw], strict=True)
            for path, value in _values_in(sums.layout.scenario, assumption)
        ]
        return pd.DataFrame(rows)

    def totals(
        self, measure: str, scenario: str | None = None, *, unit: str | None = None, tier: str | None = None
    ) -> Floats:
        """Return a measure over the horizon by draw and replication, [D, R] (no scenario: the first)."""
        place = self.study.results.index(self.study.result(scenario))
        return np.stack([of_draw[place].total(measure, unit=unit, tier=tier) for of_draw in self.drawn])

    def compare(
        self,
        *measures: str,
        baseline: str | None = None,
        unit: str | None = None,
        tier: str | None = None,
        precision: float = 0.01,
        lang: str = "en",
    ) -> Comparison:
        """Compare as `study.compare` does, with assumptions varied: they are in the headline and in P(better)."""
        as_it_stands = compare(
            self.study, *measures, baseline=baseline, unit=unit, tier=tier, precision=precision, lang=lang
        )
        varied = (replace(each, drawn=self._differences(each, unit, tier)) for each in as_it_stands.differences)
        return replace(as_it_stands, differences=tuple(varied))

    def ranking(
        self, measure: str, *, baseline: str | None = None, unit: str | None = None, tier: str | None = None
    ) -> pd.DataFrame:
        """Rank the assumptions by how much the answer depends on them, for each scenario against the baseline.

        `effect` is the change of the mean difference, in the measure's unit, when the assumption moves from its
        lowest to its highest value and the others stay (least squares on all quantiles, with its standard error,
        which more draws narrow); `rank_correlation` is Spearman's, of the mean difference with the quantile.

        Raises
        ------
        TeamsimError
            Too few draws to tell the assumptions apart: at least two more than there are assumptions.
        """
        import pandas as pd

        least = len(self.assumptions) + 2
        if self.n_draws < least:
            problem = f"{self.n_draws} draws can not tell {len(self.assumptions)} assumptions apart."
            raise TeamsimError(f"{problem} Draw at least {least}: draws={least}.")
        compared = self.compare(measure, baseline=baseline, unit=unit, tier=tier)
        return pd.concat([self._ranked(difference) for difference in compared.differences], ignore_index=True)

    def _differences(self, difference: Difference, unit: str | None, tier: str | None) -> DrawnDifferences:
        """Return the differences of two scenarios in every draw."""
        pair = difference.scenario, difference.baseline
        own, other = (self.totals(difference.measure.name, name, unit=unit, tier=tier) for name in pair)
        scenarios = (self.study.result(name).layout.scenario for name in pair)
        return DrawnDifferences(own - other, opening_groups(np.arange(self.n_replications), *scenarios))

    def _ranked(self, difference: Difference) -> pd.DataFrame:
        """Return the assumptions of one difference, the largest effect first."""
        import pandas as pd

        assert difference.drawn is not None
        means = difference.drawn.means
        effects, errors = _slopes(self.quantiles, means)
        table = pd.DataFrame(
            {
                "measure": difference.measure.name,
                "scenario": difference.scenario,
                "baseline": difference.baseline,
                "assumption": [assumption.name for assumption in self.assumptions],
                "effect": effects,
                "standard_error": errors,
                "rank_correlation": [_rank_correlation(column, means) for column in self.quantiles.T],
            }
        )
        return table.sort_values("effect", key=lambda effect: -effect.abs(), kind="stable", ignore_index=True)

    def __str__(self) -> str:
        """Return how many draws of how many assumptions there are."""
        stopped = "" if self.n_draws == self.n_asked else f" of {self.n_asked} asked for"
        return (
            f"{self.n_draws} draws{stopped} of {len(self.assumptions)} assumptions, shared by "
            f"{len(self.study.scenarios)} scenarios; {self.n_replications} futures each, seed {self.study.seed}"
        )


def under_assumptions(
    study: Study,
    assumptions: Asked | None = None,
    draws: int = 32,
    *,
    replications: int | None = None,
    progress: bool | Callable[[int, int], None] = True,
    stop: threading.Event | None = None,
    threads: int | None = None,
) -> UnderAssumptions:
    """Live through the scenarios of a study again under drawn assumptions.

    Parameters
    ----------
    study
        One or more scenarios; the first is the baseline of the ranges.
    assumptions
        Ranges by dotted path, for instance ``{"tiers.*.ramp.months": (3.0, 9.0), "money.margin": None}``; see
        `assumptions_of`. Left out: every parameter that is declared to be an assumption, over its usual range.
    draws
        2 or more.
    replications
        Futures of each draw; left out: those of the study, 100 at most.
    progress, stop, threads
        As for `run`; progress counts draws. After a stop the finished draws are kept.

    Raises
    ------
    ScenarioError
        Every fault of the assumptions at once, or a drawn scenario that can not be.
    RunError
        A number out of range, or stopped before the first draw was finished.
    """
    if isinstance(draws, bool) or not isinstance(draws, int) or draws < 2:
        raise RunError(f"draws = {draws!r}; expected 2 or more, a whole number. Say for instance draws=32.")
    assumed = assumptions_of(study.scenarios, assumptions)
    n = min(_REPLICATIONS, study.n_asked) if replications is None else replications
    from scipy.stats import qmc

    quantiles: Floats = qmc.LatinHypercube(len(assumed), rng=study.seed).random(draws)
    drawn = [_drawn_scenarios(study.scenarios, assumed, row) for row in quantiles]
    show, stop = shown(progress), stop or threading.Event()
    lived: list[tuple[Sums, ...]] = []
    with suppress(KeyboardInterrupt):  # wherever it comes, also while progress is shown
        for scenarios in drawn:
            sums = _lived(study, scenarios, n, threads, stop)
            if sums is None:
                break
            lived.append(sums)
            show(len(lived), draws)
    if not lived:
        raise RunError("Stopped before the first draw was finished; there is nothing to show.")
    return UnderAssumptions(study, assumed, quantiles[: len(lived)], tuple(lived), n, draws)


def _lived(
    study: Study, scenarios: Sequence[Scenario], n: int, threads: int | None, stop: threading.Event
) -> tuple[Sums, ...] | None:
    """Return what the scenarios of one draw counted; None where it was stopped."""
    if stop.is_set():
        return None
    try:
        lived = run(scenarios, n, study.seed, study.engine, progress=False, stop=stop, threads=threads)
    except RunError:
        if stop.is_set():
            return None
        raise
    return tuple(result.sums.without_months() for result in lived.results) if lived.n_replications == n else None


def _drawn_scenarios(
    scenarios: Sequence[Scenario], assumptions: Sequence[Assumption], quantiles: Floats
) -> list[Scenario]:
    """Return the scenarios of a study in one draw, each with its past under the same assumptions."""
    moved = [
        (each, each.at(float(quantile)))
        for assumption, quantile in zip(assumptions, quantiles, strict=True)
        for each in assumption.ranges
    ]
    return [_with_past(scenario, moved) for scenario in scenarios]


def _with_past(scenario: Scenario, moved: Sequence[tuple[Range, float]]) -> Scenario:
    """Return a scenario with moved values that starts from a past with moved values."""
    past = None if scenario.past is scenario else _moved(scenario.past, moved, None)
    return _moved(scenario, moved, past)


def _moved(scenario: Scenario, moved: Sequence[tuple[Range, float]], origin: Scenario | None) -> Scenario:
    """Return a scenario with its values moved as those of the ranges are; the people are the same."""
    own = numbers(scenario)
    here = [(each, value) for each, value in moved if each.parameter.path in own]
    values = {each.parameter.path: _own_value(own[each.parameter.path], each, value) for each, value in here}
    stated = replace(scenario, tree=scenario.parameters.model_dump(mode="json", exclude_none=True))
    return replace(stated.with_changes(scenario.name, values), origin=origin, roster=scenario.roster)


def _own_value(own: Parameter, drawn: Range, value: float) -> float:
    """Return a scenario's value when the baseline's moves: their ratio stays (their difference, from 0)."""
    if own.value != drawn.value:
        value = own.value * (value / drawn.value) if drawn.value else own.value + value
        value = max(value, own.low) if own.low is not None else value
        value = min(value, own.high) if own.high is not None else value
    return round(value) if isinstance(own.value, int) else value


def _values_in(scenario: Scenario, assumption: Assumption) -> list[tuple[str, float]]:
    """Return the values that a scenario has for an assumption, by path."""
    own = numbers(scenario)
    paths = (each.parameter.path for each in assumption.ranges)
    return [(path, float(own[path].value)) for path in paths if path in own]


def _slopes(quantiles: Floats, means: Floats) -> tuple[Floats, Floats]:
    """Return the slopes of a linear regression on all quantiles, and their standard errors."""
    regressors = np.column_stack([np.ones(len(means)), quantiles])
    inverse = np.linalg.inv(regressors.T @ regressors)
    slopes = inverse @ regressors.T @ means
    rest = means - regressors @ slopes
    variance = float(rest @ rest) / (len(means) - len(slopes))
    return slopes[1:], np.sqrt(variance * np.diag(inverse))[1:]


def _rank_correlation(quantiles: Floats, means: Floats) -> float:
    """Return Spearman's correlation; 0 where nothing differs."""
    from scipy.stats import rankdata

    if np.ptp(means) == 0.0:
        return 0.0
    return float(np.corrcoef(rankdata(quantiles), rankdata(means))[0, 1])
