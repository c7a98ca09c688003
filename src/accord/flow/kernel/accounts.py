"""Time accounts: each minute of a machine or a person is in exactly one state (S16)."""

from accord.flow.kernel.jit import compiled, inlined
from accord.flow.kernel.layout import (
    BLOCKED,
    CLOSED,
    IDLE,
    NUM_MACHINE_STATES,
    NUM_PERSON_STATES,
    OFFLINE,
    P_BREAK,
    P_OVERTIME,
    PAUSED,
    WAIT,
)
from accord.flow.kernel.memory import get, machine_at, person_at, put, station_at


@inlined
def set_machine(w, m, i, t, state):
    """Book the time since the last change of machine ``i`` and give it a new state."""
    spent = t - m.since
    if spent > 0:
        old = m.state
        if old != OFFLINE:
            if old == IDLE or old == WAIT or old == BLOCKED or old == PAUSED:
                s = station_at(w.st, m.station)
                if s.operators > 0 and s.staffed == 0:
                    old = CLOSED
            at = w.acc_m + i * NUM_MACHINE_STATES + old
            put(w.x, at, get(w.x, at) + spent)
        m.since = t
    m.state = state


@inlined
def set_person(w, p, i, t, state):
    """Book the time since the last change of person ``i``; minutes past the shift are overtime."""
    spent = t - p.since
    if spent > 0:
        if p.duty == 1:
            late = t - max(p.since, p.end_at)
            if late > 0 and p.state != P_BREAK:
                at = w.acc_p + i * NUM_PERSON_STATES + P_OVERTIME
                put(w.x, at, get(w.x, at) + late)
                at = w.acc_p + i * NUM_PERSON_STATES + p.state
                put(w.x, at, get(w.x, at) + spent - late)
            else:
                at = w.acc_p + i * NUM_PERSON_STATES + p.state
                put(w.x, at, get(w.x, at) + spent)
            if p.extra == 1 and p.state != P_BREAK:
                at = w.acc_extra + i
                put(w.x, at, get(w.x, at) + spent)
                p.extra_us += spent
        p.since = t
    p.state = state


@compiled
def book_all(w, t):
    """Book every account up to ``t`` without a change of state (bucket ends, staffing changes)."""
    for i in range(w.num_machines):
        m = machine_at(w.mc, i)
        set_machine(w, m, i, t, m.state)
    for i in range(w.num_people):
        p = person_at(w.ps, i)
        set_person(w, p, i, t, p.state)
