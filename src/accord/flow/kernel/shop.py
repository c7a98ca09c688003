"""Lots on their way: queues, lots that gather, set-ups, leaving, blocking, scrap and rework.

Blocking is after service (S8): a finished unit stays on its machine until the next queue has room;
the oldest blocked machine goes first and cascades settle within the instant. Places are those in
the queue, without the part on the machine, and an idle machine takes its part at once (S9).
"""

import numpy as np
from accord.flow.kernel.jit import compiled, inlined

from accord.flow.kernel.accounts import set_machine, set_person
from accord.flow.kernel.events import schedule
from accord.flow.kernel.layout import (
    ASK_REPAIR,
    ASK_RUN,
    ASK_SETUP,
    ASK_UNLOAD,
    ATT_LOAD,
    ATT_NONE,
    BLOCKED,
    CLOCK_CALENDAR,
    DEADLOCK,
    DOWN,
    EV_REPAIR,
    EV_SETUP,
    FREE,
    GROW_LOTS,
    GROW_TRACE,
    GROW_UNITS,
    IDLE,
    NONE,
    NUM_TALLIES,
    OFFLINE,
    ONE,
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
    TWO,
    UNTIL_OFF,
    WAIT,
    TRACE_COLUMNS,
    ZERO,
)
from accord.flow.kernel.memory import (
    get,
    get_float,
    lot_at,
    machine_at,
    operation_at,
    person_at,
    plan_at,
    put,
    put_float,
    source_at,
    station_at,
    unit_at,
)
from accord.flow.kernel.people import ask, clear_event, free_person, free_team, start_run
from accord.flow.kernel.runs import plan_run, repair_time, time_to_failure
from accord.flow.kernel.streams import binomial, uniform, variate


@inlined
def touch(w, k):
    """Note that station ``k`` must be looked at before the instant ends."""
    s = station_at(w.st, k)
    if s.dirty == 0:
        s.dirty = 1
        at = w.dirty_head + w.num_dirty
        if at >= w.num_stations:
            at -= w.num_stations
        station_at(w.st, at).dirty_slot = k
        w.num_dirty += 1


@inlined
def new_unit(w, op, lot, qty, main, priority):
    """Take a unit from the pool; the pool's exhaustion is reported, never hidden."""
    u = w.unit_free
    unit = unit_at(w.un, u)
    if unit.free < 0:
        w.error = GROW_UNITS
    else:
        w.unit_free = unit.free
    unit.op = op
    unit.lot = lot
    unit.qty = qty
    unit.main = main
    unit.priority = priority
    unit.next = -1
    return u


@inlined
def drop_unit(w, u):
    """Give a unit back to the pool."""
    unit_at(w.un, u).free = w.unit_free
    w.unit_free = u


@compiled
def enqueue(w, u, t):
    """Put a unit at its place in the queue of its operation's station: priority, then arrival."""
    unit = unit_at(w.un, u)
    k = operation_at(w.op, unit.op).station
    s = station_at(w.st, k)
    unit.arrived = t
    if s.tail < 0:
        unit.next = -1
        s.head = u
        s.tail = u
    elif unit_at(w.un, s.tail).priority >= unit.priority:
        unit.next = -1
        unit_at(w.un, s.tail).next = u
        s.tail = u
    elif unit_at(w.un, s.head).priority < unit.priority:
        unit.next = s.head
        s.head = u
    else:
        before = s.head
        while unit_at(w.un, unit_at(w.un, before).next).priority >= unit.priority:
            before = unit_at(w.un, before).next
        unit.next = unit_at(w.un, before).next
        unit_at(w.un, before).next = u
    touch(w, k)


@compiled
def form_parts(w, lot, op, qty, t):
    """Queue a gathered lot as equal parts of about ``lot_pieces`` (one set-up each)."""
    o = operation_at(w.op, op)
    parts = np.int64(1)
    if o.lot_pieces > 0:
        parts = max(1, np.int64(np.rint(qty / o.lot_pieces)))
    for k in range(parts):
        size = qty // parts + (1 if k < qty % parts else 0)
        if size > 0:
            u = new_unit(w, op, lot, size, ONE, lot_at(w.lt, lot).priority)
            unit_at(w.un, u).part = k
            enqueue(w, u, t)


