"""The main loop: one instant after another, events in the order of rule S6, then one dispatch."""

import numpy as np

from accord.flow.kernel.accounts import book_all, set_machine, set_person
from accord.flow.kernel.effects import end_first_bucket, has, start_shift
from accord.flow.kernel.events import (
    first_entity,
    is_alone,
    no_events,
    rank_of,
    release_held,
    schedule,
    take_out,
    time_of,
)
from accord.flow.kernel.forks import way_out
from accord.flow.kernel.idle import now_idle, unlink_idle
from accord.flow.kernel.jit import cold, compiled, door, inlined
from accord.flow.kernel.layout import (
    ATT_CYCLE,
    C_BREAK_END,
    C_BREAK_START,
    C_CONDITION,
    C_DELIVERY,
    C_DUTY_END,
    C_DUTY_START,
    C_MACHINE_OFF,
    C_MACHINE_ON,
    C_NEW_YEAR,
    C_RELEASE,
    C_SKILL,
    CLOCK_CALENDAR,
    EV_DUE,
    EV_FAIL,
    EV_LOADED,
    EV_MAINTAINED,
    EV_PIECE,
    EV_REPAIR,
    EV_SETUP,
    EV_STOP,
    EV_WALKED,
    FX_PACE,
    IDLE,
    INF,
    MACHINE_ACCOUNTS,
    NONE,
    NUM_PERSON_STATES,
    NUM_TALLIES,
    OFFLINE,
    OK,
    ONE,
    P_BREAK,
    P_WAIT,
    RANK_ARRIVAL,
    RUN,
    ST_RUN,
    UNTIL_OFF,
    ZERO,
)
from accord.flow.kernel.leaving import count_staff, free_team, go_off, next_release, release_until
from accord.flow.kernel.lots import (
    enter_lot,
    touch,
    wake_assembly,
)
from accord.flow.kernel.machines import (
    finish_segment,
    rest,
    settle,
)
from accord.flow.kernel.maintenance import wait_for_date
from accord.flow.kernel.memory import (
    as_plain,
    as_rich,
    calendar_at,
    get,
    get_float,
    is_rich,
    lot_at,
    machine_at,
    operation_at,
    person_at,
    plan_at,
    put,
    put_float,
    source_at,
    station_at,
    task_at,
    unit_at,
)
from accord.flow.kernel.people import (
    clear_event,
    staff,
    start_run,
    walked,
)
from accord.flow.kernel.rounds import run_rounds
from accord.flow.kernel.runs import arrival_gap, made_by, plan_run, replan
from accord.flow.kernel.stops import (
    fail,
    key_streams,
    maintained,
    repaired,
    set_up,
    stopped,
)
from accord.flow.kernel.tables import masters, member, set_mastery


@compiled
def prepare(w, seed, replication):
    """Key the streams, fill the free lists, and let the first pieces in."""
    cold()
    no_events(w)
    key_streams(w, seed, replication)
    for i in range(w.num_machines):
        m = machine_at(w, i)
        if m.state == IDLE:
            station_at(w, m.station).num_idle += 1
            if is_rich(w):
                wait_for_date(w, m, i, ZERO)
    for i in range(w.num_units):
        unit_at(w, i).free = i + 1 if i + 1 < w.num_units else -1
    for i in range(w.num_lots):
        lot_at(w, i).next = i + 1 if i + 1 < w.num_lots else -1
    if is_rich(w):
        start_within(w)
    for j in range(1, w.num_sources):
        s = source_at(w, j)
        if s.kind < 0:  # saturated: one piece for each machine of the first station
            for _ in range(s.starts):
                enter_lot(w, s.first_op, s.qty, NONE, ZERO, ZERO)
        else:
            next_arrival(w, j, ZERO)
    w.release_wanted = 1


@compiled
def next_arrival(w, j, t):
    """Schedule the next arrival of source ``j``."""
    cold()
    s = source_at(w, j)
    at = t + arrival_gap(s)
    if is_rich(w) and s.num_windows > 0:
        s.open_at += at - t
        at = open_instant(w, s)
    schedule(w, w.num_machines + j - 1, at, RANK_ARRIVAL)


