"""Short names for the duties of a shift table: M, A, N, D and their variants.

``N`` is a night, ``M`` begins before seven, ``D`` before eleven, ``A`` later. Duties that one crew
works in one week under one letter are the same kind at other times (a short Friday); kinds of one
letter are told apart by a number, the one that most people work without.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, TypeAlias

from accord.hours.duties import DAY_MIN
from accord.law import pack
from accord.plant.records import Shift

__all__ = ["Span", "as_span", "is_night", "kind_names"]

MORNING_ENDS_MIN: Final = 7 * 60
DAY_ENDS_MIN: Final = 11 * 60

Span: TypeAlias = tuple[tuple[tuple[int, int], ...], int]
"""Parts of a day's duty, each (start, end), and its minutes of work."""


def as_span(rows: Sequence[Shift]) -> Span:
    """Return the duty of one crew on one day from its rows of the shift table."""
    ordered = sorted(rows, key=lambda s: s.start_min)
    unpaid = sum(b.end_min - b.start_min for s in ordered for b in s.breaks if not b.paid)
    parts = tuple((s.start_min, s.end_min) for s in ordered)
    return parts, sum(end - start for start, end in parts) - unpaid


def is_night(span: Span) -> bool:
    """Say whether a duty counts as a night, by the definition of the advice on nights in a row."""
    from_h, to_h, least_h = _night()
    inside = sum(_overlap(start, end, from_h * 60, to_h * 60) for start, end in span[0])
    return inside >= least_h * 60


@cache
def _night() -> tuple[float, float, float]:
    version = pack("ergo")["ergo.nights_in_row"].versions[-1]
    return version.number("from_h"), version.number("to_h"), version.number("least_h")


def _overlap(start: int, end: int, opens: float, closes: float) -> float:
    """Return the minutes of a stretch inside a window of its day or of the day after."""
    return sum(
        max(0.0, min(end, closes + shift) - max(start, opens + shift)) for shift in (0, DAY_MIN)
    )


def _letter(span: Span) -> str:
    start_min = span[0][0][0]
    if is_night(span):
        return "N"
    if start_min < MORNING_ENDS_MIN:
        return "M"
    return "D" if start_min < DAY_ENDS_MIN else "A"


@dataclass(slots=True)
class _Groups:
    """Duties joined into kinds."""

    parent: dict[Span, Span]

    def root(self, span: Span) -> Span:
        while self.parent[span] != span:
            span = self.parent[span]
        return span

    def join(self, a: Span, b: Span) -> None:
        low, high = sorted((self.root(a), self.root(b)))
        self.parent[high] = low


def kind_names(
    shifts: Sequence[Shift],
    people: Mapping[str, int],
    *,
    during: tuple[date, date] = (date.min, date.max),
) -> dict[tuple[int, Span], str]:
    """Name every duty of a shift table.

    Parameters
    ----------
    shifts
        The table.
    people
        Crew -> people in it; the kind that most people work has the plain letter.
    during
        First and last day that are named first; rows in force on other days alone come after them.

    Returns
    -------
    dict
        (weekday, duty) -> name, different on each weekday.
    """
    rows: dict[tuple[object, ...], list[Shift]] = defaultdict(list)
    for s in shifts:
        rows[s.crew, s.since, s.until, s.week, s.day].append(s)
    spans = {key: as_span(own) for key, own in rows.items()}
    weight: Counter[tuple[int, Span]] = Counter()
    groups = _Groups({span: span for span in spans.values()})
    first_of: dict[tuple[object, ...], Span] = {}
    first, last = during
    for key, span in spans.items():
        *week, day = key
        since, until = rows[key][0].since, rows[key][0].until
        is_there = (since or first) <= last and (until or last) >= first
        weight[int(str(day)), span] += 1 + people.get(str(week[0]), 0) if is_there else 0
        mate = first_of.setdefault((*week, _letter(span)), span)
        groups.join(mate, span)
    return _named(groups, weight)


def _named(groups: _Groups, weight: Mapping[tuple[int, Span], int]) -> dict[tuple[int, Span], str]:
    total: Counter[Span] = Counter()
    for (_, span), people in weight.items():
        total[groups.root(span)] += people
    kinds: dict[str, list[Span]] = defaultdict(list)
    for root in sorted(total, key=lambda r: (-total[r], r)):
        kinds[_letter(root)].append(root)
    name = {
        root: letter if i == 0 else f"{letter}{i + 1}"
        for letter, roots in kinds.items()
        for i, root in enumerate(roots)
    }
    found: dict[tuple[int, Span], str] = {}
    taken: Counter[tuple[int, str]] = Counter()
    for day, span in sorted(weight, key=lambda k: (k[0], -weight[k], k[1])):
        word = name[groups.root(span)]
        variant = taken[day, word]
        taken[day, word] += 1
        found[day, span] = word + ("" if variant == 0 else chr(ord("a") + variant))
    return found
