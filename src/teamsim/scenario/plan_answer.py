"""How people answer one plan, as people ask about it: what enters the programme, and effort by sales so far."""

from __future__ import annotations

from dataclasses import dataclass

from teamsim.errors import TeamsimError
from teamsim.model import ComponentParameters
from teamsim.response import LEFT_OUT, EffortTable
from teamsim.scenario.answers import reference_rate, sales_pays_of, solved, wants_of
from teamsim.scenario.components import component_rows
from teamsim.scenario.faults import nearest
from teamsim.scenario.rows import records
from teamsim.scenario.scenario import Scenario


@dataclass(frozen=True, eq=False)
class PlanAnswer:
    """How people of each preference type answer a plan of a tier.

    `followed` are the components that effort follows; `at_expectation` those that enter as fixed pay; `merged` those
    followed whose cycle is treated as part of the longest. Effort is as solved, before it is centred: 1 is what a
    linear plan at `reference_rate` calls for.
    """

    plan: str
    tier: str
    followed: tuple[str, ...]
    at_expectation: tuple[str, ...]
    merged: tuple[str, ...]
    cycles_months: tuple[int, ...]
    reference_rate: float
    tables: dict[str, EffortTable | None]
    left_out: tuple[str, ...] = LEFT_OUT

    def effort(
        self,
        month_of_cycle: int,
        within: float,
        *,
        before: float = 0.0,
        pace: float = 1.0,
        kind: str | None = None,
    ) -> float:
        """Return effort in a month of the longest cycle (0 = its first), by sales so far in shares of its quota.

        Parameters
        ----------
        month_of_cycle
            0 to the cycle's length less 1.
        within, before
            Sold in the running inner cycle, and in the longest cycle before it; one cycle: all is within.
        pace
            Expected sales of the longest cycle at effort 1, over its quota.
        kind
            Preference type; left out: the first.

        Raises
        ------
        TeamsimError
            No such type or month.
        """
        name = next(iter(self.tables), "") if kind is None else kind
        if name not in self.tables:
            raise TeamsimError(f"There is no preference type `{name}`. {nearest(name, self.tables)}")
        if not 0 <= month_of_cycle < self.cycles_months[-1]:
            raise TeamsimError(f"month_of_cycle = {month_of_cycle}; expected 0 to {self.cycles_months[-1] - 1}.")
        table = self.tables[name]
        return 1.0 if table is None else table.effort(month_of_cycle, pace, before, within)

    def __str__(self) -> str:
        """Return what effort follows, and what it leaves out."""
        fixed = ", ".join(self.at_expectation) or "nothing"
        cycles = " and ".join(f"{months} months" for months in self.cycles_months)
        followed = ", ".join(self.followed) or "nothing: effort is 1"
        return (
            f"Effort on plan {self.plan} of {self.tier} follows {followed} (cycles of {cycles or 'none'}); at its "
            f"expectation: {fixed}. Left out: {'; '.join(self.left_out)}."
        )


def plan_answer(scenario: Scenario, name: str, tier: str) -> PlanAnswer:
    """Return how people answer a plan, by the scenario's preferences, whether or not the scenario lets them."""
    p = scenario.parameters
    named = component_rows(p, p.incentives.plans[name], tier)
    rows, names = records(ComponentParameters, [row for _, row in named]), [part for part, _ in named]
    pays, reference = sales_pays_of(scenario, rows, tier), reference_rate(scenario, tier)
    followed = {each.number for each in pays} if reference > 0.0 else set()
    tables: dict[str, EffortTable | None] = {}
    cycles: tuple[int, ...] = ()
    merged: set[int] = set()
    for wants in wants_of(p.response) if followed else ():
        plan, table = solved(scenario, tier, pays, wants, reference)
        tables[wants.name] = table if wants.elasticity > 0.0 else None
        cycles, merged = tuple(sorted({plan.inner, plan.periods})), merged | {*plan.merged}
    return PlanAnswer(
        name,
        tier,
        tuple(names[k] for k in sorted(followed)),
        tuple(each for k, each in enumerate(names) if k not in followed),
        tuple(names[k] for k in sorted(merged)),
        cycles,
        reference,
        tables or dict.fromkeys((wants.name for wants in wants_of(p.response)), None),
    )
