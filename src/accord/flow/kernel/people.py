"""Who does what: tasks that begin, and the one staffing pass per instant.

Rule S7: a new request goes to the longest-idle skilled person; a freed person takes the oldest
request he masters; of requests made at one instant, the one whose unit has waited longest at its
station comes first; the last key is the index. Reliefs are asked only where no regular operator is
free. A team is taken whole or not at all.
"""

import numpy as np

from accord.flow.kernel.accounts import set_machine, set_person
from accord.flow.kernel.asks import ask, link_ask, link_ask_first, sort_asks, unlink_ask
from accord.flow.kernel.effects import (
    begin_pieces,
    handling_us,
    has,
    note_paces,
    resume_piece,
    scale_task,
)
from accord.flow.kernel.events import forget, schedule, schedule_in_turn
from accord.flow.kernel.idle import link_idle, unlink_idle
from accord.flow.kernel.jit import cold, compiled, inlined
from accord.flow.kernel.layout import (
    ASK_MAINTENANCE,
    ASK_NONE,
    ASK_REPAIR,
    ASK_RUN,
    ASK_SETUP,
    ASK_UNLOAD,
    EV_LOADED,
    EV_MAINTAINED,
    EV_NONE,
    EV_REPAIR,
    EV_SETUP,
    EV_UNLOADED,
    FX_DETAIL,
    FX_PACE,
    INF,
    LOAD,
    MAINTENANCE,
    NO_START,
    NONE,
    ONE,
    P_ATTEND,
    P_LOAD,
    P_REPAIR,
    P_SETUP,
    P_WALK,
    RANK_END,
    REPAIR,
    RUN,
    SETUP,
    ST_LOAD,
    ST_RUN,
    ST_SETUP,
    ZERO,
)
from accord.flow.kernel.leaving import free_person, free_team, note_partial, release_later
from accord.flow.kernel.memory import (
    get,
    get_float,
    is_rich,
    machine_at,
    operation_at,
    person_at,
    station_at,
    task_at,
    unit_at,
    upkeep_at,
)
from accord.flow.kernel.runs import completion, count_from, plan_run, stops_midway
from accord.flow.kernel.tables import masters, member, set_member
from accord.flow.kernel.walking import begin_walk, end_walk


@inlined
def class_of(w, s, kind, as_relief):
    """Return the skill class that request ``kind`` of station ``s`` needs, -1 when nobody."""
    if not is_rich(w):
        return NONE if as_relief else s.run_class
    if kind == ASK_SETUP:
        return -1 if as_relief else s.setup_class
    if kind == ASK_REPAIR:
        return -1 if as_relief else s.repair_class
    if kind >= ASK_MAINTENANCE:
        plan = upkeep_at(w, s.first_upkeep + kind - ASK_MAINTENANCE)
        return -1 if as_relief else plan.skill_class
    return s.relief_class if as_relief else s.run_class


@compiled
def time_needed(w, m):
    """Return the planned time (us) of what machine ``m`` asks for: unloading, a piece, loading."""
    cold()
    s = station_at(w, m.station)
    if m.ask == ASK_UNLOAD:
        return s.unload_us
    if m.stage == ST_RUN:
        return np.int64(operation_at(w, unit_at(w, m.unit).op).cycle_us)
    return s.load_us


@inlined
def can_end_in_time(w, m, i, t):
    """Return whether person ``i`` may begin at machine ``m``: ``no_start`` looks at the end."""
    if not is_rich(w):
        return True
    p = person_at(w, i)
    is_long = m.ask == ASK_SETUP or m.ask >= ASK_REPAIR
    if is_long or m.stage == ST_SETUP:
        return w.long_rule != NO_START or t + m.task_left <= p.off_at
    is_shift_free = w.shift_end != NO_START or t + time_needed(w, m) <= p.end_at
    is_break_free = (
        w.break_rule != NO_START or p.off_at == p.end_at or t + time_needed(w, m) <= p.off_at
    )
    return is_shift_free and is_break_free


@compiled
def off_of_team(w, m, i):
    """Return the first instant at which somebody at machine ``i`` goes off."""
    cold()
    off = INF
    for k in range(m.team_size):
        off = min(off, person_at(w, member(w, i, k)).off_at)
    return off


@compiled
def begin_task(w, m, i, t, event, off):
    """Start or resume a set-up or repair of machine ``i`` and schedule its end or its pause."""
    cold()
    end = t + m.task_left
    if stops_midway(w.long_rule) and off < end:
        end = max(off, t)
    m.task_start = t
    m.event = event
    schedule(w, i, end, RANK_END)


