"""Run scenarios over many possible futures that share their luck."""

from __future__ import annotations

import functools
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numba.core.errors import NumbaError

from teamsim._jit import is_compiled_before
from teamsim.ahead import usable_processors
from teamsim.audit import panel_findings
from teamsim.blocks import Engine, Work, does_not_compile, event_rules
from teamsim.calendar import DAYS_PER_MONTH
from teamsim.engines import monte_carlo
from teamsim.errors import RunError, TeamsimError
from teamsim.model import Floats, Ints
from teamsim.opening import FIRST_HISTORY, Opening, opening_of
from teamsim.panel import Panel
from teamsim.passages import a_year, passages, vacancies
from teamsim.progress import shown
from teamsim.results import Results
from teamsim.rules import replacements
from teamsim.scenario.build import build
from teamsim.scenario.faults import nearest
from teamsim.scenario.layout import Layout
from teamsim.scenario.scenario import Scenario
from teamsim.spells import person_name, spells

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Study:
    """Scenarios, each lived through the same numbered futures."""

    results: tuple[Results, ...]
    seed: int
    engine: Engine
    n_asked: int

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios, in the order given; the first is the baseline of comparisons."""
        return tuple(result.layout.scenario for result in self.results)

    @property
    def n_replications(self) -> int:
        """Replications that finished in every scenario."""
        return len(self.results[0].replications)

    @functools.cached_property
    def months(self) -> pd.DataFrame:
        """Tidy table: scenario, replication, month, unit, tier, and every monthly measure."""
        return _stacked([result.months for result in self.results])

    @functools.cached_property
    def spells(self) -> pd.DataFrame:
        """Every stay of a person in a seat, in every replication, replayed when asked for.

        For a large study ask `spells_of` for some replications: a stay takes about 150 bytes.
        """
        return self.spells_of(self.results[0].replications)

    def spells_of(self, replications: Sequence[int] | Ints) -> pd.DataFrame:
        """Return the stays of some replications: who sat where from when to when, and how it ended."""
        return _stacked(
            [
                spells(result.layout, self.panel(result.name, int(replication)), int(replication))
                for result in self.results
                for replication in replications
            ]
        )

    @functools.cached_property
    def moves(self) -> pd.DataFrame:
        """How many people a year went from which unit and tier to which, `outside` included: means over all futures.

        Replayed when asked for; `moves_of` takes some replications.
        """
        return self.moves_of(self.results[0].replications)

    def moves_of(self, replications: Sequence[int] | Ints) -> pd.DataFrame:
        """Return who went where a year, a mean over some replications: scenario, how, source, from, to, a_year."""
        ends = ["from_unit", "from_tier", "to_unit", "to_tier"]
        return self._a_year(passages, replications, [*ends, "how", "source"])

    @functools.cached_property
    def vacancy_sources(self) -> pd.DataFrame:
        """Why seats of each unit and tier fell empty, and what ended that, a year: means over all futures.

        Replayed when asked for; `vacancy_sources_of` takes some replications.
        """
        return self.vacancy_sources_of(self.results[0].replications)

    def vacancy_sources_of(self, replications: Sequence[int] | Ints) -> pd.DataFrame:
        """Return why seats fell empty (`change` arose) and what ended it (ended) a year, over some replications."""
        return self._a_year(vacancies, replications, ["unit", "tier", "change", "how"])

    def _a_year(
        self,
        told: Callable[[Layout, Panel, int], pd.DataFrame],
        replications: Sequence[int] | Ints,
        by: list[str],
    ) -> pd.DataFrame:
        """Count by some columns what is told of each replayed replication; who counts none is refused."""
        if not len(replications):
            raise TeamsimError("replications = []; expected one at least. Leave it out for all.")
        tables = []
        for result in self.results:
            opening = opening_of(result.layout, self.seed)
            for number in map(int, replications):
                tables.append(told(result.layout, self.panel(result.name, number, opening), number))
        n_months = {result.name: result.layout.n_measured for result in self.results}
        return a_year(tables, by, len(replications), n_months)

    def result(self, scenario: str | None = None) -> Results:
        """Return the results of a scenario by name (left out: the first).

        Raises
        ------
        TeamsimError
            No such scenario in the study.
        """
        names = [result.name for result in self.results]
        if scenario is None:
            return self.results[0]
        if scenario not in names:
            raise TeamsimError(f"There is no scenario `{scenario}` in the study. {nearest(scenario, names)}")
        return self.results[names.index(scenario)]

    def panel(self, scenario: str | None, replication: int, opening: Opening | None = None) -> Panel:
        """Replay one replication and return what every person did in every month, [M, S] with the burn-in.

        Who replays many gives the scenario's `opening_of`, which is then not made each time. The last replay is kept:
        many statements are asked of one.
        """
        result, replication = self.result(scenario), self._finished(replication)
        panel = self._last_replay.get((result.name, replication))
        if panel is None:
            panel = self._replay(result, replication, opening or opening_of(result.layout, self.seed))
            self._last_replay.clear()
            self._last_replay[result.name, replication] = panel
        return panel

    @functools.cached_property
    def _last_replay(self) -> dict[tuple[str, int], Panel]:
        return {}

    def _replay(self, result: Results, replication: int, opening: Opening) -> Panel:
        """Live through one replication again, on the engine of the study."""
        number = np.array([replication])
        if self.engine == "event":
            from teamsim.engines import event

            rules = event_rules(result.layout.scenario)
            return event.run(opening.model, opening.of(number), self.seed, replication, rules)[1]
        rules = replacements(result.layout.scenario.rules)
        return monte_carlo.run(opening.model, opening.states, self.seed, number, rules, with_panel=True)[1]

    def trace(self, replication: int = 0, scenario: str | None = None) -> pd.DataFrame:
        """Tell one replication event by event (on SimPy): who did what, when, in which seat."""
        import pandas as pd

        from teamsim.engines import event

        layout, replication = self.result(scenario).layout, self._finished(replication)
        opening = opening_of(layout, self.seed)
        states, rules = opening.of(np.array([replication])), event_rules(layout.scenario)
        _, _, events = event.run(opening.model, states, self.seed, replication, rules)
        seats = layout.seats
        return pd.DataFrame(
            {
                "day": [e.day - DAYS_PER_MONTH * layout.n_burn_in for e in events],
                "month": [e.day // DAYS_PER_MONTH - layout.n_burn_in for e in events],
                "phase": [e.phase.name.lower() for e in events],
                "event": [e.what for e in events],
                "person": [person_name(layout, e.entry_seat, e.occupant) for e in events],
                "seat": [seats[e.seat].name for e in events],
                "unit": [seats[e.seat].unit for e in events],
                "tier": [seats[e.seat].tier for e in events],
                "from_seat": [seats[e.from_seat].name if e.from_seat >= 0 else None for e in events],
            }
        ).sort_values("day", kind="stable", ignore_index=True)

    def _finished(self, replication: int) -> int:
        """Return the number of a replication that finished; refuse any other."""
        finished = self.results[0].replications
        if _is_whole(replication) and np.any(finished == int(replication)):
            return int(replication)
        first, last = int(finished[0]), int(finished[-1])
        has_gaps = last - first >= finished.size
        among = f"one of the {finished.size:,} that finished, between {first} and {last}"
        rule = among if has_gaps else f"{first} to {last}, those that finished"
        raise TeamsimError(f"replication = {replication!r}; expected {rule}. Choose one of them, such as {first}.")

    def audit(self) -> list[str]:
        """Return every identity that does not hold: of the counts, and of the first replication's people and pay."""
        findings = [finding for result in self.results for finding in result.audit()]
        for result in self.results:
            number = int(result.replications[0])
            opening = opening_of(result.layout, self.seed).of(np.array([number]))
            findings += panel_findings(result, self.panel(result.name, number), opening)
        return findings


