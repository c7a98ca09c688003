"""Machines that break in rounds: a piece on which its machine breaks is a longer piece.

Where nobody is needed for repairs and who attends a machine stays, the end of a piece is known when
it begins, repairs included: their times are drawn in advance, from the streams of the machine.
Where rounds end before such a piece does, what was drawn too early is given back.
"""

from accord.flow.kernel.jit import cold, compiled
from accord.flow.kernel.layout import (
    ATT_CYCLE,
    EV_FAIL,
    EV_REPAIR,
    EV_STOP,
    ONE,
    REPAIR,
    ZERO,
)
from accord.flow.kernel.memory import hand_at, machine_at, station_at
from accord.flow.kernel.runs import repair_time, time_to_failure


@compiled
def break_down(w, step, end):
    """Draw the repairs within the present piece, which else ends at ``end``; return its end.

    A piece that goes on beyond the rounds is not looked at any further.
    """
    cold()
    m = machine_at(w, step.machine)
    s = station_at(w, m.station)
    left = step.left_us + end - step.run_since
    step.first_left = left
    at = step.run_since
    times, stop_us = ZERO, ZERO
    while left < end - at and (times == 0 or at < w.rounds_until):
        repair_us = repair_time(s, m)
        at += left + repair_us
        end += repair_us
        stop_us += repair_us
        times += 1
        left = time_to_failure(s, m)
    step.left_us = left - (end - at)
    step.anchor += stop_us
    step.broken = times
    step.stop_us = stop_us
    step.broken_end = end
    step.breakdowns += times
    step.repair_us += stop_us
    if step.attendance == ATT_CYCLE:
        hand = hand_at(w, step.person)
        hand.attend_us -= stop_us
        hand.down_us += stop_us
    return end


@compiled
def give_back(w, step, m):
    """Undo what was drawn and booked in advance for the present piece."""
    cold()
    m.n_repair -= step.broken
    m.n_fail -= step.broken
    step.breakdowns -= step.broken
    step.repair_us -= step.stop_us
    step.anchor -= step.stop_us
    if step.attendance == ATT_CYCLE:
        hand = hand_at(w, step.person)
        hand.attend_us += step.stop_us
        hand.down_us -= step.stop_us


@compiled
def break_until(w, step, m, t):
    """Let a machine break on its present piece, and be repaired, up to before ``t``.

    Writes run, repair and next event of the machine; returns since when it is in its present state
    and the instant of its next event.
    """
    cold()
    give_back(w, step, m)
    s = station_at(w, m.station)
    run, left, times = step.run_since, step.first_left, step.broken
    while times > 0:
        if run + left >= t:
            m.task_start, m.fail_left, m.event = run, left, EV_FAIL
            return run, run + left
        run += left
        repair_us = repair_time(s, m)
        step.breakdowns += 1
        stand(w, step, run, ZERO)
        if run + repair_us >= t:
            m.state = REPAIR
            m.mid = ONE
            m.staying = ONE if step.attendance == ATT_CYCLE else ZERO
            m.task_start = m.paused_at = run
            m.task_left = repair_us
            m.fail_left = ZERO
            m.event = EV_REPAIR
            return run, run + repair_us
        run += repair_us
        step.repair_us += repair_us
        step.anchor += repair_us
        stand(w, step, run, repair_us)
        left = time_to_failure(s, m)
        times -= 1
    m.task_start, m.fail_left, m.event = run, left, EV_STOP
    return run, step.end


@compiled
def stand(w, step, t, down_us):
    """Book the time of who attends a step up to ``t``, of which he stood at the broken machine."""
    cold()
    if step.attendance == ATT_CYCLE:
        hand = hand_at(w, step.person)
        hand.attend_us += t - hand.since - down_us
        hand.down_us += down_us
        hand.since = t
