"""Who can be chosen: what skill is needed, who is idle longest or has a hand free, a team."""

import numpy as np

from accord.flow.kernel.jit import cold, compiled, inlined
from accord.flow.kernel.layout import (
    ASK_MAINTENANCE,
    ASK_REPAIR,
    ASK_RUN,
    ASK_SETUP,
    ASK_UNLOAD,
    INF,
    NO_START,
    NONE,
    P_WALK,
    ST_RUN,
    ST_SETUP,
    ZERO,
)
from accord.flow.kernel.memory import (
    get,
    is_rich,
    machine_at,
    operation_at,
    person_at,
    station_at,
    unit_at,
    upkeep_at,
)
from accord.flow.kernel.tables import masters, member, set_member


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
