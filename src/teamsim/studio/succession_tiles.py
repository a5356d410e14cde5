"""Tiles of the succession tab: coverage, depth, the weakest tier, risk, what a vacancy moves, the cheapest lever."""

from __future__ import annotations

import numpy as np

from teamsim.analysis.pseudonyms import LEAST
from teamsim.studio.markup import Node, tag
from teamsim.studio.succession_told import Told
from teamsim.studio.telling import tier_label, tile
from teamsim.words import label_of, number


class SuccessionTiles(Told):
    """What tiles say; of fewer than five critical seats of real people nothing."""

    def node(self) -> Node:
        """Return coverage, depth, weakest tier, risk, what a vacancy moves, the cheapest lever."""
        if self._hides:
            return tag("div", tile(self._said["coverage"], "–", self._said["too_few"]), class_="ts-tiles")
        parts = (self._coverage(), self._depth(), self._weakest(), self._risk(), self._vacancy(), self._cheapest())
        return tag("div", *parts, class_="ts-tiles")

    def _coverage(self) -> Node:
        said, bench, before = self._said, self.found.bench, self.found.before
        low, high = np.quantile(bench.coverage, (0.05, 0.95))
        luck = said["luck"].format(low=f"{low:.0%}", high=f"{high:.0%}")
        known = "" if before is None else self._before(f"{before.coverage.mean():.0%}")
        return tile(said["coverage"], f"{bench.coverage.mean():.0%}", known, luck)

    def _depth(self) -> Node:
        said, bench, before = self._said, self.found.bench, self.found.before
        means = bench.bench.mean()
        known = "" if before is None else self._before(f"{before.bench['raw_depth'].mean():.1f}")
        different = said["strength"].format(value=means["bench_strength"])
        return tile(said["depth"], f"{means['raw_depth']:.1f}", known, said["depth_note"], different)

    def _weakest(self) -> Node:
        said, bench = self._said, self.found.bench
        by_tier = bench.months.groupby("tier")["coverage"]
        means, by_month = by_tier.mean(), bench.bench["coverage"]
        weakest = str(means.idxmin())
        is_told = not bench.is_of_real_people or sum(s.tier == weakest for s in bench.critical.seats) >= LEAST
        worst = said["worst"].format(month=f"{by_month.idxmin():%Y-%m}", worst=by_month.min())
        if not is_told:
            return tile(said["weakest"], "–", said["others"], worst)
        label = tier_label(bench.result.layout.scenario, weakest, self.choice.lang)
        return tile(said["weakest"], label, said["weakest_told"].format(coverage=means.min()), worst)

    def _risk(self) -> Node:
        said, bench, before = self._said, self.found.bench, self.found.before
        value, known = float(np.nanmean(bench.key_risk)), ""
        if before is not None:
            known = self._before(f"{np.nanmean(before.key_risk):.2%}")
        empty = said["empty"].format(value=float(np.nanmean(bench.empty)))
        return tile(said["risk"], f"{value:.2%}", said["risk_note"], known, empty)

    def _vacancy(self) -> Node:
        said, found = self._said, self.found
        if found.prices is None:
            return None
        prices = found.prices.loc[[seat.tier for seat in found.bench.critical.seats]].mean()
        moves = said["vacancy_told"].format(n=prices["chain_length"])
        cost = said["vacancy_cost"].format(cost=self._amount(float(prices["cost"])))
        return tile(said["vacancy"], moves, cost)

    def _cheapest(self) -> Node:
        said, found = self._said, self.found
        if found.ranking is None:
            return None
        lever, first = found.ranking.cheapest, found.ranking.table.iloc[0]
        if lever is None:
            return tile(said["cheapest"], "–", said["no_cheapest"])
        gain, label = (
            said["gain"].format(gain=number(first["gain"], "+.2f"), share=first["better_in"]),
            label_of(lever, self.choice.lang),
        )
        return tile(said["cheapest"], self._amount(float(first["cost_per_seat"])), said["cheapest_unit"], label, gain)
