"""The event engine: one replication told person by person on SimPy, with a real queue for recruiters.

The readable twin of `monte_carlo.py`. Searches are SimPy processes that wait for a recruiter and end on a day;
what people contend for (promotion, the order of requests) is settled in the phases of the month, in seat order,
so that both engines agree exactly. Every event is written down, and a rule in plain Python may replace a
compiled one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from teamsim.calendar import (
    DAYS_PER_MONTH,
    NEVER,
    Cycle,
    Phase,
    seated_share,
    tenure_at_middle,
)
from teamsim.engines.compensation import Rule
from teamsim.engines.leaving import Leaving
from teamsim.engines.organisation import Process
from teamsim.engines.people import Account, Event, Ledger, Month, Person, Seat
from teamsim.model import N_CRITERIA, Floats, Model, Occupancy
from teamsim.panel import Panel
from teamsim.random import Purpose, standard_normal
from teamsim.rules.attrition import (
    ExitKind,
    quarters_below_floor,
)
from teamsim.rules.costs import on_costs
from teamsim.rules.incentives import Measured, minor, ratcheted_quota, soft_attainment
from teamsim.rules.ramp import ramp_share
from teamsim.tallies import Tally


class Replication(Leaving):
    """One possible future: an organisation that lives through its months."""

    def live(self) -> Process:
        """Go through the months: the first-of-month phases, the searches that end meanwhile, the rest."""
        for month in range(self.model.n_months):
            self.move_units(month)
            self.open_month(month)
            self.change_plans(month)
            self.move_seats(month)
            self.promote(month)
            self.regrade(month)
            self.raise_requisitions(month)
            yield self.until(DAYS_PER_MONTH * (month + 1))
            self.name_acting(month)
            self.develop(month)
            self.sell(month)
            self.learn_by_doing(month)
            self.collect(month)
            self.pay(month)
            self.review(month)
            self.leave(month)
            self.close(month)

    def develop(self, month: int) -> None:
        """Advance what people have learnt and the ramp clocks; give out training places."""
        self.advance()
        for seat in self.seats:
            if (person := seat.holder) is not None:
                share = float(seated_share(person.seated_from, month))
                middle = tenure_at_middle(person.hire_day, person.seated_from, month) + person.ramp_gained
                ramp = float(self.rule(ramp_share)(middle, seat.p))
                active = share if month >= person.leave_until else 0.0
                self.book[seat.index] = Month(person, share, active, ramp)
        if self.model.programmes.size:
            self.train(month)

    def judgement(self, seat: Seat, person: Person, k: int, c: Any, month: int) -> float:
        """Return how a person's rater judges the cycle; 1 where nobody does."""
        if c.measure != Measured.SOFT:
            return 1.0
        noise = standard_normal(self.personal_luck(person, month, Purpose.ASSESSMENT, N_CRITERIA + k))
        leniency = self.rater_bias(seat.unit)
        return float(self.rule(soft_attainment)(person.talent, seat.p.talent_sigma, noise, leniency, c))

    def change_plans(self, month: int) -> None:
        """Settle the running cycles of people whose plan changes with the month, and start those of the new plan."""
        for seat in self.seats if self.model.months[month].is_plan_change else ():
            if seat.holder is not None:
                self.ledger(seat).add(self.change_plan(seat, seat.holder, month))

    # -- pay, review, leave, close -------------------------------------------------------------------------

    def pay(self, month: int) -> None:
        """Pay fixed pay, commission of the cycle to date less what was paid, and lump sums at a cycle's end."""
        company, prizes = self.model.company, self.prizes(month, list(self.present()))
        for seat, now in self.present():
            person = now.person
            kept = 1.0 if month >= person.leave_until else company.leave_pay_share
            fixed = person.base_annual / 12.0 * person.fte * now.seated_share * kept
            now.base = int(minor(fixed, company.minor_units))
            self.pay_acting(seat, now, month)
            now.ledger = self.ledger(seat)
            now.settled = now.bonus = now.ledger.settled
            self.pay_plan(seat, now, month, prizes.get(seat.index, {}))
            paid = (now.base + now.commission + now.bonus) / company.minor_units
            now.on_costs = int(minor(on_costs(paid, self.model.jurisdiction[0]), company.minor_units))
            self.count(month, seat, Tally.BASE, now.base)
            self.count(month, seat, Tally.COMMISSION, now.commission)
            self.count(month, seat, Tally.BONUS, now.bonus)
            self.count(month, seat, Tally.ON_COSTS, now.on_costs)

    def review(self, month: int) -> None:
        """Close the cycles that end with the month; judge the fiscal year."""
        ends, company = self.model.months[month].cycle_end, self.model.company
        for seat, now in self.present():
            person, p = now.person, seat.p
            if ends[Cycle.YEAR] == month and person.year.quota > 0.0:
                terms = person.year.credited / person.year.quota, company.ratchet_up, company.ratchet_down
                person.quota_annual = float(self.rule(ratcheted_quota)(person.quota_annual, *terms))
            self.renew_accounts(seat, person, month)
            if p.is_reviewed_quarterly and ends[Cycle.QUARTER] == month:
                self.judge_quarter(person, month)
            if p.performance_floor > 0.0 and ends[Cycle.QUARTER] == month:
                self.judge_performance(seat, person, month)
            if ends[Cycle.YEAR] == month:
                if person.year.quota > 0.0 and not p.is_team_credited:
                    self.count(month, seat, Tally.REVIEWED)
                    self.count(month, seat, Tally.AT_QUOTA, person.year.credited >= person.year.quota)
                person.prior, person.year = person.year, Account()
        self.recognise(month)

    def judge_quarter(self, person: Person, month: int) -> None:
        """Keep the attainment of the quarter that ends, and start the next."""
        quota = person.quarter.quota
        if not self.model.company.is_quota_prorated:
            whole = self.model.months[month].weight_of_cycle[Cycle.QUARTER]
            quota = person.quota_annual * person.fte / 12.0 * whole
        person.quarter_attainment = person.quarter.credited / quota if quota > 0.0 else math.nan
        person.quarter = Account()

    def judge_performance(self, seat: Seat, person: Person, month: int) -> None:
        """Count a quarter that ends below the floor; put the person on a plan when there are too many in a row."""
        terms = person.quarters_below, person.quarter_attainment, month + 1 - person.grade_month, seat.p
        person.quarters_below = int(self.rule(quarters_below_floor)(*terms))
        if person.plan_until == NEVER and person.quarters_below >= seat.p.after_quarters:
            person.plan_until = month + int(seat.p.plan_months)
            self.note(Phase.REVIEW, "on a performance plan", seat, person)

    def close(self, month: int) -> None:
        """Measure the month and keep it."""
        for seat in self.seats:
            self.count(month, seat, Tally.CLOSING_HEADCOUNT, seat.holder is not None)
            self.panel.severance[month, seat.index] = self.severances.get(seat.index, 0)
            if seat.holder is not None and seat.p.performance_floor > 0.0:
                self.count(month, seat, Tally.ON_PLAN, seat.holder.plan_until != NEVER)
            self.panel.exit_kind[month, seat.index] = self.exit_kinds.get(seat.index, ExitKind.STAYED)
        for seat, now in self.present():
            self.count(month, seat, Tally.HEADCOUNT, now.seated_share)
            row = month, seat.index
            for name in ("entry_seat", "occupant", "hire_day", "grade_month", "source", "talent", "leadership"):
                getattr(self.panel, name)[row] = getattr(now.person, name)
            for name in (
                "seated_share",
                "ramp",
                "effort",
                "moved",
                "bookings",
                "own",
                "credited",
                "quota",
                "base",
                "commission",
                "bonus",
            ):
                getattr(self.panel, name)[row] = getattr(now, name)
            for name in ("on_costs", "settled"):
                getattr(self.panel, name)[row] = getattr(now, name)
            self.panel.lines[month, : len(now.lines), seat.index] = now.lines
            for k, (measured, target) in enumerate(now.measured):
                self.panel.measured[month, k, seat.index] = measured
                self.panel.target[month, k, seat.index] = target
        for seat in self.seats:
            self.close_ledger(month, seat)

    def close_ledger(self, month: int, seat: Seat) -> None:
        """Measure what became of a seat's variable pay."""
        ledger, holder = self.ledger(seat), seat.holder
        now = self.book.get(seat.index)
        if not self.model.company.has_states:
            ledger = Ledger(earned=0 if now is None else now.commission + now.bonus)
        payable = sum(account.unpaid for account in holder.accounts) if holder is not None else 0
        for tally, name in (
            (Tally.VARIABLE_EARNED, "earned"),
            (Tally.CLAWED_BACK, "clawed_back"),
            (Tally.FORFEITED, "forfeited"),
            (Tally.FINAL_PAY, "final_pay"),
        ):
            getattr(self.panel, name)[month, seat.index] = getattr(ledger, name)
            self.count(month, seat, tally, getattr(ledger, name))
        self.panel.payable[month, seat.index] = payable
        self.count(month, seat, Tally.PAYABLE, payable)


def run(
    model: Model,
    opening: Occupancy,
    seed: int,
    replication: int,
    replaced: Mapping[Rule, Rule] | None = None,
) -> tuple[Floats, Panel, list[Event]]:
    """Return the counts [M, C, tallies], the panel and the events of one replication.

    `opening` is [1, S] and is left as it is.
    """
    future = Replication(model, opening, seed, replication, replaced or {})
    future.clock.process(future.live())
    future.clock.run(until=DAYS_PER_MONTH * model.n_months + 1)
    return future.counts, future.panel, future.events
