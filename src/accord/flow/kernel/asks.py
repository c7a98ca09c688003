"""The requests of machines: those made at this instant, and the list of those that wait."""

from accord.flow.kernel.jit import compiled, inlined
from accord.flow.kernel.layout import HANDOVER
from accord.flow.kernel.memory import is_rich, machine_at, unit_at


@inlined
def ask(w, m, i, t, kind):
    """Machine ``i`` asks for somebody; the staffing pass of this instant sees it."""
    m.ask = kind
    n = w.num_new_asks
    machine_at(w, n).new_slot = i
    w.num_new_asks = n + 1


@inlined
def hand_over(w, m, rule):
    """Mark the request just made for a task that ``rule`` stopped: a handover goes first."""
    if rule == HANDOVER:
        m.handed = 1
        w.num_handed += 1


@inlined
def link_ask(w, m, i):
    """Put a request at the end of the request list."""
    tail = w.ask_tail
    m.prev_ask = tail
    m.next_ask = -1
    if tail >= 0:
        machine_at(w, tail).next_ask = i
    else:
        w.ask_head = i
    w.ask_tail = i


@inlined
def link_ask_first(w, m, i):
    """Put a request at the head of the request list."""
    head = w.ask_head
    m.prev_ask = -1
    m.next_ask = head
    if head >= 0:
        machine_at(w, head).prev_ask = i
    else:
        w.ask_tail = i
    w.ask_head = i


@inlined
def unlink_ask(w, m):
    """Take a request out of the list."""
    if m.prev_ask >= 0:
        machine_at(w, m.prev_ask).next_ask = m.next_ask
    else:
        w.ask_head = m.next_ask
    if m.next_ask >= 0:
        machine_at(w, m.next_ask).prev_ask = m.prev_ask
    else:
        w.ask_tail = m.prev_ask


@inlined
def waits_since(w, m):
    """Return since when the unit of machine ``m``, or its maintenance, waits at the station."""
    if is_rich(w) and m.unit < 0:
        return m.task_start
    return unit_at(w, m.unit).arrived


@inlined
def asks_before(w, a, b):
    """Return whether machine ``a`` goes before ``b``, which ask at the same instant."""
    first, second = machine_at(w, a), machine_at(w, b)
    if first.handed != second.handed:
        return first.handed > second.handed
    since, other = waits_since(w, first), waits_since(w, second)
    return since < other or (since == other and a < b)


@compiled
def sort_asks(w, n):
    """Sort the first ``n`` new requests: handovers, then longest-waiting unit, then machine."""
    for a in range(1, n):
        v = machine_at(w, a).new_slot
        b = a - 1
        while b >= 0 and asks_before(w, v, machine_at(w, b).new_slot):
            machine_at(w, b + 1).new_slot = machine_at(w, b).new_slot
            b -= 1
        machine_at(w, b + 1).new_slot = v
