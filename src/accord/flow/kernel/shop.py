"""Lots on their way: queues, lots that gather, set-ups, leaving, blocking, scrap and rework.

Blocking is after service (S8): a finished unit stays on its machine until the next queue has room;
the oldest blocked machine goes first and cascades settle within the instant. Places are those in
the queue, without the part on the machine, and an idle machine takes its part at once (S9).
"""

import numpy as np
from numba import njit

from accord.flow.kernel.accounts import set_machine, set_person
from accord.flow.kernel.events import schedule
from accord.flow.kernel.layout import (
    ASK_REPAIR,
    ASK_RUN,
    ASK_SETUP,
    ATT_LOAD,
    ATT_NONE,
    BLOCKED,
    CLOCK_CALENDAR,
    DEADLOCK,
    DOWN,
    EV_REPAIR,
    EV_SETUP,
    GROW_LOTS,
    GROW_TRACE,
    GROW_UNITS,
    G_COMP_PRODUCT,
    G_COMP_QTY,
    G_CYCLIC,
    G_DIRTY_HEAD,
    G_DONE_LOTS,
    G_DONE_PIECES,
    G_ENTERED,
    G_ERROR,
    FREE,
    G_AT_FAIL,
    UNTIL_OFF,
    G_GATHERS,
    G_GOOD,
    G_LAST_EXIT,
    G_LIMIT_LOTS,
    G_LOOP_OP,
    G_LOOP_QTY,
    G_LOOP_SHARE,
    G_LOTS_INSIDE,
    G_LOT_DUE,
    G_LOT_FREE,
    G_LOT_GOT,
    G_NUM_DIRTY,
    G_NUM_LOOP,
    G_N_RELEASE,
    G_ORDER_DONE,
    G_ORDER_LEFT,
    G_PLAN_HEAD,
    G_RELEASE_MODE,
    G_RELEASE_WANTED,
    G_STARTED,
    G_STEPS,
    G_STOCK,
    G_TALLY,
    G_TEAM,
    G_TEAM_MAX,
    G_TIME_IN_SYSTEM,
    G_TRACE_ROWS,
    G_TRACING,
    G_UNIT_FREE,
    IDLE,
    NONE,
    ONE,
    TWO,
    ZERO,
    ASK_UNLOAD,
    NUM_TALLIES,
    OFFLINE,
    PAUSED,
    P_DOWN,
    RANK_END,
    REL_CLOSED,
    REPAIR,
    SETUP,
    ST_LEAVE,
    ST_LOAD,
    ST_RUN,
    ST_SETUP,
    WAIT,
)
from accord.flow.kernel.people import ask, clear_event, free_person, free_team, start_run
from accord.flow.kernel.runs import plan_run, repair_time, time_to_failure
from accord.flow.kernel.streams import binomial, uniform, variate


@njit(cache=True, nogil=True, error_model="numpy")
def touch(w, k):
    """Note that station ``k`` must be looked at before the instant ends."""
    s = w.st[k]
    if s.dirty == 0:
        s.dirty = 1
        at = w.g[G_DIRTY_HEAD] + w.g[G_NUM_DIRTY]
        if at >= w.st.shape[0]:
            at -= w.st.shape[0]
        w.st[at].dirty_slot = k
        w.g[G_NUM_DIRTY] += 1


@njit(cache=True, nogil=True, error_model="numpy")
def new_unit(w, op, lot, qty, main, priority):
    """Take a unit from the pool; the pool's exhaustion is reported, never hidden."""
    u = w.g[G_UNIT_FREE]
    unit = w.un[u]
    if unit.free < 0:
        w.g[G_ERROR] = GROW_UNITS
    else:
        w.g[G_UNIT_FREE] = unit.free
    unit.op = op
    unit.lot = lot
    unit.qty = qty
    unit.main = main
    unit.priority = priority
    unit.next = -1
    return u


@njit(cache=True, nogil=True, error_model="numpy")
def drop_unit(w, u):
    """Give a unit back to the pool."""
    w.un[u].free = w.g[G_UNIT_FREE]
    w.g[G_UNIT_FREE] = u


