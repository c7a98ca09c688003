"""People who leave: a machine (at once, or when a loading ends), the shop for a break, or home."""

from accord.flow.kernel.accounts import is_closable, set_machine, set_person
from accord.flow.kernel.effects import end_credit, end_shift, end_task, has
from accord.flow.kernel.idle import link_idle, now_idle, unlink_idle
from accord.flow.kernel.jit import cold, compiled, inlined
from accord.flow.kernel.layout import (
    FX_PACE,
    INF,
    NONE,
    P_BREAK,
    P_WAIT,
)
from accord.flow.kernel.memory import (
    is_rich,
    machine_at,
    person_at,
    put,
    station_at,
)
from accord.flow.kernel.tables import masters, member


@compiled
def count_staff(w, i, t, change):
    """Person ``i`` comes on (+1) or goes off (-1) duty: stations open and close with him."""
    cold()
    for k in range(w.num_stations):
        s = station_at(w, k)
        if s.run_class >= 0 and s.operators > 0 and masters(w, i, s.run_class):
            s.staffed += change
            if s.staffed == 0 or s.staffed == change:
                for j in range(s.first_machine, s.first_machine + s.num_machines):
                    m = machine_at(w, j)
                    if is_closable(m.state):
                        set_machine(w, m, j, t, m.state)
                    m.unstaffed = 1 if s.staffed == 0 else 0


@compiled
def go_off(w, i, t):
    """End the duty of person ``i``."""
    cold()
    p = person_at(w, i)
    unlink_idle(w, p)
    set_person(w, p, i, t, P_WAIT)
    p.duty = 0
    p.plain_until = NONE
    p.on_break = 0
    p.pending_off = 0
    p.pending_break = 0
    p.extra = 0
    if is_rich(w) and w.effects != 0:
        end_shift(w, i, t)
    count_staff(w, i, t, NONE)


@inlined
def note_partial(w, i):
    """Note a person who tends machines and could tend one more of the same station."""
    n = w.num_partial
    put(w, w.partial + n, i)
    w.num_partial = n + 1


@inlined
def leave_machine(w, p, i, t):
    """Person ``i`` leaves one machine: to a break or home if it is time; return if he is idle."""
    p.busy -= 1
    if is_rich(w) and p.busy == 0 and has(w, FX_PACE):
        end_task(w, i)
    if p.busy > 0:
        note_partial(w, i)
    elif p.pending_off == 1:
        go_off(w, i, t)
    elif p.pending_break == 1:
        p.pending_break = 0
        p.on_break = 1
        set_person(w, p, i, t, P_BREAK)
    else:
        set_person(w, p, i, t, P_WAIT)
        return True
    return False


@inlined
def free_person(w, i, t):
    """Person ``i`` leaves one machine; the staffing pass of this instant sees him."""
    p = person_at(w, i)
    if leave_machine(w, p, i, t):
        now_idle(w, p, i)


@inlined
def free_fixer(w, m, t):
    """Free the setter, the repairer or who maintains machine ``m``, if there is one."""
    if m.fixer >= 0:
        free_person(w, m.fixer, t)
        m.fixer = NONE


@inlined
def release_later(w, p, i, t):
    """Person ``i`` will be free at ``t``, after a loading; the list is by time, then by index."""
    p.release_at = t
    before = w.release_tail
    while before >= 0:
        other = person_at(w, before)
        if other.release_at < t or (other.release_at == t and before < i):
            break
        before = other.prev_release
    p.prev_release = before
    if before >= 0:
        p.next_release = person_at(w, before).next_release
        person_at(w, before).next_release = i
    else:
        p.next_release = w.release_head
        w.release_head = i
    if p.next_release >= 0:
        person_at(w, p.next_release).prev_release = i
    else:
        w.release_tail = i


@inlined
def next_release(w):
    """Return the next instant at which a person who loads is needed elsewhere, or ``INF``.

    While no request waits, a person who ends a loading only becomes idle, and nobody looks at him
    before the next instant. Those whom a break or a shift's end awaits leave at their instant.
    """
    if w.release_head >= 0:
        release_at = person_at(w, w.release_head).release_at
        if w.ask_head >= 0 or release_at <= w.exact_until:
            return release_at
    return INF


@inlined
def release_until(w, t):
    """Free the people whose loading ended by ``t``; the staffing pass sees those of now."""
    i = w.release_head
    while i >= 0 and person_at(w, i).release_at <= t:
        p = person_at(w, i)
        w.release_head = p.next_release
        if leave_machine(w, p, i, p.release_at):
            if p.release_at == w.now:
                now_idle(w, p, i)
            else:
                link_idle(w, p, i)
        i = w.release_head
    if i >= 0:
        person_at(w, i).prev_release = -1
    else:
        w.release_tail = -1


@inlined
def free_team(w, m, i, t):
    """Free the operators at machine ``i``."""
    if is_rich(w) and has(w, FX_PACE):
        end_credit(w, m, i)
    for k in range(m.team_size):
        free_person(w, member(w, i, k), t)
    m.team_size = 0
    m.relief = 0
    m.staying = 0
