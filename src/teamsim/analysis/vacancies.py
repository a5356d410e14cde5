"""What one vacancy costs, with the chain of vacancies that it starts.

A vacancy of tier j stays empty for e_j months (Little: empty seat-months / vacancies); the share outside_j is then
filled by somebody who is hired, trained and ramps up (people promoted keep their ramp):

    c_j = e_j (value_j + coaching_j - saved_j) + outside_j (lost_ramp_j value_j + hiring_j + training_j)

and one that starts in tier i visits N_ij seats of tier j (White's chains, `chains`), so it costs sum_j N_ij c_j.
Lost business counts at the full productivity of an average person times the margin, pay saved at what the tier's
people cost on average. In a study lost business is simulated; this is the same loss told as a price, so the two are
never added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from teamsim.analysis.chains import ObservedChains
from teamsim.calendar import MONTHS_PER_YEAR
from teamsim.model import Floats
from teamsim.results import Results
from teamsim.rules.organisation import hours_for_coaching, lead_factor, meeting_share
from teamsim.rules.ramp import HALF_DAYS_PER_MONTH
from teamsim.scenario.layout import Layout, leading_cell
from teamsim.scenario.schema import Parameters
from teamsim.scenario.schema.structure import Coaching
from teamsim.scenario.sources import extra_cost

if TYPE_CHECKING:
    import pandas as pd


def vacancy_costs(result: Results, chains: ObservedChains | None) -> pd.DataFrame:
    """Return by tier what one vacancy costs [currency], part by part, for itself and with its chain.

    Columns: `months_empty`; of the one seat `lost_margin`, `lost_coaching`, `lost_ramp`, `hiring`, `saved` (negative)
    and their sum `own_cost`; with the chain `chain_length` [seats] and `cost`.

    Without chains (people move by a matrix) every vacancy is filled from outside.
    """
    import pandas as pd

    layout, tiers = result.layout, result.layout.tiers
    n = len(tiers)
    fills = chains.theory.fills if chains else np.zeros((n, n))
    visits = np.linalg.inv(np.eye(n) - fills)
    empty, value = _months_empty(result), _value_a_month(layout)
    outside = 1.0 - fills.sum(axis=1)
    parts = {
        "lost_margin": empty * value,
        "lost_coaching": empty * _coaching_a_month(result),
        "lost_ramp": outside * _unproductive_months(layout) * value,
        "hiring": outside * np.array([_price_of_a_hire(layout.scenario.parameters, tier) for tier in tiers]),
        "saved": -empty * _saved_a_month(result),
    }
    own = sum(parts.values(), np.zeros(n))
    columns = {
        "months_empty": empty,
        **parts,
        "own_cost": own,
        "chain_length": visits.sum(axis=1),
        "cost": visits @ own,
    }
    return pd.DataFrame(columns, index=pd.Index(tiers, name="tier"))


def _price_of_a_hire(p: Parameters, tier: str) -> float:
    """Return what it costs to find and train somebody for a tier, whatever the source."""
    costs = p.tiers[tier].costs
    return costs.hiring_per_hire + extra_cost(p, tier) + costs.training_per_hire


def _months_empty(result: Results) -> Floats:
    """Return the mean months that a vacancy of each tier lasts: empty seat-months / vacancies, 0 without any."""

    def mean(measure: str, tier: str) -> float:
        return float(result.total(measure, tier=tier).mean())

    months, found = result.layout.n_measured, []
    for tier in result.layout.tiers:
        n_vacancies = mean("exits", tier) + mean("promotions_out", tier) + mean("transfers_out", tier)
        found.append(months * mean("vacancy", tier) / n_vacancies if n_vacancies else 0.0)
    return np.array(found)


def _value_a_month(layout: Layout) -> Floats:
    """Return the margin that a fully productive average person of each tier brings a month."""
    seats, margin = layout.model.seats, layout.scenario.parameters.money.margin
    of_tier = [seats.productivity_annual[seats.tier == tier] for tier in range(len(layout.tiers))]
    means = np.array([values.mean() if values.size else 0.0 for values in of_tier])
    value: Floats = margin * means / MONTHS_PER_YEAR
    return value


def _unproductive_months(layout: Layout) -> Floats:
    """Return the months of full productivity that ramping up takes in each tier, sum of (1 - ramp)."""
    return np.array([float(np.sum(1.0 - p.ramp)) / HALF_DAYS_PER_MONTH for p in layout.model.tiers])


def _saved_a_month(result: Results) -> Floats:
    """Return what a person of each tier costs a month: pay and on-costs, and cost of the seat."""
    found = []
    for tier in result.layout.tiers:
        heads = result.layout.n_measured * float(result.total("headcount", tier=tier).mean())
        cost = sum(float(result.total(name, tier=tier).mean()) for name in ("compensation", "running_cost"))
        found.append(cost / heads if heads else 0.0)
    return np.array(found)


def _coaching_a_month(result: Results) -> Floats:
    """Return the margin that a team loses a month when one of those who lead it is missing, by their tier."""
    layout = result.layout
    p, found = layout.scenario.parameters, np.zeros(len(layout.tiers))
    coaching = p.organisation.coaching
    if coaching.gain == 0.0:
        return found
    lost: dict[str, list[float]] = {}
    for cell, (value, n_reports) in _led(layout).items():
        heads = sum((seat.unit, seat.tier) == cell for seat in layout.seats)
        with_all, without = (_led_by(n, n_reports, coaching) for n in (heads, heads - 1.0))
        lost.setdefault(cell[1], []).append(value * (1.0 - without / with_all))
    for tier, losses in lost.items():
        found[layout.tiers.index(tier)] = float(np.mean(losses))
    return found


def _led_by(heads: float, n_reports: float, coaching: Coaching) -> float:
    """Return what coaching and meetings make of what a team books that so many lead."""
    meetings = coaching.meeting_hours
    hours = hours_for_coaching(coaching.hours_per_manager, heads, n_reports, meetings, coaching.meeting_coaching)
    lead = lead_factor(heads, n_reports, hours, coaching.useful_hours, coaching.gain)
    return float(lead * meeting_share(heads, meetings))


def _led(layout: Layout) -> dict[tuple[str, str], tuple[float, float]]:
    """Return for each cell of managers the margin a month of those they lead, and how many seats these have."""
    p, found = layout.scenario.parameters, dict[tuple[str, str], tuple[float, float]]()
    for place, seat in enumerate(layout.seats):
        cell = leading_cell(p, layout.cells, seat.unit) if p.tiers[seat.tier].track == "individual" else None
        if cell is not None and not seat.home:
            value, n = found.get(cell, (0.0, 0.0))
            of_seat = p.money.margin * float(layout.model.seats.productivity_annual[place]) / MONTHS_PER_YEAR
            found[cell] = value + of_seat, n + 1.0
    return found