@njit(cache=True, nogil=True, error_model="numpy")
def enqueue(w, u, t):
    """Put a unit at its place in the queue of its operation's station: priority, then arrival."""
    unit = w.un[u]
    k = w.op[unit.op].station
    s = w.st[k]
    unit.arrived = t
    if s.tail < 0:
        unit.next = -1
        s.head = u
        s.tail = u
    elif w.un[s.tail].priority >= unit.priority:
        unit.next = -1
        w.un[s.tail].next = u
        s.tail = u
    elif w.un[s.head].priority < unit.priority:
        unit.next = s.head
        s.head = u
    else:
        before = s.head
        while w.un[w.un[before].next].priority >= unit.priority:
            before = w.un[before].next
        unit.next = w.un[before].next
        w.un[before].next = u
    touch(w, k)


@njit(cache=True, nogil=True, error_model="numpy")
def form_parts(w, lot, op, qty, t):
    """Queue a gathered lot as equal parts of about ``lot_pieces`` (one set-up each)."""
    o = w.op[op]
    parts = np.int64(1)
    if o.lot_pieces > 0:
        parts = max(1, np.int64(np.rint(qty / o.lot_pieces)))
    for k in range(parts):
        size = qty // parts + (1 if k < qty % parts else 0)
        if size > 0:
            u = new_unit(w, op, lot, size, ONE, w.lt[lot].priority)
            w.un[u].part = k
            enqueue(w, u, t)


@njit(cache=True, nogil=True, error_model="numpy")
def arrive(w, u, t):
    """A unit reaches the station of its operation: queued, or gathered with the rest of its lot."""
    unit = w.un[u]
    o = w.op[unit.op]
    w.st[o.station].queued += unit.qty
    if o.gathers == 1 and unit.main == 1:
        lot, op, qty = unit.lot, unit.op, unit.qty
        drop_unit(w, u)
        w.x[w.g[G_LOT_GOT] + lot * w.g[G_STEPS] + o.step] += qty
        if w.x[w.g[G_LOT_GOT] + lot * w.g[G_STEPS] + o.step] == w.x[w.g[G_LOT_DUE] + lot * w.g[G_STEPS] + o.step]:
            form_parts(w, lot, op, w.x[w.g[G_LOT_GOT] + lot * w.g[G_STEPS] + o.step], t)
    else:
        enqueue(w, u, t)


@njit(cache=True, nogil=True, error_model="numpy")
def lose_from_lot(w, lot, op, pieces, t):
    """Pieces leave a lot's main stream at ``op``: later steps no longer wait for them."""
    following = w.op[op].next
    while following >= 0:
        o = w.op[following]
        if o.is_move == 0:
            w.x[w.g[G_LOT_DUE] + lot * w.g[G_STEPS] + o.step] -= pieces
            if (
                o.gathers == 1
                and w.x[w.g[G_LOT_DUE] + lot * w.g[G_STEPS] + o.step] > 0
                and w.x[w.g[G_LOT_GOT] + lot * w.g[G_STEPS] + o.step] == w.x[w.g[G_LOT_DUE] + lot * w.g[G_STEPS] + o.step]
            ):
                form_parts(w, lot, following, w.x[w.g[G_LOT_GOT] + lot * w.g[G_STEPS] + o.step], t)
        following = o.next


@njit(cache=True, nogil=True, error_model="numpy")
def enter_lot(w, first_op, qty, order, priority, t):
    """Start a lot of ``qty`` pieces at its first operation."""
    lot = w.g[G_LOT_FREE]
    record = w.lt[lot]
    if record.next < 0:
        w.g[G_ERROR] = GROW_LOTS
    else:
        w.g[G_LOT_FREE] = record.next
    o = w.op[first_op]
    record.qty = qty
    record.alive = qty
    record.entered = t
    record.order = order
    record.priority = priority
    record.first_op = first_op
    w.g[G_LOTS_INSIDE] += 1
    w.g[G_ENTERED] += qty
    record.gathers = w.x[w.g[G_GATHERS] + o.product]
    if record.gathers == 1:
        for k in range(w.g[G_STEPS]):
            w.x[w.g[G_LOT_DUE] + lot * w.g[G_STEPS] + k] = qty
            w.x[w.g[G_LOT_GOT] + lot * w.g[G_STEPS] + k] = 0
    u = new_unit(w, first_op, lot, qty, ONE, priority)
    w.st[o.station].level += qty
    arrive(w, u, t)


