"""What plans cost at every attainment of the company, and what people earned in a study."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from teamsim.analysis.origins import origin_of_futures, with_origin
from teamsim.analysis.outlook import outlook_of, yearly_quantiles
from teamsim.analysis.stays import is_there_throughout
from teamsim.calendar import MONTHS_PER_YEAR
from teamsim.model import Floats
from teamsim.plans import Plan

if TYPE_CHECKING:
    import pandas as pd

    from teamsim.study import Study

_N_PEOPLE = 200
_ATTAINMENTS = tuple(np.round(np.linspace(0.5, 1.5, 41), 6).tolist())


@dataclass(frozen=True, slots=True, eq=False)
class PlanCosts:
    """Expected variable pay of a head by the company's attainment, and its share of bookings."""

    plan: Plan
    attainments: Floats
    pay: Floats
    share_of_bookings: Floats

    @property
    def at_quota(self) -> float:
        """Expected variable pay of a head [currency] when the company makes its number."""
        return float(np.interp(1.0, self.attainments, self.pay))


def plan_costs(plan: Plan, attainments: tuple[float, ...] = _ATTAINMENTS) -> PlanCosts:
    """Return what a plan costs a head at each attainment of the company.

    People are spread around the company's attainment by talent and their own luck; the shocks that they share move
    the company. A convex plan costs more than its payout at the mean: the spread pays.

    Half of the people at 50%, half at 150%, a rate of 10% to quota and 20% above it, quota 100: (5 + 20) / 2 = 12.5,
    not the 10 at quota.
    """
    outlook, levels = outlook_of(plan.scenario, plan.tier), np.array(attainments)
    own = replace(outlook, pace=1.0, shared_sigma=0.0)
    spread = yearly_quantiles(own, _N_PEOPLE)
    spread /= spread.mean()
    quota = plan.scenario.parameters.tiers[plan.tier].quota_annual
    grid = np.linspace(0.0, float(levels.max() * spread.max()), 600)
    known = np.asarray(plan.payout(grid))
    pay = np.array([float(np.interp(level * spread, grid, known).mean()) for level in levels])
    return PlanCosts(plan, levels, pay, pay / (levels * quota) if quota > 0.0 else np.full(levels.size, np.nan))


def earnings(study: Study, *, scenario: str | None = None, n: int = 5) -> pd.DataFrame:
    """Return who earned what: one row for each person and whole year of the first n replications.

    Columns: replication, tier, unit, attainment, base, variable, pay [currency].
    """
    import pandas as pd

    n = min(n, study.n_replications)
    parts = [_year(study, scenario, r, y) for r in range(n) for y in _years(study, scenario)]
    return with_origin(pd.concat(parts, ignore_index=True), origin_of_futures(study, scenario, n))


def _years(study: Study, scenario: str | None) -> range:
    """Return the whole years of a study."""
    return range(study.result(scenario).layout.n_measured // MONTHS_PER_YEAR)


def _year(study: Study, scenario: str | None, replication: int, year: int) -> pd.DataFrame:
    """Return those who were in their seats through a year, with what they earned."""
    import pandas as pd

    layout, panel = study.result(scenario).layout, study.panel(scenario, replication)
    first = layout.n_burn_in + MONTHS_PER_YEAR * year
    rows, scale = slice(first, first + MONTHS_PER_YEAR), layout.model.company.minor_units
    is_whole = is_there_throughout(panel, rows)
    credited, quota = (field[rows].sum(axis=0)[is_whole] for field in (panel.credited, panel.quota))
    base, variable = (
        panel.base[rows].sum(axis=0)[is_whole] / scale,
        (panel.commission + panel.bonus)[rows].sum(axis=0)[is_whole] / scale,
    )
    seats = [seat for seat, whole in zip(layout.seats, is_whole, strict=True) if whole]
    names = {"tier": [seat.tier for seat in seats], "unit": [seat.unit for seat in seats]}
    attainment = np.divide(credited, quota, out=np.full(quota.size, np.nan), where=quota > 0.0)
    paid = {"attainment": attainment, "base": base, "variable": variable, "pay": base + variable}
    return pd.DataFrame({"replication": replication, **names, **paid})
