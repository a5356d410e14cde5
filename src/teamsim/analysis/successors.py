"""Where will a ready successor be missing, and when? Critical seats, their benches, and what an empty seat costs.

Read off replayed futures: who is in which seat, since when in grade, on notice or not. People are *ready now* by the
scenario's own rule of promotion, *soon* (one to two years) and *later* by the time they still have to wait. One
successor covers one seat (`matching`); raw depth counts everybody for every seat.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from teamsim.analysis.chains import ObservedChains, observed_chains
from teamsim.analysis.critical import CriticalSeats, critical_seats
from teamsim.analysis.matching import covered
from teamsim.analysis.pseudonyms import LEAST, group_names, grouped
from teamsim.analysis.readiness import NEVER_READY, Future, depth_of, waits
from teamsim.analysis.stays import futures
from teamsim.analysis.vacancies import vacancy_costs
from teamsim.errors import TeamsimError
from teamsim.model import Flags, Floats, Ints
from teamsim.opening import opening_of
from teamsim.results import Results
from teamsim.scenario.faults import nearest
from teamsim.study import Study

if TYPE_CHECKING:
    import pandas as pd

MEASURES = ("chance_empty", "ready", "soon", "later", "coverage", "key_seat_risk", "months_to_ready")


@dataclass(frozen=True, eq=False)
class Succession:
    """The benches of critical seats over futures; make one with `succession`.

    Arrays are by future, measured month and critical seat, [R, M, K], nan (0 for counts) where a seat is not open.
    `empty`: share of the month's days without a holder. `ready`, `soon`, `later`: people of each class who may succeed
    in the seat, each counted for every seat (raw depth). `cover`: share of a ready person of its own (`matching`).
    `first`: months until the first is ready. `n_ready`, `n_soon`, `n_bench`: distinct people for any critical seat who
    are ready, are ready now or soon, may ever succeed, [R, M].
    """

    study: Study
    result: Results
    futures: tuple[int, ...]
    critical: CriticalSeats
    empty: Floats
    ready: Ints
    soon: Ints
    later: Ints
    first: Floats
    cover: Floats
    n_ready: Ints
    n_soon: Ints
    n_bench: Ints

    # -- measures --------------------------------------------------------------------------------------------

    @property
    def key_risk(self) -> Floats:
        """Share of the month in which a seat is empty and no ready successor exists, [R, M, K]."""
        risk: Floats = self.empty * (self.ready == 0)
        return risk

    @functools.cached_property
    def months(self) -> pd.DataFrame:
        """By critical seat and month: chance of being empty, people by class, coverage, key-seat risk, time to ready.

        For the analyst's own notebook: with a roster, rows are nearly a person's own chances. See `exported`.
        """
        import pandas as pd

        n_months, n_seats = self.empty.shape[1:]
        start = pd.Period(self.result.layout.scenario.parameters.time.start, freq="M")
        calendar = pd.period_range(start, periods=n_months, freq="M").to_timestamp()
        seats = [seat for _ in range(n_months) for seat in self.critical.seats]
        rows = {
            "month": calendar.repeat(n_seats),
            "seat": [seat.name for seat in seats],
            "unit": [seat.unit for seat in seats],
            "tier": [seat.tier for seat in seats],
        }
        return pd.DataFrame(rows | {name: _mean(values).ravel() for name, values in self._values().items()})

    @functools.cached_property
    def table(self) -> pd.DataFrame:
        """By critical seat: means over the run, seats at the highest risk first; with chains and cost of a vacancy.

        `chain_length` [seats] and `cost` [currency] are those of a vacancy of the seat's tier (`vacancy_costs`).
        """
        found = self.months.groupby("seat", sort=False)[list(MEASURES)].mean()
        tiers = [seat.tier for seat in self.critical.seats]
        found.insert(0, "unit", [seat.unit for seat in self.critical.seats])
        found.insert(1, "tier", tiers)
        for name in ("chain_length", "cost"):
            found[name] = self.vacancy_costs[name].reindex(tiers).to_numpy()
        return found.sort_values(["key_seat_risk", "coverage"], ascending=[False, True], kind="stable")

    def by(self, key: str) -> pd.DataFrame:
        """Return the same by "tier" or "unit": means over its critical seats, and how many there are."""
        _refuse_key(key, "tier", "unit")
        found = self.table.groupby(key, sort=False)[list(MEASURES)].mean()
        found.insert(0, "seats", self.table.groupby(key, sort=False).size())
        return found

    @property
    def bench(self) -> pd.DataFrame:
        """By month: critical seats, distinct ready people, bench strength, coverage, raw depth, key-seat risk.

        Bench strength = distinct ready people / open critical seats; coverage = seats with a ready person of their
        own / open critical seats; raw depth = ready people a seat, each counted for every seat.
        """
        import pandas as pd

        is_open = ~np.isnan(self.empty)
        n_open = np.maximum(is_open.sum(axis=2), 1)
        columns = {
            "seats": is_open.sum(axis=2),
            "ready_people": self.n_ready,
            "bench_strength": self.n_ready / n_open,
            "coverage": self.n_covered / n_open,
            "raw_depth": (self.ready * is_open).sum(axis=2) / n_open,
            "key_seat_risk": np.nansum(self.key_risk, axis=2) / n_open,
        }
        months = self.months["month"].unique()
        return pd.DataFrame({name: _mean(values) for name, values in columns.items()}, index=months)

    @property
    def n_covered(self) -> Floats:
        """Critical seats with a ready person of their own, [R, M]."""
        found: Floats = np.nansum(self.cover, axis=2)
        return found

    @property
    def coverage(self) -> Floats:
        """Share of open critical seats that are covered, mean over the run, by future, [R]."""
        n_open = np.maximum((~np.isnan(self.empty)).sum(axis=(1, 2)), 1)
        found: Floats = self.n_covered.sum(axis=1) / n_open
        return found

    def by_month(self, values: Floats, places: Ints) -> Floats:
        """Return the mean of values [R, M, K] over futures and some seats, by month; nan where none is open."""
        return _mean_of(values[:, :, places], (0, 2))

    # -- what a vacancy starts and costs ----------------------------------------------------------------------

    @functools.cached_property
    def chains(self) -> ObservedChains | None:
        """Vacancy chains of the same futures; None where people move by a matrix, which fills no vacancy."""
        if self.result.layout.scenario.parameters.promotion.moves:
            return None
        return observed_chains(self.study, self.result.name, self.futures)

    @functools.cached_property
    def vacancy_costs(self) -> pd.DataFrame:
        """By tier: what one vacancy costs, with the chain that it starts; see `vacancies.vacancy_costs`."""
        return vacancy_costs(self.result, self.chains)

    # -- what may leave the notebook --------------------------------------------------------------------------

    @property
    def is_of_real_people(self) -> bool:
        """Whether a roster stands behind it."""
        return self.result.layout.scenario.roster is not None

    def exported(self, by: str = "tier") -> pd.DataFrame:
        """Return means of groups of at least five critical seats; smaller ones stand together, or are left out.

        No seat and no person is named, and no chance is one person's.
        """
        _refuse_key(by, "tier", "unit")
        told = self.table.reset_index()
        found = grouped(told, [by], [*MEASURES, "chain_length", "cost"])
        return found.rename(columns={"people": "seats", "group": by})

    def shown(self, by: str = "seat") -> dict[str, Ints]:
        """Return which critical seats a picture shows together, by name: by "seat", "tier" or "unit".

        Of real people: groups of at least five by tier, smaller ones together, and nothing where all are too few.
        """
        import pandas as pd

        _refuse_key(by, "seat", "tier", "unit")
        seats = self.critical.seats
        by = "tier" if self.is_of_real_people and by == "seat" else by
        names = pd.Series([getattr(seat, "name" if by == "seat" else by) for seat in seats])
        if self.is_of_real_people:
            names = group_names(names)
        places = {str(name): np.flatnonzero(names == name) for name in names.unique()}
        return {name: of for name, of in places.items() if not self.is_of_real_people or of.size >= LEAST}

    def __str__(self) -> str:
        """Return the answer in three sentences."""
        from teamsim.analysis.succession_words import sentences

        return "\n".join(sentences(self))

    def _values(self) -> dict[str, Floats]:
        is_open: Floats = np.where(np.isnan(self.empty), np.nan, 1.0)
        counted = {"ready": self.ready, "soon": self.soon, "later": self.later, "months_to_ready": self.first}
        shown: dict[str, Floats] = {name: (values * is_open).astype(np.float64) for name, values in counted.items()}
        return {"chance_empty": self.empty, "coverage": self.cover, "key_seat_risk": self.key_risk} | shown


def succession(
    study: Study,
    scenario: str | None = None,
    replications: Sequence[int] | Ints | None = None,
    *,
    seats: Sequence[str] = (),
) -> Succession:
    """Return where ready successors for critical seats will be missing, and when.

    Critical are the seats of tiers with `critical: true`, those in `organisation.critical_seats`, and those of people
    whom a roster marks. The standards of readiness are the tier's `promotion` and `succession` of the scenario.

    Parameters
    ----------
    study
        A study; its futures are replayed.
    scenario
        Name; left out: the first.
    replications
        Which futures; left out: the first hundred.
    seats
        Names of the critical seats; left out: those that the scenario says.

    Raises
    ------
    ScenarioError, TeamsimError
        No such scenario, no critical seat, or names of seats that do not exist.
    """
    result = study.result(scenario)
    numbers = futures(study, replications)
    critical = critical_seats(result.layout, seats)
    opening = opening_of(result.layout, study.seed)
    benches = []
    for number in numbers:
        state = opening.of(np.array([number]))
        panel = study.panel(result.name, number, opening)
        benches.append(_bench(Future(result.layout, panel, state, study.seed, number), critical))
    arrays = [np.array(values) for values in zip(*benches, strict=True)]
    return Succession(study, result, tuple(numbers), critical, *arrays)


def joined(parts: Sequence[Succession]) -> Succession:
    """Return the benches of some futures and of others of the same scenario as one report."""
    first = parts[0]
    arrays: dict[str, Any] = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in ("empty", "ready", "soon", "later", "first", "cover", "n_ready", "n_soon", "n_bench")
    }
    return replace(first, futures=tuple(number for part in parts for number in part.futures), **arrays)


def _bench(future: Future, critical: CriticalSeats) -> tuple[Floats | Ints, ...]:
    """Return one future's empty, ready, soon, later, first, cover, [M, K], and n_ready, n_soon, n_bench, [M]."""
    layout, measured = future.layout, slice(future.layout.n_burn_in, None)
    wait = {tier: waits(future, tier)[measured] for tier in critical.tiers}
    soon_months = layout.scenario.parameters.succession.soon_months
    least = {tier: int(layout.model.tiers[layout.tiers.index(tier)].min_months_in_grade) for tier in critical.tiers}
    depths = [
        depth_of(wait[seat.tier], sources, soon_months, max(least[seat.tier], 1))
        for seat, sources in zip(critical.seats, critical.sources, strict=True)
    ]
    ready, soon, later, first = (np.stack(part, axis=1) for part in zip(*depths, strict=True))
    empty = 1.0 - future.panel.seated_share[measured][:, critical.places]
    is_open = critical.is_open | (future.panel.entry_seat[measured][:, critical.places] >= 0)
    can, soon_can, may = (_candidates(wait, critical, is_open, most) for most in (0, soon_months, NEVER_READY - 1))
    cover = np.array([covered(may_succeed) for may_succeed in can])
    shown = np.where(is_open, 1.0, np.nan)
    n_people = (people.any(axis=1).sum(axis=1) for people in (can, soon_can, may))
    return empty * shown, ready, soon, later, first, cover * shown, *n_people


def _candidates(wait: dict[str, Ints], critical: CriticalSeats, is_open: Flags, most: int) -> Flags:
    """Tell who may succeed in which open critical seat within so many months, [M, K, S]."""
    seats = zip(critical.seats, critical.sources, strict=True)
    within = np.stack([(wait[seat.tier] <= most) & sources for seat, sources in seats], axis=1)
    return np.asarray(within & is_open[:, :, np.newaxis])


def _refuse_key(key: str, *known: str) -> None:
    """Refuse to group seats by anything else."""
    if key not in known:
        raise TeamsimError(f"by = {key!r}; expected one of {', '.join(known)}. {nearest(key, known)}")


def _mean(values: Floats | Ints) -> Floats:
    """Return means over futures; nan where no future has a value."""
    return _mean_of(values, (0,))


def _mean_of(values: Floats | Ints, axes: tuple[int, ...]) -> Floats:
    """Return means over axes of what is there."""
    known = ~np.isnan(values)
    n = known.sum(axis=axes)
    total = np.where(known, values, 0.0).sum(axis=axes)
    mean: Floats = np.divide(total, n, out=np.full(total.shape, np.nan), where=n > 0)
    return mean
