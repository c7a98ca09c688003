"""Which unit of its queue a machine takes, and which machine takes it: the station's rule.

A higher priority goes first under every rule; ties go to the unit that came first.
Source of the rules' names: Panwalkar and Iskander 1977, doi:10.1287/opre.25.1.45.
"""

from accord.flow.kernel.jit import cold, compiled, inlined
from accord.flow.kernel.layout import (
    IDLE,
    INF,
    NONE,
    RULE_EDD,
    RULE_FIFO,
    RULE_LST,
    RULE_SETUP,
    RULE_SPT,
)
from accord.flow.kernel.memory import (
    get,
    get_float,
    lot_at,
    machine_at,
    operation_at,
    put_float,
    station_at,
    unit_at,
)

NOT_DUE = 1e18  # microseconds: later than any due date


@compiled
def has_components(w, unit):
    """Return whether stock allows the whole unit to be assembled."""
    cold()
    o = operation_at(w, unit.op)
    for k in range(o.first_component, o.first_component + o.num_components):
        if (
            get_float(w, w.stock + get(w, w.comp_product + k))
            < get_float(w, w.comp_qty + k) * unit.qty
        ):
            return False
    return True


@compiled
def use_components(w, unit):
    """Take the components of a unit from stock."""
    cold()
    o = operation_at(w, unit.op)
    for k in range(o.first_component, o.first_component + o.num_components):
        at = w.stock + get(w, w.comp_product + k)
        put_float(w, at, get_float(w, at) - get_float(w, w.comp_qty + k) * unit.qty)


@inlined
def setup_mean(w, m, op):
    """Return the mean set-up time (us) of machine ``m`` for operation ``op``; 0 needs none."""
    o = operation_at(w, op)
    s = station_at(w, m.station)
    if s.setups >= 0 and m.setup_family >= 0:
        named = get_float(w, w.setups + s.setups + m.setup_family * s.num_families + o.family)
        if named >= 0.0:
            return named
        return 0.0 if m.setup_family == o.family and o.lot_pieces == 0 else o.setup_us
    if s.setups >= 0 or o.lot_pieces > 0 or m.setup_op != op:
        return o.setup_us
    return 0.0


@compiled
def score(w, s, unit, t):
    """Return the place of a unit under the rule of station ``s``: the least goes first."""
    cold()
    o = operation_at(w, unit.op)
    if s.rule == RULE_SPT:
        return o.cycle_us * (1 if o.is_move == 1 else unit.qty)
    due = lot_at(w, unit.lot).due
    if due >= INF:
        return NOT_DUE
    if s.rule == RULE_EDD:
        return float(due)
    work = o.work_us * unit.qty
    if s.rule == RULE_LST:
        return due - t - work
    return (due - t) / max(work, 1.0)


@compiled
def least_setup(w, s, op):
    """Return (machine, mean set-up time): the idle machine with the least set-up for ``op``."""
    cold()
    best, least = NONE, NOT_DUE
    for i in range(s.first_machine, s.first_machine + s.num_machines):
        m = machine_at(w, i)
        if m.state == IDLE and setup_mean(w, m, op) < least:
            best, least = i, setup_mean(w, m, op)
    return best, least


@compiled
def first_choice(w, k, t):
    """Return (unit, the unit before it in the queue, machine) that begins next at station ``k``.

    The unit is -1 when nothing can begin; at least one machine is idle.
    """
    cold()
    s = station_at(w, k)
    best, best_before, best_machine, least = NONE, NONE, NONE, 0.0
    before, u = NONE, s.head
    while u >= 0:
        unit = unit_at(w, u)
        if best >= 0 and (s.rule == RULE_FIFO or unit.priority < unit_at(w, best).priority):
            break
        if s.has_components == 0 or has_components(w, unit):
            if s.rule == RULE_SETUP:
                i, value = least_setup(w, s, unit.op)
            else:
                i, value = NONE, 0.0 if s.rule == RULE_FIFO else score(w, s, unit, t)
            if best < 0 or value < least:
                best, best_before, best_machine, least = u, before, i, value
        before = u
        u = unit.next
    if best >= 0 and best_machine < 0:
        best_machine, least = least_setup(w, s, unit_at(w, best).op)
    return best, best_before, best_machine
