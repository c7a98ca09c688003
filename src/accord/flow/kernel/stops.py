"""Why a machine stops: the end of a segment, a person who leaves, a failure, a set-up's end."""

import numpy as np

from accord.flow.kernel.accounts import (
    set_machine,
    set_person,
)
from accord.flow.kernel.asks import ask, hand_over
from accord.flow.kernel.effects import has
from accord.flow.kernel.events import (
    schedule,
)
from accord.flow.kernel.jit import (
    cold,
    compiled,
    inlined,
)
from accord.flow.kernel.layout import (
    ASK_MAINTENANCE,
    ASK_REPAIR,
    ASK_RUN,
    ASK_SETUP,
    ASK_UNLOAD,
    ATT_CYCLE,
    ATT_LOAD,
    CLOCK_CALENDAR,
    DOWN,
    EV_REPAIR,
    FREE,
    FX_PACE,
    NONE,
    NUM_TALLIES,
    P_DOWN,
    PAUSED,
    PUR_ARRIVAL,
    PUR_FAIL,
    PUR_MAINTENANCE,
    PUR_NOISE,
    PUR_QUALITY,
    PUR_RELEASE,
    PUR_REPAIR,
    PUR_SETUP,
    PUR_WAY,
    RANK_END,
    REPAIR,
    TR_MAINTENANCE,
    TR_REPAIR,
    TR_SETUP,
    UNTIL_OFF,
    WAIT,
    ZERO,
)
from accord.flow.kernel.leaving import free_fixer, free_team
from accord.flow.kernel.machines import (
    finish_segment,
    machine_done,
    to_run,
)
from accord.flow.kernel.maintenance import count_anew
from accord.flow.kernel.memory import (
    fork_at,
    get,
    is_rich,
    lot_at,
    machine_at,
    person_at,
    put,
    source_at,
    station_at,
    task_at,
    unit_at,
    upkeep_at,
)
from accord.flow.kernel.people import (
    clear_event,
    start_run,
)
from accord.flow.kernel.runs import (
    repair_time,
    stops_midway,
    team_must_leave,
    time_to_failure,
)
from accord.flow.kernel.streams import stream_key
from accord.flow.kernel.tables import member
from accord.flow.kernel.traces import trace


@compiled
def fail(w, i, t):
    """Break machine ``i`` inside a piece: the piece is kept, people stay or go (S11, S12)."""
    cold()
    m = machine_at(w, i)
    s = station_at(w, m.station)
    m.paused_at = t
    m.mid = 1
    at = w.tally + m.station * NUM_TALLIES + 3
    put(w, at, get(w, at) + 1)
    if m.known_repair >= 0:
        m.task_left = m.known_repair
        m.known_repair = -1
    else:
        m.task_left = repair_time(s, m)
    if has(w, FX_PACE):
        task_at(w, i).scale = 0.0
    stays = m.team_size > 0 and w.at_fail != FREE
    for k in range(m.team_size):
        if w.at_fail == UNTIL_OFF and person_at(w, member(w, i, k)).off_at <= t:
            stays = False
    if stays:
        m.staying = 1
        for k in range(m.team_size):
            q = member(w, i, k)
            set_person(w, person_at(w, q), q, t, P_DOWN)
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


@inlined
def next_failure(w, m, t):
    """Draw when machine ``m`` fails next, on its clock."""
    s = station_at(w, m.station)
    if s.fail_kind >= 0:
        if s.clock == CLOCK_CALENDAR:
            m.fail_at = t + time_to_failure(s, m)
        else:
            m.fail_left = time_to_failure(s, m)


@compiled
def key_streams(w, seed, replication):
    """Key the streams of machines and sources and draw the first failure clocks."""
    cold()
    for i in range(w.num_machines):
        m = machine_at(w, i)
        m.key_noise = stream_key(seed, replication, m.entity, np.uint64(PUR_NOISE))
        m.key_fail = stream_key(seed, replication, m.entity, np.uint64(PUR_FAIL))
        m.key_repair = stream_key(seed, replication, m.entity, np.uint64(PUR_REPAIR))
        m.key_setup = stream_key(seed, replication, m.entity, np.uint64(PUR_SETUP))
        m.key_quality = stream_key(seed, replication, m.entity, np.uint64(PUR_QUALITY))
        m.key_upkeep = stream_key(seed, replication, m.entity, np.uint64(PUR_MAINTENANCE))
        next_failure(w, m, ZERO)
    for j in range(w.num_forks):
        fork = fork_at(w, j)
        fork.key = stream_key(seed, replication, fork.entity, np.uint64(PUR_WAY))
    source_at(w, 0).key = stream_key(seed, replication, np.uint64(0), np.uint64(PUR_RELEASE))
    for j in range(1, w.num_sources):
        s = source_at(w, j)
        s.key = stream_key(seed, replication, s.entity, np.uint64(PUR_ARRIVAL))


