"""Real measures by person and month or year, as a plan reads them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from teamsim.calendar import MONTHS_PER_YEAR
from teamsim.errors import Fault, InputError
from teamsim.panel import Panel
from teamsim.plans import Plan, is_empty, plan_of
from teamsim.random import Purpose, standard_normal, uniform
from teamsim.rules.selling import counted_deal, mean_one_lognormal
from teamsim.scenario.build import build
from teamsim.scenario.components import is_team_credited
from teamsim.scenario.layout import Layout

if TYPE_CHECKING:
    import pandas as pd

    from teamsim.study import Study

MEASURES = ("bookings", "team", "soft", "prize", "share", "held_over", "handed_on")
"""Columns that a statement reads month by month; an empty cell is none, and of `soft` and `share` one."""
_NOTHING = {"soft": 1.0, "share": 1.0}
"""What an empty cell is, where it is not 0."""
TERMS = ("base_annual", "fte")
"""Columns that hold from their row on."""


@dataclass(frozen=True, slots=True)
class Actual:
    """One person's months in a row: tier, measures and quota of each month, and the person's terms."""

    person: str
    year: int | None
    tier: str
    is_team_credited: bool
    rows: tuple[dict[str, Any], ...]
    quotas: tuple[float, ...]
    terms: dict[str, Any]

    @property
    def credited(self) -> float:
        """What counts for the quota."""
        return float(sum(row.get("team", 0.0) if self.is_team_credited else row["bookings"] for row in self.rows))

    @property
    def at_quota(self) -> list[dict[str, Any]]:
        """The same months with results that are exactly the quota."""
        on_top = ("deals", "held_over", "handed_on")
        return [
            {name: value for name, value in row.items() if name not in on_top}
            | {"bookings": quota, "team": quota, "soft": 1.0, "prize": 0.0}
            for row, quota in zip(self.rows, self.quotas, strict=True)
        ]


def actuals_of(plan: Plan, table: pd.DataFrame, against: Plan | None = None) -> list[Actual]:
    """Return a table as people's months in a row, for a plan and maybe another one.

    Raises
    ------
    InputError
        A column is missing, a person has a month twice, or the plan limits single deals and there are none.
    """
    _refuse(_faults([plan] if against is None else [plan, against], table))
    if "bookings" not in table:
        table = table.assign(bookings=[sum(_deals(cell)) for cell in table["deals"]])
    layout = build(plan.scenario)
    table = _by_month(layout, table) if "month" not in table else table.assign(month=_numbered(layout, table["month"]))
    _refuse(_repeated(table))
    keys = ["person", "year"] if "year" in table else ["person"]
    groups = table.sort_values("month").groupby(keys, sort=False)
    return [_actual(plan, layout, key, rows) for key, rows in groups]


def _faults(plans: Sequence[Plan], table: pd.DataFrame) -> Iterator[Fault]:
    """Find columns that are missing, and a table without people."""
    if table.empty:
        yield Fault("actuals", "nobody is in the table.", "Give a row a person and month, or year.")
    for column in ("person", "bookings"):
        if column not in table and (column != "bookings" or "deals" not in table):
            yield Fault("actuals", f"there is no column `{column}`.", f"It has {', '.join(map(str, table.columns))}.")
    if "deals" in table and "month" not in table:
        yield Fault("actuals.deals", "deals stand in years.", "Give the `month` in which each was won.")
    for plan in plans if "deals" not in table else ():
        if plan.scenario.parameters.incentives.plans[plan.name].deal_limit is not None:
            remedy = "Give `deals`, the amounts won in each month, or take the limit off the plan."
            yield Fault("actuals", f"plan `{plan.name}` limits single deals, and there are only months.", remedy)
    if "month" not in table and "year" not in table:
        yield Fault("actuals", "there is neither `month` nor `year`.", "month: 2025-07 or 0, 1, ...; year: 2025.")
    if "bookings" in table and table["bookings"].isna().any():
        yield Fault("actuals.bookings", f"{int(table['bookings'].isna().sum())} are empty.", "Give 0 where none.")


def _repeated(table: pd.DataFrame) -> Iterator[Fault]:
    """Find months that a person has twice."""
    keys = ["person", "month", *(["year"] if "year" in table else [])]
    twice = table[table.duplicated(keys)]
    for row in twice.head(3).to_dict("records"):
        yield Fault("actuals", f"`{row['person']}` has month {row['month']} twice.", "Add the rows up.")


def _refuse(faults: Iterator[Fault]) -> None:
    found = list(faults)
    if found:
        raise InputError(found)


def _numbered(layout: Layout, months: pd.Series[Any]) -> pd.Series[Any]:
    """Return months counted from the scenario's first; dates of other years stand at the same month of the year."""
    import pandas as pd

    if pd.api.types.is_integer_dtype(months):
        return months
    dates = pd.PeriodIndex(months.astype(str).str.slice(0, 7), freq="M")
    start = pd.Period(layout.scenario.parameters.time.start, freq="M")
    after = pd.Series((dates.year - start.year) * MONTHS_PER_YEAR + dates.month - start.month, index=months.index)
    years = int(after.min()) // MONTHS_PER_YEAR
    return after - MONTHS_PER_YEAR * years


