"""Who does what: the idle list, the requests of machines, and the one staffing pass per instant.

Rule S7: a new request goes to the longest-idle skilled person; a freed person takes the oldest
request he masters; of requests made at one instant, the one whose unit has waited longest at its
station comes first; the last key is the index. Reliefs are asked only where no regular operator is
free. A team is taken whole or not at all.
"""

from accord.flow.kernel.accounts import set_machine, set_person
from accord.flow.kernel.events import forget, schedule
from accord.flow.kernel.jit import compiled, inlined
from accord.flow.kernel.layout import (
    ASK_NONE,
    ASK_REPAIR,
    ASK_RUN,
    ASK_SETUP,
    EV_LOADED,
    EV_NONE,
    EV_REPAIR,
    EV_SETUP,
    EV_UNLOADED,
    HANDOVER,
    INF,
    LOAD,
    NO_START,
    NONE,
    P_ATTEND,
    P_BREAK,
    P_LOAD,
    P_REPAIR,
    P_SETUP,
    P_WAIT,
    PREEMPT,
    RANK_END,
    REPAIR,
    RUN,
    SETUP,
    ST_LOAD,
    ST_RUN,
    ST_SETUP,
    ZERO,
)
from accord.flow.kernel.memory import (
    get,
    get_float,
    machine_at,
    operation_at,
    person_at,
    put,
    station_at,
    unit_at,
)
from accord.flow.kernel.runs import completion, plan_run
from accord.flow.kernel.tables import masters, member, set_member


@inlined
def unlink_idle(w, p):
    """Take a person out of the idle list."""
    if p.idle == 1:
        if p.prev_idle >= 0:
            person_at(w.ps, p.prev_idle).next_idle = p.next_idle
        else:
            w.idle_head = p.next_idle
        if p.next_idle >= 0:
            person_at(w.ps, p.next_idle).prev_idle = p.prev_idle
        else:
            w.idle_tail = p.prev_idle
        p.idle = 0


@inlined
def link_idle(w, p, i):
    """Append a person to the idle list (longest idle first)."""
    tail = w.idle_tail
    p.prev_idle = tail
    p.next_idle = -1
    if tail >= 0:
        person_at(w.ps, tail).next_idle = i
    else:
        w.idle_head = i
    w.idle_tail = i
    p.idle = 1


@inlined
def now_idle(w, p, i):
    """Note a person who became free at this instant; the staffing pass will see him."""
    if p.new == 0 and p.active == 1:
        p.new = 1
        n = w.num_new_people
        person_at(w.ps, n).new_slot = i
        w.num_new_people = n + 1


@compiled
def count_staff(w, i, t, change):
    """Person ``i`` comes on (+1) or goes off (-1) duty: stations open and close with him."""
    for k in range(w.num_stations):
        s = station_at(w.st, k)
        if s.run_class >= 0 and s.operators > 0 and masters(w, i, s.run_class):
            if s.staffed + change == 0 or s.staffed == 0:
                for j in range(s.first_machine, s.first_machine + s.num_machines):
                    m = machine_at(w.mc, j)
                    set_machine(w, m, j, t, m.state)
            s.staffed += change


@compiled
def go_off(w, i, t):
    """End the duty of person ``i``."""
    p = person_at(w.ps, i)
    unlink_idle(w, p)
    set_person(w, p, i, t, P_WAIT)
    p.duty = 0
    p.on_break = 0
    p.pending_off = 0
    p.pending_break = 0
    p.extra = 0
    count_staff(w, i, t, NONE)


@compiled
def note_partial(w, i):
    """Note a person who tends machines and could tend one more of the same station."""
    n = w.num_partial
    put(w.x, w.partial + n, i)
    w.num_partial = n + 1


@compiled
def free_person(w, i, t):
    """Person ``i`` leaves one machine: idle, on break or off, as his calendar says."""
    p = person_at(w.ps, i)
    p.busy -= 1
    if p.busy > 0:
        note_partial(w, i)
    elif p.pending_off == 1:
        go_off(w, i, t)
    elif p.pending_break == 1:
        p.pending_break = 0
        p.on_break = 1
        set_person(w, p, i, t, P_BREAK)
    else:
        set_person(w, p, i, t, P_WAIT)
        now_idle(w, p, i)


