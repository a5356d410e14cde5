"""What is made of a scenario in words, kept for the next time that it is asked for."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

from teamsim.scenario.scenario import Scenario

Make = TypeVar("Make", bound=Callable[..., Any])


def kept_by_labels(most: int) -> Callable[[Make], Make]:
    """Keep what a function made last of `most` scenarios, apart for those that differ in their labels alone.

    Such scenarios are equal, since no result differs; to who reads them they are not.
    """

    def keeping(make: Make) -> Make:
        @functools.lru_cache(maxsize=most)
        def kept(_labels: tuple[str, ...], scenario: Scenario, *terms: Any, **named: Any) -> Any:
            return make(scenario, *terms, **named)

        @functools.wraps(make)
        def asked(scenario: Scenario, *terms: Any, **named: Any) -> Any:
            return kept(labels_of(scenario), scenario, *terms, **named)

        return cast(Make, asked)

    return keeping


def labels_of(scenario: Scenario) -> tuple[str, ...]:
    """Return what people call tiers and units, in both languages; what they are in the file decides results."""
    tiers, units = scenario.parameters.tiers.values(), scenario.parameters.organisation.units.values()
    of_tiers = (label for tier in tiers for label in (tier.label, tier.label_zh))
    return (*of_tiers, *(label for unit in units for label in (unit.label, unit.label_zh)))
