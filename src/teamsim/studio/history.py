"""What was done can be undone: a line of states, each a value."""

from __future__ import annotations

from typing import Generic, TypeVar

State = TypeVar("State")


class History(Generic[State]):
    """States one after the other; the last that was done is `now`.

    A new state takes the place of those that were undone. What is done with the same `topic` twice in a row is one
    step: ten presses of an arrow key on one lever are undone together.
    """

    def __init__(self, first: State) -> None:
        self._past: list[State] = []
        self._future: list[State] = []
        self._topic: str | None = None
        self.now = first

    def do(self, state: State, topic: str | None = None) -> None:
        """Go on to another state."""
        if state == self.now:
            return
        if topic is None or topic != self._topic:
            self._past.append(self.now)
        self._future.clear()
        self.now, self._topic = state, topic

    def look(self, state: State) -> None:
        """Take another state in place of this one: there is nothing to undo, and what is done next is a new step."""
        self.now, self._topic = state, None

    @property
    def can_undo(self) -> bool:
        """Whether there is a state before this one."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a state that was undone."""
        return bool(self._future)

    def undo(self) -> None:
        """Go back one step, where there is one."""
        if self._past:
            self._future.append(self.now)
            self.now, self._topic = self._past.pop(), None

    def redo(self) -> None:
        """Go forward one step again, where there is one."""
        if self._future:
            self._past.append(self.now)
            self.now, self._topic = self._future.pop(), None