@compiled
def free_team(w, m, i, t):
    """Free the operators at machine ``i``."""
    for k in range(m.team_size):
        free_person(w, member(w, i, k), t)
    m.team_size = 0
    m.relief = 0
    m.staying = 0


@inlined
def ask(w, m, i, t, kind):
    """Machine ``i`` asks for somebody; the staffing pass of this instant sees it."""
    m.ask = kind
    n = w.num_new_asks
    machine_at(w.mc, n).new_slot = i
    w.num_new_asks = n + 1


@inlined
def link_ask(w, m, i, first):
    """Put a request at the end (or, for a handover, at the head) of the request list."""
    if first:
        head = w.ask_head
        m.prev_ask = -1
        m.next_ask = head
        if head >= 0:
            machine_at(w.mc, head).prev_ask = i
        else:
            w.ask_tail = i
        w.ask_head = i
    else:
        tail = w.ask_tail
        m.prev_ask = tail
        m.next_ask = -1
        if tail >= 0:
            machine_at(w.mc, tail).next_ask = i
        else:
            w.ask_head = i
        w.ask_tail = i


@inlined
def unlink_ask(w, m):
    """Take a request out of the list."""
    if m.prev_ask >= 0:
        machine_at(w.mc, m.prev_ask).next_ask = m.next_ask
    else:
        w.ask_head = m.next_ask
    if m.next_ask >= 0:
        machine_at(w.mc, m.next_ask).prev_ask = m.prev_ask
    else:
        w.ask_tail = m.prev_ask
    m.ask = ASK_NONE


@inlined
def class_of(s, kind, as_relief):
    """Return the skill class that request ``kind`` of station ``s`` needs, -1 when nobody."""
    if kind == ASK_SETUP:
        return -1 if as_relief else s.setup_class
    if kind == ASK_REPAIR:
        return -1 if as_relief else s.repair_class
    return s.relief_class if as_relief else s.run_class


@compiled
def can_end_in_time(w, m, i, t):
    """Return whether the task at machine ``m`` ends before person ``i`` goes off (``no_start``)."""
    s = station_at(w.st, m.station)
    long_task = m.ask == ASK_SETUP or m.ask == ASK_REPAIR or m.stage == ST_SETUP
    rule = w.long_rule if long_task else w.shift_end
    if rule != NO_START:
        return True
    if long_task:
        needed = m.task_left
    elif m.stage == ST_RUN:
        needed = int(operation_at(w.op, unit_at(w.un, m.unit).op).cycle_us)
    else:
        needed = s.load_us
    return t + needed <= person_at(w.ps, i).off_at


@compiled
def off_of_team(w, m, i):
    """Return the first instant at which somebody at machine ``i`` goes off."""
    off = INF
    for k in range(m.team_size):
        off = min(off, person_at(w.ps, member(w, i, k)).off_at)
    return off


@compiled
def begin_task(w, m, i, t, event, off):
    """Start or resume a set-up or repair of machine ``i`` and schedule its end or its pause."""
    end = t + m.task_left
    rule = w.long_rule
    if PREEMPT <= rule <= HANDOVER and off < end:
        end = max(off, t)
    m.task_start = t
    m.event = event
    schedule(w, i, end, RANK_END)


@compiled
def start_run(w, m, i, t):
    """Run machine ``i`` from ``t``.

    It resumes inside a piece, goes on counting where the last piece of the same operation ended
    at this instant, or anchors a new count of pieces.
    """
    set_machine(w, m, i, t, RUN)
    for k in range(m.team_size):
        q = member(w, i, k)
        set_person(w, person_at(w.ps, q), q, t, P_ATTEND)
    if m.mid == 1:
        m.anchor += t - m.paused_at
        m.mid = 0
    else:
        op = unit_at(w.un, m.unit).op
        o = operation_at(w.op, op)
        if m.left == m.segment or o.is_move == 1:
            m.segment_start = t
        cycle = o.cycle_us
        if m.team_size > 0 and station_at(w.st, m.station).attendance == 1:
            pace = 0.0
            c = station_at(w.st, m.station).run_class
            for k in range(m.team_size):
                pace += get_float(w.y, w.pace + member(w, i, k) * w.classes + c)
            cycle = o.cycle_us * m.team_size / pace
        if m.run_op != op or m.cycle != cycle or completion(m, m.batch_done) != t:
            m.anchor = t
            m.weight = 0.0
            m.batch_done = 0
            m.cycle = cycle
            m.run_op = op
    plan_run(w, i, t)


