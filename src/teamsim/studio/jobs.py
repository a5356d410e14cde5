"""What the studio's thread is asked to compute."""

from __future__ import annotations

from dataclasses import dataclass

from teamsim.scenario.scenario import Scenario


@dataclass(frozen=True)
class Question:
    """What the plan lab asks: about which plan of which tier, and whether also how people would answer it."""

    plan: str
    tier: str
    wants_forecast: bool = False


@dataclass(frozen=True)
class Job:
    """Scenarios, the baseline first; `place` is the one that the levers act on; `lab` what the plan lab asks."""

    scenarios: tuple[Scenario, ...]
    place: int
    replications: int
    seed: int
    tab: str = "compare"
    is_preview: bool = False
    lab: Question | None = None
