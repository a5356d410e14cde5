"""Incentive plans as people ask about them: what an attainment pays, and itemised pay statements.

Statements are told by the same rules as the engines; their lines add up to the pay of the months in minor units.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from teamsim.calendar import DAYS_PER_MONTH
from teamsim.engines.compensation import Compensation
from teamsim.engines.people import Month, Person, Seat
from teamsim.errors import TeamsimError
from teamsim.model import ComponentParameters, Floats
from teamsim.panel import Panel
from teamsim.rules import replacements
from teamsim.rules.attrition import ExitKind
from teamsim.rules.incentives import Kind, Measured, rule_of, year_at
from teamsim.scenario import Scenario
from teamsim.scenario.build import build
from teamsim.scenario.components import component_rows, tiers_of
from teamsim.scenario.faults import nearest
from teamsim.scenario.layout import Layout
from teamsim.scenario.plans import plan_name
from teamsim.scenario.rows import records

if TYPE_CHECKING:
    import pandas as pd

    from teamsim.scenario.plan_answer import PlanAnswer

EXITS = {"voluntary": True, "dismissal": True, "redundancy": False, "retirement": False}
"""Exits, and whether the rules for people at fault hold."""


@dataclass(frozen=True, eq=False)
class Plan:
    """An incentive plan of a scenario as it holds for one of its tiers."""

    scenario: Scenario
    name: str
    tier: str

    def payout(self, attainment: float | Sequence[float] | Floats) -> float | Floats:
        """Return the variable pay of a year [currency] at an attainment that is the same in every month.

        For a full-time person with the tier's quota. Soft scores stand at 1; contests, draws, guarantees and
        retention bonuses, which do not follow from results, are left out.
        """
        p = self.scenario.parameters
        quota, rule = p.tiers[self.tier].quota_annual, rule_of(replacements(self.scenario.rules, compiled=False))
        rows = [row for _, row in component_rows(p, p.incentives.plans[self.name], self.tier)]
        components = records(ComponentParameters, rows)
        levels = np.atleast_1d(np.asarray(attainment, dtype=np.float64))
        paid = np.array([sum(year_at(rule, c, level * quota, quota) for c in components) for level in levels])
        return float(paid[0]) if np.ndim(attainment) == 0 else paid

    def response(self) -> PlanAnswer:
        """Return how people answer the plan: which components effort follows, and effort by sales so far.

        By the scenario's preferences, whether or not `response.effort` lets people answer.
        """
        from teamsim.scenario.plan_answer import plan_answer  # on first use: it loads the solver

        return plan_answer(self.scenario, self.name, self.tier)

    def statement(self, measures: pd.DataFrame | Iterable[Mapping[str, Any]], **terms: Any) -> pd.DataFrame:
        """Return the itemised pay of somebody of the tier, given what was measured month by month.

        Parameters
        ----------
        measures
            One row a month, the months in a row: `bookings`, and where the plan asks for it `team` (credited of the
            team's business), `soft` (what a rater says, around 1), `prize` (won), `share` (of the month in the seat).
            `deals`, a list of amounts, may stand in place of `bookings`: the plan's deal limit reads them. `held_over`
            is what is credited of business of the person's old seat, or below 0 given to the seat's former holder;
            `handed_on` is quota of empty seats. `quota_annual`, `fte`, `base_annual` change with the month of their
            row.
        terms
            `quota_annual`, `base_annual`, `fte` where they are not the tier's; `grade_month` (0 = the first month);
            `unit`; `first_month` of the rows, counted from the first measured one; `exit`: how the person leaves at
            the end of the last month: voluntary, dismissal, redundancy, retirement; `leave_months`: of the first rows
            so many on leave.

        Raises
        ------
        TeamsimError
            More months than the scenario has, another way to leave, or no seat on the plan.
        """
        return table_of(self.lines(measures, **terms))

    def lines(self, measures: pd.DataFrame | Iterable[Mapping[str, Any]], **terms: Any) -> Iterator[dict[str, Any]]:
        """Go through the lines of `statement`: what many people are paid is one table made of them."""
        rows: list[Any] = measures.to_dict("records") if hasattr(measures, "to_dict") else list(measures)
        return _Payroll(self, **terms).lines_of(rows)

    @property
    def minor_units(self) -> int:
        """How many minor units, in which pay is whole, are one of the currency."""
        return int(_layout(self.scenario).model.company.minor_units)


def plan_of(scenario: Scenario, name: str, tier: str | None = None) -> Plan:
    """Return a plan of a scenario as it holds for a tier (left out: the first of the plan).

    Raises
    ------
    TeamsimError
        No such plan, or the tier is not on it.
    """
    plans = scenario.parameters.incentives.plans
    if name not in plans:
        raise TeamsimError(f"There is no plan `{name}`. {nearest(name, plans)}")
    tiers = tiers_of(scenario.parameters, plans[name])
    if not tiers or (tier is not None and tier not in tiers):
        raise TeamsimError(f"`{tier}` is not on plan `{name}`. {nearest(str(tier), tiers)}")
    return Plan(scenario, name, tier or tiers[0])


_TERMS = ("quota_annual", "fte", "base_annual")
"""What may change for a person in mid-year."""


@functools.lru_cache(maxsize=8)
def _layout(scenario: Scenario) -> Layout:
    """Return a scenario as arrays; many statements are asked of one scenario."""
    return build(scenario)


def is_empty(value: Any) -> bool:
    """Tell whether a cell of a table is empty: None, or a number that is none."""
    return value is None or bool(np.isscalar(value) and value != value)


class _Payroll(Compensation):
    """What the event engine does about one person's plan, with given results."""

    def __init__(
        self,
        plan: Plan,
        *,
        unit: str | None = None,
        quota_annual: float | None = None,
        base_annual: float | None = None,
        fte: float = 1.0,
        grade_month: int = 0,
        first_month: int = 0,
        leave_months: int = 0,
        exit: str | None = None,
    ) -> None:
        """Seat a person of the plan's tier in a unit where the plan holds."""
        self.layout, self.first_month = _layout(plan.scenario), first_month
        self.model, self.replaced = self.layout.model, replacements(plan.scenario.rules, compiled=False)
        self.exit, self.runs = exit, dict[int, list[Any]]()
        if exit is not None and exit not in EXITS:
            raise TeamsimError(f"exit = {exit!r}; expected one of {', '.join(EXITS)}.")
        tier = self.model.tiers[self.layout.tiers.index(plan.tier)]
        cell = self._cell(plan, unit)
        self.seat = Seat(
            -1, int(self.model.cells[cell].unit), self.layout.tiers.index(plan.tier), cell, 0, 0, 0, False, tier
        )
        base = float(tier.base_annual) if base_annual is None else base_annual
        quota = float(self.model.cells[cell].quota_annual) if quota_annual is None else quota_annual
        leave_until = self.layout.n_burn_in + first_month + leave_months if leave_months else 0
        self.person = Person(0, 0, 0, 0, grade_month, -1, 1.0, 0.0, fte, leave_until, base, quota)

    def _cell(self, plan: Plan, unit: str | None) -> int:
        """Return the unit's cell of the tier; else the first in which the plan holds in some month."""
        of_tier = [i for i, (_, tier) in enumerate(self.layout.cells) if tier == plan.tier]
        named = [i for i in of_tier if self.layout.cells[i][0] == unit]
        p, n_months = plan.scenario.parameters, self.layout.n_measured
        holds = [
            i
            for i in of_tier
            if any(plan_name(p, self.layout.cells[i][0], plan.tier, month) == plan.name for month in range(n_months))
        ]
        if not (named or (holds and unit is None)):
            raise TeamsimError(f"No seat of `{plan.tier}` in `{unit or 'any unit'}` is on plan `{plan.name}`.")
        return (named or holds)[0]

    def plan(self, seat: Seat, month: int) -> list[Any]:
        """Return the components of the plan in a month; read once a run, which is most of the work."""
        run = self.run_of(seat, month)
        if run not in self.runs:
            self.runs[run] = super().plan(seat, month)
        return self.runs[run]

    def judgement(self, seat: Seat, person: Person, k: int, c: Any, month: int) -> float:
        """Return what the measures say of a soft score."""
        return self.soft

    def lines_of(self, rows: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        """Go through the lines of some months."""
        start, first = self.layout.n_burn_in + self.first_month, True
        if self.first_month + len(rows) > self.layout.n_measured:
            problem = f"{len(rows)} months from month {self.first_month}; the scenario has {self.layout.n_measured}."
            raise TeamsimError(f"{problem} Raise time.horizon_months.")
        for at, cells in enumerate(rows):
            month, row = at + start, {name: value for name, value in cells.items() if not is_empty(value)}
            share = float(row.get("share", 1.0))
            self.soft = float(row.get("soft", 1.0))
            if first:
                self.person.seated_from = DAYS_PER_MONTH * month + round(DAYS_PER_MONTH * (1.0 - share))
                self.person.grade_month += start
                self.restart_accounts(self.seat, self.person, month)
                first = False
            self._change_terms(row, month)
            changed = self.change_plan(self.seat, self.person, month)
            now = self._month(row, month, share)
            now.ledger, now.settled, now.bonus = changed, changed.settled, changed.settled
            self.credit_plan(self.seat, now, month)
            self.pay_plan(self.seat, now, month, self._prizes(row, month))
            final = None
            self.renew_accounts(self.seat, self.person, month)
            if self.exit is not None and at == len(rows) - 1:
                final = self.settle_exit(self.seat, self.person, month, is_at_fault=EXITS[self.exit]).final_pay
            yield from _lines(self.layout, self.seat.cell, month, now.base, now.lines, now.measured, now.settled, final)

    def _change_terms(self, row: Mapping[str, Any], month: int) -> None:
        """Give the person another quota, FTE or base pay from a month on; running cycles have both in proportion."""
        new = {name: float(row[name]) for name in _TERMS if name in row}
        if all(getattr(self.person, name) == value for name, value in new.items()):
            return
        running = [(c, account) for c, account in self.lines(self.seat, self.person, month) if c.is_to_date]
        before = [self.quota_ahead(self.seat, c, self.person, month) for c, _ in running]
        for name, value in new.items():
            setattr(self.person, name, value)
        for (c, account), ahead in zip(running, before, strict=True):
            account.quota += self.quota_ahead(self.seat, c, self.person, month) - ahead

    def _month(self, row: Mapping[str, Any], month: int, share: float) -> Month:
        """Return a month with its given results."""
        person = self.person
        is_at_work = month >= person.leave_until
        now = Month(person, share, share if is_at_work else 0.0, 1.0)
        now.bookings = float(row.get("bookings", math.fsum(row.get("deals", ()))))
        now.own = self.counted(self.seat, row["deals"], month) if "deals" in row else now.bookings
        now.own += float(row.get("held_over", 0.0))
        now.credited = float(row.get("team", 0.0)) if self.seat.p.is_team_credited else now.own
        now.quota = self.quota_of_month(self.seat, now, month)
        self.raise_quota(self.seat, now, float(row.get("handed_on", 0.0)), month)
        kept = 1.0 if is_at_work else float(self.model.company.leave_pay_share)
        now.base = self.minor(person.base_annual / 12.0 * person.fte * share * kept)
        return now

    def _prizes(self, row: Mapping[str, Any], month: int) -> dict[int, int]:
        """Return the prize that the measures say was won, for the first contest that ends with the month."""
        for k, c in enumerate(self.plan(self.seat, month)):
            if c.kind == Kind.CONTEST and self.ends_in(c, month):
                return {k: self.minor(float(row.get("prize", 0.0)))}
        return {}


def statement(
    study: Any,
    person: str,
    months: Iterable[int] | None = None,
    *,
    scenario: str | None = None,
    replication: int = 0,
) -> pd.DataFrame:
    """Return what the simulation paid a person, line by line: the amounts add up to the pay of the months.

    Parameters
    ----------
    person
        Seat of entry and number of the entrant, as in `spells` and `trace`: ``west/representative/003#0``.
    months
        Measured months; left out: all in which the person is there.

    Raises
    ------
    TeamsimError
        Nobody of that name is there in the replication.
    """
    layout, panel = study.result(scenario).layout, study.panel(scenario, replication)
    wanted = None if months is None else {month + layout.n_burn_in for month in months}
    rows = [row for row in _told(layout, panel, person) if wanted is None or row["month"] + layout.n_burn_in in wanted]
    if not rows:
        raise TeamsimError(f"There is no `{person}` in these months of replication {replication}; see study.spells.")
    return table_of(rows)


def _told(layout: Layout, panel: Panel, person: str) -> Iterator[dict[str, Any]]:
    """Go through the lines of a person's months in a panel."""
    names = {seat.name: index for index, seat in enumerate(layout.seats)}
    entry, _, occupant = person.rpartition("#")
    if entry not in names or not occupant.isdecimal():
        return
    is_person = (panel.entry_seat == names[entry]) & (panel.occupant == int(occupant))
    for month, seat in np.argwhere(is_person):
        measured = list(zip(panel.measured[month, :, seat], panel.target[month, :, seat], strict=True))
        final = int(panel.final_pay[month, seat]) if panel.exit_kind[month, seat] != ExitKind.STAYED else None
        lines, settled = panel.lines[month, :, seat].tolist(), int(panel.settled[month, seat])
        cell, base = int(layout.model.seats.cell[seat]), int(panel.base[month, seat])
        yield from _lines(layout, cell, int(month), base, lines, measured, settled, final)
    yield from _gone_since(layout, panel, is_person)


def _gone_since(layout: Layout, panel: Panel, is_person: Any) -> Iterator[dict[str, Any]]:
    """Go through what is settled on the first of the month after the last: the seat was closed."""
    month, seat = np.argwhere(is_person)[-1]
    following = int(month) + 1
    if following < is_person.shape[0] and panel.entry_seat[following, seat] < 0 and panel.final_pay[following, seat]:
        cell = int(layout.model.seats.cell[seat])
        yield from _lines(layout, cell, following, 0, [], [], 0, int(panel.final_pay[following, seat]))


def _lines(
    layout: Layout,
    cell: int,
    month: int,
    base: int,
    lines: Sequence[int],
    measured: Sequence[tuple[float, float]],
    settled: int,
    final_pay: int | None,
) -> Iterator[dict[str, Any]]:
    """Go through the lines of a month's pay; amounts in currency, whole minor units."""
    p, (unit, tier), scale = layout.scenario.parameters, layout.cells[cell], layout.model.company.minor_units
    shown = {"month": month - layout.n_burn_in, "tier": tier}

    def line(name: str, rule: str, amount: int, **more: Any) -> dict[str, Any]:
        return {**shown, "line": name, "rule": rule, "amount": amount / scale, "minor_units": amount, **more}

    yield line("base pay", "base", base)
    name = plan_name(p, unit, tier, month - layout.n_burn_in)
    rows = [] if name is None else _rows(layout.scenario, name, tier)
    for (part, row), amount, (result, quota) in zip(rows, lines, measured, strict=False):
        more = {"measure": Measured(row["measure"]).name.lower(), "measured": result, "quota": quota}
        rate = _rate(row, result, quota)
        yield line(part, Kind(row["kind"]).name.lower(), amount, plan=name, rate=rate, **more)
    if settled:
        yield line("settled", "running cycles of the plan before", settled)
    if final_pay is not None:
        yield line("final pay", "settled on the exit", final_pay)


@functools.lru_cache(maxsize=64)
def _rows(scenario: Scenario, name: str, tier: str) -> list[tuple[str, dict[str, Any]]]:
    """Return the components of a plan as they hold for a tier; every line asks for them."""
    p = scenario.parameters
    return component_rows(p, p.incentives.plans[name], tier, p.time.burn_in_months)


def _rate(row: Mapping[str, Any], result: float, quota: float) -> float:
    """Return the rate of a rate table at what was measured; not a number elsewhere."""
    if row["kind"] != Kind.RATE_TABLE or quota <= 0.0:
        return float(row["rate"]) if row.get("rate") else np.nan
    reached = min(result, float(row["cap_attainment"]) * quota) >= row["band_from"] * quota
    return float(row["band_step"][reached].sum())


def table_of(lines: Iterable[dict[str, Any]], who: Sequence[str] = ()) -> pd.DataFrame:
    """Return lines as a table; `who` are columns in front that say whose they are."""
    import pandas as pd

    columns = ("month", "tier", "plan", "line", "rule", "measure", "measured", "quota", "rate", "amount", "minor_units")
    return pd.DataFrame(list(lines), columns=[*who, *columns])
