"""Switches: a choice or a yes / no of a scenario, made from what the scenario declares about it, as levers are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from teamsim.errors import TeamsimError
from teamsim.scenario.faults import field_at
from teamsim.scenario.scenario import Parameter, Scenario
from teamsim.studio.cells import Kind, kind_of
from teamsim.studio.levers import where_of
from teamsim.studio.option_words import option_label
from teamsim.studio.worded import kept_by_labels
from teamsim.words import label_of

_YES_NO = ("yes", "no")
_LEFT_OUT = ("incentives.plans.", "opening.")
"""Terms of plans stand in the plan lab; scenarios are compared with the same people on the first day."""
_STRUCTURE = ("track",)
"""What the tree of seats rests on."""


@dataclass(frozen=True)
class Options:
    """What there is to choose for a value; `options` are what people call that, `start` is what the scenario has."""

    path: str
    label: str
    where: str
    description: str
    options: Mapping[str, str]
    start: Any
    unit: str = ""


class Switch(Options):
    """One choice of a scenario."""

    def __hash__(self) -> int:
        """Return the hash of what tells one switch from another."""
        return hash((self.path, self.label, self.start))

    def shown(self, value: Any) -> str:
        """Return what people call a value."""
        return self.options.get(key_of(value), str(value))

    def read(self, key: str) -> Any:
        """Return the value of an option.

        Raises
        ------
        TeamsimError
            It is none of the options.
        """
        if key not in self.options:
            raise TeamsimError(f"{self.path} = {key!r}; expected one of {', '.join(self.options)}.")
        if not key:
            return None
        return key == "yes" if tuple(self.options) == _YES_NO else key


def key_of(value: Any) -> str:
    """Return the option that a value is; nothing where there is none."""
    return _YES_NO[not value] if isinstance(value, bool) else "" if value is None else str(value)


@kept_by_labels(32)
def switches(scenario: Scenario, lang: str = "en") -> tuple[Switch, ...]:
    """Return all choices of a scenario that have another option, in the order of its parameters."""
    tree = scenario.parameters.model_dump()
    made = (_switch(scenario, each, tree, lang) for each in scenario.describe() if _may_be_one(each))
    return tuple(each for each in made if each is not None)


def switch_at(scenario: Scenario, path: str, lang: str = "en") -> Switch:
    """Return the switch at a path.

    Raises
    ------
    TeamsimError
        There is none.
    """
    found = next((each for each in switches(scenario, lang) if each.path == path), None)
    if found is None:
        raise TeamsimError(f"{path} is no choice of `{scenario.name}`.")
    return found


def _may_be_one(parameter: Parameter) -> bool:
    is_left_out = parameter.path.startswith(_LEFT_OUT) or parameter.path.endswith(_STRUCTURE)
    return isinstance(parameter.value, bool | str) and not is_left_out


def options_of(kind: Kind, lang: str) -> dict[str, str]:
    """Return the options of a choice or of yes and no, with what people call them."""
    keys = _YES_NO if kind.form == "yes_no" else kind.options
    return {key: option_label(key, lang) for key in keys}


def _switch(scenario: Scenario, declared: Parameter, tree: Any, lang: str) -> Switch | None:
    kind = kind_of(field_at(tree, tuple(declared.path.split("."))), declared.value)
    options = options_of(kind, lang)
    if len(options) < 2:
        return None
    where = " · ".join(where_of(scenario, declared.path, lang))
    label = label_of(declared, lang) or declared.path.rpartition(".")[2].replace("_", " ")
    return Switch(declared.path, label, where, declared.description, options, declared.value)
