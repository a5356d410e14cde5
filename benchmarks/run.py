"""Measure teamsim against SimPy and against itself; write RESULTS.md beside this file.

``python benchmarks/run.py`` takes a few minutes, ``--quick`` about one. Needs the
installed package (or PYTHONPATH=src) and simpy.

Everything is measured in one interleaved run, rounds of A B C A B C ..., after a
first round that does not count. Other work on the machine then touches all alike,
and ratios are taken within a round. Rates are per CPU-second of one thread; what
a person waits for is wall time, which other work on the machine lengthens.
"""

import argparse
import hashlib
import importlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from results_page import Row, load_line, machine_line, page_of

import teamsim as ts
from teamsim._jit import sources_hash
from teamsim.engines import monte_carlo
from teamsim.opening import opening_of
from teamsim.scenario.build import build

HERE = Path(__file__).resolve().parent
BASELINE = HERE.parent / "scenarios" / "baseline.yaml"
RESULTS = HERE / "RESULTS.md"
SEED = 7
PEERS = {"simpy_processes": 5, "simpy_common": 20}  # replications: about a third of a second
FIRST_RESULT = "import teamsim as ts; ts.run(ts.load_scenario(sys.argv[1]), 200, 7, progress=False).months"


class Timing(NamedTuple):
    """Seconds of one job."""

    wall: float
    cpu: float


class Task(NamedTuple):
    """A job to measure, and the seat-months it lives through."""

    timing: Callable[[], Timing]
    seat_months: int = 0


class Figures(NamedTuple):
    """Seconds of a task, one figure a round, and million seat-months per CPU-second."""

    wall: np.ndarray
    cpu: np.ndarray
    rate: np.ndarray


Measured = dict[str, Figures]


# -- what is measured ---------------------------------------------------------------------------------------


def task_of(job: Callable[[], object], seat_months: int = 0) -> Task:
    """Make a task of work in this process."""

    def timing() -> Timing:
        wall, cpu = time.perf_counter(), time.process_time()
        job()
        return Timing(time.perf_counter() - wall, time.process_time() - cpu)

    return Task(timing, seat_months)


def engine_task(scenario: ts.Scenario, n_replications: int) -> Task:
    """Run the compiled engine on one thread; the opening is made once, its copy for each run counts."""
    layout = build(scenario)
    opening, numbers = opening_of(layout, SEED), np.arange(n_replications)
    seat_months = len(layout.seats) * layout.model.n_months * n_replications
    return task_of(lambda: monte_carlo.run(opening.model, opening.of(numbers), SEED, numbers), seat_months)


def peer_task(name: str, n_replications: int) -> Task:
    """Run a peer on the common workload, 300 seats and 36 months."""
    if str(HERE / "peers") not in sys.path:
        sys.path.append(str(HERE / "peers"))
    simulate = importlib.import_module(name).simulate
    return task_of(lambda: simulate(300, 36, n_replications, SEED), 300 * 36 * n_replications)


def resized(baseline: ts.Scenario, factor: float) -> ts.Scenario:
    """The baseline with all seats, and what serves them, multiplied; it has its own past.

    With an inherited past new seats would start empty, and three recruiters for
    3,000 seats would leave most of them so.
    """
    changes: dict[str, Any] = {
        "opening.past": "own",
        "hiring.recruiters": max(1, round(factor * baseline.parameters.hiring.recruiters)),
    }
    for name, unit in baseline.parameters.organisation.units.items():
        place = f"organisation.units.{name}"
        changes[f"{place}.seats"] = {tier: max(1, round(factor * n)) for tier, n in unit.seats.items()}
        if unit.potential_annual is not None:
            changes[f"{place}.potential_annual"] = factor * unit.potential_annual
    return baseline.with_changes(f"baseline x {factor:g}", changes)


def proportionality_tasks(baseline: ts.Scenario) -> dict[str, Task]:
    """Rates away from 300 seats, 36 months and 200 replications, one at a time."""
    sizes = {f"{n:,} seats": resized(baseline, n / 300) for n in (100, 1000, 3000)}
    horizons = {f"{n} months": baseline.with_changes(f"{n} months", {"time.horizon_months": n}) for n in (12, 120)}
    tasks = {what: engine_task(scenario, 200) for what, scenario in {**sizes, **horizons}.items()}
    return tasks | {f"{n} replications": engine_task(baseline, n) for n in (50, 800)}


def threads_task(baseline: ts.Scenario, n_threads: int) -> Task:
    """Run 400 replications."""
    return task_of(lambda: ts.run(baseline, 400, SEED, threads=n_threads, progress=False))


def hash_task(n_threads: int) -> Task:
    """Do work that threads share perfectly: what the machine has to give just now."""
    block = bytes(2**25)

    def hash_blocks() -> None:
        with ThreadPoolExecutor(n_threads) as pool:
            list(pool.map(lambda _: hashlib.sha256(block).digest(), range(24)))

    return task_of(hash_blocks)


def answer_tasks(baseline: ts.Scenario) -> dict[str, Task]:
    """Answer for one changed value with the baseline's results at hand; and the changed scenario alone."""
    path = "incentives.plans.rep.components.commission.accelerator"
    changed = baseline.with_changes("richer accelerator", {path: 2.0})
    previous = ts.run(baseline, 200, SEED, progress=False)
    return {
        "answer": task_of(lambda: ts.run([baseline, changed], 200, SEED, reuse=previous, progress=False)),
        "changed alone": task_of(lambda: ts.run(changed, 200, SEED, progress=False)),
    }


