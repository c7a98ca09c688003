"""How rounds begin and end: from the records of the event kernel to few bytes, and back.

Nothing is decided here. What the event kernel would have booked between the two is booked at the
end, from the instants at which machines and people last changed their state.
"""

import numpy as np

from accord.flow.kernel.events import forget, schedule, schedule_in_turn, time_of
from accord.flow.kernel.idle import link_idle
from accord.flow.kernel.jit import cold, compiled, inlined
from accord.flow.kernel.layout import (
    ATT_CYCLE,
    BLOCKED,
    CLOSED,
    EV_FAIL,
    EV_NONE,
    EV_STOP,
    IDLE,
    INF,
    LOAD,
    MACHINE_ACCOUNTS,
    NONE,
    NUM_PERSON_STATES,
    NUM_TALLIES,
    OFFLINE,
    ONE,
    P_ATTEND,
    P_LOAD,
    P_WAIT,
    RANK_END,
    RANK_FAIL,
    REPAIR,
    RUN,
    ST_LEAVE,
    ST_RUN,
    ZERO,
)
from accord.flow.kernel.leaving import release_later
from accord.flow.kernel.memory import (
    get,
    hand_at,
    machine_at,
    operation_at,
    person_at,
    pool_at,
    put,
    round_step_at,
    station_at,
)
from accord.flow.kernel.round_people import (
    FAR,
    FIRST,
    HEAD,
    PERSON_BITS,
    PERSON_MASK,
    TAIL,
    add_busy,
    add_idle,
    busy_at,
)
from accord.flow.kernel.runs import ENDLESS, completion
from accord.flow.kernel.tables import member, set_member

LONGEST_US = np.int64(1 << 42)  # of rounds in a row: instants since their begin share a key


@compiled
def may_begin(w, t):
    """Return whether machines and people do nothing that rounds do not know."""
    cold()
    if w.exact_until > t:
        return False
    for i in range(w.num_machines):
        m = machine_at(w, i)
        is_running = m.state == RUN and (m.event == EV_STOP or m.event == EV_FAIL)
        is_other = m.state == IDLE or m.state == BLOCKED or m.state == REPAIR or m.state == OFFLINE
        if m.leaving == 1 or not (is_running or is_other):
            return False
    for i in range(w.num_people):
        p = person_at(w, i)
        is_here = p.duty == 1 and p.on_break == 0
        if is_here and (p.plain_until <= t or p.pending_break == 1 or p.pending_off == 1):
            return False
    return True


@compiled
def begin_step(w, j, t):
    """Note what the machine of step ``j`` is doing."""
    cold()
    step = round_step_at(w, j)
    m = machine_at(w, step.machine)
    s = station_at(w, m.station)
    step.level, step.head, step.tail = s.level, s.head, s.tail
    step.blocked_us = step.idle_us = step.started = step.finished = ZERO
    step.unit = m.unit
    step.since = m.since
    step.run_since = m.since
    step.is_free = ONE if m.state == IDLE else ZERO
    step.free_at = m.since
    step.end = INF
    step.left_us = m.fail_left
    step.person = step.next_person = NONE
    step.anchor, step.done = m.anchor, m.batch_done
    step.made_at = NONE
    if m.run_op == step.op and m.cycle == step.cycle:
        step.made_at = completion(m, m.batch_done)
    if m.state == BLOCKED:
        step.end = m.since
    elif m.state == RUN and m.event == EV_STOP:
        step.end = time_of(w, step.machine)
        step.left_us -= step.end - m.task_start
        if step.attendance == ATT_CYCLE:
            step.person = member(w, step.machine, ZERO)
            hand = hand_at(w, step.person)
            hand.attend_us += step.end - hand.since
            add_busy(
                w, w.busy_attending, w.busy_mask, ((step.end - t) << PERSON_BITS) + step.person
            )


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
        hand.load_us = hand.attend_us = ZERO
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
def begin_rounds(w, t, horizon):
    """Prepare rounds after instant ``t``; return how far they may go, ``t`` when not at all."""
    cold()
    if horizon - t < w.round_us or not may_begin(w, t):
        return t
    horizon = min(horizon, t + LONGEST_US)
    for i in range(w.num_machines):
        if machine_at(w, i).state == REPAIR or machine_at(w, i).event == EV_FAIL:
            horizon = min(horizon, time_of(w, i))
    if horizon - t < w.round_us:
        return t
    begin_people(w, t)
    for j in range(w.num_steps):
        begin_step(w, j, t)
    return horizon


