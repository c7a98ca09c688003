"""Compile presence, breaks, skills gained and machine dates into one list of calendar entries.

Calendars belong to named persons, never to a pool (S3). They stand beside the event set, sorted
by time and rank, so that they cost the kernel nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.errors import ModelError
from accord.flow.absence import absent_windows
from accord.flow.kernel import layout as k
from accord.flow.keys import entity_key
from accord.flow.model import AbsenceModel, Model, Pattern, Window

DAY_US = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Calendars:
    """All calendar entries of a model; ``entries`` leaves out what is lost to absence."""

    table: NDArray[np.void]
    window: NDArray[np.int64]  # presence window of each entry, -1 none
    owner: NDArray[np.int64]  # person of each window
    day: NDArray[np.int64]  # day of each window's start
    conditions: NDArray[np.float64]  # pieces of backlog that call for each extra shift
    absence: AbsenceModel | None
    person_keys: NDArray[np.uint64]

    def entries(self, seed: int, replication: int) -> NDArray[np.void]:
        """Return the entries of one replication, sorted by time and rank."""
        if self.absence is None or not len(self.owner):
            return self.table
        lost = absent_windows(
            self.absence, self.owner, self.day, self.person_keys, seed, replication
        )
        keep = np.ones(len(self.table), dtype=bool)
        has_window = self.window >= 0
        keep[has_window] = ~lost[self.window[has_window]]
        return self.table[keep]


class _Entries:
    """Collects calendar entries."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, int, int, int, int, int, int, int, int]] = []
        self.owner: list[int] = []
        self.day: list[int] = []

    def add(
        self,
        time: int,
        kind: int,
        rank: int,
        who: int,
        *,
        until: int = k.INF,
        off: int = k.INF,
        arg: int = -1,
        arg2: int = 0,
        window: int = -1,
    ) -> None:
        self.rows.append((time, until, off, rank, kind, who, arg, arg2, window))

    def presence(
        self, who: int, start: int, end: int, breaks: list[tuple[int, int]], condition: int = -1
    ) -> None:
        w = len(self.owner)
        self.owner.append(who)
        self.day.append(start // DAY_US)
        starts = [s for s, _ in breaks] + [end]
        self.add(
            start,
            k.C_DUTY_START,
            k.RANK_DUTY_START,
            who,
            until=end,
            off=starts[0],
            arg=condition,
            window=w,
        )
        for j, (first, last) in enumerate(breaks):
            self.add(first, k.C_BREAK_START, k.RANK_DUTY_END, who, until=last, window=w)
            self.add(
                last, k.C_BREAK_END, k.RANK_DUTY_START, who, off=starts[j + 1], window=w
            )
        if end < k.INF:
            self.add(end, k.C_DUTY_END, k.RANK_DUTY_END, who, window=w)


def compile_calendars(
    model: Model,
    classes: dict[tuple[str, str], int],
    machines: tuple[str, ...],
    horizon_us: int,
) -> Calendars:
    """Compile the calendars of ``model`` up to ``horizon_us``.

    Raises
    ------
    ModelError
        For windows that end before they start or overlap, and breaks outside their window.
    """
    e = _Entries()
    unit = model.unit_us
    for i, p in enumerate(model.people):
        for start, end, breaks in _windows(p.name, p.duty, unit, horizon_us):
            e.presence(i, start, end, breaks)
        for skill in p.skills:
            c = classes.get((skill.station, skill.task))
            if c is not None and skill.since > 0:
                e.add(
                    round(skill.since * unit), k.C_SKILL, k.RANK_DUTY_START, i, arg=c, arg2=1
                )
    conditions = np.array([x.threshold_pieces for x in model.extra_shifts], dtype=float)
    for j, extra in enumerate(model.extra_shifts):
        e.add(round(extra.at * unit), k.C_CONDITION, k.RANK_DUTY_START, 0, arg=j)
        for i, w in extra.windows:
            start, end, breaks = _window(model.people[i].name, w, unit)
            e.presence(i, start, end, breaks, condition=j)
    index = {m: i for i, m in enumerate(machines)}
    for d in model.machine_dates:
        if d.start is not None and d.start > 0:
            e.add(round(d.start * unit), k.C_MACHINE_ON, k.RANK_DUTY_START, index[d.machine])
        if d.end is not None:
            e.add(round(d.end * unit), k.C_MACHINE_OFF, k.RANK_DUTY_END, index[d.machine])
    for t in sorted({round(o.release * unit) for o in model.orders}):
        e.add(t, k.C_RELEASE, k.RANK_ARRIVAL, 0)
    return _sorted(e, conditions, model, [entity_key(f"person:{p.name}") for p in model.people])


def _sorted(
    e: _Entries, conditions: NDArray[np.float64], model: Model, keys: list[int]
) -> Calendars:
    columns = np.array(e.rows, dtype=np.int64).reshape(-1, 9)
    # Conditions, skills and machines come before the duty starts of their instant.
    first = np.where(np.isin(columns[:, 4], (k.C_CONDITION, k.C_SKILL, k.C_MACHINE_ON)), 0, 1)
    order = np.lexsort((columns[:, 4], columns[:, 5], first, columns[:, 3], columns[:, 0]))
    columns = columns[order]
    table = np.zeros(len(columns), dtype=k.CALENDAR)
    for j, name in enumerate(("time", "until", "off", "rank", "kind", "who", "arg", "arg2")):
        table[name] = columns[:, j]
    return Calendars(
        table,
        columns[:, 8].copy(),
        np.array(e.owner, dtype=np.int64),
        np.array(e.day, dtype=np.int64),
        conditions,
        model.absence,
        np.array(keys, dtype=np.uint64),
    )


def _window(name: str, w: Window, unit: int) -> tuple[int, int, list[tuple[int, int]]]:
    start, end = round(w.start * unit), round(w.end * unit)
    if end <= start:
        raise ModelError(f"person {name}: a duty ends at {w.end}, before it starts at {w.start}")
    breaks = [(round(a * unit), round(z * unit)) for a, z in sorted(w.breaks)]
    last = start
    for a, z in breaks:
        if not last <= a < z <= end:
            raise ModelError(f"person {name}: a break lies outside its duty or overlaps another")
        last = z
    return start, end, breaks


def _windows(
    name: str, duty: Pattern | tuple[Window, ...] | None, unit: int, horizon_us: int
) -> list[tuple[int, int, list[tuple[int, int]]]]:
    if duty is None:
        return [(0, k.INF, [])]
    if isinstance(duty, Pattern):
        if horizon_us >= k.INF:
            raise ModelError(f"person {name}: a repeating duty needs `until`; give the run an end")
        period, minute = duty.period_day * DAY_US, 60_000_000
        found: list[tuple[int, int, list[tuple[int, int]]]] = [
            (base + day * DAY_US + a * minute, base + day * DAY_US + z * minute, [])
            for base in range(0, horizon_us, period)
            for day, a, z in duty.windows
        ]
    else:
        found = [_window(name, w, unit) for w in duty]
    found.sort()
    found = [w for w in found if w[0] <= horizon_us]
    for before, after in zip(found, found[1:], strict=False):
        if after[0] < before[1]:
            raise ModelError(f"person {name}: two duties overlap; join them or move one")
    return found
