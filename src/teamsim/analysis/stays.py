"""The stays of one scenario's people, over some futures of a study."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from teamsim.errors import TeamsimError
from teamsim.model import Flags, Ints
from teamsim.opening import opening_of
from teamsim.panel import Panel
from teamsim.spells import person_name, spells
from teamsim.study import Study

if TYPE_CHECKING:
    import pandas as pd

EXITS = ("voluntary", "involuntary", "retirement", "probation")
"""Ends of a stay with which a person leaves the organisation."""
MAX_FUTURES = 100
"""Futures that are replayed where nobody says how many: enough for shares, quick to replay."""


def futures(study: Study, replications: Sequence[int] | Ints | None) -> list[int]:
    """Return the futures to replay: those named, else the first `MAX_FUTURES` that finished."""
    if replications is None:
        return [int(number) for number in study.results[0].replications[:MAX_FUTURES]]
    if not len(replications):
        raise TeamsimError("replications = []; expected one future at least. Leave it out for the first ones.")
    return [int(number) for number in replications]


def stays(study: Study, scenario: str | None, replications: list[int]) -> pd.DataFrame:
    """Return the stays of people in seats in one scenario: the rows of `study.spells` of these futures."""
    import pandas as pd

    layout = study.result(scenario).layout
    told = [spells(layout, study.panel(layout.scenario.name, number), number) for number in replications]
    return pd.concat(told, ignore_index=True)


def is_there_throughout(panel: Panel, rows: slice) -> Flags:
    """Return for each seat whether one person held it in all these months, [S]."""
    entry, occupant = panel.entry_seat[rows], panel.occupant[rows]
    is_one = (entry == entry[0]).all(axis=0) & (occupant == occupant[0]).all(axis=0)
    return np.asarray(is_one & (entry[0] >= 0))


def opening_people(study: Study, scenario: str | None, replications: list[int]) -> pd.DataFrame:
    """Return who is in which tier on the first day, before its moves; with a burn-in that is the burn-in's first."""
    import pandas as pd

    layout = study.result(scenario).layout
    state = opening_of(layout, study.seed).of(np.array(replications))
    future, seat = np.nonzero(state.is_occupied)
    who = zip(state.entry_seat[future, seat].tolist(), state.occupant[future, seat].tolist(), strict=True)
    return pd.DataFrame(
        {
            "replication": np.array(replications)[future],
            "person": [person_name(layout, entry, occupant) for entry, occupant in who],
            "tier": [layout.seats[place].tier for place in seat],
        }
    )
