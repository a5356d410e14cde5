"""How tests read pages."""

import json
from typing import Any

from teamsim.studio.markup import Node


def texts(node: Node) -> str:
    """All texts of a page in order."""
    if isinstance(node, str):
        return node
    return " ".join(filter(None, (texts(child) for child in node[2])))


def found(node: Node, **attributes: str) -> list[Node]:
    """The elements with these attributes, in order."""
    if isinstance(node, str):
        return []
    wanted = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    own = [node] if all(node[1].get(key) == value for key, value in wanted.items()) else []
    return own + [inner for child in node[2] for inner in found(child, **attributes)]


def intents(node: Node) -> dict[str, dict[str, Any]]:
    """What an element sends, by event."""
    told: dict[str, dict[str, Any]] = json.loads(node[1].get("data-on", "{}"))
    return told
