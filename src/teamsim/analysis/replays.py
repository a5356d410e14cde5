"""Last year's real results through a plan, person by person, without a change of behaviour."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from teamsim.analysis.actuals import Actual, actuals_of
from teamsim.analysis.origins import origin_of_replay, with_origin
from teamsim.analysis.plan_curves import curves_of
from teamsim.analysis.pseudonyms import LEAST, grouped, pseudonyms
from teamsim.errors import TeamsimError
from teamsim.plans import Plan, plan_of, table_of
from teamsim.scenario.build import build
from teamsim.scenario.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

NOTE = {
    "en": "Real results, no change of behaviour: what the plan would have cost if nobody had worked otherwise.",
    "zh": "真实业绩，行为不变：假定无人因方案改变做法时的成本。",
}
_SAME = 0.005
"""Changes of pay below this share are none."""
_BASE = "base pay"
"""The line of a statement that is not variable pay."""
_Items = tuple[tuple[str, Any], ...]
_QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True, eq=False)
class Replay:
    """What real results would have paid under a plan.

    Parameters
    ----------
    plan, against
        The plan, and the one with which it is compared.
    statements
        The itemised pay of everybody, month by month.
    people
        One row a person (and year, where the results are by year): tier, unit, bookings, quota, attainment, base,
        variable, pay, `target_variable` (at exactly the quota); beside another plan `variable_against` and `change`.
    """

    plan: Plan
    against: Plan | None
    statements: pd.DataFrame
    people: pd.DataFrame
    note: str = NOTE["en"]

    @property
    def total(self) -> pd.Series[float]:
        """Totals: people, bookings, attainment, pay, what the budget at quota was, pay for 100 of bookings."""
        import pandas as pd

        sums = self.people.drop(columns=["person", "year", "tier", "unit", "attainment"], errors="ignore").sum()
        shares = {
            "attainment": sums["bookings"] / sums["quota"] if sums["quota"] else float("nan"),
            "cost_of_bookings": sums["variable"] / sums["bookings"] if sums["bookings"] else float("nan"),
            "over_budget": sums["variable"] - sums["target_variable"],
        }
        values: dict[str, float] = {"people": float(len(self.people))}
        values |= {str(name): float(amount) for name, amount in sums.items()} | shares
        return pd.Series(values)

    @property
    def by_month(self) -> pd.DataFrame:
        """Pay by month and line, of everybody."""
        return self.statements.pivot_table(index="month", columns="line", values="amount", aggfunc="sum").fillna(0.0)

    @property
    def distribution(self) -> pd.DataFrame:
        """Quantiles of variable pay by tier."""
        return self.people.groupby("tier")["variable"].quantile(np.array(_QUANTILES)).unstack()

    @property
    def winners(self) -> pd.DataFrame:
        """People whose variable pay is higher than under the other plan, the largest change first."""
        changed = self._changed()
        return changed[changed["change"] > _SAME * changed["variable_against"]].sort_values("change", ascending=False)

    @property
    def losers(self) -> pd.DataFrame:
        """People whose variable pay is lower than under the other plan, the largest change first."""
        changed = self._changed()
        return changed[changed["change"] < -_SAME * changed["variable_against"]].sort_values("change")

    def _changed(self) -> pd.DataFrame:
        if self.against is None:
            raise TeamsimError("There is no other plan. Give replay(plan, actuals, against=other).")
        return self.people

    @property
    def beyond_thresholds(self) -> pd.DataFrame:
        """How many periods of people ended at or beyond each threshold of the plan."""
        import pandas as pd

        rows = [row for tier in self.people["tier"].unique() for row in self._thresholds(tier)]
        return pd.DataFrame(rows, columns=["tier", "line", "threshold", "periods", "beyond", "share"])

    def _thresholds(self, tier: str) -> Iterator[tuple[Any, ...]]:
        """Go through the thresholds of a tier's components."""
        plan = plan_of(self.plan.scenario, self.plan.name, tier)
        for curve in curves_of(plan):
            ends = self._at_ends(tier, curve.name, curve.cycle)
            scale = float(curve.terms.quota_factor / curve.terms.credit_factor) if curve.terms.credit_factor else 1.0
            attained = scale * ends["measured"] / ends["quota"]
            for edge in curve.edges:
                beyond = int((attained >= edge * (1.0 - 1e-9)).sum())
                yield tier, curve.name, edge, len(ends), beyond, beyond / max(len(ends), 1)

    def _at_ends(self, tier: str, line: str, cycle: int) -> pd.DataFrame:
        """Return the lines of a component in the months in which its period, or somebody's rows, end."""
        told = self.statements
        told = told[(told["tier"] == tier) & (told["line"] == line) & (told["quota"] > 0.0)]
        if cycle < 0:
            return told.groupby("person").tail(1)
        keys = [key for key in ("person", "year") if key in told]
        return told.groupby([*keys, told["month"].map(self._end_of(cycle))]).tail(1)

    def _end_of(self, cycle: int) -> dict[int, int]:
        """Return the last month of the period of each month."""
        layout = build(self.plan.scenario)
        return {m: int(layout.model.months[m + layout.n_burn_in].cycle_end[cycle]) for m in range(layout.n_measured)}

    def exported(self) -> dict[str, pd.DataFrame]:
        """Return what may leave the analyst's own notebook: pseudonyms, and groups of at least five.

        `groups`: means by tier and unit, small groups together; `people`: under names that are drawn anew each time,
        without tier and unit, rounded to three digits; absent where there are fewer than five.
        """
        measured = ["bookings", "quota", "base", "variable", "pay", "target_variable"]
        measured += [name for name in ("variable_against", "change") if name in self.people]
        found = {"groups": grouped(self.people, ["tier", "unit"], measured)}
        if len(self.people) >= LEAST:
            found["people"] = pseudonyms(self.people, ["attainment", *measured])
        return found


