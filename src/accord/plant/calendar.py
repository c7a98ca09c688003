"""Who should be at work when: the planned presence of every person, as arrays.

Planned means: shifts of the crew, less closures and known absences. Random sickness is drawn by
the simulation, overtime is decided there too; neither is part of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from accord.plant.records import Closure, Plant, Shift

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["BREAK", "DUTY", "Presence", "ShiftPlan", "closed_days", "presence"]

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
    ``plant.on``; a cycle has as many weeks as the highest week number in force on the day. People
    without a crew are never present.

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
    days = [first + timedelta(days=i) for i in range(-1, 7 * weeks)]
    closed = closed_days(plant.closures)
    plan = ShiftPlan(plant)
    plans = {day: plan.on(day) if day not in closed else {} for day in days}
    absent = _absent_days(plant, days)
    moves = _moves(plant)
    rows: list[tuple[int, int, int, int, bool, int]] = []
    number = 0
    for i_person, person in enumerate(plant.people):
        away = absent.get(person.person, frozenset())
        dated = moves.get(person.person, ())
        for day in days:
            if not _is_there(person.present_from, person.present_to, day) or day in away:
                continue
            for shift in plans[day].get(_crew_on(person.crew, dated, day), ()):
                offset = (day - first).days * DAY_MIN
                entries = _entries(shift, offset)
                rows += [(s, i_person, k, e, paid, number) for s, e, k, paid in entries]
                number += bool(entries)
    return _as_arrays(tuple(p.person for p in plant.people), rows)


def _entries(shift: Shift, offset: int) -> list[tuple[int, int, int, bool]]:
    """Give a shift and its breaks as (start, end, kind, is_paid), cut at minute 0."""
    spans = [(shift.start_min, shift.end_min, DUTY, True)]
    spans += [(b.start_min, b.end_min, BREAK, b.paid) for b in shift.breaks]
    moved = ((max(s + offset, 0), e + offset, kind, paid) for s, e, kind, paid in spans)
    return [entry for entry in moved if entry[1] > entry[0]]


def _as_arrays(
    people: tuple[str, ...], rows: list[tuple[int, int, int, int, bool, int]]
) -> Presence:
    import numpy as np  # noqa: PLC0415 - heavy: checking a plant does without it

    rows.sort()
    table = np.array(rows, dtype=np.int64).reshape(len(rows), 6)
    return Presence(
        people,
        person_index=table[:, 1].copy(),
        start_min=table[:, 0].copy(),
        end_min=table[:, 3].copy(),
        kind=table[:, 2].copy(),
        is_paid=table[:, 4].astype(np.bool_),
        shift=table[:, 5].copy(),
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
        ``on``. A cycle has as many weeks as the highest week number in force on the day.
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
        cycle, by_weekday = self._period(day)
        week = (day - self._monday).days // 7
        found: dict[str, list[Shift]] = defaultdict(list)
        for shift in by_weekday.get(day.weekday(), ()):
            if shift.week - 1 == week % cycle[shift.crew]:
                found[shift.crew].append(shift)
        return found

    def _period(self, day: date) -> tuple[dict[str, int], dict[int, list[Shift]]]:
        number = bisect_right(self._changes, day)
        if number not in self._periods:
            cycle: dict[str, int] = defaultdict(int)
            by_weekday: dict[int, list[Shift]] = defaultdict(list)
            for shift in self._shifts:
                if _is_there(shift.since, shift.until, day):
                    cycle[shift.crew] = max(cycle[shift.crew], shift.week)
                    by_weekday[shift.day].append(shift)
            self._periods[number] = (cycle, by_weekday)
        return self._periods[number]


def _is_there(since: date | None, until: date | None, day: date) -> bool:
    return (since is None or since <= day) and (until is None or day <= until)


def _absent_days(plant: Plant, days: Sequence[date]) -> dict[str, frozenset[date]]:
    absent: dict[str, set[date]] = defaultdict(set)
    for absence in plant.absences:
        absent[absence.person] |= {d for d in days if absence.first <= d <= absence.last}
    return {person: frozenset(found) for person, found in absent.items()}


def _moves(plant: Plant) -> dict[str, list[tuple[date, str]]]:
    """Return the moves of each person by date; an undated move holds from the beginning."""
    moves: dict[str, list[tuple[date, str]]] = defaultdict(list)
    for move in plant.crew_moves:
        moves[move.person].append((move.on or date.min, move.crew))
    return {person: sorted(found) for person, found in moves.items()}


def _crew_on(crew: str, moves: Sequence[tuple[date, str]], day: date) -> str:
    for on, other in moves:
        if on <= day:
            crew = other
    return crew
