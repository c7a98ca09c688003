"""A run of identical pieces between interruptions: when it stops, and how far it got.

A run starts at ``anchor``. Piece ``j`` of the current noise batch completes at
``anchor + round(cycle * (base + j * factor))``, computed and never accumulated, so that
700 pieces an hour make 4 900 in seven hours exactly. ``plan_run`` looks ahead to the first
interruption (end of the segment, an attending person going off, a failure) and schedules that
instant alone; with ``piecewise`` it schedules each piece. Both give the same bits.
"""

import numpy as np

from accord.flow.kernel.effects import has
from accord.flow.kernel.events import schedule, schedule_in_turn
from accord.flow.kernel.jit import cold, compiled, inlined
from accord.flow.kernel.layout import (
    ATT_CYCLE,
    CLOCK_RUNNING,
    EV_FAIL,
    EV_PIECE,
    EV_STOP,
    FX_PACE,
    HANDOVER,
    INF,
    NO_START,
    NONE,
    ONE,
    PREEMPT,
    RANK_END,
    RANK_FAIL,
    ZERO,
)
from accord.flow.kernel.memory import (
    is_rich,
    machine_at,
    operation_at,
    person_at,
    station_at,
    task_at,
    unit_at,
)
from accord.flow.kernel.streams import (
    EXPONENTIAL,
    FIXED,
    exponential,
    lognormal,
    variate,
)
from accord.flow.kernel.tables import member

ENDLESS = np.int64(1 << 50)
LONGEST = 4e17  # microseconds; a longer draw never ends within a run


@inlined
def completion(m, j):
    """Return the instant (us) at which piece ``j`` of the current noise batch completes."""
    return m.anchor + np.int64(np.rint(min(m.cycle * (m.weight + j * m.factor), LONGEST)))


@inlined
def next_batch(m, o):
    """Close the current noise batch and draw the factor of the next one."""
    m.weight += m.batch_done * m.factor
    m.batch_done = 0
    if o.kind == FIXED:
        m.factor = 1.0
        m.batch_left = ENDLESS
    else:
        n = m.n_noise
        m.n_noise += 1
        if o.kind == EXPONENTIAL:
            m.factor = exponential(m.key_noise, n)
        else:
            m.factor = lognormal(o.sigma, m.key_noise, n)
        m.batch_left = o.noise_pieces


@inlined
def pieces_until(m, take, instant):
    """Return how many of the next ``take`` pieces complete at or before ``instant``."""
    j0 = m.batch_done
    if m.factor <= 0.0 or m.cycle <= 0.0:
        return take if completion(m, j0 + take) <= instant else 0
    k = np.int64(((instant - m.anchor) / m.cycle - m.weight) / m.factor) - j0
    k = min(max(k, 0), take)
    while k < take and completion(m, j0 + k + 1) <= instant:
        k += 1
    while k > 0 and completion(m, j0 + k) > instant:
        k -= 1
    return k


@inlined
def advance(m, k):
    """Count ``k`` pieces of the current noise batch as made."""
    m.batch_done += k
    m.batch_left -= k
    m.left -= k


@inlined
def stops_midway(rule):
    """Return whether a task stops at once by ``rule``, and does not go on to its end."""
    return rule == PREEMPT or rule == HANDOVER


@inlined
def limits_of(w, p, piece_us, soft, hard):
    """Return the soft and the hard limit of a run that person ``p`` attends with others.

    At a soft limit the piece in progress is finished, at a hard one it stops midway. A piece
    that is worked through a break may still meet the end of the shift. Where nothing is begun
    that cannot end in time (``no_start``), the limit comes a planned piece earlier.
    """
    if stops_midway(w.shift_end):
        hard = min(hard, p.end_at)
    else:
        soft = min(soft, p.end_at if w.shift_end != NO_START else p.end_at - piece_us + 1)
    if p.off_at < p.end_at:
        if stops_midway(w.break_rule):
            hard = min(hard, p.off_at)
        else:
            soft = min(soft, p.off_at if w.break_rule != NO_START else p.off_at - piece_us + 1)
    return soft, hard


@compiled
def team_must_leave(w, i, t):
    """Return whether somebody at machine ``i`` begins no other piece at ``t``."""
    cold()
    m = machine_at(w, i)
    piece_us = np.int64(operation_at(w, unit_at(w, m.unit).op).cycle_us)
    soft, hard = INF, INF
    for k in range(m.team_size):
        soft, hard = limits_of(w, person_at(w, member(w, i, k)), piece_us, soft, hard)
    return min(soft, hard) <= t


@compiled
def interrupt(m, take, soft, hard, fail):
    """Advance to the first interruption inside the next ``take`` pieces.

    At ``soft`` the piece in progress is finished, at ``hard`` and at ``fail`` it stops midway.
    Returns (instant, is_failure), or (-1, False) when the pieces end before any.
    """
    cold()
    before_fail = pieces_until(m, take, fail) if fail < INF else take
    if soft < INF:
        k = pieces_until(m, take, soft - 1) + 1  # first completion at or after `soft`
        if k <= before_fail and completion(m, m.batch_done + k) <= hard:
            advance(m, k)
            return completion(m, m.batch_done), False
    if hard <= fail:
        k = pieces_until(m, take, hard)
        if k == take and completion(m, m.batch_done + k) < hard:
            return NONE, False
        m.mid = 1 if completion(m, m.batch_done + k) != hard else 0
        advance(m, k)
        return hard, False
    if before_fail < take:
        advance(m, before_fail)
        return fail, True
    return NONE, False


@compiled
def repair_time(s, m):
    """Draw the duration (us) of a repair."""
    cold()
    n = m.n_repair
    m.n_repair += 1
    draw = variate(s.repair_kind, s.repair_us, s.repair_sigma, m.key_repair, n)
    return np.int64(np.rint(min(draw, LONGEST)))


