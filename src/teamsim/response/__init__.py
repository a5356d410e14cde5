"""How people answer a plan: effort by dynamic programming, and tables of it for the engines."""

from __future__ import annotations

from teamsim.response.payouts import Payout
from teamsim.response.people import Accuracy, ElasticityCost, PowerCost, Preferences, Process, QuotaRule
from teamsim.response.policy import EffortPolicy, ErrorEstimate, Futures
from teamsim.response.programme import Component
from teamsim.response.solving import LEFT_OUT, solve
from teamsim.response.tables import PACES, EffortTable, TableSize, table, table_error
from teamsim.rules.response import effort_at, pulled_share

__all__ = [
    "LEFT_OUT",
    "PACES",
    "Accuracy",
    "Component",
    "EffortPolicy",
    "EffortTable",
    "ElasticityCost",
    "ErrorEstimate",
    "Futures",
    "Payout",
    "PowerCost",
    "Preferences",
    "Process",
    "QuotaRule",
    "TableSize",
    "effort_at",
    "pulled_share",
    "solve",
    "table",
    "table_error",
]
