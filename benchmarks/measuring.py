"""How jobs are timed: rounds of A B C A B C ..., in this process or in new ones; and peak memory."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np


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


def task_of(job: Callable[[], object], seat_months: int = 0) -> Task:
    """Make a task of work in this process."""

    def timing() -> Timing:
        wall, cpu = time.perf_counter(), time.process_time()
        job()
        return Timing(time.perf_counter() - wall, time.process_time() - cpu)

    return Task(timing, seat_months)


def second_of_two(task: Task) -> Task:
    """Time the second of two runs, as that of the peers is (`peers/rates.py`).

    What ran before left the caches, and the memory that the system has at hand, to others.
    """

    def timing() -> Timing:
        task.timing()
        return task.timing()

    return task._replace(timing=timing)


def least_of(n_runs: int, task: Task) -> Task:
    """Time the fastest of some runs: new processes are short, and other work of the machine only adds."""

    def timing() -> Timing:
        return min((task.timing() for _ in range(n_runs)), key=lambda each: each.cpu)

    return task._replace(timing=timing)


def process_task(code: str, *arguments: str, **environment: str) -> Task:
    """Run code in a new Python process, which tells its CPU time and, save on Windows, that of processes it started.

    As on a person's machine: what Python compiles of this package is kept, as that of the libraries is.
    """
    tell = "print(time.process_time() + sum(os.times()[2:4]))"
    command = [sys.executable, "-c", f"import os, sys, time; {code}; {tell}", *arguments]

    def timing() -> Timing:
        began = time.perf_counter()
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        done = subprocess.run(command, check=True, env={**kept, **environment}, stdout=subprocess.PIPE, text=True)
        return Timing(time.perf_counter() - began, float(done.stdout))

    return Task(timing)


def cold_timing(code: str, *arguments: str) -> Timing:
    """Time code that compiles everything: an empty cache, on systems that heed XDG_CACHE_HOME."""
    with tempfile.TemporaryDirectory() as folder:
        return process_task(code, *arguments, XDG_CACHE_HOME=folder).timing()


def peak_memory_mb(*arguments: str) -> np.ndarray:
    """Million bytes that a new ``python ...`` holds at most; no figure on Windows, which does not tell.

    Linux counts what a process held before it became another program, so the one that is
    measured is the child of a small one, not of this.
    """
    if sys.platform == "win32":
        return np.array([])
    watch = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    command = [sys.executable, "-c", watch, sys.executable, *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    unit = 1 if sys.platform == "darwin" else 1024  # bytes, elsewhere kibibytes
    return np.array([int(done.stdout) * unit / 1e6])


def measured(tasks: dict[str, Task], n_rounds: int) -> Measured:
    """Time each task once a round; the first round warms up and does not count."""
    rounds = []
    for number in range(n_rounds + 1):
        print(f"round {number} of {n_rounds}", file=sys.stderr, flush=True)
        rounds.append({name: task.timing() for name, task in tasks.items()})
    return {
        name: figures_of([timings[name] for timings in rounds[1:]], task.seat_months) for name, task in tasks.items()
    }


def figures_of(timings: Sequence[Timing], seat_months: int = 0) -> Figures:
    wall, cpu = np.array(timings).T
    return Figures(wall, cpu, seat_months / cpu / 1e6)
