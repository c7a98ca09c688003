"""How rounds begin: from the records of the event kernel to few bytes.

Nothing is decided here but whether rounds are possible, and until when.
"""

import numpy as np

from accord.flow.kernel.events import time_of
from accord.flow.kernel.jit import cold, compiled, inlined
from accord.flow.kernel.layout import (
    ASK_RUN,
    ATT_CYCLE,
    BLOCKED,
    EV_FAIL,
    EV_REPAIR,
    EV_STOP,
    IDLE,
    INF,
    NONE,
    OFFLINE,
    ONE,
    P_LOAD,
    REPAIR,
    RUN,
    WAIT,
    ZERO,
)
from accord.flow.kernel.memory import (
    get,
    hand_at,
    machine_at,
    person_at,
    pool_at,
    put,
    round_step_at,
    station_at,
)
from accord.flow.kernel.round_breaks import break_down
from accord.flow.kernel.round_people import (
    FAR,
    FIRST,
    HEAD,
    LONGEST_US,
    PERSON_BITS,
    TAIL,
    add_busy,
    add_idle,
    add_waiting,
    busy_for,
)
from accord.flow.kernel.runs import completion, time_to_failure
from accord.flow.kernel.tables import member

NEVER_US = np.int64(1 << 60)  # run time to the failure of a machine that does not break


@inlined
def is_late(p):
    """Return whether a person leaves as soon as his task ends."""
    return p.pending_break == 1 or p.pending_off == 1


@compiled
def until_change(w, t, horizon):
    """Return until when machines and people do only what rounds know; ``t`` when not at all."""
    cold()
    if w.exact_until > t:
        return t
    for i in range(w.num_machines):
        m = machine_at(w, i)
        is_running = m.state == RUN and (m.event == EV_STOP or m.event == EV_FAIL)
        is_asking = m.state == WAIT and m.ask == ASK_RUN and m.mid == 0
        is_left = station_at(w, m.station).attendance == ATT_CYCLE and m.staying == 0
        is_in_repair = m.state == REPAIR and not is_left
        is_still = m.state == IDLE or m.state == BLOCKED or m.state == OFFLINE
        if m.leaving == 1 or not (is_running or is_asking or is_in_repair or is_still):
            return t
        if m.team_size > 0 and is_late(person_at(w, member(w, i, ZERO))):
            horizon = min(horizon, time_of(w, i))
    for i in range(w.num_people):
        p = person_at(w, i)
        if p.duty == 1 and p.on_break == 0:
            if p.extra == 1 or (p.plain_until <= t and not is_late(p)):
                return t
            if p.state == P_LOAD and is_late(p):
                horizon = min(horizon, p.release_at)
    return horizon


@compiled
def begin_step(w, j, t):
    """Note what the machine of step ``j`` is doing."""
    cold()
    step = round_step_at(w, j)
    m = machine_at(w, step.machine)
    s = station_at(w, m.station)
    step.level, step.head, step.tail = s.level, s.head, s.tail
    step.blocked_us = step.idle_us = step.wait_us = step.repair_us = ZERO
    step.taken = step.finished = step.breakdowns = ZERO
    step.unit = m.unit
    step.since = step.free_at = step.ready_at = m.since
    step.run_since = m.task_start
    step.is_free = ONE if m.state == IDLE else ZERO
    step.is_off = ONE if m.state == OFFLINE else ZERO
    step.is_waiting = step.was_waiting = ONE if m.state == WAIT else ZERO
    step.end = INF
    step.broken_end = step.up_at = NONE
    step.left_us = m.fail_left if s.fail_kind >= 0 else NEVER_US
    step.person = NONE
    step.anchor, step.done = m.anchor, m.batch_done
    step.made_at = NONE
    if m.run_op == step.op and m.cycle == step.cycle:
        step.made_at = completion(m, m.batch_done)
    if m.state == BLOCKED:
        step.end = m.since
    elif m.state == RUN or m.state == REPAIR:
        begin_piece(w, step, m, t)


@compiled
def begin_piece(w, step, m, t):
    """Note when the piece on a machine will end, which runs or is repaired."""
    cold()
    i = step.machine
    if step.attendance == ATT_CYCLE:
        step.person = member(w, i, ZERO)
    if m.event == EV_STOP:
        step.end = time_of(w, i)
        step.left_us -= step.end - m.task_start
    else:
        step.done += 1
        step.end = completion(m, step.done)
        if m.event == EV_REPAIR:
            step.up_at = time_of(w, i)
            step.run_since = step.up_at
            step.anchor += step.up_at - m.paused_at
            step.end += step.up_at - m.paused_at
            step.repair_us = step.up_at - m.since
            step.left_us = time_to_failure(station_at(w, m.station), m)
        step.left_us -= step.end - step.run_since
        if step.left_us < 0:
            step.end = break_down(w, step, step.end)
        step.made_at = step.end
    if step.attendance == ATT_CYCLE:
        hand = hand_at(w, step.person)
        hand.attend_us += step.end - hand.since
        if step.up_at >= 0:
            hand.attend_us -= step.up_at - hand.since
            hand.down_us += step.up_at - hand.since
        key = (busy_for(step.end - t) << PERSON_BITS) + step.person
        add_busy(w, w.busy_attending, w.busy_mask, key)


@compiled
def begin_people(w, t):
    """Note who is idle, and who is loading until when."""
    cold()
    for ring in (w.busy_loading, w.busy_attending):
        put(w, ring + HEAD, ONE)
        put(w, ring + TAIL, ONE)
        put(w, ring + FIRST, NONE)  # before everybody
        put(w, ring + FIRST + 1, FAR)
    for i in range(w.num_people):
        hand = hand_at(w, i)
        hand.since = hand.begin = person_at(w, i).since
        hand.load_us = hand.attend_us = hand.down_us = ZERO
    for g in range(w.num_pools):
        pool = pool_at(w, g)
        pool.head = pool.tail = ZERO
        pool.front = FAR
        put(w, pool.ring, FAR)
        q = get(w, w.pool_head + g)
        while q >= 0:
            add_idle(w, q, person_at(w, q).idle_order, w.ring_mask)
            q = person_at(w, q).next_idle
    q = w.release_head
    while q >= 0:
        p = person_at(w, q)
        hand_at(w, q).load_us += p.release_at - p.since
        add_busy(w, w.busy_loading, w.busy_mask, ((p.release_at - t) << PERSON_BITS) + q)
        q = p.next_release


@compiled
def begin_requests(w):
    """Note which steps wait for somebody, the oldest request first."""
    cold()
    w.wait_head = w.wait_tail = NONE
    i = w.ask_head
    while i >= 0:
        add_waiting(w, get(w, w.step_of + i))
        i = machine_at(w, i).next_ask


@compiled
def begin_rounds(w, t, horizon):
    """Prepare rounds after instant ``t``; return how far they go, ``t`` when not at all."""
    if horizon - t < w.round_us:
        return t
    horizon = until_change(w, t, min(horizon, t + LONGEST_US))
    if horizon - t < w.round_us:
        return t
    w.rounds_until = horizon
    begin_people(w, t)
    for j in range(w.num_steps):
        begin_step(w, j, t)
    begin_requests(w)
    return horizon
