"""Compile presence, breaks, skills gained and machine dates into one list of calendar entries.

Calendars belong to named persons, never to a pool (S3). They stand beside the event set, sorted
by time and rank, so that they cost the kernel nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.flow.absence import absent_days, check_absence
from accord.flow.duties import DAY_US, Presence, presence_of
from accord.flow.kernel import layout as k
from accord.flow.keys import entity_key
from accord.flow.model import AbsenceModel, Model

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Calendars:
    """All calendar entries of a model; ``entries`` leaves out what is lost to absence.

    Attributes
    ----------
    table
        (N,) ``CALENDAR`` records.
    working_day
        (N,) index of the working day to which an entry belongs, the last one for none. The
        working days of all people follow each other, person by person.
    first_day
        (P + 1,) where the working days of each person begin.
    conditions
        Pieces of backlog that call for each extra shift.
    caps_us
        Time in extra shifts of the year from which a person is not called to each of them.
    """

    table: NDArray[np.void]
    working_day: Ints
    first_day: Ints
    conditions: NDArray[np.float64]
    caps_us: NDArray[np.float64]
    absence: AbsenceModel | None
    person_keys: NDArray[np.uint64]

    def entries(self, seed: int, replication: int) -> NDArray[np.void]:
        """Return the entries of one replication, sorted by time and rank."""
        if self.absence is None or not any(self.absence.share):
            return self.table
        lost = absent_days(self.absence, self.first_day, self.person_keys, seed, replication)
        kept: NDArray[np.void] = self.table[~np.append(lost, False)[self.working_day]]
        return kept


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
    presence = presence_of(model.people, model.extra_shifts, model.unit_us, horizon_us)
    columns = np.concatenate(
        [*_presence_entries(presence), *_other_entries(model, classes, machines)], axis=1
    )
    columns = columns[:, _order(columns)]
    table = np.zeros(columns.shape[1], dtype=k.CALENDAR)
    for row, name in enumerate(COLUMNS):
        table[name] = columns[row]
    working_day, first_day = _working_days(presence, len(model.people))
    if model.absence is not None:
        check_absence(model.absence, len(model.people))
    return Calendars(
        table,
        np.append(working_day, first_day[-1])[columns[len(COLUMNS)]],
        first_day,
        np.array([x.threshold_pieces for x in model.extra_shifts], dtype=float),
        np.array([x.cap for x in model.extra_shifts], dtype=float) * model.unit_us,
        model.absence,
        np.array([entity_key(f"person:{p.name}") for p in model.people], dtype=np.uint64),
    )


def _working_days(p: Presence, num_people: int) -> tuple[Ints, Ints]:
    """Return the working day of each window, and where those of each person begin.

    Windows that start on one day are one working day: who is ill misses both.
    """
    day = p.start // DAY_US
    order = np.lexsort((day, p.owner))
    is_new = np.ones(len(order), dtype=bool)
    is_new[1:] = (np.diff(p.owner[order]) != 0) | (np.diff(day[order]) != 0)
    working_day = np.empty(len(order), dtype=np.int64)
    working_day[order] = np.cumsum(is_new) - 1
    each = np.bincount(p.owner[order][is_new], minlength=num_people)
    return working_day, np.concatenate([[0], np.cumsum(each)])


COLUMNS = ("time", "until", "off", "rank", "kind", "who", "arg", "arg2")


def _entries(
    time: Ints,
    kind: np.int64,
    rank: np.int64,
    who: Ints,
    *,
    until: Ints | np.int64 = k.INF,
    off: Ints | np.int64 = k.INF,
    arg: Ints | np.int64 = k.NONE,
    arg2: np.int64 = k.ZERO,
    window: Ints | np.int64 = k.NONE,
) -> Ints:
    """Return entries of one kind: a row per column of ``COLUMNS``, and the window last."""
    columns = (time, until, off, rank, kind, who, arg, arg2, window)
    return np.stack([np.broadcast_to(np.asarray(c, dtype=np.int64), time.shape) for c in columns])


def _presence_entries(p: Presence) -> list[Ints]:
    """Return starts and ends of duties and breaks; ``off`` is the next instant away from work."""
    start, end, who = k.RANK_DUTY_START, k.RANK_DUTY_END, p.owner
    number, w = np.arange(len(who)), p.break_window
    # The first break ends the work after the start; after a break it is the next one, or the end.
    is_first = np.diff(w, prepend=-1) != 0
    off = p.end.copy()
    off[w[is_first]] = p.break_start[is_first]
    after = p.end[w]
    again = np.flatnonzero(~is_first)
    after[again - 1] = p.break_start[again]
    ends = np.flatnonzero(p.end < k.INF)
    return [
        _entries(
            p.start,
            k.C_DUTY_START,
            start,
            who,
            until=p.end,
            off=off,
            arg=p.condition,
            window=number,
        ),
        _entries(p.break_start, k.C_BREAK_START, end, who[w], until=p.break_end, window=w),
        _entries(p.break_end, k.C_BREAK_END, start, who[w], off=after, window=w),
        _entries(p.end[ends], k.C_DUTY_END, end, who[ends], window=ends),
    ]


def _other_entries(
    model: Model, classes: dict[tuple[str, str], int], machines: tuple[str, ...]
) -> list[Ints]:
    """Return skills gained, extra shifts to decide, machine dates and releases of orders."""
    unit = model.unit_us
    index = {m: i for i, m in enumerate(machines)}
    skills = [
        (round(s.since * unit), i, classes[s.station, s.task])
        for i, p in enumerate(model.people)
        for s in p.skills
        if s.since > 0 and (s.station, s.task) in classes
    ]
    extra = [(round(x.at * unit), 0, j) for j, x in enumerate(model.extra_shifts)]
    on = [
        (round(d.start * unit), index[d.machine], -1)
        for d in model.machine_dates
        if d.start is not None and d.start > 0
    ]
    off = [
        (round(d.end * unit), index[d.machine], -1)
        for d in model.machine_dates
        if d.end is not None
    ]
    releases = [(t, 0, -1) for t in sorted({round(o.release * unit) for o in model.orders})]
    years = [(round(t * unit), 0, -1) for t in model.year_starts]
    stock = {name: j for j, name in enumerate(dict.fromkeys((*model.products, *model.materials)))}
    deliveries = [
        (round(d.at * unit), stock[d.component], int(d.quantity)) for d in model.deliveries
    ]
    found = []
    for rows, kind, rank, arg2 in (
        (skills, k.C_SKILL, k.RANK_DUTY_START, k.ONE),
        (extra, k.C_CONDITION, k.RANK_DUTY_START, k.ZERO),
        (on, k.C_MACHINE_ON, k.RANK_DUTY_START, k.ZERO),
        (off, k.C_MACHINE_OFF, k.RANK_DUTY_END, k.ZERO),
        (releases, k.C_RELEASE, k.RANK_ARRIVAL, k.ZERO),
        (years, k.C_NEW_YEAR, k.RANK_DUTY_END, k.ZERO),
        (deliveries, k.C_DELIVERY, k.RANK_ARRIVAL, k.ZERO),
    ):
        time, who, arg = np.array(rows, dtype=np.int64).reshape(-1, 3).T
        found.append(_entries(time, kind, rank, who, arg=arg, arg2=arg2))
    return found


def _order(columns: Ints) -> Ints:
    """Return the order by time, rank, kind of entry and person."""
    time, rank, kind, who = columns[0], columns[3], columns[4], columns[5]
    # Conditions, skills and machines come before the duty starts of their instant.
    later = ~np.isin(kind, (k.C_CONDITION, k.C_SKILL, k.C_MACHINE_ON))
    kinds = int(k.C_DELIVERY) + 1
    # One key for all that follows time: two sorts instead of five.
    minor = ((rank * 2 + later) * (int(who.max(initial=0)) + 1) + who) * kinds + kind
    return np.lexsort((minor, time))
