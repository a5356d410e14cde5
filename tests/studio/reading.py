"""How tests read pages."""

import json
import re
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


def has_chinese(text: str) -> bool:
    return re.search("[\u4e00-\u9fff]", text) is not None


def is_quoted(text: str) -> bool:
    """Whether a Chinese page only quotes what the library says, because it has no form."""
    return text.startswith("报错原文")


CODE = re.compile(
    r"“.*?”|已知：.*?。|例如 .*?。|'.*?'|\"[^\"]*\""
    r"|\w+(\.[\w ,<>]+)+|\[.*\]|\{.*\}|\b[A-Z]{3}\b|ISO 4217|YYYY-MM|YAML|\bnan\b|\d[\de+.]*"
)
"""Names in quotes and lists, paths, values."""


def english_words(text: str, known: set[str]) -> set[str]:
    """Words of a Chinese text that are neither names, paths nor code."""
    plain = CODE.sub(" ", text)
    return {word for word in re.findall(r"[A-Za-z_]{2,}", plain) if word not in known}
