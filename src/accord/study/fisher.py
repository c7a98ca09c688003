"""Fisher's exact test of a two-by-two table."""

from __future__ import annotations

from math import comb

__all__ = ["fisher_two_sided"]


def fisher_two_sided(touched_a: int, size_a: int, touched_b: int, size_b: int) -> float:
    """Return the two-sided p of Fisher's exact test, a probability 0..1.

    Parameters
    ----------
    touched_a, size_a
        People touched and people in all of the first group.
    touched_b, size_b
        The same of the second group.

    Returns
    -------
    float
        Sum of the hypergeometric probabilities that are not larger than the observed one: how
        often a draw blind to the group would fall at least as unevenly.

    Raises
    ------
    ValueError
        When a group has more people touched than people.

    Source
    ------
    Fisher 1935; two-sided rule of minimum likelihood, as in R ``fisher.test``.

    Limits
    ------
    Small p says that chance alone is a poor explanation, not why the list falls as it does.
    """
    if not (0 <= touched_a <= size_a and 0 <= touched_b <= size_b):
        msg = f"{touched_a} of {size_a} and {touched_b} of {size_b} are not counts of people"
        raise ValueError(msg)
    touched = touched_a + touched_b
    ways = [
        comb(size_a, k) * comb(size_b, touched - k)
        for k in range(max(0, touched - size_b), min(size_a, touched) + 1)
    ]
    observed = comb(size_a, touched_a) * comb(size_b, touched_b)
    # Whole numbers: no rounding can move a tie to the wrong side.
    return sum(w for w in ways if w <= observed) / comb(size_a + size_b, touched)
