"""People in rounds: who is idle, who is busy until when, and who goes to which machine of a round.

The choice is that of ``kernel.people`` (S7): whoever is free again takes the oldest request that
he masters, the lower index first, or is idle from that instant; a machine that takes a piece gets
the longest idle who masters its station, or its request waits. Machines of one instant go by the
arrival of their pieces, then by index. Here all of it is in a few rings of numbers:
``key = (instant or order << PERSON_BITS) + person``. Behind the last entry of a ring stands
``FAR``, so that an empty ring needs no question.
"""

import numpy as np

from accord.flow.kernel.jit import cold, compiled, inlined
from accord.flow.kernel.layout import ATT_LOAD, ATT_NONE, NONE, ONE, ZERO
from accord.flow.kernel.memory import get, hand_at, pool_at, put, round_step_at
from accord.flow.kernel.round_breaks import break_down
from accord.flow.kernel.tables import masters

PERSON_BITS = np.int64(20)
PERSON_MASK = np.int64((1 << 20) - 1)
HEAD, TAIL, FIRST = map(np.int64, range(3))  # a ring of busy people: its ends, then its entries
FAR = np.int64(1 << 62)
LONGEST_US = np.int64(1 << 41)  # of rounds in a row: instants since their begin share a key


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
    """Let people who are free by key ``last`` go on, in the order of time and index.

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
        t = base + (key >> PERSON_BITS)
        hand_at(w, person).since = t
        if w.wait_head < 0 or not serve_oldest(w, person, base, t):
            add_idle(w, person, order, pool_mask)
            order += 1
        first = busy_at(w, loading_ring, mask, loading)
        other = busy_at(w, attending_ring, mask, attending)
        key = min(first, other)
    return loading, attending, order


@inlined
def begin_run(w, step, t, person):
    """Let the machine of a step load and run the piece that it took; return when it will end."""
    run = t + step.load_us
    anchor, done = step.anchor, step.done + 1
    if step.made_at != run:
        anchor, done = run, ONE
    end = anchor + np.int64(np.rint(step.cycle * done))
    step.anchor = anchor
    step.done = done
    step.run_since = run
    step.person = person
    left = step.left_us - (end - run)
    step.left_us = left
    if left < 0:
        end = break_down(w, step, end)
    step.made_at = end
    step.end = end
    return end


@inlined
def send(w, rings, step, person, base, t):
    """Send a person to the machine of a step, which took its piece or waits for him, at ``t``."""
    loading_ring, attending_ring, mask, _, _ = rings
    end = begin_run(w, step, t, person)
    hand = hand_at(w, person)
    hand.since = t
    if step.attendance == ATT_LOAD:
        hand.load_us += step.load_us
        add_busy(w, loading_ring, mask, ((t + step.load_us - base) << PERSON_BITS) + person)
    else:
        hand.attend_us += end - t
        add_busy(w, attending_ring, mask, (busy_for(end - base) << PERSON_BITS) + person)


@inlined
def busy_for(time_us):
    """Return how long somebody is busy from the begin of the rounds, as far as a key can tell."""
    return min(time_us, LONGEST_US)


@compiled
def serve_oldest(w, person, base, t):
    """Send a person to the oldest request that he masters; return whether there was one."""
    before = NONE
    j = w.wait_head
    while j >= 0 and not masters(w, person, round_step_at(w, j).skill):
        before = j
        j = round_step_at(w, j).next_wait
    if j < 0:
        return False
    step = round_step_at(w, j)
    if before >= 0:
        round_step_at(w, before).next_wait = step.next_wait
    else:
        w.wait_head = step.next_wait
    if w.wait_tail == j:
        w.wait_tail = before
    step.is_waiting = ZERO
    step.wait_us += t - step.ready_at
    send(w, rings_of(w), step, person, base, t)
    return True


@compiled
def add_waiting(w, j):
    """Put step ``j`` behind all that wait for somebody."""
    cold()
    step = round_step_at(w, j)
    step.is_waiting = ONE
    step.next_wait = NONE
    if w.wait_head < 0:
        w.wait_head = j
    else:
        round_step_at(w, w.wait_tail).next_wait = j
    w.wait_tail = j


@inlined
def staff_round(w, base, until):
    """Find people for the machines that take a piece before ``until``, and for those that wait.

    Who becomes free in the round is behind all who are idle already: as long as nobody waits he
    need not be looked at before nobody else is there, or the round is over.
    """
    n, starts = w.num_steps, w.round_order
    rings = rings_of(w)
    loading, attending = get(w, w.busy_loading + HEAD), get(w, w.busy_attending + HEAD)
    order = w.idle_clock
    for a in range(n):
        j = get(w, starts + a)
        step = round_step_at(w, j)
        t = step.starts_at
        if t >= until:
            break
        if step.attendance == ATT_NONE:
            begin_run(w, step, t, NONE)
            continue
        person = NONE
        is_last = w.wait_head >= 0
        while True:
            if is_last:
                last = ((t - base) << PERSON_BITS) + PERSON_MASK
                loading, attending, order = free_until(
                    w, rings, loading, attending, order, base, last
                )
            person = take_longest_idle(w, rings, step)
            if person >= 0 or is_last:
                break
            is_last = True
        if person >= 0:
            send(w, rings, step, person, base, t)
        else:
            step.ready_at = t
            add_waiting(w, j)
    last = ((until - base) << PERSON_BITS) - 1
    loading, attending, order = free_until(w, rings, loading, attending, order, base, last)
    put(w, w.busy_loading + HEAD, loading)
    put(w, w.busy_attending + HEAD, attending)
    w.idle_clock = order
