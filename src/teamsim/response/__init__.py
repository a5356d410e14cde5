"""How people answer a plan: effort by dynamic programming, and tables of it for the engines."""

from __future__ import annotations

from teamsim.response.payouts import Payout
from teamsim.response.people import Accuracy, ElasticityCost, PowerCost, Preferences, Process, QuotaRule
from teamsim.response.policy import EffortPolicy, ErrorEstimate, Futures
from teamsim.response.programme import Component
from teamsim.response.solving import LEFT_OUT, solve

__all__ = [
    "LEFT_OUT",
    "Accuracy",
    "Component",
    "EffortPolicy",
    "ElasticityCost",
    "ErrorEstimate",
    "Futures",
    "Payout",
    "PowerCost",
    "Preferences",
    "Process",
    "QuotaRule",
    "solve",
]
