"""Live through 1,000 seats x 1,000 replications x 36 months of the whole model; run.py watches its memory."""

from tasks import BASELINE, SEED, resized

import teamsim as ts

ts.run(resized(ts.load_scenario(BASELINE), 1000 / 300), 1000, SEED, progress=False)
