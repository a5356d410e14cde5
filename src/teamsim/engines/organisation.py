"""The event engine's organisation: seats, people, promotions, exits."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Generator, Iterator, Mapping

import numpy as np
import simpy

from teamsim.calendar import (
    DAYS_PER_MONTH,
    NEVER,
    Phase,
    month_of,
)
from teamsim.engines.compensation import Compensation, Rule
from teamsim.engines.people import Account, Event, Ledger, Month, Person, Seat
from teamsim.model import DRAWN_SOURCE, DUE, LAGS, NO_SOURCE, NOT_WAITING, OPEN, Floats, Model, Occupancy
from teamsim.numeric import exponential
from teamsim.panel import Panel, empty_panel
from teamsim.random import Purpose, standard_normal, uniform
from teamsim.rules.attrition import ExitKind, age_at_entry, is_regretted
from teamsim.rules.costs import due_on_exit
from teamsim.rules.hiring import (
    Vacancy,
    is_backfilled,
    selected_skill,
    source_of,
)
from teamsim.rules.incentives import minor
from teamsim.rules.organisation import is_seat_fillable, is_seat_open, lies_within
from teamsim.rules.promotion import (
    leadership_score,
)
from teamsim.rules.selling import (
    mean_one_lognormal,
)
from teamsim.tallies import N_TALLIES, Tally

EXIT_TALLIES = {
    ExitKind.VOLUNTARY: Tally.EXITS_VOLUNTARY,
    ExitKind.INVOLUNTARY: Tally.EXITS_INVOLUNTARY,
    ExitKind.RETIREMENT: Tally.EXITS_RETIREMENT,
    ExitKind.PROBATION: Tally.EXITS_INVOLUNTARY,
}
APTITUDES = ("innate_talent", "innate_leadership", "ramp_gained", "ramp_lost")
"""Fields of a person by the rows of `Occupancy.aptitude`."""
Process = Generator[simpy.Event, None, None]


class Organisation(Compensation):
    """The seats of one replication, their people and the clock: who sits where."""

    def __init__(
        self, model: Model, opening: Occupancy, seed: int, replication: int, replaced: Mapping[Rule, Rule]
    ) -> None:
        """Seat the opening people of row 0 of `opening`."""
        self.model = model._replace(units=model.units.copy())  # whose units move
        self.seed, self.replication = int(seed), int(replication)
        self.replaced = replaced
        self.clock = simpy.Environment()
        self.counts: Floats = np.zeros((model.n_months, model.cells.size, N_TALLIES))
        self.panel: Panel = empty_panel(model.n_months, model.seats.unit.size, model.accounts.components)
        self.events: list[Event] = []
        self.book: dict[int, Month] = {}
        self.ledgers: dict[int, Ledger] = {}
        self.exit_kinds: dict[int, ExitKind] = {}
        self.severances: dict[int, int] = {}
        self.shocks = [0.0] * (model.units.size + 1)
        self.recent: Counter[int] = Counter()
        self.heads, self.quality, self.leaders, self.reports = ([0.0] * model.units.size for _ in range(4))
        self.seats = [self.seat_of(index) for index in range(model.seats.unit.size)]
        for seat in self.seats:
            self.take_seat(seat, opening)

    def luck(self, subject: int, occupant: int, month: int, purpose: Purpose, attempt: int = 0) -> float:
        """Return the uniform number at an address."""
        seed, address = np.uint64(self.seed), np.uint64(subject)
        return float(uniform(seed, self.replication, address, occupant, month, attempt, purpose))

    def note(
        self, phase: Phase, what: str, seat: Seat, person: Person | None = None, day: int = -1, **more: int
    ) -> None:
        """Write an event down: of today, or of a day of the month that is being closed."""
        who = {} if person is None else {"entry_seat": person.entry_seat, "occupant": person.occupant}
        self.events.append(Event(int(self.clock.now) if day < 0 else day, phase, what, seat.index, **who, **more))

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
        row = {name: column[0, seat.index] for name, column in opening._asdict().items() if column.ndim == 2}
        seat.next_occupant, seat.vacancy = int(row["next_occupant"]), Vacancy(int(row["vacancy"]))
        seat.months_vacant, seat.left_month = int(row["months_vacant"]), int(row["left_month"])
        if not row["is_occupied"]:
            return
        is_drawn = int(row["hire_day"]) == NEVER
        months_ago = self.opening_tenure(seat) if is_drawn else 0
        source, p = int(row["source"]), seat.p
        if source == DRAWN_SOURCE:
            source = int(source_of(self.luck(seat.subject, 0, 0, Purpose.SOURCE), p.opening_source_until))
        talent = self.talent(seat, 0) * (float(p.source_talent[source]) if source != NO_SOURCE else 1.0)
        person = Person(
            entry_seat=int(row["entry_seat"]),
            occupant=int(row["occupant"]),
            hire_day=-DAYS_PER_MONTH * months_ago if is_drawn else int(row["hire_day"]),
            seated_from=-DAYS_PER_MONTH * months_ago if is_drawn else int(row["seated_from"]),
            grade_month=-months_ago if is_drawn else int(row["grade_month"]),
            cohort_cell=-1,
            talent=talent if np.isnan(row["talent"]) else float(row["talent"]),
            leadership=self.leadership(seat, 0) if np.isnan(row["leadership"]) else float(row["leadership"]),
            fte=float(row["fte"]),
            leave_until=int(row["leave_until"]),
            birth_month=int(row["birth_month"]),
            source=source,
            preference=self.preference(seat, 0) if np.isnan(row["preference"]) else float(row["preference"]),
            acting_for=int(row["acting_for"]),
            moved_on=float(row["moved_on"]),
            leaves_month=int(row["leaves_month"]),
            base_annual=float(seat.p.base_annual if np.isnan(row["base_annual"]) else row["base_annual"]),
            quota_annual=float(self.quota_of(seat) if np.isnan(row["quota_annual"]) else row["quota_annual"]),
            accounts=self.opening_accounts(seat, opening),
            quarter=Account(float(row["quarter_credited"]), float(row["quarter_quota"])),
            quarters_below=int(row["quarters_below"]),
            plan_until=int(row["plan_until"]),
            quarter_attainment=float(row["quarter_attainment"]),
            year=Account(float(row["year_credited"]), float(row["year_quota"])),
            prior=Account(float(row["prior_credited"]), float(row["prior_quota"])),
            is_recognised=bool(opening.is_recognised[0, :, seat.index].any()),
        )
        if person.birth_month == NEVER:
            person.birth_month = self.birth_month(seat, 0, person.hire_day, 0)
        self.recall_courses(person, opening, seat.index)
        for c, account in self.lines(seat, person, 0):
            if np.isnan(account.quota):
                account.quota = self.quota_ahead(seat, c, person, 0)
        n_invoices = self.model.accounts.invoices
        booked = opening.own_invoices[0, :, seat.index]
        person.invoices = {-lag: float(booked[-lag % n_invoices]) for lag in range(1, n_invoices + 1)}
        seat.holder = person

    def recall_courses(self, person: Person, opening: Occupancy, seat: int) -> None:
        """Give a person of the opening the courses taken before."""
        self.forget_courses(person)
        person.courses = [float(value) for value in opening.courses[0, :, seat]]
        person.last_course = [int(value) for value in opening.last_course[0, :, seat]]
        person.tickets = [int(value) for value in opening.ticket[0, :, seat]]
        for row, name in enumerate(APTITUDES[: opening.aptitude.shape[1]]):
            if not np.isnan(known := float(opening.aptitude[0, row, seat])):
                setattr(person, name, known)

    def opening_accounts(self, seat: Seat, opening: Occupancy) -> list[Account]:
        """Return the accounts of the plan with which a person opens."""
        n_lags, accounts = self.model.accounts.lags, []
        for k, c in enumerate(self.plan(seat, 0)):
            credited, quota, worked, earned = (float(value) for value in opening.plan_accounts[0, :, k, seat.index])
            account = Account(credited, quota, int(earned), worked)
            if c.slot >= 0:
                unpaid = opening.plan_unpaid[0, :, c.slot, seat.index]
                account.unpaid, account.due = int(unpaid[OPEN]), int(unpaid[DUE])
                account.by_month = {-lag: int(unpaid[LAGS + -lag % n_lags]) for lag in range(1, n_lags + 1)}
            accounts.append(account)
        return accounts

    def quota_of(self, seat: Seat) -> float:
        """Return the quota of a year that comes with a seat."""
        return float(self.model.cells[seat.cell].quota_annual)

    def opening_tenure(self, seat: Seat) -> int:
        """Draw the tenure [months] of somebody there at the opening."""
        u = self.luck(seat.subject, 0, 0, Purpose.OPENING_TENURE)
        return int(u * self.model.company.opening_tenure_months)

    def birth_month(self, seat: Seat, occupant: int, hire_day: int, month: int) -> int:
        """Draw the month of birth of an entrant, or of somebody who by a month has been there since a hire day."""
        if not self.model.company.has_retirement:
            return NEVER
        hired = int(month_of(hire_day))
        u = self.luck(seat.subject, occupant, 0, Purpose.ENTRY_AGE)
        return hired - int(self.rule(age_at_entry)(u, max(month - hired, 0), seat.p))

    def skill(self, seat: Seat, occupant: int) -> float:
        """Draw the normal behind an entrant's talent: of a hire, that of the best of several candidates."""
        z = float(standard_normal(self.luck(seat.subject, occupant, 0, Purpose.TALENT)))
        company = self.model.company
        if occupant == 0 or company.candidates <= 1 or self.acquisition_of(seat, occupant) >= 0:
            return z
        own = standard_normal(self.luck(seat.subject, occupant, 0, Purpose.SELECTION))
        return float(self.rule(selected_skill)(z, own, company.candidates, company.reliability))

    def talent(self, seat: Seat, occupant: int) -> float:
        """Return the talent of an entrant."""
        return float(mean_one_lognormal(seat.p.talent_sigma, self.skill(seat, occupant)))

    def leadership(self, seat: Seat, occupant: int) -> float:
        """Draw the leadership of an entrant."""
        own = standard_normal(self.luck(seat.subject, occupant, 0, Purpose.LEADERSHIP))
        correlation = self.model.company.leadership_correlation
        return float(leadership_score(self.skill(seat, occupant), own, correlation))

    def entrant_source(self, seat: Seat, occupant: int) -> int:
        """Return the source of an entrant: that of a planned intake, else drawn by the shares."""
        planned = int(self.model.seats.source[seat.index])
        if occupant == 1 and planned != DRAWN_SOURCE:
            return planned
        return int(source_of(self.luck(seat.subject, occupant, 0, Purpose.SOURCE), seat.p.source_until))

    def acquisition_of(self, seat: Seat, occupant: int) -> int:
        """Return the acquisition with which an entrant of a seat comes, -1 = none: its first holder does."""
        return int(self.model.seats.acquisition[seat.index]) if occupant == 1 else -1

    def preference(self, seat: Seat, occupant: int) -> float:
        """Draw where an entrant stands among the preference types."""
        return self.luck(seat.subject, occupant, 0, Purpose.PREFERENCE)

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

    def ledger(self, seat: Seat) -> Ledger:
        """Return what becomes of a seat's variable pay in the running month."""
        return self.ledgers.setdefault(seat.index, Ledger())

    def present(self) -> Iterator[tuple[Seat, Month]]:
        """Go through the people of the month, in seat order."""
        return ((self.seats[index], self.book[index]) for index in sorted(self.book))

    # -- open, start, promote ------------------------------------------------------------------------------

    def open_month(self, month: int) -> None:
        """Open and close seats; count who is there."""
        self.book, self.ledgers, self.exit_kinds, self.severances = {}, {}, {}, {}
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
                self.seats[index].raised_day, self.seats[index].n_offers = DAYS_PER_MONTH * month, 1
                self.join(self.seats[index], DAYS_PER_MONTH * month)

    def move_units(self, month: int) -> None:
        """Let the units stand where they stand from this month on."""
        row = self.model.months[month].tree
        for name in self.model.trees.dtype.names or () if row >= 0 else ():
            self.model.units[name][...] = self.model.trees[name][row]

    def lies_within(self, seat: Seat, scope: int) -> bool:
        """Tell whether a seat is in a unit or in one below it."""
        return bool(self.rule(lies_within)(seat.unit, scope, self.model.units))

    def is_open(self, seat: Seat, month: int) -> bool:
        """Tell whether a seat is in the budget: held, or to be filled and not lent."""
        is_held = seat.holder is not None
        return bool(is_seat_open(seat.opens, seat.closes, is_held, month)) and (is_held or not self.held_face(seat))

    def held_face(self, seat: Seat) -> Seat | None:
        """Return the seat in which the holder sits since it was regraded (or itself), if there is a holder."""
        faces = (self.seats[face] for face in self.model.seats.faces[seat.index] if face >= 0)
        return next((face for face in faces if face.holder is not None), None)

    def wants_somebody(self, seat: Seat, month: int) -> bool:
        """Tell whether a seat is empty, in the budget, to be filled, and not yet searched for."""
        if not is_seat_fillable(seat.opens, seat.closes, month) or seat.is_searched or self.held_face(seat) is not None:
            return False
        if seat.vacancy == Vacancy.NEW:
            share = self.model.hiring.backfill_share[month, seat.cell]
            u = self.luck(seat.subject, seat.next_occupant, month, Purpose.BACKFILL)
            is_kept = share == 1.0 or self.rule(is_backfilled)(u, share)
            seat.vacancy = Vacancy.TO_FILL if is_kept else Vacancy.LEFT_EMPTY
        return seat.vacancy == Vacancy.TO_FILL

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
        acquisition = self.acquisition_of(seat, occupant)
        if self.model.company.has_selection and acquisition < 0:
            talent *= float(p.selected_talent)
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
            self.quota_of(seat),
        )
        person.source = self.entrant_source(seat, occupant)
        if person.source != NO_SOURCE:
            person.talent *= float(p.source_talent[person.source])
            self.count(month, seat, Tally.HIRE_EXTRAS, self.model.sources[person.source].cost)
        if acquisition >= 0:
            self.come_along(seat, person, acquisition)
        person.birth_month = self.birth_month(seat, occupant, person.hire_day, month)
        person.preference = self.preference(seat, occupant)
        self.forget_courses(person)
        self.restart_results(seat, person, month)
        seat.holder, seat.is_searched = person, False
        self.note(Phase.START, "hired" if acquisition < 0 else "acquired", seat, person)

    def come_along(self, seat: Seat, person: Person, acquisition: int) -> None:
        """Let somebody of an acquired team bring tenure and talent, at a price."""
        p, month = self.model.acquisitions[acquisition], person.grade_month
        self.count(month, seat, Tally.ACQUIRED)
        self.count(month, seat, Tally.HIRE_EXTRAS, p.cost)
        person.hire_day -= int(p.tenure_days)
        person.talent *= float(p.talent)

    def forget_courses(self, person: Person) -> None:
        """Let somebody begin without a course: talent and leadership are innate."""
        n = self.model.programmes.size
        person.innate_talent, person.innate_leadership, person.ramp_lost = person.talent, person.leadership, 0.0
        person.courses, person.last_course, person.tickets = [0.0] * n, [NEVER] * n, [NOT_WAITING] * n

    def restart_results(self, seat: Seat, person: Person, month: int) -> None:
        """Start every cycle of a person who is new in the seat."""
        self.restart_accounts(seat, person, month)
        person.quarter, person.year, person.prior = Account(), Account(), Account()
        person.quarter_attainment, person.quarters_below, person.plan_until = math.nan, 0, NEVER
        person.is_recognised = False

    def vacate(self, seat: Seat, person: Person, month: int, kind: ExitKind, phase: Phase) -> None:
        """Empty a seat whose holder leaves the organisation."""
        seat.holder, seat.vacancy = None, Vacancy.NEW
        self.exit_kinds[seat.index] = kind
        self.count(month, seat, EXIT_TALLIES[kind])
        self.count(month, seat, Tally.EXITS_PROBATION, kind == ExitKind.PROBATION)
        if kind == ExitKind.VOLUNTARY:
            last = person.prior.credited, person.prior.quota, person.quarter_attainment
            self.count(month, seat, Tally.EXITS_REGRETTED, bool(self.rule(is_regretted)(*last)))
            seat.left_month = month
        day = DAYS_PER_MONTH * (month if phase == Phase.OPEN else month + 1)
        months_of_service = (day - person.hire_day) / DAYS_PER_MONTH
        law, minor_units = self.model.jurisdiction[0], self.model.company.minor_units
        due = due_on_exit(
            kind == ExitKind.INVOLUNTARY,
            months_of_service,
            self.usual_pay(seat, person, day // DAYS_PER_MONTH - 1),
            law,
        )
        self.severances[seat.index] = int(minor(due, minor_units))
        self.count(month, seat, Tally.SEVERANCE, self.severances[seat.index])
        is_at_fault = kind != ExitKind.RETIREMENT and phase == Phase.LEAVE
        last_month = month - 1 if phase == Phase.OPEN else month
        self.ledger(seat).add(self.settle_exit(seat, person, last_month, is_at_fault=is_at_fault))
        if person.cohort_cell >= 0:
            self.counts[month, person.cohort_cell, Tally.COHORT_EXITS] += 1
        self.note(phase, f"left ({kind.name.lower()})", seat, person)
