"""A worker that lives 200 futures of the baseline for each line it reads, and answers with the CPU seconds.

``python benchmarks/lived.py SCENARIO [--flows]``. Also run on the package of an earlier commit, so it asks only for
what that had.
"""

import sys
import time

import numpy as np

import teamsim as ts
from teamsim.engines import monte_carlo
from teamsim.opening import opening_of
from teamsim.scenario.build import build


def main() -> None:
    """Make ready, then answer until there is nothing more to read."""
    scenario = ts.load_scenario(sys.argv[1])
    if "--flows" in sys.argv:
        from tasks import with_flows

        scenario = with_flows(scenario)
    opening, numbers = opening_of(build(scenario), 7), np.arange(200)
    monte_carlo.run(opening.model, opening.states, 7, numbers)
    for _ in sys.stdin:
        begun = time.process_time()
        monte_carlo.run(opening.model, opening.states, 7, numbers)
        print(time.process_time() - begun, flush=True)


if __name__ == "__main__":
    main()
