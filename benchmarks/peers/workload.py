"""What the peers share: the rules and numbers of the common workload, and how a script reports.

A peer brings `simulate`. One that lives through a replication at a time makes it with
`replicate`; `run_script` makes it a command.
"""

import argparse
import json
import math
import random
import time
from collections.abc import Callable

import numpy as np

TIERS = ("junior", "representative", "senior", "manager")
FEATURES = ("hires", "exits", "promotions", "sales", "commission", "headcount")

SEAT_SHARE = (0.35, 0.35, 0.20)  # the managers are the rest
MONTHLY_QUOTA = (10.0, 20.0, 35.0)  # the managers do not sell
SELLING_TIERS = range(len(MONTHLY_QUOTA))
BASE_HAZARD = (0.030, 0.022, 0.015, 0.010)  # per month

MONTHS_PER_QUARTER = 3
OPENING_TENURE_MONTHS = 36
RAMP_SCALE_MONTHS = 4.0
MIN_TIME_IN_GRADE_MONTHS = 12
TALENT_SIGMA = 0.35
NOISE_SIGMA = 0.5
TIME_TO_FILL_MU = math.log(2.0)  # log months
TIME_TO_FILL_SIGMA = 0.4
HAZARD_TENURE_EXPONENT = -0.3
LOW_ATTAINMENT = 0.6
LOW_HAZARD_RATIO = 1.5

Totals = dict[str, list[float]]
Simulate = Callable[[int, int, int, int], dict[str, np.ndarray]]


def tier_sizes(n_seats: int) -> list[int]:
    """Seats of each tier, junior first.

    Examples
    --------
    >>> tier_sizes(200)
    [70, 70, 40, 20]
    """
    sizes = [round(share * n_seats) for share in SEAT_SHARE]
    return [*sizes, n_seats - sum(sizes)]


def quarterly_quota(tier: int) -> float:
    """Quota of a selling tier for a quarter."""
    return MONTHS_PER_QUARTER * MONTHLY_QUOTA[tier]


def commission_payout(sales: float, quota: float) -> float:
    """Commission on the sales of a quarter so far.

    C(S) = .06 S + .03 max(S - Q, 0) + .03 max(S - 1.5 Q, 0).

    Examples
    --------
    >>> round(commission_payout(60.0, 30.0), 6)  # 3.6 + .9 + .45
    4.95
    """
    payout = 0.06 * sales
    if sales > quota:
        payout += 0.03 * (sales - quota)
        if sales > 1.5 * quota:
            payout += 0.03 * (sales - 1.5 * quota)
    return payout


def expected_sales(tier: int, tenure_months: int) -> float:
    """Sales of a month at talent and noise one."""
    return MONTHLY_QUOTA[tier] * (1.0 - math.exp(-tenure_months / RAMP_SCALE_MONTHS))


def attrition_hazard(tier: int, tenure_months: int) -> float:
    """Probability of leaving in a month when not low."""
    return BASE_HAZARD[tier] * (tenure_months + 1) ** HAZARD_TENURE_EXPONENT


def is_quarter_end(month: int) -> bool:
    """Whether a month, counted from zero, is the last of its quarter."""
    return (month + 1) % MONTHS_PER_QUARTER == 0


def drawn_talent(rng: random.Random) -> float:
    """Talent of somebody new, median one."""
    return math.exp(rng.gauss(0.0, TALENT_SIGMA))


def opening_start(rng: random.Random) -> int:
    """Month in which somebody there at the opening joined: 0 or before."""
    return -rng.randrange(OPENING_TENURE_MONTHS)


def time_to_fill_months(rng: random.Random) -> int:
    """Months until an external hire starts, rounded half up, at least one."""
    drawn = rng.lognormvariate(TIME_TO_FILL_MU, TIME_TO_FILL_SIGMA)
    return max(1, math.floor(drawn + 0.5))


def empty_totals() -> Totals:
    """Zero for each feature and tier."""
    return {feature: [0.0] * len(TIERS) for feature in FEATURES}


def replicate(
    simulate_replication: Callable[[int, int, random.Random], Totals],
    n_seats: int,
    n_months: int,
    n_replications: int,
    seed: int,
) -> dict[str, np.ndarray]:
    """Simulate independent futures of the common workload.

    Parameters
    ----------
    simulate_replication
        Lives through one future; its headcount is summed over the months.
    n_seats, n_months, n_replications
        Seats of one sales force, horizon and number of futures; at least one.
    seed
        Replication r has the same future whatever the number of replications.

    Returns
    -------
    dict
        For each of `FEATURES` an array of shape (n_replications, 4), tiers as
        in `TIERS`: sums over the months; for headcount the monthly mean in C.
    """
    replications = [
        simulate_replication(n_seats, n_months, random.Random(f"{seed}/{replication}"))
        for replication in range(n_replications)
    ]
    features = {feature: np.array([totals[feature] for totals in replications]) for feature in FEATURES}
    features["headcount"] /= n_months
    return features


def parsed_job(description: str) -> argparse.Namespace:
    """The size of the job, from the command line."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--seats", type=int, default=200)
    parser.add_argument("--months", type=int, default=36)
    parser.add_argument("--replications", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="warm up, run again and print all as JSON")
    return parser.parse_args()


def run_script(simulate: Simulate, description: str) -> None:
    """Run the job; print the mean totals and the rate, or with --json what `job_as_json` tells."""
    job = parsed_job(description)
    if job.json:
        simulate(job.seats, job.months, job.replications, job.seed)
    began = time.process_time()
    features = simulate(job.seats, job.months, job.replications, job.seed)
    cpu_seconds = time.process_time() - began
    seat_months = job.seats * job.months * job.replications
    print(job_as_json(features, cpu_seconds) if job.json else job_as_text(features, cpu_seconds, seat_months))


def job_as_json(features: dict[str, np.ndarray], cpu_seconds: float) -> str:
    """CPU seconds of the job, and its features: means, and each replication's, by tier."""
    means = {feature: values.mean(axis=0).tolist() for feature, values in features.items()}
    replications = {feature: values.tolist() for feature, values in features.items()}
    return json.dumps({"cpu_seconds": cpu_seconds, "means": means, "replications": replications})


def job_as_text(features: dict[str, np.ndarray], cpu_seconds: float, seat_months: int) -> str:
    """The means by tier, and the rate."""
    lines = [f"{'mean':<12}" + "".join(f"{tier:>16}" for tier in TIERS)]
    for feature, values in features.items():
        lines.append(f"{feature:<12}" + "".join(f"{mean:>16,.3f}" for mean in values.mean(axis=0)))
    lines.append(f"{seat_months / cpu_seconds:,.0f} seat-months per CPU-second ({cpu_seconds:.2f} s)")
    return "\n".join(lines)