@njit(cache=True, nogil=True, error_model="numpy")
def release(w, t):
    """Let lots in while the rule allows (push, CONWIP, or a closed loop of jobs)."""
    g = w.g
    g[G_RELEASE_WANTED] = 0
    limit = g[G_LIMIT_LOTS]
    if g[G_RELEASE_MODE] == REL_CLOSED:
        while g[G_LOTS_INSIDE] < limit and g[G_ERROR] == 0:
            u = uniform(w.src[0].key, g[G_N_RELEASE])
            g[G_N_RELEASE] += 1
            k = 0
            while k < w.g[G_NUM_LOOP] - 1 and u > w.y[w.g[G_LOOP_SHARE] + k]:
                k += 1
            enter_lot(w, w.x[w.g[G_LOOP_OP] + k], w.x[w.g[G_LOOP_QTY] + k], NONE, ZERO, t)
        return
    i = g[G_PLAN_HEAD]
    n = w.plan.shape[0]
    while i < n and g[G_ERROR] == 0 and (limit == 0 or g[G_LOTS_INSIDE] < limit):
        if w.plan[i].first > t:
            break
        if w.plan[i].out == 0 and w.plan[i].available <= t:
            w.plan[i].out = 1
            p = w.plan[i]
            enter_lot(w, p.first_op, p.qty, p.order, p.priority, t)
        i += 1
    head = g[G_PLAN_HEAD]
    while head < n and w.plan[head].out == 1:
        head += 1
    g[G_PLAN_HEAD] = head


@njit(cache=True, nogil=True, error_model="numpy")
def leave_lot(w, lot, qty, t):
    """Count ``qty`` pieces out of the shop (finished or scrapped)."""
    record = w.lt[lot]
    record.alive -= qty
    if record.order >= 0:
        w.x[w.g[G_ORDER_LEFT] + record.order] -= qty
        if w.x[w.g[G_ORDER_LEFT] + record.order] == 0:
            w.x[w.g[G_ORDER_DONE] + record.order] = t
    if record.alive == 0:
        g = w.g
        g[G_DONE_LOTS] += 1
        g[G_TIME_IN_SYSTEM] += t - record.entered
        g[G_LOTS_INSIDE] -= 1
        g[G_RELEASE_WANTED] = 1
        record.next = g[G_LOT_FREE]
        g[G_LOT_FREE] = lot


@njit(cache=True, nogil=True, error_model="numpy")
def wake_assembly(w):
    """Components came in: look again at the stations that wait for some."""
    for k in range(w.st.shape[0]):
        if w.st[k].has_components == 1:
            touch(w, k)


@njit(cache=True, nogil=True, error_model="numpy")
def exit_shop(w, u, t):
    """A finished unit leaves: counted good, and put in stock if it is a component."""
    unit = w.un[u]
    o = w.op[unit.op]
    w.x[w.g[G_GOOD] + o.product] += unit.qty
    w.g[G_DONE_PIECES] += unit.qty
    w.g[G_LAST_EXIT] = t
    if o.makes == 1:
        w.y[w.g[G_STOCK] + o.product] += unit.qty
        wake_assembly(w)
    leave_lot(w, unit.lot, unit.qty, t)
    drop_unit(w, u)


@njit(cache=True, nogil=True, error_model="numpy")
def has_room(s, qty):
    """Return whether ``qty`` pieces may go to station ``s`` now."""
    return (
        s.capacity < 0 or s.level + qty <= s.capacity or (s.level == 0 and s.num_idle > 0)
    )


@njit(cache=True, nogil=True, error_model="numpy")
def go_on(w, u, following, t):
    """Send a unit to its next operation (whose room is already promised to it)."""
    w.un[u].op = following
    arrive(w, u, t)


@njit(cache=True, nogil=True, error_model="numpy")
def look_for_deadlock(w, k):
    """Return 1 if station ``k`` belongs to a set of stations that block each other for good (S10).

    A station is stuck when every machine of it is blocked by a stuck station; the largest such
    set is found by taking stations out until nothing changes.
    """
    n = w.st.shape[0]
    for j in range(n):
        w.st[j].stuck = 1 if w.st[j].num_machines > 0 else 0
    changed = True
    while changed:
        changed = False
        for j in range(n):
            if w.st[j].stuck == 1:
                s = w.st[j]
                for i in range(s.first_machine, s.first_machine + s.num_machines):
                    m = w.mc[i]
                    if m.state != OFFLINE and (
                        m.state != BLOCKED or w.st[m.blocked_for].stuck == 0
                    ):
                        w.st[j].stuck = 0
                        changed = True
                        break
    return w.st[k].stuck


