"""Who came, moved and left, and what became of empty seats: one row each, read off one replayed replication.

Read off the panel month by month, so that sums are exactly the counts of `study.months`: hires, promotions in and
out, exits by kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from teamsim.calendar import MONTHS_PER_YEAR
from teamsim.model import Flags, Ints
from teamsim.panel import Panel
from teamsim.random import MAX_OCCUPANTS
from teamsim.rules.attrition import ExitKind
from teamsim.scenario.layout import Layout
from teamsim.spells import person_name

if TYPE_CHECKING:
    import pandas as pd

OUTSIDE = "outside"
_EXITS: dict[ExitKind, str] = {kind: kind.name.lower() for kind in ExitKind if kind != ExitKind.STAYED}
_MONTH, _SEAT, _ENTRY, _OCCUPANT, _SOURCE = range(5)


def passages(layout: Layout, panel: Panel, replication: int) -> pd.DataFrame:
    """Return every hire, move and exit within the measured months of one replication.

    `how` is hired, acquired, promoted, transferred, regraded, or the kind of exit. Who joins and moves in the same
    month does both.
    """
    import pandas as pd

    there = _there(panel)
    tables = [_joins(layout, there), _moves(layout, there), _exits(layout, panel)]
    table = pd.concat([each for each in tables if len(each)] or tables[:1], ignore_index=True)
    table = table[table["month"] >= 0].sort_values("month", kind="stable", ignore_index=True)
    table.insert(0, "scenario", layout.scenario.name)
    table.insert(1, "replication", replication)
    return table


def vacancies(layout: Layout, panel: Panel, replication: int) -> pd.DataFrame:
    """Return why seats fell empty in one replication (`change` arose) and what ended that (ended), one row each.

    Arose: opened (a planned seat), the kind of exit, promoted, transferred. Ended: hired (with the source where there
    are several), acquired, from a tier, transferred, closed. A regraded seat counts where it is budgeted; regrading
    itself empties nothing.
    """
    import pandas as pd

    told = passages(layout, panel, replication)
    told = told[told["how"] != "regraded"]
    left, filled = told[told["from_seat"] != OUTSIDE], told[told["to_seat"] != OUTSIDE]
    opened, closed = _opened(layout), _closed(layout, panel)
    by = [_filled_by(*row) for row in zip(filled["how"], filled["from_tier"], filled["source"], strict=True)]
    homes = [seat.home or seat.name for seat in layout.seats]
    home = dict(zip((seat.name for seat in layout.seats), homes, strict=True))
    goes = {seat.name for seat in layout.seats if not seat.is_refilled}  # with its holder
    gone = left[left["from_seat"].map(home).isin(goes)]
    parts = [
        ("arose", left["month"], left["from_seat"].map(home), left["how"]),
        ("arose", opened["month"], opened["seat"], "opened"),
        ("ended", filled["month"], filled["to_seat"].map(home), by),
        ("ended", closed["month"], closed["seat"], "closed"),
        ("ended", gone["month"], gone["from_seat"].map(home), "closed"),
    ]
    found = [
        pd.DataFrame({"month": month, "seat": seat, "change": change, "how": how})
        for change, month, seat, how in parts
        if len(month)
    ]
    table = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=["month", "seat", "change", "how"])
    place = {seat.name: seat for seat in layout.seats}
    table.insert(0, "scenario", layout.scenario.name)
    table.insert(1, "replication", replication)
    table["unit"] = [place[name].unit for name in table["seat"]]
    table["tier"] = [place[name].tier for name in table["seat"]]
    return table.sort_values("month", kind="stable", ignore_index=True)


def _filled_by(how: str, tier: str, source: object) -> str:
    """Return in words how a vacancy was filled."""
    if how == "promoted":
        return f"from {tier}"
    return f"{how}: {source}" if isinstance(source, str) else how


def a_year(tables: Sequence[pd.DataFrame], by: list[str], n_futures: int, n_months: dict[str, int]) -> pd.DataFrame:
    """Count the rows of tables by some columns: a mean over futures and years; `n_months` by scenario, in order."""
    import pandas as pd

    table = pd.concat(tables, ignore_index=True)
    table["scenario"] = pd.Categorical(table["scenario"], list(n_months))
    counted = table.groupby(["scenario", *by], observed=True, dropna=False).size().reset_index(name="a_year")
    n_years = counted["scenario"].astype(str).map(n_months) / MONTHS_PER_YEAR
    counted["a_year"] = counted["a_year"] / n_futures / n_years
    return counted


def _there(panel: Panel) -> Ints:
    """Return who is where in which month, person by person: rows of month, seat, seat of entry, occupant, source."""
    months, seats = np.nonzero(panel.entry_seat >= 0)
    entry, occupant = panel.entry_seat[months, seats], panel.occupant[months, seats]
    order = np.lexsort((months, entry * MAX_OCCUPANTS + occupant))
    there: Ints = np.stack([months, seats, entry, occupant, panel.source[months, seats]])[:, order]
    return there


def _is_new(there: Ints) -> Flags:
    """Tell which rows are the first of a person."""
    who = there[_ENTRY] * MAX_OCCUPANTS + there[_OCCUPANT]
    is_new: Flags = np.append(True, who[1:] != who[:-1]) if who.size else np.zeros(0, dtype=np.bool_)
    return is_new


def _joins(layout: Layout, there: Ints) -> pd.DataFrame:
    """Return those who came from outside, in the seat of entry."""
    joined = there[:, _is_new(there) & (there[_OCCUPANT] > 0)]
    acquired = (layout.model.seats.acquisition[joined[_ENTRY]] >= 0) & (joined[_OCCUPANT] == 1)
    how = np.where(acquired, "acquired", "hired")
    outside = np.full(joined.shape[1], -1)
    table = _told(layout, joined, outside, joined[_ENTRY], how)
    table["source"] = [layout.sources[source] if source >= 0 else None for source in joined[_SOURCE]]
    return table


def _moves(layout: Layout, there: Ints) -> pd.DataFrame:
    """Return those who changed seats; who is first seen elsewhere moved there from the seat of entry."""
    before = np.where(_is_new(there), there[_ENTRY], np.roll(there[_SEAT], 1))
    moved = before != there[_SEAT]
    home, source, target = layout.model.seats.home, before[moved], there[_SEAT, moved]
    tier = layout.model.seats.tier
    how = np.where(tier[source] == tier[target], "transferred", "promoted")
    how = np.where(home[source] == home[target], "regraded", how)
    return _told(layout, there[:, moved], source, target, how)


def _exits(layout: Layout, panel: Panel) -> pd.DataFrame:
    """Return those who left; who is made redundant on the first of a month was last seen in the month before."""
    months, seats = np.nonzero(panel.exit_kind)
    last = np.where(panel.entry_seat[months, seats] >= 0, months, months - 1)
    entry, occupant = panel.entry_seat[last, seats], panel.occupant[last, seats]
    never_seen = last < 0  # redundant on the first day of the run: an opening person
    entry, occupant = np.where(never_seen, seats, entry), np.where(never_seen, 0, occupant)
    left = np.stack([months, seats, entry, occupant, np.full_like(seats, -1)])
    how = np.array([_EXITS[ExitKind(kind)] for kind in panel.exit_kind[months, seats].tolist()], dtype=object)
    return _told(layout, left, seats, np.full_like(seats, -1), how)


def _told(layout: Layout, who: Ints, source: Ints, target: Ints, how: object) -> pd.DataFrame:
    """Return a table of people who went from seats to seats, -1 = outside."""
    import pandas as pd

    columns = {
        f"{way}_{part}": [OUTSIDE if seat < 0 else getattr(layout.seats[seat], name) for seat in seats.tolist()]
        for way, seats in (("from", source), ("to", target))
        for part, name in (("seat", "name"), ("unit", "unit"), ("tier", "tier"))
    }
    people = [person_name(layout, *key) for key in zip(who[_ENTRY].tolist(), who[_OCCUPANT].tolist(), strict=True)]
    table = pd.DataFrame({"month": who[_MONTH] - layout.n_burn_in, "person": people, "how": how, **columns})
    table["source"] = None
    return table


def _opened(layout: Layout) -> pd.DataFrame:
    """Return the seats that a plan opens within the measured months."""
    import pandas as pd

    planned = [
        (seat.opens, seat.name)
        for seat in layout.seats
        if seat.opens is not None and not seat.home and 0 <= seat.opens < layout.n_measured
    ]
    return pd.DataFrame(planned, columns=["month", "seat"])


def _closed(layout: Layout, panel: Panel) -> pd.DataFrame:
    """Return the seats that a plan closed within the measured months: on the date, or when they next fell empty.

    Those that go with their holders are left out.
    """
    import pandas as pd

    home, closes = layout.model.seats.home, layout.model.seats.closes
    is_kept = np.zeros((layout.model.n_months, len(layout.seats)), dtype=np.bool_)  # held, in whatever tier, to the end
    months, places = np.nonzero((panel.entry_seat >= 0) & (panel.exit_kind == 0))
    is_kept[months, home[places]] = True
    found = []
    is_asked = np.array([seat.is_refilled and not seat.home for seat in layout.seats])
    for place in np.flatnonzero(is_asked & (closes < layout.model.n_months)):
        month = int(closes[place])
        while month < layout.model.n_months and is_kept[month, place]:
            month += 1
        if layout.n_burn_in <= month < layout.model.n_months:
            found.append((month - layout.n_burn_in, layout.seats[place].name))
    return pd.DataFrame(found, columns=["month", "seat"])