@compiled
def begin_load(w, m, i, t, event, duration):
    """Let the person at machine ``i`` load or unload it."""
    person = member(w, i, ZERO)
    set_machine(w, m, i, t, LOAD)
    set_person(w, person_at(w.ps, person), person, t, P_LOAD)
    m.event = event
    schedule(w, i, t + duration, RANK_END)


@inlined
def start_served(w, m, i, t, kind):
    """Begin what machine ``i`` asked for, now that the people are there."""
    s = station_at(w.st, m.station)
    if kind == ASK_RUN and m.stage == ST_RUN:
        start_run(w, m, i, t)
    elif kind == ASK_RUN and m.stage == ST_LOAD:
        begin_load(w, m, i, t, EV_LOADED, s.load_us)
    elif kind == ASK_RUN:  # the operators set up themselves
        set_machine(w, m, i, t, SETUP)
        for k in range(m.team_size):
            q = member(w, i, k)
            set_person(w, person_at(w.ps, q), q, t, P_SETUP)
        begin_task(w, m, i, t, EV_SETUP, off_of_team(w, m, i))
    elif kind == ASK_SETUP:
        set_machine(w, m, i, t, SETUP)
        set_person(w, person_at(w.ps, m.fixer), m.fixer, t, P_SETUP)
        begin_task(w, m, i, t, EV_SETUP, person_at(w.ps, m.fixer).off_at)
    elif kind == ASK_REPAIR:
        set_machine(w, m, i, t, REPAIR)
        set_person(w, person_at(w.ps, m.fixer), m.fixer, t, P_REPAIR)
        begin_task(w, m, i, t, EV_REPAIR, person_at(w.ps, m.fixer).off_at)
    else:
        begin_load(w, m, i, t, EV_UNLOADED, s.unload_us)


@inlined
def take(w, p, q, station):
    """Person ``q`` goes to a machine of ``station``."""
    unlink_idle(w, p)
    p.busy += 1
    p.at_station = station


@compiled
def partly_free(w, s, t):
    """Return a person who tends machines of station ``s`` and can take one more, or -1."""
    for j in range(s.first_machine, s.first_machine + s.num_machines):
        if machine_at(w.mc, j).team_size > 0:
            q = member(w, j, ZERO)
            p = person_at(w.ps, q)
            if (
                p.busy < s.per_operator
                and p.off_at > t
                and masters(w, q, s.run_class)
                and machine_at(w.mc, j).staying == 0
            ):
                return q
    return -1


@compiled
def serve(w, i, t):
    """Try to serve the request of machine ``i`` from the idle people; return whether it was."""
    m = machine_at(w.mc, i)
    s = station_at(w.st, m.station)
    kind = m.ask
    need = s.operators if kind == ASK_RUN else 1
    found = 0
    reliefs = 0
    if kind == ASK_RUN and s.per_operator > 1 and need == 1:
        q = partly_free(w, s, t)
        if q >= 0:
            set_member(w, i, ZERO, q)
            found = 1
    for as_relief in range(2):
        if found < need:
            c = class_of(s, kind, as_relief == 1)
            q = w.idle_head if c >= 0 else -1
            while q >= 0 and found < need:
                if masters(w, q, c) and can_end_in_time(w, m, q, t):
                    fresh = True
                    for k in range(found if as_relief == 1 else 0):
                        if member(w, i, k) == q:
                            fresh = False
                    if fresh:
                        if kind == ASK_SETUP or kind == ASK_REPAIR:
                            m.fixer = q
                        else:
                            set_member(w, i, found, q)
                        found += 1
                        reliefs += as_relief
                q = person_at(w.ps, q).next_idle
    if found < need:
        return False
    unlink_ask(w, m)
    if kind == ASK_SETUP or kind == ASK_REPAIR:
        take(w, person_at(w.ps, m.fixer), m.fixer, m.station)
    else:
        m.team_size = need
        m.relief = 1 if reliefs > 0 else 0
        for k in range(need):
            q = member(w, i, k)
            take(w, person_at(w.ps, q), q, m.station)
            if kind == ASK_RUN and person_at(w.ps, q).busy < s.per_operator:
                note_partial(w, q)
    start_served(w, m, i, t, kind)
    return True