def _by_month(layout: Layout, table: pd.DataFrame) -> pd.DataFrame:
    """Spread the results of years over their months, as the quota is spread."""
    import pandas as pd

    weights = _weights(layout, 0, MONTHS_PER_YEAR)
    shares = pd.DataFrame({"month": range(MONTHS_PER_YEAR), "weight": [weight / sum(weights) for weight in weights]})
    spread = table.merge(shares, how="cross")
    for column in ("bookings", "team", "quota"):
        if column in spread:
            spread[column] = spread[column] * spread["weight"]
    return spread.drop(columns="weight")


def _weights(layout: Layout, first: int, n: int) -> list[float]:
    """Return the weight of some months in the year's quota; around 1."""
    if first < 0 or first + n > layout.n_measured:
        problem = f"months {first} to {first + n - 1}; the scenario has 0 to {layout.n_measured - 1}."
        raise InputError([Fault("actuals.month", problem, "Raise time.horizon_months.")])
    rows = layout.model.months[layout.n_burn_in + first : layout.n_burn_in + first + n]
    return [float(row.quota_weight) for row in rows]


def _actual(plan: Plan, layout: Layout, key: Sequence[Any], table: pd.DataFrame) -> Actual:
    """Return one person; a month without a row between others has no results."""
    first, last = int(table["month"].min()), int(table["month"].max())
    full = table.set_index("month").reindex(range(first, last + 1))
    measures = full[[name for name in MEASURES if name in full]].astype(float).to_dict("records")
    rows: Any = [
        {str(name): _NOTHING.get(str(name), 0.0) if is_empty(x) else x for name, x in row.items()} for row in measures
    ]
    known = table.iloc[0]
    terms = {name: known[name] for name in ("unit", *TERMS) if name in table and not is_empty(known[name])}
    if "exit" in table and not is_empty(table["exit"].iloc[-1]):
        terms["exit"] = table["exit"].iloc[-1]
    for name in {*TERMS, "deals"} & {*full}:
        for row, value in zip(rows, full[name], strict=True):
            row |= {} if is_empty(value) else {name: _deals(value) if name == "deals" else float(value)}
    tier = plan_of(plan.scenario, plan.name, str(known["tier"]) if "tier" in table else plan.tier).tier
    ftes = full["fte"].ffill().fillna(1.0).tolist() if "fte" in full else [1.0] * len(rows)
    months = zip(_weights(layout, first, len(rows)), rows, ftes, strict=True)
    weights = [weight * row.get("share", 1.0) * fte for weight, row, fte in months]
    parameters = plan.scenario.parameters
    quota_annual = parameters.tiers[tier].quota_annual
    if "quota" in full and sum(weights) > 0.0:
        quota_annual = MONTHS_PER_YEAR * float(full["quota"].fillna(0.0).sum()) / sum(weights)
        terms["quota_annual"] = quota_annual
    quotas = tuple(quota_annual * weight / MONTHS_PER_YEAR for weight in weights)
    year = int(key[1]) if len(key) > 1 else None
    is_team = is_team_credited(parameters, tier)
    return Actual(str(key[0]), year, tier, is_team, tuple(rows), quotas, {**terms, "first_month": first})


