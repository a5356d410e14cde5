"""The event engine's organisation: seats, people, promotions, exits."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterator, Mapping
from typing import Any

import numpy as np
import simpy

from teamsim.calendar import (
    CYCLE_MONTHS,
    DAYS_PER_MONTH,
    NEVER,
    Phase,
    month_of,
    seated_share,
)
from teamsim.engines.people import Account, Event, Month, Person, Seat
from teamsim.measures import N_TALLIES, Tally
from teamsim.model import Floats, Model, Occupancy, Panel, empty_panel
from teamsim.numeric import exponential
from teamsim.random import Purpose, standard_normal, uniform
from teamsim.rules.attrition import ExitKind, age_at_entry, is_regretted
from teamsim.rules.hiring import (
    Vacancy,
    is_backfilled,
    is_offered_inside,
)
from teamsim.rules.incentives import bonus_payout, cycle_quota, minor
from teamsim.rules.organisation import is_seat_fillable, is_seat_open
from teamsim.rules.promotion import is_ready, promotion_key
from teamsim.rules.selling import (
    mean_one_lognormal,
)

Rule = Callable[..., Any]
EXIT_TALLIES = {
    ExitKind.VOLUNTARY: Tally.EXITS_VOLUNTARY,
    ExitKind.INVOLUNTARY: Tally.EXITS_INVOLUNTARY,
    ExitKind.RETIREMENT: Tally.EXITS_RETIREMENT,
}
Process = Generator[simpy.Event, None, None]


class Organisation:
    """The seats of one replication, their people and the clock: who sits where."""

    def __init__(
        self, model: Model, opening: Occupancy, seed: int, replication: int, replaced: Mapping[Rule, Rule]
    ) -> None:
        """Seat the opening people of row 0 of `opening`."""
        self.model, self.seed, self.replication = model, int(seed), int(replication)
        self.replaced = replaced
        self.clock = simpy.Environment()
        self.counts: Floats = np.zeros((model.n_months, model.cells.size, N_TALLIES))
        self.panel: Panel = empty_panel(model.n_months, model.seats.unit.size)
        self.events: list[Event] = []
        self.book: dict[int, Month] = {}
        self.settled: dict[int, int] = {}
        self.exit_kinds: dict[int, ExitKind] = {}
        self.shocks = [0.0] * (model.units.size + 1)
        self.seats = [self.seat_of(index) for index in range(model.seats.unit.size)]
        for seat in self.seats:
            self.take_seat(seat, opening)

    def rule(self, standard: Rule) -> Rule:
        """Return the rule in force: the standard one, or the one that replaces it."""
        return self.replaced.get(standard, standard)

    def luck(self, subject: int, occupant: int, month: int, purpose: Purpose, attempt: int = 0) -> float:
        """Return the uniform number at an address."""
        seed, address = np.uint64(self.seed), np.uint64(subject)
        return float(uniform(seed, self.replication, address, occupant, month, attempt, purpose))

    def note(self, phase: Phase, what: str, seat: Seat, person: Person | None = None, **more: int) -> None:
        """Write an event down."""
        who = {} if person is None else {"entry_seat": person.entry_seat, "occupant": person.occupant}
        self.events.append(Event(int(self.clock.now), phase, what, seat.index, **who, **more))

    # -- the opening ---------------------------------------------------------------------------------------

    def seat_of(self, index: int) -> Seat:
        """Return a seat of the model, still empty."""
        seats = self.model.seats
        fixed = (int(column[index]) for column in (seats.unit, seats.tier, seats.cell, seats.subject))
        unit, tier, cell, subject = fixed
        return Seat(
            index,
            unit,
            tier,
            cell,
            subject,
            int(seats.opens[index]),
            int(seats.closes[index]),
            bool(seats.is_redundant[index]),
            self.model.tiers[tier],
        )

    def take_seat(self, seat: Seat, opening: Occupancy) -> None:
        """Seat the person of the opening; what is unknown (NaN) is drawn or taken from the tier."""
        row = {name: column[0, seat.index] for name, column in opening._asdict().items()}
        seat.next_occupant, seat.vacancy = int(row["next_occupant"]), Vacancy(int(row["vacancy"]))
        if not row["is_occupied"]:
            return
        is_drawn = int(row["hire_day"]) == NEVER
        months_ago = self.opening_tenure(seat) if is_drawn else 0
        person = Person(
            entry_seat=int(row["entry_seat"]),
            occupant=int(row["occupant"]),
            hire_day=-DAYS_PER_MONTH * months_ago if is_drawn else int(row["hire_day"]),
            seated_from=-DAYS_PER_MONTH * months_ago if is_drawn else int(row["seated_from"]),
            grade_month=-months_ago if is_drawn else int(row["grade_month"]),
            cohort_cell=-1,
            talent=self.talent(seat, 0) if np.isnan(row["talent"]) else float(row["talent"]),
            fte=float(row["fte"]),
            leave_until=int(row["leave_until"]),
            birth_month=int(row["birth_month"]),
            leaves_month=int(row["leaves_month"]),
            base_annual=float(seat.p.base_annual if np.isnan(row["base_annual"]) else row["base_annual"]),
            quota_annual=float(seat.p.quota_annual if np.isnan(row["quota_annual"]) else row["quota_annual"]),
            commission=Account(
                float(row["commission_credited"]), float(row["commission_quota"]), int(row["commission_paid"])
            ),
            bonus=Account(float(row["bonus_credited"]), float(row["bonus_quota"]), months=float(row["bonus_months"])),
            quarter=Account(float(row["quarter_credited"]), float(row["quarter_quota"])),
            quarters_below=int(row["quarters_below"]),
            plan_until=int(row["plan_until"]),
            quarter_attainment=float(row["quarter_attainment"]),
            year=Account(float(row["year_credited"]), float(row["year_quota"])),
            prior=Account(float(row["prior_credited"]), float(row["prior_quota"])),
        )
        if person.birth_month == NEVER:
            person.birth_month = self.birth_month(seat, 0, person.hire_day)
        if np.isnan(person.commission.quota):
            person.commission = self.new_commission(seat, person, 0)
        seat.holder = person

    def opening_tenure(self, seat: Seat) -> int:
        """Draw the tenure [months] of somebody there at the opening."""
        u = self.luck(seat.subject, 0, 0, Purpose.OPENING_TENURE)
        return int(u * self.model.company.opening_tenure_months)

    def birth_month(self, seat: Seat, occupant: int, hire_day: int) -> int:
        """Draw the month of birth of an entrant, or of somebody who has been there since a hire day."""
        if not self.model.company.has_retirement:
            return NEVER
        hired = int(month_of(hire_day))
        u = self.luck(seat.subject, occupant, 0, Purpose.ENTRY_AGE)
        return hired - int(self.rule(age_at_entry)(u, max(-hired, 0), seat.p))

    def talent(self, seat: Seat, occupant: int) -> float:
        """Draw the talent of an entrant."""
        u = self.luck(seat.subject, occupant, 0, Purpose.TALENT)
        return float(mean_one_lognormal(seat.p.talent_sigma, standard_normal(u)))

    # -- the clock -----------------------------------------------------------------------------------------

    def until(self, day: int) -> simpy.Event:
        """Return an event at the very start of a day, before any search that ends on it."""
        event = simpy.Event(self.clock)
        event._ok, event._value = True, None
        self.clock.schedule(event, priority=simpy.events.URGENT, delay=day - self.clock.now)
        return event

    def count(self, month: int, seat: Seat, tally: Tally, amount: float = 1) -> None:
        """Add to a tally of the seat's cell."""
        self.counts[month, seat.cell, tally] += amount

    def present(self) -> Iterator[tuple[Seat, Month]]:
        """Go through the people of the month, in seat order."""
        return ((self.seats[index], self.book[index]) for index in sorted(self.book))

    # -- open, start, promote ------------------------------------------------------------------------------

    def open_month(self, month: int) -> None:
        """Open and close seats; count who is there."""
        self.book, self.settled, self.exit_kinds = {}, {}, {}
        for seat in self.seats:
            self.count(month, seat, Tally.OPENING_HEADCOUNT, seat.holder is not None)
            if seat.holder is not None and month == self.model.months[month].block_start:
                seat.holder.cohort_cell = seat.cell
            if seat.closes <= month:
                seat.is_searched = False
                if seat.holder is not None and seat.is_redundant:
                    self.vacate(seat, seat.holder, month, ExitKind.INVOLUNTARY, Phase.OPEN)
            is_occupied = seat.holder is not None
            self.count(month, seat, Tally.SEATS, is_seat_open(seat.opens, seat.closes, is_occupied, month))

    def wants_somebody(self, seat: Seat, month: int) -> bool:
        """Tell whether a seat is empty, in the budget, to be filled, and not yet searched for."""
        if not is_seat_fillable(seat.opens, seat.closes, month) or seat.holder is not None or seat.is_searched:
            return False
        if seat.vacancy == Vacancy.NEW:
            share = self.model.hiring.backfill_share[month, seat.cell]
            u = self.luck(seat.subject, seat.next_occupant, month, Purpose.BACKFILL)
            is_kept = share == 1.0 or self.rule(is_backfilled)(u, share)
            seat.vacancy = Vacancy.TO_FILL if is_kept else Vacancy.LEFT_EMPTY
        return seat.vacancy == Vacancy.TO_FILL

    def promote(self, month: int) -> None:
        """Fill empty seats from ready people below, highest tier first, in seat order."""
        for tier in reversed(self.model.tiers):
            for seat in self.seats[tier.first_seat : tier.end_seat] if tier.from_tier >= 0 else ():
                if not self.wants_somebody(seat, month):
                    continue
                u = self.luck(seat.subject, seat.next_occupant, month, Purpose.INTERNAL_FIRST)
                if self.rule(is_offered_inside)(u, tier.internal_share):
                    ready = self.ready_for(seat, month)
                    if ready:
                        self.move(max(ready)[-1], seat, month)

    def ready_for(self, seat: Seat, month: int) -> list[tuple[int, int, Seat]]:
        """Return the ready people of the seat's scope as (key, -seat number, their seat)."""
        scope = 0 if seat.p.is_company_wide else seat.unit
        below_tier = self.model.tiers[seat.p.from_tier]
        return [
            (
                int(self.rule(promotion_key)(seat.p.choice, holder.hire_day, holder.attainment)),
                -below.index,
                below,
            )
            for below in self.seats[below_tier.first_seat : below_tier.end_seat]
            if scope <= below.unit < self.model.units[scope].end_unit
            and (holder := below.holder) is not None
            and holder.leaves_month == NEVER
            and self.rule(is_ready)(month, holder.grade_month, seat.p.min_months_in_grade)
        ]

    def move(self, source: Seat, target: Seat, month: int) -> None:
        """Promote a person on the first of the month; cycles are settled and restart."""
        person = source.holder
        assert person is not None
        self.count(month, source, Tally.PROMOTIONS_OUT)
        self.count(month, target, Tally.PROMOTIONS_IN)
        self.settled[target.index] = self.settled_bonus(source, person)
        source.holder, source.vacancy, target.holder = None, Vacancy.NEW, person
        person.seated_from, person.grade_month = DAYS_PER_MONTH * month, month
        person.base_annual = max(person.base_annual, float(target.p.base_annual))
        person.quota_annual = float(target.p.quota_annual)
        self.restart_results(target, person, month)
        self.note(Phase.PROMOTE, "promoted", target, person, from_seat=source.index)

    def join(self, seat: Seat, day: int) -> None:
        """Seat an external hire."""
        month = int(month_of(day))
        if month >= self.model.n_months:
            return
        self.count(month, seat, Tally.HIRES)
        self.count(month, seat, Tally.DAYS_TO_FILL, day - seat.raised_day)
        self.count(month, seat, Tally.OFFERS, seat.n_offers)
        occupant, seat.next_occupant = seat.next_occupant, seat.next_occupant + 1
        talent, p = self.talent(seat, occupant), seat.p
        talent *= exponential(-self.model.company.flow_talent * seat.log_strain)
        person = Person(
            seat.index,
            occupant,
            day,
            day,
            month,
            -1,
            talent,
            1.0,
            month,
            float(p.base_annual),
            float(p.quota_annual),
        )
        person.birth_month = self.birth_month(seat, occupant, day)
        self.restart_results(seat, person, month)
        seat.holder, seat.is_searched = person, False
        self.note(Phase.START, "hired", seat, person)

    def restart_results(self, seat: Seat, person: Person, month: int) -> None:
        """Start every cycle of a person who is new in the seat."""
        person.commission = self.new_commission(seat, person, month)
        person.bonus, person.quarter, person.year, person.prior = Account(), Account(), Account(), Account()
        person.quarter_attainment, person.quarters_below, person.plan_until = math.nan, 0, NEVER

    def new_commission(self, seat: Seat, person: Person, month: int) -> Account:
        """Start a commission cycle: its quota is that of the active months to its end."""
        cycle, months = int(seat.p.commission_cycle), self.model.months
        first = max(month, person.leave_until)
        if cycle < 0 or first > months[month].cycle_end[cycle]:
            return Account()
        p = months[first]
        monthly = person.quota_annual * person.fte / 12.0
        if not self.model.company.is_quota_prorated:
            return Account(quota=float(monthly * p.weight_of_cycle[cycle]))
        share = seated_share(person.seated_from, first)
        to_end = p.weight_to_cycle_end[cycle]
        return Account(quota=float(self.rule(cycle_quota)(monthly, p.quota_weight, to_end, share)))

    def settled_bonus(self, seat: Seat, person: Person) -> int:
        """Return the lump sum [minor units] due for the running bonus cycle if it ended now."""
        if seat.p.bonus_cycle < 0:
            return 0
        account = person.bonus
        share = account.months / CYCLE_MONTHS[seat.p.bonus_cycle]
        amount = self.rule(bonus_payout)(account.credited, account.quota, share, seat.p)
        return int(minor(amount, self.model.company.minor_units))

    def vacate(self, seat: Seat, person: Person, month: int, kind: ExitKind, phase: Phase) -> None:
        """Empty a seat whose holder leaves the organisation."""
        seat.holder, seat.vacancy = None, Vacancy.NEW
        self.exit_kinds[seat.index] = kind
        self.count(month, seat, EXIT_TALLIES[kind])
        if kind == ExitKind.VOLUNTARY:
            last = person.prior.credited, person.prior.quota, person.quarter_attainment
            self.count(month, seat, Tally.EXITS_REGRETTED, bool(self.rule(is_regretted)(*last)))
        if person.cohort_cell >= 0:
            self.counts[month, person.cohort_cell, Tally.COHORT_EXITS] += 1
        self.note(phase, f"left ({kind.name.lower()})", seat, person)
