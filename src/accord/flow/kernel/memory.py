"""Records and numbers at addresses: the whole state of a run behind one pointer.

A world is one record of scalars and of the addresses of its tables (``scalars.WORLD``). Passing
that one pointer, instead of a tuple of arrays, makes a call between kernel functions cost what it
costs in C and keeps compilation short; nothing is bounds-checked, so indices are the kernel's own.
Addresses stay for a whole run and are loaded as invariants, once in a function and not again after
each store. Without the compiler (``NUMBA_DISABLE_JIT=1``) the same names read from ``TABLES``.
"""

import numpy as np
from numba import config, types
from numba.extending import intrinsic, models, register_model
from numba.np import numpy_support

from accord.flow.kernel import layout, scalars, step_records

TABLES = {}  # address -> array, kept only when the compiler is off


def _place(context, builder, world, name, index, size):
    """Return the address of entry ``index`` of the world's table ``name``."""
    word = context.get_value_type(types.int64)
    offset = context.get_constant(types.int64, scalars.WORLD.fields[name][1])
    field = builder.add(builder.ptrtoint(world, word), offset)
    begin = builder.load(builder.inttoptr(field, word.as_pointer()), align=8)
    begin.set_metadata("invariant.load", builder.module.add_metadata([]))
    step = context.get_constant(types.int64, size)
    return builder.add(begin, builder.mul(index, step))


def _table(world, name):
    """Return a table of a world when the compiler is off."""
    return TABLES[int(getattr(world, name))]


class RichWorld(types.Record):
    """The type of a plant's world.

    Worlds are classes of their own and turn into nothing else: the compiler names functions by the
    classes of their arguments and takes any record for another that begins with the same fields.
    """

    def can_convert_to(self, typing_context, other):
        """Return that a world converts to no other type."""
        return


class PlainWorld(RichWorld):
    """The type of a plain plant's world: the kernel leaves out for it what it cannot have."""


if config.DISABLE_JIT:

    def as_rich(world):
        """Return a world as that of any plant."""
        return world

    def as_plain(world):
        """Return a world as that of a plain plant."""
        return world

    def is_rich(world):
        """Return whether a plant may have what a plain one has not."""
        return world.is_plain == 0

else:

    def _view(kind):
        """Return a function that gives a ``WORLD`` record the type ``kind``."""
        record = numpy_support.from_dtype(scalars.WORLD)
        fields = [(name, field._asdict()) for name, field in record.fields.items()]
        view = kind(fields, record.size, record.aligned)
        register_model(kind)(models.RecordModel)

        @intrinsic
        def as_kind(typing_context, world):
            return view(record), lambda context, builder, signature, args: args[0]

        return as_kind

    as_rich, as_plain = _view(RichWorld), _view(PlainWorld)

    @intrinsic
    def is_rich(typing_context, world):
        """Return whether a plant may have what a plain one has not.

        The compiler knows the answer by the type and leaves the code of the other out.
        """
        answer = not isinstance(world, PlainWorld)
        return types.boolean(world), lambda context, builder, signature, args: context.get_constant(
            types.boolean, answer
        )


def _records(name, dtype):
    """Return a reader ``at(world, index)`` of the records of a table."""
    if config.DISABLE_JIT:
        return lambda world, index: _table(world, name)[index]
    record = numpy_support.from_dtype(dtype)

    @intrinsic
    def at(typing_context, world, index):
        def generate(context, builder, signature, args):
            place = _place(context, builder, args[0], name, args[1], dtype.itemsize)
            return builder.inttoptr(place, context.get_value_type(record))

        return record(world, types.int64), generate

    return at


def _reader(name, kind):
    """Return a reader ``get(world, index)`` of the 8-byte numbers of a table."""
    if config.DISABLE_JIT:
        return lambda world, index: _table(world, name)[index]

    @intrinsic
    def get(typing_context, world, index):
        def generate(context, builder, signature, args):
            pointer = context.get_value_type(kind).as_pointer()
            return builder.load(
                builder.inttoptr(_place(context, builder, args[0], name, args[1], 8), pointer)
            )

        return kind(world, types.int64), generate

    return get


def _writer(name, kind):
    """Return a writer ``put(world, index, value)`` of the 8-byte numbers of a table."""
    if config.DISABLE_JIT:

        def store(world, index, value):
            _table(world, name)[index] = value

        return store

    @intrinsic
    def put(typing_context, world, index, value):
        def generate(context, builder, signature, args):
            pointer = context.get_value_type(kind).as_pointer()
            place = _place(context, builder, args[0], name, args[1], 8)
            builder.store(args[2], builder.inttoptr(place, pointer))
            return context.get_dummy_value()

        return types.none(world, types.int64, kind), generate

    return put


station_at = _records("st", layout.STATION)
operation_at = _records("op", layout.OPERATION)
machine_at = _records("mc", layout.MACHINE)
person_at = _records("ps", layout.PERSON)
unit_at = _records("un", layout.UNIT)
lot_at = _records("lt", layout.LOT)
plan_at = _records("plan", layout.LOT_PLAN)
calendar_at = _records("cal", layout.CALENDAR)
source_at = _records("src", layout.SOURCE)
upkeep_at = _records("up", layout.UPKEEP)
fork_at = _records("fk", layout.FORK)
event_at = _records("ev", layout.EVENT)
link_at = _records("ln", layout.LINK)
round_step_at = _records("stp", step_records.ROUND_STEP)
pool_at = _records("pol", step_records.POOL)
hand_at = _records("hnd", step_records.HAND)
step_at = _records("ls", step_records.LINE_STEP)
worker_at = _records("wk", layout.WORKER)
task_at = _records("tk", layout.TASK)
get = _reader("x", types.int64)
put = _writer("x", types.int64)
get_float = _reader("y", types.float64)
put_float = _writer("y", types.float64)
put_row = _writer("rows", types.int64)


def address_of(array):
    """Return the address of a contiguous array; the caller keeps the array alive."""
    address = array.ctypes.data
    if config.DISABLE_JIT:
        TABLES[address] = array.view(np.recarray) if array.dtype.names else array.reshape(-1)
    return address
