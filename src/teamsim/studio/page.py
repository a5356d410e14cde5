"""A part of the studio made of plain elements: Python says what is there, the browser tells what people want."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from teamsim.studio.markup import Node, tag

Intent = dict[str, Any]
_HERE = Path(__file__).parent


class Page(anywidget.AnyWidget):
    """Shows `doc` and hears intents; it knows nothing of what they mean.

    It travels as one text: the widgets' own way goes through every element of it, and so does the browser's.

    `heard` is the number of the last intent that was heard: a browser that waits for it in vain tells that the
    kernel is gone, and offers `rescue`, the unsaved changes as files. It asks (`ping`) when somebody comes back to it.
    """

    _esm = _HERE / "page.js"
    _css = _HERE / "studio.css"
    doc: Any = traitlets.List().tag(sync=True, to_json=lambda doc, _page: json.dumps(doc, ensure_ascii=False))
    heard = traitlets.Int(0).tag(sync=True)
    rescue = traitlets.Dict().tag(sync=True)

    def __init__(self, hear: Callable[[Intent], None]) -> None:
        super().__init__(doc=tag("div"))
        self._hear = hear
        self.on_msg(self._on_message)

    def show(self, node: Node) -> None:
        """Show other elements; what is the same stays as it is, with focus and cursor."""
        if node != self.doc:
            self.doc = node

    def _on_message(self, _widget: Any, content: Any, _buffers: Any) -> None:
        """Hear what somebody wants."""
        if isinstance(content, dict) and isinstance(content.get("kind"), str):
            if content["kind"] == "hello":
                self.send_state()
                return
            try:
                if content["kind"] != "ping":
                    self._hear(content)
            finally:
                self.heard = int(content.get("number", self.heard))
