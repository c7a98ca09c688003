"""Turn duties as written into presence windows in microseconds, checked, for all people at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.errors import ModelError
from accord.flow.kernel.layout import INF
from accord.flow.model import (
    ExtraShift,
    PersonSpec,
)
from accord.flow.patterns import (
    Pattern,
    Window,
    Windows,
)

Ints = NDArray[np.int64]

DAY_US = 86_400_000_000
MINUTE_US = 60_000_000


@dataclass(frozen=True, slots=True)
class Presence:
    """W presence windows and their B breaks; breaks are sorted by window and start.

    Attributes
    ----------
    owner, start, end
        (W,) person and microseconds; ``INF`` ends never.
    condition
        (W,) number of the extra shift, -1 for planned duty.
    break_window, break_start, break_end
        (B,) window in which the break lies, and microseconds.
    """

    owner: Ints
    start: Ints
    end: Ints
    condition: Ints
    break_window: Ints
    break_start: Ints
    break_end: Ints


def presence_of(
    people: Sequence[PersonSpec], extra: Sequence[ExtraShift], unit_us: int, horizon_us: int
) -> Presence:
    """Return the planned windows of all people, then those of the extra shifts.

    Planned windows that start after ``horizon_us`` are left out.

    Raises
    ------
    ModelError
        For windows that end before they start or overlap, and breaks outside their window.
    """
    names = [p.name for p in people]
    found: dict[int, _Spans] = {}  # of each calendar that several people may share
    for p in people:
        if id(p.duty) not in found:
            found[id(p.duty)] = _duty(p, unit_us, horizon_us)
    spans = [_employed(p, found[id(p.duty)], unit_us) for p in people]
    size = [len(s.start) for s in spans]
    planned = _presence(_joined(spans), np.repeat(np.arange(len(people)), size), -1)
    _check_windows(planned, names)
    planned = _in_order(_until(_without_idle_breaks(planned, names), horizon_us))
    _check_overlap(planned, names)
    offered = _offered(extra, names, unit_us)
    _check_windows(offered, names)
    offered = _without_idle_breaks(offered, names)
    return Presence(
        np.concatenate([planned.owner, offered.owner]),
        np.concatenate([planned.start, offered.start]),
        np.concatenate([planned.end, offered.end]),
        np.concatenate([planned.condition, offered.condition]),
        np.concatenate([planned.break_window, offered.break_window + len(planned.owner)]),
        np.concatenate([planned.break_start, offered.break_start]),
        np.concatenate([planned.break_end, offered.break_end]),
    )


@dataclass(frozen=True, slots=True)
class _Spans:
    """Windows and breaks of one person in microseconds; see ``Windows``."""

    start: Ints
    end: Ints
    break_window: Ints
    break_start: Ints
    break_end: Ints


def _duty(person: PersonSpec, unit_us: int, horizon_us: int) -> _Spans:
    """Return the windows of one person."""
    duty, none = person.duty, np.zeros(0, dtype=np.int64)
    if duty is None:
        return _Spans(np.zeros(1, np.int64), np.full(1, INF), none, none, none)
    if isinstance(duty, Windows):
        return _spans(person.name, duty, unit_us)
    if not isinstance(duty, Pattern):
        return _spans(person.name, _packed(duty), unit_us)
    if horizon_us >= INF - 1:
        raise ModelError(
            f"person {person.name}: a repeating duty needs `until`; give the run an end"
        )
    base = np.arange(0, horizon_us, duty.period_day * DAY_US, dtype=np.int64)[:, None]
    day, first, last = np.array(duty.windows, dtype=np.int64).reshape(-1, 3).T
    start = (base + day * DAY_US + first * MINUTE_US).ravel()
    end = (base + day * DAY_US + last * MINUTE_US).ravel()
    return _Spans(start, end, none, none, none)


def _employed(person: PersonSpec, s: _Spans, unit_us: int) -> _Spans:
    """Cut the windows of one person to the time between ``start`` and ``end`` of employment."""
    if person.start is None and person.end is None:
        return s
    first = 0 if person.start is None else round(person.start * unit_us)
    last = int(INF) if person.end is None else round(person.end * unit_us)
    if not 0 <= first < last:
        raise ModelError(
            f"person {person.name}: employed from {person.start} to {person.end}: give a start of "
            "at least 0 and an end after it"
        )
    kept = np.flatnonzero((s.start < last) & (s.end > first))
    place = np.full(len(s.start), -1)
    place[kept] = np.arange(len(kept))
    window = place[s.break_window]
    begin, until = np.clip(s.break_start, first, last), np.clip(s.break_end, first, last)
    breaks = np.flatnonzero((window >= 0) & (begin < until))
    return _Spans(
        np.maximum(s.start[kept], first),
        np.minimum(s.end[kept], last),
        window[breaks],
        begin[breaks],
        until[breaks],
    )


def _packed(windows: Iterable[Window]) -> Windows:
    """Return windows written one by one as arrays."""
    written = list(windows)
    breaks = [(i, a, z) for i, w in enumerate(written) for a, z in w.breaks]
    within, first, last = zip(*breaks, strict=True) if breaks else ((), (), ())
    return Windows(
        np.array([w.start for w in written], dtype=float),
        np.array([w.end for w in written], dtype=float),
        np.array(within, dtype=np.int64),
        np.array(first, dtype=float),
        np.array(last, dtype=float),
    )


def _spans(name: str, w: Windows, unit_us: int) -> _Spans:
    """Return windows in microseconds; what lies beyond ``INF`` never comes."""
    times = []
    for time in (w.start, w.end, w.break_start, w.break_end):
        if np.isnan(time).any():
            raise ModelError(f"person {name}: a duty or break begins or ends at nan: give a time")
        times.append(np.rint(np.clip(time * unit_us, -float(INF), float(INF))).astype(np.int64))
    window = w.break_window
    if len(window) and not (window.min() >= 0 and window.max() < len(w.start)):
        raise ModelError(
            f"person {name}: break_window has {window.min()} to {window.max()}; it must point to "
            f"one of the {len(w.start)} windows, counted from 0"
        )
    order = np.lexsort((times[3], times[2], window))
    return _Spans(times[0], times[1], window[order], times[2][order], times[3][order])


def _joined(spans: Sequence[_Spans]) -> _Spans:
    """Join the windows of several people."""
    base = np.cumsum([0, *(len(s.start) for s in spans)])
    none = np.zeros(0, dtype=np.int64)
    within = [s.break_window + b for s, b in zip(spans, base[:-1], strict=True)]
    return _Spans(
        np.concatenate([none, *(s.start for s in spans)]),
        np.concatenate([none, *(s.end for s in spans)]),
        np.concatenate([none, *within]),
        np.concatenate([none, *(s.break_start for s in spans)]),
        np.concatenate([none, *(s.break_end for s in spans)]),
    )


def _offered(extra: Sequence[ExtraShift], names: Sequence[str], unit_us: int) -> Presence:
    """Return the windows of the extra shifts, shift by shift."""
    owner = np.array([i for x in extra for i, _ in x.windows], dtype=np.int64)
    if len(owner) and not (owner.min() >= 0 and owner.max() < len(names)):
        raise ModelError(
            f"an extra shift names person number {owner.min()} to {owner.max()}; the model has "
            f"{len(names)}, counted from 0"
        )
    condition = np.repeat(np.arange(len(extra)), [len(x.windows) for x in extra])
    spans = _spans("in an extra shift", _packed(w for x in extra for _, w in x.windows), unit_us)
    return _presence(spans, owner, condition)


def _presence(s: _Spans, owner: Ints, condition: Ints | int) -> Presence:
    number = np.broadcast_to(np.asarray(condition, dtype=np.int64), owner.shape)
    return Presence(owner, s.start, s.end, number, s.break_window, s.break_start, s.break_end)


def _check_windows(p: Presence, names: Sequence[str]) -> None:
    bad = np.flatnonzero(p.end <= p.start)
    if len(bad):
        i = bad[0]
        raise ModelError(
            f"person {names[p.owner[i]]}: a duty ends at {_hours(p.end[i])}, "
            f"before it starts at {_hours(p.start[i])}: give the end after the start"
        )
    bad = np.flatnonzero(p.start < 0)
    if len(bad):
        i = bad[0]
        raise ModelError(
            f"person {names[p.owner[i]]}: a duty starts at {_hours(p.start[i])}, before the run "
            "begins at 0 h: cut it there"
        )
    window = p.break_window
    before = np.where(_first_break(window), p.start[window], np.roll(p.break_end, 1))
    wrong = (p.break_start < before) | (p.break_end <= p.break_start)
    bad = np.flatnonzero(wrong | (p.break_end > p.end[window]))
    if len(bad):
        i = bad[0]
        raise ModelError(
            f"person {names[p.owner[window[i]]]}: the break from {_hours(p.break_start[i])} to "
            f"{_hours(p.break_end[i])} lies outside its duty or overlaps another: move it"
        )


def _first_break(window: Ints) -> NDArray[np.bool_]:
    """Return which breaks are the first of their window."""
    first: NDArray[np.bool_] = np.diff(window, prepend=-1) != 0
    return first


def _without_idle_breaks(p: Presence, names: Sequence[str]) -> Presence:
    """Join breaks that touch; a duty that begins with a break begins after it."""
    if not len(p.break_window):
        return p
    follows = ~_first_break(p.break_window)
    follows[1:] &= p.break_start[1:] == p.break_end[:-1]
    window, first = p.break_window[~follows], p.break_start[~follows]
    last = p.break_end[np.append(~follows[1:], True)]
    leads = first == p.start[window]
    start = p.start.copy()
    start[window[leads]] = last[leads]
    bad = np.flatnonzero(start >= p.end)
    if len(bad):
        i = bad[0]
        raise ModelError(
            f"person {names[p.owner[i]]}: the duty from {_hours(p.start[i])} is all break: "
            "leave the duty out"
        )
    return Presence(p.owner, start, p.end, p.condition, window[~leads], first[~leads], last[~leads])


def _hours(time_us: np.int64) -> str:
    return f"{time_us / 3.6e9:g} h"


def _until(p: Presence, horizon_us: int) -> Presence:
    """Leave out the windows that start after the horizon."""
    return _take(p, np.flatnonzero(p.start <= horizon_us))


def _in_order(p: Presence) -> Presence:
    """Sort the windows by owner, start and end."""
    order = np.lexsort((p.end, p.start, p.owner))
    return p if np.array_equal(order, np.arange(len(order))) else _take(p, order)


def _take(p: Presence, chosen: Ints) -> Presence:
    """Return the chosen windows, in that order, with their breaks."""
    if len(chosen) == len(p.owner) and np.array_equal(chosen, np.arange(len(chosen))):
        return p
    place = np.full(len(p.owner), -1)
    place[chosen] = np.arange(len(chosen))
    window = place[p.break_window]
    kept = np.flatnonzero(window >= 0)
    kept = kept[np.argsort(window[kept], kind="stable")]
    return Presence(
        p.owner[chosen],
        p.start[chosen],
        p.end[chosen],
        p.condition[chosen],
        window[kept],
        p.break_start[kept],
        p.break_end[kept],
    )


def _check_overlap(p: Presence, names: Sequence[str]) -> None:
    bad = np.flatnonzero((p.owner[1:] == p.owner[:-1]) & (p.start[1:] < p.end[:-1]))
    if len(bad):
        i = bad[0]
        raise ModelError(
            f"person {names[p.owner[i]]}: two duties overlap at {_hours(p.start[i + 1])}; "
            "join them or move one"
        )
