"""Check a plant's roster from its words alone: every limit, who may be where, who is missing.

Shares nothing with the program that made the roster: duties are laid on one line of minutes, people
missing are counted by a maximum flow.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from accord.hours.rosters.duty_problem import (
    DAY_MIN,
    DAY_OFF,
    TRAINING,
    Cells,
    DutyProblem,
    Need,
)

__all__ = ["DutyBreach", "DutyCheck", "check_duties", "limits_broken", "people_missing"]

WEEK = 7


@dataclass(frozen=True, slots=True)
class DutyBreach:
    """A limit that a person's duties pass.

    Parameters
    ----------
    person
        Id.
    rule
        Field of ``Limits``, or ``place`` for a duty to which the person may not be moved.
    first, last
        Days of the stretch.
    value, limit
        What was found and what is allowed, minutes or days.
    is_most
        Whether the limit is a maximum.
    """

    person: str
    rule: str
    first: date
    last: date
    value: int
    limit: int
    is_most: bool = True

    @property
    def key(self) -> tuple[str, str, date, date]:
        """What it is about, whatever the value."""
        return self.person, self.rule, self.first, self.last


@dataclass(frozen=True, slots=True)
class DutyCheck:
    """What a roster breaks, and what it gives.

    Parameters
    ----------
    breaches
        Every limit passed.
    worse
        Those that the roster it was changed from does not pass, or passes by less.
    missing
        People missing in all stretches.
    changes
        Days changed; leave, absence and training do not count.
    """

    breaches: tuple[DutyBreach, ...]
    worse: tuple[DutyBreach, ...]
    missing: int
    changes: int

    @property
    def is_sound(self) -> bool:
        """Whether the changes broke nothing."""
        return not self.worse


def check_duties(problem: DutyProblem, cells: Cells, before: Cells) -> DutyCheck:
    """Check a roster against the limits and against the roster it was changed from.

    Parameters
    ----------
    problem
        The problem.
    cells
        The roster.
    before
        The roster it was changed from, absences taken out.

    Raises
    ------
    ValueError
        When a word is unknown or the roster has not the shape of the problem.
    """
    _check_words(problem, cells)
    found, worse = [], []
    for i in range(len(problem.workers)):
        mine = [*limits_broken(problem, cells, i), *_wrong_place(problem, cells, before, i)]
        inherited = {b.key: b for b in limits_broken(problem, before, i)}
        found += mine
        worse += [b for b in mine if b.key not in inherited or _beyond(b, inherited[b.key])]
    missing = sum(people_missing(problem, need, cells) for need in problem.needs)
    changes = sum(
        a != b and not (a == TRAINING and b in problem.duties_on(day))
        for row, old in zip(cells, before, strict=True)
        for day, (a, b) in enumerate(zip(row, old, strict=True))
    )
    return DutyCheck(tuple(found), tuple(worse), missing, changes)


def _beyond(new: DutyBreach, old: DutyBreach) -> bool:
    return new.value > old.value if new.is_most else new.value < old.value


def _check_words(problem: DutyProblem, cells: Cells) -> None:
    if len(cells) != len(problem.workers):
        raise ValueError(f"{len(cells)} rows for {len(problem.workers)} people")
    for i, row in enumerate(cells):
        name = problem.workers[i].name
        if len(row) != problem.num_days:
            raise ValueError(f"{name}: {len(row)} days for {problem.num_days}")
        for day, word in enumerate(row):
            away = problem.away.get((i, day))
            known = {DAY_OFF, *problem.duties_on(day)} if away is None else {away}
            is_training = word == TRAINING and problem.planned(i, day) != DAY_OFF
            if word not in known and not (is_training and away is None):
                raise ValueError(
                    f"{name}, {problem.date(day)}: {word!r} is none of {sorted(known)}"
                )


def _wrong_place(problem: DutyProblem, cells: Cells, before: Cells, i: int) -> Iterator[DutyBreach]:
    """Yield the duties to which a person was moved and may not be, or that last too long."""
    worker, limits = problem.workers[i], problem.limits
    for day, word in enumerate(cells[i]):
        duty = problem.duties_on(day).get(word)
        if duty is None or word in (before[i][day], problem.planned(i, day)):
            continue
        when = problem.date(day)
        if word not in worker.may:
            yield DutyBreach(worker.name, "place", when, when, 1, 0)
        for rule, limit in (("day_min", limits.day_min), ("night_min", limits.night_min)):
            holds = limit is not None and (rule == "day_min" or duty.is_night)
            if holds and duty.work_min > (limit or 0):
                yield DutyBreach(worker.name, rule, when, when, duty.work_min, limit or 0)


@dataclass(frozen=True, slots=True)
class _Line:
    """A person's duties: by day known whether worked, a night, and minutes; and as stretches."""

    begin: int
    worked: NDArray[np.int64]
    night: NDArray[np.int64]
    minutes: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    day: NDArray[np.int64]


def _line(problem: DutyProblem, cells: Cells, i: int) -> _Line:
    begin, size = -problem.num_before, problem.num_before + problem.last_known + 1
    worked, night, minutes = (np.zeros(size, dtype=np.int64) for _ in range(3))
    stretches = []
    for at in range(size):
        day = begin + at
        word = problem.at(cells, i, day)
        if word == TRAINING:
            word = problem.planned(i, day)
        duty = problem.duties_on(day).get(word)
        if duty is not None:
            worked[at], night[at], minutes[at] = 1, duty.is_night, duty.work_min
            base = day * DAY_MIN
            stretches.append((base + duty.start_min, base + duty.end_min, day))
    table = np.array(stretches, dtype=np.int64).reshape(-1, 3)
    return _Line(begin, worked, night, minutes, table[:, 0], table[:, 1], table[:, 2])


