"""Does one replayed replication hold together? People against counts, and pay against what the plan owes.

What is owed is worked out anew from bookings, quota and time in the seat, by the plain Python rules. Cycles that
began before the run are left out: what they carry over is not among the people's months.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from teamsim._jit import source_of
from teamsim.calendar import DAYS_PER_MONTH
from teamsim.model import OPEN, Floats, Model, Occupancy
from teamsim.panel import Panel
from teamsim.results import Results
from teamsim.rules import replacements
from teamsim.rules.attrition import ExitKind
from teamsim.rules.costs import due_on_exit, on_costs
from teamsim.rules.incentives import Kind, Measured, closing_payout, commission_payout, cycle_quota, minor
from teamsim.tallies import Tally

_ROUNDING = 1
"""Minor units by which paid and owed may differ."""


def panel_findings(result: Results, panel: Panel, opening: Occupancy) -> list[str]:
    """Return every identity that does not hold in the first replication of a result.

    Parameters
    ----------
    result
        One scenario's counts.
    panel
        The people of its first replication, with the burn-in.
    opening
        The state in which that replication opened, [1, S].
    """
    ledger = _Ledger(result, panel, opening)
    found = {
        "commission paid is not what is owed": list(ledger.wrong_commission()),
        "lump sum paid is not what is owed": list(ledger.wrong_bonus()),
        "somebody absent is paid": list(ledger.absent_and_paid()),
        "on-costs are not what is due on the month's pay": list(ledger.wrong_on_costs()),
        "severance is paid to who stays, or is less than what is due on fixed pay": list(ledger.wrong_severance()),
        "a regraded seat is held twice": list(ledger.held_twice()),
        "earned is not paid + payable + forfeited": list(ledger.unaccounted()),
        "pay is not the sum of its lines": list(ledger.untold()),
    }
    owed = [f"{result.name}: {what} ({len(cases)} times): {cases[0]}" for what, cases in found.items() if cases]
    return _uncounted(result, panel) + owed


def _uncounted(result: Results, panel: Panel) -> list[str]:
    """Return the sums over people that differ from the counts."""
    burn_in, counts = result.layout.n_burn_in, result.counts[0]
    model = result.layout.model
    scale = model.company.minor_units
    sums = {
        Tally.BOOKINGS: panel.bookings,
        Tally.QUOTA: panel.quota * ~model.tiers.is_team_credited[model.seats.tier],
        Tally.BASE: panel.base / scale,
        Tally.COMMISSION: panel.commission / scale,
        Tally.BONUS: panel.bonus / scale,
        Tally.ON_COSTS: panel.on_costs / scale,
        Tally.SEVERANCE: panel.severance / scale,
        Tally.HEADCOUNT: panel.seated_share,
    }
    return [
        f"{result.name}: people's {tally.name.lower()} do not add up to the count"
        for tally, people in sums.items()
        if not np.allclose(people[burn_in:].sum(axis=1), counts[..., tally].sum(axis=1), rtol=1e-9, atol=1e-6)
    ]


@dataclass(frozen=True, slots=True)
class _Stay:
    """A person's months in one seat on one plan."""

    person: tuple[int, int]  # seat of entry, which entrant of it
    seat: int
    first: int
    last: int
    is_whole: bool  # it begins within the run