@compiled
def book_step(w, step, m, i, since):
    """Book the time of a machine from the begin of the rounds to its last change of state."""
    cold()
    load_us = step.started * step.load_us
    at = w.acc_m + i * MACHINE_ACCOUNTS
    run_us = since - step.since - load_us - step.idle_us - step.blocked_us
    put(w, at + LOAD, get(w, at + LOAD) + load_us)
    put(w, at + IDLE, get(w, at + IDLE) + step.idle_us)
    put(w, at + RUN, get(w, at + RUN) + run_us)
    if step.blocked_us > 0:
        at += CLOSED if m.unstaffed == 1 else BLOCKED
        put(w, at, get(w, at) + step.blocked_us)
    m.since = since


@compiled
def end_count(step, m):
    """Write how the pieces of a machine are counted, if it has started one; not one it breaks."""
    cold()
    if step.started == 0:
        return
    unmade = ONE if step.end == INF and step.is_free == 0 else ZERO
    m.run_op = step.op
    m.cycle = step.cycle
    m.weight = 0.0
    m.factor = 1.0
    m.batch_left = (m.batch_left if m.batch_left > 0 else ENDLESS) - (step.started - unmade)
    m.batch_done = step.done - unmade
    m.anchor = step.anchor


@compiled
def end_run(w, step, m, i):
    """Write the run of a machine as it stands."""
    cold()
    m.state = RUN
    m.unit = step.unit
    m.out = NONE
    if step.started == 0:
        return
    m.stage = ST_RUN
    m.rest = ZERO
    m.segment = ONE
    m.left = ONE if step.end == INF else ZERO
    m.task_start = m.segment_start = step.run_since
    m.team_size = ZERO
    if step.attendance == ATT_CYCLE:
        set_member(w, i, ZERO, step.person)
        m.team_size = ONE
        p = person_at(w, step.person)
        p.busy, p.idle = ONE, ZERO
        p.state = P_ATTEND
        p.at_station = m.station
    if step.end == INF:
        m.fail_left = step.fails_at - step.run_since
    else:
        m.fail_left = step.left_us + step.end - step.run_since


@compiled
def end_step(w, j, t):
    """Write what the machine of step ``j`` is doing, and its queue; everything before ``t``."""
    cold()
    step = round_step_at(w, j)
    i = step.machine
    m = machine_at(w, i)
    s = station_at(w, m.station)
    s.level = s.queued = step.level
    s.head = step.head if step.level > 0 else NONE
    s.tail = step.tail if step.level > 0 else NONE
    s.num_idle = step.is_free
    s.blocked_head = s.blocked_tail = NONE
    if is_away(step):
        return
    at = w.tally + m.station * NUM_TALLIES
    put(w, at, get(w, at) + step.finished)
    w.events += step.finished
    if step.is_first == 1:
        w.started += step.started
    end_count(step, m)
    if step.is_free == 1:
        book_step(w, step, m, i, step.free_at)
        m.state = IDLE
        m.unit = m.out = NONE
        m.team_size = ZERO
        m.fail_left = step.left_us
    elif step.end >= t:
        book_step(w, step, m, i, step.run_since)
        end_run(w, step, m, i)
    else:
        book_step(w, step, m, i, step.end)
        m.state = BLOCKED
        m.stage = ST_LEAVE
        m.unit = m.out = step.unit
        m.team_size = ZERO
        m.fail_left = step.left_us
        m.next_blocked = NONE
        m.blocked_for = operation_at(w, round_step_at(w, j - 1).op).station
        following = station_at(w, m.blocked_for)
        following.blocked_head = following.blocked_tail = i


