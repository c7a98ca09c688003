"""Effects of people on the time of tasks: rates worked out once, when a task begins (S14).

``task_rate`` is the one door: the rate of a person at a task that begins now, 1 is the standard.
A task is a loading, an unloading, a set-up, a repair, or the pieces that a team makes without
interruption, at most ``task_pieces`` of a segment. Experience counts what was done before the task.
"""

import math

import numpy as np

from accord.flow.kernel.jit import cold, compiled, inlined
from accord.flow.kernel.layout import (
    FX_AFTER_US,
    FX_EXPERIENCE,
    FX_FASTER,
    FX_FATIGUE,
    FX_GAIN,
    FX_HOUR,
    FX_INCOMPRESSIBLE,
    FX_LEARNING,
    FX_LONG_SLOPE,
    FX_LOSS,
    FX_MENTORING,
    FX_NIGHT,
    FX_PACE,
    FX_PEERS,
    FX_PLATEAU,
    FX_REST_US,
    FX_SLOPE,
    FX_SPILL,
    FX_STANDARD,
    FX_UNIT_US,
    FX_WALKING,
    INF,
    NONE,
    ONE,
    P_ATTEND,
    P_DOWN,
    P_REPAIR,
    SEEN,
    ZERO,
)
from accord.flow.kernel.memory import (
    get,
    get_float,
    operation_at,
    person_at,
    put,
    put_float,
    station_at,
    task_at,
    unit_at,
    worker_at,
)
from accord.flow.kernel.tables import masters, member

LEAST = 0.05  # of the standard: no sum of effects stops a person
DAY_US = np.int64(86_400_000_000)
NIGHT_US = np.int64(3 * 3_600_000_000)  # a shift over 03:00 is a night


@inlined
def number(w, which):
    """Return a parameter of the effects."""
    return get_float(w, w.fx_numbers + which)


@inlined
def has(w, switch):
    """Return whether an effect is on."""
    return w.effects & switch != 0


@inlined
def is_learner(w, at):
    """Return whether experience entry ``at`` is that of a learner below the plateau."""
    is_new = get_float(w, w.fx_base + at) == 0.0
    return is_new and get_float(w, w.fx_done + at) + 1.0 < number(w, FX_PLATEAU)


@compiled
def time_at(w, done, base):
    """Return the time of a unit over the standard after ``done`` whole units.

    Source: Wright 1936; De Jong 1957 (share that does not shrink).
    """
    cold()
    if base > 0.0:
        return (1.0 + done / base) ** number(w, FX_LONG_SLOPE)
    if done + 1.0 >= number(w, FX_PLATEAU):
        return 1.0
    fixed = number(w, FX_INCOMPRESSIBLE)
    return (fixed + (1.0 - fixed) * (done + 1.0) ** number(w, FX_SLOPE)) / number(w, FX_STANDARD)


@inlined
def time_learnt(w, at):
    """Return the time of a task over the standard, by experience entry ``at``.

    Whole units count, so the power is worked out once a unit.
    """
    done = get_float(w, w.fx_done + at)
    if done >= get_float(w, w.fx_until + at):
        whole = math.floor(done)
        put_float(w, w.fx_until + at, whole + 1.0)
        put_float(w, w.fx_time + at, time_at(w, whole, get_float(w, w.fx_base + at)))
    return get_float(w, w.fx_time + at)


@inlined
def time_tired(w, wk, t):
    """Return the time of a task over that of a person who is fresh."""
    late = max(0.0, (t - wk.shift_start) - number(w, FX_AFTER_US))
    nights = max(0, wk.nights - 1)
    return max(LEAST, 1.0 + number(w, FX_HOUR) * late) * (1.0 + number(w, FX_NIGHT) * nights)


@inlined
def be_seen(w, wk, area, rate):
    """Let peers in ``area`` see a person work at ``rate``."""
    wk.area = area
    wk.seen_rate = np.int64(np.rint(rate * SEEN))
    put(w, w.seen + area, get(w, w.seen + area) + wk.seen_rate)
    put(w, w.seen_num + area, get(w, w.seen_num + area) + ONE)


@inlined
def end_task(w, q):
    """Person ``q`` ends a task: peers no longer see him, his mentor no longer helps."""
    wk = worker_at(w, q)
    if wk.area >= 0:
        put(w, w.seen + wk.area, get(w, w.seen + wk.area) - wk.seen_rate)
        put(w, w.seen_num + wk.area, get(w, w.seen_num + wk.area) - ONE)
        wk.area = NONE
    if wk.is_helped == 1:
        wk.is_helped = 0
        worker_at(w, wk.mentor).helping -= 1


