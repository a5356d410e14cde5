"""Nine-box and slates: people by assessed performance and potential, and who would be asked first for a seat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from teamsim.analysis.assessments import Assessor
from teamsim.analysis.pseudonyms import LEAST, pseudonyms
from teamsim.analysis.readiness import NEVER_READY, Future, months_in_grade, waits
from teamsim.analysis.successors import Succession
from teamsim.errors import TeamsimError
from teamsim.model import Floats, Ints
from teamsim.opening import opening_of
from teamsim.scenario.faults import nearest
from teamsim.spells import person_name

if TYPE_CHECKING:
    import pandas as pd

LEVELS = ("low", "middle", "high")


@dataclass(frozen=True, eq=False)
class NineBox:
    """People from whom a tier's are promoted, on one day of one future; make one with `nine_box`.

    `people`: person, unit, performance and potential [standard deviations within the tier], their levels, score and
    months until ready (NaN: not on this path). For the analyst's own notebook; see `exported`.
    """

    found: Succession
    tier: str
    source: str
    month: int
    replication: int
    people: pd.DataFrame

    @property
    def counts(self) -> pd.DataFrame:
        """People by box: potential (rows, high first) x performance (columns, low first)."""
        import pandas as pd

        table = pd.crosstab(self.people["potential_level"], self.people["performance_level"])
        return table.reindex(index=LEVELS[::-1], columns=LEVELS, fill_value=0)

    def exported(self) -> pd.DataFrame:
        """Return everybody's two scores under pseudonyms drawn anew; boxes of fewer than five people are left out."""
        sizes = self.people.groupby(["performance_level", "potential_level"])["person"].transform("size")
        return pseudonyms(self.people[sizes >= LEAST], ["performance", "potential"])


def nine_box(found: Succession, tier: str, *, month: int = 0, replication: int | None = None) -> NineBox:
    """Return the nine-box of the people from whom a tier's are promoted, as those assess them who decide.

    Performance: results of this and the last fiscal year as assessed. Potential: skill and leadership as assessed, by
    `promotion.weights`. Both standardised over the tier's people of that day; middling within
    `succession.nine_box_cut` standard deviations of the mean.

    Parameters
    ----------
    found
        From `succession`.
    tier
        The tier that people would move up to.
    month
        Month of the run, 0 is the first.
    replication
        Which future; left out: the first that was replayed.

    Raises
    ------
    TeamsimError
        No such tier, month or future; nobody below it; or people without a quota, whose results say nothing.
    """
    import pandas as pd

    future, month = _future(found, replication), _month(found, month)
    layout, assessor, source = future.layout, Assessor(future), _source(found, tier)
    if not assessor.has_quota(tier):
        problem = f"nobody in `{source}` carries a quota, so their results say nothing."
        raise TeamsimError(f"{problem} Give it a quota_annual, or take a tier that is promoted from sellers.")
    read, cut = assessor.assessed(tier, month), layout.scenario.parameters.succession.nine_box_cut
    rows = {
        "person": _persons(future, month, read.seats),
        "unit": [layout.seats[seat].unit for seat in read.seats],
        "performance": read.performance,
        "potential": read.potential,
        "performance_level": _levels(read.performance, cut),
        "potential_level": _levels(read.potential, cut),
        "score": read.score,
        "months_to_ready": _months_to_ready(future, tier, month, read.seats),
    }
    return NineBox(found, tier, source, month - layout.n_burn_in, future.replication, pd.DataFrame(rows))


