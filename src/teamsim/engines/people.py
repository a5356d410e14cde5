"""The nouns of the event engine: seats, people, their months, and what happened."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from teamsim.calendar import NEVER, Phase, month_of
from teamsim.model import NO_SOURCE
from teamsim.rules.hiring import Vacancy
from teamsim.rules.promotion import Criterion, attainment_of, criterion_value


@dataclass(slots=True)
class Account:
    """What counts and the quota of a running cycle, what was earned and how long was worked in it."""

    credited: float = 0.0
    quota: float = 0.0
    earned: int = 0
    months: float = 0.0
    unpaid: int = 0  # earned and not paid; below 0 = paid in advance
    due: int = 0  # of it payable
    by_month: dict[int, int] = field(default_factory=dict)  # earned


@dataclass(slots=True)
class Ledger:
    """What becomes of a seat's variable pay in a month [minor units]."""

    earned: int = 0
    clawed_back: int = 0
    forfeited: int = 0
    settled: int = 0
    final_pay: int = 0

    def add(self, other: Ledger) -> None:
        """Add what happened to another's."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(slots=True)
class Person:
    """Somebody in a seat, with the address of their luck."""

    entry_seat: int
    occupant: int
    hire_day: int
    seated_from: int
    grade_month: int
    cohort_cell: int
    talent: float
    leadership: float
    fte: float
    leave_until: int
    base_annual: float
    quota_annual: float
    birth_month: int = NEVER
    source: int = NO_SOURCE
    preference: float = 0.0  # uniform: which preference type
    acting_for: int = -1  # head's seat for whose empty chair the person acts
    came_from: int = -1  # seat that the person left for this one within the run
    moved_on: float = 0.0  # business held back for the next month; below 0 = signed before its month
    leaves_month: int = NEVER
    accounts: list[Account] = field(default_factory=list)
    quarter: Account = field(default_factory=Account)
    quarters_below: int = 0
    plan_until: int = NEVER
    quarter_attainment: float = math.nan
    year: Account = field(default_factory=Account)
    prior: Account = field(default_factory=Account)
    invoices: dict[int, float] = field(default_factory=dict)
    innate_talent: float = math.nan  # without courses
    innate_leadership: float = math.nan
    ramp_gained: float = 0.0  # months by which the ramp clock runs ahead in all
    ramp_lost: float = 0.0  # months by which lateral moves have put it back
    courses: list[float] = field(default_factory=list)  # by programme: what is left of those taken, in courses
    last_course: list[int] = field(default_factory=list)  # month, or NEVER
    tickets: list[int] = field(default_factory=list)  # place in the queue, or NOT_WAITING
    is_recognised: bool = False  # among the best of the last quarter

    @property
    def attainment(self) -> float:
        """Attainment of the fiscal year to date and the year before."""
        credited = self.prior.credited + self.year.credited
        return float(attainment_of(credited, self.prior.quota + self.year.quota))

    def value_of(self, criterion: Criterion, month: int) -> float:
        """Return what a criterion reads of the person, not yet standardised."""
        tenure = month - int(month_of(self.hire_day))
        return float(criterion_value(criterion, tenure, self.talent, self.attainment, self.leadership))


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
    vacancy: Vacancy = Vacancy.TO_FILL
    raised_day: int = 0
    n_offers: int = 0
    log_strain: float = 0.0
    is_searched: bool = False
    months_vacant: int = 0  # of a head's seat, where somebody acts then
    left_month: int = -NEVER  # month at whose end somebody last left it by choice


@dataclass(slots=True)
class Month:
    """What a person does and gets in a month."""

    person: Person
    seated_share: float
    active_share: float
    ramp: float
    selling_share: float = 1.0  # of the month, beside courses
    capacity: float = 0.0
    effort: float = 1.0
    moved: float = 0.0
    bookings: float = 0.0
    uncounted: float = 0.0  # of it, beyond a deal's limit, at effort 1
    own: float = 0.0  # what counts of own business
    credited: float = 0.0
    quota: float = 0.0
    base: int = 0
    commission: int = 0
    bonus: int = 0
    settled: int = 0
    on_costs: int = 0
    lines: list[int] = field(default_factory=list)
    measured: list[tuple[float, float]] = field(default_factory=list)
    collected: float = 0.0
    ledger: Ledger = field(default_factory=Ledger)


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
