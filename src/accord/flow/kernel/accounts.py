"""Time accounts: each minute of a machine or of a person's presence is in exactly one state (S16)."""

from numba import njit

from accord.flow.kernel.layout import (
    BLOCKED,
    CLOSED,
    G_ACC_EXTRA,
    G_ACC_M,
    G_ACC_P,
    G_BUCKET,
    IDLE,
    NUM_MACHINE_STATES,
    NUM_PERSON_STATES,
    OFFLINE,
    PAUSED,
    P_BREAK,
    P_OVERTIME,
    WAIT,
)


@njit(cache=True, nogil=True, error_model="numpy")
def set_machine(w, m, i, t, state):
    """Book the time since the last change of machine ``i`` and give it a new state."""
    spent = t - m.since
    if spent > 0:
        old = m.state
        if old != OFFLINE:
            if old == IDLE or old == WAIT or old == BLOCKED or old == PAUSED:  # noqa: PLR1714
                s = w.st[m.station]
                if s.operators > 0 and s.staffed == 0:
                    old = CLOSED
            w.x[w.g[G_ACC_M] + i * NUM_MACHINE_STATES + old] += spent
        m.since = t
    m.state = state


@njit(cache=True, nogil=True, error_model="numpy")
def set_person(w, p, i, t, state):
    """Book the time since the last change of person ``i``; minutes past the shift are overtime."""
    spent = t - p.since
    if spent > 0:
        if p.duty == 1:
            bucket = w.g[G_BUCKET]
            late = t - max(p.since, p.end_at)
            if late > 0 and p.state != P_BREAK:
                w.x[w.g[G_ACC_P] + i * NUM_PERSON_STATES + P_OVERTIME] += late
                w.x[w.g[G_ACC_P] + i * NUM_PERSON_STATES + p.state] += spent - late
            else:
                w.x[w.g[G_ACC_P] + i * NUM_PERSON_STATES + p.state] += spent
            if p.extra == 1 and p.state != P_BREAK:
                w.x[w.g[G_ACC_EXTRA] + i] += spent
                p.extra_us += spent
        p.since = t
    p.state = state


@njit(cache=True, nogil=True, error_model="numpy")
def book_all(w, t):
    """Book every account up to ``t`` without a change of state (bucket ends, staffing changes)."""
    for i in range(w.mc.shape[0]):
        m = w.mc[i]
        set_machine(w, m, i, t, m.state)
    for i in range(w.ps.shape[0]):
        p = w.ps[i]
        set_person(w, p, i, t, p.state)
