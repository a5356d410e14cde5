"""The jobs of the benchmark: the engine on the common workload and on the baseline, and the peers."""

import functools
import hashlib
import importlib
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from measuring import Task, Timing, least_of, process_task, second_of_two, task_of

import teamsim as ts
from teamsim.engines import monte_carlo
from teamsim.opening import opening_of
from teamsim.response import tables
from teamsim.scenario.build import build

HERE = Path(__file__).resolve().parent
BASELINE = HERE.parent / "scenarios" / "baseline.yaml"
COMMON = HERE.parent / "scenarios" / "benchmark_common.yaml"

sys.path.append(str(HERE / "peers"))  # the peers are scripts, no package
environments = importlib.import_module("environments")
rates = importlib.import_module("rates")
scalar_c = importlib.import_module("scalar_c")
workload = importlib.import_module("workload")

SEED = 7
N_MONTHS = 36
COMMON_SIZES = (300, 1000)
LARGE = 10_000
N_SEATS_LIVED = 180_000
FIRST_RESULT = "import teamsim as ts; ts.run(ts.load_scenario(sys.argv[1]), 200, 7, progress=False).months"


class Peer(NamedTuple):
    """A peer of `peers/rates.py`; the engine has to be `at_least` times as fast.

    Targets are set against peers written as the workload's text and their own pages read. What an expert makes of
    numpy, polars or SimPy for this one job is measured beside them, without a target.

    Those that live a replication at a time are as fast at any number of them, so they get what takes about
    a third of a second. Plain numpy gets what suits its cache best. The others do the engine's own job:
    polars is twice as fast at 100,000 stacked seats as at 24,000. Scalar C is the yardstick by which speeds
    of different machines compare: where the targets were set numpy ran at .26 of it and mesa-frames at .03, so
    1.5 times the one and 12 times the other are .4 of C.
    """

    label: str
    at_least: float | None = None
    n_seats_lived: int = N_SEATS_LIVED


PEERS = {
    "numpy_dense": Peer("numpy float32", at_least=1.5, n_seats_lived=60_000),
    "mesa_frames_methods": Peer("mesa-frames", at_least=12),
    "mesa_agents": Peer("Mesa", at_least=60, n_seats_lived=4_500),
    "simpy_processes": Peer("SimPy", at_least=100, n_seats_lived=1_500),
    "scalar_c": Peer("C, scalar, for this job alone", at_least=0.4),
    "numpy_replications": Peer("numpy float32, by an expert"),
    "numpy_replications_float64": Peer("numpy float64, by an expert"),
    "mesa_frames_stacked": Peer("mesa-frames, all by polars"),
    "simpy_common": Peer("SimPy, by an expert", n_seats_lived=6_000),
}


def installed_peers() -> list[str]:
    """The peers that can run here: those of this environment, those whose own is made, C where it is compiled."""
    outside = {name: environments.has_environment(name) for name in environments.REQUIREMENTS}
    here = {**outside, "scalar_c": scalar_c.compiler() is not None}
    return [name for name in PEERS if here.get(name, True)]


# -- scenarios ------------------------------------------------------------------------------------------------


def common_scenario(n_seats: int) -> ts.Scenario:
    """The common workload with its tiers' shares of some seats."""
    seats = dict(zip(workload.TIERS, workload.tier_sizes(n_seats), strict=True))
    changes = {"organisation.units.company.seats": seats, "opening.past": "own"}
    return ts.load_scenario(COMMON).with_changes(f"common workload of {n_seats} seats", changes)


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


def answering(baseline: ts.Scenario) -> ts.Scenario:
    """The baseline with people who answer their plans."""
    return baseline.with_changes("answering", {"response.effort": "forward_looking"})


def moving(baseline: ts.Scenario) -> ts.Scenario:
    """The same with two types of people, who can also move business between months."""
    types = {"eager": {"share": 0.5, "elasticity": 0.5}, "calm": {"share": 0.5, "elasticity": 0.1}}
    response = {"effort": "forward_looking", "types": types, "timing": {"share": 0.2, "price": 0.05}}
    return baseline.with_changes("moving", {"response": response})


def nested(baseline: ts.Scenario) -> ts.Scenario:
    """People who answer a plan with quarters within the year: three tiers, eight paces each."""
    quarter = {"kind": "lump_sum", "cycle": "quarter", "amount": 2_000}
    return answering(baseline).with_changes("nested", {"incentives.plans.rep.components.quarter": quarter})


