"""The event engine's plans: what each component of a person's plan credits, earns and pays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from teamsim.calendar import DAYS_PER_MONTH, seated_share
from teamsim.engines.people import Account, Month, Person, Seat
from teamsim.model import Model
from teamsim.rules.incentives import Kind, Measured, closing_payout, commission_payout, cycle_quota, minor

Rule = Callable[..., Any]


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

    def lines(self, seat: Seat, person: Person, month: int) -> Iterator[tuple[Any, Account]]:
        """Go through the components of a person's plan with their accounts."""
        return zip(self.plan(seat, month), person.accounts, strict=True)

    def ends_in(self, c: Any, month: int) -> bool:
        """Tell whether a component's measurement period ends with a month."""
        return bool(self.model.months[month].cycle_end[c.cycle] == month)

    def credit_plan(self, seat: Seat, now: Month, month: int) -> None:
        """Credit the month to the running cycles of a person's plan."""
        for c, account in self.lines(seat, now.person, month):
            measured = now.bookings if c.measure == Measured.OWN else now.credited
            account.credited += float(measured * c.credit_factor)
            if not c.is_to_date:
                account.quota += float(now.quota * c.quota_factor)
                account.months += now.active_share * now.person.fte

    def pay_plan(self, seat: Seat, now: Month, month: int) -> None:
        """Pay what each component of a person's plan earns in the month."""
        now.lines = [0] * len(now.person.accounts)
        for k, (c, account) in enumerate(self.lines(seat, now.person, month)):
            if c.is_to_date:
                to_date = self.minor(self.rule(commission_payout)(account.credited, account.quota, c))
                now.lines[k], account.earned = to_date - account.earned, to_date
            elif self.ends_in(c, month):
                now.lines[k] = self.line_at_end(c, account)
            if c.is_commission:
                now.commission += now.lines[k]
            else:
                now.bonus += now.lines[k]

    def line_at_end(self, c: Any, account: Account) -> int:
        """Return what a component pays [minor units] for a cycle that ends now."""
        share = account.months / float(c.cycle_months)
        return self.minor(closing_payout(self.rule, c, account.credited, account.quota, share))

    def renew_accounts(self, seat: Seat, person: Person, month: int) -> None:
        """Start the cycles of those components anew whose cycle ends with a month."""
        for k, c in enumerate(self.plan(seat, month)):
            if self.ends_in(c, month):
                person.accounts[k] = self.new_account(c, person, month + 1)

    def restart_accounts(self, seat: Seat, person: Person, month: int) -> None:
        """Start every cycle of a person who is new in the seat or on the plan."""
        person.accounts = [self.new_account(c, person, month) for c in self.plan(seat, month)]

    def new_account(self, c: Any, person: Person, month: int) -> Account:
        """Start a cycle; where a month's pay depends on its quota, that of the active months to its end."""
        first, months = max(month, person.leave_until), self.model.months
        if not c.is_to_date or first > months[month].cycle_end[c.cycle]:
            return Account()
        p, monthly = months[first], person.quota_annual * person.fte / 12.0
        if not self.model.company.is_quota_prorated:
            return Account(quota=float(monthly * p.weight_of_cycle[c.cycle] * c.quota_factor))
        share, to_end = seated_share(person.seated_from, first), p.weight_to_cycle_end[c.cycle]
        return Account(quota=float(c.quota_factor * self.rule(cycle_quota)(monthly, p.quota_weight, to_end, share)))

    def settled_by(self, seat: Seat, person: Person, month: int) -> int:
        """Return what the running cycles of a person's plan of a month are due [minor units] if they ended now."""
        lines = self.lines(seat, person, month)
        return sum(self.line_at_end(c, account) for c, account in lines if not c.is_to_date)

    def change_plan(self, seat: Seat, person: Person, month: int) -> int:
        """Settle the running cycles where the plan changes with a month, and start those of the new plan."""
        is_new = person.seated_from >= DAYS_PER_MONTH * month
        if is_new or not self.is_plan_changed(seat, month):
            return 0
        due = self.settled_by(seat, person, month - 1)
        self.restart_accounts(seat, person, month)
        return due

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
            if c.kind in (Kind.RATE_TABLE, Kind.LUMP_SUM):
                terms = float(c.credit_factor * credited), float(c.quota_factor * quota), 1.0 / float(c.cycle_months)
                pay += closing_payout(self.rule, c, *terms)
        return pay