class _Ledger:
    """What each stay is owed, beside what it was paid; money in minor units."""

    def __init__(self, result: Results, panel: Panel, opening: Occupancy) -> None:
        self.result, self.panel, self.opening = result, panel, opening
        self.model: Model = result.layout.model
        self.replaced = replacements(result.layout.scenario.rules, compiled=False)
        self.stays = sorted(_stays(panel, self.model), key=lambda stay: stay.first)

    def wrong_commission(self) -> Iterator[str]:
        """Go through the complete cycles whose commission differs from what is owed."""
        for stay in self.stays:
            components = self.components(stay)
            for k, c in enumerate(components):
                for months in self.cycles(stay, c) if c.is_to_date and _is_plain(c) else ():
                    credited = self.credited(stay, months, c)
                    owed = self.minor(self.rule(commission_payout)(credited, self.cycle_quota(stay, months, c), c))
                    yield from self.compared(stay, months, self.paid(stay, months, k), owed)
            if not any(c.is_commission for c in components):
                months = slice(stay.first, stay.last + 1)
                yield from self.compared(stay, months, int(self.panel.commission[months, stay.seat].sum()), 0)

    def wrong_bonus(self) -> Iterator[str]:
        """Go through the months whose lump sum differs from what is due at a cycle's end and on a move."""
        before: dict[tuple[int, int], _Stay] = {}
        for stay in self.stays:
            due = self.settled(stay, before.get(stay.person))
            before[stay.person] = stay
            if not all(_is_plain(c) for c in self.components(stay) if not c.is_commission):
                continue
            for month in range(stay.first, stay.last + 1):
                lines = [
                    self.lump_sum(stay, month, c)
                    for c in self.components(stay)
                    if not c.is_commission and self.ends(month, c) == month
                ]
                owed = [due if month == stay.first else 0, *lines]
                if None not in owed:
                    paid = int(self.panel.bonus[month, stay.seat])
                    yield from self.compared(stay, slice(month, month + 1), paid, sum(filter(None, owed)))

    def absent_and_paid(self) -> Iterator[str]:
        """Go through the seats that are empty all month and yet paid."""
        paid = (self.panel.base != 0) | (self.panel.commission != 0) | (self.panel.bonus != 0)
        for month, seat in np.argwhere(paid & (self.panel.entry_seat < 0)):
            yield self.at(month, seat)

    def wrong_on_costs(self) -> Iterator[str]:
        """Go through the people's months whose on-costs differ from what is due on their pay."""
        paid = (self.panel.base + self.panel.commission + self.panel.bonus) / self.model.company.minor_units
        for month, seat in np.argwhere((paid > 0.0) | (self.panel.on_costs != 0)):
            due = self.minor(source_of(on_costs)(float(paid[month, seat]), self.model.jurisdiction[0]))
            if abs(due - self.panel.on_costs[month, seat]) > _ROUNDING:
                yield self.at(month, seat)

    def wrong_severance(self) -> Iterator[str]:
        """Go through the months in which those who stay get severance, or leavers less than fixed pay asks for."""
        panel = self.panel
        for month, seat in np.argwhere((panel.exit_kind != ExitKind.STAYED) | (panel.severance != 0)):
            last = month if panel.entry_seat[month, seat] >= 0 else month - 1  # or gone on the first of the month
            due, kind = 0, panel.exit_kind[month, seat]
            if last >= 0 and kind != ExitKind.STAYED:
                service = (DAYS_PER_MONTH * (last + 1) - panel.hire_day[last, seat]) / DAYS_PER_MONTH
                due = self.least_due(kind == ExitKind.INVOLUNTARY, service, int(panel.base[last, seat]))
            is_unfounded = kind == ExitKind.STAYED and panel.severance[month, seat] != 0
            if is_unfounded or panel.severance[month, seat] < due - _ROUNDING:
                yield self.at(month, seat)

    def unaccounted(self) -> Iterator[str]:
        """Go through the months in which variable pay that is earned is neither paid nor open nor forfeited."""
        panel = self.panel
        open_before = float(self.opening.plan_unpaid[0, OPEN].sum())
        payable = panel.payable.sum(axis=1)
        paid = (panel.commission + panel.bonus + panel.final_pay + panel.forfeited).sum(axis=1)
        gaps = panel.earned.sum(axis=1) - paid - np.diff(payable, prepend=open_before)
        for month in np.flatnonzero(gaps):
            yield f"month {self.measured(int(month))}: {gaps[month] / self.model.company.minor_units:,.2f}"

    def untold(self) -> Iterator[str]:
        """Go through the months in which somebody's variable pay differs from its lines."""
        panel = self.panel
        for month, seat in np.argwhere(panel.commission + panel.bonus != panel.settled + panel.lines.sum(axis=1)):
            yield self.at(month, seat)

    def held_twice(self) -> Iterator[str]:
        """Go through the budgeted seats of which more than one face is held in a month."""
        holders = np.zeros(self.panel.entry_seat.T.shape, dtype=np.int64)
        np.add.at(holders, self.model.seats.home, self.panel.entry_seat.T >= 0)
        for seat, month in np.argwhere(holders > 1):
            yield f"{self.result.layout.seats[seat].name} in month {self.measured(int(month))}"

    # -- what is owed --------------------------------------------------------------------------------------

    def cycles(self, stay: _Stay, c: Any) -> Iterator[slice]:
        """Go through the months of each cycle that the person began within the run and finished in the seat."""
        for month in range(stay.first, stay.last + 1):
            if self.ends(month, c) == month:
                months = self.since(stay, month, c)
                if months is not None:
                    yield months

    def since(self, stay: _Stay, month: int, c: Any) -> slice | None:
        """Return the stay's months of the cycle that holds a month, up to it; None where some lie before the run."""
        begin = self.ends(month, c) - int(c.cycle_months) + 1
        is_known = stay.is_whole or begin >= 0
        return slice(max(begin, stay.first), month + 1) if is_known else None

    def credited(self, stay: _Stay, months: slice, c: Any) -> float:
        """Return what counted for a component in some months."""
        measured = self.panel.own if c.measure == Measured.OWN else self.panel.credited
        return _added(measured[months, stay.seat] * c.credit_factor)

    def cycle_quota(self, stay: _Stay, months: slice, c: Any) -> float:
        """Return the quota of a cycle: the sum of its months; by the rule where that is replaced."""
        quota = self.panel.quota[months, stay.seat]
        if not self.model.company.is_quota_prorated:
            return self.whole_quota(stay, months, c)
        if cycle_quota not in self.replaced or not quota.any():
            return float(c.quota_factor) * _added(quota)
        first = months.start + int(np.flatnonzero(quota)[0])
        p, share = self.model.months[first], float(self.panel.seated_share[first, stay.seat])
        monthly = float(self.panel.quota[first, stay.seat]) / (p.quota_weight * share)
        to_end = p.weight_to_cycle_end[c.cycle]
        return float(c.quota_factor * self.rule(cycle_quota)(monthly, p.quota_weight, to_end, share))

    def whole_quota(self, stay: _Stay, months: slice, c: Any) -> float:
        """Return the quota of the whole cycle that holds some months: from any month that has one."""
        quota = self.panel.quota[months, stay.seat]
        if not quota.any():
            return 0.0
        month = months.start + int(np.flatnonzero(quota)[0])
        monthly = float(self.panel.quota[month, stay.seat]) / self.model.months[month].quota_weight
        return float(monthly * self.model.months[month].weight_of_cycle[c.cycle] * c.quota_factor)

    def lump_sum(self, stay: _Stay, month: int, c: Any) -> int | None:
        """Return the lump sum due if the running cycle ended with a month; None where it began before the run."""
        months = self.since(stay, month, c)
        if months is None:
            return None
        quota = _added(self.panel.quota[months, stay.seat] * c.quota_factor)
        worked = _added(self.panel.seated_share[months, stay.seat] * self.full_time(stay, months))
        share = worked / float(c.cycle_months)
        return self.minor(closing_payout(self.rule, c, self.credited(stay, months, c), quota, share))

    def settled(self, stay: _Stay, before: _Stay | None) -> int | None:
        """Return what a move or another plan settles into a stay's first month; None where it is not known."""
        if before is None:
            is_promoted = stay.first == 0 and stay.person[0] != stay.seat
            return None if is_promoted else 0
        if not all(map(_is_plain, self.components(before))):
            return None
        due = [self.settled_line(before, c) for c in self.components(before) if not c.is_to_date]
        return None if None in due else sum(filter(None, due))

    def settled_line(self, before: _Stay, c: Any) -> int | None:
        """Return what a component settles after a stay: nothing was worked in a cycle that has just begun."""
        if self.ends(before.last, c) == before.last:
            return self.minor(closing_payout(self.rule, c, 0.0, 0.0, 0.0))
        return self.lump_sum(before, before.last, c)

    def full_time(self, stay: _Stay, months: slice) -> Floats:
        """Return the share of full time that a person works in some months: none on leave."""
        entry, occupant = stay.person
        if occupant > 0:
            return np.ones(months.stop - months.start)
        is_back = np.arange(months.start, months.stop) >= self.opening.leave_until[0, entry]
        return np.where(is_back, self.opening.fte[0, entry], 0.0)

    # -- helpers -------------------------------------------------------------------------------------------

    def paid(self, stay: _Stay, months: slice, k: int) -> int:
        """Return what a component paid as commission; what no component's line tells counts as any one's."""
        lines = self.panel.lines[months, :, stay.seat]
        told = sum(lines[:, i].sum() for i, c in enumerate(self.components(stay)) if c.is_commission)
        return int(lines[:, k].sum() + self.panel.commission[months, stay.seat].sum() - told)

    def compared(self, stay: _Stay, months: slice, paid: int, owed: int) -> Iterator[str]:
        """Tell where a stay's pay of some months differs from what is owed."""
        if abs(paid - owed) > _ROUNDING:
            seats, scale = self.result.layout.seats, self.model.company.minor_units
            entry, occupant = stay.person
            first, last = self.measured(months.start), self.measured(months.stop - 1)
            yield (
                f"{seats[entry].name}#{occupant} in {seats[stay.seat].name}, months {first} to {last}, "
                f"is owed {owed / scale:,.2f} and was paid {paid / scale:,.2f}"
            )

    def least_due(self, is_involuntary: bool, months_of_service: float, base: int) -> int:
        """Return what a leaver is due at least: an allowance does not count, above a cap of pay fewer years may."""
        law, company = self.model.jurisdiction[0], self.model.company
        allowance = company.acting_allowance if company.has_acting else 0.0  # the panel does not tell who acts
        fixed = max(base - 1, 0) / (1.0 + allowance) / company.minor_units
        pays = {fixed, max(fixed, float(np.nextafter(law.severance_pay_cap, np.inf)))} - {np.inf}
        due = source_of(due_on_exit)
        return self.minor(min(due(is_involuntary, months_of_service, pay, law) for pay in pays))

    def at(self, month: int, seat: int) -> str:
        """Return a month of a seat as people read it."""
        return f"{self.result.layout.seats[seat].name} in month {self.measured(int(month))}"

    def measured(self, month: int) -> int:
        """Return a month counted from the first measured one."""
        return month - self.result.layout.n_burn_in

    def components(self, stay: _Stay) -> list[Any]:
        """Return the components of a stay's plan."""
        index = self.model.run_of[self.model.months[stay.first].plan_period, self.model.seats.cell[stay.seat]]
        if index < 0:
            return []
        run = self.model.runs[index]
        return [self.model.components[run.first_component + k] for k in range(run.n_components)]

    def ends(self, month: int, c: Any) -> int:
        """Return the last month of the measurement period that holds a month."""
        return int(self.model.months[month].cycle_end[c.cycle])

    def rule(self, standard: Callable[..., Any]) -> Callable[..., Any]:
        """Return a rule in plain Python, as the scenario has it."""
        return self.replaced.get(standard, source_of(standard))

    def minor(self, amount: float) -> int:
        """Return an amount in minor units."""
        return int(source_of(minor)(amount, self.model.company.minor_units))


