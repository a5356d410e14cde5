"""The event engine's selling: what markets give, what each person books, the cash that comes in."""

from __future__ import annotations

from teamsim.calendar import (
    NEVER,
)
from teamsim.engines.crediting import Crediting
from teamsim.engines.people import Month
from teamsim.random import Purpose, standard_normal
from teamsim.rules.organisation import (
    acting_capacity,
    hours_for_coaching,
    lead_factor,
    manager_factor,
    meeting_share,
    team_credit,
)
from teamsim.rules.selling import (
    capacity,
    next_shock,
    saturation,
    shock_factor,
)
from teamsim.tallies import Tally


class Selling(Crediting):
    """An organisation whose people sell."""

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
        teams = self.teams()
        for seat, now in self.present():
            if seat.p.is_team_credited:
                cell = model.cells[seat.cell]
                n_seats = 1 if seat.p.is_fully_credited else int(cell.end_seat - cell.first_seat)
                now.credited = float(self.rule(team_credit)(teams[seat.unit], n_seats, now.active_share))
            if seat.p.is_credited:
                self.credit(now)
            self.credit_plan(seat, now, month)
            if not seat.p.is_team_credited:
                self.count(month, seat, Tally.QUOTA, now.quota)
        self.count_business(month)

    def count_business(self, month: int) -> None:
        """Count what the people of each cell could bring, what they book and are credited with."""
        company = self.model.company
        for cell, p in enumerate(self.model.cells):
            count, tier = self.counts[month, cell], self.model.tiers[p.tier]
            count[Tally.BOOKINGS] = self.added(cell, lambda now: now.bookings)
            if company.has_team_credit or company.has_own_credit:
                count[Tally.CREDITED] = self.added(cell, lambda now: now.credited)
            if tier.quota_annual > 0.0:
                count[Tally.RAMPED_CAPACITY] = self.added(cell, lambda now: now.capacity) / tier.quota_annual

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
        for cell, at in enumerate(model.cells):
            loads[at.unit] += self.added(cell, lambda now: now.capacity)
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
        self.heads, self.quality, self.leaders, self.reports = ([0.0] * units.size for _ in range(4))
        for unit, p in enumerate(units):  # not sum(): Python 3.12 rounds it otherwise than the compiled engine
            for head in self.seats[p.first_head : p.end_head]:
                acting = self.acting_for(head) if self.model.company.has_acting and head.holder is None else None
                seat, share = (head, 1.0) if acting is None else (acting, float(self.model.company.acting_share))
                self.heads[unit] += share * at_work.get(seat.index, 0.0)
                if (holder := seat.holder) is not None:
                    weight = share * at_work[seat.index]
                    self.leaders[unit] += weight * holder.leadership
                    if sigma > 0.0:
                        self.quality[unit] += weight * float(self.rule(manager_factor)(holder.leadership, sigma))
            self.leaders[unit] = self.leaders[unit] / self.heads[unit] if self.heads[unit] > 0.0 else 0.0
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
