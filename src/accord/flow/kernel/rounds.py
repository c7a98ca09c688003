"""Rounds: lines of single pieces at fixed cycles, a cycle at a time while nobody is short.

A *round* is no longer than the shortest cycle, so that within it each machine finishes at most one
piece and starts at most one. What happens follows, line by line from the last machine to the first,
from the departure-time recursion (``kernel.lines``): a piece leaves when it is made and there is
room; the next one starts when the machine is empty and it has come. Then the starts of all lines,
in the order of time, take the person who has been idle longest (``kernel.round_people``).

Rounds end before the first instant at which something else happens: a failure, the end of a repair,
an entry of the calendar, the end of a bucket, or a start for which nobody is idle. There the event
kernel goes on. The results are the same to the bit as if it had gone on all the time.
Source of the recursion: Dallery and Gershwin 1992, doi:10.1007/BF01158636, evolution equations.
"""

import numpy as np

from accord.flow.kernel.jit import compiled, inlined
from accord.flow.kernel.layout import INF, NONE, OK, ONE, ZERO
from accord.flow.kernel.lots import drop_unit, leave_lot, new_lot, new_unit
from accord.flow.kernel.memory import get, operation_at, put, round_step_at, unit_at
from accord.flow.kernel.round_ends import begin_rounds, end_rounds
from accord.flow.kernel.round_people import staff_round

LONGEST_WAIT = np.int64(31)  # rounds to wait, at most, after rounds that came to nothing
ENOUGH = np.int64(2)  # so many rounds pay for their begin and end


@inlined
def plan_start(step, start):
    """Note when the piece that starts at ``start`` ends, or when the machine breaks on it."""
    run = start + step.load_us
    anchor, done = step.anchor, step.done + 1
    if step.made_at != run:
        anchor, done = run, ONE
    end = anchor + np.int64(np.rint(step.cycle * done))
    step.next_anchor = anchor
    step.next_done = done
    step.next_end = end
    if step.can_fail == 1 and step.left_us < end - run:
        step.next_end = INF
        step.fails_at = run + step.left_us


@inlined
def plan_round(w, until):
    """Note when each machine lets its piece go and starts its next one, if before ``until``.

    Returns the first instant at which a machine will break on one of these next pieces.
    """
    is_full = False  # is the next queue?
    next_start = INF  # of the next machine
    fails_at = INF
    for j in range(w.num_steps):
        step = round_step_at(w, j)
        leaves = max(step.end, next_start) if is_full else step.end
        empty_at = step.free_at if step.is_free == 1 else leaves
        if step.level > 0:
            start = empty_at
            step.arrived = unit_at(w, step.head).arrived
        else:
            came = step.end if step.is_first == 1 else round_step_at(w, j + 1).end
            start = max(empty_at, came)
            step.arrived = came
        step.leaves_at = leaves
        step.starts_at = start
        if start < until:
            plan_start(step, start)
            if step.next_end == INF:
                fails_at = min(fails_at, step.fails_at)
        is_full = step.is_first == 0 and step.level >= step.capacity
        next_start = start
    return fails_at


@inlined
def starts_before(w, one, other):
    """Return whether step ``one`` starts before ``other``: instant, waiting piece, machine."""
    a, b = round_step_at(w, one), round_step_at(w, other)
    if a.starts_at != b.starts_at:
        return a.starts_at < b.starts_at
    if a.arrived != b.arrived:
        return a.arrived < b.arrived
    return a.machine < b.machine


@inlined
def sort_starts(w):
    """Sort the steps by their starts; from round to round their order hardly changes."""
    order = w.round_order
    for a in range(1, w.num_steps):
        j = get(w, order + a)
        b = a - 1
        other = get(w, order + b)
        while starts_before(w, j, other):
            put(w, order + b + 1, other)
            b -= 1
            if b < 0:
                break
            other = get(w, order + b)
        if b < a - 1:
            put(w, order + b + 1, j)


@inlined
def send_on(w, step, j):
    """Let the finished piece of a step go to the next queue, or out of the shop."""
    t = step.leaves_at
    u = step.unit
    step.unit = NONE
    unit = unit_at(w, u)
    if step.is_last == 1:
        product = operation_at(w, step.op).product
        put(w, w.good + product, get(w, w.good + product) + 1)
        w.done_pieces += 1
        w.last_exit = max(w.last_exit, t)
        leave_lot(w, unit.lot, ONE, t)
        drop_unit(w, u)
    else:
        following = round_step_at(w, j - 1)
        unit.op = following.op
        add_to_queue(w, following, unit, u, t)


@inlined
def add_to_queue(w, step, unit, u, t):
    """Put a unit at the end of the queue of a step."""
    unit.arrived = t
    unit.next = NONE
    if step.level == 0:
        step.head = u
    else:
        unit_at(w, step.tail).next = u
    step.tail = u
    step.level += 1


@inlined
def let_in(w, step, t):
    """Let a new piece into the queue of the first step of a line."""
    lot = new_lot(w, step.op, ONE, NONE, ZERO, t)
    u = new_unit(w, step.op, lot, ONE, ONE, ZERO)
    add_to_queue(w, step, unit_at(w, u), u, t)


@inlined
def start_next(w, step):
    """Put the next piece of the queue on the machine of a step."""
    u = step.head
    step.unit = u
    step.head = unit_at(w, u).next
    step.level -= 1
    step.started += 1
    step.idle_us += step.starts_at - step.free_at
    step.is_free = 0
    step.run_since = step.starts_at + step.load_us
    step.anchor = step.next_anchor
    step.done = step.next_done
    step.end = step.next_end
    step.made_at = step.next_end
    step.left_us -= step.next_end - step.run_since
    step.person = step.next_person


@inlined
def do_round(w, begin, until):
    """Do what was planned from ``begin`` to before ``until``, each line from its first machine.

    It ends at once where the pools have no room for a new piece.
    """
    for j in range(w.num_steps - 1, -1, -1):
        step = round_step_at(w, j)
        if step.end < until:
            if step.end >= begin:
                step.finished += 1
                if step.is_first == 1:
                    let_in(w, step, step.end)
                    if w.error != OK:
                        return
            if step.leaves_at < until:
                step.blocked_us += step.leaves_at - step.end
                step.free_at = step.leaves_at
                step.is_free = 1
                step.end = INF
                send_on(w, step, j)
        if step.starts_at < until:
            start_next(w, step)


@compiled
def run_rounds(w, t, horizon):
    """Do rounds after instant ``t``, up to before ``horizon``, while they are possible.

    ``horizon`` is the first instant, known so far, at which something else happens.
    """
    horizon = begin_rounds(w, t, horizon)
    if horizon <= t:
        w.rounds_from = t + w.round_us
        return
    begin, rounds = t + 1, ZERO
    is_short = False
    while begin < horizon and w.error == OK and not is_short:
        until = min(begin + w.round_us, horizon)
        horizon = min(horizon, plan_round(w, until))
        until = min(until, horizon)
        sort_starts(w)
        staffed = staff_round(w, t, until)
        do_round(w, begin, staffed)
        is_short = staffed < until
        begin = staffed
        rounds += 1
    if w.error != OK:
        return
    end_rounds(w, t, begin)
    w.num_rounds += rounds
    w.rounds_wait = min(2 * w.rounds_wait + 1, LONGEST_WAIT) if rounds < ENOUGH else ZERO
    w.rounds_from = begin + w.rounds_wait * w.round_us