def _deals(cell: Any) -> list[float]:
    """Return the deals of a cell; none where it is empty."""
    return [] if is_empty(cell) else [float(size) for size in cell]


def simulated_actuals(
    study: Study, tier: str, *, scenario: str | None = None, replication: int = 0, months: int = MONTHS_PER_YEAR
) -> pd.DataFrame:
    """Return the results of one future as a table like a firm's own: to try a replay before the real one.

    One row a person and month of a tier: `person`, `month`, `bookings`, `team`, `share` (of the month in the seat),
    `quota`, `unit`; where the tier sells deal by deal also `deals`, and where own credit is split or held over
    `held_over`, what counts beside the own deals.
    """
    import pandas as pd

    layout, panel = study.result(scenario).layout, study.panel(scenario, replication)
    rows, is_by_deal = [], layout.scenario.parameters.tiers[tier].selling.deal_size is not None
    for seat, planned in enumerate(layout.seats):
        if planned.tier != tier:
            continue
        for month in range(layout.n_burn_in, layout.n_burn_in + min(months, layout.n_measured)):
            if panel.entry_seat[month, seat] >= 0:
                rows.append(_simulated(layout, panel, study.seed, replication, month, seat))
    told = pd.DataFrame(rows)
    return told if is_by_deal else told.drop(columns="deals")


def _simulated(layout: Layout, panel: Panel, seed: int, replication: int, month: int, seat: int) -> dict[str, Any]:
    """Return one person's month of a future."""
    entry, occupant = int(panel.entry_seat[month, seat]), int(panel.occupant[month, seat])
    booked, own = float(panel.bookings[month, seat]), float(panel.own[month, seat])
    deals = list(_lived_deals(layout, seed, replication, month, seat, (entry, occupant), booked))
    run = layout.model.run_of[layout.model.months[month].plan_period, layout.model.seats.cell[seat]]
    limit = (layout.model.runs[run].deal_limit, layout.model.runs[run].beyond_limit) if run >= 0 else (math.inf, 1.0)
    counted = sum(float(counted_deal(size, *limit)) for size in deals) if deals else booked
    return {
        "person": f"{layout.seats[entry].name}#{occupant}",
        "month": month - layout.n_burn_in,
        "bookings": booked,
        "team": float(panel.credited[month, seat]),
        "share": float(panel.seated_share[month, seat]),
        "quota": float(panel.quota[month, seat]),
        "unit": layout.seats[seat].unit,
        "held_over": own - counted if abs(own - counted) > 1e-9 * max(booked, 1.0) else 0.0,
        "deals": deals,
    }


def _lived_deals(
    layout: Layout, seed: int, replication: int, month: int, seat: int, person: tuple[int, int], booked: float
) -> Iterator[float]:
    """Go through the deals of a person's month, from their own luck, until they are what was booked.

    Effort scales them, and business moved between months is one deal more: then the limit is met almost as lived.
    """
    model, (entry, occupant), left = layout.model, person, booked
    p = model.tiers[model.seats.tier[seat]]
    for deal in itertools.count() if p.mean_deal > 0.0 else ():
        if left <= 1e-9 * booked:
            return
        u = uniform(seed, replication, model.seats.subject[entry], occupant, month, deal, Purpose.DEAL)
        size = float(p.mean_deal * mean_one_lognormal(p.deal_sigma, standard_normal(u)))
        yield min(size, left)
        left -= size
