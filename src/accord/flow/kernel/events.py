"""The event set: one pending event per entity in a winner tree.

Leaf ``i`` is entity ``i`` (machines, then sources); ``node`` of record ``j`` >= 1 is the winner of
the tree's inner node ``j``, and node 1 holds the entity whose event is first. Order: time, then
rank (rule S6), then index; the index order is implicit because the left child wins ties.
Changing one entity's event costs log2(leaves) comparisons.
"""

from accord.flow.kernel.jit import compiled, inlined
from accord.flow.kernel.layout import INF, ONE
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
