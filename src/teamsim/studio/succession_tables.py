"""Tables of the succession tab: the slate, benches, an example chain in words, chains beside theory, levers."""

from __future__ import annotations

import secrets
from typing import Any

import numpy as np
import pandas as pd

from teamsim.model import Floats
from teamsim.studio.markup import Node, tag
from teamsim.studio.succession_pictures import month_names, seat_labels
from teamsim.studio.succession_told import Told
from teamsim.studio.telling import framed, tier_label, unit_label
from teamsim.words import label_of, number


class SuccessionTables(Told):
    """What tables say; of real people neither names nor what would tell them."""

    def node(self) -> Node:
        """Return the slate, the benches, an example chain in words, the chains, the levers."""
        found = self.found
        parts: list[Node] = []
        if found.refusal:
            tier = tier_label(self._scenario, self.choice.box_tier, self.choice.lang)
            parts.append(tag("p", self._said["no_box"].format(tier=tier), role="status"))
        if found.slates is not None:
            parts.append(self._slate())
        if not self._hides:
            parts.append(self._benches_table())
            parts.append(self._levers_table())
        parts += [self._example(), self._chains_table()]
        return tag("div", *parts)

    def _slate(self) -> Node:
        """Return who would be asked first for a seat; of real people neither names nor what would tell them."""
        found, said = self.found, self._said
        assert found.slates is not None
        bench, seat = found.bench, self.choice.seat
        own = found.slates[found.slates["seat"] == seat]
        month, future = self._day()
        label = seat_labels(bench, self.choice.lang)[seat]
        caption = said["slate_table"].format(seat=label, month=month, future=future)
        if own.empty:
            return tag("div", tag("b", caption), tag("p", said["nobody"]))
        ready = [said["now"] if n == 0 else said["in_months"].format(n=int(n)) for n in own["months_to_ready"]]
        if bench.is_of_real_people:
            ready = [said["now"] if n == 0 else said["soon"] for n in own["months_to_ready"]]
        columns: dict[str, Any] = {said["rank_column"]: own["rank"], said["person"]: self._persons(own)}
        columns[said["ready"]] = ready
        if bench.is_of_real_people:
            return tag("div", framed(caption, pd.DataFrame(columns)), tag("small", said["pseudonyms"]))
        columns |= {said["grade"]: own["months_in_grade"], said["compared"]: own["compared_by"].astype(float)}
        return framed(caption, pd.DataFrame(columns))

    def _persons(self, own: pd.DataFrame) -> list[str]:
        if self.found.bench.is_of_real_people:
            return [f"P-{secrets.token_hex(4)}" for _ in range(len(own))]
        return [str(name) for name in own["person"]]

    def _day(self) -> tuple[str, int]:
        """Return the month and the future that are looked at, as far as they are there."""
        bench, months = self.found.bench, month_names(self.found.bench)
        future = self.choice.future if self.choice.future in bench.futures else bench.futures[0]
        return months[min(self.choice.month, len(months) - 1)], future

    def _benches_table(self) -> Node:
        """Return the benches by seat; of real people by groups of at least five."""
        said, bench = self._said, self.found.bench
        groups, labels = bench.shown("seat"), seat_labels(bench, self.choice.lang)
        is_open: Floats = np.where(np.isnan(bench.empty), np.nan, 1.0)
        values: dict[str, tuple[Any, str]] = {
            "covered": (bench.cover, "{:.0%}"),
            "ready": (bench.ready * is_open, "{:.1f}"),
            "soon": (bench.soon * is_open, "{:.1f}"),
            "chance_empty": (bench.empty, "{:.1%}"),
            "key_risk": (bench.key_risk, "{:.2%}"),
        }
        rows = []
        for name, places in groups.items():
            row = {said["seat"]: labels.get(name) or self._group(name), said["seats"]: len(places)}
            for key, (array, form) in values.items():
                row[said[key]] = form.format(float(np.nanmean(bench.by_month(array, places))))
            rows.append(row)
        return framed(said["bench_table"].format(n=len(bench.futures)), pd.DataFrame(rows)) if rows else None

    def _group(self, name: str) -> str:
        tiers = self._scenario.parameters.tiers
        return tier_label(self._scenario, name, self.choice.lang) if name in tiers else self._said["others"]

    def _levers_table(self) -> Node:
        said, ranking = self._said, self.found.ranking
        if ranking is None:
            return None
        labels = {lever.name: label_of(lever, self.choice.lang) for lever in ranking.levers}
        rows = [
            {
                said["lever"]: labels[str(row.Index)],
                said["more_covered"]: number(row.gain, "+.2f"),
                said["better_in"]: f"{row.better_in:.0%}",
                said["cost_a_year"]: self._amount(float(row.cost_a_year)),
                said["cost_per_seat"]: self._amount(float(row.cost_per_seat)) if row.is_gain else said["no_gain"],
            }
            for row in _rows(ranking.table)
        ]
        return framed(said["lever_table"], pd.DataFrame(rows))

    def _chains_table(self) -> Node:
        """Return by tier how many chains start there and how long they are, beside the theory, and what one costs."""
        said, found = self._said, self.found
        if found.prices is None:
            return None
        if found.chains is None:
            return tag("p", said["push"], role="status")
        costs = found.prices["cost"]
        rows = [
            {
                said["tier"]: tier_label(self._scenario, str(row.Index), self.choice.lang),
                said["n_chains"]: row.chains,
                said["mean_length"]: f"{row.mean_length:.2f} ± {1.96 * row.standard_error:.2f}",
                said["theory"]: f"{row.mean_of_theory:.2f}",
                said["vacancy_price"]: self._amount(float(costs[str(row.Index)])),
            }
            for row in _rows(found.chains.table)
            if row.chains
        ]
        n = found.chains.chains["replication"].nunique()
        return framed(said["chain_table"].format(n=n), pd.DataFrame(rows))

    def _example(self) -> Node:
        """Return one chain in words: who moved where."""
        said, chains = self._said, self.found.chains
        if chains is None:
            return None
        own = chains.chains[chains.chains["tier"] == self.choice.start]
        own = own.sort_values("length", ascending=False, kind="stable")  # the longest first
        if own.empty:
            return tag("p", said["no_chain"], role="status")
        number = int(own.index[self.choice.example % len(own)])
        told = self._told(chains.moves[chains.moves["chain"] == number])
        end = said["outsider"] if own.loc[number, "is_filled"] else said["waiting"]
        told.append(end.format(n=len(told)))
        items = [tag("li", sentence) for sentence in told]
        return tag("div", tag("b", said["example"]), tag("ol", *items), class_="ts-example", data_key="example")

    def _told(self, moves: pd.DataFrame) -> list[str]:
        said, months = self._said, month_names(self.found.bench)
        rows = _rows(moves)
        first = rows[0]
        terms = {"month": months[first.month], "future": first.replication, "how": said[first.ended]}
        told = [said["left"].format(who=self._who(first), seat=self._where(first), **terms)]
        return told + [said["moved"].format(who=self._who(row), seat=self._where(row)) for row in rows[1:]]

    def _who(self, row: Any) -> str:
        return self._said["somebody"] if self.found.bench.is_of_real_people else str(row.person)

    def _where(self, row: Any) -> str:
        """Return a seat in words; of real people its tier alone."""
        tier = tier_label(self._scenario, row.tier, self.choice.lang)
        if self.found.bench.is_of_real_people:
            return tier
        return f"{tier}, {unit_label(self._scenario, row.unit, self.choice.lang)} {row.seat.rsplit('/', 1)[-1]}"


def _rows(frame: pd.DataFrame) -> list[Any]:
    """Return the rows of a table by name."""
    return list(frame.itertuples())
