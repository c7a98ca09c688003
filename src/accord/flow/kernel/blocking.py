"""Machines that keep their finished unit until there is room, and circles of them (S8, S10)."""

from accord.flow.kernel.accounts import set_machine
from accord.flow.kernel.jit import cold, compiled, inlined
from accord.flow.kernel.layout import BLOCKED, DEADLOCK, OFFLINE
from accord.flow.kernel.memory import machine_at, station_at
from accord.flow.kernel.people import clear_event


@compiled
def look_for_deadlock(w, k):
    """Return 1 if station ``k`` belongs to a set of stations that block each other for good (S10).

    A station is stuck when every machine of it is blocked by a stuck station; the largest such
    set is found by taking stations out until nothing changes.
    """
    cold()
    n = w.num_stations
    for j in range(n):
        s = station_at(w, j)
        s.stuck = 0
        for i in range(s.first_machine, s.first_machine + s.num_machines):
            if machine_at(w, i).state != OFFLINE:
                s.stuck = 1
    changed = True
    while changed:
        changed = False
        for j in range(n):
            if station_at(w, j).stuck == 1:
                s = station_at(w, j)
                for i in range(s.first_machine, s.first_machine + s.num_machines):
                    m = machine_at(w, i)
                    if m.state != OFFLINE and (
                        m.state != BLOCKED or station_at(w, m.blocked_for).stuck == 0
                    ):
                        station_at(w, j).stuck = 0
                        changed = True
                        break
    return station_at(w, k).stuck


@inlined
def block(w, m, i, k, t):
    """Machine ``i`` keeps its finished unit until there is room at station ``k``."""
    set_machine(w, m, i, t, BLOCKED)
    clear_event(w, m, i)
    m.blocked_for = k
    s = station_at(w, k)
    m.next_blocked = -1
    if s.blocked_tail >= 0:
        machine_at(w, s.blocked_tail).next_blocked = i
    else:
        s.blocked_head = i
    s.blocked_tail = i
    if w.cyclic == 1 and look_for_deadlock(w, m.station) == 1:
        w.error = DEADLOCK
