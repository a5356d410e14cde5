"""What may leave the analyst's notebook of real people: pseudonyms, and groups of at least five."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

_DIGITS = 3
LEAST = 5
"""People or seats that stand together in whatever leaves the notebook."""
OTHERS = "(small groups)"


def grouped(people: pd.DataFrame, by: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """Return means of groups of at least five people; smaller ones stand together.

    Small groups that together are too small join the smallest of the others: nobody can be found by taking away.
    """
    names = group_names(people[list(by)].astype(str).agg(" / ".join, axis=1))
    told = people.assign(group=names).groupby("group")
    found = told[list(columns)].mean()
    found.insert(0, "people", told.size())
    return found[found["people"] >= LEAST].reset_index()


def group_names(names: pd.Series[str]) -> pd.Series[str]:
    """Return the groups under which people are told: their own, or `OTHERS` for all in groups that are too small."""
    sizes = names.value_counts()
    small = set(sizes[sizes < LEAST].index)
    large = [name for name in sizes.index if name not in small]
    if small and sizes[list(small)].sum() < LEAST and large:
        small.add(large[-1])
    return names.where(~names.isin(small), OTHERS)


def pseudonyms(people: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return people under names drawn anew each time, in an order that tells nothing, rounded to three digits.

    The names are no luck of a simulation: they must not be drawn again by who knows a seed.
    """
    order = sorted(range(len(people)), key=lambda _: secrets.token_bytes(8))
    shuffled = people.iloc[order][list(columns)].apply(_rounded).reset_index(drop=True)
    shuffled.insert(0, "person", [f"P-{secrets.token_hex(4)}" for _ in order])
    return shuffled


def _rounded(column: pd.Series[float]) -> pd.Series[float]:
    """Return numbers rounded to three digits."""
    values = column.to_numpy(dtype=np.float64)
    scale = 10.0 ** (np.floor(np.log10(np.maximum(np.abs(values), 1e-12))) - _DIGITS + 1)
    return type(column)(np.round(values / scale) * scale, index=column.index)
