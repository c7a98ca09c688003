"""Times and breaks of a row of duties: what is written, what is not given, what is wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from accord.errors import Problem
from accord.hours.duties import DAY_MIN
from accord.plant.cells import BREAKS_RULE, place_breaks, read_breaks
from accord.plant.loaded import Loaded
from accord.plant.records import Break

__all__ = ["NO_BREAK", "Times"]

NO_BREAK: Final = ("none", "aucune", "no", "non", "keine", "-")
"""Words that say that a duty has no break; an empty cell says nothing."""
_MINUTES: Final = re.compile(r"(\d{1,3})\s*(?:min)?(\s+.+)?")
_RANGE_ALONE: Final = re.compile(r"[\d:hH]+\s*-\s*[\d:hH]+")


@dataclass(slots=True)
class Times:
    """Reads the times and breaks of a row, and gathers what is wrong.

    Parameters
    ----------
    loaded
        The table.
    problems
        Where what is wrong goes.
    """

    loaded: Loaded
    problems: list[Problem]

    def read(
        self,
        line: int,
        clocks: tuple[int | None, int | None],
        written: Sequence[str | None],
        breaks: str | None,
    ) -> tuple[int, int, tuple[Break, ...] | None] | None:
        """Give start, end and breaks (None: not given); None for a day off or a broken row.

        Parameters
        ----------
        line
            Line of the row.
        clocks
            Start and end in minutes after midnight.
        written
            Both as written.
        breaks
            Cell of the breaks, None when it is empty.
        """
        start, end = clocks
        if start is None or end is None:
            if written.count(None) == 1:
                missing = "start" if written[0] is None else "end"
                rule = "a duty has start and end"
                fix = "Fill it in, or empty both for a day off."
                self._complain((line, missing), f"{missing} is empty", rule, fix)
            return None
        end_min = end if end > start else end + DAY_MIN
        return start, end_min, self._breaks(line, breaks, (start, end_min))

    def _breaks(
        self, line: int, text: str | None, times: tuple[int, int]
    ) -> tuple[Break, ...] | None:
        if text is None:
            return None
        if text.strip().lower() in NO_BREAK:
            return ()
        rule = f"{BREAKS_RULE}, or minutes as 20 or 20 paid, or none; empty says nothing"
        with suppress(ValueError):
            found = _read_breaks(text, times)
            start, end = times
            ends = [start, *(minute for b in found for minute in (b.start_min, b.end_min)), end]
            if ends == sorted(ends):
                return found
            rule = "breaks lie inside their duty, one after the other"
        self._complain((line, "breaks"), f"breaks is {text!r}", rule, "Correct it.")
        return None

    def _complain(self, cell: tuple[int, str], seen: str, rule: str, remedy: str) -> None:
        self.problems.append(self.loaded.problem(cell, seen, rule, remedy))


def _read_breaks(text: str, times: tuple[int, int]) -> tuple[Break, ...]:
    """Read ``20``, ``20 min paid`` (put in the middle), ``09:30-09:50`` or as a plant's breaks.

    A break without a word is not paid.
    """
    start, end = times
    if found := _MINUTES.fullmatch(text.strip()):
        minutes, word = int(found[1]), found[2]
        if not minutes:
            return ()
        # the words of paid and unpaid are read by the reader of breaks, on a clock of its own
        is_paid = bool(word) and read_breaks(f"00:00-00:01 {word.strip()}")[0][-1]
        begin = start + max(0, end - start - minutes) // (1 + 1)
        return (Break(begin, begin + minutes, paid=is_paid),)
    parts = [part.strip() for part in re.split(r"[;|]", text) if part.strip()]
    named = [f"{part} unpaid" if _RANGE_ALONE.fullmatch(part) else part for part in parts]
    return place_breaks(read_breaks("; ".join(named)), start)