def process_task(code: str, **environment: str) -> Task:
    """Run code in a new Python process, which tells its own CPU time."""
    command = [sys.executable, "-c", f"import sys, time; {code}; print(time.process_time())", str(BASELINE)]

    def timing() -> Timing:
        began = time.perf_counter()
        done = subprocess.run(command, check=True, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True)
        return Timing(time.perf_counter() - began, float(done.stdout))

    return Task(timing)


def cold_timing() -> Timing:
    """Time a first result that compiles everything: an empty cache, on systems that heed XDG_CACHE_HOME."""
    with tempfile.TemporaryDirectory() as folder:
        return process_task(FIRST_RESULT, XDG_CACHE_HOME=folder).timing()


def all_tasks(baseline: ts.Scenario) -> dict[str, Task]:
    """Everything that is measured in each round, in order."""
    return {
        "engine": engine_task(baseline, 200),
        **{name: peer_task(name, n) for name, n in PEERS.items()},
        **proportionality_tasks(baseline),
        **{f"{n} threads": threads_task(baseline, n) for n in (1, 2)},
        **{f"{n} hashing": hash_task(n) for n in (1, 2)},
        **answer_tasks(baseline),
        "first result": process_task(FIRST_RESULT),
        "imports": process_task("import numba, pandas"),
    }


def figures_of(task: Task, timings: list[Timing]) -> Figures:
    wall, cpu = np.array(timings).T
    return Figures(wall, cpu, task.seat_months / cpu / 1e6)


def measured(tasks: dict[str, Task], n_rounds: int) -> Measured:
    """Time each task once a round; the first round warms up and does not count."""
    rounds = []
    for number in range(n_rounds + 1):
        print(f"round {number} of {n_rounds}", file=sys.stderr, flush=True)
        rounds.append({name: task.timing() for name, task in tasks.items()})
    return {name: figures_of(task, [timings[name] for timings in rounds[1:]]) for name, task in tasks.items()}


# -- what is reported ---------------------------------------------------------------------------------------


def rows_of(m: Measured, cold: Timing) -> list[Row]:
    """The table: figures of each round, ratios within a round."""
    return [*speed_rows(m), *thread_rows(m), *proportionality_rows(m), *answer_rows(m, cold)]


def speed_rows(m: Measured) -> list[Row]:
    engine, plain, tuned = m["engine"].rate, m["simpy_processes"].rate, m["simpy_common"].rate
    unit = "million seat-months per CPU-second"
    return [
        Row("engine: baseline, 300 seats, 36 months, 200 replications", engine, unit),
        Row("SimPy, a process a person: common workload", plain, unit),
        Row("SimPy, tuned: common workload", tuned, unit),
        Row("engine / SimPy, a process a person", engine / plain, "x", at_least=30),
        Row("engine / SimPy, tuned", engine / tuned, "x"),
    ]


def thread_rows(m: Measured) -> list[Row]:
    one, two = m["1 threads"], m["2 threads"]
    machine = m["1 hashing"].wall / m["2 hashing"].wall
    return [
        Row("two threads against one, 400 replications", one.wall / two.wall, "x, wall", at_least=1.7),
        Row("the same for hashing: what the machine gave", machine, "x, wall"),
        Row("work of two threads / of one", two.cpu / one.cpu, "x, CPU"),
    ]


def proportionality_rows(m: Measured) -> list[Row]:
    names = [name for name in m if name.endswith((" seats", " months", " replications"))]
    return [Row(f"engine at {name} / at the baseline", m[name].rate / m["engine"].rate, "x, rate") for name in names]


def answer_rows(m: Measured, cold: Timing) -> list[Row]:
    answer, first, imports = m["answer"], m["first result"], m["imports"]
    alone = answer.cpu / m["changed alone"].cpu
    return [
        Row("changed scenario, 200 replications, baseline reused", answer.wall, "s, wall"),
        Row("the same / the changed scenario alone", alone, "x, CPU"),
        Row("first result in a new process, compiled before", first.wall, "s, wall"),
        Row("the same", first.cpu, "s, CPU"),
        Row("the same / `import numba, pandas`", first.cpu / imports.cpu, "x, CPU"),
        Row("first result in a new process, nothing compiled", np.array([cold.wall]), "s, wall"),
        Row("of which compiling", np.array([cold.cpu - np.median(first.cpu)]), "s, CPU"),
    ]


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description="Measure teamsim against SimPy and against itself.")
    parser.add_argument("--quick", action="store_true", help="one round; prints, but writes nothing")
    parser.add_argument("--rounds", type=int, default=5)
    job = parser.parse_args()
    sources = sources_hash()
    n_rounds, load = 1 if job.quick else job.rounds, load_line()
    if n_rounds < 1:
        parser.error(f"--rounds {n_rounds}; expected at least 1")
    m = measured(all_tasks(ts.load_scenario(BASELINE)), n_rounds)
    command = " ".join(["python benchmarks/run.py", *sys.argv[1:]])
    rows = rows_of(m, cold_timing())
    page = page_of(rows, n_rounds, machine_line(load, sources), command)
    print(page)
    if not job.quick:
        RESULTS.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
