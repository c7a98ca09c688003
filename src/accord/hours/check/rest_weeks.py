"""Which week each long rest serves: a rest is the weekly rest of one week only.

A rest may serve a week in which it starts, or of which it covers a whole day. As long as two rests
it may serve two weeks, and so on. Weeks and rests are brought together so that the fewest weeks
stay without: an exact dynamic programme, for at most one rest reaches from a week into the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from accord.hours.duties import DAY_MIN, WEEK_MIN

__all__ = ["Supply", "rest_supply", "weeks_served", "weeks_without"]

_MOST: Final = 4
"""Rests that one reaching into the next week can be used for: both weeks and their partners."""
_PAIR: Final = 2

_Failed: TypeAlias = "tuple[int, _Failed] | None"
"""Weeks without rest, the last one first."""


@dataclass(frozen=True, slots=True)
class Supply:
    """Rests of a timeline by the weeks that they may serve.

    Parameters
    ----------
    own
        Rests that may serve this week only, shape (weeks,).
    across
        Rests that the one reaching from this week into the next is worth, shape (weeks,).
    is_cyclic
        Whether week 1 follows the last week.
    """

    own: Sequence[int]
    across: Sequence[int]
    is_cyclic: bool


def weeks_served(begin_min: int, rest_min: int) -> range:
    """Give the weeks, counted from 0, that a rest may serve.

    Parameters
    ----------
    begin_min, rest_min
        When it begins, from the Monday of week 1, and how long it is.
    """
    first = begin_min // WEEK_MIN
    end_min = begin_min + rest_min
    whole = max((end_min - DAY_MIN) // WEEK_MIN, first)
    return range(first, whole + 1)


def rest_supply(
    rests: Sequence[tuple[int, int]], least_min: float, num_weeks: int, *, is_cyclic: bool
) -> Supply:
    """Count the rests that are long enough, by the weeks that they may serve.

    Parameters
    ----------
    rests
        Begin and length of each.
    least_min
        Length of a weekly rest.
    num_weeks
        Weeks.
    is_cyclic
        Whether week 1 follows the last week.
    """
    own = [0] * num_weeks
    across = [0] * num_weeks
    for begin, length in rests:
        worth = int(min(length // least_min, _MOST))
        if not worth:
            continue
        weeks = weeks_served(begin, length)
        if is_cyclic and len(weeks) > num_weeks:  # it comes round to itself
            own = [found + worth for found in own]
            continue
        known = range(max(weeks[0], 0), min(weeks[-1], num_weeks - 1) + 1)
        inside = weeks if is_cyclic else known
        for week in inside:
            if len(inside) == 1 or weeks[0] < week < weeks[-1]:
                own[week % num_weeks] += worth
            if week + 1 in inside:
                across[week % num_weeks] += worth
    return Supply(own, across, is_cyclic)


def weeks_without(supply: Supply, *, may_pair: bool = False) -> NDArray[np.bool_]:
    """Give the fewest weeks that stay without a rest, shape (weeks,).

    Parameters
    ----------
    supply
        The rests.
    may_pair
        Whether two weeks in a row may have their two rests in either of them.
    """
    best = min(_programmes(supply, may_pair=may_pair), key=lambda found: found[0], default=(0, []))
    without = np.zeros(len(supply.own), dtype=bool)
    without[best[1]] = True
    return without


def _programmes(supply: Supply, *, may_pair: bool) -> Iterator[tuple[int, list[int]]]:
    """Solve the weeks in a row, for each way in which the ends of a cycle share their rest."""
    num = len(supply.own)
    if not supply.is_cyclic or num == 1:
        yield _in_a_row(supply.own, supply.across, 0, may_pair=may_pair)
        return
    for turn in (0, 1) if may_pair else (0,):
        own = [*supply.own[turn:], *supply.own[:turn]]
        across = [*supply.across[turn:], *supply.across[:turn]]
        # a rest over the seam gives so much to the first weeks, and what is left to the last
        for first in range(min(across[-1], _PAIR), -1, -1):
            split = [*across[:-1], across[-1] - first]
            num_failed, failed = _in_a_row(own, split, first, may_pair=may_pair)
            yield num_failed, [(week + turn) % num for week in failed]


def _in_a_row(
    own: Sequence[int], across: Sequence[int], before: int, *, may_pair: bool
) -> tuple[int, list[int]]:
    """Serve weeks in a row; what is left of a rest that reaches into the next week is the state."""
    num = len(own)
    states: list[dict[int, tuple[int, _Failed]]] = [{} for _ in range(num + _PAIR)]
    states[0][before] = (0, None)

    def reach(i: int, left: int, cost: int, failed: _Failed) -> None:
        if left not in states[i] or cost < states[i][left][0]:
            states[i][left] = (cost, failed)

    for i in range(num):
        for left, (cost, failed) in states[i].items():
            reach(i + 1, across[i], cost + 1, (i, failed))
            missing = max(1 - left - own[i], 0)
            if missing <= across[i]:
                reach(i + 1, across[i] - missing, cost, failed)
            if may_pair and i + 1 < num:
                missing = max(_PAIR - left - own[i] - across[i] - own[i + 1], 0)
                if missing <= across[i + 1]:
                    reach(i + _PAIR, across[i + 1] - missing, cost, failed)
    num_failed, chain = min(states[num].values(), key=lambda state: state[0])
    weeks: list[int] = []
    while chain is not None:
        weeks.append(chain[0])
        chain = chain[1]
    return num_failed, weeks[::-1]
