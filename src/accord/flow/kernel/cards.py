"""Kanban cards: a loop of stations holds no more pieces than it has cards for.

A unit takes its cards when it goes to the first station of a loop and gives them back when it goes
on to a station outside, is scrapped or leaves the shop. Without enough free cards it waits in a
store before the loop, off its machine and with the cards of the loop from which it comes.
"""

from accord.flow.kernel.jit import cold, compiled
from accord.flow.kernel.layout import NONE
from accord.flow.kernel.memory import get, operation_at, put, unit_at
from accord.flow.kernel.traces import count_queue


@compiled
def may_enter(w, loop, qty):
    """Return whether a loop has cards for ``qty`` pieces; an oversize unit needs all of them."""
    cold()
    inside = get(w, w.in_loop + loop)
    return inside == 0 or inside + qty <= get(w, w.cards + loop)


@compiled
def give_back(w, loop, qty):
    """Take ``qty`` pieces out of a loop; those that wait for cards are looked at in the instant."""
    cold()
    if loop >= 0:
        put(w, w.in_loop + loop, get(w, w.in_loop + loop) - qty)
        if get(w, w.card_head + loop) >= 0:
            w.cards_back = 1


@compiled
def change_loop(w, unit, loop):
    """Give a unit the cards of ``loop`` (-1 none), which are there, instead of those it holds."""
    cold()
    if unit.held != loop:
        if loop >= 0:
            put(w, w.in_loop + loop, get(w, w.in_loop + loop) + unit.qty)
        give_back(w, unit.held, unit.qty)
        unit.held = loop


@compiled
def wait_for_cards(w, u, loop, t):
    """Put a unit into the store before a loop: priority, then arrival."""
    cold()
    unit = unit_at(w, u)
    count_queue(w, t, operation_at(w, unit.dest).station, unit.qty)
    before = NONE
    following = get(w, w.card_head + loop)
    while following >= 0 and unit_at(w, following).priority >= unit.priority:
        before = following
        following = unit_at(w, following).next
    unit.next = following
    if before >= 0:
        unit_at(w, before).next = u
    else:
        put(w, w.card_head + loop, u)


@compiled
def next_with_cards(w, t):
    """Take out and return a unit for which cards have come free, or -1 when there is none."""
    cold()
    for loop in range(w.num_loops):
        u = get(w, w.card_head + loop)
        if u >= 0 and may_enter(w, loop, unit_at(w, u).qty):
            unit = unit_at(w, u)
            put(w, w.card_head + loop, unit.next)
            count_queue(w, t, operation_at(w, unit.dest).station, -unit.qty)
            return u
    w.cards_back = 0
    return NONE