@compiled
def open_instant(w, s):
    """Return the instant at which a source has been open for the time ``open_at``."""
    cold()
    period = (s.open_at - 1) // s.open_us  # what ends a window still falls into it
    rest_us = s.open_at - period * s.open_us
    at = w.windows + 2 * s.first_window
    while rest_us > get(w, at + 1):
        rest_us -= get(w, at + 1)
        at += 2
    return period * s.period_us + get(w, at) + rest_us


@compiled
def start_within(w):
    """Put the work in progress of the start into the queues."""
    cold()
    for j in range(w.num_wip):
        at = w.wip + 4 * j
        code, qty = get(w, at), get(w, at + 1)
        op = way_out(w, code, qty)
        if operation_at(w, op).step > 0:
            w.started += qty
        enter_lot(w, op, qty, get(w, at + 2), get(w, at + 3), ZERO)


@compiled
def leave_broken(w, person, t):
    """Send off a person who only waits at a broken machine (rule ``until_off``)."""
    cold()
    p = person_at(w, person)
    if p.busy > 0 and w.at_fail == UNTIL_OFF:
        s = station_at(w, p.at_station)
        for i in range(s.first_machine, s.first_machine + s.num_machines):
            m = machine_at(w, i)
            if m.staying == 1:
                for k in range(m.team_size):
                    if member(w, i, k) == person:
                        free_team(w, m, i, t)
                        break


@compiled
def new_limits(w, person, t):
    """Plan the runs that a person attends anew: a shift or a break's end has new limits for him."""
    cold()
    p = person_at(w, person)
    if p.busy > 0:
        s = station_at(w, p.at_station)
        for i in range(s.first_machine, s.first_machine + s.num_machines):
            if machine_at(w, i).state == RUN and s.attendance == ATT_CYCLE:
                for k in range(machine_at(w, i).team_size):
                    if member(w, i, k) == person:
                        replan(w, i, t)
                        break


@compiled
def start_duty(w, c, t):
    """Person ``c.who`` comes on duty (or goes on, if his next shift begins while he works)."""
    cold()
    p = person_at(w, c.who)
    if c.arg >= 0 and (
        get(w, w.cond_met + c.arg) == 0
        or p.extra_us >= p.extra_cap_us
        or p.extra_us >= get_float(w, w.cond_cap + c.arg)
    ):
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
        if is_rich(w) and w.effects != 0:
            start_shift(w, c.who, t, c.until)
        count_staff(w, c.who, t, ONE)
        now_idle(w, p, c.who)
    p.end_at = c.until
    p.plain_until = c.until if p.extra == 0 else NONE
    p.off_at = c.off
    new_limits(w, c.who, t)