@compiled
def paced_cycle(w, m, i, cycle_us):
    """Return the time (us) of a piece by the paces of the people at machine ``i``."""
    cold()
    pace = 0.0
    c = station_at(w, m.station).run_class
    for k in range(m.team_size):
        pace += get_float(w, w.pace + member(w, i, k) * w.classes + c)
    return cycle_us * m.team_size / pace


@inlined
def start_run(w, m, i, t):
    """Run machine ``i`` from ``t``.

    It resumes inside a piece, goes on counting where the last piece of the same operation ended
    at this instant, or anchors a new count of pieces.
    """
    set_machine(w, m, i, t, RUN)
    for k in range(m.team_size):
        q = member(w, i, k)
        set_person(w, person_at(w, q), q, t, P_ATTEND)
    if m.mid == 1:
        m.anchor += t - m.paused_at
        m.mid = 0
        if is_rich(w) and has(w, FX_PACE):
            resume_piece(w, m, i, t)
        elif is_rich(w) and has(w, FX_DETAIL):
            note_paces(w, m, i)
    else:
        op = unit_at(w, m.unit).op
        o = operation_at(w, op)
        if not is_rich(w) or m.left == m.segment or o.is_move == 1:
            m.segment_start = t
        cycle = o.cycle_us
        if is_rich(w) and m.team_size > 0:
            if has(w, FX_PACE):
                cycle = begin_pieces(w, m, i, t)
            elif station_at(w, m.station).is_paced == 1:
                cycle = paced_cycle(w, m, i, cycle)
            if has(w, FX_DETAIL) and not has(w, FX_PACE):
                note_paces(w, m, i)
        if m.run_op != op or m.cycle != cycle or completion(m, m.batch_done) != t:
            count_from(m, op, cycle, t)
    plan_run(w, i, t)


@compiled
def begin_load(w, m, i, t, event, duration):
    """Let the person at machine ``i`` load or unload it."""
    cold()
    person = member(w, i, ZERO)
    set_machine(w, m, i, t, LOAD)
    set_person(w, person_at(w, person), person, t, P_LOAD)
    if is_rich(w) and has(w, FX_PACE):
        duration = handling_us(w, m, i, t, duration)
    m.event = event
    schedule_in_turn(w, i, t + duration, RANK_END)


@inlined
def load_then_run(w, m, i, t, load_us):
    """Let the person at machine ``i`` load it and run it from the end of the loading, as one event.

    The person leaves the machine in advance; the machine's loading is booked in advance.
    """
    q = member(w, i, ZERO)
    set_machine(w, m, i, t, LOAD)
    set_person(w, person_at(w, q), q, t, P_LOAD)
    if is_rich(w) and has(w, FX_PACE):
        load_us = handling_us(w, m, i, t, load_us)
    release_later(w, person_at(w, q), q, t + load_us)
    m.team_size = 0
    m.relief = 0
    m.stage = ST_RUN
    start_run(w, m, i, t + load_us)


@compiled
def start_long(w, m, i, t, kind):
    """Begin the set-up or repair that machine ``i`` asked for."""
    cold()
    if kind == ASK_RUN:  # the operators set up themselves
        set_machine(w, m, i, t, SETUP)
        for k in range(m.team_size):
            q = member(w, i, k)
            set_person(w, person_at(w, q), q, t, P_SETUP)
        if has(w, FX_PACE):
            scale_task(w, m, i, t, station_at(w, m.station).run_class, NONE)
        begin_task(w, m, i, t, EV_SETUP, off_of_team(w, m, i))
    elif kind == ASK_SETUP:
        set_machine(w, m, i, t, SETUP)
        set_person(w, person_at(w, m.fixer), m.fixer, t, P_SETUP)
        if has(w, FX_PACE):
            scale_task(w, m, i, t, station_at(w, m.station).setup_class, m.fixer)
        begin_task(w, m, i, t, EV_SETUP, person_at(w, m.fixer).off_at)
    else:
        is_planned = kind >= ASK_MAINTENANCE
        set_machine(w, m, i, t, MAINTENANCE if is_planned else REPAIR)
        set_person(w, person_at(w, m.fixer), m.fixer, t, P_REPAIR)
        if has(w, FX_PACE) and not is_planned:
            scale_task(w, m, i, t, station_at(w, m.station).repair_class, m.fixer)
        event = EV_MAINTAINED if is_planned else EV_REPAIR
        begin_task(w, m, i, t, event, person_at(w, m.fixer).off_at)