def run(
    scenarios: Scenario | Sequence[Scenario],
    replications: int = 200,
    seed: int = 0,
    engine: Engine = "compiled",
    *,
    progress: bool | Callable[[int, int], None] = True,
    stop: threading.Event | None = None,
    threads: int | None = None,
    reuse: Study | None = None,
) -> Study:
    """Live through `replications` possible futures of each scenario; all scenarios share their luck.

    Parameters
    ----------
    scenarios
        One or more, with different names. The first is the baseline of comparisons.
    replications
        1 to about 16.7 million.
    seed
        0 to 2^64 - 1; the same seed gives the same numbers on any number of threads.
    engine
        "compiled" (fast), or "event" (SimPy, readable, also takes rules in plain Python).
    progress
        True shows a bar (terminal or notebook) for work of more than a second, and says what a stop has kept; a
        function is called with (blocks done, blocks in all), first with none done.
    stop
        An event that another thread may set: finished replications are kept. Ctrl-C does the same.
    threads
        Left out: as many as this process may use.
    reuse
        An earlier study; scenarios with the same hash, seed and replications are taken over from it.

    Raises
    ------
    RunError
        Nothing to run, names given twice, numbers out of range, a rule that does not compile, or stopped before
        the first block was finished.
    """
    wanted = [scenarios] if isinstance(scenarios, Scenario) else list(scenarios)
    replications, seed, threads = _check(wanted, replications, seed, engine, threads)
    if progress and not is_compiled_before():
        print("Compiling the simulation for this machine, once: about half a minute.", file=sys.stderr)
    built = {result.layout.scenario: result.layout for result in reuse.results} if reuse else {}
    layouts = [built.get(scenario) or build(scenario) for scenario in wanted]
    kept = _reusable(reuse, replications, seed, engine)
    unique = list({layout.scenario.hash: layout for layout in layouts if layout.scenario.hash not in kept}.values())
    openings = {layout.scenario.hash: _opening(layout, seed) for layout in unique}
    work = Work(unique, openings, replications, seed, engine)
    finished = work.do(threads or usable_processors(), shown(progress), stop or threading.Event())
    counts = {**kept, **work.counts}
    numbers = np.arange(replications)[finished]
    if not numbers.size:
        raise RunError("Stopped before the first replications were finished; there is nothing to show.")
    is_whole = numbers.size == replications
    if progress is True and not is_whole:
        print(f"Stopped: {numbers.size:,} of {replications:,} replications are finished and kept.", file=sys.stderr)
    counted = [counts[layout.scenario.hash] for layout in layouts]
    known = {id(result.layout): result for result in reuse.results} if reuse and kept and is_whole else {}
    results = [  # an earlier result is taken over whole: it knows sums that were asked for before
        known.get(id(layout)) or Results(layout, seed, engine, numbers, each if is_whole else each[finished])
        for layout, each in zip(layouts, counted, strict=True)
    ]
    return Study(tuple(results), seed, engine, replications)


