"""Shift patterns as exact data: who works which shift on which day, and what follows from it.

A word has one letter per day and is worked round and round; its crews begin it on different days.
The library and the one-line form are read in ``pattern_text``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

import numpy as np

from accord.errors import Place
from accord.hours.cycle.problem import OFF, Bounds, CycleProblem, Group, Schedule, ShiftType
from accord.hours.duties import DAY_MIN, UNKNOWN, WEEK_MIN, Cycle, IntArray
from accord.law import FloatArray
from accord.plant.records import Words

__all__ = ["Letter", "Line", "Pattern"]

DAY_OFF: Final = "-"
_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Letter:
    """A shift of a pattern: its letter, its start after midnight and its length, in minutes."""

    name: str
    start_min: int
    length_min: int


@dataclass(frozen=True, slots=True)
class Line:
    """A word and the crews that work it.

    Parameters
    ----------
    word
        One letter per day; ``-`` is a day off.
    starts
        For each crew, the day of the word (from 0) that it works on the first Monday.
    """

    word: str
    starts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A shift pattern.

    Parameters
    ----------
    name
        Name in the library.
    title
        What it is called in French and in English.
    letters
        Its shifts.
    lines
        Its words with their crews; mostly one.
    opening_h
        Hours a week with a crew at work, as published; None when nothing was published.
    source, status
        Where it was read, and ``checked`` or ``draft``.
    also
        Other names.

    Notes
    -----
    Limits: hours are hours of work; a pattern names no break.
    """

    name: str
    title: Words
    letters: tuple[Letter, ...]
    lines: tuple[Line, ...]
    opening_h: float | None = None
    source: str = ""
    status: str = "draft"
    also: tuple[str, ...] = ()

    @property
    def num_crews(self) -> int:
        """Crews of all lines."""
        return sum(len(line.starts) for line in self.lines)

    @property
    def num_weeks(self) -> int:
        """Weeks after which every crew is back at the same day of its word and of the week."""
        return math.lcm(_DAYS, *(len(line.word) for line in self.lines)) // _DAYS

    def days(self, i_crew: int = 0) -> str:
        """Write what a crew does on each day, from the first Monday, for ``num_weeks`` weeks.

        Parameters
        ----------
        i_crew
            0-based crew, counted through the lines.
        """
        line, start = self._crew(i_crew)
        turned = line.word[start:] + line.word[:start]
        return turned * (self.num_weeks * _DAYS // len(line.word))

    def cycle(self, i_crew: int = 0, *, since: date = date.min) -> Cycle:
        """Unroll the pattern into the duties of one crew over whole weeks.

        A word whose length is not a multiple of seven takes as many weeks as it needs to begin
        on a Monday again, so that every rule of a civil week meets every alignment.

        Parameters
        ----------
        i_crew
            0-based crew, counted through the lines.
        since
            First day on which the cycle holds, for the law in force.

        Returns
        -------
        Cycle
            Its places name the pattern and the day of the unrolled cycle, from 1.
        """
        days = self.days(i_crew)
        worked = [i for i, name in enumerate(days) if name != DAY_OFF]
        letters = {letter.name: letter for letter in self.letters}
        midnight = np.array(worked, dtype=np.int64) * DAY_MIN
        starts = np.array([letters[days[i]].start_min for i in worked], dtype=np.int64)
        lengths = np.array([letters[days[i]].length_min for i in worked], dtype=np.int64)
        return Cycle(
            crew=f"{self.name}-{i_crew + 1}",
            num_weeks=self.num_weeks,
            start_min=midnight + starts,
            end_min=midnight + starts + lengths,
            work_min=lengths,
            longest_break_min=np.full(len(worked), UNKNOWN, dtype=np.int64),
            places=tuple(Place(f"pattern {self.name}", i + 1) for i in worked),
            since=since,
            until=None,
        )

    def cycles(self, *, since: date = date.min) -> tuple[Cycle, ...]:
        """Unroll the pattern for every crew."""
        return tuple(self.cycle(i, since=since) for i in range(self.num_crews))

    def week_h(self, i_crew: int = 0) -> FloatArray:
        """Give the hours of the duties that start in each week of a crew, shape (num_weeks,)."""
        return self.cycle(i_crew).week_h

    @property
    def average_h(self) -> float:
        """Hours of an average week, mean of the crews."""
        return float(np.mean([self.week_h(i).mean() for i in range(self.num_crews)]))

    @property
    def longest_week_h(self) -> float:
        """Hours of the longest week of any crew, by the day on which duties start."""
        return float(max(self.week_h(i).max() for i in range(self.num_crews)))

    def worst_average_h(self, num_weeks: int) -> float:
        """Give the highest average over so many weeks in a row, round the cycle, of any crew.

        By the day on which duties start.

        Parameters
        ----------
        num_weeks
            Length of the window.
        """
        own = self.num_weeks
        runs = (np.arange(own)[:, None] + np.arange(num_weeks)) % own
        return float(max(self.week_h(i)[runs].mean(axis=1).max() for i in range(self.num_crews)))

    @property
    def free_weekend_share(self) -> float:
        """Share of weekends on whose Saturday and Sunday no shift starts, mean of the crews."""
        free = [
            self.days(i)[7 * week : 7 * week + 7].endswith(DAY_OFF + DAY_OFF)
            for i in range(self.num_crews)
            for week in range(self.num_weeks)
        ]
        return sum(free) / len(free)

    def cover(self) -> FloatArray:
        """Count the crews at work in each hour, shape (num_weeks, 7, 24); 0.5 is half an hour."""
        by_min = self._crews_by_min().reshape(self.num_weeks, 7, 24, 60)
        found: FloatArray = by_min.mean(axis=-1)
        return found

    @property
    def open_h(self) -> float:
        """Hours of an average week in which at least one crew is at work."""
        return float(np.count_nonzero(self._crews_by_min())) / 60 / self.num_weeks

    def schedule(self, i_line: int = 0) -> Schedule:
        """Give a line as a schedule of the optimiser: one person per week of the unrolled word.

        Parameters
        ----------
        i_line
            0-based line.
        """
        codes = {letter.name: i for i, letter in enumerate(self.letters)} | {DAY_OFF: OFF}
        days = self.days(sum(len(line.starts) for line in self.lines[:i_line]))
        weeks = range(0, len(days), 7)
        return tuple(tuple(codes[name] for name in days[w : w + 7]) for w in weeks)

    def problem(self) -> CycleProblem:
        """Give the tightest rules that the pattern keeps itself, as a problem of the optimiser.

        Demand is the pattern's own cover with one person per week of each line; block bounds are
        the shortest and longest run seen; a pair of shifts is forbidden when it would leave less
        rest than the shortest between two days of the pattern.
        """
        groups = tuple(
            Group(f"line {i + 1}", self.num_weeks, self._codes_of(line.word))
            for i, line in enumerate(self.lines)
        )
        weeks = np.array([week for i in range(len(self.lines)) for week in self.schedule(i)])
        demand = tuple(
            tuple(int(n) for n in (weeks == code).sum(axis=0)) for code in range(len(self.letters))
        )
        runs = [run for line in self.lines for run in _runs(line.word)]
        return CycleProblem(
            name=self.name,
            groups=groups,
            shifts=tuple(
                ShiftType(
                    letter.name,
                    (letter.start_min,) * _DAYS,
                    (letter.length_min,) * _DAYS,
                    _bounds([n for name, n in runs if name == letter.name], self.num_weeks),
                )
                for letter in self.letters
            ),
            demand=demand,
            off_block=_bounds([n for name, n in runs if name == DAY_OFF], self.num_weeks),
            work_block=_bounds([n for w in self.lines for n in _work_runs(w.word)], self.num_weeks),
            pairs=self._short_pairs(),
        )

    def _crew(self, i_crew: int) -> tuple[Line, int]:
        crews = [(line, start) for line in self.lines for start in line.starts]
        return crews[i_crew]

    def _codes_of(self, word: str) -> tuple[int, ...]:
        return tuple(i for i, letter in enumerate(self.letters) if letter.name in word)

    def _crews_by_min(self) -> IntArray:
        length = self.num_weeks * WEEK_MIN
        change = np.zeros(length + WEEK_MIN + 1, dtype=np.int64)
        for cycle in self.cycles():
            np.add.at(change, cycle.start_min, 1)
            np.add.at(change, cycle.end_min, -1)
        at_work = np.cumsum(change)
        found: IntArray = at_work[:length].copy()
        # what runs past the last Sunday is at work on the first Monday
        found[:WEEK_MIN] += at_work[length : length + WEEK_MIN]
        return found

    def _short_pairs(self) -> frozenset[tuple[int, int]]:
        def rest(a: int, b: int) -> int:
            first, second = self.letters[a], self.letters[b]
            return DAY_MIN + second.start_min - first.start_min - first.length_min

        codes = {letter.name: i for i, letter in enumerate(self.letters)}
        seen = {
            (codes[a], codes[b])
            for line in self.lines
            for a, b in pairwise(line.word + line.word[0])
            if DAY_OFF not in {a, b}
        }
        if not seen:
            return frozenset()
        least = min(rest(a, b) for a, b in seen)
        every = range(len(self.letters))
        return frozenset((a, b) for a in every for b in every if rest(a, b) < least)


def _runs(word: str) -> Iterator[tuple[str, int]]:
    """Give the runs of one letter as (letter, length), round the end of the word."""
    changes = [i for i in range(len(word)) if word[i] != word[i - 1]]
    if not changes:
        yield word[0], len(word)
        return
    for first, following in pairwise([*changes, changes[0] + len(word)]):
        yield word[first], following - first


def _work_runs(word: str) -> list[int]:
    worked = "".join(DAY_OFF if name == DAY_OFF else "w" for name in word)
    return [n for name, n in _runs(worked) if name != DAY_OFF]


def _bounds(lengths: list[int], num_weeks: int) -> Bounds:
    # a word without day off is one run as long as the whole cycle
    return (min(lengths), max(lengths)) if lengths else (1, num_weeks * _DAYS)
