"""Answers made from studies, from scenarios and from real results.

``from teamsim.analysis import replay, gaming_audit``: names are loaded when they are asked for, so that starting stays
quick.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from teamsim.analysis.outlook import LognormalOutlook, ObservedOutlook, observed_outlook, outlook_of
    from teamsim.analysis.replays import Replay, replay

_MODULES = {
    "outlook": ("LognormalOutlook", "ObservedOutlook", "observed_outlook", "outlook_of"),
    "replays": ("Replay", "replay"),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "LognormalOutlook",
    "ObservedOutlook",
    "Replay",
    "observed_outlook",
    "outlook_of",
    "replay",
]


def __getattr__(name: str) -> Any:
    """Load a public name from its module when it is first asked for."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
