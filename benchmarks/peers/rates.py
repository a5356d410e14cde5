"""How fast a peer is on the common workload, in this process or through its own interpreter.

``python rates.py --seats 300 --replications 200`` prints the median of five for each peer.
"""

import argparse
import importlib
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from environments import REQUIREMENTS, interpreter

HERE = Path(__file__).resolve().parent
IN_PROCESS = {  # module and function
    "numpy_replications": ("numpy_replications", "simulate"),
    "numpy_replications_float64": ("numpy_replications", "simulate_float64"),
    "numpy_dense": ("numpy_dense", "simulate"),
    "scalar_c": ("scalar_c", "simulate"),
    "simpy_common": ("simpy_common", "simulate"),
    "simpy_processes": ("simpy_processes", "simulate"),
}
PEERS = (*IN_PROCESS, *REQUIREMENTS)


def peer_rate(name: str, seats: int, months: int, replications: int, seed: int) -> float:
    """Seat-months per CPU-second of a warm job: the second run of the same.

    CPU time is that of the whole process; the peers use one thread.

    Raises
    ------
    ValueError
        If there is no such peer.
    RuntimeError
        If its environment can not be made, or the peer fails in it.
    """
    if name in REQUIREMENTS:
        cpu_seconds = outside_job(name, seats, months, replications, seed)["cpu_seconds"]
    elif name in IN_PROCESS:
        cpu_seconds = inside_cpu_seconds(name, seats, months, replications, seed)
    else:
        raise ValueError(f"peer {name!r}; expected one of {', '.join(PEERS)}")
    return seats * months * replications / cpu_seconds


def inside_cpu_seconds(name: str, *job: int) -> float:
    """CPU seconds of the second run in this process."""
    module, function = IN_PROCESS[name]
    simulate = getattr(importlib.import_module(module), function)
    simulate(*job)
    began = time.process_time()
    simulate(*job)
    return time.process_time() - began


def outside_job(name: str, seats: int, months: int, replications: int, seed: int) -> dict[str, Any]:
    """What a peer's script tells with --json, run by its own interpreter."""
    size = {"seats": seats, "months": months, "replications": replications, "seed": seed}
    options = [f"--{option}={value}" for option, value in size.items()]
    command = [str(interpreter(name)), str(HERE / f"{name}.py"), "--json", *options]
    # A PYTHONPATH made for teamsim's environment has no place in this one.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr.strip()}")
    return json.loads(done.stdout)


def print_medians(names: Iterable[str], n_rounds: int, *job: int) -> None:
    """Print the median rate of each peer, rounds interleaved."""
    names = list(names)
    rounds = [{name: peer_rate(name, *job) for name in names} for _ in range(n_rounds)]
    for name in names:
        rates = [rates[name] / 1e6 for rates in rounds]
        print(f"{name:<28}{statistics.median(rates):8.3f} million ({min(rates):.3f} to {max(rates):.3f})")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Warm seat-months per CPU-second of all peers.")
    for option, default in {"seats": 300, "months": 36, "replications": 200, "seed": 1, "rounds": 5}.items():
        parser.add_argument(f"--{option}", type=int, default=default)
    asked = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)
    print_medians(PEERS, asked.rounds, asked.seats, asked.months, asked.replications, asked.seed)
