"""The event engine's exits: who retires, is dismissed, resigns, or whose notice ends."""

from __future__ import annotations

from collections import Counter

from teamsim.calendar import (
    NEVER,
    Phase,
    month_of,
)
from teamsim.engines.people import Person, Seat
from teamsim.engines.selling import Selling
from teamsim.model import NO_SOURCE
from teamsim.numeric import exponential
from teamsim.random import Purpose, standard_normal
from teamsim.rules.attrition import (
    ExitKind,
    attrition_hazard,
    ends_probation,
    exit_effect,
    has_failed,
    is_dismissed,
    is_leaving,
    is_recent,
    is_retiring,
    newcomers_ratio,
)
from teamsim.tallies import Tally


class Leaving(Selling):
    """An organisation that people leave."""

    def leave(self, month: int) -> None:
        """Let those go at the month's end who retire, fail, are dismissed or whose notice ends; decide resignations."""
        self.recent = self.count_recent(month)
        for seat, now in self.present():
            person = now.person
            if self.rule(is_retiring)(month, person.birth_month, seat.p):
                self.vacate(seat, person, month, ExitKind.RETIREMENT, Phase.LEAVE)
            elif seat.p.probation_months > 0 and self.fails_probation(seat, person, month):
                self.vacate(seat, person, month, ExitKind.PROBATION, Phase.LEAVE)
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

    def fails_probation(self, seat: Seat, person: Person, month: int) -> bool:
        """Tell whether a person's probation ends with the month, and they do not pass."""
        is_due = self.rule(ends_probation)(month, int(month_of(person.hire_day)), seat.p)
        if person.leaves_month != NEVER or not is_due:
            return False
        noise = standard_normal(self.personal_luck(person, 0, Purpose.PROBATION))
        return bool(self.rule(has_failed)(person.talent, noise, seat.p))

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
            leadership = self.leaders[seat.unit] if seat.p.is_individual and seat.p.log_manager_ratio < 0.0 else 0.0
            in_grade = month - person.grade_month
            circumstances = (person.quarter_attainment, person.base_annual, in_grade, is_led, leadership)
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
