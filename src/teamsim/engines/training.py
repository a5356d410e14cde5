"""The event engine's courses: places in a class for which people wait in a real queue; and what doing teaches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import simpy

from teamsim.calendar import NEVER, Phase, month_of
from teamsim.engines.careers import Careers
from teamsim.engines.compensation import Rule
from teamsim.engines.people import Month, Person, Seat
from teamsim.model import NOT_WAITING, Model, Occupancy
from teamsim.rules.development import (
    Way,
    coached_share,
    courses_kept,
    developed_talent,
    selling_share,
    ticket,
    wants_course,
)
from teamsim.rules.incentives import minor
from teamsim.rules.organisation import hours_for_coaching
from teamsim.tallies import Tally


class Training(Careers):
    """An organisation whose people take courses."""

    def __init__(
        self, model: Model, opening: Occupancy, seed: int, replication: int, replaced: Mapping[Rule, Rule]
    ) -> None:
        """Open a classroom for each programme."""
        super().__init__(model, opening, seed, replication, replaced)
        self.classrooms = [simpy.Resource(self.clock, int(p.places)) for p in model.programmes]
        self.seated: list[list[simpy.resources.resource.Request]] = [[] for _ in model.programmes]
        self.advance()

    def advance(self) -> None:
        """Set everybody's talent, leadership and months of ramp gained by the courses taken so far."""
        for seat in self.seats if self.model.accounts.aptitudes else ():
            if (person := seat.holder) is None:
                continue
            log_talent, leadership, months = 0.0, 0.0, -person.ramp_lost
            for p, courses, last in zip(self.model.programmes, person.courses, person.last_course, strict=True):
                log_talent += p.talent_gain * courses
                leadership += p.leadership_gain * courses
                months += p.ramp_months if last != NEVER else 0.0
            person.talent = float(developed_talent(person.innate_talent, log_talent))
            person.leadership = float(person.innate_leadership + leadership)
            person.ramp_gained = float(months)

    def train(self, month: int) -> None:
        """Give out the places of each programme; who takes one sells less this month."""
        days = {seat.index: 0.0 for seat in self.seats}
        for k, p in enumerate(self.model.programmes):
            for index in self.course(k, p, month) if p.way == Way.COURSE else ():
                days[index] += float(p.days_lost)
        for seat, now in self.present():
            now.selling_share = float(self.rule(selling_share)(days[seat.index]))

    def course(self, k: int, p: Any, month: int) -> list[int]:
        """Let people ask for a place, those who asked first before others; return who takes the course."""
        asking = sorted((self.ask(k, p, seat, month), seat.index) for seat in self.seats if seat.holder is not None)
        waiting = [index for number, index in asking if number != NOT_WAITING]
        room = self.classrooms[k]
        for request in self.seated[k]:
            room.release(request)
        requests = {index: room.request() for index in waiting}
        self.seated[k] = [request for request in requests.values() if request.triggered]
        taken = [index for index in waiting if requests[index].triggered]
        for request in requests.values():
            request.cancel()  # who has no place asks again next month, with the same ticket
        for seat in self.seats:
            if seat.holder is not None:
                self.attend(k, p, seat, seat.holder, month, is_taken=seat.index in taken)
        return taken

    def ask(self, k: int, p: Any, seat: Seat, month: int) -> int:
        """Return the ticket of a seat's holder; NOT_WAITING where no course is due."""
        person = seat.holder
        assert person is not None
        is_there = month >= person.leave_until and person.leaves_month == NEVER
        is_meant = is_there and p.is_offered and self.model.attends[k, seat.tier]
        hired = int(month_of(person.hire_day))
        if not is_meant or not wants_course(month, hired, person.last_course[k], p):
            person.tickets[k] = NOT_WAITING
        elif person.tickets[k] == NOT_WAITING:
            person.tickets[k] = int(ticket(month, seat.index))
        return person.tickets[k]

    def attend(self, k: int, p: Any, seat: Seat, person: Person, month: int, *, is_taken: bool) -> None:
        """Let a person take the course, or wait, or neither; what is kept of earlier ones fades."""
        person.courses[k] = float(courses_kept(person.courses[k], float(is_taken), p))
        if is_taken:
            person.tickets[k], person.last_course[k] = NOT_WAITING, month
            self.count(month, seat, Tally.TRAINED)
            self.count(month, seat, Tally.TRAINING_DAYS, float(p.days_lost))
            self.count(month, seat, Tally.PROGRAMME_COST, int(minor(p.cost, self.model.company.minor_units)))
            self.note(Phase.DEVELOP, "on a course", seat, person)
        elif person.tickets[k] != NOT_WAITING:
            self.count(month, seat, Tally.WAITING_TO_TRAIN)

    def learn_by_doing(self, month: int) -> None:
        """Let people learn by acting, by coaching and by a move; what is kept of earlier months fades."""
        for k, p in enumerate(self.model.programmes):
            for seat, now in self.present() if p.way != Way.COURSE else ():
                is_meant = p.is_offered and self.model.attends[k, seat.tier]
                learnt = self.learnt_by(k, p, seat, now, month) if is_meant else 0.0
                now.person.courses[k] = float(courses_kept(now.person.courses[k], learnt, p))

    def learnt_by(self, k: int, p: Any, seat: Seat, now: Month, month: int) -> float:
        """Return what a month's doing teaches a person, in courses."""
        company, head_unit = self.model.company, int(self.model.units[seat.unit].head_unit)
        if p.way == Way.ACTING:
            return float(now.person.acting_for >= 0)
        if p.way == Way.TRANSFERRED:
            return float(now.person.last_course[k] == month)
        if head_unit < 0 or not seat.p.is_individual:
            return 0.0
        people, meetings = (self.heads[seat.unit], self.reports[head_unit]), company.meeting_hours
        hours = self.rule(hours_for_coaching)(company.coaching_hours, *people, meetings, company.meeting_coaching)
        return float(self.rule(coached_share)(*people, hours, company.useful_hours) * now.active_share)