@compiled
def arrive(w, u, t):
    """A unit reaches the station of its operation: queued, or gathered with the rest of its lot."""
    unit = unit_at(w.un, u)
    o = operation_at(w.op, unit.op)
    station_at(w.st, o.station).queued += unit.qty
    if o.gathers == 1 and unit.main == 1:
        lot, op, qty = unit.lot, unit.op, unit.qty
        drop_unit(w, u)
        at = w.lot_got + lot * w.steps + o.step
        put(w.x, at, get(w.x, at) + qty)
        if get(w.x, w.lot_got + lot * w.steps + o.step) == get(w.x, w.lot_due + lot * w.steps + o.step):
            form_parts(w, lot, op, get(w.x, w.lot_got + lot * w.steps + o.step), t)
    else:
        enqueue(w, u, t)


@compiled
def lose_from_lot(w, lot, op, pieces, t):
    """Pieces leave a lot's main stream at ``op``: later steps no longer wait for them."""
    following = operation_at(w.op, op).next
    while following >= 0:
        o = operation_at(w.op, following)
        if o.is_move == 0:
            at = w.lot_due + lot * w.steps + o.step
            put(w.x, at, get(w.x, at) - pieces)
            if (
                o.gathers == 1
                and get(w.x, w.lot_due + lot * w.steps + o.step) > 0
                and get(w.x, w.lot_got + lot * w.steps + o.step) == get(w.x, w.lot_due + lot * w.steps + o.step)
            ):
                form_parts(w, lot, following, get(w.x, w.lot_got + lot * w.steps + o.step), t)
        following = o.next


@compiled
def enter_lot(w, first_op, qty, order, priority, t):
    """Start a lot of ``qty`` pieces at its first operation."""
    lot = w.lot_free
    record = lot_at(w.lt, lot)
    if record.next < 0:
        w.error = GROW_LOTS
    else:
        w.lot_free = record.next
    o = operation_at(w.op, first_op)
    record.qty = qty
    record.alive = qty
    record.entered = t
    record.order = order
    record.priority = priority
    record.first_op = first_op
    w.lots_inside += 1
    w.entered += qty
    record.gathers = get(w.x, w.gathers + o.product)
    if record.gathers == 1:
        for k in range(w.steps):
            put(w.x, w.lot_due + lot * w.steps + k, qty)
            put(w.x, w.lot_got + lot * w.steps + k, 0)
    u = new_unit(w, first_op, lot, qty, ONE, priority)
    station_at(w.st, o.station).level += qty
    arrive(w, u, t)


@compiled
def release(w, t):
    """Let lots in while the rule allows (push, CONWIP, or a closed loop of jobs)."""
    w.release_wanted = 0
    limit = w.limit_lots
    if w.release_mode == REL_CLOSED:
        while w.lots_inside < limit and w.error == 0:
            u = uniform(source_at(w.src, 0).key, w.n_release)
            w.n_release += 1
            k = 0
            while k < w.num_loop - 1 and u > get_float(w.y, w.loop_share + k):
                k += 1
            enter_lot(w, get(w.x, w.loop_op + k), get(w.x, w.loop_qty + k), NONE, ZERO, t)
        return
    i = w.plan_head
    n = w.num_plan
    while i < n and w.error == 0 and (limit == 0 or w.lots_inside < limit):
        if plan_at(w.plan, i).first > t:
            break
        if plan_at(w.plan, i).out == 0 and plan_at(w.plan, i).available <= t:
            plan_at(w.plan, i).out = 1
            p = plan_at(w.plan, i)
            enter_lot(w, p.first_op, p.qty, p.order, p.priority, t)
        i += 1
    head = w.plan_head
    while head < n and plan_at(w.plan, head).out == 1:
        head += 1
    w.plan_head = head


@compiled
def leave_lot(w, lot, qty, t):
    """Count ``qty`` pieces out of the shop (finished or scrapped)."""
    record = lot_at(w.lt, lot)
    record.alive -= qty
    if record.order >= 0:
        at = w.order_left + record.order
        put(w.x, at, get(w.x, at) - qty)
        if get(w.x, w.order_left + record.order) == 0:
            put(w.x, w.order_done + record.order, t)
    if record.alive == 0:
        w.done_lots += 1
        w.time_in_system += t - record.entered
        w.lots_inside -= 1
        w.release_wanted = 1
        record.next = w.lot_free
        w.lot_free = lot


@compiled
def wake_assembly(w):
    """Components came in: look again at the stations that wait for some."""
    for k in range(w.num_stations):
        if station_at(w.st, k).has_components == 1:
            touch(w, k)


@compiled
def exit_shop(w, u, t):
    """A finished unit leaves: counted good, and put in stock if it is a component."""
    unit = unit_at(w.un, u)
    o = operation_at(w.op, unit.op)
    at = w.good + o.product
    put(w.x, at, get(w.x, at) + unit.qty)
    w.done_pieces += unit.qty
    w.last_exit = t
    if o.makes == 1:
        at = w.stock + o.product
        put_float(w.y, at, get_float(w.y, at) + unit.qty)
        wake_assembly(w)
    leave_lot(w, unit.lot, unit.qty, t)
    drop_unit(w, u)


