"""Who should be at work when: the planned presence of every person, as arrays.

Planned means: shifts of the crew, less closures and known absences. Random sickness is drawn by
the simulation, overtime is decided there too; neither is part of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from accord.plant.records import Closure, Plant, Shift

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["BREAK", "DUTY", "Presence", "ShiftPlan", "closed_days", "num_weeks", "presence"]

DUTY, BREAK = 0, 1
DAY_MIN = 1440


@dataclass(frozen=True, slots=True)
class Presence:
    """Planned presence of people, in minutes from 00:00 of a first day.

    One entry of kind ``DUTY`` is a whole shift from start to end; its breaks are further entries
    of kind ``BREAK`` that lie inside it and share its ``shift`` number. Entries are sorted by
    start, then person, then kind.

    Parameters
    ----------
    people
        Ids; ``person_index`` points into it (same order as ``plant.people``).
    person_index
        (N,) int64.
    start_min, end_min
        (N,) int64 minutes. A shift that began before the first day starts at 0; the last shift
        may end after the last day.
    kind
        (N,) int64, ``DUTY`` or ``BREAK``.
    is_paid
        (N,) bool: duty, and paid breaks.
    shift
        (N,) int64 number of the shift worked, the same for a duty and its breaks.
    """

    people: tuple[str, ...]
    person_index: NDArray[np.int64]
    start_min: NDArray[np.int64]
    end_min: NDArray[np.int64]
    kind: NDArray[np.int64]
    is_paid: NDArray[np.bool_]
    shift: NDArray[np.int64]

    def paid_h(self) -> NDArray[np.float64]:
        """Return the paid hours of each person: shifts less unpaid breaks, shape (people,)."""
        import numpy as np  # noqa: PLC0415 - heavy: checking a plant does without it

        length = (self.end_min - self.start_min).astype(np.float64)
        sign = np.where(self.kind == DUTY, 1.0, np.where(self.is_paid, 0.0, -1.0))
        return np.bincount(self.person_index, length * sign, len(self.people)) / 60.0


def presence(plant: Plant, first: date, weeks: int) -> Presence:
    """Lay out the planned presence of every person, in minutes from 00:00 of ``first``.

    A shift belongs to the day on which it starts: a closure or an absence on that day removes all
    of it, and the crew of that day counts. Weeks of a crew's cycle are counted from the Monday of
    ``plant.on``; a cycle has ``num_weeks`` of its rows in force on the day. People without a crew
    are never present.

    Parameters
    ----------
    plant
        The plant, as read or with a scenario applied (dated rows are followed).
    first
        First day.
    weeks
        Number of weeks, at least 1.

    Returns
    -------
    Presence
        Sorted by start.
    """
    import numpy as np  # noqa: PLC0415 - heavy: checking a plant does without it

    days = [first + timedelta(days=i) for i in range(-1, 7 * weeks)]
    crews = _crew_calendars(plant, days)
    away, moves = _absent_days(plant, days), _moves(plant)
    parts: list[NDArray[np.int64]] = []
    number = 0
    for i_person, person in enumerate(plant.people):
        wanted = np.ones(len(days), dtype=np.bool_)
        begin, end = _bounds(days, person.present_from, person.present_to)
        wanted[:begin] = wanted[end:] = False
        wanted[away.get(person.person, [])] = False
        for crew, since, until in _stays(person.crew, moves.get(person.person, ()), days):
            table = crews.get(crew)
            if table is None:
                continue
            part = table[:, wanted[table[DAY]] & (table[DAY] >= since) & (table[DAY] < until)]
            part[WHO] = i_person
            # Shifts count up person by person: the first entry of each adds one.
            part[NUMBER] = number - 1 + np.cumsum(np.diff(part[NUMBER], prepend=-1) != 0)
            number = number if part.shape[1] == 0 else int(part[NUMBER, -1]) + 1
            parts.append(part)
    return _sorted(tuple(p.person for p in plant.people), parts)


# Rows of a crew's calendar: one column per shift or break that starts on an open day.
START, WHO, KIND, END, PAID, NUMBER, DAY = range(7)


def _crew_calendars(plant: Plant, days: Sequence[date]) -> dict[str, NDArray[np.int64]]:
    """Lay out the shifts of each crew, in the order in which they are numbered, cut at minute 0."""
    import numpy as np  # noqa: PLC0415 - heavy: checking a plant does without it

    plan = ShiftPlan(plant)
    closed = closed_days(plant.closures)
    starts: dict[int, list[int]] = defaultdict(list)
    shifts = {id(s): s for s in plant.shifts}
    for i_day, day in enumerate(days):
        if day not in closed:
            for shift in plan.starting(day):
                starts[id(shift)].append(i_day)
    columns: dict[str, list[NDArray[np.int64]]] = defaultdict(list)
    for order, (key, shift) in enumerate(shifts.items()):
        day_index = np.array(starts[key], dtype=np.int64)
        for first_min, last_min, kind, is_paid in _spans(shift):
            part = np.zeros((7, len(day_index)), dtype=np.int64)
            part[START] = np.maximum(first_min + (day_index - 1) * DAY_MIN, 0)
            part[END] = last_min + (day_index - 1) * DAY_MIN
            part[KIND], part[PAID], part[DAY] = kind, is_paid, day_index
            part[NUMBER] = day_index * len(shifts) + order
            columns[shift.crew].append(part[:, part[END] > part[START]])
    found = {crew: np.concatenate(parts, axis=1) for crew, parts in columns.items()}
    return {crew: t[:, np.argsort(t[NUMBER], kind="stable")] for crew, t in found.items()}


def _spans(shift: Shift) -> list[tuple[int, int, int, bool]]:
    """Give a shift and its breaks as (start, end, kind, is_paid)."""
    spans = [(shift.start_min, shift.end_min, DUTY, True)]
    return spans + [(b.start_min, b.end_min, BREAK, b.paid) for b in shift.breaks]


def _sorted(people: tuple[str, ...], parts: list[NDArray[np.int64]]) -> Presence:
    """Join the entries of all people, sorted by start, person, kind, end, pay and number."""
    import numpy as np  # noqa: PLC0415 - heavy: checking a plant does without it

    table = np.concatenate([np.zeros((7, 0), dtype=np.int64), *parts], axis=1)
    # Two keys instead of five; the sort is stable and the numbers already go up.
    major = (table[START] * max(1, len(people)) + table[WHO]) * 2 + table[KIND]
    table = table[:, np.lexsort((table[END] * 2 + table[PAID], major))]
    return Presence(
        people,
        person_index=table[WHO].copy(),
        start_min=table[START].copy(),
        end_min=table[END].copy(),
        kind=table[KIND].copy(),
        is_paid=table[PAID].astype(np.bool_),
        shift=table[NUMBER].copy(),
    )


def closed_days(closures: Iterable[Closure]) -> frozenset[date]:
    """Return every day on which the plant is closed."""
    return frozenset(
        closure.first + timedelta(days=i)
        for closure in closures
        for i in range((closure.last - closure.first).days + 1)
    )


class ShiftPlan:
    """Which shifts of which crew start on a day, closures not considered.

    Parameters
    ----------
    plant
        The plant; its shifts count from ``since`` to ``until``, their weeks from the Monday of
        ``on``. A cycle has ``num_weeks`` of its rows in force on the day.
    """

    def __init__(self, plant: Plant) -> None:
        self._monday = plant.on - timedelta(days=plant.on.weekday())
        self._shifts = plant.shifts
        changes = {s.since for s in plant.shifts if s.since is not None}
        changes |= {s.until + timedelta(days=1) for s in plant.shifts if s.until is not None}
        self._changes = sorted(changes)
        # One plan per period between changes: crew, weekday and week of the cycle -> shifts.
        self._periods: dict[int, tuple[dict[str, int], dict[int, list[Shift]]]] = {}

    def on(self, day: date) -> Mapping[str, Sequence[Shift]]:
        """Return the shifts of each crew that start on a day."""
        found: dict[str, list[Shift]] = defaultdict(list)
        for shift in self.starting(day):
            found[shift.crew].append(shift)
        return found

    def starting(self, day: date) -> Iterator[Shift]:
        """Yield the shifts that start on a day, in the order of the plant's table."""
        cycle, by_weekday = self._period(day)
        week = (day - self._monday).days // 7
        for shift in by_weekday.get(day.weekday(), ()):
            if shift.week - 1 == week % cycle[shift.crew]:
                yield shift

    def _period(self, day: date) -> tuple[dict[str, int], dict[int, list[Shift]]]:
        number = bisect_right(self._changes, day)
        if number not in self._periods:
            cycle: dict[str, int] = defaultdict(int)
            by_weekday: dict[int, list[Shift]] = defaultdict(list)
            for shift in self._shifts:
                if _is_there(shift.since, shift.until, day):
                    cycle[shift.crew] = max(cycle[shift.crew], num_weeks([shift]))
                    by_weekday[shift.day].append(shift)
            self._periods[number] = (cycle, by_weekday)
        return self._periods[number]


