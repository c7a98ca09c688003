"""Time accounts: each minute of a machine or a person is in exactly one state (S16)."""

import numpy as np

from accord.flow.kernel.effects import book_work, has
from accord.flow.kernel.jit import cold, compiled, inlined
from accord.flow.kernel.layout import (
    BLOCKED,
    CLOSED,
    FX_DETAIL,
    IDLE,
    LOAD,
    MACHINE_ACCOUNTS,
    NUM_PERSON_STATES,
    ONE,
    P_BREAK,
    P_OVERTIME,
    PAUSED,
    WAIT,
    ZERO,
)
from accord.flow.kernel.memory import get, is_rich, machine_at, person_at, put
from accord.flow.kernel.traces import trace_machine, trace_person

CLOSABLE = np.int64((1 << IDLE) | (1 << WAIT) | (1 << BLOCKED) | (1 << PAUSED))


@inlined
def is_closable(state):
    """Return whether a machine in ``state`` counts as closed while nobody skilled is on duty."""
    return (CLOSABLE >> state) & ONE


@inlined
def set_machine(w, m, i, t, state):
    """Book the time since the last change of machine ``i`` and give it a new state."""
    if t != m.since:
        is_closed = is_closable(m.state) & m.unstaffed
        at = w.acc_m + i * MACHINE_ACCOUNTS + (CLOSED if is_closed == ONE else m.state)
        put(w, at, get(w, at) + t - m.since)
        if is_rich(w) and w.watching == 1:
            trace_machine(w, m.since, t, i, CLOSED if is_closed == ONE else m.state)
        m.since = t
    m.state = state


@compiled
def book_special(w, p, i, t):
    """Book the time of person ``i`` off duty, past his shift or in a conditional shift."""
    cold()
    spent = t - p.since
    if p.duty == 1 and spent > 0:
        at = w.acc_p + i * NUM_PERSON_STATES
        late = t - max(p.since, p.end_at)
        if late > 0 and p.state != P_BREAK:
            put(w, at + P_OVERTIME, get(w, at + P_OVERTIME) + late)
            put(w, at + p.state, get(w, at + p.state) + spent - late)
        else:
            put(w, at + p.state, get(w, at + p.state) + spent)
            late = ZERO
        if is_rich(w) and w.watching == 1:
            trace_person(w, p.since, t - late, i, p.at_station, p.state)
            trace_person(w, t - late, t, i, p.at_station, P_OVERTIME)
        if p.extra == 1 and p.state != P_BREAK:
            put(w, w.acc_extra + i, get(w, w.acc_extra + i) + spent)
            p.extra_us += spent


@inlined
def set_person(w, p, i, t, state):
    """Book the time since the last change of person ``i``; minutes past the shift are overtime."""
    if is_rich(w) and has(w, FX_DETAIL):
        book_work(w, p, i, t)
    if t <= p.plain_until:
        at = w.acc_p + i * NUM_PERSON_STATES + p.state
        put(w, at, get(w, at) + t - p.since)
        if is_rich(w) and w.watching == 1:
            trace_person(w, p.since, t, i, p.at_station, p.state)
    else:
        book_special(w, p, i, t)
    p.since = t
    p.state = state


@compiled
def put_off_loading(w, m, i, t):
    """Book what machine ``i`` loads after ``t``, booked in advance, in the next bucket."""
    cold()
    at = w.acc_m + i * MACHINE_ACCOUNTS + LOAD
    put(w, at, get(w, at) - (m.since - t))
    if w.bucket + 1 < w.buckets:
        at += w.num_machines * MACHINE_ACCOUNTS
        put(w, at, get(w, at) + m.since - t)


@compiled
def book_all(w, t):
    """Book every account up to ``t``, the end of a bucket, without a change of state."""
    cold()
    for i in range(w.num_machines):
        m = machine_at(w, i)
        if m.since > t:
            put_off_loading(w, m, i, t)
        else:
            set_machine(w, m, i, t, m.state)
    for i in range(w.num_people):
        p = person_at(w, i)
        set_person(w, p, i, t, p.state)
