"""The event engine: one replication told person by person on SimPy, with a real queue for recruiters.

The readable twin of `monte_carlo.py`. Searches are SimPy processes that wait for a recruiter and end on a day;
what people contend for (promotion, the order of requests) is settled in the phases of the month, in seat order,
so that both engines agree exactly. Every event is written down, and a rule in plain Python may replace a
compiled one.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import simpy

from teamsim.calendar import (
    CYCLE_MONTHS,
    DAYS_PER_MONTH,
    NEVER,
    Cycle,
    Phase,
    month_of,
    seated_share,
    tenure_at_middle,
)
from teamsim.measures import N_TALLIES, Tally
from teamsim.model import Floats, Model, Occupancy, Panel, empty_panel
from teamsim.random import Purpose, standard_normal, uniform
from teamsim.rules.attrition import ExitKind, attrition_hazard, is_leaving, is_of_cohort
from teamsim.rules.hiring import is_offered_inside, recruiter_work_days
from teamsim.rules.incentives import bonus_payout, commission_payout, cycle_quota, minor
from teamsim.rules.organisation import is_seat_open
from teamsim.rules.promotion import attainment_of, is_ready, promotion_key
from teamsim.rules.ramp import ramp_share
from teamsim.rules.selling import (
    capacity,
    expected_bookings,
    mean_one_lognormal,
    next_shock,
    saturation,
    shock_factor,
)

Rule = Callable[..., Any]
Process = Generator[simpy.Event, None, None]


@dataclass(slots=True)
class Account:
    """Bookings and quota of a running cycle, and what was paid or worked in it."""

    credited: float = 0.0
    quota: float = 0.0
    paid: int = 0
    months: float = 0.0


@dataclass(slots=True)
class Person:
    """Somebody in a seat, with the address of their luck."""

    entry_seat: int
    occupant: int
    hire_day: int
    seated_from: int
    grade_month: int
    talent: float
    fte: float
    leave_until: int
    base_annual: float
    quota_annual: float
    commission: Account = field(default_factory=Account)
    bonus: Account = field(default_factory=Account)
    year: Account = field(default_factory=Account)
    prior: Account = field(default_factory=Account)

    @property
    def attainment(self) -> float:
        """Attainment of the fiscal year to date and the year before."""
        credited = self.prior.credited + self.year.credited
        return float(attainment_of(credited, self.prior.quota + self.year.quota))


@dataclass(slots=True)
class Seat:
    """A budgeted position, its holder and its search."""

    index: int
    unit: int
    tier: int
    cell: int
    subject: int
    opens: int
    closes: int
    is_redundant: bool
    p: Any
    next_occupant: int = 1
    holder: Person | None = None
    raised_day: int = 0
    is_searched: bool = False
    is_open: bool = False


@dataclass(slots=True)
class Month:
    """What a person does and gets in a month."""

    person: Person
    seated_share: float
    active_share: float
    ramp: float
    capacity: float = 0.0
    bookings: float = 0.0
    quota: float = 0.0
    base: int = 0
    commission: int = 0
    bonus: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: when, in which phase, what, to whom, in which seat."""

    day: int
    phase: Phase
    what: str
    seat: int
    entry_seat: int = -1
    occupant: int = -1
    from_seat: int = -1