def limits_broken(problem: DutyProblem, cells: Cells, i: int) -> tuple[DutyBreach, ...]:
    """Return the limits that a person's duties pass on days of the horizon or round it.

    Parameters
    ----------
    problem
        The problem.
    cells
        A roster.
    i
        Worker.
    """
    line = _line(problem, cells, i)
    return tuple(
        b
        for b in (
            *_rests(problem, line, i),
            *_weeks(problem, line, i),
            *_runs(problem, line, i),
        )
        if b.last >= problem.first and b.first <= problem.date(problem.num_days - 1)
    )


def _rests(problem: DutyProblem, line: _Line, i: int) -> Iterator[DutyBreach]:
    """Yield rests between days that are too short, and weeks without their rest."""
    name, limits = problem.workers[i].name, problem.limits
    gap = line.start[1:] - line.end[:-1]
    for at in np.flatnonzero(gap < (limits.rest_min or 0)).tolist():
        first, last = (problem.date(int(d)) for d in line.day[at : at + 2])
        rest = int(gap[at])
        yield DutyBreach(name, "rest_min", first, last, rest, limits.rest_min or 0, is_most=False)
    if limits.rest_week_min is None:
        return
    far = 365 * DAY_MIN
    begins = np.concatenate([[line.begin * DAY_MIN - far], line.end])
    ends = np.concatenate([line.start, [(problem.last_known + 1) * DAY_MIN + far]])
    for monday in problem.weeks():
        opens, closes = monday * DAY_MIN, (monday + WEEK) * DAY_MIN
        inside = np.minimum(ends, closes) - np.maximum(begins, opens)
        counts = ((begins >= opens) & (begins < closes)) | (inside >= DAY_MIN)
        longest = int(np.max(ends - begins, where=counts, initial=0))
        if longest < limits.rest_week_min:
            yield DutyBreach(
                name,
                "rest_week_min",
                problem.date(monday),
                problem.date(monday + WEEK - 1),
                longest,
                limits.rest_week_min,
                is_most=False,
            )


def _weeks(problem: DutyProblem, line: _Line, i: int) -> Iterator[DutyBreach]:
    """Yield civil weeks with too many days or hours, and averages over several weeks."""
    name, limits = problem.workers[i].name, problem.limits
    for monday in problem.weeks():
        at = slice(monday - line.begin, monday - line.begin + WEEK)
        days = problem.date(monday), problem.date(monday + WEEK - 1)
        worked, minutes = int(line.worked[at].sum()), int(line.minutes[at].sum())
        if limits.days_week is not None and worked > limits.days_week:
            yield DutyBreach(name, "days_week", *days, worked, limits.days_week)
        if limits.week_min is not None and minutes > limits.week_min:
            yield DutyBreach(name, "week_min", *days, minutes, limits.week_min)
    if limits.average_min is None:
        return
    length = WEEK * limits.average_weeks
    first_monday = line.begin + -(problem.first.weekday() + line.begin) % WEEK
    for monday in range(first_monday, problem.last_known - length + 2, WEEK):
        at = slice(monday - line.begin, monday - line.begin + length)
        minutes, most = int(line.minutes[at].sum()), limits.average_min * limits.average_weeks
        if minutes > most:
            days = problem.date(monday), problem.date(monday + length - 1)
            yield DutyBreach(name, "average_min", *days, minutes, most)


def _runs(problem: DutyProblem, line: _Line, i: int) -> Iterator[DutyBreach]:
    """Yield each stretch of one day more than allowed that is all work, or all nights."""
    name, limits = problem.workers[i].name, problem.limits
    for rule, most, what in (
        ("days_row", limits.days_row, line.worked),
        ("nights_row", limits.nights_row, line.night),
    ):
        if most is None or len(what) <= most:
            continue
        sums = np.convolve(what, np.ones(most + 1, dtype=np.int64), "valid")
        for at in np.flatnonzero(sums > most).tolist():
            first = line.begin + at
            yield DutyBreach(
                name, rule, problem.date(first), problem.date(first + most), most + 1, most
            )


def people_missing(problem: DutyProblem, need: Need, cells: Cells) -> int:
    """Count the places of a stretch that nobody fills, by a maximum flow.

    Parameters
    ----------
    problem
        The problem.
    need
        The stretch.
    cells
        A roster.
    """
    skills = sorted(need.wanted)
    there: Counter[tuple[str, ...]] = Counter()
    for i, worker in enumerate(problem.workers):
        if any(problem.at(cells, i, day) == kind for day, kind in need.slots):
            there[tuple(s for s in skills if s in worker.skills)] += 1
    source, sink = "from", "to"
    room: dict[_Node, dict[_Node, int]] = defaultdict(lambda: defaultdict(int))
    for kind, people in there.items():
        room[source][kind] += people
        for skill in kind:
            room[kind][skill] += people
    for skill, places in need.wanted.items():
        room[skill][sink] += places
    filled = 0
    while path := _path(room, source, sink):
        step = min(room[a][b] for a, b in pairwise(path))
        for a, b in pairwise(path):
            room[a][b] -= step
            room[b][a] += step
        filled += step
    return need.total - filled


_Node: TypeAlias = "str | tuple[str, ...]"


def _path(room: Mapping[_Node, Mapping[_Node, int]], source: _Node, sink: _Node) -> list[_Node]:
    """Return a shortest path on which there is room; empty when there is none."""
    came: dict[_Node, _Node] = {source: source}
    queue = deque([source])
    while queue and sink not in came:
        node = queue.popleft()
        for other, left in room.get(node, {}).items():
            if left > 0 and other not in came:
                came[other] = node
                queue.append(other)
    if sink not in came:
        return []
    path = [sink]
    while path[-1] != source:
        path.append(came[path[-1]])
    return path[::-1]
