"""Rounds: lines of single pieces at fixed cycles, a cycle at a time.

A *round* is shorter than the shortest cycle, so that within it each machine finishes at most one
piece and takes at most one. What happens follows, line by line from the last machine to the first,
from the departure-time recursion (``kernel.lines``): a piece leaves when it is made and there is
room; the machine takes the next one when it is empty and the piece has come. Then people go to the
machines in the order of time, or these wait (``kernel.round_people``): when a run begins changes
nothing else in this round. A piece on which the machine breaks is longer (``kernel.round_breaks``).

Rounds end before the first instant at which something else happens: an entry of the calendar, the
end of a bucket, somebody's late leave. There the event kernel goes on. The results are the same to
the bit as if it had gone on all the time.
Source of the recursion: Dallery and Gershwin 1992, doi:10.1007/BF01158636, evolution equations.
"""

from accord.flow.kernel.jit import compiled, inlined
from accord.flow.kernel.layout import INF, NONE, OK, ONE, ZERO
from accord.flow.kernel.lots import drop_unit, leave_lot, new_lot, new_unit
from accord.flow.kernel.memory import get, operation_at, put, round_step_at, unit_at
from accord.flow.kernel.round_begins import begin_rounds
from accord.flow.kernel.round_ends import end_rounds
from accord.flow.kernel.round_people import staff_round


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
def send_on(w, step, j, t, is_awaited):
    """Let the finished piece of a step go: out of the shop, to the next queue, or past it.

    ``is_awaited`` tells that the next machine has taken it already, when its turn in the round was.
    """
    u = step.unit
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
        if is_awaited:
            unit.arrived = t
            following.unit = u
        else:
            add_to_queue(w, following, unit, u, t)


@inlined
def move_pieces(w, begin, until):
    """Move the pieces of all lines from ``begin`` to before ``until``; note when machines take one.

    It ends at once where the pools have no room for a new piece.
    """
    is_full = False  # was the next queue when the round began?
    next_start = INF  # when the next machine takes a piece
    is_awaited = False  # has it taken one that this step has yet to finish?
    for j in range(w.num_steps):
        step = round_step_at(w, j)
        end = step.end
        leaves = max(end, next_start) if is_full else end
        start = step.free_at if step.is_free == 1 else leaves
        if step.level > 0:
            step.arrived = unit_at(w, step.head).arrived
        else:
            came = end if step.is_first == 1 else round_step_at(w, j + 1).end
            start = max(start, came)
            step.arrived = came
        step.starts_at = start
        is_full = step.is_first == 0 and step.level >= step.capacity
        next_start = start
        if end < until:
            if end >= begin:
                step.finished += 1
                if step.is_first == 1:
                    let_in(w, step, end)
                    if w.error != OK:
                        return
            if leaves < until:
                step.blocked_us += leaves - end
                step.free_at = leaves
                step.is_free = 1
                step.end = INF
                send_on(w, step, j, leaves, is_awaited)
                step.unit = NONE
        is_awaited = False
        if start < until:
            step.taken += 1
            step.idle_us += start - step.free_at
            step.is_free = 0
            if step.level > 0:
                step.unit = step.head
                step.head = unit_at(w, step.unit).next
                step.level -= 1
            else:
                is_awaited = True


@compiled
def run_rounds(w, t, horizon):
    """Do rounds after instant ``t``, up to before ``horizon``, if they are possible.

    ``horizon`` is the first instant, known so far, at which something else happens.
    """
    horizon = begin_rounds(w, t, horizon)
    if horizon <= t:
        w.rounds_from = t + w.round_us
        return
    begin = t + ONE
    while begin < horizon and w.error == OK:
        until = min(begin + w.round_us, horizon)
        move_pieces(w, begin, until)
        sort_starts(w)
        staff_round(w, t, until)
        begin = until
        w.num_rounds += 1
    if w.error == OK:
        end_rounds(w, t, horizon)
