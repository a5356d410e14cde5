"""Luck for `EffortPolicy.simulate`: the addresses of `teamsim.random`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from teamsim._jit import solver
from teamsim.random import standard_normal, uniform


@solver
def fill_luck(luck: NDArray[np.float64], seed: int, subject: int, month: int, purpose: int) -> None:
    """Fill luck[i] with the standard normal number of replication i at an address."""
    for replication in range(luck.size):
        luck[replication] = standard_normal(uniform(seed, replication, subject, 0, month, 0, purpose))