@njit(cache=True, nogil=True, error_model="numpy")
def block(w, m, i, t):
    """Machine ``i`` keeps its finished unit until there is room."""
    k = w.op[w.un[m.out].op].target
    set_machine(w, m, i, t, BLOCKED)
    clear_event(w, m, i)
    m.blocked_for = k
    s = w.st[k]
    m.next_blocked = -1
    if s.blocked_tail >= 0:
        w.mc[s.blocked_tail].next_blocked = i
    else:
        s.blocked_head = i
    s.blocked_tail = i
    if w.g[G_CYCLIC] == 1 and look_for_deadlock(w, m.station) == 1:
        w.g[G_ERROR] = DEADLOCK


@njit(cache=True, nogil=True, error_model="numpy")
def machine_done(w, m, i, t):
    """Machine ``i`` is empty: idle, or taken out of service."""
    m.unit = -1
    clear_event(w, m, i)
    if m.leaving == 1:
        m.leaving = 0
        set_machine(w, m, i, t, OFFLINE)
    else:
        set_machine(w, m, i, t, IDLE)
        w.st[m.station].num_idle += 1
    touch(w, m.station)


@njit(cache=True, nogil=True, error_model="numpy")
def next_segment(w, m):
    """Take the next transfer unit of the lot on the machine."""
    o = w.op[w.un[m.unit].op]
    size = m.rest
    if o.transfer_pieces > 0 and o.transfer_pieces < size:
        size = o.transfer_pieces
    m.segment = size
    m.left = 1 if o.is_move == 1 else size
    m.rest -= size


@njit(cache=True, nogil=True, error_model="numpy")
def after_leaving(w, m, i, t):
    """The finished unit is gone: go on with the lot, or become idle."""
    m.out = -1
    if m.rest == 0:
        if m.team_size > 0:
            free_team(w, m, i, t)
        machine_done(w, m, i, t)
    else:
        next_segment(w, m)
        m.segment_start = t
        m.stage = ST_RUN
        attended = w.st[m.station].attendance
        if m.relief == 1:
            free_team(w, m, i, t)
        if m.team_size > 0 or attended != 1:
            if m.state == BLOCKED:
                start_run(w, m, i, t)
            else:
                plan_run(w, i, t)
        else:
            set_machine(w, m, i, t, PAUSED)
            clear_event(w, m, i)
            ask(w, m, i, t, ASK_RUN)


@njit(cache=True, nogil=True, error_model="numpy")
def leave(w, m, i, t):
    """The unit in ``out`` leaves machine ``i`` if there is room, else the machine is blocked."""
    o = w.op[w.un[m.out].op]
    if o.next < 0:
        exit_shop(w, m.out, t)
        after_leaving(w, m, i, t)
    elif o.target < 0:  # a move ends where room was promised at its start
        go_on(w, m.out, o.next, t)
        after_leaving(w, m, i, t)
    else:
        s = w.st[o.target]
        qty = w.un[m.out].qty
        if has_room(s, qty):
            s.level += qty
            go_on(w, m.out, o.next, t)
            after_leaving(w, m, i, t)
        else:
            free_team(w, m, i, t)
            block(w, m, i, t)


@njit(cache=True, nogil=True, error_model="numpy")
def trace(w, start, end, i, person, op, qty, lot, kind):
    """Append one row to the trace."""
    n = w.g[G_TRACE_ROWS]
    if n >= w.rows.shape[0]:
        w.g[G_ERROR] = GROW_TRACE
        return
    w.rows[n, 0] = start
    w.rows[n, 1] = end
    w.rows[n, 2] = i
    w.rows[n, 3] = person
    w.rows[n, 4] = op
    w.rows[n, 5] = qty
    w.rows[n, 6] = lot
    w.rows[n, 7] = kind
    w.g[G_TRACE_ROWS] = n + 1


