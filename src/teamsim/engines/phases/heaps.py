"""Heaps: queues in which the smallest entry comes first."""

from __future__ import annotations

from teamsim._jit import part
from teamsim.model import Ints


@part
def sink(heap: Ints, size: int, place: int) -> None:
    """Let one entry of a heap (smallest first) sink to where it belongs."""
    entry = heap[place]
    while 2 * place + 1 < size:
        child = 2 * place + 1
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= entry:
            break
        heap[place] = heap[child]
        place = child
    heap[place] = entry


@part
def rise(heap: Ints, size: int, entry: int) -> None:
    """Let a new entry of a heap (smallest first) rise to where it belongs."""
    place = size
    while place > 0 and heap[(place - 1) // 2] > entry:
        heap[place] = heap[(place - 1) // 2]
        place = (place - 1) // 2
    heap[place] = entry
