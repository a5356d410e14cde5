"""The event engine's recognition: the best of a quarter are honoured, and think less of leaving."""

from __future__ import annotations

import math

from teamsim.calendar import Cycle, Phase
from teamsim.engines.people import Person, Seat
from teamsim.engines.training import Training
from teamsim.rules.attrition import n_recognised, recognised_seat, recognition_entry
from teamsim.rules.incentives import minor
from teamsim.tallies import Tally


class Recognition(Training):
    """An organisation that honours its best."""

    def recognise(self, month: int) -> None:
        """Recognise the best of each tier by the attainment of the quarter that ends, until the next one does."""
        if self.model.months[month].cycle_end[Cycle.QUARTER] != month:
            return
        for tier in self.model.tiers:
            seats = self.seats[tier.first_seat : tier.end_seat] if tier.top_share > 0.0 else []
            people = {seat.index: seat.holder for seat in seats if seat.holder is not None}
            ranking = []
            for index, person in people.items():
                person.is_recognised = False
                if not math.isnan(person.quarter_attainment):
                    ranking.append(int(self.rule(recognition_entry)(person.quarter_attainment, index)))
            for entry in sorted(ranking)[: int(n_recognised(len(ranking), tier.top_share))]:
                index = int(recognised_seat(entry))
                self.honour(self.seats[index], people[index], month)

    def honour(self, seat: Seat, person: Person, month: int) -> None:
        """Recognise somebody."""
        person.is_recognised = True
        self.count(month, seat, Tally.AWARDS)
        cost = int(minor(seat.p.award_cost, self.model.company.minor_units))
        self.count(month, seat, Tally.RECOGNITION_COST, cost)
        self.note(Phase.REVIEW, "recognised", seat, person)
