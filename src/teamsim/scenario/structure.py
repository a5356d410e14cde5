"""Who leads whom: layers, spans, and what of the tree is led by nobody or twice."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from teamsim.calendar import NEVER
from teamsim.errors import Fault
from teamsim.scenario.layout import leading_cell, moved, planned_seats, way_up
from teamsim.scenario.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

Cells = Counter[tuple[str, str]]


def management_layers(scenario: Scenario) -> tuple[str, ...]:
    """Return the management tiers that have seats when all planned changes are made, lowest first."""
    tiers, cells = scenario.parameters.tiers, _cells(scenario)
    with_seats = {tier for (_, tier) in cells}
    return tuple(name for name, tier in tiers.items() if tier.track == "management" and name in with_seats)


def coverage(scenario: Scenario) -> pd.DataFrame:
    """Return by unit who leads its people, how many they are a head, and which tiers lead it twice.

    Counted are the seats that are there when all planned changes are made.

    Columns: `seats` of its own; `led_by`, the unit and tier of the lowest managers at or above it ("" = nobody);
    `heads` and `reports` of theirs; `span` = reports / heads; `layers` of managers from there to the top; `twice`, the
    management tiers that stand in more than one unit on the way up, so that two heads of the same rank claim it.
    A unit with individual contributors is covered where `led_by` is not empty.
    """
    import pandas as pd

    p, cells = moved(scenario.parameters, math.inf), _cells(scenario)
    layers, reports = management_layers(scenario), _reports(scenario, cells)
    rows = []
    for unit in p.organisation.units:
        cell, way = leading_cell(p, cells, unit, math.inf), way_up(p, unit)
        on_the_way = Counter(tier for above in way for tier in layers if cells[above, tier])
        heads = cells[cell] if cell else 0
        rows.append(
            {
                "unit": unit,
                "seats": sum(n for (of, _), n in cells.items() if of == unit),
                "led_by": "/".join(cell) if cell else "",
                "heads": heads,
                "reports": reports[cell] if cell else 0,
                "span": reports[cell] / heads if cell and heads else float("nan"),
                "layers": len(on_the_way),
                "twice": ", ".join(tier for tier, n in on_the_way.items() if n > 1),
            }
        )
    return pd.DataFrame(rows).set_index("unit")


def refuse_headless(scenario: Scenario) -> list[Fault]:
    """Return a fault for every unit whose individual contributors nobody leads, at or above it."""
    p, cells = moved(scenario.parameters, math.inf), _cells(scenario)
    return [
        Fault(
            f"`{scenario.name}`",
            f"organisation.units.{unit}: nobody leads its people; it has no head, nor has a unit above.",
            "Give it, or a unit above, seats of a tier with `track: management`.",
        )
        for unit in p.organisation.units
        if any(of == unit and p.tiers[tier].track == "individual" for of, tier in cells)
        and leading_cell(p, cells, unit, math.inf) is None
    ]


def _cells(scenario: Scenario) -> Cells:
    """Count the seats of each unit and tier when all planned changes are made."""
    return Counter((s.unit, s.tier) for s in planned_seats(scenario) if not s.home and s.closes == NEVER)


def _reports(scenario: Scenario, cells: Cells) -> Cells:
    """Count the individual contributors that each cell of managers leads."""
    p, found = moved(scenario.parameters, math.inf), Cells()
    for (unit, tier), n in cells.items():
        cell = leading_cell(p, cells, unit, math.inf) if p.tiers[tier].track == "individual" else None
        if cell is not None:
            found[cell] += n
    return found
