"""The common workload in scalar C: what a program written for this job alone does, one person at a time.

A yardstick rather than a peer: nobody plans a workforce in it. Compiled by the system's C compiler when it is first
asked for.

Run ``python scalar_c.py --seats 1000 --replications 100``.
"""

import ctypes
import functools
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from workload import FEATURES, TIERS, run_script, tier_sizes

SOURCE = Path(__file__).with_suffix(".c")
FLAGS = ("-O3", "-march=native", "-fno-math-errno", "-shared", "-fPIC")
MAX_MONTHS = 2_000


def compiler() -> str | None:
    """Path of the C compiler: that of CC, or cc."""
    return shutil.which(os.environ.get("CC", "cc"))


@functools.cache
def library() -> ctypes.CDLL:
    """The compiled program.

    Raises
    ------
    RuntimeError
        If there is no compiler, or it refuses.
    """
    found = compiler()
    if found is None:
        raise RuntimeError("no C compiler: neither $CC nor cc is on the PATH")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "scalar_c.so"
        done = subprocess.run([found, *FLAGS, str(SOURCE), "-o", str(target), "-lm"], capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{found} failed:\n{done.stderr.strip()}")
        return ctypes.CDLL(str(target))


def simulate(n_seats: int, n_months: int, n_replications: int, seed: int) -> dict[str, np.ndarray]:
    """Simulate independent futures; shapes as `workload.replicate`.

    Raises
    ------
    ValueError
        If the months are more than its tables have.
    """
    if n_months > MAX_MONTHS:
        raise ValueError(f"{n_months} months; expected at most {MAX_MONTHS}")
    sizes = (ctypes.c_int * len(TIERS))(*tier_sizes(n_seats))
    sums = np.zeros((n_replications, len(FEATURES), len(TIERS)))
    library().simulate(sizes, n_months, n_replications, ctypes.c_uint64(seed), sums.ctypes.data_as(ctypes.c_void_p))
    features = {feature: sums[:, place] for place, feature in enumerate(FEATURES)}
    return {**features, "headcount": features["headcount"] / n_months}


if __name__ == "__main__":
    run_script(simulate, "The common workload in scalar C, written for this job alone.")
