"""Machines and their units: taking one, leaving, blocking, scrap, rework, assembly.

Blocking is after service (S8): a finished unit stays on its machine until the next queue has room;
the oldest blocked machine goes first and cascades settle within the instant. Places are those in
the queue, without the part on the machine, and an idle machine takes its part at once (S9).
"""

import numpy as np

from accord.flow.kernel.accounts import (
    set_machine,
)
from accord.flow.kernel.asks import ask
from accord.flow.kernel.blocking import block
from accord.flow.kernel.cards import give_back
from accord.flow.kernel.dispatching import (
    first_choice,
    has_components,
    setup_mean,
    use_components,
)
from accord.flow.kernel.effects import end_credit, has
from accord.flow.kernel.events import (
    schedule,
)
from accord.flow.kernel.forks import has_room, way_out
from accord.flow.kernel.jit import (
    cold,
    compiled,
    inlined,
)
from accord.flow.kernel.layout import (
    ASK_RUN,
    ASK_SETUP,
    ATT_LOAD,
    ATT_NONE,
    BLOCKED,
    EV_SETUP,
    FX_PACE,
    IDLE,
    NONE,
    NUM_TALLIES,
    OFFLINE,
    ONE,
    PAUSED,
    RANK_END,
    SETUP,
    ST_LEAVE,
    ST_LOAD,
    ST_RUN,
    ST_SETUP,
    TR_RUN,
    WAIT,
    ZERO,
)
from accord.flow.kernel.leaving import free_team
from accord.flow.kernel.lots import (
    arrive,
    drop_unit,
    enter_lot,
    exit_shop,
    go_on,
    lead,
    leave_lot,
    lose_from_lot,
    new_unit,
    pieces_of,
    release,
    serve_cards,
    touch,
)
from accord.flow.kernel.maintenance import begin_maintenance, due_plan, wait_for_date
from accord.flow.kernel.memory import (
    get,
    is_rich,
    lot_at,
    machine_at,
    operation_at,
    put,
    source_at,
    station_at,
    task_at,
    unit_at,
)
from accord.flow.kernel.people import (
    clear_event,
    start_run,
)
from accord.flow.kernel.runs import LONGEST, plan_run
from accord.flow.kernel.streams import (
    binomial,
    variate,
)
from accord.flow.kernel.tables import member
from accord.flow.kernel.traces import change_queue, count_queue, trace


@inlined
def machine_done(w, m, i, t):
    """Machine ``i`` is empty: idle, or taken out of service."""
    m.unit = -1
    clear_event(w, m, i)
    if m.leaving == 1:
        m.leaving = 0
        set_machine(w, m, i, t, OFFLINE)
    elif is_rich(w) and station_at(w, m.station).num_upkeep > 0:
        rest(w, m, i, t)
    else:
        set_machine(w, m, i, t, IDLE)
        station_at(w, m.station).num_idle += 1
    touch(w, m.station)


@compiled
def rest(w, m, i, t):
    """Let empty machine ``i`` begin the maintenance that is due, or be idle until it is."""
    cold()
    k = due_plan(w, m, i, t)
    if k >= 0:
        begin_maintenance(w, m, i, k, t)
    else:
        set_machine(w, m, i, t, IDLE)
        station_at(w, m.station).num_idle += 1
        wait_for_date(w, m, i, t)


@inlined
def next_segment(w, m):
    """Take the next transfer unit of the lot on the machine."""
    m.segment = ONE
    m.left = ONE
    if is_rich(w):
        o = operation_at(w, unit_at(w, m.unit).op)
        m.segment = m.rest
        if o.transfer_pieces > 0 and o.transfer_pieces < m.rest:
            m.segment = o.transfer_pieces
        m.left = ONE if o.is_move == 1 else m.segment
    m.rest -= m.segment


@compiled
def after_leaving(w, m, i, t):
    """Go on with the lot once its finished unit is gone, or become idle."""
    m.out = -1
    if not is_rich(w) or m.rest == 0:
        if m.team_size > 0:
            free_team(w, m, i, t)
        machine_done(w, m, i, t)
    else:
        next_segment(w, m)
        m.segment_start = t
        m.stage = ST_RUN
        attended = station_at(w, m.station).attendance
        if m.relief == 1:
            free_team(w, m, i, t)
        if m.team_size > 0 or attended != 1:
            if m.state == BLOCKED or has(w, FX_PACE):
                start_run(w, m, i, t)
            else:
                plan_run(w, i, t)
        else:
            set_machine(w, m, i, t, PAUSED)
            clear_event(w, m, i)
            ask(w, m, i, t, ASK_RUN)


