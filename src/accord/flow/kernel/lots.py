"""Units and lots: the pool, the queues, lots that gather, releases, and the way out.

A unit is what moves together (a transfer lot or a single piece); a lot is what was released
together. Where a station sets up whole lots, arriving units gather until the lot is complete.
"""

import numpy as np

from accord.flow.kernel.cards import (
    change_loop,
    give_back,
    may_enter,
    next_with_cards,
    wait_for_cards,
)
from accord.flow.kernel.forks import way_out
from accord.flow.kernel.jit import (
    cold,
    compiled,
    inlined,
)
from accord.flow.kernel.layout import (
    GROW_LOTS,
    GROW_UNITS,
    INF,
    NONE,
    ONE,
    REL_CLOSED,
    ZERO,
)
from accord.flow.kernel.memory import (
    get,
    get_float,
    is_rich,
    lot_at,
    operation_at,
    plan_at,
    put,
    put_float,
    source_at,
    station_at,
    unit_at,
)
from accord.flow.kernel.streams import (
    uniform,
)
from accord.flow.kernel.tables import lot_due, lot_got
from accord.flow.kernel.traces import change_queue


@inlined
def touch(w, k):
    """Note that station ``k`` must be looked at before the instant ends."""
    s = station_at(w, k)
    if s.dirty == 0:
        s.dirty = 1
        at = w.dirty_head + w.num_dirty
        if at >= w.num_stations:
            at -= w.num_stations
        station_at(w, at).dirty_slot = k
        w.num_dirty += 1


@inlined
def pieces_of(w, unit):
    """Return the pieces of a unit."""
    return unit.qty if is_rich(w) else ONE


@inlined
def new_unit(w, op, lot, qty, main, priority):
    """Take a unit from the pool; the pool's exhaustion is reported, never hidden."""
    u = w.unit_free
    unit = unit_at(w, u)
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
    if is_rich(w):
        unit.held = NONE
        unit.begun = ZERO
    return u


@inlined
def drop_unit(w, u):
    """Give a unit back to the pool."""
    unit_at(w, u).free = w.unit_free
    w.unit_free = u


@inlined
def enqueue(w, u, t):
    """Put a unit at its place in the queue of its operation's station: priority, then arrival."""
    unit = unit_at(w, u)
    k = operation_at(w, unit.op).station
    s = station_at(w, k)
    unit.arrived = t
    if s.tail < 0:
        unit.next = -1
        s.head = u
        s.tail = u
    elif not is_rich(w) or unit_at(w, s.tail).priority >= unit.priority:
        unit.next = -1
        unit_at(w, s.tail).next = u
        s.tail = u
    elif unit_at(w, s.head).priority < unit.priority:
        unit.next = s.head
        s.head = u
    else:
        before = s.head
        while unit_at(w, unit_at(w, before).next).priority >= unit.priority:
            before = unit_at(w, before).next
        unit.next = unit_at(w, before).next
        unit_at(w, before).next = u
    if s.num_idle > 0:
        touch(w, k)


@compiled
def form_parts(w, lot, op, qty, t):
    """Queue a gathered lot as equal parts of about ``lot_pieces`` (one set-up each)."""
    cold()
    o = operation_at(w, op)
    parts = np.int64(1)
    if o.lot_pieces > 0:
        parts = max(1, np.int64(np.rint(qty / o.lot_pieces)))
    for k in range(parts):
        size = qty // parts + (1 if k < qty % parts else 0)
        if size > 0:
            u = new_unit(w, op, lot, size, ONE, lot_at(w, lot).priority)
            enqueue(w, u, t)


@inlined
def arrive(w, u, t):
    """Queue a unit at the station of its operation, or gather it with the rest of its lot."""
    unit = unit_at(w, u)
    o = operation_at(w, unit.op)
    if is_rich(w) and w.watching == 1:
        change_queue(w, t, o.station, unit.qty)
    else:
        station_at(w, o.station).queued += pieces_of(w, unit)
    if is_rich(w) and o.gathers == 1 and unit.main == 1:
        lot, op, qty = unit.lot, unit.op, unit.qty
        drop_unit(w, u)
        at = w.lot_got + lot * w.steps + o.step
        put(w, at, get(w, at) + qty)
        if lot_got(w, lot, o.step) == get(w, w.lot_due + lot * w.steps + o.step):
            form_parts(w, lot, op, lot_got(w, lot, o.step), t)
    else:
        enqueue(w, u, t)


@compiled
def lose_from_lot(w, lot, op, pieces, t):
    """Pieces leave a lot's main stream at ``op``: later steps no longer wait for them."""
    cold()
    following = operation_at(w, op).next
    while following >= 0:
        o = operation_at(w, following)
        if o.is_move == 0:
            at = w.lot_due + lot * w.steps + o.step
            put(w, at, get(w, at) - pieces)
            if (
                o.gathers == 1
                and lot_due(w, lot, o.step) > 0
                and lot_got(w, lot, o.step) == lot_due(w, lot, o.step)
            ):
                form_parts(w, lot, following, lot_got(w, lot, o.step), t)
        following = o.next


