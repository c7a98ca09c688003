"""Who is idle: one list for each pool of people with equal skills, longest idle first.

A request looks at the first of each pool that masters its skill class, not at every idle person.
"""

from accord.flow.kernel.jit import inlined
from accord.flow.kernel.layout import INF
from accord.flow.kernel.memory import get, person_at, put


@inlined
def unlink_idle(w, p):
    """Take a person out of the idle list of his pool."""
    if p.idle == 1:
        following = p.next_idle
        if following >= 0:
            person_at(w, following).prev_idle = p.prev_idle
        else:
            put(w, w.pool_tail + p.pool, p.prev_idle)
        if p.prev_idle >= 0:
            person_at(w, p.prev_idle).next_idle = following
        else:
            order = person_at(w, following).idle_order if following >= 0 else INF
            put(w, w.pool_head + p.pool, following)
            put(w, w.pool_order + p.pool, order)
        p.idle = 0
        w.idle_people -= 1


@inlined
def link_idle(w, p, i):
    """Append a person to the idle list of his pool (longest idle first)."""
    order = w.idle_clock
    w.idle_clock = order + 1
    tail = get(w, w.pool_tail + p.pool)
    p.idle_order = order
    p.prev_idle = tail
    p.next_idle = -1
    if tail >= 0:
        person_at(w, tail).next_idle = i
    else:
        put(w, w.pool_head + p.pool, i)
        put(w, w.pool_order + p.pool, order)
    put(w, w.pool_tail + p.pool, i)
    p.idle = 1
    w.idle_people += 1


@inlined
def now_idle(w, p, i):
    """Note a person who became free at this instant; the staffing pass will see him."""
    if p.new == 0 and p.active == 1:
        p.new = 1
        n = w.num_new_people
        person_at(w, n).new_slot = i
        w.num_new_people = n + 1