def _check(
    scenarios: list[Scenario], replications: int, seed: int, engine: str, threads: int | None
) -> tuple[int, int, int | None]:
    """Refuse what can not be run; return the numbers as Python's own."""
    names = [scenario.name for scenario in scenarios]
    if not scenarios:
        raise RunError("There is no scenario to run. Give at least one.")
    if len(set(names)) < len(names):
        raise RunError(f"Scenario names must differ; got {', '.join(names)}. Rename one.")
    if not (_is_whole(replications) and 1 <= replications <= FIRST_HISTORY):
        rule = f"1 to {FIRST_HISTORY:,}, a whole number. Say for instance replications=500"
        raise RunError(f"replications = {replications!r}; expected {rule}.")
    if not (_is_whole(seed) and 0 <= seed < 2**64):
        raise RunError(f"seed = {seed!r}; expected 0 to 2^64 - 1, a whole number. Say for instance seed=7.")
    if engine not in ("compiled", "event"):
        raise RunError(f"engine = {engine!r}; expected 'compiled' or 'event'.")
    if threads is not None and not (_is_whole(threads) and threads >= 1):
        rule = "1 or more, a whole number. Say for instance threads=4, or leave it out"
        raise RunError(f"threads = {threads!r}; expected {rule}.")
    return int(replications), int(seed), None if threads is None else int(threads)


def _is_whole(number: object) -> bool:
    """Return whether this is a whole number of Python or numpy; true and false are none."""
    return isinstance(number, int | np.integer) and not isinstance(number, bool)


def _opening(layout: Layout, seed: int) -> Opening:
    """Return the opening of a scenario; a rule that does not compile is named."""
    try:
        return opening_of(layout, seed)
    except NumbaError as error:
        raise does_not_compile(layout.scenario, error) from error


def _reusable(reuse: Study | None, replications: int, seed: int, engine: str) -> dict[str, Floats]:
    """Return the counts of an earlier study that stand for this one."""
    if reuse is None or (reuse.seed, reuse.engine) != (seed, engine) or reuse.n_replications != replications:
        return {}
    return {result.layout.scenario.hash: result.counts for result in reuse.results}


def _stacked(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Return tables one below the other; names become categories of all of them."""
    import pandas as pd

    table = pd.concat(frames, ignore_index=True)
    for column in ("scenario", "unit", "tier"):
        order = dict.fromkeys(value for frame in frames for value in frame[column].unique())
        table[column] = pd.Categorical(table[column], categories=list(order))
    return table
