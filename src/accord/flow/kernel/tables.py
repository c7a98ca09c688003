"""Small tables of a run by their meaning: who is at a machine, who masters what, lots half in."""

from accord.flow.kernel.jit import inlined
from accord.flow.kernel.memory import get, put


@inlined
def member(w, i, k):
    """Return the ``k``-th person at machine ``i``."""
    return get(w.x, w.team + i * w.team_max + k)


@inlined
def set_member(w, i, k, person):
    """Make ``person`` the ``k``-th at machine ``i``."""
    put(w.x, w.team + i * w.team_max + k, person)


@inlined
def masters(w, person, skill):
    """Return whether ``person`` masters skill class ``skill`` now."""
    return get(w.x, w.can + person * w.classes + skill) > 0


@inlined
def lot_got(w, lot, step):
    """Return how many pieces of a lot have arrived at ``step``."""
    return get(w.x, w.lot_got + lot * w.steps + step)


@inlined
def lot_due(w, lot, step):
    """Return how many pieces of a lot ``step`` waits for."""
    return get(w.x, w.lot_due + lot * w.steps + step)
