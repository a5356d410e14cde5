"""One thread that computes the newest value asked for, so that the page always answers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass
class Turn(Generic[Value]):
    """One value to compute. `stop` asks to end early; `is_old` says that a newer value waits."""

    value: Value
    stop: threading.Event = field(default_factory=threading.Event)
    is_old: bool = False
    is_preview: bool = False


class Driver(Generic[Value]):
    """Does one piece of work at a time; of the values asked for meanwhile only the newest is kept.

    A newer value also stops the work on the older one, save that a preview lets another preview finish: otherwise
    nothing would be seen while somebody drags. The thread ends when nothing is left to do, so an unused driver costs
    nothing.
    """

    def __init__(self, work: Callable[[Turn[Value]], None]) -> None:
        self._work = work
        self._lock = threading.Lock()
        self._idle = threading.Event()
        self._idle.set()
        self._now: Turn[Value] | None = None
        self._next: Turn[Value] | None = None

    def ask(self, value: Value, *, is_preview: bool = False) -> bool:
        """Compute a value as soon as may be; returns at once, and tells whether nothing else is in hand."""
        with self._lock:
            self._next = Turn(value, is_preview=is_preview)
            if self._now is not None and not (is_preview and self._now.is_preview):
                self._now.is_old = True
                self._now.stop.set()
            is_free = self._idle.is_set()
            if is_free:
                self._idle.clear()
                threading.Thread(target=self._drive, name="teamsim studio", daemon=True).start()
            return is_free

    def stop(self) -> None:
        """End the work in hand early, and forget what waits: so what there is of it is the last, and not old."""
        with self._lock:
            self._next = None
            if self._now is not None:
                self._now.is_old = False
                self._now.stop.set()

    def drop(self) -> None:
        """End the work in hand and forget it, and what waits."""
        with self._lock:
            self._next = None
            if self._now is not None:
                self._now.is_old = True
                self._now.stop.set()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until there is nothing to do; False where that took longer than `timeout` seconds."""
        return self._idle.wait(timeout)

    def _drive(self) -> None:
        while (turn := self._take()) is not None:
            try:
                self._work(turn)
            except BaseException:
                self._take_nothing()
                raise

    def _take(self) -> Turn[Value] | None:
        with self._lock:
            self._now, self._next = self._next, None
            if self._now is None:
                self._idle.set()
            return self._now

    def _take_nothing(self) -> None:
        with self._lock:
            self._now = self._next = None
            self._idle.set()