@inlined
def new_lot(w, first_op, qty, order, priority, t):
    """Count a lot of ``qty`` pieces in; the pool's exhaustion is reported, never hidden."""
    lot = w.lot_free
    record = lot_at(w, lot)
    if record.next < 0:
        w.error = GROW_LOTS
    else:
        w.lot_free = record.next
    if is_rich(w):
        record.due = get(w, w.order_due + order) if order >= 0 else INF
    o = operation_at(w, first_op)
    record.alive = qty
    record.entered = t
    record.order = order
    record.priority = priority
    w.lots_inside += 1
    w.entered += qty
    if is_rich(w):
        record.number = w.num_lots_in
        w.num_lots_in += 1
    record.gathers = get(w, w.gathers + o.product)
    if is_rich(w) and record.gathers == 1:
        for k in range(w.steps):
            put(w, w.lot_due + lot * w.steps + k, qty)
            put(w, w.lot_got + lot * w.steps + k, 0)
    return lot


@inlined
def enter_lot(w, first_op, qty, order, priority, t):
    """Start a lot of ``qty`` pieces at its first operation."""
    if is_rich(w):
        first_op = way_out(w, first_op, qty)
    lot = new_lot(w, first_op, qty, order, priority, t)
    u = new_unit(w, first_op, lot, qty, ONE, priority)
    if is_rich(w) and w.num_loops > 0:
        lead(w, u, first_op, first_op, t)
    else:
        station_at(w, operation_at(w, first_op).station).level += qty
        arrive(w, u, t)


@compiled
def lead(w, u, dest, going, t):
    """Send a unit by way of ``going`` to operation ``dest``, which has room, or let it wait."""
    cold()
    unit = unit_at(w, u)
    unit.dest = dest
    unit.going = going
    loop = station_at(w, operation_at(w, dest).station).loop
    if loop >= 0 and loop != unit.held:
        is_first = get(w, w.card_head + loop) < 0
        if not (is_first and may_enter(w, loop, unit.qty)):
            wait_for_cards(w, u, loop, t)
            return
    pass_on(w, u, loop, t)


@compiled
def pass_on(w, u, loop, t):
    """Let a unit that has room and cards go on."""
    cold()
    unit = unit_at(w, u)
    change_loop(w, unit, loop)
    station_at(w, operation_at(w, unit.dest).station).level += unit.qty
    go_on(w, u, unit.going, t)


@compiled
def serve_cards(w, t):
    """Let units go on for which cards came free."""
    cold()
    u = next_with_cards(w, t)
    while u >= 0:
        pass_on(w, u, station_at(w, operation_at(w, unit_at(w, u).dest).station).loop, t)
        u = next_with_cards(w, t)


@compiled
def release(w, t):
    """Let lots in while the rule allows (push, CONWIP, or a closed loop of jobs)."""
    w.release_wanted = 0
    limit = w.limit_lots
    if w.release_mode == REL_CLOSED:
        while w.lots_inside < limit and w.error == 0:
            u = uniform(source_at(w, 0).key, w.n_release)
            w.n_release += 1
            k = 0
            while k < w.num_loop - 1 and u > get_float(w, w.loop_share + k):
                k += 1
            enter_lot(w, get(w, w.loop_op + k), get(w, w.loop_qty + k), NONE, ZERO, t)
        return
    i = w.plan_head
    n = w.num_plan
    while i < n and w.error == 0 and (limit == 0 or w.lots_inside < limit):
        if plan_at(w, i).first > t:
            break
        if plan_at(w, i).out == 0 and plan_at(w, i).available <= t:
            plan_at(w, i).out = 1
            p = plan_at(w, i)
            enter_lot(w, p.first_op, p.qty, p.order, p.priority, t)
        i += 1
    head = w.plan_head
    while head < n and plan_at(w, head).out == 1:
        head += 1
    w.plan_head = head


@inlined
def leave_lot(w, lot, qty, t):
    """Count ``qty`` pieces out of the shop (finished or scrapped)."""
    record = lot_at(w, lot)
    record.alive -= qty
    if record.order >= 0:
        at = w.order_left + record.order
        put(w, at, get(w, at) - qty)
        if get(w, w.order_left + record.order) == 0:
            put(w, w.order_done + record.order, t)
    if record.alive == 0:
        if t > w.counts_from:
            w.done_lots += 1
            w.time_in_system += t - record.entered
        w.lots_inside -= 1
        w.release_wanted = 1
        record.next = w.lot_free
        w.lot_free = lot


@compiled
def wake_assembly(w):
    """Components came in: look again at the stations that wait for some."""
    cold()
    for k in range(w.num_stations):
        if station_at(w, k).has_components == 1:
            touch(w, k)


@inlined
def exit_shop(w, u, t):
    """Count a finished unit good, and put it in stock if it is a component."""
    unit = unit_at(w, u)
    o = operation_at(w, unit.op)
    at = w.good + o.product
    qty = pieces_of(w, unit)
    put(w, at, get(w, at) + qty)
    w.done_pieces += qty
    w.last_exit = t
    if is_rich(w) and o.makes == 1:
        at = w.stock + o.product
        put_float(w, at, get_float(w, at) + qty)
        wake_assembly(w)
    if is_rich(w):
        give_back(w, unit.held, qty)
    leave_lot(w, unit.lot, qty, t)
    drop_unit(w, u)


@inlined
def go_on(w, u, following, t):
    """Send a unit to its next operation (whose room is already promised to it)."""
    unit_at(w, u).op = following
    arrive(w, u, t)