@compiled
def rule_that_stops(w, m, i, t):
    """Return the rule by which somebody at machine ``i`` must leave his piece at ``t``, or -1."""
    cold()
    for k in range(m.team_size):
        p = person_at(w, member(w, i, k))
        if p.off_at <= t:
            rule = w.shift_end if p.end_at <= t else w.break_rule
            if stops_midway(rule):
                return rule
    return NONE


@compiled
def pause(w, m, i, t, rule):
    """Leave machine ``i`` inside its unit and ask for who goes on with it."""
    cold()
    free_team(w, m, i, t)
    set_machine(w, m, i, t, PAUSED)
    clear_event(w, m, i)
    ask(w, m, i, t, ASK_RUN)
    hand_over(w, m, rule)


@compiled
def repaired(w, i, t):
    """Pause or end the repair of machine ``i``; its run goes on if somebody may attend it."""
    cold()
    m = machine_at(w, i)
    s = station_at(w, m.station)
    m.task_left -= t - m.task_start
    if w.tracing == 1:
        trace(
            w,
            m.task_start,
            t,
            i,
            m.fixer,
            unit_at(w, m.unit).op,
            ZERO,
            lot_at(w, unit_at(w, m.unit).lot).number,
            TR_REPAIR,
        )
    free_fixer(w, m, t)
    if m.task_left > 0:
        set_machine(w, m, i, t, DOWN)
        clear_event(w, m, i)
        ask(w, m, i, t, ASK_REPAIR)
        hand_over(w, m, w.long_rule)
        return
    next_failure(w, m, t)
    rule = rule_that_stops(w, m, i, t)
    if rule >= 0 or (m.staying == 0 and s.attendance == ATT_CYCLE):
        pause(w, m, i, t, rule)
    else:
        m.staying = 0
        start_run(w, m, i, t)


@compiled
def maintained(w, i, t):
    """Pause or end the maintenance of machine ``i``."""
    cold()
    m = machine_at(w, i)
    m.task_left -= t - m.task_start
    if w.tracing == 1:
        trace(w, m.task_start, t, i, m.fixer, NONE, ZERO, NONE, TR_MAINTENANCE)
    free_fixer(w, m, t)
    if m.task_left > 0:
        set_machine(w, m, i, t, DOWN)
        clear_event(w, m, i)
        m.task_start = t
        ask(w, m, i, t, ASK_MAINTENANCE + m.upkeep)
        hand_over(w, m, w.long_rule)
        return
    s = station_at(w, m.station)
    if upkeep_at(w, s.first_upkeep + m.upkeep).renews == 1:
        next_failure(w, m, t)
    count_anew(w, m, i, t)
    machine_done(w, m, i, t)


@compiled
def set_up(w, i, t):
    """Pause or end the set-up of machine ``i``."""
    cold()
    m = machine_at(w, i)
    m.task_left -= t - m.task_start
    if w.tracing == 1:
        person = m.fixer if m.fixer >= 0 else (member(w, i, ZERO) if m.team_size > 0 else NONE)
        trace(
            w,
            m.task_start,
            t,
            i,
            person,
            unit_at(w, m.unit).op,
            ZERO,
            lot_at(w, unit_at(w, m.unit).lot).number,
            TR_SETUP,
        )
    own = m.fixer < 0
    free_fixer(w, m, t)
    if m.task_left > 0:
        if m.team_size > 0:
            free_team(w, m, i, t)
        set_machine(w, m, i, t, WAIT)
        clear_event(w, m, i)
        ask(w, m, i, t, ASK_RUN if own else ASK_SETUP)
        hand_over(w, m, w.long_rule)
        return
    m.setup_op = unit_at(w, m.unit).op
    loads = station_at(w, m.station).attendance == ATT_LOAD
    if m.team_size > 0 and (loads or team_must_leave(w, i, t)):
        free_team(w, m, i, t)
    clear_event(w, m, i)
    to_run(w, m, i, t)


@inlined
def stopped(w, m, i, t):
    """Stop the run of machine ``i``: its segment is made, or an operator goes off."""
    if not is_rich(w) or m.left == 0:
        if station_at(w, m.station).unload_us > 0 and m.rest == 0:
            clear_event(w, m, i)
            set_machine(w, m, i, t, WAIT)
            ask(w, m, i, t, ASK_UNLOAD)
        else:
            if is_rich(w) and m.rest > 0 and m.team_size > 0 and team_must_leave(w, i, t):
                m.relief = 1  # the team leaves at the segment's end
            finish_segment(w, m, i, t)
    else:
        m.paused_at = t
        pause(w, m, i, t, rule_that_stops(w, m, i, t))
