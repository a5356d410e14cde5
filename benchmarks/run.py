"""Measure teamsim against its peers and against itself; write RESULTS.md beside this file.

``python benchmarks/run.py`` takes about ten minutes, ``--quick`` about four. Needs the
installed package (or PYTHONPATH=src) and simpy. ``--peers`` makes the environments of
Mesa and mesa-frames first, from the package index; once made they are always used.

Everything is measured in one interleaved run, rounds of A B C A B C ..., after a
first round that does not count. Other work on the machine then touches all alike,
and ratios are taken within a round. Rates are per CPU-second of one thread; what
a person waits for is wall time, which other work on the machine lengthens.
"""

import argparse
import sys
from typing import NamedTuple

import flows
import numpy as np
from measuring import Figures, Measured, cold_timing, figures_of, measured, peak_memory_mb
from results_page import Row, load_line, machine_line, page_of
from tasks import BASELINE, COMMON_SIZES, FIRST_RESULT, HERE, LARGE, PEERS, Peer, all_tasks, environments

import teamsim as ts
from teamsim._jit import sources_hash

RESULTS = HERE / "RESULTS.md"
RATE = "million seat-months per CPU-second"
NOT_INSTALLED = "not installed: `python benchmarks/run.py --peers`"


class MeasuredOnce(NamedTuple):
    """What is not repeated in rounds: first results that compile, peak memory in million bytes, what takes turns."""

    cold: Figures
    memory_mb: np.ndarray
    memory_of_import_mb: np.ndarray
    memory_of_large_mb: np.ndarray
    flows: dict[str, np.ndarray]


def measured_once() -> MeasuredOnce:
    """Measure in new processes."""
    cold = figures_of([cold_timing(FIRST_RESULT, str(BASELINE)) for _ in range(3)])
    memory = str(HERE / "memory.py")
    return MeasuredOnce(
        cold,
        peak_memory_mb(memory),
        peak_memory_mb("-c", "import teamsim"),
        peak_memory_mb(memory, "--large"),
        flows.ratios(),
    )


def written_by_hand() -> str:
    """What stands below the table, from its first heading on: another run keeps it."""
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    return text[text.index("\n## ") :] if "\n## " in text else ""


def rows_of(m: Measured, once: MeasuredOnce) -> list[Row]:
    """The table: figures of each round, ratios within a round."""
    common = [row for n_seats in COMMON_SIZES for row in common_rows(m, n_seats)]
    engine = [*engine_rows(m), *flows_rows(once.flows), *thread_rows(m), *proportionality_rows(m)]
    return [*common, *engine, *answer_rows(m, once)]


def common_rows(m: Measured, n_seats: int) -> list[Row]:
    """The engine and its peers on the same job: rates, then ratios."""
    engine, size = m[f"common {n_seats}"], f"common workload, {n_seats:,} seats"
    rates = [Row(f"{size}: engine", engine.rate, RATE)]
    ratios = []
    for name, peer in PEERS.items():
        figures = m.get(f"{name} {n_seats}")
        if figures is None:
            ratios.append(missing_row(size, peer))
        else:
            rates.append(Row(f"{size}: {peer.label}", figures.rate, RATE))
            ratio = engine.rate / figures.rate
            ratios.append(Row(f"{size}: engine / {peer.label}", ratio, "x", at_least=peer.at_least))
    return rates + ratios


def missing_row(size: str, peer: Peer) -> Row:
    return Row(f"{size}: engine / {peer.label}", np.array([]), NOT_INSTALLED, at_least=peer.at_least)


