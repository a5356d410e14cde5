"""Three intervals that are never mixed, each called the same wherever it is shown.

*Simulation error*: were there enough replications? *Luck*: one future against another, at the parameters as they
stand. *Assumptions*: the answer under one set of parameters against that under another. The headline holds luck and
assumptions together.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from teamsim.model import Floats, Ints

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "simulation_error": "simulation error",
        "luck": "luck",
        "assumptions": "assumptions",
        "headline": "luck and assumptions",
        "luck_only": "The range holds luck; assumptions are not varied.",
        "both": "The range holds luck and assumptions ({n} draws).",
        "answered": "People answer their plans here, as strongly as assumed: see analysis.over_elasticity for a range "
        "with no response beside it. Not in their answers: {left_out}.",
    },
    "zh": {
        "simulation_error": "模拟误差",
        "luck": "运气",
        "assumptions": "假设",
        "headline": "运气与假设",
        "luck_only": "范围只含运气；假设未变动。",
        "both": "范围包含运气与假设（{n} 次抽取）。",
        "answered": "此处员工按假设的强度响应激励方案：弹性区间与无响应边界见 analysis.over_elasticity。"
        "响应中未考虑：{left_out}。",
        "left_out": "晋升机会；领到薪酬前离职；同事造成的区域饱和；个人签约额以外的指标（按期望计入）",
    },
}
"""What the intervals are called, in English and Chinese."""

_ENOUGH_TO_SPREAD = 2


def interval_note(n_draws: int, lang: str = "en") -> str:
    """Return which intervals a comparison shows; no draws: assumptions are not varied."""
    return WORDS[lang]["both" if n_draws else "luck_only"].format(n=n_draws)


def answer_note(lang: str = "en") -> str:
    """Return what to know where people answer their plans: how sure that is, and what their answers leave out."""
    from teamsim.response import LEFT_OUT  # on first use: it loads the solver

    return WORDS[lang]["answered"].format(left_out=WORDS[lang].get("left_out", "; ".join(LEFT_OUT)))


@dataclass(frozen=True, eq=False)
class DrawnDifferences:
    """Differences from the baseline under drawn assumptions, [D, R]; every draw lives through the same futures.

    `groups` are those of `Difference`. Replications that lack the measure in one of the draws are dropped.
    """

    values: Floats
    groups: Ints

    def __post_init__(self) -> None:
        """Keep the replications that have the measure in every draw."""
        kept = ~np.isnan(self.values).any(axis=0)
        object.__setattr__(self, "values", self.values[:, kept])
        object.__setattr__(self, "groups", self.groups[kept])

    @property
    def means(self) -> Floats:
        """Mean difference of each draw, [D]."""
        return self.values.mean(axis=1) if self.values.size else np.full(len(self.values), math.nan)

    @property
    def headline(self) -> tuple[float, float]:
        """Range that holds 90% of all futures of all draws: luck and assumptions."""
        return _middle(self.values.ravel())

    @property
    def assumptions(self) -> tuple[float, float]:
        """Range that holds the mean difference in 90% of draws, simulation error taken out.

        The spread of the draws' means is narrowed by sqrt(1 - noise / variance), so that it has the variance which
        endless replications would leave (a variance component, as in a two-way analysis of variance).
        """
        means, noise = self.means, self._noise
        if len(means) < _ENOUGH_TO_SPREAD or math.isnan(noise):
            return math.nan, math.nan
        variance = float(np.var(means, ddof=1))
        kept = math.sqrt(max(0.0, 1.0 - noise / variance)) if variance > 0.0 else 0.0
        return _middle(means.mean() + kept * (means - means.mean()))

    @property
    def _noise(self) -> float:
        """Variance of a draw's mean that more replications would take away.

        Draws share their luck, so it is what is left of the differences after the means of draws and replications,
        added up by group as in `Difference.simulation_error`.
        """
        (n_draws, n), (_, group) = self.values.shape, np.unique(self.groups, return_inverse=True)
        n_groups = int(group.max(initial=-1)) + 1
        if min(n_draws, n_groups) < _ENOUGH_TO_SPREAD:
            return math.nan
        rest = self.values - self.means[:, np.newaxis] - self.values.mean(axis=0) + self.values.mean()
        of_groups = rest @ (group[:, np.newaxis] == np.arange(n_groups))
        among = n_groups / (n_groups - 1) * n_draws / (n_draws - 1)
        return float(among * np.mean(np.sum(of_groups * of_groups, axis=1)) / (n * n))


def _middle(values: Floats) -> tuple[float, float]:
    """Return the range that holds the middle 90% of values."""
    if not values.size:
        return math.nan, math.nan
    low, high = np.quantile(values, [0.05, 0.95])
    return float(low), float(high)
