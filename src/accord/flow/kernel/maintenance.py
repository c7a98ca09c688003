"""Planned maintenance: which plan of a machine is due, and how it begins.

A plan that falls due while the machine works begins when the machine is empty. Calendar plans have
fixed dates, whole multiples of their interval; dates missed meanwhile are left out. Plans by
running time or by wear count from the last maintenance.
"""

import numpy as np

from accord.flow.kernel.accounts import set_machine
from accord.flow.kernel.asks import ask
from accord.flow.kernel.events import schedule
from accord.flow.kernel.jit import cold, compiled, inlined
from accord.flow.kernel.layout import (
    ASK_MAINTENANCE,
    CLOCK_CALENDAR,
    CLOCK_RUNNING,
    DOWN,
    EV_DUE,
    EV_MAINTAINED,
    INF,
    MAINTENANCE,
    NONE,
    NUM_TALLIES,
    RANK_END,
    RANK_FAIL,
)
from accord.flow.kernel.memory import get, get_float, put, put_float, station_at, upkeep_at
from accord.flow.kernel.runs import LONGEST
from accord.flow.kernel.streams import variate


@compiled
def due_plan(w, m, i, t):
    """Return the first maintenance plan of machine ``i`` that is due at ``t``, or -1."""
    cold()
    s = station_at(w, m.station)
    for k in range(s.num_upkeep):
        plan = upkeep_at(w, s.first_upkeep + k)
        last = get_float(w, w.upkeep_last + i * w.max_upkeep + k)
        if plan.clock == CLOCK_CALENDAR:
            is_due = t >= last
        elif plan.clock == CLOCK_RUNNING:
            is_due = m.ran - last >= plan.every
        else:
            is_due = m.worn - last >= plan.every
        if is_due:
            return k
    return NONE


@inlined
def next_date(plan, t):
    """Return the first date of a calendar plan after ``t``."""
    return (np.floor(t / plan.every) + 1.0) * plan.every


@compiled
def wait_for_date(w, m, i, t):
    """Let idle machine ``i`` wait for the next date of its calendar plans.

    Dates before a machine came into service are left out.
    """
    cold()
    s = station_at(w, m.station)
    first = INF
    for k in range(s.num_upkeep):
        plan = upkeep_at(w, s.first_upkeep + k)
        if plan.clock == CLOCK_CALENDAR:
            at = w.upkeep_last + i * w.max_upkeep + k
            if get_float(w, at) < t:
                put_float(w, at, next_date(plan, t))
            first = min(first, np.int64(get_float(w, at)))
    if first < INF:
        m.event = EV_DUE
        schedule(w, i, first, RANK_FAIL)


@compiled
def begin_maintenance(w, m, i, k, t):
    """Begin plan ``k`` of empty machine ``i``, or ask for who does it."""
    cold()
    s = station_at(w, m.station)
    plan = upkeep_at(w, s.first_upkeep + k)
    draw = variate(plan.kind, plan.mean_us, plan.sigma, m.key_upkeep, m.n_upkeep)
    m.n_upkeep += 1
    m.task_left = np.int64(np.rint(min(draw, LONGEST)))
    m.upkeep = k
    m.task_start = t
    at = w.tally + m.station * NUM_TALLIES + 5
    put(w, at, get(w, at) + 1)
    if plan.skill_class >= 0:
        set_machine(w, m, i, t, DOWN)
        ask(w, m, i, t, ASK_MAINTENANCE + k)
    else:
        set_machine(w, m, i, t, MAINTENANCE)
        m.event = EV_MAINTAINED
        schedule(w, i, t + m.task_left, RANK_END)


@compiled
def count_anew(w, m, i, t):
    """Note that the maintenance of machine ``i`` is done at ``t``."""
    cold()
    s = station_at(w, m.station)
    plan = upkeep_at(w, s.first_upkeep + m.upkeep)
    at = w.upkeep_last + i * w.max_upkeep + m.upkeep
    if plan.clock == CLOCK_CALENDAR:
        put_float(w, at, next_date(plan, t))
    elif plan.clock == CLOCK_RUNNING:
        put_float(w, at, float(m.ran))
    else:
        put_float(w, at, m.worn)
    m.upkeep = NONE
