"""What people may do with the shape of an organisation: each deed is another draft, or a sentence that refuses it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from teamsim import organisation
from teamsim.analysis.shapes import those_below
from teamsim.errors import TeamsimError
from teamsim.scenario.scenario import Scenario
from teamsim.studio.drafts import Draft, differences, is_within
from teamsim.studio.entry_deeds import plain_key
from teamsim.studio.organisation_words import ORGANISATION_WORDS

Intent = Mapping[str, Any]


class Deeds:
    """Deeds on a scenario's shape, from a month on; each returns the scenario that it leads to.

    Raises
    ------
    TeamsimError
        What can not be done, in a sentence.
    """

    def __init__(self, scenario: Scenario, month: int, redundancy: bool, lang: str) -> None:
        self.scenario, self.month, self.redundancy = scenario, month, redundancy
        self.said = ORGANISATION_WORDS[lang]

    def move(self, intent: Intent) -> Scenario:
        """Put a unit under another one."""
        unit, under = str(intent.get("unit")), str(intent.get("value"))
        units = self.scenario.parameters.organisation.units
        if unit in units and units[unit].parent is None:
            raise TeamsimError(self.said["is_company"].format(unit=unit))
        if unit in units and under in those_below(self.scenario, unit):
            raise TeamsimError(self.said["circle"].format(unit=unit, under=under))
        return organisation.move_unit(self.scenario, unit, under)

    def merge(self, intent: Intent) -> Scenario:
        """Let a unit be led from another one."""
        unit, into = str(intent.get("unit")), str(intent.get("value"))
        terms = {"month": self.month, "redundancy": self.redundancy}
        return organisation.merge_units(self.scenario, [unit], into, **terms)  # type: ignore[arg-type]

    def add_unit(self, intent: Intent) -> Scenario:
        """Open a unit like another one."""
        values = _values(intent)
        share = self._share(str(values.get("share", "")))
        label = str(values.get("new_unit", "")).strip()
        new, like = self._new_name(label), str(intent.get("unit"))
        made = organisation.add_unit(self.scenario, new, like=like, month=self.month, share=share)
        return _labelled(made, new, label)

    def split(self, intent: Intent) -> Scenario:
        """Gather some units right below one under a new one with heads of its own."""
        values = _values(intent)
        children = [str(child) for child in values.get("children") or ()]
        if not children:
            raise TeamsimError(self.said["no_children"])
        heads = {str(values.get("head_tier", "")): 1}
        label, unit = str(values.get("split_unit", "")).strip(), str(intent.get("unit"))
        new = self._new_name(label)
        made = organisation.split_unit(self.scenario, unit, new, children, heads=heads, month=self.month)
        return _labelled(made, new, label)

    def close(self, intent: Intent) -> Scenario:
        """Close a unit."""
        unit = str(intent.get("unit"))
        return organisation.close_unit(self.scenario, unit, month=self.month, redundancy=self.redundancy)

    def span(self, intent: Intent) -> Scenario:
        """Give managers another span."""
        text = str(intent.get("value", "")).strip()
        try:
            span = float(text)
        except ValueError:
            raise TeamsimError(self.said["no_span"].format(text=text)) from None
        return organisation.reshape(self.scenario, span=span, month=self.month, redundancy=self.redundancy)

    def layers(self, intent: Intent) -> Scenario:
        """Leave so many management layers."""
        text = str(intent.get("value", ""))
        layers = int(text) if text.isdecimal() else 0
        return organisation.reshape(self.scenario, layers=layers, month=self.month, redundancy=self.redundancy)

    def _new_name(self, text: str) -> str:
        """Return the key of a new unit for what somebody wrote."""
        name = plain_key(text)
        if not name:
            raise TeamsimError(self.said["bad_unit"].format(name=text))
        if name in self.scenario.parameters.organisation.units:
            raise TeamsimError(self.said["unit_taken"].format(name=name))
        return name

    def _share(self, text: str) -> float:
        plain = text.strip().rstrip("%")
        try:
            share = float(plain) / (100.0 if text.strip().endswith("%") else 1.0)
        except ValueError:
            share = 0.0
        if not 0.0 < share <= 5.0:
            raise TeamsimError(self.said["bad_share"].format(text=text))
        return share


KINDS: dict[str, Callable[[Deeds, Intent], Scenario]] = {
    "move": Deeds.move,
    "merge": Deeds.merge,
    "add_unit": Deeds.add_unit,
    "split": Deeds.split,
    "close_unit": Deeds.close,
    "span": Deeds.span,
    "layers": Deeds.layers,
}


def _values(intent: Intent) -> Mapping[str, Any]:
    """Return what stood in the fields of a form, by name."""
    values = intent.get("values")
    return values if isinstance(values, Mapping) else {}


def _labelled(scenario: Scenario, unit: str, label: str) -> Scenario:
    """Return the scenario with a unit called as somebody wrote it."""
    return scenario.with_changes(scenario.name, {f"organisation.units.{unit}.label": label})


def with_shape(draft: Draft, scenario: Scenario) -> Draft:
    """Return the draft with the shape of a scenario that was made from it; all else stays, also what was taken out."""
    kept = {path: value for path, value in draft.changes.items() if not is_of_shape(path) or value is None}
    return replace(draft, changes={**kept, **_shape(scenario, draft.origin)})


def without_shape(draft: Draft) -> Draft:
    """Return the draft with the shape that its origin has."""
    return replace(draft, changes={path: value for path, value in draft.changes.items() if not is_of_shape(path)})


def is_of_shape(path: str) -> bool:
    """Whether a value belongs to the shape: the organisation, and which tier a tier is promoted from."""
    return is_within(path, "organisation") or path.endswith(".promotion.from_tier")


def _shape(scenario: Scenario, origin: Scenario) -> dict[str, Any]:
    """Return what the shape of a scenario says that its origin's does not."""
    found = dict(differences(scenario.tree["organisation"], origin, "organisation."))
    theirs = origin.parameters.tiers
    for name, tier in scenario.parameters.tiers.items():
        before = theirs[name].promotion if name in theirs else None
        if tier.promotion and before and tier.promotion.from_tier != before.from_tier:
            found[f"tiers.{name}.promotion.from_tier"] = tier.promotion.from_tier
    return found
