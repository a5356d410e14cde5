"""Which parameters are not known for sure, and the range of each: what `under_assumptions` draws from."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from teamsim.errors import Fault, ScenarioError
from teamsim.scenario.faults import models_at, nearest
from teamsim.scenario.scenario import Parameter, Scenario

Asked = Mapping[str, tuple[float, float] | None]
_UNSURE = 1.25
"""A value without a usual range may be this many times larger or smaller."""


@dataclass(frozen=True)
class Range:
    """Where a value may lie: half of the draws below the value as it stands, half above, evenly on each side."""

    parameter: Parameter
    low: float
    high: float

    @property
    def value(self) -> float:
        """The value as it stands: the median."""
        return float(self.parameter.value)

    def at(self, quantile: float) -> float:
        """Return the value at a quantile of the range."""
        return float(np.interp(quantile, (0.0, 0.5, 1.0), (self.low, self.value, self.high)))


@dataclass(frozen=True)
class Assumption:
    """One thing that is not known for sure: values that move together, by one quantile."""

    name: str
    ranges: tuple[Range, ...]


def assumptions_of(scenarios: Sequence[Scenario], asked: Asked | None) -> tuple[Assumption, ...]:
    """Return what is to be drawn; a value is read in the first scenario that has it.

    Parameters
    ----------
    scenarios
        The scenarios of a study.
    asked
        Ranges by dotted path, in the parameter's unit; a `*` stands for any one name, and the values it stands for
        move together. A range of None is the usual one: the parameter's declared `typical` range where the value
        lies inside it, else from a fifth less to a quarter more, within its limits; 0 has none and stays. Left out:
        the usual ranges of all parameters that are declared to be assumptions.

    Raises
    ------
    ScenarioError
        Every fault at once: an unknown path, a range upside down, beyond the limits or without the value inside.
    """
    known: dict[str, Parameter] = {}
    for scenario in scenarios:
        known = {**numbers(scenario), **known}
    wanted = asked
    if wanted is None:
        wanted = _usual_ones(known, is_answered=any(map(_is_answered, scenarios)))
    place = f"assumptions of `{scenarios[0].name}`"
    if not wanted:
        raise ScenarioError([Fault(place, "there is nothing to draw.", "Name a parameter and its range.")])
    faults = [fault for name, span in wanted.items() for fault in _faults(name, span, known, place)]
    faults += _moved_twice(wanted, known, place)
    if faults:
        raise ScenarioError(faults)
    return tuple(
        Assumption(
            name, tuple(_range(known[path], span) for path in _matched(name, known) if span or known[path].value)
        )
        for name, span in wanted.items()
    )


def numbers(scenario: Scenario) -> dict[str, Parameter]:
    """Return the parameters of a scenario that are one number, by path."""
    return {each.path: each for each in scenario.describe() if type(each.value) in (int, float)}


def pattern(path: str) -> str:
    """Return a path with a `*` for each name that people gave: ``tiers.*.ramp.months``."""
    keys = path.split(".")
    return ".".join(key if models_at(tuple(keys[:depth])) else "*" for depth, key in enumerate(keys))


def _usual_ones(known: Mapping[str, Parameter], *, is_answered: bool) -> Asked:
    """Return the declared assumptions that have a value and an effect, those of the same parameter together."""
    usual = (path for path, each in known.items() if each.is_assumption and each.value)
    return dict.fromkeys(pattern(path) for path in usual if is_answered or not path.startswith("response."))


def _is_answered(scenario: Scenario) -> bool:
    """Tell whether people answer their plans in any way."""
    response = scenario.parameters.response
    return response.effort != "none" or response.timing.share > 0.0


def _matched(name: str, known: Mapping[str, Parameter]) -> list[str]:
    """Return the paths that a name with stars stands for."""
    keys = name.split(".")

    def fits(path: str) -> bool:
        parts = path.split(".")
        return len(parts) == len(keys) and all(key in ("*", part) for key, part in zip(keys, parts, strict=True))

    return [path for path in known if fits(path)]


def _range(parameter: Parameter, span: tuple[float, float] | None) -> Range:
    """Return the range asked for, or the usual one."""
    if span is not None:
        return Range(parameter, float(span[0]), float(span[1]))
    value = float(parameter.value)
    if parameter.typical is not None and parameter.typical[0] < value < parameter.typical[1]:
        return Range(parameter, *map(float, parameter.typical))
    low, high = sorted((value / _UNSURE, value * _UNSURE))
    return Range(parameter, max(low, _limits(parameter)[0]), min(high, _limits(parameter)[1]))


def _limits(parameter: Parameter) -> tuple[float, float]:
    low, high = parameter.low, parameter.high
    return -math.inf if low is None else low, math.inf if high is None else high


def _faults(name: str, span: tuple[float, float] | None, known: Mapping[str, Parameter], place: str) -> Iterator[Fault]:
    """Yield what is wrong with one assumption."""
    matched = _matched(name, known)
    if not matched:
        remedy = nearest(name, dict.fromkeys([*known, *map(pattern, known)]), listed=False)
        yield Fault(place, f"there is no number at {name}.", remedy or "Give the dotted path of one number.")
        return
    if span is None:
        if not any(known[path].value for path in matched):
            yield Fault(place, f"{name} is 0, which has no usual range.", "Give a lowest and a highest value.")
    elif not _is_pair(span):
        yield Fault(place, f"{name}: {span!r}; expected a lowest and a highest value.", "For example (3.0, 9.0).")
    elif span[0] > span[1]:
        problem = f"{name}: the lowest value, {span[0]:g}, is above the highest, {span[1]:g}."
        yield Fault(place, problem, f"Did you mean ({span[1]:g}, {span[0]:g})?")
    else:
        for path in matched:
            yield from _faults_of_range(known[path], *span, place)


def _is_pair(span: object) -> bool:
    """Tell whether this is two finite numbers."""
    return (
        isinstance(span, tuple | list)
        and len(span) == 2
        and all(isinstance(end, int | float) and not isinstance(end, bool) and math.isfinite(end) for end in span)
    )


def _faults_of_range(parameter: Parameter, low: float, high: float, place: str) -> Iterator[Fault]:
    """Yield what is wrong with a range for one value."""
    (least, most), about = _limits(parameter), f"{parameter.path}: {low:g} to {high:g}"
    if low < least or high > most or (parameter.low_is_excluded and low <= least):
        above = "above" if parameter.low_is_excluded else "from"
        rule = f"expected {parameter.unit} {above} {least:g} to {most:g}"
        yield Fault(place, f"{about}; {rule}.", "Narrow the range.")
    elif not low <= parameter.value <= high:
        problem = f"{about} does not hold the scenario's value, {parameter.value:g}."
        yield Fault(place, problem, "Widen the range, or change the scenario.")


def _moved_twice(wanted: Asked, known: Mapping[str, Parameter], place: str) -> Iterator[Fault]:
    """Yield each value that two assumptions would move."""
    mover: dict[str, str] = {}
    for name in wanted:
        for path in _matched(name, known):
            if path in mover:
                yield Fault(place, f"{path} is moved by `{mover[path]}` and by `{name}`.", "Take one out.")
            mover[path] = name