@compiled
def leave_led(w, m, i, t):
    """Do what ``leave`` does for a unit that forks or kanban cards lead."""
    cold()
    unit = unit_at(w, m.out)
    o = operation_at(w, unit.op)
    if o.is_move == 1:
        go_on(w, m.out, unit.dest, t)
        return True
    dest = way_out(w, o.following, unit.qty)
    if dest < 0:
        exit_shop(w, m.out, t)
        return True
    unit.dest = dest
    k = operation_at(w, dest).station
    if not has_room(station_at(w, k), unit.qty):
        free_team(w, m, i, t)
        block(w, m, i, k, t)
        return False
    lead(w, m.out, dest, o.next if o.next >= 0 else dest, t)
    return True


@inlined
def leave(w, m, i, t):
    """Let the unit in ``out`` leave machine ``i``, or block the machine; return whether it left."""
    o = operation_at(w, unit_at(w, m.out).op)
    if is_rich(w) and o.is_led == 1:
        return leave_led(w, m, i, t)
    if o.next < 0:
        exit_shop(w, m.out, t)
        return True
    if o.target >= 0:  # a move ends where room was promised at its start
        s = station_at(w, o.target)
        qty = pieces_of(w, unit_at(w, m.out))
        if not has_room(s, qty):
            free_team(w, m, i, t)
            block(w, m, i, o.target, t)
            return False
        s.level += qty
    go_on(w, m.out, o.next, t)
    return True


@compiled
def lose_pieces(w, m, unit, o, qty, t):
    """Draw scrap and rework of a finished segment; return the good pieces."""
    cold()
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
    gathers = lot_at(w, lot).gathers
    if unit.main == 1 and gathers == 1:
        lose_from_lot(w, lot, op, lost, t)
    if rework > 0:
        u = new_unit(w, o.rework_op, lot, rework, ZERO, unit.priority)
        if w.num_loops > 0:
            unit_at(w, u).held = unit.held
            lead(w, u, o.rework_op, o.rework_op, t)
        else:
            station_at(w, operation_at(w, o.rework_op).station).level += rework
            arrive(w, u, t)
    if scrap > 0:
        give_back(w, unit.held, scrap)
        at = w.tally + m.station * NUM_TALLIES + 1
        put(w, at, get(w, at) + scrap)
        leave_lot(w, lot, scrap, t)
    return qty - lost


@inlined
def finish_segment(w, m, i, t):
    """Count a transfer unit made on machine ``i``, draw its losses, send the good pieces."""
    unit = unit_at(w, m.unit)
    op = unit.op
    o = operation_at(w, op)
    qty = m.segment if is_rich(w) else ONE
    at = w.tally + m.station * NUM_TALLIES + 0
    put(w, at, get(w, at) + (ONE if is_rich(w) and o.is_move == 1 else qty - m.counted))
    m.counted = 0
    if is_rich(w) and has(w, FX_PACE):
        end_credit(w, m, i)
    if is_rich(w) and w.tracing == 1:
        person = member(w, i, ZERO) if m.team_size > 0 else NONE
        number = lot_at(w, unit.lot).number
        trace(w, m.segment_start, t, i, person, op, qty, number, TR_RUN)
    if is_rich(w):
        m.worn += qty * o.wear
    if o.source >= 0:
        enter_lot(w, op, source_at(w, o.source).qty, NONE, ZERO, t)
    good = qty
    if is_rich(w) and (o.scrap > 0.0 or o.rework > 0.0):
        good = lose_pieces(w, m, unit, o, qty, t)
    m.stage = ST_LEAVE
    if m.rest == 0 and m.team_size > 0:
        free_team(w, m, i, t)
    has_left = True
    if not is_rich(w):
        m.out = m.unit
        has_left = leave(w, m, i, t)
    elif good > 0:
        if m.rest == 0:
            m.out = m.unit
            unit.qty = good
        else:
            m.out = new_unit(w, op, unit.lot, good, unit.main, unit.priority)
            unit_at(w, m.out).held = unit.held
            unit_at(w, m.out).begun = ONE
        has_left = leave(w, m, i, t)
    elif m.rest == 0:
        drop_unit(w, m.unit)
    if has_left:
        after_leaving(w, m, i, t)


