"""Seats that wait for somebody stay in seat order, however many fall empty at once."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from teamsim.engines.phases.vacancies import merge

SEATS = st.lists(st.integers(0, 400), unique=True)


@given(SEATS, st.integers(0, 50))
def test_merged_seats_are_in_order_and_none_is_lost(seats: list[int], n_waiting: int) -> None:
    waiting, added = sorted(seats[:n_waiting]), sorted(seats[n_waiting:])
    vacant = np.array([*waiting, *[-1] * len(added)], dtype=np.int64)
    n_vacant = merge.py_func(vacant, len(waiting), np.array(added, dtype=np.int64), len(added))
    assert n_vacant == len(seats)
    assert vacant.tolist() == sorted(seats)
