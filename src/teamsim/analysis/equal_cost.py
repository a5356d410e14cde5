"""Plans at equal cost: a richer plan pays more, so what it is worth shows only where it costs the same.

Both views are told: the plans as written, and with their commission rates scaled until they cost the same on average.
"""

from __future__ import annotations

import html
import math
from collections.abc import Callable
from dataclasses import dataclass

from teamsim.analysis.compare import Comparison, Difference, compare
from teamsim.analysis.english import amount
from teamsim.errors import TeamsimError
from teamsim.measures import MEASURES
from teamsim.scenario.scenario import Scenario
from teamsim.scenario.schema import RateTable
from teamsim.study import Study, run

TOLERANCE = 0.001
"""Costs are equal when they differ by less than this share of the baseline's."""
_MOST_STEPS = 30


@dataclass(frozen=True, eq=False)
class EqualCost:
    """A study as written, and again with rates scaled so that a cost is equal on average.

    `factors` are those of the rates, by the name of the scenario as written. `as_written` and `at_equal_cost`
    compare `written` and `study`.
    """

    measure: str
    baseline: str
    factors: dict[str, float]
    written: Study
    study: Study

    @property
    def as_written(self) -> Comparison:
        """The comparison of the plans as they are."""
        return compare(self.written, baseline=self.baseline)

    @property
    def at_equal_cost(self) -> Comparison:
        """The comparison of the plans that cost the same."""
        return compare(self.study, baseline=self.baseline)

    @property
    def sentences(self) -> list[str]:
        """One sentence for each scenario: how its rates were scaled, and what that did to its cost."""
        label = MEASURES[self.measure].label.lower()
        target = self._told(self.written, self.baseline)
        return [
            f"Rates of {name} x {factor:.3f}: {label} {self._told(self.study, scaled)} on average (as written "
            f"{self._told(self.written, name)}; {self.baseline} {target})."
            for (name, factor), scaled in zip(self.factors.items(), self._scaled, strict=True)
        ]

    def _told(self, study: Study, scenario: str) -> str:
        """Return the mean cost of a scenario as people read it."""
        cost = _mean_cost(study, scenario, self.measure)
        return amount(cost, MEASURES[self.measure].unit, self.as_written.currency)

    def of(self, scenario: str, measure: str) -> Difference:
        """Return the difference that a scenario makes to a measure when it costs as much as the baseline."""
        scaled = dict(zip(self.factors, self._scaled, strict=True))[scenario]
        compared = compare(self.study, measure, baseline=self.baseline)
        return next(each for each in compared.differences if each.scenario == scaled)

    @property
    def _scaled(self) -> list[str]:
        """Names of the scaled scenarios, in the order of the factors."""
        return [scenario.name for scenario in self.study.scenarios if scenario.name != self.baseline]

    def __str__(self) -> str:
        """Return both views, one below the other."""
        views = {"As written": self.as_written, self._title: self.at_equal_cost}
        return "\n".join([*self.sentences, *(f"\n{title}:\n{view}" for title, view in views.items())])

    @property
    def _title(self) -> str:
        return f"At equal {MEASURES[self.measure].label.lower()}"

    def _repr_html_(self) -> str:
        """Show both views in a notebook, side by side where there is room."""
        said = "".join(f"<p>{html.escape(sentence)}</p>" for sentence in self.sentences)
        views = {"As written": self.as_written, self._title: self.at_equal_cost}
        shown = "".join(f"<div><h4>{title}</h4>{view._repr_html_()}</div>" for title, view in views.items())
        return f'{said}<div style="display:flex;flex-wrap:wrap;gap:24px">{shown}</div>'


def at_equal_cost(study: Study, measure: str = "pay", *, baseline: str | None = None) -> EqualCost:
    """Scale the commission rates of each scenario until it costs as much as the baseline on average.

    All rates of all rate tables of a scenario are multiplied by one factor; lump sums, accelerators, caps and base
    pay stay. The futures are those of the study, so the factor holds for them; the mean cost over the horizon is
    equal to within .1%. A factor is found between 0 and that at which the highest rate is 1.

    Parameters
    ----------
    study
        Two or more scenarios run together, in full.
    measure
        The cost that is to be equal: any measure that rises with the rates, such as pay or commission.
    baseline
        Name of a scenario; left out: the first.

    Raises
    ------
    TeamsimError
        One scenario only, a stopped study, a measure that is no cost, a scenario without rates, or a cost that no
        factor reaches.
    """
    against = study.result(baseline)
    if study.n_replications < study.n_asked:
        raise TeamsimError("The study was stopped early. Run it again in full, then ask for equal cost.")
    as_written = compare(study, measure, baseline=against.name)
    if MEASURES[measure].better != "lower":
        raise TeamsimError(f"`{measure}` is not a cost. Say for instance measure='pay' or measure='commission'.")
    bare = [each.scenario for each in as_written.differences if not _highest_rate(study, each.scenario)]
    if bare:
        named = ", ".join(f"`{name}`" for name in bare)
        raise TeamsimError(f"{named} pays no commission, so there is no rate to scale. Give a plan a rate table.")
    target = against.total(measure).mean()
    scaled, factors = [], {}
    for scenario in study.scenarios:
        if scenario.name == against.name:
            scaled.append(scenario)
            continue
        factors[scenario.name] = _factor(study, scenario, measure, float(target))
        scaled.append(_with_rates(scenario, factors[scenario.name], measure))
    return EqualCost(measure, against.name, factors, study, _again(study, scaled))