@inlined
def pull_of_peers(w, area):
    """Return by how much the rate of who begins in ``area`` moves with those at work there."""
    others = get(w, w.seen_num + area)
    if others == 0:
        return 1.0
    mean = get(w, w.seen + area) / SEEN / others
    return max(LEAST, 1.0 + number(w, FX_SPILL) * (mean - 1.0))


@compiled
def mentored(w, wk, at, skill):
    """Return the rate that a mentor gives a learner, and note who helps whom."""
    cold()
    if wk.mentor < 0 or not is_learner(w, at):
        return 1.0
    mentor = person_at(w, wk.mentor)
    if mentor.duty == 0 or mentor.on_break == 1 or not masters(w, wk.mentor, skill):
        return 1.0
    wk.is_helped = 1
    worker_at(w, wk.mentor).helping += 1
    return 1.0 + number(w, FX_GAIN)


@compiled
def task_rate(w, q, station, skill, column, pace, t):
    """Return the rate of person ``q`` at a task that begins at ``t``, 1 is the standard.

    ``skill`` is the class of the task, ``column`` what it teaches, ``pace`` the person's rate by
    his skill.
    """
    wk = worker_at(w, q)
    end_task(w, q)
    at = q * w.fx_columns + column
    rate = pace * wk.rate
    if has(w, FX_LEARNING):
        rate /= time_learnt(w, at)
    if has(w, FX_FATIGUE):
        rate /= time_tired(w, wk, t)
    if has(w, FX_MENTORING):
        help_rate = mentored(w, wk, at, skill)
        if has(w, FX_LEARNING):  # nobody is helped beyond the standard
            help_rate = min(help_rate, max(1.0, time_learnt(w, at)))
        rate *= help_rate
        if wk.helping > 0:
            rate *= 1.0 - number(w, FX_LOSS)
    if has(w, FX_PEERS):
        area = get(w, w.fx_area + station)
        pull = pull_of_peers(w, area)
        be_seen(w, wk, area, rate)
        rate *= pull
    wk.pace = max(rate, LEAST)
    return wk.pace


@inlined
def learn(w, q, column, units):
    """Add ``units`` to the experience of person ``q``."""
    at = w.fx_done + q * w.fx_columns + column
    if worker_at(w, q).is_helped == 1:
        units *= 1.0 + number(w, FX_FASTER)
    put_float(w, at, get_float(w, at) + units)


@inlined
def units_of(w, standard_us):
    """Return the units of experience in one piece or task of ``standard_us`` standard time."""
    unit_us = number(w, FX_UNIT_US)
    return standard_us / unit_us if unit_us > 0.0 else 1.0


@inlined
def credit(w, m, i):
    """Credit the pieces made on machine ``i`` since the last look to those who made them."""
    tk = task_at(w, i)
    if tk.credit_left > m.left and has(w, FX_EXPERIENCE):
        op = unit_at(w, m.unit).op
        made = (tk.credit_left - m.left) * units_of(w, operation_at(w, op).cycle_us)
        for k in range(m.team_size):
            learn(w, member(w, i, k), get(w, w.fx_column + op), made)


@inlined
def end_credit(w, m, i):
    """Credit what was made on machine ``i``; its people leave, or its segment is made."""
    credit(w, m, i)
    task_at(w, i).credit_left = NONE


@inlined
def rate_of_team(w, m, i, t):
    """Return the rate of the people who begin pieces on machine ``i``, 1 is the standard."""
    op = unit_at(w, m.unit).op
    skill = station_at(w, m.station).run_class
    manual = get_float(w, w.fx_manual + m.station)
    total = 0.0
    for k in range(m.team_size):
        q = member(w, i, k)
        pace = get_float(w, w.pace + q * w.classes + skill)
        rate = task_rate(w, q, m.station, skill, get(w, w.fx_column + op), pace, t)
        rate = pace / ((1.0 - manual) + manual * pace / rate)
        worker_at(w, q).pace = rate
        total += rate
    return total / m.team_size


@compiled
def begin_pieces(w, m, i, t):
    """Begin a task of pieces on machine ``i``; return the time (us) of a piece."""
    tk = task_at(w, i)
    credit(w, m, i)
    tk.credit_left = m.left
    tk.look_at = max(ZERO, m.left - w.task_pieces)
    return operation_at(w, unit_at(w, m.unit).op).cycle_us / rate_of_team(w, m, i, t)