@compiled
def calendar(w, c, t):
    """Do one calendar entry."""
    cold()
    kind = c.kind
    if w.release_tail >= 0:
        w.exact_until = person_at(w, w.release_tail).release_at
    if kind == C_DUTY_START:
        start_duty(w, c, t)
    elif kind == C_DUTY_END:
        p = person_at(w, c.who)
        if p.duty == 1 and p.end_at == t:
            leave_broken(w, c.who, t)
            if p.busy > 0:
                p.pending_off = 1
                p.pending_break = 0
            else:
                go_off(w, c.who, t)
    elif kind == C_BREAK_START:
        p = person_at(w, c.who)
        if p.duty == 1 and p.off_at == t:
            leave_broken(w, c.who, t)
            if p.busy > 0:
                p.pending_break = 1
            else:
                unlink_idle(w, p)
                set_person(w, p, c.who, t, P_BREAK)
                p.on_break = 1
    elif kind == C_BREAK_END:
        p = person_at(w, c.who)
        if p.duty == 1:
            p.off_at = c.off
            if p.on_break == 1:
                p.on_break = 0
                set_person(w, p, c.who, t, P_WAIT)
                now_idle(w, p, c.who)
            p.pending_break = 0
            new_limits(w, c.who, t)
    elif kind == C_CONDITION:
        backlog = w.entered - w.started
        for k in range(w.num_plan):
            if plan_at(w, k).out == 0 and plan_at(w, k).available <= t:
                backlog += plan_at(w, k).qty
        put(w, w.cond_met + c.arg, 1 if backlog >= get_float(w, w.cond_limit + c.arg) else 0)
    elif kind == C_SKILL:
        p = person_at(w, c.who)
        if masters(w, c.who, c.arg) != (c.arg2 == 1):
            if p.duty == 1:
                count_staff(w, c.who, t, NONE)
            set_mastery(w, c.who, c.arg, c.arg2)
            if p.duty == 1:
                count_staff(w, c.who, t, ONE)
                if p.idle == 1:  # what he newly masters may be waiting already
                    now_idle(w, p, c.who)
    elif kind == C_MACHINE_ON:
        m = machine_at(w, c.who)
        m.leaving = 0
        if m.state == OFFLINE:
            set_machine(w, m, c.who, t, IDLE)
            station_at(w, m.station).num_idle += 1
            touch(w, m.station)
            if is_rich(w):
                wait_for_date(w, m, c.who, t)
    elif is_rich(w) and kind == C_DELIVERY:
        put_float(w, w.stock + c.who, get_float(w, w.stock + c.who) + c.arg)
        wake_assembly(w)
    elif kind == C_MACHINE_OFF:
        m = machine_at(w, c.who)
        if m.state == IDLE:
            set_offline(w, m, c.who, t)
        elif m.state != OFFLINE:
            m.leaving = 1
    elif kind == C_RELEASE:
        w.release_wanted = 1
    elif kind == C_NEW_YEAR:
        for i in range(w.num_people):
            person_at(w, i).extra_us = 0


@inlined
def set_offline(w, m, i, t):
    """Take an idle machine out of service."""
    if is_rich(w):
        clear_event(w, m, i)
    set_machine(w, m, i, t, OFFLINE)
    station_at(w, m.station).num_idle -= 1


@inlined
def machine_event(w, i, t):
    """Do the pending event of machine ``i``."""
    m = machine_at(w, i)
    kind = m.event
    if kind == EV_STOP or kind == EV_FAIL or kind == EV_PIECE:
        s = station_at(w, m.station)
        if is_rich(w):
            m.ran += t - m.task_start
        if s.clock != CLOCK_CALENDAR:
            m.fail_left -= t - m.task_start
        if kind == EV_STOP:
            stopped(w, m, i, t)
        elif kind == EV_PIECE:
            if is_rich(w) and has(w, FX_PACE) and m.left <= task_at(w, i).look_at:
                start_run(w, m, i, t)  # the next task of the same people
            else:
                plan_run(w, i, t)
        else:
            fail(w, i, t)
    elif kind == EV_LOADED:
        free_team(w, m, i, t)
        m.stage = ST_RUN
        start_run(w, m, i, t)
    elif is_rich(w) and kind == EV_SETUP:
        set_up(w, i, t)
    elif kind == EV_REPAIR:
        repaired(w, i, t)
    elif is_rich(w) and kind == EV_WALKED:
        walked(w, m, i, t)
    elif is_rich(w) and kind == EV_MAINTAINED:
        maintained(w, i, t)
    elif is_rich(w) and kind == EV_DUE:
        station_at(w, m.station).num_idle -= 1
        rest(w, m, i, t)
    else:
        free_team(w, m, i, t)
        finish_segment(w, m, i, t)


@compiled
def count_running(w, i, t):
    """Count the pieces that machine ``i`` has made of its unfinished segment."""
    cold()
    m = machine_at(w, i)
    if m.unit >= 0 and m.stage == ST_RUN and operation_at(w, unit_at(w, m.unit).op).is_move == 0:
        made = made_by(w, i, t) if m.state == RUN else m.segment - m.left
        at = w.tally + m.station * NUM_TALLIES
        put(w, at, get(w, at) + made - m.counted)
        m.counted = made