@inlined
def is_away(step):
    """Return whether a machine was broken or out of service when the rounds began, and is still."""
    return step.end == INF and step.is_free == 0 and step.started == 0


@compiled
def end_event(w, step, t):
    """Schedule what the machine of a step will do next."""
    cold()
    i = step.machine
    m = machine_at(w, i)
    if step.is_free == 1 or step.end < t:
        m.event = EV_NONE
        forget(w, i)
    elif step.end < INF:
        m.event = EV_STOP
        schedule_in_turn(w, i, step.end, RANK_END)
    elif not is_away(step):
        m.event = EV_FAIL
        schedule(w, i, step.fails_at, RANK_FAIL)


@compiled
def end_busy(w, base, ring):
    """Take the part of a task that is still to do off the accounts of those who are busy."""
    cold()
    for a in range(get(w, ring + HEAD), get(w, ring + TAIL)):
        key = busy_at(w, ring, w.busy_mask, a)
        hand = hand_at(w, key & PERSON_MASK)
        spent = base + (key >> PERSON_BITS) - hand.since
        if ring == w.busy_loading:
            hand.load_us -= spent
        else:
            hand.attend_us -= spent


@compiled
def end_person(w, i):
    """Book the time of a person from the begin of the rounds to his last change of state."""
    cold()
    hand = hand_at(w, i)
    p = person_at(w, i)
    at = w.acc_p + i * NUM_PERSON_STATES
    wait_us = hand.since - hand.begin - hand.load_us - hand.attend_us
    put(w, at + P_WAIT, get(w, at + P_WAIT) + wait_us)
    put(w, at + P_LOAD, get(w, at + P_LOAD) + hand.load_us)
    put(w, at + P_ATTEND, get(w, at + P_ATTEND) + hand.attend_us)
    p.since = hand.since


@compiled
def end_people(w, base):
    """Write who is idle, since when, and who is loading until when."""
    cold()
    end_busy(w, base, w.busy_loading)
    end_busy(w, base, w.busy_attending)
    for i in range(w.num_people):
        end_person(w, i)
    order = w.idle_clock
    w.idle_people = ZERO
    for g in range(w.num_pools):
        pool = pool_at(w, g)
        put(w, w.pool_head + g, NONE)
        put(w, w.pool_tail + g, NONE)
        put(w, w.pool_order + g, INF)
        for a in range(pool.head, pool.tail):
            entry = get(w, pool.ring + (a & w.ring_mask))
            p = person_at(w, entry & PERSON_MASK)
            p.busy = ZERO
            p.state = P_WAIT
            w.idle_clock = entry >> PERSON_BITS
            link_idle(w, p, entry & PERSON_MASK)
    w.idle_clock = order
    w.release_head = w.release_tail = NONE
    for a in range(get(w, w.busy_loading + HEAD), get(w, w.busy_loading + TAIL)):
        key = busy_at(w, w.busy_loading, w.busy_mask, a)
        p = person_at(w, key & PERSON_MASK)
        p.busy, p.idle = ONE, ZERO
        p.state = P_LOAD
        release_later(w, p, key & PERSON_MASK, base + (key >> PERSON_BITS))


@compiled
def end_rounds(w, base, t):
    """Write everything back, as it stands after rounds from ``base`` to before ``t``."""
    cold()
    end_people(w, base)
    for j in range(w.num_steps):
        end_step(w, j, t)
    for a in range(w.num_steps):  # nearly in the order in which they end
        end_event(w, round_step_at(w, get(w, w.round_order + a)), t)
