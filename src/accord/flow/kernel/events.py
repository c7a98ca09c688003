"""The event set: one pending event per entity in a winner tree.

Leaf ``i`` is entity ``i`` (machines, then sources); ``node`` of record ``j`` >= 1 is the winner of
the tree's inner node ``j``, and node 1 holds the entity whose event is first. Order: time, then
rank (rule S6), then index; the index order is implicit because the left child wins ties.
Changing one entity's event costs log2(leaves) comparisons.
"""

from numba import njit

from accord.flow.kernel.layout import INF


@njit(cache=True, nogil=True, error_model="numpy")
def winner(ev, a, b):
    """Return which of two entities comes first; ``a`` has the lower index."""
    ta, tb = ev[a].when, ev[b].when
    return a if ta < tb or (ta == tb and ev[a].rank <= ev[b].rank) else b


@njit(cache=True, nogil=True, error_model="numpy")
def schedule(ev, entity, time, rank):
    """Set the pending event of ``entity`` and repair the tree above it."""
    ev[entity].when = time
    ev[entity].rank = rank
    node = (ev.shape[0] + entity) >> 1
    left = entity & ~1
    best = winner(ev, left, left + 1)
    ev[node].node = best
    while node > 1:
        other = ev[node ^ 1].node
        best = winner(ev, other, best) if node & 1 else winner(ev, best, other)
        node >>= 1
        ev[node].node = best


@njit(cache=True, nogil=True, error_model="numpy")
def plant_tree(ev):
    """Fill the tree for entities without any event."""
    leaves = ev.shape[0]
    for i in range(leaves):
        ev[i].when = INF
        ev[i].rank = 0
    for node in range(leaves - 1, 0, -1):
        ev[node].node = 2 * node - leaves if 2 * node >= leaves else ev[2 * node].node
