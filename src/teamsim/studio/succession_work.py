"""What the succession tab finds out, step by step: what is quick comes first, each step can be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from teamsim.analysis.chains import ObservedChains, observed_chains
from teamsim.analysis.levers import LeverRanking
from teamsim.analysis.nine_boxes import NineBox, nine_box, slates
from teamsim.analysis.stays import MAX_FUTURES
from teamsim.analysis.succession_levers import standard_levers
from teamsim.analysis.successors import Succession, joined, succession
from teamsim.analysis.vacancies import vacancy_costs
from teamsim.errors import TeamsimError
from teamsim.scenario.scenario import Scenario
from teamsim.studio.answers import preview_size
from teamsim.studio.driver import Turn
from teamsim.studio.jobs import Job, SuccessionQuestion
from teamsim.study import Study, run

if TYPE_CHECKING:
    import pandas as pd

_AT_ONCE = 10
"""Futures that are replayed between two looks at whether somebody cancelled."""
_OF_CHAINS = 20
"""Futures whose chains are followed: thousands of chains."""
_ON_A_SLATE = 5
_MOST_KNOWN = 8
Tell = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class Findings:
    """What is known so far of the chosen scenario, and of the baseline; `share` is how far the work has come."""

    bench: Succession
    is_preview: bool
    before: Succession | None = None
    box: NineBox | None = None
    refusal: str = ""
    slates: pd.DataFrame | None = None
    chains: ObservedChains | None = None
    prices: pd.DataFrame | None = None
    ranking: LeverRanking | None = None
    share: float = 0.0


class Benches:
    """Benches of scenarios over futures; those that were replayed before are not replayed again."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, int, int, tuple[str, ...]], Succession] = {}

    def look(self, turn: Turn[Job], tell: Tell) -> Iterator[Findings]:
        """Go through what is found out about the scenario that a job is about, more each time."""
        job = turn.value
        question = job.question
        assert isinstance(question, SuccessionQuestion)
        n = preview_size(job.replications) if turn.is_preview else min(job.replications, MAX_FUTURES)
        found: Findings | None = None
        for bench in self._replayed(job.subject, n, job.seed, turn):
            found = Findings(bench, turn.is_preview, share=0.4 * len(bench.futures) / n)
            tell(round(100 * found.share), 100)
            yield found
        if found is None or turn.stop.is_set():
            return
        found = _with_people(found, question)
        yield found
        seats = tuple(seat.name for seat in found.bench.critical.seats)
        for before in self._replayed(job.scenarios[0], n, job.seed, turn, seats) if job.place else ():
            found = replace(found, before=before, share=0.5 + 0.3 * len(before.futures) / n)
            tell(round(100 * found.share), 100)
        yield found
        if turn.is_preview or turn.stop.is_set():
            return
        found = replace(_with_chains(found), share=1.0)
        yield found
        if question.wants_levers:
            for ranking in _ranked(found.bench, turn, tell):
                yield replace(found, ranking=ranking)

    def _replayed(
        self, scenario: Scenario, n: int, seed: int, turn: Turn[Job], seats: tuple[str, ...] = ()
    ) -> Iterator[Succession]:
        """Go through the benches of a scenario, some futures more each time; `seats` of it that are there, if named."""
        key = (scenario.name, scenario.hash, n, seed, seats)
        if key in self._known:
            yield self._known[key]
            return
        study, whole = run(scenario, n, seed, progress=False, stop=turn.stop), None
        there = {seat.name for seat in study.results[0].layout.seats}
        own = tuple(name for name in seats if name in there)
        if seats and not own:
            return
        for whole in _over_futures(study, scenario.name, turn, own):
            yield whole
        if whole is not None and len(whole.futures) == n:
            kept = list(self._known.items())[1 - _MOST_KNOWN :]
            self._known = {**dict(kept), key: whole}


def _over_futures(study: Study, name: str, turn: Turn[Job], seats: tuple[str, ...] = ()) -> Iterator[Succession]:
    """Go through the benches of one scenario of a study until all its futures are in or somebody cancels."""
    numbers, parts = study.results[0].replications, list[Succession]()
    for first in range(0, len(numbers), _AT_ONCE):
        parts.append(succession(study, name, numbers[first : first + _AT_ONCE], seats=seats))
        yield joined(parts)
        if turn.stop.is_set():
            return


def _with_people(found: Findings, question: SuccessionQuestion) -> Findings:
    """Return the findings with the nine-box and the slates of one month of one future."""
    bench = found.bench
    month = min(question.month, bench.result.layout.n_measured - 1)
    future = question.future if question.future in bench.futures else bench.futures[0]
    people = slates(bench, n=_ON_A_SLATE, month=month, replication=future)
    try:
        return replace(found, slates=people, box=nine_box(bench, question.tier, month=month, replication=future))
    except TeamsimError as error:
        return replace(found, slates=people, refusal=str(error))


def _with_chains(found: Findings) -> Findings:
    """Return the findings with the chains of some futures, and what a vacancy costs."""
    bench = found.bench
    is_push = bool(bench.result.layout.scenario.parameters.promotion.moves)
    chains = None if is_push else observed_chains(bench.study, bench.result.name, bench.futures[:_OF_CHAINS])
    return replace(found, chains=chains, prices=vacancy_costs(bench.result, chains))


def _ranked(bench: Succession, turn: Turn[Job], tell: Tell) -> Iterator[LeverRanking]:
    """Live through a scenario once for each lever and rank them; nothing where somebody cancels before the end."""
    scenario, n = bench.result.layout.scenario, len(bench.futures)
    levers = standard_levers(scenario)
    wanted = [scenario, *(lever.applied(scenario) for lever in levers)]
    study = run(wanted, n, bench.study.seed, progress=False, stop=turn.stop)
    seats, benches = tuple(seat.name for seat in bench.critical.seats), list[Succession]()
    for place, result in enumerate(study.results):
        for part in _over_futures(study, result.name, turn, seats):
            tell(place * n + len(part.futures), len(wanted) * n)
        if turn.stop.is_set():
            return
        benches.append(part)
    yield LeverRanking(study, levers, tuple(benches))


def tiers_of_boxes(scenario: Scenario) -> list[str]:
    """Return the tiers whose candidates can stand in a nine-box: they carry a quota, so their results say something."""
    tiers = scenario.parameters.tiers
    names = list(tiers)
    sources = {
        name: tier.promotion.from_tier or names[place - 1]
        for place, (name, tier) in enumerate(tiers.items())
        if tier.promotion and (tier.promotion.from_tier or place)
    }
    return [name for name, source in sources.items() if tiers[source].quota_annual > 0]


def has_critical_seats(scenario: Scenario) -> bool:
    """Whether any seat is critical: by tier, by name, or by a person whom the roster marks."""
    p, people = scenario.parameters, scenario.roster.people if scenario.roster else ()
    is_by_tier = any(tier.critical for tier in p.tiers.values())
    return is_by_tier or bool(p.organisation.critical_seats) or any(person.critical for person in people)
