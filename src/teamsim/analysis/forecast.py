"""What a plan does to bookings and pay when people answer it, over a strip of elasticities, also at equal cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from teamsim.analysis.behaviour import People, people_of
from teamsim.analysis.origins import origin_of_answers, with_origin
from teamsim.analysis.plan_programme import PlanProgramme, answered_programme
from teamsim.errors import Fault, InputError
from teamsim.plans import Plan

if TYPE_CHECKING:
    import pandas as pd

STRIP = (0.0, 0.1, 0.3, 0.6)
"""0 is the no-response bound, not the truth."""
_STEPS = 5
_CLOSE = 5e-4


def behavioural_forecast(
    plan: Plan, against: Plan, *, elasticities: Sequence[float] = STRIP, n: int = 2000, seed: int = 0
) -> pd.DataFrame:
    """Return what a plan changes against another when people answer both, for each elasticity.

    Both meet the same luck. The other plan is the one that people know: under a linear plan at its usual rate
    effort is 1. `bookings_change` and `pay_change` are relative; `gain` is gross margin less variable pay, in shares
    of the quota; `..._equal_cost` are those of the plan with all its pay times `factor`, so that it costs as much as
    the other.

    Raises
    ------
    InputError
        A plan pays nothing for own results, or the other one nothing to anybody simulated.
    """
    import pandas as pd

    margin = plan.scenario.parameters.money.margin
    new, old = answered_programme(plan), answered_programme(against)
    rows = []
    for elasticity in elasticities:
        before = people_of(against, old, elasticity, reference_rate=old.usual_rate, n=n, seed=seed)
        if not before.pay.any():
            raise InputError([_unpaid(against, len(before.pay))])
        terms = {"elasticity": elasticity, "reference_rate": old.usual_rate, "n": n, "seed": seed}
        after = _answer(plan, new, 1.0, terms)
        factor, equal = _at_equal_cost(plan, new, float(before.pay.mean()), after, terms)
        changes = _changes(before, after, margin) | {
            f"{name}_equal_cost": value for name, value in _changes(before, equal, margin).items()
        }
        rows.append({"elasticity": elasticity, **changes, "factor": factor})
    told = pd.DataFrame(rows).drop(columns="pay_change_equal_cost")
    told.attrs = {"n": n, "seed": seed}  # a saved picture tells them
    return with_origin(told, origin_of_answers((plan, against), n, seed))


def _unpaid(plan: Plan, n: int) -> Fault:
    """Return why nothing can be told against a plan under which nobody gets anything."""
    problem = f"plan `{plan.name}` pays 0 to each of {n} simulated people of `{plan.tier}`; expected more than 0."
    return Fault(f"`{plan.scenario.name}`", problem, "Let it pay at lower attainments, or compare with another plan.")


def _answer(plan: Plan, programme: PlanProgramme, factor: float, terms: dict[str, float]) -> People:
    """Return the people under a plan whose pay is multiplied."""
    elasticity, rate = terms["elasticity"], terms["reference_rate"]
    n, seed = int(terms["n"]), int(terms["seed"])
    return people_of(plan, programme.scaled(factor), elasticity, reference_rate=rate, n=n, seed=seed)


def _at_equal_cost(
    plan: Plan, programme: PlanProgramme, cost: float, first: People, terms: dict[str, float]
) -> tuple[float, People]:
    """Return by what pay has to be multiplied for people to cost so much, and these people."""
    factor, people = 1.0, first
    for _ in range(_STEPS):
        paid = float(people.pay.mean())
        if paid <= 0.0 or abs(paid / cost - 1.0) < _CLOSE:
            break
        # pay grows with the factor, a little faster where people answer
        factor *= (cost / paid) ** (1.0 / (1.0 + terms["elasticity"]))
        people = _answer(plan, programme, factor, terms)
    return factor, people


def _changes(before: People, after: People, margin: float) -> dict[str, float]:
    """Return what one answer changes against another."""
    sold, sold_before = float(after.sales.sum(axis=1).mean()), float(before.sales.sum(axis=1).mean())
    paid, paid_before = float(after.pay.mean()), float(before.pay.mean())
    gain = margin * (sold - sold_before) - (paid - paid_before)
    return {"bookings_change": sold / sold_before - 1.0, "pay_change": paid / paid_before - 1.0, "gain": gain}