@inlined
def has_room(s, qty):
    """Return whether ``qty`` pieces may go to station ``s`` now."""
    return (
        s.capacity < 0 or s.level + qty <= s.capacity or (s.level == 0 and s.num_idle > 0)
    )


@compiled
def go_on(w, u, following, t):
    """Send a unit to its next operation (whose room is already promised to it)."""
    unit_at(w.un, u).op = following
    arrive(w, u, t)


@compiled
def look_for_deadlock(w, k):
    """Return 1 if station ``k`` belongs to a set of stations that block each other for good (S10).

    A station is stuck when every machine of it is blocked by a stuck station; the largest such
    set is found by taking stations out until nothing changes.
    """
    n = w.num_stations
    for j in range(n):
        station_at(w.st, j).stuck = 1 if station_at(w.st, j).num_machines > 0 else 0
    changed = True
    while changed:
        changed = False
        for j in range(n):
            if station_at(w.st, j).stuck == 1:
                s = station_at(w.st, j)
                for i in range(s.first_machine, s.first_machine + s.num_machines):
                    m = machine_at(w.mc, i)
                    if m.state != OFFLINE and (
                        m.state != BLOCKED or station_at(w.st, m.blocked_for).stuck == 0
                    ):
                        station_at(w.st, j).stuck = 0
                        changed = True
                        break
    return station_at(w.st, k).stuck


@compiled
def block(w, m, i, t):
    """Machine ``i`` keeps its finished unit until there is room."""
    k = operation_at(w.op, unit_at(w.un, m.out).op).target
    set_machine(w, m, i, t, BLOCKED)
    clear_event(w, m, i)
    m.blocked_for = k
    s = station_at(w.st, k)
    m.next_blocked = -1
    if s.blocked_tail >= 0:
        machine_at(w.mc, s.blocked_tail).next_blocked = i
    else:
        s.blocked_head = i
    s.blocked_tail = i
    if w.cyclic == 1 and look_for_deadlock(w, m.station) == 1:
        w.error = DEADLOCK


@compiled
def machine_done(w, m, i, t):
    """Machine ``i`` is empty: idle, or taken out of service."""
    m.unit = -1
    clear_event(w, m, i)
    if m.leaving == 1:
        m.leaving = 0
        set_machine(w, m, i, t, OFFLINE)
    else:
        set_machine(w, m, i, t, IDLE)
        station_at(w.st, m.station).num_idle += 1
    touch(w, m.station)


@inlined
def next_segment(w, m):
    """Take the next transfer unit of the lot on the machine."""
    o = operation_at(w.op, unit_at(w.un, m.unit).op)
    size = m.rest
    if o.transfer_pieces > 0 and o.transfer_pieces < size:
        size = o.transfer_pieces
    m.segment = size
    m.left = 1 if o.is_move == 1 else size
    m.rest -= size


@compiled
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
        attended = station_at(w.st, m.station).attendance
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


@compiled
def leave(w, m, i, t):
    """The unit in ``out`` leaves machine ``i`` if there is room, else the machine is blocked."""
    o = operation_at(w.op, unit_at(w.un, m.out).op)
    if o.next < 0:
        exit_shop(w, m.out, t)
        after_leaving(w, m, i, t)
    elif o.target < 0:  # a move ends where room was promised at its start
        go_on(w, m.out, o.next, t)
        after_leaving(w, m, i, t)
    else:
        s = station_at(w.st, o.target)
        qty = unit_at(w.un, m.out).qty
        if has_room(s, qty):
            s.level += qty
            go_on(w, m.out, o.next, t)
            after_leaving(w, m, i, t)
        else:
            free_team(w, m, i, t)
            block(w, m, i, t)


@compiled
def trace(w, start, end, i, person, op, qty, lot, kind):
    """Append one row to the trace."""
    n = w.trace_rows
    if n >= w.num_rows:
        w.error = GROW_TRACE
        return
    at = n * TRACE_COLUMNS
    put(w.rows, at, start)
    put(w.rows, at + 1, end)
    put(w.rows, at + 2, i)
    put(w.rows, at + 3, person)
    put(w.rows, at + 4, op)
    put(w.rows, at + 5, qty)
    put(w.rows, at + 6, lot)
    put(w.rows, at + 7, kind)
    w.trace_rows = n + 1


