"""The page of results: rows with their targets, what they were measured on, all in Markdown."""

import datetime
import importlib.metadata
import os
import platform
from pathlib import Path
from typing import NamedTuple

import numpy as np

import teamsim as ts
from teamsim._jit import sources_hash


class Row(NamedTuple):
    """One line of the results; without a target there is nothing to meet, without figures `unit` says why."""

    what: str
    figures: np.ndarray
    unit: str
    at_least: float | None = None
    at_most: float | None = None

    @property
    def is_measured(self) -> bool:
        return self.figures.size > 0

    @property
    def span(self) -> str:
        return f"{self.figures.min():.3g} - {self.figures.max():.3g}" if self.is_measured else ""

    @property
    def median(self) -> float:
        return float(np.median(self.figures))

    @property
    def target(self) -> str:
        if self.at_least is not None:
            return f"at least {self.at_least:g}"
        return f"at most {self.at_most:g}" if self.at_most is not None else "none set"

    @property
    def verdict(self) -> str:
        if self.at_least is None and self.at_most is None:
            return ""
        if not self.is_measured:
            return "**not measured**"
        low = -np.inf if self.at_least is None else self.at_least
        high = np.inf if self.at_most is None else self.at_most
        return "met" if low <= self.median <= high else "**missed**"


def table_of(rows: list[Row]) -> str:
    """The rows in Markdown: median, and least and most of the rounds."""
    lines = ["| what | median | least - most | unit | target | |", "|---|--:|--:|---|---|---|"]
    for row in rows:
        median = f"{row.median:.3g}" if row.is_measured else ""
        cells = (row.what, median, row.span, row.unit, row.target, row.verdict)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def processor() -> str:
    """The processor's public name, no name of the machine."""
    about = Path("/proc/cpuinfo")
    lines = about.read_text(encoding="utf-8").splitlines() if about.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def machine_line(load: str, sources: str) -> str:
    """What it was measured on and with; `sources` is the hash of the compiled sources before."""
    changed = "" if sources_hash() == sources else "; **they changed meanwhile: new processes compiled anew**"
    packages = ("numpy", "numba", "llvmlite", "pandas", "simpy")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages)
    return (
        f"{datetime.date.today()}; {processor()}, {os.cpu_count()} processors, {platform.system()}; {load}. "
        f"Python {platform.python_version()}, {versions}, teamsim {ts.__version__} "
        f"(compiled sources {sources}{changed})."
    )


def load_line() -> str:
    """How busy the machine was before: two threads can not be faster than what others leave."""
    if not hasattr(os, "getloadavg"):
        return "load unknown"
    return f"load of other work before {os.getloadavg()[0]:.1f}"


def page_of(rows: list[Row], n_rounds: int, machine: str, command: str) -> str:
    """The text of RESULTS.md."""
    about = (
        f"`{command}`: {n_rounds} interleaved rounds after a warm one; ratios are taken within a round. "
        "Rates are CPU time of one thread, of the second of two runs; of new processes the fastest of three "
        "counts. The first compile is measured three times, peak memory once. The common workload is "
        "`scenarios/benchmark_common.yaml`, which all peers do as well; the baseline is the whole model on "
        "`scenarios/baseline.yaml`. Its other sizes multiply seats, recruiters and market potential, with a past of "
        "their own. Targets are set against peers written as the workload and their own pages read; what an expert "
        "makes of numpy, polars or SimPy for this one job stands beside them, without a target; the expert's numpy and "
        "the polars were once held against those of numpy and mesa-frames, which the engine missed. Scalar C is a "
        "program for this job alone, by which machines compare: in the measurements from which the targets come numpy "
        "in float32 ran at .26 of C, mesa-frames at .03, Mesa at .006, SimPy at .004; no peer that has a target here "
        "is slower than that, and 1.5 times numpy or 12 times mesa-frames are .4 of C."
    )
    return f"# Benchmark results\n\n{about}\n\n{machine}\n\n{table_of(rows)}\n"