def num_weeks(shifts: Iterable[Shift]) -> int:
    """Return the weeks of the cycle of one crew: the highest week, or more where a row says so.

    A week without a shift is free. After the last week with a shift only ``cycle_weeks`` tells that
    another follows.

    Parameters
    ----------
    shifts
        Rows of one crew that hold at the same time, at least one.
    """
    return max(max(s.week, s.cycle_weeks or 0) for s in shifts)


def _is_there(since: date | None, until: date | None, day: date) -> bool:
    return (since is None or since <= day) and (until is None or day <= until)


def _bounds(days: Sequence[date], first: date | None, last: date | None) -> tuple[int, int]:
    """Return where a period begins and ends in ``days``, which follow each other."""
    begin = 0 if first is None else (first - days[0]).days
    end = len(days) if last is None else (last - days[0]).days + 1
    return min(max(begin, 0), len(days)), min(max(end, 0), len(days))


def _absent_days(plant: Plant, days: Sequence[date]) -> dict[str, list[int]]:
    """Return the indices of the days on which each person is known to be absent."""
    absent: dict[str, list[int]] = defaultdict(list)
    for absence in plant.absences:
        absent[absence.person] += range(*_bounds(days, absence.first, absence.last))
    return absent


def _moves(plant: Plant) -> dict[str, list[tuple[date, str]]]:
    """Return the moves of each person by date; an undated move holds from the beginning."""
    moves: dict[str, list[tuple[date, str]]] = defaultdict(list)
    for move in plant.crew_moves:
        moves[move.person].append((move.on or date.min, move.crew))
    return {person: sorted(found) for person, found in moves.items()}


def _stays(
    crew: str, moves: Sequence[tuple[date, str]], days: Sequence[date]
) -> Iterator[tuple[str, int, int]]:
    """Yield the crews of a person: (crew, index of its first day, index after its last)."""
    since = 0
    for on, other in moves:
        begin = _bounds(days, on, None)[0]
        yield crew, since, begin
        crew, since = other, begin
    yield crew, since, len(days)
