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
)
from accord.flow.kernel.memory import put_row, station_at


@compiled
def open_window(w):
    """Append the row of each queue as the window begins, before its first other row."""
    cold()
    w.is_open = 1
    if w.watching == 1:
        for k in range(w.num_stations):
            pieces = station_at(w, k).queued
            append(w, w.trace_from, w.trace_from, k, NONE, NONE, pieces, NONE, TR_QUEUE)


@compiled
def trace(w, start, end, i, person, op, qty, lot, kind):
    """Append one row to the trace, if it touches the window that is kept."""
    cold()
    if end < w.trace_from or start > w.trace_until:
        return
    if w.is_open == 0:
        open_window(w)
    append(w, start, end, i, person, op, qty, lot, kind)


@compiled
def append(w, start, end, i, person, op, qty, lot, kind):
    """Append one row to the trace."""
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
def count_queue(w, t, station, change):
    """Change the pieces in a queue; its row is appended where queues are watched."""
    cold()
    if w.watching == 1:
        change_queue(w, t, station, change)
    else:
        station_at(w, station).queued += change


@compiled
def change_queue(w, t, station, change):
    """Change the pieces in a queue and append its row."""
    cold()
    s = station_at(w, station)
    if t >= w.trace_from and w.is_open == 0:
        open_window(w)
    s.queued += change
    trace(w, t, t, station, NONE, NONE, s.queued, NONE, TR_QUEUE)
