"""Pages that people keep: they need no network, no server and no Python to be read."""

from teamsim.report.page import notebook_page

__all__ = ["notebook_page"]
