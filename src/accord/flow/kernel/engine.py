"""The main loop: one instant after another, events in the order of rule S6, then one dispatch."""

import numpy as np
from numba import njit

from accord.flow.kernel.accounts import book_all, set_person
from accord.flow.kernel.events import plant_tree, schedule
from accord.flow.kernel.layout import (
    CLOCK_CALENDAR,
    C_BREAK_END,
    C_BREAK_START,
    C_CONDITION,
    C_DUTY_END,
    C_DUTY_START,
    C_MACHINE_OFF,
    C_MACHINE_ON,
    C_RELEASE,
    C_SKILL,
    EV_FAIL,
    EV_LOADED,
    EV_PIECE,
    EV_REPAIR,
    EV_SETUP,
    EV_STOP,
    G_ACC_EXTRA,
    G_ACC_M,
    G_ACC_P,
    G_BACKLOG,
    G_AT_FAIL,
    G_BUCKET,
    UNTIL_OFF,
    ZERO,
    G_BUCKETS,
    G_BUCKET_END,
    G_CAN,
    G_CLASSES,
    G_COND_LIMIT,
    G_COND_MET,
    G_DONE_PIECES,
    G_ENTERED,
    G_ENTERED_AT,
    G_ERROR,
    G_EVENTS,
    G_GOOD,
    G_NEXT_BUCKET,
    G_NOW,
    G_PRODUCTS,
    G_RELEASE_WANTED,
    G_STARTED,
    G_TALLY,
    G_TEAM,
    G_TEAM_MAX,
    G_UNTIL_PIECES,
    IDLE,
    INF,
    NONE,
    ONE,
    NUM_MACHINE_STATES,
    NUM_PERSON_STATES,
    NUM_TALLIES,
    OFFLINE,
    OK,
    PUR_ARRIVAL,
    PUR_FAIL,
    PUR_NOISE,
    PUR_QUALITY,
    PUR_RELEASE,
    PUR_REPAIR,
    PUR_SETUP,
    P_BREAK,
    P_WAIT,
    RANK_ARRIVAL,
    ST_RUN,
)
from accord.flow.kernel.people import (
    clear_event,
    count_staff,
    free_team,
    go_off,
    now_idle,
    staff,
    start_run,
    unlink_ask,
    unlink_idle,
)
from accord.flow.kernel.runs import plan_run
from accord.flow.kernel.shop import (
    enter_lot,
    fail,
    finish_segment,
    next_failure,
    repaired,
    set_up,
    settle,
    stopped,
    touch,
)
from accord.flow.kernel.streams import stream_key, variate


@njit(cache=True, nogil=True, error_model="numpy")
def prepare(w, seed, replication):
    """Draw the first failure clocks, key the streams, and fill the free lists."""
    plant_tree(w.ev)
    for i in range(w.mc.shape[0]):
        m = w.mc[i]
        e = m.entity
        m.key_noise = stream_key(seed, replication, e, np.uint64(PUR_NOISE))
        m.key_fail = stream_key(seed, replication, e, np.uint64(PUR_FAIL))
        m.key_repair = stream_key(seed, replication, e, np.uint64(PUR_REPAIR))
        m.key_setup = stream_key(seed, replication, e, np.uint64(PUR_SETUP))
        m.key_quality = stream_key(seed, replication, e, np.uint64(PUR_QUALITY))
        next_failure(w, m, ZERO)
        if m.state == IDLE:
            w.st[m.station].num_idle += 1
    for i in range(w.un.shape[0]):
        w.un[i].free = i + 1 if i + 1 < w.un.shape[0] else -1
    for i in range(w.lt.shape[0]):
        w.lt[i].next = i + 1 if i + 1 < w.lt.shape[0] else -1
    w.src[0].key = stream_key(seed, replication, np.uint64(0), np.uint64(PUR_RELEASE))
    for j in range(1, w.src.shape[0]):
        s = w.src[j]
        if s.kind < 0:  # saturated: one piece for each machine of the first station
            for _ in range(w.st[w.op[s.first_op].station].num_machines):
                enter_lot(w, s.first_op, s.qty, NONE, ZERO, ZERO)
        else:
            s.key = stream_key(seed, replication, s.entity, np.uint64(PUR_ARRIVAL))
            next_arrival(w, j, ZERO)
    w.g[G_RELEASE_WANTED] = 1


@njit(cache=True, nogil=True, error_model="numpy")
def next_arrival(w, j, t):
    """Schedule the next arrival of source ``j``."""
    s = w.src[j]
    gap = np.int64(np.rint(variate(s.kind, s.mean_us, s.sigma, s.key, s.n)))
    s.n += 1
    schedule(
        w.ev, w.mc.shape[0] + j - 1, t + max(gap, 0), RANK_ARRIVAL
    )