def beside(study: Study, measure: str = "pay") -> EqualCost | None:
    """Return the plans at equal cost where scenarios differ in what their plans pay; None where that can not be told.

    For whoever shows a comparison of plans: a richer plan beside a leaner one says little until both cost the same.
    """
    plans = [scenario.parameters.incentives.plans for scenario in study.scenarios]
    if all(each == plans[0] for each in plans):
        return None
    try:
        return at_equal_cost(study, measure)
    except TeamsimError:  # stopped, no rate to scale, or a cost that no factor reaches
        return None


def _factor(study: Study, scenario: Scenario, measure: str, target: float) -> float:
    """Return the factor of a scenario's rates at which its mean cost is the target."""

    def excess(factor: float) -> float:
        lived = _again(study, [_with_rates(scenario, factor, measure)])
        return float(lived.results[0].total(measure).mean()) - target

    allowed = TOLERANCE * abs(target)
    as_written = _mean_cost(study, scenario.name, measure) - target
    if abs(as_written) <= allowed:
        return 1.0
    far = 0.0 if as_written > 0.0 else 1.0 / _highest_rate(study, scenario.name)
    beyond = excess(far)
    if abs(beyond) <= allowed:
        return far
    if math.isnan(beyond) or (beyond > 0.0) == (as_written > 0.0):
        bound = "without any commission" if far == 0.0 else "at a rate of 1"
        side = "more" if beyond > 0.0 else "less"
        problem = f"`{scenario.name}` costs {side} than the baseline also {bound} ({measure})."
        raise TeamsimError(f"{problem} Change its base pay or lump sums, or choose another measure.")
    return _root(excess, (1.0, as_written), (far, beyond), allowed)


def _root(
    excess: Callable[[float], float], one: tuple[float, float], other: tuple[float, float], allowed: float
) -> float:
    """Return where a function is within `allowed` of zero, between two points of different sign.

    False position with the Illinois weights: at once where the function is a line, as cost is without a response.
    """
    (a, at_a), (b, at_b) = one, other
    for _ in range(_MOST_STEPS):
        here = (a * at_b - b * at_a) / (at_b - at_a)
        value = excess(here)
        if abs(value) <= allowed:
            return here
        if (value > 0.0) == (at_b > 0.0):
            at_a *= 0.5
        else:
            a, at_a = b, at_b
        b, at_b = here, value
    problem = f"No factor makes the costs equal within {TOLERANCE:.1%}: cost jumps near {b:.3f}."
    raise TeamsimError(f"{problem} Run more replications.")


def _with_rates(scenario: Scenario, factor: float, measure: str) -> Scenario:
    """Return a scenario with all its commission rates multiplied."""
    rates = {path: [[start, rate * factor] for start, rate in table.rates] for path, table in _tables(scenario)}
    return scenario.with_changes(f"{scenario.name} at equal {MEASURES[measure].label.lower()}", rates)


def _tables(scenario: Scenario) -> list[tuple[str, RateTable]]:
    """Return the rate tables of a scenario with the paths of their rates."""
    return [
        (f"incentives.plans.{plan_name}.components.{name}.rates", component)
        for plan_name, plan in scenario.parameters.incentives.plans.items()
        for name, component in plan.components.items()
        if isinstance(component, RateTable)
    ]


def _highest_rate(study: Study, name: str) -> float:
    """Return the highest commission rate of a scenario; 0 where it pays none."""
    tables = _tables(study.result(name).layout.scenario)
    return max((rate for _, table in tables for _, rate in table.rates), default=0.0)


def _again(study: Study, scenarios: list[Scenario]) -> Study:
    """Live through the futures of a study in other scenarios."""
    return run(scenarios, study.n_replications, study.seed, study.engine, progress=False, reuse=study)


def _mean_cost(study: Study, name: str, measure: str) -> float:
    return float(study.result(name).total(measure).mean())
