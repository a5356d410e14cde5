"""The event engine's plans: what each component of a person's plan credits, earns and pays."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from teamsim.calendar import DAYS_PER_MONTH, seated_share
from teamsim.engines.people import Account, Ledger, Month, Person, Seat
from teamsim.model import N_LEVELS, Model
from teamsim.rules.incentives import (
    Kind,
    Measured,
    OnExit,
    closing_payout,
    commission_payout,
    contest_key,
    cycle_quota,
    draw_payment,
    minor,
    month_quota,
    quota_relief,
    released,
)
from teamsim.rules.selling import counted_deal

Rule = Callable[..., Any]
Line = tuple[Any, Account]
_SETTLED = (Kind.LUMP_SUM, Kind.SPIF, Kind.SCORE)


class Compensation:
    """What people are paid by their plans."""

    model: Model
    replaced: Mapping[Rule, Rule]

    def rule(self, standard: Rule) -> Rule:
        """Return the rule in force: the standard one, or the one that replaces it."""
        return self.replaced.get(standard, standard)

    def minor(self, amount: float) -> int:
        """Return an amount in minor units."""
        return int(minor(amount, self.model.company.minor_units))

    def run_of(self, seat: Seat, month: int) -> int:
        """Return the run of a seat in a month, -1 where it has no plan."""
        return int(self.model.run_of[self.model.months[max(month, 0)].plan_period, seat.cell])

    def plan(self, seat: Seat, month: int) -> list[Any]:
        """Return the components of the plan of a seat in a month."""
        index = self.run_of(seat, month)
        if index < 0:
            return []
        run = self.model.runs[index]
        return [self.model.components[run.first_component + k] for k in range(run.n_components)]

    def lines(self, seat: Seat, person: Person, month: int) -> Iterator[Line]:
        """Go through the components of a person's plan with their accounts."""
        return zip(self.plan(seat, month), person.accounts, strict=True)

    def ends_in(self, c: Any, month: int) -> bool:
        """Tell whether a component's measurement period ends with a month."""
        return bool(month == c.last_month if c.cycle < 0 else self.model.months[month].cycle_end[c.cycle] == month)

    # -- credit and cycles ---------------------------------------------------------------------------------

    def credit_plan(self, seat: Seat, now: Month, month: int) -> None:
        """Credit the month to the running cycles of a person's plan."""
        now.collected = self.collected(now, month)
        columns = {Measured.OWN: now.own, Measured.COLLECTIONS: now.collected}
        for c, account in self.lines(seat, now.person, month):
            if not c.first_month <= month <= c.last_month:
                continue
            account.credited += float(columns.get(c.measure, now.credited) * c.credit_factor)
            if not c.is_to_date:
                account.quota += float(now.quota * c.quota_factor)
                account.months += now.active_share * now.person.fte

    def collected(self, now: Month, month: int) -> float:
        """Return what is paid this month of a person's invoices; remember the month's."""
        if self.model.accounts.invoices == 0:
            return 0.0
        now.person.invoices[month] = now.own
        p, total = self.model.schedule[0], 0.0
        for lag in range(p.n_shares):
            total += float(now.person.invoices.get(month - lag, 0.0) * p.paid[lag])
        return total

    def renew_accounts(self, seat: Seat, person: Person, month: int) -> None:
        """Start the cycles of those components anew whose cycle ends with a month."""
        for c, account in self.lines(seat, person, month):
            if not self.ends_in(c, month):
                continue
            account.months = 0.0
            if c.cycle < 0 or self.model.months[month].cycle_end[c.reset_cycle] == month:
                account.credited, account.earned = 0.0, 0
                account.quota = self.quota_ahead(seat, c, person, month + 1) if c.is_to_date else 0.0

    def restart_accounts(self, seat: Seat, person: Person, month: int) -> None:
        """Start every cycle of a person who is new in the seat or on the plan."""
        person.accounts = [
            Account(quota=self.quota_ahead(seat, c, person, month) if c.is_to_date else 0.0)
            for c in self.plan(seat, month)
        ]

    def quota_ahead(self, seat: Seat, c: Any, person: Person, month: int) -> float:
        """Return the quota of a cycle that starts for a person in a month: that of the active months to its end."""
        first, months = max(month, person.leave_until), self.model.months
        last = int(self.model.runs[self.run_of(seat, month)].last_month)
        if first > min(months[month].cycle_end[c.cycle], last):
            return 0.0
        p, monthly = months[first], person.quota_annual * person.fte / 12.0
        if not self.model.company.is_quota_prorated:
            return float(monthly * p.weight_of_cycle[c.cycle] * c.quota_factor)
        if first - person.grade_month < seat.p.n_relief:
            total = 0.0
            for later in range(first, min(int(p.cycle_end[c.cycle]), last) + 1):
                share = seated_share(person.seated_from, later) * self.relief(seat, person, later)
                total += float(monthly * months[later].quota_weight * share)
            return float(c.quota_factor * total)
        share, to_end = seated_share(person.seated_from, first), float(p.weight_to_cycle_end[c.cycle])
        if last < p.cycle_end[c.cycle]:
            to_end -= float(months[last + 1].weight_to_cycle_end[c.cycle])
        return float(c.quota_factor * self.rule(cycle_quota)(monthly, p.quota_weight, to_end, share))

    def relief(self, seat: Seat, person: Person, month: int) -> float:
        """Return the share of the quota that a person carries in a month."""
        return float(self.rule(quota_relief)(month - person.grade_month, seat.p))

    def quota_of_month(self, seat: Seat, now: Month, month: int) -> float:
        """Return a person's quota of a month."""
        is_prorated, weight = self.model.company.is_quota_prorated, self.model.months[month].quota_weight
        terms = now.person.quota_annual, now.person.fte, weight, now.active_share, is_prorated
        quota = float(month_quota(*terms))
        return quota * self.relief(seat, now.person, month) if is_prorated else quota

    def raise_quota(self, seat: Seat, now: Month, more: float, month: int) -> None:
        """Raise a person's quota of a month, and of those running cycles whose quota was set when they began."""
        now.quota += more
        for c, account in self.lines(seat, now.person, month):
            if c.is_to_date and c.first_month <= month <= c.last_month:
                account.quota += float(more * c.quota_factor)

    def counted(self, seat: Seat, deals: Iterable[float], month: int) -> float:
        """Return what the plan of a seat counts of some deals."""
        index, total = self.run_of(seat, month), 0.0
        limit, beyond = math.inf, 1.0
        if index >= 0:
            limit, beyond = float(self.model.runs[index].deal_limit), float(self.model.runs[index].beyond_limit)
        for size in deals:
            total += float(self.rule(counted_deal)(size, limit, beyond))
        return total

    # -- earned, payable, paid -----------------------------------------------------------------------------

    def pay_plan(self, seat: Seat, now: Month, month: int, prizes: Mapping[int, int]) -> None:
        """Pay what each component of a person's plan has earned; `prizes` are those won, by component."""
        person, ledger = now.person, now.ledger
        now.lines = [0] * len(person.accounts)
        now.measured = [(account.credited, account.quota) for account in person.accounts]
        for k, (c, account) in enumerate(self.lines(seat, person, month)):
            if c.kind == Kind.DRAW:
                now.lines[k] = self.top_up(c, account, now, month)
            else:
                line = prizes.get(k, 0) if c.kind == Kind.CONTEST else self.earned(seat, now, k, c, account, month)
                ledger.earned += line
                now.lines[k] = line if c.slot < 0 else self.defer(c, account, ledger, line, month)
            if c.is_commission:
                now.commission += now.lines[k]
            else:
                now.bonus += now.lines[k]

    def earned(self, seat: Seat, now: Month, k: int, c: Any, account: Account, month: int) -> int:
        """Return what a component earns in the month [minor units]."""
        person = now.person
        if c.is_to_date:
            due = self.minor(self.rule(commission_payout)(account.credited, account.quota, c))
            line, account.earned = due - account.earned, due
            return line
        if c.kind in (Kind.RETENTION, Kind.BENEFIT):
            months = month + 1 - person.grade_month
            is_due = months == c.n_months or (c.is_repeated and months > 0 and months % c.n_months == 0)
            share = now.seated_share if c.kind == Kind.BENEFIT else float(is_due)
            return self.minor(c.amount * share * person.fte) if c.first_month <= month <= c.last_month else 0
        if not self.ends_in(c, month):
            return 0
        line = self.line_at_end(c, account, self.judgement(seat, person, k, c, month))
        account.earned += line
        return line

    def judgement(self, seat: Seat, person: Person, k: int, c: Any, month: int) -> float:
        """Return how a person's rater judges the cycle; 1 where nobody does."""
        return 1.0

    def line_at_end(self, c: Any, account: Account, judged: float = 1.0) -> int:
        """Return what a component earns [minor units] for a cycle that ends now; `judged` is what a rater says."""
        share = account.months / float(c.cycle_months)
        if c.kind == Kind.RATE_TABLE:  # a true-up takes nothing back
            due = self.minor(self.rule(commission_payout)(account.credited, account.quota, c))
            return max(due - account.earned, 0)
        credited, quota = (judged, 1.0) if c.measure == Measured.SOFT else (account.credited, account.quota)
        return self.minor(closing_payout(self.rule, c, credited, quota, share))

    def defer(self, c: Any, account: Account, ledger: Ledger, line: int, month: int) -> int:
        """Book what the month earns; return what is paid of what has become payable by now."""
        account.by_month[month] = line
        account.unpaid += line
        before = 0.0
        for lag in range(c.n_lags):
            account.due += int(released(account.by_month.get(month - lag, 0), before, c.released_by[lag]))
            before = float(c.released_by[lag])
        given_up = int(released(account.by_month.get(month - c.n_lags + 1, 0), before, 1.0))
        ledger.forfeited += given_up
        lost = 0
        if c.claw_lag >= 0:
            lost = int(minor(account.by_month.get(month - c.claw_lag, 0) * c.claw_share, 1.0))
        ledger.earned -= lost
        ledger.clawed_back += lost
        account.due -= lost
        account.unpaid -= given_up + lost
        is_payday = self.model.months[month].cycle_end[c.pay_cycle] == month
        paid = max(account.due, 0) if is_payday else 0
        account.due -= paid
        account.unpaid -= paid
        return paid

    def top_up(self, c: Any, account: Account, now: Month, month: int) -> int:
        """Return what is advanced to make a month's pay up to a minimum, or taken back of what was advanced."""
        person = now.person
        is_on = month - person.grade_month < c.n_months and c.first_month <= month <= c.last_month
        minimum = self.minor(c.amount * now.seated_share * person.fte) if is_on else 0
        paid = now.commission + (0 if c.is_recoverable else now.bonus - now.settled)
        owed = max(-account.unpaid, 0) if c.is_recoverable else 0
        line = int(draw_payment(float(paid), float(owed), float(minimum), bool(c.is_recoverable)))
        if c.is_recoverable:
            account.unpaid -= line
        else:
            now.ledger.earned += line
        return line

    def prizes(self, month: int, present: list[tuple[Seat, Month]]) -> dict[int, dict[int, int]]:
        """Return the prizes of contests that end with a month, by seat and component."""
        won: dict[int, dict[int, int]] = {}
        now = self.model.months[month]
        for run in self.model.runs[now.first_run : now.end_run]:
            people = [(seat, at) for seat, at in present if run.first_seat <= seat.index < run.end_seat]
            for k in range(run.n_components):
                c = self.model.components[run.first_component + k]
                if c.kind != Kind.CONTEST or not self.ends_in(c, month):
                    continue
                for cell in sorted({seat.cell for seat, _ in people}) if c.is_by_unit else [-1]:
                    among = [
                        (contest_key(at.person.accounts[k].credited), -seat.index)
                        for seat, at in people
                        if cell in (-1, seat.cell)
                    ]
                    best = sorted((entry for entry in among if entry[0] > 0), reverse=True)
                    for (_, place), amount in zip(best[:N_LEVELS], c.level_amount, strict=False):
                        won.setdefault(-place, {})[k] = self.minor(amount)
        return won

    # -- the end of a plan for a person --------------------------------------------------------------------

    def settle(self, seat: Seat, person: Person, month: int) -> Ledger:
        """Return what a person's plan of a month owes when a move or another plan ends it."""
        ledger, total = Ledger(), 0
        for c, account in self.lines(seat, person, month):
            if self.is_settled(c):
                due = self.line_at_end(c, account)
                ledger.earned += due
                total += due
            total += account.unpaid
        ledger.settled = max(total, 0)
        ledger.earned += max(-total, 0)
        return ledger

    @staticmethod
    def is_settled(c: Any) -> bool:
        """Tell whether a running cycle of a component is worth something before it ends."""
        return c.kind in _SETTLED or (c.kind == Kind.RATE_TABLE and not c.is_to_date)

    def settle_exit(self, seat: Seat, person: Person, month: int, *, is_at_fault: bool) -> Ledger:
        """Return what becomes of the plan of somebody who leaves, by the rules of its components."""
        ledger, unpaid, paid = Ledger(), 0, 0
        for c, account in self.lines(seat, person, month):
            if self.is_settled(c) and (c.is_prorated_on_exit if is_at_fault else c.is_prorated_without_fault):
                running = self.line_at_end(c, account)
                ledger.earned, unpaid, paid = ledger.earned + running, unpaid + running, paid + running
            lost = sum(
                int(minor(account.by_month.get(month - lag, 0) * c.claw_share, 1.0)) for lag in range(c.claw_lag)
            )
            still_open = account.unpaid - lost
            ledger.clawed_back += lost
            ledger.earned, unpaid = ledger.earned - lost, unpaid + still_open
            rule = c.open_on_exit if is_at_fault else c.open_without_fault
            if rule == OnExit.PAY_EARNED or still_open < 0:
                paid += still_open
            elif rule == OnExit.PAY_DUE:
                paid += max(min(account.due - lost, still_open), 0)
        ledger.final_pay = max(paid, 0)
        ledger.forfeited = max(unpaid - ledger.final_pay, 0)
        ledger.earned += max(ledger.final_pay - unpaid, 0)
        return ledger

    def change_plan(self, seat: Seat, person: Person, month: int) -> Ledger:
        """Settle the running cycles where the plan changes with a month, and start those of the new plan."""
        is_new = person.seated_from >= DAYS_PER_MONTH * month
        if is_new or not self.is_plan_changed(seat, month):
            return Ledger()
        ledger = self.settle(seat, person, month - 1)
        self.restart_accounts(seat, person, month)
        return ledger

    def is_plan_changed(self, seat: Seat, month: int) -> bool:
        """Tell whether a seat's plan is another than in the month before."""
        before, now = self.run_of(seat, month - 1), self.run_of(seat, month)
        firsts = [-1 if run < 0 else int(self.model.runs[run].first_component) for run in (before, now)]
        return firsts[0] != firsts[1]

    def usual_pay(self, seat: Seat, person: Person, month: int) -> float:
        """Return a usual month's pay [currency]: fixed, and the plan's at the attainment of this and the last year."""
        pay = person.base_annual / 12.0 * person.fte
        quota = person.quota_annual / 12.0 * person.fte
        credited = quota * person.attainment
        for c in self.plan(seat, month):
            if c.kind == Kind.BENEFIT:
                pay += c.amount * person.fte
            elif c.kind in (Kind.RATE_TABLE, Kind.LUMP_SUM, Kind.SCORE):
                is_soft = c.measure == Measured.SOFT
                terms = (1.0, 1.0) if is_soft else (float(c.credit_factor * credited), float(c.quota_factor * quota))
                pay += closing_payout(self.rule, c, *terms, 1.0 / float(c.cycle_months))
        return pay
