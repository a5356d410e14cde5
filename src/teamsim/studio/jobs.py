"""What the studio's thread is asked to compute."""

from __future__ import annotations

from dataclasses import dataclass

from teamsim.scenario.scenario import Scenario


@dataclass(frozen=True)
class PlanQuestion:
    """What the plan lab asks: about which plan of which tier, and whether also how people would answer it."""

    plan: str
    tier: str
    wants_forecast: bool = False


@dataclass(frozen=True)
class SuccessionQuestion:
    """What the succession tab asks: who stands where in a month of a future, and whether levers are ranked."""

    month: int
    future: int
    tier: str
    wants_levers: bool = False


@dataclass(frozen=True)
class ShapeQuestion:
    """What the organisation tab asks: nothing but the scenarios' shapes."""


Question = PlanQuestion | SuccessionQuestion | ShapeQuestion


@dataclass(frozen=True)
class Job:
    """Scenarios, the baseline first; `place` is the one that the levers act on; `question` what the tab asks."""

    scenarios: tuple[Scenario, ...]
    place: int
    replications: int
    seed: int
    tab: str = "compare"
    is_preview: bool = False
    question: Question | None = None

    @property
    def subject(self) -> Scenario:
        """The scenario that the levers act on."""
        return self.scenarios[self.place]
