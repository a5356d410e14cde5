"""Real measures by person and month or year, as a plan reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from teamsim.calendar import MONTHS_PER_YEAR
from teamsim.errors import Fault, InputError
from teamsim.plans import Plan, plan_of
from teamsim.scenario.build import build
from teamsim.scenario.components import is_team_credited
from teamsim.scenario.layout import Layout

if TYPE_CHECKING:
    import pandas as pd

    from teamsim.study import Study

MEASURES = ("bookings", "team", "soft", "prize", "share")
"""Columns that a statement reads month by month."""
TERMS = ("base_annual", "fte", "unit", "exit")
"""Columns that hold for a person through all rows."""


@dataclass(frozen=True, slots=True)
class Actual:
    """One person's months in a row: tier, measures and quota of each month, and the person's terms."""

    person: str
    year: int | None
    tier: str
    is_team_credited: bool
    rows: tuple[dict[str, float], ...]
    quotas: tuple[float, ...]
    terms: dict[str, Any]

    @property
    def credited(self) -> float:
        """What counts for the quota."""
        return sum(row.get("team", 0.0) if self.is_team_credited else row["bookings"] for row in self.rows)

    @property
    def at_quota(self) -> list[dict[str, float]]:
        """The same months with results that are exactly the quota."""
        return [
            {**row, "bookings": quota, "team": quota, "soft": 1.0, "prize": 0.0}
            for row, quota in zip(self.rows, self.quotas, strict=True)
        ]


def actuals_of(plan: Plan, table: pd.DataFrame) -> list[Actual]:
    """Return a table as people's months in a row.

    Raises
    ------
    InputError
        A column is missing, or a person has a month twice.
    """
    _refuse(_faults(table))
    layout = build(plan.scenario)
    table = _by_month(layout, table) if "month" not in table else table.assign(month=_numbered(layout, table["month"]))
    _refuse(_repeated(table))
    keys = ["person", "year"] if "year" in table else ["person"]
    groups = table.sort_values("month").groupby(keys, sort=False)
    return [_actual(plan, layout, key, rows) for key, rows in groups]


def _faults(table: pd.DataFrame) -> Iterator[Fault]:
    """Find columns that are missing."""
    for column in ("person", "bookings"):
        if column not in table:
            yield Fault("actuals", f"there is no column `{column}`.", f"It has {', '.join(map(str, table.columns))}.")
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
    measures = full[[name for name in MEASURES if name in full]].astype(float)
    measures = measures.fillna({name: 1.0 if name in ("soft", "share") else 0.0 for name in measures})
    rows: Any = measures.to_dict("records")
    known = table.iloc[0]
    terms = {name: known[name] for name in TERMS if name in table and not _is_empty(known[name])}
    tier = plan_of(plan.scenario, plan.name, str(known["tier"]) if "tier" in table else plan.tier).tier
    weights = [w * row.get("share", 1.0) for w, row in zip(_weights(layout, first, len(rows)), rows, strict=True)]
    fte, parameters = float(terms.get("fte", 1.0)), plan.scenario.parameters
    quota_annual = parameters.tiers[tier].quota_annual
    if "quota" in full and sum(weights) > 0.0:
        quota_annual = MONTHS_PER_YEAR * float(full["quota"].fillna(0.0).sum()) / sum(weights) / fte
        terms["quota_annual"] = quota_annual
    quotas = tuple(quota_annual * fte * weight / MONTHS_PER_YEAR for weight in weights)
    year = int(key[1]) if len(key) > 1 else None
    is_team = is_team_credited(parameters, tier)
    return Actual(str(key[0]), year, tier, is_team, tuple(rows), quotas, {**terms, "first_month": first})


def _is_empty(value: Any) -> bool:
    """Tell whether a cell of a table is empty."""
    return value is None or value != value


def simulated_actuals(
    study: Study, tier: str, *, scenario: str | None = None, replication: int = 0, months: int = MONTHS_PER_YEAR
) -> pd.DataFrame:
    """Return the results of one future as a table like a firm's own: to try a replay before the real one.

    One row a person and month of a tier: `person`, `month`, `bookings`, `team`, `share` (of the month in the seat),
    `quota`, `unit`.
    """
    import pandas as pd

    layout, panel = study.result(scenario).layout, study.panel(scenario, replication)
    rows = []
    for seat, planned in enumerate(layout.seats):
        if planned.tier != tier:
            continue
        for month in range(layout.n_burn_in, layout.n_burn_in + min(months, layout.n_measured)):
            if panel.entry_seat[month, seat] >= 0:
                name = f"{layout.seats[panel.entry_seat[month, seat]].name}#{panel.occupant[month, seat]}"
                result, share = float(panel.bookings[month, seat]), float(panel.seated_share[month, seat])
                counted = float(panel.credited[month, seat]), float(panel.quota[month, seat])
                rows.append((name, month - layout.n_burn_in, result, counted[0], share, counted[1], planned.unit))
    return pd.DataFrame(rows, columns=["person", "month", "bookings", "team", "share", "quota", "unit"])