def slates(found: Succession, *, n: int = 3, month: int = 0, replication: int | None = None) -> pd.DataFrame:
    """Return the first n people for each critical seat: ready ones first, then by what the tier chooses by.

    The choice that reads results, leadership or seniority alone ranks by that, any other by the weighted score. For
    the analyst's own notebook: people are named.

    Parameters
    ----------
    found
        From `succession`.
    n
        People a seat, 1 or more.
    month, replication
        As in `nine_box`.

    Raises
    ------
    TeamsimError
        n below 1, or no such month or future.
    """
    import pandas as pd

    if n < 1:
        raise TeamsimError(f"n = {n}; expected 1 person a slate at least, for example 3.")
    future, month = _future(found, replication), _month(found, month)
    ranked = {tier: _ranked(future, tier, month) for tier in found.critical.tiers}
    rows = []
    for seat, sources in zip(found.critical.seats, found.critical.sources, strict=True):
        people = ranked[seat.tier]
        for place, row in enumerate(people[sources[people["place"]]].head(n).itertuples(), start=1):
            rows.append({"seat": seat.name, "rank": place, **row._asdict()})
    told = ["seat", "rank", "person", "months_to_ready", "months_in_grade", "compared_by"]
    return pd.DataFrame(rows, columns=told)


def _ranked(future: Future, tier: str, month: int) -> pd.DataFrame:
    """Return the people who are or will be ready for a tier, the first to be asked first; ties by seat order."""
    import pandas as pd

    seats = Assessor(future).assessed(tier, month).seats
    grade = months_in_grade(future)[month]
    rows = {
        "place": seats,
        "person": _persons(future, month, seats),
        "months_to_ready": _months_to_ready(future, tier, month, seats),
        "months_in_grade": grade[seats],
        "compared_by": _compared_by(future, tier, month),
    }
    order, people = ["months_to_ready", "compared_by", "place"], pd.DataFrame(rows).dropna(subset=["months_to_ready"])
    return people.sort_values(order, ascending=[True, False, True], kind="stable")


def _months_to_ready(future: Future, tier: str, month: int, seats: Ints) -> Floats:
    """Return in how many months each person is ready; NaN: on notice, or assessed below what readiness asks."""
    wait = waits(future, tier)[month, seats]
    return np.where(wait < NEVER_READY, wait, np.nan)


def _compared_by(future: Future, tier: str, month: int) -> Floats:
    """Return by what people are compared where a seat of the tier is empty."""
    read, promotion = Assessor(future).assessed(tier, month), future.layout.scenario.parameters.tiers[tier].promotion
    if promotion is None or promotion.choice not in ("seniority", "results", "leadership"):
        return read.score
    if promotion.choice == "seniority":
        joined: Floats = future.panel.hire_day[month, read.seats].astype(np.float64)
        return -joined
    return read.performance if promotion.choice == "results" else read.leadership


def _future(found: Succession, replication: int | None) -> Future:
    number = found.futures[0] if replication is None else replication
    layout = found.result.layout
    opening = opening_of(layout, found.study.seed)
    panel = found.study.panel(found.result.name, number, opening=opening)
    return Future(layout, panel, opening.of(np.array([number])), found.study.seed, number)


def _month(found: Succession, month: int) -> int:
    """Return a measured month as a row of the panel."""
    last = found.result.layout.n_measured - 1
    if not 0 <= month <= last:
        raise TeamsimError(f"month = {month}; expected a month of the run, 0 to {last}. Choose one of them.")
    return month + found.result.layout.n_burn_in


def _source(found: Succession, tier: str) -> str:
    """Return the tier from which a tier's people are promoted."""
    layout = found.result.layout
    promoting = [name for name, p in zip(layout.tiers, layout.model.tiers, strict=True) if p.from_tier >= 0]
    if tier not in promoting:
        raise TeamsimError(f"`{tier}` is no tier that people are promoted into. {nearest(tier, promoting)}")
    return str(layout.tiers[int(layout.model.tiers[layout.tiers.index(tier)].from_tier)])


def _persons(future: Future, month: int, seats: Ints) -> list[str | None]:
    panel = future.panel
    who = zip(panel.entry_seat[month, seats].tolist(), panel.occupant[month, seats].tolist(), strict=True)
    return [person_name(future.layout, entry, occupant) for entry, occupant in who]


def _levels(scores: Floats, cut: float) -> list[str]:
    return [LEVELS[place] for place in np.digitize(scores, (-cut, cut))]
