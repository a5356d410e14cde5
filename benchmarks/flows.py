"""What the flows of people cost, on and off, against the commit before them: `python benchmarks/flows.py`.

Two packages can not be in one process, and a shared machine is for seconds half as fast as for others: so there is a
worker for each, they take turns of a fifth of a second, and ratios are taken within a turn.
"""

import contextlib
import io
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path

HERE = Path(__file__).resolve().parent
BEFORE = "c58c9fd1a621f54167807042ff7c4e8255b66666"
"""The commit before hiring sources, training, acting heads, transfers, probation and moving units."""
N_TURNS = 40


def package_before() -> Path | None:
    """The package of the commit before, out of git into the user's cache; None where the history is not there."""
    folder = user_cache_path("teamsim-benchmarks") / f"before-{BEFORE}"
    if not folder.exists():
        command = ["git", "-C", str(HERE.parent), "archive", BEFORE, "src", "scenarios"]
        packed = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        if packed.returncode:
            return None
        folder.parent.mkdir(parents=True, exist_ok=True)
        unpacked = Path(tempfile.mkdtemp(dir=folder.parent))
        with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as sources:
            sources.extractall(unpacked, filter="data")
        unpacked.rename(folder)
    return folder


@contextlib.contextmanager
def worker(root: Path, *flags: str) -> Iterator["subprocess.Popen[str]"]:
    """Start a worker on the package and the baseline of a folder."""
    command = [sys.executable, str(HERE / "lived.py"), str(root / "scenarios" / "baseline.yaml"), *flags]
    environment = {**os.environ, "PYTHONPATH": str(root / "src")}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
    with subprocess.Popen(command, env=environment, **pipes) as process:
        yield process
        process.stdin.close()


def asked(process: "subprocess.Popen[str]") -> float:
    """Return the CPU seconds of one answer."""
    process.stdin.write("\n")
    return float(process.stdout.readline())


def ratios() -> dict[str, np.ndarray]:
    """Ratios of CPU time, one a turn; empty without the history."""
    before, here = package_before(), HERE.parent
    if before is None:
        return {"on": np.array([]), "off": np.array([])}
    with worker(here, "--flows") as on, worker(here) as off, worker(before) as old:
        workers = (on, off, old)
        for process in workers:
            asked(process)
        turns = np.array([[asked(process) for process in workers] for _ in range(N_TURNS)])
    return {"on": turns[:, 0] / turns[:, 2], "off": turns[:, 1] / turns[:, 2]}


if __name__ == "__main__":
    for name, found in ratios().items():
        print(f"flows {name} / before:", *np.percentile(found, [25, 50, 75]).round(2), "(quartiles)")
