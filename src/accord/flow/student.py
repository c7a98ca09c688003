"""The Student t quantile, without importing a statistics library on the way."""

from __future__ import annotations

import math
from functools import lru_cache


def _tail(t: float, df: int) -> float:
    """Return P(|T| <= t) for integer degrees of freedom (finite series).

    Source: Abramowitz and Stegun 26.7.3 and 26.7.4.
    """
    theta = math.atan2(t, math.sqrt(df))
    cos2 = math.cos(theta) ** 2
    if df % 2 == 1:
        term, total = math.cos(theta), 0.0
        for j in range(1, (df - 1) // 2 + 1):
            if j > 1:
                term *= cos2 * (2 * j - 2) / (2 * j - 1)
            total += term
        return 2 / math.pi * (theta + math.sin(theta) * total)
    term = total = 1.0
    for j in range(1, df // 2):
        term *= cos2 * (2 * j - 1) / (2 * j)
        total += term
    return math.sin(theta) * total


@lru_cache(maxsize=512)
def t_quantile(df: int, level: float = 0.95) -> float:
    """Return t with P(|T| <= t) = ``level`` for ``df`` >= 1 degrees of freedom."""
    low, high = 0.0, 1.0
    while _tail(high, df) < level:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if _tail(middle, df) < level else (low, middle)
    return (low + high) / 2
