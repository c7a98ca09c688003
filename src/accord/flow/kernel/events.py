"""The event set: one pending event per entity (machines, then sources), in a line or in a tree.

Order: time, then rank (rule S6), both in one key; then the lower entity.

What is planned in the order in which it will happen, such as cycles of one length, stands in a
sorted *line*: from its end, a few entries at most are passed to find the place of a new event.
Everything else is in a *winner tree*: the event of entity ``i`` is leaf ``leaves + i``, an inner
node holds a copy of the first event below it, and node 1 the first of all. Changing one entity's
event costs log2(leaves) comparisons without a branch; the left child wins ties.
The entity that is taken out of the tree is *held*: the nodes above its leaf are stale until
``release_held``, so that handling and rescheduling it repairs the tree once, not twice.
"""

from accord.flow.kernel.jit import cold, compiled, inlined
from accord.flow.kernel.layout import (
    IN_LINE,
    IN_TREE,
    INF,
    NONE,
    NOWHERE,
    ONE,
    RANK_BITS,
    RANK_MASK,
    ZERO,
)
from accord.flow.kernel.memory import event_at, link_at

NEVER = INF << RANK_BITS
STEPS = 8  # how far a place in the line is looked for


@inlined
def first_entity(w):
    """Return the entity whose event comes first."""
    root = event_at(w, ONE)
    head = w.line_head
    if head < 0:
        return root.entity
    key = link_at(w, head).key
    is_before = key < root.key or (key == root.key and head < root.entity)
    return head if is_before else root.entity


@inlined
def time_of(w, entity):
    """Return the instant (us) of the pending event of ``entity``; ``INF`` is never."""
    return link_at(w, entity).key >> RANK_BITS


@inlined
def rank_of(w, entity):
    """Return the rank of the pending event of ``entity``."""
    return link_at(w, entity).key & RANK_MASK


@inlined
def replay(w, entity, key):
    """Set the leaf of ``entity`` and play the matches on the way to the root again."""
    node = w.leaves + entity
    event_at(w, node).key = key
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
def leave_line(w, link):
    """Take an event out of the line."""
    if link.prev >= 0:
        link_at(w, link.prev).next = link.next
    else:
        w.line_head = link.next
    if link.next >= 0:
        link_at(w, link.next).prev = link.prev
    else:
        w.line_tail = link.prev


@inlined
def forget(w, entity):
    """Take away the pending event of ``entity``, if it has one."""
    link = link_at(w, entity)
    if link.place == IN_LINE:
        leave_line(w, link)
    elif link.place == IN_TREE and entity != w.held:
        replay(w, entity, NEVER)
    link.place = NOWHERE
    link.key = NEVER


@inlined
def take_out(w, entity):
    """Take out the event of ``entity``, which is handled now."""
    link = link_at(w, entity)
    if link.place == IN_LINE:
        leave_line(w, link)
    else:
        w.held = entity
    link.place = NOWHERE
    link.key = NEVER


@inlined
def release_held(w):
    """Repair the tree above the held entity."""
    if w.held >= 0:
        link = link_at(w, w.held)
        replay(w, w.held, link.key if link.place == IN_TREE else NEVER)
        w.held = NONE


@compiled
def schedule(w, entity, time, rank):
    """Set the pending event of ``entity``, at any time."""
    link = link_at(w, entity)
    if link.place == IN_LINE:
        leave_line(w, link)
    link.place = IN_TREE
    link.key = (time << RANK_BITS) + rank
    if entity != w.held:
        replay(w, entity, link.key)


@inlined
def schedule_in_turn(w, entity, time, rank):
    """Set the pending event of ``entity``, which comes most likely after all that are planned."""
    key = (time << RANK_BITS) + rank
    link = link_at(w, entity)
    if link.place != NOWHERE:
        forget(w, entity)
    before = w.line_tail
    steps = ZERO
    while before >= 0 and steps < STEPS:
        other = link_at(w, before)
        if other.key < key or (other.key == key and before < entity):
            break
        before = other.prev
        steps += ONE
    if steps == STEPS:
        schedule(w, entity, time, rank)
        return
    following = link_at(w, before).next if before >= 0 else w.line_head
    link.place = IN_LINE
    link.key = key
    link.prev = before
    link.next = following
    if before >= 0:
        link_at(w, before).next = entity
    else:
        w.line_head = entity
    if following >= 0:
        link_at(w, following).prev = entity
    else:
        w.line_tail = entity


@inlined
def is_alone(w, entity, time):
    """Return whether no other entity has an event at ``time``, when ``entity`` is the first.

    In the tree only the winners beside its path to the root could.
    """
    link = link_at(w, entity)
    if link.place == IN_LINE:
        second = event_at(w, ONE).key
        if link.next >= 0:
            second = min(second, link_at(w, link.next).key)
        return second >> RANK_BITS != time
    node = w.leaves + entity
    second = event_at(w, node ^ ONE).key
    node >>= ONE
    while node > 1:
        second = min(second, event_at(w, node ^ ONE).key)
        node >>= ONE
    if w.line_head >= 0:
        second = min(second, link_at(w, w.line_head).key)
    return second >> RANK_BITS != time


@compiled
def no_events(w):
    """Empty the event set."""
    cold()
    leaves = w.leaves
    for node in range(2 * leaves - 1, 0, -1):
        event = event_at(w, node)
        event.key = NEVER
        event.entity = node - leaves if node >= leaves else event_at(w, 2 * node).entity
    for entity in range(leaves):
        link_at(w, entity).key = NEVER
    w.line_head = NONE
    w.line_tail = NONE
    w.held = NONE
