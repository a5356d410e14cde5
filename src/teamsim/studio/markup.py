"""What a page shows, as plain data: ``["button", {"title": "..."}, ["Undo"]]``; the browser makes elements of it.

Texts are texts, never markup, so nothing that a file says can run. An element that answers has `on`: for each kind of
event the intent that is sent to Python, with the element's value.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Generic, TypeVar

Node = Any
"""A text, or [name, attributes, children]."""
Made = TypeVar("Made")


class Kept(Generic[Made]):
    """What was made last of something: it is made again only where that has changed."""

    def __init__(self) -> None:
        self._last: tuple[tuple[Any, ...], Made] | None = None

    def made(self, of: tuple[Any, ...], make: Callable[[], Made]) -> Made:
        """Return what is made of something."""
        if self._last is None or of != self._last[0]:
            self._last = of, make()
        return self._last[1]


def tag(name: str, /, *children: Node, on: dict[str, dict[str, Any]] | None = None, **attributes: Any) -> Node:
    """Return an element; an attribute that is None or False is left out, `_` in a name becomes `-`.

    >>> tag("p", "Hello", class_="note", hidden=False)
    ['p', {'class': 'note'}, ['Hello']]
    """
    told = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    kept = {key: "" if value is True else str(value) for key, value in told.items() if value not in (None, False)}
    if on:
        kept["data-on"] = json.dumps(on, ensure_ascii=False)
    return [name, kept, [child for child in children if child not in (None, "", False)]]


def button(text: str, intent: dict[str, Any], /, **attributes: Any) -> Node:
    """Return a button that sends an intent."""
    return tag("button", text, on={"click": intent}, type="button", **attributes)


def choice(options: dict[str, str], chosen: str, intent: dict[str, Any], /, **attributes: Any) -> Node:
    """Return a list to choose from; the intent carries the key chosen as its value."""
    items = [tag("option", text, value=key, selected=key == chosen) for key, text in options.items()]
    return tag("select", *items, on={"change": intent}, value=chosen, **attributes)
