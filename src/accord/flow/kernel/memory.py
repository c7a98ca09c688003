"""Records and numbers at addresses: the whole state of a run behind one pointer.

A world is one record of scalars and of the addresses of its tables (``layout.WORLD``). Passing
that one pointer, instead of a tuple of arrays, makes a call between kernel functions cost what it
costs in C and keeps compilation short; nothing is bounds-checked, so indices are the kernel's own.
Without the compiler (``NUMBA_DISABLE_JIT=1``) the same names read from ``TABLES``.
"""

import numpy as np
from numba import config, types
from numba.extending import intrinsic
from numba.np import numpy_support

from accord.flow.kernel import layout

TABLES = {}  # address -> array, kept only when the compiler is off


def _records(dtype):
    """Return a reader ``at(address, index)`` of records of ``dtype``."""
    if config.DISABLE_JIT:
        return lambda address, index: TABLES[int(address)][index]
    record = numpy_support.from_dtype(dtype)
    size = dtype.itemsize

    @intrinsic
    def at(typing_context, address, index):
        def generate(context, builder, signature, args):
            step = builder.mul(args[1], context.get_constant(types.int64, size))
            return builder.inttoptr(builder.add(args[0], step), context.get_value_type(record))

        return record(types.int64, types.int64), generate

    return at


def _reader(kind):
    """Return a reader ``get(address, index)`` of 8-byte numbers."""
    if config.DISABLE_JIT:
        return lambda address, index: TABLES[int(address)][index]

    @intrinsic
    def get(typing_context, address, index):
        def generate(context, builder, signature, args):
            step = builder.mul(args[1], context.get_constant(types.int64, 8))
            pointer = context.get_value_type(kind).as_pointer()
            return builder.load(builder.inttoptr(builder.add(args[0], step), pointer))

        return kind(types.int64, types.int64), generate

    return get


def _writer(kind):
    """Return a writer ``put(address, index, value)`` of 8-byte numbers."""
    if config.DISABLE_JIT:

        def store(address, index, value):
            TABLES[int(address)][index] = value

        return store

    @intrinsic
    def put(typing_context, address, index, value):
        def generate(context, builder, signature, args):
            step = builder.mul(args[1], context.get_constant(types.int64, 8))
            pointer = context.get_value_type(kind).as_pointer()
            builder.store(args[2], builder.inttoptr(builder.add(args[0], step), pointer))
            return context.get_dummy_value()

        return types.none(types.int64, types.int64, kind), generate

    return put


station_at = _records(layout.STATION)
operation_at = _records(layout.OPERATION)
machine_at = _records(layout.MACHINE)
person_at = _records(layout.PERSON)
unit_at = _records(layout.UNIT)
lot_at = _records(layout.LOT)
plan_at = _records(layout.LOT_PLAN)
calendar_at = _records(layout.CALENDAR)
source_at = _records(layout.SOURCE)
event_at = _records(layout.EVENT)
get = _reader(types.int64)
put = _writer(types.int64)
get_float = _reader(types.float64)
put_float = _writer(types.float64)


def address_of(array):
    """Return the address of a contiguous array; the caller keeps the array alive."""
    address = array.ctypes.data
    if config.DISABLE_JIT:
        TABLES[address] = array.view(np.recarray) if array.dtype.names else array
    return address