@compiled
def time_to_failure(s, m):
    """Draw the time (us) from a repair to the next failure on the machine's clock."""
    cold()
    n = m.n_fail
    m.n_fail += 1
    draw = variate(s.fail_kind, s.fail_us, s.fail_sigma, m.key_fail, n)
    return np.int64(np.rint(min(draw, LONGEST)))


@inlined
def arrival_gap(s):
    """Draw the time (us) to the next arrival of a source."""
    n = s.n
    s.n += 1
    if s.kind == EXPONENTIAL:  # mostly; spares a call
        draw = s.mean_us * exponential(s.key, n)
    else:
        draw = variate(s.kind, s.mean_us, s.sigma, s.key, n)
    return np.int64(np.rint(min(draw, LONGEST)))


@inlined
def count_from(m, op, cycle, t):
    """Count the pieces of a run of operation ``op`` from instant ``t``."""
    m.anchor = t
    m.weight = 0.0
    m.batch_done = 0
    m.cycle = cycle
    m.run_op = op


@compiled
def overdue(s, m, t):
    """Settle failures of the calendar clock that fell while the machine stood still.

    A repair that ended before ``t`` has left no mark; one that is still going on at ``t`` stops
    the machine for its rest. Returns the instant of the next failure, ``t`` at the earliest.
    """
    cold()
    while m.fail_at < t:
        up_at = m.fail_at + repair_time(s, m)
        if up_at > t:
            m.known_repair = up_at - t
            return t
        m.fail_at = up_at + time_to_failure(s, m)
    return m.fail_at


@inlined
def plan_run(w, i, t):
    """Schedule the next stop of machine ``i``, which runs from ``t``."""
    m = machine_at(w, i)
    s = station_at(w, m.station)
    o = operation_at(w, unit_at(w, m.unit).op)
    soft, hard = INF, INF
    if is_rich(w) and s.attendance == ATT_CYCLE:
        for k in range(m.team_size):
            p = person_at(w, member(w, i, k))
            soft, hard = limits_of(w, p, np.int64(o.cycle_us), soft, hard)
    fail = INF
    if s.fail_kind >= 0:
        fail = t + m.fail_left if s.clock == CLOCK_RUNNING else overdue(s, m, t)
    m.task_start = t
    if is_rich(w) and m.segment > 1:  # kept so that a bucket's end can count midway
        m.plan_left = m.left
        m.plan_done = m.batch_done
        m.plan_batch_left = m.batch_left
        m.plan_noise = m.n_noise
        m.plan_weight = m.weight
        m.plan_factor = m.factor
    pieces = ONE
    if is_rich(w) and w.piecewise == 0:
        pieces = m.left if w.effects == 0 else m.left - task_at(w, i).look_at
    made = ZERO
    stop, failed = NONE, False
    while made < pieces:
        if m.batch_left == 0:
            next_batch(m, o)
        take = min(m.batch_left, pieces - made) if is_rich(w) else ONE
        end = completion(m, m.batch_done + take)
        if end >= min(soft, hard) or end > fail:
            stop, failed = interrupt(m, take, soft, hard, fail)
            if stop >= 0:
                break
        advance(m, take)
        made += take
    if stop < 0:
        stop = completion(m, m.batch_done)
        m.event = EV_STOP if m.left == 0 else EV_PIECE
    else:
        m.event = EV_FAIL if failed else EV_STOP
    # Cycles of one length end in the order in which they began; those of unlike people do not.
    is_in_turn = o.kind == FIXED and not failed
    if is_rich(w) and has(w, FX_PACE) and m.team_size > 0:
        is_in_turn = False
    if is_in_turn:
        schedule_in_turn(w, i, stop, RANK_END)
    else:
        schedule(w, i, stop, RANK_FAIL if failed else RANK_END)


@compiled
def go_back(w, m, t):
    """Set the counters of running machine ``m`` to the pieces completed at ``t``.

    The plan has already moved them to the next stop: they are set back to where the run was
    planned, and the pieces completed by ``t`` are counted again.
    """
    cold()
    m.mid = 0
    if m.segment == 1:
        if m.left == 0:
            advance(m, NONE)
        return
    o = operation_at(w, unit_at(w, m.unit).op)
    rest = m.plan_left - m.left
    m.left, m.batch_done, m.batch_left = m.plan_left, m.plan_done, m.plan_batch_left
    m.n_noise, m.weight, m.factor = m.plan_noise, m.plan_weight, m.plan_factor
    while rest > 0:
        if m.batch_left == 0:
            next_batch(m, o)
        take = min(m.batch_left, rest)
        k = pieces_until(m, take, t)
        advance(m, k)
        if k < take:
            break
        rest -= take


@inlined
def made_by(w, i, t):
    """Return how many pieces of the segment on machine ``i`` are made at ``t``, while it runs."""
    m = machine_at(w, i)
    if m.segment == 1:
        return ZERO
    left, done, batch_left, mid = m.left, m.batch_done, m.batch_left, m.mid
    noise, weight, factor = m.n_noise, m.weight, m.factor
    go_back(w, m, t)
    made = m.segment - m.left
    m.left, m.batch_done, m.batch_left, m.mid = left, done, batch_left, mid
    m.n_noise, m.weight, m.factor = noise, weight, factor
    return made


@compiled
def replan(w, i, t):
    """Plan the run of machine ``i`` anew, because somebody at it has new limits from ``t``."""
    cold()
    m = machine_at(w, i)
    go_back(w, m, t)
    m.ran += t - m.task_start
    if station_at(w, m.station).clock == CLOCK_RUNNING:
        m.fail_left -= t - m.task_start
    plan_run(w, i, t)