def replay(plan: Plan, actuals: pd.DataFrame, *, against: Plan | None = None) -> Replay:
    """Return what real results would have paid under a plan, by the rules of `plan.statement`.

    Parameters
    ----------
    plan
        A plan of a scenario; people whose table says another `tier` of the plan are paid as that tier.
    actuals
        One row a person and month: `person`, `month` (``2025-07``, a date, or months from the scenario's first one;
        dates of earlier years stand at the same month of the year), `bookings`, where needed `team`, `soft`, `prize`,
        `share`, `held_over`, `handed_on`; `deals` (lists of amounts) beside or in place of `bookings` where a plan
        limits single deals; optional `quota` (of the month), `base_annual` and `fte` (from their row on), `unit`,
        `tier` (of the first row), `exit` (in the last row). With `year` in place of
        `month` a year's results, spread over its months as the quota is. Who has no row in a month between others
        sold nothing; before the first and after the last row the person was not there.
    against
        Another plan for the same people; its own scenario may be another.

    Raises
    ------
    InputError
        A column is missing, a person has a month twice, or a plan limits single deals and there are none.
    """
    told = actuals_of(plan, actuals, against)
    statements, people = _statements(told, plan), _people(told)
    people["base"] = _amounts(statements, plan, len(told), is_base=True)
    people["variable"] = _amounts(statements, plan, len(told))
    people["pay"] = people["base"] + people["variable"]
    at_quota = functools.cache(_variable_units)  # many have the same one
    people["target_variable"] = [_variable(actual.at_quota, actual, plan, at_quota) for actual in told]
    if against is not None:
        units = _variable_units if against.scenario.rules else _kept_units  # a rule's globals may have changed
        people["variable_against"] = [_variable(actual.rows, actual, against, units) for actual in told]
        people["change"] = people["variable"] - people["variable_against"]
    plans = tuple(each for each in (against, plan) if each is not None)
    return Replay(plan, against, statements, with_origin(people, origin_of_replay(plans)))


def _people(told: Sequence[Actual]) -> pd.DataFrame:
    """Return one row a person: who, and what counted against which quota."""
    import pandas as pd

    rows = []
    for actual in told:
        year, quota = {} if actual.year is None else {"year": actual.year}, sum(actual.quotas)
        who = {"person": actual.person, **year, "tier": actual.tier, "unit": actual.terms.get("unit", "")}
        attainment = actual.credited / quota if quota > 0.0 else float("nan")
        rows.append({**who, "bookings": actual.credited, "quota": quota, "attainment": attainment})
    return pd.DataFrame(rows)


def _statements(told: Sequence[Actual], plan: Plan) -> pd.DataFrame:
    """Return the lines of everybody."""
    plans = {tier: plan_of(plan.scenario, plan.name, tier) for tier in {actual.tier for actual in told}}
    lines = []
    for place, actual in enumerate(told):
        who = {"row": place, "person": actual.person, **({} if actual.year is None else {"year": actual.year})}
        lines += [{**who, **line} for line in plans[actual.tier].lines(actual.rows, **actual.terms)]
    return table_of(lines, [name for name in ("row", "person", "year") if name in lines[0]])


def _amounts(statements: pd.DataFrame, plan: Plan, n: int, *, is_base: bool = False) -> pd.Series[float]:
    """Return base pay or variable pay of each row of people; whole minor units are added."""
    told = statements[(statements["line"] == _BASE) == is_base]
    return told.groupby("row")["minor_units"].sum().reindex(range(n), fill_value=0) / plan.minor_units


def _variable(rows: Sequence[Mapping[str, Any]], actual: Actual, plan: Plan, units: Callable[..., int]) -> float:
    """Return what somebody's plan pays for some results; `units` is `_variable_units`, or remembers what it said."""
    asked = (plan.scenario, plan.name, actual.tier, tuple(map(_frozen, rows)), _frozen(actual.terms))
    return units(*asked) / plan.minor_units


def _variable_units(scenario: Scenario, name: str, tier: str, rows: tuple[_Items, ...], terms: _Items) -> int:
    """Return variable pay in minor units."""
    lines = plan_of(scenario, name, tier).lines(map(dict, rows), **dict(terms))
    return sum(line["minor_units"] for line in lines if line["line"] != _BASE)


_kept_units = functools.lru_cache(maxsize=2048)(_variable_units)
"""While somebody changes a plan, the one it is compared with is asked for the same people again and again."""


def _frozen(row: Mapping[str, Any]) -> _Items:
    """Return a row as a value that can be looked up; lists are deals."""
    return tuple((name, tuple(value) if isinstance(value, list) else value) for name, value in row.items())
