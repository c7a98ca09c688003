"""What the rules on weekly rest and on weekends remember from one day to the next."""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

from accord.hours.cycle.problem import DAYS

__all__ = ["Memory"]

MONDAY, SATURDAY, SUNDAY = 0, 5, 6
RESTED = -1
Kept = tuple[int, int, bool]
"""Days off in a row this week (or RESTED), weekends in a row that were not free, Saturday off."""


class Memory:
    """The memories and how a day changes them.

    Parameters
    ----------
    rest_in_week
        Days off that must follow each other inside each week; 0 is no rule.
    free_weekend_in
        Of so many weekends in a row one must be free; 0 is no rule.

    Attributes
    ----------
    size
        Number of memories; 1 when there is no rule.
    after
        Memory after a day: by its weekday, whether it is off (0, 1), and the memory before; -1
        where a rule would be broken. Shape (7, 2, size).
    """

    def __init__(self, rest_in_week: int, free_weekend_in: int) -> None:
        self._rest, self._weekends = rest_in_week, free_weekend_in
        rests = (RESTED, *range(rest_in_week)) if rest_in_week else (0,)
        worked = range(free_weekend_in) if free_weekend_in else (0,)
        saturdays = (False, True) if free_weekend_in else (False,)
        kept: list[Kept] = list(product(rests, worked, saturdays))
        number = {memory: i for i, memory in enumerate(kept)}
        self.size = len(kept)
        self.after: NDArray[np.int64] = np.full((DAYS, 2, self.size), -1, dtype=np.int64)
        for day, is_off, before in product(range(DAYS), (False, True), kept):
            following = self._following(before, day, is_off=is_off)
            if following is not None:
                self.after[day, int(is_off), number[before]] = number[following]

    def _following(self, before: Kept, day: int, *, is_off: bool) -> Kept | None:
        rest, worked, is_saturday_off = before
        if self._rest:
            if day == MONDAY and rest != RESTED:
                return None  # the week that ends had no such rest
            so_far = 0 if day == MONDAY else rest
            if so_far != RESTED:
                rest = so_far + 1 if is_off else 0
                rest = RESTED if rest >= self._rest else rest
        if self._weekends:
            is_free = is_saturday_off and is_off
            if day == SUNDAY:
                worked = 0 if is_free else worked + 1
            if worked >= self._weekends:
                return None
            is_saturday_off = day == SATURDAY and is_off
        return rest, worked, is_saturday_off
