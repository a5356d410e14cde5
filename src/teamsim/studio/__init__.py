"""The studio: levers beside pictures, scenarios against a baseline under the same luck, plans in a laboratory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from teamsim.errors import TeamsimError
from teamsim.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

    from teamsim.studio.board import Studio

__all__ = ["studio"]


def studio(
    base: Scenario,
    *others: Scenario,
    levers: Sequence[str] | None = None,
    replications: int = 200,
    seed: int = 7,
    measures: Sequence[str] = ("bookings", "headcount", "pay"),
    lang: str = "en",
    actuals: pd.DataFrame | None = None,
    folder: str | Path | None = None,
    board: bool = False,
    tab: str = "compare",
) -> Studio:
    """Open the studio, for a notebook.

    Parameters
    ----------
    base
        The baseline of every comparison.
    others
        Up to four further scenarios. The levers act on the last one, or on a copy of the baseline, "what if".
    levers
        Dotted paths of numbers in the scenario that stand first; left out: a few that most scenarios have. All other
        numbers of the scenario are levers too, by mechanism.
    replications, seed
        As for `teamsim.run`; fewer answer faster.
    measures
        One fan chart each, from top to bottom.
    lang
        "en" or "zh", to begin with.
    actuals
        Last year's results for the replay of the plan lab, as `analysis.replay` takes them; left out: one simulated
        future, labelled so.
    folder
        Where "Save as scenario" writes, beside the file that it extends; left out: where the baseline was read.
    board
        True: read only, the answer in plain words in place of the levers.
    tab
        What is looked at first: "compare", "lab", "succession" or "organisation".

    Raises
    ------
    TeamsimError
        A lever, measure, tab or language that does not exist, a board that shall open at another tab, more than five
        scenarios, or the notebook packages are not installed.
    """
    try:
        from teamsim.studio.board import Studio
    except ImportError as error:
        problem = f"The studio needs the notebook packages; {error.name} is missing."
        raise TeamsimError(f"{problem} Install them with: pip install 'teamsim[notebook]'") from error
    from teamsim.studio.mechanisms import usual_of
    from teamsim.studio.views import View, check_tab
    from teamsim.words import check_language

    check_language(lang)
    check_tab(tab, is_board=board)
    scenarios = (base, *others)
    paths = usual_of(scenarios[-1]) if levers is None else tuple(levers)
    view = View(tab=tab, lang=lang, replications=replications, seed=seed, is_board=board)
    where = base.folder if folder is None else Path(folder)
    return Studio(scenarios, paths, view, tuple(measures), folder=where, actuals=actuals)