def engine_rows(m: Measured) -> list[Row]:
    answering, moving = (m["engine"].rate / m[f"engine {how}"].rate for how in ("answering", "moving"))
    baseline, large = m["engine"].rate, m[f"common {LARGE}"].rate
    whole = "engine on the baseline / {}, on the common workload"
    solved = m["solving"].cpu - m["building"].cpu
    across = f"engine on the common workload: {LARGE:,} seats / 1,000 seats"
    return [
        Row(across, large / m["common 1000"].rate, "x, rate", at_least=0.75),
        Row("engine: baseline, 300 seats, 36 months, 200 replications", baseline, RATE),
        Row(
            "the baseline with people who answer their plans / without, policies ready",
            answering,
            "x, CPU",
            at_most=1.5,
        ),
        Row("the same, two types of people who also move business", moving, "x, CPU"),
        Row(
            "solving three tiers' policies, quarters within the year / a study of 500",
            solved / m["study of 500"].cpu,
            "x, CPU",
            at_most=1,
        ),
        Row("solving one of them / a study of 100", solved / 3 / m["study of 100"].cpu, "x, CPU", at_most=1),
        Row(whole.format(PEERS["numpy_dense"].label), baseline / m["numpy_dense 300"].rate, "x", at_least=0.5),
        Row(whole.format(PEERS["numpy_replications"].label), baseline / m["numpy_replications 300"].rate, "x"),
    ]


def flows_rows(found: dict[str, np.ndarray]) -> list[Row]:
    """What the flows of people cost, on and off, against the commit before them."""
    unit = "x, CPU" if found["on"].size else "needs the history of the repository"
    before = "before there were any, 40 turns"
    return [
        Row(f"the baseline with every mechanism of people flows / {before}", found["on"], unit, at_most=2),
        Row(f"the baseline, which uses none of them / {before}", found["off"], unit, at_most=1.1),
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


def answer_rows(m: Measured, once: MeasuredOnce) -> list[Row]:
    answer, alone, first, imports = m["answer"], m["changed alone"], m["first result"], m["imports"]
    job = "1,000 seats, 1,000 replications, 36 months"
    return [
        Row("changed scenario, 300 seats, 36 months, 200 replications, two threads", alone.wall, "s, wall"),
        Row("the same", alone.cpu, "s, CPU"),
        Row("the same beside its baseline, which is reused", answer.wall, "s, wall"),
        Row("the same / the changed scenario alone", answer.cpu / alone.cpu, "x, CPU"),
        Row("first result in a new process, compiled before", first.wall, "s, wall"),
        Row("the same", first.cpu, "s, CPU"),
        Row("the same / `import numba, pandas`", first.cpu / imports.cpu, "x, CPU", at_most=3),
        Row("first result in a new process, nothing compiled", once.cold.wall, "s, wall"),
        Row("of which compiling", once.cold.wall - np.median(first.wall), "s, wall", at_most=30),
        Row("the same, both processes that compile", once.cold.cpu - np.median(first.cpu), "s, CPU"),
        Row(f"peak memory of the baseline at {job}", once.memory_mb, "million bytes", at_most=500),
        Row("of which `import teamsim`", once.memory_of_import_mb, "million bytes"),
        Row(
            "peak memory of 100,000 seats, 20 replications, 120 months",
            once.memory_of_large_mb,
            "million bytes",
            at_most=4000,
        ),
    ]


def parsed_job() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure teamsim against its peers and against itself.")
    parser.add_argument("--quick", action="store_true", help="one round; prints, but writes nothing")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", action="store_true", help="make the environments of Mesa and mesa-frames first")
    job = parser.parse_args()
    if job.rounds < 1:
        parser.error(f"--rounds {job.rounds}; expected at least 1")
    return job


def main() -> None:
    """Measure, print and write."""
    job = parsed_job()
    if job.peers:
        for peer in environments.REQUIREMENTS:
            environments.interpreter(peer)
    sources, load = sources_hash(), load_line()
    n_rounds = 1 if job.quick else job.rounds
    m = measured(all_tasks(ts.load_scenario(BASELINE)), n_rounds)
    rows = rows_of(m, measured_once())
    command = " ".join(["python benchmarks/run.py", *sys.argv[1:]])
    page = page_of(rows, n_rounds, machine_line(load, sources), command)
    print(page)
    if not job.quick:
        RESULTS.write_text(page + written_by_hand(), encoding="utf-8")


if __name__ == "__main__":
    main()
