"""Levers: one slider for one number of a scenario, made from what the scenario declares about it."""

from __future__ import annotations

import html
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import ipywidgets as widgets

from teamsim.errors import TeamsimError
from teamsim.scenario.scenario import Parameter, Scenario
from teamsim.words import label_of, unit_words

_FEW_STEPS = 30
"""A slider has about this many steps, or more where its start would not lie on one."""


@dataclass(frozen=True)
class Lever:
    """A slider with its words. `start` is the value that the scenario had."""

    path: str
    label: str
    where: str
    unit: str
    start: float
    slider: Any
    widget: Any

    def on_release(self, tell: Callable[[], None]) -> None:
        """Call a function whenever the slider came to rest on another value."""
        self.slider.observe(lambda _change: tell(), "value")


def lever(scenario: Scenario, path: str, lang: str = "en") -> Lever:
    """Return a slider for one number of a scenario.

    It moves in the declared typical range; without one within the limits, or where those are open or wide,
    from half to one and a half of the value. The value itself is always inside.

    Raises
    ------
    TeamsimError
        There is no such value, or it is not a number.
    """
    declared = _declared(scenario, path)
    value = scenario.parameter(path).value
    if isinstance(value, bool) or not isinstance(value, int | float):
        remedy = "Levers are numbers; set one first with with_changes."
        raise TeamsimError(f"{scenario.name}: {path} = {value!r} can not be a lever. {remedy}")
    label = label_of(declared, lang)
    where = " · ".join(_where(scenario, path, lang))
    unit = unit_words(declared.unit, scenario.parameters.money.currency, lang)
    slider = _slider(declared, value)
    text = _text(label, where, unit, declared.description)
    box = widgets.VBox([text, slider], layout=widgets.Layout(margin="0 0 14px 0"))
    box.add_class("teamsim-lever")
    return Lever(path, label, where, unit, value, slider, box)


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


def _slider(parameter: Parameter, value: float) -> Any:
    """Return the slider; it speaks when it is released, not while it is dragged."""
    low, high, step = slider_range(parameter, value)
    kind = widgets.IntSlider if isinstance(value, int) else widgets.FloatSlider
    return kind(
        value=value,
        min=low,
        max=high,
        step=step,
        continuous_update=False,
        readout_format=_format(parameter, value, step),
        tooltip=parameter.description,
        layout=widgets.Layout(width="auto", margin="0 0 0 4px"),
    )


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


def _format(parameter: Parameter, value: float, step: float) -> str:
    """Return how the number beside the slider is written: 95,000 or 1.50 or 60%."""
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    if isinstance(value, int):
        return "d"
    if parameter.unit.startswith("share"):
        return f".{max(0, decimals - 2)}%"
    return f",.{decimals}f"


def _text(label: str, where: str, unit: str, description: str) -> Any:
    small = " — ".join(part for part in (where, unit) if part)
    title = html.escape(description, quote=True)
    return widgets.HTML(
        f'<div title="{title}" style="line-height:1.35"><b>{html.escape(label)}</b>'
        f'<br><span style="font-size:12px;opacity:.7">{html.escape(small)}</span></div>',
        layout=widgets.Layout(margin="0"),
    )


def _declared(scenario: Scenario, path: str) -> Parameter:
    """Return the declaration of a value; an entry of a table (seats by tier) is declared by its table."""
    own, above = scenario.parameter(path), path.rpartition(".")[0]
    return own if own.unit or not above else scenario.parameter(above)


def _where(scenario: Scenario, path: str, lang: str) -> list[str]:
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