@compiled
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
    gathers = lot_at(w.lt, lot).gathers
    if unit.main == 1 and gathers == 1:
        lose_from_lot(w, lot, op, lost, t)
    if rework > 0:
        u = new_unit(w, o.rework_op, lot, rework, ZERO, unit.priority)
        station_at(w.st, operation_at(w.op, o.rework_op).station).level += rework
        arrive(w, u, t)
    if scrap > 0:
        at = w.tally + m.station * NUM_TALLIES + 1
        put(w.x, at, get(w.x, at) + scrap)
        leave_lot(w, lot, scrap, t)
    return qty - lost


@compiled
def finish_segment(w, m, i, t):
    """A transfer unit is made on machine ``i``: count it, draw its losses, send the good pieces."""
    unit = unit_at(w.un, m.unit)
    op = unit.op
    o = operation_at(w.op, op)
    qty = m.segment
    at = w.tally + m.station * NUM_TALLIES + 0
    put(w.x, at, get(w.x, at) + (ONE if o.is_move == 1 else qty - m.counted))
    m.counted = 0
    if w.tracing == 1:
        person = get(w.x, w.team + i * w.team_max) if m.team_size > 0 else NONE
        trace(w, m.segment_start, t, i, person, op, qty, unit.lot, ZERO)
    if o.source >= 0:
        enter_lot(w, source_at(w.src, o.source).first_op, source_at(w.src, o.source).qty, NONE, ZERO, t)
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


@compiled
def to_run(w, m, i, t):
    """The unit on machine ``i`` is ready to be made: ask for people, or start."""
    s = station_at(w.st, m.station)
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


@inlined
def begin(w, m, i, u, t):
    """Unit ``u`` goes on machine ``i``: set-up if it needs one, then the run."""
    unit = unit_at(w.un, u)
    o = operation_at(w.op, unit.op)
    s = station_at(w.st, m.station)
    m.unit = u
    m.rest = unit.qty
    m.mid = 0
    if m.run_op != unit.op:
        m.batch_left = 0
    if unit.main == 1 and o.step == 0 and o.is_move == 0:
        w.started += unit.qty
    if o.setup_us > 0.0 and (o.lot_pieces > 0 or m.setup_op != unit.op):
        m.stage = ST_SETUP
        m.task_left = max(
            0,
            np.int64(
                np.rint(variate(o.setup_kind, o.setup_us, o.setup_sigma, m.key_setup, m.n_setup))
            ),
        )
        m.n_setup += 1
        at = w.tally + m.station * NUM_TALLIES + 2
        put(w.x, at, get(w.x, at) + 1)
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
            schedule(w, i, t + m.task_left, RANK_END)
    else:
        to_run(w, m, i, t)


@compiled
def has_components(w, unit):
    """Return whether stock allows the whole unit to be assembled."""
    o = operation_at(w.op, unit.op)
    for k in range(o.first_component, o.first_component + o.num_components):
        if get_float(w.y, w.stock + get(w.x, w.comp_product + k)) < get_float(w.y, w.comp_qty + k) * unit.qty:
            return False
    return True


@compiled
def use_components(w, unit):
    """Take the components of a unit from stock."""
    o = operation_at(w.op, unit.op)
    for k in range(o.first_component, o.first_component + o.num_components):
        at = w.stock + get(w.x, w.comp_product + k)
        put_float(w.y, at, get_float(w.y, at) - get_float(w.y, w.comp_qty + k) * unit.qty)


@inlined
def pull(w, k, t):
    """Let the idle machines of station ``k`` take units, first in the queue first."""
    s = station_at(w.st, k)
    u = s.head
    before = -1
    while u >= 0 and s.num_idle > 0:
        following = unit_at(w.un, u).next
        if s.has_components == 1 and not has_components(w, unit_at(w.un, u)):
            before = u
        else:
            chosen = -1
            for i in range(s.first_machine, s.first_machine + s.num_machines):
                m = machine_at(w.mc, i)
                if m.state == IDLE and (chosen < 0 or m.setup_op == unit_at(w.un, u).op):
                    chosen = i
                    if m.setup_op == unit_at(w.un, u).op:
                        break
            if s.has_components == 1:
                use_components(w, unit_at(w.un, u))
            if before >= 0:
                unit_at(w.un, before).next = following
            else:
                s.head = following
            if s.tail == u:
                s.tail = before
            s.level -= unit_at(w.un, u).qty
            s.queued -= unit_at(w.un, u).qty
            s.num_idle -= 1
            begin(w, machine_at(w.mc, chosen), chosen, u, t)
        u = following


