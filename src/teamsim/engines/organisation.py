"""The event engine's organisation: seats, people, searches in a real queue, promotions, exits."""

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
from teamsim.random import Purpose, standard_normal, uniform
from teamsim.rules.attrition import ExitKind
from teamsim.rules.hiring import recruiter_work_days
from teamsim.rules.incentives import bonus_payout, cycle_quota, minor
from teamsim.rules.organisation import is_seat_fillable, is_seat_open
from teamsim.rules.promotion import (
    leadership_score,
)
from teamsim.rules.selling import (
    mean_one_lognormal,
)

Rule = Callable[..., Any]
Process = Generator[simpy.Event, None, None]


class Organisation:
    """The seats of one replication, their people, the clock and the recruiters: who sits where."""

    def __init__(
        self, model: Model, opening: Occupancy, seed: int, replication: int, replaced: Mapping[Rule, Rule]
    ) -> None:
        """Seat the opening people of row 0 of `opening` and open the recruiters' queue."""
        self.model, self.seed, self.replication = model, int(seed), int(replication)
        self.replaced = replaced
        self.clock = simpy.Environment()
        self.recruiters = simpy.Resource(self.clock, model.company.n_slots) if model.company.n_slots else None
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
        self.resume_searches(opening)

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
        seat.next_occupant = int(row["next_occupant"])
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
            leadership=self.leadership(seat, 0) if np.isnan(row["leadership"]) else float(row["leadership"]),
            fte=float(row["fte"]),
            leave_until=int(row["leave_until"]),
            base_annual=float(seat.p.base_annual if np.isnan(row["base_annual"]) else row["base_annual"]),
            quota_annual=float(seat.p.quota_annual if np.isnan(row["quota_annual"]) else row["quota_annual"]),
            commission=Account(
                float(row["commission_credited"]), float(row["commission_quota"]), int(row["commission_paid"])
            ),
            bonus=Account(float(row["bonus_credited"]), float(row["bonus_quota"]), months=float(row["bonus_months"])),
            quarter=Account(float(row["quarter_credited"]), float(row["quarter_quota"])),
            quarter_attainment=float(row["quarter_attainment"]),
            year=Account(float(row["year_credited"]), float(row["year_quota"])),
            prior=Account(float(row["prior_credited"]), float(row["prior_quota"])),
        )
        if np.isnan(person.commission.quota):
            person.commission = self.new_commission(seat, person, 0)
        seat.holder = person

    def opening_tenure(self, seat: Seat) -> int:
        """Draw the tenure [months] of somebody there at the opening."""
        u = self.luck(seat.subject, 0, 0, Purpose.OPENING_TENURE)
        return int(u * self.model.company.opening_tenure_months)

    def talent(self, seat: Seat, occupant: int) -> float:
        """Draw the talent of an entrant."""
        u = self.luck(seat.subject, occupant, 0, Purpose.TALENT)
        return float(mean_one_lognormal(seat.p.talent_sigma, standard_normal(u)))

    def leadership(self, seat: Seat, occupant: int) -> float:
        """Draw the leadership of an entrant."""
        skill, own = (
            standard_normal(self.luck(seat.subject, occupant, 0, purpose))
            for purpose in (Purpose.TALENT, Purpose.LEADERSHIP)
        )
        return float(leadership_score(skill, own, self.model.company.leadership_correlation))

    def resume_searches(self, opening: Occupancy) -> None:
        """Continue the searches that run at the opening; the last to end hold the recruiters."""
        running = [seat for seat in self.seats if opening.fill_day[0, seat.index] != NEVER]
        running.sort(key=lambda seat: int(opening.fill_day[0, seat.index]))
        n_holding = min(len(running), self.model.company.n_slots)
        for place, seat in enumerate(running):
            seat.raised_day = int(opening.raised_day[0, seat.index])
            seat.is_searched = True
            holds = place >= len(running) - n_holding
            end = int(opening.fill_day[0, seat.index])
            self.clock.process(self.resumed_search(seat, end, holds))

    def resumed_search(self, seat: Seat, end: int, holds_recruiter: bool) -> Process:
        """Run a search of the opening to its known end."""
        request = self.recruiters.request() if self.recruiters is not None and holds_recruiter else None
        yield self.clock.timeout(end)
        if self.recruiters is not None and request is not None:
            self.recruiters.release(request)
        self.end_search(seat)

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
        for seat in self.seats:
            if seat.closes <= month:
                seat.is_searched = False
                held = self.held_face(seat) if seat.is_redundant else None
                if held is not None and held.holder is not None:
                    self.vacate(held, held.holder, month, ExitKind.INVOLUNTARY, Phase.OPEN)
        for seat in self.seats:
            self.count(month, seat, Tally.SEATS, self.is_open(seat, month))
        for index in self.model.seats.intake:
            if self.seats[index].opens == month:
                self.seats[index].raised_day = DAYS_PER_MONTH * month
                self.join(self.seats[index], DAYS_PER_MONTH * month)

    def is_open(self, seat: Seat, month: int) -> bool:
        """Tell whether a seat is in the budget: held, or to be filled and not lent."""
        is_held = seat.holder is not None
        return bool(is_seat_open(seat.opens, seat.closes, is_held, month)) and (is_held or not self.held_face(seat))

    def held_face(self, seat: Seat) -> Seat | None:
        """Return the seat in which the holder sits since it was regraded (or itself), if there is a holder."""
        faces = (self.seats[face] for face in self.model.seats.faces[seat.index] if face >= 0)
        return next((face for face in faces if face.holder is not None), None)

    def wants_somebody(self, seat: Seat, month: int) -> bool:
        """Tell whether a seat is empty, in the budget, and not yet searched for."""
        is_fillable = is_seat_fillable(seat.opens, seat.closes, month)
        return bool(is_fillable) and not seat.is_searched and self.held_face(seat) is None

    def raise_requisitions(self, month: int) -> None:
        """Request a hire for each seat still empty, in seat order."""
        for seat in self.seats:
            if self.wants_somebody(seat, month):
                self.count(month, seat, Tally.REQUISITIONS)
                seat.is_searched, seat.raised_day = True, DAYS_PER_MONTH * month
                self.note(Phase.PROMOTE, "requisition", seat)
                self.clock.process(self.search(seat, seat.next_occupant))

    def search(self, seat: Seat, occupant: int) -> Process:
        """Wait for approval, then for a recruiter, then for the recruiter's work."""
        u = self.luck(seat.subject, occupant, 0, Purpose.RECRUITER_WORK)
        z = standard_normal(u)
        step = self.model.company.start_step_days
        work = int(self.rule(recruiter_work_days)(seat.p.log_median_days, seat.p.work_sigma, z, step))
        if self.model.company.approval_lag_days > 0:
            yield self.clock.timeout(self.model.company.approval_lag_days)
        if self.recruiters is None:
            yield self.clock.timeout(work)
        else:
            with self.recruiters.request() as recruiter:
                yield recruiter
                yield self.clock.timeout(work)
        self.end_search(seat, occupant)

    def end_search(self, seat: Seat, occupant: int | None = None) -> None:
        """Let the hire start today, unless the seat was closed meanwhile (the search still ran to its end)."""
        if seat.is_searched and occupant in (None, seat.next_occupant):
            self.join(seat, int(self.clock.now))

    def join(self, seat: Seat, day: int) -> None:
        """Seat an external hire."""
        month = int(month_of(day))
        if month >= self.model.n_months:
            return
        self.count(month, seat, Tally.HIRES)
        self.count(month, seat, Tally.DAYS_TO_FILL, day - seat.raised_day)
        occupant, seat.next_occupant = seat.next_occupant, seat.next_occupant + 1
        talent, p = self.talent(seat, occupant), seat.p
        person = Person(
            seat.index,
            occupant,
            day,
            day,
            month,
            -1,
            talent,
            self.leadership(seat, occupant),
            1.0,
            month,
            float(p.base_annual),
            float(p.quota_annual),
        )
        self.restart_results(seat, person, month)
        seat.holder, seat.is_searched = person, False
        self.note(Phase.START, "hired", seat, person)

    def restart_results(self, seat: Seat, person: Person, month: int) -> None:
        """Start every cycle of a person who is new in the seat."""
        person.commission = self.new_commission(seat, person, month)
        person.bonus, person.quarter, person.year, person.prior = Account(), Account(), Account(), Account()
        person.quarter_attainment = math.nan

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
        seat.holder = None
        self.exit_kinds[seat.index] = kind
        is_voluntary = kind == ExitKind.VOLUNTARY
        self.count(month, seat, Tally.EXITS_VOLUNTARY if is_voluntary else Tally.EXITS_INVOLUNTARY)
        if person.cohort_cell >= 0:
            self.counts[month, person.cohort_cell, Tally.COHORT_EXITS] += 1
        self.note(phase, f"left ({kind.name.lower()})", seat, person)
