"""The funnel of the bench: from everybody who may succeed to the critical seats that have somebody of their own."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

from teamsim.analysis.pseudonyms import LEAST
from teamsim.analysis.successors import Succession
from teamsim.errors import TeamsimError
from teamsim.model import Floats
from teamsim.plots.lettering import letter
from teamsim.plots.succession import TOO_FEW
from teamsim.plots.theme import COLOURS, theme
from teamsim.words import number

_SAID = {
    "en": {
        "title": "From the bench to the seat: {name}",
        "bench": "People who may succeed one day",
        "soon": "ready within {months} months",
        "ready": "ready now",
        "covered": "Critical seats with a successor of their own",
        "seats": "{n} critical seats",
        "range": "{mean} ({low} to {high})",
        "origin": "mean of the run, range: 90% of {n} futures · seed {seed} · scenario {hash}",
    },
    "zh": {
        "title": "从后备到岗位：{name}",
        "bench": "将来可继任者",
        "soon": "{months} 个月内就绪",
        "ready": "现已就绪",
        "covered": "各有一名继任者的关键岗位",
        "seats": "{n} 个关键岗位",
        "range": "{mean}（{low} 至 {high}）",
        "origin": "全程均值，区间：{n} 个可能未来的 90% · 种子 {seed} · 方案 {hash}",
    },
}


def bench_funnel(found: Succession, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Draw distinct people by how soon they are ready, above the critical seats that one each of them covers.

    One person counts once, for however many seats they could take; one successor covers one seat (`matching`). Of
    real people fewer than five are not told.

    Parameters
    ----------
    found
        From `analysis.succession`.
    ax
        Where to draw; left out: a new figure.
    lang
        "en" or "zh".

    Raises
    ------
    TeamsimError
        Fewer than five critical seats of real people, another language, or "zh" where there is no Chinese font.
    """
    if found.is_of_real_people and len(found.critical.seats) < LEAST:
        raise TeamsimError(f"{TOO_FEW} Mark more seats as critical.")
    said, stages = _SAID[lang], _stages(found, lang)
    n_seats = float((~np.isnan(found.empty)).sum(axis=2).mean())
    with theme(lang):
        if ax is None:
            _, ax = plt.subplots(figsize=(7.5, 3.4), layout="constrained")
        fonts = plt.rcParams["font.family"]
        widest = max(float(values.mean()) for values in stages.values())
        for row, (name, values) in enumerate(reversed(stages.items())):
            is_seats, mean = name == said["covered"], float(values.mean())
            ax.barh(row, mean, left=-0.5 * mean, height=0.72, color=COLOURS[2 if is_seats else 0], alpha=0.75)
            beside = {"xycoords": ("axes fraction", "data"), "va": "center", "annotation_clip": False}
            ax.annotate(_told(found, values, lang), (1.0, row), fontfamily=fonts, **beside)  # type: ignore[arg-type]
        ax.vlines([-0.5 * n_seats, 0.5 * n_seats], -0.45, 0.45, color="#333333", linestyle="--", linewidth=1)
        about = said["seats"].format(n=number(n_seats, ".3g"))
        ax.annotate(about, (0, -0.5), ha="center", va="top", fontsize="small", fontfamily=fonts, annotation_clip=False)
        ax.set_yticks(range(len(stages)), list(stages)[::-1], fontfamily=fonts)
        ax.set(xlim=(-0.55 * widest, 0.55 * widest), ylim=(-0.85, len(stages) - 0.5), xticks=[])
        ax.grid(visible=False)
        ax.spines[["left", "bottom"]].set_visible(False)
        letter(ax, said["title"].format(name=found.result.name))
        ax.set_xlabel(_origin(found, lang), fontsize="x-small", color="#777777", loc="left", fontfamily=fonts)
    return ax


def _stages(found: Succession, lang: str) -> dict[str, Floats]:
    """Return the mean over the run by future, from the widest stage to the seats."""
    said = _SAID[lang]
    soon_months = found.result.layout.scenario.parameters.succession.soon_months
    people = {
        said["bench"]: found.n_bench,
        said["soon"].format(months=soon_months): found.n_soon,
        said["ready"]: found.n_ready,
        said["covered"]: found.n_covered,
    }
    return {name: np.asarray(values, dtype=np.float64).mean(axis=1) for name, values in people.items()}


def _told(found: Succession, values: Floats, lang: str) -> str:
    """Return a stage's mean with its range; of real people a few are not told."""
    mean, (low, high) = float(values.mean()), np.quantile(values, [0.05, 0.95])
    if found.is_of_real_people and mean < LEAST:
        return f"<{LEAST}"
    texts = {name: number(value, ".1f") for name, value in (("mean", mean), ("low", low), ("high", high))}
    return _SAID[lang]["range"].format(**texts)


def _origin(found: Succession, lang: str) -> str:
    numbers = {"n": len(found.futures), "seed": found.result.seed, "hash": found.result.layout.scenario.hash[:8]}
    return _SAID[lang]["origin"].format(**numbers)