@compiled
def end_bucket(w, t):
    """Close the time accounts of a bucket and note queues and backlog at its end."""
    cold()
    b = w.bucket
    release_until(w, t)
    book_all(w, t)
    for i in range(w.num_machines):
        count_running(w, i, t)
    for k in range(w.num_stations):
        put(w, w.tally + k * NUM_TALLIES + 4, station_at(w, k).queued)
    backlog = 0
    for k in range(w.num_plan):
        if plan_at(w, k).out == 0 and plan_at(w, k).available <= t:
            backlog += plan_at(w, k).qty
    put(w, w.backlog + b, backlog)
    put(w, w.entered_at + b, w.entered)
    if is_rich(w) and b == 0 and w.effects != 0:
        end_first_bucket(w)
    w.bucket = b + 1
    w.acc_m += w.num_machines * MACHINE_ACCOUNTS
    w.acc_p += w.num_people * NUM_PERSON_STATES
    w.acc_extra += w.num_people
    w.tally += w.num_stations * NUM_TALLIES
    w.good += w.products
    w.next_bucket = get(w, w.bucket_end + b + 1) if b + 1 < w.buckets else INF


@compiled
def entity_event(w, i, t):
    """Do the pending event of a machine or of a source."""
    if i < w.num_machines:
        machine_event(w, i, t)
    else:
        j = i - w.num_machines + 1
        s = source_at(w, j)
        enter_lot(w, s.first_op, s.qty, NONE, ZERO, t)
        next_arrival(w, j, t)


@compiled
def instant(w, c, t_cal, t):
    """Do everything that falls at ``t``, in the order of rule S6; return the calendar's place."""
    i = first_entity(w)
    t_entity = time_of(w, i)
    while (t_entity == t or t_cal == t) and w.error == OK:
        if t_entity == t and (t_cal != t or rank_of(w, i) <= calendar_at(w, c).rank):
            w.events += 1
            take_out(w, i)
            entity_event(w, i, t)
            release_held(w)
        else:
            calendar(w, calendar_at(w, c), t)
            c += 1
            t_cal = calendar_at(w, c).time if c < w.num_calendar else INF
        i = first_entity(w)
        t_entity = time_of(w, i)
    return c, t_cal


@door
def simulate(worlds, seed, replication, until):
    """Run one replication to the end of instant ``until`` (us); return a code of ``layout``.

    ``worlds`` is an array of one ``WORLD`` record; seed and replication are uint64.
    """
    return run(as_rich(worlds[0]), seed, replication, until)


@door
def simulate_plain(worlds, seed, replication, until):
    """Run one replication of a plain plant, as ``simulate`` does, in less time."""
    return run(as_plain(worlds[0]), seed, replication, until)


@compiled
def run(w, seed, replication, until):
    """Run one replication in world ``w``: one instant after another."""
    prepare(w, seed, replication)
    c = 0
    t_cal = calendar_at(w, ZERO).time if w.num_calendar > 0 else INF
    t = np.int64(0)
    while True:
        settle(w, t)
        staff(w, t)
        release_held(w)
        if w.done_pieces >= w.until_pieces:
            until = min(until, t)  # the instant is done to its end
        if w.error != OK:
            break
        if not is_rich(w) and w.round_us > 0 and t >= w.rounds_from:
            run_rounds(w, t, min(t_cal, w.next_bucket + 1, until + 1))
        i = first_entity(w)
        t_ent = time_of(w, i)
        t = min(t_ent, t_cal, next_release(w))
        if t > until or w.error != OK:
            break
        while t > w.next_bucket:
            end_bucket(w, w.next_bucket)
        w.now = t
        if w.release_head >= 0 and person_at(w, w.release_head).release_at <= t:
            release_until(w, t)
        if t_ent != t and t_cal != t:
            continue  # somebody is needed elsewhere after a loading
        if t_cal != t and is_alone(w, i, t):
            take_out(w, i)
            w.events += 1
            entity_event(w, i, t)
            if time_of(w, i) == t:  # it goes on within the instant
                release_held(w)
                c, t_cal = instant(w, c, t_cal, t)
        else:
            c, t_cal = instant(w, c, t_cal, t)
    if w.error == OK:
        while w.bucket < w.buckets and until > w.next_bucket:
            end_bucket(w, w.next_bucket)
        if w.bucket < w.buckets:
            end_bucket(w, until)
    return w.error
