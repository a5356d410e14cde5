"""What solving a plan costs, in replications of the baseline: `python benchmarks/response.py`.

Targets (issue 4): one plan at most 100 replications, all plans of the baseline at most 500.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import teamsim as ts
from teamsim.response import Component, ElasticityCost, Payout, Preferences, Process, table

SCENARIO = Path(__file__).resolve().parent.parent / "scenarios" / "baseline.yaml"
QUOTAS = {"junior_representative": 500_000, "representative": 800_000, "senior_representative": 1_100_000}
PERSON = Preferences(ElasticityCost(0.5, reference_rate=0.115))
N_REPLICATIONS = 100


def cpu_seconds(job: Callable[[int], object], times: int = 5) -> float:
    """Return the least processor time of several tries; each gets its number, so that no cache answers."""
    found = []
    for number in range(times):
        start = time.process_time()
        job(number)
        found.append(time.process_time() - start)
    return min(found)


def luck(number: int) -> Process:
    """Return a process that no earlier try has had."""
    return Process(0.5 + 1e-6 * number, shock="multiplicative")


def year(quota: float) -> Component:
    """Return the baseline's plan in shares of quota."""
    return Component(Payout.from_rates([(0, 0.115), (1, 0.1725)], lump_sums=[(1, 5000 / quota)]), 12)


def main() -> None:
    """Measure and print."""
    base = ts.load_scenario(SCENARIO)
    quarter = Component(Payout.from_rates([(0, 0.0)], lump_sums=[(0.25, 0.004)]), 3)
    ts.run([base], 2, progress=False)
    table([quarter, year(8e5)], luck(-1), PERSON)
    unit = cpu_seconds(lambda number: ts.run([base], N_REPLICATIONS, seed=number, progress=False)) / N_REPLICATIONS
    jobs = {
        "a yearly plan": lambda number: table([year(8e5)], luck(number), PERSON),
        "a plan of quarters in a year": lambda number: table([quarter, year(8e5)], luck(number), PERSON),
        "all plans of the baseline": lambda number: [table([year(q)], luck(number), PERSON) for q in QUOTAS.values()],
    }
    for name, job in jobs.items():
        seconds = cpu_seconds(job)
        print(f"{name}: {1000 * seconds:.0f} ms of processor time, {seconds / unit:.0f} replications of the baseline")


if __name__ == "__main__":
    main()