@compiled
def sort_people(w, n):
    """Sort the first ``n`` newly free people by index (insertion sort: n is mostly 0 or 1)."""
    for a in range(1, n):
        v = person_at(w.ps, a).new_slot
        b = a - 1
        while b >= 0 and person_at(w.ps, b).new_slot > v:
            person_at(w.ps, b + 1).new_slot = person_at(w.ps, b).new_slot
            b -= 1
        person_at(w.ps, b + 1).new_slot = v


@compiled
def sort_asks(w, n):
    """Sort the first ``n`` new requests: longest-waiting unit first, then by machine."""
    for a in range(1, n):
        v = machine_at(w.mc, a).new_slot
        since = unit_at(w.un, machine_at(w.mc, v).unit).arrived
        b = a - 1
        while b >= 0:
            u = machine_at(w.mc, b).new_slot
            other = unit_at(w.un, machine_at(w.mc, u).unit).arrived
            if other < since or (other == since and u < v):
                break
            machine_at(w.mc, b + 1).new_slot = u
            b -= 1
        machine_at(w.mc, b + 1).new_slot = v


@compiled
def staff(w, t):
    """Match people and requests once, after all events of the instant (S6, S7)."""
    n = w.num_new_people
    w.num_new_people = 0
    waiting = w.ask_head >= 0
    if n > 1:
        sort_people(w, n)
    kept = 0
    for a in range(n):
        q = person_at(w.ps, a).new_slot
        p = person_at(w.ps, q)
        p.new = 0
        if p.duty == 1 and p.on_break == 0 and p.busy == 0 and p.idle == 0:
            link_idle(w, p, q)
            person_at(w.ps, kept).new_slot = q
            kept += 1
    asks = w.num_new_asks
    w.num_new_asks = 0
    if waiting and kept > 0:
        match_waiting(w, t, kept)
    if asks > 1:
        sort_asks(w, asks)
    handover = w.shift_end == HANDOVER or w.long_rule == HANDOVER
    for a in range(asks):
        i = machine_at(w.mc, a).new_slot
        m = machine_at(w.mc, i)
        if m.ask != ASK_NONE:
            link_ask(w, m, i, handover and (m.mid == 1 or m.task_left > 0))
            serve(w, i, t)
    if w.num_partial > 0:
        match_partial(w, t)


@compiled
def match_waiting(w, t, kept):
    """Give each freed person the oldest waiting request he can serve (regular work first)."""
    for as_relief in range(2):
        for a in range(kept):
            q = person_at(w.ps, a).new_slot
            if person_at(w.ps, q).idle == 1:
                i = w.ask_head
                while i >= 0 and person_at(w.ps, q).idle == 1:
                    following = machine_at(w.mc, i).next_ask
                    m = machine_at(w.mc, i)
                    c = class_of(station_at(w.st, m.station), m.ask, as_relief == 1)
                    if c >= 0 and masters(w, q, c):
                        serve(w, i, t)
                    i = following


@compiled
def match_partial(w, t):
    """Let people who tend machines take one more of their station, while any of them can."""
    while w.num_partial > 0:
        w.num_partial -= 1
        p = person_at(w.ps, get(w.x, w.partial + w.num_partial))
        i = w.ask_head if p.busy > 0 else -1
        while i >= 0:
            following = machine_at(w.mc, i).next_ask
            if (
                machine_at(w.mc, i).station == p.at_station
                and machine_at(w.mc, i).ask == ASK_RUN
                and serve(w, i, t)
            ):
                break
            i = following


@inlined
def clear_event(w, m, i):
    """Forget the pending event of machine ``i`` (it was handled and nothing follows yet)."""
    m.event = EV_NONE
    forget(w, i)
