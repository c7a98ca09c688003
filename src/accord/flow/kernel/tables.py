"""Small tables of a run by their meaning: who is at a machine, who masters what, lots half in."""

from accord.flow.kernel.jit import cold, compiled, inlined
from accord.flow.kernel.layout import ONE, WORD_BITS, WORD_MASK
from accord.flow.kernel.memory import get, put


@inlined
def member(w, i, k):
    """Return the ``k``-th person at machine ``i``."""
    return get(w, w.team + i * w.team_max + k)


@inlined
def set_member(w, i, k, person):
    """Make ``person`` the ``k``-th at machine ``i``."""
    put(w, w.team + i * w.team_max + k, person)


@inlined
def masters(w, person, skill):
    """Return whether ``person`` masters skill class ``skill`` now."""
    word = get(w, w.can + skill * w.can_words + (person >> WORD_BITS))
    return (word >> (person & WORD_MASK)) & ONE != 0


@compiled
def set_mastery(w, person, skill, is_master):
    """Let ``person`` master skill class ``skill`` from now on (1), or no longer (0)."""
    cold()
    at = w.can + skill * w.can_words + (person >> WORD_BITS)
    bit = ONE << (person & WORD_MASK)
    put(w, at, (get(w, at) & ~bit) | (is_master * bit))


@inlined
def lot_got(w, lot, step):
    """Return how many pieces of a lot have arrived at ``step``."""
    return get(w, w.lot_got + lot * w.steps + step)


@inlined
def lot_due(w, lot, step):
    """Return how many pieces of a lot ``step`` waits for."""
    return get(w, w.lot_due + lot * w.steps + step)
