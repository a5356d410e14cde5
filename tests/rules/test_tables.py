"""Tables: compiled code reads the fields of a named tuple through one address."""

from typing import Any, NamedTuple

import numba
import numpy as np
import pytest

from teamsim._jit import entry
from teamsim.opening.histories import new_people
from teamsim.scenario.build import build
from teamsim.tables import Table, copy_row, write_row
from teamsim.testing import tiny_scenario


class Inner(NamedTuple):
    weight: Any
    is_on: bool


class Outer(NamedTuple):
    n: int
    amounts: Any
    grid: Any
    inner: Inner
    share: float


class Columns(NamedTuple):
    amounts: Any
    flags: Any


@entry
def weighed(table: Outer) -> float:
    total = table.share
    for row in range(table.grid.shape[0]):
        for column in range(table.grid.shape[1]):
            total += table.grid[row, column] * table.inner.weight[column]
    return total + table.amounts[table.n] if table.inner.is_on else -1.0


@entry
def turned(rows: Columns, one: Columns) -> None:
    """Double the first row on its way into the second."""
    copy_row(rows, 0, one)
    for place in range(one.amounts.size):
        one.amounts[place] *= 2.0
        one.flags[place] = not one.flags[place]
    write_row(rows, 1, one)


def outer(is_on: bool = True) -> Outer:
    grid = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    return Outer(1, np.array([10, 20]), grid, Inner(np.array([1.0, 0.5]), is_on), 0.25)


def test_numbers_arrays_and_tables_within_are_read() -> None:
    assert weighed(Table(outer())) == 0.25 + (1 + 3 + 5) + 0.5 * (2 + 4 + 6) + 20
    assert weighed(Table(outer(is_on=False))) == -1.0


def test_what_is_written_is_seen_in_the_arrays_themselves() -> None:
    rows = Columns(np.array([[1.0, 2.0], [0.0, 0.0]]), np.array([[True, False], [False, False]]))
    one = Columns(np.zeros(2), np.zeros(2, dtype=bool))
    turned(Table(rows), Table(one))
    assert rows.amounts.tolist() == [[1.0, 2.0], [2.0, 4.0]]
    assert rows.flags.tolist() == [[True, False], [False, True]]


def test_an_array_whose_rows_are_apart_is_refused() -> None:
    with pytest.raises(ValueError, match="C-contiguous"):
        Table(Columns(np.zeros((2, 4))[:, ::2], np.zeros(2, dtype=bool)))


def test_fields_have_the_types_that_numba_gives_them() -> None:
    def agree(table: Table) -> None:
        for kept, kind in zip(table.kept, table.type.fields.values(), strict=True):
            assert kind == numba.typeof(kept)
            if isinstance(kept, Table):
                agree(kept)

    layout = build(tiny_scenario())
    agree(Table(layout.model))
    agree(Table(new_people(layout)))


def test_a_table_of_many_fields_has_a_short_name_of_its_own() -> None:
    model = build(tiny_scenario()).model
    name = Table(model).type.name
    assert len(name) < 50
    assert Table(model._replace(splits=np.zeros(3))).type.name != name
