"""People who walk to the machine that asked for them; the machine waits until the last is there."""

from accord.flow.kernel.accounts import set_person
from accord.flow.kernel.effects import arrive_at
from accord.flow.kernel.events import schedule
from accord.flow.kernel.jit import cold, compiled
from accord.flow.kernel.layout import (
    ASK_REPAIR,
    ASK_SETUP,
    EV_WALKED,
    ONE,
    P_WAIT,
    P_WALK,
    RANK_END,
    ZERO,
)
from accord.flow.kernel.memory import person_at, task_at, worker_at
from accord.flow.kernel.tables import member


@compiled
def server(w, m, i, kind, k):
    """Return the ``k``-th person who serves request ``kind`` of machine ``i``."""
    return m.fixer if kind == ASK_SETUP or kind == ASK_REPAIR else member(w, i, k)


@compiled
def num_servers(m, kind):
    """Return how many people serve request ``kind`` of machine ``m``."""
    return ONE if kind == ASK_SETUP or kind == ASK_REPAIR else m.team_size


@compiled
def begin_walk(w, m, i, t, kind):
    """Send the people who serve machine ``i`` on their way; return whether somebody walks."""
    longest = ZERO
    for k in range(num_servers(m, kind)):
        q = server(w, m, i, kind, k)
        walk_us = arrive_at(w, q, m.station)
        longest = max(longest, walk_us)
        worker_at(w, q).walk_until = t + walk_us
        if walk_us > 0:
            set_person(w, person_at(w, q), q, t, P_WALK)
    if longest == 0:
        return False
    task_at(w, i).walk_kind = kind
    m.event = EV_WALKED
    schedule(w, i, t + longest, RANK_END)
    return True


@compiled
def end_walk(w, m, i, t, kind):
    """End the walks to machine ``i``; return whether somebody of those who came must go again."""
    cold()
    must_go = False
    for k in range(num_servers(m, kind)):
        q = server(w, m, i, kind, k)
        p = person_at(w, q)
        if p.state == P_WALK:
            set_person(w, p, q, max(p.since, min(worker_at(w, q).walk_until, t)), P_WAIT)
        must_go = must_go or p.off_at <= t
    return must_go
