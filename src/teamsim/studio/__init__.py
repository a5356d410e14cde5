"""Sliders beside pictures: move a lever, see what changes against the baseline under the same luck."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from teamsim.errors import TeamsimError
from teamsim.scenario import Scenario

if TYPE_CHECKING:
    from teamsim.studio.board import Studio

__all__ = ["studio"]

LEVERS = (
    "incentives.plans.rep.components.commission.accelerator",
    "hiring.recruiters",
    "hiring.approval_lag_days",
)
"""Levers when none are named; those that the scenario does not have are left out."""


def studio(
    base: Scenario,
    *others: Scenario,
    levers: Sequence[str] | None = None,
    replications: int = 200,
    seed: int = 7,
    measures: Sequence[str] = ("bookings", "headcount", "pay"),
    lang: str = "en",
) -> Studio:
    """Open sliders beside fan charts, for a notebook.

    Parameters
    ----------
    base
        The baseline of every comparison.
    others
        Further scenarios. The levers act on the last one, or on a copy of the baseline, "what if".
    levers
        Dotted paths of numbers in the scenario, one slider each; left out: a few that most scenarios have.
    replications, seed
        As for `teamsim.run`; fewer answer faster.
    measures
        One fan chart each, from top to bottom.
    lang
        "en" or "zh".

    Raises
    ------
    TeamsimError
        A lever, measure or language that does not exist, or the notebook packages are not installed.
    """
    try:
        from teamsim.studio.board import Studio
    except ImportError as error:
        problem = f"The studio needs the notebook packages; {error.name} is missing."
        raise TeamsimError(f"{problem} Install them with: pip install 'teamsim[notebook]'") from error
    paths = _present(base) if levers is None else tuple(levers)
    return Studio((base, *others), paths, replications, seed, tuple(measures), lang)


def _present(scenario: Scenario) -> tuple[str, ...]:
    """Return the usual levers that the scenario has."""
    return tuple(path for path in LEVERS if _is_number(scenario, path))


def _is_number(scenario: Scenario, path: str) -> bool:
    try:
        return isinstance(scenario.parameter(path).value, int | float)
    except TeamsimError:
        return False
