"""The trace: rows of finished tasks, of finished states, and of changed queues.

Tasks are kept where ``tracing`` is set; states and queues where ``watching`` is set. The rows of
states are written where the time accounts are booked, so their lengths add up to the accounts.
"""

from accord.flow.kernel.jit import cold, compiled
from accord.flow.kernel.layout import (
    GROW_TRACE,
    NONE,
    TR_MACHINE,
    TR_PERSON,
    TR_QUEUE,
    TRACE_COLUMNS,
    ZERO,
)
from accord.flow.kernel.memory import put_row


@compiled
def trace(w, start, end, i, person, op, qty, lot, kind):
    """Append one row to the trace."""
    cold()
    if end < w.trace_from or start > w.trace_until:
        return
    n = w.trace_rows
    if n >= w.num_rows:
        w.error = GROW_TRACE
        return
    at = n * TRACE_COLUMNS
    put_row(w, at, start)
    put_row(w, at + 1, end)
    put_row(w, at + 2, i)
    put_row(w, at + 3, person)
    put_row(w, at + 4, op)
    put_row(w, at + 5, qty)
    put_row(w, at + 6, lot)
    put_row(w, at + 7, kind)
    w.trace_rows = n + 1


@compiled
def trace_machine(w, start, end, i, state):
    """Append the row of a state in which machine ``i`` was."""
    cold()
    trace(w, start, end, i, NONE, NONE, state, NONE, TR_MACHINE)


@compiled
def trace_person(w, start, end, person, station, state):
    """Append the row of a state in which a person was; ``station`` is where he last worked."""
    cold()
    if start < end:
        trace(w, start, end, station, person, NONE, state, NONE, TR_PERSON)


@compiled
def trace_queue(w, t, station, pieces):
    """Append the row of a queue that has ``pieces`` from ``t``."""
    cold()
    trace(w, t, t, station, NONE, NONE, pieces, ZERO, TR_QUEUE)