@inlined
def start_served(w, m, i, t, kind):
    """Begin what machine ``i`` asked for, now that the people are there."""
    s = station_at(w, m.station)
    if kind == ASK_UNLOAD:
        begin_load(w, m, i, t, EV_UNLOADED, s.unload_us)
    elif kind == ASK_RUN and m.stage == ST_RUN:
        start_run(w, m, i, t)
    elif kind == ASK_RUN and m.stage == ST_LOAD:
        if s.load_us > 0 and s.per_operator == 1:
            load_then_run(w, m, i, t, s.load_us)
        else:
            begin_load(w, m, i, t, EV_LOADED, s.load_us)
    elif is_rich(w):
        start_long(w, m, i, t, kind)


@inlined
def take(w, p, station):
    """Person ``p`` goes to a machine of ``station``."""
    unlink_idle(w, p)
    p.busy += 1
    p.at_station = station


@compiled
def partly_free(w, s, t):
    """Return a person who tends machines of station ``s`` and can take one more, or -1."""
    cold()
    for j in range(s.first_machine, s.first_machine + s.num_machines):
        if machine_at(w, j).team_size > 0:
            q = member(w, j, ZERO)
            p = person_at(w, q)
            if (
                p.busy < s.per_operator
                and p.off_at > t
                and masters(w, q, s.run_class)
                and machine_at(w, j).staying == 0
                and p.state != P_WALK
            ):
                return q
    return -1


@compiled
def next_idle(w, m, skill, after, t):
    """Return who has been idle longest of those idle since ``after`` who may begin, or -1."""
    cold()
    best, first = NONE, INF
    for k in range(get(w, w.pools_from + skill), get(w, w.pools_from + skill + 1)):
        q = get(w, w.pool_head + get(w, w.pools + k))
        while q >= 0 and person_at(w, q).idle_order < first:
            order = person_at(w, q).idle_order
            if order > after and masters(w, q, skill) and can_end_in_time(w, m, q, t):
                best, first = q, order
            q = person_at(w, q).next_idle
    return best


@inlined
def longest_idle(w, m, skill, t):
    """Return the longest-idle person who masters class ``skill`` and may begin, or -1.

    People of equal skills are one pool, so only the first of each pool is looked at.
    """
    if skill < 0:
        return NONE
    pool, first = NONE, INF
    for k in range(get(w, w.pools_from + skill), get(w, w.pools_from + skill + 1)):
        other = get(w, w.pools + k)
        order = get(w, w.pool_order + other)
        is_earlier = order < first
        first = order if is_earlier else first
        pool = other if is_earlier else pool
    if pool < 0:
        return NONE
    q = get(w, w.pool_head + pool)
    if masters(w, q, skill) and can_end_in_time(w, m, q, t):
        return q
    return next_idle(w, m, skill, first, t)


@compiled
def find_team(w, m, i, t):
    """Fill the team of machine ``i`` with idle people, reliefs last; return whether it is whole."""
    cold()
    s = station_at(w, m.station)
    found = ZERO
    m.relief = 0
    for as_relief in range(2):
        skill = class_of(w, s, ASK_RUN, as_relief == 1)
        regular = found
        q = next_idle(w, m, skill, NONE, t) if skill >= 0 else NONE
        while q >= 0 and found < s.operators:
            is_new = True
            for k in range(regular):
                if member(w, i, k) == q:
                    is_new = False
            if is_new:
                set_member(w, i, found, q)
                found += 1
                m.relief = as_relief
            q = next_idle(w, m, skill, person_at(w, q).idle_order, t)
    return found == s.operators


@inlined
def serve(w, i, t):
    """Try to serve the request of machine ``i`` from the idle people; return whether it was."""
    m = machine_at(w, i)
    s = station_at(w, m.station)
    kind = m.ask
    if is_rich(w) and kind == ASK_RUN and s.operators > 1:
        if not find_team(w, m, i, t):
            return False
        m.team_size = s.operators
    else:
        q = NONE
        if is_rich(w) and kind == ASK_RUN and s.per_operator > 1:
            q = partly_free(w, s, t)
        relief = ZERO
        if q < 0:
            q = longest_idle(w, m, class_of(w, s, kind, False), t)
        if is_rich(w) and q < 0:
            relief = ONE
            q = longest_idle(w, m, class_of(w, s, kind, True), t)
        if q < 0:
            return False
        if is_rich(w) and (kind == ASK_SETUP or kind >= ASK_REPAIR):
            m.fixer = q
            take(w, person_at(w, q), m.station)
        else:
            set_member(w, i, ZERO, q)
            m.team_size = 1
            m.relief = relief
    m.ask = ASK_NONE
    if kind == ASK_RUN or kind == ASK_UNLOAD:
        for k in range(m.team_size):
            q = member(w, i, k)
            p = person_at(w, q)
            take(w, p, m.station)
            if is_rich(w) and kind == ASK_RUN and p.busy < s.per_operator:
                note_partial(w, q)
    if is_rich(w) and w.effects != 0 and begin_walk(w, m, i, t, kind):
        return True
    start_served(w, m, i, t, kind)
    return True


