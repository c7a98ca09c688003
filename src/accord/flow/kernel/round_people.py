"""People in rounds: who is idle, who is busy until when, and who takes which start of a round.

The choice is that of ``kernel.people`` (S7): whoever is free again is idle from that instant, the
lower index first; a start takes the longest idle who masters its station. Starts of one instant go
by the arrival of their pieces, then by machine. Here all of it is in a few rings of numbers:
``key = (instant or order << PERSON_BITS) + person``. Behind the last entry of a ring stands
``FAR``, so that an empty ring needs no question.
"""

import numpy as np

from accord.flow.kernel.jit import cold, compiled, inlined
from accord.flow.kernel.layout import ATT_LOAD, ATT_NONE, INF, NONE, ONE, ZERO
from accord.flow.kernel.memory import get, hand_at, pool_at, put, round_step_at

PERSON_BITS = np.int64(20)
PERSON_MASK = np.int64((1 << 20) - 1)
HEAD, TAIL, FIRST = map(np.int64, range(3))  # a ring of busy people: its ends, then its entries
FAR = np.int64(1 << 62)


@inlined
def rings_of(w):
    """Return where the rings and pools begin, and the masks of their places.

    They never change, which the compiler cannot know of fields of the world: read once, they need
    not be read again after every store.
    """
    return w.busy_loading, w.busy_attending, w.busy_mask, w.ring_mask, w.pools


@inlined
def busy_at(w, ring, mask, place):
    """Return the entry at ``place`` of a ring of busy people."""
    return get(w, ring + FIRST + (place & mask))


@inlined
def add_busy(w, ring, mask, key):
    """Put a person in a ring of busy people, which is sorted: mostly at its end.

    Entries before its head are earlier than any that is added, so the head need not be known.
    """
    at = get(w, ring + TAIL)
    put(w, ring + TAIL, at + 1)
    put(w, ring + FIRST + ((at + 1) & mask), FAR)
    other = busy_at(w, ring, mask, at - 1)
    while other > key:
        put(w, ring + FIRST + (at & mask), other)
        at -= 1
        other = busy_at(w, ring, mask, at - 1)
    put(w, ring + FIRST + (at & mask), key)


@inlined
def see_front(w, pool, mask):
    """Look up who is first in a pool."""
    pool.front = get(w, pool.ring + (pool.head & mask))


@inlined
def add_idle(w, person, order, mask):
    """Put a person at the end of his pool."""
    pool = pool_at(w, hand_at(w, person).pool)
    ring, tail = pool.ring, pool.tail
    put(w, ring + (tail & mask), (order << PERSON_BITS) + person)
    put(w, ring + ((tail + 1) & mask), FAR)
    pool.tail = tail + 1
    pool.front = get(w, ring + (pool.head & mask))


@inlined
def take_longest_idle(w, rings, step):
    """Take the longest idle person who masters the station of a step; -1 when there is nobody."""
    _, _, _, mask, pools = rings
    entry, chosen = FAR, NONE
    for k in range(step.first_class, step.last_class):
        other = get(w, pools + k)
        front = pool_at(w, other).front
        is_earlier = front < entry
        entry = front if is_earlier else entry
        chosen = other if is_earlier else chosen
    if chosen < 0:
        return NONE
    pool = pool_at(w, chosen)
    head = pool.head + 1
    pool.head = head
    pool.front = get(w, pool.ring + (head & mask))
    return entry & PERSON_MASK


@inlined
def free_until(w, rings, loading, attending, order, base, last):
    """Let people become idle who are free by key ``last``, in the order of time and index.

    ``loading`` and ``attending`` are the heads of the two rings, ``order`` is that of who becomes
    idle next; all three are returned as they are then.
    """
    loading_ring, attending_ring, mask, pool_mask, _ = rings
    first = busy_at(w, loading_ring, mask, loading)
    other = busy_at(w, attending_ring, mask, attending)
    key = min(first, other)
    while key <= last:
        is_loading = first < other
        loading += ONE if is_loading else ZERO
        attending += ZERO if is_loading else ONE
        person = key & PERSON_MASK
        hand = hand_at(w, person)
        hand.before = hand.since
        hand.since = base + (key >> PERSON_BITS)
        add_idle(w, person, order, pool_mask)
        order += 1
        first = busy_at(w, loading_ring, mask, loading)
        other = busy_at(w, attending_ring, mask, attending)
        key = min(first, other)
    return loading, attending, order