@njit(cache=True, nogil=True, error_model="numpy")
def leave_broken(w, person, t):
    """A person who only waits at a broken machine goes when his break or shift end comes, under
    the rule ``until_off``."""
    p = w.ps[person]
    if p.busy > 0 and w.g[G_AT_FAIL] == UNTIL_OFF:
        s = w.st[p.at_station]
        for i in range(s.first_machine, s.first_machine + s.num_machines):
            m = w.mc[i]
            if m.staying == 1:
                for k in range(m.team_size):
                    if w.x[w.g[G_TEAM] + i * w.g[G_TEAM_MAX] + k] == person:
                        free_team(w, m, i, t)
                        break


@njit(cache=True, nogil=True, error_model="numpy")
def start_duty(w, c, t):
    """Person ``c.who`` comes on duty (or goes on, if his next shift begins while he works)."""
    p = w.ps[c.who]
    if c.arg >= 0 and (w.x[w.g[G_COND_MET] + c.arg] == 0 or p.extra_us >= p.extra_cap_us):
        return
    if p.duty == 1:
        set_person(w, p, c.who, t, p.state)
        p.pending_off = 0
    else:
        p.since = t
        p.state = P_WAIT
        p.duty = 1
        p.on_break = 0
        p.busy = 0
        p.extra = 1 if c.arg >= 0 else 0
        count_staff(w, c.who, t, ONE)
        now_idle(w, p, c.who)
    p.end_at = c.until
    p.off_at = c.off


@njit(cache=True, nogil=True, error_model="numpy")
def calendar(w, c, t):
    """Do one calendar entry."""
    kind = c.kind
    if kind == C_DUTY_START:
        start_duty(w, c, t)
    elif kind == C_DUTY_END:
        p = w.ps[c.who]
        if p.duty == 1 and p.end_at == t:
            leave_broken(w, c.who, t)
            if p.busy > 0:
                p.pending_off = 1
                p.pending_break = 0
            else:
                go_off(w, c.who, t)
    elif kind == C_BREAK_START:
        p = w.ps[c.who]
        if p.duty == 1 and p.off_at == t:
            leave_broken(w, c.who, t)
            if p.busy > 0:
                p.pending_break = 1
            else:
                unlink_idle(w, p)
                set_person(w, p, c.who, t, P_BREAK)
                p.on_break = 1
    elif kind == C_BREAK_END:
        p = w.ps[c.who]
        if p.duty == 1:
            p.off_at = c.off
            if p.on_break == 1:
                p.on_break = 0
                set_person(w, p, c.who, t, P_WAIT)
                now_idle(w, p, c.who)
            p.pending_break = 0
    elif kind == C_CONDITION:
        backlog = w.g[G_ENTERED] - w.g[G_STARTED]
        for k in range(w.plan.shape[0]):
            if w.plan[k].out == 0 and w.plan[k].available <= t:
                backlog += w.plan[k].qty
        w.x[w.g[G_COND_MET] + c.arg] = 1 if backlog >= w.y[w.g[G_COND_LIMIT] + c.arg] else 0
    elif kind == C_SKILL:
        p = w.ps[c.who]
        before = w.x[w.g[G_CAN] + c.who * w.g[G_CLASSES] + c.arg]
        if before != c.arg2:
            if p.duty == 1:
                count_staff(w, c.who, t, NONE)
            w.x[w.g[G_CAN] + c.who * w.g[G_CLASSES] + c.arg] = c.arg2
            if p.duty == 1:
                count_staff(w, c.who, t, ONE)
                if p.idle == 1:  # what he newly masters may be waiting already
                    unlink_idle(w, p)
                    now_idle(w, p, c.who)
    elif kind == C_MACHINE_ON:
        m = w.mc[c.who]
        m.leaving = 0
        if m.state == OFFLINE:
            m.since = t
            m.state = IDLE
            w.st[m.station].num_idle += 1
            touch(w, m.station)
    elif kind == C_MACHINE_OFF:
        m = w.mc[c.who]
        if m.state == IDLE:
            set_offline(w, m, c.who, t)
        elif m.state != OFFLINE:
            m.leaving = 1
    elif kind == C_RELEASE:
        w.g[G_RELEASE_WANTED] = 1