@njit(cache=True, nogil=True, error_model="numpy")
def lose_pieces(w, m, unit, o, qty, t):
    """Draw scrap and rework of a finished segment; return the good pieces."""
    scrap = binomial(qty, o.scrap, m.key_quality, m.n_quality)
    m.n_quality += 1
    rework = np.int64(0)
    if o.rework > 0.0:
        rework = binomial(qty - scrap, o.rework, m.key_quality, m.n_quality)
        m.n_quality += 1
    lost = scrap + rework
    if lost == 0:
        return qty
    lot, op = unit.lot, unit.op
    gathers = w.lt[lot].gathers
    if unit.main == 1 and gathers == 1:
        lose_from_lot(w, lot, op, lost, t)
    if rework > 0:
        u = new_unit(w, o.rework_op, lot, rework, ZERO, unit.priority)
        w.st[w.op[o.rework_op].station].level += rework
        arrive(w, u, t)
    if scrap > 0:
        w.x[w.g[G_TALLY] + m.station * NUM_TALLIES + 1] += scrap
        leave_lot(w, lot, scrap, t)
    return qty - lost


@njit(cache=True, nogil=True, error_model="numpy")
def finish_segment(w, m, i, t):
    """A transfer unit is made on machine ``i``: count it, draw its losses, send the good pieces."""
    unit = w.un[m.unit]
    op = unit.op
    o = w.op[op]
    qty = m.segment
    w.x[w.g[G_TALLY] + m.station * NUM_TALLIES + 0] += 1 if o.is_move == 1 else qty
    if w.g[G_TRACING] == 1:
        person = w.x[w.g[G_TEAM] + i * w.g[G_TEAM_MAX]] if m.team_size > 0 else NONE
        trace(w, m.segment_start, t, i, person, op, qty, unit.lot, ZERO)
    if o.source >= 0:
        enter_lot(w, w.src[o.source].first_op, w.src[o.source].qty, NONE, ZERO, t)
    good = qty
    if o.scrap > 0.0 or o.rework > 0.0:
        good = lose_pieces(w, m, unit, o, qty, t)
    m.stage = ST_LEAVE
    if m.rest == 0 and m.team_size > 0:
        free_team(w, m, i, t)
    if good == 0:
        if m.rest == 0:
            drop_unit(w, m.unit)
        after_leaving(w, m, i, t)
    else:
        if m.rest == 0:
            m.out = m.unit
            unit.qty = good
        else:
            m.out = new_unit(w, op, unit.lot, good, unit.main, unit.priority)
        leave(w, m, i, t)


@njit(cache=True, nogil=True, error_model="numpy")
def to_run(w, m, i, t):
    """The unit on machine ``i`` is ready to be made: ask for people, or start."""
    s = w.st[m.station]
    if s.attendance == ATT_LOAD:
        m.stage = ST_LOAD
    else:
        m.stage = ST_RUN
    next_segment(w, m)
    m.segment_start = t
    if s.attendance == ATT_NONE or m.team_size > 0:
        start_run(w, m, i, t)
    else:
        set_machine(w, m, i, t, WAIT)
        ask(w, m, i, t, ASK_RUN)


@njit(cache=True, nogil=True, error_model="numpy")
def begin(w, m, i, u, t):
    """Unit ``u`` goes on machine ``i``: set-up if it needs one, then the run."""
    unit = w.un[u]
    o = w.op[unit.op]
    s = w.st[m.station]
    m.unit = u
    m.rest = unit.qty
    m.mid = 0
    if m.run_op != unit.op:
        m.batch_left = 0
    if unit.main == 1 and o.step == 0 and o.is_move == 0:
        w.g[G_STARTED] += unit.qty
    if o.setup_us > 0.0 and (o.lot_pieces > 0 or m.setup_op != unit.op):
        m.stage = ST_SETUP
        m.task_left = max(
            0,
            np.int64(
                np.rint(variate(o.setup_kind, o.setup_us, o.setup_sigma, m.key_setup, m.n_setup))
            ),
        )
        m.n_setup += 1
        w.x[w.g[G_TALLY] + m.station * NUM_TALLIES + 2] += 1
        if s.setup_class >= 0:
            set_machine(w, m, i, t, WAIT)
            ask(w, m, i, t, ASK_SETUP)
        elif s.operators > 0:
            set_machine(w, m, i, t, WAIT)
            ask(w, m, i, t, ASK_RUN)
        else:
            set_machine(w, m, i, t, SETUP)
            m.task_start = t
            m.event = EV_SETUP
            schedule(w.ev, i, t + m.task_left, RANK_END)
    else:
        to_run(w, m, i, t)


