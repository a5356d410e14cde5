"""How productive a new person is."""

from __future__ import annotations

from teamsim._jit import jit
from teamsim.model import TierParameters


@jit
def ramp_share(tenure_months: float, p: TierParameters) -> float:
    """Return the share of full productivity reached at a tenure: linear from the start share to one.

    From .2 at the start to 1 after 6 months: .6 after 3 months.
    """
    start = p.ramp_start_share
    if tenure_months >= p.ramp_months:
        return 1.0
    return start + (1.0 - start) * (tenure_months / p.ramp_months)