@compiled
def unblock(w, k, t):
    """Room came at station ``k``: the oldest blocked machine goes first."""
    s = station_at(w.st, k)
    while s.blocked_head >= 0:
        i = s.blocked_head
        m = machine_at(w.mc, i)
        qty = unit_at(w.un, m.out).qty
        if not has_room(s, qty):
            break
        s.blocked_head = m.next_blocked
        if s.blocked_head < 0:
            s.blocked_tail = -1
        s.level += qty
        go_on(w, m.out, operation_at(w.op, unit_at(w.un, m.out).op).next, t)
        after_leaving(w, m, i, t)


@compiled
def settle(w, t):
    """Move units until nothing moves: pulls, room for the blocked, new lots (one instant)."""
    while True:
        while w.num_dirty > 0:
            head = w.dirty_head
            k = station_at(w.st, head).dirty_slot
            w.dirty_head = head + 1 if head + 1 < w.num_stations else 0
            w.num_dirty -= 1
            station_at(w.st, k).dirty = 0
            if station_at(w.st, k).head >= 0 and station_at(w.st, k).num_idle > 0:
                pull(w, k, t)
            if station_at(w.st, k).blocked_head >= 0:
                unblock(w, k, t)
        if w.release_wanted == 0 or w.error != 0:
            break
        release(w, t)
        if w.num_dirty == 0:
            break


@compiled
def fail(w, i, t):
    """Machine ``i`` breaks inside a piece: the piece is kept, people stay or go (S11, S12)."""
    m = machine_at(w.mc, i)
    s = station_at(w.st, m.station)
    m.paused_at = t
    m.mid = 1
    at = w.tally + m.station * NUM_TALLIES + 3
    put(w.x, at, get(w.x, at) + 1)
    if m.known_repair >= 0:
        m.task_left = m.known_repair
        m.known_repair = -1
    else:
        m.task_left = repair_time(s, m)
    stays = m.team_size > 0 and w.at_fail != FREE
    for k in range(m.team_size):
        if w.at_fail == UNTIL_OFF and person_at(w.ps, get(w.x, w.team + i * w.team_max + k)).off_at <= t:
            stays = False
    if stays:
        m.staying = 1
        for k in range(m.team_size):
            q = get(w.x, w.team + i * w.team_max + k)
            set_person(w, person_at(w.ps, q), q, t, P_DOWN)
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
        schedule(w, i, t + m.task_left, RANK_END)


@compiled
def next_failure(w, m, t):
    """Draw when machine ``m`` fails next, on its clock."""
    s = station_at(w.st, m.station)
    if s.fail_kind >= 0:
        if s.clock == CLOCK_CALENDAR:
            m.fail_at = t + time_to_failure(s, m)
        else:
            m.fail_left = time_to_failure(s, m)


@compiled
def repaired(w, i, t):
    """The repair of machine ``i`` pauses or ends; the run goes on if somebody may attend it."""
    m = machine_at(w.mc, i)
    s = station_at(w.st, m.station)
    m.task_left -= t - m.task_start
    if w.tracing == 1:
        trace(w, m.task_start, t, i, m.fixer, unit_at(w.un, m.unit).op, ZERO, unit_at(w.un, m.unit).lot, TWO)
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


@compiled
def set_up(w, i, t):
    """The set-up of machine ``i`` pauses or ends."""
    m = machine_at(w.mc, i)
    m.task_left -= t - m.task_start
    if w.tracing == 1:
        person = m.fixer if m.fixer >= 0 else (get(w.x, w.team + i * w.team_max + 0) if m.team_size > 0 else NONE)
        trace(w, m.task_start, t, i, person, unit_at(w.un, m.unit).op, ZERO, unit_at(w.un, m.unit).lot, ONE)
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
    m.setup_op = unit_at(w.un, m.unit).op
    late = False
    for k in range(m.team_size):
        if person_at(w.ps, get(w.x, w.team + i * w.team_max + k)).off_at <= t:
            late = True
    if m.team_size > 0 and (late or station_at(w.st, m.station).attendance == ATT_LOAD):
        free_team(w, m, i, t)
    clear_event(w, m, i)
    to_run(w, m, i, t)


@inlined
def stopped(w, m, i, t):
    """The run of machine ``i`` stops: its segment is made, or an operator goes off."""
    if m.left == 0:
        if station_at(w.st, m.station).unload_us > 0 and m.rest == 0:
            clear_event(w, m, i)
            set_machine(w, m, i, t, WAIT)
            ask(w, m, i, t, ASK_UNLOAD)
        else:
            off = False
            for k in range(m.team_size):
                if person_at(w.ps, get(w.x, w.team + i * w.team_max + k)).off_at <= t:
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


