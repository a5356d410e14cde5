"""Where the numbers of a picture of plans come from, that no study was run for: enough to reckon them again.

A file carries the scenarios of the plans in full, which of their plans are shown for which tier, how an audit, a
forecast, a strip over elasticities or a simulated year was made, and their numbers. People's results are never in it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from teamsim._version import __version__
from teamsim.analysis.actuals import simulated_actuals
from teamsim.analysis.answers import OverElasticity, over_elasticity
from teamsim.analysis.forecast import behavioural_forecast
from teamsim.analysis.gaming import GamingAudit, Terms, gaming_audit
from teamsim.analysis.plan_cost import plan_costs
from teamsim.analysis.replays import replay
from teamsim.errors import RunError
from teamsim.plans import Plan, plan_of
from teamsim.provenance import Source, now, source_of
from teamsim.run_folder import MODEL_VERSION
from teamsim.study import run

if TYPE_CHECKING:
    import pandas as pd

    from teamsim.scenario.scenario import Scenario

Numbers = dict[str, dict[str, float | None]]
_PAY_AT = tuple(np.round(np.arange(0.0, 1.6001, 0.1), 6).tolist())
_COST_AT = (0.5, 0.75, 1.0, 1.25, 1.5)
_PAID = ("bookings", "variable", "variable_against", "change")


@dataclass(frozen=True)
class ShownPlan:
    """Which of the sources' plans is shown, and for which tier."""

    source: int
    plan: str
    tier: str


@dataclass(frozen=True)
class SimulatedYear:
    """People of one simulated future of the other plan's scenario whose results went through both plans, so far."""

    people: pd.DataFrame
    seed: int


@dataclass(frozen=True)
class Shown:
    """What a picture shows beside what its plans pay and cost; what is None is not there.

    `n_people` are those whose real results it shows, which are never in a file.
    """

    audit: GamingAudit | None = None
    forecast: pd.DataFrame | None = None
    over: OverElasticity | None = None
    n_people: int = 0
    year: SimulatedYear | None = None


@dataclass(frozen=True)
class PlanProvenance:
    """Where a picture of plans comes from.

    `audit`, `forecast`, `over` and `year` are the arguments that made each of them.
    """

    teamsim: str
    model_version: int
    made_at: str
    sources: tuple[Source, ...]
    plans: tuple[ShownPlan, ...]
    audit: dict[str, Any] | None
    forecast: dict[str, Any] | None
    over: dict[str, Any] | None
    left_out: tuple[str, ...]
    numbers: Numbers
    year: dict[str, Any] | None = None

    @property
    def seeds(self) -> tuple[int, ...]:
        """Seeds that were used; a plan by itself has none, since no luck is in it."""
        used = (each["seed"] for each in (self.audit, self.forecast, self.over, self.year) if each)
        return tuple(dict.fromkeys(used))

    @property
    def told(self) -> str:
        """Scenarios with their hashes, seed and version, in one line."""
        names = ", ".join(f"{source.name} {source.hash}" for source in self.sources)
        seeds = "".join(f"seed {seed}, " for seed in self.seeds)
        return f"teamsim {self.teamsim}, {seeds}{names}"


def plan_provenance_of(plans: Sequence[Plan], shown: Shown) -> PlanProvenance:
    """Return where a picture of plans comes from.

    Raises
    ------
    RunError
        There is no plan and no strip, or a forecast that is not one of two plans.
    """
    scenarios = _scenarios(plans, shown)
    named = tuple(ShownPlan(_place(plan.scenario, scenarios), plan.name, plan.tier) for plan in plans)
    audit, forecast, over = _audit_terms(shown.audit), _forecast_terms(plans, shown.forecast), _over_terms(shown.over)
    sources, left_out = tuple(map(source_of, scenarios)), tuple(_left_out(shown))
    terms = (audit, forecast, over, left_out, plan_numbers(plans, shown), _year_terms(shown.year))
    return PlanProvenance(__version__, MODEL_VERSION, now(), sources, named, *terms)


def plan_numbers(plans: Sequence[Plan], shown: Shown) -> Numbers:
    """Return what plans pay and cost, and the numbers of what is shown beside."""
    found = {_named(plan): _pay(plan) | _cost(plan) for plan in plans}
    if shown.audit is not None and shown.audit.preferences is None:
        found |= {f"audit, {column}": _numbers(values) for column, values in shown.audit.table.items()}
    if shown.forecast is not None:
        rows = shown.forecast.set_index("elasticity").iterrows()
        found |= {f"forecast, elasticity {elasticity:g}": _numbers(row) for elasticity, row in rows}
    if shown.over is not None:
        found |= {f"elasticity {elasticity:g}": _numbers(row) for elasticity, row in shown.over.table.iterrows()}
    if shown.year is not None:
        found["simulated year"] = _numbers(shown.year.people[[*_PAID]].sum())
    return found


