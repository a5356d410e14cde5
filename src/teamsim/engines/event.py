"""The event engine: one replication told person by person on SimPy, with a real queue for recruiters.

The readable twin of `monte_carlo.py`. Searches are SimPy processes that wait for a recruiter and end on a day;
what people contend for (promotion, the order of requests) is settled in the phases of the month, in seat order,
so that both engines agree exactly. Every event is written down, and a rule in plain Python may replace a
compiled one.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from typing import Any

from teamsim.calendar import (
    DAYS_PER_MONTH,
    NEVER,
    Cycle,
    Phase,
    month_of,
    seated_share,
    tenure_at_middle,
)
from teamsim.engines.compensation import Rule
from teamsim.engines.crediting import Crediting
from teamsim.engines.organisation import Process
from teamsim.engines.people import Account, Event, Ledger, Month, Person, Seat
from teamsim.model import N_CRITERIA, NO_SOURCE, Floats, Model, Occupancy
from teamsim.numeric import exponential
from teamsim.panel import Panel
from teamsim.random import Purpose, standard_normal
from teamsim.rules.attrition import (
    ExitKind,
    attrition_hazard,
    exit_effect,
    is_dismissed,
    is_leaving,
    is_recent,
    is_retiring,
    newcomers_ratio,
    quarters_below_floor,
)
from teamsim.rules.costs import on_costs
from teamsim.rules.incentives import Measured, minor, ratcheted_quota, soft_attainment
from teamsim.rules.organisation import (
    acting_capacity,
    hours_for_coaching,
    lead_factor,
    manager_factor,
    meeting_share,
    team_credit,
)
from teamsim.rules.ramp import ramp_share
from teamsim.rules.selling import (
    capacity,
    next_shock,
    saturation,
    shock_factor,
)
from teamsim.tallies import Tally


class Replication(Crediting):
    """One possible future: an organisation that lives through its months."""

    def live(self) -> Process:
        """Go through the months: the first-of-month phases, the searches that end meanwhile, the rest."""
        for month in range(self.model.n_months):
            self.move_units(month)
            self.open_month(month)
            self.change_plans(month)
            self.promote(month)
            self.regrade(month)
            self.raise_requisitions(month)
            yield self.until(DAYS_PER_MONTH * (month + 1))
            self.name_acting(month)
            self.develop(month)
            self.sell(month)
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

    def sell(self, month: int) -> None:
        """Book the month: capacity fills each unit's territory, then each person sells."""
        model, markets = self.model, self.markets(month)
        for seat, now in self.present():
            if now.capacity > 0.0:
                now.bookings = self.bookings(seat, now, markets[seat.unit], month)
            if seat.p.is_credited:
                now.quota = self.quota_of_month(seat, now, month)
        if model.company.empty_quota > 0:
            self.hand_on_quotas(month)
        if self.has_response:
            self.make_efforts(month)
        if model.company.moved_share > 0.0:
            self.move_business(markets, month)
        self.credit_own(month)
        for _, now in self.present():
            now.credited = now.own
        has_credit = model.company.has_team_credit or model.company.has_own_credit
        teams = self.teams()
        for seat, now in self.present():
            if seat.p.is_team_credited:
                cell = model.cells[seat.cell]
                n_seats = 1 if seat.p.is_fully_credited else int(cell.end_seat - cell.first_seat)
                now.credited = float(self.rule(team_credit)(teams[seat.unit], n_seats, now.active_share))
            if seat.p.is_credited:
                self.credit(now)
            self.credit_plan(seat, now, month)
            self.count(month, seat, Tally.BOOKINGS, now.bookings)
            self.count(month, seat, Tally.CREDITED, now.credited if has_credit else 0.0)
            if not seat.p.is_team_credited:
                self.count(month, seat, Tally.QUOTA, now.quota)
            if seat.p.quota_annual > 0.0:
                self.count(month, seat, Tally.RAMPED_CAPACITY, now.capacity)
        for index, p in enumerate(self.model.cells):
            quota = self.model.tiers[p.tier].quota_annual
            self.counts[month, index, Tally.RAMPED_CAPACITY] /= quota if quota > 0.0 else 1.0

    def markets(self, month: int) -> list[float]:
        """Return what each unit's territory gives: season x saturation x common shocks."""
        model, company = self.model, self.model.company
        loads = [0.0] * model.units.size
        for seat, now in self.present():
            productivity = model.seats.productivity_annual[seat.index]
            now.capacity = float(self.rule(capacity)(productivity, now.ramp, now.active_share, now.person.fte))
            now.capacity *= float(seat.p.notice_effort) if now.person.leaves_month != NEVER else 1.0
            now.capacity *= now.selling_share
            if now.person.acting_for >= 0:
                now.capacity = float(acting_capacity(now.capacity, company.acting_loss))
            loads[seat.unit] += now.capacity
        self.assemble()
        self.shift_markets(month)
        common = model.months[month].season * shock_factor(self.shocks[-1], company.company_sigma)
        values = [
            common
            * shock_factor(shock, company.unit_sigma)
            * (self.rule(saturation)(load / p.potential_annual) / p.opening_saturation)
            for load, shock, p in zip(loads, self.shocks, model.units, strict=False)
        ]
        for unit, p in enumerate(model.units):
            if company.is_led and p.head_unit >= 0:
                people, meetings = (self.heads[unit], self.reports[p.head_unit]), company.meeting_hours
                hours = self.rule(hours_for_coaching)(
                    company.coaching_hours, *people, meetings, company.meeting_coaching
                )
                lead = self.rule(lead_factor)(*people, hours, company.useful_hours, company.coaching_gain)
                lead *= self.rule(meeting_share)(self.heads[unit], meetings)
                values[unit] *= float(lead) * self.quality[unit] / p.opening_lead
        return values

    def assemble(self) -> None:
        """Count who leads and who is led, by unit: days at work in the month; and how well they lead."""
        units, sigma = self.model.units, self.model.company.manager_sigma
        at_work = {seat.index: now.active_share for seat, now in self.present()}
        self.heads, self.quality, self.reports = ([0.0] * units.size for _ in range(3))
        for unit, p in enumerate(units):  # not sum(): Python 3.12 rounds it otherwise than the compiled engine
            for head in self.seats[p.first_head : p.end_head]:
                acting = self.acting_for(head) if self.model.company.has_acting and head.holder is None else None
                seat, share = (head, 1.0) if acting is None else (acting, float(self.model.company.acting_share))
                self.heads[unit] += share * at_work.get(seat.index, 0.0)
                if sigma > 0.0 and (holder := seat.holder) is not None:
                    factor = float(self.rule(manager_factor)(holder.leadership, sigma))
                    self.quality[unit] += share * at_work[seat.index] * factor
            is_weighed = sigma > 0.0 and self.heads[unit] > 0.0
            self.quality[unit] = self.quality[unit] / self.heads[unit] if is_weighed else 1.0
        for seat, now in self.present():
            unit = int(units[seat.unit].head_unit)
            if seat.p.is_individual and unit >= 0:
                self.reports[unit] += now.active_share

    def teams(self) -> list[float]:
        """Return what each unit and those below it book: seats in order, then each unit to the one above."""
        teams = [0.0] * self.model.units.size
        for seat, now in self.present():
            teams[seat.unit] += now.bookings
        for unit in self.model.units.nth_up[:-1]:
            teams[self.model.units[unit].parent] += teams[unit]
        return teams

    def judgement(self, seat: Seat, person: Person, k: int, c: Any, month: int) -> float:
        """Return how a person's rater judges the cycle; 1 where nobody does."""
        if c.measure != Measured.SOFT:
            return 1.0
        noise = standard_normal(self.personal_luck(person, month, Purpose.ASSESSMENT, N_CRITERIA + k))
        leniency = self.rater_bias(seat.unit)
        return float(self.rule(soft_attainment)(person.talent, seat.p.talent_sigma, noise, leniency, c))

    def shift_markets(self, month: int) -> None:
        """Advance each unit's and the company's (last) common shock."""
        company = self.model.company
        own = [(int(unit.subject), company.unit_sigma, company.unit_persistence) for unit in self.model.units]
        all_of_us = (int(company.company_subject), company.company_sigma, company.company_persistence)
        for place, (subject, sigma, persistence) in enumerate([*own, all_of_us]):
            z = standard_normal(self.luck(subject, 0, month, Purpose.MARKET_SHOCK))
            kept = 0.0 if month == 0 else persistence
            self.shocks[place] = float(next_shock(self.shocks[place], kept, sigma, z))

    @staticmethod
    def credit(now: Month) -> None:
        """Credit the month's bookings and quota to the running cycles."""
        person = now.person
        for account in (person.quarter, person.year):
            account.credited += now.credited
        person.quarter.quota += now.quota
        person.year.quota += now.quota

    def collect(self, month: int) -> None:
        """Count what each cell collects, is still owed, and gives up, of this month's business and earlier."""
        p = self.model.schedule[0]
        for cell in range(self.model.cells.size):
            count = self.counts[month, cell]
            for lag in range(p.n_shares):
                booked = self.booked(cell, month - lag)
                count[Tally.COLLECTIONS] += p.paid[lag] * booked
                count[Tally.RECEIVABLES] += p.owed[lag] * booked
            count[Tally.WRITTEN_OFF] = p.lost * booked

    def booked(self, cell: int, month: int) -> float:
        """Return what a cell booked in a month, also in one before the run."""
        before = self.model.cells[cell].bookings_before
        return float(self.counts[month, cell, Tally.BOOKINGS] if month >= 0 else before[-1 - month])

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

    def leave(self, month: int) -> None:
        """Let those go who retire, are dismissed, or whose notice ends; decide resignations; at the month's end."""
        self.recent = self.count_recent(month)
        for seat, now in self.present():
            person = now.person
            if self.rule(is_retiring)(month, person.birth_month, seat.p):
                self.vacate(seat, person, month, ExitKind.RETIREMENT, Phase.LEAVE)
            elif seat.p.performance_floor > 0.0 and person.plan_until == month and self.dismisses(seat, person, month):
                self.vacate(seat, person, month, ExitKind.INVOLUNTARY, Phase.LEAVE)
            elif person.leaves_month == month:
                self.vacate(seat, person, month, ExitKind.VOLUNTARY, Phase.LEAVE)
            elif person.leaves_month == NEVER and self.wants_to_leave(seat, person, month):
                self.resign(seat, person, month)

    def count_recent(self, month: int) -> Counter[int]:
        """Count the seats that somebody left of late, by unit and tier, where that makes others leave."""
        touched = (seat for seat in self.seats if seat.p.log_peer_ratio > 0.0)
        return Counter(seat.cell for seat in touched if is_recent(seat.left_month, month, seat.p))

    def dismisses(self, seat: Seat, person: Person, month: int) -> bool:
        """Tell whether a plan that ends makes the person leave; else they start anew."""
        u = self.luck(self.seats[person.entry_seat].subject, person.occupant, month, Purpose.DISMISSAL)
        n_below, person.quarters_below, person.plan_until = person.quarters_below, 0, NEVER
        return person.leaves_month == NEVER and bool(self.rule(is_dismissed)(u, n_below, seat.p))

    def wants_to_leave(self, seat: Seat, person: Person, month: int) -> bool:
        """Tell whether a person decides to leave: the tenure law's hazard x e^z of the effects."""
        tenure = month - int(month_of(person.hire_day))
        hazard = float(self.rule(attrition_hazard)(tenure, person.attainment, seat.tier, seat.p))
        if seat.p.has_effects:
            has_head = seat.p.is_individual and self.model.units[seat.unit].head_unit >= 0
            is_led = not has_head or self.heads[seat.unit] > 0.0
            circumstances = (person.quarter_attainment, person.base_annual, month - person.grade_month, is_led)
            hazard *= exponential(self.rule(exit_effect)(*circumstances, self.recent[seat.cell], seat.p))
        hazard *= self.ratio_by_entry(person, month)
        hazard *= float(seat.p.recognised_ratio) if person.is_recognised else 1.0
        hazard *= seat.p.exit_season[self.model.months[month].calendar_month]
        u = self.luck(self.seats[person.entry_seat].subject, person.occupant, month, Purpose.EXIT)
        return bool(is_leaving(u, hazard))

    def ratio_by_entry(self, person: Person, month: int) -> float:
        """Return the hazard ratio of where a person was hired from, or of the team with which they came."""
        ratio, entry = 1.0, self.seats[person.entry_seat]
        if person.source != NO_SOURCE:
            ratio *= float(self.model.sources[person.source].exit_ratio)
        if (acquisition := self.acquisition_of(entry, person.occupant)) >= 0:
            ratio *= float(self.rule(newcomers_ratio)(month - entry.opens, self.model.acquisitions[acquisition]))
        return ratio

    def resign(self, seat: Seat, person: Person, month: int) -> None:
        """Note a resignation: the person goes at the end of the notice, or at once where there is none."""
        self.count(month, seat, Tally.RESIGNATIONS)
        if seat.p.notice_months > 0:
            person.leaves_month = month + int(seat.p.notice_months)
            self.note(Phase.LEAVE, "resigned", seat, person)
        else:
            self.vacate(seat, person, month, ExitKind.VOLUNTARY, Phase.LEAVE)

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
            for name in ("entry_seat", "occupant", "hire_day", "source", "talent", "leadership"):
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