@njit(cache=True, nogil=True, error_model="numpy")
def has_components(w, unit):
    """Return whether stock allows the whole unit to be assembled."""
    o = w.op[unit.op]
    for k in range(o.first_component, o.first_component + o.num_components):
        if w.y[w.g[G_STOCK] + w.x[w.g[G_COMP_PRODUCT] + k]] < w.y[w.g[G_COMP_QTY] + k] * unit.qty:
            return False
    return True


@njit(cache=True, nogil=True, error_model="numpy")
def use_components(w, unit):
    """Take the components of a unit from stock."""
    o = w.op[unit.op]
    for k in range(o.first_component, o.first_component + o.num_components):
        w.y[w.g[G_STOCK] + w.x[w.g[G_COMP_PRODUCT] + k]] -= w.y[w.g[G_COMP_QTY] + k] * unit.qty


@njit(cache=True, nogil=True, error_model="numpy")
def pull(w, k, t):
    """Let the idle machines of station ``k`` take units, first in the queue first."""
    s = w.st[k]
    u = s.head
    before = -1
    while u >= 0 and s.num_idle > 0:
        following = w.un[u].next
        if s.has_components == 1 and not has_components(w, w.un[u]):
            before = u
        else:
            chosen = -1
            for i in range(s.first_machine, s.first_machine + s.num_machines):
                m = w.mc[i]
                if m.state == IDLE and (chosen < 0 or m.setup_op == w.un[u].op):
                    chosen = i
                    if m.setup_op == w.un[u].op:
                        break
            if s.has_components == 1:
                use_components(w, w.un[u])
            if before >= 0:
                w.un[before].next = following
            else:
                s.head = following
            if s.tail == u:
                s.tail = before
            s.level -= w.un[u].qty
            s.queued -= w.un[u].qty
            s.num_idle -= 1
            begin(w, w.mc[chosen], chosen, u, t)
        u = following


@njit(cache=True, nogil=True, error_model="numpy")
def unblock(w, k, t):
    """Room came at station ``k``: the oldest blocked machine goes first."""
    s = w.st[k]
    while s.blocked_head >= 0:
        i = s.blocked_head
        m = w.mc[i]
        qty = w.un[m.out].qty
        if not has_room(s, qty):
            break
        s.blocked_head = m.next_blocked
        if s.blocked_head < 0:
            s.blocked_tail = -1
        s.level += qty
        go_on(w, m.out, w.op[w.un[m.out].op].next, t)
        after_leaving(w, m, i, t)


@njit(cache=True, nogil=True, error_model="numpy")
def settle(w, t):
    """Move units until nothing moves: pulls, room for the blocked, new lots (one instant)."""
    g = w.g
    while True:
        while g[G_NUM_DIRTY] > 0:
            head = g[G_DIRTY_HEAD]
            k = w.st[head].dirty_slot
            g[G_DIRTY_HEAD] = head + 1 if head + 1 < w.st.shape[0] else 0
            g[G_NUM_DIRTY] -= 1
            w.st[k].dirty = 0
            if w.st[k].head >= 0 and w.st[k].num_idle > 0:
                pull(w, k, t)
            if w.st[k].blocked_head >= 0:
                unblock(w, k, t)
        if g[G_RELEASE_WANTED] == 0 or g[G_ERROR] != 0:
            break
        release(w, t)
        if g[G_NUM_DIRTY] == 0:
            break


@njit(cache=True, nogil=True, error_model="numpy")
def fail(w, i, t):
    """Machine ``i`` breaks inside a piece: the piece is kept, people stay or go (S11, S12)."""
    m = w.mc[i]
    s = w.st[m.station]
    m.paused_at = t
    m.mid = 1
    w.x[w.g[G_TALLY] + m.station * NUM_TALLIES + 3] += 1
    if m.known_repair >= 0:
        m.task_left = m.known_repair
        m.known_repair = -1
    else:
        m.task_left = repair_time(s, m)
    stays = m.team_size > 0 and w.g[G_AT_FAIL] != FREE
    for k in range(m.team_size):
        if w.g[G_AT_FAIL] == UNTIL_OFF and w.ps[w.x[w.g[G_TEAM] + i * w.g[G_TEAM_MAX] + k]].off_at <= t:
            stays = False
    if stays:
        m.staying = 1
        for k in range(m.team_size):
            q = w.x[w.g[G_TEAM] + i * w.g[G_TEAM_MAX] + k]
            set_person(w, w.ps[q], q, t, P_DOWN)
    elif m.team_size > 0:
        free_team(w, m, i, t)
    if s.repair_class >= 0:
        set_machine(w, m, i, t, DOWN)
        clear_event(w, m, i)
        ask(w, m, i, t, ASK_REPAIR)
    else:
        set_machine(w, m, i, t, REPAIR)
        m.task_start = t
        m.event = EV_REPAIR
        schedule(w.ev, i, t + m.task_left, RANK_END)