def with_flows(baseline: ts.Scenario) -> ts.Scenario:
    """The baseline with every mechanism of hiring, training, succession and exits that it leaves off."""
    programme = {"places": 30, "cost_per_person": 2_000, "days_lost": 2}
    changes: dict[str, Any] = {
        "hiring.sources": {"advertisement": {"share": 3}, "referral": {"share": 1, "talent": 1.1, "exit_ratio": 0.8}},
        "hiring.selection.candidates": 3,
        "hiring.acceptance": 0.8,
        "development.programmes": {
            "start": {**programme, "audience": "newcomers", "within_months": 3, "ramp_months": 1.0},
            "skill": {**programme, "audience": "everybody", "every_months": 12, "talent_gain": 0.1},
            **{way: {"audience": way, "leadership_gain": 0.01} for way in ("acting", "coached", "transferred")},
        },
        "promotion.acting": {"lead_share": 0.5, "selling_share_lost": 0.3, "allowance": 0.1},
        "organisation.coaching": {"gain": 0.3, "meeting_hours": 6},
        "organisation.manager_effect.sigma": 0.2,
    }
    for name, tier in baseline.parameters.tiers.items():
        changes |= {f"tiers.{name}.probation.months": 3, f"tiers.{name}.transfers": {"share": 0.2, "ramp_months": 2.0}}
        effects = {"overdue_ratio": 1.3, "vacant_head_ratio": 1.3, "peer_exits_ratio": 1.1}
        changes |= {f"tiers.{name}.exit_effects.{effect}": ratio for effect, ratio in effects.items()}
        if tier.promotion:
            changes[f"tiers.{name}.promotion.refusal"] = 0.2
        if tier.quota_annual:
            changes[f"tiers.{name}.recognition.top_share"] = 0.1
    return baseline.with_changes("flows", changes | {"opening.past": "own"})


# -- tasks ----------------------------------------------------------------------------------------------------


def engine_task(scenario: ts.Scenario, n_replications: int) -> Task:
    """Run the compiled engine on one thread; the opening is made once."""
    layout = build(scenario)
    opening, numbers = opening_of(layout, SEED), np.arange(n_replications)
    seat_months = len(layout.seats) * layout.model.n_months * n_replications
    job = functools.partial(monte_carlo.run, opening.model, opening.states, SEED, numbers)
    return second_of_two(task_of(job, seat_months))


def solving_task(scenario: ts.Scenario) -> Task:
    """Solve how people answer their plans, with nothing kept from before."""

    def solve() -> None:
        tables._table.cache_clear()
        build(scenario)

    return task_of(solve)


def peer_task(name: str, n_seats: int) -> Task:
    """Run a peer on the common workload, warm, in its own environment if it has one."""
    n_replications = max(1, round(PEERS[name].n_seats_lived / n_seats))
    seat_months = n_seats * N_MONTHS * n_replications

    def timing() -> Timing:
        seconds = seat_months / rates.peer_rate(name, n_seats, N_MONTHS, n_replications, SEED)
        return Timing(seconds, seconds)  # the peers use one thread

    return Task(timing, seat_months)


def common_tasks() -> dict[str, Task]:
    """The engine and its peers on the common workload, by name and seats."""
    tasks = {}
    for n_seats in COMMON_SIZES:
        tasks[f"common {n_seats}"] = engine_task(common_scenario(n_seats), N_SEATS_LIVED // n_seats)
        tasks |= {f"{name} {n_seats}": peer_task(name, n_seats) for name in installed_peers()}
    return tasks | {f"common {LARGE}": engine_task(common_scenario(LARGE), N_SEATS_LIVED // LARGE)}


def proportionality_tasks(baseline: ts.Scenario) -> dict[str, Task]:
    """Rates away from 300 seats, 36 months and 200 replications, one at a time."""
    sizes = {f"{n:,} seats": resized(baseline, n / 300) for n in (100, 1000, 3000)}
    horizons = {f"{n} months": baseline.with_changes(f"{n} months", {"time.horizon_months": n}) for n in (12, 120)}
    tasks = {what: engine_task(scenario, 200) for what, scenario in {**sizes, **horizons}.items()}
    return tasks | {f"{n} replications": engine_task(baseline, n) for n in (50, 800)}


def study_task(baseline: ts.Scenario, n_replications: int) -> Task:
    """Run a study of the baseline on one thread, as a person asks for it."""
    return task_of(lambda: ts.run(baseline, n_replications, SEED, threads=1, progress=False))


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
    both = {"threads": 2, "progress": False}
    return {
        "answer": task_of(lambda: ts.run([baseline, changed], 200, SEED, reuse=previous, **both)),
        "changed alone": task_of(lambda: ts.run(changed, 200, SEED, **both)),
    }


def all_tasks(baseline: ts.Scenario) -> dict[str, Task]:
    """Everything that is measured in each round, in order."""
    return {
        **common_tasks(),
        "engine": engine_task(baseline, 200),
        "engine answering": engine_task(answering(baseline), 200),
        "engine moving": engine_task(moving(baseline), 200),
        "solving": solving_task(nested(baseline)),
        "building": task_of(lambda: build(nested(baseline))),
        **{f"study of {n}": study_task(baseline, n) for n in (100, 500)},
        **proportionality_tasks(baseline),
        **{f"{n} threads": threads_task(baseline, n) for n in (1, 2)},
        **{f"{n} hashing": hash_task(n) for n in (1, 2)},
        **answer_tasks(baseline),
        "first result": least_of(3, process_task(FIRST_RESULT, str(BASELINE))),
        "imports": least_of(3, process_task("import numba, pandas")),
    }
