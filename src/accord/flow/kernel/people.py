"""Who does what: tasks that begin, and the one staffing pass per instant.

Rule S7: a new request goes to the longest-idle skilled person; a freed person takes the oldest
request he masters; of requests made at one instant, the one whose unit has waited longest at its
station comes first; the last key is the index. Reliefs are asked only where no regular operator is
free. A team is taken whole or not at all.
"""

from accord.flow.kernel.accounts import set_machine, set_person
from accord.flow.kernel.asks import ask, link_ask, link_ask_first, sort_asks, unlink_ask
from accord.flow.kernel.choice import class_of, find_team, longest_idle, partly_free
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
    NONE,
    ONE,
    P_ATTEND,
    P_LOAD,
    P_REPAIR,
    P_SETUP,
    RANK_END,
    REPAIR,
    RUN,
    SETUP,
    ST_LOAD,
    ST_RUN,
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
)
from accord.flow.kernel.runs import completion, count_from, plan_run, stops_midway
from accord.flow.kernel.tables import masters, member, set_member
from accord.flow.kernel.walking import begin_walk, end_walk


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
def oldest_ask(w, q):
    """Return the machine of a plain plant that has asked longest for what ``q`` masters, or -1."""
    i = w.ask_head
    while i >= 0 and not masters(w, q, station_at(w, machine_at(w, i).station).run_class):
        i = machine_at(w, i).next_ask
    return i


@inlined
def serve_alone(w, t):
    """Give the only person newly free of a plain plant the oldest request; return whether he was.

    Nobody else who masters what waits can be idle: he would have been given it.
    """
    q = person_at(w, ZERO).new_slot
    p = person_at(w, q)
    if p.duty == 0 or p.on_break == 1 or p.busy > 0 or p.idle == 1:
        return False
    i = oldest_ask(w, q)
    if i < 0:
        return False
    w.num_new_people = 0
    p.new = 0
    m = machine_at(w, i)
    unlink_ask(w, m)
    begin_served(w, m, i, q, t)
    return True


@inlined
def begin_served(w, m, i, q, t):
    """Let person ``q``, who is not idle any more, do what machine ``i`` of a plain plant asked."""
    kind = m.ask
    set_member(w, i, ZERO, q)
    m.team_size = 1
    m.relief = ZERO
    m.ask = ASK_NONE
    p = person_at(w, q)
    p.busy += 1
    p.at_station = m.station
    start_served(w, m, i, t, kind)


@inlined
def link_new_people(w):
    """Put those who became free at this instant among the idle, by index; return how many."""
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
    return kept


@inlined
def staff(w, t):
    """Match people and requests once, after all events of the instant (S6, S7)."""
    is_one = not is_rich(w) and w.num_new_people == 1 and w.ask_head >= 0
    kept = ZERO
    if not is_one or not serve_alone(w, t):
        kept = link_new_people(w)
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
        is_nobody = not is_rich(w) and w.idle_people == 0
        if is_nobody or not serve(w, i, t):
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
