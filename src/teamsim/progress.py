"""How far a study has come, for people who wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_BAR = "{desc} {n_fmt} of {total_fmt} |{bar:30}| {elapsed}, {remaining} to go"


def shown(progress: bool | Callable[[int, int], None]) -> Callable[[int, int], None]:
    """Return a function that shows progress."""
    if callable(progress):
        return progress
    if not progress:
        return lambda done, total: None
    bar: list[Any] = []

    def show(done: int, total: int) -> None:
        if not bar:
            from tqdm.auto import tqdm

            bar.append(tqdm(total=total, delay=1.0, leave=False, desc="simulating", bar_format=_BAR))
        bar[0].update(done - bar[0].n)
        if done == total:
            bar[0].close()

    return show