def _is_plain(c: Any) -> bool:
    """Tell whether a component is paid as soon as it is earned, on what the panel shows, cycle by cycle.

    What the others pay is held together by the identity of earned, paid, payable and forfeited pay.
    """
    is_shown = c.slot < 0 and c.measure in (Measured.CREDITED, Measured.OWN)
    is_discrete = c.is_to_date or (c.kind == Kind.LUMP_SUM and c.reset_cycle == c.cycle)
    return bool(is_shown and is_discrete)


def _added(amounts: Floats) -> float:
    """Return a sum in the order of the months, as the engines add: a threshold reached exactly stays reached."""
    total = 0.0
    for amount in amounts.tolist():
        total += amount
    return total


def _stays(panel: Panel, model: Model) -> Iterator[_Stay]:
    """Go through the runs of months with the same person in the same seat on the same plan."""
    for seat in range(panel.entry_seat.shape[1]):
        columns = panel.entry_seat[:, seat].tolist(), panel.occupant[:, seat].tolist(), _plans(model, seat, panel)
        people, first = list(zip(*columns, strict=True)), 0
        for month in range(1, len(people) + 1):
            if month < len(people) and people[month] == people[first]:
                continue
            if people[first][0] >= 0:
                entry, occupant, _ = people[first]
                is_new = occupant > 0 or entry != seat or bool(panel.hire_day[first, seat] >= 0)
                yield _Stay((entry, occupant), seat, first, month - 1, first > 0 or is_new)
            first = month


def _plans(model: Model, seat: int, panel: Panel) -> list[int]:
    """Return the plan of a seat by month: its first component, -1 = none."""
    runs = model.run_of[model.months.plan_period[: panel.entry_seat.shape[0]], model.seats.cell[seat]]
    return [int(first) for first in np.where(runs < 0, -1, model.runs.first_component[runs])]
