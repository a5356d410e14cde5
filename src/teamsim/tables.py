"""Tables: named arrays and numbers that compiled code reaches through one address.

A named tuple of forty arrays is copied, seven words an array, into every function that takes it, and the compiler
takes apart all of it at each mention of a field: that was half of the compile time, and made calls dear. A `Table`
holds the same fields in a block of memory whose address is handed on; a field is read where it is named. The fields
of a table never change while compiled code runs, only what is in the arrays, so the compiler may read them once.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterable
from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.core.datamodel.models import OpaqueModel
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    NativeValue,
    infer_getattr,
    intrinsic,
    lower_getattr_generic,
    register_model,
    typeof_impl,
    unbox,
)

_WORD = ir.IntType(64)


class TableType(types.Type):
    """The compiler's view of a table: names of its fields, their types, and the word at which each begins.

    Its name tells the fields by their fingerprint. Compiled functions are called after the types that they take, and
    the compiler would read and write as many thousands of letters at each mention of one: most of its text.
    """

    def __init__(self, name: str, fields: tuple[tuple[str, Any], ...]) -> None:
        described = ", ".join(f"{field}: {kind}" for field, kind in fields)
        super().__init__(name=f"Table({name}, {hashlib.sha256(described.encode()).hexdigest()[:16]})")
        self.fields = dict(fields)
        sizes = [1 + kind.ndim if isinstance(kind, types.Array) else 1 for _, kind in fields]
        self.places = dict(zip(self.fields, np.cumsum([0, *sizes]).tolist(), strict=False))


@functools.cache
def _type_of(name: str, fields: tuple[str, ...], kinds: tuple[Any, ...]) -> TableType:
    """Return the type of a table; remembered, as to ask numba for each array of a table takes long."""
    return TableType(name, tuple(zip(fields, map(_field_type, kinds), strict=True)))


def _kind(value: Any) -> Any:
    """Return what decides a field's type: dtype, axes and whether it may be written, or the type itself."""
    if isinstance(value, np.ndarray):
        return value.dtype, value.ndim, value.flags.writeable
    kind: Any = type(value)
    return value.type if isinstance(value, Table) else _number_type(kind)


@functools.cache
def _number_type(kind: Callable[[int], Any]) -> Any:
    """Return the compiler's type of numbers of a kind; remembered, as numba takes long to tell."""
    return numba.typeof(kind(0))


def _field_type(kind: Any) -> Any:
    """Return the compiler's type of a field of a kind."""
    if not isinstance(kind, tuple):
        return kind
    dtype, n_axes, is_writeable = kind
    return types.Array(numba.from_dtype(dtype), n_axes, "C", readonly=not is_writeable)


class Table:
    """The fields of a named tuple at one address: C-contiguous arrays, numbers, further named tuples.

    Parameters
    ----------
    named
        A named tuple. Its arrays are kept, not copied: what compiled code writes is seen in them.
    """

    def __init__(self, named: Any) -> None:
        self.kept = [Table(value) if hasattr(value, "_asdict") else value for value in named]
        self.words = np.array([word for value in self.kept for word in _words_of(value)], dtype=np.uint64)
        self.address: int = self.words.ctypes.data
        self.type = _type_of(type(named).__name__, named._fields, tuple(map(_kind, self.kept)))


def _words_of(value: Any) -> Iterable[int]:
    """Return the words that describe a field: an address and a shape, an address, or the number itself."""
    if isinstance(value, np.ndarray):
        if not value.flags.c_contiguous:
            raise ValueError("A table holds C-contiguous arrays only.")
        return [value.ctypes.data, *value.shape]
    if isinstance(value, Table):
        return [value.address]
    if isinstance(value, float | np.floating):
        return [int(np.float64(value).view(np.uint64))]
    return [int(value) % 2**64]


@typeof_impl.register(Table)  # type: ignore[untyped-decorator]
def _typeof(value: Table, _context: Any) -> TableType:
    return value.type


register_model(TableType)(OpaqueModel)


@unbox(TableType)  # type: ignore[untyped-decorator]
def _unbox(_kind: TableType, value: Any, c: Any) -> Any:
    address = c.pyapi.object_getattr_string(value, "address")
    pointer = c.pyapi.long_as_voidptr(address)
    c.pyapi.decref(address)
    return NativeValue(pointer)


