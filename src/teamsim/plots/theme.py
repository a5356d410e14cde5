"""One look for every picture: colour-blind-safe colours, quiet grid, fonts that know Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import seaborn as sns

from teamsim.colours import COLOURS
from teamsim.errors import TeamsimError
from teamsim.plots.fonts import chinese_font_remedy, chinese_fonts
from teamsim.words import check_language

__all__ = ["COLOURS", "theme"]


@contextmanager
def theme(lang: str = "en") -> Iterator[None]:
    """Draw inside this to get the house look; nothing outside is changed.

    Raises
    ------
    TeamsimError
        Another language than "en" and "zh", or "zh" on a machine without a Chinese font.
    """
    check_language(lang)
    if lang == "zh" and not chinese_fonts():
        problem = "matplotlib finds no Chinese font here: labels would be empty boxes."
        raise TeamsimError(f"{problem} Install one: {chinese_font_remedy()}")
    # loads a notebook's backend, which must not be undone at the end of this block
    plt.draw_if_interactive()  # type: ignore[no-untyped-call]
    style = {**sns.axes_style("whitegrid"), **sns.plotting_context("notebook", font_scale=0.9)}
    ours: Any = {
        "font.family": ["DejaVu Sans", *chinese_fonts()],
        "axes.spines.top": False,
        "axes.spines.right": False,
        "grid.color": "#e8e8e8",
        "axes.edgecolor": "#999999",
        "figure.dpi": 110,
    }
    with mpl.rc_context(style | ours):
        yield
