"""Vacancy chains: somebody leaves, somebody moves up into the seat, which empties another, until an outsider comes.

White (*Chains of Opportunity*, 1970): V_ij is the share of the vacancies of tier i that are filled from tier j; the
rest go outside and end the chain. With N = (I - V)^-1 a chain that starts in tier i visits N_ij seats of tier j, so
its length is N 1 [seats], with variance (2 N - I) l - l * l. An outsider at once is a chain of one.

What a study's people did is followed seat by seat (`observed_chains`) and held against the theory of its own V.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from teamsim.analysis.markov import MarkovFlows
from teamsim.analysis.stays import EXITS, futures, stays
from teamsim.calendar import NEVER
from teamsim.errors import InputError, TeamsimError
from teamsim.model import Flags, Floats, Ints
from teamsim.scenario.layout import Layout
from teamsim.study import Study

if TYPE_CHECKING:
    import pandas as pd

_OUTSIDE, _WAITING, _CLOSED = -1, -2, -3
"""Where the next holder of a seat came from, other than from a seat: an outsider; nobody yet; the seat has closed."""


@dataclass(frozen=True, eq=False)
class VacancyChains:
    """Chains of a matrix of internal fills; make one with `vacancy_chains`."""

    flows: MarkovFlows

    @property
    def names(self) -> tuple[str, ...]:
        """The tiers."""
        return self.flows.names

    @property
    def fills(self) -> Floats:
        """V, [T, T]: share of each tier's vacancies filled from each tier."""
        return self.flows.moves

    @property
    def lengths(self) -> Floats:
        """Mean seats that a chain visits, by the tier in which it starts, (I - V)^-1 1, [T]."""
        return self.flows.years_to_exit

    @property
    def variances(self) -> Floats:
        """Variance of that number, [T]."""
        return self.flows.years_to_exit_variance

    def vacancies(self, exits: Sequence[float] | Floats) -> Floats:
        """Return all vacancies by tier that so many exits by tier cause, f (I - V)^-1, [T]."""
        caused: Floats = self.flows.checked_stocks(exits) @ self.flows.years_by_grade
        return caused

    def external_hires(self, exits: Sequence[float] | Floats) -> Floats:
        """Return hires from outside by tier that so many exits by tier cause; as many as exits in all, [T]."""
        hires: Floats = self.vacancies(exits) * self.flows.exits
        return hires

    @property
    def table(self) -> pd.DataFrame:
        """Mean and variance of the length of chains by the tier in which they start."""
        import pandas as pd

        columns = {"mean_length": self.lengths, "variance": self.variances, "filled_outside": self.flows.exits}
        return pd.DataFrame(columns, index=pd.Index(self.names, name="tier"))


def vacancy_chains(fills: Sequence[Sequence[float]] | Floats, names: Sequence[str] = ()) -> VacancyChains:
    """Return how long vacancy chains are when so many vacancies of each tier are filled from each tier.

    A ladder, top first, of which .8 and .7 are filled from below: vacancy_chains([[0, .8, 0], [0, 0, .7], [0, 0, 0]])
    has the lengths 1 + .8 (1 + .7) = 2.36, 1.7 and 1.

    Parameters
    ----------
    fills
        V, [T, T]: shares in [0, 1]; what a row lacks of one is filled from outside.
    names
        The tiers; left out: "1", "2" and so on.

    Raises
    ------
    InputError, TeamsimError
        Shares that are none, rows above one, or chains that never end.
    """
    V = np.array(fills, dtype=np.float64)
    tiers = tuple(names) or tuple(str(1 + row) for row in range(len(V)))
    try:
        flows = MarkovFlows(tiers, V)
    except InputError as error:
        raise InputError(replace(each, place=each.place.replace("moves", "fills")) for each in error.faults) from error
    if flows.never_leaving:
        named = ", ".join(f"`{name}`" for name in flows.never_leaving)
        raise TeamsimError(f"fills: vacancies of {named} never lead outside, so chains are endless. Hire for some.")
    return VacancyChains(flows)


@dataclass(frozen=True, eq=False)
class ObservedChains:
    """Chains that a study's people made; make one with `observed_chains`.

    `chains`: one row a chain: replication, month of the exit, the tier it emptied, how the person left, length
    [seats], the tier in which it ended, and whether an outsider started there before the run ended.
    `moves`: one row a vacancy of a chain (its row in `chains`), first to last: whose stay in which seat ended, when
    and how; whoever is next came into the seat. For the analyst's own notebook: people are named.
    `n_fills`: vacancies of each tier on a chain filled from each tier, [T, T + 1], the last column from outside.
    """

    tiers: tuple[str, ...]
    chains: pd.DataFrame
    moves: pd.DataFrame
    n_fills: Ints

    @functools.cached_property
    def theory(self) -> VacancyChains:
        """The chains that the observed shares of internal fills would make."""
        return vacancy_chains(self.n_fills[:, :-1] / np.maximum(self.n_fills.sum(axis=1, keepdims=True), 1), self.tiers)

    @property
    def table(self) -> pd.DataFrame:
        """By the tier in which chains start: how many, mean length with its standard error, variance, and theory.

        The standard error counts by future: sqrt(sum_r (sum of lengths - mean x chains)^2) / chains.
        """
        import pandas as pd

        rows = [self._row(tier, float(theory)) for tier, theory in zip(self.tiers, self.theory.lengths, strict=True)]
        return pd.DataFrame(rows).set_index("tier")

    def _row(self, tier: str, theory: float) -> dict[str, object]:
        mine = self.chains[self.chains["tier"] == tier]
        mean = mine["length"].mean()
        off = (mine["length"] - mean).groupby(mine["replication"]).sum()
        return {
            "tier": tier,
            "chains": len(mine),
            "mean_length": mean,
            "standard_error": float(np.sqrt((off**2).sum())) / max(len(mine), 1),
            "variance": mine["length"].var(ddof=1),
            "mean_of_theory": theory,
        }


