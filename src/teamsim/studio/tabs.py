"""What a part of the studio is: it asks, computes step by step, and says what stands left, above, amid and below."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from teamsim.studio.driver import Turn
from teamsim.studio.jobs import Job, Question
from teamsim.studio.markup import Node


class Tab(Protocol):
    """A part of the studio."""

    @property
    def pictures(self) -> Any:
        """The widget that holds its pictures."""

    def question(self) -> Question | None:
        """Return what it asks besides the scenarios of the bench."""

    def steps(self, turn: Turn[Job], tell: Callable[[int, int], None]) -> Iterator[None]:
        """Compute a job, a step each time; nothing is shown yet."""

    def show(self) -> None:
        """Show what was computed last."""

    def speak(self) -> None:
        """Go on in the language of the view."""

    def done(self, milliseconds: float, *, is_stopped: bool) -> str:
        """Return what to say of the last answer."""

    def side(self) -> Node:
        """Return what stands left."""

    def tiles(self) -> Node:
        """Return what stands above the pictures."""

    def table(self) -> Node:
        """Return what stands below the pictures."""
