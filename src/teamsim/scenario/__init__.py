"""Scenarios: files, values, and their layout as arrays."""

from teamsim.scenario.scenario import Scenario, diff, load_scenario, make_scenario

__all__ = ["Scenario", "diff", "load_scenario", "make_scenario"]