def observed_chains(
    study: Study, scenario: str | None = None, replications: Sequence[int] | Ints | None = None
) -> ObservedChains:
    """Follow every exit of a study from seat to seat until an outsider is sought, or a seat closes.

    Inside, a seat is offered once, in the month after it falls empty; so chains that start before the last month
    have their full length when the run ends, also where the outsider has not started yet.

    Parameters
    ----------
    study
        A study; its spells are replayed.
    scenario
        Name; left out: the first.
    replications
        Which futures; left out: the first hundred.

    Raises
    ------
    TeamsimError
        No such scenario, or one whose people move by a matrix (push): such moves fill no vacancy.
    """
    result = study.result(scenario)
    if result.layout.scenario.parameters.promotion.moves:
        problem = f"`{result.name}` regrades seats with their holders (promotion.moves), which fills no vacancy."
        raise TeamsimError(f"{problem} Follow chains in a scenario without moves.")
    spells, tiers = stays(study, result.name, futures(study, replications)), result.layout.tiers
    is_closed = _closed(spells, result.layout)
    in_time = spells["last_month"].between(0, result.layout.n_measured - 2)
    starts = np.flatnonzero(spells["ended"].isin(EXITS) & in_time & ~is_closed)
    ways = _followed(starts, _sources(spells), is_closed)
    return ObservedChains(tiers, _told(spells, starts, ways), _moves(spells, ways), _fills(spells, tiers, ways))


def _closed(spells: pd.DataFrame, layout: Layout) -> Flags:
    """Tell of each stay whether its seat closes when it ends, so that nobody is sought."""
    seats = layout.model.seats
    last = {
        seat.name: -1 if opens == NEVER else int(closes) - layout.n_burn_in
        for seat, opens, closes in zip(layout.seats, seats.opens, seats.closes, strict=True)
    }
    closes = np.array([last[name] for name in spells["seat"]])
    closed: Flags = closes <= spells["last_month"].to_numpy() + 1
    return closed


def _sources(spells: pd.DataFrame) -> Ints:
    """Return for each stay the stay that its seat's next holder came from, `_OUTSIDE` or `_WAITING`."""
    following = _neighbour(spells, ["replication", "seat"], 1)
    before = _neighbour(spells, ["replication", "person"], -1)
    source = np.full(len(spells), _WAITING)
    filled = following >= 0
    is_inside = spells["began"].isin(("promoted", "transferred")).to_numpy()
    source[filled] = np.where(is_inside[following], before[following], _OUTSIDE)[filled]
    return source


def _neighbour(spells: pd.DataFrame, by: list[str], shift: int) -> Ints:
    """Return the place of the next (1) or last (-1) stay of the same seat or person; -1: there is none."""
    ordered = spells.sort_values([*by, "first_month"], kind="stable")
    ids = ordered.groupby(by, sort=False, observed=True).ngroup().to_numpy()
    places, neighbour = ordered.index.to_numpy(), np.full(len(spells), -1)
    one, other = (slice(None, -1), slice(1, None)) if shift > 0 else (slice(1, None), slice(None, -1))
    same = ids[1:] == ids[:-1]
    neighbour[places[one][same]] = places[other][same]
    return neighbour


def _followed(starts: Ints, source: Ints, is_closed: Flags) -> list[list[int]]:
    """Return the stays whose ends emptied the seats of each chain, and in the last place how it ended."""
    ways = []
    for start in starts.tolist():
        way = [start]
        while way[-1] >= 0:
            came_from = int(source[way[-1]])
            way.append(_CLOSED if came_from >= 0 and is_closed[came_from] else came_from)
        ways.append(way)
    return ways


def _told(spells: pd.DataFrame, starts: Ints, ways: list[list[int]]) -> pd.DataFrame:
    """Return one row a chain."""
    chains = spells.loc[starts, ["replication", "last_month", "tier", "ended"]].reset_index(drop=True)
    tier = spells["tier"].to_numpy()
    chains["length"] = [len(way) - 1 for way in ways]
    chains["ended_in"] = tier[[way[-2] for way in ways]]
    chains["is_filled"] = [way[-1] == _OUTSIDE for way in ways]
    return chains.rename(columns={"last_month": "month", "ended": "left_by"})


def _moves(spells: pd.DataFrame, ways: list[list[int]]) -> pd.DataFrame:
    """Return one row a vacancy, chain by chain."""
    ended = [stay for way in ways for stay in way[:-1]]
    told = spells.loc[ended, ["replication", "last_month", "person", "seat", "unit", "tier", "ended"]]
    told = told.reset_index(drop=True).rename(columns={"last_month": "month"})
    told.insert(0, "chain", np.repeat(np.arange(len(ways)), [len(way) - 1 for way in ways]))
    return told


def _fills(spells: pd.DataFrame, tiers: tuple[str, ...], ways: list[list[int]]) -> Ints:
    """Count the vacancies of each tier by the tier they were filled from; the last column: from outside."""
    tier = np.array([tiers.index(name) for name in spells["tier"]])
    n_fills = np.zeros((len(tiers), len(tiers) + 1), dtype=np.int64)
    for way in ways:
        for here, source in itertools.pairwise(way):
            if source != _CLOSED:
                n_fills[tier[here], tier[source] if source >= 0 else -1] += 1
    return n_fills
