"""Blocks of replications: shared out among threads, stopped at any time, counted whole or not at all."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any, Literal

import numpy as np
from numba.core.errors import NumbaError

from teamsim.engines import monte_carlo
from teamsim.engines.monte_carlo import empty_counts
from teamsim.errors import RunError
from teamsim.measuring import complete
from teamsim.model import Ints
from teamsim.opening import Opening
from teamsim.rules import replacements
from teamsim.scenario.layout import Layout
from teamsim.scenario.scenario import Scenario

Engine = Literal["compiled", "event"]
_SEAT_MONTHS_A_BLOCK = 400_000
"""About a twentieth of a second of work: progress moves and Stop is heard ten times a second."""


def does_not_compile(scenario: Scenario, error: Exception) -> RunError:
    """Return the refusal of a scenario whose replaced rules do not compile."""
    names = ", ".join(rule.name for rule in scenario.rules)
    first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return RunError(
        f"`{scenario.name}`: a replaced rule ({names}) does not compile: {first}. Write it with numbers, "
        "if and math only, or run with engine='event' and an opening state of `new`."
    )


class Work:
    """The blocks of replications to run, and the counts they fill."""

    def __init__(
        self,
        layouts: list[Layout],
        openings: dict[str, Opening],
        replications: int,
        seed: int,
        engine: Engine,
    ) -> None:
        self.layouts, self.openings, self.seed, self.engine = layouts, openings, seed, engine
        self.lived = {layout.scenario.hash: empty_counts(layout.model, replications) for layout in layouts}
        self.counts = {each.scenario.hash: self.lived[each.scenario.hash][:, each.n_burn_in :] for each in layouts}
        size = max((len(layout.seats) * layout.model.n_months for layout in layouts), default=1)
        per_block = 1 if engine == "event" else max(1, min(replications, _SEAT_MONTHS_A_BLOCK // size))
        n_blocks = -(-replications // per_block)
        self.blocks = np.array_split(np.arange(replications), n_blocks)
        self.n_done = np.zeros(n_blocks, dtype=np.int64)
        self.lock = threading.Lock()

    def do(self, threads: int, show: Callable[[int, int], None], stop: threading.Event) -> Ints:
        """Run the blocks and return the replications that finished in every scenario.

        After a stop or Ctrl-C no further block is started; those that run are finished and kept.
        """
        tasks = [(layout, block) for block in range(len(self.blocks)) for layout in self.layouts]
        if tasks:
            self._compile(tasks[0][0])
            show(0, len(tasks))
        with ThreadPoolExecutor(threads if self.engine == "compiled" else 1) as pool:
            try:
                self._keep_busy(pool, tasks, 2 * threads, show, stop)
            except KeyboardInterrupt:
                stop.set()
        whole = [self.blocks[block] for block in np.flatnonzero(self.n_done == len(self.layouts))]
        return np.concatenate([np.zeros(0, dtype=np.int64), *whole])

    def _compile(self, layout: Layout) -> None:
        """Compile (or load) the kernel once, before threads ask for it."""
        if self.engine == "compiled":
            try:
                monte_carlo.kernel(frozenset(replacements(layout.scenario.rules).items()))
            except NumbaError as error:
                raise does_not_compile(layout.scenario, error) from error

    def _keep_busy(
        self,
        pool: ThreadPoolExecutor,
        tasks: list[tuple[Layout, int]],
        n_ahead: int,
        show: Callable[[int, int], None],
        stop: threading.Event,
    ) -> None:
        """Hand out tasks, a few ahead of the threads, until all are done or somebody stops."""
        left, n_done = iter(tasks), 0
        running: set[Future[None]] = set()
        while True:
            while len(running) < n_ahead and not stop.is_set() and (task := next(left, None)):
                running.add(pool.submit(self._block, *task))
            if not running:
                return
            ready, running = wait(running, return_when=FIRST_COMPLETED)
            for job in ready:
                job.result()
                n_done += 1
                show(n_done, len(tasks))

    def _block(self, layout: Layout, block: int) -> None:
        """Live through one block of replications of one scenario."""
        scenario, numbers = layout.scenario, self.blocks[block]
        opening, lived = self.openings[scenario.hash], self.lived[scenario.hash]
        try:
            if self.engine == "event":
                from teamsim.engines import event  # on first use: most runs do not need it, nor simpy

                rules, first = event_rules(scenario), opening.of(numbers)
                lived[numbers[0]] = event.run(opening.model, first, self.seed, int(numbers[0]), rules)[0]
            else:
                rules, row = replacements(scenario.rules), int(numbers[0])
                monte_carlo.run(opening.model, opening.states, self.seed, numbers, rules, counts=lived, first_row=row)
        except NumbaError as error:
            raise does_not_compile(scenario, error) from error
        complete(layout, self.counts[scenario.hash][numbers[0] : numbers[-1] + 1])
        with self.lock:
            self.n_done[block] += 1


@functools.cache
def event_rules(scenario: Scenario) -> dict[Callable[..., Any], Callable[..., Any]]:
    """Return the replaced rules for the event engine: compiled where they compile, else in plain Python."""

    def best(compiled: Callable[..., Any], plain: Callable[..., Any]) -> Callable[..., Any]:
        def apply(*arguments: Any) -> Any:
            try:
                return compiled(*arguments)
            except NumbaError:
                return plain(*arguments)

        return apply

    fast, plain = replacements(scenario.rules), replacements(scenario.rules, compiled=False)
    return {standard: best(fast[standard], plain[standard]) for standard in fast}
