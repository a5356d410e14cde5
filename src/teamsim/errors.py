"""One family of errors. Each says the place, the value, the rule and the remedy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class TeamsimError(Exception):
    """Anything teamsim refuses to do, with a sentence a person can act on."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in an input, and what to do about it."""

    place: str
    problem: str
    remedy: str = ""

    def __str__(self) -> str:
        """Return one line: place, problem, remedy."""
        return f"{self.place}: {self.problem}" + (f" {self.remedy}" if self.remedy else "")


class InputError(TeamsimError):
    """Input with one or more faults; all of them are listed, not only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class ScenarioError(InputError):
    """A scenario file, or a change to a scenario, that can not be accepted."""


class RosterError(InputError):
    """A roster table that can not be accepted."""


class RunError(TeamsimError):
    """A simulation that can not be started or a run folder that can not be written or read."""
