"""The event set: one pending event per entity in a winner tree.

Leaf ``i`` is entity ``i`` (machines, then sources); ``node`` of record ``j`` >= 1 is the winner of
the tree's inner node ``j``, and node 1 holds the entity whose event is first. Order: time, then
rank (rule S6), then index; the index order is implicit because the left child wins ties.
Changing one entity's event costs log2(leaves) comparisons.
The entity whose event is being handled alone is *held*: its leaf may be stale until
``release_held``, so that handling and rescheduling it repairs the tree once, not twice.
"""

from accord.flow.kernel.jit import compiled, inlined
from accord.flow.kernel.layout import INF, NONE, ONE, ZERO
from accord.flow.kernel.memory import event_at


@inlined
def winner(ev, a, b):
    """Return which of two entities comes first; ``a`` has the lower index."""
    first, second = event_at(ev, a), event_at(ev, b)
    if first.when < second.when or (first.when == second.when and first.rank <= second.rank):
        return a
    return b


@compiled
def schedule(w, entity, time, rank):
    """Set the pending event of ``entity`` and repair the tree above it."""
    ev = w.ev
    if entity == w.held:
        w.held = NONE
    leaf = event_at(ev, entity)
    leaf.when = time
    leaf.rank = rank
    left = entity & ~ONE
    best = winner(ev, left, left + ONE)
    node = (w.leaves + entity) >> ONE
    event_at(ev, node).node = best
    while node > 1:
        other = event_at(ev, node ^ ONE).node
        best = winner(ev, other, best) if node & ONE else winner(ev, best, other)
        node >>= ONE
        event_at(ev, node).node = best


@inlined
def forget(w, entity):
    """Take away the pending event of ``entity``; of the held one the tree is repaired later."""
    if entity == w.held:
        event_at(w.ev, entity).when = INF
    else:
        schedule(w, entity, INF, ZERO)


@compiled
def is_alone(w, entity, time):
    """Return whether no other entity has an event at ``time``, when ``entity`` is the first.

    The winners beside its path to the root are the only ones that could.
    """
    ev = w.ev
    if event_at(ev, entity ^ ONE).when == time:
        return False
    node = (w.leaves + entity) >> ONE
    while node > 1:
        if event_at(ev, event_at(ev, node ^ ONE).node).when == time:
            return False
        node >>= ONE
    return True


@compiled
def release_held(w):
    """Repair the tree above the held entity, if nothing new was scheduled for it."""
    if w.held >= 0:
        entity = w.held
        schedule(w, entity, event_at(w.ev, entity).when, ZERO)


@compiled
def plant_tree(w):
    """Fill the tree for entities without any event."""
    leaves = w.leaves
    for i in range(leaves):
        leaf = event_at(w.ev, i)
        leaf.when = INF
        leaf.rank = 0
    for node in range(leaves - 1, 0, -1):
        down = 2 * node
        event_at(w.ev, node).node = down - leaves if down >= leaves else event_at(w.ev, down).node
