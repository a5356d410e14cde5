"""The organisation as an indented tree: each unit a row that opens; what is refused stands in its row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from teamsim.analysis.shapes import Shape, Unit, in_tree_order, those_below
from teamsim.scenario.scenario import Scenario
from teamsim.studio.desk import Desk
from teamsim.studio.markup import Node, button, choice, tag
from teamsim.studio.organisation_words import ORGANISATION_WORDS
from teamsim.studio.telling import speech, tier_label, unit_label


@dataclass(frozen=True)
class Tree:
    """What the tree is made from."""

    desk: Desk
    scenario: Scenario
    shape: Shape

    def node(self) -> Node:
        """Return the tree as nested lists."""
        units = {unit.name: unit for unit in self.shape.units}
        rows = [self._branch(name, units) for name in self._children(None)]
        label = self._said["tree"]
        return tag("section", tag("h4", label), tag("ul", *rows, class_="ts-tree", aria_label=label), data_key="tree")

    def _branch(self, name: str, units: dict[str, Unit]) -> Node:
        below = [self._branch(child, units) for child in self._children(name)]
        return tag(
            "li",
            self._row(units[name]),
            self._panel(units[name]) if self._opened == name else None,
            tag("ul", *below) if below else None,
            data_key=f"unit {name}",
        )

    def _row(self, unit: Unit) -> Node:
        """Return a unit's row: its name opens it; it can be dragged onto another."""
        said, is_open = self._said, self._opened == unit.name
        pay = str(speech(self._lang).amount(unit.base_pay, "currency", self.desk.currency))
        told = [said["told"].format(n=unit.n_seats, pay=pay) if unit.n_seats else said["closed"]]
        told += [said["span_told"].format(span=unit.span)] if unit.reports and unit.span is not None else []
        wrong = [said["headless"]] if unit.needs_head else []
        wrong += [said["led_twice"].format(tiers=self._tiers(unit.twice))] if unit.twice else []
        pick = {"kind": "pick", "name": "unit", "value": "" if is_open else unit.name}
        return tag(
            "div",
            button(self._label(unit.name), pick, aria_expanded="true" if is_open else "false"),
            tag("small", " · ".join(told)),
            tag("small", " · ".join(wrong), class_="ts-fault") if wrong else None,
            self._refusal(unit.name),
            class_="ts-unit" + ("" if unit.n_seats else " ts-closed"),
            data_unit=unit.name,
            draggable="false" if self._parent(unit.name) is None else "true",
        )

    def _refusal(self, place: str) -> Node:
        """Return the sentence that refuses what was tried here last."""
        view = self.desk.view
        return tag("p", view.note, role="alert", class_="ts-fault") if view.note and view.at == place else None

    def _panel(self, unit: Unit) -> Node:
        """Return what can be done with the unit that is open."""
        is_company = self._parent(unit.name) is None
        parts = [
            None if is_company else self._under(unit),
            self._seats(unit),
            None if is_company else self._merge(unit),
            None if is_company else self._add(unit),
            self._split(unit),
            None if is_company else button(self._said["close"], {"kind": "close_unit", "unit": unit.name}),
        ]
        return tag("div", *parts, class_="ts-panel", data_key=f"panel {unit.name}")

    def _under(self, unit: Unit) -> Node:
        parent = str(self._parent(unit.name))
        field = choice(self._others(unit), parent, {"kind": "move", "unit": unit.name})
        return tag("label", self._said["under"], field)

    def _seats(self, unit: Unit) -> Node:
        """Return a field for the budget of each tier that the unit declares."""
        declared = self.scenario.parameters.organisation.units[unit.name].seats
        judgement = self.desk.judgement()
        fields = []
        for (tier, n), path in zip(declared.items(), self._budgets(unit.name), strict=True):
            draft, fault = self.desk.draft, judgement.by_path.get(path, "")
            text, reason = draft.in_cell(path, self.desk.view.lang, str(draft.value(path) or n), fault)
            field = tag(
                "input",
                type="text",
                inputmode="numeric",
                value=text,
                size="5",
                aria_invalid="true" if reason else None,
                on={"change": {"kind": "write", "path": path}},
            )
            label = self._said["seats_of"].format(tier=tier_label(self.scenario, tier, self._lang))
            told = tag("p", reason, role="alert", class_="ts-fault") if reason else None
            fields.append(tag("label", label, field, told, class_="ts-inline", data_path=path))
        return tag("div", *fields) if fields else None

    @property
    def fields(self) -> list[str]:
        """Where the budgets of the unit that is open are: each has its fault beside it."""
        return self._budgets(self._opened) if self._opened in self.scenario.parameters.organisation.units else []

    def _budgets(self, unit: str) -> list[str]:
        seats = self.scenario.parameters.organisation.units[unit].seats
        return [f"organisation.units.{unit}.seats.{tier}" for tier in seats]

    def _merge(self, unit: Unit) -> Node:
        others = self._others(unit)
        field = _plain_choice("merge_into", others, self._said["merge_into"])
        deed = {"kind": "merge", "unit": unit.name}
        return self._form("merge_into", field, button(self._said["merge"], deed, data_with="merge_into"))

    def _add(self, unit: Unit) -> Node:
        said = self._said
        name = tag("input", type="text", name="new_unit", size="12", aria_label=said["new_unit"])
        share = tag("input", type="text", name="share", value="100%", size="5", aria_label=said["share"])
        deed = {"kind": "add_unit", "unit": unit.name}
        return self._form("new_unit", name, share, button(said["add"], deed, data_with="new_unit share"))

    def _split(self, unit: Unit) -> Node:
        """Return the form that gathers units below under a new one; nothing where fewer than two are there."""
        said, below = self._said, self._children(unit.name)
        if len(below) < 2:
            return None
        boxes = [
            tag(
                "label",
                tag("input", type="checkbox", name="children", value=child),
                self._label(child),
                class_="ts-box",
            )
            for child in below
        ]
        tiers = self.scenario.parameters.tiers
        managing = {name: tier_label(self.scenario, name, self._lang) for name, t in tiers.items() if _manages(t)}
        name = tag("input", type="text", name="split_unit", size="12", aria_label=said["split_unit"])
        head = tag("label", said["head_tier"], _plain_choice("head_tier", managing, said["head_tier"]))
        deed = {"kind": "split", "unit": unit.name}
        go = button(said["split"], deed, data_with="split_unit head_tier children")
        return self._form("split_unit", name, *boxes, head, go)

    def _form(self, label: str, *parts: Node) -> Node:
        said = self._said[label]
        return tag("fieldset", tag("legend", said), *parts, data_form=True, data_key=label)

    def _others(self, unit: Unit) -> dict[str, str]:
        """Return the units that a unit may stand under, or merge into."""
        taken = those_below(self.scenario, unit.name)
        names = [name for name, _ in in_tree_order(self.scenario) if name not in taken]
        return {name: self._label(name) for name in names}

    def _children(self, parent: str | None) -> list[str]:
        return [n for n, unit in self.scenario.parameters.organisation.units.items() if unit.parent == parent]

    def _parent(self, name: str) -> str | None:
        parent: str | None = self.scenario.parameters.organisation.units[name].parent
        return parent

    def _label(self, unit: str) -> str:
        return unit_label(self.scenario, unit, self._lang)

    def _tiers(self, names: str) -> str:
        return ", ".join(tier_label(self.scenario, name, self._lang) for name in names.split(", "))

    @property
    def _opened(self) -> str:
        return self.desk.view.picked("unit", "")

    @property
    def _lang(self) -> str:
        return self.desk.view.lang

    @property
    def _said(self) -> dict[str, str]:
        return ORGANISATION_WORDS[self._lang]


def _plain_choice(name: str, options: dict[str, str], label: str) -> Node:
    """Return a list to choose from that a form's button reads."""
    items = [tag("option", text, value=key) for key, text in options.items()]
    return tag("select", *items, name=name, aria_label=label)


def _manages(tier: Any) -> bool:
    return str(tier.track) == "management"
