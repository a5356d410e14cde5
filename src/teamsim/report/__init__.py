"""What people keep and hand on: pages, slides, workbooks. They need no network, no server and no Python to be read.

Names are loaded when they are asked for: a page of a study needs neither the notebook packages nor those of slides.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from teamsim.report.again import PlanReproduction, Reproduction, reproduce
    from teamsim.report.page import notebook_page
    from teamsim.report.write import write_report

_HOME = {
    "notebook_page": "page",
    "PlanReproduction": "again",
    "Reproduction": "again",
    "reproduce": "again",
    "write_report": "write",
}

__all__ = ["PlanReproduction", "Reproduction", "notebook_page", "reproduce", "write_report"]


def __getattr__(name: str) -> Any:
    """Load a public name from its module when it is first asked for."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
