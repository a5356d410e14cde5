"""The event engine's recruiters: searches that wait for one of them in a real queue."""

from __future__ import annotations

from collections.abc import Mapping

import simpy

from teamsim.calendar import DAYS_PER_MONTH, NEVER, Phase
from teamsim.engines.compensation import Rule
from teamsim.engines.organisation import Organisation, Process
from teamsim.engines.people import Seat
from teamsim.model import NO_SOURCE, Model, Occupancy
from teamsim.random import Purpose, standard_normal
from teamsim.rules.hiring import (
    ANY_MONTH,
    MAX_OFFERS,
    is_backfilled,
    is_offer_accepted,
    is_offered_inside,
    log_strain,
    offer_acceptance,
    recruiter_work_days,
    start_day,
)
from teamsim.rules.organisation import is_seat_fillable
from teamsim.tallies import Tally


class RecruitingOrganisation(Organisation):
    """An organisation that hires: requisitions, recruiters, offers."""

    def __init__(
        self, model: Model, opening: Occupancy, seed: int, replication: int, replaced: Mapping[Rule, Rule]
    ) -> None:
        """Open the recruiters' queue with the searches that run at the opening."""
        super().__init__(model, opening, seed, replication, replaced)
        self.recruiters = simpy.Resource(self.clock, model.company.n_slots) if model.company.n_slots else None
        self.resume_searches(opening)

    def resume_searches(self, opening: Occupancy) -> None:
        """Continue the searches that run at the opening; the last to end hold the recruiters."""
        searched = [seat for seat in self.seats if opening.fill_day[0, seat.index] != NEVER]
        running = [seat for seat in searched if opening.search_end[0, seat.index] > 0]
        running.sort(key=lambda seat: int(opening.search_end[0, seat.index]))
        holding = {seat.index for seat in running[max(0, len(running) - self.model.company.n_slots) :]}
        for seat in searched:
            seat.raised_day = int(opening.raised_day[0, seat.index])
            seat.is_searched, seat.n_offers = True, int(opening.n_offers[0, seat.index])
            seat.log_strain = float(opening.log_strain[0, seat.index])
            end, start = int(opening.search_end[0, seat.index]), int(opening.fill_day[0, seat.index])
            self.clock.process(self.resumed_search(seat, end, start, holds_recruiter=seat.index in holding))

    def resumed_search(self, seat: Seat, end: int, start: int, *, holds_recruiter: bool) -> Process:
        """Run a search of the opening to its known end, and the wait for the start."""
        if self.recruiters is not None and holds_recruiter:
            with self.recruiters.request():
                yield self.clock.timeout(end)
        yield self.clock.timeout(start - self.clock.now)
        self.end_search(seat)

    def raise_requisitions(self, month: int) -> None:
        """Request a hire for each seat still empty, or on notice if that is the custom, in seat order."""
        n_open = sum(seat.is_searched for seat in self.seats)
        for seat in self.seats:
            if self.model.hiring.is_frozen[month, seat.cell]:
                continue
            if self.wants_somebody(seat, month) or self.will_want_somebody(seat):
                n_open += 1
                self.count(month, seat, Tally.REQUISITIONS)
                seat.is_searched, seat.raised_day, seat.n_offers = True, DAYS_PER_MONTH * month, 0
                seat.log_strain = float(self.rule(log_strain)(n_open, self.model.company.candidate_flow))
                self.note(Phase.PROMOTE, "requisition", seat)
                earliest = 0 if seat.holder is None else DAYS_PER_MONTH * (seat.holder.leaves_month + 1)
                self.clock.process(self.search(seat, seat.next_occupant, earliest))

    def will_want_somebody(self, seat: Seat) -> bool:
        """Tell whether the seat of somebody on notice will go outside, by the luck of the month when it is empty."""
        if seat.holder is None or seat.holder.leaves_month == NEVER or seat.is_searched:
            return False
        month = seat.holder.leaves_month + 1
        if not self.model.company.is_early_requisition or not is_seat_fillable(seat.opens, seat.closes, month):
            return False
        share = self.model.hiring.backfill_share[min(month, self.model.n_months - 1), seat.cell]
        u = self.luck(seat.subject, seat.next_occupant, month, Purpose.BACKFILL)
        if share < 1.0 and not self.rule(is_backfilled)(u, share):
            return False
        u = self.luck(seat.subject, seat.next_occupant, month, Purpose.INTERNAL_FIRST)
        return seat.p.from_tier < 0 or not self.rule(is_offered_inside)(u, seat.p.internal_share)

    def search(self, seat: Seat, occupant: int, earliest: int) -> Process:
        """Wait for approval, then for a recruiter, then until somebody accepts, then for the day to start."""
        if self.model.company.approval_lag_days > 0:
            yield self.clock.timeout(self.model.company.approval_lag_days)
        if self.recruiters is None:
            yield from self.recruit(seat, occupant)
        else:
            with self.recruiters.request() as recruiter:
                yield recruiter
                yield from self.recruit(seat, occupant)
        start, start_months = max(int(self.clock.now), earliest), self.model.company.start_months
        if start_months != ANY_MONTH:
            start = int(self.rule(start_day)(start, self.model.months[0].calendar_month, start_months))
        if self.clock.now < start:
            yield self.clock.timeout(start - self.clock.now)
        self.end_search(seat, occupant)

    def recruit(self, seat: Seat, occupant: int) -> Process:
        """Work until somebody accepts an offer; the recruiter stays with the search."""
        company, p = self.model.company, seat.p
        log_median, source = (
            p.log_median_days + company.flow_work * seat.log_strain,
            self.entrant_source(seat, occupant),
        )
        log_median += float(p.log_source_work[source]) if source != NO_SOURCE else 0.0
        chance = self.rule(offer_acceptance)(p.offer_log_odds - company.flow_acceptance * seat.log_strain)
        for attempt in range(MAX_OFFERS):
            z = standard_normal(self.luck(seat.subject, occupant, 0, Purpose.RECRUITER_WORK, attempt))
            days = self.rule(recruiter_work_days)(log_median, p.work_sigma, z, company.start_step_days)
            yield self.clock.timeout(int(days))
            seat.n_offers = attempt + 1
            if is_offer_accepted(self.luck(seat.subject, occupant, 0, Purpose.OFFER, attempt), chance, attempt):
                return
            self.note(Phase.START, "offer declined", seat)

    def end_search(self, seat: Seat, occupant: int | None = None) -> None:
        """Let the hire start today, unless the seat was closed meanwhile (the search still ran to its end)."""
        if seat.is_searched and occupant in (None, seat.next_occupant):
            self.join(seat, int(self.clock.now))