@njit(cache=True, nogil=True, error_model="numpy")
def next_failure(w, m, t):
    """Draw when machine ``m`` fails next, on its clock."""
    s = w.st[m.station]
    if s.fail_kind >= 0:
        if s.clock == CLOCK_CALENDAR:
            m.fail_at = t + time_to_failure(s, m)
        else:
            m.fail_left = time_to_failure(s, m)


@njit(cache=True, nogil=True, error_model="numpy")
def repaired(w, i, t):
    """The repair of machine ``i`` pauses or ends; the run goes on if somebody may attend it."""
    m = w.mc[i]
    s = w.st[m.station]
    m.task_left -= t - m.task_start
    if w.g[G_TRACING] == 1:
        trace(w, m.task_start, t, i, m.fixer, w.un[m.unit].op, ZERO, w.un[m.unit].lot, TWO)
    if m.fixer >= 0:
        free_person(w, m.fixer, t)
        m.fixer = -1
    if m.task_left > 0:
        set_machine(w, m, i, t, DOWN)
        clear_event(w, m, i)
        ask(w, m, i, t, ASK_REPAIR)
        return
    next_failure(w, m, t)
    if m.staying == 1 or s.attendance != 1:
        m.staying = 0
        start_run(w, m, i, t)
    else:
        set_machine(w, m, i, t, PAUSED)
        clear_event(w, m, i)
        ask(w, m, i, t, ASK_RUN)


@njit(cache=True, nogil=True, error_model="numpy")
def set_up(w, i, t):
    """The set-up of machine ``i`` pauses or ends."""
    m = w.mc[i]
    m.task_left -= t - m.task_start
    if w.g[G_TRACING] == 1:
        person = m.fixer if m.fixer >= 0 else (w.x[w.g[G_TEAM] + i * w.g[G_TEAM_MAX] + 0] if m.team_size > 0 else NONE)
        trace(w, m.task_start, t, i, person, w.un[m.unit].op, ZERO, w.un[m.unit].lot, ONE)
    own = m.fixer < 0
    if m.fixer >= 0:
        free_person(w, m.fixer, t)
        m.fixer = -1
    if m.task_left > 0:
        if m.team_size > 0:
            free_team(w, m, i, t)
        set_machine(w, m, i, t, WAIT)
        clear_event(w, m, i)
        ask(w, m, i, t, ASK_RUN if own else ASK_SETUP)
        return
    m.setup_op = w.un[m.unit].op
    late = False
    for k in range(m.team_size):
        if w.ps[w.x[w.g[G_TEAM] + i * w.g[G_TEAM_MAX] + k]].off_at <= t:
            late = True
    if m.team_size > 0 and (late or w.st[m.station].attendance == ATT_LOAD):
        free_team(w, m, i, t)
    clear_event(w, m, i)
    to_run(w, m, i, t)


@njit(cache=True, nogil=True, error_model="numpy")
def stopped(w, m, i, t):
    """The run of machine ``i`` stops: its segment is made, or an operator goes off."""
    if m.left == 0:
        if w.st[m.station].unload_us > 0 and m.rest == 0:
            clear_event(w, m, i)
            set_machine(w, m, i, t, WAIT)
            ask(w, m, i, t, ASK_UNLOAD)
        else:
            off = False
            for k in range(m.team_size):
                if w.ps[w.x[w.g[G_TEAM] + i * w.g[G_TEAM_MAX] + k]].off_at <= t:
                    off = True
            if off and m.rest > 0:
                m.relief = 1  # the team leaves at the segment's end
            finish_segment(w, m, i, t)
    else:
        m.paused_at = t
        free_team(w, m, i, t)
        set_machine(w, m, i, t, PAUSED)
        clear_event(w, m, i)
        ask(w, m, i, t, ASK_RUN)


