"""Where a unit goes when there are several ways: by shares, to the shortest queue, to the first."""

from accord.flow.kernel.jit import cold, compiled, inlined
from accord.flow.kernel.layout import NONE, WAY_FIRST, WAY_SHARE, ZERO
from accord.flow.kernel.memory import fork_at, get, get_float, operation_at, station_at
from accord.flow.kernel.streams import uniform


@inlined
def has_room(s, qty):
    """Return whether ``qty`` pieces may go to station ``s`` now."""
    return s.capacity < 0 or s.level + qty <= s.capacity or (s.level == 0 and s.num_idle > 0)


@compiled
def draw_way(w, fork):
    """Return a way of a fork, drawn by shares."""
    cold()
    u = uniform(fork.key, fork.n)
    fork.n += 1
    k = ZERO
    while k < fork.count - 1 and u > get_float(w, w.way_share + fork.first + k):
        k += 1
    return k


@compiled
def best_way(w, fork, qty):
    """Return the way with the shortest queue per machine, or the first with a free machine.

    Machines that are idle count as places that wait for a piece. Ways without room are taken only
    when none has room.
    """
    cold()
    best, has_best_room = NONE, False
    waiting, machines = ZERO, ZERO
    for k in range(fork.count):
        s = station_at(w, operation_at(w, get(w, w.way_op + fork.first + k)).station)
        is_open = has_room(s, qty)
        queue = s.level - s.num_idle
        is_free = fork.kind == WAY_FIRST and best >= 0 and waiting < 0
        is_shorter = best < 0 or (not is_free and queue * machines < waiting * s.num_machines)
        if (is_open and not has_best_room) or (is_open == has_best_room and is_shorter):
            best, has_best_room = k, is_open
            waiting, machines = queue, s.num_machines
    return best


@compiled
def way_out(w, code, qty):
    """Return the operation to which ``code`` leads a unit of ``qty`` pieces, -1 out of the shop."""
    cold()
    while code < NONE:
        fork = fork_at(w, -2 - code)
        k = draw_way(w, fork) if fork.kind == WAY_SHARE else best_way(w, fork, qty)
        code = get(w, w.way_op + fork.first + k)
    return code
