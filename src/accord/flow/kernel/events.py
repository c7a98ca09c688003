"""The event set: one pending event per entity in a winner tree.

The event of entity ``i`` (machines, then sources) is leaf ``leaves + i``; an inner node holds a
copy of the first event below it, and node 1 the first of all. Order: time, then rank (rule S6),
both in one key; then the lower index, because the left child wins ties. Changing one entity's
event costs log2(leaves) comparisons without a branch.
The entity whose event is being handled alone is *held*: the nodes above its leaf may be stale until
``release_held``, so that handling and rescheduling it repairs the tree once, not twice.
"""

from accord.flow.kernel.jit import compiled, inlined
from accord.flow.kernel.layout import INF, NONE, ONE, RANK_BITS, RANK_MASK, ZERO
from accord.flow.kernel.memory import event_at


@inlined
def first_entity(w):
    """Return the entity whose event comes first."""
    return event_at(w, ONE).entity


@inlined
def time_of(w, entity):
    """Return the instant (us) of the pending event of ``entity``; ``INF`` is never."""
    return event_at(w, w.leaves + entity).key >> RANK_BITS


@inlined
def rank_of(w, entity):
    """Return the rank of the pending event of ``entity``."""
    return event_at(w, w.leaves + entity).key & RANK_MASK


@compiled
def replay(w, entity):
    """Play the matches on the way from the leaf of ``entity`` to the root again."""
    node = w.leaves + entity
    key = event_at(w, node).key
    while node > 1:
        other = event_at(w, node ^ ONE)
        is_later = other.key >= key + (node & ONE)  # the left child wins ties
        key = key if is_later else other.key
        entity = entity if is_later else other.entity
        node >>= ONE
        up = event_at(w, node)
        up.key = key
        up.entity = entity


@inlined
def schedule(w, entity, time, rank):
    """Set the pending event of ``entity``; of the held one the tree is repaired later."""
    event_at(w, w.leaves + entity).key = (time << RANK_BITS) + rank
    if entity != w.held:
        replay(w, entity)


@inlined
def forget(w, entity):
    """Take away the pending event of ``entity``."""
    schedule(w, entity, INF, ZERO)


@inlined
def is_alone(w, entity, time):
    """Return whether no other entity has an event at ``time``, when ``entity`` is the first.

    The winners beside its path to the root are the only ones that could.
    """
    node = w.leaves + entity
    second = event_at(w, node ^ ONE).key
    node >>= ONE
    while node > 1:
        second = min(second, event_at(w, node ^ ONE).key)
        node >>= ONE
    return second >> RANK_BITS != time


@inlined
def release_held(w):
    """Repair the tree above the held entity."""
    if w.held >= 0:
        replay(w, w.held)
        w.held = NONE


@compiled
def plant_tree(w):
    """Fill the tree for entities without any event."""
    leaves = w.leaves
    for node in range(2 * leaves - 1, 0, -1):
        event = event_at(w, node)
        event.key = INF << RANK_BITS
        event.entity = node - leaves if node >= leaves else event_at(w, 2 * node).entity