class Organisation:
    """One replication: the seats, their people, the clock and the books."""

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
        self.clock.process(self.live())

    def rule(self, standard: Rule) -> Rule:
        """Return the rule in force: the standard one, or the one that replaces it."""
        return self.replaced.get(standard, standard)

    def luck(self, subject: int, occupant: int, month: int, purpose: Purpose) -> float:
        """Return the uniform number at an address."""
        seed, address = np.uint64(self.seed), np.uint64(subject)
        return float(uniform(seed, self.replication, address, occupant, month, 0, purpose))

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
        person = Person(
            entry_seat=int(row["entry_seat"]),
            occupant=int(row["occupant"]),
            hire_day=int(row["hire_day"]),
            seated_from=int(row["seated_from"]),
            grade_month=int(row["grade_month"]),
            talent=self.talent(seat, 0) if np.isnan(row["talent"]) else float(row["talent"]),
            fte=float(row["fte"]),
            leave_until=int(row["leave_until"]),
            base_annual=float(seat.p.base_annual if np.isnan(row["base_annual"]) else row["base_annual"]),
            quota_annual=float(seat.p.quota_annual if np.isnan(row["quota_annual"]) else row["quota_annual"]),
            commission=Account(
                float(row["commission_credited"]), float(row["commission_quota"]), int(row["commission_paid"])
            ),
            bonus=Account(float(row["bonus_credited"]), float(row["bonus_quota"]), months=float(row["bonus_months"])),
            year=Account(float(row["year_credited"]), float(row["year_quota"])),
            prior=Account(float(row["prior_credited"]), float(row["prior_quota"])),
        )
        if np.isnan(person.commission.quota):
            person.commission = self.new_commission(seat, person, 0)
        seat.holder = person

    def talent(self, seat: Seat, occupant: int) -> float:
        """Draw the talent of an entrant."""
        u = self.luck(seat.subject, occupant, 0, Purpose.TALENT)
        return float(mean_one_lognormal(seat.p.talent_sigma, standard_normal(u)))

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

    def live(self) -> Process:
        """Go through the months: the first-of-month phases, the searches that end meanwhile, the rest."""
        for month in range(self.model.n_months):
            self.open_month(month)
            self.promote(month)
            self.raise_requisitions(month)
            yield self.until(DAYS_PER_MONTH * (month + 1))
            self.develop(month)
            self.sell(month)
            self.pay(month)
            self.review(month)
            self.leave(month)
            self.close(month)

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
            if seat.closes <= month:
                seat.is_searched = False
                if seat.holder is not None and seat.is_redundant:
                    self.vacate(seat, seat.holder, month, ExitKind.INVOLUNTARY, Phase.OPEN)
            is_occupied = seat.holder is not None
            seat.is_open = bool(is_seat_open(seat.opens, seat.closes, is_occupied, month))
            self.count(month, seat, Tally.SEATS, seat.is_open)

    def promote(self, month: int) -> None:
        """Fill empty seats from ready people below, highest tier first, in seat order."""
        for index in self.model.seats.by_rank:
            seat = self.seats[index]
            if seat.p.from_tier < 0 or not seat.is_open or seat.holder is not None or seat.is_searched:
                continue
            u = self.luck(seat.subject, seat.next_occupant, month, Purpose.INTERNAL_FIRST)
            if self.rule(is_offered_inside)(u, seat.p.internal_share):
                ready = self.ready_for(seat, month)
                if ready:
                    self.move(max(ready)[-1], seat, month)

    def ready_for(self, seat: Seat, month: int) -> list[tuple[int, int, Seat]]:
        """Return the ready people of the seat's scope as (key, -seat number, their seat)."""
        scope = self.model.units[0 if seat.p.is_company_wide else seat.unit]
        return [
            (
                int(self.rule(promotion_key)(seat.p.choice, holder.hire_day, holder.attainment)),
                -below.index,
                below,
            )
            for below in self.seats[scope.first_seat : scope.end_seat]
            if below.tier == seat.p.from_tier
            and (holder := below.holder) is not None
            and self.rule(is_ready)(month, holder.grade_month, seat.p.min_months_in_grade)
        ]

    def move(self, source: Seat, target: Seat, month: int) -> None:
        """Promote a person on the first of the month; cycles are settled and restart."""
        person = source.holder
        assert person is not None
        self.count(month, source, Tally.PROMOTIONS_OUT)
        self.count(month, target, Tally.PROMOTIONS_IN)
        self.settled[target.index] = self.settled_bonus(source, person)
        source.holder, target.holder = None, person
        person.seated_from, person.grade_month = DAYS_PER_MONTH * month, month
        person.base_annual = max(person.base_annual, float(target.p.base_annual))
        person.quota_annual = float(target.p.quota_annual)
        self.restart_results(target, person, month)
        self.note(Phase.PROMOTE, "promoted", target, person, from_seat=source.index)

    def raise_requisitions(self, month: int) -> None:
        """Request a hire for each seat still empty, in seat order."""
        for seat in self.seats:
            if seat.is_open and seat.holder is None and not seat.is_searched:
                self.count(month, seat, Tally.REQUISITIONS)
                seat.is_searched, seat.raised_day = True, DAYS_PER_MONTH * month
                self.note(Phase.PROMOTE, "requisition", seat)
                self.clock.process(self.search(seat, seat.next_occupant))

    def search(self, seat: Seat, occupant: int) -> Process:
        """Wait for approval, then for a recruiter, then for the recruiter's work."""
        u = self.luck(seat.subject, occupant, 0, Purpose.RECRUITER_WORK)
        z = standard_normal(u)
        work = int(self.rule(recruiter_work_days)(seat.p.log_median_days, seat.p.work_sigma, z))
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
            talent,
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
        person.bonus, person.year, person.prior = Account(), Account(), Account()

    def new_commission(self, seat: Seat, person: Person, month: int) -> Account:
        """Start a commission cycle: its quota is that of the active months to its end."""
        cycle, months = int(seat.p.commission_cycle), self.model.months
        first = max(month, person.leave_until)
        if cycle < 0 or first > months[month].cycle_end[cycle]:
            return Account()
        p = months[first]
        monthly = person.quota_annual * person.fte / 12.0
        share = seated_share(person.seated_from, first)
        to_end = p.weight_to_cycle_end[cycle]
        return Account(quota=float(self.rule(cycle_quota)(monthly, p.quota_weight, to_end, share)))

    # -- develop, sell -------------------------------------------------------------------------------------

    def develop(self, month: int) -> None:
        """Advance the ramp clocks."""
        for seat in self.seats:
            if (person := seat.holder) is not None:
                share = float(seated_share(person.seated_from, month))
                middle = tenure_at_middle(person.hire_day, person.seated_from, month)
                ramp = float(self.rule(ramp_share)(middle, seat.p))
                active = share if month >= person.leave_until else 0.0
                self.book[seat.index] = Month(person, share, active, ramp)

    def sell(self, month: int) -> None:
        """Book the month: capacity fills each unit's territory, then each person sells."""
        markets = self.markets(month)
        weight = self.model.months[month].quota_weight
        for seat, now in self.present():
            if now.capacity > 0.0:
                now.bookings = self.bookings(seat, now, markets[seat.unit], month)
            now.quota = now.person.quota_annual * now.person.fte / 12.0 * weight * now.active_share
            self.credit(now)
            self.count(month, seat, Tally.BOOKINGS, now.bookings)
            self.count(month, seat, Tally.QUOTA, now.quota)
            if seat.p.quota_annual > 0.0:
                self.count(month, seat, Tally.RAMPED_CAPACITY, now.capacity)
        for cell, p in enumerate(self.model.cells):
            quota = self.model.tiers[p.tier].quota_annual
            self.counts[month, cell, Tally.RAMPED_CAPACITY] /= quota if quota > 0.0 else 1.0

    def markets(self, month: int) -> list[float]:
        """Return what each unit's territory gives: season x saturation x common shocks."""
        model, company = self.model, self.model.company
        loads = [0.0] * model.units.size
        for seat, now in self.present():
            productivity = model.cells[seat.cell].productivity_annual
            now.capacity = float(self.rule(capacity)(productivity, now.ramp, now.active_share, now.person.fte))
            loads[seat.unit] += now.capacity
        self.shift_markets(month)
        common = model.months[month].season * shock_factor(self.shocks[-1], company.company_sigma)
        return [
            common
            * shock_factor(shock, company.unit_sigma)
            * (self.rule(saturation)(load / p.potential_annual) / p.opening_saturation)
            for load, shock, p in zip(loads, self.shocks, model.units, strict=False)
        ]

    def shift_markets(self, month: int) -> None:
        """Advance each unit's and the company's (last) common shock."""
        company = self.model.company
        own = [(int(unit.subject), company.unit_sigma, company.unit_persistence) for unit in self.model.units]
        all_of_us = (int(company.company_subject), company.company_sigma, company.company_persistence)
        for place, (subject, sigma, persistence) in enumerate([*own, all_of_us]):
            z = standard_normal(self.luck(subject, 0, month, Purpose.MARKET_SHOCK))
            kept = 0.0 if month == 0 else persistence
            self.shocks[place] = float(next_shock(self.shocks[place], kept, sigma, z))

    def bookings(self, seat: Seat, now: Month, market: float, month: int) -> float:
        """Return one person's bookings of the month."""
        subject = self.seats[now.person.entry_seat].subject
        u = self.luck(subject, now.person.occupant, month, Purpose.SELLING_NOISE)
        luck = mean_one_lognormal(seat.p.noise_sigma, standard_normal(u))
        return float(self.rule(expected_bookings)(now.capacity, now.person.talent, market) * luck)

    @staticmethod
    def credit(now: Month) -> None:
        """Credit the month's bookings and quota to the running cycles."""
        person = now.person
        for account in (person.commission, person.bonus, person.year):
            account.credited += now.bookings
        person.bonus.quota += now.quota
        person.year.quota += now.quota
        person.bonus.months += now.active_share * person.fte

    # -- pay, review, leave, close -------------------------------------------------------------------------

    def pay(self, month: int) -> None:
        """Pay fixed pay, commission of the cycle to date less what was paid, and lump sums at a cycle's end."""
        company, ends = self.model.company, self.model.months[month].cycle_end
        for seat, now in self.present():
            person, p = now.person, seat.p
            kept = 1.0 if month >= person.leave_until else company.leave_pay_share
            fixed = person.base_annual / 12.0 * person.fte * now.seated_share * kept
            now.base = int(minor(fixed, company.minor_units))
            if p.commission_cycle >= 0:
                account = person.commission
                earned = self.rule(commission_payout)(account.credited, account.quota, p)
                to_date = int(minor(earned, company.minor_units))
                now.commission, account.paid = to_date - account.paid, to_date
            now.bonus = self.settled.get(seat.index, 0)
            if p.bonus_cycle >= 0 and ends[p.bonus_cycle] == month:
                now.bonus += self.settled_bonus(seat, person)
            self.count(month, seat, Tally.BASE, now.base)
            self.count(month, seat, Tally.COMMISSION, now.commission)
            self.count(month, seat, Tally.BONUS, now.bonus)

    def settled_bonus(self, seat: Seat, person: Person) -> int:
        """Return the lump sum [minor units] due for the running bonus cycle if it ended now."""
        if seat.p.bonus_cycle < 0:
            return 0
        account = person.bonus
        share = account.months / CYCLE_MONTHS[seat.p.bonus_cycle]
        amount = self.rule(bonus_payout)(account.credited, account.quota, share, seat.p)
        return int(minor(amount, self.model.company.minor_units))

    def review(self, month: int) -> None:
        """Close the cycles that end with the month; judge the fiscal year."""
        ends = self.model.months[month].cycle_end
        for seat, now in self.present():
            person, p = now.person, seat.p
            if p.commission_cycle >= 0 and ends[p.commission_cycle] == month:
                person.commission = self.new_commission(seat, person, month + 1)
            if p.bonus_cycle >= 0 and ends[p.bonus_cycle] == month:
                person.bonus = Account()
            if ends[Cycle.YEAR] == month:
                if person.year.quota > 0.0:
                    self.count(month, seat, Tally.REVIEWED)
                    self.count(month, seat, Tally.AT_QUOTA, person.year.credited >= person.year.quota)
                person.prior, person.year = person.year, Account()

    def leave(self, month: int) -> None:
        """Decide resignations at the end of the month."""
        for seat, now in self.present():
            person = now.person
            tenure = month - int(month_of(person.hire_day))
            hazard = self.rule(attrition_hazard)(tenure, person.attainment, seat.tier, seat.p)
            u = self.luck(self.seats[person.entry_seat].subject, person.occupant, month, Purpose.EXIT)
            if is_leaving(u, hazard):
                self.vacate(seat, person, month, ExitKind.VOLUNTARY, Phase.LEAVE)

    def vacate(self, seat: Seat, person: Person, month: int, kind: ExitKind, phase: Phase) -> None:
        """Empty a seat whose holder leaves the organisation."""
        seat.holder = None
        self.exit_kinds[seat.index] = kind
        is_voluntary = kind == ExitKind.VOLUNTARY
        self.count(month, seat, Tally.EXITS_VOLUNTARY if is_voluntary else Tally.EXITS_INVOLUNTARY)
        block_start = self.model.months[month].block_start
        stayed_since = is_of_cohort(month_of(person.hire_day), person.occupant, block_start)
        self.count(month, seat, Tally.COHORT_EXITS, stayed_since)
        self.note(phase, f"left ({kind.name.lower()})", seat, person)

    def close(self, month: int) -> None:
        """Measure the month and keep it."""
        for seat in self.seats:
            self.count(month, seat, Tally.CLOSING_HEADCOUNT, seat.holder is not None)
            self.panel.exit_kind[month, seat.index] = self.exit_kinds.get(seat.index, ExitKind.STAYED)
        for seat, now in self.present():
            self.count(month, seat, Tally.HEADCOUNT, now.seated_share)
            row = month, seat.index
            for name in ("entry_seat", "occupant", "hire_day", "talent"):
                getattr(self.panel, name)[row] = getattr(now.person, name)
            for name in ("seated_share", "ramp", "bookings", "quota", "base", "commission", "bonus"):
                getattr(self.panel, name)[row] = getattr(now, name)


def run(
    model: Model,
    opening: Occupancy,
    seed: int,
    replication: int,
    replaced: Mapping[Rule, Rule] | None = None,
) -> tuple[Floats, Panel, list[Event]]:
    """Return the counts [M, C, tallies], the panel and the events of one replication.

    `opening` is [1, S] and is left as it is.
    """
    organisation = Organisation(model, opening, seed, replication, replaced or {})
    organisation.clock.run(until=DAYS_PER_MONTH * model.n_months + 1)
    return organisation.counts, organisation.panel, organisation.events
