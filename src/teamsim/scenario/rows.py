"""Rows of numbers for the engines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from teamsim.model import Records, record_type


def records(parameters: type, rows: Sequence[dict[str, Any]]) -> Records:
    """Return a record array of a parameters class."""
    table = np.zeros(len(rows), dtype=record_type(parameters))
    for index, row in enumerate(rows):
        for name, value in row.items():
            table[name][index] = value
    return table.view(np.recarray)  # only now: its fields are slow to reach