@compiled
def note_paces(w, m, i):
    """Note the rates by skill of the people who begin pieces on machine ``i``."""
    cold()
    skill = station_at(w, m.station).run_class
    for k in range(m.team_size):
        q = member(w, i, k)
        worker_at(w, q).pace = get_float(w, w.pace + q * w.classes + skill)


@compiled
def resume_piece(w, m, i, t):
    """Let the people at machine ``i`` end a piece that others began, at its own time.

    Who stayed while the machine was repaired goes on with his task.
    """
    cold()
    tk = task_at(w, i)
    if m.team_size > 0 and tk.credit_left < 0:
        tk.credit_left = m.left
        tk.look_at = m.left - ONE
        rate_of_team(w, m, i, t)


@compiled
def handling_us(w, m, i, t, standard_us):
    """Return the time (us) of a loading or unloading of machine ``i`` that begins at ``t``."""
    skill = station_at(w, m.station).run_class
    column = get(w, w.fx_column + unit_at(w, m.unit).op)
    q = member(w, i, ZERO)
    rate = task_rate(w, q, m.station, skill, column, 1.0, t)
    if has(w, FX_EXPERIENCE):
        learn(w, q, column, units_of(w, standard_us))
    return np.int64(np.rint(standard_us / rate))


@compiled
def scale_task(w, m, i, t, skill, q):
    """Set what is left of a set-up or repair of machine ``i`` to the rate of who goes on with it.

    ``q`` is the setter or repairer, or -1 for the people at the machine.
    """
    cold()
    tk = task_at(w, i)
    column = skill
    total = 0.0
    size = ONE if q >= 0 else m.team_size
    is_new = tk.scale == 0.0
    standard_us = float(m.task_left) if is_new else m.task_left / tk.scale
    for k in range(size):
        who = q if q >= 0 else member(w, i, k)
        total += task_rate(w, who, m.station, skill, column, 1.0, t)
        if is_new and has(w, FX_EXPERIENCE):
            learn(w, who, column, units_of(w, standard_us))
    tk.scale = size / total
    m.task_left = np.int64(np.rint(standard_us * tk.scale))


@compiled
def start_shift(w, q, t, end):
    """Note that the duty of person ``q`` begins: a new shift after a rest, perhaps a night."""
    cold()
    wk = worker_at(w, q)
    rest = t - wk.off_since
    if wk.off_since < 0 or rest >= number(w, FX_REST_US):
        wk.shift_start = t if end < INF else INF  # who is always there has no shifts
        wk.place = NONE
        is_again = wk.off_since >= 0 and rest < DAY_US
        three = (t - NIGHT_US + DAY_US - ONE) // DAY_US * DAY_US + NIGHT_US
        if three < end:
            wk.nights = wk.nights + ONE if is_again else ONE
        else:
            wk.nights = ZERO


@compiled
def end_shift(w, q, t):
    """Note that person ``q`` goes off duty."""
    cold()
    worker_at(w, q).off_since = t


@compiled
def end_first_bucket(w):
    """Note what people have done in the first bucket, which may be the warm-up."""
    cold()
    for q in range(w.num_people):
        wk = worker_at(w, q)
        wk.first_task_us = wk.task_us
        wk.first_pace_us = wk.pace_us
        wk.first_moves = wk.moves


@compiled
def book_work(w, p, q, t):
    """Book the time of person ``q`` since his last change at his station, and his rate."""
    spent = t - p.since
    if spent > 0 and p.duty == 1 and P_ATTEND <= p.state <= P_DOWN:
        slot = ZERO if w.bucket == 0 else ONE
        at = w.worked + (slot * w.num_people + q) * w.num_stations + p.at_station
        put(w, at, get(w, at) + spent)
        if p.state <= P_REPAIR:
            wk = worker_at(w, q)
            is_standard = p.state != P_ATTEND and not has(w, FX_PACE)
            wk.task_us += spent
            wk.pace_us += spent * (1.0 if is_standard else wk.pace)


@inlined
def arrive_at(w, q, station):
    """Let person ``q`` be at ``station``; return the time (us) of his walk."""
    wk = worker_at(w, q)
    walk_us = ZERO
    if wk.place >= 0 and wk.place != station:
        wk.moves += 1
        if has(w, FX_WALKING):
            walk_us = get(w, w.fx_walk + wk.place * w.num_stations + station)
    wk.place = station
    return walk_us
