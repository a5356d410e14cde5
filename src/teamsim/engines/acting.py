"""The event engine's acting heads: while a head's seat is empty, somebody below does a share of the work."""

from __future__ import annotations

from teamsim.calendar import DAYS_PER_MONTH, NEVER, Phase
from teamsim.engines.people import Month, Person, Seat
from teamsim.engines.recognition import Recognition
from teamsim.rules.incentives import minor
from teamsim.rules.organisation import acting_pay, is_seat_fillable, may_act
from teamsim.rules.promotion import promotion_key
from teamsim.tallies import Tally


class Acting(Recognition):
    """An organisation in which people act for heads who are not there."""

    def name_acting(self, month: int) -> None:
        """Let the best of those below act for each head's seat that has been empty for long enough, in seat order."""
        company = self.model.company
        if not company.has_acting:
            return
        self.stop_acting(month)
        for unit, p in enumerate(self.model.units):
            for head in self.seats[p.first_head : p.end_head] if p.head_unit == unit else ():
                if not self.is_head_missing(head, month):
                    head.months_vacant = 0
                    continue
                if self.acting_for(head) is None and head.months_vacant >= company.acting_after:
                    self.name_best(unit, head, month)
                if (seat := self.acting_for(head)) is not None:
                    self.count(month, seat, Tally.ACTING)
                head.months_vacant += 1

    def is_head_missing(self, head: Seat, month: int) -> bool:
        """Tell whether a head's seat is in the budget and nobody holds it, nor came in the month."""
        return bool(is_seat_fillable(head.opens, head.closes, month)) and self.held_face(head) is None

    def stop_acting(self, month: int) -> None:
        """End the acting of people whose head is there, or whose seat is closed, or who have resigned."""
        for seat in self.seats:
            person = seat.holder
            if person is None or person.acting_for < 0:
                continue
            head = self.seats[person.acting_for]
            if person.leaves_month != NEVER or not self.is_head_missing(head, month):
                person.acting_for = -1
                self.note(Phase.DEVELOP, "acts no more", head, person, DAYS_PER_MONTH * month, from_seat=seat.index)

    def acting_for(self, head: Seat) -> Seat | None:
        """Return the seat of the person who acts for a head, if somebody does."""
        seats = (seat for seat in self.seats if seat.holder is not None and seat.holder.acting_for == head.index)
        return next(seats, None)

    def name_best(self, unit: int, head: Seat, month: int) -> None:
        """Name who acts: the first of those who may, in the order in which people are promoted to the tier."""
        if head.p.from_tier < 0:
            return
        below = self.model.tiers[head.p.from_tier]
        scores = self.scores_for(head.p, month)
        able = [
            (int(self.rule(promotion_key)(head.p.choice, person.hire_day, scores[seat.index])), -seat.index, person)
            for seat in self.seats[below.first_seat : below.end_seat]
            if self.lies_within(seat, unit) and (person := seat.holder) is not None and self.is_able(person, month)
        ]
        if able:
            *_, place, person = max(able, key=lambda entry: entry[:2])
            person.acting_for = head.index
            self.note(Phase.DEVELOP, "acts", head, person, DAYS_PER_MONTH * month, from_seat=-place)

    def is_able(self, person: Person, month: int) -> bool:
        """Tell whether a person may act: at work, not on notice, long enough in grade, not acting already."""
        is_there = person.leaves_month == NEVER and month >= person.leave_until
        least = self.model.company.acting_months_in_grade
        return person.acting_for < 0 and bool(self.rule(may_act)(is_there, month, person.grade_month, least))

    def pay_acting(self, seat: Seat, now: Month, month: int) -> None:
        """Add the allowance of a person who acts to the fixed pay."""
        company = self.model.company
        if now.person.acting_for >= 0 and company.acting_allowance > 0.0:
            due = acting_pay(now.base / company.minor_units, company.acting_allowance)
            allowance = int(minor(due, company.minor_units))
            now.base += allowance
            self.count(month, seat, Tally.ACTING_PAY, allowance)