@inlined
def to_run(w, m, i, t):
    """Ask for the people who make the unit on machine ``i``, or start it."""
    s = station_at(w, m.station)
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
    """Put unit ``u`` on machine ``i``: set-up if it needs one, then the run."""
    unit = unit_at(w, u)
    o = operation_at(w, unit.op)
    s = station_at(w, m.station)
    m.unit = u
    m.rest = pieces_of(w, unit)
    m.mid = 0
    if m.run_op != unit.op:
        m.batch_left = 0
    if o.step == 0 and (not is_rich(w) or (unit.main == 1 and o.is_move == 0 and unit.begun == 0)):
        w.started += m.rest
    setup_us = 0.0
    if is_rich(w):
        unit.begun = ONE
        setup_us = setup_mean(w, m, unit.op)
        m.setup_family = o.family if s.setups >= 0 else NONE
    if is_rich(w) and setup_us > 0.0:
        m.stage = ST_SETUP
        draw = variate(o.setup_kind, setup_us, o.setup_sigma, m.key_setup, m.n_setup)
        m.task_left = np.int64(np.rint(min(draw, LONGEST)))
        m.n_setup += 1
        if has(w, FX_PACE):
            task_at(w, i).scale = 0.0
        at = w.tally + m.station * NUM_TALLIES + 2
        put(w, at, get(w, at) + 1)
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
def pull_by_rule(w, k, t):
    """Let the idle machines of station ``k`` take units by the station's rule."""
    cold()
    s = station_at(w, k)
    while s.head >= 0 and s.num_idle > 0:
        u, before, i = first_choice(w, k, t)
        if u < 0:
            break
        unit = unit_at(w, u)
        if s.has_components == 1:
            use_components(w, unit)
        if before >= 0:
            unit_at(w, before).next = unit.next
        else:
            s.head = unit.next
        if s.tail == u:
            s.tail = before
        s.level -= unit.qty
        count_queue(w, t, k, -unit.qty)
        s.num_idle -= 1
        clear_event(w, machine_at(w, i), i)
        begin(w, machine_at(w, i), i, u, t)


@inlined
def pull(w, k, t):
    """Let the idle machines of station ``k`` take units, first in the queue first."""
    s = station_at(w, k)
    if is_rich(w) and s.picks == 1:
        pull_by_rule(w, k, t)
        return
    u = s.head
    before = -1
    while u >= 0 and s.num_idle > 0:
        following = unit_at(w, u).next
        if is_rich(w) and s.has_components == 1 and not has_components(w, unit_at(w, u)):
            before = u
        else:
            chosen = -1
            for i in range(s.first_machine, s.first_machine + s.num_machines):
                m = machine_at(w, i)
                if m.state == IDLE and (chosen < 0 or m.setup_op == unit_at(w, u).op):
                    chosen = i
                    if m.setup_op == unit_at(w, u).op:
                        break
            if is_rich(w) and s.has_components == 1:
                use_components(w, unit_at(w, u))
            if before >= 0:
                unit_at(w, before).next = following
            else:
                s.head = following
            if s.tail == u:
                s.tail = before
            qty = pieces_of(w, unit_at(w, u))
            s.level -= qty
            if is_rich(w) and w.watching == 1:
                change_queue(w, t, k, -qty)
            else:
                s.queued -= qty
            s.num_idle -= 1
            begin(w, machine_at(w, chosen), chosen, u, t)
        u = following


@inlined
def unblock(w, k, t):
    """Room came at station ``k``: the oldest blocked machine goes first."""
    s = station_at(w, k)
    while s.blocked_head >= 0:
        i = s.blocked_head
        m = machine_at(w, i)
        qty = pieces_of(w, unit_at(w, m.out))
        if not has_room(s, qty):
            break
        s.blocked_head = m.next_blocked
        if s.blocked_head < 0:
            s.blocked_tail = -1
        o = operation_at(w, unit_at(w, m.out).op)
        if is_rich(w) and o.is_led == 1:
            dest = unit_at(w, m.out).dest
            lead(w, m.out, dest, o.next if o.next >= 0 else dest, t)
        else:
            s.level += qty
            go_on(w, m.out, o.next, t)
        after_leaving(w, m, i, t)


@inlined
def settle(w, t):
    """Move units until nothing moves: pulls, room for the blocked, new lots (one instant)."""
    while True:
        while w.num_dirty > 0:
            head = w.dirty_head
            k = station_at(w, head).dirty_slot
            w.dirty_head = head + 1 if head + 1 < w.num_stations else 0
            w.num_dirty -= 1
            station_at(w, k).dirty = 0
            if station_at(w, k).head >= 0 and station_at(w, k).num_idle > 0:
                pull(w, k, t)
            if station_at(w, k).blocked_head >= 0:
                unblock(w, k, t)
        if is_rich(w) and w.cards_back == 1:
            serve_cards(w, t)
            continue
        if w.release_wanted == 0 or w.error != 0:
            break
        release(w, t)
        if w.num_dirty == 0:
            break
