"""How rounds end: from few bytes back to the records of the event kernel.

Nothing is decided here. What the event kernel would have booked meanwhile is booked now, from the
instants at which machines and people last changed their state.
"""

from accord.flow.kernel.asks import link_ask
from accord.flow.kernel.events import forget, schedule, schedule_in_turn
from accord.flow.kernel.idle import link_idle
from accord.flow.kernel.jit import cold, compiled
from accord.flow.kernel.layout import (
    ASK_NONE,
    ASK_RUN,
    ATT_CYCLE,
    ATT_LOAD,
    BLOCKED,
    CLOSED,
    EV_FAIL,
    EV_NONE,
    EV_REPAIR,
    EV_STOP,
    IDLE,
    INF,
    LOAD,
    MACHINE_ACCOUNTS,
    NONE,
    NUM_PERSON_STATES,
    NUM_TALLIES,
    ONE,
    P_ATTEND,
    P_DOWN,
    P_LOAD,
    P_WAIT,
    RANK_END,
    RANK_FAIL,
    REPAIR,
    RUN,
    ST_LEAVE,
    ST_LOAD,
    ST_RUN,
    WAIT,
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
from accord.flow.kernel.round_breaks import break_until, give_back
from accord.flow.kernel.round_people import HEAD, PERSON_BITS, PERSON_MASK, TAIL, busy_at
from accord.flow.kernel.runs import ENDLESS
from accord.flow.kernel.tables import set_member


@compiled
def book_step(w, step, m, i, since):
    """Book the time of a machine from the begin of the rounds to its last change of state."""
    cold()
    load_us = (step.taken + step.was_waiting - step.is_waiting) * step.load_us
    still_us = step.idle_us + step.wait_us + step.blocked_us
    run_us = since - step.since - load_us - still_us - step.repair_us
    at = w.acc_m + i * MACHINE_ACCOUNTS
    put(w, at + LOAD, get(w, at + LOAD) + load_us)
    put(w, at + RUN, get(w, at + RUN) + run_us)
    put(w, at + REPAIR, get(w, at + REPAIR) + step.repair_us)
    if m.unstaffed == 1:
        put(w, at + CLOSED, get(w, at + CLOSED) + still_us)
    else:
        put(w, at + IDLE, get(w, at + IDLE) + step.idle_us)
        put(w, at + WAIT, get(w, at + WAIT) + step.wait_us)
        put(w, at + BLOCKED, get(w, at + BLOCKED) + step.blocked_us)
    m.since = since


@compiled
def end_count(step, m):
    """Write how the pieces of a machine are counted, if it has begun one; not one it breaks on."""
    cold()
    if step.made_at < 0:
        return
    unmade = ONE if m.event == EV_FAIL or m.event == EV_REPAIR else ZERO
    m.run_op = step.op
    m.cycle = step.cycle
    m.weight = 0.0
    m.factor = 1.0
    m.batch_left = ENDLESS
    m.batch_done = step.done - unmade
    m.anchor = step.anchor


@compiled
def end_piece(w, step, m, i, t):
    """Write the run of a machine, or its repair, as it stands; schedule what comes next."""
    cold()
    m.state = RUN
    m.stage = ST_RUN
    m.mid = m.staying = m.rest = ZERO
    m.segment = ONE
    m.segment_start = step.run_since
    m.team_size = ONE if step.attendance == ATT_CYCLE else ZERO
    if step.attendance == ATT_CYCLE:
        hand = hand_at(w, step.person)
        hand.attend_us -= step.end - hand.since
        if step.up_at > hand.since and step.taken == 0:
            hand.attend_us += step.up_at - hand.since
            hand.since = step.up_at
    if step.end == step.broken_end:
        since, next_at = break_until(w, step, m, t)
    else:
        since, next_at = step.run_since, step.end
        m.task_start = since
        m.fail_left = step.left_us + step.end - since
        m.event = EV_STOP
    m.left = ZERO if m.event == EV_STOP else ONE
    if step.attendance == ATT_CYCLE:
        set_member(w, i, ZERO, step.person)
        p = person_at(w, step.person)
        p.busy, p.idle = ONE, ZERO
        p.state = P_DOWN if m.state == REPAIR else P_ATTEND
        p.at_station = m.station
    if m.event == EV_FAIL:
        schedule(w, i, next_at, RANK_FAIL)
    else:
        schedule_in_turn(w, i, next_at, RANK_END)
    book_step(w, step, m, i, max(since, step.since))


@compiled
def end_still(w, j, step, m, i):
    """Write that a machine is idle, blocked or waits for somebody, and since when."""
    cold()
    m.event = EV_NONE
    forget(w, i)
    m.left = m.mid = m.team_size = m.staying = ZERO
    m.fail_left = step.left_us
    if step.is_free == 1:
        m.state = IDLE
        m.unit = NONE
        book_step(w, step, m, i, step.free_at)
    elif step.is_waiting == 1:
        m.state = WAIT
        m.stage = ST_LOAD if step.attendance == ATT_LOAD else ST_RUN
        m.rest = ZERO
        m.segment = m.left = ONE
        m.segment_start = step.ready_at
        m.ask = ASK_RUN
        book_step(w, step, m, i, step.ready_at)
    else:
        m.state = BLOCKED
        m.stage = ST_LEAVE
        m.out = m.unit
        m.next_blocked = NONE
        m.blocked_for = operation_at(w, round_step_at(w, j - 1).op).station
        following = station_at(w, m.blocked_for)
        following.blocked_head = following.blocked_tail = i
        book_step(w, step, m, i, step.end)


@compiled
def end_queue(w, j):
    """Write the queue of step ``j``."""
    cold()
    step = round_step_at(w, j)
    s = station_at(w, machine_at(w, step.machine).station)
    s.level = s.queued = step.level
    s.head = step.head if step.level > 0 else NONE
    s.tail = step.tail if step.level > 0 else NONE
    s.num_idle = step.is_free
    s.blocked_head = s.blocked_tail = NONE


@compiled
def end_step(w, j, t):
    """Write what the machine of step ``j`` is doing; everything before ``t``."""
    cold()
    step = round_step_at(w, j)
    i = step.machine
    m = machine_at(w, i)
    if step.is_off == 1:
        return
    if step.up_at >= t:
        end_repair(w, step, m)
        return
    m.unit = step.unit
    m.out = NONE
    m.ask = ASK_NONE
    if step.end >= t and step.end < INF:
        end_piece(w, step, m, i, t)
    else:
        end_still(w, j, step, m, i)
    end_count(step, m)
    at = w.tally + m.station * NUM_TALLIES
    put(w, at, get(w, at) + step.finished)
    put(w, at + 3, get(w, at + 3) + step.breakdowns)
    is_repaired = ONE if step.up_at >= 0 else ZERO
    is_in_repair = ONE if m.state == REPAIR else ZERO
    w.events += step.finished + is_repaired + 2 * step.breakdowns - is_in_repair
    if step.is_first == 1:
        w.started += step.taken


@compiled
def end_repair(w, step, m):
    """Undo what was drawn and booked in advance for a machine that is still in repair."""
    cold()
    if step.end == step.broken_end:
        give_back(w, step, m)
    m.n_fail -= 1
    if step.attendance == ATT_CYCLE:
        hand = hand_at(w, step.person)
        hand.attend_us -= step.end - step.up_at
        hand.down_us -= step.up_at - hand.since


@compiled
def end_loading(w, base):
    """Take the part of a loading that is still to do off the accounts of those who load."""
    cold()
    ring = w.busy_loading
    for a in range(get(w, ring + HEAD), get(w, ring + TAIL)):
        key = busy_at(w, ring, w.busy_mask, a)
        hand = hand_at(w, key & PERSON_MASK)
        hand.load_us -= base + (key >> PERSON_BITS) - hand.since


@compiled
def end_person(w, i):
    """Book the time of a person from the begin of the rounds to his last change of state."""
    cold()
    hand = hand_at(w, i)
    p = person_at(w, i)
    at = w.acc_p + i * NUM_PERSON_STATES
    wait_us = hand.since - hand.begin - hand.load_us - hand.attend_us - hand.down_us
    put(w, at + P_WAIT, get(w, at + P_WAIT) + wait_us)
    put(w, at + P_LOAD, get(w, at + P_LOAD) + hand.load_us)
    put(w, at + P_ATTEND, get(w, at + P_ATTEND) + hand.attend_us)
    put(w, at + P_DOWN, get(w, at + P_DOWN) + hand.down_us)
    p.since = hand.since


@compiled
def end_people(w, base):
    """Write who is idle, since when, and who is loading until when."""
    cold()
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
def end_requests(w):
    """Write which machines wait for somebody, the oldest request first."""
    cold()
    w.ask_head = w.ask_tail = NONE
    j = w.wait_head
    while j >= 0:
        i = round_step_at(w, j).machine
        link_ask(w, machine_at(w, i), i)
        j = round_step_at(w, j).next_wait


@compiled
def end_rounds(w, base, t):
    """Write everything back, as it stands after rounds from ``base`` to before ``t``."""
    end_loading(w, base)
    for j in range(w.num_steps):
        end_queue(w, j)
    for a in range(w.num_steps):  # nearly in the order in which they end
        end_step(w, get(w, w.round_order + a), t)
    end_people(w, base)
    end_requests(w)
