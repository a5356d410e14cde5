"""What a plan does through people's answers: by cause, and over the plausible range of elasticity.

Every view holds the no-response bound: how people answer can not be read off a firm's history with confidence.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from teamsim.analysis import orders
from teamsim.analysis.compare import Difference, compare
from teamsim.analysis.english import amount
from teamsim.errors import TeamsimError
from teamsim.measures import MEASURES
from teamsim.model import Floats
from teamsim.response import LEFT_OUT
from teamsim.scenario.scenario import Scenario
from teamsim.study import Study, run

if TYPE_CHECKING:
    import pandas as pd

CAUSES = ("effort", "timing", "selection", "price")
"""Effort; business moved between months; who applies and who leaves; value given away on moved business."""
AS_WRITTEN = "as written"
NO_RESPONSE = 0.0
"""The elasticity of the no-response bound."""
ELASTICITIES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6)
"""The plausible range."""
Causes = frozenset[str]
_UNANSWERED: dict[str, Any] = {"response.effort": "none", "response.timing.share": 0.0}
"""Changes that make people go on as if nothing depended on it."""


@dataclass(frozen=True, eq=False)
class PlanEffect:
    """The difference between two scenarios, by cause; make one with `plan_effect`.

    `parts` holds, by cause and future, what each adds: first the plan as written, with none of them. They add up to
    `total`, future by future. `no_response` is the bound: nobody works otherwise or moves business, while who applies
    and who leaves follows pay.
    """

    study: Study
    scenario: str
    baseline: str
    measure: str
    parts: Mapping[str, Floats]
    no_response: Floats

    @property
    def total(self) -> Floats:
        """The whole difference, by future."""
        return np.asarray(sum(self.parts.values(), np.zeros(self.study.n_replications)))

    @functools.cached_property
    def table(self) -> pd.DataFrame:
        """By cause: mean, and the range that holds in 90% of futures."""
        import pandas as pd

        rows = {**self.parts, "total": self.total}
        told = [(values.mean(), *np.quantile(values, (0.05, 0.95))) for values in rows.values()]
        return pd.DataFrame(told, index=pd.Index(rows, name="cause"), columns=["mean", "luck_low", "luck_high"])

    def __str__(self) -> str:
        """Return one sentence, and what the answers leave out."""
        declared = MEASURES[self.measure]
        currency = self.study.scenarios[0].parameters.money.currency

        def told(value: float) -> str:
            return amount(value, declared.unit, currency)

        means = {cause: float(values.mean()) for cause, values in self.parts.items()}
        parts = ", ".join(f"{cause} {told(mean)}" for cause, mean in means.items())
        total, bound = told(float(self.total.mean())), told(float(self.no_response.mean()))
        return (
            f"{declared.label} of {self.scenario} less {self.baseline}: {total} on average; of it {parts}.\n"
            f"If nobody answered: {bound}. Left out of the answers: {'; '.join(LEFT_OUT)}."
        )


def plan_effect(study: Study, measure: str = "bookings", *, scenario: str | None = None) -> PlanEffect:
    """Split the difference between a scenario and the first of a study into effort, timing, selection and price.

    The futures of the study are lived again with each of the four switched on and off, in both scenarios; what a cause
    adds is its mean over all orders in which they can be switched on (Shapley), so the parts add up to the difference.

    Parameters
    ----------
    study
        Two or more scenarios run together, in full.
    measure
        A measure that adds or averages, such as bookings, pay or contribution.
    scenario
        Left out: the last of the study.

    Raises
    ------
    TeamsimError
        One scenario only, a stopped study, or a measure that does not exist.
    """
    found = compare(study, measure, baseline=study.scenarios[0].name)
    if study.n_replications < study.n_asked:
        raise TeamsimError("The study was stopped early. Run it again in full, then ask for the plan's effect.")
    name = found.differences[-1].scenario if scenario is None else study.result(scenario).name
    pair = study.scenarios[0], study.result(name).layout.scenario
    gaps = _Gaps(study, pair, measure)
    parts = {AS_WRITTEN: gaps.of(frozenset()), **gaps.parts()}
    return PlanEffect(study, name, pair[0].name, measure, parts, gaps.of(frozenset({"selection"})))


class _Gaps:
    """The difference between two scenarios with some causes switched on."""

    def __init__(self, study: Study, pair: tuple[Scenario, Scenario], measure: str) -> None:
        self.study, self.pair, self.measure = study, pair, measure
        self.active = frozenset(cause for cause in CAUSES if any(_acts(cause, each) for each in pair))
        self.known: dict[Causes, Floats] = {}

    def of(self, causes: Causes) -> Floats:
        """Return the difference by future; a price without timing, or what acts in neither scenario, is nothing."""
        causes &= self.active
        causes = causes if "timing" in causes else causes - {"price"}
        if causes not in self.known:
            self.known[causes] = self._lived(causes)
        return self.known[causes]

    def _lived(self, causes: Causes) -> Floats:
        """Live through the futures of the study with these causes."""
        study, pair = self.study, [scenario.name for scenario in self.pair]
        if causes != self.active:
            changed = [_switched(scenario, self.active - causes) for scenario in self.pair]
            pair = [scenario.name for scenario in changed]
            study = run(changed, study.n_replications, study.seed, study.engine, progress=False)
        base, other = (study.result(name).total(self.measure) for name in pair)
        return np.asarray(other - base)

    def parts(self) -> dict[str, Floats]:
        """Return what each cause adds, over all orders of switching on."""
        nothing = np.zeros(self.study.n_replications)
        return {**dict.fromkeys(CAUSES, nothing), **orders.shared_out(sorted(self.active), self.of)}


def _acts(cause: str, scenario: Scenario) -> bool:
    """Tell whether a cause is on in a scenario."""
    p = scenario.parameters
    if cause == "effort":
        return p.response.effort != "none"
    if cause == "timing":
        return p.response.timing.share > 0.0
    if cause == "price":
        return p.response.timing.share > 0.0 and p.response.timing.price > 0.0
    by_pay = [tier.exit_effects.pay_elasticity for tier in p.tiers.values()]
    return p.hiring.acceptance_elasticity != 0.0 or any(by_pay)


def _switched(scenario: Scenario, off: Causes) -> Scenario:
    """Return a scenario with some causes switched off."""
    changes: dict[str, Any] = {}
    if "effort" in off:
        changes["response.effort"] = "none"
    if "timing" in off:
        changes["response.timing.share"] = 0.0
    if "price" in off:
        changes["response.timing.price"] = 0.0
    if "selection" in off:
        changes["hiring.acceptance_elasticity"] = 0.0
        changes |= {f"tiers.{name}.exit_effects.pay_elasticity": 0.0 for name in scenario.parameters.tiers}
    return scenario.with_changes(f"{scenario.name} without {', '.join(sorted(off))}", changes)


# -- over the range of elasticity ----------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class OverElasticity:
    """A comparison at several elasticities, the no-response bound first; make one with `over_elasticity`.

    `pair` are the baseline and the counterfactual as they were given.
    """

    measure: str
    scenario: str
    baseline: str
    elasticities: tuple[float, ...]
    differences: tuple[Difference, ...]
    efforts: tuple[float, ...]
    currency: str
    n_replications: int
    seed: int
    pair: tuple[Scenario, Scenario]

    @functools.cached_property
    def table(self) -> pd.DataFrame:
        """By elasticity: the difference with luck and simulation error, P(better), mean effort under the plan."""
        import pandas as pd

        kept = ("difference", "relative", "luck_low", "luck_high", "simulation_error_low", "simulation_error_high")
        rows = [each.row() for each in self.differences]
        told = [{name: row[name] for name in kept} | {"p_better": row["p_better"]} for row in rows]
        index = pd.Index(self.elasticities, name="elasticity")
        return pd.DataFrame(told, index=index).assign(effort=list(self.efforts))

    @property
    def no_response(self) -> Difference:
        """The difference if nobody answered."""
        return self.differences[0]

    def __str__(self) -> str:
        """Return the range in words."""
        unit = MEASURES[self.measure].unit
        means = [amount(each.mean, unit, self.currency) for each in self.differences]
        return (
            f"{MEASURES[self.measure].label} of {self.scenario} less {self.baseline}: {means[0]} if nobody answers, "
            f"{means[1]} at an elasticity of {self.elasticities[1]:g}, {means[-1]} at {self.elasticities[-1]:g}."
        )


def without_response(study: Study) -> Study | None:
    """Return a study lived again by people who do not answer their plans: the bound that stands beside every answer.

    None where nobody answers in the study either.
    """
    asked = [scenario.parameters.response for scenario in study.scenarios]
    if all(response.effort == "none" and response.timing.share == 0.0 for response in asked):
        return None
    still = [scenario.with_changes(scenario.name, _UNANSWERED) for scenario in study.scenarios]
    return run(still, study.n_replications, study.seed, study.engine, progress=False)


def over_elasticity(
    base: Scenario,
    plan: Scenario,
    measure: str = "bookings",
    *,
    elasticities: Sequence[float] = ELASTICITIES,
    replications: int = 200,
    seed: int = 0,
    progress: bool = False,
) -> OverElasticity:
    """Compare a plan with a baseline at several elasticities of effort, with the no-response bound beside them.

    Both scenarios are lived with `response.effort: forward_looking` at each elasticity, and once without effort and
    timing. Preference types that state an elasticity of their own keep it.

    Parameters
    ----------
    base, plan
        The baseline, and a counterfactual made from it.
    measure
        Name of a measure.
    elasticities
        In rising order; the plausible range by default.
    replications, seed, progress
        As in `ts.run`.

    Raises
    ------
    TeamsimError
        No elasticity, or one below 0.
    """
    levels = tuple(float(each) for each in elasticities)
    if not levels or min(levels) < 0.0:
        raise TeamsimError(
            f"elasticities = {levels}; expected one or more numbers of at least 0, such as (.1, .3, .6)."
        )
    modes: list[dict[str, Any]] = [_UNANSWERED]
    modes += [{"response.effort": "forward_looking", "response.elasticity": level} for level in levels]
    differences, efforts = [], []
    for changes in modes:
        pair = [each.with_changes(each.name, changes) for each in (base, plan)]
        study = run(pair, replications, seed, progress=progress)
        differences.append(compare(study, measure).differences[0])
        efforts.append(float(np.nanmean(study.results[1].total("effort"))))
    return OverElasticity(
        measure,
        plan.name,
        base.name,
        (NO_RESPONSE, *levels),
        tuple(differences),
        tuple(efforts),
        base.parameters.money.currency,
        replications,
        seed,
        (base, plan),
    )
