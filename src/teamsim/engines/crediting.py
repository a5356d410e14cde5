"""The event engine's crediting: deal by deal, business of a seat that somebody left, quotas of empty seats."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from teamsim.calendar import month_of
from teamsim.engines.people import Month, Seat
from teamsim.engines.responding import Responding
from teamsim.numeric import added
from teamsim.random import Purpose, standard_normal
from teamsim.rules.incentives import EmptyQuota, month_quota
from teamsim.rules.organisation import is_seat_fillable
from teamsim.rules.selling import expected_bookings, mean_one_lognormal, poisson_count
from teamsim.tallies import Tally


class Crediting(Responding):
    """An organisation that says who is credited with what."""

    def bookings(self, seat: Seat, now: Month, market: float, month: int) -> float:
        """Return one person's bookings of the month."""
        person, p = now.person, seat.p
        u = self.personal_luck(person, month, Purpose.SELLING_NOISE)
        talent = self.talent_of(seat, person)
        expected = float(self.rule(expected_bookings)(now.capacity, talent, market))
        if p.mean_deal <= 0.0:
            return float(expected * mean_one_lognormal(p.noise_sigma, standard_normal(u)))
        n_deals = int(self.rule(poisson_count)(u, standard_normal(u), expected / float(p.mean_deal)))
        noises = (standard_normal(self.personal_luck(person, month, Purpose.DEAL, deal)) for deal in range(n_deals))
        deals, sold = [float(p.mean_deal * mean_one_lognormal(p.deal_sigma, z)) for z in noises], 0.0
        for size in deals:  # not sum(): Python 3.12 rounds it otherwise than the compiled engine
            sold += size
        now.uncounted = sold - self.counted(seat, deals, month)
        self.count(month, seat, Tally.DEALS, n_deals)
        return sold

    def hand_on_quotas(self, month: int) -> None:
        """Share the month's quota of empty seats among the peers in the unit, or give it to those who lead it."""
        model = self.model
        for cell in model.cells:
            if not model.tiers[cell.tier].is_credited or cell.quota_annual <= 0.0:
                continue
            terms = 1.0, float(model.months[month].quota_weight), 1.0, model.company.is_quota_prorated
            of_one, unassigned = float(self.rule(month_quota)(float(cell.quota_annual), *terms)), 0.0
            for seat in self.seats[cell.first_seat : cell.end_seat]:
                is_wanted = bool(is_seat_fillable(seat.opens, seat.closes, month)) and seat.holder is None
                unassigned += of_one if is_wanted and self.held_face(seat) is None else 0.0
            first, end = int(cell.first_seat), int(cell.end_seat)
            if model.company.empty_quota == EmptyQuota.MANAGER:
                first, end = int(model.units[cell.unit].first_head), int(model.units[cell.unit].end_head)
            if unassigned > 0.0:
                self.hand_on(self.seats[first:end], unassigned, month)

    def hand_on(self, seats: Sequence[Seat], quota: float, month: int) -> None:
        """Share a quota equally among those at work in some seats; nobody's where there is nobody."""
        at_work = [(seat, now) for seat in seats if (now := self.book.get(seat.index)) and now.active_share > 0.0]
        for seat, now in at_work:
            if not seat.p.is_credited:
                continue
            self.raise_quota(seat, now, quota / len(at_work), month)

    def credit_own(self, month: int) -> None:
        """Work out what counts of each person's own business: not what lies beyond a limit, nor what a mover keeps."""
        company, share = self.model.company, float(self.model.company.holdover_share)
        for _, now in self.present():
            now.own = max(now.bookings - now.uncounted * now.effort, 0.0)
        if company.has_splits:
            self.split()
        left = {seat.index: now.own for seat, now in self.present()}
        for _, now in self.present():
            person = now.person
            if person.came_from not in left or month - int(month_of(person.seated_from)) >= company.holdover_months:
                continue
            kept = share * left[person.came_from]
            now.own += kept
            if not company.is_overlay:
                left[person.came_from] -= kept
                self.book[person.came_from].own -= kept

    def added(self, cell: int, amount_of: Callable[[Month], float]) -> float:
        """Add up an amount of the people of a cell, in the order in which the compiled engine adds."""
        p = self.model.cells[cell]
        amounts = np.zeros(p.end_seat - p.first_seat)
        for index in range(p.first_seat, p.end_seat):
            if index in self.book:
                amounts[index - p.first_seat] = amount_of(self.book[index])
        return float(added(amounts, 0, amounts.size))

    def split(self) -> None:
        """Split what the tiers of a unit book between them; a share that nobody is there to take is nobody's."""
        cells, splits = self.model.cells, self.model.splits
        whole = {seat.index: now.own for seat, now in self.present()}
        pools = [self.added(cell, lambda now: now.own) for cell in range(cells.size)]
        for cell, pool in zip(cells, pools, strict=True):
            mine = [index for index in range(cell.first_seat, cell.end_seat) if index in whole]
            for other in cells:
                share = float(splits[cell.tier, other.tier])
                if other.unit == cell.unit and other.tier != cell.tier and share > 0.0:
                    self.share_out(self.seats[other.first_seat : other.end_seat], share * pool)
            given = 1.0 - float(splits[cell.tier, cell.tier])
            for index in mine:
                self.book[index].own -= given * whole[index]

    def share_out(self, seats: Sequence[Seat], amount: float) -> None:
        """Credit those at work in some seats with an amount, in equal parts."""
        at_work = [now for seat in seats if (now := self.book.get(seat.index)) and now.active_share > 0.0]
        for now in at_work:
            now.own += amount / len(at_work)