@inlined
def busy_again(w, ring, key):
    """Undo that people of a ring became idle with ``key`` or a later one."""
    head = get(w, ring + HEAD)
    last = busy_at(w, ring, w.busy_mask, head - 1)
    while last >= key:
        head -= 1
        hand = hand_at(w, last & PERSON_MASK)
        hand.since = hand.before
        pool = pool_at(w, hand.pool)
        pool.tail -= 1
        put(w, pool.ring + (pool.tail & w.ring_mask), FAR)
        see_front(w, pool, w.ring_mask)
        w.idle_clock -= 1
        last = busy_at(w, ring, w.busy_mask, head - 1)
    put(w, ring + HEAD, head)


@compiled
def take_back(w, first, last, key):
    """Undo the starts ``first`` to ``last`` of the order, and who became idle from ``key`` on."""
    cold()
    for a in range(last - 1, first - 1, -1):
        step = round_step_at(w, get(w, w.round_order + a))
        if step.next_person >= 0:
            pool = pool_at(w, hand_at(w, step.next_person).pool)
            pool.head -= 1
            see_front(w, pool, w.ring_mask)
    busy_again(w, w.busy_loading, key)
    busy_again(w, w.busy_attending, key)


@inlined
def send(w, rings, step, base, t):
    """Send the chosen person to the machine of a step, which starts at ``t``."""
    loading_ring, attending_ring, mask, _, _ = rings
    person = step.next_person
    if person < 0:
        return
    hand = hand_at(w, person)
    hand.since = t
    if step.attendance == ATT_LOAD:
        hand.load_us += step.load_us
        add_busy(w, loading_ring, mask, ((t + step.load_us - base) << PERSON_BITS) + person)
    elif step.next_end < INF:
        hand.attend_us += step.next_end - t
        add_busy(w, attending_ring, mask, ((step.next_end - base) << PERSON_BITS) + person)


@inlined
def staff_round(w, base, until):
    """Find people for the starts before ``until``; return the instant at which one finds nobody.

    Everything before that instant is done, nothing of that instant.
    """
    n, starts = w.num_steps, w.round_order
    rings = rings_of(w)
    loading, attending = get(w, w.busy_loading + HEAD), get(w, w.busy_attending + HEAD)
    order = w.idle_clock
    a = ZERO
    while a < n:
        t = round_step_at(w, get(w, starts + a)).starts_at
        if t >= until:
            break
        z = a
        key = (t - base) << PERSON_BITS
        loading, attending, order = free_until(
            w, rings, loading, attending, order, base, key + PERSON_MASK
        )
        while z < n:
            step = round_step_at(w, get(w, starts + z))
            if step.starts_at != t:
                break
            step.next_person = NONE
            if step.attendance != ATT_NONE:
                person = take_longest_idle(w, rings, step)
                if person < 0:
                    keep_heads(w, loading, attending, order)
                    take_back(w, a, z, key)
                    return t
                step.next_person = person
            z += 1
        for b in range(a, z):
            send(w, rings, round_step_at(w, get(w, starts + b)), base, t)
        a = z
    last = ((until - base) << PERSON_BITS) - 1
    loading, attending, order = free_until(w, rings, loading, attending, order, base, last)
    keep_heads(w, loading, attending, order)
    return until


@inlined
def keep_heads(w, loading, attending, order):
    """Write the heads of the rings of busy people, and the order of who becomes idle next."""
    put(w, w.busy_loading + HEAD, loading)
    put(w, w.busy_attending + HEAD, attending)
    w.idle_clock = order
