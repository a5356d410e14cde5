"""What each way to choose managers costs: the Peter principle in bookings, under shared luck.

Good sellers make no better managers than others (Benson, Li and Shue 2019), so promotion on results alone takes the
best from selling and may give teams to those who can not lead. The scenario is lived once for each rule of choice in
its management tiers; the same people with the same luck stand for promotion, and everything is compared with a choice
at random (Pluchino, Rapisarda and Garofalo 2010).
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from teamsim.analysis.compare import Comparison, Difference, compare
from teamsim.analysis.stays import futures
from teamsim.errors import TeamsimError
from teamsim.model import Floats
from teamsim.scenario.faults import nearest
from teamsim.scenario.scenario import Scenario
from teamsim.study import Study, run

if TYPE_CHECKING:
    import pandas as pd

CONTROL = "random"
"""The choice that all others are compared with."""
RULES = ("seniority", "results", "leadership", "score")


@dataclass(frozen=True, eq=False)
class PromotionRules:
    """Scenarios that differ by how managers are chosen only; make one with `promotion_rules`.

    `study` holds one scenario a rule, named by it, the control first. `quality` is the mean leadership of people in
    management seats [standard deviations], by rule and future, [rules, R'], over the first hundred futures.
    """

    study: Study
    tiers: tuple[str, ...]
    measure: str
    quality: Floats

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules, the control first."""
        return tuple(scenario.name for scenario in self.study.scenarios)

    @functools.cached_property
    def differences(self) -> tuple[Difference, ...]:
        """Team output under each rule against the control, future by future."""
        return compare(self.study, self.measure, baseline=CONTROL).differences

    def comparison(self, lang: str = "en") -> Comparison:
        """Return the same in words, "en" or "zh"."""
        return compare(self.study, self.measure, baseline=CONTROL, lang=lang)

    @property
    def table(self) -> pd.DataFrame:
        """By rule: output, its difference from the control with both intervals, P(better), managers' quality.

        `quality_low` and `quality_high` hold 90% of futures; `quality_better` is the share of futures in which
        managers lead better than under the control.
        """
        import pandas as pd

        baseline = float(self.study.result(CONTROL).total(self.measure).mean())
        none = dict.fromkeys(("luck_low", "luck_high", "simulation_error_low", "simulation_error_high"), 0.0)
        first = {"output": baseline, "difference": 0.0, "relative": 0.0, **none, "p_better": np.nan}
        rows = [first, *(_output(difference) for difference in self.differences)]
        qualities = [self._quality(place) for place in range(len(rows))]
        told = [row | quality for row, quality in zip(rows, qualities, strict=True)]
        return pd.DataFrame(told, index=pd.Index(self.rules, name="rule"))

    def _quality(self, place: int) -> dict[str, float]:
        mine, control = self.quality[place], self.quality[0]
        kept = ~np.isnan(mine + control)
        if not kept.any():
            return dict.fromkeys(("quality", "quality_low", "quality_high", "quality_better"), np.nan)
        low, high = np.quantile(mine[kept], (0.05, 0.95))
        won = 0.5 * (1.0 + np.sign(mine[kept] - control[kept]))
        better = float(won.mean()) if place else np.nan
        return {"quality": mine[kept].mean(), "quality_low": low, "quality_high": high, "quality_better": better}

    @property
    def note(self) -> str:
        """What keeps the rules alike, where something does; else empty."""
        if self.study.scenarios[0].parameters.organisation.manager_effect.sigma > 0.0:
            return ""
        what = "organisation.manager_effect.sigma is 0: nobody's leadership acts on a team"
        return f"{what}, so rules differ only by who stops selling."

    def __str__(self) -> str:
        """Return one sentence a rule, and what keeps them alike."""
        return "\n".join(filter(None, [*self.comparison().sentences, self.note]))


def _output(difference: Difference) -> dict[str, Any]:
    """Return a row of the table."""
    row = difference.row()
    kept = ("difference", "relative", "luck_low", "luck_high", "simulation_error_low", "simulation_error_high")
    return {"output": row["scenario_mean"], **{name: row[name] for name in kept}, "p_better": row["p_better"]}


def promotion_rules(
    scenario: Scenario,
    rules: Sequence[str] = RULES,
    *,
    tiers: Sequence[str] = (),
    measure: str = "bookings",
    replications: int = 200,
    seed: int = 0,
    progress: bool = False,
) -> PromotionRules:
    """Live through a scenario once for each way to choose managers, and compare with a choice at random.

    Parameters
    ----------
    scenario
        Any scenario with managers who are promoted from below.
    rules
        Values of `promotion.choice`; "random" is always there as the control.
    tiers
        Whose seats are filled by the rule; left out: all management tiers that promote.
    measure
        What teams bring: a monthly measure such as bookings or contribution.
    replications, seed, progress
        As in `ts.run`.

    Raises
    ------
    TeamsimError
        No management tier that promotes, or a tier, rule or measure that does not exist.
    """
    chosen = _tiers(scenario, tiers)
    known = (CONTROL, *RULES)
    unknown = [rule for rule in rules if rule not in known]
    if unknown:
        raise TeamsimError(f"There is no promotion.choice `{unknown[0]}`. {nearest(unknown[0], known)}")
    names = dict.fromkeys((CONTROL, *rules))
    paths = [f"tiers.{tier}.promotion.choice" for tier in chosen]
    variants = [scenario.with_changes(rule, dict.fromkeys(paths, rule)) for rule in names]
    study = run(variants, replications, seed, progress=progress)
    study.results[0].total(measure)  # refuses an unknown measure before the replay
    quality = [_manager_quality(study, rule, chosen) for rule in names]
    return PromotionRules(study, chosen, measure, np.array(quality))


def _tiers(scenario: Scenario, asked: Sequence[str]) -> tuple[str, ...]:
    """Return the tiers whose people are chosen; refuse those who are not promoted from below."""
    declared = scenario.parameters.tiers
    promoting = [name for name, tier in declared.items() if tier.promotion is not None]
    managers = [name for name in promoting if declared[name].track == "management"]
    for name in asked:
        if name not in promoting:
            raise TeamsimError(f"`{name}` is no tier with a promotion rule. {nearest(name, promoting)}")
    if not (asked or managers):
        problem = f"`{scenario.name}` has no management tier that promotes."
        raise TeamsimError(f"{problem} Give a tier `track: management` and `promotion`.")
    return tuple(asked or managers)


def _manager_quality(study: Study, rule: str, tiers: tuple[str, ...]) -> Floats:
    """Return the mean leadership of those in seats of some tiers over the run, by future, [R']; nan where nobody is."""
    layout = study.result(rule).layout
    seats = np.isin(np.array([seat.tier for seat in layout.seats]), tiers)
    means = []
    for replication in futures(study, None):
        panel = study.panel(rule, replication)
        there = panel.entry_seat[layout.n_burn_in :, seats] >= 0
        leadership = panel.leadership[layout.n_burn_in :, seats][there]
        means.append(leadership.mean() if leadership.size else np.nan)
    return np.array(means)
