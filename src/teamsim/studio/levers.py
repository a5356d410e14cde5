"""Levers: one number of a scenario that can be moved, made from what the scenario declares about it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from teamsim.errors import TeamsimError
from teamsim.scenario.scenario import Parameter, Scenario
from teamsim.studio.cells import Form, Kind, read_number, written
from teamsim.words import label_of, unit_words

_FEW_STEPS = 30
"""A slider has about this many steps, or more where its start would not lie on one."""

DATE = "months from the start"
"""The unit of dates."""


@dataclass(frozen=True)
class Lever:
    """A number of a scenario that can be moved, with its words.

    `start` is the value that the scenario has, `description` is as declared: the page tells it in its language, a
    search finds it in both.
    """

    path: str
    label: str
    where: str
    unit: str
    description: str
    start: float
    low: float
    high: float
    step: float
    kind: Kind

    def shown(self, value: Any) -> str:
        """Return a value as it is written beside the slider: 95,000 or 1.5 or 60%."""
        return written(value, self.kind)

    def read(self, text: str, currency: str = "", lang: str = "en") -> float | int:
        """Return the number that somebody wrote beside the slider; see `cells.read_number`."""
        value = read_number(text, self.kind, currency, lang)
        assert value is not None
        return value

    def at(self, position: float) -> float | int:
        """Return the value at a position of the slider, without the dust of binary fractions."""
        return round(position) if self.kind.form == "whole" else float(f"{position:.12g}")


def lever(scenario: Scenario, path: str, lang: str = "en") -> Lever:
    """Return a lever for one number of a scenario.

    It moves in the declared typical range; without one within the limits, or where those are open or wide,
    from half to one and a half of the value. The value itself is always inside.

    Raises
    ------
    TeamsimError
        There is no such value, or it is not a number.
    """
    value = scenario.parameter(path).value
    if isinstance(value, bool) or not isinstance(value, int | float):
        remedy = "Levers are numbers; set one first with with_changes."
        raise TeamsimError(f"{scenario.name}: {path} = {value!r} can not be a lever. {remedy}")
    declared = replace(_declared(scenario, path), path=path, value=value)
    return lever_of(scenario, declared, where_of(scenario, path, lang), lang)


def lever_of(scenario: Scenario, declared: Parameter, where: Sequence[str], lang: str) -> Lever:
    """Return the lever of a number as it is declared; `where` are the names that people gave on the way to it."""
    value, last = declared.value, scenario.parameters.time.horizon_months - 1
    if declared.unit == DATE and declared.typical is None:  # a month that the run has
        declared = replace(declared, typical=(0, last))
    unit = unit_words(declared.unit, scenario.parameters.money.currency, lang)
    form: Form = "whole" if isinstance(value, int) else "number"
    kind = Kind(form, declared.unit, declared.low, declared.high, declared.low_is_excluded)
    low, high, step = slider_range(declared, value)
    words = (label_of(declared, lang), " · ".join(where), unit, declared.description)
    return Lever(declared.path, *words, value, low, high, step, kind)


def slider_range(parameter: Parameter, value: float) -> tuple[float, float, float]:
    """Return lowest value, highest value and step of a slider on which `value` lies.

    The step is a round number (1, 2 or 5 times a power of ten), a whole one for whole numbers: a slider from
    3 to 9 months with 5.7 in it moves by 0.1.
    """
    low, high = _span(parameter, value)
    is_whole = isinstance(value, int)
    step = _round_step((high - low) / _FEW_STEPS)
    while not (_on_grid(value - low, step) and _on_grid(high - low, step)) and step > (high - low) / 1000:
        step = _round_step(step * 0.9)
    return (low, high, max(1, round(step))) if is_whole else (low, high, step)


def _span(parameter: Parameter, value: float) -> tuple[float, float]:
    reach = abs(value) / 2 or 1.0
    around = (value - reach, value + reach)
    limits = (parameter.low, parameter.high)
    if parameter.typical is not None:
        low, high = parameter.typical
    elif None not in limits and limits[1] - limits[0] <= 10 * reach:  # type: ignore[operator]
        low, high = limits  # type: ignore[assignment]
    else:
        low = max(around[0], -math.inf if parameter.low is None else parameter.low)
        high = min(around[1], math.inf if parameter.high is None else parameter.high)
    low, high = min(low, value), max(high, value)
    return (math.floor(low), math.ceil(high)) if isinstance(value, int) else (low, high)


def _round_step(size: float) -> float:
    """Return the largest of 1, 2, 5 times a power of ten that is not above `size`."""
    power = math.floor(math.log10(size))
    digits = max(digit for digit in (1, 2, 5) if digit * 10.0**power <= size * (1 + 1e-9))
    return float(f"{digits}e{power}")


def _on_grid(distance: float, step: float) -> bool:
    return abs(distance / step - round(distance / step)) < 1e-6


def _declared(scenario: Scenario, path: str) -> Parameter:
    """Return the declaration of a value; an entry of a table (seats by tier) is declared by its table."""
    own, above = scenario.parameter(path), path.rpartition(".")[0]
    return own if own.unit or not above else scenario.parameter(above)


def where_of(scenario: Scenario, path: str, lang: str) -> list[str]:
    """Return the names that people gave on the way to a value: Representative; West; rep, commission."""
    parameters = scenario.parameters
    named: dict[str, Any] = {**parameters.organisation.units, **parameters.tiers}
    here: Any = parameters
    found = []
    for key in path.split("."):
        if isinstance(here, dict):
            label = label_of(named[key], lang) if key in named else ""
            found.append(label or key.replace("_", " "))
        here = here[key] if isinstance(here, dict) else getattr(here, key)
    return found
