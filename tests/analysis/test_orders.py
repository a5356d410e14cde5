"""Sharing out over all orders: by hand, and what Shapley's value promises."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamsim.analysis.orders import shared_out


def test_gloves_by_hand() -> None:
    """A left glove and two right ones: a pair is worth 1, so the left gets 2/3 and each right 1/6."""
    found = shared_out(["left", "right", "other right"], lambda some: float("left" in some and len(some) > 1))
    assert found == {"left": pytest.approx(2 / 3), "right": pytest.approx(1 / 6), "other right": pytest.approx(1 / 6)}


@given(st.lists(st.floats(-1e6, 1e6), min_size=16, max_size=16))
def test_shares_are_means_over_orders_and_add_up(values: list[float]) -> None:
    names = "abcd"
    sets = [frozenset(some) for size in range(5) for some in itertools.combinations(names, size)]
    worth = dict(zip(sets, values, strict=True))
    found = shared_out(names, worth.__getitem__)
    for name in names:
        gains = []
        for order in itertools.permutations(names):
            before = frozenset(order[: order.index(name)])
            gains.append(worth[before | {name}] - worth[before])
        assert found[name] == pytest.approx(np.mean(gains), abs=1e-6)
    assert sum(found.values()) == pytest.approx(worth[frozenset(names)] - worth[frozenset()], abs=1e-5)


def test_nothing_to_share_out() -> None:
    assert shared_out([], lambda _: 3.0) == {}