@njit(cache=True, nogil=True, error_model="numpy")
def set_offline(w, m, i, t):
    """Take an idle machine out of service."""
    w.x[w.g[G_ACC_M] + i * NUM_MACHINE_STATES + IDLE] += t - m.since
    m.since = t
    m.state = OFFLINE
    w.st[m.station].num_idle -= 1


@njit(cache=True, nogil=True, error_model="numpy")
def machine_event(w, i, t):
    """Do the pending event of machine ``i``."""
    m = w.mc[i]
    kind = m.event
    if kind == EV_STOP or kind == EV_FAIL or kind == EV_PIECE:  # noqa: PLR1714
        s = w.st[m.station]
        if s.clock != CLOCK_CALENDAR:
            m.fail_left -= t - m.task_start
        if kind == EV_STOP:
            stopped(w, m, i, t)
        elif kind == EV_PIECE:
            plan_run(w, i, t)
        else:
            fail(w, i, t)
    elif kind == EV_LOADED:
        free_team(w, m, i, t)
        m.stage = ST_RUN
        start_run(w, m, i, t)
    elif kind == EV_SETUP:
        set_up(w, i, t)
    elif kind == EV_REPAIR:
        repaired(w, i, t)
    else:
        free_team(w, m, i, t)
        finish_segment(w, m, i, t)


@njit(cache=True, nogil=True, error_model="numpy")
def end_bucket(w, t):
    """Close the time accounts of a bucket and note queues and backlog at its end."""
    b = w.g[G_BUCKET]
    book_all(w, t)
    for k in range(w.st.shape[0]):
        w.x[w.g[G_TALLY] + k * NUM_TALLIES + 4] = w.st[k].queued
    backlog = 0
    for k in range(w.plan.shape[0]):
        if w.plan[k].out == 0 and w.plan[k].available <= t:
            backlog += w.plan[k].qty
    w.x[w.g[G_BACKLOG] + b] = backlog
    w.x[w.g[G_ENTERED_AT] + b] = w.g[G_ENTERED]
    w.g[G_BUCKET] = b + 1
    w.g[G_ACC_M] += w.mc.shape[0] * NUM_MACHINE_STATES
    w.g[G_ACC_P] += w.ps.shape[0] * NUM_PERSON_STATES
    w.g[G_ACC_EXTRA] += w.ps.shape[0]
    w.g[G_TALLY] += w.st.shape[0] * NUM_TALLIES
    w.g[G_GOOD] += w.g[G_PRODUCTS]
    w.g[G_NEXT_BUCKET] = w.x[w.g[G_BUCKET_END] + b + 1] if b + 1 < w.g[G_BUCKETS] else INF


@njit(cache=True, nogil=True, error_model="numpy")
def simulate(w, seed, replication, until):
    """Run one replication to the end of instant ``until`` (us); return a code of ``layout``."""
    g = w.g
    prepare(w, seed, replication)
    num_machines = w.mc.shape[0]
    n_cal = w.cal.shape[0]
    c = 0
    t_cal = w.cal[0].time if n_cal > 0 else INF
    settle(w, ZERO)
    staff(w, ZERO)
    t = np.int64(0)
    while g[G_ERROR] == OK:
        i = w.ev[1].node
        t_ent = w.ev[i].when
        t = min(t_ent, t_cal)
        if t > until:
            break
        while t > g[G_NEXT_BUCKET]:
            end_bucket(w, g[G_NEXT_BUCKET])
        g[G_NOW] = t
        while True:
            if t_ent == t and (t_cal != t or w.ev[i].rank <= w.cal[c].rank):
                g[G_EVENTS] += 1
                if i < num_machines:
                    machine_event(w, i, t)
                else:
                    j = i - num_machines + 1
                    s = w.src[j]
                    enter_lot(w, s.first_op, s.qty, NONE, ZERO, t)
                    next_arrival(w, j, t)
            elif t_cal == t:
                calendar(w, w.cal[c], t)
                c += 1
                t_cal = w.cal[c].time if c < n_cal else INF
            else:
                break
            i = w.ev[1].node
            t_ent = w.ev[i].when
        settle(w, t)
        staff(w, t)
        if g[G_DONE_PIECES] >= g[G_UNTIL_PIECES]:
            break
    if g[G_ERROR] == OK:
        last = min(until, t) if g[G_DONE_PIECES] >= g[G_UNTIL_PIECES] else until
        while g[G_BUCKET] < w.g[G_BUCKETS] and last > g[G_NEXT_BUCKET]:
            end_bucket(w, g[G_NEXT_BUCKET])
        if g[G_BUCKET] < w.g[G_BUCKETS]:
            end_bucket(w, last)
    return g[G_ERROR]