def made_again(provenance: PlanProvenance, scenarios: Sequence[Scenario]) -> Numbers:
    """Return the numbers of a picture, reckoned anew."""
    plans = [plan_of(scenarios[each.source], each.plan, each.tier) for each in provenance.plans]
    audit, forecast, over, year = provenance.audit, provenance.forecast, provenance.over, provenance.year
    shown = Shown(
        gaming_audit(plans[0], **{**audit, "terms": Terms(**audit["terms"])}) if audit else None,
        behavioural_forecast(plans[0], plans[1], **forecast) if forecast else None,
        over_elasticity(scenarios[0], scenarios[1], **over) if over else None,
        year=_lived_again(plans, **year) if year else None,
    )
    return plan_numbers(plans, shown)


def plan_of_tree(tree: Mapping[str, Any]) -> PlanProvenance:
    """Return provenance from its plain data."""
    return PlanProvenance(
        str(tree["teamsim"]),
        int(tree["model_version"]),
        str(tree["made_at"]),
        tuple(Source(**source) for source in tree["sources"]),
        tuple(ShownPlan(**plan) for plan in tree["plans"]),
        tree["audit"],
        tree["forecast"],
        tree["over"],
        tuple(tree["left_out"]),
        {name: dict(numbers) for name, numbers in tree["numbers"].items()},
        tree.get("year"),  # files of before have none
    )


def _lived_again(plans: Sequence[Plan], seed: int, n: int) -> SimulatedYear:
    """Return a simulated year again, of as many people as had been reckoned."""
    plan, against = plans
    results = simulated_actuals(run(against.scenario, 1, seed, progress=False), plan.tier)
    some = results[results["person"].isin(results["person"].unique()[:n])]
    return SimulatedYear(replay(plan, some, against=against).people, seed)


def _scenarios(plans: Sequence[Plan], shown: Shown) -> list[Scenario]:
    """Return the scenarios of a picture, each once; of a strip its two."""
    if shown.over is not None and not plans:
        return list(shown.over.pair)
    if shown.over is not None:
        raise RunError("A strip over elasticities knows its plans. Leave the plans out.")
    if not plans:
        raise RunError("There is no plan to tell of. Give the plans that the picture shows: scenario.plan(...).")
    return list({(plan.scenario.name, plan.scenario.hash): plan.scenario for plan in plans}.values())


def _place(scenario: Scenario, scenarios: Sequence[Scenario]) -> int:
    return [(each.name, each.hash) for each in scenarios].index((scenario.name, scenario.hash))


def _named(plan: Plan) -> str:
    return f"{plan.scenario.name} {plan.scenario.hash[:8]}, plan {plan.name}, {plan.tier}"


def _pay(plan: Plan) -> dict[str, float | None]:
    """Return what a plan pays a year by attainment [currency]."""
    paid = np.asarray(plan.payout(np.array(_PAY_AT))).tolist()
    return {f"pay at {at:.0%}": float(each) for at, each in zip(_PAY_AT, paid, strict=True)}


def _cost(plan: Plan) -> dict[str, float | None]:
    """Return what a plan is expected to cost a head by the company's attainment [currency]."""
    if plan.scenario.parameters.tiers[plan.tier].quota_annual <= 0.0:
        return {}
    costs = plan_costs(plan, _COST_AT).pay.tolist()
    return {f"expected pay, company at {at:.0%}": float(each) for at, each in zip(_COST_AT, costs, strict=True)}


def _numbers(values: Any) -> dict[str, float | None]:
    """Return a row or a column as plain numbers; None where there is none."""
    return {str(name): None if math.isnan(value) else float(value) for name, value in values.items()}


def _audit_terms(audit: GamingAudit | None) -> dict[str, Any] | None:
    """Return how an audit was made; None where preferences of one's own make it another."""
    if audit is None or audit.preferences is not None:
        return None
    return {"elasticities": list(audit.people), "terms": asdict(audit.terms), "n": audit.n, "seed": audit.seed}


def _forecast_terms(plans: Sequence[Plan], forecast: pd.DataFrame | None) -> dict[str, Any] | None:
    """Return how a forecast was made."""
    if forecast is None:
        return None
    if len(plans) != 2 or not {"n", "seed"} <= forecast.attrs.keys():
        problem = "A forecast is of two plans, and knows how many people and which seed it was made with."
        raise RunError(f"{problem} Give the new plan, the other, and behavioural_forecast(new, other) as it came.")
    return {"elasticities": forecast["elasticity"].tolist(), "n": forecast.attrs["n"], "seed": forecast.attrs["seed"]}


def _over_terms(over: OverElasticity | None) -> dict[str, Any] | None:
    """Return how a strip was made."""
    if over is None:
        return None
    levels = list(over.elasticities[1:])  # the first is the bound
    return {"measure": over.measure, "elasticities": levels, "replications": over.n_replications, "seed": over.seed}


def _year_terms(year: SimulatedYear | None) -> dict[str, Any] | None:
    """Return how a simulated year was made."""
    return None if year is None else {"seed": year.seed, "n": len(year.people)}


def _left_out(shown: Shown) -> Iterable[str]:
    """Go through what can not be made again from the file alone, and what to do instead."""
    if shown.n_people:
        yield (
            f"Results of {shown.n_people} people are in the picture and not in the file. From the table of results: "
            "replay(plan, table, against=other)."
        )
    if shown.audit is not None and shown.audit.preferences is not None:
        yield "The audit has preferences of its own. With them: gaming_audit(plan, preferences=...)."
