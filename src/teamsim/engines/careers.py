"""The event engine's careers: who moves to an empty seat elsewhere or above, and whose seat is regraded."""

from __future__ import annotations

from typing import Any

from teamsim.calendar import DAYS_PER_MONTH, MONTHS_PER_YEAR, NEVER, Cycle, Phase, month_of
from teamsim.engines.people import Ledger, Person, Seat
from teamsim.engines.recruiting import RecruitingOrganisation
from teamsim.random import Purpose, standard_normal
from teamsim.rules.development import Way, months_lost
from teamsim.rules.hiring import Vacancy, is_offered_inside
from teamsim.rules.promotion import (
    Choice,
    Criterion,
    assessed_score,
    is_ready,
    is_refused,
    may_transfer,
    promotion_key,
    standardised,
    tier_after_move,
)
from teamsim.tallies import Tally


class Careers(RecruitingOrganisation):
    """An organisation whose people move between tiers."""

    def promote(self, month: int) -> None:
        """Fill empty seats from peers elsewhere, then from ready people below, highest tier first, in seat order."""
        for tier in reversed(self.model.tiers):
            self.transfer(tier, month)
            scores: dict[int, float] = {}
            refused: set[int] = set()
            for seat in self.seats[tier.first_seat : tier.end_seat] if tier.from_tier >= 0 else ():
                if not self.wants_somebody(seat, month):
                    continue
                u = self.luck(seat.subject, seat.next_occupant, month, Purpose.INTERNAL_FIRST)
                if self.rule(is_offered_inside)(u, tier.internal_share):
                    scores = scores or self.scores_for(tier, month)
                    for *_, source in sorted(self.ready_for(seat, scores, month), reverse=True):
                        if not self.refuses(source, tier, month, refused):
                            self.move(source, seat, month)
                            break

    def refuses(self, source: Seat, tier: Any, month: int, refused: set[int]) -> bool:
        """Tell whether somebody who is asked declines; each is counted once for a tier and month."""
        assert source.holder is not None
        u = self.personal_luck(source.holder, month, Purpose.REFUSAL)
        if tier.refusal == 0.0 or not self.rule(is_refused)(u, tier.refusal):
            return False
        if source.index not in refused:
            refused.add(source.index)
            self.count(month, source, Tally.PROMOTIONS_REFUSED)
            self.note(Phase.PROMOTE, "declined a promotion", source, source.holder)
        return True

    def scores_for(self, tier: Any, month: int) -> dict[int, float]:
        """Return by what the people of the tier below are compared, by seat; who acts for the tier has a bonus."""
        scores, bonus = self.plain_scores_for(tier, month), self.model.company.acting_bonus
        for index in scores if bonus > 0.0 else ():
            holder = self.seats[index].holder
            if holder is not None and tier.first_seat <= holder.acting_for < tier.end_seat:
                scores[index] += bonus
        return scores

    def plain_scores_for(self, tier: Any, month: int) -> dict[int, float]:
        """Return by what the people of the tier below are compared, by seat: those who came before the month."""
        below = self.model.tiers[tier.from_tier]
        people = {
            seat.index: seat.holder
            for seat in self.seats[below.first_seat : below.end_seat]
            if seat.holder is not None and seat.holder.grade_month < month
        }
        if tier.choice == Choice.SCORE:
            return self.weighted_scores(people, tier, month)
        if tier.choice == Choice.RANDOM:
            return {seat: self.personal_luck(person, month, Purpose.RANDOM_CHOICE) for seat, person in people.items()}
        return {seat: person.attainment for seat, person in people.items()}

    def weighted_scores(self, people: dict[int, Person], tier: Any, month: int) -> dict[int, float]:
        """Add up the standardised criteria of people, as assessed, by seat, by their weights."""
        year = max(0, int(self.model.months[month].cycle_end[Cycle.YEAR]) - MONTHS_PER_YEAR + 1)
        scores = dict.fromkeys(people, 0.0)
        for criterion in Criterion:
            weight = float(tier.weights[criterion])
            if weight <= 0.0:
                continue
            values = {seat: person.value_of(criterion, month) for seat, person in people.items()}
            total, squares = 0.0, 0.0
            for value in values.values():
                total, squares = total + value, squares + value * value
            for seat, value in values.items():
                score, reliability = standardised(value, total, squares, len(values)), tier.reliability[criterion]
                if reliability < 1.0:
                    u = self.personal_luck(people[seat], year, Purpose.ASSESSMENT, criterion)
                    score = self.rule(assessed_score)(score, reliability, standard_normal(u))
                scores[seat] += weight * float(score)
        return {seat: score + self.rater_bias(self.seats[seat].unit) for seat, score in scores.items()}

    def rater_bias(self, unit: int) -> float:
        """Return how lenient a unit's raters are."""
        u = self.luck(int(self.model.units[unit].subject), 0, 0, Purpose.ASSESSMENT)
        return float(self.model.company.rater_bias_sigma * standard_normal(u))

    def personal_luck(self, person: Person, month: int, purpose: Purpose, attempt: int = 0) -> float:
        """Return the uniform number at a person's address."""
        return self.luck(self.seats[person.entry_seat].subject, person.occupant, month, purpose, attempt)

    def ready_for(self, seat: Seat, scores: dict[int, float], month: int) -> list[tuple[int, int, Seat]]:
        """Return the ready people of the seat's scope as (key, -seat number, their seat)."""
        scope = 0 if seat.p.is_company_wide else seat.unit
        below_tier = self.model.tiers[seat.p.from_tier]
        return [
            (
                int(self.rule(promotion_key)(seat.p.choice, holder.hire_day, scores[below.index])),
                -below.index,
                below,
            )
            for below in self.seats[below_tier.first_seat : below_tier.end_seat]
            if self.lies_within(below, scope)
            and (holder := below.holder) is not None
            and holder.leaves_month == NEVER
            and self.rule(is_ready)(month, holder.grade_month, seat.p.min_months_in_grade)
        ]

    def transfer(self, tier: Any, month: int) -> None:
        """Offer the empty seats of a tier to its people in other units; those whom they leave wait for others."""
        seats = self.seats[tier.first_seat : tier.end_seat] if tier.transfer_share > 0.0 else []
        for target in [seat for seat in seats if self.is_offered_to_peers(seat, month)]:
            peers = [
                (self.peer_key(holder, tier), -seat.index, seat)
                for seat in seats
                if (holder := seat.holder) is not None and self.may_come(seat, holder, target, month)
            ]
            if peers:
                source = max(peers, key=lambda peer: peer[:2])[-1]
                self.settle_in(target, self.relocate(source, target, month, "transferred"), month)

    def is_offered_to_peers(self, seat: Seat, month: int) -> bool:
        """Tell whether an empty seat is offered to people of the tier in other units."""
        if not self.wants_somebody(seat, month):
            return False
        u = self.luck(seat.subject, seat.next_occupant, month, Purpose.TRANSFER)
        return bool(self.rule(is_offered_inside)(u, seat.p.transfer_share))

    def may_come(self, seat: Seat, holder: Person, target: Seat, month: int) -> bool:
        """Tell whether somebody in another unit may move to an empty seat."""
        scope = 0 if target.p.is_transfer_wide else max(int(self.model.units[target.unit].parent), 0)
        is_elsewhere = seat.unit != target.unit and holder.leaves_month == NEVER
        seated = int(month_of(holder.seated_from))
        is_long_there = self.rule(may_transfer)(month, seated, target.p.transfer_months)
        return bool(is_elsewhere and is_long_there and self.lies_within(seat, scope))

    def peer_key(self, person: Person, tier: Any) -> int:
        """Return the whole number by which people are compared: time in the seat, or results."""
        return int(self.rule(promotion_key)(tier.transfer_choice, person.seated_from, person.attainment))

    def settle_in(self, seat: Seat, person: Person, month: int) -> None:
        """Put the ramp clock of who has moved back, and note what the move teaches."""
        clock = (DAYS_PER_MONTH * month - person.hire_day) / DAYS_PER_MONTH + person.ramp_gained
        person.ramp_lost += float(self.rule(months_lost)(clock, seat.p.transfer_ramp))
        for k, p in enumerate(self.model.programmes):
            if p.way == Way.TRANSFERRED and p.is_offered and self.model.attends[k, seat.tier]:
                person.last_course[k] = month

    def move_seats(self, month: int) -> None:
        """Let people go along where their seats move to another unit, in whatever tier their seat is by now."""
        seats = self.model.seats
        for target in (self.seats[index] for index in seats.moved if self.seats[index].opens == month):
            here = self.held_face(self.seats[seats.follows[target.index]])
            if here is None or here.holder is None:
                continue
            there = self.seats[seats.faces[target.index, here.tier]]
            self.count(month, target, Tally.SEATS, -1)
            self.count(month, there, Tally.SEATS)
            self.count(month, here, Tally.SEATS, -int(here.index == seats.home[here.index]))
            self.relocate(here, there, month, "moved with the seat")

    def relocate(self, source: Seat, target: Seat, month: int, what: str) -> Person:
        """Move a person to a seat of the same tier: results of the year go along."""
        person = source.holder
        assert person is not None
        self.count(month, source, Tally.TRANSFERS_OUT)
        self.count(month, target, Tally.TRANSFERS_IN)
        self.take_along(source, target, month)
        self.restart_accounts(target, person, month)
        self.note(Phase.PROMOTE, what, target, person, from_seat=source.index)
        return person

    def move(self, source: Seat, target: Seat, month: int, what: str = "promoted") -> None:
        """Move a person to a seat of another tier on the first of the month; results start anew."""
        person = source.holder
        assert person is not None
        self.count(month, source, Tally.PROMOTIONS_OUT)
        self.count(month, target, Tally.PROMOTIONS_IN)
        self.take_along(source, target, month)
        person.grade_month = month
        person.base_annual = max(person.base_annual, float(target.p.base_annual))
        self.restart_results(target, person, month)
        self.note(Phase.PROMOTE, what, target, person, from_seat=source.index)

    def take_along(self, source: Seat, target: Seat, month: int) -> None:
        """Let a person take another seat with all that is theirs; cycles of the plan are settled."""
        person = source.holder
        assert person is not None
        ledger = self.ledgers.pop(source.index, Ledger())
        ledger.add(self.settle(source, person, month))
        self.ledgers[target.index] = ledger
        person.invoices = {}
        person.came_from, person.acting_for = source.index, -1
        person.moved_on = person.moved_on if target.p.is_selling else 0.0
        source.holder, source.vacancy, target.holder = None, Vacancy.NEW, person
        person.seated_from = DAYS_PER_MONTH * month
        person.quota_annual = self.quota_of(target)
        self.move_budget(source, target, month)

    def move_budget(self, source: Seat, target: Seat, month: int) -> None:
        """Let the budget follow a seat that is regraded; one that its holder leaves for another seat opens at home."""
        home = self.seats[self.model.seats.home[source.index]]
        is_regraded = home.index == self.model.seats.home[target.index]
        if is_regraded or home is not source:
            self.count(month, source, Tally.SEATS, -1)
            into = target if is_regraded else home
            self.count(month, into, Tally.SEATS, self.is_open(into, month))

    def regrade(self, month: int) -> None:
        """Regrade seats with their holders by the matrix of moves; who is new in the tier stays."""
        if not self.model.months[month].is_move_month:
            return
        for seat in self.seats:
            person = seat.holder
            if person is None or person.grade_month >= month or person.leaves_month != NEVER:
                continue
            u = self.personal_luck(person, month, Purpose.MOVE)
            tier = int(self.rule(tier_after_move)(u, seat.tier, self.model.moves))
            if tier >= 0:
                self.move(seat, self.seats[self.model.seats.faces[seat.index, tier]], month, "regraded")