@infer_getattr
class _TableAttributes(AttributeTemplate):  # type: ignore[misc]
    """Tells the compiler what type a field has."""

    key = TableType

    def generic_resolve(self, kind: TableType, name: str) -> Any:
        return kind.fields.get(name)


@lower_getattr_generic(TableType)  # type: ignore[untyped-decorator]
def _read(context: Any, builder: Any, kind: TableType, table: Any, name: str) -> Any:
    field, words = kind.fields[name], builder.bitcast(table, _WORD.as_pointer())

    def word(index: int) -> Any:
        place = builder.gep(words, [ir.Constant(_WORD, kind.places[name] + index)])
        value = builder.load(place)
        value.set_metadata("invariant.load", builder.module.add_metadata([]))
        return value

    if isinstance(field, types.Array):
        return _array(context, builder, field, word)
    if isinstance(field, TableType):
        return builder.inttoptr(word(0), cgutils.voidptr_t)
    if isinstance(field, types.Float):
        return builder.bitcast(word(0), ir.DoubleType())
    if isinstance(field, types.Boolean):
        return builder.icmp_unsigned("!=", word(0), ir.Constant(_WORD, 0))
    return word(0)


def _array(context: Any, builder: Any, field: Any, word: Any) -> Any:
    """Build the compiler's array from an address and a shape; nobody counts who holds it."""
    model = context.data_model_manager[field]
    array = ir.Constant(model.get_value_type(), None)
    itemsize = ir.Constant(_WORD, context.get_abi_sizeof(context.get_data_type(field.dtype)))
    shape = [word(1 + axis) for axis in range(field.ndim)]
    strides = [itemsize]
    for length in reversed(shape[1:]):
        strides.insert(0, builder.mul(length, strides[0]))
    data = builder.inttoptr(word(0), model.get_value_type().elements[model.get_field_position("data")])
    parts = {"nitems": [functools.reduce(builder.mul, shape)], "itemsize": [itemsize], "data": [data]}
    for name, values in parts.items():
        array = builder.insert_value(array, values[0], model.get_field_position(name))
    for name, values in {"shape": shape, "strides": strides}.items():
        for axis, value in enumerate(values):
            array = builder.insert_value(array, value, [model.get_field_position(name), axis])
    return array


@intrinsic  # type: ignore[untyped-decorator]
def copy_row(_context: Any, rows: TableType, row: Any, one: TableType) -> Any:
    """Copy one row of each array of a table into the arrays of a table of the same fields with one axis less."""
    return types.void(rows, row, one), _row_copy(rows, one, is_into_one=True)


@intrinsic  # type: ignore[untyped-decorator]
def write_row(_context: Any, rows: TableType, row: Any, one: TableType) -> Any:
    """Copy the arrays of a table into one row of a table of the same fields with one axis more."""
    return types.void(rows, row, one), _row_copy(rows, one, is_into_one=False)


def _row_copy(rows: TableType, one: TableType, *, is_into_one: bool) -> Any:
    """Return what writes the code of a copy, field by field."""

    def code(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        for name in one.fields:
            single, n_bytes = _bytes_of(context, builder, one, arguments[2], name)
            first, _ = _bytes_of(context, builder, rows, arguments[0], name)
            inside = builder.gep(first, [builder.mul(arguments[1], n_bytes)])
            target, source = (single, inside) if is_into_one else (inside, single)
            cgutils.raw_memcpy(builder, target, source, n_bytes, 1)
        return context.get_dummy_value()

    return code


def _bytes_of(context: Any, builder: Any, kind: TableType, table: Any, name: str) -> tuple[Any, Any]:
    """Return where an array begins and how many bytes it takes."""
    field = kind.fields[name]
    array = context.make_array(field)(context, builder, _read(context, builder, kind, table, name))
    n_bytes = array.itemsize
    for length in cgutils.unpack_tuple(builder, array.shape, field.ndim):
        n_bytes = builder.mul(n_bytes, length)
    return builder.bitcast(array.data, cgutils.voidptr_t), n_bytes
