"""Who is there on the first day of a run, and what averages one on them."""

from teamsim.opening.first_day import Opening, opening_of
from teamsim.opening.sizes import FIRST_HISTORY, N_HISTORIES, n_openings

__all__ = ["FIRST_HISTORY", "N_HISTORIES", "Opening", "n_openings", "opening_of"]