@compiled
def walked(w, m, i, t):
    """Begin what machine ``i`` asked for: the last who walked to it is there.

    Whose break or shift end came on the way goes, and the machine asks again.
    """
    cold()
    kind = task_at(w, i).walk_kind
    clear_event(w, m, i)
    if not end_walk(w, m, i, t, kind):
        start_served(w, m, i, t, kind)
        q = member(w, i, ZERO)
        if kind == ASK_RUN and person_at(w, q).busy < station_at(w, m.station).per_operator:
            note_partial(w, q)
        return
    if kind == ASK_SETUP or kind == ASK_REPAIR:
        free_person(w, m.fixer, t)
        m.fixer = NONE
    else:
        free_team(w, m, i, t)
    ask(w, m, i, t, kind)


@compiled
def serve_waiting(w, i, t):
    """Try to serve a request that waits; a function of its own for the seldom passes below."""
    cold()
    return serve(w, i, t)


@compiled
def sort_people(w, n):
    """Sort the first ``n`` newly free people by index (insertion sort: n is mostly 0 or 1)."""
    cold()
    for a in range(1, n):
        v = person_at(w, a).new_slot
        b = a - 1
        while b >= 0 and person_at(w, b).new_slot > v:
            person_at(w, b + 1).new_slot = person_at(w, b).new_slot
            b -= 1
        person_at(w, b + 1).new_slot = v


@compiled
def serve_handed(w, t):
    """Serve tasks that were handed over before all other requests; those left wait first."""
    cold()
    handed = w.num_handed
    w.num_handed = 0
    for a in range(handed):
        i = machine_at(w, a).new_slot
        machine_at(w, i).handed = 0
        serve_waiting(w, i, t)
    for a in range(handed - 1, -1, -1):
        i = machine_at(w, a).new_slot
        m = machine_at(w, i)
        if m.ask != ASK_NONE:
            link_ask_first(w, m, i)
    return handed


@inlined
def staff(w, t):
    """Match people and requests once, after all events of the instant (S6, S7)."""
    people = w.num_new_people
    w.num_new_people = 0
    if people > 1:
        sort_people(w, people)
    kept = 0
    for a in range(people):
        q = person_at(w, a).new_slot
        p = person_at(w, q)
        p.new = 0
        if p.duty == 1 and p.on_break == 0 and p.busy == 0:
            if p.idle == 0:
                link_idle(w, p, q)
            person_at(w, kept).new_slot = q
            kept += 1
    asks = w.num_new_asks
    w.num_new_asks = 0
    if asks > 1:
        sort_asks(w, asks)
    handed = ZERO
    if is_rich(w) and w.num_handed > 0:
        handed = serve_handed(w, t)
    if kept > 0 and w.ask_head >= 0:
        match_waiting(w, t, kept)
    for a in range(handed, asks):
        i = machine_at(w, a).new_slot
        if not serve(w, i, t):
            link_ask(w, machine_at(w, i), i)
    if is_rich(w) and w.num_partial > 0:
        match_partial(w, t)


@compiled
def match_waiting(w, t, kept):
    """Give each freed person the oldest waiting request he can serve (regular work first)."""
    cold()
    for as_relief in range(2):
        for a in range(kept):
            q = person_at(w, a).new_slot
            if person_at(w, q).idle == 1:
                i = w.ask_head
                while i >= 0 and person_at(w, q).idle == 1:
                    following = machine_at(w, i).next_ask
                    m = machine_at(w, i)
                    c = class_of(w, station_at(w, m.station), m.ask, as_relief == 1)
                    if c >= 0 and masters(w, q, c) and serve_waiting(w, i, t):
                        unlink_ask(w, m)
                    i = following


@compiled
def match_partial(w, t):
    """Let people who tend machines take one more of their station, while any of them can."""
    cold()
    while w.num_partial > 0:
        w.num_partial -= 1
        p = person_at(w, get(w, w.partial + w.num_partial))
        i = w.ask_head if p.busy > 0 else -1
        while i >= 0:
            m = machine_at(w, i)
            if m.station == p.at_station and m.ask == ASK_RUN and serve_waiting(w, i, t):
                unlink_ask(w, m)
                break
            i = m.next_ask


@inlined
def clear_event(w, m, i):
    """Forget the pending event of machine ``i`` (it was handled and nothing follows yet)."""
    m.event = EV_NONE
    forget(w, i)
