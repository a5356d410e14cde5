"""Live through 1,000 seats x 1,000 replications x 36 months of the whole model; run.py watches its memory.

With --large: 100,000 seats x 20 replications x 120 months.
"""

import sys

from tasks import BASELINE, SEED, resized

import teamsim as ts

n_seats, n_replications, n_months = (100_000, 20, 120) if "--large" in sys.argv else (1_000, 1_000, 36)
scenario = resized(ts.load_scenario(BASELINE), n_seats / 300)
ts.run(scenario.with_changes("memory", {"time.horizon_months": n_months}), n_replications, SEED, progress=False)
