"""The event engine's answers to plans: effort of the month, and business moved at the end of a cycle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from teamsim.calendar import NEVER
from teamsim.engines.people import Month, Person, Seat
from teamsim.engines.recognition import Recognition
from teamsim.rules.incentives import closing_payout
from teamsim.rules.response import (
    centred_effort,
    effort_in,
    evened,
    grid_place,
    is_of_type,
    own_pace,
    pace_place,
    per_quota,
    pulled_share,
    rate_ahead,
)
from teamsim.rules.selling import expected_bookings
from teamsim.tallies import Tally


class Responding(Recognition):
    """An organisation whose people may answer their plans."""

    @property
    def has_response(self) -> bool:
        """Whether effort or timing is on."""
        return bool(self.model.company.has_effort or self.model.company.moved_share > 0.0)

    def kind_of(self, person: Person) -> int:
        """Return a person's preference type."""
        preferences = self.model.preferences
        return next(kind for kind in range(preferences.size) if is_of_type(person.preference, preferences[kind]))

    def talent_of(self, seat: Seat, person: Person) -> float:
        """Return a person's talent against the mean of the opening."""
        return float(person.talent * (1.0 / seat.p.mean_talent))

    def effort(self, seat: Seat, now: Month, month: int) -> float:
        """Return a person's effort of the month; 1 where nothing depends on what the person sells."""
        index, person, calendar = self.run_of(seat, month), now.person, self.model.months[month]
        first = -1 if index < 0 else int(self.model.runs[index].first_policy)
        if first < 0:
            return 1.0
        p = self.model.policies[first]
        (outer, total), (inner, part) = (list(self.lines(seat, person, month))[k] for k in (p.outer, p.inner))
        to_outer, to_inner = (int(calendar.cycle_end[cycle]) - month for cycle in (p.outer_cycle, p.inner_cycle))
        month_of_cycle = int(p.n_months) - 1 - to_outer
        whole, whole_inner = (float(calendar.weight_of_cycle[cycle]) for cycle in (p.outer_cycle, p.inner_cycle))
        ahead, ahead_inner = (float(calendar.weight_to_cycle_end[cycle]) for cycle in (p.outer_cycle, p.inner_cycle))
        passed = whole - ahead - (whole_inner - ahead_inner)
        n_before = month_of_cycle - (float(p.inner_months) - 1.0 - to_inner)
        by_before = evened(passed / whole, n_before / int(p.n_months))
        by_within = evened(whole_inner / whole, float(p.inner_months) / int(p.n_months))
        rest = 0.0 if outer.is_to_date else ahead / 12.0
        quota = total.quota * (1.0 / float(outer.quota_factor)) + rest * person.quota_annual * person.fte
        inverse, per_inner = per_quota(quota), 1.0 / float(inner.credit_factor)
        productivity, years = float(self.model.seats.productivity_annual[seat.index]), p.n_months / 12.0 / p.centre
        pace = own_pace(productivity, person.fte, self.talent_of(seat, person), inverse, years)
        within = grid_place(part.credited * (per_inner * by_within) * inverse, p.per_within, p.n_within)
        before = (total.credited * (1.0 / float(outer.credit_factor)) - part.credited * per_inner) * by_before
        earlier = grid_place(before * inverse, p.per_before, p.n_before)
        size = int(p.n_paces) * int(p.n_before) * int(p.n_within)
        table = int(p.first) + size * (month_of_cycle + self.kind_of(person) * int(p.n_months))
        found = effort_in(self.model.efforts, table, p, pace_place(pace, p), earlier, within)
        return float(centred_effort(found, inverse, float(p.centre)))

    def make_efforts(self, month: int) -> None:
        """Let effort act on what people book; measure what effort one would have brought."""
        for seat, now in self.present():
            now.effort = self.effort(seat, now, month) if self.model.company.has_effort else 1.0
            self.count(month, seat, Tally.AT_EFFORT_ONE, now.bookings)
            now.bookings *= now.effort
            self.count(month, seat, Tally.BEFORE_TIMING, now.bookings)

    def move_business(self, markets: Sequence[float], month: int) -> None:
        """Sign what was held back, give up what was signed before; at the end of cycles move business."""
        for seat, now in self.present():
            if not seat.p.is_selling:
                continue
            signed = now.bookings + now.person.moved_on
            now.bookings, now.person.moved_on = max(signed, 0.0), min(signed, 0.0)
            plan = self.plan(seat, month)
            if any(c.is_on_own_sales and self.ends_in(c, month) for c in plan):
                self.move_persons(seat, now, markets[seat.unit], month)

    def move_persons(self, seat: Seat, now: Month, market: float, month: int) -> None:
        """Let a person pull business in or push it out, where that pays; nobody does who owes some or is on notice."""
        person, company = now.person, self.model.company
        is_free = person.moved_on >= 0.0 and person.leaves_month == NEVER
        is_free &= float(self.model.months[month].season) > 0.0  # else there is no usual to read the next month from
        if now.bookings <= 0.0 or person.quota_annual <= 0.0 or not is_free:
            return
        share, price, talent = company.moved_share, company.moved_price, self.talent_of(seat, person)
        season = float(self.model.months[month + 1].season / self.model.months[month].season)
        usual = float(self.rule(expected_bookings)(now.capacity, talent, market)) * now.effort * season
        productivity = float(self.model.seats.productivity_annual[seat.index])
        pace, later = productivity * talent / person.quota_annual, 0.0
        for c in self.plan(seat, month):
            later += float(rate_ahead(pace, c)) if c.is_on_own_sales else 0.0
        later *= float(self.model.preferences[self.kind_of(person)].later)
        gain = self.marginal_now(seat, now, month, usual * share * (1.0 - price), pace)
        pulled, pushed = max(float(pulled_share(gain, later, price, share)), 0.0) * usual, 0.0
        if pulled == 0.0:
            loss = self.marginal_now(seat, now, month, -now.bookings * share, pace)
            pushed = max(-float(pulled_share(loss, later, price, share)), 0.0) * now.bookings
        now.moved = pulled - pushed
        now.bookings = now.bookings + pulled * (1.0 - price) - pushed
        person.moved_on = pushed * (1.0 - price) - pulled
        self.count(month, seat, Tally.PULLED_IN, pulled)
        self.count(month, seat, Tally.PUSHED_OUT, pushed)
        self.count(month, seat, Tally.DISCOUNT, (pulled + pushed) * price)

    def marginal_now(self, seat: Seat, now: Month, month: int, amount: float, pace: float) -> float:
        """Return what an amount signed now, on top of the month's bookings, changes pay by, for each unit of it."""
        total = 0.0
        for c, account in self.lines(seat, now.person, month):
            if not c.is_on_own_sales:
                continue
            if self.ends_in(c, month):
                credited = account.credited + now.bookings * float(c.credit_factor)
                quota = account.quota + (0.0 if c.is_to_date else now.quota * float(c.quota_factor))
                total += self.marginal_rate(credited, quota, amount, c)
            else:
                total += float(rate_ahead(pace, c))
        return total

    def marginal_rate(self, credited: float, quota: float, amount: float, c: Any) -> float:
        """Return what an amount booked on top changes the pay of a cycle by; by the scenario's own rules."""
        if amount == 0.0:
            return 0.0
        more = closing_payout(self.rule, c, credited + float(c.credit_factor) * amount, quota, 1.0)
        return float((more - closing_payout(self.rule, c, credited, quota, 1.0)) / amount)
